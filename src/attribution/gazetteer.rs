//! The source tables: words and names that tell what a source is.

use super::source_words::{Class, is};
use super::when::When;
use crate::labels::SourceType;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What part a phrase plays in naming a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An office or calling of persons: minister, general, resident.
    Post,
    /// An institution, outlet, document: it vouches itself.
    Org,
    /// An officer who vouches as his organisation does: spokesman, director.
    Crew,
    /// Unnamed with official access: officials.
    Anonymous,
    /// A judge: a named one is an official, an unnamed one the court.
    Bench,
    /// A country or its capital, speaking as a state.
    State,
    /// former, ex-.
    Former,
}

/// A phrase of the tables.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) role: Role,
    pub(super) source_type: SourceType,
    /// Counts only where the text has it all in capitals: RT, SPA.
    acronym: bool,
}

/// A phrase found among words: `from..to` are word indices.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) role: Role,
    pub(super) source_type: SourceType,
}

struct Tenure {
    source_type: SourceType,
    /// Months, as [`When`] counts them.
    from: u16,
    to: u16,
}

pub(super) struct Gazetteer {
    phrases: FxHashMap<String, Entry>,
    /// First words of phrases, with the length in words of the longest.
    starts: FxHashMap<String, usize>,
    /// By full name.
    people: FxHashMap<String, Vec<Tenure>>,
    /// Full names of well-known people, by their other names.
    full_names: FxHashMap<String, &'static str>,
    /// Words of the longest of all these names.
    longest_name: usize,
}

pub(super) static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);

fn lines(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

impl Gazetteer {
    fn read() -> Self {
        let mut this = Self {
            phrases: FxHashMap::default(),
            starts: FxHashMap::default(),
            people: FxHashMap::default(),
            full_names: FxHashMap::default(),
            longest_name: 0,
        };
        for column in lines(include_str!("../../models/lexicon/state_media.tsv")) {
            let acronym = column[0].len() <= 4 && column[0].chars().all(char::is_uppercase);
            let source_type = SourceType::StateMedia;
            this.add(column[0], Entry { role: Role::Org, source_type, acronym });
        }
        for column in lines(include_str!("../../models/lexicon/sources.tsv")) {
            let role = match column[1] {
                "post" => Role::Post,
                "org" => Role::Org,
                "crew" => Role::Crew,
                "anon" => Role::Anonymous,
                "bench" => Role::Bench,
                "state" => Role::State,
                "mark" => Role::Former,
                other => panic!("{}: unknown role {other}", column[0]),
            };
            let source_type = SourceType::from_name(column[2]).unwrap_or(SourceType::Unspecified);
            this.add(column[0], Entry { role, source_type, acronym: column[0] == "who" });
        }
        for column in lines(include_str!("../../models/lexicon/people.tsv")) {
            this.tenure(&column);
        }
        this
    }

    /// Adds what a person vouches as in some years or months, and all the names of the person.
    fn tenure(&mut self, column: &[&'static str]) {
        let [name, source_type, from, to, also] = *column else {
            panic!("{column:?}: a line of people has five columns");
        };
        let source_type = SourceType::from_name(source_type)
            .unwrap_or_else(|| panic!("{name}: unknown type {source_type}"));
        let month = |text: &str| {
            let when = (!text.is_empty()).then(|| When::parse(text));
            when.map(|when| when.unwrap_or_else(|| panic!("{name}: {text} is no year or month")))
        };
        let from = month(from).map_or(0, |from| from.first);
        let to = month(to).map_or(u16::MAX, |to| to.last);
        let tenure = Tenure { source_type, from, to };
        self.people.entry(lower(name)).or_default().push(tenure);
        let also = also.split(';').filter(|also| !also.is_empty());
        for known_as in also.clone() {
            self.full_names.insert(lower(known_as), name);
        }
        let words = also.chain([name]).map(|name| words(name).len()).max();
        self.longest_name = self.longest_name.max(words.unwrap_or(0));
    }

    fn add(&mut self, phrase: &str, entry: Entry) {
        let phrase = phrase.to_lowercase();
        let mut words = phrase.split_whitespace();
        let first = words.next().expect("a phrase has a word").to_owned();
        let length = 1 + words.count();
        let longest = self.starts.entry(first).or_default();
        *longest = length.max(*longest);
        self.phrases.insert(phrase, entry);
    }

    /// The longest phrase of the tables that begins at word `at`.
    pub(super) fn longest(&self, words: &[Word<'_>], at: usize) -> Option<Hit> {
        if words[at].lower.ends_with("-tv") {
            let source_type = SourceType::NewsOutlet;
            return Some(Hit { from: at, to: at + 1, role: Role::Org, source_type });
        }
        let longest = *self.starts.get(&words[at].lower)?;
        (1..=longest.min(words.len() - at)).rev().find_map(|length| {
            let key;
            let phrase = if length == 1 {
                words[at].lower.as_str()
            } else {
                let parts: Vec<&str> =
                    words[at..at + length].iter().map(|w| w.lower.as_str()).collect();
                key = parts.join(" ");
                key.as_str()
            };
            let entry = self.phrases.get(phrase)?;
            if entry.acronym && !words[at].text.chars().all(char::is_uppercase) {
                return None;
            }
            Some(Hit {
                from: at,
                to: at + length,
                role: entry.role,
                source_type: entry.source_type,
            })
        })
    }

    /// The full name of the well-known person of this surname or other name.
    pub(super) fn full_name(&self, name: &str) -> Option<&'static str> {
        self.full_names.get(&lower(name)).copied()
    }

    /// Words of the longest name of a well-known person.
    pub(super) fn longest_name(&self) -> usize {
        self.longest_name
    }

    /// What the well-known person of this name vouches as then.
    pub(super) fn person(&self, name: &str, when: Option<When>) -> Option<SourceType> {
        let name = lower(name);
        let tenures = self.people.get(&name).or_else(|| {
            let full = self.full_names.get(&name)?;
            self.people.get(&lower(full))
        })?;
        let found = match when {
            Some(when) => tenures.iter().find(|t| t.from <= when.last && when.first <= t.to),
            // Who was a head of state is told as one where nothing tells the year, unless an office
            // of another sort came after.
            None => tenures
                .iter()
                .rev()
                .find(|t| t.source_type != SourceType::NamedOfficial)
                .filter(|t| t.source_type == SourceType::HeadOfState)
                .or(tenures.last()),
        };
        found.map(|t| t.source_type)
    }
}

/// A word of a noun phrase.
#[derive(Clone, Debug)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// In lower case, ’ as '.
    pub(super) lower: String,
    /// Byte offset in the phrase.
    pub(super) at: usize,
}

impl Word<'_> {
    pub(super) fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub(super) fn is_mark(&self) -> bool {
        !self.text.chars().any(char::is_alphanumeric)
    }
}

