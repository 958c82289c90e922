//! The folder of a run: whose it is, who writes there, and how far it is.
//!
//! `.whosaid` marks a folder as ours and is locked while a run writes there. `.shards` holds
//! the recipe and what is finished, until `manifest.json` says that the tables are whole.

use super::inputs::{self, INPUTS};
use super::manifest::Manifest;
use super::recipe::Recipe;
use super::{Error, manifest, sheet};
use crate::ingest::Articles;
use crate::table::{self, PACKAGE};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A folder that this process alone writes to.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Held as long as the run lasts.
    _lock: File,
}

/// How far the run in a folder is.
#[derive(Debug)]
pub(super) enum State {
    /// Nothing of use is there.
    New,
    /// Begun by this recipe.
    Unfinished(Recipe),
    /// All tables are there.
    Finished(Box<Manifest>),
}

const MARKER: &str = ".whosaid";
pub(super) const SHARDS: &str = ".shards";
pub(super) const RECIPE: &str = "recipe.json";
pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const CODEBOOK: &str = "codebook.md";

impl Folder {
    /// Takes hold of a folder, and tells what is there. With `fresh`, a run in it is deleted.
    pub fn open(path: &Path, fresh: bool) -> Result<(Self, State), Error> {
        fs::create_dir_all(path).map_err(Error::write(path))?;
        let (marker, shards) = (path.join(MARKER), path.join(SHARDS));
        if let Some(path) = [&shards, &marker].into_iter().find(|path| path.is_symlink()) {
            return Err(Error::Link { path: path.clone() });
        }
        if !marker.exists() && !is_empty(path)? && Manifest::read(&path.join(MANIFEST)).is_err() {
            return Err(Error::NotARun { path: path.to_owned() });
        }
        let lock = File::options().create(true).append(true).open(&marker);
        let lock = lock.map_err(Error::write(&marker))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Busy { path: path.to_owned() }),
            // Some network file systems know no locks; there it is the user's care.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(Error::write(&marker)(error)),
        }
        let folder = Self { path: path.to_owned(), _lock: lock };
        if fresh {
            folder.clear()?;
        }
        let state = folder.state()?;
        Ok((folder, state))
    }

    fn state(&self) -> Result<State, Error> {
        let path = self.file(MANIFEST);
        if path.exists() {
            let manifest = Manifest::read(&path).map_err(Error::read_back(&path))?;
            return Ok(State::Finished(Box::new(manifest)));
        }
        let path = self.shards().join(RECIPE);
        if path.exists() {
            let recipe = manifest::read_json(&path).map_err(Error::read_back(&path))?;
            return Ok(State::Unfinished(recipe));
        }
        Ok(State::New)
    }

    /// Begins a run here.
    pub fn begin(&self, recipe: &Recipe) -> Result<(), Error> {
        self.clear()?;
        fs::create_dir_all(self.shards()).map_err(Error::write(self.shards()))?;
        write_json(&self.shards().join(RECIPE), recipe)
    }

    /// Deletes every file of a run; the manifest first, because it vouches for the others.
    fn clear(&self) -> Result<(), Error> {
        remove(&self.file(MANIFEST))?;
        self.drop_shards()?;
        for name in sheet::names() {
            remove(&self.file(&name))?;
        }
        // What `trace` made of the run goes with it.
        for schema in table::trace_schemas() {
            remove(&self.file(schema.name).with_extension("csv"))?;
        }
        remove(&self.file(crate::trace::GRAPH))?;
        remove(&self.file(crate::report::REPORT))?;
        remove(&self.file(CODEBOOK))?;
        remove(&self.file(PACKAGE))
    }

    /// Deletes the shards: the recipe first, because it says that they are of use.
    pub fn drop_shards(&self) -> Result<(), Error> {
        let shards = self.shards();
        remove(&shards.join(RECIPE))?;
        match fs::remove_dir_all(&shards) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::write(shards)(error)),
            _ => Ok(()),
        }
    }

    /// A file of the run.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Where shards lie while the run lasts.
    pub fn shards(&self) -> PathBuf {
        self.path.join(SHARDS)
    }

    /// Refuses to go on by another recipe.
    pub fn check_recipe(&self, earlier: &Recipe, now: &Recipe) -> Result<(), Error> {
        let differences = earlier.differences(now);
        if differences.is_empty() { Ok(()) } else { Err(self.other(differences)) }
    }

    /// Refuses to call a run finished whose input has changed since.
    pub fn check_inputs(&self, articles: &Articles) -> Result<(), Error> {
        match inputs::difference(&self.file(INPUTS), articles)? {
            None => Ok(()),
            Some(difference) => Err(self.other(difference)),
        }
    }

    /// Refuses to call a run finished whose tables are gone or cut.
    pub fn check_files(&self, manifest: &Manifest) -> Result<(), Error> {
        for (name, written) in &manifest.files {
            let path = self.file(name);
            if !fs::metadata(&path).is_ok_and(|about| about.len() == written.bytes) {
                return Err(Error::Changed { path });
            }
        }
        Ok(())
    }

    /// The end of a run that was told to stop.
    pub fn stopped(&self) -> Error {
        Error::Interrupted { path: self.path.clone() }
    }

    /// The refusal to touch a run made otherwise.
    pub fn other(&self, differences: String) -> Error {
        Error::OtherRun { path: self.path.clone(), differences }
    }
}

fn is_empty(path: &Path) -> Result<bool, Error> {
    let mut entries = fs::read_dir(path).map_err(Error::read_back(path))?;
    Ok(entries.next().is_none())
}

fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::write(path)(error)),
        _ => Ok(()),
    }
}

/// Makes an empty file. Whatever lies there under its name is taken away first, so that a link which
/// somebody left in the folder is not followed.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    File::create_new(path)
}

/// Writes a small file aside and renames it, so that it is whole or not there.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let aside = path.with_added_extension("tmp");
    let write = || -> io::Result<()> {
        let mut file = create(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)
    };
    write().map_err(Error::write(path))
}

/// Like [`write_whole`], for a value as JSON.
pub(super) fn write_json(path: &Path, value: &impl serde::Serialize) -> Result<(), Error> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("such values are JSON");
    bytes.push(b'\n');
    write_whole(path, &bytes)
}
