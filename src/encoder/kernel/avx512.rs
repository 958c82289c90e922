//! Sums of bytes with AVX-512 VNNI: sixteen sums of four products an instruction.

use super::int8::{PANEL, QUAD};
use std::arch::x86_64::{
    __m512i, _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_set1_epi32, _mm512_setzero_si512,
    _mm512_storeu_si512,
};

const LANES: usize = 16;
const VECTORS: usize = PANEL / LANES;

/// The products of `M` rows with the columns of a panel.
#[target_feature(enable = "avx512f,avx512vnni")]
#[inline]
pub fn sums<const M: usize>(
    rows: [&[[u8; QUAD]]; M],
    panel: &[[i8; QUAD * PANEL]],
    sums: &mut [[i32; PANEL]; M],
) {
    let rows = rows.map(|row| &row[..panel.len()]);
    let mut totals = [[_mm512_setzero_si512(); VECTORS]; M];
    for (depth, weights) in panel.iter().enumerate() {
        let weights = weights.as_chunks::<{ QUAD * LANES }>().0;
        let weights: [__m512i; VECTORS] = [0, 1, 2, 3].map(|vector| load(&weights[vector]));
        for (row, totals) in rows.iter().zip(&mut totals) {
            let values = _mm512_set1_epi32(i32::from_le_bytes(row[depth]));
            for (total, weights) in totals.iter_mut().zip(weights) {
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
