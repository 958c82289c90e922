//! Whose words go where: `--no-text` leaves none of an article's, spreadsheets run nothing, and
//! nothing is fetched or sent.

use super::{assert_done, assert_refused, extract, files, newsroom, parquet, skip, table, whosaid};
use arrow_array::StringArray;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use tempfile::tempdir;

/// Words that stand in no dictionary, and so in nothing but the articles.
fn words(article: usize) -> [String; 6] {
    ["zorval", "quimbre", "pralnek", "ostivar", "wexlund", "yttrago"].map(|word| {
        format!("{word}{}", char::from(b'a' + (article % 26) as u8).to_string().repeat(3))
    })
}

fn article(number: usize) -> String {
    let [a, b, c, d, e, f] = words(number);
    format!(
        "At least {number}7,341 {a} were {b} near {c}, the {d} ministry said on Monday.\n\n“We lost \
         every {e},” {f} Brodi told reporters. {a} {b} {c} {d} {e} {f} were never seen again."
    )
}

/// Every place where a word of any article stands, in any file below `folder` or in what was said.
fn leaks(folder: &Path, output: &Output) -> Vec<String> {
    let wanted: BTreeSet<String> = (0..40).flat_map(words).collect();
    let mut leaks = Vec::new();
    let mut look = |place: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).to_lowercase();
        leaks.extend(
            wanted.iter().filter(|word| text.contains(&**word)).map(|w| format!("{place}: {w}")),
        );
    };
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        look("a name", entry.path().as_os_str().as_encoded_bytes());
        if entry.file_type().is_file() {
            look(&entry.path().display().to_string(), &fs::read(entry.path()).unwrap());
        }
        if entry.path().extension().is_some_and(|ending| ending == "parquet") {
            // What lies in it is packed.
            let (schema, batches) = parquet::read(entry.path());
            let cells = format!("{schema:?} {:?}", parquet::rows(&batches));
            look(&entry.path().display().to_string(), cells.as_bytes());
        }
    }
    look("standard output", &output.stdout);
    look("standard error", &output.stderr);
    leaks
}

const NOTATIONS: &str = "csv,jsonl,parquet";

/// Articles in every container, with headlines, and inputs that break in every way.
fn corpus(input: &Path) {
    fs::create_dir(input).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(input.join(name), bytes).unwrap();
    put("a.txt", article(1).as_bytes());
    put("b.md", format!("# {}\n\n{}", words(2).join(" "), article(2)).as_bytes());
    put("c.html", page(3).as_bytes());
    let quoted = |text: &str| serde_json::json!(text).to_string();
    let lines: Vec<String> = (4..12)
        .map(|n| {
            format!(
                "{{\"id\":\"n{n}\",\"title\":{},\"text\":{}}}",
                quoted(&words(n).join(" ")),
                quoted(&article(n))
            )
        })
        .collect();
    put("d.jsonl", lines.join("\n").as_bytes());
    put("e.csv", format!("id,text\n1,\"{}\"\n", article(12)).as_bytes());
    put("n.txt.gz", &gzip(article(0).as_bytes()));
    put("o.warc", &record(&page(22)));
    put("o.warc.gz", &gzip(&record(&page(21))));
    put("p.tsv", format!("id\ttext\n1\t{}\n", article(24).replace('\n', " ")).as_bytes());
    let line = serde_json::json!({"title": words(25).join(" "), "text": article(25)});
    put("q.jsonl.zst", &zstd::encode_all(line.to_string().as_bytes(), 1).unwrap());
    let rows =
        |n: usize| [words(n).join(" "), article(n)].map(|text| StringArray::from(vec![text]));
    let [titles, texts] = rows(23).map(Arc::new);
    parquet::write(&input.join("r.parquet"), [("title", titles), ("text", texts)], 1);
    // None of these can be read.
    put(
        "f.jsonl",
        format!("{}\n{{\"text\":{}\n[{0}]\n", quoted(&article(13)), quoted(&article(14)))
            .as_bytes(),
    );
    put("g.csv", format!("{},b\n\"{}\",c\n", words(15).join(" "), article(15)).as_bytes());
    put("h.txt", words(16).join(" ").repeat(2_000).as_bytes());
    put("i.html", format!("<nav><a>{}</a></nav>", words(17).join(" ")).as_bytes());
    put("j.csv", format!("id,text\n1,\"{}\",2,3\n", article(18)).as_bytes());
    put(
        "k.jsonl",
        format!("{{\"text\":{{\"{}\":1}},\"{}\":2}}", words(19)[0], words(19)[1]).as_bytes(),
    );
    put("l.txt", &[article(20).as_bytes(), b"\0\0\0\xff\xfe"].concat());
    put("m.txt.gz", article(20).as_bytes());
    let cut = |bytes: &[u8]| bytes[..bytes.len() * 2 / 3].to_vec();
    put("s.txt.gz", &cut(&gzip(article(13).repeat(40).as_bytes())));
    put("t.warc", &cut(&record(&page(14))));
    put("u.tsv", format!("{}\t{}\n", words(15).join("\t"), article(15)).as_bytes());
    put("v.jsonl.zst", &cut(&zstd::encode_all(article(16).repeat(40).as_bytes(), 1).unwrap()));
    let [titles, texts] = rows(17).map(Arc::new);
    parquet::write(
        &input.join("w.parquet"),
        [(&*words(17)[0], titles), (&*words(17)[1], texts)],
        1,
    );
    put("x.parquet", &cut(&fs::read(input.join("r.parquet")).unwrap()));
}

