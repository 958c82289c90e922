//! Annotations into the tools and back, as a user gives the commands.

use super::{assert_done, assert_refused, extract, newsroom, said, whosaid};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::tempdir;

fn convert(input: &Path, to: &str, output: &Path) -> Output {
    let mut command = whosaid();
    command.arg("convert").arg(input).args(["--to", to, "-o"]).arg(output);
    command.output().unwrap()
}

/// The articles of a gold file, in the order of their ids.
fn articles(path: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.sort_by_key(|article| article["id"].as_str().unwrap().to_owned());
    lines
}

fn round_trips(gold: &Path, dir: &Path) {
    for (to, more) in
        [("gold", "gold.jsonl"), ("label-studio", ""), ("brat", ""), ("inception", "")]
    {
        let there = dir.join(to).join(more);
        fs::create_dir_all(dir.join(to)).unwrap();
        let back = dir.join(format!("{to}.jsonl"));
        let output = convert(gold, to, &there);
        assert_done(&output);
        assert!(said(&output).contains("attributions"), "{}", said(&output));
        assert_done(&convert(&there, "gold", &back));
        assert_eq!(articles(&back).len(), articles(gold).len());
        for (now, was) in articles(&back).iter().zip(articles(gold)) {
            for key in ["id", "title", "date", "text", "sentences", "regions", "attributions"] {
                assert_eq!(now.get(key), was.get(key), "{to} {key} of {}", was["id"]);
            }
            let quantities = now["quantities"].as_array().unwrap().iter();
            for (now, was) in quantities.zip(was["quantities"].as_array().unwrap()) {
                for (key, value) in was.as_object().unwrap() {
                    let same = now[key] == *value || now[key].as_f64() == value.as_f64();
                    assert!(same, "{to}: {key} was {value}, is {}", now[key]);
                }
            }
        }
    }
}

#[test]
fn gold_articles_come_back_as_they_went() {
    let dir = tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    round_trips(&root.join("datasets/newsroom/gold/train.jsonl"), dir.path());
}

#[test]
fn gold_of_the_press_comes_back_too() {
    let gold = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/train.jsonl");
    if !gold.exists() {
        println!("skipped: {} is not there", gold.display());
        return;
    }
    round_trips(&gold, tempdir().unwrap().path());
}

#[test]
fn a_run_goes_to_a_tool_and_back_to_eval() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("run");
    assert_done(&extract(&newsroom(), &run, &["--format", "jsonl"]));
    let tasks = dir.path().join("tasks");
    assert_done(&convert(&run, "label-studio", &tasks));
    assert!(tasks.join("label_config.xml").exists());
    let back = dir.path().join("back.jsonl");
    assert_done(&convert(&tasks.join("tasks.json"), "gold", &back));
    let eval = whosaid()
        .arg("eval")
        .arg(&back)
        .arg(run.join("findings.jsonl"))
        .args(["--require", "claim=100", "--require", "attribution=100"])
        .output()
        .unwrap();
    assert_done(&eval);
}

#[test]
fn a_brat_collection_names_files_in_its_folder_alone() {
    let dir = tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let brat = dir.path().join("brat");
    assert_done(&convert(&root.join("datasets/newsroom/gold/dev.jsonl"), "brat", &brat));
    let list = fs::read_to_string(brat.join("articles.jsonl")).unwrap();
    let (first, rest) = list.split_once('\n').unwrap();
    let article: serde_json::Value = serde_json::from_str(first).unwrap();
    let name = article["file"].as_str().unwrap();
    // What lies outside is well-formed, so that only its place is against it.
    for ending in ["txt", "ann"] {
        let file = format!("{name}.{ending}");
        fs::copy(brat.join(&file), dir.path().join(&file)).unwrap();
    }
    let outside = [format!("../{name}"), dir.path().join(name).to_str().unwrap().to_owned()];
    for outside in outside {
        let mut foreign = article.clone();
        foreign["file"] = outside.as_str().into();
        fs::write(brat.join("articles.jsonl"), format!("{rest}{foreign}\n")).unwrap();
        let line = format!("articles.jsonl:{}: '{outside}' leads out", list.lines().count());
        let refused = convert(&brat, "gold", &dir.path().join("back.jsonl"));
        assert_refused(&refused, &[&line, "name a file in it"]);
    }
    fs::write(brat.join("articles.jsonl"), &list).unwrap();
    #[cfg(unix)]
    {
        let file = format!("{name}.txt");
        fs::remove_file(brat.join(&file)).unwrap();
        std::os::unix::fs::symlink(dir.path().join(&file), brat.join(&file)).unwrap();
        let refused = convert(&brat, "gold", &dir.path().join("back.jsonl"));
        assert_refused(&refused, &[&file, "link that leads out", "put the file itself there"]);
        fs::remove_file(brat.join(&file)).unwrap();
        fs::copy(dir.path().join(&file), brat.join(&file)).unwrap();
    }
    assert_done(&convert(&brat, "gold", &dir.path().join("back.jsonl")));
}

#[test]
fn what_is_there_is_not_overwritten_and_what_is_wrong_is_named() {
    let dir = tempdir().unwrap();
    let gold = dir.path().join("gold.jsonl");
    fs::write(&gold, "{\"id\":\"a\",\"text\":\"Six.\"}\n{\"id\":\"b\"\n").unwrap();
    let refused = convert(&gold, "brat", &dir.path().join("out"));
    assert_refused(&refused, &["gold.jsonl:2", "not an annotated article"]);
    assert!(!dir.path().join("out").exists());
    fs::write(&gold, "{\"id\":\"a\",\"text\":\"Six.\"}\n").unwrap();
    assert_refused(&convert(&gold, "gold", &gold), &["is there already; give another -o"]);
    assert_refused(
        &convert(dir.path(), "gold", &dir.path().join("x")),
        &["nothing annotated in it"],
    );
    assert_refused(
        &convert(&dir.path().join("no"), "gold", &dir.path().join("x")),
        &["cannot be read"],
    );
    let run = dir.path().join("run");
    assert_done(&extract(&gold, &run, &[]));
    assert_refused(
        &convert(&run, "gold", &dir.path().join("x")),
        &["findings.jsonl", "--format jsonl"],
    );
}
