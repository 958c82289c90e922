//! Report: a run to look at, as pages that need nothing but a browser.
//!
//! ```text
//! run -> survey -> walk -> pictures, pages
//! rows   sizes     counts   HTML
//! ```
//!
//! It reads the tables of a finished run, and those of `trace` where they are, never the articles.
//! The claims are gone through twice: once to see how much there is, which decides what is drawn
//! and whether one file will do; then to count, mark and write. Memory holds counts, what is drawn,
//! and one page of articles.
//!
//! Every word of an article passes through a template that escapes it. No clock reaches a page:
//! same run, same bytes.

mod chart;
mod day;
mod error;
mod family;
mod files;
mod index;
mod inline;
mod marked;
mod number;
mod page;
mod picture;
mod rows;
mod summary;
mod tally;
mod timeline;
mod voice;
mod walk;

pub use error::Error;
pub use files::REPORT;
pub use timeline::Wanted;
pub use voice::Voice;

use crate::run::rows::Finished;
use day::Day;
use family::Families;
use files::Files;
use page::Pages;
use std::path::PathBuf;
use tally::Tally;
use timeline::Survey;
use walk::{Article, Walk};

/// More articles than these are not put into one file.
pub const ARTICLES: usize = 2_000;

/// What is shown, and where.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The run folder.
    pub run: PathBuf,
    /// Where `trace` wrote; the run folder if nothing is said.
    pub traced: Option<PathBuf>,
    /// The page, if it ends in .html; else the folder for `index.html`. `report.html` in the run
    /// folder if nothing is said.
    pub output: Option<PathBuf>,
    /// Time lines that are drawn whatever the run holds.
    pub timelines: Vec<Wanted>,
    /// More articles than these become pages of their own.
    pub articles: usize,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The page to open.
    pub page: PathBuf,
    /// The pages beside it.
    pub more: usize,
    /// Articles shown.
    pub articles: usize,
    /// Their claims.
    pub claims: usize,
    /// Families drawn; none if the run was not traced.
    pub families: Option<usize>,
}

/// How much there is.
#[derive(Default)]
struct Extent {
    articles: usize,
    /// About how many bytes of pages its articles make.
    bytes: usize,
}

impl Extent {
    /// More bytes of articles than these are not put into one file: twice as many took a browser
    /// 3.6 seconds to open.
    const BYTES: usize = 8_000_000;

    fn add(&mut self, article: &Article) {
        self.articles += 1;
        // A few percent more than 4,000 articles of the press came to.
        self.bytes += 700 + article.document.text.len() * 103 / 100;
        self.bytes += article.claims.len() * 280 + article.document.attributions * 80;
    }
}

/// Writes the report of a run.
///
/// # Errors
///
/// If the folder is no finished run of this version, its tables are damaged, or the report cannot
/// be written.
pub fn report(settings: &Settings) -> Result<Reported, Error> {
    let run = Finished::open(&settings.run)?;
    let traced = settings.traced.as_ref().unwrap_or(&settings.run);
    let mut families = Families::read(traced)?;
    if let (Some(path), None) = (&settings.traced, &families) {
        return Err(Error::NoTrace { path: path.clone() });
    }
    let (extent, survey) = survey(&run, settings)?;
    let mut timelines = survey.choose();
    let is_single = extent.articles <= settings.articles && extent.bytes <= Extent::BYTES;
    let files = Files::new(settings, is_single);
    let mut pages = Pages::new(&files, &extent)?;
    let mut tally = Tally::default();
    let mut walk = Walk::all(&run)?;
    let mut number = 0;
    while let Some(article) = walk.next()? {
        number += 1;
        tally.add(&article);
        let document = &article.document;
        let title = page::title(document);
        let is_copy = !document.duplicate_of.is_empty();
        for claim in &article.claims {
            let is_denied = claim.modality == crate::labels::Modality::Denied
                || families.as_ref().is_some_and(|f| f.denials.contains(&claim.claim_id));
            if !is_copy {
                timelines.take(claim, number, &document.source, is_denied);
            }
            if let Some(families) = &mut families {
                families.take(claim, number, title);
            }
        }
        pages.add(number, &article, families.as_ref())?;
    }
    tally.add_rejects(&run)?;
    let drawn = families.as_ref().map(|families| families.drawn.len());
    let more = pages.finish(&run.manifest, &tally, timelines, families)?;
    Ok(Reported {
        page: files.main,
        more,
        articles: tally.articles,
        claims: tally.claims,
        families: drawn,
    })
}

/// Goes through articles and claims to see how much there is.
fn survey(run: &Finished, settings: &Settings) -> Result<(Extent, Survey), Error> {
    let mut extent = Extent::default();
    let mut survey = Survey::new(&settings.timelines);
    let mut walk = Walk::claims(run)?;
    while let Some(article) = walk.next()? {
        extent.add(&article);
        if article.document.duplicate_of.is_empty() {
            article.claims.iter().for_each(|claim| survey.count(claim));
        }
    }
    Ok((extent, survey))
}
