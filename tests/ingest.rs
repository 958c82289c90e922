//! Inputs of every form and every fault, as files in temporary folders.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;
use whosaid::ingest::{self, Articles, Body, Error, FieldMap, Options, Raw, Reject};
use whosaid::labels::Reason;

/// A folder with these files; a name may lead through folders.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn open(path: &Path, options: &Options) -> Articles {
    ingest::open(&[path.to_str().unwrap().to_owned()], options).unwrap()
}

fn all(path: &Path) -> Vec<Result<Raw, Reject>> {
    open(path, &Options::default()).collect()
}

/// The items of one file with these bytes.
fn items(name: &str, bytes: &[u8]) -> Vec<Result<Raw, Reject>> {
    all(&folder(&[(name, bytes)]).path().join(name))
}

fn text(raw: &Raw) -> String {
    match &raw.body {
        Body::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Body::Text(text) => text.clone(),
    }
}

/// `id=text` of an article, `place reason` of a reject.
fn line(item: &Result<Raw, Reject>) -> String {
    match item {
        Ok(raw) => format!("{}={}", raw.id, text(raw)),
        Err(reject) => {
            let record = reject.place.record.map_or("-".to_owned(), |record| record.to_string());
            format!("{record} {}", reject.reason)
        }
    }
}

fn lines(items: &[Result<Raw, Reject>]) -> Vec<String> {
    items.iter().map(line).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_folder_is_read_in_the_order_of_its_paths() {
    let folder = folder(&[
        ("b.txt", b"three"),
        ("a/z.md", b"two"),
        ("a/b/x.txt", b"one"),
        ("c.pdf", b"%PDF"),
        ("d.PDF", b"%PDF"),
        ("README", b"no"),
        (".hidden.txt", b"no"),
    ]);
    let mut articles = open(folder.path(), &Options::default());
    let items: Vec<_> = articles.by_ref().collect();
    assert_eq!(lines(&items), ["a/b/x.txt=one", "a/z.md=two", "b.txt=three"]);
    assert_eq!(articles.skipped().to_string(), "4 files skipped: .pdf 2, hidden 1, no extension 1");
    assert_eq!(articles.take_files().len(), 3);
    assert_eq!(articles.progress().read, 11);
    assert_eq!(articles.progress().total, Some(11));
}

#[test]
fn json_lines_name_their_fields_in_the_usual_ways() {
    let items = items(
        "news.jsonl",
        br#"{"id": "k1", "text": "Rain fell.", "title": "Rain", "lang": "en"}
{"uuid": 7, "body": "Snow\nfell.", "source": {"name": "The Gale"}, "published": "2024-05-01"}

{"Body": "Hail fell.", "link": "https://gale.example/hail", "id": null}
"#,
    );
    let raws: Vec<_> = items.into_iter().map(Result::unwrap).collect();
    assert_eq!((raws[0].id.as_str(), raws[0].meta.title.as_str()), ("k1", "Rain"));
    assert_eq!(raws[0].meta.language, "en");
    assert_eq!((raws[1].id.as_str(), text(&raws[1]).as_str()), ("7", "Snow\nfell."));
    assert_eq!(
        (raws[1].meta.source.as_str(), raws[1].meta.date.as_str()),
        ("The Gale", "2024-05-01")
    );
    assert!(raws[2].id.starts_with("h-"));
    assert_eq!(raws[2].place.record, Some(4));
}

#[test]
fn a_map_leads_into_nested_objects() {
    let folder = folder(&[(
        "a.jsonl",
        br#"{"doc": {"full": "Six men came.", "at": {"url": "u"}}, "text": "teaser", "meta.id": 5}"#,
    )]);
    let map = FieldMap::parse(&["text=doc.full,url=doc.at.url", "id=meta.id"]).unwrap();
    let options = Options { map, ..Options::default() };
    let raw = open(folder.path(), &options).next().unwrap().unwrap();
    assert_eq!(
        (text(&raw).as_str(), raw.meta.url.as_str(), raw.id.as_str()),
        ("Six men came.", "u", "5")
    );
}

#[test]
fn a_bad_line_does_not_harm_its_neighbours() {
    let bytes: &[&[u8]] = &[
        b"\xef\xbb\xbf{\"id\": 1, \"text\": \"one\"}\r\n",
        b"{\"id\": 2, \"text\": \"tw\n",
        b"{\"id\": 3, \"text\": \"\xff\"}\n",
        b"{\"id\": 4, \"words\": \"no text\"}\n",
        b"{\"id\": 5, \"text\": \" \"}\n",
        b"[1, 2]\n",
        b"{\"id\": 6, \"text\": [\"a\"]}\n",
        b"{\"id\": 7, \"text\": \"lone \\ud83d half, \\\\ud83d, \\ud83d\\ude00\"}\n",
        b"{\"id\": 8, \"text\": \"nul \\u0000\"}",
    ];
    let items = items("a.jsonl", &bytes.concat());
    assert_eq!(
        lines(&items),
        [
            "1=one",
            "2 bad_json",
            "3 bad_encoding",
            "4 missing_text",
            "5 empty",
            "6 bad_json",
            "7 missing_text",
            "7=lone \u{fffd} half, \\ud83d, \u{1f600}",
            "8=nul \0",
        ]
    );
    let detail = |at: usize| items[at].as_ref().unwrap_err().detail.clone();
    assert!(detail(3).contains("found id, words; name it with --map text=COLUMN"), "{}", detail(3));
    assert_eq!(items[3].as_ref().unwrap_err().id.as_deref(), Some("4"));
    assert!(detail(5).contains("jq"));
}

#[test]
fn a_line_over_the_limit_is_passed_over() {
    let long = "x".repeat(2_000_000);
    let bytes = format!(
        "{{\"text\": \"a\"}}\n{{\"text\": \"{long}\"}}\n{{\"id\": \"z\", \"text\": \"b\"}}\n"
    );
    let folder = folder(&[("a.jsonl", bytes.as_bytes()), ("b.txt", long.as_bytes())]);
    let options = Options { max_article_bytes: 1000, ..Options::default() };
    let items: Vec<_> = open(folder.path(), &options).collect();
    assert_eq!(lines(&items[1..]), ["2 too_large", "z=b", "- too_large"]);
    assert!(
        items[1].as_ref().unwrap_err().detail.contains("1000 bytes; raise --max-article-bytes")
    );
}

#[test]
fn articles_before_damage_are_kept() {
    let mut plain = String::new();
    for n in 0..20_000 {
        plain.push_str(&format!("{{\"id\": {n}, \"text\": \"article {}\"}}\n", n * 7919 % 10_007));
    }
    let whole = zstd::encode_all(plain.as_bytes(), 3).unwrap();
    for (name, bytes) in [("a.jsonl.gz", gzip(plain.as_bytes())), ("a.jsonl.zst", whole)] {
        let good = items(name, &bytes);
        assert_eq!(good.len(), 20_000, "{name}");
        assert!(good.iter().all(Result::is_ok));
        let cut = items(name, &bytes[..bytes.len() / 2]);
        let (last, before) = cut.split_last().unwrap();
        assert!(before.len() > 100, "{name}: {}", before.len());
        assert_eq!(lines(before).last(), lines(&good[..before.len()]).last());
        assert_eq!(last.as_ref().unwrap_err().reason, Reason::Truncated);
    }
}

#[test]
fn inputs_that_name_nothing_say_what_to_do() {
    let empty = folder(&[("a.pdf", b"%PDF")]);
    let path = |name: &str| empty.path().join(name).to_str().unwrap().to_owned();
    let error = |input: String| match ingest::open(&[input], &Options::default()) {
        Ok(_) => panic!("opened"),
        Err(error) => error,
    };
    assert!(matches!(error(path("none.txt")), Error::NotFound { .. }));
    assert!(error(path("")).to_string().contains("no articles found (1 file skipped: .pdf 1)"));
    assert!(error(path("a.pdf")).to_string().contains("convert to text"));
    assert!(error(path("*.txt")).to_string().contains("no articles found"));
    assert!(matches!(ingest::open(&[], &Options::default()), Err(Error::NoInput)));
}

#[test]
fn an_empty_file_is_rejected() {
    for name in ["a.txt", "a.jsonl", "a.txt.gz"] {
        let bytes = if name.ends_with("gz") { gzip(b"") } else { Vec::new() };
        assert_eq!(lines(&items(name, &bytes)), ["- empty"], "{name}");
    }
    assert_eq!(lines(&items("blank.jsonl", b"\n\n \n")), ["- empty"]);
}

#[test]
fn the_fingerprint_tells_inputs_apart_and_not_their_places() {
    let read = |bytes: &[u8]| {
        let folder = folder(&[("a.jsonl", bytes)]);
        let mut articles = open(folder.path(), &Options::default());
        let mut prints = vec![articles.fingerprint()];
        while articles.next().is_some() {
            prints.push(articles.fingerprint());
        }
        prints
    };
    let one = read(b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n");
    let other = read(b"{\"text\": \"a\"}\n{\"text\": \"c\"}\n");
    assert_eq!(one, read(b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n"));
    assert_eq!(one[..2], other[..2]);
    assert_ne!(one[2], other[2]);
}

#[test]
fn tables_name_their_columns() {
    let rows: &[(&str, &[u8])] = &[
        (
            "a.csv",
            b"\xef\xbb\xbfID,Body,Link\r\n1,\"Six men,\nthen \"\"nine\"\"\",u\r\n2,Rain,\r\n",
        ),
        ("a.csv", b"id;text\n1;\"Six men,\nthen \"\"nine\"\"\"\n2;Rain"),
        ("a.tsv", b"id\ttext\n1\t\"Six men,\nthen \"\"nine\"\"\"\n2\tRain\n"),
    ];
    for (name, bytes) in rows {
        assert_eq!(lines(&items(name, bytes)), ["1=Six men,\nthen \"nine\"", "2=Rain"], "{name}");
    }
}

#[test]
fn a_table_without_text_says_which_columns_it_has() {
    let items = items("a.csv", b"id,words,when\n1,Rain,May\n");
    assert_eq!(lines(&items), ["- missing_text"]);
    let detail = &items[0].as_ref().unwrap_err().detail;
    assert!(detail.contains("found id, words, when; name it with --map text=COLUMN"), "{detail}");

    let folder = folder(&[("a.csv", b"id,words,when\n1,Rain,May\n")]);
    let map = FieldMap::parse(&["text=words,date=when"]).unwrap();
    let raw = open(folder.path(), &Options { map, ..Options::default() }).next().unwrap().unwrap();
    assert_eq!((text(&raw).as_str(), raw.meta.date.as_str()), ("Rain", "May"));
}

#[test]
fn a_bad_row_does_not_harm_its_neighbours() {
    let long = "x".repeat(50_000);
    let bytes = format!("id,text\n1,one\n2\n3,a,b\n4,\"{long}\"\n5,\n6,six\n7,\"open\n8,eight\n");
    let folder = folder(&[("a.csv", bytes.as_bytes())]);
    let options = Options { max_article_bytes: 9000, ..Options::default() };
    let items: Vec<_> = open(folder.path(), &options).collect();
    assert_eq!(
        lines(&items),
        ["1=one", "2 bad_csv", "3 bad_csv", "4 too_large", "5 empty", "6=six", "7 bad_csv"]
    );
}

#[test]
fn a_table_in_a_legacy_encoding_is_left_to_cleaning() {
    let items = items(
        "a.csv",
        b"id,title,text\n1,Caf\xe9 closed,The caf\xe9 on the square closed after nine years.\n",
    );
    let raw = items[0].as_ref().unwrap();
    assert_eq!(raw.meta.title, "Caf\u{e9} closed");
    assert!(matches!(raw.body, Body::Bytes(_)));
    let document = whosaid::clean::clean(raw.clone()).unwrap();
    assert_eq!(document.text(), "The caf\u{e9} on the square closed after nine years.");
}

#[test]
fn a_header_alone_and_utf_16_are_told() {
    assert_eq!(lines(&items("a.csv", b"id,text\n")), ["- empty"]);
    let utf16: Vec<u8> =
        "\u{feff}id,text\n1,one\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(lines(&items("a.csv", &utf16)), ["- bad_encoding"]);
    assert_eq!(lines(&items("a.jsonl", &utf16)), ["- bad_encoding"]);
    assert!(items("a.txt", &utf16)[0].is_ok());
}

#[test]
fn a_glob_takes_what_it_matches() {
    let folder = folder(&[
        ("x/1.txt", b"one"),
        ("x/2.md", b"two"),
        ("x/deep/3.txt", b"three"),
        ("y/4.txt", b"four"),
        ("z/5.pdf", b"%PDF"),
    ]);
    let read = |pattern: &str| {
        let items: Vec<_> = open(&folder.path().join(pattern), &Options::default()).collect();
        lines(&items)
    };
    assert_eq!(read("*/*.txt"), ["x/1.txt=one", "y/4.txt=four"]);
    assert_eq!(read("**/*.txt"), ["x/1.txt=one", "x/deep/3.txt=three", "y/4.txt=four"]);
    assert_eq!(read("[xz]"), ["x/1.txt=one", "x/2.md=two", "x/deep/3.txt=three"]);
}

#[test]
fn a_file_two_inputs_reach_is_read_once_and_equal_ids_are_numbered() {
    let folder = folder(&[("a/n.txt", b"one"), ("b/n.txt", b"two")]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let inputs = [path("b/n.txt"), path("a/n.txt"), path("a/n.txt")];
    let items: Vec<_> = ingest::open(&inputs, &Options::default()).unwrap().collect();
    assert_eq!(lines(&items), ["n.txt=two", "n.txt#2=one"]);
}

#[test]
fn an_excluded_folder_is_not_entered() {
    let folder = folder(&[("a.txt", b"one"), ("out/documents.csv", b"id,text\n1,again\n")]);
    let options = Options { exclude: vec![folder.path().join("out")], ..Options::default() };
    let items: Vec<_> = open(folder.path(), &options).collect();
    assert_eq!(lines(&items), ["a.txt=one"]);
}

#[cfg(unix)]
#[test]
fn links_neither_loop_nor_hide_files() {
    let folder = folder(&[("a/one.txt", b"one")]);
    std::os::unix::fs::symlink("..", folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink("a/one.txt", folder.path().join("two.txt")).unwrap();
    std::os::unix::fs::symlink("nowhere.txt", folder.path().join("gone.txt")).unwrap();
    let mut articles = open(folder.path(), &Options::default());
    let items: Vec<_> = articles.by_ref().collect();
    assert_eq!(lines(&items), ["a/one.txt=one", "two.txt=one"]);
    assert_eq!(articles.skipped().to_string(), "2 files skipped: links 2");
}

#[test]
fn a_file_that_vanishes_is_rejected_and_the_rest_is_read() {
    let folder = folder(&[("a.txt", b"one"), ("b.txt", b"two"), ("c.txt", b"three")]);
    let articles = open(folder.path(), &Options::default());
    fs::remove_file(folder.path().join("b.txt")).unwrap();
    let items: Vec<_> = articles.collect();
    assert_eq!(lines(&items), ["a.txt=one", "- unreadable", "c.txt=three"]);
}

#[test]
fn a_name_without_a_known_ending_is_told_from_its_bytes() {
    assert_eq!(lines(&items("a.log", b" {\"id\": 1, \"text\": \"one\"}\n")), ["1=one"]);
    assert_eq!(lines(&items("note", b"Two men came.")), ["note=Two men came."]);
    assert_eq!(lines(&items("a.dump", &gzip(b"{\"id\": 3, \"text\": \"three\"}"))), ["3=three"]);
    let page = &items("page", b"\n<!DOCTYPE html><p>x")[0];
    assert_eq!(page.as_ref().unwrap().format, ingest::Format::Html);
    assert_eq!(lines(&items("a.bin", b"GIF89a\0\0")), ["- binary"]);
}

#[test]
fn files_read_to_their_end_are_known_by_their_hash() {
    let folder = folder(&[("a.jsonl.gz", &gzip(b"{\"text\": \"one\"}\n"))]);
    let mut articles = open(folder.path(), &Options::default());
    assert!(articles.take_files().is_empty());
    assert_eq!(articles.by_ref().count(), 1);
    let bytes = fs::read(folder.path().join("a.jsonl.gz")).unwrap();
    let files = articles.take_files();
    let [file] = &files[..] else { panic!("{files:?}") };
    assert_eq!(file.bytes, bytes.len() as u64);
    let expected: String =
        <sha2::Sha256 as sha2::Digest>::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(file.sha256, Some(expected));
    assert!(articles.take_files().is_empty(), "each is told once");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn json_lines_give_back_what_was_written(
        articles in proptest::collection::vec((any::<String>(), any::<String>()), 1..8),
    ) {
        let mut bytes = String::new();
        for (text, title) in &articles {
            let line = serde_json::json!({"text": text, "title": title});
            bytes.push_str(&line.to_string());
            bytes.push('\n');
        }
        let read = items("a.jsonl", bytes.as_bytes());
        prop_assert_eq!(read.len(), articles.len());
        for (item, (given, title)) in read.iter().zip(&articles) {
            match item {
                Ok(raw) => {
                    prop_assert_eq!(&text(raw), given);
                    prop_assert_eq!(&raw.meta.title, title);
                }
                Err(reject) => {
                    prop_assert_eq!(reject.reason, Reason::Empty);
                    prop_assert!(given.trim().is_empty());
                }
            }
        }
    }

    #[test]
    fn any_bytes_in_any_container_are_accounted_for(
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b','), Just(b'\n'), Just(b'{'), Just(b'<')], 0..400),
        name in prop_oneof![Just("a.txt"), Just("a.jsonl"), Just("a.csv"), Just("a.tsv.gz"), Just("a.md.zst"), Just("a.what")],
    ) {
        let read = items(name, &bytes);
        prop_assert!(!read.is_empty());
        let again = items(name, &bytes);
        prop_assert_eq!(lines(&read), lines(&again));
    }
}
