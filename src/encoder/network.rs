//! The network: BERT's encoder, windows in, one row of context a piece out.

use super::dense::Dense;
use super::error::ModelError;
use super::kernel::{self, Heads, Path, QuantisedRows};
use super::matrix::Matrix;
use super::quantised::Quantised;
use super::tensors::{Stored, Tensors};
use serde::{Deserialize, Serialize};
use std::cell::Cell;

/// How many kinds of hint a piece can have: the bits of a `u16`.
pub const HINTS: usize = 16;

/// Most values in a row, anywhere: more is no text encoder but a broken file.
const WIDEST: usize = 1 << 16;
/// Most layers.
const DEEPEST: usize = 1 << 10;
/// Windows are read together up to this many pieces, so that weights are fetched seldom and
/// activations stay in the cache.
const TOGETHER: usize = 384;
/// Rows that go through the wide middle of a layer together.
const WIDE_ROWS: usize = 96;

/// What the shapes of the tensors do not tell of a network.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Architecture {
    /// Layers, one after the other.
    pub layers: usize,
    /// Heads of attention in each layer.
    pub heads: usize,
    /// What is added to a variance before its root is taken.
    pub eps: f64,
}

/// The numbers a network computes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// 32-bit floats: what training computes, up to rounding.
    F32,
    /// Weights and activations of linear maps as 8-bit whole numbers, the rest as f32.
    Int8,
}

/// One stretch of text, in word pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The pieces, from `[CLS]` to `[SEP]`.
    pub ids: Vec<u32>,
    /// The segment all of them are in.
    pub segment: u8,
    /// What is known of each piece beforehand, a bit for each kind.
    pub hints: Vec<u16>,
}

/// An encoder, ready to run.
#[derive(Debug)]
pub struct Network {
    words: Table,
    positions: Matrix,
    segments: Matrix,
    /// One row for each bit, or none.
    hints: Option<Matrix>,
    norm: Norm,
    layers: Vec<Layer>,
    heads: Heads,
    eps: f32,
    path: Path,
}

/// Word vectors, which may stay int8: a row is turned into f32 where it is used.
#[derive(Debug)]
enum Table {
    Full(Matrix),
    Compact(Quantised),
}

#[derive(Debug)]
struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

#[derive(Debug)]
struct Layer {
    /// Query, key and value of a piece, each of all heads.
    look: Dense,
    mix: Dense,
    mix_norm: Norm,
    widen: Dense,
    narrow: Dense,
    narrow_norm: Norm,
}

/// What a pass writes on the way, kept by a thread between calls.
#[derive(Debug, Default)]
struct Scratch {
    look: Vec<f32>,
    context: Vec<f32>,
    wide: Vec<f32>,
    change: Vec<f32>,
    attention: Vec<f32>,
    bytes: QuantisedRows,
}

thread_local! {
    static SCRATCH: Cell<Scratch> = Cell::default();
}

impl Network {
    /// Reads a network's tensors and makes them ready for this precision.
    ///
    /// # Errors
    ///
    /// Where a tensor is missing, or has another type or shape than the rest asks for, or a
    /// value that is not finite; and where the numbers of `architecture` make no network.
    pub fn load(
        tensors: &Tensors,
        architecture: &Architecture,
        precision: Precision,
    ) -> Result<Network, ModelError> {
        let words = match tensors.stored("embeddings.word_embeddings.weight")? {
            Stored::Full(matrix) => Table::Full(matrix),
            Stored::Compact(quantised) => Table::Compact(quantised),
        };
        let hidden = words.columns();
        let heads = architecture.check(hidden)?;
        let positions = tensors.matrix_across("embeddings.position_embeddings.weight", hidden)?;
        let segments = tensors.matrix_across("embeddings.token_type_embeddings.weight", hidden)?;
        let hints = tensors
            .contains("embeddings.hint.weight")
            .then(|| tensors.matrix_of("embeddings.hint.weight", [HINTS, hidden]))
            .transpose()?;
        let layers = (0..architecture.layers)
            .map(|layer| Layer::load(tensors, layer, hidden, precision))
            .collect::<Result<_, _>>()?;
        Ok(Network {
            words,
            positions,
            segments,
            hints,
            norm: Norm::load(tensors, "embeddings.LayerNorm", hidden)?,
            layers,
            heads,
            eps: architecture.eps as f32,
            path: Path::best(),
        })
    }

    /// The same network run by these instructions; [`load`](Self::load) takes the fastest there are.
    pub fn on(self, path: Path) -> Network {
        Network { path, ..self }
    }

