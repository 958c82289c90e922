//! A fast shallow grammar: words with a part of speech, noun groups and verb groups.
//!
//! It is the lexicon reader's eye. The encoder does not need it.

mod token;

pub use token::{Tag, Token, Tokens};
