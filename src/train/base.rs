//! The pretrained encoder that a training starts from: a folder in the form of the Hugging Face
//! hub, with `model.safetensors`, `config.json` and `tokenizer.json`.

use super::batch::Marks;
use crate::reading::neural::piece::{Pieces, PiecesError};
use crate::reading::neural::window::Size;
use rust_bert::bert::BertConfig;
use std::path::{Path, PathBuf};

/// A base folder, opened.
pub struct Base {
    /// The encoder's shape.
    pub config: BertConfig,
    /// Cuts text into the encoder's word pieces.
    pub pieces: Pieces,
    /// The marks at a window's ends.
    pub marks: Marks,
    /// The file of the weights.
    pub weights: PathBuf,
    /// The file of the tokenizer.
    pub tokenizer: PathBuf,
    /// The file of the encoder's shape.
    pub shape: PathBuf,
}

/// A folder that is no base.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file of it.
    #[error(
        "{path}: cannot be read; a base is a folder with model.safetensors, config.json and \
         tokenizer.json (see whosaid train --help for where to get it)"
    )]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// Its config.json.
    #[error("{path}: not the config.json of a BERT model")]
    NotConfig {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// Its tokenizer.json.
    #[error("{path}: of no use")]
    Tokenizer {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: PiecesError,
    },
    /// An encoder that cannot be trained so.
    #[error("{path}: {problem}")]
    Unfit {
        /// The file of its shape.
        path: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl Base {
    /// Opens the folder and checks that its parts belong together, and that it reads windows of
    /// this size.
    ///
    /// # Errors
    ///
    /// If a file is missing, or is not of a BERT model, or windows are too long for it.
    pub fn open(folder: &Path, window: Size) -> Result<Self, Error> {
        let file = |name: &str| folder.join(name);
        let read = |path: PathBuf| {
            let name = path.display().to_string();
            std::fs::read(path).map_err(|source| Error::Unreadable { path: name, source })
        };
        let (weights, tokenizer) = (file("model.safetensors"), file("tokenizer.json"));
        let shape = file("config.json");
        if let Err(source) = std::fs::metadata(&weights) {
            return Err(Error::Unreadable { path: weights.display().to_string(), source });
        }
        let config: BertConfig = serde_json::from_slice(&read(shape.clone())?)
            .map_err(|source| Error::NotConfig { path: shape.display().to_string(), source })?;
        let pieces = Pieces::from_bytes(&read(tokenizer.clone())?)
            .map_err(|source| Error::Tokenizer { path: tokenizer.display().to_string(), source })?;
        if let Some(problem) = problem(&config, &pieces, window) {
            return Err(Error::Unfit { path: shape.display().to_string(), problem });
        }
        let ends = pieces.enclose(std::iter::empty());
        let marks = Marks { first: ends[0], last: ends[1] };
        Ok(Self { config, pieces, marks, weights, tokenizer, shape })
    }
}

/// Why libtorch would fail on it.
fn problem(config: &BertConfig, pieces: &Pieces, window: Size) -> Option<String> {
    let (pieces, words) = (pieces.vocabulary() as i64, config.vocab_size);
    if pieces > words {
        return Some(format!(
            "the tokenizer has {pieces} pieces, the encoder {words}; take both from one model"
        ));
    }
    let (hidden, heads) = (config.hidden_size, config.num_attention_heads);
    if hidden < 1 || heads < 1 || hidden % heads != 0 || config.num_hidden_layers < 1 {
        return Some(format!("an encoder of {hidden} values cannot have {heads} heads"));
    }
    if config.type_vocab_size < 2 {
        return Some("the encoder has one segment, and each scheme needs its own".to_owned());
    }
    let longest = (window.own.saturating_add(window.context)).saturating_add(2);
    let positions = config.max_position_embeddings;
    (i64::try_from(longest).map_or(true, |longest| longest > positions)).then(|| {
        format!("windows of {longest} pieces, with marks, are too long for its {positions}")
    })
}
