//! Products of bytes: activations as u8 with scale and zero point a row, weights as i8 with a
//! scale a row, sums as i32.
//!
//! Weights are packed in panels of [`PANEL`] outputs; within one, four consecutive inputs of
//! each output lie together, as the vector instructions want them. The sums are exact on every
//! path, and what turns them into f32 is the same code.

use super::float::{clamp, greatest, least};
use super::path::{Path, for_each_path};
use super::sums::sums;
use crate::encoder::quantised::Quantised;

/// Outputs of one panel.
pub const PANEL: usize = 64;
/// Inputs that are multiplied and summed together.
pub const QUAD: usize = 4;
/// The most inputs whose sums surely fit an i32.
pub const MOST_INPUTS: usize = 1 << 16;
/// Rows that go over all panels before the next do: their bytes stay in the second cache.
const BLOCK: usize = 192;

/// Weights of a linear map, packed.
#[derive(Clone, Debug)]
pub struct PackedWeights {
    // Invariant: panels.len() == outputs.div_ceil(PANEL) * quads, and the vectors have a place
    // for each output of each panel.
    outputs: usize,
    /// Groups of four inputs.
    quads: usize,
    panels: Vec<[i8; QUAD * PANEL]>,
    columns: Vec<Column>,
}

/// What is needed to turn the sums of a panel into its outputs.
#[derive(Clone, Debug)]
struct Column {
    scale: [f32; PANEL],
    bias: [f32; PANEL],
    /// Sum of the weights, which the zero point of the activations is multiplied with.
    sum: [i32; PANEL],
}

/// Rows of activations as bytes: `scale * (byte - zero)`.
#[derive(Clone, Debug, Default)]
pub struct QuantisedRows {
    quads: usize,
    bytes: Vec<[u8; QUAD]>,
    scales: Vec<f32>,
    zeros: Vec<i32>,
}

impl PackedWeights {
    /// Packs the weights, one row for each output, with one bias for each.
    ///
    /// # Panics
    ///
    /// If there is not one bias for each row, or if there are more inputs than sums can hold.
    #[track_caller]
    pub fn new(weights: &Quantised, bias: &[f32]) -> PackedWeights {
        assert_eq!(weights.rows(), bias.len(), "one bias for each output");
        assert!(weights.columns() <= MOST_INPUTS, "sums that fit");
        let quads = weights.columns().div_ceil(QUAD);
        let count = bias.len().div_ceil(PANEL);
        let mut panels = vec![[0; QUAD * PANEL]; count * quads];
        let empty = Column { scale: [0.0; PANEL], bias: [0.0; PANEL], sum: [0; PANEL] };
        let mut columns = vec![empty; count];
        for (output, &bias) in bias.iter().enumerate() {
            let (panel, place) = (output / PANEL, output % PANEL);
            let row = weights.row(output);
            for (four, packed) in row.chunks(QUAD).zip(&mut panels[panel * quads..]) {
                packed[place * QUAD..][..four.len()].copy_from_slice(four);
            }
            let column = &mut columns[panel];
            column.scale[place] = weights.scales()[output];
            column.bias[place] = bias;
            column.sum[place] = row.iter().map(|&weight| i32::from(weight)).sum();
        }
        PackedWeights { outputs: bias.len(), quads, panels, columns }
    }

    /// How many numbers come out a row.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Writes the map of each row to `out`.
    ///
    /// # Panics
    ///
    /// If the rows are not as long as the weights', or `out` is not as long as the outputs.
    #[track_caller]
    pub fn apply(&self, path: Path, rows: &QuantisedRows, out: &mut [f32]) {
        assert_eq!(rows.quads, self.quads, "rows as long as the weights'");
        assert_eq!(out.len(), rows.scales.len() * self.outputs, "a place for each output");
        apply(path, self, rows, out);
    }
}

for_each_path! {
    fn apply(weights: &PackedWeights, rows: &QuantisedRows, out: &mut [f32]);
    avx512: apply_in::<6>, avx2: apply_in::<4>, neon: apply_in::<6>, portable: apply_in::<2>,
}

