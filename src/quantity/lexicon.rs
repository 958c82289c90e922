//! The words of the grammar, read from the tables under `models/lexicon/quantity`.
//!
//! Every word of every table gets a number, so that phrases are compared word by word
//! without looking at letters again.

use crate::labels::{Kind, Modifier};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A known word; [`UNKNOWN`] for all others.
pub(super) type WordId = u16;
/// Any word that stands in no table.
pub(super) const UNKNOWN: WordId = 0;

/// What a number word does in a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Role {
    /// zero to nineteen.
    Unit(u64),
    /// twenty to ninety.
    Ten(u64),
    /// A power of ten: hundred, thousand, million.
    Scale(i16),
    /// A power of ten that stands glued to digits: 5k, 4m.
    Suffix(i16),
    /// dozen, score.
    Dozen(u64),
    /// dozens, hundreds, thousands: vague alone, exact after a number.
    Magnitude(u64),
    /// several, few, couple, handful.
    Vague(u64),
    /// half, quarter (true for halves, quarters).
    Part(u64, bool),
    /// third, third(s): a place in an order, or a fraction (true for thirds).
    Ordinal(u64, bool),
    /// twice, doubled, tenfold.
    Multiple(f64),
    /// teens, after "mid": about fifteen.
    Teens(u64),
}

