//! `drift`: where a telling changed on its way.

use super::{Cell, Column, ForeignKey, Record, Table, Type};
use crate::labels::Change;

/// The drift table.
pub struct Drifts;

/// A change in a telling.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct DriftRow<'a> {
    pub doc_id: &'a str,
    pub from_doc_id: &'a str,
    pub claim_id: &'a str,
    pub from_claim_id: &'a str,
    pub family_id: &'a str,
    pub kind: Change,
    pub sentence: &'a str,
    pub from_sentence: &'a str,
    pub rule: &'a str,
}

impl Record for Drifts {
    type Row<'a> = DriftRow<'a>;

    const TABLE: Table<Self> = Table {
        name: "drift",
        row_is: "a change in a telling, at the article where it first comes in; who copies it on \
                 has none. Made by whosaid trace",
        key: &["claim_id", "kind"],
        foreign_keys: &[
            ForeignKey { columns: &["doc_id"], table: "documents", refer_to: &["doc_id"] },
            ForeignKey { columns: &["from_doc_id"], table: "documents", refer_to: &["doc_id"] },
            ForeignKey { columns: &["claim_id"], table: "claims", refer_to: &["claim_id"] },
            ForeignKey { columns: &["from_claim_id"], table: "claims", refer_to: &["claim_id"] },
            ForeignKey { columns: &["family_id"], table: "families", refer_to: &["family_id"] },
        ],
        columns: &[
            Column::new("doc_id", Type::Text, "the article that changed it", |r| {
                Cell::text(r.doc_id)
            }),
            Column::new("from_doc_id", Type::Text, "the earlier article", |r| {
                Cell::text(r.from_doc_id)
            }),
            Column::new("claim_id", Type::Text, "the changed claim", |r| Cell::text(r.claim_id)),
            Column::new("from_claim_id", Type::Text, "the earlier claim", |r| {
                Cell::text(r.from_claim_id)
            }),
            Column::new("family_id", Type::Text, "their family", |r| Cell::text(r.family_id)),
            Column::new("kind", Type::Label(&[Change::LABELS]), "what changed", |r| {
                Cell::Label(r.kind.as_str())
            }),
            Column::quoting("sentence", "the sentence of the changed claim", |r| {
                Cell::text(r.sentence)
            }),
            Column::quoting("from_sentence", "the sentence of the earlier claim", |r| {
                Cell::text(r.from_sentence)
            }),
            Column::new("rule", Type::Text, "the rule that found the change", |r| {
                Cell::text(r.rule)
            }),
        ],
    };
}
