//! Files and folders of annotated articles.

use super::graph::About;
use super::{Annotated, Error, Format, brat, inception, label_studio, sentences};
use crate::gold::Article;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};
use walkdir::WalkDir;

const TASKS: &str = "tasks.json";
const CONFIG: &str = "label_config.xml";
const CONF: &str = "annotation.conf";
const FINDINGS: &str = "findings.jsonl";

/// Reads annotated articles: a gold or findings file, a run folder, a Label Studio export, a
/// brat collection, or a folder of CAS documents; which it is, is told from what is there.
///
/// # Errors
///
/// If something cannot be read, or says nothing that a gold file can say: the file and the
/// place in it, and what to do.
pub fn read(path: &Path) -> Result<Vec<Annotated>, Error> {
    let articles = if path.is_dir() { folder(path)? } else { file(path)? };
    let mut seen = BTreeSet::new();
    for Annotated { article, .. } in &articles {
        if !seen.insert(&article.id) {
            let problem = format!(
                "the article {} is there twice; keep the annotation that is right",
                article.id
            );
            return Err(Error::bad(path, None, problem));
        }
    }
    Ok(articles)
}

fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::unreadable(path))
}

fn json(path: &Path) -> Result<Value, Error> {
    let source = |source| Error::Json { path: path.to_owned(), source };
    serde_json::from_str(&text(path)?).map_err(source)
}

fn file(path: &Path) -> Result<Vec<Annotated>, Error> {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    if ending != "json" {
        return gold(path);
    }
    let json = json(path)?;
    if inception::is_cas(&json) {
        return Ok(vec![cas(path, &json)?]);
    }
    match json.as_array() {
        Some(tasks) => tasks.iter().enumerate().map(|(at, task)| task_of(path, at, task)).collect(),
        None => gold(path),
    }
}

fn task_of(path: &Path, at: usize, task: &Value) -> Result<Annotated, Error> {
    let number = task.get("id").and_then(Value::as_u64);
    let name = number.map_or(format!("task number {}", at + 1), |id| format!("task {id}"));
    let bad = |problem| Error::bad(path, None, format!("{name}: {problem}"));
    label_studio::graph(task).and_then(Annotated::of).map_err(bad)
}

fn cas(path: &Path, json: &Value) -> Result<Annotated, Error> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let bad = |problem| Error::bad(path, None, problem);
    let mut graph = inception::graph(json, &name).map_err(bad)?;
    complete(&mut graph.about, &graph.text);
    Annotated::of(graph).map_err(bad)
}

/// Sentences for a text that came without any.
fn complete(about: &mut About, text: &str) {
    if about.sentences.is_empty() {
        about.sentences = sentences(text);
    }
}

fn gold(path: &Path) -> Result<Vec<Annotated>, Error> {
    let text = text(path)?;
    let lines = text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            annotated(line).map_err(|problem| Error::bad(path, Some(at + 1), problem))
        })
        .collect()
}

/// A line of a gold file, with what it holds besides.
fn annotated(line: &str) -> Result<Annotated, String> {
    let wrong = |error| {
        format!(
            "not an annotated article in the gold shape (see datasets/newsroom/GUIDE.md): {error}"
        )
    };
    let article: Article = serde_json::from_str(line).map_err(wrong)?;
    let mut more: Map<String, Value> = serde_json::from_str(line).map_err(wrong)?;
    for (list, known) in [("attributions", ATTRIBUTION), ("quantities", QUANTITY)] {
        let items = more.get(list).and_then(Value::as_array).into_iter().flatten();
        for (item, key) in items.flat_map(|item| {
            item.as_object().into_iter().flatten().map(move |(key, _)| (item, key))
        }) {
            if !known.contains(&key.as_str()) {
                let id = item.get("id").and_then(Value::as_str).unwrap_or_default();
                return Err(format!(
                    "{id} has a field '{key}', which no tool could hold; remove it"
                ));
            }
        }
    }
    for key in
        ["id", "title", "source", "date", "url", "text", "sentences", "attributions", "quantities"]
    {
        more.remove(key);
    }
    Ok(Annotated { article, more })
}

