//! Hostile input: an article, an archive or a folder made to do harm is a row in the rejects or
//! a refusal, in bounded time and memory, and nothing else is lost.
//!
//! `WHOSAID_LARGE=1 cargo test --release --test cli hostile` reads sizes of a gigabyte.

use super::{assert_done, extract, said, spent::spent, table, whosaid};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::tempdir;

const GOOD: &str = "Six houses burned down in Karst, police said on Monday.\n";

fn is_large() -> bool {
    std::env::var_os("WHOSAID_LARGE").is_some()
}

/// Runs over a folder of these files and a good article; the good one is read whatever the
/// others are, and every other is accounted for.
fn run(files: &[(&str, &[u8])], more: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    fs::write(input.join("good.txt"), GOOD).unwrap();
    for (name, bytes) in files {
        fs::write(input.join(name), bytes).unwrap();
    }
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, more));
    assert!(table(&run, "claims").iter().any(|row| row["doc_id"] == "good.txt"));
    (dir, run)
}

/// The reason and detail of the only reject.
#[track_caller]
fn reject(file: &str, bytes: &[u8], more: &[&str]) -> (String, String) {
    let (_dir, run) = run(&[(file, bytes)], more);
    let rejects = table(&run, "rejects");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    (rejects[0]["reason"].clone(), rejects[0]["detail"].clone())
}

/// `whosaid extract - -o OUTPUT` within so many megabytes of address space, fed by `feed`.
fn within(megabytes: u64, output: &Path, feed: impl FnOnce(&mut dyn Write)) -> Output {
    let limit = format!("ulimit -v {}; exec \"$@\"", megabytes << 10);
    let mut child = std::process::Command::new("sh")
        .args(["-c", &limit, "sh", env!("CARGO_BIN_EXE_whosaid")])
        .args(["extract", "--reader", "lexicon", "-j", "1", "-", "-o"])
        .arg(output)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    feed(&mut child.stdin.take().unwrap());
    child.wait_with_output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_longer_than_memory_is_passed_over() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let megabytes = if is_large() { 1_000 } else { 300 };
    let done = within(400, &run, |pipe| {
        let megabyte = b"and then ".repeat(1_000_000 / 9 + 1);
        pipe.write_all(b"{\"text\":\"").unwrap();
        for _ in 0..megabytes {
            pipe.write_all(&megabyte[..1_000_000]).unwrap();
        }
        pipe.write_all(b"\"}\n{\"id\":\"after\",\"text\":\"Six men were hurt.\"}\n").unwrap();
    });
    assert_done(&done);
    let rejects = table(&run, "rejects");
    assert_eq!((&*rejects[0]["reason"], &*rejects[0]["record"]), ("too_large", "1"));
    assert_eq!(table(&run, "documents")[0]["doc_id"], "after");
}

#[cfg(target_os = "linux")]
#[test]
fn parentheses_without_end_are_refused() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let done = within(400, &run, |pipe| {
        let megabyte = vec![b'('; 1_000_000];
        for _ in 0..if is_large() { 1_000 } else { 100 } {
            // Once the limit is reached nobody listens any more.
            if pipe.write_all(&megabyte).is_err() {
                break;
            }
        }
    });
    assert_done(&done);
    let rejects = table(&run, "rejects");
    assert_eq!(rejects[0]["reason"], "too_large");
    assert!(rejects[0]["detail"].contains("--max-article-bytes"));
}

