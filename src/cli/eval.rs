//! `whosaid eval`: the pipeline, or a findings file, against gold.

use super::{plain, say};
use crate::claim::Numbers;
use crate::clean::clean;
use crate::document::Meta;
use crate::eval::{self, Chunked, Chunks, Measure, Mistake, Report};
use crate::gold::{self, Article};
use crate::ingest::{Place, Raw};
use crate::pipeline::Pipeline;
use anyhow::bail;
use rayon::prelude::*;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Score the pipeline, or a findings file, against annotated articles
///
/// Prints precision, recall and F1 for sentences, quantities, attributions, nesting and
/// claims, with intervals, a row for each source type and what was mistaken for what.
/// Costs one reading of the gold articles; with FINDINGS nothing is read anew.
/// With --scheme polnear gold is PolNeAR's, and what is printed are the measures of its
/// literature: exact chunks of source, cue and content, of outermost attributions.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  whosaid eval datasets/newsroom/gold/dev.jsonl
      how well the pipeline does on the project's own articles
  whosaid eval gold.jsonl run/findings.jsonl --errors 20
      a finished run against gold, with the first 20 mistakes
  whosaid eval first.jsonl second.jsonl
      agreement of two annotators
  whosaid eval polnear/dev.jsonl --scheme polnear
      chunks of source, cue and content, as published figures count them
  whosaid eval gold.jsonl --require attribution=55 --require quantity=88
      exit status 1 if an F1 is below")]
pub struct Eval {
    /// Annotated articles, one JSON object a line
    gold: PathBuf,
    /// Findings to score, in the same shape [default: read the gold texts now]
    findings: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// List the first N things missed or made up
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Exit with 1 if the F1 of MEASURE is below PERCENT
    #[arg(long, value_name = "MEASURE=PERCENT", value_parser = requirement)]
    require: Vec<(Measure, f64)>,
    #[command(flatten)]
    reader: super::reader::Choice,
}

fn requirement(text: &str) -> Result<(Measure, f64), String> {
    let (name, percent) = text.split_once('=').ok_or("write it as MEASURE=PERCENT")?;
    let measure = Measure::from_name(name.trim()).ok_or_else(|| {
        let names: Vec<&str> = Measure::ALL.iter().map(|m| m.as_str()).collect();
        format!("no measure '{}'; there are: {}", name.trim(), names.join(", "))
    })?;
    let percent = percent.trim().parse().map_err(|_| format!("'{percent}' is not a number"))?;
    Ok((measure, percent))
}

impl Eval {
    /// Scores and prints; says whether all requirements are met.
    ///
    /// # Errors
    ///
    /// If a file cannot be read, or a gold text is not clean.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.reader.is_polnear() {
            return self.chunks();
        }
        let (lines, gold): (Vec<usize>, Vec<Article>) =
            gold::numbered(&self.gold)?.into_iter().unzip();
        let found = match &self.findings {
            Some(path) => gold::read(path)?,
            None => {
                let pipeline = Pipeline::new(self.reader.open()?, Numbers::Claims);
                read(&self.gold, &lines, &gold, &pipeline)?
            }
        };
        let report = Report::of(&eval::score(&gold, &found));
        let mut out = io::stdout().lock();
        if self.json {
            writeln!(out, "{:#}", report.json())?;
        } else {
            write!(out, "{report}")?;
        }
        let errors = &report.scores().errors;
        for Mistake { doc_id, what, measure, place: [start, end], text } in
            errors.iter().take(self.errors)
        {
            let line = format!("{what} {measure} {doc_id}:{start}-{end} {text}");
            writeln!(out, "{}", plain(&line))?;
        }
        let mut status = ExitCode::SUCCESS;
        for (measure, percent) in self.require {
            let f1 = report.f1(measure);
            if f1 < percent {
                say(format_args!(
                    "whosaid: {measure}: F1 {f1:.1} is below the required {percent:.1}"
                ));
                status = ExitCode::from(1);
            }
        }
        Ok(status)
    }
}

impl Eval {
    /// Scores chunks of outermost attributions and prints them.
    fn chunks(self) -> anyhow::Result<ExitCode> {
        if self.errors > 0 || !self.require.is_empty() {
            bail!("--errors and --require are for our own scheme; leave them or --scheme out");
        }
        let mut gold = Chunked::read(&self.gold)?;
        let found = match &self.findings {
            Some(path) => Chunked::read(path)?,
            None => {
                let pipeline = Pipeline::new(self.reader.open()?, Numbers::Claims);
                let read = |gold: &Chunked| -> anyhow::Result<Option<Chunked>> {
                    let document = clean(Raw::text(&gold.id, &gold.text))?;
                    let is_same = document.text() == gold.text;
                    let article = || pipeline.read(&document).map(|f| Article::of(&document, &f));
                    let read = is_same.then(article).transpose()?;
                    Ok(read.map(|article| Chunked::from(&article)))
                };
                let read: Vec<_> = gold.par_iter().map(read).collect::<Result<_, _>>()?;
                let mut whole = read.iter().map(Option::is_some);
                gold.retain(|_| whole.next() == Some(true));
                if gold.len() < read.len() {
                    say(format_args!(
                        "whosaid: {}: {} of {} articles are left out: their texts need repair, so \
                         their annotations would not point where they should",
                        self.gold.display(),
                        read.len() - gold.len(),
                        read.len()
                    ));
                }
                read.into_iter().flatten().collect()
            }
        };
        let chunks = Chunks::of(&gold, &found);
        let mut out = io::stdout().lock();
        if self.json {
            writeln!(out, "{:#}", chunks.json())?;
        } else {
            write!(out, "{chunks}")?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads the gold articles' texts with the pipeline.
fn read(
    path: &Path,
    lines: &[usize],
    gold: &[Article],
    pipeline: &Pipeline,
) -> anyhow::Result<Vec<Article>> {
    let file = Arc::new(path.to_owned());
    let article = |(&line, gold): (&usize, &Article)| -> anyhow::Result<Article> {
        let place = Place { file: Arc::clone(&file), record: Some(line as u64) };
        let meta = Meta {
            title: gold.title.clone(),
            source: gold.source.clone(),
            date: gold.date.clone(),
            url: gold.url.clone(),
            language: String::new(),
        };
        let raw = Raw { place: place.clone(), meta, ..Raw::text(&gold.id, &gold.text) };
        let document = clean(raw)?;
        if document.text() != gold.text {
            bail!(
                "{place}: the text of {} needs repair, so its annotations would not point where they should; \
                 annotate the repaired text (documents.csv of a run has it)",
                gold.id
            );
        }
        Ok(Article::of(&document, &pipeline.read(&document)?))
    };
    lines.par_iter().zip(gold).map(article).collect()
}