/// Those of the articles that can be read, one a container at least.
const READABLE: [usize; 18] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 21, 22, 23, 24, 25];

fn page(number: usize) -> String {
    let (title, text) = (words(number).join(" "), article(number).repeat(3));
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article>"
    )
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A page as a web archive holds it.
fn record(page: &str) -> Vec<u8> {
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/a\r\n\
                Content-Type: application/http; msgtype=response";
    format!("{head}\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n", answer.len()).into_bytes()
}

#[test]
fn without_text_no_word_of_an_article_is_written_anywhere() {
    let dir = tempdir().unwrap();
    let (input, run) = (dir.path().join("in"), dir.path().join("out"));
    corpus(&input);
    // The test would find them, were they there.
    let told_run = dir.path().join("told");
    let told = extract(&input, &told_run, &["--format", NOTATIONS, "--language", "any"]);
    assert_done(&told);
    let leaked = leaks(&told_run, &told);
    for n in READABLE {
        for ending in ["csv", "jsonl", "parquet"] {
            let found = |leak: &&String| leak.ends_with(&format!(".{ending}: {}", words(n)[0]));
            assert!(leaked.iter().any(|leak| found(&leak)), "{n} {ending}: {leaked:?}");
        }
    }

    let more = ["--no-text", "--format", NOTATIONS, "--numbers", "all", "--language", "any"];
    let done = extract(&input, &run, &more);
    assert_done(&done);
    assert_eq!(leaks(&run, &done), [""; 0]);
    assert_eq!(table(&run, "documents").len(), table(&told_run, "documents").len());
    let claims = table(&run, "claims");
    assert!(claims.len() >= 12, "numbers and their places stay: {}", claims.len());
    assert!(
        claims.iter().all(|row| row["quantity"].is_empty() && !row["quantity_start"].is_empty())
    );
    assert!(claims.iter().any(|row| row["value"] == "17341"));
    assert!(table(&run, "rejects").len() >= 14, "{:?}", table(&run, "rejects"));
    let traced = whosaid().arg("trace").arg(&run).output().unwrap();
    assert_refused(&traced, &["--no-text"]);
    assert_eq!(leaks(&run, &traced), [""; 0]);
}

#[test]
fn without_text_the_encoder_lets_no_word_out_either() {
    let dir = tempdir().unwrap();
    let (input, run) = (dir.path().join("in"), dir.path().join("out"));
    fs::create_dir(&input).unwrap();
    for n in 0..4 {
        fs::write(input.join(format!("{n}.txt")), article(n)).unwrap();
    }
    fs::write(input.join("page.html"), page(4)).unwrap();
    fs::write(input.join("broken.jsonl"), format!("{{\"{}\":1}}", words(5)[0])).unwrap();
    let mut command = whosaid();
    command.args(["extract", "--no-text", "--format", NOTATIONS]).arg(&input);
    let done = command.arg("-o").arg(&run).output().unwrap();
    assert_done(&done);
    assert_eq!(leaks(&run, &done), [""; 0]);
    assert!(table(&run, "attributions").len() >= 4, "somebody speaks");
    assert!(table(&run, "claims").iter().any(|row| row["value"] == "17341"));
}

#[test]
fn without_text_a_stopped_run_keeps_no_word_either() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let mut command = whosaid();
    command.args(["extract", "--reader", "lexicon", "--no-text", "--shard-size", "2", "-", "-o"]);
    let mut child = command.arg(&run).stdin(std::process::Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let lines: String = (0..40)
        .map(|n| format!("{}\n", serde_json::json!({"title": words(n)[0], "text": article(n)})))
        .collect();
    std::io::Write::write_all(&mut pipe, lines.as_bytes()).unwrap();
    let begun = std::time::Instant::now();
    while !run.join(".shards/000002").exists() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(60));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(leaks(&run, &output), [""; 0]);
}

