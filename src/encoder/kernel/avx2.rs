//! Sums of products with AVX2. Bytes are widened to sixteen bits first: the instruction that
//! multiplies bytes directly saturates, and its sums would not be exact.

use super::float::LANES;
use super::int8::{PANEL, QUAD};
use std::arch::x86_64::{
    __m128i, __m256, __m256i, _mm_loadu_si128, _mm_set1_epi32, _mm256_add_epi32,
    _mm256_cvtepi8_epi16, _mm256_cvtepu8_epi16, _mm256_fmadd_ps, _mm256_hadd_epi32,
    _mm256_loadu_ps, _mm256_madd_epi16, _mm256_permute4x64_epi64, _mm256_set1_ps,
    _mm256_setzero_ps, _mm256_setzero_si256, _mm256_storeu_ps, _mm256_storeu_si256,
};

/// Sums of one register.
const EIGHT: usize = 8;

/// The products of `M` rows with the columns of a panel.
#[target_feature(enable = "avx2")]
#[inline]
pub fn sums<const M: usize>(
    rows: [&[[u8; QUAD]]; M],
    panel: &[[i8; QUAD * PANEL]],
    sums: &mut [[i32; PANEL]; M],
) {
    assert!(rows.iter().all(|row| row.len() == panel.len()), "rows as long as the panel");
    for vector in 0..PANEL / EIGHT {
        let mut low = [_mm256_setzero_si256(); M];
        let mut high = [_mm256_setzero_si256(); M];
        for (depth, weights) in panel.iter().enumerate() {
            let weights = weights.as_chunks::<{ QUAD * EIGHT / 2 }>().0;
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
            store(&mut sums.as_chunks_mut::<EIGHT>().0[vector], total);
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
fn store(to: &mut [i32; EIGHT], values: __m256i) {
    // SAFETY: the array is as long as the register; the store may be unaligned.
    unsafe { _mm256_storeu_si256(to.as_mut_ptr().cast(), values) }
}

/// The products of `M` rows with the columns of a panel.
#[target_feature(enable = "avx2,fma")]
#[inline]
pub fn products<const M: usize, const V: usize>(
    rows: [&[f32]; M],
    panel: &[[[f32; LANES]; V]],
    products: &mut [[[f32; LANES]; V]; M],
) {
    assert!(rows.iter().all(|row| row.len() == panel.len()), "rows as long as the panel");
    for vector in 0..V {
        let mut sums = [[_mm256_setzero_ps(); 2]; M];
        for (depth, columns) in panel.iter().enumerate() {
            let [low, high] = load_f32(&columns[vector]);
            for (row, sums) in rows.iter().zip(&mut sums) {
                let value = _mm256_set1_ps(row[depth]);
                sums[0] = _mm256_fmadd_ps(value, low, sums[0]);
                sums[1] = _mm256_fmadd_ps(value, high, sums[1]);
            }
        }
        for (products, sums) in products.iter_mut().zip(sums) {
            store_f32(&mut products[vector], sums);
        }
    }
}

#[target_feature(enable = "avx2")]
#[inline]
fn load_f32(values: &[f32; LANES]) -> [__m256; 2] {
    // SAFETY: the array is as long as both registers; the loads may be unaligned.
    unsafe { [_mm256_loadu_ps(values.as_ptr()), _mm256_loadu_ps(values[EIGHT..].as_ptr())] }
}

#[target_feature(enable = "avx2")]
#[inline]
fn store_f32(to: &mut [f32; LANES], [low, high]: [__m256; 2]) {
    // SAFETY: the array is as long as both registers; the stores may be unaligned.
    unsafe {
        _mm256_storeu_ps(to.as_mut_ptr(), low);
        _mm256_storeu_ps(to[EIGHT..].as_mut_ptr(), high);
    }
}
