//! What `trace` knows of the language, from the tables under `models/lexicon`.

use crate::grammar;
use crate::labels::SourceType;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

macro_rules! classes {
    ($($class:ident $name:literal)+) => {
        /// A class of words; `models/lexicon/trace/words.tsv` says what each is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Class { $($class),+ }

        impl Class {
            const NAMES: &[(&str, Self)] = &[$(($name, Self::$class)),+];
        }
    };
}

classes! {
    NumberNoun "number_noun"
    Denies "denies"
    Rejects "rejects"
    Report "report"
    False "false"
    Not "not"
    True "true"
    Anaphor "anaphor"
    NoneOf "none_of"
    Future "future"
    Doubt "doubt"
    State "state"
    Light "light"
    Announces "announces"
    Confirms "confirms"
    Firsthand "firsthand"
    Link "link"
    BeforePlace "before_place"
    OneSource "one_source"
    SeveralSources "several_sources"
    Indefinite "indefinite"
    Office "office"
    Paper "paper"
    Withheld "withheld"
    Telling "telling"
    LastYear "last_year"
    Calendar "calendar"
    Common "common"
    OutletWord "outlet_word"
    Currency "currency"
    Armed "armed"
    Finding "finding"
    Reckoning "reckoning"
    Be "be"
    Comparing "comparing"
    Piece "piece"
    Medium "medium"
    Body "body"
    Post "post"
    Particle "particle"
}

/// The lines of a table without its comments, cut at tabs.
fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

/// The classes of each word, a bit for each.
static WORDS: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    for line in lines(include_str!("../../models/lexicon/trace/words.tsv")) {
        let known = Class::NAMES.iter().find(|(name, _)| *name == line[0]);
        let (_, class) = known.expect("words.tsv names classes of the program");
        for word in line[1].split_whitespace() {
            *words.entry(word).or_default() |= 1_u64 << *class as u32;
        }
    }
    words
});

/// The classes of a word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Classes(u64);

impl Classes {
    /// Those of `word`, in lower case.
    pub fn of(word: &str) -> Self {
        Self(WORDS.get(word).copied().unwrap_or_default())
    }

    pub fn contain(self, class: Class) -> bool {
        self.0 & (1 << class as u32) != 0
    }
}

/// Whether `word`, in lower case, belongs to the class.
pub(super) fn is(word: &str, class: Class) -> bool {
    Classes::of(word).contain(class)
}

/// Closed classes and forms of reporting verbs: words that tell nothing about a story.
static EMPTY: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let closed = lines(include_str!("../../models/lexicon/function_words.tsv"));
    let closed = closed.flat_map(|line| line[1].split_whitespace());
    let cues = lines(include_str!("../../models/lexicon/cues.tsv"));
    let cues = cues.flat_map(|line| line[1].split(','));
    closed.chain(cues).collect()
});

/// Whether `word`, in lower case, tells nothing about a story.
pub(super) fn is_empty(word: &str) -> bool {
    EMPTY.contains(word) || is(word, Class::Common)
}

/// Whether `word`, in lower case, is one of the language: a capital at the start of a sentence makes
/// no name of it.
pub(super) fn is_common(word: &str) -> bool {
    let adverb = || word.strip_suffix("ly").is_some_and(grammar::is_known);
    is_empty(word) || grammar::is_known(word) || adverb()
}

/// A thing counted: its narrow and its broad classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Thing {
    /// Nouns of one narrow class name the same thing.
    pub narrow: u16,
    /// Nouns that share a broad class may; a bit for each.
    broad: u64,
}

static THINGS: LazyLock<FxHashMap<&'static str, Thing>> = LazyLock::new(|| {
    let mut things = FxHashMap::default();
    let mut broad = Vec::new();
    let mut bits_of = |names: &'static str| {
        let bits = names.split(',').map(|name| {
            let at = broad.iter().position(|known| *known == name).unwrap_or_else(|| {
                broad.push(name);
                broad.len() - 1
            });
            1_u64.checked_shl(at as u32).expect("there are few broad classes")
        });
        bits.sum()
    };
    let mut narrow = 0;
    for line in lines(include_str!("../../models/lexicon/trace/counted.tsv")) {
        narrow += 1;
        let thing = Thing { narrow, broad: bits_of(line[0]) };
        for noun in line[2].split_whitespace() {
            things.entry(noun).or_insert(thing);
        }
    }
    // People of other trades are people: the reader's own table lists them.
    let people = bits_of("people");
    for line in lines(include_str!("../../models/lexicon/topics.tsv")) {
        if matches!(line[..], ["population" | "personnel", "noun", _]) {
            for noun in line[2].split_whitespace() {
                narrow += 1;
                things.entry(noun).or_insert(Thing { narrow, broad: people });
            }
        }
    }
    things
});

/// What a noun, in lower case, counts, if a table knows it.
pub(super) fn thing(noun: &str) -> Option<Thing> {
    let singular = || THINGS.get(noun.strip_suffix('s')?);
    let with_y = || {
        let stem = noun.strip_suffix("ies")?;
        THINGS.get(format!("{stem}y").as_str())
    };
    THINGS.get(noun).or_else(singular).or_else(with_y).copied()
}

/// Whether two things of one broad class may be one, told otherwise: a family may be told as
/// people, not as soldiers.
pub(super) fn may_be_one(a: Thing, b: Thing) -> bool {
    let is =
        |thing: Thing, noun| self::thing(noun).is_some_and(|known| known.narrow == thing.narrow);
    let plain =
        |thing| ["person", "evacuee", "household", "home"].into_iter().any(|noun| is(thing, noun));
    let household = |thing| is(thing, "household");
    a.broad & b.broad != 0 && (!household(a) || plain(b)) && (!household(b) || plain(a))
}

