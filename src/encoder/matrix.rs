//! Matrices of f32 and the few operations that the network's heads are made of.

use super::error::ModelError;
use super::kernel::{self, Path};
use super::tensors::Tensors;

/// Rows of numbers, one after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    // Invariant: values.len() == rows * columns
    rows: usize,
    columns: usize,
    values: Vec<f32>,
}

impl Matrix {
    /// The matrix whose rows lie one after the other in `values`.
    ///
    /// # Panics
    ///
    /// If there are not `rows * columns` values.
    #[track_caller]
    pub fn new(rows: usize, columns: usize, values: Vec<f32>) -> Matrix {
        assert_eq!(Some(values.len()), rows.checked_mul(columns), "rows times columns values");
        Matrix { rows, columns, values }
    }

    /// A matrix of zeros.
    pub fn zeros(rows: usize, columns: usize) -> Matrix {
        Matrix { rows, columns, values: vec![0.0; rows * columns] }
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One row.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[track_caller]
    pub fn row(&self, row: usize) -> &[f32] {
        &self.values[row * self.columns..][..self.columns]
    }

    /// One row, to be changed.
    ///
    /// # Panics
    ///
    /// If there is no such row.
    #[track_caller]
    pub fn row_mut(&mut self, row: usize) -> &mut [f32] {
        &mut self.values[row * self.columns..][..self.columns]
    }

    /// All values, row after row.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// All values, row after row, to be changed.
    pub fn values_mut(&mut self) -> &mut [f32] {
        &mut self.values
    }

    /// The product with the transpose of `other`: the dot product of each row with each row.
    ///
    /// # Panics
    ///
    /// If the rows of the two are not of one length.
    #[track_caller]
    pub fn times_transposed(&self, other: &Matrix) -> Matrix {
        assert_eq!(self.columns, other.columns, "rows of one length");
        let mut product = Matrix::zeros(self.rows, other.rows);
        kernel::add_product(&self.values, &other.values, self.columns, &mut product.values);
        product
    }
}

/// A linear map with f32 weights: `rows · weightᵀ + bias`.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    // Invariant: one bias for each row of the weight.
    weight: Matrix,
    bias: Vec<f32>,
}

impl Linear {
    /// The map with this weight, one row for each output, and bias.
    ///
    /// # Panics
    ///
    /// If there is not one bias for each row of the weight.
    #[track_caller]
    pub fn new(weight: Matrix, bias: Vec<f32>) -> Linear {
        assert_eq!(weight.rows, bias.len(), "one bias for each row of the weight");
        Linear { weight, bias }
    }

    /// Reads `NAME.weight` and `NAME.bias`.
    ///
    /// # Errors
    ///
    /// Where one of the two is missing, no matrix or vector of finite numbers, or where they
    /// do not fit each other.
    pub fn load(tensors: &Tensors, name: &str) -> Result<Linear, ModelError> {
        let weight = tensors.matrix(&format!("{name}.weight"))?;
        let bias = tensors.vector_of(&format!("{name}.bias"), weight.rows)?;
        Ok(Linear { weight, bias })
    }

    /// How many numbers go in a row.
    pub fn inputs(&self) -> usize {
        self.weight.columns
    }

    /// How many numbers come out a row.
    pub fn outputs(&self) -> usize {
        self.weight.rows
    }

    /// The map of each row.
    ///
    /// # Panics
    ///
    /// If the rows are not [`Linear::inputs`] long.
    #[track_caller]
    pub fn apply(&self, rows: &Matrix) -> Matrix {
        assert_eq!(rows.columns, self.inputs(), "rows as long as the weight's");
        let mut out = Matrix::zeros(rows.rows, self.outputs());
        self.apply_to(&rows.values, &mut out.values);
        out
    }

    /// The map of each row, written over `out`.
    pub(super) fn apply_to(&self, rows: &[f32], out: &mut [f32]) {
        if self.bias.is_empty() {
            return;
        }
        for row in out.chunks_exact_mut(self.bias.len()) {
            row.copy_from_slice(&self.bias);
        }
        kernel::add_product(rows, &self.weight.values, self.weight.columns, out);
    }
}

/// The Gaussian error linear unit of each value, `x * (1 + erf(x / sqrt 2)) / 2`, in place.
pub fn gelu(values: &mut [f32]) {
    kernel::gelu(Path::best(), values);
}

/// Turns scores into probabilities that sum to 1, in place.
pub fn softmax(scores: &mut [f32]) {
    kernel::softmax(Path::best(), scores);
}
