//! Sums of products with NEON: four f32 an instruction, or with the extension for dot products
//! four sums of four bytes.
//!
//! That instruction takes both factors signed, where activations are unsigned: it is given them
//! less 128, and the sums begin with 128 times those of the weights. They may wrap on the way,
//! never at the end. It is written as assembly because its intrinsic is not stable in the oldest
//! Rust that the crate is built with.

use super::float::LANES;
use super::int8::{PANEL, QUAD};
use std::arch::aarch64::{
    float32x4_t, int8x16_t, int32x4_t, vdupq_n_f32, vdupq_n_s32, vdupq_n_u8, veorq_u8, vfmaq_n_f32,
    vld1q_f32, vld1q_s8, vld1q_s32, vld1q_u8, vreinterpretq_s8_u8, vshlq_n_s32, vst1q_f32,
    vst1q_s32,
};
use std::arch::asm;

/// Sums of one register, and groups of [`QUAD`] bytes.
const FOUR: usize = 4;
/// Registers whose sums are taken together.
const VECTORS: usize = LANES / FOUR;

/// The products of `M` rows with the columns of a panel, whose own sums are `columns`.
#[target_feature(enable = "neon,dotprod")]
#[inline]
pub fn sums<const M: usize>(
    rows: [&[[u8; QUAD]]; M],
    panel: &[[i8; QUAD * PANEL]],
    columns: &[i32; PANEL],
    sums: &mut [[i32; PANEL]; M],
) {
    assert!(rows.iter().all(|row| row.len() == panel.len()), "rows as long as the panel");
    let (fours, rest) = panel.as_chunks::<FOUR>();
    for part in 0..PANEL / LANES {
        let mut start = [vdupq_n_s32(0); VECTORS];
        for (start, columns) in start.iter_mut().zip(&columns.as_chunks().0[part * VECTORS..]) {
            *start = vshlq_n_s32::<7>(load(columns));
        }
        let mut totals = [start; M];
        for (place, four) in fours.iter().enumerate() {
            let mut values = [vreinterpretq_s8_u8(vdupq_n_u8(0)); M];
            for (values, row) in values.iter_mut().zip(rows) {
                *values = signed(&row.as_chunks().0[place]);
            }
            add::<M, 0>(&mut totals, values, &four[0], part);
            add::<M, 1>(&mut totals, values, &four[1], part);
            add::<M, 2>(&mut totals, values, &four[2], part);
            add::<M, 3>(&mut totals, values, &four[3], part);
        }
        for (depth, weights) in (fours.len() * FOUR..).zip(rest) {
            let mut values = [vreinterpretq_s8_u8(vdupq_n_u8(0)); M];
            for (values, row) in values.iter_mut().zip(rows) {
                *values = signed(&[row[depth]; FOUR]);
            }
            add::<M, 0>(&mut totals, values, weights, part);
        }
        for (sums, totals) in sums.iter_mut().zip(totals) {
            for (sums, total) in sums.as_chunks_mut().0[part * VECTORS..].iter_mut().zip(totals) {
                store(sums, total);
            }
        }
    }
}

/// Adds to the sums of one part of the panel the products of one group of bytes of each row.
#[target_feature(enable = "neon,dotprod")]
#[inline]
fn add<const M: usize, const GROUP: i32>(
    totals: &mut [[int32x4_t; VECTORS]; M],
    values: [int8x16_t; M],
    weights: &[i8; QUAD * PANEL],
    part: usize,
) {
    for (vector, weights) in weights.as_chunks().0[part * VECTORS..][..VECTORS].iter().enumerate() {
        let weights = load_i8(weights);
        for (totals, values) in totals.iter_mut().zip(values) {
            totals[vector] = dot::<GROUP>(totals[vector], weights, values);
        }
    }
}

/// Adds to each sum the products of its four weights with the same group of four values.
#[target_feature(enable = "neon,dotprod")]
#[inline]
fn dot<const GROUP: i32>(mut sums: int32x4_t, weights: int8x16_t, values: int8x16_t) -> int32x4_t {
    // SAFETY: the instruction is one of `dotprod`, which the function asks for; it reads and
    // writes these registers alone.
    unsafe {
        asm!(
            "sdot {sums:v}.4s, {weights:v}.16b, {values:v}.4b[{group}]",
            sums = inlateout(vreg) sums,
            weights = in(vreg) weights,
            values = in(vreg) values,
            group = const GROUP,
            options(pure, nomem, nostack, preserves_flags),
        );
    }
    sums
}

/// Unsigned bytes less 128.
#[target_feature(enable = "neon")]
#[inline]
fn signed(bytes: &[[u8; QUAD]; FOUR]) -> int8x16_t {
    // SAFETY: the array is as long as the register; the load may be unaligned.
    let bytes = unsafe { vld1q_u8(bytes.as_flattened().as_ptr()) };
    vreinterpretq_s8_u8(veorq_u8(bytes, vdupq_n_u8(128)))
}

#[target_feature(enable = "neon")]
#[inline]
fn load_i8(bytes: &[i8; QUAD * FOUR]) -> int8x16_t {
    // SAFETY: the array is as long as the register; the load may be unaligned.
    unsafe { vld1q_s8(bytes.as_ptr()) }
}

#[target_feature(enable = "neon")]
#[inline]
fn load(values: &[i32; FOUR]) -> int32x4_t {
    // SAFETY: the array is as long as the register; the load may be unaligned.
    unsafe { vld1q_s32(values.as_ptr()) }
}

#[target_feature(enable = "neon")]
#[inline]
fn store(to: &mut [i32; FOUR], values: int32x4_t) {
    // SAFETY: the array is as long as the register; the store may be unaligned.
    unsafe { vst1q_s32(to.as_mut_ptr(), values) }
}

/// The products of `M` rows with the columns of a panel.
#[target_feature(enable = "neon")]
#[inline]
pub fn products<const M: usize, const V: usize>(
    rows: [&[f32]; M],
    panel: &[[[f32; LANES]; V]],
    products: &mut [[[f32; LANES]; V]; M],
) {
    assert!(rows.iter().all(|row| row.len() == panel.len()), "rows as long as the panel");
    for vector in 0..V {
        let mut sums = [[vdupq_n_f32(0.0); VECTORS]; M];
        for (depth, columns) in panel.iter().enumerate() {
            let mut loaded = [vdupq_n_f32(0.0); VECTORS];
            for (loaded, columns) in loaded.iter_mut().zip(columns[vector].as_chunks().0) {
                *loaded = load_f32(columns);
            }
            for (row, sums) in rows.iter().zip(&mut sums) {
                for (sum, columns) in sums.iter_mut().zip(loaded) {
                    *sum = vfmaq_n_f32(*sum, columns, row[depth]);
                }
            }
        }
        for (products, sums) in products.iter_mut().zip(sums) {
            for (products, sum) in products[vector].as_chunks_mut().0.iter_mut().zip(sums) {
                store_f32(products, sum);
            }
        }
    }
}

#[target_feature(enable = "neon")]
#[inline]
fn load_f32(values: &[f32; FOUR]) -> float32x4_t {
    // SAFETY: the array is as long as the register; the load may be unaligned.
    unsafe { vld1q_f32(values.as_ptr()) }
}

#[target_feature(enable = "neon")]
#[inline]
fn store_f32(to: &mut [f32; FOUR], values: float32x4_t) {
    // SAFETY: the array is as long as the register; the store may be unaligned.
    unsafe { vst1q_f32(to.as_mut_ptr(), values) }
}
