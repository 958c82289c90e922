//! Windows: the stretches of a text that the encoder reads at once.
//!
//! Whole sentences are packed together up to a number of pieces, and each window begins with
//! the last pieces of the text before it, so that "he" and a quotation that runs on have
//! something to lean on. Every piece is *owned* by exactly one window. Nothing is cut in
//! silence: a sentence longer than a window is read in several, each with the pieces before
//! it as context.

use super::piece::{Piece, Pieces};
use crate::document::{Document, Span};
use crate::findings::Sentence;
use crate::labels::RegionKind;
use std::ops::Range;

/// How long windows are, in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Size {
    /// Pieces a window owns, at most.
    pub own: usize,
    /// Pieces of the text before, at most.
    pub context: usize,
}

impl Default for Size {
    fn default() -> Self {
        Self { own: 200, context: 48 }
    }
}

/// A stretch of text as the encoder reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its pieces, in order, context first.
    pub pieces: Vec<Piece>,
    /// Index of the first piece that is not context.
    pub own: usize,
}

impl Window {
    /// The indices of the pieces that share a byte with `span`.
    pub fn at(&self, span: Span) -> Range<usize> {
        let start = self.pieces.partition_point(|p| p.span.end() <= span.start());
        let len = self.pieces[start..].partition_point(|p| p.span.start() < span.end());
        start..start + len
    }

    /// From the start of the first of the pieces to the end of the last.
    ///
    /// # Panics
    ///
    /// If there are none.
    pub fn span(&self, pieces: Range<usize>) -> Span {
        self.pieces[pieces.start].span.cover(self.pieces[pieces.end - 1].span)
    }
}

/// Packs the sentences into windows; boilerplate is left out.
pub fn windows(doc: &Document, sentences: &[Sentence], pieces: &Pieces, size: Size) -> Vec<Window> {
    let mut packing = Packing { size, own: Vec::new(), before: Vec::new(), packed: Vec::new() };
    for sentence in sentences.iter().filter(|s| s.region != RegionKind::Boilerplate) {
        let mut rest = &pieces.of(doc, sentence.span)[..];
        while rest.len() > size.own {
            let (part, after) = rest.split_at(size.own);
            packing.add(part);
            rest = after;
        }
        packing.add(rest);
    }
    packing.close();
    packing.packed
}

struct Packing {
    size: Size,
    own: Vec<Piece>,
    before: Vec<Piece>,
    packed: Vec<Window>,
}

impl Packing {
    fn add(&mut self, pieces: &[Piece]) {
        if self.own.len() + pieces.len() > self.size.own {
            self.close();
        }
        self.own.extend_from_slice(pieces);
    }

    fn close(&mut self) {
        if self.own.is_empty() {
            return;
        }
        let own = std::mem::take(&mut self.own);
        let mut pieces = std::mem::take(&mut self.before);
        self.before = own[own.len().saturating_sub(self.size.context)..].to_vec();
        let start = pieces.len();
        pieces.extend(own);
        self.packed.push(Window { pieces, own: start });
    }
}
