//! Rows of the tables, read back with their types.
//!
//! A row is a struct whose fields are columns; it names the table whose declaration these columns
//! are of, so that a column which is renamed there is missed here by a test, and by the reader.

use super::Error;
use crate::labels::{
    Change, Kind, Modality, Modifier, Reason, RegionKind, Role, SourceType, Topic, UNATTRIBUTED,
};
use crate::table::{
    Attributions, Claims, Documents, Drifts, Families, FamilyClaims, Record, Rejects, Sentences,
};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// Some columns of a table.
pub(super) trait Row: DeserializeOwned {
    /// The table they are of.
    type Table: Record;
    /// Their names.
    const COLUMNS: &'static [&'static str];
}

/// A value that a cell may hold, or not.
trait Told: Sized {
    type Cell: DeserializeOwned;
    fn told(cell: Option<Self::Cell>) -> Result<Self, String>;
}

fn told<'de, D: Deserializer<'de>, T: Told>(from: D) -> Result<T, D::Error> {
    T::told(Option::deserialize(from)?).map_err(D::Error::custom)
}

impl Told for String {
    type Cell = String;
    fn told(cell: Option<String>) -> Result<Self, String> {
        Ok(cell.unwrap_or_default())
    }
}

impl Told for usize {
    type Cell = usize;
    fn told(cell: Option<usize>) -> Result<Self, String> {
        cell.ok_or_else(|| "a number is missing".to_owned())
    }
}

impl Told for bool {
    type Cell = bool;
    fn told(cell: Option<bool>) -> Result<Self, String> {
        Ok(cell.unwrap_or_default())
    }
}

impl Told for Option<usize> {
    type Cell = usize;
    fn told(cell: Option<usize>) -> Result<Self, String> {
        Ok(cell)
    }
}

impl Told for Option<f64> {
    type Cell = f64;
    fn told(cell: Option<f64>) -> Result<Self, String> {
        Ok(cell.filter(|number| number.is_finite()))
    }
}

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

macro_rules! label_cells {
    ($($label:ty),+) => {
        $(impl Told for $label {
            type Cell = $label;
            fn told(cell: Option<$label>) -> Result<Self, String> {
                cell.ok_or_else(|| "a label is missing".to_owned())
            }
        })+
    };
}
label_cells!(Change, Kind, Modality, Modifier, Reason, RegionKind, Role, SourceType, Topic);

macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident of $table:ty { $($field:ident: $ty:ty,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, Deserialize)]
            pub(super) struct $name {
                $(#[serde(deserialize_with = "told")] pub $field: $ty,)+
            }

            impl Row for $name {
                type Table = $table;
                const COLUMNS: &'static [&'static str] = &[$(stringify!($field),)+];
            }
        )+

        #[cfg(test)]
        fn columns() -> Vec<(&'static str, &'static [&'static str], Vec<&'static str>)> {
            vec![$((
                <$table>::TABLE.name,
                $name::COLUMNS,
                <$table>::TABLE.columns.iter().map(|column| column.field.name).collect(),
            ),)+]
        }
    };
}

rows! {
    /// An article.
    DocumentRow of Documents {
        doc_id: String,
        title: String,
        source: String,
        date: String,
        url: String,
        text: String,
        duplicate_of: String,
        attributions: usize,
        claims: usize,
    }
    /// A sentence: where it stands, and in what part of the article.
    SentenceRow of Sentences {
        doc_id: String,
        sentence_start: usize,
        sentence_end: usize,
        region: RegionKind,
    }
    /// An attribution.
    AttributionRow of Attributions {
        attribution_id: String,
        doc_id: String,
        source_start: Option<usize>,
        source_end: Option<usize>,
        source_type: SourceType,
        cue_start: Option<usize>,
        cue_end: Option<usize>,
        content_pieces: String,
        parent_id: String,
        depth: usize,
    }
    /// A claim.
    ClaimRow of Claims {
        claim_id: String,
        doc_id: String,
        doc_date: String,
        quantity: String,
        quantity_start: usize,
        quantity_end: usize,
        kind: Kind,
        value: Option<f64>,
        value_low: Option<f64>,
        value_high: Option<f64>,
        modifier: Modifier,
        unit: String,
        counted: String,
        topic: Topic,
        actor: String,
        modality: Modality,
        attribution_id: String,
        source: String,
        source_type: Option<SourceType>,
        speaker: String,
        cue: String,
        chain: String,
        score: Option<f64>,
        source_type_score: Option<f64>,
    }
    /// An input that could not be read.
    RejectRow of Rejects {
        reason: Reason,
    }
    /// A family of claims.
    FamilyRow of Families {
        family_id: String,
        label: String,
        claims: usize,
        articles: usize,
        copies: usize,
        outlets: usize,
        first_date: String,
        last_date: String,
        origin_source: String,
        single_origin: bool,
        denied_by: String,
    }
    /// A claim in its family.
    FamilyClaimRow of FamilyClaims {
        claim_id: String,
        family_id: String,
        doc_id: String,
        doc_source: String,
        doc_date: String,
        role: Role,
        from_claim_id: String,
        copy_of: String,
    }
    /// A change in a telling.
    DriftRow of Drifts {
        claim_id: String,
        kind: Change,
        sentence: String,
        from_sentence: String,
    }
}

