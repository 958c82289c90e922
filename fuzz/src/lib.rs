//! What must hold of whatever comes from outside, for any bytes: one module a kind of input.
//!
//! With nightly Rust and cargo-fuzz: `cargo +nightly fuzz run html`, from the project's root.
//! Without: `cargo test --no-default-features` in this folder reads every input kept in
//! `corpus/`, and `cargo test --no-default-features -- --ignored mutated` some thousand that are
//! made of these.

mod annotation;
mod article;
mod model;
mod record;
mod text;
mod unpacked;
mod whole;

pub use annotation::annotations;
pub use article::{encoding, html};
pub use model::model_folder;
pub use record::{compressed, csv, gold, jsonl, parquet, warc};
pub use text::{attribution, quantities, sentences};
pub use unpacked::{Came, report, run_folder, settings, trace};
pub use whole::whole;

use std::panic;

/// Reads any bytes and checks what must hold.
pub type Target = fn(&[u8]);

/// Every target, by the name of its folder in `corpus/`.
pub const TARGETS: &[(&str, Target)] = &[
    ("annotations", |bytes| {
        annotations(bytes);
    }),
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
    ("report", |bytes| {
        report(bytes);
    }),
    ("run_folder", |bytes| {
        run_folder(bytes);
    }),
    ("sentences", |bytes| of_text(bytes, sentences)),
    ("trace", |bytes| {
        trace(bytes);
    }),
    ("warc", warc),
    ("whole", whole),
];

/// Hands on bytes that are UTF-8.
fn of_text(bytes: &[u8], read: fn(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read(text);
    }
}

/// A folder of this thread's own, in memory where there is such a place.
fn scratch() -> std::path::PathBuf {
    let memory = std::path::Path::new("/dev/shm");
    let root = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let thread = format!("{:?}", std::thread::current().id());
    let number: String = thread.chars().filter(char::is_ascii_digit).collect();
    let folder = root.join(format!("whosaid-fuzz-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

/// Reads where the decoder of Parquet may run into its own assertions, which our readers tell as
/// damage; libFuzzer's hook would end the process at the first of them, so it is away meanwhile.
///
/// # Panics
///
/// If the reader panics.
fn hushed<T>(read: impl FnOnce() -> T + panic::UnwindSafe) -> T {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let done = panic::catch_unwind(read);
    panic::set_hook(hook);
    done.unwrap_or_else(|said| {
        let said = said.downcast_ref::<String>().map(String::as_str);
        panic!("a reader panics: {}", said.unwrap_or("see what it was given"))
    })
}
