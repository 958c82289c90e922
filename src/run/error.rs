//! Why a run cannot be done. A bad article is no error but a row of `rejects`.

use crate::ingest;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The inputs as a whole.
    #[error(transparent)]
    Input(#[from] ingest::Error),
    /// The output is no folder for a run.
    #[error("{}: not empty and not a run of whosaid; choose another -o", path.display())]
    NotARun {
        /// The folder.
        path: PathBuf,
    },
    /// The output holds another run.
    #[error(
        "{}: holds a run with another {differences}; give --fresh to replace it, or choose \
         another -o",
        path.display()
    )]
    OtherRun {
        /// The folder.
        path: PathBuf,
        /// What differs, with the old and the new value.
        differences: String,
    },
    /// What a run keeps to itself lies elsewhere.
    #[error("{}: is a link, and a run writes and deletes what lies there; remove it", path.display())]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// Another process is at work there.
    #[error("{}: another whosaid is writing there; wait for it, or choose another -o", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// The threads to work on cannot be started.
    #[error("no threads can be started; give a smaller -j")]
    Threads(#[source] rayon::ThreadPoolBuildError),
    /// Whoever watched wanted no more.
    #[error("stopped")]
    Stopped,
    /// A table of a finished run is not what it was.
    #[error("{}: missing, or not as the run left it; give --fresh to make it anew", path.display())]
    Changed {
        /// The table.
        path: PathBuf,
    },
    /// It was told to end early.
    #[error("{}: stopped; give the same command again to resume", path.display())]
    Interrupted {
        /// The folder.
        path: PathBuf,
    },
    /// Something of the run cannot be written.
    #[error(
        "{}: cannot be written: {cause}; {}, then give the same command again to resume",
        path.display(), remedy(cause)
    )]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why; told with the rest, for the remedy comes last.
        cause: io::Error,
    },
    /// Something of the run cannot be read back.
    #[error("{}: cannot be read back: {cause}; give --fresh to start over", path.display())]
    ReadBack {
        /// The file.
        path: PathBuf,
        /// Why; told with the rest, for the remedy comes last.
        cause: io::Error,
    },
}

/// What helps against this.
fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "make room",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "check the permissions",
        _ => "see to it",
    }
}

impl Error {
    /// For `map_err`: names the path that could not be written.
    pub(super) fn write(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Error::Write { path, cause }
    }

    /// For `map_err`: names the path that could not be read back.
    pub(super) fn read_back(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |cause| Error::ReadBack { path, cause }
    }
}
