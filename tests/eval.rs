//! `eval` counts as the reference scorer of the gold shape does, figure by figure.
//!
//! The scorer and its gold lie in `../shared`; without them these tests skip.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use whosaid::eval::{self, Report};
use whosaid::gold;
use whosaid::labels::Modifier;

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")
}

/// The scorer's own answer, as JSON.
fn reference(gold: &Path, found: &Path) -> Option<Value> {
    let output = Command::new("python3")
        .arg(shared().join("score/score_findings.py"))
        .args([gold, found])
        .arg("--json")
        .output()
        .ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn same_figures(gold_path: &Path, found_path: &Path) {
    let Some(expected) = reference(gold_path, found_path) else {
        println!("skipped: python3 is not here");
        return;
    };
    let (gold, found) = (gold::read(gold_path).unwrap(), gold::read(found_path).unwrap());
    let ours = Report::of(&eval::score(&gold, &found)).json();
    for part in ["scores", "types"] {
        for (name, row) in expected[part].as_object().unwrap() {
            if let Some(row) = row.as_object() {
                for (figure, value) in row {
                    let mine = &ours[part][name][figure];
                    assert_eq!(mine.as_f64(), value.as_f64(), "{part} {name} {figure}");
                }
            } else {
                assert_eq!(ours[part][name].as_f64(), row.as_f64(), "{part} {name}");
            }
        }
    }
}

#[test]
fn two_annotators_score_as_the_reference_scorer_says() {
    if !shared().exists() {
        println!("skipped: ../shared is not here");
        return;
    }
    same_figures(&shared().join("gold/dev.jsonl"), &shared().join("gold/dev_second.jsonl"));
    same_figures(&shared().join("gold/dev_second.jsonl"), &shared().join("gold/dev.jsonl"));
}

/// Gold damaged in every field, the same way each time: moved, dropped, doubled, relabelled.
#[test]
fn damaged_findings_score_as_the_reference_scorer_says() {
    if !shared().exists() {
        println!("skipped: ../shared is not here");
        return;
    }
    let gold_path = shared().join("gold/train.jsonl");
    let mut found = gold::read(&gold_path).unwrap();
    let mut random = fastrand::Rng::with_seed(7);
    for article in &mut found {
        let types: Vec<_> = article.attributions.iter().map(|a| a.source_type).collect();
        for a in &mut article.attributions {
            if random.u8(..4) == 0 {
                a.source_type = types[random.usize(..types.len())];
            }
            for place in a.content.iter_mut().chain(&mut a.source).chain(&mut a.cue) {
                let cut = (place[1] - place[0]) * random.usize(..100) / 130;
                if random.bool() {
                    place[1] -= cut;
                } else {
                    place[0] += cut;
                }
            }
            if random.u8(..6) == 0 {
                a.parent = None;
            }
        }
        article.attributions.retain(|_| random.u8(..10) > 0);
        let mut extra = article.quantities.clone();
        extra.retain(|_| random.u8(..8) == 0);
        for q in &mut article.quantities {
            if random.u8(..9) == 0 {
                q.value = q.value.map(|value| value * 2.0);
            }
            if random.u8(..9) == 0 {
                q.modifier = Modifier::AtMost;
            }
            if random.u8(..9) == 0 {
                q.counted = q.event;
                q.attr = None;
            }
        }
        article.quantities.extend(extra);
    }
    found.pop();
    let folder = tempfile::tempdir().unwrap();
    let found_path = folder.path().join("found.jsonl");
    let lines: Vec<String> = found.iter().map(|a| serde_json::to_string(a).unwrap()).collect();
    std::fs::write(&found_path, lines.join("\n")).unwrap();
    same_figures(&gold_path, &found_path);
}
