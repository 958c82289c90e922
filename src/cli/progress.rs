//! How far a run has come: a bar on a terminal, a line a minute elsewhere, nothing if quiet.

use super::say;
use crate::run::{Status, Watch};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use std::io::{IsTerminal, stderr};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// Tells standard error how far a run has come.
pub(super) struct Progress {
    how: How,
    begun: Instant,
    stop: Arc<AtomicBool>,
}

enum How {
    Quiet,
    Bar(ProgressBar),
    Lines { last: Instant },
}

const BETWEEN_LINES: Duration = Duration::from_secs(60);

impl Progress {
    pub(super) fn new(quiet: bool, stop: Arc<AtomicBool>) -> Self {
        let begun = Instant::now();
        let how = if quiet {
            How::Quiet
        } else if stderr().is_terminal() {
            How::Bar(ProgressBar::no_length())
        } else {
            How::Lines { last: begun }
        };
        Self { how, begun, stop }
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        if let How::Bar(bar) = &self.how {
            bar.finish_and_clear();
        }
    }
}

/// A style that is known to be well-formed.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is one of those below")
}

impl Watch for Progress {
    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.stop)
    }

    fn status(&mut self, status: &Status<'_>) {
        let articles = HumanCount(status.counts.articles);
        let doing = if status.skipping { "articles found done" } else { "articles" };
        match &mut self.how {
            How::Quiet => {}
            How::Bar(bar) => {
                if bar.length().is_none() && bar.position() == 0 {
                    bar.set_style(match status.read.total {
                        Some(_) => style("{bar:30} {percent:>3}%  {msg}  {eta} left"),
                        None => style("{spinner}  {msg}  {elapsed}"),
                    });
                    if let Some(total) = status.read.total {
                        bar.set_length(total);
                    }
                }
                bar.set_position(status.read.read);
                bar.set_message(format!(
                    "{articles} {doing}, {} claims",
                    HumanCount(status.counts.claims)
                ));
            }
            How::Lines { last } => {
                if last.elapsed() < BETWEEN_LINES {
                    return;
                }
                *last = Instant::now();
                let read = HumanBytes(status.read.read);
                let of = status.read.total.map(|total| format!(" of {}", HumanBytes(total)));
                let rate = status.read.read as f64 / self.begun.elapsed().as_secs_f64();
                say(format_args!(
                    "{articles} {doing}, {} claims, {read}{} read, {}/s",
                    HumanCount(status.counts.claims),
                    of.unwrap_or_default(),
                    HumanBytes(rate as u64),
                ));
            }
        }
    }
}
