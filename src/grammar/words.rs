//! The word table: which parts of speech a written form may have, and its lemma.
//!
//! Built once from `models/lexicon/words.tsv` and `function_words.tsv`; regular forms
//! (attacks, attacked, attacking) are generated here.

use super::token::Tag;
use compact_str::CompactString;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The parts of speech a form may have, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u16);

impl Classes {
    pub const NOUN: Self = Self(1);
    pub const PLURAL: Self = Self(1 << 1);
    pub const VERB: Self = Self(1 << 2);
    pub const VERB_S: Self = Self(1 << 3);
    pub const PAST: Self = Self(1 << 4);
    pub const PARTICIPLE: Self = Self(1 << 5);
    pub const ING: Self = Self(1 << 6);
    pub const ADJECTIVE: Self = Self(1 << 7);
    pub const ADVERB: Self = Self(1 << 8);

    /// Whether the two share a class.
    pub const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// Both sets together.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether nothing is known.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Noun, singular or plural.
    pub const ANY_NOUN: Self = Self::NOUN.or(Self::PLURAL);
    /// Any form of a verb.
    pub const ANY_VERB: Self =
        Self::VERB.or(Self::VERB_S).or(Self::PAST).or(Self::PARTICIPLE).or(Self::ING);
    /// Forms in -ed and their irregular like.
    pub const ED: Self = Self::PAST.or(Self::PARTICIPLE);
}

/// What a noun names in its commonest sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Something people do: attack, election.
    Act,
    /// Something made: missile, house.
    Artifact,
    /// A body or part of one.
    Body,
    /// Something said or written: report, plan.
    Communication,
    /// Something that happens: death, case.
    Event,
    /// Several people as one: army, ministry, people.
    Group,
    /// A place: town, border.
    Location,
    /// A thing of nature.
    Object,
    /// Somebody: soldier, child.
    Person,
    /// Something owned: loan, tax.
    Possession,
    /// An amount or unit: kilometre.
    Quantity,
    /// How something is: war, freedom.
    State,
    /// A stretch of time: day, summer.
    Time,
}

fn sort_named(name: &str) -> Option<Sort> {
    Some(match name {
        "act" => Sort::Act,
        "artifact" => Sort::Artifact,
        "body" => Sort::Body,
        "communication" => Sort::Communication,
        "event" => Sort::Event,
        "group" => Sort::Group,
        "location" => Sort::Location,
        "object" => Sort::Object,
        "person" => Sort::Person,
        "possession" => Sort::Possession,
        "quantity" => Sort::Quantity,
        "state" => Sort::State,
        "time" => Sort::Time,
        _ => return None,
    })
}

/// What the table knows of one written form.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Form {
    /// The parts of speech it may have as an open-class word.
    pub classes: Classes,
    /// The most likely of them.
    pub likely: Classes,
    /// Whether the most likely is so by far.
    pub sure: bool,
    /// Its tags as a word of the closed classes, as a bit set over [`Tag`].
    closed: u32,
    /// Its tag, if it is a word of the closed classes whatever stands beside it.
    pub alone: Option<Tag>,
    /// Its dictionary forms.
    pub lemmas: Lemmas,
}

/// The lemmas of a form as verb and as noun: indices into the table's, 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lemmas {
    verb: u16,
    noun: u16,
}

impl Form {
    /// Whether it may be the closed-class word `tag`.
    pub fn may_be(self, tag: Tag) -> bool {
        self.closed & (1 << tag as u32) != 0
    }

    /// A form that is surely of these classes and no more.
    pub fn guessed(classes: Classes) -> Self {
        Self { classes, likely: classes, sure: true, ..Self::default() }
    }

    /// The same form as an open-class word alone.
    pub fn open(self) -> Self {
        Self { closed: 0, alone: None, ..self }
    }

    /// The first of its tags as a word of the closed classes.
    pub fn first_closed(self) -> Option<Tag> {
        const ORDER: [Tag; 12] = [
            Tag::Auxiliary,
            Tag::Modal,
            Tag::Numeral,
            Tag::Determiner,
            Tag::Pronoun,
            Tag::Preposition,
            Tag::Subordinator,
            Tag::Conjunction,
            Tag::Adjective,
            Tag::Adverb,
            Tag::VerbIng,
            Tag::Noun,
        ];
        ORDER.into_iter().find(|&tag| self.may_be(tag))
    }

    /// Whether it is a preposition or opens a clause: before, since.
    pub fn opens_clause_or_phrase(self) -> bool {
        self.may_be(Tag::Preposition) && self.may_be(Tag::Subordinator)
    }

