//! The word classes of `argument_words.tsv`.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Declares the classes of the table as bits.
macro_rules! classes {
    ($($name:ident $text:literal,)+) => { classes!(@ 0u32; $($name $text,)+); const NAMES: &[(&str, u32)] = &[$(($text, $name),)+]; };
    (@ $bit:expr; $name:ident $text:literal, $($rest:tt)*) => {
        pub(super) const $name: u32 = 1 << $bit;
        classes!(@ $bit + 1; $($rest)*);
    };
    (@ $bit:expr;) => {};
}
classes! {
    COMPASS "compass",
    DIRECTION "direction",
    ASIDE "aside",
    SAYING "saying",
    REPORTING "reporting",
    PREPOSING "preposing",
    SPENDING "spending",
    THIN "thin",
    LINKING "linking",
    LEADING "leading",
    WILLING "willing",
    BRINGING "bringing",
    LIGHT "light",
    COMPLEMENT "complement",
    PARTICLE "particle",
    STATE "state",
    OUTCOME "outcome",
    CONDITION "condition",
    TELLING "telling",
    CASE "case",
    VESSEL "vessel",
    TOTAL "total",
    AMOUNT "amount",
    PLAN "plan",
    DEED "deed",
    SAVING "saving",
    ESTIMATING "estimating",
    BEING "being",
    COMPLETION "completion",
    AGENT "agent",
    INERT "inert",
}

static WORDS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut table: FxHashMap<&'static str, u32> = FxHashMap::default();
    let lines = include_str!("../../../../models/lexicon/argument_words.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (class, words) = line.split_once('\t').expect("a line is a class and its words");
        let named = NAMES.iter().find(|(name, _)| *name == class);
        let (_, bit) = named.unwrap_or_else(|| panic!("argument_words.tsv: no class {class}"));
        for word in words.split(' ') {
            *table.entry(word).or_default() |= bit;
        }
    }
    table
});

/// Whether `word` belongs to one of `classes`.
pub(super) fn is(word: &str, classes: u32) -> bool {
    WORDS.get(word).is_some_and(|of| of & classes != 0)
}
