//! Roles: "the general", "Norland's prime minister" and "an activist", told by whom the document
//! introduces so.
//!
//! Every word of the description has to be found in the introduction, so that "the foreign
//! minister" is not the defence minister; only its country may be left out there.

use super::antecedent::Antecedents;
use super::gazetteer::{GAZETTEER, Role, words};
use super::mention::head_word;
use super::name_words;
use super::people::People;
use super::source_words::{Class, is};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static TITLES: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    include_str!("../../models/lexicon/roles.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (noun, titles) = line.split_once('\t').expect("a line is a noun and its titles");
            (noun, titles.split(' ').collect())
        })
        .collect()
});

/// How the document introduces its persons.
pub(super) struct Roles {
    introductions: Vec<Introduction>,
    by_head: FxHashMap<String, Vec<usize>>,
}

/// What stands before a name, or behind it and a comma.
struct Introduction {
    person: usize,
    words: Vec<String>,
}

/// How far a description looks for whom it takes up, in bytes.
const REACH: usize = 6000;

/// How many introductions are compared with a description.
const MOST: usize = 64;

impl Roles {
    pub(super) fn read(people: &People<'_>) -> Self {
        let mut this = Self { introductions: Vec::new(), by_head: FxHashMap::default() };
        people.introductions(|person, phrase, titled| {
            let words = told(phrase);
            let head = if titled { words.last().cloned() } else { Some(plain(&head_word(phrase))) };
            let Some(head) = head.filter(|head| !head.is_empty()) else { return };
            this.by_head.entry(head).or_default().push(this.introductions.len());
            this.introductions.push(Introduction { person, words });
        });
        this
    }

    /// The person that a description at `at` stands for, and whether every word of it is told.
    pub(super) fn person(
        &self,
        description: &str,
        at: usize,
        antecedents: &Antecedents,
    ) -> Option<(usize, bool)> {
        let mut asked = told(description);
        let head = plain(&head_word(description));
        let head = head.strip_suffix("'s").unwrap_or(&head).to_owned();
        let position = asked.iter().position(|word| *word == head)?;
        asked.remove(position);
        let titles = TITLES.get(&*head).map(Vec::as_slice).unwrap_or_default();
        let heads = std::iter::once(&*head).chain(titles.iter().copied());
        let introduced = heads.filter_map(|head| self.by_head.get(head)).flatten().take(MOST);
        let mut sure: Vec<usize> = Vec::new();
        let mut likely: Vec<usize> = Vec::new();
        let mut others = false;
        for introduction in introduced.map(|&index| &self.introductions[index]) {
            match introduction.fits(&asked) {
                Fit::Sure => sure.push(introduction.person),
                Fit::Likely => likely.push(introduction.person),
                Fit::No => others = true,
            }
        }
        let definite = {
            let first = description.split([' ', '\'', '’']).next().unwrap_or_default();
            !matches!(&*first.to_lowercase(), "a" | "an" | "one" | "another" | "some")
        };
        let first = sure.first().or(likely.first()).copied()?;
        let alone = |people: &[usize]| people.iter().all(|&person| person == people[0]);
        if !sure.is_empty() {
            let last = antecedents.last(at, REACH, |person| sure.contains(&person));
            return match last {
                Some(person) if definite => Some((person, true)),
                _ => (alone(&sure) && (definite || !asked.is_empty() || !others))
                    .then_some((first, true)),
            };
        }
        (definite && !others && alone(&likely)).then_some((first, false))
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Fit {
    /// Told in these words.
    Sure,
    /// All but the country.
    Likely,
    No,
}

impl Introduction {
    fn fits(&self, asked: &[String]) -> Fit {
        let limited = |word: &String| is(word, Class::Limits) && !asked.contains(word);
        if self.words.iter().any(limited) {
            return Fit::No;
        }
        let mut fit = Fit::Sure;
        for word in
            asked.iter().filter(|word| !is(word, Class::Limits) || !self.words.contains(word))
        {
            if self.words.iter().any(|own| same(own, word)) {
                continue;
            }
            let country_told = || self.words.iter().any(|own| is_country(own));
            if is_country(word) && !country_told() {
                fit = Fit::Likely;
            } else {
                return Fit::No;
            }
        }
        fit
    }
}

/// The words of a description that tell something, in lower case.
fn told(phrase: &str) -> Vec<String> {
    let tells = |word: &str| {
        word.contains(char::is_alphanumeric)
            && !matches!(word, "'s" | "s")
            && !is(word, Class::Pronoun)
            && !is(word, Class::Article)
            && !is(word, Class::Determiner)
            && !is(word, Class::EndsHead)
            && !is(word, Class::Plain)
    };
    words(phrase).into_iter().map(|w| plain(&w.lower)).filter(|w| tells(w)).collect()
}

/// Without full stops: U.S. and US are one.
fn plain(word: &str) -> String {
    word.replace('.', "")
}

/// Whether two words say the same: equal, or a country and its people.
fn same(a: &str, b: &str) -> bool {
    let start = |word: &str| word.chars().take(4).collect::<String>();
    let states = |word: &str| matches!(word, "us" | "american" | "united" | "america");
    a == b
        || states(a) && states(b)
        || matches!((a, b), ("defence", "defense") | ("defense", "defence"))
        || a.len() > 3 && b.len() > 3 && is_country(a) && is_country(b) && start(a) == start(b)
}

/// Whether a word names a country, its people or its capital.
fn is_country(word: &str) -> bool {
    if word == "country" || word == "us" || name_words::is_modifier(word) {
        return true;
    }
    let list = words(word);
    !list.is_empty() && GAZETTEER.longest(&list, 0).is_some_and(|hit| hit.role == Role::State)
}
