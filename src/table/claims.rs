//! `claims`: the table most readers want, flat and complete in itself.

use super::article::{is_anonymous, score};
use super::{Article, Cell, Column, ForeignKey, Record, Table, Type};
use crate::findings::{Attribution, Claim, Number, Quantity};
use crate::labels::{
    Kind, Modality, Modifier, QuoteForm, RegionKind, SourceType, Topic, Trend, UNATTRIBUTED,
};
use crate::quantity;

/// The claims table.
pub struct Claims;

/// A claim in its article.
pub struct ClaimRow<'a> {
    article: &'a Article<'a>,
    claim: &'a Claim,
    quantity: &'a Quantity,
    attribution: Option<&'a Attribution>,
}

impl<'a> ClaimRow<'a> {
    /// The rows of one article, in order of the text.
    pub fn of(article: &'a Article<'a>) -> impl Iterator<Item = ClaimRow<'a>> {
        let findings = article.findings;
        findings.claims.iter().map(move |claim| ClaimRow {
            article,
            claim,
            quantity: &findings.quantities[claim.quantity],
            attribution: claim.attribution.map(|index| &findings.attributions[index]),
        })
    }

    fn low(&self) -> Option<f64> {
        match self.quantity.number {
            Number::Range(low, _) => Some(low),
            Number::Value(value) => {
                matches!(self.quantity.modifier, Modifier::AtLeast | Modifier::MoreThan)
                    .then_some(value)
            }
            Number::Unreadable | Number::None => None,
        }
    }

    fn high(&self) -> Option<f64> {
        match self.quantity.number {
            Number::Range(_, high) => Some(high),
            Number::Value(value) => {
                matches!(self.quantity.modifier, Modifier::AtMost | Modifier::LessThan)
                    .then_some(value)
            }
            Number::Unreadable | Number::None => None,
        }
    }

    fn value(&self) -> Option<f64> {
        if let Number::Value(value) = self.quantity.number { Some(value) } else { None }
    }

    /// `value` in SI units; nothing for money, shares, counts and units without a factor.
    fn si(&self, value: Option<f64>) -> Option<f64> {
        let (_, factor) = quantity::si(&self.quantity.unit).filter(|_| self.has_si())?;
        Some(rounded(value? * factor))
    }

    fn has_si(&self) -> bool {
        matches!(self.quantity.kind, Kind::Measure | Kind::Duration)
    }

    fn sentence(&self) -> crate::Span {
        self.article.findings.sentences[self.quantity.sentence].span
    }
}

/// Twelve digits: what a product of two doubles holds without noise in its last ones.
fn rounded(value: f64) -> f64 {
    format!("{value:.11e}").parse().unwrap_or(value)
}

impl Record for Claims {
    type Row<'a> = ClaimRow<'a>;

