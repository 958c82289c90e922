//! `whosaid extract`: articles in, a run folder out.

use super::progress::Progress;
use super::stop::Stop;
use super::{disturbs, say};
use crate::claim::Numbers;
use crate::clean::Languages;
use crate::ingest::{self, FieldMap};
use crate::pipeline::MAX_SENTENCE_LENGTH;
use crate::run::rows::{Finished, rows};
use crate::run::{self, Done, Manifest, Settings};
use crate::table::{Claims, Format};
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Read articles and write every numeric claim in them, and who made it
///
/// Writes a folder of tables that join by their ids: claims, attributions, sentences, documents,
/// rejects; with codebook.md, datapackage.json and manifest.json beside them. The same command
/// again resumes a run that was stopped, however it was stopped, and leaves a finished one alone.
///
/// Costs, on two cores, a second for some 600 sentences (100,000 with --reader lexicon); one
/// reading of the input; memory that does not grow with it but for some 240 bytes an
/// article, to know ids and copies by; and on disk about four times the size of the articles' text,
/// twice that for a moment before the run is done.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Extract {
    /// Files (.txt .md .html .jsonl .csv .tsv .warc, each also .gz .zst; .parquet), folders, globs
    /// in quotes, or -
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// The run folder
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Notation of the tables; jsonl writes findings.jsonl too, one article a line
    #[arg(long, value_enum, value_delimiter = ',', default_value = "csv")]
    format: Vec<Notation>,
    #[command(flatten)]
    reader: super::reader::Choice,
    /// Which numbers are claims: those that count or measure, or dates, ages and names too
    #[arg(long, value_enum, default_value_t = Which::Claims)]
    numbers: Which,
    /// Threads [default: as many as there are cores]; results do not depend on it
    #[arg(short = 'j', long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Which field or column holds what: text=body,id=url; may be given again
    #[arg(long, value_name = "FIELD=COLUMN", value_delimiter = ',')]
    map: Vec<String>,
    /// Reject articles that are surely in another language: en, de, German…, or any to reject
    /// none [default: en for web pages and web archives, any for other inputs]
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    language: Option<Languages>,
    /// Put an apostrophe before CSV text that a spreadsheet would run as a formula
    #[arg(long)]
    spreadsheet_safe: bool,
    /// Leave out every word of the articles; offsets, hashes, source, date and address stay
    #[arg(long)]
    no_text: bool,
    /// Reject articles larger than this many bytes
    #[arg(long, value_name = "BYTES", default_value_t = ingest::Options::default().max_article_bytes)]
    max_article_bytes: usize,
    /// Reject articles with a sentence longer than this many characters
    #[arg(long, value_name = "CHARS", default_value_t = MAX_SENTENCE_LENGTH)]
    max_sentence_length: usize,
    /// Articles that are saved at a time; results do not depend on it
    #[arg(long, value_name = "N", default_value = "1000")]
    shard_size: NonZeroUsize,
    /// Start over, replacing a run that is in DIR
    #[arg(long)]
    fresh: bool,
}

const AFTER_HELP: &str = "\
Examples:
  whosaid extract articles/ -o out
  whosaid extract 'news/**/*.html' feed.jsonl.zst -o out -j 8
  whosaid extract posts.csv --map text=body,id=post_id,date=created -o out
  whosaid extract posts.parquet -o out --format parquet
  whosaid extract crawl.warc.gz -o out
  zcat dump.jsonl.gz | whosaid extract - -o out --format csv,jsonl

Exit code: 0 done, 2 could not do it. A bad article is a row of the rejects table, no failure.
After SIGINT (Ctrl-C) or SIGTERM what is read is saved; the same command again resumes.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Notation {
    Csv,
    Jsonl,
    Parquet,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    Claims,
    All,
}

fn language(name: &str) -> Result<Languages, String> {
    Languages::from_name(name)
        .ok_or_else(|| "no such language; give a code such as en or de, or any".to_owned())
}

impl Extract {
    pub(super) fn run(self, quiet: bool) -> anyhow::Result<ExitCode> {
        let settings = self.settings()?;
        let stop = Stop::hear(&settings.output)?;
        let mut progress = Progress::new(quiet, stop.flag());
        let done = run::extract(&settings, self.reader.open()?, &mut progress);
        progress.finish();
        let done = match done {
            Err(stopped @ run::Error::Interrupted { .. }) => stop.end(&stopped),
            done => done?,
        };
        if quiet {
            return Ok(ExitCode::SUCCESS);
        }
        let (Done::Written(manifest) | Done::AlreadyComplete(manifest)) = &done;
        preview(&settings, &mut io::stdout().lock())?;
        summary(manifest, &settings.output, matches!(done, Done::AlreadyComplete(_)));
        Ok(ExitCode::SUCCESS)
    }

