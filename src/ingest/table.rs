//! CSV and TSV: an article a row, its fields named by the header.
//!
//! Rows are read with `csv_core`, not `csv`: a quotation mark left open makes one row of all
//! that follows, and only the former lets such a row be passed over in constant memory.

use super::article::{Body, Format};
use super::container::{BOM, Record, Records};
use super::fields::{Field, FieldMap, Values, Wanted};
use super::stream::{Fault, Stream};
use crate::labels::Reason;
use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use std::io::{self, BufRead};

/// Yields an article a row.
pub(super) struct Table {
    rows: Rows,
    map: FieldMap,
    header: Option<Header>,
    number: u64,
    limit: usize,
    done: bool,
}

/// What the header says of the columns.
struct Header {
    width: usize,
    /// The wanted columns there are, with their places.
    wanted: Vec<(usize, Wanted)>,
}

impl Table {
    pub(super) fn new(stream: Stream, map: &FieldMap, limit: usize, tabs: bool) -> Self {
        let rows = Rows::new(stream, tabs, limit);
        Self { rows, map: map.clone(), header: None, number: 0, limit, done: false }
    }

    /// Reads the header; none if there is nothing at all.
    fn header(&mut self) -> Option<Result<Header, Fault>> {
        let fault = |reason, detail: &str| Some(Err(Fault::new(None, reason, detail)));
        match self.rows.start().and_then(|()| self.rows.next()) {
            Err(error) => return Some(Err(Fault::broken(None, &error))),
            Ok(Row::End) => return None,
            Ok(Row::TooLarge) => return Some(Err(Fault::too_large(None, self.limit))),
            Ok(Row::Torn(lines)) => return Some(Err(torn(None, lines))),
            Ok(Row::Whole) => {}
        }
        if self.rows.utf16 {
            return fault(Reason::BadEncoding, "the file is UTF-16; save it as CSV in UTF-8");
        }
        let names: Vec<_> =
            self.rows.fields().map(|field| decode(field).trim().to_owned()).collect();
        let mut wanted = Vec::new();
        for column in self.map.wanted() {
            let at = names.iter().position(|name| column.is(name));
            wanted.extend(at.map(|at| (at, column)));
        }
        if !wanted.iter().any(|(_, wanted)| wanted.field == Field::Text) {
            return fault(Reason::MissingText, &self.map.remedy(&names));
        }
        Some(Ok(Header { width: names.len(), wanted }))
    }

    /// Reads a row.
    fn record(&mut self) -> Option<Result<Record, Fault>> {
        let header = self.header.as_ref()?;
        self.number += 1;
        let number = Some(self.number);
        match self.rows.next() {
            Err(error) => {
                self.done = true;
                return Some(Err(Fault::broken(number, &error)));
            }
            Ok(Row::End) => return None,
            Ok(Row::TooLarge) => {
                let mut fault = Fault::too_large(number, self.limit);
                fault.detail.push_str("; a quotation mark left open makes one row of many");
                return Some(Err(fault));
            }
            Ok(Row::Torn(lines)) => return Some(Err(torn(number, lines))),
            Ok(Row::Whole) => {}
        }
        let found = self.rows.fields().count();
        if found != header.width {
            let detail = format!(
                "{found} fields, but the header has {}; quote fields that hold separators, and \
                 close every quotation mark",
                header.width
            );
            return Some(Err(Fault::new(number, Reason::BadCsv, detail)));
        }
        let mut values = Values::default();
        let mut text = None;
        for (at, wanted) in &header.wanted {
            let field = self.rows.field(*at);
            if wanted.field != Field::Text {
                values.put(wanted, decode(field));
            } else if text.is_none_or(|(rank, old): (usize, &[u8])| {
                old.trim_ascii().is_empty() && rank < wanted.rank
            }) {
                text = Some((wanted.rank, field));
            }
        }
        let id = values.id();
        let text = text.map_or(&[][..], |(_, text)| text);
        if text.trim_ascii().is_empty() {
            let detail = "the text column is empty".to_owned();
            return Some(Err(Fault { number, id, reason: Reason::Empty, detail }));
        }
        // Spreadsheets save in the encodings of their countries; cleaning tells them apart.
        let body = match std::str::from_utf8(text) {
            Ok(text) => Body::Text(text.to_owned()),
            Err(_) => Body::Bytes(text.to_owned()),
        };
        Some(Ok(Record {
            number,
            id,
            format: Format::Text,
            body,
            meta: values.meta(),
            fetched: None,
        }))
    }
}

impl Records for Table {
    fn next(&mut self) -> Option<Result<Record, Fault>> {
        if self.done {
            return None;
        }
        if self.header.is_none() {
            match self.header()? {
                Ok(header) => self.header = Some(header),
                Err(fault) => {
                    self.done = true;
                    return Some(Err(fault));
                }
            }
        }
        self.record()
    }
}

