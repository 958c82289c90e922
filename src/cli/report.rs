//! `whosaid report`: a run as pages to look at.

use super::{plural, say};
use crate::report::{self, ARTICLES, Reported, Settings, Wanted};
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;

/// Show a run: on whose word its numbers rest, who claimed what when, and every article marked
///
/// Reads the tables of a finished run, and those of trace if it was traced, never the articles.
/// Writes one page that needs nothing but a browser: no network, no fonts, and no script but for
/// filters and keys. With more articles than one page can hold, the articles become pages in a
/// folder beside it, and the first page a list of them.
///
/// Costs two readings of the tables; memory holds counts, what is drawn, one page of articles and a
/// line for each of up to 25,000 articles of a list.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Report {
    /// Run folder, as extract makes it
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// The page, if it ends in .html; else a folder for it [default: report.html in RUN]
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Folder that trace wrote to [default: RUN]
    #[arg(long, value_name = "DIR")]
    traced: Option<PathBuf>,
    /// Draws a time line of a topic, or of what in it is about these words; may be given again
    #[arg(long, value_name = "TOPIC[:WORDS]")]
    timeline: Vec<Wanted>,
    /// More articles than these become pages of their own
    #[arg(long, value_name = "N", default_value_t = ARTICLES)]
    articles: usize,
}

const AFTER_HELP: &str = "\
Examples:
  whosaid report out
  whosaid report out -o report.html --timeline 'personnel:North Korea'
  whosaid report out -o site/

Exit code: 0 done, 2 could not do it.";

impl Report {
    pub(super) fn run(self, quiet: bool) -> anyhow::Result<ExitCode> {
        let done = report::report(&Settings {
            run: self.run,
            traced: self.traced,
            output: self.output,
            timelines: self.timeline,
            articles: self.articles,
        })?;
        if !quiet {
            summary(&done);
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What was written and where, to standard error.
fn summary(done: &Reported) {
    let families = match done.families {
        None => "no families: give 'whosaid trace' first to have them".to_owned(),
        Some(n) => plural(n, "family drawn", "families drawn"),
    };
    let more = match done.more {
        0 => String::new(),
        n => format!(" and {} beside it", plural(n, "page", "pages")),
    };
    say(format_args!(
        "{} of {}, {families}; open {}{more}",
        plural(done.claims, "claim", "claims"),
        plural(done.articles, "article", "articles"),
        done.page.display(),
    ));
}