/// Cuts a phrase into words and marks; 's is a word of its own.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut start: Option<usize> = None;
    let mut push = |from: usize, to: usize| {
        let piece = text.get(from..to).expect("words end on boundaries");
        let stem = piece
            .strip_suffix("'s")
            .or_else(|| piece.strip_suffix("’s"))
            .filter(|stem| !stem.is_empty());
        let mut add = |at: usize, text| {
            let lower = lower(text);
            words.push(Word { text, lower, at });
        };
        match stem {
            Some(stem) => {
                add(from, stem);
                add(
                    from + stem.len(),
                    text.get(from + stem.len()..to).expect("ends on a boundary"),
                );
            }
            None => add(from, piece),
        }
    };
    for (at, c) in text.char_indices() {
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let inner = matches!(c, '-' | '\'' | '’' | '&' | '/' | '@' | '_')
            || c == '.' && start.is_some_and(|from| dotted(text, from, at, next));
        if c.is_alphanumeric() || (inner && (start.is_some() || c == '@')) {
            start.get_or_insert(at);
        } else {
            if let Some(from) = start.take() {
                push(from, at);
            }
            if !c.is_whitespace() {
                push(at, at + c.len_utf8());
            }
        }
    }
    if let Some(from) = start {
        push(from, text.len());
    }
    words
}

/// Whether the full stop at `at` belongs to the word: U.S., Gen., No.
fn dotted(text: &str, from: usize, at: usize, next: Option<char>) -> bool {
    let piece = text.get(from..at).unwrap_or_default();
    next.is_some_and(char::is_alphanumeric)
        || piece.contains('.')
        || piece.chars().count() == 1
        || is(&piece.to_lowercase(), Class::Shortened)
}

fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}
