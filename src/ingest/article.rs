//! One article as it came, and one input that could not be read.

use crate::document::Meta;
use crate::labels::Reason;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Where an article came from, as messages and `rejects.csv` name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file as it was given or found; `-` for standard input.
    pub file: Arc<PathBuf>,
    /// The record in it, counted from 1 (line of a JSONL file, row of a CSV file after its
    /// header, row of a Parquet file, record of a web archive); none when the file is one article.
    pub record: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        self.record.map_or(Ok(()), |record| write!(f, ":{record}"))
    }
}

/// What markup an article is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A web page.
    Html,
}

/// The article as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Not yet decoded.
    Bytes(Vec<u8>),
    /// Decoded already, because its container is text (JSON, CSV).
    Text(String),
}

/// One article, taken out of its container and not yet cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// Unique within a run: the input's id, else one made from its path, address or text.
    pub id: String,
    /// Where it came from.
    pub place: Place,
    /// Its markup.
    pub format: Format,
    /// The article.
    pub body: Body,
    /// What the container says about it.
    pub meta: Meta,
    /// When it was fetched from the web, for an article out of a web archive (empty if that does
    /// not tell): its date, if its page tells none.
    pub fetched: Option<String>,
}

impl Raw {
    /// A plain text that comes from no file.
    pub fn text(id: impl Into<String>, text: impl Into<String>) -> Self {
        let place = Place { file: Arc::new(PathBuf::from("text")), record: None };
        let body = Body::Text(text.into());
        Self {
            id: id.into(),
            place,
            format: Format::Text,
            body,
            meta: Meta::default(),
            fetched: None,
        }
    }
}

/// An input that could not be read: a row of `rejects.csv`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {detail}")]
pub struct Reject {
    /// Where it came from.
    pub place: Place,
    /// Its id, if it got that far.
    pub id: Option<String>,
    /// Why.
    pub reason: Reason,
    /// What exactly, and what to do about it.
    pub detail: String,
}