/// A small Parquet file of rows that all hold one text of so many megabytes.
fn parquet_of_one_text(rows: usize, megabytes: usize) -> Vec<u8> {
    use arrow_array::{DictionaryArray, Int32Array, RecordBatch, StringArray};
    use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};
    use parquet::basic::{Compression, ZstdLevel};
    use parquet::file::properties::WriterProperties;
    let text = std::sync::Arc::new(StringArray::from(vec!["a".repeat(megabytes << 20)]));
    let column = DictionaryArray::new(Int32Array::from(vec![0; rows]), text);
    let column: arrow_array::ArrayRef = std::sync::Arc::new(column);
    let batch = RecordBatch::try_from_iter([("text", column)]).unwrap();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_dictionary_page_size_limit(1 << 30)
        .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None)
        .build();
    // A reader that is told of the dictionary would keep it.
    let options =
        ArrowWriterOptions::new().with_properties(properties).with_skip_arrow_metadata(true);
    let mut writer =
        ArrowWriter::try_new_with_options(Vec::new(), batch.schema(), options).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn parquet_that_unpacks_without_end_is_refused_with_the_limit() {
    let dir = tempdir().unwrap();
    for (name, rows, megabytes, most) in
        [("page", 1, 300, "268435456 bytes"), ("rows", 60, 11, "500 times its size")]
    {
        let input = dir.path().join(name).with_extension("parquet");
        fs::write(&input, parquet_of_one_text(rows, megabytes)).unwrap();
        assert!(fs::metadata(&input).unwrap().len() < 100_000);
        let run = dir.path().join(name);
        let limit = format!("ulimit -v {}; exec \"$@\"", 400 << 10);
        let done = std::process::Command::new("sh")
            .args(["-c", &limit, "sh", env!("CARGO_BIN_EXE_whosaid")])
            .args(["extract", "--reader", "lexicon", "-j", "1"])
            .arg(&input)
            .arg("-o")
            .arg(&run)
            .output()
            .unwrap();
        assert_done(&done);
        let rejects = table(&run, "rejects");
        let last = rejects.last().unwrap();
        assert!(rejects.iter().all(|row| row["reason"] == "too_large"), "{rejects:?}");
        assert!(rejects.len() <= 25, "{}", rejects.len());
        assert!(last["detail"].contains(most), "{}", last["detail"]);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Megabytes of one byte, a frame each that ends in a line feed.
fn zstd(byte: u8, megabytes: usize) -> Vec<u8> {
    let mut megabyte = vec![byte; 1 << 20];
    *megabyte.last_mut().unwrap() = b'\n';
    zstd::encode_all(&megabyte[..], 1).unwrap().repeat(megabytes)
}

#[test]
fn decompression_bombs_are_refused_with_the_limit() {
    // One article may not be larger than the limit, however small it is stored,
    let (reason, detail) = reject("one.txt.gz", &gzip(&vec![b'a'; 20 << 20]), &[]);
    assert_eq!(reason, "too_large");
    assert!(detail.contains("10485760 bytes"), "{detail}");
    // nor a line,
    let line = zstd::encode_all(&vec![b'a'; 20 << 20][..], 1).unwrap();
    let (reason, detail) = reject("line.jsonl.zst", &line, &[]);
    assert_eq!(reason, "too_large", "{detail}");
    // nor may lines unpack without end, even blank ones.
    let (reason, detail) = reject("lines.jsonl.zst", &zstd(b' ', 600), &[]);
    assert_eq!(reason, "too_large");
    assert!(detail.contains("500 times its size") && detail.contains("unpack it"), "{detail}");
    let mut open = zstd::encode_all(&b"id,text\n1,\""[..], 1).unwrap();
    open.extend(zstd(b'a', 600));
    let (reason, detail) = reject("table.csv.zst", &open, &[]);
    assert!(reason == "too_large" && detail.contains("500 times"), "{reason}: {detail}");
    // A bomb in a bomb is not opened.
    let inner = gzip(&gzip(&vec![0; 1 << 20]));
    assert_eq!(reject("nested.txt.gz", &inner, &[]).0, "binary");
}

#[test]
fn what_was_read_before_a_bomb_is_kept() {
    let mut bytes =
        zstd::encode_all(&b"{\"id\":\"first\",\"text\":\"Six men.\"}\n"[..], 1).unwrap();
    bytes.extend(zstd(b' ', 600));
    let (_dir, run) = run(&[("feed.jsonl.zst", &bytes)], &[]);
    let documents = table(&run, "documents");
    assert!(documents.iter().any(|row| row["doc_id"] == "first"), "{documents:?}");
}

#[test]
fn ids_are_never_taken_for_paths() {
    let ids =
        ["../../../escaped", "/tmp/whosaid-escaped", "a\\u0000b", "..\\\\..\\\\c", "\\n", "."];
    let lines: String =
        ids.map(|id| format!("{{\"id\":\"{id}\",\"text\":\"Six men were hurt.\"}}\n")).concat();
    let (dir, run) = run(&[("ids.jsonl", lines.as_bytes())], &["--format", "csv,jsonl"]);
    assert_eq!(table(&run, "documents").len(), 1 + ids.len(), "every id names its article");
    let mut found: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().path()).collect();
    found.sort();
    assert_eq!(found, [dir.path().join("in"), run.clone()]);
    let known = [
        "attributions",
        "claims",
        "codebook",
        "datapackage",
        "documents",
        "findings",
        "inputs",
        "manifest",
        "rejects",
        "sentences",
        ".whosaid",
    ];
    for entry in fs::read_dir(&run).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(known.contains(&name), "{}", path.display());
    }
    assert!(!Path::new("/tmp/whosaid-escaped").exists());
    // Nor do they reach the terminal as they are.
    let drawn = whosaid()
        .args(["explain", "--reader", "lexicon", "--text", "\u{1b}[2JSix men were hurt, he said."])
        .output()
        .unwrap();
    assert!(!drawn.stdout.contains(&0x1b), "{}", String::from_utf8_lossy(&drawn.stdout));
}

