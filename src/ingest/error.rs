//! What can be wrong with the inputs as a whole; a single bad article is a [`Reject`](super::Reject).

use super::container::KNOWN;
use super::find::Skipped;

/// Why the inputs cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no input.
    #[error("no input; name a file, a folder, a glob in quotes, or - for standard input")]
    NoInput,
    /// A name that leads nowhere.
    #[error("{input}: no such file or folder; check the name, or put a glob in quotes")]
    NotFound {
        /// As given.
        input: String,
    },
    /// A folder or glob without a file that can be read.
    #[error("{input}: no articles found ({skipped}); known are {KNOWN}")]
    NoArticles {
        /// As given.
        input: String,
        /// What was there instead.
        skipped: Skipped,
    },
    /// A table without a column for the text.
    #[error("{input}: {detail}")]
    NoText {
        /// What the table is called.
        input: String,
        /// What it has instead, and what to do about it.
        detail: String,
    },
    /// A file of a kind that is known but cannot be read.
    #[error("{input}: not supported yet: {remedy}")]
    Unsupported {
        /// As given.
        input: String,
        /// How to get at its articles.
        remedy: &'static str,
    },
    /// A glob that cannot be parsed.
    #[error("{input}: not a valid glob; escape special characters with a backslash")]
    Glob {
        /// As given.
        input: String,
        /// What is wrong with it.
        source: globset::Error,
    },
    /// A limit too large for the offsets of a document.
    #[error("--max-article-bytes {limit}: too large; give at most {largest}")]
    Limit {
        /// As given.
        limit: usize,
        /// The largest there may be.
        largest: usize,
    },
    /// A `--map` entry that says nothing.
    #[error(
        "--map {entry}: {problem}; write FIELD=COLUMN, with FIELD one of {}",
        super::Field::names()
    )]
    Map {
        /// As given.
        entry: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}
