//! Readers: the encoder that is built in, model folders, and what is refused.

use crate::{assert_refused, extract, said, table, whosaid};
use std::fs;
use std::path::{Path, PathBuf};

const ARTICLE: &str = "\
NORHAVEN — The ministry of defence said on Monday that up to 4,000 more engineers would be sent \
to the island.

“We have counted at least 12 boats,” said Ada Lindqvist, the harbour master. The Harbour Tribune, \
citing two officials familiar with the plan, reported that 300 of them had left already.
";

fn folder(at: &Path) -> PathBuf {
    let model = at.join("model");
    fs::create_dir(&model).unwrap();
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/encoder");
    for file in ["model.safetensors", "settings.json", "tokenizer.json"] {
        fs::copy(built_in.join(file), model.join(file)).unwrap();
    }
    model
}

#[test]
fn the_encoder_reads_unless_told_otherwise_and_says_how_sure_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let article = dir.path().join("a.txt");
    fs::write(&article, ARTICLE).unwrap();
    let out = dir.path().join("out");
    let done = whosaid().arg("extract").arg(&article).arg("-o").arg(&out).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    let claims = table(&out, "claims");
    let quantities: Vec<&str> = claims.iter().map(|row| &*row["quantity"]).collect();
    assert!(["4,000", "12", "300"].iter().all(|number| quantities.contains(number)));
    let engineers = claims.iter().find(|row| row["quantity"] == "4,000").unwrap();
    assert_eq!(engineers["source"], "The ministry of defence");
    assert_eq!(engineers["source_type"], "ministry_statement");
    let score: f64 = engineers["score"].parse().unwrap();
    assert!((0.5..=1.0).contains(&score), "{score}");
}

#[test]
fn one_thread_and_seven_write_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("articles");
    fs::create_dir(&input).unwrap();
    for number in 0..12 {
        let text = ARTICLE.replace("4,000", &format!("{}", 4_000 + number));
        fs::write(input.join(format!("{number}.txt")), text).unwrap();
    }
    let tables = |threads: &str, shard: &str| {
        let out = dir.path().join(format!("out-{threads}"));
        let mut command = whosaid();
        command.args(["extract", "-q", "-j", threads, "--shard-size", shard]);
        let done = command.arg(&input).arg("-o").arg(&out).output().unwrap();
        assert!(done.status.success(), "{}", said(&done));
        ["claims.csv", "attributions.csv"].map(|name| fs::read(out.join(name)).unwrap())
    };
    assert!(tables("1", "5") == tables("7", "2"));
}

#[test]
fn a_model_folder_reads_as_the_one_built_in_does() {
    let dir = tempfile::tempdir().unwrap();
    let article = dir.path().join("a.txt");
    fs::write(&article, ARTICLE).unwrap();
    let model = folder(dir.path());
    let read = |more: &[&str]| {
        let mut command = whosaid();
        let done = command.arg("explain").arg(&article).args(more).output().unwrap();
        assert!(done.status.success(), "{}", said(&done));
        done.stdout
    };
    assert_eq!(read(&[]), read(&["--model", model.to_str().unwrap()]));
}

#[test]
fn a_model_that_cannot_be_read_with_is_refused_with_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let article = dir.path().join("a.txt");
    fs::write(&article, ARTICLE).unwrap();
    let model = folder(dir.path());
    let refused = |words: &[&str]| {
        let mut command = whosaid();
        let done = command.arg("explain").arg(&article).arg("--model").arg(&model).output();
        assert_refused(&done.unwrap(), words);
    };

    let settings = fs::read_to_string(model.join("settings.json")).unwrap();
    fs::write(model.join("settings.json"), settings.replace("\"format\":", "\"former\":")).unwrap();
    refused(&["settings.json", "format"]);
    fs::write(model.join("settings.json"), settings.replace("head_of_state", "head")).unwrap();
    refused(&["source types", "train"]);
    fs::write(model.join("settings.json"), &settings).unwrap();

    let weights = fs::read(model.join("model.safetensors")).unwrap();
    fs::write(model.join("model.safetensors"), &weights[..weights.len() / 2]).unwrap();
    refused(&["safetensors", "damaged"]);
    fs::write(model.join("model.safetensors"), b"").unwrap();
    refused(&["safetensors"]);
    fs::remove_file(model.join("model.safetensors")).unwrap();
    refused(&["model.safetensors", "cannot be read"]);
    fs::write(model.join("model.safetensors"), &weights).unwrap();

    fs::write(model.join("tokenizer.json"), b"{}").unwrap();
    refused(&["tokenizer"]);
}

#[test]
fn a_model_is_for_the_encoder_alone() {
    let dir = tempfile::tempdir().unwrap();
    let article = dir.path().join("a.txt");
    fs::write(&article, ARTICLE).unwrap();
    let done = extract(&article, &dir.path().join("out"), &["--model", "models/encoder"]);
    assert_refused(&done, &["--model", "--reader embedded"]);
}
