//! Run folders that another program, or another version, may have written.

use serde_json::Value;
use std::fs;
use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::panic::UnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use whosaid::claim::Numbers;
use whosaid::reading::lexicon::Lexicon;
use whosaid::table::{self, Format};
use whosaid::{ingest, report as reporting, run, trace as tracing};
use xxhash_rust::xxh3::xxh3_64;

use crate::{hushed, scratch};

/// The articles of the run, each with the name of its file; the first is long enough to be compared.
const ARTICLES: [(&str, &str); 2] = [
    (
        "one.txt",
        "Six men were hurt, the ministry said. The boats had left the harbour of Karst before dawn \
         and were found by a fisherman some hours later, drifting without lights or crew near the \
         northern shore.",
    ),
    ("two.txt", "Police counted 12 boats on Monday."),
];

/// How far a run came that found a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// The folder holds something else.
    Refused,
    /// It holds the finished run.
    Complete,
    /// It was finished, after so many shards that were whole already.
    Finished(usize),
}

/// Goes on with a run whose folder holds `bytes`, then makes it anew.
///
/// # Panics
///
/// If what is made is not whole.
pub fn run_folder(bytes: &[u8]) -> Came {
    let folder = scratch().join("run");
    let formats = unpack(bytes, &folder);
    let _ = run::finished(&folder);
    let settings = settings(&folder, formats);
    let mut passed = Passed(0);
    let came = match run::extract(&settings, Box::new(Lexicon), &mut passed) {
        Err(_) => Came::Refused,
        Ok(done) => {
            run::finished(&folder).expect("a run that ended is whole");
            match done {
                run::Done::AlreadyComplete(_) => Came::Complete,
                run::Done::Written(_) => Came::Finished(passed.0),
            }
        }
    };
    let fresh = run::Settings { fresh: true, ..settings };
    run::extract(&fresh, Box::new(Lexicon), &mut ()).expect("a run made anew is made");
    let manifest = run::finished(&folder).expect("a run made anew is whole");
    assert_eq!(manifest.counts.documents, 2);
    came
}

/// Counts the shards that are passed over.
struct Passed(usize);

impl run::Watch for Passed {
    fn status(&mut self, status: &run::Status<'_>) {
        self.0 += usize::from(status.skipping);
    }
}

/// Traces a run folder that holds `bytes`, and tells whether it could be read.
pub fn trace(bytes: &[u8]) -> bool {
    let scratch = scratch();
    let (folder, output) = (scratch.join("traced"), scratch.join("traces"));
    let formats = unpack(bytes, &folder);
    let settings = tracing::Settings {
        runs: vec![folder],
        output: Some(output),
        days: tracing::DAYS,
        graphml: true,
    };
    hushed_for(&formats, || tracing::trace(&settings).is_ok())
}

/// Draws the report of a run folder that holds `bytes`, tables of `trace` among them: as one file,
/// and as a folder. Tells whether it could be drawn.
pub fn report(bytes: &[u8]) -> bool {
    let scratch = scratch();
    let (run, output) = (scratch.join("reported"), scratch.join("reports"));
    let formats = unpack(bytes, &run);
    let told = reporting::Settings {
        run,
        traced: None,
        output: None,
        timelines: Vec::new(),
        articles: reporting::ARTICLES,
    };
    let pages = reporting::Settings { output: Some(output), articles: 1, ..told.clone() };
    hushed_for(&formats, || {
        let is_told = reporting::report(&told).is_ok();
        assert_eq!(reporting::report(&pages).is_ok(), is_told, "both or none can be drawn");
        is_told
    })
}

fn hushed_for<T>(formats: &[Format], read: impl FnOnce() -> T + UnwindSafe) -> T {
    if formats.contains(&Format::Parquet) { hushed(read) } else { read() }
}

/// Writes `bytes` out as a run folder: parts that begin with a line `==== name`, after a line with
/// the notations of the run if these are not CSV alone.
fn unpack(bytes: &[u8], folder: &Path) -> Vec<Format> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => panic!("the folder is ours: {error}"),
        _ => {}
    }
    fs::create_dir_all(folder).expect("a temporary folder");
    fs::write(folder.join(".whosaid"), "").expect("a temporary file");
    let mut current: Option<(PathBuf, Vec<u8>)> = None;
    let put = |file: Option<(PathBuf, Vec<u8>)>| {
        let Some((path, mut bytes)) = file else { return };
        if path.extension().is_some_and(|ending| ending == "parquet") && bytes.ends_with(b"\n") {
            bytes.pop();
        }
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(path, bytes).expect("a temporary file");
    };
    let mut formats = Vec::new();
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let name = line.strip_prefix(b"==== ").map(<[u8]>::trim_ascii);
        let name = name.and_then(|name| std::str::from_utf8(name).ok());
        match (name.filter(|name| is_known(name)), &mut current) {
            (Some(name), _) => put(current.replace((folder.join(name), Vec::new()))),
            (None, Some((_, bytes))) => bytes.extend(line),
            (None, None) => {
                let is_named = |format: &Format| {
                    line.trim_ascii().split(|&b| b == b',').any(|n| n == format.ending().as_bytes())
                };
                formats = Format::ALL.iter().copied().filter(is_named).collect();
            }
        }
    }
    put(current);
    if formats.is_empty() {
        formats.push(Format::Csv);
    }
    vouch(folder, &formats);
    formats
}

