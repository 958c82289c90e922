//! Nouns by the dictionary: whether two name one thing, or one the sort of the other.
//!
//! The table of things counted, made by hand, goes before it: it knows what news count. This one
//! knows the rest, from WordNet: fault and defect, dog and animal.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A noun of the dictionary, or one that it does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Noun(u16);

/// What a noun may name, by number, its commonest senses first; and what these are kinds of.
struct Senses {
    own: Vec<u16>,
    kinds: Vec<u16>,
}

/// How many senses of a noun may be a kind, or have kinds.
const COMMONEST: usize = 2;

struct Dictionary {
    nouns: FxHashMap<&'static str, Noun>,
    /// By noun; the first stands for those it does not have.
    senses: Vec<Senses>,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut nouns = FxHashMap::default();
    let mut senses = vec![Senses { own: Vec::new(), kinds: Vec::new() }];
    let lines = include_str!("../../models/lexicon/trace/nouns.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let mut next = || columns.next().expect("nouns.tsv has three columns");
        let noun = next();
        let mut numbers = || -> Vec<u16> {
            let all = next().split_whitespace();
            all.map(|n| n.parse().expect("senses are small numbers")).collect()
        };
        let (own, kinds) = (numbers(), numbers());
        let at = u16::try_from(senses.len()).expect("there are few thousand nouns");
        nouns.insert(noun, Noun(at));
        senses.push(Senses { own, kinds });
    }
    Dictionary { nouns, senses }
});

impl Noun {
    /// The noun of a word in lower case, in the singular or the plural.
    pub fn of(word: &str) -> Self {
        let get = |word: &str| DICTIONARY.nouns.get(word).copied();
        let cut = |end: &str| get(word.strip_suffix(end)?);
        let with_y = || get(&format!("{}y", word.strip_suffix("ies")?));
        get(word).or_else(|| cut("s")).or_else(|| cut("es")).or_else(with_y).unwrap_or_default()
    }

    fn senses(self) -> &'static Senses {
        &DICTIONARY.senses[usize::from(self.0)]
    }

    /// Whether both name one thing.
    pub fn is_same(self, other: Self) -> bool {
        let (a, b) = (self.senses(), other.senses());
        a.own.iter().any(|sense| b.own.contains(sense))
    }

    /// Whether one names the sort that the other is of.
    pub fn is_kind(self, other: Self) -> bool {
        let of = |one: &Senses, sort: &Senses| {
            sort.own.iter().take(COMMONEST).any(|sense| one.kinds.contains(sense))
        };
        let (a, b) = (self.senses(), other.senses());
        of(a, b) || of(b, a)
    }
}

#[cfg(test)]
mod tests {
    use super::Noun;

    #[test]
    fn synonyms_are_one_and_kinds_may_be() {
        for (a, b, same, kind) in [
            ("faults", "defects", true, false),
            ("ballots", "votes", true, false),
            ("dogs", "animals", false, true),
            ("crates", "boxes", false, true),
            ("crates", "dogs", false, false),
            ("dogs", "cats", false, false),
            ("xyzzy", "plugh", false, false),
        ] {
            let [one, other] = [a, b].map(Noun::of);
            assert_eq!((one.is_same(other), one.is_kind(other)), (same, kind), "{a} {b}");
        }
    }
}
