//! Reads articles in the gold shape from standard input and writes what the lexicon reader
//! finds in their texts, in the same shape.
//!
//! With `--sentences` the articles' own sentences are kept; with `--sayings` their own
//! sources, cues and contents are kept too, and only what follows from them is found.

use std::io::{BufRead, Write};
use whosaid::document::{Document, Meta, Region, Span};
use whosaid::findings::{Findings, Rule, Sentence};
use whosaid::gold::Article;
use whosaid::labels::RegionKind;
use whosaid::reading::{Reader, Saying, lexicon::Lexicon};
use whosaid::{Pipeline, attribution};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let out = std::io::stdout().lock();
    let mut out = std::io::BufWriter::new(out);
    for line in std::io::stdin().lock().lines() {
        let gold: Article = serde_json::from_str(&line?)?;
        let doc = document(&gold);
        let findings = match mode.as_str() {
            "" => Pipeline::default().read(&doc).expect("gold sentences are short"),
            _ => given(&gold, &doc, mode == "--sayings"),
        };
        serde_json::to_writer(&mut out, &Article::of(&doc, &findings))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn document(gold: &Article) -> Document {
    let mut regions = Vec::new();
    let mut at = 0;
    for line in gold.text.split_inclusive('\n') {
        let text = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        if !text.is_empty() {
            let span = Span::new(start, start + text.len());
            regions.push(Region { span, kind: RegionKind::Body });
        }
        at += line.len();
    }
    let meta = Meta {
        title: gold.title.clone(),
        source: gold.source.clone(),
        date: gold.date.clone(),
        ..Meta::default()
    };
    Document::new(gold.id.clone(), gold.text.clone(), meta, regions, false)
}

fn given(gold: &Article, doc: &Document, sayings: bool) -> Findings {
    let bytes: Vec<usize> =
        doc.text().char_indices().map(|(at, _)| at).chain([doc.text().len()]).collect();
    let span = |place: [usize; 2]| Span::new(bytes[place[0]], bytes[place[1]]);
    let sentences: Vec<Sentence> = gold
        .sentences
        .iter()
        .map(|&place| Sentence { span: span(place), region: RegionKind::Body })
        .collect();
    let sayings = if sayings {
        gold.attributions
            .iter()
            .map(|a| Saying {
                source: a.source.map(span),
                cue: a.cue.map(span),
                content: a.content.iter().map(|&c| span(c)).collect(),
                source_type: None,
                score: None,
                rule: Rule("gold"),
            })
            .collect()
    } else {
        Lexicon.read(doc, &sentences, &[]).sayings
    };
    let attributions = attribution::link(doc, &sentences, sayings);
    Findings { sentences, attributions, ..Findings::default() }
}
