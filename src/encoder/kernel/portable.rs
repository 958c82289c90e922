//! Sums of bytes in plain Rust.

use super::int8::{PANEL, QUAD};

/// The products of `M` rows with the columns of a panel.
#[inline(always)]
pub fn sums<const M: usize>(
    rows: [&[[u8; QUAD]]; M],
    panel: &[[i8; QUAD * PANEL]],
    sums: &mut [[i32; PANEL]; M],
) {
    *sums = [[0; PANEL]; M];
    for (depth, weights) in panel.iter().enumerate() {
        for (row, sums) in rows.iter().zip(sums.iter_mut()) {
            let values = row[depth].map(i32::from);
            for (sum, weights) in sums.iter_mut().zip(weights.as_chunks::<QUAD>().0) {
                for (value, weight) in values.iter().zip(weights) {
                    *sum += value * i32::from(*weight);
                }
            }
        }
    }
}
