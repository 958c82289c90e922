//! Why a run cannot be shown.

use crate::run::{Damaged, Unfinished};
use std::io;
use std::path::{Path, PathBuf};

/// Why a run cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is no finished run.
    #[error(transparent)]
    Run(#[from] Unfinished),
    /// The folder given for the families has none.
    #[error("{}: no families.csv; give the folder that 'whosaid trace' wrote to", path.display())]
    NoTrace {
        /// The folder.
        path: PathBuf,
    },
    /// A table cannot be read back.
    #[error(transparent)]
    Damaged(#[from] Damaged),
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
