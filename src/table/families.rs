//! `families`: claims that state the same thing, across articles.

use super::{Cell, Column, Record, Table, Type};
use crate::labels::{Kind, Topic};

/// The families table.
pub struct Families;

/// A family of claims.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct FamilyRow<'a> {
    pub family_id: &'a str,
    pub label: &'a str,
    pub topic: Topic,
    pub kind: Kind,
    pub actor: &'a str,
    pub counted: &'a str,
    pub unit: &'a str,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub value: Option<f64>,
    pub claims: usize,
    pub articles: usize,
    pub copies: usize,
    pub outlets: usize,
    pub first_date: &'a str,
    pub last_date: &'a str,
    pub origins: &'a str,
    pub origin_source: &'a str,
    pub single_origin: bool,
    pub denied_by: &'a str,
    pub drifts: usize,
}

impl Record for Families {
    type Row<'a> = FamilyRow<'a>;

    const TABLE: Table<Self> = Table {
        name: "families",
        row_is: "a family: the claims of all articles that state the same thing; those with most \
                 articles first. Made by whosaid trace",
        key: &["family_id"],
        foreign_keys: &[],
        columns: &[
            Column::new(
                "family_id",
                Type::Text,
                "the family: f: and the id of its first claim",
                |r| Cell::text(r.family_id),
            ),
            Column::quoting("label", "the family in words, by its first telling", |r| {
                Cell::text(r.label)
            }),
            Column::new(
                "topic",
                Type::Label(&[Topic::LABELS]),
                "what most of its numbers are about",
                |r| Cell::Label(r.topic.as_str()),
            ),
            Column::new("kind", Type::Label(&[Kind::LABELS]), "what its numbers are", |r| {
                Cell::Label(r.kind.as_str())
            }),
            Column::quoting("actor", "who does it, as most tellings have it", |r| {
                Cell::text(r.actor)
            }),
            Column::quoting("counted", "what is counted, as most tellings have it", |r| {
                Cell::text(r.counted)
            }),
            Column::new("unit", Type::Text, "unit of the first telling, as in claims", |r| {
                Cell::text(r.unit)
            }),
            Column::new(
                "low",
                Type::Number,
                "smallest number stated, bounds and ends of ranges as they stand",
                |r| Cell::of(r.low, Cell::Number),
            ),
            Column::new("high", Type::Number, "largest number stated, likewise", |r| {
                Cell::of(r.high, Cell::Number)
            }),
            Column::new(
                "value",
                Type::Number,
                "the number stated most often, reprints left out; of equals the earliest",
                |r| Cell::of(r.value, Cell::Number),
            ),
            Column::new("claims", Type::Integer, "how many claims it has", |r| {
                Cell::Integer(r.claims)
            }),
            Column::new("articles", Type::Integer, "how many articles state it", |r| {
                Cell::Integer(r.articles)
            }),
            Column::new(
                "copies",
                Type::Integer,
                "how many of these articles only reprint another: as evidence they count for \
                 nothing",
                |r| Cell::Integer(r.copies),
            ),
            Column::new("outlets", Type::Integer, "how many outlets these articles are by", |r| {
                Cell::Integer(r.outlets)
            }),
            Column::new("first_date", Type::Text, "day of the first telling", |r| {
                Cell::text(r.first_date)
            }),
            Column::new("last_date", Type::Text, "day of the last telling", |r| {
                Cell::text(r.last_date)
            }),
            Column::new(
                "origins",
                Type::Text,
                "articles of its origin and of its independent tellings, with a vertical bar between; empty \
                 where every telling is a denial",
                |r| Cell::text(r.origins),
            ),
            Column::quoting("origin_source", "who is named for the first telling", |r| {
                Cell::text(r.origin_source)
            }),
            Column::new(
                "single_origin",
                Type::Boolean,
                "whether all tellings go back to one, as far as they tell",
                |r| Cell::Boolean(r.single_origin),
            ),
            Column::quoting("denied_by", "who denies it, with a vertical bar between", |r| {
                Cell::text(r.denied_by)
            }),
            Column::new("drifts", Type::Integer, "how many rows of drift it has", |r| {
                Cell::Integer(r.drifts)
            }),
        ],
    };
}
