//! `trace` against the annotated sets of `datasets/trace`, by the reader's own findings.

#![expect(clippy::unwrap_used, reason = "a test that cannot set up its folders has failed")]

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use whosaid::claim::Numbers;
use whosaid::clean::Languages;
use whosaid::reading::lexicon::Lexicon;
use whosaid::run::{self, Settings};
use whosaid::table::Format;
use whosaid::trace;
use whosaid::{ingest, pipeline};

type Row = BTreeMap<String, String>;

#[derive(Deserialize)]
struct Gold {
    families: Vec<Family>,
    drift: Vec<Drift>,
}

#[derive(Deserialize)]
struct Family {
    claims: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    doc: String,
    quote: String,
}

#[derive(Deserialize)]
struct Drift {
    doc: String,
    kind: String,
}

#[derive(Deserialize)]
struct Text {
    id: String,
    text: String,
}

/// Sums over all sets scored.
#[derive(Debug, Default)]
struct Scores {
    claims: usize,
    precision: f64,
    recall: f64,
    gold: usize,
    predicted: usize,
    right: usize,
}

impl Scores {
    fn family_f1(&self) -> f64 {
        let n = self.claims as f64;
        let (p, r) = (self.precision / n, self.recall / n);
        200.0 * p * r / (p + r)
    }

    fn drift_precision(&self) -> f64 {
        100.0 * self.right as f64 / self.predicted as f64
    }

    fn drift_recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold as f64
    }

    /// Adds a run over the articles of one set.
    fn add(&mut self, set: &Path, run: &Path) {
        let gold: Gold =
            serde_json::from_slice(&fs::read(set.with_extension("gold.json")).unwrap()).unwrap();
        let articles = fs::read_to_string(set.with_extension("jsonl")).unwrap();
        let texts: BTreeMap<String, String> = articles
            .lines()
            .map(|line| serde_json::from_str::<Text>(line).unwrap())
            .map(|article| (article.id, article.text))
            .collect();
        let claims = table(run, "claims");
        let family: BTreeMap<String, String> = table(run, "family_claims")
            .into_iter()
            .map(|row| (row["claim_id"].clone(), row["family_id"].clone()))
            .collect();
        let mut told: Vec<(usize, String)> = Vec::new();
        for (number, own) in gold.families.iter().enumerate() {
            for claim in &own.claims {
                let text = &texts[&claim.doc];
                let (before, _) =
                    text.split_once(&claim.quote).expect("a quote stands in its text");
                let start = before.chars().count();
                let end = start + claim.quote.chars().count();
                let inside = |row: &&Row| {
                    let at = |column: &str| row[column].parse::<usize>().unwrap();
                    row["doc_id"] == claim.doc
                        && start <= at("quantity_start")
                        && at("quantity_end") <= end
                };
                let found = claims.iter().find(inside).and_then(|row| family.get(&row["claim_id"]));
                let alone = || format!("{} {}", claim.doc, claim.quote);
                told.push((number, found.cloned().unwrap_or_else(alone)));
            }
        }
        for (gold, predicted) in &told {
            let with_gold = told.iter().filter(|other| other.0 == *gold).count() as f64;
            let with_predicted = told.iter().filter(|other| other.1 == *predicted).count() as f64;
            let with_both =
                told.iter().filter(|o| o.0 == *gold && o.1 == *predicted).count() as f64;
            self.claims += 1;
            self.precision += with_both / with_predicted;
            self.recall += with_both / with_gold;
        }
        let expected: BTreeSet<(String, String)> =
            gold.drift.into_iter().map(|drift| (drift.doc, drift.kind)).collect();
        let mut left: BTreeSet<(String, String)> = table(run, "drift")
            .into_iter()
            .map(|row| (row["doc_id"].clone(), row["kind"].clone()))
            .collect();
        self.gold += expected.len();
        self.predicted += left.len();
        for (doc, kind) in expected {
            let lost_bound =
                kind == "hedge_dropped" && left.contains(&(doc.clone(), "number_changed".into()));
            let right = left.remove(&(doc.clone(), kind))
                || lost_bound && left.remove(&(doc, "number_changed".to_owned()));
            self.right += usize::from(right);
        }
    }
}

