//! Attention of one window: for each head, every piece looks at every piece.
//!
//! Keys and values of a head are laid in panels as wide as a few registers; some queries at a
//! time then take scores, exponentials and context while all of it is in the nearest cache.

use super::float::exponentials;
use super::path::for_each_path;
use std::array;

/// How the columns of query, key and value are divided.
#[derive(Clone, Copy, Debug)]
pub struct Heads {
    /// How many heads there are.
    pub count: usize,
    /// Columns of one head.
    pub width: usize,
}

for_each_path! {
    /// Writes to `context` what the pieces of one window make of each other. A row is
    /// query, key and value of a piece, each of all heads.
    pub fn attention(heads: Heads, rows: &[f32], context: &mut [f32], room: &mut Vec<f32>);
    avx512: attend::<8, 32>, avx2: attend::<6, 16>, portable: attend::<4, 16>,
}

/// `M` queries and `N` columns are taken at a time.
#[inline(always)]
fn attend<const M: usize, const N: usize>(
    heads: Heads,
    rows: &[f32],
    context: &mut [f32],
    room: &mut Vec<f32>,
) {
    let hidden = heads.count * heads.width;
    let pieces = rows.len() / (3 * hidden);
    let span = pieces.div_ceil(N) * N;
    let (keys, values) = (span * heads.width, heads.width.div_ceil(N) * N * pieces);
    room.clear();
    room.resize(keys + values + M * span, 0.0);
    let (keys, rest) = room.split_at_mut(keys);
    let (values, scores) = rest.split_at_mut(values);
    let scale = 1.0 / (heads.width as f32).sqrt();
    for head in 0..heads.count {
        let first = head * heads.width;
        lay_keys::<N>(heads.width, rows.chunks_exact(3 * hidden), hidden + first, keys);
        lay_values::<N>(heads.width, rows.chunks_exact(3 * hidden), 2 * hidden + first, values);
        let part = Part { width: heads.width, hidden, first, pieces, scale, keys, values };
        let mut piece = 0;
        while piece + M <= pieces {
            part.attend::<M, N>(rows, piece, scores, context);
            piece += M;
        }
        while piece + 2 <= pieces {
            part.attend::<2, N>(rows, piece, scores, context);
            piece += 2;
        }
        if piece < pieces {
            part.attend::<1, N>(rows, piece, scores, context);
        }
    }
}

/// Panels of `N` keys each, column after column; keys that are not there stay zero.
#[inline(always)]
fn lay_keys<'a, const N: usize>(
    width: usize,
    rows: impl Iterator<Item = &'a [f32]>,
    first: usize,
    panels: &mut [f32],
) {
    for (piece, row) in rows.enumerate() {
        let panel = &mut panels[piece / N * N * width..][..N * width];
        for (column, value) in panel.as_chunks_mut::<N>().0.iter_mut().zip(&row[first..]) {
            column[piece % N] = *value;
        }
    }
}

/// Panels of `N` columns each, value after value; columns that are not there stay zero.
#[inline(always)]
fn lay_values<'a, const N: usize>(
    width: usize,
    rows: impl ExactSizeIterator<Item = &'a [f32]>,
    first: usize,
    panels: &mut [f32],
) {
    let pieces = rows.len();
    for (piece, row) in rows.enumerate() {
        for (panel, columns) in row[first..][..width].chunks(N).enumerate() {
            panels[(panel * pieces + piece) * N..][..columns.len()].copy_from_slice(columns);
        }
    }
}

/// One head of one window.
struct Part<'a> {
    width: usize,
    hidden: usize,
    /// First column of the head.
    first: usize,
    pieces: usize,
    scale: f32,
    keys: &'a [f32],
    values: &'a [f32],
}

impl Part<'_> {
    /// The context of `M` pieces.
    #[inline(always)]
    fn attend<const M: usize, const N: usize>(
        &self,
        rows: &[f32],
        piece: usize,
        scores: &mut [f32],
        context: &mut [f32],
    ) {
        let span = self.pieces.div_ceil(N) * N;
        let queries = &rows[piece * 3 * self.hidden + self.first..];
        let panels = self.keys.as_chunks::<N>().0.chunks_exact(self.width);
        for (panel, keys) in panels.enumerate() {
            let products = products::<M, N>(queries, 3 * self.hidden, keys);
            for (row, products) in products.iter().enumerate() {
                scores[row * span + panel * N..][..N].copy_from_slice(products);
            }
        }
        let sums: [f32; M] = array::from_fn(|row| {
            exponentials(&mut scores[row * span..][..self.pieces], self.scale)
        });
        let panels = self.values.as_chunks::<N>().0.chunks_exact(self.pieces);
        for (panel, values) in panels.enumerate() {
            let products = products::<M, N>(scores, span, values);
            let columns = N.min(self.width - panel * N);
            for (row, (products, sum)) in products.iter().zip(&sums).enumerate() {
                let inverse = 1.0 / sum;
                let at = (piece + row) * self.hidden + self.first + panel * N;
                for (to, product) in context[at..][..columns].iter_mut().zip(products) {
                    *to = product * inverse;
                }
            }
        }
    }
}

/// The products of `M` rows, `stride` apart, with a panel of `N` columns.
#[inline(always)]
fn products<const M: usize, const N: usize>(
    rows: &[f32],
    stride: usize,
    panel: &[[f32; N]],
) -> [[f32; N]; M] {
    let rows: [&[f32]; M] = array::from_fn(|row| &rows[row * stride..][..panel.len()]);
    let mut sums = [[0f32; N]; M];
    for (depth, columns) in panel.iter().enumerate() {
        for (row, sums) in rows.iter().zip(&mut sums) {
            let value = row[depth];
            for (sum, column) in sums.iter_mut().zip(columns) {
                *sum = value.mul_add(*column, *sum);
            }
        }
    }
    sums
}
