//! Whose words go where: `--no-text` leaves none of an article's, spreadsheets run nothing, and
//! nothing is fetched or sent.

use super::{assert_done, extract, files, newsroom, table, whosaid};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
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
    }
    look("standard output", &output.stdout);
    look("standard error", &output.stderr);
    leaks
}

/// Articles in every container, with headlines, and inputs that break in every way.
fn corpus(input: &Path) {
    fs::create_dir(input).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(input.join(name), bytes).unwrap();
    put("a.txt", article(1).as_bytes());
    put("b.md", format!("# {}\n\n{}", words(2).join(" "), article(2)).as_bytes());
    let page = format!(
        "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>{1}</p></article>",
        words(3).join(" "),
        article(3).repeat(3)
    );
    put("c.html", page.as_bytes());
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
    put("m.txt.gz", article(21).as_bytes());
}

#[test]
fn without_text_no_word_of_an_article_is_written_anywhere() {
    let dir = tempdir().unwrap();
    let (input, run) = (dir.path().join("in"), dir.path().join("out"));
    corpus(&input);
    // The test would find them, were they there.
    let told = extract(&input, &dir.path().join("told"), &["--format", "csv,jsonl"]);
    assert_done(&told);
    let leaked = leaks(&dir.path().join("told"), &told);
    for n in (1..=12).filter(|n| n % 4 == 0) {
        assert!(leaked.iter().any(|leak| leak.ends_with(&words(n)[0])), "{leaked:?}");
    }

    let done = extract(&input, &run, &["--no-text", "--format", "csv,jsonl", "--numbers", "all"]);
    assert_done(&done);
    assert_eq!(leaks(&run, &done), [""; 0]);
    let claims = table(&run, "claims");
    assert!(claims.len() >= 12, "numbers and their places stay: {}", claims.len());
    assert!(
        claims.iter().all(|row| row["quantity"].is_empty() && !row["quantity_start"].is_empty())
    );
    assert!(claims.iter().any(|row| row["value"] == "17341"));
    assert!(table(&run, "rejects").len() >= 8, "{:?}", table(&run, "rejects"));
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
        _ => println!("SKIPPED: nm is not here"),
    }
    let dir = tempdir().unwrap();
    let (alone, plain) = (dir.path().join("alone"), dir.path().join("plain"));
    let mut command = Command::new("unshare");
    command.args(["--net", program, "extract", "--reader", "lexicon", "-q"]).arg(newsroom());
    let output = command.arg("-o").arg(&alone).output();
    if !output.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: this user may not leave the network");
        return;
    }
    assert_done(&extract(&newsroom(), &plain, &[]));
    assert_eq!(files(&alone), files(&plain));
}
