//! Splits the texts of JSON lines: `{"id", "text"}` in, `{"id", "sentences": [[start, end], …]}`
//! out, in Unicode code points.
//!
//! ```sh
//! cargo run --release --example split < articles.jsonl > sentences.jsonl
//! ```

use serde::{Deserialize, Serialize};
use std::io::{self, BufWriter, Write};
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

fn main() -> anyhow::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    for line in io::stdin().lines() {
        let Article { id, text } = serde_json::from_str(&line?)?;
        let offsets = CharOffsets::new(&text);
        let sentences = split_text(&text).into_iter().map(|span| offsets.span(span)).collect();
        serde_json::to_writer(&mut out, &Split { id, sentences })?;
        writeln!(out)?;
    }
    Ok(out.flush()?)
}