#[cfg(unix)]
#[test]
fn links_that_loop_or_lead_out_of_a_run_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir_all(input.join("a/b")).unwrap();
    fs::write(input.join("good.txt"), GOOD).unwrap();
    symlink(&input, input.join("a/b/loop")).unwrap();
    symlink(input.join("self.txt"), input.join("self.txt")).unwrap();
    symlink("/dev/zero", input.join("zero.txt")).unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    assert_eq!(table(&run, "documents").len(), 1);

    // A run folder from somebody else, whose own names lead to what is dear to me.
    let dear = dir.path().join("dear");
    fs::create_dir_all(dear.join("photos")).unwrap();
    fs::write(dear.join("recipe.json"), "{\"soup\": 1}").unwrap();
    let theirs = dir.path().join("theirs");
    fs::create_dir(&theirs).unwrap();
    fs::write(theirs.join(".whosaid"), "").unwrap();
    for name in ["manifest.json.tmp", "codebook.md.tmp", "claims.csv", "datapackage.json"] {
        symlink(dear.join("recipe.json"), theirs.join(name)).unwrap();
    }
    symlink(&dear, theirs.join(".shards")).unwrap();
    for more in [&[][..], &["--fresh"]] {
        let output = extract(&input, &theirs, more);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("is a link"), "{}", said(&output));
    }
    fs::remove_file(theirs.join(".shards")).unwrap();
    assert_done(&extract(&input, &theirs, &[]));
    assert_eq!(fs::read_to_string(dear.join("recipe.json")).unwrap(), "{\"soup\": 1}");
    assert!(dear.join("photos").is_dir());
    assert_eq!(table(&theirs, "documents").len(), 1);
}

#[test]
fn markup_nested_ten_thousand_deep_is_refused() {
    for tag in ["div", "b", "table", "ul><li", "blockquote", "font", "select", "svg", "template"] {
        let mut page = b"<html><body>".to_vec();
        page.extend(format!("<{tag}>").repeat(10_000).bytes());
        page.extend(GOOD.repeat(20).bytes());
        let (_dir, run) = run(&[("deep.html", &page)], &[]);
        let rejects = table(&run, "rejects");
        let documents = table(&run, "documents");
        assert_eq!(rejects.len() + documents.len(), 2, "{tag}: {rejects:?}");
    }
    let (reason, detail) = reject("deep.html", "<div>".repeat(10_000).as_bytes(), &[]);
    assert!(detail.contains("nesting"), "{reason}: {detail}");
}

#[test]
fn json_made_to_exhaust_a_reader_is_one_reject() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let objects = format!("{}1{}", "{\"text\":".repeat(100_000), "}".repeat(100_000));
    let keys: String = (0..100_000).map(|n| format!("\"k{n}\":{n},")).collect();
    let keys = format!("{{{keys}\"text\":\"Six men were hurt.\"}}");
    let number = format!("{{\"text\":\"Six men.\",\"n\":1{}}}", "0".repeat(1_000_000));
    let lines = [deep, objects, keys, number].join("\n");
    let begun = Instant::now();
    let (_dir, run) = run(&[("feed.jsonl", lines.as_bytes())], &[]);
    assert!(begun.elapsed() < Duration::from_secs(30));
    let documents = table(&run, "documents");
    assert_eq!(table(&run, "rejects").len() + documents.len(), 5);
    assert!(documents.iter().any(|row| row["text"] == "Six men were hurt."));
}

/// The cells of a claim and the text they point into agree, whatever stands in it.
#[track_caller]
fn assert_places(run: &Path) {
    let texts: BTreeMap<String, Vec<char>> = table(run, "documents")
        .into_iter()
        .map(|row| (row["doc_id"].clone(), row["text"].chars().collect()))
        .collect();
    let claims = table(run, "claims");
    assert!(!claims.is_empty());
    for row in claims {
        let at = |column: &str| row[column].parse::<usize>().unwrap();
        let (start, end) = (at("quantity_start"), at("quantity_end"));
        let words: String = texts[&row["doc_id"]][start..end].iter().collect();
        assert_eq!(words, row["quantity"]);
    }
}