/// Declares the classes of `contexts.tsv` as bits.
macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident $text:literal,)+) => { classes!(@ 0u64; $($(#[$doc])* $name $text,)+); };
    (@ $bit:expr; $(#[$doc:meta])* $name:ident $text:literal, $($rest:tt)*) => {
        $(#[$doc])* pub(super) const $name: u64 = 1 << $bit;
        classes!(@ $bit + 1; $($rest)*);
    };
    (@ $bit:expr;) => {};
}
classes! {
    MONTH "month",
    WEEKDAY "weekday",
    YEAR_CUE "year_cue",
    CLOCK "clock",
    LABEL "label",
    STRONG_LABEL "strong_label",
    OLD_THING "old_thing",
    HARM "harm",
    SCORE_CUE "score_cue",
    VOTE_CUE "vote_cue",
    PHONE_CUE "phone_cue",
    RISE "rise",
    FALL "fall",
    FILLER "filler",
    DETERMINER "determiner",
    COMPARISON "comparison",
    PERSON "person",
    SCORES_OF "scores_of",
    METRE_CUE "metre_cue",
    SPAN_CUE "span_cue",
    FEW_CUE "few_cue",
    PART_CUE "part_cue",
    NAME_BEFORE "name_before",
    WEIGHT_CUE "weight_cue",
    PER "per",
    PERCENT "percent",
    UNIT_ADJECTIVE "unit_adjective",
    STREET "street",
    PLURAL "plural",
    PRONOUN_ONE "pronoun_one",
    HYPHEN_NAME "hyphen_name",
    PREFIX "prefix",
    CALIBRE "calibre",
    PREPOSITION "preposition",
    ONE_IDIOM "one_idiom",
    SOURCE "source",
    MODEL "model",
    HEAD "head",
    HOUR_CUE "hour_cue",
    DAY_PART "day_part",
    SPREAD "spread",
    PAGE "page",
    ABOUT_WHEN "about_when",
}
const CLASS_NAMES: &[(&str, u64)] = &[
    ("month", MONTH),
    ("weekday", WEEKDAY),
    ("year_cue", YEAR_CUE),
    ("clock", CLOCK),
    ("label", LABEL),
    ("strong_label", STRONG_LABEL),
    ("old_thing", OLD_THING),
    ("harm", HARM),
    ("score_cue", SCORE_CUE),
    ("vote_cue", VOTE_CUE),
    ("phone_cue", PHONE_CUE),
    ("rise", RISE),
    ("fall", FALL),
    ("filler", FILLER),
    ("determiner", DETERMINER),
    ("comparison", COMPARISON),
    ("person", PERSON),
    ("scores_of", SCORES_OF),
    ("metre_cue", METRE_CUE),
    ("span_cue", SPAN_CUE),
    ("few_cue", FEW_CUE),
    ("part_cue", PART_CUE),
    ("name_before", NAME_BEFORE),
    ("weight_cue", WEIGHT_CUE),
    ("per", PER),
    ("percent", PERCENT),
    ("unit_adjective", UNIT_ADJECTIVE),
    ("street", STREET),
    ("plural", PLURAL),
    ("pronoun_one", PRONOUN_ONE),
    ("hyphen_name", HYPHEN_NAME),
    ("prefix", PREFIX),
    ("calibre", CALIBRE),
    ("preposition", PREPOSITION),
    ("one_idiom", ONE_IDIOM),
    ("source", SOURCE),
    ("model", MODEL),
    ("head", HEAD),
    ("hour_cue", HOUR_CUE),
    ("day_part", DAY_PART),
    ("spread", SPREAD),
    ("page", PAGE),
    ("about_when", ABOUT_WHEN),
];

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    pub(super) role: Option<Role>,
    /// Bits of the classes it belongs to.
    pub(super) classes: u64,
}

/// A modifier of one or more words.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) words: Vec<WordId>,
    pub(super) modifier: Modifier,
    /// Whether it reaches over "a", "another", "past" and the like.
    pub(super) far: bool,
    /// As the table writes it; names the rule.
    pub(super) text: &'static str,
}

/// What stands after a number and says what is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Whether it is the hundredth part of a currency.
    pub(super) hundredths: bool,
}

/// What one of a unit is in SI units: the SI unit and the factor.
pub fn si(name: &str) -> Option<(&'static str, f64)> {
    static FACTORS: LazyLock<FxHashMap<&'static str, (&'static str, f64)>> = LazyLock::new(|| {
        table(UNITS)
            .filter(|[_, _, si, _]| !si.is_empty())
            .map(|[name, _, si, factor]| (name, (si, factor.parse().expect("units.tsv: a factor"))))
            .collect()
    });
    FACTORS.get(name).copied()
}

/// All tables.
pub(super) struct Lexicon {
    ids: FxHashMap<&'static str, WordId>,
    words: Vec<Word>,
    /// For each first letter, the lengths (as bits) of the words that start with it: most
    /// words of a text are turned away here, before hashing.
    lengths: [u32; 26],
    before: FxHashMap<WordId, Vec<Phrase>>,
    after: FxHashMap<WordId, Vec<Phrase>>,
    units: FxHashMap<WordId, Vec<(Vec<WordId>, Unit)>>,
    /// Units written as symbols, by first byte, the longest first.
    symbols: FxHashMap<u8, Vec<(&'static str, Unit)>>,
    /// Currency signs and codes before or after digits, by first byte, the longest first.
    signs: FxHashMap<u8, Vec<(&'static str, &'static str, i16)>>,
    pub(super) known: Known,
}

/// Declares the words that rules name.
macro_rules! known {
    ($($name:ident $text:literal,)+) => {
        /// The words that rules name.
        #[derive(Default)]
        pub(super) struct Known { $(pub(super) $name: WordId,)+ }
        impl Known {
            fn read(lexicon: &mut Lexicon) -> Self {
                Self { $($name: lexicon.intern($text),)+ }
            }
        }
    };
}
known! {
    who "who", points "points",
    a "a", an "an", and "and", of "of", to "to", or "or", between "between", from "from", in_
    "in", out "out", every "every", point "point", half "half", one "one", times "times", day
    "day", old "old", aged "aged", age "age", more "more", may "may", march "march", fold
    "fold", st "st", nd "nd", rd "rd", th "th", s "s", two "two", minus "minus", negative
    "negative", by "by", no "no", other "other", few "few", couple "couple", as_ "as", x "x",
    handful "handful", tens "tens", scores "scores", was "was", plus_sign "+", above ">", below
    "<", no_less "≥", no_more "≤", equal "=", but "but", through "through", under "under", over
    "over", tilde "~", turned "turned", is_ "is", he "he", she "she", ages "ages", multi
    "multi", approx "approx", ca "ca", mid "mid", his "his", her "her", their "their", the "the", when "when", than "than", up "up", down "down", were "were",
    are "are", at "at", on "on", factor "factor", since "since", those "those", these "these", its "its", year "year",
}

impl Lexicon {
    /// The tables, parsed once.
    pub(super) fn get() -> &'static Self {
        static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);
        &LEXICON
    }

    /// The number of a word in lower case.
    pub(super) fn id(&self, lower: &str) -> WordId {
        self.ids.get(lower).copied().unwrap_or(UNKNOWN)
    }

    /// Whether a word with this first letter (lower case) and length may be known.
    pub(super) fn may_know(&self, first: u8, length: usize) -> bool {
        self.lengths[usize::from(first - b'a')] >> length.min(31) & 1 == 1
    }

    /// What is known of a word.
    pub(super) fn word(&self, id: WordId) -> Word {
        self.words[usize::from(id)]
    }

    /// Modifiers before a number that end with this word, the longest first.
    pub(super) fn before(&self, last: WordId) -> &[Phrase] {
        self.before.get(&last).map_or(&[], Vec::as_slice)
    }

    /// Modifiers after a number that start with this word, the longest first.
    pub(super) fn after(&self, first: WordId) -> &[Phrase] {
        self.after.get(&first).map_or(&[], Vec::as_slice)
    }

    /// Units whose name starts with this word, the longest first.
    pub(super) fn units(&self, first: WordId) -> &[(Vec<WordId>, Unit)] {
        self.units.get(&first).map_or(&[], Vec::as_slice)
    }

    /// The unit symbol that `rest` starts with, and its length.
    pub(super) fn symbol(&self, rest: &str) -> Option<(usize, Unit)> {
        let list = self.symbols.get(rest.as_bytes().first()?)?;
        list.iter().find(|(symbol, _)| stands_alone(rest, symbol)).map(|(s, unit)| (s.len(), *unit))
    }

    /// The currency sign or code that `rest` starts with: length, code, power of ten.
    pub(super) fn sign(&self, rest: &str) -> Option<(usize, &'static str, i16)> {
        let list = self.signs.get(rest.as_bytes().first()?)?;
        list.iter()
            .find(|(sign, ..)| {
                rest.strip_prefix(sign).is_some_and(|after| {
                    !sign.ends_with(|c: char| c.is_ascii_alphabetic())
                        || !after.starts_with(char::is_alphabetic)
                })
            })
            .map(|(sign, code, power)| (sign.len(), *code, *power))
    }

    fn intern(&mut self, word: &'static str) -> WordId {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = WordId::try_from(self.words.len()).expect("fewer than 65536 words in the tables");
        self.words.push(Word::default());
        self.ids.insert(word, id);
        if let Some(first @ b'a'..=b'z') = word.bytes().next() {
            self.lengths[usize::from(first - b'a')] |= 1 << word.len().min(31);
        }
        id
    }

    fn phrase(&mut self, text: &'static str) -> Vec<WordId> {
        text.split([' ', '-']).filter(|w| !w.is_empty()).map(|word| self.intern(word)).collect()
    }

    fn read() -> Self {
        let mut lexicon = Self {
            ids: FxHashMap::default(),
            words: vec![Word::default()],
            lengths: [0; 26],
            before: FxHashMap::default(),
            after: FxHashMap::default(),
            units: FxHashMap::default(),
            symbols: FxHashMap::default(),
            signs: FxHashMap::default(),
            known: Known::default(),
        };
        lexicon.known = Known::read(&mut lexicon);
        for [word, role, value] in table(NUMERALS) {
            let id = lexicon.intern(word);
            lexicon.words[usize::from(id)].role = Some(role_of(role, value));
        }
        for [class, words] in table(CONTEXTS) {
            let bit = CLASS_NAMES.iter().find(|(name, _)| *name == class);
            let (_, bit) = bit.unwrap_or_else(|| panic!("contexts.tsv: unknown class {class}"));
            for word in words.split(' ') {
                let id = lexicon.intern(word);
                lexicon.words[usize::from(id)].classes |= bit;
            }
        }
        for [text, side, modifier, reach] in table(MODIFIERS) {
            let words = lexicon.phrase(text);
            let modifier = Modifier::from_name(modifier)
                .unwrap_or_else(|| panic!("modifiers.tsv: unknown modifier {modifier}"));
            let before = side == "before";
            let key = if before { words.last() } else { words.first() };
            let key = *key.expect("a modifier has a word");
            let side = if before { &mut lexicon.before } else { &mut lexicon.after };
            side.entry(key).or_default().push(Phrase {
                words,
                modifier,
                far: reach == "far",
                text,
            });
        }
        lexicon.read_units();
        lexicon.read_currencies();
        for phrases in lexicon.before.values_mut().chain(lexicon.after.values_mut()) {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.words.len()));
        }
        for forms in lexicon.units.values_mut() {
            forms.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        for list in lexicon.symbols.values_mut() {
            list.sort_by_key(|(symbol, _)| std::cmp::Reverse(symbol.len()));
        }
        for list in lexicon.signs.values_mut() {
            list.sort_by_key(|(sign, ..)| std::cmp::Reverse(sign.len()));
        }
        lexicon
    }

    fn read_units(&mut self) {
        for [name, kind, _si, _factor, forms, symbols] in table(UNITS) {
            let kind = Kind::from_name(kind).unwrap_or_else(|| panic!("units.tsv: kind {kind}"));
            let unit = Unit { name, kind, hundredths: false };
            for form in forms.split(',').filter(|form| !form.is_empty()) {
                self.unit_form(form, unit);
            }
            for symbol in symbols.split(',').filter(|symbol| !symbol.is_empty()) {
                self.symbols.entry(symbol.as_bytes()[0]).or_default().push((symbol, unit));
            }
        }
    }

    fn read_currencies(&mut self) {
        for [code, names, hundredths, signs, codes] in table(CURRENCIES) {
            for (forms, hundredths) in [(names, false), (hundredths, true)] {
                let unit = Unit { name: code, kind: Kind::Money, hundredths };
                for form in forms.split(',').filter(|form| !form.is_empty()) {
                    self.unit_form(form, unit);
                }
            }
            for sign in signs.split(',').chain(codes.split(',')).filter(|sign| !sign.is_empty()) {
                let (sign, power) = sign.split_once('=').unwrap_or((sign, "0"));
                let power = power.parse().expect("currencies.tsv: power of ten");
                self.signs.entry(sign.as_bytes()[0]).or_default().push((sign, code, power));
            }
        }
    }

    /// Adds a form and its plural: "mile per hour" gives "miles per hour".
    fn unit_form(&mut self, form: &'static str, unit: Unit) {
        let words = self.phrase(form);
        let text: Vec<&'static str> = form.split([' ', '-']).collect();
        let head = text
            .iter()
            .position(|word| matches!(*word, "per" | "an" | "a" | "of" | "celsius" | "fahrenheit"))
            .filter(|&at| at > 0)
            .unwrap_or(text.len())
            - 1;
        if !text[head].ends_with('s') {
            let mut plural = words.clone();
            // One small string a form, once in the life of the program.
            plural[head] = self.intern(format!("{}s", text[head]).leak());
            self.units.entry(plural[0]).or_default().push((plural, unit));
        }
        self.units.entry(words[0]).or_default().push((words, unit));
    }
}

