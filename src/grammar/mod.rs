//! A fast shallow grammar: words with a part of speech, noun groups and verb groups.
//!
//! It is the lexicon reader's eye. The encoder does not need it.

mod capital;
mod group;
mod guess;
mod lex;
mod open;
mod tag;
mod token;
mod words;

#[cfg(test)]
mod tests;

pub use group::{Groups, NounGroup, Tense, VerbGroup};
pub use token::{Tag, Token, Tokens};
pub use words::Sort;
pub(crate) use words::{is_known, is_past, verb};
