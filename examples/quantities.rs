//! Reads the numbers of articles: JSON lines with `id` and `text` on standard input, the
//! same with `quantities` on standard output, offsets in code points. `--all` keeps what is
//! no claim; `--time` says how fast the grammar alone was.

use serde_json::{Value, json};
use std::io::{BufRead, BufWriter, Write};
use std::time::{Duration, Instant};
use whosaid::{Document, Number, quantity, sentence};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let flag = |name: &str| std::env::args().any(|arg| arg == name);
    let (all, timed) = (flag("--all"), flag("--time"));
    let (mut spent, mut bytes, mut count) = (Duration::ZERO, 0, 0);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default();
        let doc = Document::of_lines(article["id"].as_str().unwrap_or_default(), text);
        let sentences = sentence::split(&doc);
        let start = Instant::now();
        let quantities = quantity::find(&doc, &sentences);
        spent += start.elapsed();
        bytes += text.len();
        count += sentences.len();
        let offsets = doc.char_offsets();
        let quantities: Vec<Value> = quantities
            .iter()
            .filter(|quantity| all || quantity.kind.is_claim())
            .map(|quantity| {
                let (start, end) = offsets.span(quantity.span);
                let (value, low, high) = match quantity.number {
                    Number::Value(value) => (Some(value), None, None),
                    Number::Range(low, high) => (None, Some(low), Some(high)),
                    Number::Unreadable | Number::None => (None, None, None),
                };
                json!({
                    "span": [start, end], "surface": doc.slice(quantity.span),
                    "kind": quantity.kind, "value": value, "low": low, "high": high,
                    "mod": quantity.modifier, "unit": quantity.unit,
                    "trend": quantity.trend, "rule": quantity.rule.0,
                })
            })
            .collect();
        writeln!(out, "{}", json!({"id": article["id"], "text": text, "quantities": quantities}))?;
    }
    if timed {
        let seconds = spent.as_secs_f64();
        eprintln!(
            "{bytes} bytes, {count} sentences in {seconds:.3} s: {:.1} MB/s, {:.0} sentences/s",
            bytes as f64 / seconds / 1e6,
            count as f64 / seconds
        );
    }
    Ok(())
}