    /// Whether it is a closed-class word at all.
    pub fn is_closed(self) -> bool {
        self.closed != 0
    }
}

/// A form of up to 16 bytes as one number, so that looking it up compares no strings.
fn packed(form: &str) -> Option<u128> {
    let bytes = form.as_bytes();
    let wide = |chunk: &[u8; 8]| u128::from(u64::from_le_bytes(*chunk));
    let half = |chunk: &[u8; 4]| u128::from(u32::from_le_bytes(*chunk));
    // Two chunks that overlap where the form is shorter than both; the overlap is the same
    // in both, so it may be joined by "or".
    let place = |width: usize| 8 * (bytes.len() - width);
    match bytes.len() {
        0..4 => Some(bytes.iter().rev().fold(0, |key, &byte| key << 8 | u128::from(byte))),
        4..8 => Some(half(bytes.first_chunk()?) | half(bytes.last_chunk()?) << place(4)),
        8..=16 => Some(wide(bytes.first_chunk()?) | wide(bytes.last_chunk()?) << place(8)),
        _ => None,
    }
}

/// All known forms.
pub(super) struct Words {
    /// Forms of up to 16 bytes; none holds a zero byte.
    short: FxHashMap<u128, Form>,
    long: FxHashMap<CompactString, Form>,
    lemmas: Vec<(&'static str, Option<Sort>)>,
}

/// The table of the language.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    Words::parse(
        include_str!("../../models/lexicon/words.tsv"),
        include_str!("../../models/lexicon/function_words.tsv"),
    )
});

/// Whether the dictionary has this form of a word, in lower case.
pub(crate) fn is_known(lower: &str) -> bool {
    WORDS.get(lower).is_some()
}

/// Whether this form of a verb, in lower case, is a past or a participle.
pub(crate) fn is_past(lower: &str) -> bool {
    lower.ends_with("ed") || WORDS.get(lower).is_some_and(|form| form.classes.any(Classes::ED))
}

/// The verb that `lower` is a form of, if the dictionary has it: build for built.
pub(crate) fn verb(lower: &str) -> Option<&'static str> {
    WORDS.lemma(WORDS.get(lower)?.lemmas, true)
}

const NO_LEMMA: u16 = 0;

/// The row of words whose tag their neighbours decide.
const NEIGHBOURS: &str = "neighbours";

