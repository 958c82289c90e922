//! CSV and TSV: an article a row, its fields named by the header.
//!
//! Rows are read with `csv_core`, not `csv`: a quotation mark left open makes one row of all
//! that follows, and only the former lets such a row be passed over in constant memory.

use super::article::{Body, Format};
use super::container::{BOM, Record, Records};
use super::fields::{Field, FieldMap, Values, Wanted};
use super::stream::{Fault, Stream};
use crate::labels::Reason;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
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
    /// Where each ends; only so many as the row has.
    ends: Vec<usize>,
    fields: usize,
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
            ends: vec![0; 64],
            fields: 0,
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
        let (mut written, mut ended, mut too_large) = (0, 0, false);
        loop {
            let input = match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            let (result, read, wrote, ends) =
                self.reader.read_record(input, &mut self.bytes[written..], &mut self.ends[ended..]);
            self.stream.consume(read);
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.bytes.len() < self.limit => {
                    let longer = (self.bytes.len() * 2).min(self.limit);
                    self.bytes.resize(longer, 0);
                }
                ReadRecordResult::OutputEndsFull if self.ends.len() < MOST_FIELDS => {
                    self.ends.resize(self.ends.len() * 2, 0);
                }
                // Too large: what follows is written over what came before.
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    (written, ended, too_large) = (0, 0, true);
                }
                ReadRecordResult::Record if too_large => return Ok(Row::TooLarge),
                ReadRecordResult::Record => {
                    self.fields = ended;
                    return Ok(Row::Whole);
                }
                ReadRecordResult::End if too_large => return Ok(Row::TooLarge),
                ReadRecordResult::End => return Ok(Row::End),
            }
        }
    }

    fn field(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start..self.ends[at]]
    }

    fn fields(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.fields).map(|at| self.field(at))
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
