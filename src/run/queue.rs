//! The queue: articles are taken in order, worked on in any, and written in order.
//!
//! Each thread takes a chunk, works on it, and puts it down; whoever puts down the chunk that
//! is next in line writes it and all that wait behind it. So there is no thread that only
//! reads or only writes, one thread does everything by itself, and no thread runs further
//! ahead of the slowest than the look-ahead: memory does not grow with the corpus.

use super::chunk::{self, Encoded};
use super::counts::Counts;
use super::folder::Folder;
use super::shard::{self, Open, Shard};
use super::sheet::{self, Sheet};
use super::{Error, Settings, Status, Watch};
use crate::clean::Duplicates;
use crate::ingest::{self, Articles, Body, Raw, Reject};
use crate::pipeline::Pipeline;
use crate::table::Encoding;
use rayon::ThreadPoolBuilder;
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A chunk is whole at this many articles,
const CHUNK_ARTICLES: usize = 16;
/// or at this many bytes.
const CHUNK_BYTES: usize = 1 << 18;
/// Chunks that may wait to be written, for each thread.
const LOOK_AHEAD: u64 = 4;

/// Passes over the articles of finished shards, and makes sure they are the same.
pub(super) fn skip(
    articles: &mut Articles,
    finished: &[Shard],
    folder: &Folder,
    watch: &mut dyn Watch,
) -> Result<(Counts, Duplicates), Error> {
    let mut counts = Counts::default();
    let mut duplicates = Duplicates::default();
    for (number, shard) in finished.iter().enumerate() {
        let changed = |now: &str| {
            let after = counts.articles;
            let which = format!("input: an article after number {after}");
            folder.other(super::recipe::change(&which, &shard.fingerprint, now))
        };
        for _ in 0..shard.counts.articles {
            if articles.next().is_none() {
                return Err(changed("the input ends earlier"));
            }
        }
        let now = shard::hex(articles.fingerprint());
        if now != shard.fingerprint {
            return Err(changed(&now));
        }
        counts.add(&shard.counts);
        shard::remember(folder, number, &mut duplicates)?;
        watch.status(&Status { counts: &counts, read: articles.progress(), skipping: true });
    }
    Ok((counts, duplicates))
}

/// Works on all articles that are left, and gives back what they came from, read to its end.
pub(super) fn work(
    settings: &Settings,
    pipeline: &Pipeline,
    folder: &Folder,
    articles: Articles,
    shards: usize,
    (counts, duplicates): (Counts, Duplicates),
    watch: &mut dyn Watch,
) -> Result<(Counts, Articles), Error> {
    let encoding = |&format| Encoding {
        format,
        spreadsheet_safe: settings.spreadsheet_safe,
        no_text: settings.no_text,
    };
    let encodings: Vec<_> = settings.formats.iter().map(encoding).collect();
    let threads = settings.threads.get();
    let queue = Queue {
        source: Mutex::new(Source {
            articles,
            shard_size: settings.shard_size.get(),
            left: settings.shard_size.get(),
            next: 0,
        }),
        sink: Mutex::new(Sink {
            folder,
            sheets: sheet::sheets(&settings.formats),
            shards,
            open: None,
            waiting: BTreeMap::new(),
            next: 0,
            counts,
            duplicates,
            failed: None,
            abandoned: false,
            watch,
        }),
        written: Condvar::new(),
        look_ahead: LOOK_AHEAD * threads as u64,
    };
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(Error::Threads)?;
    pool.broadcast(|_| queue.work(pipeline, &encodings));
    let sink = queue.sink.into_inner().unwrap_or_else(PoisonError::into_inner);
    let source = queue.source.into_inner().unwrap_or_else(PoisonError::into_inner);
    match sink.failed {
        Some(error) => Err(error),
        None => Ok((sink.counts, source.articles)),
    }
}

struct Queue<'a> {
    source: Mutex<Source>,
    sink: Mutex<Sink<'a>>,
    /// Rung when the sink has moved on.
    written: Condvar,
    look_ahead: u64,
}