impl Words {
    fn parse(words: &'static str, function_words: &str) -> Self {
        let mut table = Self {
            short: FxHashMap::default(),
            long: FxHashMap::default(),
            lemmas: vec![("", None)],
        };
        table.short.reserve(words.lines().count() * 3);
        for line in words.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(lemma), Some(ranked)) = (fields.next(), fields.next()) else { continue };
            let (mut nouns, mut verbs, mut sort) = ("", "", None);
            for field in fields {
                match field.split_once(':') {
                    Some(("n", forms)) => nouns = forms,
                    Some(("v", forms)) => verbs = forms,
                    Some(("s", name)) => sort = sort_named(name),
                    _ => {}
                }
            }
            table.lemmas.push((lemma, sort));
            table.entry(lemma, ranked, nouns, verbs);
        }
        let rows = || {
            let lines = function_words.lines().filter(|line| !line.starts_with('#'));
            lines.filter_map(|line| line.split_once('\t'))
        };
        for (tag, words) in rows().filter(|(tag, _)| *tag != NEIGHBOURS) {
            let tag = tag_named(tag);
            for word in words.split(' ') {
                table.form(word).closed |= 1 << tag as u32;
            }
        }
        for word in rows().flat_map(|(_, words)| words.split(' ')) {
            let form = table.form(word);
            let phrase = form.opens_clause_or_phrase();
            form.alone = form
                .first_closed()
                .filter(|&tag| !phrase || matches!(tag, Tag::Auxiliary | Tag::Modal));
        }
        for word in rows().filter(|(tag, _)| *tag == NEIGHBOURS).flat_map(|(_, w)| w.split(' ')) {
            table.form(word).alone = None;
        }
        table
    }

    fn entry(&mut self, lemma: &'static str, ranked: &str, nouns: &str, verbs: &str) {
        let index = u16::try_from(self.lemmas.len() - 1).expect("the table is small");
        let sure = ranked.len() == 1 || ranked.chars().nth(1) == Some('>');
        for (rank, class) in ranked.chars().filter(|&c| c != '>').enumerate() {
            let mut add = |form: &str, class: Classes| {
                let entry = self.form(form);
                // The first lemma to claim a form as its own reading keeps it.
                if rank == 0 && entry.likely.is_empty() {
                    entry.likely = class;
                    entry.sure = sure;
                }
                entry.classes = entry.classes.or(class);
                let slot = if class.any(Classes::ANY_NOUN) {
                    Some(&mut entry.lemmas.noun)
                } else if class.any(Classes::ANY_VERB) {
                    Some(&mut entry.lemmas.verb)
                } else {
                    None
                };
                if let Some(slot) = slot.filter(|slot| **slot == NO_LEMMA || form == lemma) {
                    *slot = index;
                }
            };
            match class {
                'n' => {
                    add(lemma, Classes::NOUN);
                    if nouns.is_empty() {
                        add(&with_s(lemma), Classes::PLURAL);
                    }
                    for plural in listed(nouns) {
                        add(plural, Classes::PLURAL);
                    }
                }
                'v' => {
                    add(lemma, Classes::VERB);
                    add(&with_s(lemma), Classes::VERB_S);
                    let mut fields = verbs.split('/');
                    let [past, participle, ing] = [(); 3].map(|()| fields.next().unwrap_or(""));
                    for (forms, class) in [(past, Classes::PAST), (participle, Classes::PARTICIPLE)]
                    {
                        if forms.is_empty() || listed(forms).all(|f| f.ends_with("ed")) {
                            add(&with_ed(lemma), class);
                        }
                        listed(forms).for_each(|form| add(form, class));
                    }
                    add(&with_ing(lemma), Classes::ING);
                    listed(ing).for_each(|form| add(form, Classes::ING));
                }
                'a' => add(lemma, Classes::ADJECTIVE),
                _ => add(lemma, Classes::ADVERB),
            }
        }
    }

    fn form(&mut self, form: &str) -> &mut Form {
        match packed(form) {
            Some(key) => self.short.entry(key).or_default(),
            None => self.long.entry(form.into()).or_default(),
        }
    }

    /// What is known of `lower`.
    pub fn get(&self, lower: &str) -> Option<Form> {
        match packed(lower) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(lower).copied(),
        }
    }

    /// The lemma of a form as a verb or as a noun.
    pub fn lemma(&self, form: Lemmas, verb: bool) -> Option<&'static str> {
        let index = if verb { form.verb } else { form.noun };
        (index != NO_LEMMA).then(|| self.lemmas[usize::from(index)].0)
    }

    /// What a form names as a noun.
    pub fn sort(&self, form: Lemmas) -> Option<Sort> {
        self.lemmas[usize::from(form.noun)].1
    }
}

fn listed(forms: &str) -> impl Iterator<Item = &str> {
    forms.split(',').filter(|form| !form.is_empty())
}

fn tag_named(name: &str) -> Tag {
    match name {
        "Determiner" => Tag::Determiner,
        "Pronoun" => Tag::Pronoun,
        "Numeral" => Tag::Numeral,
        "Preposition" => Tag::Preposition,
        "Conjunction" => Tag::Conjunction,
        "Subordinator" => Tag::Subordinator,
        "Auxiliary" => Tag::Auxiliary,
        "Modal" => Tag::Modal,
        "Adverb" => Tag::Adverb,
        "Adjective" => Tag::Adjective,
        "VerbIng" => Tag::VerbIng,
        _ => Tag::Noun,
    }
}

fn consonant_y(lemma: &str) -> bool {
    let mut last = lemma.bytes().rev();
    last.next() == Some(b'y') && last.next().is_some_and(|b| !b"aeiou".contains(&b))
}

fn without_last(lemma: &str) -> &str {
    lemma.get(..lemma.len() - 1).unwrap_or(lemma)
}

fn with_s(lemma: &str) -> String {
    if consonant_y(lemma) {
        without_last(lemma).to_owned() + "ies"
    } else if ["s", "x", "z", "ch", "sh"].iter().any(|end| lemma.ends_with(end))
        || (lemma.ends_with('o') && !lemma.ends_with("oo") && !lemma.ends_with("io"))
    {
        lemma.to_owned() + "es"
    } else {
        lemma.to_owned() + "s"
    }
}

fn with_ed(lemma: &str) -> String {
    if lemma.ends_with('e') {
        lemma.to_owned() + "d"
    } else if consonant_y(lemma) {
        without_last(lemma).to_owned() + "ied"
    } else {
        lemma.to_owned() + "ed"
    }
}

fn with_ing(lemma: &str) -> String {
    if let Some(stem) = lemma.strip_suffix("ie") {
        stem.to_owned() + "ying"
    } else if lemma.ends_with('e') && !lemma.ends_with("ee") && !lemma.ends_with("oe") {
        without_last(lemma).to_owned() + "ing"
    } else {
        lemma.to_owned() + "ing"
    }
}
