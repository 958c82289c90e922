//! The model folder around the weights: settings, tokenizer, and a card that says what the model
//! is, where it comes from and how well it reads.

use super::base::Base;
use super::network::{self, Network};
use super::settings::{Data, Settings};
use super::training::{Epoch, Prepared};
use crate::encoder::{self, Architecture, ModelError, Tensors};
use crate::reading::neural::calibration::Calibration;
use crate::reading::neural::folder::{self, FORMAT, Labels};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// A file of the folder that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: cannot be read or written")]
pub struct Error {
    path: String,
    source: std::io::Error,
}

/// Writes all that is known before the first epoch.
///
/// # Errors
///
/// If a file cannot be written.
pub fn begin(output: &Path, settings: &Settings, base: &Base) -> Result<(), Error> {
    let training = serde_json::to_value(without_folders(settings)).unwrap_or_default();
    let settings = folder::Settings {
        format: FORMAT,
        architecture: Architecture {
            layers: base.config.num_hidden_layers as usize,
            heads: base.config.num_attention_heads as usize,
            eps: EPS,
        },
        window: settings.window,
        labels: Labels::known(),
        calibration: None,
        training,
    };
    write_settings(output, &settings)?;
    // With its shape beside it the folder can itself be trained on from.
    for (from, name) in [(&base.tokenizer, "tokenizer.json"), (&base.shape, "config.json")] {
        let path = output.join(name);
        let bytes = std::fs::read(from).map_err(failed(from))?;
        write(&path, &bytes)?;
    }
    Ok(())
}

fn write_settings(output: &Path, settings: &folder::Settings) -> Result<(), Error> {
    let path = output.join("settings.json");
    let json = serde_json::to_vec_pretty(settings)
        .map_err(|source| failed(&path)(std::io::Error::other(source)))?;
    write(&path, &json)
}

/// Puts into the folder's settings how the model's probabilities are to be taken.
///
/// # Errors
///
/// If the settings cannot be read or written.
pub fn calibrate(output: &Path, calibration: Calibration) -> Result<(), Error> {
    let path = output.join("settings.json");
    let bytes = std::fs::read(&path).map_err(failed(&path))?;
    let settings: folder::Settings = serde_json::from_slice(&bytes)
        .map_err(|source| failed(&path)(std::io::Error::other(source)))?;
    write_settings(output, &folder::Settings { calibration: Some(calibration), ..settings })
}

/// The settings with every file by its name alone: where it lay is nobody else's business.
fn without_folders(settings: &Settings) -> Settings {
    let mut settings = settings.clone();
    let files =
        settings.data.iter_mut().flat_map(|data| [Some(&mut data.articles), data.types.as_mut()]);
    for path in files.flatten().chain(&mut settings.dev) {
        *path = path.file_name().map(PathBuf::from).unwrap_or_default();
    }
    settings
}

/// Writes the model once more, with int8 weights and a quarter of the size, into `compact` in its
/// folder.
///
/// # Errors
///
/// If a file cannot be read or written, or the weights are damaged.
pub fn compact(output: &Path) -> Result<PathBuf, CompactError> {
    let folder = output.join("compact");
    std::fs::create_dir_all(&folder).map_err(failed(&folder))?;
    let tensors = Tensors::open(&output.join("model.safetensors"))?;
    write(&folder.join("model.safetensors"), &encoder::compact(&tensors)?)?;
    for name in ["settings.json", "tokenizer.json", "model.md"] {
        let path = output.join(name);
        let bytes = std::fs::read(&path).map_err(failed(&path))?;
        write(&folder.join(name), &bytes)?;
    }
    Ok(folder)
}