#[test]
fn characters_that_hide_or_turn_round_do_not_shift_places() {
    let texts = [
        "\u{200b}Six\u{200b} men\u{200d} were\u{feff} hurt, po\u{ad}lice\u{2060} said on Monday.",
        "\u{202e}Six men were hurt,\u{202c} \u{2066}police\u{2069} said: \u{200f}12 boats sank.",
        "S\u{0301}\u{0302}ix men e\u{0301} 40\u{20e3} were hurt, police said. 👩‍👩‍👧 7 boats sank.",
        "\u{fffd}\u{ffff}\u{10ffff}Nine men were hurt, police said.\u{2028}Ten boats sank.\u{85}",
        "6\u{a0}000 men were hurt, police said on 3\u{202f}May; ６０ boats sank, ٣ men too.",
    ];
    let lines: String =
        texts.iter().map(|text| format!("{}\n", serde_json::json!({ "text": text }))).collect();
    let (_dir, run) = run(&[("odd.jsonl", lines.as_bytes())], &[]);
    assert_eq!(table(&run, "documents").len(), 1 + texts.len());
    assert_places(&run);
}

#[test]
fn lone_surrogates_and_nul_bytes_are_read_or_told() {
    let lines = "{\"id\":\"lone\",\"text\":\"Six \\ud83d men were hurt.\"}\n\
                 {\"id\":\"nul\",\"text\":\"Nine\\u0000 men were hurt.\"}\n\
                 {\"id\":\"key\",\"\\udead\":1,\"text\":\"Ten men were hurt.\"}\n";
    let (_dir, run) = run(
        &[
            ("odd.jsonl", lines.as_bytes()),
            ("nul.txt", b"Six men\0 were hurt."),
            ("nuls.csv", b"\0\0"),
        ],
        &["--format", "csv,jsonl"],
    );
    assert_places(&run);
    let documents = table(&run, "documents");
    let text = |id: &str| documents.iter().find(|row| row["doc_id"] == id).map(|row| &*row["text"]);
    assert_eq!(text("lone"), Some("Six \u{fffd} men were hurt."));
    assert_eq!(
        text("nul"),
        Some("Nine  men were hurt."),
        "a place is kept for what cannot be shown"
    );
    assert_eq!(documents.len() + table(&run, "rejects").len(), 6);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_read_and_told_apart() {
    use std::os::unix::ffi::OsStrExt;
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    let names: [&[u8]; 5] =
        [b"\xff.txt", b"\xfe.txt", b"new\nline.txt", b"=1+2.txt", b"\x1b[2J.txt"];
    for name in names {
        let path = input.join(std::ffi::OsStr::from_bytes(name));
        File::create(path).unwrap().write_all(GOOD.as_bytes()).unwrap();
    }
    let run = dir.path().join("out");
    let done = extract(&input, &run, &["--spreadsheet-safe"]);
    assert_done(&done);
    assert!(!done.stdout.contains(&0x1b) && !done.stderr.contains(&0x1b), "{}", said(&done));
    let documents = table(&run, "documents");
    let ids: std::collections::BTreeSet<_> = documents.iter().map(|row| &row["doc_id"]).collect();
    assert_eq!(ids.len(), names.len());
    assert!(ids.contains(&"'=1+2.txt".to_owned()), "{ids:?}");
    let again = extract(&input, &run, &["--spreadsheet-safe"]);
    assert!(said(&again).contains("already complete"), "{}", said(&again));
}

/// Pieces of texts that are made to take long.
const PATTERNS: [&str; 33] = [
    "((((",
    "))))",
    "\"\"\"\"",
    "““““",
    "’’’’",
    "said said ",
    "1 1 1 1 ",
    "1,1,1,1,",
    "1-1-1-",
    "one hundred ",
    "and ",
    "a.a.a.",
    "Mr. ",
    "... ",
    "$ $ ",
    "e\u{301}\u{301}",
    "\u{200b}",
    "according to ",
    "“a,” he said, ",
    "said Ana Brodi, ",
    "of the of the ",
    "half a half ",
    "\n",
    " ",
    "\t",
    "- ",
    "# ",
    "&amp;",
    "http://a.b/",
    "A",
    "1",
    "Ä\u{a0}",
    "million ",
];

/// A text of a pattern: one long sentence, paragraphs, or a sentence longer than they may be.
fn made_of(pattern: &str, shape: &str, times: usize) -> String {
    match shape {
        "line" => pattern.repeat(times * 4_000 / pattern.chars().count()),
        "lines" => {
            let paragraphs = times * 6_000 / (pattern.len() * 40);
            format!("{}.\n\n", pattern.repeat(40)).repeat(paragraphs)
        }
        _ => pattern.repeat(times * 25_000 / pattern.len()),
    }
}

const SHAPES: [&str; 3] = ["line", "lines", "endless"];

#[test]
fn texts_made_to_take_long_are_all_accounted_for() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    for (number, pattern) in PATTERNS.iter().enumerate() {
        for shape in SHAPES {
            let text = made_of(pattern, shape, 4);
            fs::write(input.join(format!("{number}-{shape}.txt")), text).unwrap();
        }
    }
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let accounted = table(&run, "documents").len() + table(&run, "rejects").len();
    assert_eq!(accounted, 3 * PATTERNS.len());
    assert!(table(&run, "rejects").iter().all(|row| row["reason"] != "failed"));
}

