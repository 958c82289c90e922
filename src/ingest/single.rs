//! A file that is one article.

use super::article::{Body, Format};
use super::container::{Record, Records};
use super::stream::{Fault, Stream};
use crate::document::Meta;
use std::io::Read;

/// Yields one article, or none if the file is empty.
pub(super) struct Single {
    stream: Option<Stream>,
    format: Format,
    limit: usize,
}

impl Single {
    pub(super) fn new(stream: Stream, format: Format, limit: usize) -> Self {
        Self { stream: Some(stream), format, limit }
    }
}

impl Records for Single {
    fn next(&mut self) -> Option<Result<Record, Fault>> {
        let mut stream = self.stream.take()?;
        let mut bytes = Vec::new();
        if let Err(error) = stream.by_ref().take(self.limit as u64).read_to_end(&mut bytes) {
            return Some(Err(Fault::broken(None, &error)));
        }
        // Asking once more also lets the stream see its end.
        match stream.read(&mut [0]) {
            Err(error) => return Some(Err(Fault::broken(None, &error))),
            Ok(0) => {}
            Ok(_) => return Some(Err(Fault::too_large(None, self.limit))),
        }
        if bytes.is_empty() {
            return None;
        }
        Some(Ok(Record {
            number: None,
            id: None,
            format: self.format,
            body: Body::Bytes(bytes),
            meta: Meta::default(),
            fetched: None,
        }))
    }
}
