//! The tables of a finished run, read back row by row, in whichever notation they are there.
//!
//! A row is a struct whose fields are columns; it names the table whose declaration these columns
//! are of, so that a column which is renamed there is missed here by a test, and by the reader.
//! Every notation comes down to cells of text, so that a row is one whatever file it is from.

use super::{Manifest, Unfinished, finished};
use crate::ingest;
use crate::labels::{
    Change, Kind, Modality, Modifier, Reason, RegionKind, Role, SourceType, Topic, Trend,
    UNATTRIBUTED,
};
use crate::table::{Format, Record, Type, unguarded};
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch, RecordBatchReader as _};
use arrow_schema::DataType;
use csv::StringRecord;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use std::fs::File;
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// Why a table cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum Damaged {
    /// The file cannot be read.
    #[error("{}: cannot be read; {remedy}", path.display())]
    Read {
        /// The table.
        path: PathBuf,
        /// What makes it anew.
        remedy: &'static str,
        /// Why.
        source: io::Error,
    },
    /// A row is not as the schema says.
    #[error("{}: row {row}: {wrong}; {remedy}", path.display())]
    Row {
        /// The table.
        path: PathBuf,
        /// The row, from 1, without the header.
        row: u64,
        /// What is wrong.
        wrong: String,
        /// What makes it anew.
        remedy: &'static str,
    },
}

/// What makes the tables of a run anew.
const REMEDY: &str = "give the extract command with --fresh to make it anew";

/// A finished run, opened to be read.
pub(crate) struct Finished {
    /// Where it lies.
    pub folder: PathBuf,
    /// How it was made.
    pub manifest: Manifest,
    /// The notation its tables are read in.
    pub format: Format,
}

impl Finished {
    /// Opens the finished run in `folder`.
    pub fn open(folder: &Path) -> Result<Self, Unfinished> {
        let manifest = finished(folder)?;
        let told = manifest.recipe.settings.get("format").map_or("csv", String::as_str);
        let has = |format: &&Format| told.split(',').any(|name| name == format.ending());
        let format = Format::ALL.iter().find(has).copied().unwrap_or(Format::Csv);
        Ok(Self { folder: folder.to_owned(), manifest, format })
    }

    /// Whether a setting was given.
    fn is_set(&self, setting: &str) -> bool {
        self.manifest.recipe.settings.get(setting).is_some_and(|told| told == "true")
    }

    /// Whether the tables hold the words of the articles.
    pub fn has_text(&self) -> bool {
        !self.is_set("no-text")
    }

    /// Whether cells that a spreadsheet would run begin with an apostrophe.
    pub fn is_spreadsheet_safe(&self) -> bool {
        self.is_set("spreadsheet-safe")
    }

    /// The rows of a table.
    pub fn rows<R: Row>(&self) -> Result<Rows<R>, Damaged> {
        Rows::open(&self.folder, self.format, self.is_spreadsheet_safe(), REMEDY)
    }
}

/// Some columns of a table.
pub(crate) trait Row: DeserializeOwned {
    /// The table they are of.
    type Table: Record;
    /// Their names.
    const COLUMNS: &'static [&'static str];
}

/// A value that a cell may hold, or not.
pub(crate) trait Told: Sized {
    /// What is there if something is.
    type Cell: DeserializeOwned;
    /// The value of a cell.
    fn told(cell: Option<Self::Cell>) -> Result<Self, String>;
}

/// Reads a field as [`Told`] says.
pub(crate) fn told<'de, D: Deserializer<'de>, T: Told>(from: D) -> Result<T, D::Error> {
    T::told(Option::deserialize(from)?).map_err(D::Error::custom)
}

impl Told for String {
    type Cell = String;
    fn told(cell: Option<String>) -> Result<Self, String> {
        Ok(cell.unwrap_or_default())
    }
}

macro_rules! needed {
    ($what:literal: $($ty:ty),+) => {
        $(impl Told for $ty {
            type Cell = $ty;
            fn told(cell: Option<$ty>) -> Result<Self, String> {
                cell.ok_or_else(|| concat!("a ", $what, " is missing").to_owned())
            }
        })+
    };
}
needed!("number": u32, usize);
needed!("label": Change, Kind, Modality, Modifier, Reason, RegionKind, Role, SourceType, Topic);

impl Told for bool {
    type Cell = bool;
    fn told(cell: Option<bool>) -> Result<Self, String> {
        Ok(cell.unwrap_or_default())
    }
}

impl Told for Option<f64> {
    type Cell = f64;
    fn told(cell: Option<f64>) -> Result<Self, String> {
        Ok(cell.filter(|number| number.is_finite()))
    }
}

