//! Which crate finds the article in a news page best: precision, recall and F1 against the
//! expected text, and the time a page takes.
//!
//! `cargo run --release -- FOLDER`, where FOLDER holds `NAME.html` with `NAME.txt` beside it.

use dom_query::{Document, NodeRef};
use std::collections::HashMap;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use whosaid::Meta;
use whosaid::ingest::{Body, Format, Place, Raw};
use whosaid::labels::RegionKind;

/// The text a crate offers, and the markup it would keep.
struct Found {
    text: String,
    html: Option<String>,
}

type Extractor = fn(&str) -> Option<Found>;

/// Of so many goes at a page the fastest counts: other work on the machine only slows.
const REPEATS: usize = 5;

const BASE: &str = "https://example.com/";

const EXTRACTORS: &[(&str, Extractor)] = &[
    ("dom-content-extraction", |page| {
        let page = scraper::Html::parse_document(page);
        let text = dom_content_extraction::get_content(&page).ok()?;
        Some(Found { text, html: None })
    }),
    ("dom_smoothie", |page| {
        let found = dom_smoothie::Readability::new(page, None, None).ok()?.parse().ok()?;
        Some(Found { text: found.text_content.to_string(), html: Some(found.content.to_string()) })
    }),
    ("dom_smoothie own", |page| {
        let config = dom_smoothie::Config {
            candidate_select_mode: dom_smoothie::CandidateSelectMode::DomSmoothie,
            text_mode: dom_smoothie::TextMode::Formatted,
            ..Default::default()
        };
        let found = dom_smoothie::Readability::new(page, None, Some(config)).ok()?.parse().ok()?;
        Some(Found { text: found.text_content.to_string(), html: Some(found.content.to_string()) })
    }),
    ("lectito", |page| {
        let found = lectito::extract(page, Some(BASE), &Default::default()).ok()??;
        Some(Found { text: found.text_content, html: Some(found.content) })
    }),
    ("legible", |page| {
        let found = legible::parse(page, Some(BASE), None).ok()?;
        Some(Found { text: found.text_content, html: Some(found.content) })
    }),
    ("libreadability", |page| {
        let found = libreadability::extract(page, Some(BASE)).ok()?;
        Some(Found { text: found.text_content, html: Some(found.content) })
    }),
    ("readability", |page| {
        let base = url::Url::parse(BASE).ok()?;
        let found = readability::extractor::extract(&mut page.as_bytes(), &base).ok()?;
        Some(Found { text: found.text, html: Some(found.content) })
    }),
    ("readabilityrs", |page| {
        let found = readabilityrs::Readability::new(page, Some(BASE), None).ok()?.parse()?;
        Some(Found { text: found.text_content?, html: found.content })
    }),
    ("rs-trafilatura", |page| {
        let found = rs_trafilatura::extract(page).ok()?;
        Some(Found { text: found.content_text, html: found.content_html })
    }),
    ("trafilatura", |page| {
        let options = trafilatura::Options::default().with_exclude_comments(true);
        let found = trafilatura::extract(page, &options).ok()?;
        Some(Found { text: found.content_text, html: Some(found.content_html) })
    }),
    ("trafilatura, fallback", |page| {
        let options =
            trafilatura::Options::default().with_exclude_comments(true).with_fallback(true);
        let found = trafilatura::extract(page, &options).ok()?;
        Some(Found { text: found.content_text, html: Some(found.content_html) })
    }),
    ("whosaid", |page| {
        let raw = Raw {
            id: String::new(),
            place: Place { file: Arc::default(), record: None },
            format: Format::Html,
            body: Body::Text(page.to_owned()),
            meta: Meta::default(),
            fetched: None,
        };
        let document = whosaid::clean::clean(raw).ok()?;
        // The expected texts hold neither the title nor what is not the article.
        let mut text = String::new();
        for region in document.regions() {
            if !matches!(region.kind, RegionKind::Title | RegionKind::Boilerplate) {
                text.push_str(document.slice(region.span));
                text.push('\n');
            }
        }
        Some(Found { text, html: None })
    }),
    ("everything", |page| Some(Found { text: render(page), html: None })),
];

