//! Splits the texts of JSON lines: `{"id", "text"}` in, `{"id", "sentences": [[start, end], …]}`
//! out, in Unicode code points.
//!
//! ```sh
//! cargo run --release --example split < articles.jsonl > sentences.jsonl
//! ```
//!
//! With the argument `unicode`, by Unicode's own rule (UAX 29) instead, for comparison.

use serde::{Deserialize, Serialize};
use std::io::{self, BufWriter, Write};
use unicode_segmentation::UnicodeSegmentation;
use whosaid::Span;
use whosaid::document::CharOffsets;
use whosaid::sentence::split_text;

#[derive(Deserialize)]
struct Article {
    id: String,
    text: String,
}

#[derive(Serialize)]
struct Split {
    id: String,
    sentences: Vec<(usize, usize)>,
}

/// Lines are paragraphs here too, and sentences are trimmed.
fn split_by_unicode(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        for (start, sentence) in line.split_sentence_bound_indices() {
            let start = at + start + (sentence.len() - sentence.trim_start().len());
            let length = sentence.trim().len();
            if length > 0 {
                spans.push(Span::new(start, start + length));
            }
        }
        at += line.len();
    }
    spans
}

fn main() -> anyhow::Result<()> {
    let unicode = std::env::args().nth(1).is_some_and(|rule| rule == "unicode");
    let split = if unicode { split_by_unicode } else { split_text };
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lines() {
        let Article { id, text } = serde_json::from_str(&line?)?;
        let offsets = CharOffsets::new(&text);
        let sentences = split(&text).into_iter().map(|span| offsets.span(span)).collect();
        serde_json::to_writer(&mut out, &Split { id, sentences })?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}
