//! `documents`: every article that was read.

use super::{Article, Cell, Column, ForeignKey, Record, Table, Type};

/// The documents table.
pub struct Documents;

impl Record for Documents {
    type Row<'a> = &'a Article<'a>;

    const TABLE: Table<Self> = Table {
        name: "documents",
        row_is: "an article that was read",
        key: &["doc_id"],
        foreign_keys: &[ForeignKey {
            columns: &["duplicate_of"],
            table: "",
            refer_to: &["doc_id"],
        }],
        columns: &[
            Column::new(
                "doc_id",
                Type::Text,
                "the article: the input's own id, or one made from its path, address or text",
                |r| Cell::text(r.doc.id()),
            ),
            Column::quoting("title", "headline, from the input or from the text itself", |r| {
                Cell::text(&*r.doc.meta().title)
            }),
            Column::new("source", Type::Text, "outlet or publisher, as the input names it", |r| {
                Cell::text(&*r.doc.meta().source)
            }),
            Column::new(
                "date",
                Type::Text,
                "date of publication in ISO 8601 form, with the time where the input gives one; as \
                 the input gives it where it could not be read",
                |r| Cell::text(&*r.date),
            ),
            Column::new("url", Type::Text, "address", |r| Cell::text(&*r.doc.meta().url)),
            Column::new("language", Type::Text, "BCP 47 tag, if the input tells it", |r| {
                Cell::text(&*r.doc.meta().language)
            }),
            Column::quoting("text", "the text that all offsets count in", |r| {
                Cell::text(r.doc.text())
            }),
            Column::new(
                "text_sha256",
                Type::Text,
                "SHA-256 of the text in UTF-8, in hexadecimal, to find the text again without it",
                |r| Cell::text(r.hash()),
            ),
            Column::new("characters", Type::Integer, "length of the text in code points", |r| {
                Cell::Integer(r.length())
            }),
            Column::new(
                "repaired",
                Type::Boolean,
                "whether the text differs from the input's, so that offsets count in text and not \
                 in the input",
                |r| Cell::Boolean(r.doc.repaired()),
            ),
            Column::new(
                "duplicate_of",
                Type::Text,
                "the first article of the run with nearly the same text; empty if there is none",
                |_| Cell::Later,
            ),
            Column::new("sentences", Type::Integer, "how many sentences it has", |r| {
                Cell::Integer(r.findings.sentences.len())
            }),
            Column::new("attributions", Type::Integer, "how many attributions it has", |r| {
                Cell::Integer(r.findings.attributions.len())
            }),
            Column::new("claims", Type::Integer, "how many claims it has", |r| {
                Cell::Integer(r.findings.claims.len())
            }),
        ],
    };
}
