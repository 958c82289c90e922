//! Rows become columns: Arrow record batches, by the declaration that makes CSV and JSON.
//!
//! Text is `Utf8`, whole numbers are `Int64`, decimal ones `Float64`: the types that Spark, pandas,
//! Polars and R all take as they are. Labels are text and not dictionaries, which Spark does not
//! take; a Parquet file has a dictionary of them all the same. The columns are kept as plain vectors
//! and not in Arrow's builders, because rows of an article that fails are taken back.

use super::{Cell, SCHEMA_VERSION, Schema, Type};
use arrow_array::{ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Metadata, SchemaRef};
use std::sync::Arc;

impl Schema {
    /// The table as Arrow knows it: every column with its meaning, the whole with what a row is,
    /// the versions of the program and of the columns, and whatever `more` says.
    pub fn arrow(&self, more: &[(&str, &str)]) -> SchemaRef {
        let field = |field: &super::Field| {
            let told = [("description", field.meaning)];
            Field::new(field.name, data_type(field.ty), true).with_metadata(told)
        };
        let own = [
            ("whosaid.version", env!("CARGO_PKG_VERSION")),
            ("whosaid.schema_version", SCHEMA_VERSION),
            ("whosaid.table", self.name),
            ("whosaid.row_is", self.row_is),
        ];
        let told: Metadata = own.iter().chain(more).copied().collect();
        let fields: Vec<_> = self.fields.iter().map(field).collect();
        Arc::new(arrow_schema::Schema::new_with_metadata(fields, told))
    }
}

fn data_type(ty: Type) -> DataType {
    match ty {
        Type::Text | Type::Label(_) => DataType::Utf8,
        Type::Integer => DataType::Int64,
        Type::Number => DataType::Float64,
        Type::Boolean => DataType::Boolean,
    }
}

/// Bytes of text after which columns are full. A batch's text column has 32-bit offsets; with this
/// and the largest article that ingest lets through none comes near their end.
const FULL: usize = 64 << 20;

/// Cells of some rows, column by column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Columns {
    values: Vec<Values>,
    rows: usize,
    /// Of all text.
    bytes: usize,
}

/// The cells of one column.
#[derive(Clone, Debug, PartialEq)]
enum Values {
    Text { bytes: Vec<u8>, ends: Vec<i32>, given: Vec<bool>, gaps: Vec<usize> },
    Integer(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Boolean(Vec<Option<bool>>),
}

impl Columns {
    /// No rows yet.
    pub fn new(types: impl Iterator<Item = Type>) -> Self {
        let values = types.map(|ty| match data_type(ty) {
            DataType::Int64 => Values::Integer(Vec::new()),
            DataType::Float64 => Values::Number(Vec::new()),
            DataType::Boolean => Values::Boolean(Vec::new()),
            _ => Values::Text {
                bytes: Vec::new(),
                ends: vec![0],
                given: Vec::new(),
                gaps: Vec::new(),
            },
        });
        Self { values: values.collect(), rows: 0, bytes: 0 }
    }

    /// Whether the next row belongs into columns of its own.
    pub fn is_full(&self) -> bool {
        self.bytes >= FULL
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Appends a row: a cell for each column, in order.
    pub fn push<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) {
        for (values, cell) in self.values.iter_mut().zip(cells) {
            self.bytes += values.push(&cell);
        }
        self.rows += 1;
    }

    /// Takes away all rows from this one on, and what there is of an unfinished one.
    pub fn truncate(&mut self, rows: usize) {
        self.rows = rows;
        self.bytes = self.values.iter_mut().map(|values| values.truncate(rows)).sum();
    }

    /// The rows as a batch, asking `later` for the text of each [`Cell::Later`] in order.
    pub fn batch<'t>(
        &self,
        schema: &SchemaRef,
        later: impl FnMut() -> Option<&'t str>,
    ) -> RecordBatch {
        let mut later = later;
        let arrays = self.values.iter().map(|values| values.array(&mut later)).collect();
        RecordBatch::try_new(Arc::clone(schema), arrays).expect("columns are as their table says")
    }
}

impl Values {
    /// Appends a cell, and says how many bytes of text it has.
    fn push(&mut self, cell: &Cell<'_>) -> usize {
        match self {
            Values::Text { bytes, ends, given, gaps } => {
                let text = match cell {
                    Cell::Text(text) => Some(&**text),
                    Cell::Label(label) => Some(*label),
                    _ => None,
                };
                if *cell == Cell::Later {
                    gaps.push(given.len());
                }
                bytes.extend(text.unwrap_or_default().as_bytes());
                ends.push(i32::try_from(bytes.len()).expect("full columns take no more"));
                given.push(text.is_some());
                return text.map_or(0, str::len);
            }
            Values::Integer(all) => all.push(match cell {
                Cell::Integer(number) => Some(i64::try_from(*number).unwrap_or(i64::MAX)),
                _ => None,
            }),
            Values::Number(all) => all.push(match cell {
                // Plus zero, because "-0" is no number a reader expects.
                Cell::Number(number) => Some(number + 0.0).filter(|number| number.is_finite()),
                _ => None,
            }),
            Values::Boolean(all) => all.push(match cell {
                Cell::Boolean(yes) => Some(*yes),
                _ => None,
            }),
        }
        0
    }

    /// Keeps so many rows, and says how many bytes of text they have.
    fn truncate(&mut self, rows: usize) -> usize {
        match self {
            Values::Text { bytes, ends, given, gaps } => {
                ends.truncate(rows + 1);
                given.truncate(rows);
                gaps.retain(|&gap| gap < rows);
                bytes.truncate(ends.last().map_or(0, |&end| end as usize));
                return bytes.len();
            }
            Values::Integer(all) => all.truncate(rows),
            Values::Number(all) => all.truncate(rows),
            Values::Boolean(all) => all.truncate(rows),
        }
        0
    }

    fn array<'t>(&self, later: &mut impl FnMut() -> Option<&'t str>) -> ArrayRef {
        match self {
            Values::Text { bytes, ends, given, gaps } => {
                let array = StringArray::try_new(
                    OffsetBuffer::new(ScalarBuffer::from(ends.clone())),
                    Buffer::from_vec(bytes.clone()),
                    Some(NullBuffer::from(given.as_slice())),
                )
                .expect("text that came as UTF-8");
                if gaps.is_empty() {
                    return Arc::new(array);
                }
                let mut gaps = gaps.iter().copied().peekable();
                let filled = array.iter().enumerate().map(|(row, text)| {
                    gaps.next_if_eq(&row).map_or(text, |_| later().filter(|text| !text.is_empty()))
                });
                Arc::new(filled.collect::<StringArray>())
            }
            Values::Integer(all) => Arc::new(Int64Array::from(all.clone())),
            Values::Number(all) => Arc::new(Float64Array::from(all.clone())),
            Values::Boolean(all) => Arc::new(BooleanArray::from(all.clone())),
        }
    }
}
