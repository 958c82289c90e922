//! Articles in Arrow record batches: an article a row, its fields named by the columns.

use super::article::{Body, Format};
use super::container::{Record, Records};
use super::fields::{Field, FieldMap, Values, Wanted};
use super::stream::Fault;
use super::table::decode;
use crate::labels::Reason;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrowPrimitiveType, RecordBatch, downcast_dictionary_array};
use arrow_schema::{DataType, Schema, TimeUnit};
use jiff::{SignedDuration, Timestamp, civil::Date};
use std::borrow::Cow;
use std::fmt::Display;

/// Which columns of a table hold what.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// The wanted columns there are, with their places.
    pub wanted: Vec<(usize, Wanted)>,
}

impl Columns {
    /// Finds the wanted columns; else what is wrong with the table.
    pub fn find(schema: &Schema, map: &FieldMap) -> Result<Self, String> {
        let names: Vec<_> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let mut wanted = Vec::new();
        for column in map.wanted() {
            let Some(at) = names.iter().position(|name| column.is(name)) else { continue };
            let field = schema.field(at);
            if is_readable(field.data_type()) {
                wanted.push((at, column));
            } else if map.given(column.field).is_some() {
                let (name, ty) = (field.name(), field.data_type());
                return Err(format!("\"{name}\" holds {ty}, not text; name another column"));
            }
        }
        if !wanted.iter().any(|(_, wanted)| wanted.field == Field::Text) {
            return Err(map.remedy(&names));
        }
        Ok(Self { wanted })
    }

    /// The same columns after all others were left out.
    pub fn projected(mut self) -> Self {
        let mut places: Vec<usize> = self.wanted.iter().map(|(at, _)| *at).collect();
        places.sort_unstable();
        places.dedup();
        for (at, _) in &mut self.wanted {
            *at = places.partition_point(|place| place < at);
        }
        self
    }

    /// How many bytes the wanted cells of one row have.
    pub fn size(&self, batch: &RecordBatch, row: usize) -> u64 {
        let bytes = |at: &usize| cell(batch.column(*at), row).bytes().len() as u64;
        self.wanted.iter().map(|(at, _)| bytes(at)).sum()
    }

    /// The article in one row of a batch.
    pub fn record(
        &self,
        batch: &RecordBatch,
        row: usize,
        number: u64,
        limit: usize,
    ) -> Result<Record, Fault> {
        let number = Some(number);
        let mut values = Values::default();
        let mut text: Option<(usize, Cell<'_>)> = None;
        for (at, wanted) in &self.wanted {
            let cell = cell(batch.column(*at), row);
            if wanted.field != Field::Text {
                values.put(wanted, cell.text().into_owned());
            } else if text.as_ref().is_none_or(|(rank, old)| {
                old.bytes().trim_ascii().is_empty() && *rank < wanted.rank
            }) {
                text = Some((wanted.rank, cell));
            }
        }
        let id = values.id();
        let text = text.map_or(Cell::Bytes(&[]), |(_, text)| text);
        let size = text.bytes().len();
        if size > limit {
            return Err(Fault { id, ..Fault::too_large(number, limit) });
        }
        if text.bytes().trim_ascii().is_empty() {
            let detail = "the text column is empty".to_owned();
            return Err(Fault { number, id, reason: Reason::Empty, detail });
        }
        let body = match text {
            Cell::Text(text) => Body::Text(text.into_owned()),
            Cell::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Body::Text(text.to_owned()),
                Err(_) => Body::Bytes(bytes.to_owned()),
            },
        };
        Ok(Record { number, id, format: Format::Text, body, meta: values.meta(), fetched: None })
    }
}

/// Yields the articles of batches that are in memory.
pub(super) struct Batches {
    columns: Columns,
    batches: std::vec::IntoIter<RecordBatch>,
    current: Option<RecordBatch>,
    row: usize,
    number: u64,
    limit: usize,
}

impl Batches {
    pub fn new(columns: Columns, batches: Vec<RecordBatch>, limit: usize) -> Self {
        let batches = batches.into_iter();
        Self { columns, batches, current: None, row: 0, number: 0, limit }
    }
}

impl Records for Batches {
    fn next(&mut self) -> Option<Result<Record, Fault>> {
        loop {
            let Some(batch) = &self.current else {
                self.current = Some(self.batches.next()?);
                self.row = 0;
                continue;
            };
            if self.row == batch.num_rows() {
                self.current = None;
                continue;
            }
            self.number += 1;
            let record = self.columns.record(batch, self.row, self.number, self.limit);
            self.row += 1;
            return Some(record);
        }
    }
}

