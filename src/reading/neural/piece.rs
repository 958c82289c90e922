//! Word pieces: what the encoder reads instead of words, each with its place in the text.

use crate::document::{Document, Span};
use std::path::Path;
use tokenizers::{Tokenizer, models::ModelWrapper};

/// A word piece and the bytes it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its number in the vocabulary.
    pub id: u32,
    /// Where it stands.
    pub span: Span,
}

/// Cuts text into word pieces.
pub struct Pieces {
    tokenizer: Tokenizer,
    first: u32,
    last: u32,
}

/// A tokenizer that the encoder cannot work with.
#[derive(Debug, thiserror::Error)]
pub enum PiecesError {
    /// It could not be read.
    #[error("the tokenizer cannot be read; it must be a tokenizer.json of Hugging Face tokenizers")]
    Unreadable(#[source] tokenizers::Error),
    /// It is of another kind.
    #[error("the tokenizer's model is not WordPiece; take the tokenizer.json of a BERT model")]
    NotWordPiece,
    /// It has no mark for the beginning or the end of a window.
    #[error("the tokenizer has no piece {0}; take the tokenizer.json of a BERT model")]
    Missing(&'static str),
}

impl Pieces {
    /// Reads a `tokenizer.json`. Truncation and padding in it are ignored.
    ///
    /// # Errors
    ///
    /// If it is no tokenizer, or not one of a BERT model.
    pub fn from_bytes(json: &[u8]) -> Result<Self, PiecesError> {
        Self::new(Tokenizer::from_bytes(json).map_err(PiecesError::Unreadable)?)
    }

    /// Reads the `tokenizer.json` at `path`.
    ///
    /// # Errors
    ///
    /// As [`from_bytes`](Self::from_bytes), and if the file cannot be read.
    pub fn from_file(path: &Path) -> Result<Self, PiecesError> {
        Self::new(Tokenizer::from_file(path).map_err(PiecesError::Unreadable)?)
    }

    fn new(mut tokenizer: Tokenizer) -> Result<Self, PiecesError> {
        if !matches!(tokenizer.get_model(), ModelWrapper::WordPiece(_)) {
            return Err(PiecesError::NotWordPiece);
        }
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(PiecesError::Unreadable)?;
        let id = |mark| tokenizer.token_to_id(mark).ok_or(PiecesError::Missing(mark));
        let (first, last) = (id("[CLS]")?, id("[SEP]")?);
        id("[UNK]")?;
        Ok(Self { tokenizer, first, last })
    }

    /// The number of pieces in the vocabulary.
    pub fn vocabulary(&self) -> usize {
        self.tokenizer.get_vocab_size(true)
    }

    /// `ids` between the marks that every window begins and ends with.
    pub fn enclose(&self, ids: impl Iterator<Item = u32>) -> Vec<u32> {
        std::iter::once(self.first).chain(ids).chain(std::iter::once(self.last)).collect()
    }

    /// The pieces of a stretch of the text, in order. White space and characters that the
    /// tokenizer drops belong to none.
    pub fn of(&self, doc: &Document, span: Span) -> Vec<Piece> {
        let encoding = self
            .tokenizer
            .encode(doc.slice(span), false)
            .expect("WordPiece has a piece for what it does not know");
        let at = |(start, end): (usize, usize)| Span::new(span.start() + start, span.start() + end);
        let pieces = encoding.get_ids().iter().zip(encoding.get_offsets());
        pieces.map(|(&id, &offsets)| Piece { id, span: at(offsets) }).collect()
    }
}
