//! Folders that another program, or another version, may have written: models and runs.

use crate::scratch;
use serde_json::Value;
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use whosaid::claim::Numbers;
use whosaid::encoder::{Architecture, Network, Precision, Tensors};
use whosaid::reading::lexicon::Lexicon;
use whosaid::reading::neural::Scheme;
use whosaid::reading::neural::folder::Folder;
use whosaid::table::Format;
use whosaid::{Pipeline, clean::clean, ingest, ingest::Raw, run, trace as tracing};

/// Reads `bytes` as a model folder: a line of settings, a line of tokenizer, the weights; and
/// with a model that could be opened an article.
pub fn model_folder(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |&byte| byte == b'\n');
    let folder = scratch().join("model");
    fs::create_dir_all(&folder).expect("a temporary folder");
    for name in ["settings.json", "tokenizer.json", "model.safetensors"] {
        let part = parts.next().unwrap_or_default();
        fs::write(folder.join(name), part).expect("a temporary file");
        if name == "model.safetensors" {
            weights(part);
        }
    }
    let Ok(opened) = Folder::open(&folder) else { return };
    for precision in [Precision::F32, Precision::Int8] {
        let Ok(reader) = opened.reader(precision, Scheme::default()) else { continue };
        let text = "Six men were hurt, the ministry said. “We saw 12 boats,” a guard told us.";
        let doc = clean(Raw::text("fuzz", text)).expect("an article");
        Pipeline::new(Box::new(reader), Numbers::All).read(&doc).expect("no long sentence");
    }
}

/// Every tensor there is, and a network of them.
fn weights(bytes: &[u8]) {
    let Ok(tensors) = Tensors::from_bytes(bytes) else { return };
    for name in tensors.names() {
        let _ = (tensors.matrix(&name), tensors.vector(&name));
    }
    for precision in [Precision::F32, Precision::Int8] {
        let _ = Network::load(
            &tensors,
            &Architecture { layers: 1, heads: 2, eps: 1e-12 },
            precision,
        );
    }
}

/// Names that a part may have; nothing else is written.
const FILES: &[&str] = &[
    "manifest.json",
    "inputs.jsonl",
    "documents.csv",
    "sentences.csv",
    "attributions.csv",
    "claims.csv",
    "rejects.csv",
    "documents.jsonl",
    "sentences.jsonl",
    "attributions.jsonl",
    "claims.jsonl",
    ".shards/recipe.json",
    ".shards/000000/shard.json",
    ".shards/000000/sketches.json",
    ".shards/000000/inputs.jsonl",
    ".shards/000000/claims.csv",
    ".shards/000001/shard.json",
];

/// Writes `bytes` out as a run folder: parts that begin with a line `==== name`.
fn unpack(bytes: &[u8], folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the folder is ours");
    }
    fs::create_dir_all(folder).expect("a temporary folder");
    fs::write(folder.join(".whosaid"), "").expect("a temporary file");
    let mut current: Option<(PathBuf, Vec<u8>)> = None;
    let put = |file: Option<(PathBuf, Vec<u8>)>| {
        let Some((path, bytes)) = file else { return };
        fs::create_dir_all(path.parent().expect("a file in a folder")).expect("a folder");
        fs::write(path, bytes).expect("a temporary file");
    };
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let name = line.strip_prefix(b"==== ").map(<[u8]>::trim_ascii);
        let file = name.and_then(|name| FILES.iter().find(|file| file.as_bytes() == name));
        match (file, &mut current) {
            (Some(file), _) => put(current.replace((folder.join(file), Vec::new()))),
            (None, Some((_, bytes))) => bytes.extend(line),
            (None, None) => {}
        }
    }
    put(current);
    vouch(folder);
}

/// Makes true what is refused at once where it is not: the sizes of the tables, and wherever it says
/// "graft" the recipe of this program and the fingerprint of the input.
fn vouch(folder: &Path) {
    let (recipe, fingerprint) = &*TRUTH;
    let is_graft = |value: &Value, name: &str| value.get(name).is_some_and(|told| told == "graft");
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
    change(&folder.join(".shards/000000/shard.json"), |shard| {
        if is_graft(shard, "fingerprint") {
            shard["fingerprint"] = fingerprint.clone();
        }
    });
}

fn change(path: &Path, change: impl FnOnce(&mut Value)) {
    let Ok(text) = fs::read(path) else { return };
    let Ok(mut value) = serde_json::from_slice(&text) else { return };
    change(&mut value);
    fs::write(path, value.to_string()).expect("a temporary file");
}

/// The recipe of a run of [`settings`], and the fingerprint of its input.
static TRUTH: LazyLock<(Value, Value)> = LazyLock::new(|| {
    let settings = settings(&scratch().join("truth"));
    let done = run::extract(&settings, Box::new(Lexicon), &mut ()).expect("a run of one article");
    let run::Done::Written(manifest) = done else { panic!("the folder is new") };
    let mut articles = ingest::open(&settings.inputs, &settings.ingest).expect("it is there");
    assert_eq!(articles.by_ref().count(), 1);
    let recipe = serde_json::to_value(&manifest.recipe).expect("a recipe is JSON");
    (recipe, format!("{:016x}", articles.fingerprint()).into())
});

/// A run over one article into `output`.
fn settings(output: &Path) -> run::Settings {
    let input = scratch().join("one.txt");
    fs::write(&input, "Six men were hurt, the ministry said.").expect("a temporary file");
    run::Settings {
        inputs: vec![input.to_str().expect("a path of UTF-8").to_owned()],
        output: output.to_owned(),
        ingest: ingest::Options::default(),
        formats: vec![Format::Csv],
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

/// Goes on with a run whose folder holds `bytes`, then makes it anew.
///
/// # Panics
///
/// If what is made anew is not whole.
pub fn run_folder(bytes: &[u8]) {
    let folder = scratch().join("run");
    unpack(bytes, &folder);
    let _ = run::finished(&folder);
    let settings = settings(&folder);
    let _ = run::extract(&settings, Box::new(Lexicon), &mut ());
    let fresh = run::Settings { fresh: true, ..settings };
    run::extract(&fresh, Box::new(Lexicon), &mut ()).expect("a run made anew is made");
    let manifest = run::finished(&folder).expect("a run made anew is whole");
    assert_eq!(manifest.counts.documents, 1);
}

/// Traces a run folder that holds `bytes`.
pub fn trace(bytes: &[u8]) {
    let scratch = scratch();
    let (folder, output) = (scratch.join("traced"), scratch.join("traces"));
    unpack(bytes, &folder);
    let settings = tracing::Settings {
        runs: vec![folder],
        output: Some(output),
        days: tracing::DAYS,
        graphml: true,
    };
    let _ = tracing::trace(&settings);
}
