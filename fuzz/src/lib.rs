//! What must hold of whatever comes from outside, for any bytes: one module a kind of input.
//!
//! With nightly Rust and cargo-fuzz: `cargo +nightly fuzz run html`, from the project's root.
//! Without: `cargo test --no-default-features` in this folder reads every input kept in
//! `corpus/`, and random texts made of the pieces that numbers are made of.

mod article;
mod folder;
mod record;
mod text;

pub use article::{encoding, html};
pub use folder::{model_folder, run_folder, trace};
pub use record::{compressed, csv, gold, jsonl, parquet, warc};
pub use text::{attribution, quantities, sentences};

/// Every target, by the name of its folder in `corpus/`.
pub const TARGETS: &[(&str, fn(&[u8]))] = &[
    ("attribution", |bytes| of_text(bytes, attribution)),
    ("compressed", compressed),
    ("csv", csv),
    ("encoding", encoding),
    ("gold", gold),
    ("html", html),
    ("jsonl", jsonl),
    ("model_folder", model_folder),
    ("parquet", parquet),
    ("quantities", |bytes| of_text(bytes, quantities)),
    ("run_folder", run_folder),
    ("sentences", |bytes| of_text(bytes, sentences)),
    ("trace", trace),
    ("warc", warc),
];

/// Hands on bytes that are UTF-8.
fn of_text(bytes: &[u8], read: fn(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read(text);
    }
}

/// A folder of this process's own, in memory where there is such a place.
fn scratch() -> std::path::PathBuf {
    let memory = std::path::Path::new("/dev/shm");
    let root = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let thread = format!("{:?}", std::thread::current().id());
    let number: String = thread.chars().filter(char::is_ascii_digit).collect();
    let folder = root.join(format!("whosaid-fuzz-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}
