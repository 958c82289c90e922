//! What the program says, and where it says it.

use super::{assert_done, assert_refused, corpus, extract, newsroom, said, whosaid};
use std::io::Write;
use std::process::Stdio;
use tempfile::tempdir;

#[test]
fn a_run_shows_its_first_claims_and_says_where_they_are() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let done = extract(&newsroom(), &run, &[]);
    assert_done(&done);
    let shown = String::from_utf8(done.stdout.clone()).unwrap();
    assert_eq!(shown.lines().count(), 6, "a header and five rows:\n{shown}");
    assert!(shown.starts_with("quantity"));
    assert!(said(&done).contains(" articles, ") && said(&done).contains("/out"));
}

#[test]
fn files_that_are_skipped_are_told() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    std::fs::create_dir(&input).unwrap();
    corpus(&input, 2);
    std::fs::write(input.join("photo.jpg"), "not read").unwrap();
    let done = extract(&input, &dir.path().join("out"), &[]);
    assert_done(&done);
    assert!(said(&done).contains("1 file skipped: .jpg 1"), "{}", said(&done));
}

#[test]
fn quiet_before_or_after_the_verb_says_nothing() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 3);
    for (number, quiet_first) in [true, false].into_iter().enumerate() {
        let mut command = whosaid();
        if quiet_first {
            command.arg("-q");
        }
        command
            .args(["extract", "--reader", "lexicon"])
            .arg(&input)
            .arg("-o")
            .arg(dir.path().join(number.to_string()));
        if !quiet_first {
            command.arg("-q");
        }
        let done = command.output().unwrap();
        assert_done(&done);
        assert_eq!((said(&done).as_str(), done.stdout.as_slice()), ("", &b""[..]));
    }
}

#[test]
fn standard_input_is_an_input() {
    let dir = tempdir().unwrap();
    let text = std::fs::read(corpus(dir.path(), 30)).unwrap();
    let run = dir.path().join("out");
    let pipe = |text: &[u8]| {
        let mut child = whosaid()
            .args(["extract", "--reader", "lexicon", "-", "-o"])
            .arg(&run)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text).unwrap();
        child.wait_with_output().unwrap()
    };
    assert_done(&pipe(&text));
    assert_eq!(super::table(&run, "documents").len(), 30);
    let again = pipe(&text);
    assert_done(&again);
    assert!(said(&again).contains("already complete"));
    assert_refused(&pipe(b"{\"text\":\"Two men left.\"}\n"), &["input: -", "SHA-256"]);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = whosaid().arg("codebook").stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_run_goes_on_when_nobody_listens_to_its_messages() {
    let dir = tempdir().unwrap();
    let (listener, stderr) = std::io::pipe().unwrap();
    drop(listener);
    let mut command = whosaid();
    command
        .args(["extract", "--reader", "lexicon"])
        .arg(corpus(dir.path(), 2))
        .arg("-o")
        .arg(dir.path().join("out"));
    let status = command.stdout(Stdio::null()).stderr(stderr).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn the_codebook_of_a_run_is_the_one_printed() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&corpus(dir.path(), 1), &run, &[]));
    let printed = whosaid().arg("codebook").output().unwrap();
    assert_eq!(printed.stdout, std::fs::read(run.join("codebook.md")).unwrap());
    let json = whosaid().args(["codebook", "--format", "json"]).output().unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["columns"][0]["column"], "claim_id");
}

#[test]
fn every_verb_has_examples_in_its_help() {
    for verb in ["extract", "codebook", "eval", "explain", "trace", "convert", "completions"] {
        let help = whosaid().args([verb, "--help"]).output().unwrap();
        assert_done(&help);
        let text = String::from_utf8(help.stdout).unwrap();
        assert!(text.contains("Examples:") && text.contains("osts"), "{verb}:\n{text}");
    }
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = whosaid().args(["completions", shell]).output().unwrap();
        assert_done(&script);
        let text = String::from_utf8(script.stdout).unwrap();
        assert!(text.contains("max-article-bytes") && text.contains("convert"), "{shell}");
        // Two shells are given no values.
        let values = text.contains("label-studio") && text.contains("lexicon");
        assert!(values || matches!(shell, "powershell" | "elvish"), "{shell}");
    }
}

#[test]
fn the_citation_names_this_version() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("CITATION.cff");
    let citation = std::fs::read_to_string(path).unwrap();
    let version = concat!("version: ", env!("CARGO_PKG_VERSION"));
    assert!(citation.lines().any(|line| line == version), "{citation}");
}

#[test]
fn a_wrong_command_line_is_refused() {
    assert_refused(&whosaid().args(["extract", "x"]).output().unwrap(), &["--output"]);
    assert_refused(
        &whosaid().args(["extract", "x", "-o", "y", "--map", "nonsense"]).output().unwrap(),
        &["--map nonsense", "FIELD=COLUMN"],
    );
}

#[test]
fn eval_names_the_line_though_some_are_blank() {
    let dir = tempdir().unwrap();
    let gold = dir.path().join("gold.jsonl");
    let good = "{\"id\":\"a\",\"text\":\"Six men left.\"}";
    let bad = "{\"id\":\"b\",\"text\":\"Itâ€™s six men.\"}";
    std::fs::write(&gold, format!("\n{good}\n\n\n{bad}\n")).unwrap();
    let eval = whosaid().args(["eval", "--reader", "lexicon"]).arg(&gold).output().unwrap();
    assert_refused(&eval, &["gold.jsonl:5: the text of b needs repair"]);
}
