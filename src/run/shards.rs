//! The shards of a run, one after the other: passed over where they are whole, written where not.

use super::chunk::{self, Encoded};
use super::counts::Counts;
use super::folder::Folder;
use super::inputs::Input;
use super::queue::{Put, Sink};
use super::recipe::change;
use super::shard::{self, Open, Shard};
use super::sheet::Sheet;
use super::{Error, Status, Watch};
use crate::clean::Duplicates;
use crate::ingest::{Articles, FileRead};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Shards that are being written.
pub(super) struct Shards<'a> {
    folder: &'a Folder,
    sheets: &'a [Sheet],
    /// How many are whole.
    whole: usize,
    /// The shard at hand, with the input's fingerprint so far.
    open: Option<(Open, u64)>,
    duplicates: Duplicates,
    /// Of all of them.
    pub counts: Counts,
    watch: &'a mut dyn Watch,
}

impl<'a> Shards<'a> {
    /// Passes over the articles of finished shards, and makes sure they are the same.
    pub fn after(
        finished: &[Shard],
        articles: &mut Articles,
        folder: &'a Folder,
        sheets: &'a [Sheet],
        watch: &'a mut dyn Watch,
    ) -> Result<Self, Error> {
        let mut counts = Counts::default();
        let mut duplicates = Duplicates::default();
        let stop = watch.stop();
        for (number, shard) in finished.iter().enumerate() {
            let is_last = number + 1 == finished.len();
            let listed = shard::inputs(folder, number)?;
            let after = counts.articles;
            pass_over(articles, shard, &listed, is_last, &stop).map_err(|why| match why {
                Why::Stopped => folder.stopped(),
                Why::Differs(told) => folder.other(told),
                Why::Article { file, now } => {
                    let which = format!("input: an article after number {after}, in {file}");
                    folder.other(change(&which, &shard.fingerprint, now))
                }
            })?;
            counts.add(&shard.counts);
            shard::remember(folder, number, &mut duplicates)?;
            watch.status(&Status { counts: &counts, read: articles.progress(), skipping: true });
        }
        Ok(Self { folder, sheets, whole: finished.len(), open: None, duplicates, counts, watch })
    }

    fn append(&mut self, chunk: Encoded, files: &[FileRead]) -> Result<Open, Error> {
        let mut open = match self.open.take() {
            Some((open, _)) => open,
            None => Open::begin(self.folder, self.whole, self.sheets)?,
        };
        let counts = open.append(chunk, files, &mut self.duplicates)?;
        self.counts.add(&counts);
        Ok(open)
    }

    /// Makes the shard at hand count, if there is one.
    pub fn save(&mut self) -> Result<(), Error> {
        if let Some((open, fingerprint)) = self.open.take() {
            open.close(fingerprint)?;
            self.whole += 1;
        }
        Ok(())
    }
}

/// Why the articles of a finished shard could not be passed over.
enum Why {
    /// It was told to stop.
    Stopped,
    /// What differs.
    Differs(String),
    /// An article differs, no later than in this file.
    Article { file: String, now: String },
}

/// Passes over the articles of a finished shard, with the files listed for it.
fn pass_over(
    articles: &mut Articles,
    shard: &Shard,
    listed: &[Input],
    is_last: bool,
    stop: &AtomicBool,
) -> Result<(), Why> {
    let (mut read, mut last) = (0, None);
    while read < shard.counts.articles {
        if stop.load(Ordering::Relaxed) {
            return Err(Why::Stopped);
        }
        let Some(item) = articles.next() else { break };
        last = Some(chunk::file_of(&item).to_string_lossy().into_owned());
        read += 1;
    }
    let mut files = articles.take_files();
    let fingerprint = shard::hex(articles.fingerprint());
    let mut more = false;
    if files.len() < listed.len() && is_last {
        // That the last file is done with shows only when more is asked for.
        more = articles.next().is_some();
        files.extend(articles.take_files());
    }
    let mut pairs = listed.iter().zip(&files);
    if let Some(difference) = pairs.find_map(|(was, is)| was.change(&Input::of(is))) {
        return Err(Why::Differs(difference));
    }
    let fewer = read < shard.counts.articles;
    if !fewer && (more || files.len() != listed.len()) {
        let many = if more { "more".to_owned() } else { files.len().to_string() };
        return Err(Why::Differs(change("input: files", listed.len(), many)));
    }
    if fingerprint == shard.fingerprint {
        return Ok(());
    }
    let (was, is) = (shard.last.as_deref().unwrap_or("none"), last.unwrap_or_default());
    if was != is {
        return Err(Why::Differs(change("input: a file", was, is)));
    }
    let now = if fewer { "the input ends earlier".to_owned() } else { fingerprint };
    Err(Why::Article { file: is, now })
}

impl Sink for Shards<'_> {
    fn write(&mut self, put: Put) -> Result<(), Error> {
        let open = self.append(put.encoded, &put.files)?;
        self.open = Some((open, put.fingerprint));
        if put.end {
            self.save()?;
        }
        self.watch.status(&Status { counts: &self.counts, read: put.read, skipping: false });
        Ok(())
    }

    fn stop(&self) -> Arc<AtomicBool> {
        self.watch.stop()
    }
}
