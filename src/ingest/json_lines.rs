//! JSON lines: one object a line, of which only the wanted fields are taken out.

use super::article::{Body, Format};
use super::container::{BOM, Record, Records};
use super::fields::{Field, FieldMap, Step, Values, Wanted};
use super::lines::{Line, Lines};
use super::stream::{Fault, Stream};
use crate::labels::Reason;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// Yields an article a line; blank lines are passed over.
pub(super) struct JsonLines {
    lines: Lines,
    map: FieldMap,
    wanted: Vec<Wanted>,
    limit: usize,
    done: bool,
}

impl JsonLines {
    pub(super) fn new(stream: Stream, map: &FieldMap, limit: usize) -> Self {
        let lines = Lines::new(stream, limit);
        Self { lines, map: map.clone(), wanted: map.wanted(), limit, done: false }
    }

    /// The next line that is not blank.
    fn record(&mut self) -> Option<Result<Record, Fault>> {
        loop {
            let (number, line) = match self.lines.next() {
                Ok(line) => line?,
                Err(error) => {
                    self.done = true;
                    return Some(Err(Fault::broken(Some(self.lines.number()), &error)));
                }
            };
            let number = Some(number);
            let Line::Whole(mut line) = line else {
                return Some(Err(Fault::too_large(number, self.limit)));
            };
            if number == Some(1) {
                if line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff") {
                    self.done = true;
                    let detail = "the file is UTF-16; save it as UTF-8";
                    return Some(Err(Fault::new(None, Reason::BadEncoding, detail)));
                }
                line = line.strip_prefix(BOM).unwrap_or(line);
            }
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let parsed = parse(line, &self.wanted, &self.map);
            return Some(match parsed {
                Ok(record) => Ok(Record { number, ..record }),
                Err(fault) => Err(Fault { number, ..fault }),
            });
        }
    }
}

impl Records for JsonLines {
    fn next(&mut self) -> Option<Result<Record, Fault>> {
        if self.done { None } else { self.record() }
    }
}

/// Takes the article out of one line.
fn parse(line: &[u8], wanted: &[Wanted], map: &FieldMap) -> Result<Record, Fault> {
    let line = std::str::from_utf8(line).map_err(|error| {
        let at = error.valid_up_to() + 1;
        let detail = format!("not UTF-8 at byte {at} of the line; save the file as UTF-8");
        Fault::new(None, Reason::BadEncoding, detail)
    })?;
    let mut found = Found::default();
    let object = Object { wanted, active: u64::MAX, depth: 0, found: &mut found };
    let mut json = serde_json::Deserializer::from_str(line);
    object.deserialize(&mut json).and_then(|()| json.end()).map_err(|error| {
        let hint = if line.trim_start().starts_with('[') {
            "; a file that is one array becomes lines with jq -c '.[]'"
        } else {
            ""
        };
        Fault::new(None, Reason::BadJson, format!("{}{hint}", what_is_wrong(line, &error)))
    })?;
    let id = found.values.id();
    let fault = |reason, detail| Fault { number: None, id: id.clone(), reason, detail };
    let text = match (found.values.take(Field::Text), found.shape) {
        (Some(text), _) if !text.trim().is_empty() => text,
        (None, Some(shape)) => {
            let detail =
                format!("the text is {shape}, not a string; {}", map.remedy(&columns(line)));
            return Err(fault(Reason::MissingText, detail));
        }
        (None, None) => return Err(fault(Reason::MissingText, map.remedy(&columns(line)))),
        (Some(_), _) => return Err(fault(Reason::Empty, "the text field is empty".to_owned())),
    };
    let meta = found.values.meta();
    let (format, body) = (Format::Text, Body::Text(text));
    Ok(Record { number: None, id, format, body, meta, fetched: None })
}

/// What serde says, unless it would repeat the line: a string that stands where an object
/// should would come whole into the message, with the words of the article.
fn what_is_wrong(line: &str, error: &serde_json::Error) -> String {
    if line.trim_start().starts_with('"') {
        return "a string, not an object; write {\"text\": …} on each line".to_owned();
    }
    error.to_string()
}

/// The fields of an object, for a message.
fn columns(line: &str) -> Vec<String> {
    serde_json::from_str::<BTreeMap<String, IgnoredAny>>(line)
        .unwrap_or_default()
        .into_keys()
        .collect()
}

