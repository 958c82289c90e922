//! `inputs.jsonl`: every file of a run's input, one a line, in the order read.
//!
//! A listing of its own, because a corpus may have millions of files: it is written shard by
//! shard and compared line by line, and never held in memory.

use super::Error;
use super::recipe::change;
use crate::ingest::{Articles, FileRead};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::time::SystemTime;

/// The listing's name in a run folder.
pub(super) const INPUTS: &str = "inputs.jsonl";

/// A file of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// As it was given or found; `-` for standard input.
    pub path: String,
    /// Size as stored.
    pub bytes: u64,
    /// When it was last changed, in UTC, as the file system said before it was read.
    pub modified: Option<String>,
    /// SHA-256 as stored; none if it could not be read to its end.
    pub sha256: Option<String>,
}

/// All files of the input together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// How many.
    pub files: u64,
    /// Their sizes as stored, added up.
    pub bytes: u64,
    /// What `jq -r .sha256 inputs.jsonl | sha256sum` prints: a hash of all hashes, in order.
    pub sha256: String,
}

impl Input {
    /// A file that is done with.
    pub(super) fn of(read: &FileRead) -> Self {
        Self {
            path: read.file.to_string_lossy().into_owned(),
            bytes: read.bytes,
            modified: read.modified.map(utc),
            sha256: read.sha256.clone(),
        }
    }

    /// A file as it is now, not hashed.
    fn found(path: &Path) -> Self {
        let about = fs::metadata(path).ok();
        Self {
            path: path.to_string_lossy().into_owned(),
            bytes: about.as_ref().map_or(0, fs::Metadata::len),
            modified: about.and_then(|about| about.modified().ok()).map(utc),
            sha256: None,
        }
    }

    /// The file as a line of the listing.
    pub(super) fn line(&self) -> Vec<u8> {
        let mut line = serde_json::to_vec(self).expect("names, numbers and text are JSON");
        line.push(b'\n');
        line
    }

    /// What differs in a file that has been read again, if anything.
    pub(super) fn change(&self, now: &Input) -> Option<String> {
        if self.path != now.path {
            return Some(change("input: a file", &self.path, &now.path));
        }
        let told = match (&self.sha256, &now.sha256) {
            (Some(was), Some(is)) if was == is => return None,
            (None, None) => self.untouched(now)?,
            (was, is) => change("SHA-256", shown(was), shown(is)),
        };
        Some(format!("input: {}: {told}", self.path))
    }

    /// What the file system says has changed, if anything.
    fn untouched(&self, now: &Input) -> Option<String> {
        if self.bytes != now.bytes {
            return Some(change("bytes", self.bytes, now.bytes));
        }
        let (was, is) = (&self.modified, &now.modified);
        (was != is).then(|| change("modified", shown(was), shown(is)))
    }

    /// What differs in a file found now, if anything. One that looks untouched is not read again.
    fn difference(&self, file: &Path) -> Option<String> {
        let now = &Input::found(file);
        if self.path != now.path {
            return Some(change("input: a file", &self.path, &now.path));
        }
        let is_stream = self.path == "-";
        let looks = if is_stream { None } else { Some(self.untouched(now)) };
        let told = match (looks, &self.sha256) {
            (Some(None), _) => return None,
            (Some(Some(told)), None) => told,
            (Some(Some(told)), Some(_)) if self.bytes != now.bytes => told,
            (_, was) => match hash(file) {
                Ok(is) if was.as_ref() == Some(&is) => return None,
                Ok(is) => change("SHA-256", shown(was), is),
                Err(error) => format!("cannot be read any more: {error}"),
            },
        };
        Some(format!("input: {}: {told}", self.path))
    }
}

fn shown(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("unknown")
}

fn hash(path: &Path) -> io::Result<String> {
    let is_stream = path == Path::new("-");
    let mut from: Box<dyn Read> =
        if is_stream { Box::new(io::stdin().lock()) } else { Box::new(File::open(path)?) };
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match from.read(&mut buffer)? {
            0 => break,
            n => hash.update(&buffer[..n]),
        }
    }
    Ok(hex(hash))
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A listing read back, line by line.
pub(super) fn listed(path: &Path) -> io::Result<impl Iterator<Item = io::Result<Input>> + use<>> {
    let lines = BufReader::new(File::open(path)?).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}

impl Inputs {
    /// All files of a listing together.
    pub(super) fn of(listing: &Path) -> Result<Self, Error> {
        let mut inputs = Self { files: 0, bytes: 0, sha256: String::new() };
        let mut hash = Sha256::new();
        for input in listed(listing).map_err(Error::read_back(listing))? {
            let input = input.map_err(Error::read_back(listing))?;
            inputs.files += 1;
            inputs.bytes = inputs.bytes.saturating_add(input.bytes);
            // As jq prints it where there is none.
            hash.update(input.sha256.as_deref().unwrap_or("null"));
            hash.update("\n");
        }
        inputs.sha256 = hex(hash);
        Ok(inputs)
    }
}

/// What differs between a listing and the files that would be read now, if anything.
pub(super) fn difference(listing: &Path, articles: &Articles) -> Result<Option<String>, Error> {
    let mut now = articles.ahead();
    let mut count = 0;
    for was in listed(listing).map_err(Error::read_back(listing))? {
        let was = was.map_err(Error::read_back(listing))?;
        count += 1;
        let Some(is) = now.next() else { continue };
        let difference = was.difference(is);
        if difference.is_some() {
            return Ok(difference);
        }
    }
    let found = articles.ahead().count();
    Ok((count != found).then(|| change("input: files", count, found)))
}

/// A moment as `2026-01-31T12:00:00.123456789Z`.
pub(super) fn utc(time: SystemTime) -> String {
    // Clocks before year -9999 or after 9999 are no clocks.
    jiff::Timestamp::try_from(time).map(|time| time.to_string()).unwrap_or_default()
}
