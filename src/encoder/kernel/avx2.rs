//! Sums of bytes with AVX2. Bytes are widened to sixteen bits first: the instruction that
//! multiplies bytes directly saturates, and its sums would not be exact.

use super::int8::{PANEL, QUAD};
use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm_set1_epi32, _mm256_add_epi32, _mm256_cvtepi8_epi16,
    _mm256_cvtepu8_epi16, _mm256_hadd_epi32, _mm256_madd_epi16, _mm256_permute4x64_epi64,
    _mm256_setzero_si256, _mm256_storeu_si256,
};

const LANES: usize = 8;

/// The products of `M` rows with the columns of a panel.
#[target_feature(enable = "avx2")]
#[inline]
pub fn sums<const M: usize>(
    rows: [&[[u8; QUAD]]; M],
    panel: &[[i8; QUAD * PANEL]],
    sums: &mut [[i32; PANEL]; M],
) {
    let rows = rows.map(|row| &row[..panel.len()]);
    for vector in 0..PANEL / LANES {
        let mut low = [_mm256_setzero_si256(); M];
        let mut high = [_mm256_setzero_si256(); M];
        for (depth, weights) in panel.iter().enumerate() {
            let weights = weights.as_chunks::<{ QUAD * LANES / 2 }>().0;
            let first = _mm256_cvtepi8_epi16(load(&weights[2 * vector]));
            let second = _mm256_cvtepi8_epi16(load(&weights[2 * vector + 1]));
            for ((row, low), high) in rows.iter().zip(&mut low).zip(&mut high) {
                let four = _mm_set1_epi32(i32::from_le_bytes(row[depth]));
                let values = _mm256_cvtepu8_epi16(four);
                *low = _mm256_add_epi32(*low, _mm256_madd_epi16(values, first));
                *high = _mm256_add_epi32(*high, _mm256_madd_epi16(values, second));
            }
        }
        for ((sums, low), high) in sums.iter_mut().zip(low).zip(high) {
            // Adds neighbours, two halves of a register at a time, and puts those in order.
            let pairs = _mm256_hadd_epi32(low, high);
            let total = _mm256_permute4x64_epi64(pairs, 0b11_01_10_00);
            store(&mut sums.as_chunks_mut::<LANES>().0[vector], total);
        }
    }
}

#[target_feature(enable = "avx2")]
#[inline]
fn load(bytes: &[i8; 16]) -> __m128i {
    // SAFETY: the array is as long as the register; the load may be unaligned.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx2")]
#[inline]
fn store(to: &mut [i32; LANES], values: __m256i) {
    // SAFETY: the array is as long as the register; the store may be unaligned.
    unsafe { _mm256_storeu_si256(to.as_mut_ptr().cast(), values) }
}
