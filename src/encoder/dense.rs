//! The linear maps inside the network, of one precision or the other.

use super::error::ModelError;
use super::kernel::{PackedWeights, Path, QuantisedRows};
use super::matrix::{Linear, Matrix};
use super::network::Precision;
use super::quantised::Quantised;
use super::tensors::{Stored, Tensors};

/// A linear map of rows.
#[derive(Debug)]
pub(super) enum Dense {
    Full(Linear),
    Int8(PackedWeights),
}

impl Dense {
    /// Reads maps of one shape, `[outputs, inputs]`, that are taken of the same rows, as one:
    /// the outputs of the first, then those of the next.
    pub fn load(
        tensors: &Tensors,
        names: &[String],
        [outputs, inputs]: [usize; 2],
        precision: Precision,
    ) -> Result<Dense, ModelError> {
        let mut bias = Vec::new();
        let mut weights = Vec::new();
        for name in names {
            weights.push(tensors.stored_of(&format!("{name}.weight"), [outputs, inputs])?);
            bias.extend(tensors.vector_of(&format!("{name}.bias"), outputs)?);
        }
        Ok(match precision {
            Precision::F32 => {
                let mut values = Vec::with_capacity(bias.len() * inputs);
                for stored in weights {
                    values.extend_from_slice(stored.into_matrix().values());
                }
                Dense::Full(Linear::new(Matrix::new(bias.len(), inputs, values), bias))
            }
            Precision::Int8 => {
                let quantised = weights.into_iter().map(Stored::into_quantised);
                let all = quantised.reduce(|above, below| above.stack(&below));
                let all = all.unwrap_or_else(|| Quantised::new(inputs, Vec::new(), Vec::new()));
                Dense::Int8(PackedWeights::new(&all, &bias))
            }
        })
    }

    /// Writes the map of each row to `out`.
    pub fn apply(
        &self,
        path: Path,
        rows: &[f32],
        columns: usize,
        bytes: &mut QuantisedRows,
        out: &mut [f32],
    ) {
        match self {
            Dense::Full(linear) => linear.apply_to(rows, out),
            Dense::Int8(weights) => {
                bytes.quantise(path, rows, columns);
                weights.apply(path, bytes, out);
            }
        }
    }

    pub fn outputs(&self) -> usize {
        match self {
            Dense::Full(linear) => linear.outputs(),
            Dense::Int8(weights) => weights.outputs(),
        }
    }
}

impl Stored {
    pub fn into_matrix(self) -> Matrix {
        match self {
            Stored::Full(matrix) => matrix,
            Stored::Compact(quantised) => quantised.to_matrix(),
        }
    }

    pub fn into_quantised(self) -> Quantised {
        match self {
            Stored::Full(matrix) => Quantised::nearest(&matrix),
            Stored::Compact(quantised) => quantised,
        }
    }
}