#[test]
fn texts_made_to_take_long_take_time_that_grows_with_their_length() {
    use whosaid::{claim::Numbers, clean::clean, ingest::Raw, reading::lexicon::Lexicon};
    let pipeline = whosaid::Pipeline::new(Box::new(Lexicon), Numbers::All);
    let read = |text: &str| {
        let found = clean(Raw::text("x", text)).ok().and_then(|document| {
            let findings = pipeline.read(&document).ok()?;
            Some(whosaid::table::Article::new(&document, &findings).findings.claims.len())
        });
        std::hint::black_box(found);
    };
    read(GOOD);
    for pattern in PATTERNS {
        for shape in SHAPES {
            let [short, long] = [1, 4].map(|times| made_of(pattern, shape, times));
            let mut often = 1;
            let time = |text: &str, often| spent(|| (0..often).for_each(|_| read(text))).1;
            // The system counts in milliseconds.
            while time(&short, often) < Duration::from_millis(10) {
                often *= 2;
            }
            // Four times the text takes four times as long, and sixteen times if time grows with the
            // square; what seems to take too long is measured again.
            let mut took = [Duration::ZERO; 2];
            let grows_with_the_length = (0..5).any(|_| {
                took = [&short, &long].map(|text| time(text, often));
                took[1] < took[0] * 8 + Duration::from_millis(10)
            });
            assert!(
                grows_with_the_length,
                "{pattern:?} as {shape}: {took:?} for four times as long"
            );
        }
    }
}

/// Every output of the program that an escape sequence, a line break or a mark that turns the line
/// round went into, from keys, ids, names of files and annotations.
#[test]
fn nothing_that_is_told_moves_the_cursor() {
    const EVIL: &str = "\u{1b}[2J\u{9b}31m\r\n\u{202e}\u{2066}\u{7}\u{85}";
    let dir = tempdir().unwrap();
    let file = |name: &str, json: &serde_json::Value| {
        let path = dir.path().join(name);
        fs::write(&path, format!("{json}\n")).unwrap();
        path
    };
    let newsroom = Path::new(env!("CARGO_MANIFEST_DIR")).join("datasets/newsroom/gold/dev.jsonl");
    let line = fs::read_to_string(newsroom).unwrap();
    let mut gold: serde_json::Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    gold["id"] = EVIL.into();
    let whole = file("gold.jsonl", &gold);
    let twice = dir.path().join("twice.jsonl");
    fs::write(&twice, format!("{gold}\n{gold}\n")).unwrap();
    for annotations in ["attributions", "quantities"] {
        gold[annotations] = serde_json::json!([]);
    }
    let nothing = file("nothing.jsonl", &gold);
    let key = file("key.jsonl", &serde_json::json!({EVIL: 1}));
    let missing = dir.path().join(EVIL);
    let lexicon = ["--reader", "lexicon"];

    let mut explain = whosaid();
    explain.arg("explain").args(lexicon).arg(&key);
    let mut nowhere = whosaid();
    nowhere.arg("explain").args(lexicon).arg(&missing);
    let mut convert = whosaid();
    convert.arg("convert").arg(&twice).args(["--to", "brat", "-o"]).arg(dir.path().join("brat"));
    let mut eval = whosaid();
    eval.arg("eval").arg(&whole).arg(&nothing).args(["--errors", "3"]);
    let mut empty = whosaid();
    empty.arg("extract").args(lexicon).arg(&missing).arg("-o").arg(dir.path().join("out"));
    let mut done = whosaid();
    done.arg("extract").args(lexicon).arg(&whole).arg("-o").arg(&missing);
    for mut command in [explain, nowhere, convert, eval, empty, done] {
        let output = command.output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8(told).unwrap();
        assert!(told.contains("\\u{1b}[2J\\u{9b}31m\\r\\n\\u{202e}"), "{command:?}: {told}");
        let moves = |c: char| c.is_control() && c != '\n' || "\u{202e}\u{2066}".contains(c);
        assert!(!told.contains(moves), "{command:?}: {told}");
    }
}
