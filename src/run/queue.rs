//! The queue: articles are taken in order, worked on in any, and handed on in order.
//!
//! Each thread takes a chunk, works on it, and puts it down; whoever puts down the chunk that
//! is next in line hands it on, with all that wait behind it. So there is no thread that only
//! reads or only writes, one thread does everything by itself, and no thread runs further
//! ahead of the slowest than the look-ahead: memory does not grow with the corpus.

use super::Error;
use super::chunk::{self, Encoded};
use crate::ingest::{self, Articles, Body, FileRead, Raw, Reject};
use crate::pipeline::Pipeline;
use crate::table::Encoding;
use rayon::ThreadPoolBuilder;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A chunk is whole at this many articles,
const CHUNK_ARTICLES: usize = 16;
/// or at this many bytes.
const CHUNK_BYTES: usize = 1 << 18;
/// Chunks that may wait to be handed on, for each thread.
const LOOK_AHEAD: u64 = 4;

/// A chunk that was worked on.
pub(super) struct Put {
    pub encoded: Encoded,
    /// The files done with on the way.
    pub files: Vec<FileRead>,
    /// The input's, after the last of the articles.
    pub fingerprint: u64,
    /// Whether a shard ends with this chunk.
    pub end: bool,
    pub read: ingest::Progress,
}

/// Where chunks go, one after the other.
pub(super) trait Sink: Send {
    /// Takes the next chunk; an error ends the work.
    fn write(&mut self, put: Put) -> Result<(), Error>;

    /// Ends the work early, and without an error, once it is set.
    fn stop(&self) -> Arc<AtomicBool> {
        Arc::default()
    }
}

/// Works on all articles, and gives back what they came from, read to its end unless the sink told
/// to stop.
pub(super) fn work(
    articles: Articles,
    shard_size: NonZeroUsize,
    pipeline: &Pipeline,
    encodings: &[Encoding],
    threads: NonZeroUsize,
    sink: &mut dyn Sink,
) -> Result<Articles, Error> {
    let (threads, shard_size) = (threads.get(), shard_size.get());
    let stop = sink.stop();
    let queue = Queue {
        stop: &stop,
        source: Mutex::new(Source { articles, shard_size, left: shard_size, next: 0 }),
        line: Mutex::new(Line {
            sink,
            waiting: BTreeMap::new(),
            next: 0,
            failed: None,
            abandoned: false,
        }),
        moved: Condvar::new(),
        look_ahead: LOOK_AHEAD * threads as u64,
    };
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(Error::Threads)?;
    pool.broadcast(|_| queue.work(pipeline, encodings));
    let line = queue.line.into_inner().unwrap_or_else(PoisonError::into_inner);
    let source = queue.source.into_inner().unwrap_or_else(PoisonError::into_inner);
    match line.failed {
        Some(error) => Err(error),
        None => Ok(source.articles),
    }
}

struct Queue<'a> {
    stop: &'a AtomicBool,
    source: Mutex<Source>,
    line: Mutex<Line<'a>>,
    /// Rung when the line has moved on.
    moved: Condvar,
    look_ahead: u64,
}

impl Queue<'_> {
    fn work(&self, pipeline: &Pipeline, encodings: &[Encoding]) {
        let _alarm = Alarm(self);
        while let Some(taken) = self.take() {
            let Taken { number, items, files, fingerprint, end, read } = taken;
            // A chunk that is left behind is taken again when the run resumes.
            let Some(encoded) = chunk::encode(items, pipeline, encodings, self.stop) else { break };
            self.put(number, Put { encoded, files, fingerprint, end, read });
        }
    }

    /// The next chunk; none when the input is at its end, or the run has failed or is to stop.
    ///
    /// Whoever is too far ahead waits here and keeps the others from taking, but not from
    /// putting down what they have.
    fn take(&self) -> Option<Taken> {
        let mut source = lock(&self.source);
        let mut line = lock(&self.line);
        let stopped = || self.stop.load(Ordering::Relaxed);
        while !line.is_over() && !stopped() && source.next >= line.next + self.look_ahead {
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        if line.is_over() || stopped() {
            return None;
        }
        drop(line);
        source.take()
    }

    fn put(&self, number: u64, put: Put) {
        lock(&self.line).put(number, put);
        self.moved.notify_all();
    }
}

/// Wakes the others when its thread goes, lest they wait for a chunk that it has left behind.
struct Alarm<'q, 'a>(&'q Queue<'a>);

impl Drop for Alarm<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            lock(&self.0.line).abandoned = true;
        }
        // Whoever has seen nothing yet holds the lock until it waits, and then it hears.
        drop(lock(&self.0.line));
        self.0.moved.notify_all();
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
    /// The files done with on the way.
    files: Vec<FileRead>,
    /// The input's, after the last of the items.
    fingerprint: u64,
    /// Whether a shard ends with this chunk.
    end: bool,
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
        let files = self.articles.take_files();
        // The end of the last file may show when all shards are full.
        let begun = self.left < self.shard_size || !files.is_empty();
        let end = begun && (ended || self.left == 0);
        if end {
            self.left = self.shard_size;
        } else if items.is_empty() {
            return None;
        }
        let number = self.next;
        self.next += 1;
        let (fingerprint, read) = (self.articles.fingerprint(), self.articles.progress());
        Some(Taken { number, items, files, fingerprint, end, read })
    }
}

fn size(raw: &Raw) -> usize {
    match &raw.body {
        Body::Bytes(bytes) => bytes.len(),
        Body::Text(text) => text.len(),
    }
}

/// The chunks in the order of the input.
struct Line<'a> {
    sink: &'a mut dyn Sink,
    waiting: BTreeMap<u64, Put>,
    next: u64,
    failed: Option<Error>,
    /// Whether a thread has gone and left its chunk behind.
    abandoned: bool,
}

impl Line<'_> {
    fn is_over(&self) -> bool {
        self.failed.is_some() || self.abandoned
    }

    fn put(&mut self, number: u64, put: Put) {
        self.waiting.insert(number, put);
        while self.failed.is_none() {
            let Some(put) = self.waiting.remove(&self.next) else { return };
            self.next += 1;
            if let Err(error) = self.sink.write(put) {
                self.failed = Some(error);
            }
        }
    }
}
