//! The command line: one file a verb.
//!
//! Results go to files or to standard output, talk goes to standard error. The exit code is
//! 0 when done, 1 when a check that was asked for failed, 2 when it could not be done.

mod codebook;
mod completions;
mod convert;
mod eval;
mod explain;
mod extract;
mod progress;
mod reader;
mod report;
mod stop;
mod trace;
#[cfg(feature = "libtorch")]
mod train;

use crate::{ingest, run};
use clap::{Parser, Subcommand};
use std::fmt;
use std::io::{self, Write};
use std::panic;
use std::process::ExitCode;

/// Text in; who said which number out, each with its place.
#[derive(Debug, Parser)]
#[command(name = "whosaid", version, max_term_width = 100, after_help = AFTER_HELP)]
struct Cli {
    /// Say nothing but errors; before or after the verb
    #[arg(short, long, global = true)]
    quiet: bool,
    #[command(subcommand)]
    verb: Verb,
}

const AFTER_HELP: &str = "\
Examples:
  whosaid extract articles/ -o out
  whosaid trace out
  whosaid report out
  whosaid codebook

Exit code: 0 done, 1 a check you asked for failed, 2 could not do it.";

#[derive(Debug, Subcommand)]
enum Verb {
    Extract(extract::Extract),
    Explain(explain::Explain),
    Eval(eval::Eval),
    Trace(trace::Trace),
    Report(report::Report),
    Codebook(codebook::Codebook),
    Convert(convert::Convert),
    Completions(completions::Completions),
    #[cfg(feature = "libtorch")]
    Train(train::Train),
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    quiet_damage();
    let done = match cli.verb {
        Verb::Extract(verb) => verb.run(cli.quiet),
        Verb::Explain(verb) => verb.run(),
        Verb::Eval(verb) => verb.run(),
        Verb::Trace(verb) => verb.run(cli.quiet),
        Verb::Report(verb) => verb.run(cli.quiet),
        Verb::Codebook(verb) => verb.run(),
        Verb::Convert(verb) => verb.run(cli.quiet),
        Verb::Completions(verb) => verb.run(),
        #[cfg(feature = "libtorch")]
        Verb::Train(verb) => verb.run(cli.quiet),
    };
    match done {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say(format_args!("whosaid: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Leaves to the table of rejects what a damaged input does to a decoder, and what a failure over an
/// article says, which may quote it.
fn quiet_damage() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |failure| match failure.location() {
        _ if ingest::is_guarded() => {}
        Some(place) if run::is_reading() => {
            say(format_args!(
                "whosaid: failed over an article, at {place}; the rejects tell which"
            ));
        }
        _ => hook(failure),
    }));
}

/// Says a line on standard error. If nobody listens any more, the work goes on all the same.
fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{}", plain(&line.to_string()));
}

/// `line` as a terminal may show it, whatever an input has brought into it.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    for c in line.chars() {
        if disturbs(c) {
            plain.extend(c.escape_default());
        } else {
            plain.push(c);
        }
    }
    plain
}

/// Whether a character ends a line, moves the cursor, colours the terminal or turns a line round.
fn disturbs(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// "1 claim", "2 claims".
fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Whoever read our output has seen enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
