//! A model folder: `model.safetensors`, `tokenizer.json`, `settings.json` and a card, `model.md`.

use super::calibration::Calibration;
use super::heads::Heads;
use super::piece::{Pieces, PiecesError};
use super::window::Size;
use super::{Encoder, Neural, Scheme};
use crate::encoder::{Architecture, ModelError, Network, Precision, Tensors};
use crate::labels::{Modality, SourceType, Topic};
use crate::reading::{Reader as _, lexicon::Lexicon};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};

/// The version of the folder's form that this program reads and writes.
pub const FORMAT: u32 = 1;

/// The largest tokenizer or settings file that is read: many times what one takes.
const LARGEST_TEXT: u64 = 32 << 20;

/// The largest weights that are read: those of the large BERT take 1.4 GB.
const LARGEST_WEIGHTS: u64 = 2 << 30;

/// What `settings.json` says: all that the tensors do not tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The version of the folder's form.
    pub format: u32,
    /// The encoder's layers.
    pub architecture: Architecture,
    /// How long windows are.
    pub window: Size,
    /// What the outputs of the heads mean, in order.
    pub labels: Labels,
    /// How its probabilities are to be taken; without it findings have no scores.
    #[serde(default)]
    pub calibration: Option<Calibration>,
    /// How the model was made, as `train` was told it.
    #[serde(default)]
    pub training: serde_json::Value,
}

/// The labels of the heads, in the order of their outputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// Of the source.
    pub source_type: Vec<String>,
    /// Of a quantity.
    pub topic: Vec<String>,
    /// Of a quantity.
    pub modality: Vec<String>,
}

impl Labels {
    /// The labels of this version of the program.
    pub fn known() -> Self {
        let names = |labels: &[(&str, &str)]| labels.iter().map(|l| l.0.to_owned()).collect();
        Self {
            source_type: names(SourceType::LABELS),
            topic: names(Topic::LABELS),
            modality: names(Modality::LABELS),
        }
    }
}

/// A model folder's files.
pub struct Folder {
    /// What its settings say.
    pub settings: Settings,
    pub(super) weights: Cow<'static, [u8]>,
    tokenizer: Cow<'static, [u8]>,
    sha256: String,
}

