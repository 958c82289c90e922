//! From inputs as given to the files they name, in a fixed order.

use super::container::{Compression, Container, Named, Records};
use super::{Error, Options};
use globset::{GlobBuilder, GlobMatcher};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// What the inputs name.
#[derive(Default)]
pub(super) struct Inputs {
    pub found: Vec<Found>,
    pub skipped: Skipped,
    /// Bytes of all files; none if one is a stream.
    pub bytes: Option<u64>,
}

/// Something to read, or what stood in the way of finding it.
pub(super) enum Found {
    File {
        path: Arc<PathBuf>,
        /// The id of the article, if the file is one: its path inside the input.
        name: Option<String>,
        /// None if the name does not say.
        how: Option<(Container, Compression)>,
    },
    Unreadable {
        path: Arc<PathBuf>,
        detail: String,
    },
    /// Articles that are in memory, under a name for messages.
    Batches {
        name: Arc<PathBuf>,
        records: Box<dyn Records>,
    },
}

/// Files found in folders and passed over, because they are not articles in a known form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    kinds: BTreeMap<String, u64>,
}

impl Skipped {
    /// How many files.
    pub fn count(&self) -> u64 {
        self.kinds.values().sum()
    }

    /// How many of each extension (with its dot; or `hidden`, `links`, `special`,
    /// `no extension`), the most frequent first.
    pub fn kinds(&self) -> Vec<(&str, u64)> {
        let mut kinds: Vec<_> = self.kinds.iter().map(|(kind, &n)| (kind.as_str(), n)).collect();
        kinds.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        kinds
    }

    fn add(&mut self, kind: &str) {
        *self.kinds.entry(kind.to_owned()).or_default() += 1;
    }
}

/// `12 files skipped: .pdf 10, .jpg 2`
impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count();
        write!(f, "{count} {} skipped", if count == 1 { "file" } else { "files" })?;
        for (index, (kind, n)) in self.kinds().into_iter().enumerate() {
            write!(f, "{} {kind} {n}", if index == 0 { ":" } else { "," })?;
        }
        Ok(())
    }
}

pub(super) fn find(inputs: &[String], options: &Options) -> Result<Inputs, Error> {
    if inputs.is_empty() {
        return Err(Error::NoInput);
    }
    let mut search = Search {
        inputs: Inputs { bytes: Some(0), ..Inputs::default() },
        seen: (inputs.len() > 1).then(FxHashSet::default),
        exclude: options.exclude.iter().filter_map(|path| path.canonicalize().ok()).collect(),
    };
    for input in inputs {
        let path = Path::new(input);
        if input == "-" {
            search.file(path, None, None);
        } else if path.is_dir() {
            search.walk(input, path, None)?;
        } else if path.symlink_metadata().is_ok() {
            search.named(input, path)?;
        } else if input.contains(['*', '?', '[', '{']) {
            search.glob(input)?;
        } else {
            return Err(Error::NotFound { input: input.clone() });
        }
    }
    Ok(search.inputs)
}

struct Search {
    inputs: Inputs,
    /// The files found so far; not kept for a single input, which reaches no file twice.
    seen: Option<FxHashSet<PathBuf>>,
    exclude: Vec<PathBuf>,
}

