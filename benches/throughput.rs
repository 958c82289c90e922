//! Throughput of each stage over news text, on one thread.
//!
//! ```sh
//! cargo bench --bench throughput
//! ```
//!
//! The text is read from the JSON lines (`.jsonl` or `.jsonl.zst`, field `text`) that
//! `WHOSAID_BENCH` names, else from `../shared/bench/news_20k.jsonl.zst`; where neither
//! is there, the articles of `datasets/newsroom` are repeated.

use divan::Bencher;
use divan::counter::BytesCount;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use whosaid::claim::Numbers;
use whosaid::clean::clean;
use whosaid::ingest::Raw;
use whosaid::reading::{Reader, Saying, lexicon::Lexicon};
use whosaid::{Document, Quantity, Sentence, attribution, quantity, sentence};

#[derive(Deserialize)]
struct Article {
    text: String,
}

/// As much text as one round needs to be steady.
const ENOUGH: usize = 32 << 20;

static ARTICLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = root.join("../shared/bench/news_20k.jsonl.zst");
    let given = std::env::var_os("WHOSAID_BENCH").map(PathBuf::from);
    let path = given.or_else(|| shared.exists().then_some(shared));
    match path {
        Some(path) => articles(&path).into_iter().scan(0, within).collect(),
        None => {
            let own = own_articles(&root.join("datasets/newsroom/articles"));
            assert!(!own.is_empty(), "no articles: set WHOSAID_BENCH to a file of JSON lines");
            own.into_iter().cycle().scan(0, within).collect()
        }
    }
});

fn within(total: &mut usize, text: String) -> Option<String> {
    *total += text.len();
    (*total <= ENOUGH).then_some(text)
}

fn articles(path: &Path) -> Vec<String> {
    let file = File::open(path).expect("the file of articles opens");
    let reader: Box<dyn Read> = if path.extension().is_some_and(|e| e == "zst") {
        Box::new(zstd::Decoder::new(file).expect("a zstd file"))
    } else {
        Box::new(file)
    };
    BufReader::new(reader)
        .lines()
        .map(|line| {
            let line = line.expect("a line of UTF-8");
            serde_json::from_str::<Article>(&line).expect("JSON with a field text").text
        })
        .collect()
}

fn own_articles(folder: &Path) -> Vec<String> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|e| e == "txt" || e == "md"))
        .collect();
    files.sort();
    files.iter().map(|path| std::fs::read_to_string(path).expect("a text of UTF-8")).collect()
}

fn main() {
    divan::main();
}

fn over_articles<T>(bencher: Bencher, stage: impl Fn(&str) -> T + Sync) {
    let bytes: usize = ARTICLES.iter().map(String::len).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .bench(|| ARTICLES.iter().for_each(|text| _ = divan::black_box(stage(text))));
}

/// An article with what each stage needs of those before it.
struct Ready {
    doc: Document,
    sentences: Vec<Sentence>,
    quantities: Vec<Quantity>,
    sayings: Vec<Saying>,
}

static READY: LazyLock<Vec<Ready>> =
    LazyLock::new(|| ARTICLES.iter().filter_map(|text| ready(text)).collect());

fn ready(text: &str) -> Option<Ready> {
    let doc = clean(Raw::text("bench", text)).ok()?;
    let sentences = sentence::split(&doc);
    let quantities = quantity::find(&doc, &sentences);
    let sayings = Lexicon.read(&doc, &sentences, &quantities).sayings;
    Some(Ready { doc, sentences, quantities, sayings })
}

#[divan::bench_group(sample_count = 20, sample_size = 1)]
mod sentences {
    use super::{Bencher, over_articles};
    use unicode_segmentation::UnicodeSegmentation;

    #[divan::bench]
    fn whosaid(bencher: Bencher) {
        over_articles(bencher, whosaid::sentence::split_text);
    }

    /// Unicode's own rule (UAX 29), for comparison.
    #[divan::bench(sample_count = 3)]
    fn unicode_segmentation(bencher: Bencher) {
        over_articles(bencher, |text| text.unicode_sentences().count());
    }
}

/// Each stage by itself, and all of them from a document to its findings.
#[divan::bench_group(sample_count = 5, sample_size = 1)]
mod stages {
    use super::*;
    use whosaid::{Pipeline, grammar::Tokens};

    fn over_ready<T>(bencher: Bencher, stage: impl Fn(&Ready) -> T + Sync) {
        let bytes: usize = READY.iter().map(|ready| ready.doc.text().len()).sum();
        bencher
            .counter(BytesCount::new(bytes))
            .bench(|| READY.iter().for_each(|ready| _ = divan::black_box(stage(ready))));
    }

    #[divan::bench]
    fn a_clean(bencher: Bencher) {
        over_articles(bencher, |text| clean(Raw::text("bench", text)));
    }

    #[divan::bench]
    fn b_sentences(bencher: Bencher) {
        over_ready(bencher, |ready| sentence::split(&ready.doc));
    }

    #[divan::bench]
    fn c_quantities(bencher: Bencher) {
        over_ready(bencher, |ready| quantity::find(&ready.doc, &ready.sentences));
    }

    /// Words and their parts of speech, the first part of the lexicon reader.
    #[divan::bench]
    fn d_words(bencher: Bencher) {
        over_ready(bencher, |ready| Tokens::read(&ready.doc, &ready.sentences));
    }

    #[divan::bench]
    fn e_reading_lexicon(bencher: Bencher) {
        over_ready(bencher, |r| Lexicon.read(&r.doc, &r.sentences, &r.quantities));
    }

    #[divan::bench]
    fn f_attributions(bencher: Bencher) {
        over_ready(bencher, |r| attribution::link(&r.doc, &r.sentences, r.sayings.clone()));
    }

    #[divan::bench]
    fn g_document_to_findings(bencher: Bencher) {
        let pipeline = Pipeline::new(Box::new(Lexicon), Numbers::Claims);
        over_ready(bencher, |ready| pipeline.read(&ready.doc));
    }
}
