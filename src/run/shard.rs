//! Shards: some thousand articles' rows, written aside and renamed when whole.

use super::Error;
use super::chunk::Encoded;
use super::counts::Counts;
use super::folder::{Folder, write_json};
use super::inputs::{self, INPUTS, Input};
use super::manifest::{Written, read_json};
use super::parquet::wrapped;
use super::sheet::Sheet;
use crate::clean::{Duplicates, Sketch};
use crate::ingest::FileRead;
use crate::table::{Encoding, Rows};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::SchemaRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// What a finished shard holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Shard {
    pub counts: Counts,
    /// The input's fingerprint after its last article, in hexadecimal.
    pub fingerprint: String,
    /// The file that its last article came from, if it has any.
    pub last: Option<String>,
    files: BTreeMap<String, Piece>,
}

/// Ids and sketches of those documents of a shard that repeat no other.
type Originals = Vec<(String, Sketch)>;

/// One file of a shard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Piece {
    #[serde(flatten)]
    written: Written,
    /// XXH3 of its bytes, in hexadecimal, to tell a shard that a power cut has hollowed out.
    xxh3: String,
}

/// Says what a shard holds; the last file written to it.
const RECORD: &str = "shard.json";

const SKETCHES: &str = "sketches.json";

/// An input's fingerprint as it is recorded.
pub(super) fn hex(fingerprint: u64) -> String {
    format!("{fingerprint:016x}")
}

fn path_of(folder: &Folder, number: usize) -> PathBuf {
    folder.shards().join(format!("{number:06}"))
}

/// The shards that are whole, in order. Whatever follows the first damaged one is deleted.
pub(super) fn finished(folder: &Folder, sheets: &[Sheet]) -> Result<Vec<Shard>, Error> {
    let mut shards = Vec::new();
    while let Ok(shard) = read_back(&path_of(folder, shards.len()), sheets) {
        shards.push(shard);
    }
    let root = folder.shards();
    let whole: Vec<_> = (0..shards.len()).map(|number| path_of(folder, number)).collect();
    for entry in fs::read_dir(&root).map_err(Error::read_back(&root))? {
        let path = entry.map_err(Error::read_back(&root))?.path();
        if path.is_dir() && !whole.contains(&path) {
            fs::remove_dir_all(&path).map_err(Error::write(&path))?;
        }
    }
    Ok(shards)
}

/// The shards that are whole, each with its place, when they have been checked already.
pub(super) fn paths(folder: &Folder) -> Result<Vec<(Shard, PathBuf)>, Error> {
    let mut shards = Vec::new();
    loop {
        let path = path_of(folder, shards.len());
        if !path.exists() {
            return Ok(shards);
        }
        let shard = read_json(&path.join(RECORD)).map_err(Error::read_back(&path))?;
        shards.push((shard, path));
    }
}

/// Places the documents of a finished shard, as if they had just been read.
pub(super) fn remember(
    folder: &Folder,
    number: usize,
    duplicates: &mut Duplicates,
) -> Result<(), Error> {
    let path = path_of(folder, number).join(SKETCHES);
    let originals: Originals = read_json(&path).map_err(Error::read_back(&path))?;
    for (id, sketch) in originals {
        duplicates.place(&id, &sketch);
    }
    Ok(())
}

/// The files that were done with in a finished shard.
pub(super) fn inputs(folder: &Folder, number: usize) -> Result<Vec<Input>, Error> {
    let path = path_of(folder, number).join(INPUTS);
    let listed = inputs::listed(&path).map_err(Error::read_back(&path))?;
    listed.collect::<io::Result<_>>().map_err(Error::read_back(&path))
}

impl Shard {
    /// How many rows of this sheet it has.
    pub fn rows(&self, sheet: &str) -> u64 {
        self.files.get(sheet).map_or(0, |piece| piece.written.rows)
    }
}

fn read_back(path: &Path, sheets: &[Sheet]) -> io::Result<Shard> {
    let shard: Shard = read_json(&path.join(RECORD))?;
    read_json::<Originals>(&path.join(SKETCHES))?;
    for sheet in sheets {
        let mut file = File::open(path.join(&sheet.name))?;
        let mut buffer = vec![0; 1 << 16];
        let mut hash = Xxh3::new();
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                n => hash.update(&buffer[..n]),
            }
        }
        if shard.files.get(&sheet.name).is_none_or(|piece| piece.xxh3 != hex(hash.digest())) {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    Ok(shard)
}

/// A shard that is being written.
pub(super) struct Open {
    aside: PathBuf,
    path: PathBuf,
    files: Vec<Growing>,
    counts: Counts,
    last: Option<String>,
    originals: Originals,
}

