//! The network in libtorch: rust-bert's BERT with our hints and heads on it.
//!
//! Variables bear the names of the model folder's tensors, so that what is saved here is what the
//! pure-Rust reader loads.

use super::batch::{Anchors, Batch, Padded};
use rust_bert::RustBertError;
use rust_bert::bert::{BertConfig, BertEmbeddings, BertModel};
use std::path::Path;
use tch::nn::{self, Init, Module};
use tch::{Device, Kind, TchError, Tensor};

/// The encoder and its heads.
pub struct Network {
    vars: nn::VarStore,
    bert: BertModel<BertEmbeddings>,
    words: Tensor,
    hints: Tensor,
    /// Finds cues, and content without a cue.
    tag: nn::Linear,
    tag_prior: Tensor,
    /// Source and content of a cue.
    pub cue: RoleScorer,
    /// Counted, actor and event of a quantity.
    pub quantity: RoleScorer,
    /// The source's type.
    pub source_type: Classifier,
    /// What a number is about.
    pub topic: Classifier,
    /// How the sentence commits itself.
    pub modality: Classifier,
    dropout: f64,
}

/// A network that cannot be built or run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// libtorch says so.
    #[error("libtorch failed")]
    Torch(#[from] TchError),
    /// rust-bert says so.
    #[error("rust-bert failed")]
    Bert(#[from] RustBertError),
    /// A file of weights.
    #[error("{path}: cannot be written")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file without the weights of the encoder.
    #[error(
        "{path}: has no tensor {name}; give the model.safetensors of a BERT encoder, with its \
         config.json beside it"
    )]
    Missing {
        /// The file.
        path: String,
        /// A tensor that is not in it.
        name: String,
    },
}

/// The shape of the heads.
mod size {
    use crate::labels::{Modality, SourceType, Topic};
    use crate::reading::neural::hint;

    pub(super) const HINTS: i64 = hint::KINDS as i64;
    pub(super) const TAGS: i64 = 4;
    pub(super) const CUE_ROLES: i64 = 5;
    pub(super) const QUANTITY_ROLES: i64 = 7;
    pub(super) const INNER: i64 = 192;
    pub(super) const CLASSIFIER: i64 = 256;
    pub(super) const DISTANCES: i64 = 130;
    pub(super) const TYPES: i64 = SourceType::ALL.len() as i64;
    pub(super) const TOPICS: i64 = Topic::ALL.len() as i64;
    pub(super) const MODALITIES: i64 = Modality::ALL.len() as i64;
    pub(super) const KINDS: i64 = 6;
}

impl Network {
    /// A network of the encoder's shape with random heads; hints begin without effect.
    pub fn new(config: &BertConfig, dropout: f64, device: Device) -> Self {
        let vars = nn::VarStore::new(device);
        let root = vars.root();
        let bert = BertModel::new_with_optional_pooler(&root, config, false);
        let width = config.hidden_size;
        let hint = &root / "embeddings" / "hint";
        let hints = hint.var("weight", &[size::HINTS, width], Init::Const(0.0));
        let words = (&root / "embeddings" / "word_embeddings")
            .get("weight")
            .expect("a BERT model has word embeddings");
        let heads = &root / "heads";
        let of_quantity = [size::TOPICS, size::MODALITIES, size::KINDS];
        let classifier = |name: &str, labels: i64, hints: &[i64], own: usize| {
            Classifier::new(&(&heads / name), width, labels, hints, own, dropout)
        };
        let network = Self {
            bert,
            words,
            hints,
            tag: linear(&(&heads / "tag"), width, size::TAGS, true),
            tag_prior: prior(&(&heads / "tag" / "prior"), size::TAGS, size::TAGS, 1),
            cue: RoleScorer::new(&(&heads / "cue"), width, size::CUE_ROLES, dropout),
            quantity: RoleScorer::new(&(&heads / "quantity"), width, size::QUANTITY_ROLES, dropout),
            source_type: classifier("type", size::TYPES, &[size::TYPES], 0),
            topic: classifier("topic", size::TOPICS, &of_quantity, 0),
            modality: classifier("modality", size::MODALITIES, &of_quantity, 1),
            dropout,
            vars: nn::VarStore::new(device),
        };
        Self { vars, ..network }
    }