#[test]
fn no_cell_is_run_by_a_spreadsheet() {
    let dir = tempdir().unwrap();
    let (input, run) = (dir.path().join("in.jsonl"), dir.path().join("out"));
    let evil = ["=HYPERLINK(\"http://e\")", "+1+2", "-2+3", "@SUM(A1)", "\t=2", "\r=3", "'=1"];
    let lines: String = evil
        .iter()
        .map(|cell| {
            let text = format!("{cell} 12 men were hurt, {cell} said. “{cell},” said {cell}.");
            let line = serde_json::json!({
                "id": cell.trim(), "title": cell, "source": cell, "url": cell, "date": cell, "text": text,
            });
            format!("{line}\n")
        })
        .collect();
    fs::write(&input, lines).unwrap();
    assert_done(&extract(&input, &run, &["--spreadsheet-safe", "--numbers", "all"]));
    let mut guarded = 0;
    for name in ["claims", "attributions", "sentences", "documents", "rejects"] {
        for row in table(&run, name) {
            for (column, cell) in row {
                let numeric = cell.parse::<f64>().is_ok();
                let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(numeric || !runs, "{name}.{column}: {cell:?}");
                guarded += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(guarded >= 5 * evil.len(), "{guarded}");
    // And what was guarded is explained as it was.
    for id in evil {
        let explain = |input: &Path| {
            let mut command = whosaid();
            let command =
                command.args(["explain", "--reader", "lexicon", "--id", id.trim()]).arg(input);
            let output = command.output().unwrap();
            assert_done(&output);
            output.stdout
        };
        assert_eq!(explain(&run), explain(&input), "{id:?}");
    }
}

#[test]
fn no_cell_of_trace_is_run_by_a_spreadsheet() {
    let dir = tempdir().unwrap();
    let (input, run) = (dir.path().join("in.jsonl"), dir.path().join("out"));
    let guess = "+Morland could send up to 700 tents to the flooded towns on the Isk, a senior \
                 official told the Quay Observer on condition of anonymity.";
    let fact = "-Morland has announced it will send 700 tents to the flooded towns on the Isk.";
    let articles =
        [("=1", guess, "2024-02-01"), ("@2", guess, "2024-02-02"), ("+3", fact, "2024-02-03")];
    let line = |(id, text, date)| {
        let line = serde_json::json!({"id": id, "source": "@Echo", "date": date, "text": text});
        format!("{line}\n")
    };
    fs::write(&input, articles.map(line).concat()).unwrap();
    assert_done(&extract(&input, &run, &["--spreadsheet-safe"]));
    assert_done(&whosaid().arg("trace").arg(&run).output().unwrap());
    let mut guarded = 0;
    for name in ["families", "family_claims", "sources", "drift"] {
        let rows = table(&run, name);
        assert!(!rows.is_empty(), "{name}");
        for (column, cell) in rows.into_iter().flatten() {
            let numeric = cell.parse::<f64>().is_ok();
            let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(numeric || !runs, "{name}.{column}: {cell:?}");
            guarded += usize::from(cell.starts_with('\''));
        }
    }
    assert!(guarded > 0);
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_fetched_or_sent() {
    let program = env!("CARGO_BIN_EXE_whosaid");
    // The program could not if it would: it does not know how to ask for a connection.
    match Command::new("nm").args(["-D", "--undefined-only", program]).output() {
        Ok(output) if output.status.success() => {
            let symbols = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(symbols.contains(" read@"), "symbols of the program: {symbols}");
            for name in ["socket", "connect", "getaddrinfo", "sendto", "bind", "listen"] {
                assert!(!symbols.contains(&format!(" {name}@")), "the program imports {name}");
            }
        }
        _ => skip("nm, to list what the program imports, is not here"),
    }
    let dir = tempdir().unwrap();
    let (alone, plain) = (dir.path().join("alone"), dir.path().join("plain"));
    let mut command = Command::new("unshare");
    command.args(["--net", program, "extract", "--reader", "lexicon", "-q"]).arg(newsroom());
    let output = command.arg("-o").arg(&alone).output();
    if !output.is_ok_and(|output| output.status.success()) {
        return skip("this user may not leave the network (unshare --net)");
    }
    assert_done(&extract(&newsroom(), &plain, &[]));
    assert_eq!(files(&alone), files(&plain));
}
