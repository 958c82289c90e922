//! Rows become bytes: CSV by RFC 4180, or one JSON object a line; or columns, for Parquet.
//!
//! Rows are encoded by the thread that read the article, into buffers that are written out
//! later and in order. The one cell that depends on earlier articles ([`Cell::Later`]) leaves
//! a gap that is filled then, which is why cells go through `csv_core`, the quoting half of
//! `csv`, and not through a writer that owns its output.

use super::columns::Columns;
use super::{Cell, Record, Type};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::borrow::Cow;
use std::io::Write;

/// The notation of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header, LF at line ends; an empty cell is missing.
    Csv,
    /// One JSON object a line; `null` is missing.
    Jsonl,
    /// Parquet; its rows are Arrow columns until the file is made of them.
    Parquet,
}

impl Format {
    /// Every notation.
    pub const ALL: &'static [Format] = &[Format::Csv, Format::Jsonl, Format::Parquet];

    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Parquet => "parquet",
        }
    }
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// The notation.
    pub format: Format,
    /// Puts an apostrophe before text that a spreadsheet would run as a formula: text that
    /// starts with `=`, `+`, `-`, `@`, a tab or a carriage return. CSV only.
    pub spreadsheet_safe: bool,
    /// Leaves out every word of the articles; offsets and hashes stay.
    pub no_text: bool,
}

/// Encoded rows of one table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    bytes: Vec<u8>,
    count: u64,
    /// Where a [`Cell::Later`] belongs.
    gaps: Vec<usize>,
    /// For Parquet, instead of the two.
    columns: Vec<Columns>,
}

/// A state that [`Rows::rewind`] goes back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    bytes: usize,
    count: u64,
    gaps: usize,
    /// How many columns there are, and how many rows the last have.
    columns: (usize, usize),
}

/// The header line of a CSV file of `T`; nothing for the others.
pub fn header<T: Record>(format: Format) -> Vec<u8> {
    let mut line = Vec::new();
    if format == Format::Csv {
        for (index, column) in T::TABLE.columns.iter().enumerate() {
            if index > 0 {
                line.push(b',');
            }
            line.extend(column.field.name.as_bytes());
        }
        line.push(b'\n');
    }
    line
}

impl Rows {
    /// Appends one row.
    pub fn push<T: Record>(&mut self, encoding: Encoding, row: &T::Row<'_>) {
        let table = const { T::TABLE };
        let cells = table.columns.iter().map(|column| {
            let left_out = encoding.no_text && column.field.quotes;
            if left_out { Cell::Empty } else { (column.cell)(row) }
        });
        self.count += 1;
        if encoding.format == Format::Parquet {
            if self.columns.last().is_none_or(Columns::is_full) {
                self.columns.push(Columns::new(table.columns.iter().map(|c| c.field.ty)));
            }
            return self.columns.last_mut().expect("there is one now").push(cells);
        }
        for (index, (column, cell)) in table.columns.iter().zip(cells).enumerate() {
            let field = &column.field;
            match encoding.format {
                Format::Csv => {
                    if index > 0 {
                        self.bytes.push(b',');
                    }
                    let guarded = encoding.spreadsheet_safe && matches!(field.ty, Type::Text);
                    self.csv_cell(&cell, guarded);
                }
                Format::Jsonl => {
                    self.bytes.extend(if index == 0 { b"{\"" } else { b",\"" });
                    self.bytes.extend(field.name.as_bytes());
                    self.bytes.extend(b"\":");
                    self.json_cell(&cell);
                }
                Format::Parquet => {}
            }
        }
        self.bytes.extend(match encoding.format {
            Format::Csv => "\n".as_bytes(),
            Format::Jsonl => "}\n".as_bytes(),
            Format::Parquet => b"",
        });
    }

    /// Appends a line that is encoded already.
    pub fn push_line(&mut self, value: &impl serde::Serialize) {
        serde_json::to_writer(&mut self.bytes, value).expect("a buffer takes everything");
        self.bytes.push(b'\n');
        self.count += 1;
    }

