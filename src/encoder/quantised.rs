//! Matrices of int8 with a scale a row: how the compact model is kept and the int8 network runs.

use super::matrix::Matrix;

/// A matrix whose values are `int8 * scale of the row`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantised {
    // Invariant: values.len() == scales.len() * columns
    columns: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
}

impl Quantised {
    #[track_caller]
    pub fn new(columns: usize, values: Vec<i8>, scales: Vec<f32>) -> Quantised {
        assert_eq!(Some(values.len()), scales.len().checked_mul(columns), "a scale for each row");
        Quantised { columns, values, scales }
    }

    /// The nearest such matrix: the largest value of a row becomes 127 or -127.
    pub fn nearest(matrix: &Matrix) -> Quantised {
        let columns = matrix.columns();
        let mut values = Vec::with_capacity(matrix.values().len());
        let mut scales = Vec::with_capacity(matrix.rows());
        for row in (0..matrix.rows()).map(|row| matrix.row(row)) {
            let largest = row.iter().fold(0f32, |most, value| most.max(value.abs()));
            let scale = largest / 127.0;
            // A row of zeros, or of numbers too small to be divided.
            let inverse = if scale >= f32::MIN_POSITIVE { 1.0 / scale } else { 0.0 };
            scales.push(if inverse > 0.0 { scale } else { 0.0 });
            values.extend(row.iter().map(|value| (value * inverse).round() as i8));
        }
        Quantised { columns, values, scales }
    }

    pub fn rows(&self) -> usize {
        self.scales.len()
    }

    pub fn columns(&self) -> usize {
        self.columns
    }

    pub fn row(&self, row: usize) -> &[i8] {
        &self.values[row * self.columns..][..self.columns]
    }

    pub fn values(&self) -> &[i8] {
        &self.values
    }

    pub fn scales(&self) -> &[f32] {
        &self.scales
    }

    /// The rows of `self`, then those of `below`.
    #[track_caller]
    pub fn stack(mut self, below: &Quantised) -> Quantised {
        assert_eq!(self.columns, below.columns, "rows of one length");
        self.values.extend_from_slice(&below.values);
        self.scales.extend_from_slice(&below.scales);
        self
    }

    /// The matrix it stands for.
    pub fn to_matrix(&self) -> Matrix {
        let mut values = Vec::with_capacity(self.values.len());
        for (row, scale) in self.scales.iter().enumerate() {
            values.extend(self.row(row).iter().map(|&value| f32::from(value) * scale));
        }
        Matrix::new(self.rows(), self.columns, values)
    }
}
