//! Trace: the same claim in many articles, who had it first, on whose word, how it changed.
//!
//! ```text
//! runs -> reading -> families -> lineage -> drift -> tables
//! rows    Corpus    same claim   who from   changes  CSV, GraphML
//! ```
//!
//! It reads the tables of finished runs, never the articles. Only what comparing needs is kept in
//! memory; time grows little faster than the number of claims, because a claim is
//! compared with those alone that share a kind, about the figure and a word with it, and with
//! one of each family.
//!
//! Articles are taken in order of time, then in the order given: same runs, same bytes.

mod alike;
mod blocks;
mod corpus;
mod denial;
mod drift;
mod error;
mod families;
mod graph;
mod label;
mod lexicon;
mod lineage;
mod nameless;
mod nouns;
mod number;
mod outlets;
mod output;
mod piece;
mod reading;
mod rows;
mod runs;
mod sources;
mod stage;
mod stories;
mod time;
mod words;

pub use error::Error;
pub use graph::GRAPH;

use corpus::{Corpus, Text};
use rustc_hash::FxHashMap;
use std::path::PathBuf;
use xxhash_rust::xxh3::xxh3_64;

/// What is traced, and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Run folders.
    pub runs: Vec<PathBuf>,
    /// Where the tables go; beside those of the run if there is one run and nothing is said.
    pub output: Option<PathBuf>,
    /// How many days two tellings of one claim may lie apart.
    pub days: u32,
    /// Whether the graph of sources is written as GraphML too.
    pub graphml: bool,
}

/// How many days two tellings of one claim may lie apart unless told otherwise.
pub const DAYS: u32 = 90;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    /// Where the tables are.
    pub output: PathBuf,
    /// Articles read, each once.
    pub articles: usize,
    /// Their claims.
    pub claims: usize,
    /// Families of at least two claims.
    pub families: usize,
    /// Rows of drift.
    pub drifts: usize,
}

/// Traces every claim of the runs and writes the tables.
///
/// # Errors
///
/// If a folder is no finished run of this version, its tables are damaged, or the output cannot be
/// written.
pub fn trace(settings: &Settings) -> Result<Traced, Error> {
    let output = match (&settings.output, &settings.runs[..]) {
        (Some(output), _) => output.clone(),
        (None, [run]) => run.clone(),
        (None, runs) => return Err(Error::NoOutput { runs: runs.len() }),
    };
    let mut corpus = read(&settings.runs)?;
    corpus.count_things();
    let docs = docs_in_time(&corpus);
    let outlets = outlets::Outlets::of(&mut corpus);
    let order = claims_in_time(&corpus, &docs);
    let judge = alike::Judge::new(&corpus, &outlets, settings.days);
    let families = families::families(&judge, &order);
    output::write(settings, &output, &judge, &families)
}

/// Reads all runs; an article that stands in several counts once.
fn read(folders: &[PathBuf]) -> Result<Corpus, Error> {
    let mut corpus = Corpus::new();
    // By id: the article, the run, and the hash of its text.
    let mut known: FxHashMap<Text, (u32, u32, u64)> = FxHashMap::default();
    for (number, folder) in folders.iter().enumerate() {
        let mut run = runs::Run::open(folder)?;
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        while let Some(article) = run.next()? {
            let row = &article.document;
            let id = row.doc_id.as_str();
            let text = xxh3_64(row.text_sha256.as_bytes());
            let name = corpus.texts.intern(id);
            match known.get(&name) {
                Some(&(.., same)) if same == text => continue,
                Some(&(_, earlier, _)) => {
                    return Err(Error::SameId {
                        path: run.folder.clone(),
                        earlier: folders[earlier as usize].clone(),
                        id: id.to_owned(),
                    });
                }
                None => {}
            }
            if corpus.claims.len() + article.claims.len() >= u32::MAX as usize {
                return Err(Error::TooMany { path: run.folder.clone() });
            }
            let original = corpus.texts.find(&row.duplicate_of);
            let copy_of = original.and_then(|name| known.get(&name)).map(|&(doc, ..)| doc);
            known.insert(name, (corpus.docs.len() as u32, number, text));
            reading::keep(&mut corpus, &article, copy_of).map_err(|wrong| run.wrong(wrong))?;
        }
    }
    Ok(corpus)
}

/// All articles in order of time; those without a date last, in the order given.
fn docs_in_time(corpus: &Corpus) -> Vec<u32> {
    let mut order: Vec<u32> = (0..corpus.docs.len() as u32).collect();
    order.sort_by_key(|&doc| corpus.docs[doc as usize].time.unwrap_or(i64::MAX));
    order
}

/// All claims in order of time, then of the text.
fn claims_in_time(corpus: &Corpus, docs: &[u32]) -> Vec<u32> {
    let mut rank = vec![0_u32; docs.len()];
    for (at, &doc) in docs.iter().enumerate() {
        rank[doc as usize] = at as u32;
    }
    let mut order: Vec<u32> = (0..corpus.claims.len() as u32).collect();
    order.sort_by_key(|&claim| rank[corpus.claims[claim as usize].doc as usize]);
    order
}
