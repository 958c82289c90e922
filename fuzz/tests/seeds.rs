//! Makes those inputs of `corpus/` anew that are what this program writes: when the columns change.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use whosaid::reading::lexicon::Lexicon;
use whosaid::table::Format;
use whosaid::{convert, report, run, trace};
use whosaid_fuzz::settings;

fn keep(target: &str, name: &str, bytes: impl AsRef<[u8]>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join(name), bytes).expect("a seed");
}

fn scratch() -> PathBuf {
    std::env::temp_dir().join(format!("whosaid-seeds-{}", std::process::id()))
}

/// Stops a run after so many shards.
struct After(usize, Arc<AtomicBool>);

impl run::Watch for After {
    fn status(&mut self, _: &run::Status<'_>) {
        match self.0.checked_sub(1) {
            Some(0) => self.1.store(true, Ordering::Relaxed),
            left => self.0 = left.unwrap_or(usize::MAX),
        }
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.1)
    }
}

/// The folder as the targets read it, without the files of which `left_out` is true.
fn packed(folder: &Path, formats: &[Format], left_out: impl Fn(&str) -> bool) -> Vec<u8> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { paths.push(path) }
        }
    }
    paths.sort();
    let mut out = Vec::new();
    if formats != [Format::Csv] {
        let endings: Vec<_> = formats.iter().map(|format| format.ending()).collect();
        out.extend(format!("{}\n", endings.join(",")).bytes());
    }
    for path in paths {
        let name = path.strip_prefix(folder).expect("inside").to_str().expect("a name");
        if [".whosaid", "codebook.md", "datapackage.json", "report.html"].contains(&name)
            || left_out(name)
        {
            continue;
        }
        let mut bytes = fs::read(&path).expect("a file");
        if let Ok(text) = std::str::from_utf8(&bytes) {
            bytes = grafted(name, text, &left_out).into_bytes();
        }
        out.extend(format!("==== {name}\n").bytes());
        out.extend(&bytes);
        if !bytes.is_empty() && (!bytes.ends_with(b"\n") || name.ends_with(".parquet")) {
            out.push(b'\n');
        }
    }
    out
}

/// Without what holds on this machine alone.
fn grafted(name: &str, text: &str, left_out: impl Fn(&str) -> bool) -> String {
    use serde_json::{Value, json};
    let path = |path: &mut Value| {
        if let Some((_, name)) = path.as_str().and_then(|path| path.rsplit_once('/')) {
            *path = format!("graft/{name}").into();
        }
    };
    if name.ends_with("inputs.jsonl") {
        let line = |line: &str| {
            let mut input: Value = serde_json::from_str(line).expect("a line");
            path(&mut input["path"]);
            format!("{input}\n")
        };
        return text.lines().map(line).collect();
    }
    let Ok(mut value) = serde_json::from_str::<Value>(text) else { return text.to_owned() };
    if name.ends_with("recipe.json") {
        return json!({ "tool": "graft" }).to_string();
    }
    if name == "manifest.json" {
        value["recipe"] = json!({ "tool": "graft" });
        value["finished"] = "2026-01-31T12:00:00Z".into();
        value["seconds"] = json!(0.1);
        let files = value["files"].as_object_mut().expect("files");
        files.retain(|name, _| !left_out(name));
    }
    if name.ends_with("shard.json") {
        value["fingerprint"] = "graft".into();
        path(&mut value["last"]);
        for (_, piece) in value["files"].as_object_mut().expect("files") {
            piece["xxh3"] = "graft".into();
        }
    }
    value.to_string()
}

/// A run into a folder of that name, stopped after so many shards; none is never.
fn run_of(name: &str, formats: &[Format], shards: usize) -> PathBuf {
    let folder =
        std::env::temp_dir().join(format!("whosaid-seeds-{}", std::process::id())).join(name);
    let settings = run::Settings { fresh: true, ..settings(&folder, formats.to_vec()) };
    let done = run::extract(&settings, Box::new(Lexicon), &mut After(shards, Arc::default()));
    assert_eq!(done.is_err(), shards > 0);
    folder
}

