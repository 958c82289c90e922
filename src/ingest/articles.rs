//! The articles of all inputs, one after the other.

use super::Options;
use super::article::{Body, Place, Raw, Reject};
use super::container::{Compression, Container, KNOWN, Record, Records};
use super::find::{Found, Inputs, Skipped};
use super::ids::{Ids, hashed};
use super::stream::{self, Fault, FileRead, Tap};
use crate::labels::Reason;
use std::collections::BTreeMap;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use xxhash_rust::xxh3::Xxh3;

/// Iterates over the articles of all inputs, in a fixed order.
///
/// An input that cannot be read is an item too, so that every one is accounted for.
pub struct Articles {
    options: Options,
    waiting: std::vec::IntoIter<Found>,
    current: Option<Current>,
    ids: Ids,
    fingerprint: Xxh3,
    files: Vec<FileRead>,
    skipped: Skipped,
    passed_over: BTreeMap<String, u64>,
    read: Arc<AtomicU64>,
    bytes: Option<u64>,
}

/// The file that is being read.
struct Current {
    file: FileRead,
    name: Option<String>,
    records: Box<dyn Records>,
    /// None if it is no file.
    tap: Option<Tap>,
    /// Whether it has yielded anything.
    yielded: bool,
}

/// How far the reading has come, in bytes as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Read so far; buffers run somewhat ahead of the articles.
    pub read: u64,
    /// In all; none if an input is a stream.
    pub total: Option<u64>,
}

impl Articles {
    pub(super) fn new(inputs: Inputs, options: Options) -> Self {
        Self {
            options,
            waiting: inputs.found.into_iter(),
            current: None,
            ids: Ids::default(),
            fingerprint: Xxh3::new(),
            files: Vec::new(),
            skipped: inputs.skipped,
            passed_over: BTreeMap::new(),
            read: Arc::default(),
            bytes: inputs.bytes,
        }
    }

    /// A hash of every item so far: ids, texts and what is known besides, and what was wrong.
    ///
    /// Two readings that agree here have yielded the same, so a run can resume where another
    /// stopped. Where the inputs lie does not enter it.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint.digest()
    }

    /// The files not yet opened, in order.
    pub fn ahead(&self) -> impl Iterator<Item = &Path> {
        self.waiting.as_slice().iter().filter_map(|found| match found {
            Found::File { path, .. } | Found::Unreadable { path, .. } => Some(path.as_path()),
            Found::Batches { .. } => None,
        })
    }

    /// The files done with since this was asked last, in order.
    ///
    /// That a file is done with shows when the article after its last one is asked for.
    pub fn take_files(&mut self) -> Vec<FileRead> {
        std::mem::take(&mut self.files)
    }

    /// Files of folders that are passed over.
    pub fn skipped(&self) -> &Skipped {
        &self.skipped
    }

    /// Records of web archives read to their end that are no pages, by kind.
    pub fn passed_over(&self) -> &BTreeMap<String, u64> {
        &self.passed_over
    }

    /// How far the reading has come.
    pub fn progress(&self) -> Progress {
        Progress { read: self.read.load(Ordering::Relaxed), total: self.bytes }
    }

    /// Makes `found` the current file.
    fn open(&mut self, found: Found) -> Result<(), (Arc<PathBuf>, Fault)> {
        let (path, name, how) = match found {
            Found::File { path, name, how } => (path, name, how),
            Found::Unreadable { path, detail } => {
                self.files.push(FileRead::unread(&path));
                return Err((path, Fault::new(None, Reason::Unreadable, detail)));
            }
            Found::Batches { name, records } => {
                let file = FileRead::unread(&name);
                let current = Current { file, name: None, records, tap: None, yielded: true };
                self.current = Some(current);
                return Ok(());
            }
        };
        let file = FileRead::unread(&path);
        match self.records(&path, how) {
            Ok((records, tap)) => {
                let tap = Some(tap);
                self.current = Some(Current { file, name, records, tap, yielded: false });
                Ok(())
            }
            Err(fault) => {
                self.files.push(file);
                Err((path, fault))
            }
        }
    }

    /// Opens a file; what its name does not say is told from its first bytes.
    fn records(
        &self,
        path: &Path,
        how: Option<(Container, Compression)>,
    ) -> Result<(Box<dyn Records>, Tap), Fault> {
        let broken = |error| Fault::broken(None, &error);
        let (compression, container) = (how.map(|(_, c)| c), how.map(|(c, _)| c));
        let (stream, tap) = stream::open(path, compression, &self.read).map_err(broken)?;
        let (container, stream) = match container.or(self.options.format) {
            Some(container) => (container, stream),
            None => {
                let (head, stream) = stream::peek(Box::new(stream)).map_err(broken)?;
                let Some(container) = Container::sniff(&head) else {
                    let detail = format!("not text; known are {KNOWN}");
                    return Err(Fault::new(None, Reason::Binary, detail));
                };
                (container, BufReader::new(stream))
            }
        };
        Ok((container.records(path, stream, &self.options), tap))
    }

    fn article(&mut self, record: Record, place: Place, name: Option<String>) -> Raw {
        let id = record.id.clone().unwrap_or_else(|| match (&name, place.record) {
            (Some(name), None) => name.clone(),
            _ if !record.meta.url.is_empty() => hashed(record.meta.url.as_bytes()),
            _ => hashed(bytes(&record.body)),
        });
        let id = self.ids.unique(id);
        let meta = &record.meta;
        for part in [&id, &meta.title, &meta.source, &meta.date, &meta.url, &meta.language] {
            self.hash(part.as_bytes());
        }
        self.hash(record.fetched.as_deref().unwrap_or_default().as_bytes());
        self.hash(bytes(&record.body));
        let Record { format, body, meta, fetched, .. } = record;
        Raw { id, place, format, body, meta, fetched }
    }

    fn reject(&mut self, fault: Fault, file: Arc<PathBuf>) -> Reject {
        self.hash(fault.reason.as_str().as_bytes());
        self.hash(fault.detail.as_bytes());
        let place = Place { file, record: fault.number };
        Reject { place, id: fault.id, reason: fault.reason, detail: fault.detail }
    }

    /// With the length, so that parts cannot be mistaken for each other.
    fn hash(&mut self, part: &[u8]) {
        self.fingerprint.update(&(part.len() as u64).to_le_bytes());
        self.fingerprint.update(part);
    }
}

impl Iterator for Articles {
    type Item = Result<Raw, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(current) = &mut self.current else {
                let found = self.waiting.next()?;
                if let Err((path, fault)) = self.open(found) {
                    return Some(Err(self.reject(fault, path)));
                }
                continue;
            };
            let file = Arc::clone(&current.file.file);
            if let Some(record) = current.records.next() {
                current.yielded = true;
                return Some(match record {
                    Ok(record) => {
                        let name = current.name.clone();
                        let place = Place { file, record: record.number };
                        Ok(self.article(record, place, name))
                    }
                    Err(fault) => Err(self.reject(fault, file)),
                });
            }
            let Some(Current { file: unread, mut records, tap, yielded, .. }) = self.current.take()
            else {
                continue;
            };
            for (kind, count) in records.passed_over() {
                *self.passed_over.entry(kind).or_default() += count;
            }
            self.files.extend(tap.map(|tap| tap.finish(unread)));
            if !yielded {
                let fault = Fault::new(None, Reason::Empty, "there is no article in it");
                return Some(Err(self.reject(fault, file)));
            }
        }
    }
}

fn bytes(body: &Body) -> &[u8] {
    match body {
        Body::Bytes(bytes) => bytes,
        Body::Text(text) => text.as_bytes(),
    }
}
