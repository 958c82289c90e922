//! A training from beginning to end: epochs, checkpoints, the model folder.
//!
//! After each epoch the folder holds a model that can be read with, and a checkpoint from which
//! the same command goes on as if it had never been stopped: all that is drawn by chance in an
//! epoch depends on the seed and the epoch's number alone.

use super::adamw::AdamW;
use super::annotated::{self, Corpus};
use super::base::{self, Base};
use super::batch::{Batch, Marks};
use super::checkpoint::{self, Checkpoint};
use super::dev::{self, Dev};
use super::example::{Example, examples};
use super::folder;
use super::loss;
use super::network::{self, Network};
use super::plan;
use super::settings::{Phase, Settings};
use crate::reading::neural::Scheme;
use crate::reading::neural::piece::Pieces;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::time::Instant;
use tch::Device;

/// Told how far a training has come.
pub trait Watch {
    /// A file has been read and cut into windows.
    fn prepared(&mut self, data: &Prepared);
    /// The training goes on after `epochs` that an earlier run finished.
    fn resumed(&mut self, epochs: &[Epoch]);
    /// A step has been taken.
    fn step(&mut self, step: &Step);
    /// An epoch is over and its model saved.
    fn epoch(&mut self, epoch: &Epoch);
}

/// What a file held.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The name that phases call it by.
    pub name: String,
    /// Articles that are learned from.
    pub articles: usize,
    /// Ids of articles whose text needs repair.
    pub left_out: Vec<String>,
    /// Windows they were cut into.
    pub windows: usize,
    /// Pieces of all windows, context included.
    pub pieces: usize,
    /// Attributions to learn from.
    pub attributions: usize,
    /// Quantities to learn from.
    pub quantities: usize,
}

/// How far a training has come inside an epoch.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The epoch, from 1, of all phases together.
    pub epoch: usize,
    /// Epochs of all phases.
    pub epochs: usize,
    /// Pieces learned from in this epoch so far, without padding.
    pub pieces: usize,
    /// All pieces of the epoch.
    pub of: usize,
    /// The batch's loss.
    pub loss: f64,
}

/// What an epoch brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// Its number, from 1, of all phases together.
    pub epoch: usize,
    /// The mean loss of its batches.
    pub loss: f64,
    /// The mean loss on dev, if there is one.
    #[serde(default)]
    pub dev_loss: Option<f64>,
    /// Pieces learned from a second.
    pub speed: f64,
    /// F1 on dev in percent, by measure.
    #[serde(default)]
    pub f1: Vec<(String, f64)>,
}

