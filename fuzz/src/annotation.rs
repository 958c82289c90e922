//! Files that people annotate in other tools.

use crate::scratch;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use whosaid::convert::{self, Annotated, Format};
use whosaid::reading::neural::Scheme;
use whosaid::train::annotated;

/// Reads what follows the first byte as a task or document in JSON (`0`), as gold lines (`1`), as a
/// brat collection (`2`: text, annotations and listing), or as articles and source types in
/// `PolNeAR`'s scheme (`3`); parts are separated by a line `====`. What can be read goes out in
/// every format. Tells whether it could be read.
///
/// # Panics
///
/// If what went out comes back changed.
pub fn annotations(bytes: &[u8]) -> bool {
    let Some((&kind, bytes)) = bytes.split_first() else { return false };
    let root = scratch().join("annotated");
    match fs::remove_dir_all(&root) {
        Err(error) if error.kind() != ErrorKind::NotFound => panic!("the folder is ours: {error}"),
        _ => fs::create_dir(&root).expect("a temporary folder"),
    }
    let put = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(&path, bytes).expect("a temporary file");
        path
    };
    let mut parts = parts(bytes).into_iter();
    let mut next = || parts.next().unwrap_or_default();
    let read = match kind % 4 {
        0 => convert::read(&put("task.json", bytes)),
        1 => convert::read(&put("gold.jsonl", bytes)),
        2 => {
            put("brat/a.txt", next());
            put("brat/a.ann", next());
            let listing = next();
            if !listing.is_empty() {
                put("brat/articles.jsonl", listing);
            }
            convert::read(&root.join("brat"))
        }
        _ => {
            let articles = put("polnear.jsonl", next());
            let types = put("types.jsonl", next());
            return annotated::read(&articles, Scheme::Polnear, Some(&types)).is_ok();
        }
    };
    let Ok(articles) = read else { return false };
    for format in [Format::Gold, Format::LabelStudio, Format::Brat, Format::Inception] {
        there_and_back(&articles, format, &root);
    }
    true
}

/// Parts between lines `====`.
fn parts(mut bytes: &[u8]) -> Vec<&[u8]> {
    const LINE: &[u8] = b"\n====\n";
    let mut parts = Vec::new();
    while let Some(at) = bytes.windows(LINE.len()).position(|window| window == LINE) {
        // The line feed before it is the part's own.
        parts.push(&bytes[..=at]);
        bytes = &bytes[at + LINE.len()..];
    }
    parts.push(bytes);
    parts
}

fn there_and_back(articles: &[Annotated], format: Format, root: &Path) {
    let path = root.join(if format == Format::Gold { "out.jsonl" } else { "out" });
    if format != Format::Gold {
        let _ = fs::remove_dir_all(&path);
    }
    // Some have no place in a tool, which is told.
    if articles.is_empty() || convert::write(articles, format, &path).is_err() {
        return;
    }
    let mut back = convert::read(&path).expect("what went out comes back");
    back.sort_by_key(|a| articles.iter().position(|b| a.article.id == b.article.id));
    assert_eq!(back, articles, "{format:?} changes nothing");
}
