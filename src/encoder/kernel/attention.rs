//! Attention of one window: for each head, every piece looks at every piece.
//!
//! Keys and values of a head are laid in panels as wide as a few registers; some queries at a
//! time then take scores, exponentials and context while all of it is in the nearest cache.

use super::float::{LANES, exponentials};
use super::path::{Path, for_each_path};
use super::products::products;

/// How the columns of query, key and value are divided.
#[derive(Clone, Copy, Debug)]
pub struct Heads {
    /// How many heads there are.
    pub count: usize,
    /// Columns of one head.
    pub width: usize,
}

for_each_path! {
    /// Writes to `context` what the pieces of one window make of each other. A row is query, key
    /// and value of a piece, each of all heads.
    pub fn attention(heads: Heads, rows: &[f32], context: &mut [f32], room: &mut Vec<f32>);
    avx512: attend::<8, 2>, avx2: attend::<6, 1>, neon: attend::<6, 1>, portable: attend::<4, 1>,
}

/// `M` queries and `V` times [`LANES`] columns are taken at a time.
#[inline(always)]
fn attend<const M: usize, const V: usize>(
    path: Path,
    heads: Heads,
    rows: &[f32],
    context: &mut [f32],
    room: &mut Vec<f32>,
) {
    let hidden = heads.count * heads.width;
    let pieces = rows.len() / (3 * hidden);
    let span = pieces.next_multiple_of(V * LANES);
    let (keys, values) = (span * heads.width, heads.width.next_multiple_of(V * LANES) * pieces);
    room.clear();
    room.resize(keys + values + M * span, 0.0);
    let (keys, rest) = room.split_at_mut(keys);
    let (values, scores) = rest.split_at_mut(values);
    let scale = 1.0 / (heads.width as f32).sqrt();
    for head in 0..heads.count {
        let first = head * heads.width;
        let (key, value) = (hidden + first, 2 * hidden + first);
        lay_keys(V * LANES, heads.width, rows.chunks_exact(3 * hidden), key, keys);
        lay_values(V * LANES, heads.width, rows.chunks_exact(3 * hidden), value, values);
        let part = Part { path, width: heads.width, hidden, first, pieces, scale, keys, values };
        let mut piece = 0;
        while piece + M <= pieces {
            part.attend::<M, V>(rows, piece, scores, context);
            piece += M;
        }
        while piece + 2 <= pieces {
            part.attend::<2, V>(rows, piece, scores, context);
            piece += 2;
        }
        if piece < pieces {
            part.attend::<1, V>(rows, piece, scores, context);
        }
    }
}

/// Panels of so many keys each, column after column; keys that are not there stay zero.
#[inline(always)]
fn lay_keys<'a>(
    across: usize,
    width: usize,
    rows: impl Iterator<Item = &'a [f32]>,
    first: usize,
    panels: &mut [f32],
) {
    for (piece, row) in rows.enumerate() {
        let panel = &mut panels[piece / across * across * width..][..across * width];
        for (column, value) in panel.chunks_exact_mut(across).zip(&row[first..][..width]) {
            column[piece % across] = *value;
        }
    }
}

/// Panels of so many columns each, value after value; columns that are not there stay zero.
#[inline(always)]
fn lay_values<'a>(
    across: usize,
    width: usize,
    rows: impl ExactSizeIterator<Item = &'a [f32]>,
    first: usize,
    panels: &mut [f32],
) {
    let pieces = rows.len();
    for (piece, row) in rows.enumerate() {
        for (panel, columns) in row[first..][..width].chunks(across).enumerate() {
            panels[(panel * pieces + piece) * across..][..columns.len()].copy_from_slice(columns);
        }
    }
}

/// One head of one window.
struct Part<'a> {
    path: Path,
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
    fn attend<const M: usize, const V: usize>(
        &self,
        rows: &[f32],
        piece: usize,
        scores: &mut [f32],
        context: &mut [f32],
    ) {
        let across = V * LANES;
        let span = self.pieces.next_multiple_of(across);
        let mut found = [[[0f32; LANES]; V]; M];
        let queries = &rows[piece * 3 * self.hidden + self.first..];
        let panels = self.keys.as_chunks().0.as_chunks().0.chunks_exact(self.width);
        for (panel, keys) in panels.enumerate() {
            products(self.path, queries, 3 * self.hidden, keys, &mut found);
            for (row, found) in found.iter().enumerate() {
                scores[row * span + panel * across..][..across]
                    .copy_from_slice(found.as_flattened());
            }
        }
        // A loop, not `array::from_fn`: a closure handed over is not compiled for the path.
        let mut sums = [0.0; M];
        for (scores, sum) in scores.chunks_exact_mut(span).zip(&mut sums) {
            // Keys that are not there: too small to be seen in a sum of 1 and more.
            scores[self.pieces..].fill(f32::MIN);
            *sum = exponentials(self.path, scores, self.scale);
        }
        let panels = self.values.as_chunks().0.as_chunks().0.chunks_exact(self.pieces);
        for (panel, values) in panels.enumerate() {
            products(self.path, scores, span, values, &mut found);
            let columns = across.min(self.width - panel * across);
            for (row, (found, sum)) in found.iter().zip(&sums).enumerate() {
                let inverse = 1.0 / sum;
                let at = (piece + row) * self.hidden + self.first + panel * across;
                for (to, found) in context[at..][..columns].iter_mut().zip(found.as_flattened()) {
                    *to = found * inverse;
                }
            }
        }
    }
}
