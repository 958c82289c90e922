//! `trace` on real run folders.

use super::{assert_done, assert_refused, extract, feed, files, table, whosaid};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::tempdir;

/// `whosaid trace RUN…` and what else is given.
fn trace(runs: &[&Path], more: &[&str]) -> Output {
    whosaid().arg("trace").args(runs).args(more).output().unwrap()
}

/// An unnamed clerk's "up to 700" on its way to "announced", with a reprint and a denial.
const TENTS: [[&str; 4]; 5] = [
    [
        "clerk",
        "Quay Observer",
        "2024-02-01T08:00:00Z",
        "Morland could send up to 700 tents to the flooded towns on the Isk, a senior official told \
         the Quay Observer on condition of anonymity.",
    ],
    [
        "reprint",
        "Valley Echo",
        "2024-02-01T12:00:00Z",
        "Morland could send up to 700 tents to the flooded towns on the Isk, a senior official told \
         the Quay Observer on condition of anonymity.",
    ],
    [
        "loud",
        "Night Herald",
        "2024-02-02T08:00:00Z",
        "Morland has announced it will send 700 tents to the flooded towns on the Isk.",
    ],
    [
        "denial",
        "Morland State Bulletin",
        "2024-02-03T08:00:00Z",
        "The foreign ministry of Morland denied on Saturday that it would send 700 tents to the Isk.",
    ],
    [
        "boats",
        "Valley Echo",
        "2024-02-03T12:00:00Z",
        "Volunteers have collected 700 boats in Morland for the flooded towns on the Isk, the mayor said.",
    ],
];

/// Claims and changes, so that anyone can judge them.
fn drawn(run: &Path) -> String {
    let mut drawn = String::new();
    for family in table(run, "families") {
        let cell = |name: &str| family[name].as_str();
        writeln!(
            drawn,
            "{} ({} to {})\n  articles {}, copies {}, single origin {}, from {}, denied by {}",
            cell("label"),
            cell("low"),
            cell("high"),
            cell("articles"),
            cell("copies"),
            cell("single_origin"),
            if cell("origin_source").is_empty() { "nobody" } else { cell("origin_source") },
            if cell("denied_by").is_empty() { "nobody" } else { cell("denied_by") },
        )
        .unwrap();
        let own = |row: &&BTreeMap<String, String>| row["family_id"] == cell("family_id");
        for claim in table(run, "family_claims").iter().filter(own) {
            writeln!(drawn, "  {} {}", claim["role"], claim["doc_id"]).unwrap();
        }
        for drift in table(run, "drift").iter().filter(own) {
            let [doc, from, kind] = ["doc_id", "from_doc_id", "kind"].map(|name| &drift[name]);
            writeln!(drawn, "  {doc} <- {from}: {kind}").unwrap();
        }
    }
    drawn
}

#[test]
fn a_claim_is_followed_from_its_origin_to_its_denial() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&feed(&dir.path().join("feed.jsonl"), &TENTS), &run, &[]));
    assert_done(&trace(&[&run], &["--format", "graphml"]));
    let expected = "\
up to 700 tents, Morland, send (700 to 700)
  articles 4, copies 1, single origin true, from a senior official, denied by The foreign ministry of Morland
  origin clerk
  relay reprint
  relay loud
  denial denial
  loud <- clerk: source_strengthened
  loud <- clerk: hedge_dropped
700 boats, Volunteers, collected (700 to 700)
  articles 1, copies 0, single origin true, from the mayor, denied by nobody
  origin boats
";
    assert_eq!(drawn(&run), expected);
    let drift = table(&run, "drift");
    assert!(drift.iter().all(|row| row["sentence"].contains("has announced")));
    assert!(drift.iter().all(|row| row["from_sentence"].contains("up to 700 tents")));
    let edges: Vec<_> = table(&run, "sources")
        .iter()
        .map(|row| format!("{} -> {}", row["source"], row["target"]))
        .collect();
    assert!(edges.contains(&"reprint -> clerk".to_owned()), "{edges:?}");
    let graph = fs::read_to_string(run.join("sources.graphml")).unwrap();
    assert!(
        graph.contains("<edge source=\"article:reprint\" target=\"article:clerk\">"),
        "{graph}"
    );
}

#[test]
fn the_tables_of_trace_fit_the_schema_beside_them() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&super::newsroom(), &run, &[]));
    let before = files(&run);
    assert_done(&trace(&[&run], &[]));
    let package: serde_json::Value =
        serde_json::from_slice(&fs::read(run.join("datapackage.json")).unwrap()).unwrap();
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 9);
    for resource in resources {
        let path = run.join(resource["path"].as_str().unwrap());
        let fields = resource["schema"]["fields"].as_array().unwrap();
        let names: Vec<_> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(text.lines().next().unwrap(), names.join(","));
    }
    let claims = table(&run, "claims").len();
    assert_eq!(table(&run, "family_claims").len(), claims, "every claim is in one family");
    let families = table(&run, "families");
    let told: usize = families.iter().map(|row| row["claims"].parse::<usize>().unwrap()).sum();
    assert_eq!(told, claims);
    for (name, bytes) in before {
        if name.ends_with(".csv") {
            assert_eq!(fs::read(run.join(&name)).unwrap(), bytes, "{name} is left alone");
        }
    }
}

