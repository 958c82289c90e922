//! The settings of a training: one JSON file, kept with the model it made.

use crate::reading::neural::Scheme;
use crate::reading::neural::window::Size;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// All that a training goes by, besides the data itself and the base weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The name and licence of the pretrained encoder, for the model's card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The files of annotated articles.
    pub data: Vec<Data>,
    /// Articles in our scheme that show after each epoch how well the model reads.
    #[serde(default)]
    pub dev: Option<PathBuf>,
    /// What is trained on, in order.
    pub phases: Vec<Phase>,
    /// Makes the training repeatable: same seed, same data, one thread, same weights.
    #[serde(default)]
    pub seed: u64,
    /// Windows in a batch.
    #[serde(default = "defaults::batch")]
    pub batch: usize,
    /// How much of the hidden states and before the heads' last layers is dropped.
    #[serde(default = "defaults::dropout")]
    pub dropout: f64,
    /// How often all that the lexicon reader found in a window is hidden.
    #[serde(default)]
    pub hint_dropout: f64,
    /// Weight decay of AdamW.
    #[serde(default = "defaults::weight_decay")]
    pub weight_decay: f64,
    /// The share of a phase's steps in which the learning rates rise.
    #[serde(default = "defaults::warm_up")]
    pub warm_up: f64,
    /// The share of the learning rates that is left at the end of a phase.
    #[serde(default = "defaults::floor")]
    pub floor: f64,
    /// The norm that gradients are cut to.
    #[serde(default = "defaults::clip")]
    pub clip: f64,
    /// What each head's error weighs.
    #[serde(default)]
    pub loss: Loss,
    /// How long windows are.
    #[serde(default)]
    pub window: Size,
}

/// A file of annotated articles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The name that phases call it by.
    pub name: String,
    /// The file; a relative path starts at the folder of the settings.
    pub articles: PathBuf,
    /// The conventions it is annotated by.
    pub scheme: Scheme,
    /// A file with source types for its attributions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub types: Option<PathBuf>,
    /// Where it comes from and on what terms, for the model's card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

/// Some epochs over some of the data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Names of files; one named twice is gone through twice an epoch.
    pub data: Vec<String>,
    /// Of a file named here, only this share of its windows, drawn anew each epoch.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub share: BTreeMap<String, f64>,
    /// Instead of the settings' own `hint_dropout`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint_dropout: Option<f64>,
    /// Rounds over them.
    pub epochs: usize,
    /// The highest learning rate of the encoder.
    pub encoder_rate: f64,
    /// The highest learning rate of the heads and the hints.
    pub heads_rate: f64,
}

/// What each head's error weighs in the sum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Loss {
    /// The tags of a window's pieces, on average.
    pub tag: f64,
    /// Each tag against the others.
    pub tags: [f64; 4],
    /// The role of one piece.
    pub role: f64,
    /// The type, topic or modality of one anchor.
    pub label: f64,
}

impl Default for Loss {
    fn default() -> Self {
        Self { tag: 2.0, tags: [1.0, 2.0, 2.0, 3.0], role: 1.0 / 150.0, label: 0.3 }
    }
}

mod defaults {
    pub(super) fn batch() -> usize {
        8
    }
    pub(super) fn dropout() -> f64 {
        0.1
    }
    pub(super) fn weight_decay() -> f64 {
        0.01
    }
    pub(super) fn warm_up() -> f64 {
        0.1
    }
    pub(super) fn floor() -> f64 {
        0.02
    }
    pub(super) fn clip() -> f64 {
        1.0
    }
}

/// Settings that cannot be trained by.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file itself.
    #[error("{path}: cannot be read")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Its content.
    #[error("{path}: not the settings of a training (see whosaid train --help)")]
    NotSettings {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A value that makes no sense.
    #[error("{path}: {problem}")]
    Senseless {
        /// The file.
        path: String,
        /// What is wrong.
        problem: String,
    },
}

impl Settings {
    /// Reads and checks the settings at `path`; paths in them become relative to where the
    /// program runs.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, has unknown or missing fields, or values that make no sense.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|source| Error::Unreadable { path: name.clone(), source })?;
        let mut settings: Self = serde_json::from_str(&text)
            .map_err(|source| Error::NotSettings { path: name.clone(), source })?;
        if let Some(problem) = settings.problem() {
            return Err(Error::Senseless { path: name, problem });
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        for data in &mut settings.data {
            data.articles = folder.join(&data.articles);
            data.types = data.types.take().map(|types| folder.join(types));
        }
        settings.dev = settings.dev.take().map(|dev| folder.join(dev));
        Ok(settings)
    }

