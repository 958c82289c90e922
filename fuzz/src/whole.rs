//! An article all the way: cleaned, read, and made rows as a run makes them.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use std::collections::BTreeMap;
use whosaid::claim::Numbers;
use whosaid::clean::clean;
use whosaid::ingest::{Body, Format as Markup, Raw, Reject};
use whosaid::reading::lexicon::Lexicon;
use whosaid::table::{
    Article, AttributionRow, Attributions, ClaimRow, Claims, Documents, Encoding, Format, Record,
    Rejects, Rows, SentenceRow, Sentences, Type, header, schema,
};
use whosaid::{Document, Pipeline};

/// A sentence may have so many code points.
const SENTENCE: usize = 2_000;

/// Reads `bytes` as a byte of options and an article: bit 0 leaves out its words, bit 1 makes cells
/// safe for spreadsheets, bits 2 and 3 choose the notation, bit 4 takes all numbers, bits 5 and 6
/// choose the markup, and with bit 7 the first line is what the input tells of it, between tabs.
///
/// # Panics
///
/// If rows cannot be decoded, a place is not in the text or out of order, words are there that were
/// to be left out, a cell would be run by a spreadsheet, or rows take more bytes than
/// [`assert_sizes`] allows.
pub fn whole(bytes: &[u8]) {
    let Some((&options, bytes)) = bytes.split_first() else { return };
    let bit = |n: u8| options >> n & 1 == 1;
    let one_of_three = |from: u8| usize::from(options >> from & 3) % 3;
    let format = Format::ALL[one_of_three(2)];
    let encoding = Encoding { format, spreadsheet_safe: bit(1), no_text: bit(0) };
    let numbers = if bit(4) { Numbers::All } else { Numbers::Claims };
    let mut raw = Raw::text("a", "");
    let mut body = bytes;
    if bit(7) {
        let end = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
        let (line, rest) = bytes.split_at(end);
        body = rest;
        let line = String::from_utf8_lossy(line).into_owned();
        let mut told = line.split('\t').map(str::to_owned);
        let mut next = || told.next().unwrap_or_default();
        raw.id = next();
        let meta = &mut raw.meta;
        for field in [&mut meta.title, &mut meta.source, &mut meta.date, &mut meta.url] {
            *field = next();
        }
    }
    let told = bytes.len() - body.len() + 1;
    raw.format = [Markup::Text, Markup::Markdown, Markup::Html][one_of_three(5)];
    raw.body = Body::Bytes(body.to_owned());
    let doc = match clean(raw) {
        Ok(doc) => doc,
        Err(reject) => return rejected(&reject, encoding),
    };
    let pipeline = Pipeline::new(Box::new(Lexicon), numbers).with_max_sentence_length(SENTENCE);
    let Ok(findings) = pipeline.read(&doc) else { return };
    let article = Article::new(&doc, &findings);

    let claims = made::<Claims>(encoding, ClaimRow::of(&article));
    let attributions = made::<Attributions>(encoding, AttributionRow::of(&article));
    let sentences = made::<Sentences>(encoding, SentenceRow::of(&article));
    let documents = made::<Documents>(encoding, [&article]);
    assert_eq!(claims.rows.len(), findings.claims.len());
    assert_eq!(attributions.rows.len(), findings.attributions.len());
    assert_eq!(sentences.rows.len(), findings.sentences.len());
    assert_eq!(documents.rows.len(), 1);
    for table in [&claims, &attributions, &sentences, &documents] {
        table.assert_places(&doc);
        table.assert_left_out(&doc, &findings.sentences);
    }
    claims.assert_order("quantity");
    sentences.assert_order("sentence");
    let longest = findings.sentences.iter().map(|s| s.span.len()).max().unwrap_or(0);
    assert_sizes([&claims, &attributions, &sentences, &documents], &doc, longest, told);
}

/// A row of `rejects` comes back as it went out.
fn rejected(reject: &Reject, encoding: Encoding) {
    let table = made::<Rejects>(encoding, [reject]);
    assert_eq!(table.rows[0].get("reason").map(String::as_str), Some(reject.reason.as_str()));
}

