//! `sentences`: every sentence of every article, annotated.

use super::{Article, Cell, Column, ForeignKey, Record, Table, Type};
use crate::document::Span;
use crate::findings::Sentence;
use crate::labels::{RegionKind, SourceType};

/// The sentences table.
pub struct Sentences;

/// A sentence in its article.
pub struct SentenceRow<'a> {
    article: &'a Article<'a>,
    sentence: &'a Sentence,
    attributions: usize,
    claims: usize,
    source_types: Vec<SourceType>,
}

impl<'a> SentenceRow<'a> {
    /// The rows of one article, in order of the text.
    pub fn of(article: &'a Article<'a>) -> impl Iterator<Item = SentenceRow<'a>> {
        let findings = article.findings;
        let sentences = &findings.sentences;
        let mut rows: Vec<_> = sentences
            .iter()
            .map(|sentence| SentenceRow {
                article,
                sentence,
                attributions: 0,
                claims: 0,
                source_types: Vec::new(),
            })
            .collect();
        for attribution in &findings.attributions {
            rows[attribution.sentence].attributions += 1;
            let places = attribution.content.iter().chain(&attribution.cue).copied();
            for row in places.flat_map(|place| touched(sentences, place)) {
                let types = &mut rows[row].source_types;
                if !types.contains(&attribution.source_type) {
                    types.push(attribution.source_type);
                }
            }
        }
        for claim in &findings.claims {
            rows[findings.quantities[claim.quantity].sentence].claims += 1;
        }
        for row in &mut rows {
            row.source_types.sort_unstable();
        }
        rows.into_iter()
    }
}

/// The sentences that share at least one character with `place`.
fn touched(sentences: &[Sentence], place: Span) -> std::ops::Range<usize> {
    let first = sentences.partition_point(|s| s.span.end() <= place.start());
    let last = sentences.partition_point(|s| s.span.start() < place.end());
    first..last.max(first)
}

impl Record for Sentences {
    type Row<'a> = SentenceRow<'a>;

    const TABLE: Table<Self> = Table {
        name: "sentences",
        row_is: "a sentence of an article, boilerplate included",
        key: &["sentence_id"],
        foreign_keys: &[ForeignKey {
            columns: &["doc_id"],
            table: "documents",
            refer_to: &["doc_id"],
        }],
        columns: &[
            Column::new(
                "sentence_id",
                Type::Text,
                "the sentence: doc_id:ssentence_start-sentence_end",
                |r| Cell::text(r.article.id_at("s", r.sentence.span)),
            ),
            Column::new("doc_id", Type::Text, "the article it stands in", |r| {
                Cell::text(r.article.doc.id())
            }),
            Column::new("sentence_start", Type::Integer, "first code point", |r| {
                r.article.start(r.sentence.span)
            }),
            Column::new("sentence_end", Type::Integer, "one past the last code point", |r| {
                r.article.end(r.sentence.span)
            }),
            Column::new(
                "region",
                Type::Label(&[RegionKind::LABELS]),
                "what part of the article it belongs to",
                |r| Cell::Label(r.sentence.region.as_str()),
            ),
            Column::quoting("text", "the sentence", |r| r.article.words(r.sentence.span)),
            Column::new(
                "source_types",
                Type::Text,
                "the source types of all attributions whose cue or content touches the sentence, \
                 each once, in the order of the codebook, with spaces between; empty when the \
                 writer alone speaks",
                |r| {
                    let types = r.source_types.iter().map(|t| t.as_str());
                    Cell::text(types.collect::<Vec<_>>().join(" "))
                },
            ),
            Column::new(
                "attributions",
                Type::Integer,
                "how many attributions have their cue (or content without a cue) here",
                |r| Cell::Integer(r.attributions),
            ),
            Column::new("claims", Type::Integer, "how many claims stand here", |r| {
                Cell::Integer(r.claims)
            }),
        ],
    };
}
