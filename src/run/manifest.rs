//! `manifest.json`: what a run was made from, by what, and what it holds.

use super::counts::Counts;
use super::inputs::{Inputs, utc};
use super::recipe::Recipe;
use crate::ingest::Articles;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What a finished run was made from, by what, and what it holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Tool, schema, reader, settings, inputs as given.
    pub recipe: Recipe,
    /// The files that were read, together; `inputs.jsonl` lists them.
    pub inputs: Inputs,
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

/// A table as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// How many rows.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
}

impl Manifest {
    /// The manifest of a run whose articles have all been read.
    pub(super) fn new(
        recipe: Recipe,
        inputs: Inputs,
        articles: &Articles,
        counts: Counts,
        files: BTreeMap<String, Written>,
        took: Duration,
    ) -> Self {
        let kinds = articles.skipped().kinds();
        let skipped = kinds.into_iter().map(|(kind, n)| (kind.to_owned(), n)).collect();
        let seconds = (took.as_secs_f64() * 1e3).round() / 1e3;
        let finished = utc(SystemTime::now());
        let passed_over = articles.passed_over().clone();
        Self { recipe, inputs, skipped, passed_over, counts, files, finished, seconds }
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
