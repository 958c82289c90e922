//! Records of a WARC file, framed: head and block, and on past one that is damaged.
//!
//! A record says its own length, and a damaged one says it wrong. What it says is believed if
//! the next record begins behind it, or the file ends. If not, the record is told as damaged
//! and the next one looked for: inside what was read, if the length was too large, else
//! further on. From then on no length of this file is believed over the beginning of another
//! record, so that no byte is read more than twice.

use super::super::stream::{Fault, Stream};
use crate::labels::Reason;
use std::io::{self, BufRead, ErrorKind};

/// The largest head of a record, and the room for a page's HTTP head beside its article.
pub(super) const HEAD: usize = 64 << 10;

/// Where another record begins, seen from inside a block.
const NEXT: &[u8] = b"\r\n\r\nWARC/1.";

const VERSION: &[u8] = b"WARC/";

/// The records of one file.
pub(super) struct Frames {
    source: Source,
    number: u64,
    /// The largest block that is kept.
    limit: usize,
    /// A length was wrong before.
    wary: bool,
    /// The next record has to be looked for.
    lost: bool,
    done: bool,
}

/// A record.
pub(super) struct Frame {
    /// From 1, in the order of the file.
    pub number: u64,
    pub head: Fields,
    /// None if it is larger than the limit; it has been passed over.
    pub block: Option<Vec<u8>>,
}

/// Fields of a head, as `Name: value` lines.
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// From lines; what is no field is passed over, as browsers do.
    pub(super) fn parse(lines: &[u8]) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in lines.split(|&byte| byte == b'\n') {
            let text = String::from_utf8_lossy(line);
            if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(fields)
    }

    /// The first field of that name, written in lower case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

/// What stopped a record.
enum Stop {
    Io(io::Error),
    Bad(String),
    Cut(String),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Stop::Io(error)
    }
}

impl Frames {
    pub(super) fn new(stream: Stream, limit: usize) -> Self {
        let source = Source { stream, ahead: Vec::new(), at: 0, moved: true };
        Self { source, number: 0, limit, wary: false, lost: false, done: false }
    }

    /// The next record, or what is wrong with it; none at the end.
    pub(super) fn next(&mut self) -> Option<Result<Frame, Fault>> {
        while !self.done {
            let looking = self.lost;
            let (reason, detail) = match self.frame() {
                Ok(frame) => return frame.map(Ok),
                Err(Stop::Bad(detail)) => (Reason::BadRecord, detail),
                Err(Stop::Cut(detail)) => (Reason::Truncated, detail),
                Err(Stop::Io(error)) => {
                    let fault = Fault::broken(None, &error);
                    // A file that cannot be read, or a decoder that is stuck, has no more.
                    self.done = fault.reason == Reason::Unreadable || !self.source.moved;
                    self.source.moved = false;
                    let told = looking && self.lost && fault.reason != Reason::Unreadable;
                    self.lost = true;
                    if told {
                        // The same gap: no record has begun since.
                        continue;
                    }
                    (fault.reason, fault.detail)
                }
            };
            return Some(Err(Fault::new(Some(self.number), reason, detail)));
        }
        None
    }

    fn frame(&mut self) -> Result<Option<Frame>, Stop> {
        match self.begin() {
            Ok(true) => self.number += 1,
            Ok(false) => return Ok(None),
            Err(stop) => {
                self.number += u64::from(!self.lost);
                return Err(stop);
            }
        }
        let head = self.head()?;
        let length = head.get("content-length").and_then(|length| length.parse::<u64>().ok());
        let Some(length) = length else {
            self.lost = true;
            return Err(Stop::Bad(
                "the record has no Content-Length that can be read; it is passed over".into(),
            ));
        };
        let mut block = Vec::new();
        let kept = length <= self.limit as u64;
        let read = self.source.block(length, self.wary || !kept, kept.then_some(&mut block))?;
        let ended = self.source.look(1)?.is_empty();
        if read == length && (ended || self.source.next_begins()?) {
            return Ok(Some(Frame { number: self.number, head, block: kept.then_some(block) }));
        }
        if let Some(next) = memchr::memmem::find(&block, NEXT) {
            self.source.put_back(&block[next..]);
            self.wary = true;
        } else if read < length && ended {
            return Err(Stop::Cut(format!(
                "the file ends after {read} of the record's {length} bytes; fetch it again"
            )));
        } else if read == length {
            self.lost = true;
        }
        Err(Stop::Bad(format!(
            "the record's Content-Length of {length} is wrong: no record begins behind it; what \
             it holds is passed over"
        )))
    }

    /// Reads the line a record begins with; false at the end.
    fn begin(&mut self) -> Result<bool, Stop> {
        let mut strange = false;
        while self.source.skip_blank()? {
            let begins = self.source.look(VERSION.len())? == VERSION;
            if begins && strange {
                break;
            }
            // To look on for the next record is part of the fault that made it necessary.
            strange |= !begins && !self.lost;
            self.source.line(&mut Vec::new(), HEAD)?;
            if begins {
                self.lost = false;
                return Ok(true);
            }
        }
        self.lost = false;
        if strange {
            return Err(Stop::Bad("no record begins where one should; went on to the next".into()));
        }
        Ok(false)
    }