    fn settings(&self) -> anyhow::Result<Settings> {
        let wanted = |notation| self.format.contains(&notation);
        let formats = [
            (Notation::Csv, Format::Csv),
            (Notation::Jsonl, Format::Jsonl),
            (Notation::Parquet, Format::Parquet),
        ];
        let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        Ok(Settings {
            inputs: self.inputs.clone(),
            output: self.output.clone(),
            ingest: ingest::Options {
                map: FieldMap::parse(&self.map)?,
                max_article_bytes: self.max_article_bytes,
                ..ingest::Options::default()
            },
            formats: formats.into_iter().filter(|&(n, _)| wanted(n)).map(|(_, f)| f).collect(),
            numbers: match self.numbers {
                Which::Claims => Numbers::Claims,
                Which::All => Numbers::All,
            },
            languages: self.language.unwrap_or_default(),
            max_sentence_length: self.max_sentence_length,
            spreadsheet_safe: self.spreadsheet_safe,
            no_text: self.no_text,
            threads: self.threads.unwrap_or(cores),
            shard_size: self.shard_size,
            fresh: self.fresh,
        })
    }
}

/// What came in, what went out and where it lies, to standard error.
fn summary(manifest: &Manifest, output: &Path, already: bool) {
    let counts = &manifest.counts;
    let plural = |n: u64, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
    say(format_args!(
        "{}{}, {}, {} in {}",
        if already { "already complete: " } else { "" },
        plural(counts.documents, "article"),
        plural(counts.attributions, "attribution"),
        plural(counts.claims, "claim"),
        output.display(),
    ));
    if !manifest.skipped.is_empty() {
        let kinds: Vec<_> =
            manifest.skipped.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        let files = plural(manifest.skipped.values().sum(), "file");
        say(format_args!("{files} skipped: {}", kinds.join(", ")));
    }
    if !manifest.passed_over.is_empty() {
        let kinds: Vec<_> =
            manifest.passed_over.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        let records = plural(manifest.passed_over.values().sum(), "record");
        say(format_args!("{records} of web archives passed over: {}", kinds.join(", ")));
    }
    if counts.duplicates > 0 {
        let repeat = if counts.duplicates == 1 { "repeats" } else { "repeat" };
        say(format_args!("{} {repeat} another", plural(counts.duplicates, "article")));
    }
    if !counts.rejects.is_empty() {
        let reasons: Vec<_> =
            counts.rejects.iter().map(|(reason, count)| format!("{reason} {count}")).collect();
        say(format_args!("{}: {}", plural(counts.rejected(), "reject"), reasons.join(", ")));
    }
}

/// The columns of the preview and how wide they may be.
const PREVIEW: [(&str, usize); 6] = [
    ("quantity", 16),
    ("counted", 28),
    ("modifier", 9),
    ("source", 28),
    ("source_type", 18),
    ("doc_id", 24),
];
const PREVIEW_ROWS: usize = 5;

/// The first claims of the run, as a reader of the table would see them.
fn preview(settings: &Settings, out: &mut impl Write) -> anyhow::Result<()> {
    let rows = first_claims(settings)?;
    if rows.is_empty() {
        return Ok(());
    }
    let header = PREVIEW.map(|(name, _)| name.to_owned());
    let mut widths = [0; PREVIEW.len()];
    for row in std::iter::once(&header).chain(&rows) {
        for ((width, cell), (_, most)) in widths.iter_mut().zip(row).zip(PREVIEW) {
            *width = cell.chars().count().clamp(*width, most);
        }
    }
    for row in std::iter::once(&header).chain(&rows) {
        let cells = row.iter().zip(widths);
        let cells: Vec<_> =
            cells.map(|(cell, width)| format!("{:width$}", shortened(cell, width))).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    out.flush()?;
    Ok(())
}

rows! {
    /// What the preview shows of a claim.
    Shown of Claims {
        quantity: String,
        counted: String,
        modifier: String,
        source: String,
        source_type: String,
        doc_id: String,
    }
}

fn first_claims(settings: &Settings) -> anyhow::Result<Vec<[String; PREVIEW.len()]>> {
    let mut claims = Finished::open(&settings.output)?.rows::<Shown>()?;
    let mut rows = Vec::new();
    while rows.len() < PREVIEW_ROWS
        && let Some(row) = claims.next()?
    {
        let Shown { quantity, counted, modifier, source, source_type, doc_id } = row;
        rows.push([quantity, counted, modifier, source, source_type, doc_id]);
    }
    Ok(rows)
}

/// `text` on one line, cut with an ellipsis if it is longer than `width`.
fn shortened(text: &str, width: usize) -> String {
    let line: Vec<char> =
        text.chars().map(|c| if disturbs(c) || c.is_whitespace() { ' ' } else { c }).collect();
    if line.len() <= width {
        return line.into_iter().collect();
    }
    line.iter().take(width.saturating_sub(1)).chain(&['…']).collect()
}
