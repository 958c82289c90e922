//! Word pieces: what the encoder reads instead of words, each with its place in the text.

use crate::document::{Document, Span};
use tokenizers::{
    Tokenizer, models::ModelWrapper, normalizers::NormalizerWrapper,
    pre_tokenizers::PreTokenizerWrapper,
};

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
    /// It cuts words otherwise than the encoder has learned them.
    #[error("the tokenizer's {0} is not BERT's; take the tokenizer.json of a BERT model")]
    NotBert(&'static str),
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

    fn new(mut tokenizer: Tokenizer) -> Result<Self, PiecesError> {
        if !matches!(tokenizer.get_model(), ModelWrapper::WordPiece(_)) {
            return Err(PiecesError::NotWordPiece);
        }
        // Others may be patterns that take their time, or none that ends.
        if !matches!(tokenizer.get_normalizer(), Some(NormalizerWrapper::BertNormalizer(_))) {
            return Err(PiecesError::NotBert("normalizer"));
        }
        if !matches!(tokenizer.get_pre_tokenizer(), Some(PreTokenizerWrapper::BertPreTokenizer(_)))
        {
            return Err(PiecesError::NotBert("pre_tokenizer"));
        }
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(PiecesError::Unreadable)?;
        let id = |mark| tokenizer.token_to_id(mark).ok_or(PiecesError::Missing(mark));
        let (first, last) = (id("[CLS]")?, id("[SEP]")?);
        id("[UNK]")?;
        // It must have a piece for a word it does not know, for instance in Osmanya letters.
        tokenizer.encode("\u{10480}\u{10483}", false).map_err(PiecesError::Unreadable)?;
        Ok(Self { tokenizer, first, last })
    }

    /// One more than the highest number of a piece.
    pub fn vocabulary(&self) -> usize {
        let highest = self.tokenizer.get_vocab(true).into_values().max();
        highest.map_or(0, |id| id as usize + 1)
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
            .expect("it has a piece for what it does not know, as was tried when it was read");
        let at = |(start, end): (usize, usize)| Span::new(span.start() + start, span.start() + end);
        let pieces = encoding.get_ids().iter().zip(encoding.get_offsets());
        pieces.map(|(&id, &offsets)| Piece { id, span: at(offsets) }).collect()
    }
}

/// A `tokenizer.json` of this vocabulary, as BERT's are.
#[cfg(test)]
pub(crate) fn tokenizer(vocabulary: &serde_json::Map<String, serde_json::Value>) -> String {
    let json = serde_json::json!({
        "version": "1.0",
        "normalizer": {"type": "BertNormalizer", "clean_text": true,
            "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {"type": "WordPiece", "unk_token": "[UNK]",
            "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
            "vocab": vocabulary},
    });
    json.to_string()
}
