//! The same command again: resumes what was stopped, leaves alone what is finished, and
//! refuses what was made otherwise.

use super::{assert_done, assert_refused, corpus, extract, files, said, table, whosaid};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::tempdir;

/// Starts a run and kills it as soon as `shards` of it are whole.
fn kill_after(input: &Path, run: &Path, shards: usize) {
    let mut child = whosaid()
        .args(["extract", "--reader", "lexicon", "-q", "--shard-size", "40", "-j", "2", "-o"])
        .args([run, input])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let last = run.join(".shards").join(format!("{:06}", shards - 1));
    let begun = Instant::now();
    while !last.exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "no shard is ever whole");
        assert!(child.try_wait().unwrap().is_none(), "the run is over before it can be killed");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_killed_run_resumes_to_the_same_bytes() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 4_000);
    let (whole, killed) = (dir.path().join("whole"), dir.path().join("killed"));
    assert_done(&extract(&input, &whole, &[]));

    kill_after(&input, &killed, 3);
    assert!(!killed.join("manifest.json").exists(), "a stopped run does not pass for finished");
    assert!(!killed.join("claims.csv").exists(), "nor do its tables");
    let saved = fs::metadata(killed.join(".shards/000001/shard.json")).unwrap().modified().unwrap();
    kill_after(&input, &killed, 9);
    let again = fs::metadata(killed.join(".shards/000001/shard.json")).unwrap().modified().unwrap();
    assert_eq!(saved, again, "a finished shard is not made again");

    assert_done(&extract(&input, &killed, &["-j", "1"]));
    assert_eq!(files(&killed), files(&whole));
    assert!(!killed.join(".shards").exists());
}

#[test]
fn a_damaged_shard_is_made_again() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 4_000);
    let (whole, killed) = (dir.path().join("whole"), dir.path().join("killed"));
    assert_done(&extract(&input, &whole, &[]));
    kill_after(&input, &killed, 4);
    let hollow = killed.join(".shards/000002/sentences.csv");
    let size = fs::metadata(&hollow).unwrap().len();
    fs::File::options().write(true).open(&hollow).unwrap().set_len(size / 2).unwrap();
    assert_done(&extract(&input, &killed, &[]));
    assert_eq!(files(&killed), files(&whole));
}

#[test]
fn a_finished_run_is_left_alone() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 5);
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let manifest = fs::read(run.join("manifest.json")).unwrap();
    let again = extract(&input, &run, &["-j", "1", "--shard-size", "2"]);
    assert_done(&again);
    assert!(said(&again).contains("already complete"), "{}", said(&again));
    assert_eq!(fs::read(run.join("manifest.json")).unwrap(), manifest);

    // Touched, but not changed.
    let text = fs::read(&input).unwrap();
    std::thread::sleep(Duration::from_millis(20));
    fs::write(&input, text).unwrap();
    assert_done(&extract(&input, &run, &[]));
    assert_eq!(fs::read(run.join("manifest.json")).unwrap(), manifest);
}

#[test]
fn shards_that_outlived_their_run_are_deleted() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 5);
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    fs::create_dir_all(run.join(".shards/000000")).unwrap();
    fs::write(run.join(".shards/000000/claims.csv"), "left behind").unwrap();
    assert_done(&extract(&input, &run, &[]));
    assert!(!run.join(".shards").exists());
}

#[test]
fn a_finished_run_without_its_tables_does_not_pass_for_complete() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 5);
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    fs::remove_file(run.join("sentences.csv")).unwrap();
    assert_refused(&extract(&input, &run, &[]), &["sentences.csv", "--fresh"]);
    assert_done(&extract(&input, &run, &["--fresh"]));
    assert!(run.join("sentences.csv").exists());
}

#[test]
fn changed_settings_are_refused_by_name() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 5);
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let other = extract(&input, &run, &["--numbers", "all"]);
    assert_refused(&other, &["--numbers (was claims, now all)", "--fresh", "another -o"]);
    assert_refused(&extract(&input, &run, &["--no-text"]), &["--no-text (was false, now true)"]);
    assert_done(&extract(&input, &run, &["--no-text", "--fresh"]));
    assert!(table(&run, "documents").iter().all(|row| row["text"].is_empty()));
}

#[test]
fn a_changed_input_is_refused() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    let one = corpus(&input, 5);
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));

    let text = fs::read_to_string(&one).unwrap();
    fs::write(&one, text.replace("day 3", "day 4")).unwrap();
    assert_refused(&extract(&input, &run, &[]), &["corpus.jsonl", "SHA-256", "--fresh"]);
    fs::write(&one, format!("{text}{text}")).unwrap();
    assert_refused(&extract(&input, &run, &[]), &["corpus.jsonl", "bytes"]);
    fs::write(&one, text).unwrap();
    fs::write(input.join("more.txt"), "Nine boats sank.").unwrap();
    assert_refused(&extract(&input, &run, &[]), &["files (was 1, now 2)"]);
    assert_done(&extract(&input, &run, &["--fresh"]));
    assert_eq!(table(&run, "documents").len(), 6);
}

#[test]
fn an_input_that_changed_before_it_resumes_is_refused() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 4_000);
    let run = dir.path().join("out");
    kill_after(&input, &run, 3);
    let text = fs::read_to_string(&input).unwrap();
    fs::write(&input, text.replacen("on day 50.", "on day 51.", 1)).unwrap();
    assert_refused(&extract(&input, &run, &[]), &["input: an article after number 40", "--fresh"]);
    fs::write(&input, text).unwrap();
    assert_done(&extract(&input, &run, &[]));
}

#[test]
fn two_processes_do_not_write_one_folder() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 5);
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let held = fs::File::options().append(true).open(run.join(".whosaid")).unwrap();
    held.lock().unwrap();
    assert_refused(&extract(&input, &run, &["--fresh"]), &["another whosaid is writing there"]);
    drop(held);
    assert_done(&extract(&input, &run, &["--fresh"]));
}
