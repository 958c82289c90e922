//! Tables: the columns of every output file, declared once.
//!
//! One declaration makes the file, its codebook, its schema and its tests. A column is a
//! name, a type, a meaning and the function that gives the cell of a row, so that no list
//! of columns has to be kept in step with another.

mod article;
mod attributions;
mod chain;
mod claims;
mod codebook;
mod columns;
mod date;
mod documents;
mod drift;
mod encode;
mod families;
mod family_claims;
mod package;
mod rejects;
mod sentences;
mod sources;

pub use article::Article;
pub use attributions::{AttributionRow, Attributions};
pub(crate) use chain::MORE;
pub use claims::{ClaimRow, Claims};
pub use codebook::{codebook, codebook_json};
pub use documents::Documents;
pub use drift::{DriftRow, Drifts};
pub(crate) use encode::unguarded;
pub use encode::{Encoding, Format, Mark, Rows, header};
pub use families::{Families, FamilyRow};
pub use family_claims::{FamilyClaimRow, FamilyClaims};
pub use package::{PACKAGE, datapackage, is_spreadsheet_safe, traced_datapackage};
pub use rejects::Rejects;
pub use sentences::{SentenceRow, Sentences};
pub use sources::{SourceRow, Sources};

use std::borrow::Cow;

/// Version of the columns. It changes when a column is added, removed or changes meaning.
pub const SCHEMA_VERSION: &str = "1";

/// Labels as they stand in files, each with its meaning.
pub type Labels = &'static [(&'static str, &'static str)];

/// What the cells of a column hold. An empty cell is a missing value in every type.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// Any text.
    Text,
    /// One of a closed list.
    Label(&'static [Labels]),
    /// A whole number from 0.
    Integer,
    /// A decimal number, written without an exponent.
    Number,
    /// `true` or `false`.
    Boolean,
}

impl Type {
    /// The labels, if it is a closed list; else nothing.
    pub fn labels(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lists: &'static [Labels] = if let Type::Label(lists) = self { lists } else { &[] };
        lists.iter().flat_map(|list| list.iter().copied())
    }
}

/// The content of one cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Missing.
    Empty,
    /// Words.
    Text(Cow<'a, str>),
    /// A label of a closed list.
    Label(&'static str),
    /// A whole number.
    Integer(usize),
    /// A decimal number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// Known only once all earlier articles are: see [`Rows::fill`].
    Later,
}

impl<'a> Cell<'a> {
    /// Text, or [`Cell::Empty`] where there is none.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    /// What `make` makes of the value, or [`Cell::Empty`].
    pub fn of<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Cell::Empty, make)
    }
}

/// What a column is, apart from how its cells are made.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in the header.
    pub name: &'static str,
    /// What its cells hold.
    pub ty: Type,
    /// What it means, for somebody who has only the table.
    pub meaning: &'static str,
    /// Whether its cells hold words of the article, which `--no-text` leaves out.
    pub quotes: bool,
}

/// One column of a table whose rows are `T`'s.
pub struct Column<T: Record> {
    /// Name, type and meaning.
    pub field: Field,
    /// The cell of one row.
    pub cell: for<'r, 'a> fn(&'r T::Row<'a>) -> Cell<'r>,
}

impl<T: Record> Column<T> {
    /// A column of facts about the article.
    pub const fn new(
        name: &'static str,
        ty: Type,
        meaning: &'static str,
        cell: for<'r, 'a> fn(&'r T::Row<'a>) -> Cell<'r>,
    ) -> Self {
        Self { field: Field { name, ty, meaning, quotes: false }, cell }
    }

    /// A column of words of the article, which `--no-text` leaves out.
    pub const fn quoting(
        name: &'static str,
        meaning: &'static str,
        cell: for<'r, 'a> fn(&'r T::Row<'a>) -> Cell<'r>,
    ) -> Self {
        Self { field: Field { name, ty: Type::Text, meaning, quotes: true }, cell }
    }
}

/// Columns of this table that name a row of another.
#[derive(Clone, Copy, Debug)]
pub struct ForeignKey {
    /// Columns here.
    pub columns: &'static [&'static str],
    /// The other table; empty for this one.
    pub table: &'static str,
    /// Columns there.
    pub refer_to: &'static [&'static str],
}

/// A table, declared.
pub struct Table<T: Record> {
    /// Name of its file, without ending.
    pub name: &'static str,
    /// What one row is.
    pub row_is: &'static str,
    /// The columns that tell one row from all others; empty if rows have no identity.
    pub key: &'static [&'static str],
    /// What joins it to other tables.
    pub foreign_keys: &'static [ForeignKey],
    /// The columns, in order.
    pub columns: &'static [Column<T>],
}

/// Something that a table is made of.
pub trait Record: Sized + 'static {
    /// What the cells of one row are made from.
    type Row<'a>;
    /// The declaration.
    const TABLE: Table<Self>;
}

/// A table's declaration without the functions that fill it: what codebook and schema need.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Name of its file, without ending.
    pub name: &'static str,
    /// What one row is.
    pub row_is: &'static str,
    /// The columns that tell one row from all others.
    pub key: &'static [&'static str],
    /// What joins it to other tables.
    pub foreign_keys: Vec<ForeignKey>,
    /// The columns, in order.
    pub fields: Vec<Field>,
}

/// The declaration of one table.
pub fn schema<T: Record>() -> Schema {
    let Table { name, row_is, key, foreign_keys, columns } = T::TABLE;
    let fields = columns.iter().map(|c| c.field).collect();
    Schema { name, row_is, key, foreign_keys: foreign_keys.to_vec(), fields }
}

/// The tables of a run, in the order of the codebook.
pub fn schemas() -> [Schema; 5] {
    [
        schema::<Claims>(),
        schema::<Attributions>(),
        schema::<Sentences>(),
        schema::<Documents>(),
        schema::<Rejects>(),
    ]
}

/// The tables that `trace` adds, in the order of the codebook.
pub fn trace_schemas() -> [Schema; 4] {
    [schema::<Families>(), schema::<FamilyClaims>(), schema::<Sources>(), schema::<Drifts>()]
}

/// Every table there is.
fn all_schemas() -> Vec<Schema> {
    schemas().into_iter().chain(trace_schemas()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn keys_name_columns_that_exist() {
        let all = all_schemas();
        let names = |table: &str| -> BTreeSet<&str> {
            let schema = all.iter().find(|s| s.name == table).expect("a table of that name");
            schema.fields.iter().map(|f| f.name).collect()
        };
        for schema in &all {
            let own = names(schema.name);
            assert_eq!(own.len(), schema.fields.len(), "{}: a name stands twice", schema.name);
            assert!(schema.key.iter().all(|key| own.contains(key)), "{}", schema.name);
            for foreign in &schema.foreign_keys {
                let table = if foreign.table.is_empty() { schema.name } else { foreign.table };
                assert!(foreign.columns.iter().all(|c| own.contains(c)), "{foreign:?}");
                assert!(foreign.refer_to.iter().all(|c| names(table).contains(c)), "{foreign:?}");
            }
        }
    }
}
