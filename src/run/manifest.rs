//! `manifest.json`: what a run was made from, by what, and what it holds.

use super::counts::Counts;
use super::recipe::{Recipe, change};
use crate::ingest::Articles;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What a finished run was made from, by what, and what it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Tool, schema, reader, settings, inputs as given.
    pub recipe: Recipe,
    /// Every file that was read.
    pub inputs: Vec<Input>,
    /// Files of folders that were skipped, by extension.
    pub skipped: BTreeMap<String, u64>,
    /// Records of web archives that are no pages, by kind.
    #[serde(default)]
    pub passed_over: BTreeMap<String, u64>,
    /// What came in and what went out.
    pub counts: Counts,
    /// The tables, each with its size.
    pub files: BTreeMap<String, Written>,
    /// When the run was finished, in UTC; the only clock in the folder.
    pub finished: String,
    /// How long the last session of the run took, in seconds.
    pub seconds: f64,
}

/// A file of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// As it was given or found; `-` for standard input.
    pub path: String,
    /// Size as stored.
    pub bytes: u64,
    /// When it was last changed, in UTC, as the file system says.
    pub modified: Option<String>,
    /// SHA-256 as stored; none if it could not be read to its end.
    pub sha256: Option<String>,
}

/// A table as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// How many rows.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
}

/// The files that will be read, not yet hashed.
pub(super) fn found(articles: &Articles) -> Vec<Input> {
    let input = |path: &Path| {
        let about = fs::metadata(path).ok();
        Input {
            path: path.to_string_lossy().into_owned(),
            bytes: about.as_ref().map_or(0, fs::Metadata::len),
            modified: about.and_then(|about| about.modified().ok()).map(utc),
            sha256: None,
        }
    };
    articles.ahead().map(input).collect()
}

impl Input {
    /// What differs in `now`, if anything. Files that look untouched are not read again.
    pub(super) fn difference(&self, now: &Input) -> Option<String> {
        let is_stream = self.path == "-";
        if !is_stream && self.bytes != now.bytes {
            return Some(change("bytes", self.bytes, now.bytes));
        }
        if !is_stream && self.modified == now.modified {
            return None;
        }
        let Some(was) = &self.sha256 else {
            let shown = |time: &Option<String>| time.clone().unwrap_or_else(|| "unknown".into());
            return Some(change("modified", shown(&self.modified), shown(&now.modified)));
        };
        let hashed =
            if is_stream { sha256(&mut io::stdin().lock()) } else { hash_file(&self.path) };
        match hashed {
            Ok(is) if is == *was => None,
            Ok(is) => Some(change("SHA-256", was, is)),
            Err(error) => Some(format!("cannot be read any more: {error}")),
        }
    }
}

fn hash_file(path: &str) -> io::Result<String> {
    sha256(&mut File::open(path)?)
}

fn sha256(from: &mut dyn Read) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match from.read(&mut buffer)? {
            0 => break,
            n => hash.update(&buffer[..n]),
        }
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

impl Manifest {
    /// The manifest of a run whose articles have all been read.
    pub(super) fn new(
        recipe: Recipe,
        mut inputs: Vec<Input>,
        articles: &Articles,
        counts: Counts,
        took: Duration,
    ) -> Self {
        let read: BTreeMap<_, _> =
            articles.files().iter().map(|read| (read.file.to_string_lossy(), read)).collect();
        for input in &mut inputs {
            if let Some(read) = read.get(&*input.path) {
                input.bytes = read.bytes;
                input.sha256 = Some(read.sha256.clone());
            }
        }
        let kinds = articles.skipped().kinds();
        let skipped = kinds.into_iter().map(|(kind, n)| (kind.to_owned(), n)).collect();
        let seconds = (took.as_secs_f64() * 1e3).round() / 1e3;
        let finished = utc(SystemTime::now());
        let passed_over = articles.passed_over().clone();
        let files = BTreeMap::new();
        Self { recipe, inputs, skipped, passed_over, counts, files, finished, seconds }
    }

    /// The manifest with the files that were written.
    pub(super) fn with_files(self, files: BTreeMap<String, Written>) -> Self {
        Self { files, ..self }
    }

    /// Reads a manifest back.
    ///
    /// # Errors
    ///
    /// If there is none, or it is another program's.
    pub fn read(path: &Path) -> io::Result<Self> {
        read_json(path)
    }
}

/// Reads a small JSON file back.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path) -> io::Result<T> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// A moment as `2026-01-31T12:00:00.123456789Z`.
fn utc(time: SystemTime) -> String {
    // Clocks before year -9999 or after 9999 are no clocks.
    jiff::Timestamp::try_from(time).map(|time| time.to_string()).unwrap_or_default()
}