    /// How many numbers a row of context has.
    pub fn hidden_size(&self) -> usize {
        self.positions.columns()
    }

    /// The longest window, in pieces.
    pub fn longest(&self) -> usize {
        self.positions.rows()
    }

    /// How many word pieces have a vector.
    pub fn vocabulary(&self) -> usize {
        self.words.rows()
    }

    /// How many segments there are.
    pub fn segments(&self) -> usize {
        self.segments.rows()
    }

    /// The context of each window's pieces, one row a piece. What a window's rows are does not
    /// depend on the windows it is given with, up to rounding in f32, to the bit in int8.
    ///
    /// # Panics
    ///
    /// If a window is longer than [`Network::longest`], a piece is not in the
    /// [`Network::vocabulary`], a segment not among the [`Network::segments`], or if there is
    /// not one set of hints for each piece.
    #[track_caller]
    pub fn hidden(&self, windows: &[Window]) -> Vec<Matrix> {
        for window in windows {
            self.check(window);
        }
        let mut scratch = SCRATCH.take();
        let mut hidden = Vec::with_capacity(windows.len());
        let mut rest = windows;
        while !rest.is_empty() {
            let (together, after) = rest.split_at(together(rest));
            self.run(together, &mut scratch, &mut hidden);
            rest = after;
        }
        SCRATCH.set(scratch);
        hidden
    }

    #[track_caller]
    fn check(&self, window: &Window) {
        let Window { ids, segment, hints } = window;
        assert!(ids.len() <= self.longest(), "a window as long as the model takes");
        assert_eq!(ids.len(), hints.len(), "one set of hints for each piece");
        assert!(usize::from(*segment) < self.segments.rows(), "a segment of the model");
        let most = self.words.rows();
        assert!(ids.iter().all(|&id| (id as usize) < most), "pieces of the model's vocabulary");
    }

    fn run(&self, windows: &[Window], scratch: &mut Scratch, hidden: &mut Vec<Matrix>) {
        let width = self.hidden_size();
        let mut rows = self.embed(windows, scratch);
        for layer in &self.layers {
            self.pass(layer, windows, &mut rows, scratch);
        }
        let mut rest = rows.as_slice();
        for window in windows {
            let (own, after) = rest.split_at(window.ids.len() * width);
            hidden.push(Matrix::new(window.ids.len(), width, own.to_vec()));
            rest = after;
        }
    }

    /// What goes into the first layer.
    fn embed(&self, windows: &[Window], scratch: &mut Scratch) -> Vec<f32> {
        let width = self.hidden_size();
        let pieces: usize = windows.iter().map(|window| window.ids.len()).sum();
        let mut rows = vec![0.0; pieces * width];
        let mut to = rows.chunks_exact_mut(width);
        for window in windows {
            let pieces = window.ids.iter().zip(&window.hints).enumerate();
            for ((position, (&id, &hints)), row) in pieces.zip(to.by_ref()) {
                self.words.write_row(id as usize, row);
                add(row, self.positions.row(position));
                add(row, self.segments.row(window.segment.into()));
                if let Some(vectors) = &self.hints {
                    for bit in (0..HINTS).filter(|bit| hints >> bit & 1 == 1) {
                        add(row, vectors.row(bit));
                    }
                }
            }
        }
        scratch.change.clear();
        scratch.change.resize(rows.len(), 0.0);
        self.norm.apply(self.path, &mut rows, &scratch.change, self.eps);
        rows
    }

    fn pass(&self, layer: &Layer, windows: &[Window], rows: &mut [f32], scratch: &mut Scratch) {
        let width = self.hidden_size();
        let pieces = rows.len() / width;
        let Scratch { look, context, wide, change, attention, bytes } = scratch;
        look.resize(pieces * layer.look.outputs(), 0.0);
        layer.look.apply(self.path, rows, width, bytes, look);
        context.resize(rows.len(), 0.0);
        let (mut looks, mut contexts) = (look.as_slice(), context.as_mut_slice());
        for window in windows.iter().filter(|window| !window.ids.is_empty()) {
            let pieces = window.ids.len();
            let (own, after) = looks.split_at(pieces * 3 * width);
            let (context, rest) = contexts.split_at_mut(pieces * width);
            kernel::attention(self.path, self.heads, own, context, attention);
            (looks, contexts) = (after, rest);
        }
        change.resize(rows.len(), 0.0);
        layer.mix.apply(self.path, context, width, bytes, change);
        layer.mix_norm.apply(self.path, rows, change, self.eps);
        for some in rows.chunks_mut(WIDE_ROWS * width) {
            let across = layer.widen.outputs();
            wide.resize(some.len() / width * across, 0.0);
            layer.widen.apply(self.path, some, width, bytes, wide);
            kernel::gelu(self.path, wide);
            change.resize(some.len(), 0.0);
            layer.narrow.apply(self.path, wide, across, bytes, change);
            layer.narrow_norm.apply(self.path, some, change, self.eps);
        }
    }
}

