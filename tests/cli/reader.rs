//! Readers: the encoder that is built in, model folders, and what is refused.

use crate::{assert_refused, extract, files, said, table, whosaid};
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

/// Twenty short articles, of different lengths, speakers and numbers.
const ARTICLES: [&str; 20] = [
    "At least 12 trawlers sank off Ilhara, the coast guard said.",
    "“We counted 40 tents,” said Mira Oske, a nurse in Lesna.",
    "The finance ministry expects growth of 2.4 percent this year. Unions doubt it.",
    "Karst had no power for three days.",
    "According to the grid operator, 9,000 homes were dark on Sunday and 700 still were on Monday.",
    "“No one was hurt,” the mayor told the Port Ansel Gazette. Police spoke of six wounded.",
    "An official who asked not to be named put the price at 30 million crowns.",
    "The union claims that 15,000 people marched; the police counted 4,000.",
    "“It is over,” he said.",
    "Two men were held, a spokeswoman for the prosecutor confirmed, and a third is sought.",
    "The bridge, built in 1931, carries up to 800 lorries a day, its owner says.",
    "Rebels said they had taken five villages. The army denied that.",
    "Doctors Abroad reported 61 cases of measles among children in the camps.",
    "Flour costs a fifth more than in May, the statistics office announced on Tuesday.",
    "Fog.\n\nThe ferry company said it had cancelled 14 sailings, “all of them at night”.",
    "Half of the seats stayed empty. “We had hoped for 2,000,” the director admitted.",
    "Citing two diplomats, the Valley Echo wrote that 50 inspectors would leave within a week.",
    "Researchers at Osk University found lead in 7 of 22 wells, a study published by them says.",
    "The president promised 100 buses. “They will come before winter,” she added, “all of them.”",
    "Ana Brodi, 34, has swum the strait eleven times.",
];

#[test]
fn threads_shards_and_a_second_run_do_not_show_in_any_table() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("articles");
    fs::create_dir(&input).unwrap();
    for (number, text) in ARTICLES.iter().enumerate() {
        fs::write(input.join(format!("{number:02}.txt")), text).unwrap();
    }
    fs::write(input.join("empty.txt"), "").unwrap();
    let mut first = None;
    for (run, (threads, shard)) in
        [("1", "5"), ("7", "3"), ("2", "1"), ("1", "50")].into_iter().enumerate()
    {
        let out = dir.path().join(format!("out-{run}"));
        let mut command = whosaid();
        command.args(["extract", "-q", "-j", threads, "--shard-size", shard]);
        let done = command.arg(&input).arg("-o").arg(&out).output().unwrap();
        assert!(done.status.success(), "{}", said(&done));
        for (name, least) in
            [("claims", 15), ("attributions", 12), ("sentences", 25), ("rejects", 1)]
        {
            let rows = table(&out, name).len();
            assert!(rows >= least, "{rows} {name}, too few to compare");
        }
        let now = files(&out);
        let first = first.get_or_insert_with(|| now.clone());
        assert_eq!(now.keys().collect::<Vec<_>>(), first.keys().collect::<Vec<_>>());
        for (name, bytes) in first {
            assert!(now[name] == *bytes, "{name} differs with -j {threads} --shard-size {shard}");
        }
    }
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