/// How many bytes rows may take: those of `documents` and `sentences` in all 32 times the text and
/// 16 times what the input tells of the article, and 1,024 each; those of `claims` and
/// `attributions` are no more than the text has code points, and each takes 32 times the longest
/// sentence (for `attributions` the text, where a quotation may go on over sentences) and 16 times
/// what is told, and 4,096.
fn assert_sizes(tables: [&Made; 4], doc: &Document, longest: usize, told: usize) {
    let [claims, attributions, sentences, documents] = tables;
    let text = doc.text().len();
    let rows = sentences.rows.len() + 1;
    let plain = sentences.bytes + documents.bytes;
    let most = 32 * (text + told) + rows * (1_024 + 16 * told);
    assert!(plain <= most, "{plain} bytes of {rows} rows, for {text} of text and {told} told");
    let characters = doc.text().chars().count();
    for (table, reach) in [(claims, longest), (attributions, text)] {
        let rows = table.rows.len();
        assert!(rows <= characters, "{rows} rows for {characters} code points");
        let most = rows * (4_096 + 32 * reach + 16 * told) + 4_096;
        assert!(table.bytes <= most, "{} bytes of {rows} rows, at most {most}", table.bytes);
    }
}

/// Rows that were encoded and decoded again: cells by column, those that hold something.
struct Made {
    rows: Vec<BTreeMap<&'static str, String>>,
    columns: Vec<whosaid::table::Field>,
    encoding: Encoding,
    /// As encoded.
    bytes: usize,
}

fn made<'a, T: Record>(encoding: Encoding, from: impl IntoIterator<Item = T::Row<'a>>) -> Made {
    let mut rows = Rows::default();
    for row in from {
        rows.push::<T>(encoding, &row);
    }
    let schema = schema::<T>();
    let columns = schema.fields.clone();
    let names: Vec<_> = columns.iter().map(|field| field.name).collect();
    let mut out = header::<T>(encoding.format);
    rows.fill(encoding, |_| None, &mut out).expect("a buffer takes everything");
    let count = rows.count();
    let (rows, bytes) = match encoding.format {
        Format::Csv => (from_csv(&out, &names), out.len()),
        Format::Jsonl => (from_jsonl(&out, &names), out.len()),
        Format::Parquet => {
            assert!(out.is_empty(), "Parquet is no bytes yet");
            let batches = rows.batches(&schema.arrow(&[]), |_| None);
            let bytes = batches.iter().flat_map(RecordBatch::columns).map(|column| {
                column.to_data().get_slice_memory_size().expect("a size of text and numbers")
            });
            (from_arrow(&batches, &names), bytes.sum())
        }
    };
    assert_eq!(rows.len() as u64, count);
    let made = Made { rows, columns, encoding, bytes };
    made.assert_safe();
    made
}

type Row = BTreeMap<&'static str, String>;

