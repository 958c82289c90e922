//! Checkpoints: what an epoch leaves on disk, and the model folder it fills.
//!
//! A checkpoint is written beside the last one, and counts from the moment `training.json` names
//! it; a training stopped at any moment therefore has a whole one.

use super::adamw::AdamW;
use super::base::Base;
use super::network::{self, Network};
use super::settings::Settings;
use super::training::Epoch;
use serde::{Deserialize, Serialize};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3;

/// The state of a training in its output folder.
pub struct Checkpoint {
    folder: PathBuf,
    state: State,
}

/// What `training.json` says.
#[derive(Debug, Serialize, Deserialize)]
struct State {
    /// A hash of settings, data and base weights.
    fingerprint: String,
    settings: Settings,
    /// Whether all epochs are done.
    finished: bool,
    epochs: Vec<Epoch>,
}

const STATE: &str = "training.json";

/// A folder that cannot be trained into.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of it.
    #[error("{path}: cannot be read or written")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Its `training.json`.
    #[error("{path}: not written by whosaid train; give another folder or delete this one")]
    Damaged {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Another training's folder.
    #[error(
        "{folder}: holds a training with other settings, data or base weights; give another \
         folder, or delete this one"
    )]
    Different {
        /// The folder.
        folder: String,
    },
    /// The network's weights.
    #[error(transparent)]
    Network(#[from] network::Error),
}

impl Checkpoint {
    /// Opens the output folder, making it if there is none.
    ///
    /// # Errors
    ///
    /// If it holds another training, or cannot be read or made.
    pub fn open(folder: &Path, settings: &Settings, base: &Base) -> Result<Self, Error> {
        let fingerprint = fingerprint(settings, base)?;
        let path = folder.join(STATE);
        let failed = |path: &Path| {
            let path = path.display().to_string();
            move |source| Error::File { path, source }
        };
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
        let state = match std::fs::read(&path) {
            Ok(json) => {
                let state: State = serde_json::from_slice(&json).map_err(|source| {
                    Error::Damaged { path: path.display().to_string(), source }
                })?;
                if state.fingerprint != fingerprint {
                    return Err(Error::Different { folder: folder.display().to_string() });
                }
                state
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => State {
                fingerprint,
                settings: settings.clone(),
                finished: false,
                epochs: Vec::new(),
            },
            Err(error) => return Err(failed(&path)(error)),
        };
        Ok(Self { folder: folder.to_owned(), state })
    }

    /// The epochs that are done.
    pub fn epochs(&self) -> &[Epoch] {
        &self.state.epochs
    }

    /// The weights after the last epoch that is done.
    pub fn weights(&self) -> Option<PathBuf> {
        let weights = self.beside(self.epochs().len()).join("model.safetensors");
        let finished = || self.folder.join("model.safetensors");
        (!self.epochs().is_empty()).then(|| if self.state.finished { finished() } else { weights })
    }

    /// The optimizer's moments after the last epoch that is done.
    pub fn moments(&self) -> Option<PathBuf> {
        let moments = self.beside(self.epochs().len()).join("moments.safetensors");
        (!self.epochs().is_empty()).then_some(moments)
    }

    fn beside(&self, epochs: usize) -> PathBuf {
        self.folder.join(format!("checkpoint-{epochs}"))
    }

    /// Saves weights and moments, and notes that `epoch` is done.
    ///
    /// # Errors
    ///
    /// If something cannot be written.
    pub fn save(
        &mut self,
        network: &Network,
        optimizer: &AdamW,
        epoch: Epoch,
    ) -> Result<(), Error> {
        let last = self.beside(self.epochs().len());
        let next = self.beside(self.epochs().len() + 1);
        let failed = |path: &Path| {
            let path = path.display().to_string();
            move |source| Error::File { path, source }
        };
        std::fs::create_dir_all(&next).map_err(failed(&next))?;
        network.save(&next.join("model.safetensors"))?;
        optimizer.save(&next.join("moments.safetensors")).map_err(network::Error::from)?;
        self.state.epochs.push(epoch);
        self.note()?;
        if last.exists() {
            std::fs::remove_dir_all(&last).map_err(failed(&last))?;
        }
        Ok(())
    }

    /// Notes that all epochs are done, and takes the checkpoint away.
    ///
    /// # Errors
    ///
    /// If something cannot be written.
    pub fn finish(&mut self) -> Result<(), Error> {
        self.state.finished = true;
        self.note()?;
        let last = self.beside(self.epochs().len());
        match std::fs::remove_dir_all(&last) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::File { path: last.display().to_string(), source })
            }
            _ => Ok(()),
        }
    }

    fn note(&self) -> Result<(), Error> {
        let (path, aside) = (self.folder.join(STATE), self.folder.join("training.json.next"));
        let failed = |source| Error::File { path: path.display().to_string(), source };
        let json = serde_json::to_vec_pretty(&self.state)
            .map_err(|source| failed(std::io::Error::other(source)))?;
        std::fs::write(&aside, json).map_err(failed)?;
        std::fs::rename(&aside, &path).map_err(failed)
    }
}

/// A hash of all that decides what comes out.
fn fingerprint(settings: &Settings, base: &Base) -> Result<String, Error> {
    let mut hash = Xxh3::new();
    hash.update(env!("CARGO_PKG_VERSION").as_bytes());
    // What the card says of where things come from changes nothing in the model.
    let mut told = settings.clone();
    told.base = None;
    told.data.iter_mut().for_each(|data| data.licence = None);
    let json = serde_json::to_vec(&told).map_err(|source| Error::File {
        path: STATE.to_owned(),
        source: std::io::Error::other(source),
    })?;
    hash.update(&json);
    let data = settings.data.iter().flat_map(|data| [Some(&data.articles), data.types.as_ref()]);
    let base = [&base.weights, &base.tokenizer, &base.shape];
    for path in data.flatten().chain(&settings.dev).chain(base) {
        let failed = |source| Error::File { path: path.display().to_string(), source };
        let mut file = std::fs::File::open(path).map_err(failed)?;
        let mut chunk = vec![0; 1 << 20];
        loop {
            let read = file.read(&mut chunk).map_err(failed)?;
            hash.update(&chunk[..read]);
            if read == 0 {
                break;
            }
        }
    }
    Ok(format!("{:032x}", hash.digest128()))
}
