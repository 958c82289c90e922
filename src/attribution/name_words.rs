//! Words that stand before a personal name and are no part of it.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const MODIFIER: u8 = 1;
const TITLE: u8 = 2;
const OPENER: u8 = 4;

static WORDS: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    let table = include_str!("../../models/lexicon/name_words.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (word, class) = line.split_once('\t').expect("a line is a word and a class");
        *words.entry(word).or_default() |= match class {
            "modifier" => MODIFIER,
            "title" => TITLE,
            "opener" => OPENER,
            other => panic!("{word}: unknown class {other}"),
        };
    }
    words
});

fn is(word: &str, class: u8) -> bool {
    WORDS.get(word).is_some_and(|classes| classes & class != 0)
}

/// A nationality, a place or a body before a name: Russian, Kremlin.
pub(super) fn is_modifier(word: &str) -> bool {
    is(word, MODIFIER)
}

/// Part of a title before a name: foreign, deputy, press.
pub(super) fn is_title(word: &str) -> bool {
    is(word, TITLE)
}

/// A capitalised word that begins a sentence or a title: Meanwhile, Mr.
pub(super) fn is_opener(word: &str) -> bool {
    is(word, OPENER)
}
