//! The lexicon reader: cue lists and rules over the shallow grammar, no weights.

mod arguments;
mod sayings;

use super::{Reader, Reading};
use crate::document::Document;
use crate::findings::{Quantity, Sentence};
use crate::grammar::Tokens;

/// Reads by cue lexicon and rules: fast, explainable, and only as wide as its lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lexicon;

impl Reader for Lexicon {
    fn name(&self) -> &'static str {
        "lexicon"
    }

    fn knowledge(&self) -> String {
        env!("WHOSAID_LEXICON_SHA256").to_owned()
    }

    fn read(&self, doc: &Document, sentences: &[Sentence], quantities: &[Quantity]) -> Reading {
        let tokens = Tokens::read(doc, sentences);
        Reading {
            sayings: sayings::find(doc, sentences, &tokens),
            arguments: arguments::find(sentences, &tokens, quantities),
        }
    }
}
