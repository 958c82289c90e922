//! The end of a run: shards become tables, and the manifest says so.

use super::Error;
use super::folder::{self, CODEBOOK, Folder, MANIFEST, write_json, write_whole};
use super::manifest::{Manifest, Written};
use super::parquet;
use super::shard::{self, Shard};
use super::sheet::Sheet;
use crate::table::{self, Format, PACKAGE};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Puts the shards of each table together, aside, and renames it; then codebook and schema.
pub(super) fn tables(
    folder: &Folder,
    sheets: &[Sheet],
    formats: &[Format],
    stop: &AtomicBool,
) -> Result<BTreeMap<String, Written>, Error> {
    let shards = shard::paths(folder)?;
    let mut files = BTreeMap::new();
    for sheet in sheets {
        let path = folder.file(&sheet.name);
        let aside = folder.shards().join(&sheet.name);
        if stop.load(Ordering::Relaxed) {
            return Err(folder.stopped());
        }
        let rows = shards.iter().map(|(shard, _)| shard.rows(&sheet.name));
        let rows = rows.fold(0, u64::saturating_add);
        let bytes = match &sheet.columns {
            Some(columns) => parquet::table(sheet, columns, &shards, &aside)?,
            None => lines(sheet, &shards, &aside)?,
        };
        fs::rename(&aside, &path).map_err(Error::write(&path))?;
        files.insert(sheet.name.clone(), Written { rows, bytes });
    }
    write_whole(&folder.file(CODEBOOK), table::codebook().as_bytes())?;
    let format = formats.first().copied().unwrap_or(Format::Csv);
    write_json(&folder.file(PACKAGE), &table::datapackage(format))?;
    Ok(files)
}

/// Writes a table of lines, and gives back its size.
fn lines(sheet: &Sheet, shards: &[(Shard, PathBuf)], aside: &Path) -> Result<u64, Error> {
    let mut out = folder::create(aside).map_err(Error::write(aside))?;
    out.write_all(&sheet.header).map_err(Error::write(aside))?;
    let mut bytes = sheet.header.len() as u64;
    for (_, place) in shards {
        let piece = place.join(&sheet.name);
        let mut from = File::open(&piece).map_err(Error::read_back(&piece))?;
        bytes += io::copy(&mut from, &mut out).map_err(Error::write(aside))?;
    }
    // The manifest will vouch for the table, so it must outlive a power cut.
    out.sync_all().map_err(Error::write(aside))?;
    Ok(bytes)
}

/// Writes the manifest, after which the shards are of no more use.
pub(super) fn finish(folder: &Folder, manifest: &Manifest) -> Result<(), Error> {
    write_json(&folder.file(MANIFEST), manifest)?;
    folder.drop_shards()
}
