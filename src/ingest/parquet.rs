//! Parquet: an article a row, its fields named by the columns.
//!
//! A Parquet file is read from its end, so it is opened a second time beside the stream that counts
//! and hashes it; the stream is passed over as far as row groups are read. Only the columns that are
//! wanted are decoded, a row at a time: a thousand rows may be one large value of a dictionary, of
//! which the decoder makes a thousand. What a file says of its sizes is not relied upon.

use super::columns::Columns;
use super::container::{Record, Records};
use super::fields::FieldMap;
use super::pages::{PAGE, Pages, TIMES};
use super::stream::{Fault, RATIO, Stream, UNPACKED};
use crate::labels::Reason;
use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader,
    ParquetRecordBatchReaderBuilder,
};
use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// What a row is counted as besides its words, so that there is an end to rows without any.
const ROW: u64 = 64;

/// How a Parquet file begins and ends.
pub(super) const MAGIC: &[u8] = b"PAR1";

/// Yields an article a row.
pub(super) struct Parquet {
    stream: Stream,
    path: PathBuf,
    map: FieldMap,
    limit: usize,
    state: State,
}

enum State {
    New,
    Open(Box<Open>),
    Done,
}

/// A file whose columns are known.
struct Open {
    pages: Pages,
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    columns: Columns,
    /// The row group at hand, counted from 1, and its rows.
    group: usize,
    rows: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    row: usize,
    /// The row at hand in the file, counted from 1, and the last of its row group.
    number: u64,
    group_end: u64,
    /// Bytes of the stream that were passed over.
    passed: u64,
    /// Bytes of the rows so far, and how many there may be.
    unpacked: u64,
    most: u64,
}

impl Parquet {
    pub fn new(path: &Path, stream: Stream, map: &FieldMap, limit: usize) -> Self {
        let (path, map) = (path.to_owned(), map.clone());
        Self { stream, path, map, limit, state: State::New }
    }

    fn open(&self) -> Result<Open, Fault> {
        let fault = |reason, detail| Fault::new(None, reason, detail);
        if self.path == Path::new("-") {
            let detail = "Parquet cannot be read from standard input; name the file";
            return Err(fault(Reason::Unreadable, detail.to_owned()));
        }
        let unreadable = |error: io::Error| fault(Reason::Unreadable, error.to_string());
        let file = File::open(&self.path).map_err(unreadable)?;
        let metadata = guarded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()));
        let metadata = metadata.map_err(|told| {
            fault(Reason::Truncated, format!("damaged ({told}); fetch the file again"))
        })?;
        let columns = Columns::find(metadata.schema(), &self.map)
            .map_err(|detail| fault(Reason::MissingText, detail))?;
        let places = columns.wanted.iter().map(|(at, _)| *at);
        let mask = ProjectionMask::roots(metadata.parquet_schema(), places);
        let columns = columns.projected();
        let most =
            UNPACKED.max(file.metadata().map_or(0, |about| about.len()).saturating_mul(RATIO));
        Ok(Open {
            pages: Pages::new(file),
            metadata,
            mask,
            columns,
            group: 0,
            rows: None,
            batch: None,
            row: 0,
            number: 0,
            group_end: 0,
            passed: 0,
            unpacked: 0,
            most,
        })
    }
}

impl Records for Parquet {
    fn next(&mut self) -> Option<Result<Record, Fault>> {
        if matches!(self.state, State::New) {
            match self.open() {
                Ok(open) => self.state = State::Open(Box::new(open)),
                Err(fault) => {
                    self.state = State::Done;
                    return Some(Err(fault));
                }
            }
        }
        let State::Open(open) = &mut self.state else { return None };
        let next = open.next(&mut self.stream, self.limit);
        if next.is_none() {
            self.state = State::Done;
            if let Err(error) = io::copy(&mut self.stream, &mut io::sink()) {
                return Some(Err(Fault::broken(None, &error)));
            }
        }
        next
    }
}

