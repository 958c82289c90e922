//! Ids that are unique in a run, for the memory of a hash an article.

use crate::sorted::Sorted;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

/// An id for an article that brings none, made from what tells it apart.
pub(super) fn hashed(content: &[u8]) -> String {
    format!("h-{:016x}", xxh3_64(content))
}

/// The ids given out so far.
#[derive(Debug, Default)]
pub(super) struct Ids {
    seen: Sorted,
    /// How often an id came, for those that came again: keeps many equal ids linear.
    repeats: FxHashMap<u64, u64>,
}

impl Ids {
    /// `id` itself the first time; later with `#2`, `#3` and so on at its end.
    pub(super) fn unique(&mut self, id: String) -> String {
        let hash = xxh3_64(id.as_bytes());
        if self.seen.insert(hash) {
            return id;
        }
        let count = self.repeats.entry(hash).or_insert(1);
        loop {
            *count += 1;
            let numbered = format!("{id}#{count}");
            if self.seen.insert(xxh3_64(numbered.as_bytes())) {
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_articles_of_one_id_are_numbered() {
        let mut ids = Ids::default();
        let given = ["a", "a", "b", "a#3", "a", "a#3"];
        let unique: Vec<_> = given.iter().map(|id| ids.unique(id.to_string())).collect();
        assert_eq!(unique, ["a", "a#2", "b", "a#3", "a#4", "a#3#2"]);
    }

    #[test]
    fn hashed_ids_do_not_change_between_versions() {
        assert_eq!(hashed(b""), "h-2d06800538d394c2");
    }
}
