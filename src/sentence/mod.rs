//! Sentences: spans that tile the regions of a document.

use crate::document::Document;
use crate::findings::Sentence;

/// Splits every region into sentences. Between two sentences stands nothing but white space.
pub fn split(doc: &Document) -> Vec<Sentence> {
    doc.regions().iter().map(|r| Sentence { span: r.span, region: r.kind }).collect()
}