    const TABLE: Table<Self> = Table {
        name: "claims",
        row_is: "a numeric claim in an article: a number, what it counts, and who vouches for it; \
                 not an event in the world, for which many articles may claim many numbers",
        key: &["claim_id"],
        foreign_keys: &[
            ForeignKey { columns: &["doc_id"], table: "documents", refer_to: &["doc_id"] },
            ForeignKey {
                columns: &["doc_id", "sentence_start", "sentence_end"],
                table: "sentences",
                refer_to: &["doc_id", "sentence_start", "sentence_end"],
            },
            ForeignKey {
                columns: &["attribution_id"],
                table: "attributions",
                refer_to: &["attribution_id"],
            },
        ],
        columns: &[
            Column::new(
                "claim_id",
                Type::Text,
                "the claim: doc_id:quantity_start-quantity_end",
                |r| Cell::text(r.article.id_at("", r.quantity.span)),
            ),
            Column::new("doc_id", Type::Text, "the article it stands in", |r| {
                Cell::text(r.article.doc.id())
            }),
            Column::new(
                "doc_source",
                Type::Text,
                "outlet or publisher of the article, as the input names it",
                |r| Cell::text(&*r.article.doc.meta().source),
            ),
            Column::new(
                "doc_date",
                Type::Text,
                "day of publication as YYYY-MM-DD; as the input gives it where it could not be read",
                |r| Cell::text(super::date::day(&r.article.date)),
            ),
            Column::new(
                "region",
                Type::Label(&[RegionKind::LABELS]),
                "what part of the article the sentence belongs to",
                |r| Cell::Label(r.article.findings.sentences[r.quantity.sentence].region.as_str()),
            ),
            Column::quoting("sentence", "the sentence of the number", |r| {
                r.article.words(r.sentence())
            }),
            Column::new("sentence_start", Type::Integer, "first code point of the sentence", |r| {
                r.article.start(r.sentence())
            }),
            Column::new(
                "sentence_end",
                Type::Integer,
                "one past the last code point of the sentence",
                |r| r.article.end(r.sentence()),
            ),
            Column::quoting(
                "quantity",
                "the number as the article writes it, with its multiplier, currency or percent \
                 sign; without its modifier and counted noun",
                |r| r.article.words(r.quantity.span),
            ),
            Column::new("quantity_start", Type::Integer, "first code point of the number", |r| {
                r.article.start(r.quantity.span)
            }),
            Column::new(
                "quantity_end",
                Type::Integer,
                "one past the last code point of the number",
                |r| r.article.end(r.quantity.span),
            ),
            Column::new("kind", Type::Label(&[Kind::LABELS]), "what the number is", |r| {
                Cell::Label(r.quantity.kind.as_str())
            }),
            Column::new(
                "value",
                Type::Number,
                "the number with its multiplier resolved; for vague words their magnitude (dozens \
                 12, hundreds 100, thousands 1000); empty for a range, for a number too large or \
                 too long to be read without error, and, with --numbers all, for what says no \
                 amount (date, time, ordinal, identifier, section, score)",
                |r| Cell::of(r.value(), Cell::Number),
            ),
            Column::new(
                "value_low",
                Type::Number,
                "lower end of a range; equal to value for at_least and more_than; else empty",
                |r| Cell::of(r.low(), Cell::Number),
            ),
            Column::new(
                "value_high",
                Type::Number,
                "upper end of a range; equal to value for at_most and less_than; else empty",
                |r| Cell::of(r.high(), Cell::Number),
            ),
            Column::new(
                "modifier",
                Type::Label(&[Modifier::LABELS]),
                "how exact the number claims to be",
                |r| Cell::Label(r.quantity.modifier.as_str()),
            ),
            Column::new(
                "trend",
                Type::Label(&[Trend::LABELS]),
                "direction, where the number is itself a rise or a fall",
                |r| Cell::of(r.quantity.trend, |trend| Cell::Label(trend.as_str())),
            ),
            Column::new(
                "unit",
                Type::Text,
                "ISO 4217 code for money, % for percent, a singular English word for measures and \
                 durations; empty for counts and ratios",
                |r| Cell::text(&*r.quantity.unit),
            ),
            Column::new(
                "si_value",
                Type::Number,
                "value in the SI unit of si_unit, to twelve digits (a month is a twelfth of a year \
                 of 365.2425 days); empty for counts, money, shares and units that no factor \
                 converts (degrees Celsius)",
                |r| Cell::of(r.si(r.value()), Cell::Number),
            ),
            Column::new("si_low", Type::Number, "value_low in the SI unit of si_unit", |r| {
                Cell::of(r.si(r.low()), Cell::Number)
            }),
            Column::new("si_high", Type::Number, "value_high in the SI unit of si_unit", |r| {
                Cell::of(r.si(r.high()), Cell::Number)
            }),
            Column::new(
                "si_unit",
                Type::Text,
                "SI unit of si_value, si_low and si_high: m, m2, m3, kg, s, m/s, W, J, Pa, …; byte \
                 for amounts of data",
                |r| {
                    Cell::of(quantity::si(&r.quantity.unit).filter(|_| r.has_si()), |(unit, _)| {
                        Cell::text(unit)
                    })
                },
            ),
            Column::quoting("counted", "the noun phrase counted or measured", |r| {
                r.article.maybe_words(r.claim.arguments.counted)
            }),
            Column::new(
                "counted_start",
                Type::Integer,
                "first code point of the counted phrase",
                |r| r.article.maybe_start(r.claim.arguments.counted),
            ),
            Column::new(
                "counted_end",
                Type::Integer,
                "one past the last code point of the counted phrase",
                |r| r.article.maybe_end(r.claim.arguments.counted),
            ),
            Column::new("topic", Type::Label(&[Topic::LABELS]), "what the number is about", |r| {
                Cell::Label(r.claim.arguments.topic.as_str())
            }),
            Column::quoting(
                "event",
                "the verb or noun that tells what happened to the counted thing",
                |r| r.article.maybe_words(r.claim.arguments.event),
            ),
            Column::quoting("actor", "who does it, or whose they are", |r| {
                r.article.maybe_words(r.claim.arguments.actor)
            }),
            Column::new(
                "modality",
                Type::Label(&[Modality::LABELS]),
                "how the sentence commits itself to what happened",
                |r| Cell::Label(r.claim.arguments.modality.as_str()),
            ),
            Column::new(
                "attribution_id",
                Type::Text,
                "the innermost attribution whose content holds the number; empty when the writer \
                 states it",
                |r| {
                    Cell::of(r.claim.attribution, |index| {
                        Cell::text(r.article.attribution_id(index))
                    })
                },
            ),
            Column::quoting(
                "source",
                "the source's noun phrase; empty when the writer states the number and for hedges \
                 that name nobody",
                |r| r.article.maybe_words(r.attribution.and_then(|a| a.source)),
            ),
            Column::new("source_start", Type::Integer, "first code point of the source", |r| {
                r.article.maybe_start(r.attribution.and_then(|a| a.source))
            }),
            Column::new(
                "source_end",
                Type::Integer,
                "one past the last code point of the source",
                |r| r.article.maybe_end(r.attribution.and_then(|a| a.source)),
            ),
            Column::new(
                "source_type",
                Type::Label(&[
                    SourceType::LABELS,
                    &[(UNATTRIBUTED, "the writer states it; nobody is named for it")],
                ]),
                "who vouches for the number",
                |r| Cell::Label(r.attribution.map_or(UNATTRIBUTED, |a| a.source_type.as_str())),
            ),
            Column::quoting(
                "speaker",
                "the source's fullest name in the article, where it is not the source itself",
                |r| Cell::of(r.attribution.and_then(|a| a.speaker.as_deref()), Cell::text),
            ),
            Column::new(
                "anonymous",
                Type::Boolean,
                "whether the source is a person whose name is withheld (anonymous_official, \
                 anonymous_source); empty when the writer states the number",
                |r| Cell::of(r.attribution, |a| Cell::Boolean(is_anonymous(a.source_type))),
            ),
            Column::quoting("cue", "the words that signal the attribution", |r| {
                r.article.maybe_words(r.attribution.and_then(|a| a.cue))
            }),
            Column::new(
                "quote",
                Type::Label(&[QuoteForm::LABELS]),
                "whether the attribution's content stands in quotation marks",
                |r| Cell::of(r.attribution, |a| Cell::Label(a.quote.as_str())),
            ),
            Column::quoting(
                "chain",
                "who the number comes from, outward: the source, then whoever reports that source, \
                 with < between; eight names at most, and … behind them if there are more",
                |r| Cell::of(r.claim.attribution, |index| Cell::text(r.article.chains.text(index))),
            ),
            Column::new(
                "rule",
                Type::Text,
                "the rule that read the number, then after + the rule or model head that found the \
                 attribution",
                |r| {
                    Cell::text(match r.attribution {
                        Some(attribution) => {
                            format!("{}+{}", r.quantity.rule.0, attribution.rule.0).into()
                        }
                        None => std::borrow::Cow::Borrowed(r.quantity.rule.0),
                    })
                },
            ),
            Column::new(
                "score",
                Type::Number,
                "calibrated probability of the attribution, from readers that have one; rounded \
                 to two decimals",
                |r| score(r.attribution.and_then(|a| a.belief).map(|belief| belief.attribution)),
            ),
            Column::new(
                "source_type_score",
                Type::Number,
                "calibrated probability of the source type, from readers that have one; rounded \
                 to two decimals",
                |r| score(r.attribution.and_then(|a| a.belief).map(|belief| belief.source_type)),
            ),
        ],
    };
}
