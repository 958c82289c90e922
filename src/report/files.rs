//! Where the pages of a report lie, and how they are written.

use super::error::write;
use super::{Error, Settings, inline};
use crate::run::create;
use std::fs;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The report of a run, if nothing else is said.
pub const REPORT: &str = "report.html";

/// Where the pages of a report lie.
pub(super) struct Files {
    /// The page to open.
    pub main: PathBuf,
    /// The folder of the other pages.
    pub pages: PathBuf,
    /// Whether the articles are in the main page.
    pub is_single: bool,
}

impl Files {
    pub fn new(settings: &Settings, is_single: bool) -> Self {
        let given = settings.output.clone().unwrap_or_else(|| settings.run.join(REPORT));
        let is_page = given.extension().is_some_and(|ending| {
            ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")
        });
        let (main, pages) = if is_page {
            let stem = given.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let pages = given.with_file_name(format!("{stem}-articles"));
            (given, pages)
        } else {
            (given.join("index.html"), given.join("articles"))
        };
        Self { main, pages, is_single }
    }

    /// The address of the folder of pages, from the main page.
    pub fn pages_from_main(&self) -> String {
        name(&self.pages)
    }

    /// The address of the main page, from the other pages.
    pub fn main_from_pages(&self) -> String {
        format!("../{}", name(&self.main))
    }

    /// Makes the folders, and takes away the pages of an earlier report.
    pub fn prepare(&self) -> Result<(), Error> {
        if let Some(folder) = self.main.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(write(folder))?;
        }
        match fs::read_dir(&self.pages) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(write(&self.pages)(error)),
            Ok(entries) => {
                for entry in entries {
                    let path = entry.map_err(write(&self.pages))?.path();
                    if is_page(&path) {
                        fs::remove_file(&path).map_err(write(&path))?;
                    }
                }
                if self.is_single {
                    // Fails if anything else lies there, which is then none of ours.
                    let _ = fs::remove_dir(&self.pages);
                }
            }
        }
        if !self.is_single {
            fs::create_dir_all(&self.pages).map_err(write(&self.pages))?;
        }
        Ok(())
    }
}

fn name(path: &Path) -> String {
    inline::address(&path.file_name().unwrap_or_default().to_string_lossy())
}

/// The name of a page of articles, from 1.
pub(super) fn page_name(number: u32) -> String {
    format!("articles-{number:05}.html")
}

/// The name of a list of articles, from 1.
pub(super) fn list_name(number: u32) -> String {
    format!("list-{number:05}.html")
}

/// Whether a file has the name of a page that we wrote.
fn is_page(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ["articles-", "list-"].iter().any(|kind| {
        name.strip_prefix(kind)
            .and_then(|rest| rest.strip_suffix(".html"))
            .is_some_and(|digits| digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Writes a page of these parts aside and renames it, so that it is whole or not there.
pub(super) fn page(path: &Path, parts: &[&str]) -> Result<(), Error> {
    let aside = path.with_added_extension("tmp");
    let write_all = || {
        let mut file = BufWriter::new(create(&aside)?);
        for part in parts {
            file.write_all(inline::visible(part).as_bytes())?;
        }
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&aside, path)
    };
    write_all().map_err(write(path))
}