impl Search {
    /// A file named by the user: read whatever its extension, unless that is sure to fail.
    fn named(&mut self, input: &str, path: &Path) -> Result<(), Error> {
        let how = match Named::of(path) {
            Named::Known(container, compression) => Some((container, compression)),
            Named::Unknown(_) => None,
            Named::Unsupported(remedy) => {
                return Err(Error::Unsupported { input: input.to_owned(), remedy });
            }
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        self.file(path, name, how);
        Ok(())
    }

    fn file(&mut self, path: &Path, name: Option<String>, how: Option<(Container, Compression)>) {
        if self.seen.as_mut().is_some_and(|seen| !seen.insert(path.to_owned())) {
            return;
        }
        let bytes = path.metadata().ok().filter(|meta| meta.is_file()).map(|meta| meta.len());
        let unknown = bytes.is_none() && (path == Path::new("-") || path.exists());
        self.inputs.bytes = match (self.inputs.bytes, unknown) {
            (Some(sum), false) => Some(sum + bytes.unwrap_or(0)),
            _ => None,
        };
        self.inputs.found.push(Found::File { path: Arc::new(path.to_owned()), name, how });
    }

    fn glob(&mut self, input: &str) -> Result<(), Error> {
        let glob = GlobBuilder::new(input)
            .literal_separator(true)
            .build()
            .map_err(|source| Error::Glob { input: input.to_owned(), source })?;
        let mut base = PathBuf::new();
        for part in Path::new(input).components() {
            match part.as_os_str().to_str() {
                Some(text) if !text.contains(['*', '?', '[', '{', '\\']) => base.push(part),
                _ => break,
            }
        }
        let whole = base == Path::new(input);
        if whole || (!base.as_os_str().is_empty() && !base.is_dir()) {
            return Err(Error::NotFound { input: input.to_owned() });
        }
        if base.as_os_str().is_empty() {
            base.push(".");
        }
        self.walk(input, &base, Some(&glob.compile_matcher()))
    }

    /// Every file under `base` that can be read; with a glob, those it or whose folder matches.
    fn walk(&mut self, input: &str, base: &Path, glob: Option<&GlobMatcher>) -> Result<(), Error> {
        let before = self.inputs.found.len();
        let mut skipped = Skipped::default();
        let exclude = std::mem::take(&mut self.exclude);
        let walk = WalkDir::new(base).sort_by_file_name().into_iter().filter_entry(|entry| {
            let excluded = entry.file_type().is_dir()
                && !exclude.is_empty()
                && entry.path().canonicalize().is_ok_and(|path| exclude.contains(&path));
            let hidden = entry.depth() > 0
                && entry.file_type().is_dir()
                && entry.file_name().as_encoded_bytes().starts_with(b".");
            !excluded && !hidden
        });
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(base).to_owned();
                    let detail = error
                        .io_error()
                        .map_or_else(|| "cannot be entered".to_owned(), ToString::to_string);
                    self.inputs.found.push(Found::Unreadable { path: Arc::new(path), detail });
                    continue;
                }
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let path = entry.path().strip_prefix("./").unwrap_or(entry.path());
            let inside = entry.path().strip_prefix(base).unwrap_or(path);
            if let Some(glob) = glob {
                let upward = path.ancestors().take(inside.components().count());
                if !upward.into_iter().any(|path| glob.is_match(path)) {
                    continue;
                }
            }
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                skipped.add("hidden");
                continue;
            }
            let (link, special) = match entry.file_type() {
                kind if kind.is_file() => (false, false),
                kind if kind.is_symlink() => (!path.is_file(), false),
                _ => (false, true),
            };
            match Named::of(path) {
                _ if link => skipped.add("links"),
                _ if special => skipped.add("special"),
                Named::Known(container, compression) => {
                    let name = Some(slashed(inside));
                    self.file(path, name, Some((container, compression)));
                }
                Named::Unsupported(_) => skipped.add(&last_extension(path)),
                Named::Unknown(extension) if extension.is_empty() => skipped.add("no extension"),
                Named::Unknown(extension) => skipped.add(&extension),
            }
        }
        self.exclude = exclude;
        if self.inputs.found.len() == before {
            return Err(Error::NoArticles { input: input.to_owned(), skipped });
        }
        for (kind, n) in skipped.kinds {
            *self.inputs.skipped.kinds.entry(kind).or_default() += n;
        }
        Ok(())
    }
}

fn last_extension(path: &Path) -> String {
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    format!(".{}", extension.to_ascii_lowercase())
}

/// The path with `/` between its parts on every system.
fn slashed(path: &Path) -> String {
    let parts = path.components().map(|part| match part {
        Component::Normal(part) => part.to_string_lossy(),
        other => other.as_os_str().to_string_lossy(),
    });
    parts.collect::<Vec<_>>().join("/")
}
