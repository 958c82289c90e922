//! Word classes around a cue: persons, occasions, evidence, words of time.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

const PERSON: u8 = 1;
const OCCASION: u8 = 2;
const EVIDENCE: u8 = 4;
const TIME: u8 = 8;
const TIME_COMPANY: u8 = 16;
const PRONOUN: u8 = 32;

static WORDS: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    let table = include_str!("../../../../models/lexicon/cue_words.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (word, class) = line.split_once('\t').expect("a line is a word and a class");
        *words.entry(word).or_default() |= match class {
            "person" => PERSON,
            "occasion" => OCCASION,
            "evidence" => EVIDENCE,
            "time" => TIME,
            "time-company" => TIME_COMPANY,
            "pronoun" => PRONOUN,
            other => panic!("{word}: unknown class {other}"),
        };
    }
    words
});

fn is(word: &str, class: u8) -> bool {
    WORDS.get(word).is_some_and(|classes| classes & class != 0)
}

/// A noun for a person or persons who may speak: spokesman, residents.
pub(super) fn is_person_noun(word: &str) -> bool {
    is(word, PERSON) || word.strip_suffix('s').is_some_and(|one| is(one, PERSON))
}

/// A noun for the occasion or way of speaking: "in a statement", "on Twitter".
pub(super) fn is_occasion(word: &str) -> bool {
    is(word, OCCASION)
}

/// A noun for what shows or finds: only these make "show" and "find" a cue.
pub(super) fn is_evidence(word: &str) -> bool {
    is(word, EVIDENCE)
}

/// Days, months and their like: "on Monday", "last week".
pub(super) fn is_time(word: &str) -> bool {
    is(word, TIME)
}

/// What stands before a word of time: "late", "on", "last".
pub(super) fn goes_with_time(word: &str) -> bool {
    is(word, TIME_COMPANY)
}

/// A word that may be a subject by itself: he, some, those.
pub(super) fn is_pronoun_subject(word: &str) -> bool {
    is(word, PRONOUN)
}