/// A training that cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The annotated articles.
    #[error(transparent)]
    Articles(#[from] annotated::Error),
    /// The folder of the base weights.
    #[error(transparent)]
    Base(#[from] base::Error),
    /// The network.
    #[error(transparent)]
    Network(#[from] network::Error),
    /// The checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] checkpoint::Error),
    /// A file of the model folder.
    #[error(transparent)]
    Folder(#[from] folder::Error),
    /// How well the model reads.
    #[error(transparent)]
    Dev(#[from] dev::Error),
    /// Data without a single window.
    #[error("epoch {epoch}: its data has nothing to learn from")]
    Empty {
        /// Its number, from 1.
        epoch: usize,
    },
    /// A loss that is no number.
    #[error("epoch {epoch}: the loss is no number any more; lower the learning rates")]
    Diverged {
        /// Its number, from 1.
        epoch: usize,
    },
}

/// Trains as `settings` say, from the base weights in the folder `base`, into the folder `output`.
///
/// Goes on where an earlier run with the same settings and data stopped.
///
/// # Errors
///
/// If a file cannot be read or written, the folder holds another training, or the loss diverges.
pub fn train(
    settings: &Settings,
    base: &Path,
    output: &Path,
    watch: &mut dyn Watch,
) -> Result<Vec<Epoch>, Error> {
    let base = Base::open(base, settings.window)?;
    let mut checkpoint = Checkpoint::open(output, settings, &base)?;
    let (mut files, mut read) = (Vec::new(), Vec::new());
    for data in &settings.data {
        let corpus = annotated::read(&data.articles, data.scheme, data.types.as_deref())?;
        let (examples, prepared) = prepare(&data.name, corpus, &base.pieces, settings);
        watch.prepared(&prepared);
        files.push(examples);
        read.push(prepared);
    }
    let dev = match &settings.dev {
        Some(path) => {
            let corpus = annotated::read(path, Scheme::Whosaid, None)?;
            let measured = Dev::new(path, &corpus)?;
            let (examples, prepared) = prepare("dev", corpus, &base.pieces, settings);
            watch.prepared(&prepared);
            Some((measured, examples))
        }
        None => None,
    };
    folder::begin(output, settings, &base)?;
    tch::manual_seed(settings.seed as i64);
    let mut network = Network::new(&base.config, settings.dropout, Device::cuda_if_available());
    network.load(checkpoint.weights().as_deref().unwrap_or(&base.weights))?;
    if !checkpoint.epochs().is_empty() {
        watch.resumed(checkpoint.epochs());
    }
    let marks = base.marks;
    let named: Vec<plan::File<'_>> =
        settings.data.iter().zip(&files).map(|(data, file)| (&*data.name, &**file)).collect();
    let mut begun = 0;
    for phase in &settings.phases {
        let done = checkpoint.epochs().len().saturating_sub(begun);
        if done < phase.epochs {
            let mut optimizer = optimizer(&network, settings);
            if done > 0
                && let Some(moments) = checkpoint.moments()
            {
                optimizer.load(&moments).map_err(network::Error::from)?;
            }
            for epoch in done..phase.epochs {
                let place = Place { phase, epoch, number: begun + epoch + 1 };
                let (loss, speed) =
                    round(settings, &network, &mut optimizer, &named, marks, place, watch)?;
                folder::fill(output, &network)?;
                let mut epoch =
                    Epoch { epoch: place.number, loss, dev_loss: None, speed, f1: Vec::new() };
                if let Some((measured, examples)) = &dev {
                    epoch.dev_loss = Some(mean_loss(settings, &network, examples, marks)?);
                    epoch.f1 = measured.f1(output)?;
                }
                checkpoint.save(&network, &optimizer, epoch)?;
                folder::describe(output, settings, &read, checkpoint.epochs())?;
                if let Some(epoch) = checkpoint.epochs().last() {
                    watch.epoch(epoch);
                }
            }
        }
        begun += phase.epochs;
    }
    folder::describe(output, settings, &read, checkpoint.epochs())?;
    if let Some((measured, _)) = &dev {
        folder::calibrate(output, measured.calibration(output)?)?;
    }
    checkpoint.finish()?;
    Ok(checkpoint.epochs().to_vec())
}

fn prepare(
    name: &str,
    corpus: Corpus,
    pieces: &Pieces,
    settings: &Settings,
) -> (Vec<Example>, Prepared) {
    let cut = corpus.articles.par_iter().map(|article| examples(article, pieces, settings.window));
    let cut: Vec<Example> = cut.flatten_iter().collect();
    let prepared = Prepared {
        name: name.to_owned(),
        articles: corpus.articles.len(),
        left_out: corpus.left_out,
        windows: cut.len(),
        pieces: cut.iter().map(Example::len).sum(),
        attributions: cut.iter().map(|e| e.sayings.len()).sum(),
        quantities: cut.iter().map(|e| e.quantities.len()).sum(),
    };
    (cut, prepared)
}

fn optimizer(network: &Network, settings: &Settings) -> AdamW {
    let variables = network.variables().into_iter().map(|(name, tensor)| {
        let encoder = network::is_encoder(&name);
        (name, tensor, encoder)
    });
    AdamW::new(variables.collect(), settings.weight_decay, settings.clip)
}

/// Where a training is.
#[derive(Clone, Copy)]
struct Place<'a> {
    phase: &'a Phase,
    /// In the phase, from 0.
    epoch: usize,
    /// Of all phases, from 1.
    number: usize,
}

/// Trains one epoch; the mean loss, and pieces a second.
fn round(
    settings: &Settings,
    network: &Network,
    optimizer: &mut AdamW,
    files: &[plan::File<'_>],
    marks: Marks,
    place: Place<'_>,
    watch: &mut dyn Watch,
) -> Result<(f64, f64), Error> {
    let seed = settings.seed.wrapping_mul(1_000_003).wrapping_add(place.number as u64);
    let mut rng = fastrand::Rng::with_seed(seed);
    tch::manual_seed(seed as i64);
    let examples = plan::examples(place.phase, files, &mut rng);
    if examples.is_empty() {
        return Err(Error::Empty { epoch: place.number });
    }
    let of = examples.iter().map(|e| e.len()).sum();
    let batches = plan::batches(examples, settings.batch, &mut rng);
    let epochs = settings.phases.iter().map(|phase| phase.epochs).sum();
    let steps = batches.len() * place.phase.epochs;
    let hint_dropout = place.phase.hint_dropout.unwrap_or(settings.hint_dropout);
    let begun = Instant::now();
    let (mut total, mut pieces) = (0.0, 0);
    for (at, examples) in batches.iter().enumerate() {
        let hidden: Vec<bool> = examples.iter().map(|_| rng.f64() < hint_dropout).collect();
        let batch = Batch::new(examples, &hidden, marks, network.device());
        let loss = loss::of(network, &batch, &settings.loss, true)?;
        let factor = settings.factor(place.epoch * batches.len() + at, steps);
        let rates = [place.phase.encoder_rate, place.phase.heads_rate].map(|rate| rate * factor);
        optimizer.step(&loss, rates[0], rates[1]).map_err(network::Error::from)?;
        let loss = network::number(&loss);
        if !loss.is_finite() {
            return Err(Error::Diverged { epoch: place.number });
        }
        total += loss;
        pieces += examples.iter().map(|e| e.len()).sum::<usize>();
        watch.step(&Step { epoch: place.number, epochs, pieces, of, loss });
    }
    Ok((total / batches.len() as f64, pieces as f64 / begun.elapsed().as_secs_f64()))
}

/// The mean loss of examples that are not learned from.
fn mean_loss(
    settings: &Settings,
    network: &Network,
    examples: &[Example],
    marks: Marks,
) -> Result<f64, Error> {
    let mut sum = 0.0;
    let mut sorted: Vec<&Example> = examples.iter().collect();
    sorted.sort_by_key(|example| example.len());
    for several in sorted.chunks(settings.batch) {
        let batch = Batch::new(several, &vec![false; several.len()], marks, network.device());
        let loss = tch::no_grad(|| loss::of(network, &batch, &settings.loss, false))?;
        sum += network::number(&loss) * several.len() as f64;
    }
    Ok(sum / examples.len().max(1) as f64)
}
