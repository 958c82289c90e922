//! An article as the tables see it: offsets in code points, and ids that stay.

use super::chain::Chains;
use super::{Cell, date};
use crate::document::{CharOffsets, Document, Span};
use crate::findings::{Attribution, Findings};
use crate::labels::SourceType;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;

/// A document with its findings, ready to become rows.
pub struct Article<'a> {
    /// The document.
    pub doc: &'a Document,
    /// What was found in it.
    pub findings: &'a Findings,
    offsets: CharOffsets<'a>,
    attribution_ids: Vec<String>,
    /// Who vouches for each attribution.
    pub(super) chains: Chains,
    /// Date of publication, in ISO form where it could be read.
    pub(super) date: String,
}

impl<'a> Article<'a> {
    /// Prepares what several rows of one article share.
    pub fn new(doc: &'a Document, findings: &'a Findings) -> Self {
        let offsets = doc.char_offsets();
        let attribution_ids = attribution_ids(doc.id(), &offsets, &findings.attributions);
        Self {
            doc,
            findings,
            attribution_ids,
            chains: Chains::of(doc, &findings.attributions),
            date: date::iso(&doc.meta().date),
            offsets,
        }
    }

    /// Words of the article.
    pub(super) fn words(&self, span: Span) -> Cell<'a> {
        Cell::text(self.doc.slice(span))
    }

    /// Words of the article, if there are any.
    pub(super) fn maybe_words(&self, span: Option<Span>) -> Cell<'a> {
        Cell::of(span, |span| self.words(span))
    }

    /// First code point.
    pub(super) fn start(&self, span: Span) -> Cell<'a> {
        Cell::Integer(self.offsets.offset(span.start()))
    }

    /// One past the last code point.
    pub(super) fn end(&self, span: Span) -> Cell<'a> {
        Cell::Integer(self.offsets.offset(span.end()))
    }

    /// First code point, if there is a place.
    pub(super) fn maybe_start(&self, span: Option<Span>) -> Cell<'a> {
        Cell::of(span, |span| self.start(span))
    }

    /// One past the last code point, if there is a place.
    pub(super) fn maybe_end(&self, span: Option<Span>) -> Cell<'a> {
        Cell::of(span, |span| self.end(span))
    }

    /// `start-end` in code points.
    pub(super) fn place(&self, span: Span) -> String {
        let (start, end) = self.offsets.span(span);
        format!("{start}-{end}")
    }

    /// An id made of the document's, a letter and a place.
    pub(super) fn id_at(&self, letter: &str, span: Span) -> String {
        let (start, end) = self.offsets.span(span);
        format!("{}:{letter}{start}-{end}", self.doc.id())
    }

    /// The id of the attribution with this index.
    pub(super) fn attribution_id(&self, index: usize) -> &str {
        &self.attribution_ids[index]
    }

    /// Length of the text in code points.
    pub fn length(&self) -> usize {
        self.offsets.offset(self.doc.text().len())
    }

    /// SHA-256 of the text's UTF-8 bytes, in hexadecimal.
    pub(super) fn hash(&self) -> String {
        let mut hex = String::with_capacity(64);
        for byte in Sha256::digest(self.doc.text().as_bytes()) {
            write!(hex, "{byte:02x}").expect("a string takes everything");
        }
        hex
    }
}

/// The place an attribution is known by: its cue, or else the first piece of its content.
fn anchor(attribution: &Attribution) -> Option<Span> {
    attribution.cue.or_else(|| attribution.content.first().copied()).or(attribution.source)
}

/// Two attributions may share a cue ("police and the mayor said"): the second is `…+2`.
fn attribution_ids(
    doc: &str,
    offsets: &CharOffsets<'_>,
    attributions: &[Attribution],
) -> Vec<String> {
    let mut seen = HashMap::new();
    let id = |attribution: &Attribution| {
        let place = anchor(attribution).map_or((0, 0), |span| offsets.span(span));
        let times = seen.entry(place).or_insert(0_usize);
        *times += 1;
        let (start, end) = place;
        match *times {
            1 => format!("{doc}:a{start}-{end}"),
            again => format!("{doc}:a{start}-{end}+{again}"),
        }
    };
    attributions.iter().map(id).collect()
}

/// Whether a source of this type is a person whose name is withheld.
pub(super) fn is_anonymous(source_type: SourceType) -> bool {
    matches!(source_type, SourceType::AnonymousOfficial | SourceType::AnonymousSource)
}

/// A probability to two decimals: more would tell machines apart, not claims.
pub(super) fn score(score: Option<f32>) -> Cell<'static> {
    Cell::of(score, |score| Cell::Number((f64::from(score) * 1e2).round() / 1e2))
}
