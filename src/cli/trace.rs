//! `whosaid trace`: the same claim across the articles of one or more runs.

use super::{plural, say};
use crate::trace::{self, DAYS, Settings, Traced};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Follow each claim across the articles of runs: who had it first, on whose word, how it changed
///
/// Reads the tables of finished runs, never the articles, and writes four tables beside them, or
/// into DIR: families (claims that state the same thing), family_claims (origin, relay, denial or
/// independent), sources (article, outlet cited, source cited, as the edges of a graph) and drift
/// (where a source was strengthened, a hedge dropped, a number, actor or modality changed, or the
/// attribution lost; with both sentences). A reprint is no evidence: an origin with forty reprints
/// is one origin.
///
/// A claim is compared with those earlier ones that share its kind, about its figure, and a word of
/// its sentence, the exact figure or an outlet; where more than 128 claims share such a key, two or
/// three of them together; and with one claim of each family there. Costs two readings of the
/// tables, and about half a kilobyte of memory a claim.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Trace {
    /// Run folders, as extract makes them; an article that stands in several counts once
    #[arg(required = true, value_name = "RUN")]
    runs: Vec<PathBuf>,
    /// Where the tables go [default: beside those of the run, if there is one]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// How many days two tellings of one claim may lie apart
    #[arg(long, value_name = "N", default_value_t = DAYS)]
    days: u32,
    /// Notation of the sources; graphml writes sources.graphml beside sources.csv
    #[arg(long, value_enum, value_delimiter = ',', default_value = "csv")]
    format: Vec<Notation>,
}

const AFTER_HELP: &str = "\
Examples:
  whosaid trace out
  whosaid trace january february -o winter --days 30
  whosaid trace out --format graphml

Exit code: 0 done, 2 could not do it.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Notation {
    Csv,
    Graphml,
}

impl Trace {
    pub(super) fn run(self, quiet: bool) -> anyhow::Result<ExitCode> {
        let done = trace::trace(&Settings {
            runs: self.runs,
            output: self.output,
            days: self.days,
            graphml: self.format.contains(&Notation::Graphml),
        })?;
        if !quiet {
            summary(&done);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What was found and where it lies, to standard error.
fn summary(done: &Traced) {
    say(format_args!(
        "{} of {}: {} told more than once, {}, in {}",
        plural(done.claims, "claim", "claims"),
        plural(done.articles, "article", "articles"),
        plural(done.families, "family", "families"),
        plural(done.drifts, "change", "changes"),
        done.output.display(),
    ));
}