fn main() {
    let folder = std::env::args().nth(1).expect("name the folder with the pages");
    std::panic::set_hook(Box::new(|_| {}));
    let pages = pages(Path::new(&folder));
    println!("{} pages\n", pages.len());
    println!(
        "| crate | text | words P | R | F1 | shingles P | R | F1 | pages without | ms a page |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (name, extractor) in EXTRACTORS {
        let mut scores = [Scores::default(), Scores::default()];
        let (mut without, mut time) = (0, Duration::ZERO);
        for (_, page, expected) in &pages {
            let mut fastest = Duration::MAX;
            let mut found = None;
            for _ in 0..REPEATS {
                let start = Instant::now();
                found = catch_unwind(|| extractor(page)).ok().flatten();
                fastest = fastest.min(start.elapsed());
            }
            time += fastest;
            without += usize::from(found.is_none());
            let found = found.unwrap_or(Found { text: String::new(), html: None });
            let blocks = found.html.as_deref().map(render);
            scores[0].add(expected, &found.text);
            scores[1].add(expected, blocks.as_deref().unwrap_or(""));
        }
        let ms = time.as_secs_f64() * 1000.0 / pages.len() as f64;
        let kinds = if scores[1].empty() { &["own"][..] } else { &["own", "blocks of its HTML"] };
        for (kind, scores) in kinds.iter().zip(&scores) {
            let [a, b, c] = scores.words();
            let [d, e, f] = scores.shingles();
            println!(
                "| {name} | {kind} | {a:.3} | {b:.3} | {c:.3} | {d:.3} | {e:.3} | {f:.3} | {without} | {ms:.1} |"
            );
        }
    }
}

fn pages(folder: &Path) -> Vec<(String, String, String)> {
    let mut pages = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|extension| extension == "html") {
            let read = |path: &Path| {
                String::from_utf8_lossy(&std::fs::read(path).expect("readable")).into_owned()
            };
            let name = path.file_stem().expect("has a name").to_string_lossy().into_owned();
            pages.push((name, read(&path), read(&path.with_extension("txt"))));
        }
    }
    pages.sort();
    pages
}

#[derive(Default)]
struct Scores {
    words: Vec<(f64, f64, f64)>,
    shingles: Vec<(f64, f64, f64)>,
    found: bool,
}

impl Scores {
    fn add(&mut self, expected: &str, found: &str) {
        self.found |= !found.is_empty();
        self.words.push(ratios(&grams(expected, 1), &grams(found, 1)));
        self.shingles.push(ratios(&grams(expected, 4), &grams(found, 4)));
    }

    fn empty(&self) -> bool {
        !self.found
    }

    /// Means over the pages.
    fn words(&self) -> [f64; 3] {
        let mean = |pick: fn(&(f64, f64, f64)) -> f64| {
            self.words.iter().map(pick).sum::<f64>() / self.words.len() as f64
        };
        [mean(|s| if s.0.is_nan() { 0.0 } else { s.0 }), mean(|s| s.1), mean(|s| s.2)]
    }

    /// As in zyte's article-extraction-benchmark: mean precision over the pages with a result,
    /// mean recall over all, and F1 of the two.
    fn shingles(&self) -> [f64; 3] {
        let with: Vec<_> = self.shingles.iter().filter(|s| !s.0.is_nan()).collect();
        let p = with.iter().map(|s| s.0).sum::<f64>() / with.len() as f64;
        let r = self.shingles.iter().map(|s| s.1).sum::<f64>() / self.shingles.len() as f64;
        [p, r, 2.0 * p * r / (p + r)]
    }
}

/// Precision (not a number without a result), recall and F1.
fn ratios(expected: &HashMap<String, usize>, found: &HashMap<String, usize>) -> (f64, f64, f64) {
    let both: usize = expected.iter().map(|(g, n)| *n.min(found.get(g).unwrap_or(&0))).sum();
    let total = |grams: &HashMap<String, usize>| grams.values().sum::<usize>() as f64;
    let (both, expected, found) = (both as f64, total(expected), total(found));
    let f1 = 2.0 * both / (expected + found).max(1.0);
    (both / found, both / expected, f1)
}

/// Runs of `n` words, counted.
fn grams(text: &str, n: usize) -> HashMap<String, usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<_> = text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let mut grams = HashMap::new();
    for gram in words.windows(n.min(words.len()).max(1)) {
        *grams.entry(gram.join(" ")).or_default() += 1;
    }
    grams
}

/// The text of a page, a paragraph a block of the markup.
fn render(html: &str) -> String {
    let document = Document::from(html);
    let mut text = String::new();
    let mut stack: Vec<(NodeRef, bool)> = vec![(document.root(), false)];
    while let Some((node, after)) = stack.pop() {
        let name = node.node_name().map(|name| name.to_string()).unwrap_or_default();
        let inline = matches!(
            name.as_str(),
            "a" | "abbr"
                | "b"
                | "bdi"
                | "bdo"
                | "cite"
                | "code"
                | "del"
                | "dfn"
                | "em"
                | "font"
                | "i"
                | "ins"
                | "kbd"
                | "label"
                | "mark"
                | "q"
                | "s"
                | "samp"
                | "small"
                | "span"
                | "strong"
                | "sub"
                | "sup"
                | "time"
                | "u"
                | "var"
                | "wbr"
                | ""
        );
        if !inline {
            text.push_str("\n\n");
        }
        if after || matches!(name.as_str(), "script" | "style" | "noscript" | "template" | "head") {
            continue;
        }
        if node.is_text() {
            text.push_str(&node.text());
        }
        stack.push((node, true));
        let children: Vec<_> = node.children();
        stack.extend(children.into_iter().rev().map(|child| (child, false)));
    }
    text
}