/// A cell as it stands; empty where it is missing.
enum Cell<'a> {
    Text(Cow<'a, str>),
    Bytes(&'a [u8]),
}

impl<'a> Cell<'a> {
    fn of(shown: impl Display) -> Self {
        Cell::Text(Cow::Owned(shown.to_string()))
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Cell::Text(text) => text.as_bytes(),
            Cell::Bytes(bytes) => bytes,
        }
    }

    fn text(self) -> Cow<'a, str> {
        match self {
            Cell::Text(text) => text,
            Cell::Bytes(bytes) => Cow::Owned(decode(bytes)),
        }
    }
}

fn is_readable(ty: &DataType) -> bool {
    match ty {
        DataType::Dictionary(_, value) => is_readable(value),
        DataType::Null | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => true,
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => true,
        DataType::Float32 | DataType::Float64 => true,
        other => other.is_integer(),
    }
}

fn cell(array: &dyn Array, row: usize) -> Cell<'_> {
    if array.is_null(row) {
        return Cell::Bytes(&[]);
    }
    match array.data_type() {
        DataType::Utf8 => Cell::Text(array.as_string::<i32>().value(row).into()),
        DataType::LargeUtf8 => Cell::Text(array.as_string::<i64>().value(row).into()),
        DataType::Utf8View => Cell::Text(array.as_string_view().value(row).into()),
        DataType::Binary => Cell::Bytes(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => Cell::Bytes(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => Cell::Bytes(array.as_binary_view().value(row)),
        DataType::Dictionary(..) => downcast_dictionary_array!(
            array => match array.key(row) {
                Some(key) => cell(array.values().as_ref(), key),
                None => Cell::Bytes(&[]),
            },
            _ => Cell::Bytes(&[])
        ),
        DataType::Int8 => number::<Int8Type>(array, row),
        DataType::Int16 => number::<Int16Type>(array, row),
        DataType::Int32 => number::<Int32Type>(array, row),
        DataType::Int64 => number::<Int64Type>(array, row),
        DataType::UInt8 => number::<UInt8Type>(array, row),
        DataType::UInt16 => number::<UInt16Type>(array, row),
        DataType::UInt32 => number::<UInt32Type>(array, row),
        DataType::UInt64 => number::<UInt64Type>(array, row),
        DataType::Float32 => number::<Float32Type>(array, row),
        DataType::Float64 => number::<Float64Type>(array, row),
        DataType::Date32 => {
            day(i64::from(array.as_primitive::<Date32Type>().value(row)).saturating_mul(86_400_000))
        }
        DataType::Date64 => day(array.as_primitive::<Date64Type>().value(row)),
        DataType::Timestamp(unit, zone) => moment(ticks(array, *unit, row), *unit, zone.is_some()),
        _ => Cell::Bytes(&[]),
    }
}

fn number<T: ArrowPrimitiveType<Native: Display>>(array: &dyn Array, row: usize) -> Cell<'_> {
    Cell::of(array.as_primitive::<T>().value(row))
}

fn ticks(array: &dyn Array, unit: TimeUnit, row: usize) -> i64 {
    use arrow_array::types::{
        TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
        TimestampSecondType,
    };
    match unit {
        TimeUnit::Second => array.as_primitive::<TimestampSecondType>().value(row),
        TimeUnit::Millisecond => array.as_primitive::<TimestampMillisecondType>().value(row),
        TimeUnit::Microsecond => array.as_primitive::<TimestampMicrosecondType>().value(row),
        TimeUnit::Nanosecond => array.as_primitive::<TimestampNanosecondType>().value(row),
    }
}

/// A day; nothing if it lies outside the calendar.
fn day(milliseconds: i64) -> Cell<'static> {
    let since = SignedDuration::from_millis(milliseconds);
    Date::constant(1970, 1, 1).checked_add(since).map_or(Cell::Bytes(&[]), Cell::of)
}

/// A moment in UTC; without a time zone the time as it stands, or the day alone at midnight, for
/// that is how days are kept where there is no type for them.
fn moment(ticks: i64, unit: TimeUnit, zoned: bool) -> Cell<'static> {
    let since = match unit {
        TimeUnit::Second => SignedDuration::from_secs(ticks),
        TimeUnit::Millisecond => SignedDuration::from_millis(ticks),
        TimeUnit::Microsecond => SignedDuration::from_micros(ticks),
        TimeUnit::Nanosecond => SignedDuration::from_nanos(ticks),
    };
    let Ok(instant) = Timestamp::from_duration(since) else { return Cell::Bytes(&[]) };
    if zoned {
        return Cell::of(instant);
    }
    let civil = jiff::tz::Offset::UTC.to_datetime(instant);
    let midnight = civil.time() == jiff::civil::Time::midnight();
    if midnight { Cell::of(civil.date()) } else { Cell::of(civil) }
}