macro_rules! optional {
    ($($ty:ty),+) => {
        $(impl Told for Option<$ty> {
            type Cell = $ty;
            fn told(cell: Option<$ty>) -> Result<Self, String> {
                Ok(cell)
            }
        })+
    };
}
optional!(usize, Trend);

/// The source type of a claim; none where the writer states it.
impl Told for Option<SourceType> {
    type Cell = String;
    fn told(cell: Option<String>) -> Result<Self, String> {
        let cell = cell.unwrap_or_default();
        if cell == UNATTRIBUTED {
            return Ok(None);
        }
        let source_type = SourceType::from_name(&cell);
        source_type.map(Some).ok_or_else(|| format!("'{cell}' is no source type"))
    }
}

/// Declares rows: `Name of Table { column: Type, }`.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident of $table:ty { $($field:ident: $ty:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, serde::Deserialize)]
            pub(super) struct $name {
                $(#[serde(deserialize_with = "crate::run::rows::told")] pub $field: $ty,)+
            }

            impl crate::run::rows::Row for $name {
                type Table = $table;
                const COLUMNS: &'static [&'static str] = &[$(stringify!($field),)+];
            }
        )+

        #[cfg(test)]
        #[test]
        fn every_field_is_a_column_of_its_table() {
            use crate::table::Record as _;
            $(for field in <$name as crate::run::rows::Row>::COLUMNS {
                let columns = <$table>::TABLE.columns;
                let there = columns.iter().any(|column| column.field.name == *field);
                assert!(there, "{} has no column {field}", <$table>::TABLE.name);
            })+
        }
    };
}
pub(crate) use rows;

/// A table that is read from its first row to its last.
pub(crate) struct Rows<R> {
    path: PathBuf,
    remedy: &'static str,
    notation: Notation,
    header: StringRecord,
    cells: StringRecord,
    row: u64,
    ahead: Option<R>,
}

impl<R: Row> Rows<R> {
    /// Opens the table of a folder; `remedy` says how to make it anew, `guarded` whether its cells
    /// were made safe for spreadsheets.
    pub fn open(
        folder: &Path,
        format: Format,
        guarded: bool,
        remedy: &'static str,
    ) -> Result<Self, Damaged> {
        let path = folder.join(format!("{}.{}", R::Table::TABLE.name, format.ending()));
        let notation = Notation::open::<R>(&path, format, guarded);
        let notation =
            notation.map_err(|source| Damaged::Read { path: path.clone(), remedy, source })?;
        let header = StringRecord::from(R::COLUMNS);
        Ok(Self { path, remedy, notation, header, cells: StringRecord::new(), row: 0, ahead: None })
    }

    /// The next row, if there is one.
    pub fn next(&mut self) -> Result<Option<R>, Damaged> {
        match self.ahead.take() {
            Some(row) => Ok(Some(row)),
            None => self.read(),
        }
    }

