//! `whosaid explain`: findings drawn over the words they were found in.

use super::say;
use crate::claim::Numbers;
use crate::clean::clean;
use crate::document::{Document, Meta};
use crate::explain::explain;
use crate::ingest::{self, Body, Raw};
use crate::pipeline::Pipeline;
use crate::run::Manifest;
use crate::table::unguarded;
use annotate_snippets::Renderer;
use anyhow::bail;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Draw what is found in a text: the words, who says what, how much, and by which rule
///
/// Reads anew, with the reader of this version; costs a tenth of a second to start.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  whosaid explain --text 'Up to 300 boats sank, the coast guard said.'
  whosaid explain article.txt
  whosaid explain articles.jsonl --id 2024-05-17-003
  whosaid explain out --id harbour-strike.txt
      an article of a finished run (one made without --no-text)")]
pub struct Explain {
    /// Files or folders of articles, a run folder, or - for standard input
    #[arg(required_unless_present = "text")]
    input: Vec<String>,
    /// The text itself
    #[arg(long, value_name = "TEXT", conflicts_with = "input")]
    text: Option<String>,
    /// Only the article with this id
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    id: Option<String>,
    /// Draw dates, ages, ordinals and other numbers that are no claims too
    #[arg(long)]
    all_numbers: bool,
    #[command(flatten)]
    reader: super::reader::Choice,
}

impl Explain {
    /// Draws to standard output.
    ///
    /// # Errors
    ///
    /// If there is no such input or article, or standard output is closed.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let numbers = if self.all_numbers { Numbers::All } else { Numbers::Claims };
        let pipeline = Pipeline::new(self.reader.open()?, numbers);
        let mut drawn = 0;
        for raw in self.articles()? {
            let document = match raw.and_then(clean) {
                Ok(document) => document,
                Err(reject) => {
                    say(format_args!("whosaid: {reject}"));
                    continue;
                }
            };
            draw(&document, &pipeline)?;
            drawn += 1;
        }
        match &self.id {
            Some(id) if drawn == 0 => bail!(
                "{}: no article has the id '{id}'; the doc_id column of a run's documents.csv lists them",
                self.input.join(" ")
            ),
            None if drawn == 0 => Ok(ExitCode::from(2)),
            _ => Ok(ExitCode::SUCCESS),
        }
    }

    /// The articles asked for, and what could not be read on the way.
    fn articles(
        &self,
    ) -> anyhow::Result<Box<dyn Iterator<Item = Result<Raw, ingest::Reject>> + '_>> {
        if let Some(text) = &self.text {
            return Ok(Box::new(std::iter::once(Ok(Raw::text("text", text)))));
        }
        let inputs: Vec<String> = self.input.iter().map(|input| articles_of_run(input)).collect();
        let guarded: Vec<PathBuf> = self.input.iter().filter_map(|input| guarded(input)).collect();
        let articles = ingest::open(&inputs, &ingest::Options::default())?.map(move |raw| {
            raw.map(|raw| if guarded.contains(&raw.place.file) { unguard(raw) } else { raw })
        });
        let wanted = move |raw: &Result<Raw, ingest::Reject>| match (&self.id, raw) {
            (Some(id), Ok(raw)) => raw.id == *id,
            (Some(_), Err(_)) => false,
            (None, _) => true,
        };
        Ok(Box::new(articles.filter(wanted)))
    }
}

/// A run folder holds its articles in its documents table.
fn articles_of_run(input: &str) -> String {
    let folder = Path::new(input);
    let documents = ["documents.csv", "documents.jsonl", "documents.parquet"]
        .map(|name| folder.join(name))
        .into_iter()
        .find(|p| p.is_file());
    match documents {
        Some(documents) if folder.join("manifest.json").is_file() => {
            documents.display().to_string()
        }
        _ => input.to_owned(),
    }
}

/// The documents table of a run made with `--spreadsheet-safe`.
fn guarded(input: &str) -> Option<PathBuf> {
    let manifest = Manifest::read(&Path::new(input).join("manifest.json")).ok()?;
    let safe = manifest.recipe.settings.get("spreadsheet-safe").is_some_and(|told| told == "true");
    let documents = Path::new(input).join("documents.csv");
    (safe && documents.is_file()).then_some(documents)
}

/// The article as it was before apostrophes were put before what looks like a formula.
fn unguard(mut raw: Raw) -> Raw {
    let Raw { id, body, meta, .. } = &mut raw;
    let Meta { title, source, date, url, language, .. } = meta;
    let text = if let Body::Text(text) = body { Some(text) } else { None };
    for cell in [id, title, source, date, url, language].into_iter().chain(text) {
        *cell = unguarded(cell).to_owned();
    }
    raw
}

fn draw(document: &Document, pipeline: &Pipeline) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    let colour = out.is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let findings = pipeline.read(document)?;
    let title = &document.meta().title;
    let heading = if title.is_empty() {
        document.id().to_owned()
    } else {
        format!("{}: {title}", document.id())
    };
    // What an article brings along must not move the cursor or colour the terminal.
    let heading: String = heading.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    writeln!(out, "{heading}\n")?;
    if findings.claims.is_empty() && findings.attributions.is_empty() {
        writeln!(out, "nobody says anything here, and nothing is counted\n")?;
    }
    write!(out, "{}", explain(document, &findings, &renderer))?;
    Ok(())
}