#[test]
#[ignore = "writes corpus/"]
fn seeds_are_made_anew() {
    use Format::{Csv, Jsonl};
    for (name, formats, shards) in [
        ("finished", &[Csv][..], 0),
        ("finished-jsonl", &[Jsonl], 0),
        ("stopped", &[Csv], 1),
        ("stopped-late", &[Csv], 2),
        ("stopped-jsonl", &[Jsonl], 1),
    ] {
        keep("run_folder", name, packed(&run_of(name, formats, shards), formats, |_| false));
    }
    // The tables without those that neither verb reads.
    let left_out = |name: &str| name.starts_with("findings") || name.starts_with("inputs");
    // That of Parquet was cut down by hand to the columns that `trace` reads.
    for (name, formats) in [("csv", [Csv]), ("jsonl", [Jsonl])] {
        let folder = told(name, formats[0]);
        keep("trace", name, packed(&folder, &formats, left_out));
        let settings = trace::Settings {
            runs: vec![folder.clone()],
            output: None,
            days: trace::DAYS,
            graphml: false,
        };
        trace::trace(&settings).expect("it can be traced");
        let told = report::Settings {
            run: folder.clone(),
            traced: None,
            output: None,
            timelines: Vec::new(),
            articles: report::ARTICLES,
        };
        report::report(&told).expect("it can be drawn");
        let no_csv = |name: &str| formats != [Csv] && name.ends_with(".csv");
        let name = if formats == [Csv] { "traced" } else { name };
        keep("report", name, packed(&folder, &formats, |name| left_out(name) || no_csv(name)));
    }
    annotated();
    fs::remove_dir_all(scratch()).expect("the folder is ours");
}

/// A run over three articles that tell one story.
fn told(name: &str, format: Format) -> PathBuf {
    let folder =
        std::env::temp_dir().join(format!("whosaid-told-{}", std::process::id())).join(name);
    let settings = settings(&folder, vec![format]);
    let lines = [
        ("a", "Post", "2024-01-02", "Six men were hurt near Karst, the defence ministry said."),
        ("b", "Times", "2024-01-03", "At least six men were hurt near Karst, the Post reported."),
        ("c", "Daily", "2024-01-05", "The army denied that 6 men were hurt near Karst."),
    ];
    let lines: String = lines
        .iter()
        .map(|(id, source, date, text)| {
            let line = serde_json::json!({"id": id, "source": source, "date": date, "text": text});
            format!("{line}\n")
        })
        .collect();
    let input = folder.with_extension("jsonl");
    fs::create_dir_all(input.parent().expect("a folder")).expect("a folder");
    fs::write(&input, lines).expect("a file");
    let inputs = vec![input.to_str().expect("a path of UTF-8").to_owned()];
    let settings = run::Settings { inputs, fresh: true, ..settings };
    run::extract(&settings, Box::new(Lexicon), &mut ()).expect("a run");
    folder
}

/// The kept gold article in every tool.
fn annotated() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let gold = fs::read_to_string(corpus.join("gold/one")).expect("a seed");
    let gold = gold.lines().next().expect("a line");
    let root = scratch().join("annotated");
    fs::create_dir_all(&root).expect("a folder");
    fs::write(root.join("gold.jsonl"), gold).expect("a file");
    keep("annotations", "gold", format!("1{gold}\n"));
    let articles = convert::read(&root.join("gold.jsonl")).expect("an article");
    for (name, format) in [
        ("label-studio", convert::Format::LabelStudio),
        ("inception", convert::Format::Inception),
        ("brat", convert::Format::Brat),
    ] {
        convert::write(&articles, format, &root.join(name)).expect("it has a place there");
    }
    let text = |name: &str| fs::read_to_string(root.join(name)).expect("it was written");
    let compact = |name: &str| {
        let value: serde_json::Value = serde_json::from_str(&text(name)).expect("JSON");
        format!("0{value}")
    };
    keep("annotations", "label-studio", compact("label-studio/tasks.json"));
    keep("annotations", "inception", compact("inception/a.json"));
    let parts = [text("brat/a.txt"), text("brat/a.ann"), text("brat/articles.jsonl")];
    keep("annotations", "brat", format!("2{}", parts.join("\n====\n")));
    let article = r#"{"id":"p1","text":"Ana said: stay put, she added.","attributions":[{"id":"E1","type":"Attribution","source":[[0,3]],"cue":[[4,8],[24,29]],"content":[[10,14],[15,18]]}]}"#;
    let types = r#"{"doc":"p1","attribution":"E1","type":"expert"}"#;
    keep("annotations", "polnear", format!("3{article}\n====\n{types}\n"));
}
