//! `sources`: from whom each claim comes, as the edges of a graph.

use super::{Cell, Column, ForeignKey, Record, Table, Type};
use crate::labels::{Node, SourceType};

/// The sources table.
pub struct Sources;

/// A step from an article to who stands behind a claim.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct SourceRow<'a> {
    pub claim_id: &'a str,
    pub step: usize,
    pub family_id: &'a str,
    pub source: &'a str,
    pub source_kind: Node,
    pub target: &'a str,
    pub target_kind: Node,
    pub target_type: Option<SourceType>,
}

impl Record for Sources {
    type Row<'a> = SourceRow<'a>;

    const TABLE: Table<Self> = Table {
        name: "sources",
        row_is: "a step on the way from an article to who stands behind a claim: the source has \
                 it from the target. Made by whosaid trace; graph programs read the columns \
                 source and target as the ends of an edge",
        key: &["claim_id", "step"],
        foreign_keys: &[
            ForeignKey { columns: &["claim_id"], table: "claims", refer_to: &["claim_id"] },
            ForeignKey { columns: &["family_id"], table: "families", refer_to: &["family_id"] },
        ],
        columns: &[
            Column::new("claim_id", Type::Text, "the claim", |r| Cell::text(r.claim_id)),
            Column::new("step", Type::Integer, "which step, from 1 at the article", |r| {
                Cell::Integer(r.step)
            }),
            Column::new("family_id", Type::Text, "the claim's family", |r| Cell::text(r.family_id)),
            Column::quoting(
                "source",
                "who has it: an article by its doc_id, anybody else by the name in the article",
                |r| Cell::text(r.source),
            ),
            Column::new("source_kind", Type::Label(&[Node::LABELS]), "what the source is", |r| {
                Cell::Label(r.source_kind.as_str())
            }),
            Column::quoting(
                "target",
                "from whom: an article of the corpus by its doc_id where the cited outlet has one \
                 in the family, anybody else by name",
                |r| Cell::text(r.target),
            ),
            Column::new("target_kind", Type::Label(&[Node::LABELS]), "what the target is", |r| {
                Cell::Label(r.target_kind.as_str())
            }),
            Column::new(
                "target_type",
                Type::Label(&[SourceType::LABELS]),
                "what sort of source the target is; told for the innermost source alone",
                |r| Cell::of(r.target_type, |source_type| Cell::Label(source_type.as_str())),
            ),
        ],
    };
}
