//! Ingest: files, folders and streams become [`Raw`] articles, in a fixed order.
//!
//! Ingest opens, decompresses and takes records apart; it leaves the article itself as it
//! came, because decoding and cleaning are work for all threads, and reading is work for one.
//! Nothing is held in memory but the article at hand, the list of files and a hash of each id.
//!
//! An input is a file, a folder (read recursively), a glob (`"news/**/*.html"`, quoted so that
//! the shell leaves it alone) or `-` for standard input. Inputs are read in the order given,
//! folders and globs in the order of their paths; a file that two inputs reach is read once.
//! Files are `.txt`, `.md`, `.html`, `.htm` (one article each), `.jsonl`, `.ndjson`, `.csv`,
//! `.tsv` and `.warc` (one article a record), each also `.gz` and `.zst`, and `.parquet` (one
//! article a row). Articles that are in memory already come as [Arrow batches](of_batches).
//!
//! # Ids
//!
//! A record keeps the id it brings (of a web archive, its `WARC-Record-ID`). Without one, an article that is a file has its path inside
//! the folder given (its name, if the file itself was given), and a record has `h-` and a hash
//! of its address, or else of its text. The second and later article of the same id
//! in a run gets `#2`, `#3` and so on at its end, so that no article is lost.

mod article;
mod articles;
mod columns;
mod container;
mod error;
mod fields;
mod find;
mod ids;
mod json_lines;
mod lines;
mod members;
mod pages;
mod parquet;
mod single;
mod stream;
mod table;
mod warc;

pub use article::{Body, Format, Place, Raw, Reject};
pub use articles::{Articles, Progress};
pub use container::Container;
pub use error::Error;
pub use fields::{Field, FieldMap};
pub use find::Skipped;
pub(crate) use parquet::{guarded, is_guarded};
pub use stream::FileRead;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use std::path::PathBuf;
use std::sync::Arc;

/// How to read inputs.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which field or column of a record holds what.
    pub map: FieldMap,
    /// How to read standard input and files whose extension says nothing; none tells it from
    /// their first bytes.
    pub format: Option<Container>,
    /// The largest article, or record as written, in bytes (`--max-article-bytes`); a larger
    /// one is passed over in constant memory and rejected.
    pub max_article_bytes: usize,
    /// Folders not to enter: a run's own output, if it lies inside an input.
    pub exclude: Vec<PathBuf>,
}

/// Ten mebibytes: some forty times a long feature article as a bloated web page.
const MAX_ARTICLE_BYTES: usize = 10 << 20;

/// A text must fit the 31-bit offsets of Arrow, and decoding may triple its bytes.
const LARGEST_LIMIT: usize = 1 << 29;

impl Default for Options {
    fn default() -> Self {
        Self {
            map: FieldMap::default(),
            format: None,
            max_article_bytes: MAX_ARTICLE_BYTES,
            exclude: Vec::new(),
        }
    }
}

/// Finds the articles of `inputs`; they are opened and read as the iterator is asked for them.
///
/// # Errors
///
/// If an input names nothing there is, or nothing that can be read.
pub fn open(inputs: &[String], options: &Options) -> Result<Articles, Error> {
    check(options)?;
    Ok(Articles::new(find::find(inputs, options)?, options.clone()))
}

/// The articles of Arrow batches, a row each, their fields named by the columns; `name` stands for
/// the table in messages.
///
/// # Errors
///
/// If there is no column with the text, or it holds none.
pub fn of_batches(
    name: &str,
    schema: &Schema,
    batches: Vec<RecordBatch>,
    options: &Options,
) -> Result<Articles, Error> {
    check(options)?;
    let columns = columns::Columns::find(schema, &options.map)
        .map_err(|detail| Error::NoText { input: name.to_owned(), detail })?;
    let records = columns::Batches::new(columns, batches, options.max_article_bytes);
    let name = Arc::new(PathBuf::from(name));
    let found = vec![find::Found::Batches { name, records: Box::new(records) }];
    let inputs = find::Inputs { found, ..find::Inputs::default() };
    Ok(Articles::new(inputs, options.clone()))
}

fn check(options: &Options) -> Result<(), Error> {
    let limit = options.max_article_bytes;
    let largest = LARGEST_LIMIT;
    if limit > largest { Err(Error::Limit { limit, largest }) } else { Ok(()) }
}
