//! The loops the time goes into, compiled for each kind of processor and chosen at run time:
//! the one module of the crate with `unsafe` in it.
//!
//! What is unsafe here, and why it is sound:
//!
//! - calling a function compiled for more than the least processor. [`Path`] says what the
//!   processor can do; one exists only where it can ([`path`]).
//! - loading a vector register from a fixed-size array behind a reference, or storing it there;
//!   the array is always as long as the register (`avx512`, `avx2`, `sse2`, `neon`).
//! - one instruction written as assembly, which reads and writes registers alone (`neon`).
//! - handing matrices to the `gemm` crate as pointers, lengths checked before ([`add_product`]).
//!
//! On aarch64 without the dot products of bytes, and on processors of other kinds, the portable
//! loops are run, compiled for what every such processor has.
//!
//! Everything but [`add_product`] gives the same bits on every path: int8 sums are whole
//! numbers, and f32 loops are one Rust function compiled several times, which sums in a fixed
//! order and says itself where a multiplication is fused with an addition. Where the processor
//! cannot fuse, it is computed so that the bits are the same (`fused`).
#![expect(unsafe_code, reason = "vector instructions and the gemm crate's pointers")]

mod attention;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod float;
mod fused;
mod int8;
#[cfg(target_arch = "aarch64")]
mod neon;
mod path;
mod products;
#[cfg(test)]
pub mod reference;
#[cfg(target_arch = "x86_64")]
mod sse2;
mod sums;
#[cfg(test)]
mod tests;

pub use attention::{Heads, attention};
pub use float::{gelu, layer_norm, softmax};
pub use int8::{PackedWeights, QuantisedRows};
pub use path::Path;

/// Adds to `sum` the products of each row of `a` with each row of `b`, rows `depth` long.
///
/// # Panics
///
/// If the lengths are not those of matrices that fit each other.
#[track_caller]
pub fn add_product(a: &[f32], b: &[f32], depth: usize, sum: &mut [f32]) {
    if sum.is_empty() || depth == 0 {
        return;
    }
    let (rows, columns) = (a.len() / depth, b.len() / depth);
    assert_eq!(a.len(), rows * depth, "whole rows");
    assert_eq!(b.len(), columns * depth, "whole rows");
    assert_eq!(Some(sum.len()), rows.checked_mul(columns), "a place for each product");
    let (down, across) = (columns.cast_signed(), depth.cast_signed());
    // SAFETY: by the assertions above, all three matrices lie within their slices at these
    // steps, row after row; `sum` overlaps neither of the others, being borrowed mutably.
    unsafe {
        gemm::gemm(
            rows,
            columns,
            depth,
            sum.as_mut_ptr(),
            1,
            down,
            true,
            a.as_ptr(),
            1,
            across,
            b.as_ptr(),
            across,
            1,
            1.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}
