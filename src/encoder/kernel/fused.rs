//! Multiplication fused with addition, for processors that have no instruction for it.
//!
//! Multiplying and adding apart would be faster, but not the same: the network rounds
//! activations to bytes layer after layer, and what differs by a last bit goes to the next byte.

/// `a * b + c`, rounded once: the bits of [`f32::mul_add`], without the call that it is where
/// the processor cannot fuse.
#[inline(always)]
pub fn mul_add(a: f32, b: f32, c: f32) -> f32 {
    let (product, c) = (f64::from(a) * f64::from(b), f64::from(c));
    let sum = product + c;
    // The product is exact, so this is all that the sum lacks.
    let back = sum - product;
    let lacking = (product - (sum - back)) + (c - back);
    // Of the two f64 around an inexact sum, the odd one tells the rounding to f32 on which side
    // of a tie it is.
    let bits = sum.to_bits();
    let toward = ((bits ^ lacking.to_bits()).cast_signed() >> 63) | 1;
    // False where it is no number, too: beside an infinite sum.
    let inexact = lacking.abs() > 0.0;
    let to_odd = inexact && bits & 1 == 0;
    f64::from_bits(if to_odd { bits.wrapping_add_signed(toward) } else { bits }) as f32
}