    fn head(&mut self) -> Result<Fields, Stop> {
        let mut lines = Vec::new();
        loop {
            let before = lines.len();
            if !self.source.line(&mut lines, HEAD)? || lines.len() > HEAD {
                self.lost = true;
                return Err(Stop::Bad("the record's head has no end; it is passed over".into()));
            }
            if lines[before..].trim_ascii().is_empty() {
                return Ok(Fields::parse(&lines));
            }
        }
    }
}

/// A stream that bytes can be put back into.
struct Source {
    stream: Stream,
    /// What was put back, read up to `at`.
    ahead: Vec<u8>,
    at: usize,
    /// Whether anything was read since the last error.
    moved: bool,
}

impl Source {
    fn fill(&mut self) -> io::Result<&[u8]> {
        if self.at < self.ahead.len() {
            return Ok(&self.ahead[self.at..]);
        }
        loop {
            match self.stream.fill_buf() {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(_) => return self.stream.fill_buf(),
            }
        }
    }

    fn consume(&mut self, read: usize) {
        self.moved |= read > 0;
        if self.at < self.ahead.len() {
            self.at += read;
        } else {
            self.stream.consume(read);
        }
    }

    /// The next `length` bytes, or fewer at the end.
    fn look(&mut self, length: usize) -> io::Result<&[u8]> {
        if self.fill()?.len() < length {
            let mut near = self.ahead[self.at.min(self.ahead.len())..].to_vec();
            let mut failed = None;
            while near.len() < length {
                match self.stream.fill_buf() {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                    Ok([]) => break,
                    Ok(more) => {
                        let taken = more.len().min(length - near.len());
                        near.extend_from_slice(&more[..taken]);
                        self.stream.consume(taken);
                        self.moved = true;
                    }
                }
            }
            (self.ahead, self.at) = (near, 0);
            if let Some(error) = failed {
                return Err(error);
            }
        }
        let near = self.fill()?;
        Ok(&near[..near.len().min(length)])
    }

    /// Makes `bytes` the next to be read.
    fn put_back(&mut self, bytes: &[u8]) {
        let rest = &self.ahead[self.at.min(self.ahead.len())..];
        self.ahead = [bytes, rest].concat();
        self.at = 0;
    }

    /// Passes over line ends; false at the end of the stream.
    fn skip_blank(&mut self) -> io::Result<bool> {
        loop {
            let near = self.fill()?;
            let blank = near.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let (ended, more) = (near.is_empty(), blank < near.len());
            self.consume(blank);
            if ended || more {
                return Ok(!ended);
            }
        }
    }

    /// Whether, behind the line ends there should be, a record begins or the stream ends.
    fn next_begins(&mut self) -> io::Result<bool> {
        const LINE_ENDS: usize = 8; // four should be there, writers differ
        let near = self.look(LINE_ENDS + VERSION.len())?.trim_ascii_start();
        Ok(near.is_empty() || near.starts_with(VERSION))
    }

    /// Appends the next line with its end, as far as there is room; false at the end.
    fn line(&mut self, line: &mut Vec<u8>, room: usize) -> io::Result<bool> {
        let mut begun = false;
        loop {
            let near = self.fill()?;
            if near.is_empty() {
                return Ok(begun);
            }
            begun = true;
            let end = memchr::memchr(b'\n', near);
            let used = end.map_or(near.len(), |end| end + 1);
            // One byte more than fits tells that it did not fit.
            let taken = used.min((room + 1).saturating_sub(line.len()));
            line.extend_from_slice(&near[..taken]);
            self.consume(used);
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    /// Reads up to `length` bytes into `block`, or over them; a wary reader stops where another
    /// record begins. How many were read.
    fn block(
        &mut self,
        length: u64,
        wary: bool,
        mut block: Option<&mut Vec<u8>>,
    ) -> io::Result<u64> {
        let mut read = 0;
        while read < length {
            let left = usize::try_from(length - read).unwrap_or(usize::MAX);
            let mut near = self.fill()?;
            if wary && near.len() < NEXT.len().min(left) {
                // Many at once: what is looked at is copied.
                near = self.look(left.min(HEAD))?;
            }
            let near = &near[..near.len().min(left)];
            if near.is_empty() {
                break;
            }
            let found = if wary { memchr::memmem::find(near, NEXT) } else { None };
            // A beginning may be cut in two: its first half is looked at again.
            let whole = near.len() == left || !wary || near.len() < NEXT.len();
            let taken = match found {
                Some(found) => found,
                None if whole => near.len(),
                None => near.len() + 1 - NEXT.len(),
            };
            if let Some(block) = &mut block {
                block.extend_from_slice(&near[..taken]);
            }
            read += taken as u64;
            self.consume(taken);
            if found.is_some() {
                break;
            }
        }
        Ok(read)
    }
}
