//! The same work without a folder: articles in, tables of Arrow out, all in memory.

use super::pieces::Pieces;
use super::queue::{self, Put, Sink};
use super::{Counts, Error};
use crate::clean::Duplicates;
use crate::ingest::Articles;
use crate::pipeline::Pipeline;
use crate::table::{
    self, Attributions, Claims, Documents, Encoding, Format, Record, Rejects, Rows, Sentences,
};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use std::convert::Infallible;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// A table in memory.
#[derive(Clone, Debug)]
pub struct Batches {
    /// Its columns.
    pub schema: SchemaRef,
    /// Its rows, in the order of the articles.
    pub batches: Vec<RecordBatch>,
}

/// The tables of some articles, cell for cell what [`extract`](super::extract) writes.
#[derive(Clone, Debug)]
pub struct Tables {
    /// A row is a numeric claim.
    pub claims: Batches,
    /// A row is an attribution.
    pub attributions: Batches,
    /// A row is a sentence.
    pub sentences: Batches,
    /// A row is an article that was read.
    pub documents: Batches,
    /// A row is an article that could not be read.
    pub rejects: Batches,
    /// What came in and what went out.
    pub counts: Counts,
}

/// Reads all articles on so many threads; `watch` hears how far it is and may stop it.
///
/// # Errors
///
/// If `watch` stops it, or no threads can be started.
pub fn in_memory(
    articles: Articles,
    pipeline: &Pipeline,
    threads: NonZeroUsize,
    watch: &mut (dyn FnMut(&Counts) -> ControlFlow<()> + Send),
) -> Result<Tables, Error> {
    let (reader, model) = (pipeline.reader(), pipeline.knowledge());
    let told = [("whosaid.reader", reader), ("whosaid.model", &*model)];
    let mut memory = Memory {
        growing: [
            Growing::new::<Claims>(&told),
            Growing::new::<Attributions>(&told),
            Growing::new::<Sentences>(&told),
            Growing::new::<Documents>(&told),
            Growing::new::<Rejects>(&told),
        ],
        duplicates: Duplicates::default(),
        counts: Counts::default(),
        watch,
    };
    let encoding = Encoding { format: Format::Parquet, spreadsheet_safe: false, no_text: false };
    // There are no shards, so one takes everything.
    queue::work(articles, NonZeroUsize::MAX, pipeline, &[encoding], threads, &mut memory)?;
    let counts = memory.counts;
    let [claims, attributions, sentences, documents, rejects] = memory.growing.map(Growing::finish);
    Ok(Tables { claims, attributions, sentences, documents, rejects, counts })
}

struct Memory<'a> {
    growing: [Growing; 5],
    duplicates: Duplicates,
    counts: Counts,
    watch: &'a mut (dyn FnMut(&Counts) -> ControlFlow<()> + Send),
}

impl Sink for Memory<'_> {
    fn write(&mut self, Put { mut encoded, .. }: Put) -> Result<(), Error> {
        let repeated = encoded.place(&mut self.duplicates, |_, _| {});
        for page in &encoded.pages {
            for (growing, rows) in self.growing.iter_mut().zip(page.tables()) {
                growing.append(rows, &repeated);
            }
        }
        self.counts.add(&encoded.counts);
        match (self.watch)(&self.counts) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Stopped),
        }
    }
}

/// A table that grows.
struct Growing {
    table: Batches,
    pieces: Pieces,
}

impl Growing {
    fn new<T: Record>(told: &[(&str, &str)]) -> Self {
        let schema = table::schema::<T>().arrow(told);
        let pieces = Pieces::new(&schema);
        Self { table: Batches { schema, batches: Vec::new() }, pieces }
    }

    fn append(&mut self, rows: &Rows, repeated: &[Option<String>]) {
        let Self { table: Batches { schema, batches }, pieces } = self;
        let original = |index: usize| repeated.get(index).and_then(Option::as_deref);
        for batch in rows.batches(schema, original) {
            let Ok(()) = pieces.push(&batch, keep(batches));
        }
    }

    fn finish(mut self) -> Batches {
        let Ok(()) = self.pieces.finish(keep(&mut self.table.batches));
        self.table
    }
}

fn keep(batches: &mut Vec<RecordBatch>) -> impl FnMut(RecordBatch) -> Result<(), Infallible> {
    |batch| {
        batches.push(batch);
        Ok(())
    }
}
