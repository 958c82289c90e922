//! Training: annotated articles in, a model folder out.
//!
//! What is learned from an article is told in plain Rust ([`annotated`], [`example`]); the network
//! itself runs on libtorch through `rust-bert` and `tch`, behind the Cargo feature `libtorch`, so
//! that nobody needs libtorch to read.

pub mod annotated;
pub mod example;
pub mod settings;

#[cfg(feature = "libtorch")]
pub mod adamw;
#[cfg(feature = "libtorch")]
pub mod base;
#[cfg(feature = "libtorch")]
pub mod batch;
#[cfg(feature = "libtorch")]
pub mod checkpoint;
#[cfg(feature = "libtorch")]
pub mod dev;
#[cfg(feature = "libtorch")]
pub mod folder;
#[cfg(feature = "libtorch")]
pub mod loss;
#[cfg(feature = "libtorch")]
pub mod network;
#[cfg(feature = "libtorch")]
mod plan;
#[cfg(feature = "libtorch")]
pub mod training;

#[cfg(all(test, feature = "libtorch"))]
mod tests;