/// Whether `symbol` stands at the start of `rest` and no letter or digit follows it.
fn stands_alone(rest: &str, symbol: &str) -> bool {
    rest.strip_prefix(symbol).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
}

fn role_of(role: &str, value: &str) -> Role {
    let real: f64 = value.parse().unwrap_or_else(|_| panic!("numerals.tsv: value {value}"));
    let whole = real as u64;
    let power = real as i16;
    match role {
        "unit" => Role::Unit(whole),
        "ten" => Role::Ten(whole),
        "scale" => Role::Scale(power),
        "suffix" => Role::Suffix(power),
        "dozen" => Role::Dozen(whole),
        "magnitude" => Role::Magnitude(whole),
        "vague" => Role::Vague(whole),
        "part" => Role::Part(whole, false),
        "parts" => Role::Part(whole, true),
        "ordinal" => Role::Ordinal(whole, false),
        "ordinals" => Role::Ordinal(whole, true),
        "multiple" => Role::Multiple(real),
        "teens" => Role::Teens(whole),
        other => panic!("numerals.tsv: unknown role {other}"),
    }
}

pub(super) const NUMERALS: &str = include_str!("../../models/lexicon/quantity/numerals.tsv");
pub(super) const MODIFIERS: &str = include_str!("../../models/lexicon/quantity/modifiers.tsv");
pub(super) const UNITS: &str = include_str!("../../models/lexicon/quantity/units.tsv");
pub(super) const CURRENCIES: &str = include_str!("../../models/lexicon/quantity/currencies.tsv");
pub(super) const CONTEXTS: &str = include_str!("../../models/lexicon/quantity/contexts.tsv");

/// The rows of a table: no comments, no header; missing cells are empty.
pub(super) fn table<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or(""))
    })
}