impl Open {
    fn next(&mut self, stream: &mut Stream, limit: usize) -> Option<Result<Record, Fault>> {
        loop {
            if let Some(batch) = &self.batch
                && self.row < batch.num_rows()
            {
                self.number += 1;
                self.unpacked += ROW + self.columns.size(batch, self.row);
                if self.unpacked > self.most {
                    return Some(Err(self.give_up()));
                }
                let record = self.columns.record(batch, self.row, self.number, limit);
                self.row += 1;
                return Some(record);
            }
            self.row = 0;
            self.batch = None;
            if let Some(rows) = &mut self.rows {
                match guarded(|| rows.next().transpose()) {
                    Ok(Some(batch)) => self.batch = Some(batch),
                    Ok(None) if self.number < self.group_end => {
                        return Some(Err(self.broken("it ends before its last row")));
                    }
                    Ok(None) => self.rows = None,
                    Err(told) => return Some(Err(self.broken(&told))),
                }
                continue;
            }
            let about = self.metadata.metadata().row_groups().get(self.group)?;
            self.group += 1;
            self.number = self.group_end;
            let rows = u64::try_from(about.num_rows()).unwrap_or(0);
            self.group_end = self.group_end.saturating_add(rows);
            let stored = u64::try_from(about.compressed_size()).unwrap_or(0);
            let end = self.passed.saturating_add(stored);
            let ahead = end.saturating_sub(self.passed);
            match io::copy(&mut stream.by_ref().take(ahead), &mut io::sink()) {
                Ok(passed) => self.passed += passed,
                Err(error) => return Some(Err(Fault::broken(None, &error))),
            }
            match self.rows_of(self.group - 1) {
                Ok(rows) => self.rows = Some(rows),
                Err(told) => return Some(Err(self.broken(&told))),
            }
        }
    }

    fn rows_of(&self, group: usize) -> Result<ParquetRecordBatchReader, String> {
        guarded(|| {
            let (pages, metadata) = (self.pages.clone(), self.metadata.clone());
            ParquetRecordBatchReaderBuilder::new_with_metadata(pages, metadata)
                .with_row_groups(vec![group])
                .with_projection(self.mask.clone())
                .with_batch_size(1)
                .build()
        })
    }

    /// Gives up the row group at hand; the next stands for itself.
    fn broken(&mut self, told: &str) -> Fault {
        self.rows = None;
        let (group, end) = (self.group, self.group_end);
        let from = self.number + 1;
        let number = Some(from);
        if self.pages.refused() {
            let detail = format!(
                "row group {group}: a page unpacks to more than {PAGE} bytes and {TIMES} times its \
                 size, rows {from} to {end} are lost; write smaller pages if it is what it should be"
            );
            return Fault::new(number, Reason::TooLarge, detail);
        }
        // What the decoder was built without.
        if told.contains("Disabled feature") {
            let detail = format!(
                "row group {group}: packed in a way that is not read here ({told}), rows {from} to \
                 {end} are lost; write it with zstd or snappy"
            );
            return Fault::new(number, Reason::Unreadable, detail);
        }
        let detail = format!(
            "row group {group}: damaged, rows {from} to {end} are lost ({told}); fetch the file \
             again"
        );
        Fault::new(number, Reason::Truncated, detail)
    }

    /// Gives up this row and all that follow.
    fn give_up(&mut self) -> Fault {
        (self.rows, self.batch) = (None, None);
        self.group = usize::MAX;
        let detail = format!(
            "unpacks to more than {UNPACKED} bytes and {RATIO} times its size; what came before is \
             kept; write it anew as JSONL if it is what it should be"
        );
        Fault::new(Some(self.number), Reason::TooLarge, detail)
    }
}

/// What goes wrong in words. Damage may let the decoder run into one of its own assertions.
pub(crate) fn guarded<T, E: std::fmt::Display>(
    read: impl FnOnce() -> Result<T, E>,
) -> Result<T, String> {
    let outer = GUARDED.replace(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(outer);
    match read {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("no valid Parquet".to_owned()),
    }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread runs a decoder whose failed assertions are told as damage of the input: a
/// panic hook has nothing to say about them.
pub(crate) fn is_guarded() -> bool {
    GUARDED.get()
}
