//! A file as a stream of decompressed bytes, with what the manifest wants to know of it.

use super::container::Compression;
use super::members::Members;
use crate::labels::Reason;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// The decompressed bytes of one file.
pub(super) type Stream = BufReader<Box<dyn Read + Send>>;

const BUFFER: usize = 256 << 10;

/// Bytes looked at to tell what a stream without a name is.
const HEAD: u64 = 4096;

/// A file that is done with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRead {
    /// The file as it was given or found; `-` for standard input.
    pub file: Arc<PathBuf>,
    /// Its size in bytes, as stored; 0 where it is not known.
    pub bytes: u64,
    /// When it was last changed, as the file system said before it was read.
    pub modified: Option<SystemTime>,
    /// SHA-256 of its bytes as stored, in hexadecimal; none if it was not read to its end.
    pub sha256: Option<String>,
}

impl FileRead {
    /// A file of which nothing is read yet.
    pub(super) fn unread(file: &Arc<PathBuf>) -> Self {
        let about = if file.as_path() == Path::new("-") { None } else { file.metadata().ok() };
        Self {
            file: Arc::clone(file),
            bytes: about.as_ref().map_or(0, std::fs::Metadata::len),
            modified: about.and_then(|about| about.modified().ok()),
            sha256: None,
        }
    }
}

/// What went by, shared between the tap in the stream and the one who asks.
#[derive(Debug, Default)]
struct Tally {
    hash: Sha256,
    bytes: u64,
    ended: bool,
}

/// A handle on what was read of one file.
#[derive(Debug)]
pub(super) struct Tap(Arc<Mutex<Tally>>);

impl Tap {
    /// The file with what was read of it.
    pub(super) fn finish(self, file: FileRead) -> FileRead {
        let tally = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !tally.ended {
            return file;
        }
        let sha256 = tally.hash.clone().finalize().iter().map(|b| format!("{b:02x}")).collect();
        FileRead { bytes: tally.bytes, sha256: Some(sha256), ..file }
    }
}

/// Counts and hashes what passes through.
struct Tapped<R> {
    inner: R,
    tally: Arc<Mutex<Tally>>,
    total: Arc<AtomicU64>,
}

/// Marks an error as the file's own, not the decompressor's.
#[derive(Debug, thiserror::Error)]
#[error("cannot be read")]
struct Unread(#[source] io::Error);

fn unread(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), Unread(error))
}

impl<R: Read> Read for Tapped<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = match self.inner.read(buf) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) => return Err(unread(error)),
        };
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        tally.ended |= read == 0 && !buf.is_empty();
        tally.bytes += read as u64;
        tally.hash.update(&buf[..read]);
        self.total.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A decompressor that stops where no text would have led it.
struct Bounded<R> {
    inner: R,
    tally: Arc<Mutex<Tally>>,
    unpacked: u64,
    given_up: bool,
}

/// So much may come out of any file,
pub(super) const UNPACKED: u64 = 256 << 20;
/// and beyond it this many times what went in: text shrinks to a tenth, the same page again and
/// again to a hundredth.
pub(super) const RATIO: u64 = 500;

/// Marks an error as that of a file that unpacks without end.
#[derive(Debug, thiserror::Error)]
#[error("unpacks to more than {RATIO} times its size")]
struct Bomb;

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.given_up {
            return Ok(0);
        }
        let read = self.inner.read(buf)?;
        self.unpacked += read as u64;
        if self.unpacked > UNPACKED {
            let stored = self.tally.lock().unwrap_or_else(PoisonError::into_inner).bytes;
            if self.unpacked / RATIO > stored {
                self.given_up = true;
                return Err(io::Error::other(Bomb));
            }
        }
        Ok(read)
    }
}

/// Why a record, or the rest of a file, could not be read.
#[derive(Debug)]
pub(super) struct Fault {
    pub number: Option<u64>,
    pub id: Option<String>,
    pub reason: Reason,
    pub detail: String,
}

impl Fault {
    pub(super) fn new(number: Option<u64>, reason: Reason, detail: impl Into<String>) -> Self {
        Self { number, id: None, reason, detail: detail.into() }
    }

    /// The stream broke off: the file cannot be read, or its compression is damaged.
    pub(super) fn broken(number: Option<u64>, error: &io::Error) -> Self {
        if let Some(bomb) = error.get_ref().and_then(|inner| inner.downcast_ref::<Bomb>()) {
            let detail =
                format!("{bomb}; what came before is kept; unpack it if it is what it should be");
            return Self::new(number, Reason::TooLarge, detail);
        }
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Unread>()) {
            Some(Unread(cause)) => Self::new(number, Reason::Unreadable, cause.to_string()),
            None => Self::new(
                number,
                Reason::Truncated,
                format!("damaged here ({error}); what came before is kept; fetch the file again"),
            ),
        }
    }

    /// The article is larger than `limit`.
    pub(super) fn too_large(number: Option<u64>, limit: usize) -> Self {
        Self::new(
            number,
            Reason::TooLarge,
            format!("larger than {limit} bytes; raise --max-article-bytes if it is one article"),
        )
    }
}

/// Opens `file`, or standard input for `-`; `total` is advanced as bytes are read.
pub(super) fn open(
    file: &Path,
    compression: Option<Compression>,
    total: &Arc<AtomicU64>,
) -> io::Result<(Stream, Tap)> {
    let raw: Box<dyn Read + Send> = if file == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(file).map_err(unread)?)
    };
    tap(raw, compression, total)
}

/// Puts a tap and a decompressor on `raw`; without `compression` the first bytes tell it.
pub(super) fn tap(
    raw: Box<dyn Read + Send>,
    compression: Option<Compression>,
    total: &Arc<AtomicU64>,
) -> io::Result<(Stream, Tap)> {
    let tally = Arc::new(Mutex::new(Tally::default()));
    let mut raw: Box<dyn Read + Send> =
        Box::new(Tapped { inner: raw, tally: Arc::clone(&tally), total: Arc::clone(total) });
    let compression = match compression {
        Some(compression) => compression,
        None => {
            let (head, whole) = peek(raw)?;
            raw = whole;
            Compression::sniff(&head)
        }
    };
    let bounded = |inner: Box<dyn Read + Send>| -> Box<dyn Read + Send> {
        Box::new(Bounded { inner, tally: Arc::clone(&tally), unpacked: 0, given_up: false })
    };
    let plain = match compression {
        Compression::None => raw,
        Compression::Gzip => bounded(Box::new(Members::new(raw))),
        Compression::Zstd => {
            let stored = BufReader::with_capacity(BUFFER, raw);
            bounded(Box::new(zstd::Decoder::with_buffer(stored)?))
        }
    };
    Ok((BufReader::with_capacity(BUFFER, plain), Tap(tally)))
}

/// The first bytes of `stream`, and the stream as it was before they were taken.
pub(super) fn peek(
    mut stream: Box<dyn Read + Send>,
) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::new();
    stream.by_ref().take(HEAD).read_to_end(&mut head)?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(stream))))
}