/// A model that could not be written small.
#[derive(Debug, thiserror::Error)]
pub enum CompactError {
    /// A file of it.
    #[error(transparent)]
    File(#[from] Error),
    /// Its weights.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// What rust-bert, like BERT itself, adds to a variance.
const EPS: f64 = 1e-12;

/// Puts the network's weights into the folder.
///
/// # Errors
///
/// If they cannot be written.
pub fn fill(output: &Path, network: &Network) -> Result<(), network::Error> {
    // A reader may have the last epoch's weights open: they are replaced, never written over.
    let aside = output.join("next.safetensors");
    let weights = output.join("model.safetensors");
    network.save(&aside)?;
    std::fs::rename(&aside, &weights)
        .map_err(|source| network::Error::File { path: weights.display().to_string(), source })
}

/// Writes the card.
///
/// # Errors
///
/// If it cannot be written.
pub fn describe(
    output: &Path,
    settings: &Settings,
    read: &[Prepared],
    epochs: &[Epoch],
) -> Result<(), Error> {
    write(&output.join("model.md"), card(settings, read, epochs).as_bytes())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".next");
    let aside = PathBuf::from(aside);
    std::fs::write(&aside, bytes).map_err(failed(&aside))?;
    std::fs::rename(&aside, path).map_err(failed(path))
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.display().to_string();
    move |source| Error { path, source }
}

/// The card, in Markdown.
fn card(settings: &Settings, read: &[Prepared], epochs: &[Epoch]) -> String {
    let mut card = String::from(OPENING);
    let base = settings.base.as_deref().unwrap_or("not told");
    let mut line = |text: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = writeln!(card, "{text}");
    };
    line(format_args!("Pretrained encoder: {base}.\n\n## Data\n"));
    line(format_args!("| | scheme | articles | attributions | quantities | terms |"));
    line(format_args!("| --- | --- | --- | --- | --- | --- |"));
    for (data, prepared) in settings.data.iter().zip(read) {
        let Prepared { articles, attributions, quantities, .. } = prepared;
        let Data { name, scheme, licence, .. } = data;
        let (scheme, terms) = (scheme.as_str(), licence.as_deref().unwrap_or("not told"));
        line(format_args!(
            "| {name} | {scheme} | {articles} | {attributions} | {quantities} | {terms} |"
        ));
    }
    let version = env!("CARGO_PKG_VERSION");
    line(format_args!(
        "\n## Made by\n\n    whosaid train SETTINGS --init ENCODER -o DIR\n\nwith whosaid {version} \
         and the settings under `training` in settings.json."
    ));
    for (number, phase) in settings.phases.iter().enumerate() {
        let shares = phase.share.iter().map(|(name, share)| format!(", {share} of {name}"));
        let hidden = phase.hint_dropout.map(|share| format!(", hints hidden in {share}"));
        line(format_args!(
            "Phase {}: {} epochs over {}{}{}, learning rates up to {} (encoder) and {} (heads).",
            number + 1,
            phase.epochs,
            phase.data.join(" and "),
            shares.collect::<String>(),
            hidden.unwrap_or_default(),
            phase.encoder_rate,
            phase.heads_rate
        ));
    }
    line(format_args!("\n## Scores\n\nF1 in percent on dev by `whosaid eval`.\n"));
    let measures = epochs.last().map(|epoch| &epoch.f1[..]).unwrap_or_default();
    let names: String = measures.iter().map(|(name, _)| format!(" {name} |")).collect();
    line(format_args!("| epoch | loss | dev loss |{names}"));
    line(format_args!("| --- | --- | --- |{}", " --- |".repeat(measures.len())));
    for epoch in epochs {
        let dev = epoch.dev_loss.map(|loss| format!("{loss:.3}")).unwrap_or_default();
        let f1: String = epoch.f1.iter().map(|(_, f1)| format!(" {f1:.1} |")).collect();
        line(format_args!("| {} | {:.3} | {dev} |{f1}", epoch.epoch, epoch.loss));
    }
    line(format_args!("{LIMITS}"));
    card
}

const OPENING: &str = "\
# A model of whosaid

Finds in English news text who says what, and what each number counts. `whosaid --model DIR`
reads with it; the words it marks are the article's own, its labels those of the codebook.

";

const LIMITS: &str = "
## Limits

It knows the English of news. What an article does not say it does not know: that a source lies,
that two sources are one, that a number is wrong. It repeats the habits of its annotators, and the
rarer a source type in the data, the less its label is worth.";
