//! `rejects`: every input that could not be read, and why.

use super::{Cell, Column, Record, Table, Type};
use crate::ingest::Reject;
use crate::labels::Reason;

/// The rejects table.
pub struct Rejects;

impl Record for Rejects {
    type Row<'a> = &'a Reject;

    const TABLE: Table<Self> = Table {
        name: "rejects",
        row_is: "an input that could not be read",
        key: &[],
        foreign_keys: &[],
        columns: &[
            Column::new("file", Type::Text, "the file, as it was given or found", |r| {
                Cell::text(r.place.file.to_string_lossy())
            }),
            Column::new(
                "record",
                Type::Integer,
                "line of a JSONL file, row of a CSV file after its header or of a Parquet file, \
                 record of a web archive, from 1; empty when the file is one article",
                |r| {
                    let number = |n| Cell::Integer(usize::try_from(n).unwrap_or(usize::MAX));
                    Cell::of(r.place.record, number)
                },
            ),
            Column::new("doc_id", Type::Text, "the article's id, if it got that far", |r| {
                Cell::of(r.id.as_deref(), Cell::text)
            }),
            Column::new("reason", Type::Label(&[Reason::LABELS]), "why", |r| {
                Cell::Label(r.reason.as_str())
            }),
            Column::new("detail", Type::Text, "what exactly, and what to do about it", |r| {
                Cell::text(&*r.detail)
            }),
        ],
    };
}