static DOERS: LazyLock<FxHashMap<&'static str, Doer>> = LazyLock::new(|| {
    let mut doers = FxHashMap::default();
    for (at, line) in lines(include_str!("../../models/lexicon/trace/doers.tsv")).enumerate() {
        let sort = 1_u32.checked_shl(at as u32).expect("there are few sorts of doers");
        for noun in line[1].split_whitespace() {
            doers.entry(noun).or_insert(Doer(0)).0 |= sort;
        }
    }
    doers
});

/// The sorts of people or bodies that a doer may be, a bit for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Doer(u32);

impl Doer {
    /// Whether nobody can be both: rebels, troops; not police, officers.
    pub fn differs(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }
}

/// The sorts of doer that a noun, in lower case, may name, if a table knows it.
pub(super) fn doer(noun: &str) -> Option<Doer> {
    let singular = || DOERS.get(noun.strip_suffix('s')?);
    let with_y = || {
        let stem = noun.strip_suffix("ies")?;
        DOERS.get(format!("{stem}y").as_str())
    };
    DOERS.get(noun).or_else(singular).or_else(with_y).copied()
}

/// The sorts of deeds that a verb may tell, a bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Deed(u64);

impl Deed {
    /// Of a verb in the infinitive, in lower case.
    pub fn of(verb: &str) -> Self {
        DEEDS.get(verb).copied().unwrap_or_default()
    }

    /// Whether both may tell one deed: burnt, destroyed.
    pub fn may_be(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

static DEEDS: LazyLock<FxHashMap<&'static str, Deed>> = LazyLock::new(|| {
    let mut deeds: FxHashMap<&'static str, Deed> = FxHashMap::default();
    for (at, line) in lines(include_str!("../../models/lexicon/trace/deeds.tsv")).enumerate() {
        let sort = 1_u64.checked_shl(at as u32).expect("there are few sorts of deeds");
        for verb in line[1].split_whitespace() {
            deeds.entry(verb).or_default().0 |= sort;
        }
    }
    deeds
});

static STRENGTH: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    let strength = |line: Vec<&'static str>| {
        (line[0], line[1].parse().expect("strength.tsv holds small numbers"))
    };
    lines(include_str!("../../models/lexicon/trace/strength.tsv")).map(strength).collect()
});

/// How firmly a type of source stands behind a number, from 1.
pub(super) fn strength(source_type: SourceType) -> u8 {
    STRENGTH[source_type.as_str()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words_and_every_source_type_a_strength() {
        for (name, class) in Class::NAMES {
            assert!(WORDS.values().any(|bits| bits & (1_u64 << *class as u32) != 0), "{name}");
        }
        for &source_type in SourceType::ALL {
            assert!((1..=5).contains(&strength(source_type)));
        }
        assert_eq!(STRENGTH.len(), SourceType::ALL.len());
    }

    #[test]
    fn regular_and_irregular_pasts_are_known() {
        assert!(["arrived", "sent", "fled", "gone"].into_iter().all(grammar::is_past));
        assert!(!["dispatch", "arriving", "send"].into_iter().any(grammar::is_past));
    }

    #[test]
    fn a_name_is_no_word_of_the_dictionary() {
        assert!(["volunteers", "air", "the", "divers"].into_iter().all(is_common));
        assert!(!["morland", "varessa"].into_iter().any(is_common));
    }

    #[test]
    fn doers_of_one_sort_are_told_from_others() {
        let differ = |a, b| doer(a).unwrap().differs(doer(b).unwrap());
        for (a, b, expected) in [
            ("rebels", "insurgent", false),
            ("rebels", "troops", true),
            ("gunmen", "rebels", false),
            ("gunmen", "pirates", false),
            ("gunmen", "soldiers", true),
            ("police", "officers", false),
            ("authorities", "ministry", false),
            ("court", "regulator", true),
        ] {
            assert_eq!(differ(a, b), expected, "{a} {b}");
        }
        assert_eq!(doer("people"), None);
    }

    #[test]
    fn a_deed_may_be_told_by_other_verbs() {
        let may = |a, b| Deed::of(a).may_be(Deed::of(b));
        assert!(may("burn", "destroy") && may("deliver", "hand") && may("shed", "eliminate"));
        assert!(!may("burn", "repair") && !may("arrest", "kill") && !may("yodel", "yodel"));
    }

    #[test]
    fn synonyms_name_one_thing_and_neighbours_one_broad_class() {
        let [truck, lorries, buses] =
            ["truck", "lorries", "buses"].map(|noun| thing(noun).unwrap());
        assert_eq!(truck, lorries);
        assert!(truck.narrow != buses.narrow && may_be_one(truck, buses));
        assert_ne!(thing("senators").unwrap().broad & thing("households").unwrap().broad, 0);
        let [family, people, guards] =
            ["family", "people", "guards"].map(|noun| thing(noun).unwrap());
        assert!(may_be_one(family, people) && may_be_one(people, guards));
        let home = thing("homes").unwrap();
        assert!(may_be_one(family, home) && !may_be_one(people, home));
        assert!(!may_be_one(family, guards));
        assert_eq!(thing("families"), thing("household"));
        assert_eq!(thing("porridge"), None);
    }
}