/// What a line turned out to hold.
#[derive(Default)]
struct Found {
    values: Values,
    /// What stands where the text should be, if not a string.
    shape: Option<&'static str>,
}

/// An object at some depth, searched for the wanted columns that lead through it.
struct Object<'a> {
    wanted: &'a [Wanted],
    /// The wanted columns that lead here, one bit each.
    active: u64,
    depth: usize,
    found: &'a mut Found,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let Object { wanted, active, depth, found } = self;
        loop {
            let key = Key { wanted, active, depth };
            let Some(hits) = map.next_key_seed(key)? else { return Ok(()) };
            if hits.arrived | hits.onward == 0 {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let raw = map.next_value::<&RawValue>()?.get();
            if raw.starts_with('{') && hits.onward != 0 {
                let inner =
                    Object { wanted, active: hits.onward, depth: depth + 1, found: &mut *found };
                let mut json = serde_json::Deserializer::from_str(raw);
                inner.deserialize(&mut json).map_err(M::Error::custom)?;
            }
            let arrived = wanted.iter().enumerate().filter(|(i, _)| hits.arrived >> i & 1 == 1);
            for (_, wanted) in arrived {
                match scalar(raw).map_err(M::Error::custom)? {
                    Scalar::Value(value) => found.values.put(wanted, value),
                    Scalar::Null => {}
                    Scalar::Nested(shape) if wanted.field == Field::Text => {
                        found.shape = Some(shape);
                    }
                    Scalar::Nested(_) => {}
                }
            }
        }
    }
}

/// A value as a field may hold it.
enum Scalar {
    /// A string, or a number or truth value as written.
    Value(String),
    Null,
    Nested(&'static str),
}

fn scalar(raw: &str) -> serde_json::Result<Scalar> {
    Ok(match raw.as_bytes().first() {
        Some(b'"') => Scalar::Value(match serde_json::from_str(raw) {
            Ok(value) => value,
            Err(error) => match mend_surrogates(raw) {
                Some(mended) => serde_json::from_str(&mended)?,
                None => return Err(error),
            },
        }),
        Some(b'{') => Scalar::Nested("an object"),
        Some(b'[') => Scalar::Nested("an array"),
        Some(b'n') => Scalar::Null,
        _ => Scalar::Value(raw.to_owned()),
    })
}

/// Replaces escaped halves of a surrogate pair that stand alone, which no text can hold, by
/// U+FFFD: one code point for one, so offsets stay what other JSON readers count.
fn mend_surrogates(raw: &str) -> Option<String> {
    let mut bytes = raw.as_bytes().to_vec();
    let unit = |bytes: &[u8], at: usize| {
        let hex = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()
    };
    let (mut at, mut mended) = (0, false);
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        at += found;
        match unit(&bytes, at) {
            Some(0xD800..=0xDBFF) if matches!(unit(&bytes, at + 6), Some(0xDC00..=0xDFFF)) => {
                at += 12;
            }
            Some(0xD800..=0xDFFF) => {
                bytes[at..at + 6].copy_from_slice(b"\\ufffd");
                mended = true;
                at += 6;
            }
            _ => at = (at + 2).min(bytes.len()),
        }
    }
    if mended { String::from_utf8(bytes).ok() } else { None }
}

/// A key, compared with the wanted columns.
struct Key<'a> {
    wanted: &'a [Wanted],
    active: u64,
    depth: usize,
}

/// What a key leads to, one bit for each wanted column.
struct Hits {
    arrived: u64,
    onward: u64,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Hits;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Hits, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Hits;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, name: &str) -> Result<Hits, E> {
        let mut hits = Hits { arrived: 0, onward: 0 };
        for (index, wanted) in self.wanted.iter().enumerate() {
            if self.active >> index & 1 == 0 {
                continue;
            }
            match wanted.step(self.depth, name) {
                Some(Step::Arrived) => hits.arrived |= 1 << index,
                Some(Step::Onward) => hits.onward |= 1 << index,
                None => {}
            }
            if self.depth == 0 && wanted.is(name) {
                hits.arrived |= 1 << index;
            }
        }
        Ok(hits)
    }
}