/// Goes over rows and panels, `M` rows at a time.
#[inline(always)]
fn apply_in<const M: usize>(
    path: Path,
    weights: &PackedWeights,
    rows: &QuantisedRows,
    out: &mut [f32],
) {
    let count = rows.scales.len();
    for block in (0..count).step_by(BLOCK) {
        let end = (block + BLOCK).min(count);
        for (index, panel) in weights.panels.chunks_exact(weights.quads).enumerate() {
            let mut row = block;
            while row + M <= end {
                weights.apply_panel::<M>(path, index, panel, rows, row, out);
                row += M;
            }
            while row + 2 <= end {
                weights.apply_panel::<2>(path, index, panel, rows, row, out);
                row += 2;
            }
            if row < end {
                weights.apply_panel::<1>(path, index, panel, rows, row, out);
            }
        }
    }
}

impl PackedWeights {
    /// The outputs of one panel for `M` rows.
    #[inline(always)]
    fn apply_panel<const M: usize>(
        &self,
        path: Path,
        index: usize,
        panel: &[[i8; QUAD * PANEL]],
        rows: &QuantisedRows,
        first: usize,
        out: &mut [f32],
    ) {
        let mut found = [[0; PANEL]; M];
        let column = &self.columns[index];
        sums(path, rows.from::<M>(first), panel, &column.sum, &mut found);
        let (start, width) = (index * PANEL, PANEL.min(self.outputs - index * PANEL));
        for (row, sums) in (first..).zip(&found) {
            let (scale, zero) = (rows.scales[row], rows.zeros[row]);
            let mut values = [0f32; PANEL];
            for place in 0..PANEL {
                let sum = sums[place] - zero * column.sum[place];
                values[place] =
                    path.mul_add(sum as f32 * column.scale[place], scale, column.bias[place]);
            }
            out[row * self.outputs + start..][..width].copy_from_slice(&values[..width]);
        }
    }
}

impl QuantisedRows {
    /// Takes in rows of this many columns, in place of those before.
    pub fn quantise(&mut self, path: Path, rows: &[f32], columns: usize) {
        quantise(path, rows, columns, self);
    }

    #[inline(always)]
    fn from<const M: usize>(&self, row: usize) -> [&[[u8; QUAD]]; M] {
        let mut rows: [&[[u8; QUAD]]; M] = [&[]; M];
        for (more, bytes) in rows.iter_mut().enumerate() {
            *bytes = &self.bytes[(row + more) * self.quads..][..self.quads];
        }
        rows
    }
}

for_each_path! {
    /// Rounds each row to bytes, from its least value (or 0) to its greatest (or 0).
    fn quantise(rows: &[f32], columns: usize, quantised: &mut QuantisedRows);
    avx512: quantise_each, avx2: quantise_each, neon: quantise_each, portable: quantise_each,
}

#[inline(always)]
fn quantise_each(path: Path, rows: &[f32], columns: usize, quantised: &mut QuantisedRows) {
    /// Adding this much rounds a small number to a whole one, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let count = rows.len() / columns;
    quantised.quads = columns.div_ceil(QUAD);
    quantised.bytes.resize(count * quantised.quads, [0; QUAD]);
    quantised.scales.clear();
    quantised.zeros.clear();
    let bytes = quantised.bytes.chunks_exact_mut(quantised.quads);
    for (row, bytes) in rows.chunks_exact(columns).zip(bytes) {
        let greatest = greatest(row, 0.0);
        let least = least(row, 0.0);
        // A row of zeros has no extent; any scale will do.
        let extent = if greatest > least { greatest - least } else { 1.0 };
        let inverse = 255.0 / extent;
        let zero = clamp((-least * inverse).round_ties_even(), 0.0, 255.0);
        quantised.scales.push(extent / 255.0);
        quantised.zeros.push(zero as i32);
        for (byte, value) in bytes.as_flattened_mut().iter_mut().zip(row) {
            let level = clamp(path.mul_add(*value, inverse, zero), 0.0, 255.0);
            *byte = (level + ROUND).to_bits() as u8;
        }
    }
}