    fn problem(&self) -> Option<String> {
        for (i, data) in self.data.iter().enumerate() {
            if self.data[..i].iter().any(|other| other.name == data.name) {
                return Some(format!("two files are called {}; give each its own name", data.name));
            }
        }
        if self.phases.is_empty() {
            return Some("there are no phases; give at least one".to_owned());
        }
        for phase in &self.phases {
            for name in &phase.data {
                if !self.data.iter().any(|data| data.name == *name) {
                    return Some(format!("a phase names {name}, but no file is called so"));
                }
            }
            for (name, share) in &phase.share {
                if !phase.data.contains(name) {
                    return Some(format!(
                        "a phase has a share of {name}, but {name} is not its data"
                    ));
                }
                if !(0.0..=1.0).contains(share) {
                    return Some(format!("the share of {name} is {share}; give one from 0 to 1"));
                }
            }
            if phase.data.is_empty() {
                return Some("a phase names no data; name at least one file".to_owned());
            }
            if !(phase.encoder_rate >= 0.0 && phase.heads_rate >= 0.0) {
                return Some("a learning rate is below 0 or no number".to_owned());
            }
        }
        let shares = [
            ("dropout", self.dropout),
            ("hint_dropout", self.hint_dropout),
            ("warm_up", self.warm_up),
            ("floor", self.floor),
        ];
        let of_phases = self.phases.iter().filter_map(|phase| phase.hint_dropout);
        let mut shares = shares.into_iter().chain(of_phases.map(|share| ("hint_dropout", share)));
        if let Some((name, share)) = shares.find(|(_, s)| !(0.0..=1.0).contains(s)) {
            return Some(format!("{name} is {share}; give a share from 0 to 1"));
        }
        if self.batch == 0 || self.window.own == 0 {
            return Some("batch and window.own must be at least 1".to_owned());
        }
        (self.clip <= 0.0).then(|| "clip must be above 0".to_owned())
    }

    /// The factor of the learning rates at `step` of `steps`: up in a straight line, then down.
    pub fn factor(&self, step: usize, steps: usize) -> f64 {
        let (step, steps) = (step as f64, steps as f64);
        let rise = (step + 1.0) / (self.warm_up * steps).max(1.0);
        rise.min(1.0) * ((steps - step) / steps).max(self.floor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = r#"{
        "data": [{"name": "gold", "articles": "gold.jsonl", "scheme": "whosaid"}],
        "phases": [{"data": ["gold"], "epochs": 2, "encoder_rate": 1e-4, "heads_rate": 1e-3}]
    }"#;

    fn read(text: &str) -> Result<Settings, Error> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("train.json");
        std::fs::write(&path, text).unwrap();
        Settings::read(&path).map(|mut settings| {
            settings.data[0].articles =
                settings.data[0].articles.strip_prefix(folder.path()).unwrap().to_owned();
            settings
        })
    }

    #[test]
    fn paths_start_at_the_folder_of_the_settings_and_the_rest_has_defaults() {
        let settings = read(PLAIN).unwrap();
        assert_eq!(settings.data[0].articles, Path::new("gold.jsonl"));
        assert_eq!((settings.batch, settings.clip), (8, 1.0));
        assert_eq!(settings.loss, Loss::default());
    }

    #[test]
    fn what_makes_no_sense_is_said() {
        let cases = [
            (PLAIN.replace("[\"gold\"]", "[\"silver\"]"), "silver"),
            (PLAIN.replace("[\"gold\"]", "[]"), "names no data"),
            (
                PLAIN.replace("\"epochs\"", "\"share\": {\"lead\": 0.5}, \"epochs\""),
                "share of lead",
            ),
            (PLAIN.replace("\"epochs\"", "\"share\": {\"gold\": 1.5}, \"epochs\""), "gold is 1.5"),
            (PLAIN.replace("\"epochs\"", "\"hint_dropout\": 2, \"epochs\""), "hint_dropout is 2"),
            (PLAIN.replacen('{', "{\"dropout\": 1.5,", 1), "dropout is 1.5"),
            (PLAIN.replacen('{', "{\"batch\": 0,", 1), "at least 1"),
        ];
        for (text, problem) in cases {
            let error = read(&text).unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
        }
        let unknown = read(&PLAIN.replacen('{', "{\"dropuot\": 0.1,", 1)).unwrap_err();
        assert!(matches!(unknown, Error::NotSettings { .. }));
    }

    #[test]
    fn learning_rates_rise_then_fall_to_the_floor() {
        let settings = read(PLAIN).unwrap();
        let factors: Vec<f64> = (0..100).map(|step| settings.factor(step, 100)).collect();
        assert!(factors[..10].is_sorted() && factors[10..].is_sorted_by(|a, b| a >= b));
        assert!(factors.iter().all(|&f| f > 0.0 && f <= 1.0));
        assert!(factors[99] <= 0.02 + 1e-9);
    }
}