    /// Every variable by its name, in the order of names.
    pub fn variables(&self) -> Vec<(String, Tensor)> {
        let mut variables: Vec<_> = self.vars.variables().into_iter().collect();
        variables.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        variables
    }

    /// Loads the encoder, and whatever else there is of the network, from a safetensors file.
    ///
    /// # Errors
    ///
    /// If the file cannot be read, or lacks a tensor of the encoder.
    pub fn load(&mut self, path: &Path) -> Result<(), Error> {
        let missing = self.vars.load_partial(path)?;
        let ours = |name: &String| name.starts_with("heads.") || name == HINT;
        match missing.into_iter().filter(|name| !ours(name)).min() {
            Some(name) => Err(Error::Missing { path: path.display().to_string(), name }),
            None => Ok(()),
        }
    }

    /// Saves all variables to a safetensors file.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let variables = tch::no_grad(|| {
            let plain = |(name, tensor): (String, Tensor)| (name, tensor.detach().contiguous());
            self.variables().into_iter().map(plain).collect::<Vec<_>>()
        });
        Ok(Tensor::write_safetensors(&variables, path)?)
    }

    /// The device it lives on.
    pub fn device(&self) -> Device {
        self.vars.device()
    }

    /// The last hidden states `[windows, positions, width]`, the marks included.
    ///
    /// # Errors
    ///
    /// If the windows are longer than the encoder takes.
    pub fn hidden(&self, windows: &Padded, train: bool) -> Result<Tensor, Error> {
        let embedded = look_up(&self.words, &windows.ids) + windows.hints.matmul(&self.hints);
        let output = self.bert.forward_t(
            None,
            Some(&windows.mask),
            Some(&windows.segments),
            None,
            Some(&embedded),
            None,
            None,
            train,
        )?;
        Ok(output.hidden_state)
    }

    /// Scores `[windows, pieces, tags]`.
    pub fn tags(&self, pieces: &Tensor, batch: &Batch) -> Tensor {
        pieces.apply(&self.tag) + look_up(&self.tag_prior, &batch.ruled)
    }

    /// The hidden states of the pieces alone, as the heads see them.
    ///
    /// # Errors
    ///
    /// As [`hidden`](Self::hidden).
    pub fn pieces(&self, batch: &Batch, train: bool) -> Result<Tensor, Error> {
        let hidden = self.hidden(&batch.windows, train)?.dropout(self.dropout, train);
        let pieces = hidden.size()[1] - 2;
        Ok(hidden.narrow(1, 1, pieces))
    }
}

/// The name of the table of hints.
const HINT: &str = "embeddings.hint.weight";

/// Whether a variable belongs to the pretrained encoder.
pub fn is_encoder(name: &str) -> bool {
    !name.starts_with("heads.") && name != HINT
}

fn linear(path: &nn::Path<'_>, inputs: i64, outputs: i64, bias: bool) -> nn::Linear {
    let bound = 1.0 / (inputs as f64).sqrt();
    let ws_init = Init::Uniform { lo: -bound, up: bound };
    nn::linear(path, inputs, outputs, nn::LinearConfig { ws_init, bs_init: None, bias })
}

fn table(path: &nn::Path<'_>, rows: i64, width: i64, init: Init) -> Tensor {
    path.var("weight", &[rows, width], init)
}

/// What is added to the scores of labels where the rules answer with a label, one row each: at
/// first their own answer, from row `first` on.
fn prior(path: &nn::Path<'_>, rows: i64, labels: i64, first: i64) -> Tensor {
    let table = table(path, rows, labels, Init::Const(0.0));
    tch::no_grad(|| {
        for label in first..labels {
            let _ = table.get(label).get(label).fill_(TRUST);
        }
    });
    table
}

/// How far the rules are trusted at first: the log odds of their answer against any other.
const TRUST: f64 = 3.0;

