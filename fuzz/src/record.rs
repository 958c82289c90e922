//! Containers of articles, compressed or not, and annotated articles.

use crate::{hushed, scratch};
use flate2::write::{DeflateEncoder, GzEncoder};
use std::fs;
use std::io::Write;
use whosaid::clean::clean;
use whosaid::eval::{self, Report};
use whosaid::gold;
use whosaid::ingest::{self, Body, FieldMap, Options};

/// Reads `bytes` as a file of JSON lines.
pub fn jsonl(bytes: &[u8]) {
    let (how, bytes) = How::of(bytes);
    articles(&how.name("articles.jsonl"), bytes, &how);
}

/// Reads `bytes` as a table with commas and as one with tabs.
pub fn csv(bytes: &[u8]) {
    let (how, bytes) = How::of(bytes);
    for name in ["articles.csv", "articles.tsv"] {
        articles(name, bytes, &how);
    }
}

/// Reads `bytes` as compressed text and as compressed JSON lines; after a `g` compressed here by
/// gzip, after a `2` so in two members, after a `z` by zstd: what is damaged then lies inside.
pub fn compressed(bytes: &[u8]) {
    let how = How::default();
    let (bytes, ending) = match bytes.split_first() {
        Some((b'g', inside)) => (gzip(inside), "gz"),
        Some((b'2', inside)) => {
            let (first, second) = inside.split_at(inside.len() / 2);
            ([gzip(first), gzip(second)].concat(), "gz")
        }
        Some((b'z', inside)) => (zstd(inside), "zst"),
        _ => {
            for name in ["a.txt.gz", "a.txt.zst", "a.jsonl.gz", "a.jsonl.zst"] {
                articles(name, bytes, &how);
            }
            return;
        }
    };
    for name in ["a.txt", "a.jsonl", "a.csv"] {
        articles(&format!("{name}.{ending}"), &bytes, &how);
    }
    articles("a", &bytes, &how);
}

/// Reads `bytes` as a web archive, and as one whose records are compressed; after an `m` compressed
/// here, each record by itself. After an `e` and a line of codings they are a page that a server
/// sent in these.
pub fn warc(bytes: &[u8]) {
    let (how, bytes) = How::of(bytes);
    match bytes.split_first() {
        Some((b'm', records)) => articles("a.warc.gz", &members(records), &how),
        Some((b'e', page)) => articles("a.warc", &sent(page), &how),
        _ => {
            articles(&how.name("a.warc"), bytes, &how);
            articles("a.warc.gz", bytes, &how);
        }
    }
}

/// Each record a member of its own.
fn members(records: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    let mut from = 0;
    let starts = records.windows(5).enumerate().filter(|(_, five)| five == b"WARC/");
    for (at, _) in starts.skip(1).chain([(records.len(), &[][..])]) {
        whole.extend(gzip(&records[from..at]));
        from = at;
    }
    whole
}

/// A response in the codings of the first line, as far as they are known here.
fn sent(page: &[u8]) -> Vec<u8> {
    let end = page.iter().position(|&byte| byte == b'\n').unwrap_or(0);
    let (codings, page) = page.split_at(end);
    let mut body = page.strip_prefix(b"\n").unwrap_or(page).to_owned();
    for coding in codings.split(|&byte| byte == b',') {
        body = match coding.trim_ascii() {
            b"gzip" | b"x-gzip" => gzip(&body),
            b"zstd" => zstd(&body),
            b"deflate" => {
                let mut encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(&body).expect("a buffer takes everything");
                encoder.finish().expect("a buffer takes everything")
            }
            _ => body,
        };
    }
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: ";
    let block = [head, codings, b"\r\n\r\n", &body].concat();
    let about = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n\
         WARC-Date: 2024-01-02T03:04:05Z\r\nWARC-Target-URI: http://e.org/a\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [about.as_bytes(), &block, b"\r\n\r\n"].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("a buffer takes everything");
    encoder.finish().expect("a buffer takes everything")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("a buffer takes everything")
}

/// Reads `bytes` as a Parquet file.
///
/// # Panics
///
/// If the reader fails.
pub fn parquet(bytes: &[u8]) {
    let (how, bytes) = How::of(bytes);
    hushed(|| articles(&how.name("a.parquet"), bytes, &how));
}

/// How a container is read: as it is by default, unless a first byte below 8 says otherwise, which
/// begins none of them.
#[derive(Default)]
struct How {
    /// Whether columns are named.
    mapped: bool,
    /// Whether the name tells no container.
    nameless: bool,
    /// Whether the limit on an article is that of a short sentence.
    tight: bool,
}

impl How {
    fn of(bytes: &[u8]) -> (Self, &[u8]) {
        match bytes.split_first() {
            Some((&byte, rest)) if byte < 8 => {
                let bit = |n: u8| byte >> n & 1 == 1;
                (Self { mapped: bit(0), nameless: bit(1), tight: bit(2) }, rest)
            }
            _ => (Self::default(), bytes),
        }
    }

    fn name(&self, name: &str) -> String {
        let stem = name.split('.').next().unwrap_or(name);
        if self.nameless { stem.to_owned() } else { name.to_owned() }
    }

    fn options(&self) -> Options {
        let map = ["text=body,id=meta.key,url=meta.link,title=title"];
        Options {
            map: if self.mapped {
                FieldMap::parse(&map).expect("a map")
            } else {
                FieldMap::default()
            },
            max_article_bytes: if self.tight { 64 } else { 4096 },
            ..Options::default()
        }
    }
}

/// Reads a file of these bytes, twice.
///
/// # Panics
///
/// If there is no item, an article is larger than the limit, or the second reading differs.
fn articles(name: &str, bytes: &[u8], how: &How) {
    let path = scratch().join(name);
    fs::write(&path, bytes).expect("a temporary file");
    let input = [path.to_str().expect("a path of UTF-8").to_owned()];
    let options = how.options();
    let mut prints = Vec::new();
    for _ in 0..2 {
        let mut articles = ingest::open(&input, &options).expect("the file is there");
        let mut items = 0;
        for item in articles.by_ref() {
            items += 1;
            if let Ok(raw) = item {
                let size = match &raw.body {
                    Body::Bytes(bytes) => bytes.len(),
                    Body::Text(text) => text.len(),
                };
                assert!(size <= options.max_article_bytes, "{size} bytes are over the limit");
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
