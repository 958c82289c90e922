//! The encoder: a small transformer (BERT's architecture) read from a safetensors file and run
//! in pure Rust, from word pieces to one vector of context a piece.
//!
//! ```text
//! safetensors -> Tensors -> Network
//! [Window] -> Network::hidden -> [Matrix], one row a piece
//! ```
//!
//! Windows of unlike lengths are laid end to end, never padded. A call runs on the thread it
//! is made on: documents are what is read in parallel. Weights are f32, or int8 with a scale a
//! row, which is several times faster ([`Precision`]). The int8 network promises the same
//! bits on every processor: its sums are whole numbers, and what is left of f32 is summed in
//! one order with fused multiplications, computed where there is no instruction for them. The
//! f32 network leaves that order to the `gemm` crate, which suits it to the processor.
//!
//! All `unsafe` of the crate is in the module `kernel`.

mod compact;
mod dense;
mod error;
#[cfg(test)]
mod fixture;
mod kernel;
mod matrix;
mod network;
mod quantised;
mod tensors;

pub use compact::compact;
pub use error::ModelError;
pub use kernel::Path;
pub use matrix::{Linear, Matrix, gelu, softmax};
pub use network::{Architecture, HINTS, Network, Precision, Window};
pub use tensors::Tensors;
