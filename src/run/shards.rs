//! The shards of a run, one after the other: passed over where they are whole, written where not.

use super::chunk::Encoded;
use super::counts::Counts;
use super::folder::Folder;
use super::queue::{Put, Sink};
use super::shard::{self, Open, Shard};
use super::sheet::Sheet;
use super::{Error, Status, Watch};
use crate::clean::Duplicates;
use crate::ingest::{self, Articles};

/// Shards that are being written.
pub(super) struct Shards<'a> {
    folder: &'a Folder,
    sheets: &'a [Sheet],
    /// How many are whole.
    whole: usize,
    open: Option<Open>,
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
        for (number, shard) in finished.iter().enumerate() {
            let changed = |now: &str| {
                let after = counts.articles;
                let which = format!("input: an article after number {after}");
                folder.other(super::recipe::change(&which, &shard.fingerprint, now))
            };
            for _ in 0..shard.counts.articles {
                if articles.next().is_none() {
                    return Err(changed("the input ends earlier"));
                }
            }
            let now = shard::hex(articles.fingerprint());
            if now != shard.fingerprint {
                return Err(changed(&now));
            }
            counts.add(&shard.counts);
            shard::remember(folder, number, &mut duplicates)?;
            watch.status(&Status { counts: &counts, read: articles.progress(), skipping: true });
        }
        Ok(Self { folder, sheets, whole: finished.len(), open: None, duplicates, counts, watch })
    }

    fn append(&mut self, chunk: Encoded, read: ingest::Progress) -> Result<Open, Error> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => Open::begin(self.folder, self.whole, self.sheets)?,
        };
        let counts = open.append(chunk, &mut self.duplicates)?;
        self.counts.add(&counts);
        self.watch.status(&Status { counts: &self.counts, read, skipping: false });
        Ok(open)
    }
}

impl Sink for Shards<'_> {
    fn write(&mut self, Put { encoded, end, read }: Put) -> Result<(), Error> {
        let open = self.append(encoded, read)?;
        match end {
            Some(fingerprint) => {
                open.close(fingerprint)?;
                self.whole += 1;
            }
            None => self.open = Some(open),
        }
        Ok(())
    }
}
