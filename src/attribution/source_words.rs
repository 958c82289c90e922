//! Word classes for reading the noun phrase of a source, from their table.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

macro_rules! classes {
    ($($class:ident $name:literal)+) => {
        /// A class of words; the table says what each is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Class { $($class),+ }

        impl Class {
            fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$class),)+ _ => None }
            }

            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$class),+];
        }
    };
}

classes! {
    EndsHead "ends_head"
    Continues "continues"
    Source "source"
    Knowing "knowing"
    Within "within"
    Statement "statement"
    Voice "voice"
    Hospital "hospital"
    Career "career"
    Civil "civil"
    Of "of"
    By "by"
    Vague "vague"
    Address "address"
    Honorific "honorific"
    Particle "particle"
    ShortTitle "short_title"
    Shortened "shortened"
    Suffix "suffix"
    Links "links"
    BeforeTitle "before_title"
    Determiner "determiner"
    NoApposition "no_apposition"
    Organisation "organisation"
    She "she"
    He "he"
    OneBody "one_body"
    Many "many"
    Body "body"
    Spoken "spoken"
    Issued "issued"
    Edition "edition"
    Other "other"
    Article "article"
    Pronoun "pronoun"
    Plain "plain"
    Limits "limits"
    National "national"
    NoPerson "no_person"
}

/// The classes of each word, a bit for each.
static WORDS: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    let table = include_str!("../../models/lexicon/source_words.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (name, list) = line.split_once('\t').expect("a line is a class and its words");
        let class = Class::from_name(name).unwrap_or_else(|| panic!("unknown class {name}"));
        for word in list.split(' ') {
            *words.entry(word).or_default() |= 1 << class as u64;
        }
    }
    words
});

/// Whether a word, in lower case, is of this class.
pub(super) fn is(word: &str, class: Class) -> bool {
    WORDS.get(word).is_some_and(|classes| classes & (1 << class as u64) != 0)
}

#[test]
fn every_class_has_words() {
    for &class in Class::ALL {
        assert!(WORDS.values().any(|w| w & (1 << class as u64) != 0), "{class:?} has no words");
    }
}
