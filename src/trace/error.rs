//! Why runs cannot be traced.

use crate::run::{Damaged, Unfinished};
use std::io;
use std::path::PathBuf;

/// Why runs cannot be traced.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder is no finished run.
    #[error(transparent)]
    Run(#[from] Unfinished),
    /// The run left the words out.
    #[error(
        "{}: made with --no-text, but claims are compared by their words; give its extract \
         command without --no-text and with another -o",
        path.display()
    )]
    NoText {
        /// The run folder.
        path: PathBuf,
    },
    /// Several runs and no place for what lies across them.
    #[error("{runs} runs and no -o; choose a folder for the tables with -o DIR")]
    NoOutput {
        /// How many runs were given.
        runs: usize,
    },
    /// One id names two articles.
    #[error(
        "{}: article '{id}' has another text in {}; give the articles ids of their own and \
         extract again",
        path.display(), earlier.display()
    )]
    SameId {
        /// The later run.
        path: PathBuf,
        /// The earlier run.
        earlier: PathBuf,
        /// The article.
        id: String,
    },
    /// There are more claims than can be numbered.
    #[error("{}: more than 4,294,967,295 claims in all; trace fewer runs at a time", path.display())]
    TooMany {
        /// The run at which it was too much.
        path: PathBuf,
    },
    /// A table cannot be read back.
    #[error(transparent)]
    Damaged(#[from] Damaged),
    /// A table cannot be written.
    #[error("{}: cannot be written; make room or check the permissions", path.display())]
    Write {
        /// The table or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}
