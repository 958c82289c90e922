//! Given names that one sex bears: whether John or Olena is a he or a she.

use super::mention::Gender;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static NAMES: LazyLock<FxHashMap<&'static str, Gender>> = LazyLock::new(|| {
    let table = include_str!("../../models/lexicon/given_names.tsv");
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| match line.split_once('\t') {
            Some((name, "he")) => (name, Gender::He),
            Some((name, "she")) => (name, Gender::She),
            _ => panic!("{line}: not a name and a sex"),
        })
        .collect()
});

/// The gender that the given name of a full name tells; initials tell none.
pub(super) fn gender(full_name: &str) -> Option<Gender> {
    let (given, _) = full_name.split_once(' ')?;
    let lower = given.to_lowercase();
    let parts = lower.rsplit('-');
    std::iter::once(&*lower).chain(parts).find_map(|name| NAMES.get(name).copied())
}

/// Whether a word is a given name of the table.
pub(super) fn is_known(word: &str) -> bool {
    NAMES.contains_key(&*word.to_lowercase())
}

#[test]
fn a_given_name_tells_its_bearer() {
    for (name, expected) in [
        ("John Smith", Some(Gender::He)),
        ("Olena Kovalenko", Some(Gender::She)),
        ("Anne-Marie Berg", Some(Gender::She)),
        ("Abd-Karim Berg", Some(Gender::He)),
        ("J. Smith", None),
        ("Kim Berg", None),
        ("John", None),
        ("Harbour Street", None),
    ] {
        assert_eq!(gender(name), expected, "{name}");
    }
}
