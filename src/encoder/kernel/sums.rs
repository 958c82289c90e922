//! Sums of products of bytes, exact on every path.

use super::int8::{PANEL, QUAD};
#[cfg(target_arch = "aarch64")]
use super::neon;
use super::path::{Kind, Path};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512, sse2};

/// Writes the sums of `M` rows with the columns of a panel, whose own sums are `columns`.
///
/// # Panics
///
/// If a row is shorter than the panel is deep.
#[inline(always)]
pub fn sums<const M: usize>(
    path: Path,
    rows: [&[[u8; QUAD]]; M],
    panel: &[[i8; QUAD * PANEL]],
    #[cfg_attr(not(target_arch = "aarch64"), expect(unused_variables, reason = "for NEON"))]
    columns: &[i32; PANEL],
    sums: &mut [[i32; PANEL]; M],
) {
    match path.0 {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a path of this kind exists only where the processor can run it.
        Kind::Avx512 => unsafe { avx512::sums(rows, panel, sums) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Kind::Avx2 => unsafe { avx2::sums(rows, panel, sums) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Kind::Sse2 => unsafe { sse2::sums(rows, panel, sums) },
        #[cfg(target_arch = "aarch64")]
        // SAFETY: a path of this kind exists only where the processor can run it.
        Kind::Neon => unsafe { neon::sums(rows, panel, columns, sums) },
        Kind::Portable => portable(rows, panel, sums),
    }
}

fn portable<const M: usize>(
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