    /// Where the rows end now.
    pub fn mark(&self) -> Mark {
        let columns = (self.columns.len(), self.columns.last().map_or(0, Columns::rows));
        Mark { bytes: self.bytes.len(), count: self.count, gaps: self.gaps.len(), columns }
    }

    /// Takes away all that was added after `mark`, a cell of an unfinished row too.
    pub fn rewind(&mut self, mark: Mark) {
        self.bytes.truncate(mark.bytes);
        self.count = mark.count;
        self.gaps.truncate(mark.gaps);
        self.columns.truncate(mark.columns.0);
        if let Some(last) = self.columns.last_mut() {
            last.truncate(mark.columns.1);
        }
    }

    /// How many rows there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The rows of Parquet as batches of `schema`, which is that of their table, asking `later` for
    /// the text of each [`Cell::Later`] in order.
    pub fn batches<'t>(
        &self,
        schema: &SchemaRef,
        mut later: impl FnMut(usize) -> Option<&'t str>,
    ) -> Vec<RecordBatch> {
        let mut gaps = 0..;
        let mut next = || gaps.next().and_then(&mut later);
        self.columns.iter().map(|columns| columns.batch(schema, &mut next)).collect()
    }

    /// Writes all rows, asking `later` for the text of each [`Cell::Later`] in order; those of
    /// Parquet are no bytes yet, see [`Rows::batches`].
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn fill<'t>(
        &self,
        encoding: Encoding,
        mut later: impl FnMut(usize) -> Option<&'t str>,
        out: &mut impl Write,
    ) -> std::io::Result<()> {
        let mut at = 0;
        for (index, &gap) in self.gaps.iter().enumerate() {
            out.write_all(&self.bytes[at..gap])?;
            at = gap;
            let cell = later(index).map_or(Cell::Empty, Cell::text);
            let mut piece = Rows::default();
            match encoding.format {
                Format::Csv => piece.csv_cell(&cell, encoding.spreadsheet_safe),
                Format::Jsonl => piece.json_cell(&cell),
                Format::Parquet => {}
            }
            out.write_all(&piece.bytes)?;
        }
        out.write_all(&self.bytes[at..])
    }

    fn csv_cell(&mut self, cell: &Cell<'_>, guarded: bool) {
        match cell {
            Cell::Text(text) => self.csv_text(text, guarded),
            Cell::Later => self.gaps.push(self.bytes.len()),
            Cell::Empty => {}
            Cell::Number(number) if !number.is_finite() => {}
            Cell::Label(_) | Cell::Integer(_) | Cell::Number(_) | Cell::Boolean(_) => {
                self.plain_cell(cell);
            }
        }
    }

    fn json_cell(&mut self, cell: &Cell<'_>) {
        match cell {
            Cell::Text(text) => {
                serde_json::to_writer(&mut self.bytes, text).expect("a buffer takes everything");
            }
            Cell::Label(label) => {
                self.bytes.push(b'"');
                self.bytes.extend(label.as_bytes());
                self.bytes.push(b'"');
            }
            Cell::Later => self.gaps.push(self.bytes.len()),
            Cell::Empty => self.bytes.extend(b"null"),
            Cell::Number(number) if !number.is_finite() => self.bytes.extend(b"null"),
            Cell::Integer(_) | Cell::Number(_) | Cell::Boolean(_) => self.plain_cell(cell),
        }
    }

    /// Numbers without an exponent and as short as reads back the same, truth values, labels.
    fn plain_cell(&mut self, cell: &Cell<'_>) {
        match cell {
            Cell::Label(label) => self.bytes.extend(label.as_bytes()),
            Cell::Integer(number) => {
                write!(self.bytes, "{number}").expect("a buffer takes everything");
            }
            Cell::Number(number) => {
                // Plus zero, because "-0" is no number a reader expects.
                write!(self.bytes, "{}", number + 0.0).expect("a buffer takes everything");
            }
            Cell::Boolean(yes) => self.bytes.extend(if *yes { "true" } else { "false" }.as_bytes()),
            Cell::Empty | Cell::Text(_) | Cell::Later => {}
        }
    }

    fn csv_text(&mut self, text: &str, guarded: bool) {
        let text = if guarded && is_formula(text) {
            Cow::from(format!("'{text}"))
        } else {
            Cow::from(text)
        };
        let start = self.bytes.len();
        // Every byte may be a quotation mark to be doubled, with two marks around them all.
        self.bytes.resize(start + 2 * (text.len() + 1), 0);
        let room = &mut self.bytes[start..];
        let mut writer = csv_core::Writer::new();
        let (_, _, field) = writer.field(text.as_bytes(), room);
        let (_, mark) = writer.finish(&mut room[field..]);
        self.bytes.truncate(start + field + mark);
    }
}

