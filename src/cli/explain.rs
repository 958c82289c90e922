//! `whosaid explain`: findings drawn over the words they were found in.

use super::{disturbs, say};
use crate::claim::Numbers;
use crate::clean::clean;
use crate::document::{Document, Meta};
use crate::explain::explain;
use crate::ingest::{self, Place, Raw};
use crate::pipeline::Pipeline;
use crate::run::rows::{Finished, rows};
use crate::table::Documents;
use annotate_snippets::Renderer;
use anyhow::bail;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::slice;
use std::sync::Arc;

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
        let mut articles: Box<dyn Iterator<Item = Result<Raw, ingest::Reject>>> =
            Box::new(std::iter::empty());
        for input in &self.input {
            let folder = Path::new(input);
            if folder.join("manifest.json").is_file() {
                articles = Box::new(articles.chain(articles_of_run(folder)?.map(Ok)));
            } else {
                let options = ingest::Options::default();
                articles =
                    Box::new(articles.chain(ingest::open(slice::from_ref(input), &options)?));
            }
        }
        let wanted = move |raw: &Result<Raw, ingest::Reject>| match (&self.id, raw) {
            (Some(id), Ok(raw)) => raw.id == *id,
            (Some(_), Err(_)) => false,
            (None, _) => true,
        };
        Ok(Box::new(articles.filter(wanted)))
    }
}

rows! {
    /// An article of a run.
    DocumentRow of Documents {
        doc_id: String,
        title: String,
        source: String,
        date: String,
        url: String,
        language: String,
        text: String,
    }
}

/// The articles of a finished run, as they were read.
fn articles_of_run(folder: &Path) -> anyhow::Result<impl Iterator<Item = Raw> + use<>> {
    let mut rows = Finished::open(folder)?.rows::<DocumentRow>()?;
    let place = Arc::new(folder.to_owned());
    let mut articles = Vec::new();
    while let Some(row) = rows.next()? {
        let DocumentRow { doc_id, title, source, date, url, language, text } = row;
        let meta = Meta { title, source, date, url, language };
        let place = Place { file: Arc::clone(&place), record: None };
        articles.push(Raw { meta, place, ..Raw::text(doc_id, text) });
    }
    Ok(articles.into_iter())
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
    let heading: String = heading.chars().map(|c| if disturbs(c) { ' ' } else { c }).collect();
    writeln!(out, "{heading}\n")?;
    if findings.claims.is_empty() && findings.attributions.is_empty() {
        writeln!(out, "nobody says anything here, and nothing is counted\n")?;
    }
    write!(out, "{}", explain(document, &findings, &renderer))?;
    Ok(())
}
