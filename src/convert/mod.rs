//! Convert: annotated articles to and from the tools that people annotate in.
//!
//! Gold files, and the findings of a run, become Label Studio tasks, a brat collection or
//! UIMA CAS documents for INCEpTION, each with the configuration that shows every label; what
//! annotators leave there becomes a gold file again, for `eval` and `train`. There and back
//! nothing changes; what cannot be read back says where it is and what to do.

mod brat;
mod files;
mod graph;
mod inception;
mod label_studio;
#[cfg(test)]
mod tests;
mod whole;
mod xml;

pub use files::{read, write};
pub use graph::{Label, Role};

use crate::gold::{Article, Place};
use graph::{Graph, Problem};
use serde_json::{Map, Value};
use std::io;
use std::path::{Path, PathBuf};

/// How annotated articles are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// The gold shape: JSON lines, an article each.
    Gold,
    /// Tasks of Label Studio.
    LabelStudio,
    /// A brat collection.
    Brat,
    /// UIMA CAS documents in JSON, as INCEpTION reads them.
    Inception,
}

/// An annotated article, with fields that this program does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// The article.
    pub article: Article,
    /// Further fields of its line, which go along unchanged.
    pub more: Map<String, Value>,
}

/// Why articles cannot be converted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder that cannot be read.
    #[error("{}: cannot be read", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file or folder that cannot be written.
    #[error("{}: cannot be written", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something is where the output should be.
    #[error("{}: is there already; give another -o, or remove it", path.display())]
    Exists {
        /// The file or folder.
        path: PathBuf,
    },
    /// A file that is no JSON.
    #[error("{}: not JSON; export it again", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Something in a file that cannot be converted.
    #[error("{place}: {problem}")]
    Bad {
        /// The file, and where in it.
        place: String,
        /// What is wrong, and what to do about it.
        problem: String,
    },
}

impl Error {
    fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Error::Unreadable { path, source }
    }

    fn unwritable(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Error::Unwritable { path, source }
    }

    /// Something wrong in a file, or in a record of it.
    fn bad(path: &Path, record: Option<usize>, problem: Problem) -> Self {
        let record = record.map_or(String::new(), |record| format!(":{record}"));
        Error::Bad { place: format!("{}{record}", path.display()), problem }
    }
}

impl Annotated {
    fn graph(&self) -> Result<Graph, Problem> {
        Graph::of(&self.article, self.more.clone())
            .map_err(|problem| format!("article {}: {problem}", self.article.id))
    }

    fn of(graph: Graph) -> Result<Self, Problem> {
        let id = graph.about.id.clone();
        let (article, more) =
            graph.article().map_err(|problem| format!("article {id}: {problem}"))?;
        Ok(Self { article, more })
    }
}

/// The note of a mark.
fn note(text: &str) -> Result<Map<String, Value>, Problem> {
    const KNOWN: [&str; 9] =
        ["id", "sentence", "score", "type_score", "who", "value", "low", "high", "unit"];
    if text.trim().is_empty() {
        return Ok(Map::new());
    }
    let note: Map<String, Value> = serde_json::from_str(text).map_err(|_| {
        format!(
            "its note '{text}' is no JSON object such as {{\"value\": 300}}; correct or remove it"
        )
    })?;
    match note.keys().find(|key| !KNOWN.contains(&key.as_str()) && *key != "span") {
        None => Ok(note),
        Some(key) => Err(format!("its note holds '{key}'; known are {}", KNOWN.join(", "))),
    }
}

/// The sentences of a text that came without.
fn sentences(text: &str) -> Vec<Place> {
    let document = crate::Document::of_lines("", text);
    let offsets = document.char_offsets();
    let found = crate::sentence::split(&document);
    found.iter().map(|sentence| offsets.span(sentence.span).into()).collect()
}