fn table(run: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(run.join(name).with_extension("csv")).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

fn traced(input: &Path, output: &Path) {
    run::extract(
        &Settings {
            inputs: vec![input.to_string_lossy().into_owned()],
            output: output.to_owned(),
            ingest: ingest::Options::default(),
            formats: vec![Format::Csv],
            numbers: Numbers::Claims,
            languages: Languages::default(),
            max_sentence_length: pipeline::MAX_SENTENCE_LENGTH,
            spreadsheet_safe: false,
            no_text: false,
            threads: NonZeroUsize::MIN,
            shard_size: NonZeroUsize::new(1_000).unwrap(),
            fresh: false,
        },
        Box::new(Lexicon),
        &mut (),
    )
    .unwrap();
    let runs = vec![output.to_owned()];
    trace::trace(&trace::Settings { runs, output: None, days: trace::DAYS, graphml: false })
        .unwrap();
}

fn score(sets: std::ops::RangeInclusive<usize>) -> Scores {
    let dir = tempfile::tempdir().unwrap();
    let mut scores = Scores::default();
    for number in sets {
        let name = format!("t{number:02}");
        let set = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("datasets/trace").join(&name);
        let run = dir.path().join(&name);
        traced(&set.with_extension("jsonl"), &run);
        scores.add(&set, &run);
    }
    println!(
        "families F1 {:.1}, drift P {:.1} R {:.1} ({} of {} gold, {} predicted)",
        scores.family_f1(),
        scores.drift_precision(),
        scores.drift_recall(),
        scores.right,
        scores.gold,
        scores.predicted
    );
    scores
}

#[track_caller]
fn assert_reached(scores: &Scores, drift_precision: f64, drift_recall: f64) {
    assert!(scores.family_f1() >= 90.0, "{scores:?}");
    assert!(scores.drift_precision() >= drift_precision, "{scores:?}");
    assert!(scores.drift_recall() >= drift_recall, "{scores:?}");
}

#[test]
fn the_development_sets_are_traced() {
    assert_reached(&score(1..=22), 95.0, 90.0);
}

#[test]
fn tidy_stories_in_many_words_are_traced() {
    assert_reached(&score(23..=30), 85.0, 66.0);
}

/// No rule was made for these: only their sums may be looked at.
#[test]
fn the_part_held_back_is_traced() {
    assert_reached(&score(31..=36), 85.0, 75.0);
}

#[test]
fn what_changed_between_two_tellings_is_told() {
    let mut wrong = Vec::new();
    let pairs = include_str!("data/retellings.tsv").lines().filter(|line| !line.starts_with('#'));
    for (number, pair) in pairs.enumerate() {
        let [expected, earlier, later] = pair.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {pair}");
        };
        let dir = tempfile::tempdir().unwrap();
        let input = dir.path().join("pair.jsonl");
        let article = |(at, text): (usize, &str)| {
            let (outlet, date) =
                (["Alva Gazette", "Morning Courier"][at], format!("2025-05-1{at}"));
            let id = format!("{number}-{at}");
            let article =
                serde_json::json!({ "id": id, "source": outlet, "date": date, "text": text });
            format!("{article}\n")
        };
        let articles: String = [earlier, later].into_iter().enumerate().map(article).collect();
        fs::write(&input, articles).unwrap();
        let run = dir.path().join("run");
        traced(&input, &run);
        let family = |row: &Row| row["family_id"].clone();
        let families: BTreeSet<String> = table(&run, "family_claims").iter().map(family).collect();
        let changes: BTreeSet<String> =
            table(&run, "drift").iter().map(|row| row["kind"].clone()).collect();
        let told = match (families.len(), changes.len()) {
            (1, 0) => "-".to_owned(),
            (1, _) => changes.into_iter().collect::<Vec<_>>().join(","),
            _ => "other".to_owned(),
        };
        // By the guide a hedge that is lost may be called a changed number.
        let other = expected.replace("hedge_dropped", "number_changed");
        if told != expected && told != other {
            wrong.push(format!("{told} for {expected}\n  {earlier}\n  {later}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Articles with one claim each: text by text, an hour apart.
fn articles(dir: &Path, texts: impl Iterator<Item = String>) -> PathBuf {
    let path = dir.join("articles.jsonl");
    let lines = texts.enumerate().map(|(at, text)| {
        let (outlet, day, hour) = (at % 97, at / 24 + 1, at % 24);
        let date = format!("2024-01-{day:02}T{hour:02}:00:00Z");
        let article = serde_json::json!({
            "id": format!("a{at}"), "source": format!("Outlet {outlet}"), "date": date, "text": text,
        });
        format!("{article}\n")
    });
    fs::write(&path, lines.collect::<String>()).unwrap();
    path
}

#[test]
fn forty_reprints_of_each_telling_are_one_family_and_count_once() {
    const PLACES: [&str; 12] = [
        "harbour", "bridge", "depot", "mill", "quarry", "ferry", "market", "tunnel", "dam",
        "school", "orchard", "stadium",
    ];
    let dir = tempfile::tempdir().unwrap();
    let telling = |at: usize| {
        let place = PLACES[at / 41];
        format!("The mayor said that 12,400 volunteers had gathered near the {place} of Selm.")
    };
    let input = articles(dir.path(), (0..12 * 41).map(telling));
    let run = dir.path().join("run");
    traced(&input, &run);
    let families = table(&run, "families");
    assert_eq!(families.len(), 1, "{families:?}");
    assert_eq!(families[0]["articles"], "492");
    assert_eq!(families[0]["copies"], "480");
    assert_eq!(families[0]["origins"], "a0");
    let claims = table(&run, "family_claims");
    let copies = claims.iter().filter(|row| !row["copy_of"].is_empty());
    for row in copies {
        let number = |id: &str| {
            let digits = id.split(':').next().unwrap().chars().skip(1).collect::<String>();
            digits.parse::<usize>().unwrap()
        };
        assert_eq!(number(&row["copy_of"]), number(&row["claim_id"]) / 41 * 41, "{row:?}");
    }
}

#[test]
fn a_word_in_every_sentence_keeps_no_family_apart_and_makes_none() {
    let dir = tempfile::tempdir().unwrap();
    // Each town's number is told twice, in a crowd of sentences that are alike but for the town.
    let town = |at: usize| {
        let (first, second) = (b'a' + (at % 20) as u8, b'a' + (at / 20) as u8);
        format!("B{}{}rovia", char::from(first), char::from(second))
    };
    let telling = |at: usize| {
        let (town, number) = (town(at / 2), 100 + at / 2 % 50);
        format!("Police in {town} said that {number} people had been arrested in {town} on Monday.")
    };
    let input = articles(dir.path(), (0..640).map(telling));
    let run = dir.path().join("run");
    traced(&input, &run);
    let family: BTreeMap<String, String> = table(&run, "family_claims")
        .into_iter()
        .map(|row| (row["doc_id"].clone(), row["family_id"].clone()))
        .collect();
    for at in (0..640).step_by(2) {
        assert_eq!(family[&format!("a{at}")], family[&format!("a{}", at + 1)], "{}", telling(at));
    }
    let families: BTreeSet<&String> = family.values().collect();
    assert!(families.len() >= 300, "{}", families.len());
}
