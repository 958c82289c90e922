//! Lines of a stream, in memory bounded by a limit on their length.

use super::stream::Stream;
use std::io::{self, BufRead};

/// Reads one line at a time into a buffer it keeps.
pub(super) struct Lines {
    stream: Stream,
    line: Vec<u8>,
    number: u64,
    limit: usize,
}

/// A line, without its line feed.
pub(super) enum Line<'l> {
    Whole(&'l [u8]),
    /// Longer than the limit; it has been passed over.
    TooLarge,
}

impl Lines {
    pub(super) fn new(stream: Stream, limit: usize) -> Self {
        Self { stream, line: Vec::new(), number: 0, limit }
    }

    /// The number of the line last asked for, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The next line with its number; none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<(u64, Line<'_>)>> {
        self.line.clear();
        self.number += 1;
        let (mut begun, mut too_large) = (false, false);
        loop {
            let available = match self.stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if available.is_empty() && !begun {
                return Ok(None);
            }
            begun = true;
            let end = memchr::memchr(b'\n', available);
            let piece = &available[..end.unwrap_or(available.len())];
            too_large |= self.line.len() + piece.len() > self.limit;
            if !too_large {
                self.line.extend_from_slice(piece);
            }
            let ended = end.is_some() || available.is_empty();
            let used = end.map_or(available.len(), |end| end + 1);
            self.stream.consume(used);
            if ended {
                let line = if too_large { Line::TooLarge } else { Line::Whole(&self.line) };
                return Ok(Some((self.number, line)));
            }
        }
    }
}
