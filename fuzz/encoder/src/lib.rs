//! The project's encoder by itself, to run its tests under a sanitizer.
//!
//! ```sh
//! RUSTFLAGS=-Zsanitizer=address cargo +nightly test --manifest-path fuzz/encoder/Cargo.toml --target x86_64-unknown-linux-gnu
//! ```
//!
//! Stable Rust does as well with `RUSTC_BOOTSTRAP=1`. The target must be named: without one the
//! macros that run in the compiler would be built with the sanitizer, too.

#[path = "../../../src/encoder/mod.rs"]
pub mod encoder;
