//! Sums of products with AVX-512: sixteen f32, or with VNNI sixteen sums of four bytes, an
//! instruction.

use super::float::LANES;
use super::int8::{PANEL, QUAD};
use std::arch::x86_64::{
    __m512, __m512i, _mm512_dpbusd_epi32, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_loadu_si512,
    _mm512_set1_epi32, _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512, _mm512_storeu_ps,
    _mm512_storeu_si512,
};

const VECTORS: usize = PANEL / LANES;

/// The products of `M` rows with the columns of a panel.
#[target_feature(enable = "avx512f,avx512vnni")]
#[inline]
pub fn sums<const M: usize>(
    rows: [&[[u8; QUAD]]; M],
    panel: &[[i8; QUAD * PANEL]],
    sums: &mut [[i32; PANEL]; M],
) {
    assert!(rows.iter().all(|row| row.len() == panel.len()), "rows as long as the panel");
    let mut totals = [[_mm512_setzero_si512(); VECTORS]; M];
    for (depth, weights) in panel.iter().enumerate() {
        let mut loaded = [_mm512_setzero_si512(); VECTORS];
        for (loaded, weights) in loaded.iter_mut().zip(weights.as_chunks().0) {
            *loaded = load(weights);
        }
        for (row, totals) in rows.iter().zip(&mut totals) {
            let values = _mm512_set1_epi32(i32::from_le_bytes(row[depth]));
            for (total, weights) in totals.iter_mut().zip(loaded) {
                *total = _mm512_dpbusd_epi32(*total, values, weights);
            }
        }
    }
    for (sums, totals) in sums.iter_mut().zip(totals) {
        for (sums, total) in sums.as_chunks_mut::<LANES>().0.iter_mut().zip(totals) {
            store(sums, total);
        }
    }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn load(bytes: &[i8; 64]) -> __m512i {
    // SAFETY: the array is as long as the register; the load may be unaligned.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn store(to: &mut [i32; LANES], values: __m512i) {
    // SAFETY: the array is as long as the register; the store may be unaligned.
    unsafe { _mm512_storeu_si512(to.as_mut_ptr().cast(), values) }
}

/// The products of `M` rows with the columns of a panel.
#[target_feature(enable = "avx512f")]
#[inline]
pub fn products<const M: usize, const V: usize>(
    rows: [&[f32]; M],
    panel: &[[[f32; LANES]; V]],
    products: &mut [[[f32; LANES]; V]; M],
) {
    assert!(rows.iter().all(|row| row.len() == panel.len()), "rows as long as the panel");
    let mut sums = [[_mm512_setzero_ps(); V]; M];
    for (depth, columns) in panel.iter().enumerate() {
        let mut loaded = [_mm512_setzero_ps(); V];
        for (loaded, columns) in loaded.iter_mut().zip(columns) {
            *loaded = load_f32(columns);
        }
        for (row, sums) in rows.iter().zip(&mut sums) {
            let value = _mm512_set1_ps(row[depth]);
            for (sum, columns) in sums.iter_mut().zip(loaded) {
                *sum = _mm512_fmadd_ps(value, columns, *sum);
            }
        }
    }
    for (products, sums) in products.as_flattened_mut().iter_mut().zip(sums.as_flattened()) {
        store_f32(products, *sums);
    }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn load_f32(values: &[f32; LANES]) -> __m512 {
    // SAFETY: the array is as long as the register; the load may be unaligned.
    unsafe { _mm512_loadu_ps(values.as_ptr()) }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn store_f32(to: &mut [f32; LANES], values: __m512) {
    // SAFETY: the array is as long as the register; the store may be unaligned.
    unsafe { _mm512_storeu_ps(to.as_mut_ptr(), values) }
}
