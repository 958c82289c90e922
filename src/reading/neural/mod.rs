//! The neural reader: a small encoder finds cues, and tells for each cue and each quantity
//! which words play which part.
//!
//! A flat sequence of tags cannot say that one attribution lies inside another. So the model
//! works with *anchors*: a cue, the first piece of a quotation that has no cue, or a quantity.
//! For each anchor a scorer gives every word piece of the window a role. What the lexicon
//! reader makes of the same sentences goes in as a hint on every piece: rules that were right
//! stay, and the encoder adds what no list holds.

pub mod hint;
pub mod piece;
pub mod window;
