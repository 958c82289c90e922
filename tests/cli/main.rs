//! The program as its users meet it: real folders in, run folders out.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its folders has failed")]

mod bad_input;
mod convert;
mod faults;
mod hostile;
mod models;
mod parquet;
mod privacy;
mod reader;
mod report;
mod resume;
mod same_bytes;
mod schema;
#[path = "../../src/spent.rs"]
mod spent;
mod trace;
mod verbs;
mod warc;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program, not yet started.
fn whosaid() -> Command {
    Command::new(env!("CARGO_BIN_EXE_whosaid"))
}

/// `whosaid extract INPUT -o OUTPUT` by the lexicon reader, and what else is given.
fn extract(input: &Path, output: &Path, more: &[&str]) -> Output {
    whosaid()
        .args(["extract", "--reader", "lexicon"])
        .arg(input)
        .arg("-o")
        .arg(output)
        .args(more)
        .output()
        .unwrap()
}

/// What the program said on standard error.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn assert_done(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", said(output));
}

#[track_caller]
fn assert_refused(output: &Output, words: &[&str]) {
    assert_eq!(output.status.code(), Some(2), "{}", said(output));
    for word in words {
        assert!(said(output).contains(word), "no {word:?} in: {}", said(output));
    }
}

/// Says that a test is left out for want of this; with `WHOSAID_FAULTS=all` that is a failure.
#[track_caller]
fn skip(missing: &str) {
    let all = std::env::var_os("WHOSAID_FAULTS").is_some_and(|wanted| wanted == "all");
    assert!(!all, "WHOSAID_FAULTS=all wants every test, but {missing}");
    println!("SKIPPED: {missing}");
}

/// A table of a run folder: a map from column to cell for each row.
fn table(run: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(run.join(format!("{name}.csv"))).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// The visible files of a run folder but the manifest, which alone may hold a clock.
fn files(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(run).unwrap().map(Result::unwrap);
    entries
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| !name.starts_with('.') && name != "manifest.json")
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect()
}

/// The articles that ship with the project.
fn newsroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/newsroom/articles")
}

/// A JSONL file of articles, no two alike.
fn corpus(folder: &Path, articles: usize) -> PathBuf {
    let mut lines = String::new();
    for n in 0..articles {
        let (men, town) = (n * 7 + 3, ["Lesna", "Karst", "Port Ansel", "Ilhara"][n % 4]);
        let text = format!(
            "Fighting near {town}\\n\\nAt least {men} soldiers were killed near {town}, the \
             defence ministry said on day {n}.\\n\\n“We lost {n} men,” a commander told \
             reporters. The town’s mayor, Ana Brodi, denied that {men},000 people had fled."
        );
        writeln!(lines, r#"{{"id":"n{n}","source":"The {town} Post","text":"{text}"}}"#).unwrap();
    }
    let path = folder.join("corpus.jsonl");
    fs::write(&path, lines).unwrap();
    path
}

/// A JSONL file of these articles: id, outlet, date, text.
fn feed(path: &Path, articles: &[[&str; 4]]) -> PathBuf {
    let mut lines = String::new();
    for [id, source, date, text] in articles {
        let article = serde_json::json!({"id": id, "source": source, "date": date, "text": text});
        writeln!(lines, "{article}").unwrap();
    }
    fs::write(path, lines).unwrap();
    path.to_owned()
}