const ATTRIBUTION: &[&str] = &[
    "id",
    "sentence",
    "source",
    "cue",
    "content",
    "type",
    "quote",
    "parent",
    "who",
    "score",
    "type_score",
];
const QUANTITY: &[&str] = &[
    "id", "sentence", "span", "kind", "value", "low", "high", "mod", "unit", "trend", "counted",
    "actor", "event", "topic", "modality", "attr",
];

fn folder(path: &Path) -> Result<Vec<Annotated>, Error> {
    if path.join(FINDINGS).is_file() {
        return gold(&path.join(FINDINGS));
    }
    if path.join("manifest.json").is_file() {
        let problem = "a run without findings.jsonl; extract again with --format jsonl".to_owned();
        return Err(Error::bad(path, None, problem));
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(path).to_owned();
            Error::Unreadable { path, source: error.into() }
        })?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    let ending = |file: &Path, wanted: &str| file.extension().is_some_and(|e| e == wanted);
    if files.iter().any(|file| ending(file, "ann")) {
        return collection(path, &files);
    }
    let documents = files.iter().filter(|file| {
        ending(file, "json") && file.file_name().is_some_and(|name| name != inception::LAYERS)
    });
    let articles: Vec<_> = documents.map(|file| self::file(file)).collect::<Result<_, _>>()?;
    if articles.is_empty() {
        let problem = "nothing annotated in it; give a gold or findings file, a run folder with \
                       findings.jsonl, a Label Studio export, a brat collection, or a folder of \
                       CAS documents in JSON";
        return Err(Error::bad(path, None, problem.to_owned()));
    }
    Ok(articles.into_iter().flatten().collect())
}

/// A brat collection: the articles listed, then any others.
fn collection(path: &Path, files: &[PathBuf]) -> Result<Vec<Annotated>, Error> {
    let list = path.join(brat::ARTICLES);
    let mut listed = Vec::new();
    if list.is_file() {
        for (at, line) in text(&list)?.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let line: brat::Listed = serde_json::from_str(line).map_err(|error| {
                Error::bad(&list, Some(at + 1), format!("not as convert wrote it: {error}"))
            })?;
            let mut parts = Path::new(&line.file).components();
            if !parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
                let problem = format!(
                    "'{}' leads out of the folder; name a file in it, by its path from there",
                    line.file
                );
                return Err(Error::bad(&list, Some(at + 1), problem));
            }
            listed.push(line);
        }
    }
    let names: BTreeSet<PathBuf> = listed.iter().map(|line| path.join(&line.file)).collect();
    let unlisted = files.iter().filter(|file| file.extension().is_some_and(|e| e == "ann"));
    for stem in unlisted.map(|file| file.with_extension("")).filter(|stem| !names.contains(stem)) {
        let file = stem.strip_prefix(path).unwrap_or(&stem).to_string_lossy().into_owned();
        let about = About { id: file.clone(), ..About::default() };
        listed.push(brat::Listed { file, about });
    }
    let root = fs::canonicalize(path).map_err(Error::unreadable(path))?;
    let inside = |file: &Path| {
        let real = fs::canonicalize(file).map_err(Error::unreadable(file))?;
        if real.starts_with(&root) {
            return text(file);
        }
        let problem = "a link that leads out of the folder; put the file itself there";
        Err(Error::bad(file, None, problem.to_owned()))
    };
    listed
        .into_iter()
        .map(|brat::Listed { file, mut about }| {
            let name = |ending: &str| path.join(format!("{file}.{ending}"));
            let words = inside(&name("txt"))?;
            let ann = inside(&name("ann"))?;
            complete(&mut about, &words);
            let graph = brat::graph(about, words, &ann, &name("ann"))?;
            Annotated::of(graph).map_err(|problem| Error::bad(&name("ann"), None, problem))
        })
        .collect()
}