/// A row of lines that quotation marks hold together which do not belong together.
fn torn(number: Option<u64>, (first, last): (u64, u64)) -> Fault {
    let detail = format!(
        "lines {first} to {last} are one row: a quotation mark closes before more text, or none \
         closes; is one missing in line {first}? Close every quotation mark, and double those inside, \
         which some programs write as \\\""
    );
    Fault::new(number, Reason::BadCsv, detail)
}

/// A field besides the text: UTF-8, or else what its bytes look like.
pub(super) fn decode(field: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(field) {
        return text.to_owned();
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(field, true);
    let (text, _) =
        detector.guess(None, chardetng::Utf8Detection::Allow).decode_without_bom_handling(field);
    text.into_owned()
}

/// Rows of a stream, in memory bounded by a limit on their length.
struct Rows {
    stream: Stream,
    reader: Reader,
    tabs: bool,
    limit: usize,
    /// The fields of the row, one after the other.
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    utf16: bool,
}

/// More columns than any table of articles; a row of more counts as too large.
const MOST_FIELDS: usize = 1 << 16;

/// What came of asking for a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Whole,
    /// Longer than the limit; it has been passed over.
    TooLarge,
    /// From the first of these lines to the last, with text behind a quotation mark that closes, or
    /// with none that does.
    Torn((u64, u64)),
    End,
}

impl Rows {
    fn new(stream: Stream, tabs: bool, limit: usize) -> Self {
        Self {
            stream,
            reader: Reader::new(),
            tabs,
            limit,
            bytes: vec![0; limit.clamp(1, 4096)],
            ends: Vec::new(),
            utf16: false,
        }
    }

    /// Looks at the first line: what separates its fields?
    fn start(&mut self) -> io::Result<()> {
        let head = self.stream.fill_buf()?;
        self.utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
        let line = &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())];
        let delimiter = if self.tabs { b'\t' } else { separator(line) };
        let bom = if head.starts_with(BOM) { BOM.len() } else { 0 };
        self.stream.consume(bom);
        self.reader = ReaderBuilder::new().delimiter(delimiter).build();
        Ok(())
    }

    fn next(&mut self) -> io::Result<Row> {
        let (mut written, mut too_large, mut is_torn) = (0, false, false);
        let mut first = self.reader.line();
        let mut raw = Stored::default();
        self.ends.clear();
        loop {
            let input = match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let (result, read, wrote) = self.reader.read_field(input, &mut self.bytes[written..]);
            if self.ends.is_empty() {
                // Of the lines before a row, and of the end of the last, no field has anything.
                first += raw.begin(&input[..read]);
            } else {
                raw.push(&input[..read]);
            }
            self.stream.consume(read);
            written += wrote;
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull if self.bytes.len() < self.limit => {
                    let longer = (self.bytes.len() * 2).min(self.limit);
                    self.bytes.resize(longer, 0);
                }
                // Too large: what follows is written over what came before.
                ReadFieldResult::OutputFull => (written, too_large) = (0, true),
                ReadFieldResult::Field { record_end } => {
                    too_large |= self.ends.len() == MOST_FIELDS;
                    if !too_large {
                        let start = self.ends.last().copied().unwrap_or(0);
                        is_torn |= raw.is_torn(&self.bytes[start..written], read == 0);
                        self.ends.push(written);
                    }
                    let Stored { last: [_, last], .. } = std::mem::take(&mut raw);
                    if !record_end {
                        continue;
                    }
                    let last = self.reader.line() - u64::from(last == b'\n');
                    return Ok(match (too_large, is_torn) {
                        (true, _) => Row::TooLarge,
                        (false, true) => Row::Torn((first, last.max(first))),
                        (false, false) => Row::Whole,
                    });
                }
                ReadFieldResult::End if too_large => return Ok(Row::TooLarge),
                ReadFieldResult::End => return Ok(Row::End),
            }
        }
    }

    fn field(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[at]]
    }

    fn fields(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|at| self.field(at))
    }
}

/// A field as it is stored, with what separates it from the next.
#[derive(Default)]
struct Stored {
    bytes: usize,
    first: Option<u8>,
    /// Its last two bytes.
    last: [u8; 2],
}

impl Stored {
    fn push(&mut self, piece: &[u8]) {
        self.first = self.first.or(piece.first().copied());
        self.bytes += piece.len();
        match piece {
            [] => {}
            [one] => self.last = [self.last[1], *one],
            [.., before, last] => self.last = [*before, *last],
        }
    }