fn from_csv(bytes: &[u8], names: &[&'static str]) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header: Vec<_> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header, names);
    let row = |record: csv::Result<csv::StringRecord>| {
        let record = record.expect("as many cells of UTF-8 as columns");
        let cells = names.iter().copied().zip(record.iter().map(str::to_owned));
        cells.filter(|(_, cell)| !cell.is_empty()).collect()
    };
    reader.records().map(row).collect()
}

fn from_jsonl(bytes: &[u8], names: &[&'static str]) -> Vec<Row> {
    let text = std::str::from_utf8(bytes).expect("JSON is UTF-8");
    let row = |line: &str| {
        use serde_json::{Map, Value};
        let object: Map<String, Value> = serde_json::from_str(line).expect("an object a line");
        assert_eq!(object.len(), names.len());
        let cell = |&name: &&'static str| match object.get(name).expect("every column") {
            Value::Null => None,
            Value::String(text) => Some((name, text.clone())),
            other => Some((name, other.to_string())),
        };
        names.iter().filter_map(cell).collect()
    };
    text.split_terminator('\n').map(row).collect()
}

fn from_arrow(batches: &[RecordBatch], names: &[&'static str]) -> Vec<Row> {
    let mut rows = Vec::new();
    for batch in batches {
        let schema = batch.schema();
        assert!(schema.fields().iter().map(|field| field.name()).eq(names.iter().copied()));
        for at in 0..batch.num_rows() {
            let columns = names.iter().copied().zip(batch.columns());
            let there = columns.filter(|(_, column)| !column.is_null(at));
            rows.push(there.map(|(name, column)| (name, from_column(column, at))).collect());
        }
    }
    rows
}

fn from_column(column: &dyn Array, at: usize) -> String {
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(at).to_owned(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at).to_string(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(at).to_string(),
        DataType::Boolean => column.as_boolean().value(at).to_string(),
        other => panic!("no column is of type {other}"),
    }
}

impl Made {
    /// The places that a row names: the prefix of their columns, start and end.
    fn places<'r>(
        &'r self,
        row: &'r Row,
    ) -> impl Iterator<Item = (&'static str, usize, usize)> + 'r {
        let number = |cell: &String| cell.parse::<usize>().expect("a whole number");
        self.columns.iter().filter_map(move |field| {
            let name = field.name.strip_suffix("_start")?;
            let end = row.get(&*format!("{name}_end")).map(number);
            let start = row.get(field.name).map(number);
            assert_eq!(start.is_some(), end.is_some(), "{name} has a start and an end or neither");
            Some((name, start?, end?))
        })
    }

    /// Places are code points in the text, and what a row quotes stands there.
    fn assert_places(&self, doc: &Document) {
        let text: Vec<char> = doc.text().chars().collect();
        for row in &self.rows {
            for (name, start, end) in self.places(row) {
                assert!(
                    start <= end && end <= text.len(),
                    "{name} {start}-{end} of {}",
                    text.len()
                );
                if ["source", "cue", "quantity", "counted", "sentence"].contains(&name)
                    && let Some(cell) = row.get(name)
                {
                    let words: String = text[start..end].iter().collect();
                    assert!(
                        *cell == words || *cell == format!("'{words}"),
                        "{name} {start}-{end}: {cell:?}, but {words:?} stands there"
                    );
                }
            }
            let mut after = 0;
            let pieces = row.get("content_pieces").map(String::as_str).unwrap_or_default();
            for piece in pieces.split_ascii_whitespace() {
                let (start, end) = piece.split_once('-').expect("start-end");
                let [start, end] = [start, end].map(|n| n.parse::<usize>().expect("a number"));
                assert!(after <= start && start <= end && end <= text.len(), "{pieces}");
                after = end;
            }
        }
    }

    /// Rows follow the text.
    fn assert_order(&self, name: &str) {
        let column = format!("{name}_start");
        let start = |row: &Row| row[&*column].parse::<usize>().expect("a whole number");
        assert!(self.rows.is_sorted_by_key(start), "{name} in order");
    }

    /// With `no_text` no word of the article is there, save what the input tells of it.
    fn assert_left_out(&self, doc: &Document, sentences: &[whosaid::Sentence]) {
        if !self.encoding.no_text {
            return;
        }
        // Shorter ones may stand among labels and names of rules.
        const LONG: usize = 40;
        let meta = doc.meta();
        let told = [doc.id(), &meta.source, &meta.date, &meta.url, &meta.language];
        let long = sentences.iter().map(|sentence| doc.slice(sentence.span));
        let long: Vec<_> = long
            .filter(|words| words.len() >= LONG && !told.iter().any(|told| told.contains(words)))
            .collect();
        for row in &self.rows {
            for field in self.columns.iter().filter(|field| field.quotes) {
                assert!(!row.contains_key(field.name), "{} is left out", field.name);
            }
            for (name, cell) in row {
                assert!(!long.iter().any(|words| cell.contains(words)), "{name} holds a sentence");
            }
        }
    }

    /// With `spreadsheet_safe` no cell of CSV is a formula.
    fn assert_safe(&self) {
        if !self.encoding.spreadsheet_safe || self.encoding.format != Format::Csv {
            return;
        }
        for row in &self.rows {
            for field in &self.columns {
                let Some(cell) = row.get(field.name) else { continue };
                let is_number = matches!(field.ty, Type::Number) && cell.parse::<f64>().is_ok();
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!runs || is_number, "{} is run by a spreadsheet: {cell:?}", field.name);
            }
        }
    }
}
