//! Products of a few f32 rows with a panel of columns, each sum taken in the order of the rows.

use super::float::LANES;
#[cfg(target_arch = "aarch64")]
use super::neon;
use super::path::{Kind, Path};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

/// Writes the products of `M` rows, `stride` apart, with `V` times [`LANES`] columns.
///
/// # Panics
///
/// If a row is shorter than the panel is deep.
#[inline(always)]
pub fn products<const M: usize, const V: usize>(
    path: Path,
    rows: &[f32],
    stride: usize,
    panel: &[[[f32; LANES]; V]],
    products: &mut [[[f32; LANES]; V]; M],
) {
    let mut few: [&[f32]; M] = [&[]; M];
    for (row, values) in few.iter_mut().enumerate() {
        *values = &rows[row * stride..][..panel.len()];
    }
    match path.0 {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a path of this kind exists only where the processor can run it.
        Kind::Avx512 => unsafe { avx512::products(few, panel, products) },
        #[cfg(target_arch = "x86_64")]
        // SAFETY: as above.
        Kind::Avx2 => unsafe { avx2::products(few, panel, products) },
        #[cfg(target_arch = "aarch64")]
        // SAFETY: a path of this kind exists only where the processor can run it.
        Kind::Neon => unsafe { neon::products(few, panel, products) },
        #[cfg(target_arch = "x86_64")]
        Kind::Sse2 => portable(path, few, panel, products),
        Kind::Portable => portable(path, few, panel, products),
    }
}

#[inline(always)]
fn portable<const M: usize, const V: usize>(
    path: Path,
    rows: [&[f32]; M],
    panel: &[[[f32; LANES]; V]],
    products: &mut [[[f32; LANES]; V]; M],
) {
    *products = [[[0.0; LANES]; V]; M];
    for (depth, columns) in panel.iter().enumerate() {
        for (row, sums) in rows.iter().zip(products.iter_mut()) {
            let value = row[depth];
            for (sum, column) in sums.as_flattened_mut().iter_mut().zip(columns.as_flattened()) {
                *sum = path.mul_add(value, *column, *sum);
            }
        }
    }
}
