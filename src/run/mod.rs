//! Run: articles in, a run folder out; the same command again resumes.
//!
//! Articles are read in input order, worked on by any number of threads and written in input
//! order, a shard at a time. A shard is written aside and renamed when it is whole, so that a
//! run can be stopped at any moment, with any signal, and lose no more than the shards at
//! hand. When all shards are there they become the tables; the manifest comes last.
//!
//! The same articles can be read [in memory](in_memory), into tables of Arrow.
//!
//! Neither clock, hash order nor thread order reaches a table: the same input gives the same
//! bytes, for any number of threads and any size of shard.

mod assemble;
mod chunk;
mod counts;
mod error;
mod finished;
mod folder;
mod inputs;
mod manifest;
mod memory;
mod parquet;
mod pieces;
mod queue;
mod recipe;
pub(crate) mod rows;
mod shard;
mod shards;
mod sheet;

pub use counts::Counts;
pub use error::Error;
pub use finished::{Unfinished, finished};
pub use inputs::{Input, Inputs};
pub use manifest::Manifest;
pub use memory::{Batches, Tables, in_memory};
pub use recipe::Recipe;
pub use rows::Damaged;

use crate::claim::Numbers;
use crate::clean::Languages;
use crate::ingest;
use crate::pipeline::Pipeline;
use crate::reading::Reader;
use crate::table::{Encoding, Format};
pub(crate) use chunk::is_reading;
pub(crate) use folder::create;
use folder::{Folder, State};
use shards::Shards;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a run reads and writes, and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Files, folders, globs, or `-`.
    pub inputs: Vec<String>,
    /// The run folder.
    pub output: PathBuf,
    /// How inputs are read.
    pub ingest: ingest::Options,
    /// The notations of the tables, each once; JSONL brings `findings.jsonl` too.
    pub formats: Vec<Format>,
    /// Which numbers become claims.
    pub numbers: Numbers,
    /// The languages that are let pass; an article in another is rejected.
    pub languages: Languages,
    /// The longest sentence, in code points; an article with a longer one is rejected.
    pub max_sentence_length: usize,
    /// Whether CSV cells that a spreadsheet would run are neutralised.
    pub spreadsheet_safe: bool,
    /// Whether the words of the articles are left out.
    pub no_text: bool,
    /// How many threads work.
    pub threads: NonZeroUsize,
    /// How many articles make a shard: about as many as a killed run may have to read again.
    pub shard_size: NonZeroUsize,
    /// Whether to start over, if the folder holds a run.
    pub fresh: bool,
}

/// How far a run has come.
#[derive(Clone, Debug)]
pub struct Status<'a> {
    /// What came in and went out, earlier sessions of the run included.
    pub counts: &'a Counts,
    /// How far the input is read.
    pub read: ingest::Progress,
    /// Whether articles of finished shards are being passed over.
    pub skipping: bool,
}

/// Hears how far a run has come, now and then.
pub trait Watch: Send {
    /// Called in input order, from any thread.
    fn status(&mut self, status: &Status<'_>);

    /// Ends the run early once it is set: what is read by then is saved, and the same command
    /// again resumes.
    fn stop(&self) -> Arc<AtomicBool> {
        Arc::default()
    }
}

/// Hears nothing.
impl Watch for () {
    fn status(&mut self, _: &Status<'_>) {}
}

/// How a run ended.
#[derive(Clone, Debug)]
pub enum Done {
    /// The tables are written.
    Written(Manifest),
    /// The folder held the finished run already.
    AlreadyComplete(Manifest),
}

/// Reads all articles and writes the run folder, or what is left of it to write.
///
/// # Errors
///
/// If the inputs cannot be found, the folder holds something else, it cannot be written, or the
/// run was told to stop.
pub fn extract(
    settings: &Settings,
    reader: Box<dyn Reader>,
    watch: &mut dyn Watch,
) -> Result<Done, Error> {
    let mut options = settings.ingest.clone();
    options.exclude.push(settings.output.clone());
    if settings.no_text {
        options.map = options.map.without_names();
    }
    let mut articles = ingest::open(&settings.inputs, &options)?;
    let pipeline = Pipeline::new(reader, settings.numbers)
        .with_max_sentence_length(settings.max_sentence_length)
        .with_languages(settings.languages);
    let recipe = Recipe::of(settings, &pipeline);

    let (folder, state) = Folder::open(&settings.output, settings.fresh)?;
    match state {
        State::Finished(manifest) => {
            folder.check_recipe(&manifest.recipe, &recipe)?;
            folder.check_files(&manifest)?;
            folder.check_inputs(&articles)?;
            // A run that was killed at its very end may have left some.
            folder.drop_shards()?;
            return Ok(Done::AlreadyComplete(*manifest));
        }
        State::Unfinished(earlier) => folder.check_recipe(&earlier, &recipe)?,
        State::New => folder.begin(&recipe)?,
    }

    let began = std::time::Instant::now();
    let sheets = sheet::sheets(&settings.formats, &recipe);
    let finished = shard::finished(&folder, &sheets)?;
    let stop = watch.stop();
    let mut shards = Shards::after(&finished, &mut articles, &folder, &sheets, watch)?;
    let encoding = |&format| Encoding {
        format,
        spreadsheet_safe: settings.spreadsheet_safe,
        no_text: settings.no_text,
    };
    let encodings: Vec<_> = settings.formats.iter().map(encoding).collect();
    let (size, threads) = (settings.shard_size, settings.threads);
    let articles = queue::work(articles, size, &pipeline, &encodings, threads, &mut shards)?;
    if stop.load(Ordering::Relaxed) {
        shards.save()?;
        return Err(folder.stopped());
    }
    let counts = shards.counts;

    let written = assemble::tables(&folder, &sheets, &settings.formats, &stop)?;
    let inputs = Inputs::of(&folder.file(inputs::INPUTS))?;
    let manifest = Manifest::new(recipe, inputs, &articles, counts, written, began.elapsed());
    assemble::finish(&folder, &manifest)?;
    Ok(Done::Written(manifest))
}

#[cfg(test)]
mod tests;