impl Open {
    pub fn begin(folder: &Folder, number: usize, sheets: &[Sheet]) -> Result<Self, Error> {
        let path = path_of(folder, number);
        let aside = path.with_extension("tmp");
        fs::create_dir_all(&aside).map_err(Error::write(&aside))?;
        let files: Result<_, _> =
            sheets.iter().map(|sheet| Growing::create(&aside, sheet)).collect();
        let (counts, last, originals) = Default::default();
        Ok(Self { aside, path, files: files?, counts, last, originals })
    }

    /// Appends a chunk, and says what it counted.
    pub fn append(
        &mut self,
        mut chunk: Encoded,
        inputs: &[FileRead],
        duplicates: &mut Duplicates,
    ) -> Result<Counts, Error> {
        let repeated = chunk.place(duplicates, |id, sketch| self.originals.push((id, sketch)));
        let (listing, files) = self.files.split_last_mut().expect("a run has sheets");
        self.last = chunk.last.take().or(self.last.take());
        for input in inputs {
            listing.line(&Input::of(input).line())?;
        }
        let mut files = files.iter_mut();
        for page in &chunk.pages {
            for (rows, file) in page.tables().into_iter().zip(&mut files) {
                file.append(rows, page.encoding, &repeated)?;
            }
        }
        // Findings are the last sheet, and only JSONL pages have any.
        if let Some(file) = files.next() {
            for page in &chunk.pages {
                file.append(&page.findings, page.encoding, &repeated)?;
            }
        }
        self.counts.add(&chunk.counts);
        Ok(chunk.counts)
    }

    /// Makes the shard count.
    pub fn close(self, fingerprint: u64) -> Result<Shard, Error> {
        let mut files = BTreeMap::new();
        for file in self.files {
            let (name, piece) = file.close()?;
            files.insert(name, piece);
        }
        let fingerprint = hex(fingerprint);
        let shard = Shard { counts: self.counts, fingerprint, last: self.last, files };
        let path = self.aside.join(SKETCHES);
        write_sketches(&path, &self.originals).map_err(Error::write(&path))?;
        write_json(&self.aside.join(RECORD), &shard)?;
        fs::rename(&self.aside, &self.path).map_err(Error::write(&self.path))?;
        Ok(shard)
    }
}

/// Piece by piece: as one text they would take more memory than all else that a run holds.
fn write_sketches(path: &Path, originals: &Originals) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    serde_json::to_writer(&mut out, originals)?;
    out.flush()
}

/// A file that grows, and its hash.
struct Growing {
    name: String,
    path: PathBuf,
    out: Out,
    rows: u64,
}

enum Out {
    Lines(Box<BufWriter<Hashed>>),
    /// Rows of Parquet, as they came: how many came together does not show in the table.
    Batches(Box<StreamWriter<BufWriter<Hashed>>>, SchemaRef),
}

struct Hashed {
    file: File,
    hash: Xxh3,
    bytes: u64,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Growing {
    fn create(folder: &Path, sheet: &Sheet) -> Result<Self, Error> {
        let path = folder.join(&sheet.name);
        let file = File::create(&path).map_err(Error::write(&path))?;
        let out = BufWriter::with_capacity(1 << 16, Hashed { file, hash: Xxh3::new(), bytes: 0 });
        let out = match &sheet.columns {
            None => Out::Lines(Box::new(out)),
            Some(columns) => {
                let stream = StreamWriter::try_new(out, columns).map_err(wrapped);
                Out::Batches(Box::new(stream.map_err(Error::write(&path))?), Arc::clone(columns))
            }
        };
        Ok(Self { name: sheet.name.clone(), path, out, rows: 0 })
    }

    fn append(
        &mut self,
        rows: &Rows,
        encoding: Encoding,
        repeated: &[Option<String>],
    ) -> Result<(), Error> {
        let original = |index: usize| repeated.get(index).and_then(Option::as_deref);
        let written = match &mut self.out {
            Out::Lines(out) => rows.fill(encoding, original, out),
            Out::Batches(out, columns) => {
                let batches = rows.batches(columns, original);
                batches.iter().try_for_each(|batch| out.write(batch).map_err(wrapped))
            }
        };
        written.map_err(Error::write(&self.path))?;
        self.rows += rows.count();
        Ok(())
    }

    fn line(&mut self, line: &[u8]) -> Result<(), Error> {
        self.rows += 1;
        match &mut self.out {
            Out::Lines(out) => out.write_all(line).map_err(Error::write(&self.path)),
            Out::Batches(..) => unreachable!("the listing is a sheet of lines"),
        }
    }

    fn close(self) -> Result<(String, Piece), Error> {
        let out = match self.out {
            Out::Lines(out) => Ok(*out),
            Out::Batches(out, _) => out.into_inner().map_err(wrapped),
        };
        let hashed = out.and_then(|out| out.into_inner().map_err(io::IntoInnerError::into_error));
        let Hashed { hash, bytes, .. } = hashed.map_err(Error::write(&self.path))?;
        let written = Written { rows: self.rows, bytes };
        Ok((self.name, Piece { written, xxh3: hex(hash.digest()) }))
    }
}
