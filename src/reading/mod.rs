//! Reading: what a reader makes of a document's sentences, given its quantities.
//!
//! Every reader answers through the same types: a [`Saying`] for each place where somebody
//! says something, and the [`Arguments`] of each quantity. What follows from those by
//! rule (nesting, source types, speakers) belongs to [`crate::attribution`].

pub mod lexicon;
pub mod neural;

use crate::document::{Document, Span};
use crate::findings::{Arguments, Belief, Quantity, Rule, Sentence};
use crate::labels::SourceType;

/// A place where the text gives content to a source, before nesting, typing and naming.
#[derive(Clone, Debug, PartialEq)]
pub struct Saying {
    /// The source's full noun phrase; none for agentless hedges.
    pub source: Option<Span>,
    /// The words that signal the attribution; none for a free quote.
    pub cue: Option<Span>,
    /// What is said, in order, in one or more pieces; never empty.
    pub content: Vec<Span>,
    /// The type of the source, where the reader itself can tell it.
    pub source_type: Option<SourceType>,
    /// How sure the reader is, if it can tell.
    pub belief: Option<Belief>,
    /// What found it.
    pub rule: Rule,
}

/// What a reader made of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// In order of the cue, or of the content where there is no cue.
    pub sayings: Vec<Saying>,
    /// One for each quantity given, in the same order.
    pub arguments: Vec<Arguments>,
}

/// Reads a document's sentences, given its quantities.
pub trait Reader: Send + Sync {
    /// The name it is chosen by (`--reader`).
    fn name(&self) -> &'static str;

    /// What it knows and how it reads, by hash: its lexicon, its weights.
    fn knowledge(&self) -> String;

    /// Reads one document.
    fn read(&self, doc: &Document, sentences: &[Sentence], quantities: &[Quantity]) -> Reading;
}
