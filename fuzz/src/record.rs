//! Containers of articles, compressed or not, and annotated articles.

use crate::scratch;
use std::{fs, panic};
use whosaid::clean::clean;
use whosaid::eval::{self, Report};
use whosaid::gold;
use whosaid::ingest::{self, Options};

/// Reads `bytes` as a file of JSON lines.
pub fn jsonl(bytes: &[u8]) {
    articles("articles.jsonl", bytes);
}

/// Reads `bytes` as a table with commas and as one with tabs.
pub fn csv(bytes: &[u8]) {
    articles("articles.csv", bytes);
    articles("articles.tsv", bytes);
}

/// Reads `bytes` as compressed text and as compressed JSON lines.
pub fn compressed(bytes: &[u8]) {
    for name in ["a.txt.gz", "a.txt.zst", "a.jsonl.gz", "a.jsonl.zst"] {
        articles(name, bytes);
    }
}

/// Reads `bytes` as a web archive, and as one whose records are compressed.
pub fn warc(bytes: &[u8]) {
    articles("a.warc", bytes);
    articles("a.warc.gz", bytes);
}

/// Reads `bytes` as a Parquet file.
///
/// # Panics
///
/// If the reader fails. The decoder may run into its own assertions, which the reader tells as
/// damage; libFuzzer's hook would end the process at the first of them, so it is away meanwhile.
pub fn parquet(bytes: &[u8]) {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let read = panic::catch_unwind(|| articles("a.parquet", bytes));
    panic::set_hook(hook);
    read.expect("a failure of the decoder is damage of the file");
}

/// Reads a file of these bytes, twice.
///
/// # Panics
///
/// If there is no item, an article is larger than the limit, or the second reading differs.
fn articles(name: &str, bytes: &[u8]) {
    const LIMIT: usize = 4096;
    let path = scratch().join(name);
    fs::write(&path, bytes).expect("a temporary file");
    let input = [path.to_str().expect("a path of UTF-8").to_owned()];
    let options = Options { max_article_bytes: LIMIT, ..Options::default() };
    let mut prints = Vec::new();
    for _ in 0..2 {
        let mut articles = ingest::open(&input, &options).expect("the file is there");
        let mut items = 0;
        for item in articles.by_ref() {
            items += 1;
            if let Ok(raw) = item {
                let _ = clean(raw);
            }
        }
        assert!(items > 0, "every file is accounted for");
        prints.push(articles.fingerprint());
    }
    assert_eq!(prints[0], prints[1], "two readings agree");
    fs::remove_file(&path).expect("the file is still there");
}

/// Reads `bytes` as annotated articles and scores them against themselves.
pub fn gold(bytes: &[u8]) {
    let path = scratch().join("gold.jsonl");
    fs::write(&path, bytes).expect("a temporary file");
    if let Ok(articles) = gold::read(&path) {
        let scores = eval::score(&articles, &articles);
        let report = Report::of(&scores);
        let _ = (report.to_string(), report.json());
    }
}
