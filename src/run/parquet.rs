//! A Parquet table, put together from the batches of all shards.
//!
//! Where pages and row groups end follows from the rows alone: shards and chunks are cut up anew,
//! so that any number of threads and any size of shard give the same bytes. A row group is as large
//! as a task of a cluster's likes it, and one at a time is in memory, compressed.

use super::Error;
use super::folder::create;
use super::pieces::Pieces;
use super::shard::Shard;
use super::sheet::Sheet;
use arrow_ipc::reader::StreamReader;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A row group is full at so many bytes as they are stored, half of what Spark makes a task of,
const GROUP_BYTES: usize = 64 << 20;
/// or at so many rows.
const GROUP_ROWS: usize = 1 << 20;

/// Level 3 is that of `zstd` itself.
const LEVEL: i32 = 3;

/// Writes the table `sheet`, whose columns are `columns`, to `aside`, and gives back its size.
pub(super) fn table(
    sheet: &Sheet,
    columns: &SchemaRef,
    shards: &[(Shard, PathBuf)],
    aside: &Path,
) -> Result<u64, Error> {
    let file = create(aside).map_err(Error::write(aside))?;
    let out = BufWriter::with_capacity(1 << 18, file);
    let mut writer = ArrowWriter::try_new(out, Arc::clone(columns), Some(properties(columns)))
        .map_err(wrapped)
        .map_err(Error::write(aside))?;
    let mut write = |piece| writer.write(&piece).map_err(wrapped).map_err(Error::write(aside));
    let mut pieces = Pieces::new(columns);
    for (_, place) in shards {
        let shard = place.join(&sheet.name);
        let file = File::open(&shard).map_err(Error::read_back(&shard))?;
        let stream = StreamReader::try_new(BufReader::new(file), None);
        for batch in stream.map_err(wrapped).map_err(Error::read_back(&shard))? {
            let batch = batch.map_err(wrapped).map_err(Error::read_back(&shard))?;
            pieces.push(&batch, &mut write)?;
        }
    }
    pieces.finish(&mut write)?;
    finish(writer).map_err(Error::write(aside))
}

/// Ends the file, and gives back its size.
fn finish(writer: ArrowWriter<BufWriter<File>>) -> io::Result<u64> {
    let file = writer.into_inner().map_err(wrapped)?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    // The manifest will vouch for the table, so it must outlive a power cut.
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

/// What the schema tells stands in the file's own key-value list too, where programs that know no
/// Arrow find it.
fn properties(columns: &SchemaRef) -> WriterProperties {
    let told = columns.metadata().iter();
    let told = told.map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    let level = ZstdLevel::try_new(LEVEL).expect("a level that zstd has");
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_created_by(format!("whosaid {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(told))
        .build()
}

/// What went wrong below, which is nearly always the disk: then as the system says it.
pub(super) fn wrapped(error: impl std::error::Error + Send + Sync + 'static) -> io::Error {
    let first: &(dyn std::error::Error + 'static) = &error;
    let below = std::iter::successors(Some(first), |error| error.source())
        .find_map(|error| error.downcast_ref::<io::Error>());
    match below.and_then(io::Error::raw_os_error) {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::other(error),
    }
}