/// Names that a part may have; nothing else is written.
fn is_known(name: &str) -> bool {
    let in_shard = name.strip_prefix(".shards/00000").and_then(|rest| {
        rest.strip_prefix(['0', '1', '2']).and_then(|rest| rest.strip_prefix('/'))
    });
    let is_table = |name: &str| {
        let Some((table, ending)) = name.split_once('.') else { return false };
        let traced = table::trace_schemas();
        let mut schemas = table::schemas().into_iter().chain(traced);
        schemas.any(|schema| schema.name == table)
            && Format::ALL.iter().any(|format| format.ending() == ending)
    };
    match in_shard {
        Some(name) => {
            ["shard.json", "sketches.json", "inputs.jsonl", "findings.jsonl"].contains(&name)
                || is_table(name)
        }
        None => {
            ["manifest.json", "inputs.jsonl", "findings.jsonl", ".shards/recipe.json"]
                .contains(&name)
                || is_table(name)
        }
    }
}

/// Makes true what is refused at once where it is not: the sizes of the tables; and wherever it
/// says "graft" the recipe of this program, the fingerprint of the input, the path of an article
/// and the hash of a file.
fn vouch(folder: &Path, formats: &[Format]) {
    let (recipe, fingerprints) = &*TRUTH;
    let mut recipe = recipe.clone();
    recipe["inputs"] = inputs().into();
    let endings: Vec<_> = formats.iter().map(|format| format.ending()).collect();
    recipe["settings"]["format"] = endings.join(",").into();
    let is_graft = |value: &Value, name: &str| value.get(name).is_some_and(|told| told == "graft");
    // Before its size is told.
    graft_paths(&folder.join("inputs.jsonl"));
    change(&folder.join("manifest.json"), |manifest| {
        if manifest.get("recipe").is_some_and(|told| is_graft(told, "tool")) {
            manifest["recipe"] = recipe.clone();
        }
        let files = manifest.get_mut("files").and_then(|files| files.as_object_mut());
        for (name, written) in files.into_iter().flatten() {
            let size = fs::metadata(folder.join(name)).map_or(0, |about| about.len());
            if let Some(bytes) = written.get_mut("bytes") {
                *bytes = size.into();
            }
        }
    });
    change(&folder.join(".shards/recipe.json"), |told| {
        if is_graft(told, "tool") {
            *told = recipe.clone();
        }
    });
    for number in 0..3 {
        let shard = folder.join(format!(".shards/{number:06}"));
        graft_paths(&shard.join("inputs.jsonl"));
        change(&shard.join("shard.json"), |told| {
            if is_graft(told, "fingerprint") {
                told["fingerprint"] = fingerprints[number.min(ARTICLES.len() - 1)].clone();
            }
            if let Some(last) = told.get_mut("last") {
                graft_path(last);
            }
            let files = told.get_mut("files").and_then(|files| files.as_object_mut());
            for (name, piece) in files.into_iter().flatten() {
                // Of Parquet a shard holds a stream of Arrow, which only its hash vouches for.
                let is_text = is_known(name) && !name.ends_with(".parquet");
                if is_graft(piece, "xxh3") && is_text {
                    let hash = xxh3_64(&fs::read(shard.join(name)).unwrap_or_default());
                    piece["xxh3"] = format!("{hash:016x}").into();
                }
            }
        });
    }
}

/// Puts the folder of the articles before names that say "graft/".
fn graft_paths(listing: &Path) {
    let Ok(text) = fs::read_to_string(listing) else { return };
    let grafted = text.split_inclusive('\n').map(|line| {
        let Ok(mut input) = serde_json::from_str::<Value>(line) else { return line.to_owned() };
        if let Some(path) = input.get_mut("path") {
            graft_path(path);
        }
        format!("{input}\n")
    });
    fs::write(listing, grafted.collect::<String>()).expect("a temporary file");
}

fn graft_path(path: &mut Value) {
    if let Some(name) = path.as_str().and_then(|path| path.strip_prefix("graft/")) {
        *path = article(name).into();
    }
}

fn change(path: &Path, change: impl FnOnce(&mut Value)) {
    let Ok(text) = fs::read(path) else { return };
    let Ok(mut value) = serde_json::from_slice(&text) else { return };
    change(&mut value);
    fs::write(path, value.to_string()).expect("a temporary file");
}

/// The recipe of a run of [`settings`], and the fingerprint of its input after each article.
static TRUTH: LazyLock<(Value, [Value; 2])> = LazyLock::new(|| {
    let settings = settings(&scratch().join("truth"), vec![Format::Csv]);
    let fresh = run::Settings { fresh: true, ..settings };
    let done = run::extract(&fresh, Box::new(Lexicon), &mut ()).expect("a run of two articles");
    let run::Done::Written(manifest) = done else { panic!("the run is new") };
    let mut articles = ingest::open(&fresh.inputs, &fresh.ingest).expect("they are there");
    let prints = ARTICLES.map(|_| {
        articles.next().expect("an article").expect("no reject");
        format!("{:016x}", articles.fingerprint()).into()
    });
    (serde_json::to_value(&manifest.recipe).expect("a recipe is JSON"), prints)
});

fn article(name: &str) -> String {
    scratch().join(name).to_str().expect("a path of UTF-8").to_owned()
}

fn inputs() -> Vec<String> {
    ARTICLES.iter().map(|(name, _)| article(name)).collect()
}

/// A run over the articles into `output`, each a shard.
pub fn settings(output: &Path, formats: Vec<Format>) -> run::Settings {
    for (name, text) in ARTICLES {
        fs::write(article(name), text).expect("a temporary file");
    }
    run::Settings {
        inputs: inputs(),
        output: output.to_owned(),
        ingest: ingest::Options::default(),
        formats,
        numbers: Numbers::Claims,
        max_sentence_length: 20_000,
        spreadsheet_safe: false,
        no_text: false,
        languages: Default::default(),
        threads: NonZeroUsize::MIN,
        shard_size: NonZeroUsize::MIN,
        fresh: false,
    }
}
