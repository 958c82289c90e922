//! `family_claims`: the part each claim plays in its family.

use super::{Cell, Column, ForeignKey, Record, Table, Type};
use crate::labels::Role;

/// The table of claims in their families.
pub struct FamilyClaims;

/// A claim in its family.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each field is the column of its name")]
pub struct FamilyClaimRow<'a> {
    pub claim_id: &'a str,
    pub family_id: &'a str,
    pub doc_id: &'a str,
    pub doc_source: &'a str,
    pub doc_date: &'a str,
    pub position: usize,
    pub role: Role,
    pub from_claim_id: &'a str,
    pub copy_of: &'a str,
}

impl Record for FamilyClaims {
    type Row<'a> = FamilyClaimRow<'a>;

    const TABLE: Table<Self> = Table {
        name: "family_claims",
        row_is: "a claim in its family; every claim of the runs is in one. Made by whosaid trace",
        key: &["claim_id"],
        foreign_keys: &[
            ForeignKey { columns: &["claim_id"], table: "claims", refer_to: &["claim_id"] },
            ForeignKey { columns: &["family_id"], table: "families", refer_to: &["family_id"] },
            ForeignKey { columns: &["doc_id"], table: "documents", refer_to: &["doc_id"] },
        ],
        columns: &[
            Column::new("claim_id", Type::Text, "the claim", |r| Cell::text(r.claim_id)),
            Column::new("family_id", Type::Text, "its family", |r| Cell::text(r.family_id)),
            Column::new("doc_id", Type::Text, "the article it stands in", |r| Cell::text(r.doc_id)),
            Column::new("doc_source", Type::Text, "outlet or publisher of the article", |r| {
                Cell::text(r.doc_source)
            }),
            Column::new("doc_date", Type::Text, "day of publication", |r| Cell::text(r.doc_date)),
            Column::new(
                "position",
                Type::Integer,
                "its place in time in the family, from 1",
                |r| Cell::Integer(r.position),
            ),
            Column::new("role", Type::Label(&[Role::LABELS]), "the part it plays", |r| {
                Cell::Label(r.role.as_str())
            }),
            Column::new(
                "from_claim_id",
                Type::Text,
                "the earlier telling it has the number from: one it reprints, one by an outlet it \
                 cites, or else the one nearest in its words; empty for the first article",
                |r| Cell::text(r.from_claim_id),
            ),
            Column::new(
                "copy_of",
                Type::Text,
                "the earlier claim whose sentence it reprints; empty if it is told anew",
                |r| Cell::text(r.copy_of),
            ),
        ],
    };
}
