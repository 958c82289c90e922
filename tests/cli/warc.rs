//! Web archives, as `warcio` writes them (tests/data/warc/make.py) and as they come damaged.

use super::{assert_done, extract, files, said, table, whosaid};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::tempdir;

fn archive(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/warc").join(name)
}

/// The articles: last digits of the id, outlet, date, headline.
fn documents(run: &Path) -> Vec<String> {
    let row = |row: std::collections::BTreeMap<String, String>| {
        let id = row["doc_id"].rsplit('-').next().unwrap().trim_start_matches('0').to_owned();
        format!("{id} {} {} {}", row["source"], row["date"], row["title"])
    };
    table(run, "documents").into_iter().map(row).collect()
}

/// The rejects: record and reason.
fn rejects(run: &Path) -> Vec<String> {
    let rows = table(run, "rejects");
    rows.into_iter().map(|row| format!("{} {}", row["record"], row["reason"])).collect()
}

#[test]
fn pages_of_an_archive_are_articles() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let output = extract(&archive("pages.warc.gz"), &run, &[]);
    assert_done(&output);
    assert_eq!(
        documents(&run),
        [
            "3 The Gale 2024-05-01T10:00:00Z Ferry company counts its losses",
            "5 post.example 2024-05-02T08:05:00Z Bridge at Lesna stays closed",
            "6 post.example 2024-05-02T08:06:00Z Cafés of Port Ansel close early",
            "7 post.example 2024-05-02T08:07:00Z Storm takes roofs off 41 houses",
            "d gale.example 2024-05-02T08:13:00Z Bridge at Lesna stays closed",
            "e The Gale 2024-05-01T10:00:00Z Ferry company counts its losses",
        ]
    );
    assert_eq!(rejects(&run), ["10 language", "11 no_main_text", "15 truncated"]);
    let records = "6 records of web archives passed over: metadata 1, request 1, response 4xx 1, \
                   response of image/* 1, revisit 1, warcinfo 1";
    assert!(said(&output).contains(records), "{}", said(&output));
    let german = &table(&run, "rejects")[0];
    assert!(german["detail"].contains("German") && german["detail"].contains("--language any"));
    let ids: Vec<_> =
        table(&run, "documents").into_iter().map(|row| row["doc_id"].clone()).collect();
    assert_eq!(ids[0], "00000000-0000-4000-8000-000000000003");
    assert_eq!(table(&run, "documents")[1]["url"], "https://www.post.example/lesna/bridge");
    assert!(table(&run, "claims").iter().any(|claim| claim["quantity"] == "4.2 million"));
}

#[test]
fn the_language_can_be_chosen() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("any");
    assert_done(&extract(&archive("pages.warc.gz"), &run, &["--language", "any"]));
    assert_eq!(documents(&run).len(), 7);
    let run = dir.path().join("german");
    assert_done(&extract(&archive("pages.warc.gz"), &run, &["--language", "German"]));
    assert_eq!(
        documents(&run),
        ["a hafen.example 2024-05-02T08:10:00Z Hafenbehörde zählt wartende Schiffe"]
    );
}

#[test]
fn plain_text_of_an_archive_is_an_article() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&archive("page.warc.wet.gz"), &run, &[]));
    assert_eq!(documents(&run), ["2  2024-05-02T08:02:00Z Harbour queue grows to 41 ships"]);
}

#[test]
fn a_damaged_member_costs_its_record_alone() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&archive("broken.warc.gz"), &run, &[]));
    let ids: Vec<_> = table(&run, "documents").into_iter().map(|row| row["url"].clone()).collect();
    assert_eq!(
        ids,
        ["https://gale.example/ferry", "https://post.example/bridge", "https://post.example/storm"]
    );
    assert_eq!(rejects(&run), ["3 bad_record", "5 truncated", "7 truncated"]);
}

#[test]
fn a_wrong_length_costs_its_record_alone() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&archive("broken.warc"), &run, &["--max-article-bytes", "100000"]));
    let ids: Vec<_> = table(&run, "documents").into_iter().map(|row| row["url"].clone()).collect();
    assert_eq!(
        ids,
        [
            "https://gale.example/ferry",
            "https://post.example/bridge",
            "https://post.example/storm",
            "https://post.example/cafes",
            "https://gale.example/bridge",
        ]
    );
    assert_eq!(
        rejects(&run),
        [
            "3 bad_record",
            "5 bad_record",
            "7 bad_record",
            "9 bad_record",
            "10 bad_record",
            "12 truncated"
        ]
    );
}

#[test]
fn an_archive_is_told_from_its_bytes_and_read_from_a_pipe() {
    let dir = tempdir().unwrap();
    let (piped, whole) = (dir.path().join("piped"), dir.path().join("whole"));
    assert_done(&extract(&archive("pages.warc.gz"), &whole, &["-j", "1", "--shard-size", "2"]));
    let input = fs::File::open(archive("pages.warc.gz")).unwrap();
    let output = whosaid()
        .args(["extract", "--reader", "lexicon", "-", "-o"])
        .arg(&piped)
        .stdin(Stdio::from(input))
        .output()
        .unwrap();
    assert_done(&output);
    let documents = |run: &Path| files(run)["documents.csv"].clone();
    assert_eq!(documents(&piped), documents(&whole));
}

#[test]
fn memory_does_not_grow_with_what_a_record_claims() {
    let dir = tempdir().unwrap();
    let path = dir.path().join("large.warc.gz");
    let mut file = fs::File::create(&path).unwrap();
    let mut member = GzEncoder::new(Vec::new(), Compression::fast());
    let length = 100 << 20;
    let head = "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length:";
    write!(member, "{head} {length}\r\n\r\n<html>").unwrap();
    for _ in 0..100 {
        member.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = member.finish().unwrap();
    file.write_all(&bomb).unwrap();
    file.write_all(&fs::read(archive("pages.warc.gz")).unwrap()).unwrap();
    drop(file);
    let run = dir.path().join("out");
    assert_done(&extract(&path, &run, &[]));
    assert_eq!(rejects(&run)[0], "1 too_large");
    assert_eq!(documents(&run).len(), 6);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// However bytes of an archive are changed, cut or doubled, reading it ends and accounts for
    /// what it met.
    #[test]
    fn any_damage_is_survived(
        compressed: bool,
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..200), 0..6),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let name = if compressed { "pages.warc.gz" } else { "broken.warc" };
        let mut bytes = fs::read(archive(name)).unwrap();
        for (at, length) in cuts {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.drain(at..end);
            if bytes.is_empty() { bytes.push(b'W'); }
        }
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let dir = tempdir().unwrap();
        let path = dir.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let options = whosaid::ingest::Options::default();
        let inputs = [path.to_str().unwrap().to_owned()];
        let articles = whosaid::ingest::open(&inputs, &options).unwrap();
        prop_assert!(articles.count() <= 30);
    }
}