/// A model folder that cannot be read with.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file of it could not be read.
    #[error(
        "{}: cannot be read; a model folder holds model.safetensors, tokenizer.json and \
         settings.json", path.display()
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is too large to be what it should be.
    #[error("{}: {bytes} bytes are too many, at most {limit} are read", path.display())]
    Large {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The largest that is read.
        limit: u64,
    },
    /// The settings are not of the form.
    #[error("settings.json is not what train writes; take the folder as train left it")]
    Settings(#[source] serde_json::Error),
    /// The folder is of another version.
    #[error("settings.json has format {found}, this program reads {FORMAT}; train the model anew")]
    Format {
        /// The folder's version.
        found: u32,
    },
    /// The heads answer in other labels.
    #[error("the model's {what} are not those of this program; train it anew with this version")]
    Labels {
        /// Which list differs.
        what: &'static str,
    },
    /// Windows of no use.
    #[error(
        "settings.json asks for windows of {own} and {context} pieces; the first must be 1 or \
         more, and both with two marks at most {limit}"
    )]
    Window {
        /// Pieces a window owns.
        own: usize,
        /// Pieces of context.
        context: usize,
        /// Positions the encoder knows.
        limit: usize,
    },
    /// A scheme that the encoder has no segment for.
    #[error("the model was not trained with the scheme {scheme}; leave --scheme out")]
    Scheme {
        /// What was asked for.
        scheme: &'static str,
    },
    /// Pieces that the encoder has no vector for.
    #[error(
        "the tokenizer knows {pieces} pieces, the encoder {rows}; they belong to different models"
    )]
    Vocabulary {
        /// Of the tokenizer.
        pieces: usize,
        /// Of the encoder.
        rows: usize,
    },
    /// The tokenizer is of no use.
    #[error(transparent)]
    Pieces(#[from] PiecesError),
    /// The weights are of no use.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl Folder {
    /// The model that is built into the program, `models/encoder`.
    pub fn built_in() -> Self {
        let settings = include_bytes!("../../../models/encoder/settings.json");
        let tokenizer = include_bytes!("../../../models/encoder/tokenizer.json");
        let weights = include_bytes!("../../../models/encoder/model.safetensors");
        Self::of(settings, Cow::Borrowed(tokenizer), Cow::Borrowed(weights))
            .expect("the model that is built in is of this version's form; tests read it")
    }

    /// Reads the folder at `path`.
    ///
    /// # Errors
    ///
    /// If a file is missing or not of the form.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let settings = read(&path.join("settings.json"), LARGEST_TEXT)?;
        let tokenizer = read(&path.join("tokenizer.json"), LARGEST_TEXT)?;
        let weights = path.join("model.safetensors");
        check_header(&weights)?;
        let weights = read(&weights, LARGEST_WEIGHTS)?;
        Self::of(&settings, tokenizer.into(), weights.into())
    }

    fn of(
        settings: &[u8],
        tokenizer: Cow<'static, [u8]>,
        weights: Cow<'static, [u8]>,
    ) -> Result<Self, FolderError> {
        let mut hash = Sha256::new();
        for part in [settings, &tokenizer, &weights] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let settings: Settings = serde_json::from_slice(settings).map_err(FolderError::Settings)?;
        if settings.format != FORMAT {
            return Err(FolderError::Format { found: settings.format });
        }
        let (labels, known) = (&settings.labels, Labels::known());
        for (what, same) in [
            ("source types", labels.source_type == known.source_type),
            ("topics", labels.topic == known.topic),
            ("modalities", labels.modality == known.modality),
        ] {
            if !same {
                return Err(FolderError::Labels { what });
            }
        }
        Ok(Self { settings, weights, tokenizer, sha256 })
    }

    /// SHA-256 over all that decides what the model reads.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The embedded reader of this model.
    ///
    /// # Errors
    ///
    /// If the weights or the tokenizer are damaged or belong to another model.
    pub fn reader(
        &self,
        precision: Precision,
        scheme: Scheme,
    ) -> Result<Neural<Network>, FolderError> {
        let tensors = Tensors::from_bytes(&self.weights)?;
        let named = match precision {
            Precision::F32 => "f32",
            Precision::Int8 => "int8",
        };
        let network = Network::load(&tensors, &self.settings.architecture, precision)?;
        let (vocabulary, positions, width) =
            (network.vocabulary(), network.longest(), network.hidden_size());
        self.around(network, &tensors, [vocabulary, positions, width], named, scheme)
    }

    /// A reader around any encoder that runs this model; `sizes` are the vocabulary, positions
    /// and width of the encoder.
    pub(crate) fn around<E: Encoder>(
        &self,
        encoder: E,
        tensors: &Tensors,
        [vocabulary, positions, width]: [usize; 3],
        precision: &str,
        scheme: Scheme,
    ) -> Result<Neural<E>, FolderError> {
        let pieces = Pieces::from_bytes(&self.tokenizer)?;
        if pieces.vocabulary() > vocabulary {
            return Err(FolderError::Vocabulary { pieces: pieces.vocabulary(), rows: vocabulary });
        }
        let Size { own, context } = self.settings.window;
        if own == 0 || own.saturating_add(context).saturating_add(2) > positions {
            return Err(FolderError::Window { own, context, limit: positions });
        }
        let segments = tensors.matrix("embeddings.token_type_embeddings.weight")?.rows();
        if scheme as usize >= segments {
            return Err(FolderError::Scheme { scheme: scheme.as_str() });
        }
        Ok(Neural {
            heads: Heads::load(tensors, width)?,
            size: self.settings.window,
            calibration: self.settings.calibration,
            knowledge: format!(
                "{} by {precision}, scheme {}, lexicon {}",
                self.sha256,
                scheme.as_str(),
                Lexicon.knowledge()
            ),
            encoder,
            pieces,
            scheme,
        })
    }
}

/// Makes sure that the header describes the file before the file is read, so that one that lies
/// about its sizes costs no memory.
fn check_header(path: &Path) -> Result<(), FolderError> {
    let failed = |source| FolderError::Read { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let length = file.metadata().map_err(failed)?.len();
    Ok(Tensors::check_header(file, length)?)
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, FolderError> {
    let failed = |source| FolderError::Read { path: path.to_owned(), source };
    let bytes = std::fs::metadata(path).map_err(failed)?.len();
    if bytes > limit {
        return Err(FolderError::Large { path: path.to_owned(), bytes, limit });
    }
    std::fs::read(path).map_err(failed)
}