enum Notation<R> {
    Csv(Box<csv::DeserializeRecordsIntoIter<File, R>>),
    Jsonl { lines: BufReader<File>, line: String },
}

/// A table that is read from its first row to its last, in whichever notation it is there.
pub(super) struct Sheet<R> {
    path: PathBuf,
    remedy: &'static str,
    notation: Notation<R>,
    row: u64,
    ahead: Option<R>,
}

impl<R: Row> Sheet<R> {
    /// Whether the table is there.
    pub fn exists(folder: &Path) -> bool {
        folder.join(R::Table::TABLE.name).with_extension("csv").exists()
    }

    /// Opens the table of a folder; `remedy` says how to make it anew.
    pub fn open(folder: &Path, remedy: &'static str) -> Result<Self, Error> {
        let table = folder.join(R::Table::TABLE.name);
        let (csv, jsonl) = (table.with_extension("csv"), table.with_extension("jsonl"));
        let path = if csv.exists() || !jsonl.exists() { csv } else { jsonl };
        let failed = |source| Error::Read { path: path.clone(), remedy, source };
        let file = File::open(&path).map_err(failed)?;
        let notation = if path.extension().is_some_and(|ending| ending == "csv") {
            let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(file);
            let header = reader.headers().map_err(|error| failed(error.into()))?;
            if let Some(column) =
                R::COLUMNS.iter().find(|column| !header.iter().any(|name| name == **column))
            {
                let what = format!("no column '{column}'");
                return Err(failed(std::io::Error::new(ErrorKind::InvalidData, what)));
            }
            Notation::Csv(Box::new(reader.into_deserialize()))
        } else {
            Notation::Jsonl { lines: BufReader::with_capacity(1 << 18, file), line: String::new() }
        };
        Ok(Self { path, remedy, notation, row: 0, ahead: None })
    }

    /// The next row, if there is one.
    pub fn next(&mut self) -> Result<Option<R>, Error> {
        match self.ahead.take() {
            Some(row) => Ok(Some(row)),
            None => self.read(),
        }
    }

    /// The next rows for as long as `belongs` holds.
    pub fn while_(&mut self, belongs: impl Fn(&R) -> bool) -> Result<Vec<R>, Error> {
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

    /// An error about the row read last.
    pub fn wrong(&self, wrong: impl Into<String>) -> Error {
        let (path, remedy) = (self.path.clone(), self.remedy);
        Error::Row { path, row: self.row, wrong: wrong.into(), remedy }
    }

    fn read(&mut self) -> Result<Option<R>, Error> {
        self.row += 1;
        let read = match &mut self.notation {
            Notation::Csv(rows) => rows.next().transpose().map_err(|error| error.to_string()),
            Notation::Jsonl { lines, line } => {
                line.clear();
                let length = lines.read_line(line).map_err(|source| Error::Read {
                    path: self.path.clone(),
                    remedy: self.remedy,
                    source,
                })?;
                if length == 0 {
                    Ok(None)
                } else {
                    serde_json::from_str(line).map(Some).map_err(|error| error.to_string())
                }
            }
        };
        read.map_err(|wrong| self.wrong(wrong))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_a_column_of_its_table() {
        for (table, fields, declared) in columns() {
            for field in fields {
                assert!(declared.contains(field), "{table} has no column {field}");
            }
        }
    }
}