    /// The same for the first field of a row, whose lines before it count.
    fn begin(&mut self, piece: &[u8]) -> u64 {
        let is_break = |&byte: &u8| byte == b'\n' || byte == b'\r';
        let before = match self.first {
            Some(_) => 0,
            None => piece.iter().take_while(|byte| is_break(byte)).count(),
        };
        let (before, field) = piece.split_at(before);
        self.push(field);
        before.iter().filter(|&&byte| byte == b'\n').count() as u64
    }

    /// Whether it is of several lines, opens with a quotation mark and has anything behind the one that
    /// closes, or none that does (on one line that would swallow nothing); `value` is what was read of it, `at_end` whether nothing separates it.
    ///
    /// A field in quotation marks is its value, these two, and one more for each inside. Behind one
    /// that closes too early others stand for themselves, so that there are fewer.
    fn is_torn(&self, value: &[u8], at_end: bool) -> bool {
        if self.first != Some(b'"') || memchr::memchr2(b'\n', b'\r', value).is_none() {
            return false;
        }
        let inside = memchr::memchr_iter(b'"', value).count();
        let whole = value.len() + inside + 2 + usize::from(!at_end);
        let [before, last] = self.last;
        self.bytes != whole || b'"' != if at_end { last } else { before }
    }
}

/// Semicolons or tabs separate where a header has no commas, as spreadsheets write it in
/// countries of the decimal comma.
fn separator(header: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for &byte in header {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += usize::from(!quoted && byte == *separator);
        }
    }
    counts.iter().find(|(_, count)| *count > 0).map_or(b',', |&(separator, _)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Read;

    /// The rows of a table, read so many bytes at a time.
    fn rows(table: &str, at_once: usize) -> (Vec<Row>, Vec<Vec<String>>) {
        let inner: Box<dyn Read + Send> = Box::new(io::Cursor::new(table.as_bytes().to_owned()));
        let mut rows = Rows::new(Stream::with_capacity(at_once, inner), false, 1 << 20);
        rows.start().unwrap();
        let (mut kinds, mut fields) = (Vec::new(), Vec::new());
        loop {
            match rows.next().unwrap() {
                Row::End => return (kinds, fields),
                kind => {
                    kinds.push(kind);
                    fields.push(rows.fields().map(decode).collect());
                }
            }
        }
    }

    #[test]
    fn rows_that_quotation_marks_hold_together_wrongly_are_told_with_their_lines() {
        let whole = Row::Whole;
        for (table, kinds) in [
            ("a,b\n1,\"abc\n2,def\n3,\"ghi\"\n4,j\n", vec![whole, Row::Torn((2, 4)), whole]),
            ("a,b\r\n1,\"abc\r\n2,def\r\n3,\"ghi\"\r\n", vec![whole, Row::Torn((2, 4))]),
            ("a,b\n\n\n1,\"abc\nd\"e\n", vec![whole, Row::Torn((4, 5))]),
            ("a,b\n1,\"a\"\"b\n\"c\"\n", vec![whole, Row::Torn((2, 3))]),
            // On one line nothing is swallowed.
            ("a,b\n\n\n1,\"abc\"d\n2,\"a\"\"b\"c\"\n", vec![whole; 3]),
            ("a,b\n1,\"open\nand on", vec![whole, Row::Torn((2, 3))]),
            ("a,b\n1,\"", vec![whole; 2]),
            // Marks inside a field that opens with none stand for themselves.
            ("a,b\n1,say \"x\" or\"\n\"1\",\"\"\n\"\"\"\",\"a\nb\"", vec![whole; 4]),
            // Blanks behind a mark that closes are no text.
            ("a,b\n\"x\" ,\"y\"\t\n1,\"a\nb\" \n", vec![whole, whole, Row::Torn((3, 4))]),
            ("\"a\",\"b\"\r\n\"1\",\"\"\"x\"\"\"\r\n\r\n\"2\",\"\"\r\n", vec![whole; 3]),
        ] {
            for at_once in [1, 2, 5, 4096] {
                assert_eq!(rows(table, at_once).0, kinds, "{table:?} by {at_once}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_was_written_as_csv_is_whole(
            cells in prop::collection::vec(["[a\",\n\r é]{0,6}", "[a\",\n\r é]{0,6}"], 1..6),
            at_once in 1..40_usize,
        ) {
            let mut writer = csv::WriterBuilder::new()
                .quote_style(csv::QuoteStyle::Always)
                .from_writer(Vec::new());
            for row in &cells {
                writer.write_record(row).unwrap();
            }
            let table = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let (kinds, fields) = rows(&format!("a,b\n{table}"), at_once);
            prop_assert!(kinds.iter().all(|kind| *kind == Row::Whole), "{:?}", kinds);
            let cells: Vec<_> = cells.iter().map(|row| row.to_vec()).collect();
            prop_assert_eq!(&fields[1..], &cells[..]);
        }
    }
}