/// Writes annotated articles as a file (gold) or a new folder (all others), with the tool's
/// configuration beside them.
///
/// # Errors
///
/// If something is there already, cannot be written, or has no place in the tool.
pub fn write(articles: &[Annotated], format: Format, path: &Path) -> Result<(), Error> {
    let taken = if format == Format::Gold {
        path.exists()
    } else {
        path.exists() && fs::read_dir(path).map_or(true, |mut entries| entries.next().is_some())
    };
    if taken {
        return Err(Error::Exists { path: path.to_owned() });
    }
    // Everything is converted before anything is written.
    let mut files: Vec<(String, String)> = Vec::new();
    let graphs = articles
        .iter()
        .map(|article| article.graph().map_err(|problem| Error::bad(path, None, problem)));
    match format {
        Format::Gold => {
            let lines = articles.iter().map(line).collect();
            return fs::write::<_, String>(path, lines).map_err(Error::unwritable(path));
        }
        Format::LabelStudio => {
            let tasks: Vec<_> = graphs
                .map(|graph| Ok(label_studio::task(&graph?)))
                .collect::<Result<_, Error>>()?;
            files.push((TASKS.to_owned(), format!("{:#}\n", Value::from(tasks))));
            files.push((CONFIG.to_owned(), label_studio::config()));
        }
        Format::Brat => {
            let mut names = Names::default();
            let mut list = String::new();
            for graph in graphs {
                let graph = graph?;
                let file = names.of(&graph.about.id);
                let ann = brat::annotations(&graph).map_err(|problem| {
                    Error::bad(path, None, format!("article {}: {problem}", graph.about.id))
                })?;
                files.push((format!("{file}.txt"), graph.text));
                files.push((format!("{file}.ann"), ann));
                list.push_str(&one_line(&brat::Listed { file, about: graph.about }));
            }
            files.push((brat::ARTICLES.to_owned(), list));
            files.push((CONF.to_owned(), brat::config()));
        }
        Format::Inception => {
            let mut names = Names::default();
            for graph in graphs {
                let graph = graph?;
                let file = format!("{}.json", names.of(&graph.about.id));
                files.push((file, format!("{:#}\n", inception::cas(&graph))));
            }
            files.push((inception::LAYERS.to_owned(), format!("{:#}\n", inception::layers())));
        }
    }
    fs::create_dir_all(path).map_err(Error::unwritable(path))?;
    for (name, content) in files {
        let path = path.join(name);
        fs::write(&path, content).map_err(Error::unwritable(&path))?;
    }
    Ok(())
}

/// A line of a gold file.
fn line(Annotated { article, more }: &Annotated) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        #[serde(flatten)]
        article: &'a Article,
        #[serde(flatten)]
        more: &'a Map<String, Value>,
    }
    one_line(&Line { article, more })
}

fn one_line(value: &impl Serialize) -> String {
    let mut line = serde_json::to_string(value).expect("plain fields can be written as JSON");
    line.push('\n');
    line
}

/// File names given out so far.
#[derive(Default)]
struct Names(BTreeMap<String, usize>);

impl Names {
    /// A name made from an id, that no file system minds.
    fn of(&mut self, id: &str) -> String {
        const LONGEST: usize = 100;
        let plain = |c: char| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' };
        let name: String = id.chars().map(plain).take(LONGEST).collect();
        let name = name.trim_start_matches('.');
        let name = if name.is_empty() { "article" } else { name };
        // `layers` is taken.
        let reserved = name.eq_ignore_ascii_case("layers");
        let count = self.0.entry(name.to_ascii_lowercase()).or_default();
        *count += 1 + usize::from(reserved && *count == 0);
        if *count == 1 {
            return name.to_owned();
        }
        let name = format!("{name}~{count}");
        self.0.insert(name.to_ascii_lowercase(), 1);
        name
    }
}
