//! Texts made to take long, from 10 kB to 10 MB: what a byte costs must not grow with the text.
//!
//! ```sh
//! cargo bench --bench pathological
//! cargo bench --bench pathological -- table > pathological.md
//! ```
//!
//! Each text is one piece repeated: as a single sentence where it has no end, with no limit on
//! its length. Measured on one thread: cleaning, everything from the document to its claims by the
//! lexicon reader, and what the rows of its tables share; not the rows, which repeat their sentence.

use std::fmt::Write as _;
use std::time::{Duration, Instant};
use whosaid::Pipeline;
use whosaid::claim::Numbers;
use whosaid::clean::clean;
use whosaid::ingest::{Body, Format, Raw};
use whosaid::reading::lexicon::Lexicon;
use whosaid::table::Article;

const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 10_000_000];

/// A name, the piece, and whether it is a web page.
const TEXTS: &[(&str, &str, bool)] = &[
    ("parentheses", "(", false),
    ("quotation marks", "\"", false),
    ("opening quotation marks", "“a ", false),
    ("apostrophes", "’", false),
    ("full stops", ".", false),
    ("initials", "A. ", false),
    ("abbreviations", "Mr. ", false),
    ("one word", "a", false),
    ("spaces", " a", false),
    ("line breaks", "a\n", false),
    ("paragraphs", "It is so.\n\n", false),
    ("digits", "1", false),
    ("numbers", "1 ", false),
    ("groups of digits", "1,", false),
    ("dates", "1-2-", false),
    ("number words", "one hundred ", false),
    ("halves", "half a ", false),
    ("currencies", "$1 ", false),
    ("dashes", "- ", false),
    ("cues", "said ", false),
    ("according to", "according to ", false),
    ("names", "Ana Brodi ", false),
    (
        "speakers",
        "The Osk Council met Ana Brodi. Brodi said so. She and the council said no.\n\n",
        false,
    ),
    ("quotations", "“We left,” he said. ", false),
    ("nested speech", "he said that ", false),
    ("nested sources", "he said she said ", false),
    ("quotations that go on", "“We left, he said.\n\n", false),
    ("commas", "a, ", false),
    ("prepositions", "of the ", false),
    ("accents", "e\u{301}", false),
    ("zero width", "a\u{200b}", false),
    ("mojibake", "â€™", false),
    ("addresses", "http://a.b/", false),
    (
        "prose",
        "Up to 300 boats sank near Karst, the coast guard said. “We lost 12 men,” Ana Brodi, the mayor, told reporters on Monday. ",
        false,
    ),
    ("open tags", "<b>a", true),
    ("closed tags", "<p>a</p>", true),
    ("attributes", "<p a=1 b=2>a</p>", true),
    ("entities", "&amp;&#1;", true),
    ("ampersands", "&amp;", true),
    ("no-break spaces", "a&nbsp;", true),
    ("comments", "<!-- -- >", true),
    ("angles", "<", true),
];

/// The least of several times, for texts that take little.
fn time(mut work: impl FnMut()) -> Duration {
    let begun = Instant::now();
    let mut least = Duration::MAX;
    for _ in 0..5 {
        let one = Instant::now();
        work();
        least = least.min(one.elapsed());
        if begun.elapsed() > Duration::from_millis(300) {
            break;
        }
    }
    least
}

fn main() {
    let wanted: Vec<String> =
        std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let pipeline = Pipeline::new(Box::new(Lexicon), Numbers::Claims);
    let pipeline = pipeline.with_max_sentence_length(usize::MAX);
    println!(
        "| text | 10 kB | 100 kB | 1 MB | 10 MB | most over least |\n|---|---|---|---|---|---|"
    );
    for &(name, piece, is_page) in TEXTS {
        if !wanted.is_empty() && !wanted.iter().any(|part| part == "table" || name.contains(part)) {
            continue;
        }
        let mut row = format!("| {name} ");
        let mut costs = Vec::new();
        for size in SIZES {
            let text = piece.repeat(size / piece.len());
            let took = time(|| {
                let format = if is_page { Format::Html } else { Format::Text };
                let raw = Raw { format, body: Body::Text(text.clone()), ..Raw::text("x", "") };
                if let Ok(doc) = clean(raw) {
                    let found = pipeline.read(&doc).expect("no limit");
                    std::hint::black_box(Article::new(&doc, &found));
                }
            });
            let cost = took.as_secs_f64() * 1e9 / size as f64;
            write!(row, "| {cost:.0} ").expect("a string takes everything");
            costs.push(cost);
        }
        // Below 100 kB setting up shows more than the text.
        let most = costs[1..].iter().copied().fold(0.0, f64::max);
        let least = costs[1..].iter().copied().fold(f64::MAX, f64::min);
        println!("{row}| {:.1} |", most / least);
    }
}
