//! `whosaid codebook`: what every column means.

use crate::table;
use clap::{Args, ValueEnum};
use std::io::Write;
use std::process::ExitCode;

/// Print what every column of every table means
///
/// The same text stands in every run folder as codebook.md. Costs nothing.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Codebook {
    /// As text to read, or as JSON with one object a column
    #[arg(long, value_enum, default_value_t = Notation::Md)]
    format: Notation,
}

const AFTER_HELP: &str = "\
Examples:
  whosaid codebook | less
  whosaid codebook --format json > codebook.json";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Notation {
    Md,
    Json,
}

impl Codebook {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let text = match self.format {
            Notation::Md => table::codebook(),
            Notation::Json => format!("{:#}\n", table::codebook_json()),
        };
        let mut out = std::io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}