/// Whether a spreadsheet would run this text; or would, but for apostrophes before it, so that
/// [`unguarded`] gives back what was there.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// What a cell of a run made with `--spreadsheet-safe` says, without the apostrophe it was given.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Column, Table};
    use arrow_array::types::Float64Type;
    use arrow_array::{Array as _, cast::AsArray as _};
    use proptest::prelude::*;

    struct Note;

    impl Record for Note {
        type Row<'a> = (&'a str, f64);
        const TABLE: Table<Self> = Table {
            name: "notes",
            row_is: "a note",
            key: &[],
            foreign_keys: &[],
            columns: &[
                Column::quoting("words", "its words", |r| Cell::text(r.0)),
                Column::new("number", Type::Number, "its number", |r| Cell::Number(r.1)),
                Column::new("like", Type::Text, "the first note like it", |_| Cell::Later),
            ],
        };
    }

    fn encode(words: &str, number: f64, like: Option<&str>, encoding: Encoding) -> String {
        let mut rows = Rows::default();
        rows.push::<Note>(encoding, &(words, number));
        let mut out = header::<Note>(encoding.format);
        rows.fill(encoding, |_| like, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    const CSV: Encoding = Encoding { format: Format::Csv, spreadsheet_safe: false, no_text: false };
    const JSONL: Encoding = Encoding { format: Format::Jsonl, ..CSV };
    const PARQUET: Encoding = Encoding { format: Format::Parquet, ..CSV };

    #[test]
    fn csv_quotes_only_where_it_must() {
        assert_eq!(encode("plain", 1.0, None, CSV), "words,number,like\nplain,1,\n");
        assert_eq!(encode("a, b", 0.5, None, CSV), "words,number,like\n\"a, b\",0.5,\n");
        assert_eq!(
            encode("“six”", 1e21, Some("a,b"), CSV).lines().last(),
            Some("“six”,1000000000000000000000,\"a,b\"")
        );
        assert_eq!(
            encode("say \"x\"", f64::NAN, None, CSV).lines().last(),
            Some("\"say \"\"x\"\"\",,")
        );
    }

    #[test]
    fn json_lines_hold_every_column() {
        assert_eq!(
            encode("a \"b\"", 2.5, None, JSONL),
            "{\"words\":\"a \\\"b\\\"\",\"number\":2.5,\"like\":null}\n"
        );
    }

    #[test]
    fn formulas_are_neutralised_on_request_only() {
        let safe = Encoding { spreadsheet_safe: true, ..CSV };
        assert_eq!(encode("=1+2", -1.0, Some("@x"), safe).lines().last(), Some("'=1+2,-1,'@x"));
        assert_eq!(encode("=1+2", -1.0, None, CSV).lines().last(), Some("=1+2,-1,"));
        assert_eq!(encode("-a,b", 0.0, None, safe).lines().last(), Some("\"'-a,b\",0,"));
        for (text, cell) in [("=1", "'=1"), ("'=1", "''=1"), ("'a", "'a"), ("1-2", "1-2")] {
            assert_eq!(encode(text, 0.0, None, safe).lines().last().unwrap(), format!("{cell},0,"));
            assert_eq!(unguarded(cell), text);
        }
    }

    #[test]
    fn no_text_leaves_out_quoting_columns_alone() {
        let bare = Encoding { no_text: true, ..CSV };
        assert_eq!(encode("words", 3.0, Some("n1"), bare).lines().last(), Some(",3,n1"));
    }

    #[test]
    fn rewinding_takes_back_whole_rows() {
        for encoding in [CSV, JSONL, PARQUET] {
            let (mut kept, mut rewound) = (Rows::default(), Rows::default());
            for rows in [&mut kept, &mut rewound] {
                rows.push::<Note>(encoding, &("first", 1.0));
            }
            let mark = rewound.mark();
            rewound.push::<Note>(encoding, &("second", 2.0));
            assert_eq!(rewound.count(), 2);
            rewound.rewind(mark);
            assert_eq!(rewound, kept);
        }
    }

    #[test]
    fn arrow_has_the_types_and_meanings_of_the_declaration() {
        let schema = crate::table::schema::<Note>().arrow(&[("made.by", "hand")]);
        let told = |name: &str| {
            let field = schema.field_with_name(name).unwrap();
            (field.data_type().to_string(), field.metadata()["description"].as_str())
        };
        assert_eq!(told("words"), ("Utf8".to_owned(), "its words"));
        assert_eq!(told("number"), ("Float64".to_owned(), "its number"));
        assert_eq!(schema.metadata()["whosaid.row_is"], "a note");
        assert_eq!(schema.metadata()["made.by"], "hand");
    }

    #[test]
    fn full_columns_are_followed_by_others() {
        let mut rows = Rows::default();
        let long = "x".repeat(40 << 20);
        for number in 0..5_u8 {
            rows.push::<Note>(PARQUET, &(&long, f64::from(number)));
        }
        let mark = rows.mark();
        rows.push::<Note>(PARQUET, &(&long, 9.0));
        rows.push::<Note>(PARQUET, &(&long, 9.0));
        rows.rewind(mark);
        let schema = crate::table::schema::<Note>().arrow(&[]);
        let like = ["a", "b", "c", "d", "e"];
        let batches = rows.batches(&schema, |at| like.get(at).copied());
        let sizes: Vec<_> = batches.iter().map(RecordBatch::num_rows).collect();
        assert_eq!(sizes, [2, 2, 1]);
        assert_eq!(batches[2].column(2).as_string::<i32>().value(0), "e");
    }

    proptest! {
        #[test]
        fn any_text_and_number_comes_back(words in any::<String>(), number in any::<f64>()) {
            let csv = encode(&words, number, Some("n\"1\n"), CSV);
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(&record[0], &words);
            prop_assert_eq!(&record[2], "n\"1\n");
            if number.is_finite() {
                prop_assert_eq!(record[1].parse::<f64>().unwrap(), number);
                prop_assert!(!record[1].contains(['e', 'E']));
            }
            let json: serde_json::Value =
                serde_json::from_str(&encode(&words, number, None, JSONL)).unwrap();
            prop_assert_eq!(json["words"].as_str().unwrap_or_default(), &words);
            let mut rows = Rows::default();
            rows.push::<Note>(PARQUET, &(&words, number));
            let schema = crate::table::schema::<Note>().arrow(&[]);
            let batch = rows.batches(&schema, |_| Some("n\"1\n")).remove(0);
            let [said, like] = [0, 2].map(|at| batch.column(at).as_string::<i32>());
            prop_assert_eq!(said.value(0), &words);
            prop_assert_eq!(said.is_null(0), words.is_empty());
            prop_assert_eq!(like.value(0), "n\"1\n");
            let there = batch.column(1).as_primitive::<Float64Type>();
            prop_assert_eq!(there.is_null(0), !number.is_finite());
            prop_assert!(there.is_null(0) || there.value(0) == number);
        }
    }
}