impl Architecture {
    /// The division of `hidden` columns into heads, if these numbers make a network.
    fn check(&self, hidden: usize) -> Result<Heads, ModelError> {
        let refuse = |what, found: String, expected: String| {
            Err(ModelError::Architecture { what, found, expected })
        };
        if hidden > WIDEST {
            return refuse("a hidden size of", hidden.to_string(), format!("{WIDEST} at most"));
        }
        if self.layers == 0 || self.layers > DEEPEST {
            return refuse("layers:", self.layers.to_string(), format!("1 to {DEEPEST}"));
        }
        if self.heads == 0 || !hidden.is_multiple_of(self.heads) {
            let expected = format!("a divisor of the hidden size {hidden}");
            return refuse("heads:", self.heads.to_string(), expected);
        }
        if !(self.eps > 0.0 && self.eps < 1.0) {
            return refuse("eps:", self.eps.to_string(), "between 0 and 1".to_owned());
        }
        Ok(Heads { count: self.heads, width: hidden / self.heads })
    }
}

impl Table {
    fn rows(&self) -> usize {
        match self {
            Table::Full(matrix) => matrix.rows(),
            Table::Compact(quantised) => quantised.rows(),
        }
    }

    fn columns(&self) -> usize {
        match self {
            Table::Full(matrix) => matrix.columns(),
            Table::Compact(quantised) => quantised.columns(),
        }
    }

    fn write_row(&self, row: usize, to: &mut [f32]) {
        match self {
            Table::Full(matrix) => to.copy_from_slice(matrix.row(row)),
            Table::Compact(quantised) => {
                let scale = quantised.scales()[row];
                for (to, &value) in to.iter_mut().zip(quantised.row(row)) {
                    *to = f32::from(value) * scale;
                }
            }
        }
    }
}

impl Norm {
    fn load(tensors: &Tensors, name: &str, width: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            weight: tensors.vector_of(&format!("{name}.weight"), width)?,
            bias: tensors.vector_of(&format!("{name}.bias"), width)?,
        })
    }

    fn apply(&self, path: Path, rows: &mut [f32], more: &[f32], eps: f32) {
        kernel::layer_norm(path, rows, more, &self.weight, &self.bias, eps);
    }
}

impl Layer {
    fn load(
        tensors: &Tensors,
        layer: usize,
        hidden: usize,
        precision: Precision,
    ) -> Result<Layer, ModelError> {
        let part = |name: &str| format!("encoder.layer.{layer}.{name}");
        let look = ["query", "key", "value"].map(|name| part(&format!("attention.self.{name}")));
        let widen = part("intermediate.dense");
        let wide = tensors.rows(&format!("{widen}.weight"))?;
        if wide > WIDEST {
            return Err(ModelError::Architecture {
                what: "an intermediate size of",
                found: wide.to_string(),
                expected: format!("{WIDEST} at most"),
            });
        }
        let dense = |names: &[String], shape| Dense::load(tensors, names, shape, precision);
        Ok(Layer {
            look: dense(&look, [hidden, hidden])?,
            mix: dense(&[part("attention.output.dense")], [hidden, hidden])?,
            mix_norm: Norm::load(tensors, &part("attention.output.LayerNorm"), hidden)?,
            widen: dense(&[widen], [wide, hidden])?,
            narrow: dense(&[part("output.dense")], [hidden, wide])?,
            narrow_norm: Norm::load(tensors, &part("output.LayerNorm"), hidden)?,
        })
    }
}

/// How many windows are read together: one at least.
fn together(windows: &[Window]) -> usize {
    let mut pieces = 0;
    let fit = windows.iter().take_while(|window| {
        pieces += window.ids.len();
        pieces <= TOGETHER
    });
    fit.count().max(1)
}

fn add(row: &mut [f32], more: &[f32]) {
    for (value, more) in row.iter_mut().zip(more) {
        *value += more;
    }
}

#[cfg(test)]
mod tests;
