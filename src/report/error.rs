//! Why a run cannot be shown.

use crate::run::Unfinished;
use std::io;
use std::path::{Path, PathBuf};

/// Why a run cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is no finished run.
    #[error(transparent)]
    Run(#[from] Unfinished),
    /// The run has tables of Parquet alone.
    #[error(
        "{}: made with --format parquet, but report reads CSV and JSONL; give its extract command \
         with --format csv,parquet and with another -o",
        path.display()
    )]
    Parquet {
        /// The run folder.
        path: PathBuf,
    },
    /// The folder given for the families has none.
    #[error("{}: no families.csv; give the folder that 'whosaid trace' wrote to", path.display())]
    NoTrace {
        /// The folder.
        path: PathBuf,
    },
    /// A table cannot be read.
    #[error("{}: cannot be read; {remedy}", path.display())]
    Read {
        /// The table.
        path: PathBuf,
        /// What makes it anew.
        remedy: &'static str,
        /// Why.
        source: io::Error,
    },
    /// A row is not as the schema says.
    #[error("{}: row {row}: {wrong}; {remedy}", path.display())]
    Row {
        /// The table.
        path: PathBuf,
        /// The row, from 1, without the header.
        row: u64,
        /// What is wrong.
        wrong: String,
        /// What makes it anew.
        remedy: &'static str,
    },
    /// The report cannot be written.
    #[error("{}: cannot be written; make room, check the permissions or choose another -o", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// For `map_err`: names the path that could not be written.
pub(super) fn write(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Write { path, source }
}