fn look_up(table: &Tensor, rows: &Tensor) -> Tensor {
    Tensor::embedding(table, rows, -1, false, false)
}

/// Gives each piece a score for each role beside an anchor.
pub struct RoleScorer {
    token: nn::Linear,
    anchor: nn::Linear,
    distance: Tensor,
    gate_token: nn::Linear,
    gate_anchor: nn::Linear,
    hint: Tensor,
    prior: Tensor,
    out: nn::Linear,
    dropout: f64,
}

impl RoleScorer {
    fn new(path: &nn::Path<'_>, width: i64, roles: i64, dropout: f64) -> Self {
        let inner = size::INNER;
        let near = Init::Randn { mean: 0.0, stdev: 0.02 };
        Self {
            token: linear(&(path / "token"), width, inner, true),
            anchor: linear(&(path / "anchor"), width, inner, false),
            distance: table(&(path / "distance"), size::DISTANCES, inner, near),
            gate_token: linear(&(path / "gate_token"), width, inner, false),
            gate_anchor: linear(&(path / "gate_anchor"), width, inner, false),
            hint: table(&(path / "hint"), roles + 1, inner, Init::Const(0.0)),
            prior: prior(&(path / "prior"), roles + 1, roles, 0),
            out: linear(&(path / "out"), inner, roles, true),
            dropout,
        }
    }

    /// Scores `[anchors, pieces, roles]`; `means` are the anchors' own vectors.
    pub fn score(&self, pieces: &Tensor, anchors: &Anchors, means: &Tensor, train: bool) -> Tensor {
        // Each window is projected once, however many anchors it has.
        let of_windows =
            |layer: &nn::Linear| layer.forward(pieces).index_select(0, &anchors.windows);
        let shown = anchors.shown.unsqueeze(-1).unsqueeze(-1);
        let hint = look_up(&self.hint, &anchors.ruled) * &shown;
        let prior = look_up(&self.prior, &anchors.ruled) * &shown;
        let inner = of_windows(&self.token)
            + self.anchor.forward(means).unsqueeze(1)
            + look_up(&self.distance, &anchors.distances)
            + of_windows(&self.gate_token) * self.gate_anchor.forward(means).unsqueeze(1)
            + hint;
        self.out.forward(&inner.relu().dropout(self.dropout, train)) + prior
    }
}

/// Chooses a label for an anchor.
pub struct Classifier {
    inner: nn::Linear,
    hints: Vec<Tensor>,
    /// Beside which hint the prior stands: that on the label itself.
    own: usize,
    prior: Tensor,
    out: nn::Linear,
    dropout: f64,
}

impl Classifier {
    fn new(
        path: &nn::Path<'_>,
        width: i64,
        labels: i64,
        hints: &[i64],
        own: usize,
        dropout: f64,
    ) -> Self {
        let units = size::CLASSIFIER;
        let tables = hints
            .iter()
            .enumerate()
            .map(|(k, &rows)| table(&(path / "hint" / k), rows, units, Init::Const(0.0)));
        Self {
            inner: linear(&(path / "in"), 3 * width, units, true),
            hints: tables.collect(),
            own,
            prior: prior(&(path / "prior"), hints[own], labels, 0),
            out: linear(&(path / "out"), units, labels, true),
            dropout,
        }
    }

    /// Scores `[anchors, labels]` from the vectors of anchors and two of their roles.
    pub fn score(&self, vectors: &Tensor, anchors: &Anchors, train: bool) -> Tensor {
        let mut inner = self.inner.forward(vectors);
        for (table, rows) in self.hints.iter().zip(&anchors.hints) {
            inner += look_up(table, rows) * anchors.shown.unsqueeze(-1);
        }
        let prior = look_up(&self.prior, &anchors.hints[self.own]) * anchors.shown.unsqueeze(-1);
        self.out.forward(&inner.relu().dropout(self.dropout, train)) + prior
    }
}

/// A tensor of one value as a number.
pub fn number(tensor: &Tensor) -> f64 {
    tensor.to_kind(Kind::Double).double_value(&[])
}
