//! A finished run, found again: its manifest, after a look that the tables are as it left them.

use super::Manifest;
use super::folder::{MANIFEST, RECIPE, SHARDS};
use crate::table::SCHEMA_VERSION;
use std::io;
use std::path::{Path, PathBuf};

/// Why a folder cannot be read as a finished run.
#[derive(Debug, thiserror::Error)]
pub enum Unfinished {
    /// Nothing is there.
    #[error("{}: no such folder; give a run folder, as 'whosaid extract' makes it", path.display())]
    Missing {
        /// As it was given.
        path: PathBuf,
    },
    /// Something else is there.
    #[error(
        "{}: not a run of whosaid: it has no manifest.json; give a run folder, as 'whosaid \
         extract' makes it",
        path.display()
    )]
    NotARun {
        /// As it was given.
        path: PathBuf,
    },
    /// The run was stopped.
    #[error("{}: the run is not finished; give its extract command again to finish it", path.display())]
    Stopped {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest is damaged, or another program's.
    #[error(
        "{}: cannot be read: {cause}; give the extract command with --fresh to make the run anew",
        path.display()
    )]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// Why; told with the rest, for the remedy comes last.
        cause: io::Error,
    },
    /// The tables have other columns than this program reads.
    #[error(
        "{}: its tables have version {found} of the columns, this whosaid reads version {}; give \
         the extract command with --fresh to make the run anew",
        path.display(), SCHEMA_VERSION
    )]
    Schema {
        /// The folder.
        path: PathBuf,
        /// Its version.
        found: String,
    },
    /// A table is gone or was changed.
    #[error(
        "{}: missing, or not as the run left it; give the extract command with --fresh to make it \
         anew",
        path.display()
    )]
    Changed {
        /// The table.
        path: PathBuf,
    },
}

/// The manifest of the finished run in `folder`.
///
/// # Errors
///
/// If there is no finished run with this version of the columns, or a table is not as it was.
pub fn finished(folder: &Path) -> Result<Manifest, Unfinished> {
    let path = || folder.to_owned();
    if !folder.exists() {
        return Err(Unfinished::Missing { path: path() });
    }
    let manifest = folder.join(MANIFEST);
    if !manifest.exists() {
        let begun = folder.join(SHARDS).join(RECIPE).exists();
        let error = if begun {
            Unfinished::Stopped { path: path() }
        } else {
            Unfinished::NotARun { path: path() }
        };
        return Err(error);
    }
    let read = Manifest::read(&manifest)
        .map_err(|cause| Unfinished::Manifest { path: manifest, cause })?;
    if read.recipe.schema_version != SCHEMA_VERSION {
        return Err(Unfinished::Schema { path: path(), found: read.recipe.schema_version });
    }
    for (name, written) in &read.files {
        let table = folder.join(name);
        if !std::fs::metadata(&table).is_ok_and(|about| about.len() == written.bytes) {
            return Err(Unfinished::Changed { path: table });
        }
    }
    Ok(read)
}