    /// The next rows for as long as `belongs` holds.
    pub fn while_(&mut self, belongs: impl Fn(&R) -> bool) -> Result<Vec<R>, Damaged> {
        let mut rows = Vec::new();
        while let Some(row) = self.next()? {
            if !belongs(&row) {
                self.ahead = Some(row);
                break;
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// Refuses rows that belong to no article of the run, by the id of their article.
    pub fn end(&mut self, doc_id: impl Fn(&R) -> &str) -> Result<(), Damaged> {
        let Some(row) = self.next()? else { return Ok(()) };
        let id = doc_id(&row);
        Err(self.wrong(format!("article '{id}' is out of order or not in documents")))
    }

    /// An error about the row read last.
    pub fn wrong(&self, wrong: impl Into<String>) -> Damaged {
        let (path, remedy) = (self.path.clone(), self.remedy);
        Damaged::Row { path, row: self.row, wrong: wrong.into(), remedy }
    }

    fn read(&mut self) -> Result<Option<R>, Damaged> {
        self.row += 1;
        self.cells.clear();
        match self.notation.read(R::COLUMNS, &mut self.cells) {
            Ok(false) => Ok(None),
            Ok(true) => {
                let row = self.cells.deserialize(Some(&self.header));
                row.map(Some).map_err(|error| self.wrong(error.to_string()))
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(self.wrong(error.to_string()))
            }
            Err(source) => {
                Err(Damaged::Read { path: self.path.clone(), remedy: self.remedy, source })
            }
        }
    }
}

enum Notation {
    Csv { reader: Box<csv::Reader<File>>, columns: Vec<Column>, record: StringRecord },
    Jsonl { lines: BufReader<File>, line: String },
    Parquet { batches: ParquetRecordBatchReader, batch: RecordBatch, at: usize },
}

/// Where a wanted column of a CSV file is.
struct Column {
    place: usize,
    /// Whether its cells may have been given an apostrophe.
    guarded: bool,
}

impl Notation {
    fn open<R: Row>(path: &Path, format: Format, guarded: bool) -> io::Result<Self> {
        let file = File::open(path)?;
        Ok(match format {
            Format::Csv => {
                let mut reader =
                    csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(file);
                let header = reader.headers()?;
                let declared = R::Table::TABLE.columns;
                let column = |name: &&str| {
                    let place = header.iter().position(|column| column == *name);
                    let is_text = declared.iter().any(|column| {
                        column.field.name == *name && matches!(column.field.ty, Type::Text)
                    });
                    let guarded = guarded && is_text;
                    place.map(|place| Column { place, guarded }).ok_or_else(|| no_column(name))
                };
                let columns = R::COLUMNS.iter().map(column).collect::<Result<_, _>>()?;
                Self::Csv { reader: Box::new(reader), columns, record: StringRecord::new() }
            }
            Format::Jsonl => {
                Self::Jsonl { lines: BufReader::with_capacity(1 << 18, file), line: String::new() }
            }
            Format::Parquet => {
                let reader = ingest::guarded(|| ParquetRecordBatchReaderBuilder::try_new(file));
                let reader = reader.map_err(damaged)?;
                let schema = reader.schema();
                if let Some(name) = R::COLUMNS.iter().find(|name| schema.index_of(name).is_err()) {
                    return Err(no_column(name));
                }
                let wanted = R::COLUMNS.iter().copied();
                let mask = ProjectionMask::columns(reader.parquet_schema(), wanted);
                let batches =
                    ingest::guarded(|| reader.with_projection(mask).build()).map_err(damaged)?;
                let batch = RecordBatch::new_empty(batches.schema());
                Self::Parquet { batches, batch, at: 0 }
            }
        })
    }

    /// Appends the cells of the next row, in the order of `columns`; false if there is none.
    fn read(&mut self, columns: &[&str], cells: &mut StringRecord) -> io::Result<bool> {
        match self {
            Self::Csv { reader, columns, record } => {
                if !reader.read_record(record).map_err(io::Error::from)? {
                    return Ok(false);
                }
                for column in columns {
                    let cell = &record[column.place];
                    cells.push_field(if column.guarded { unguarded(cell) } else { cell });
                }
            }
            Self::Jsonl { lines, line } => {
                line.clear();
                if lines.read_line(line)? == 0 {
                    return Ok(false);
                }
                let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line)
                    .map_err(|error| {
                        io::Error::new(
                            ErrorKind::InvalidData,
                            format!("not a JSON object: {error}"),
                        )
                    })?;
                for column in columns {
                    match object.get(*column) {
                        None | Some(serde_json::Value::Null) => cells.push_field(""),
                        Some(serde_json::Value::String(text)) => cells.push_field(text),
                        Some(other) => cells.push_field(&other.to_string()),
                    }
                }
            }
            Self::Parquet { batches, batch, at } => {
                while *at == batch.num_rows() {
                    let next = ingest::guarded(|| batches.next().transpose()).map_err(damaged)?;
                    let Some(next) = next else { return Ok(false) };
                    (*batch, *at) = (next, 0);
                }
                for column in columns {
                    let array = batch.column_by_name(column).ok_or_else(|| no_column(column))?;
                    push_cell(array, *at, cells)?;
                }
                *at += 1;
            }
        }
        Ok(true)
    }
}

/// Appends a cell of Arrow as CSV would have it.
fn push_cell(array: &dyn Array, at: usize, cells: &mut StringRecord) -> io::Result<()> {
    if array.is_null(at) {
        cells.push_field("");
        return Ok(());
    }
    match array.data_type() {
        DataType::Utf8 => cells.push_field(array.as_string::<i32>().value(at)),
        DataType::Int64 => {
            cells.push_field(&array.as_primitive::<Int64Type>().value(at).to_string())
        }
        DataType::Float64 => {
            cells.push_field(&array.as_primitive::<Float64Type>().value(at).to_string());
        }
        DataType::Boolean => {
            cells.push_field(if array.as_boolean().value(at) { "true" } else { "false" });
        }
        other => return Err(damaged(format!("a column is of type {other}"))),
    }
    Ok(())
}

fn no_column(name: &str) -> io::Error {
    damaged(format!("no column '{name}'"))
}

fn damaged(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}
