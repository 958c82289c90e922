//! A table of a run, read back row by row and article by article, in either notation.

use super::Error;
use csv::StringRecord;
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// A row: the cells of the wanted columns.
#[derive(Clone, Debug)]
pub(super) struct Row {
    columns: &'static [&'static str],
    cells: StringRecord,
}

impl Row {
    /// The cell of a wanted column; empty where it is missing.
    pub fn cell(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| *name == column);
        self.cells.get(at.expect("only wanted columns are asked for")).unwrap_or_default()
    }

    /// The cell as a number, if there is one.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.cell(column).parse().ok()
    }
}

enum Notation {
    Csv { reader: Box<csv::Reader<File>>, places: Vec<usize>, record: StringRecord },
    Jsonl { lines: BufReader<File>, line: String },
}

/// A table that is read from its first row to its last.
pub(super) struct Sheet {
    path: PathBuf,
    columns: &'static [&'static str],
    notation: Notation,
    row: u64,
    ahead: Option<Row>,
}

impl Sheet {
    /// Opens table `name` of a run, in whichever notation it is there.
    pub fn open(
        folder: &Path,
        name: &str,
        columns: &'static [&'static str],
    ) -> Result<Self, Error> {
        let csv = folder.join(name).with_extension("csv");
        let (path, is_csv) = if csv.exists() {
            (csv, true)
        } else {
            (folder.join(name).with_extension("jsonl"), false)
        };
        let failed = |source| Error::Read { path: path.clone(), source };
        let file = File::open(&path).map_err(failed)?;
        let notation = if is_csv {
            let mut reader = csv::ReaderBuilder::new().buffer_capacity(1 << 18).from_reader(file);
            let header = reader.headers().map_err(|error| failed(error.into()))?;
            let place = |column: &&str| {
                header.iter().position(|name| name == *column).ok_or_else(|| {
                    let what = format!("no column '{column}'");
                    failed(std::io::Error::new(ErrorKind::InvalidData, what))
                })
            };
            let places = columns.iter().map(place).collect::<Result<_, _>>()?;
            Notation::Csv { reader: Box::new(reader), places, record: StringRecord::new() }
        } else {
            Notation::Jsonl { lines: BufReader::with_capacity(1 << 18, file), line: String::new() }
        };
        Ok(Self { path, columns, notation, row: 0, ahead: None })
    }

    /// The next row, if there is one.
    pub fn next(&mut self) -> Result<Option<Row>, Error> {
        match self.ahead.take() {
            Some(row) => Ok(Some(row)),
            None => self.read(),
        }
    }

    /// The rows of the article `id`, if they come next.
    pub fn of(&mut self, id: &str) -> Result<Vec<Row>, Error> {
        let mut rows = Vec::new();
        while let Some(row) = self.next()? {
            if row.cell("doc_id") != id {
                self.ahead = Some(row);
                break;
            }
            rows.push(row);
        }
        Ok(rows)
    }

    /// An error about the row read last.
    pub fn wrong(&self, wrong: impl Into<String>) -> Error {
        Error::Row { path: self.path.clone(), row: self.row, wrong: wrong.into() }
    }

    /// Refuses rows that belong to no article of the run.
    pub fn end(&mut self) -> Result<(), Error> {
        match self.next()? {
            None => Ok(()),
            Some(row) => {
                let id = row.cell("doc_id").to_owned();
                Err(self.wrong(format!("article '{id}' is out of order or not in documents")))
            }
        }
    }

    fn read(&mut self) -> Result<Option<Row>, Error> {
        self.row += 1;
        let cells = match &mut self.notation {
            Notation::Csv { reader, places, record } => {
                let more = reader.read_record(record).map_err(|error| Error::Row {
                    path: self.path.clone(),
                    row: self.row,
                    wrong: error.to_string(),
                })?;
                more.then(|| places.iter().map(|&at| &record[at]).collect())
            }
            Notation::Jsonl { lines, line } => {
                line.clear();
                let length = lines
                    .read_line(line)
                    .map_err(|source| Error::Read { path: self.path.clone(), source })?;
                if length == 0 {
                    None
                } else {
                    let object: serde_json::Map<String, serde_json::Value> =
                        serde_json::from_str(line).map_err(|error| Error::Row {
                            path: self.path.clone(),
                            row: self.row,
                            wrong: format!("not a JSON object: {error}"),
                        })?;
                    let cell = |column: &&str| match object.get(*column) {
                        None | Some(serde_json::Value::Null) => String::new(),
                        Some(serde_json::Value::String(text)) => text.clone(),
                        Some(other) => other.to_string(),
                    };
                    Some(self.columns.iter().map(cell).collect())
                }
            }
        };
        Ok(cells.map(|cells| Row { columns: self.columns, cells }))
    }
}