#[test]
fn a_run_in_any_notation_and_a_second_time_gives_the_same_bytes() {
    let dir = tempdir().unwrap();
    let mut articles = TENTS;
    // Cells that --spreadsheet-safe puts an apostrophe before, and one that has its own.
    for (article, [id, outlet]) in
        articles.iter_mut().zip([["=1", "=Quay Observer"], ["'=2", "'@Echo"], ["@3", "-Herald"]])
    {
        (article[0], article[1]) = (id, outlet);
    }
    articles[2][3] =
        "@Night: Morland has announced it will send 700 tents to the towns on the Isk.";
    let input = feed(&dir.path().join("feed.jsonl"), &articles);
    let ways: [&[&str]; 4] = [
        &["--format", "csv"],
        &["--format", "csv", "--spreadsheet-safe"],
        &["--format", "jsonl"],
        &["--format", "parquet"],
    ];
    let traced = ways.map(|way| {
        let run = dir.path().join(way.concat());
        assert_done(&extract(&input, &run, way));
        let tables = run.with_extension("tables");
        let mut told = Vec::new();
        for _ in 0..2 {
            assert_done(&trace(&[&run], &["-o", tables.to_str().unwrap()]));
            assert_done(&trace(&[&run], &[]));
            let page = run.join("report.html");
            let shown = whosaid().arg("report").arg(&run).output().unwrap();
            assert_done(&shown);
            let page = fs::read_to_string(page).unwrap();
            // Only the settings that the page names differ.
            let (before, settings) = page.split_once("Read by whosaid").unwrap();
            let (_, after) = settings.split_once("Input: <code>").unwrap();
            told.push((files(&tables), format!("{before}{after}")));
        }
        assert!(told[0] == told[1], "{way:?}: the second time differs");
        told.remove(0)
    });
    assert_eq!(traced[0].0.len(), 6);
    assert_eq!(table(&dir.path().join("--formatcsv"), "families").len(), 2);
    for (way, told) in ways.iter().zip(&traced) {
        assert_eq!(told.1, traced[0].1, "{way:?}: report");
        if !way.contains(&"--spreadsheet-safe") {
            assert_eq!(told.0, traced[0].0, "{way:?}: tables");
        }
    }
    let safe = dir.path().join("--formatcsv--spreadsheet-safe");
    let would_run = |cell: &str| {
        cell.parse::<f64>().is_err()
            && cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@'])
    };
    for name in ["families", "family_claims", "sources", "drift"] {
        let plain = table(&dir.path().join("--formatcsv"), name);
        let guarded = table(&safe, name);
        assert_eq!(guarded.len(), plain.len());
        for (guarded, plain) in guarded.iter().zip(&plain) {
            for (column, cell) in plain {
                let told = if would_run(cell) { format!("'{cell}") } else { cell.clone() };
                assert_eq!(guarded[column], told, "{name}.{column}");
            }
        }
    }
}

#[test]
fn several_runs_are_one_corpus() {
    let dir = tempdir().unwrap();
    let whole = dir.path().join("whole");
    assert_done(&extract(&feed(&dir.path().join("whole.jsonl"), &TENTS), &whole, &[]));
    assert_done(&trace(&[&whole], &[]));
    let [first, second] =
        [("first", &TENTS[..3]), ("second", &TENTS[2..])].map(|(name, articles)| {
            let run = dir.path().join(name);
            let input = feed(&dir.path().join(format!("{name}.jsonl")), articles);
            assert_done(&extract(&input, &run, &[]));
            run
        });
    assert_refused(&trace(&[&first, &second], &[]), &["2 runs", "-o DIR"]);
    let both = dir.path().join("both");
    assert_done(&trace(&[&first, &second], &["-o", both.to_str().unwrap()]));
    assert_eq!(drawn(&both), drawn(&whole), "an article that stands in both counts once");

    let mut other = TENTS;
    other[2][3] = "The museum of Morland has bought 31 clocks, it said.";
    let third = dir.path().join("third");
    assert_done(&extract(&feed(&dir.path().join("third.jsonl"), &other), &third, &[]));
    let out = dir.path().join("out");
    let refused = trace(&[&first, &third], &["-o", out.to_str().unwrap()]);
    assert_refused(&refused, &["third", "article 'loud'", "another text"]);
}

#[test]
fn folders_that_are_no_finished_run_are_refused() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let input = feed(&dir.path().join("feed.jsonl"), &TENTS);
    assert_refused(&trace(&[&run], &[]), &["out", "no such folder", "whosaid extract"]);
    fs::create_dir(&run).unwrap();
    assert_refused(&trace(&[&run], &[]), &["out", "not a run", "manifest.json"]);

    assert_done(&extract(&input, &run, &["--no-text"]));
    assert_refused(&trace(&[&run], &[]), &["--no-text", "compared by their words"]);
    fs::remove_dir_all(&run).unwrap();

    assert_done(&extract(&input, &run, &[]));
    let manifest = run.join("manifest.json");
    let whole = fs::read_to_string(&manifest).unwrap();
    let old = whole.replace("\"schema_version\": \"1\"", "\"schema_version\": \"0\"");
    assert_ne!(old, whole);
    fs::write(&manifest, old).unwrap();
    assert_refused(&trace(&[&run], &[]), &["version 0 of the columns", "--fresh"]);

    fs::remove_file(&manifest).unwrap();
    fs::create_dir(run.join(".shards")).unwrap();
    fs::write(run.join(".shards/recipe.json"), "{}").unwrap();
    assert_refused(&trace(&[&run], &[]), &["not finished", "extract command again"]);

    fs::write(&manifest, whole).unwrap();
    fs::write(run.join("claims.csv"), "claim_id\n").unwrap();
    assert_refused(&trace(&[&run], &[]), &["claims.csv", "not as the run left it", "--fresh"]);
}
