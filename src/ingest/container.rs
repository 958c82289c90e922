//! How articles lie in a file, told from its name or its first bytes: the one place where a
//! new container is added, with a [`Records`] that takes it apart.

use super::article::{Body, Format};
use super::stream::{Fault, Stream};
use super::{Options, json_lines, parquet, single, table, warc};
use crate::document::Meta;
use std::collections::BTreeMap;
use std::path::Path;

/// How articles lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// One plain text article.
    Text,
    /// One article in Markdown.
    Markdown,
    /// One web page.
    Html,
    /// A JSON object a line.
    JsonLines,
    /// A row of comma-separated values each, under a header.
    Csv,
    /// The same with tabs.
    Tsv,
    /// A row of a Parquet file each; not from a stream.
    Parquet,
    /// A web archive.
    Warc,
}

/// The extensions that can be read, for messages.
pub(super) const KNOWN: &str = ".txt, .md, .html, .htm, .jsonl, .ndjson, .csv, .tsv, .warc, .wet, each also as .gz or .zst; \
     .parquet";

/// Kinds of file people have articles in that cannot be read, and what to do about each.
const UNSUPPORTED: &[(&str, &str)] = &[
    ("json", "convert to JSONL, for instance with jq -c '.[]'"),
    ("xml", "convert to JSONL"),
    ("pdf", "convert to text, for instance with pdftotext"),
    ("doc", "save as plain text"),
    ("docx", "save as plain text"),
    ("odt", "save as plain text"),
    ("rtf", "save as plain text"),
    ("epub", "convert to text, for instance with pandoc"),
    ("xls", "save as CSV"),
    ("xlsx", "save as CSV"),
    ("ods", "save as CSV"),
    ("zip", "unpack it"),
    ("tar", "unpack it"),
    ("tgz", "unpack it"),
    ("bz2", "unpack it, or compress as .gz or .zst"),
    ("xz", "unpack it, or compress as .gz or .zst"),
];

impl Container {
    /// Every container.
    pub const ALL: &'static [Container] = &[
        Container::Text,
        Container::Markdown,
        Container::Html,
        Container::JsonLines,
        Container::Csv,
        Container::Tsv,
        Container::Parquet,
        Container::Warc,
    ];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Container::Text => "text",
            Container::Markdown => "markdown",
            Container::Html => "html",
            Container::JsonLines => "jsonl",
            Container::Csv => "csv",
            Container::Tsv => "tsv",
            Container::Parquet => "parquet",
            Container::Warc => "warc",
        }
    }

    /// The container of that name, if there is one.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|container| container.as_str() == name)
    }

    fn from_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "txt" => Container::Text,
            "md" => Container::Markdown,
            "html" | "htm" => Container::Html,
            "jsonl" | "ndjson" => Container::JsonLines,
            "csv" => Container::Csv,
            "tsv" => Container::Tsv,
            "parquet" => Container::Parquet,
            "warc" | "wet" => Container::Warc,
            _ => return None,
        })
    }

    /// What the first bytes look like; none if they are not text.
    pub(super) fn sniff(head: &[u8]) -> Option<Self> {
        if head.starts_with(parquet::MAGIC) {
            return Some(Container::Parquet);
        }
        if head.starts_with(b"WARC/") {
            return Some(Container::Warc);
        }
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Some(Container::Text);
        }
        if memchr::memchr(0, head).is_some() {
            return None;
        }
        let head = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
        let opens = |tag: &[u8]| head.get(..tag.len()).is_some_and(|h| h.eq_ignore_ascii_case(tag));
        Some(if head.starts_with(b"{") {
            Container::JsonLines
        } else if opens(b"<!doctype html") || opens(b"<html") {
            Container::Html
        } else {
            Container::Text
        })
    }

    /// Takes the articles out of `stream`, which is the file at `path`.
    pub(super) fn records(
        self,
        path: &Path,
        stream: Stream,
        options: &Options,
    ) -> Box<dyn Records> {
        let limit = options.max_article_bytes;
        match self {
            Container::Text => Box::new(single::Single::new(stream, Format::Text, limit)),
            Container::Markdown => Box::new(single::Single::new(stream, Format::Markdown, limit)),
            Container::Html => Box::new(single::Single::new(stream, Format::Html, limit)),
            Container::JsonLines => {
                Box::new(json_lines::JsonLines::new(stream, &options.map, limit))
            }
            Container::Csv => Box::new(table::Table::new(stream, &options.map, limit, false)),
            Container::Tsv => Box::new(table::Table::new(stream, &options.map, limit, true)),
            Container::Parquet => {
                Box::new(parquet::Parquet::new(path, stream, &options.map, limit))
            }
            Container::Warc => Box::new(warc::Warc::new(stream, limit)),
        }
    }
}

/// The UTF-8 byte order mark.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Takes the articles out of one file, one at a time.
pub(super) trait Records: Send {
    /// The next article or what is wrong with it; none at the end, and after a fault that
    /// hides what follows.
    fn next(&mut self) -> Option<Result<Record, Fault>>;

    /// What was passed over because it is no article, by kind; asked for at the end.
    fn passed_over(&mut self) -> BTreeMap<String, u64> {
        BTreeMap::new()
    }
}

/// An article out of its container.
#[derive(Debug)]
pub(super) struct Record {
    /// See [`Place::record`](super::Place::record).
    pub number: Option<u64>,
    /// As the record gives it.
    pub id: Option<String>,
    pub format: Format,
    pub body: Body,
    pub meta: Meta,
    /// See [`Raw::fetched`](super::Raw::fetched).
    pub fetched: Option<String>,
}

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstd,
}

impl Compression {
    /// Told from the first bytes.
    pub(super) fn sniff(head: &[u8]) -> Self {
        if head.starts_with(b"\x1f\x8b") {
            Compression::Gzip
        } else if head.starts_with(b"\x28\xb5\x2f\xfd") {
            Compression::Zstd
        } else {
            Compression::None
        }
    }
}

/// What a file's name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// It can be read, so.
    Known(Container, Compression),
    /// It cannot be read; the remedy.
    Unsupported(&'static str),
    /// Nothing; its last extension with the dot, if it has one.
    Unknown(String),
}

impl Named {
    pub(super) fn of(path: &Path) -> Self {
        let lower = |path: &Path| {
            path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase())
        };
        let Some(mut extension) = lower(path) else { return Named::Unknown(String::new()) };
        let compression = match extension.as_str() {
            "gz" => Compression::Gzip,
            "zst" => Compression::Zstd,
            _ => Compression::None,
        };
        if compression != Compression::None {
            match path.file_stem().and_then(|stem| lower(Path::new(stem))) {
                Some(inner) => extension = inner,
                None => return Named::Unknown(format!(".{extension}")),
            }
        }
        if let Some(container) = Container::from_extension(&extension) {
            if container == Container::Parquet && compression != Compression::None {
                return Named::Unsupported("unpack it; Parquet is compressed inside");
            }
            return Named::Known(container, compression);
        }
        match UNSUPPORTED.iter().find(|(known, _)| *known == extension) {
            Some((_, remedy)) => Named::Unsupported(remedy),
            None => Named::Unknown(format!(".{extension}")),
        }
    }
}
