//! `whosaid convert`: annotations to and from the tools that people annotate in.

use super::say;
use crate::convert::{self, Format};
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// Bring gold and findings into an annotation tool, and corrections back
///
/// Reads a gold or findings file, a run folder (made with --format jsonl), a Label Studio export,
/// a brat collection, or a folder of UIMA CAS documents in JSON as INCEpTION exports them; which
/// it is, is told from what is there. Writes a gold file, or a new folder with the articles and
/// the tool's configuration. There and back nothing changes. What cannot be read back is an error
/// that names the file, the place and the remedy; nothing is left out.
///
/// Costs seconds and the memory of the input a few times over.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Convert {
    /// Annotated articles; several inputs become one output
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: To,
    /// The gold file, or the folder for a tool; it must be new
    #[arg(short, long, value_name = "PATH")]
    output: PathBuf,
}

const AFTER_HELP: &str = "\
Examples:
  whosaid convert out --to label-studio -o tasks     # a run: tasks.json, label_config.xml
  whosaid convert gold.jsonl --to brat -o brat       # .txt and .ann, annotation.conf
  whosaid convert gold.jsonl --to inception -o cas   # a CAS an article, layers.json
  whosaid convert project-1.json --to gold -o corrected.jsonl
  whosaid eval corrected.jsonl out/findings.jsonl    # what the corrections say of the run

docs/convert.md tells how to set up each tool.";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum To {
    Gold,
    LabelStudio,
    Brat,
    Inception,
}

impl Convert {
    pub(super) fn run(self, quiet: bool) -> anyhow::Result<ExitCode> {
        let mut articles = Vec::new();
        for input in &self.inputs {
            articles.extend(convert::read(input)?);
        }
        let format = match self.to {
            To::Gold => Format::Gold,
            To::LabelStudio => Format::LabelStudio,
            To::Brat => Format::Brat,
            To::Inception => Format::Inception,
        };
        convert::write(&articles, format, &self.output)?;
        if !quiet {
            let attributions: usize = articles.iter().map(|a| a.article.attributions.len()).sum();
            let quantities: usize = articles.iter().map(|a| a.article.quantities.len()).sum();
            say(format_args!(
                "{} articles, {attributions} attributions, {quantities} quantities in {}",
                articles.len(),
                self.output.display()
            ));
        }
        Ok(ExitCode::SUCCESS)
    }
}
