//! `attributions`: who says what, with or without a number in it.

use super::article::{is_anonymous, score};
use super::{Article, Cell, Column, ForeignKey, Record, Table, Type};
use crate::document::Span;
use crate::findings::Attribution;
use crate::labels::{QuoteForm, RegionKind, SourceType};

/// The attributions table.
pub struct Attributions;

/// An attribution in its article.
pub struct AttributionRow<'a> {
    article: &'a Article<'a>,
    index: usize,
    attribution: &'a Attribution,
    claims: usize,
}

impl<'a> AttributionRow<'a> {
    /// The rows of one article, in the order of its findings.
    pub fn of(article: &'a Article<'a>) -> impl Iterator<Item = AttributionRow<'a>> {
        let findings = article.findings;
        let mut claims = vec![0; findings.attributions.len()];
        for index in findings.claims.iter().filter_map(|claim| claim.attribution) {
            claims[index] += 1;
        }
        let attributions = findings.attributions.iter().zip(claims).enumerate();
        attributions.map(move |(index, (attribution, claims))| AttributionRow {
            article,
            index,
            attribution,
            claims,
        })
    }

    fn content(&self) -> Option<Span> {
        self.attribution.content.iter().copied().reduce(Span::cover)
    }
}

impl Record for Attributions {
    type Row<'a> = AttributionRow<'a>;

    const TABLE: Table<Self> = Table {
        name: "attributions",
        row_is: "an attribution: a place where the article gives content to a source, with or \
                 without a number in it",
        key: &["attribution_id"],
        foreign_keys: &[
            ForeignKey { columns: &["doc_id"], table: "documents", refer_to: &["doc_id"] },
            ForeignKey {
                columns: &["doc_id", "sentence_start", "sentence_end"],
                table: "sentences",
                refer_to: &["doc_id", "sentence_start", "sentence_end"],
            },
            ForeignKey { columns: &["parent_id"], table: "", refer_to: &["attribution_id"] },
        ],
        columns: &[
            Column::new(
                "attribution_id",
                Type::Text,
                "the attribution: doc_id:a and the start and end of its cue, or of its content \
                 where there is no cue; +2 and so on where several share one cue",
                |r| Cell::text(r.article.attribution_id(r.index)),
            ),
            Column::new("doc_id", Type::Text, "the article it stands in", |r| {
                Cell::text(r.article.doc.id())
            }),
            Column::new(
                "region",
                Type::Label(&[RegionKind::LABELS]),
                "what part of the article its sentence belongs to",
                |r| {
                    let sentence = &r.article.findings.sentences[r.attribution.sentence];
                    Cell::Label(sentence.region.as_str())
                },
            ),
            Column::new(
                "sentence_start",
                Type::Integer,
                "first code point of the sentence of the cue, or of the content where there is no \
                 cue",
                |r| r.article.start(r.article.findings.sentences[r.attribution.sentence].span),
            ),
            Column::new(
                "sentence_end",
                Type::Integer,
                "one past the last code point of that sentence",
                |r| r.article.end(r.article.findings.sentences[r.attribution.sentence].span),
            ),
            Column::quoting(
                "source",
                "the source's noun phrase; empty for hedges that name nobody",
                |r| r.article.maybe_words(r.attribution.source),
            ),
            Column::new("source_start", Type::Integer, "first code point of the source", |r| {
                r.article.maybe_start(r.attribution.source)
            }),
            Column::new(
                "source_end",
                Type::Integer,
                "one past the last code point of the source",
                |r| r.article.maybe_end(r.attribution.source),
            ),
            Column::new(
                "source_type",
                Type::Label(&[SourceType::LABELS]),
                "who vouches for the content",
                |r| Cell::Label(r.attribution.source_type.as_str()),
            ),
            Column::quoting(
                "speaker",
                "the source's fullest name in the article, where it is not the source itself",
                |r| Cell::of(r.attribution.speaker.as_deref(), Cell::text),
            ),
            Column::new(
                "anonymous",
                Type::Boolean,
                "whether the source is a person whose name is withheld (anonymous_official, \
                 anonymous_source)",
                |r| Cell::Boolean(is_anonymous(r.attribution.source_type)),
            ),
            Column::quoting("cue", "the words that signal the attribution", |r| {
                r.article.maybe_words(r.attribution.cue)
            }),
            Column::new("cue_start", Type::Integer, "first code point of the cue", |r| {
                r.article.maybe_start(r.attribution.cue)
            }),
            Column::new("cue_end", Type::Integer, "one past the last code point of the cue", |r| {
                r.article.maybe_end(r.attribution.cue)
            }),
            Column::quoting(
                "content",
                "what the source is said to have said; the pieces of an interrupted quotation are \
                 joined by a space, an ellipsis and a space",
                |r| {
                    let pieces =
                        r.attribution.content.iter().map(|&span| r.article.doc.slice(span));
                    Cell::text(pieces.collect::<Vec<_>>().join(" … "))
                },
            ),
            Column::new(
                "content_start",
                Type::Integer,
                "first code point of the content's first piece",
                |r| r.article.maybe_start(r.content()),
            ),
            Column::new(
                "content_end",
                Type::Integer,
                "one past the last code point of the content's last piece",
                |r| r.article.maybe_end(r.content()),
            ),
            Column::new(
                "content_pieces",
                Type::Text,
                "every piece of the content as start-end, with spaces between",
                |r| {
                    let pieces = r.attribution.content.iter().map(|&span| r.article.place(span));
                    Cell::text(pieces.collect::<Vec<_>>().join(" "))
                },
            ),
            Column::new(
                "quote",
                Type::Label(&[QuoteForm::LABELS]),
                "whether the content stands in quotation marks",
                |r| Cell::Label(r.attribution.quote.as_str()),
            ),
            Column::new(
                "parent_id",
                Type::Text,
                "the attribution whose content holds this one; empty if none does",
                |r| {
                    let id = |index| Cell::text(r.article.attribution_id(index));
                    Cell::of(r.attribution.parent, id)
                },
            ),
            Column::new(
                "depth",
                Type::Integer,
                "how many attributions stand around this one; 0 for the outermost",
                |r| Cell::Integer(r.article.chains.depth(r.index)),
            ),
            Column::quoting(
                "chain",
                "who the content comes from, outward: the source, then whoever reports that \
                 source, with < between; eight names at most, and … behind them if there are more",
                |r| Cell::text(r.article.chains.text(r.index)),
            ),
            Column::new(
                "claims",
                Type::Integer,
                "how many claims this attribution carries as the innermost one",
                |r| Cell::Integer(r.claims),
            ),
            Column::new("rule", Type::Text, "the rule or model head that found it", |r| {
                Cell::text(r.attribution.rule.0)
            }),
            Column::new(
                "score",
                Type::Number,
                "calibrated probability that somebody says this here, from readers that have one; \
                 rounded to two decimals",
                |r| score(r.attribution.belief.map(|belief| belief.attribution)),
            ),
            Column::new(
                "source_type_score",
                Type::Number,
                "calibrated probability of the source type, from readers that have one; rounded \
                 to two decimals",
                |r| score(r.attribution.belief.map(|belief| belief.source_type)),
            ),
        ],
    };
}
