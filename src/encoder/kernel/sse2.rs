//! Sums of products with SSE2, which every x86-64 has. Bytes are widened to sixteen bits first,
//! as with AVX2.

use super::int8::{PANEL, QUAD};
use std::arch::x86_64::{
    __m128i, _mm_add_epi32, _mm_castps_si128, _mm_castsi128_ps, _mm_loadu_si128, _mm_madd_epi16,
    _mm_set1_epi32, _mm_setzero_si128, _mm_shuffle_ps, _mm_srai_epi16, _mm_storeu_si128,
    _mm_unpackhi_epi8, _mm_unpacklo_epi8,
};

/// Sums of one register.
const FOUR: usize = 4;

/// The products of `M` rows with the columns of a panel.
#[target_feature(enable = "sse2")]
#[inline]
pub fn sums<const M: usize>(
    rows: [&[[u8; QUAD]]; M],
    panel: &[[i8; QUAD * PANEL]],
    sums: &mut [[i32; PANEL]; M],
) {
    assert!(rows.iter().all(|row| row.len() == panel.len()), "rows as long as the panel");
    for vector in 0..PANEL / FOUR {
        let mut low = [_mm_setzero_si128(); M];
        let mut high = [_mm_setzero_si128(); M];
        for (depth, weights) in panel.iter().enumerate() {
            let weights = load(&weights.as_chunks().0[vector]);
            let first = _mm_srai_epi16::<8>(_mm_unpacklo_epi8(weights, weights));
            let second = _mm_srai_epi16::<8>(_mm_unpackhi_epi8(weights, weights));
            for ((row, low), high) in rows.iter().zip(&mut low).zip(&mut high) {
                let four = _mm_set1_epi32(i32::from_le_bytes(row[depth]));
                let values = _mm_unpacklo_epi8(four, _mm_setzero_si128());
                *low = _mm_add_epi32(*low, _mm_madd_epi16(values, first));
                *high = _mm_add_epi32(*high, _mm_madd_epi16(values, second));
            }
        }
        for ((sums, low), high) in sums.iter_mut().zip(low).zip(high) {
            // Adds neighbours; only shuffles of f32 take from two registers.
            let (low, high) = (_mm_castsi128_ps(low), _mm_castsi128_ps(high));
            let even = _mm_castps_si128(_mm_shuffle_ps::<0b10_00_10_00>(low, high));
            let odd = _mm_castps_si128(_mm_shuffle_ps::<0b11_01_11_01>(low, high));
            store(&mut sums.as_chunks_mut().0[vector], _mm_add_epi32(even, odd));
        }
    }
}

#[target_feature(enable = "sse2")]
#[inline]
fn load(bytes: &[i8; QUAD * FOUR]) -> __m128i {
    // SAFETY: the array is as long as the register; the load may be unaligned.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "sse2")]
#[inline]
fn store(to: &mut [i32; FOUR], values: __m128i) {
    // SAFETY: the array is as long as the register; the store may be unaligned.
    unsafe { _mm_storeu_si128(to.as_mut_ptr().cast(), values) }
}
