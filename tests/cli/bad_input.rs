//! Bad input: a row in the rejects or a clean refusal, and nothing else is lost.

use super::{assert_done, assert_refused, extract, table};
use std::fs::{self, File};
use std::io::Write;
use tempfile::tempdir;

const GOOD: &str = "Six houses burned down in Karst, police said on Monday.\n";

/// Runs over a folder with one good article and `file`; gives reason and detail of the reject.
#[track_caller]
fn reject(file: &str, bytes: &[u8], more: &[&str]) -> (String, String) {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("good.txt"), GOOD).unwrap();
    fs::write(input.join(file), bytes).unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, more));
    assert_eq!(table(&run, "documents").len(), 1, "the good article is read");
    let rejects = table(&run, "rejects");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert!(rejects[0]["file"].ends_with(file));
    (rejects[0]["reason"].clone(), rejects[0]["detail"].clone())
}

#[test]
fn an_empty_file_is_rejected() {
    assert_eq!(reject("empty.txt", b"", &[]).0, "empty");
    assert_eq!(reject("empty.jsonl", b"", &[]).0, "empty");
    assert_eq!(reject("marks.txt", b" \n ... \n", &[]).0, "empty");
}

#[test]
fn a_line_of_200_megabytes_is_rejected() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    let mut file = File::create(input.join("long.jsonl")).unwrap();
    file.write_all(br#"{"text":""#).unwrap();
    let megabyte = b"and then ".repeat((1 << 20) / 9);
    for _ in 0..200 {
        file.write_all(&megabyte).unwrap();
    }
    file.write_all(b"\"}\n{\"id\":\"after\",\"text\":\"Six men were hurt.\"}\n").unwrap();
    drop(file);
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let rejects = table(&run, "rejects");
    assert_eq!(rejects.len(), 1);
    assert_eq!((&*rejects[0]["reason"], &*rejects[0]["record"]), ("too_large", "1"));
    assert_eq!(table(&run, "documents")[0]["doc_id"], "after", "the line after it is read");
}

#[test]
fn a_document_without_a_full_stop_is_rejected_whole() {
    let words = "on and on and on ".repeat(60_000);
    let (reason, detail) = reject("endless.txt", words.as_bytes(), &[]);
    assert_eq!(reason, "long_sentence");
    assert!(detail.contains("--max-sentence-length"), "{detail}");
    let (reason, _) = reject("endless.txt", words.as_bytes(), &["--max-article-bytes", "1000000"]);
    assert_eq!(reason, "too_large");
    let fifty = "on and on and on ".repeat(50_000_000 / 17);
    assert_eq!(reject("endless.txt", fifty.as_bytes(), &[]).0, "too_large");
}

#[test]
fn bad_json_lines_are_rejected_one_by_one() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("feed.jsonl");
    let mut lines = Vec::new();
    lines.extend(b"{\"id\":\"one\",\"text\":\"Two men were hurt.\"}\n");
    lines.extend(b"{\"id\":\"two\",\"text\":\"Caf\xff\xfe\"}\n");
    lines.extend(b"{\"id\":\"three\",\"body\":\"no text field\"\n");
    lines.extend(b"{\"id\":\"four\",\"text\":\"Four men were hurt.\"}");
    fs::write(&input, lines).unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let rejects = table(&run, "rejects");
    let records: Vec<_> = rejects.iter().map(|row| &*row["record"]).collect();
    assert_eq!(records, ["2", "3"], "{rejects:?}");
    let documents = table(&run, "documents");
    let ids: Vec<_> = documents.iter().map(|row| &*row["doc_id"]).collect();
    assert_eq!(ids, ["one", "four"]);
}

#[test]
fn a_reject_does_not_repeat_the_article() {
    let words = "harbour ".repeat(1_000);
    let (reason, detail) = reject("strings.jsonl", format!("\"{words}\"").as_bytes(), &[]);
    assert_eq!(reason, "bad_json");
    assert!(detail.starts_with("a string, not an object"), "{detail}");
    let headless = format!("\"{words}\",b\n\"Nine more\",c\n");
    let (reason, detail) = reject("headless.csv", headless.as_bytes(), &[]);
    assert_eq!(reason, "missing_text");
    assert!(detail.len() < 300 && detail.contains('…'), "{detail}");
}

#[test]
fn a_truncated_archive_is_rejected() {
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let text: String = (0..5_000).map(|n| format!("Article {n} counts {}. ", n * 31)).collect();
    zipped.write_all(text.as_bytes()).unwrap();
    let zipped = zipped.finish().unwrap();
    let (reason, _) = reject("half.txt.gz", &zipped[..zipped.len() / 2], &[]);
    assert_eq!(reason, "truncated");
}

#[test]
fn a_table_without_a_text_column_is_rejected_with_its_columns() {
    let (reason, detail) = reject("posts.csv", b"id,headline\n1,Fire in Karst\n", &[]);
    assert_eq!(reason, "missing_text");
    assert!(detail.contains("headline") && detail.contains("--map"), "{detail}");
}

#[test]
fn a_page_without_an_article_is_rejected() {
    let page = b"<html><head><title>Home</title></head><body><nav><a href=/>Home</a></nav></body>";
    assert_eq!(reject("menu.html", page, &[]).0, "no_main_text");
    let deep =
        [b"<html><body>".to_vec(), b"<div>".repeat(2_000), b"Six men left.".to_vec()].concat();
    assert_eq!(reject("deep.html", &deep, &[]).0, "too_deep");
}

#[test]
fn a_file_that_is_no_text_is_rejected() {
    let bytes: Vec<u8> =
        (0..4_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let (reason, _) = reject("noise.txt", &bytes, &[]);
    assert!(["binary", "bad_encoding"].contains(&&*reason), "{reason}");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    let closed = input.join("closed");
    fs::create_dir_all(&closed).unwrap();
    fs::write(input.join("good.txt"), GOOD).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&closed).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let run = dir.path().join("out");
    let done = extract(&input, &run, &[]);
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    assert_done(&done);
    assert_eq!(table(&run, "rejects")[0]["reason"], "unreadable");
    assert_eq!(table(&run, "documents").len(), 1);
}

#[test]
fn inputs_that_are_not_there_are_refused() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let none = extract(&dir.path().join("nowhere"), &run, &[]);
    assert_refused(&none, &["nowhere", "no such file"]);
    assert!(!run.exists(), "nothing is made for a run that cannot be");
}

#[test]
fn an_output_that_cannot_be_written_is_refused() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("good.txt");
    fs::write(&input, GOOD).unwrap();
    let run = input.join("out");
    assert_refused(&extract(&input, &run, &[]), &["good.txt/out", "cannot be written"]);
}

#[test]
fn a_folder_of_something_else_is_refused_and_left_alone() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("good.txt");
    fs::write(&input, GOOD).unwrap();
    let thesis = dir.path().join("thesis");
    fs::create_dir(&thesis).unwrap();
    fs::write(thesis.join("claims.csv"), "mine").unwrap();
    for more in [&[][..], &["--fresh"]] {
        assert_refused(&extract(&input, &thesis, more), &["not a run", "choose another -o"]);
    }
    assert_eq!(fs::read_to_string(thesis.join("claims.csv")).unwrap(), "mine");
    assert_eq!(fs::read_dir(&thesis).unwrap().count(), 1);
}