impl Queue<'_> {
    fn work(&self, pipeline: &Pipeline, encodings: &[Encoding]) {
        let _alarm = Alarm(self);
        while let Some(taken) = self.take() {
            let Taken { number, items, end, read } = taken;
            let encoded = chunk::encode(items, pipeline, encodings);
            self.put(number, Put { encoded, end, read });
        }
    }

    /// The next chunk; none when the input is at its end or the run has failed.
    ///
    /// Whoever is too far ahead waits here and keeps the others from taking, but not from
    /// putting down what they have.
    fn take(&self) -> Option<Taken> {
        let mut source = lock(&self.source);
        let mut sink = lock(&self.sink);
        while !sink.is_over() && source.next >= sink.next + self.look_ahead {
            sink = self.written.wait(sink).unwrap_or_else(PoisonError::into_inner);
        }
        if sink.is_over() {
            return None;
        }
        drop(sink);
        source.take()
    }

    fn put(&self, number: u64, put: Put) {
        let mut sink = lock(&self.sink);
        sink.put(number, put);
        self.written.notify_all();
    }
}

/// Wakes the others if its thread panics outside an article, lest they wait for its chunk.
struct Alarm<'q, 'a>(&'q Queue<'a>);

impl Drop for Alarm<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.sink).abandoned = true;
            self.0.written.notify_all();
        }
    }
}

/// A thread that panics outside an article ends the run anyway, so its lock may be taken.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where chunks come from.
struct Source {
    articles: Articles,
    shard_size: usize,
    /// Articles that the shard at hand still takes.
    left: usize,
    next: u64,
}

struct Taken {
    number: u64,
    items: Vec<Result<Raw, Reject>>,
    /// The input's fingerprint, if a shard ends with this chunk.
    end: Option<u64>,
    read: ingest::Progress,
}

impl Source {
    fn take(&mut self) -> Option<Taken> {
        let mut items = Vec::new();
        let mut bytes = 0;
        let mut ended = false;
        while items.len() < CHUNK_ARTICLES.min(self.left) && bytes < CHUNK_BYTES {
            let Some(item) = self.articles.next() else {
                ended = true;
                break;
            };
            bytes += item.as_ref().map_or(0, size);
            items.push(item);
        }
        self.left -= items.len();
        let begun = self.left < self.shard_size;
        let end = begun && (ended || self.left == 0);
        if end {
            self.left = self.shard_size;
        } else if items.is_empty() {
            return None;
        }
        let number = self.next;
        self.next += 1;
        let end = end.then(|| self.articles.fingerprint());
        Some(Taken { number, items, end, read: self.articles.progress() })
    }
}

fn size(raw: &Raw) -> usize {
    match &raw.body {
        Body::Bytes(bytes) => bytes.len(),
        Body::Text(text) => text.len(),
    }
}

struct Put {
    encoded: Encoded,
    end: Option<u64>,
    read: ingest::Progress,
}

/// Where chunks go.
struct Sink<'a> {
    folder: &'a Folder,
    sheets: Vec<Sheet>,
    /// How many shards are whole.
    shards: usize,
    open: Option<Open>,
    waiting: BTreeMap<u64, Put>,
    next: u64,
    counts: Counts,
    duplicates: Duplicates,
    failed: Option<Error>,
    /// Whether a thread has gone and left its chunk behind.
    abandoned: bool,
    watch: &'a mut dyn Watch,
}

impl Sink<'_> {
    fn is_over(&self) -> bool {
        self.failed.is_some() || self.abandoned
    }

    fn put(&mut self, number: u64, put: Put) {
        self.waiting.insert(number, put);
        while self.failed.is_none() {
            let Some(put) = self.waiting.remove(&self.next) else { return };
            self.next += 1;
            if let Err(error) = self.write(put) {
                self.failed = Some(error);
            }
        }
    }

    fn write(&mut self, put: Put) -> Result<(), Error> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => Open::begin(self.folder, self.shards, &self.sheets)?,
        };
        let counts = open.append(put.encoded, &mut self.duplicates)?;
        self.counts.add(&counts);
        if let Some(fingerprint) = put.end {
            open.close(fingerprint)?;
            self.shards += 1;
        } else {
            self.open = Some(open);
        }
        let status = Status { counts: &self.counts, read: put.read, skipping: false };
        self.watch.status(&status);
        Ok(())
    }
}
