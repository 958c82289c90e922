//! The Python package: the library's own work on tables that Python holds, and nothing besides.

mod source;
mod table;

use annotate_snippets::Renderer;
use anyhow::{Context as _, anyhow, bail};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;
use table::{Table, Tables};
use whosaid::claim::Numbers;
use whosaid::encoder::Precision;
use whosaid::ingest::{self, Articles, FieldMap, Raw};
use whosaid::reading::Reader;
use whosaid::reading::lexicon::Lexicon;
use whosaid::reading::neural::{Scheme, folder::Folder};
use whosaid::{Pipeline, run};

/// How long Python waits before it looks for an interrupt and tells how far the work is.
const WAIT: Duration = Duration::from_millis(50);

/// A reader that is loaded, and how it reads.
#[pyclass(frozen, module = "whosaid")]
struct Engine {
    pipeline: Pipeline,
    max_article_bytes: usize,
}

#[pymethods]
impl Engine {
    #[new]
    fn new(
        py: Python<'_>,
        reader: &str,
        model: Option<PathBuf>,
        scheme: &str,
        numbers: &str,
        max_sentence_length: usize,
        max_article_bytes: usize,
    ) -> PyResult<Self> {
        let numbers = match numbers {
            "claims" => Numbers::Claims,
            "all" => Numbers::All,
            other => return Err(refused(&anyhow!("numbers={other}: give claims or all"))),
        };
        let reader = py.detach(|| open(reader, model, scheme)).map_err(|error| refused(&error))?;
        let pipeline = Pipeline::new(reader, numbers).with_max_sentence_length(max_sentence_length);
        Ok(Self { pipeline, max_article_bytes })
    }

    /// Reads the articles of a stream of Arrow batches; `heard` is told how many are done.
    fn read(
        &self,
        py: Python<'_>,
        name: &str,
        articles: &Bound<'_, PyAny>,
        map: Vec<String>,
        threads: Option<NonZeroUsize>,
        heard: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Tables> {
        let (schema, batches) = source::read(articles)?;
        let options = ingest::Options {
            map: FieldMap::parse(&map).map_err(|error| refused(&error.into()))?,
            max_article_bytes: self.max_article_bytes,
            ..ingest::Options::default()
        };
        let articles = ingest::of_batches(name, &schema, batches, &options)
            .map_err(|error| refused(&error.into()))?;
        let cores = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        self.work(py, articles, threads.unwrap_or_else(cores), heard)
    }

    /// Draws what is found in a text, in colours of a terminal.
    fn explain(&self, py: Python<'_>, text: &str, id: &str) -> PyResult<String> {
        let drawn = py.detach(|| -> anyhow::Result<String> {
            let doc = whosaid::clean::clean(Raw::text(id, text))?;
            let findings = self.pipeline.read(&doc)?;
            Ok(whosaid::explain::explain(&doc, &findings, &Renderer::styled()))
        });
        drawn.map_err(|error| refused(&error))
    }

    /// The name of the reader.
    #[getter]
    fn reader(&self) -> &'static str {
        self.pipeline.reader()
    }

    /// What the reader knows and how it reads, by hash.
    #[getter]
    fn model(&self) -> String {
        self.pipeline.knowledge()
    }
}

impl Engine {
    /// Works on other threads, while this one, which holds Python, looks for interrupts.
    fn work(
        &self,
        py: Python<'_>,
        articles: Articles,
        threads: NonZeroUsize,
        heard: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Tables> {
        let (done, stop) = (AtomicU64::new(0), AtomicBool::new(false));
        let tell = || match &heard {
            Some(heard) => heard.call1((done.load(Relaxed),)).map(drop),
            None => Ok(()),
        };
        let waiting = thread::current();
        thread::scope(|scope| {
            let worker = scope.spawn(|| {
                let mut watch = |counts: &run::Counts| {
                    done.store(counts.articles, Relaxed);
                    if stop.load(Relaxed) {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                };
                let tables = run::in_memory(articles, &self.pipeline, threads, &mut watch);
                // Nobody waits longer than the work takes.
                waiting.unpark();
                tables
            });
            let mut told = Ok(());
            while !worker.is_finished() {
                py.detach(|| thread::park_timeout(WAIT));
                if told.is_ok() {
                    told = py.check_signals().and_then(|()| tell());
                    stop.store(told.is_err(), Relaxed);
                }
            }
            let tables = worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            told.and_then(|()| tell())?;
            tables.map(Tables::from).map_err(|error| refused(&error.into()))
        })
    }
}

/// The reader of that name.
fn open(reader: &str, model: Option<PathBuf>, scheme: &str) -> anyhow::Result<Box<dyn Reader>> {
    let scheme = match scheme {
        "whosaid" => Scheme::Whosaid,
        "polnear" => Scheme::Polnear,
        other => bail!("scheme={other}: give whosaid or polnear"),
    };
    match reader {
        "lexicon" if model.is_some() => {
            bail!("model= is for the encoder; leave it out, or give reader=\"embedded\"")
        }
        "lexicon" => Ok(Box::new(Lexicon)),
        "embedded" => {
            let Some(path) = model else {
                return Ok(Box::new(Folder::built_in().reader(Precision::Int8, scheme)?));
            };
            let refused = || format!("{}: the model cannot be read with", path.display());
            let folder = Folder::open(&path).with_context(refused)?;
            Ok(Box::new(folder.reader(Precision::Int8, scheme).with_context(refused)?))
        }
        other => bail!("reader={other}: give embedded or lexicon"),
    }
}

/// A `ValueError` in the words of the command line, whose options are Python's arguments here.
fn refused(error: &anyhow::Error) -> PyErr {
    PyValueError::new_err(as_arguments(&format!("{error:#}")))
}

/// `--map text=COLUMN` as `text=COLUMN`, `--max-article-bytes` as `max_article_bytes`.
fn as_arguments(message: &str) -> String {
    let mut pieces =
        message.replace("--map ", "").split("--").map(str::to_owned).collect::<Vec<_>>();
    for piece in pieces.iter_mut().skip(1) {
        let end = piece.find(|c: char| c != '-' && !c.is_ascii_alphabetic()).unwrap_or(piece.len());
        *piece = piece
            .char_indices()
            .map(|(at, c)| if c == '-' && at < end { '_' } else { c })
            .collect();
    }
    pieces.concat()
}

#[pymodule]
fn _whosaid(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("MAX_ARTICLE_BYTES", ingest::Options::default().max_article_bytes)?;
    module.add("MAX_SENTENCE_LENGTH", whosaid::pipeline::MAX_SENTENCE_LENGTH)?;
    module.add_function(wrap_pyfunction!(table::columns, module)?)?;
    module.add_class::<Engine>()?;
    module.add_class::<Table>()?;
    module.add_class::<Tables>()
}
