//! The arguments of a quantity by rule: counted, actor, event, topic, modality.
//!
//! The noun group that holds the number gives what is counted; the place of that group
//! beside a verb gives the event; the event's own verb group and subject give the rest.

mod actor;
mod counted;
mod event;
mod frame;
mod modality;
mod topic;
mod verb;
mod words;

#[cfg(test)]
mod tests;

use crate::document::Span;
use crate::findings::{Arguments, Quantity, Sentence};
use crate::grammar::{Groups, Sort, Tag, Token, Tokens, VerbGroup};
use crate::labels::Kind;
use event::Event;
use std::ops::Range;

/// The arguments of each quantity, in the same order.
pub(super) fn find(
    sentences: &[Sentence],
    tokens: &Tokens,
    quantities: &[Quantity],
) -> Vec<Arguments> {
    debug_assert!(quantities.iter().all(|q| q.sentence < sentences.len()));
    let mut found = Vec::with_capacity(quantities.len());
    let mut rest = quantities;
    while let Some(first) = rest.first() {
        let here = rest.iter().take_while(|q| q.sentence == first.sentence).count();
        let (of_sentence, after) = rest.split_at(here);
        let groups = tokens.groups(first.sentence);
        let mut known: Vec<Known> = Vec::with_capacity(here);
        for quantity in of_sentence {
            let arguments = Scene::new(&groups, quantity).map_or_else(
                || topic::alone(quantity),
                |scene| {
                    let (read, arguments) = scene.read(&known);
                    known.push(read);
                    arguments
                },
            );
            found.push(arguments);
        }
        rest = after;
    }
    found
}

/// How many tokens away from a number what belongs to it may stand. A sentence hardly has
/// more; the bound keeps a table of numbers without full stops from taking quadratic time.
const REACH: usize = 60;

/// A run of tokens with its main word.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Phrase {
    tokens: Range<usize>,
    head: usize,
}

/// What was read of an earlier quantity of the sentence, for those that lean on it.
#[derive(Clone, Debug)]
struct Known {
    kind: Kind,
    end: usize,
    counted: Option<Phrase>,
    event: Option<Event>,
}

/// A quantity among the groups of its sentence.
struct Scene<'a> {
    groups: &'a Groups<'a>,
    tokens: &'a [Token],
    quantity: &'a Quantity,
    /// The tokens that hold the number.
    first: usize,
    last: usize,
    /// One past the unit that follows the number; one past the number if there is none.
    end: usize,
}

impl<'a> Scene<'a> {
    fn new(groups: &'a Groups<'a>, quantity: &'a Quantity) -> Option<Self> {
        let tokens = groups.tokens();
        let first = tokens.partition_point(|t| t.span.end() <= quantity.span.start());
        let past = tokens.partition_point(|t| t.span.start() < quantity.span.end());
        if first >= past {
            return None;
        }
        let mut scene = Self { groups, tokens, quantity, first, last: past - 1, end: past };
        scene.end = scene.unit_end();
        Some(scene)
    }

    fn read(&self, known: &[Known]) -> (Known, Arguments) {
        let counted = self.counted(known);
        let host = self.host(counted.as_ref());
        let event = self.event(&host, known);
        let arguments = Arguments {
            counted: counted.as_ref().map(|phrase| self.span(&phrase.tokens)),
            actor: self.actor(&host, event.as_ref()).map(|tokens| self.span(&tokens)),
            event: event.as_ref().map(|event| self.span(&event.tokens)),
            topic: self.topic(counted.as_ref(), event.as_ref()),
            modality: self.modality(&host, event.as_ref()),
        };
        let kind = self.quantity.kind;
        (Known { kind, end: self.end, counted, event }, arguments)
    }

    /// The text from the first to the last of `tokens`, which are not empty.
    fn span(&self, tokens: &Range<usize>) -> Span {
        self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span)
    }

    /// The last verb group that ends at or before `at`, if it is in reach.
    fn verb_until(&self, at: usize) -> Option<&VerbGroup> {
        self.groups.verb_until(at).filter(|verb| verb.tokens.end + REACH > at)
    }

    /// The first verb group that starts at or after `at`, if it is in reach.
    fn verb_from(&self, at: usize) -> Option<&VerbGroup> {
        self.groups.verb_from(at).filter(|verb| verb.tokens.start < at + REACH)
    }

    /// The tokens in reach of `at`.
    fn about(&self, at: usize) -> impl Iterator<Item = &'a Token> {
        let end = self.tokens.len().min(at + REACH);
        self.tokens[at.saturating_sub(REACH)..end].iter()
    }

    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |t| &*t.lower)
    }

    fn tag(&self, at: usize) -> Option<Tag> {
        self.tokens.get(at).map(|t| t.tag)
    }

    /// One past the tokens of the unit: "days" after 3, nothing after 12%.
    fn unit_end(&self) -> usize {
        let after = self.last + 1;
        let unit = &*self.quantity.unit;
        if !matches!(self.quantity.kind, Kind::Measure | Kind::Duration) || self.is_joined() {
            return after;
        }
        let mut at = after;
        while at < self.tokens.len() && self.is_unit_word(at, unit) {
            at += 1;
        }
        if at > after {
            // "30,000 miles an hour", "120 barrels a day".
            let rate = matches!(self.word(at), "a" | "an" | "per")
                && self.tokens.get(at + 1).is_some_and(|t| t.sort().is_some_and(is_measure));
            return if rate { at + 2 } else { at };
        }
        // "two more days": the unit may stand a word or two further on.
        let near =
            (after..self.tokens.len().min(after + 3)).find(|&at| self.is_unit_word(at, unit));
        near.map_or(after, |at| at + 1)
    }

    /// Whether token `at` is the unit, a part of it or a short form of one.
    fn is_unit_word(&self, at: usize, unit: &str) -> bool {
        const SHORT: &[&str] = &[
            "km",
            "m",
            "mm",
            "cm",
            "ft",
            "mph",
            "kph",
            "km/h",
            "kmh",
            "kg",
            "lb",
            "lbs",
            "g",
            "t",
            "mw",
            "gw",
            "kw",
            "kt",
            "hr",
            "hrs",
            "min",
            "sec",
            "sq",
            "square",
            "cubic",
            "nautical",
            "degrees",
            "degree",
            "celsius",
            "fahrenheit",
            "c",
            "f",
            "°c",
            "°f",
            "°",
        ];
        let token = &self.tokens[at];
        let american = |word: &str| word.replace("tre", "ter");
        let is = |part: &str| token.lower == part || american(token.lemma()) == american(part);
        unit.split([' ', '-']).any(is) || SHORT.contains(&&*token.lower)
    }

    /// Whether the number is part of a longer word: five-day, 30km.
    fn is_joined(&self) -> bool {
        self.quantity.span.end() < self.tokens[self.last].span.end()
    }

    /// The noun phrase around the number: modifiers of the number, number, counted words.
    fn host(&self, counted: Option<&Phrase>) -> Range<usize> {
        let mut start = self.first;
        if let Some(group) = self.groups.noun_at(self.first) {
            start = start.min(group.tokens.start);
        }
        while start > 0 && is_modifier(self.word(start - 1), self.word(start)) {
            start -= 1;
        }
        let after = counted.filter(|c| c.tokens.start >= self.first);
        let Some(after) = after else { return start..self.end };
        let counted_end = after.tokens.end;
        let group_end = self.groups.noun_at(self.end - 1).map_or(self.end, |g| g.tokens.end);
        start..counted_end.max(group_end).max(self.end)
    }
}

fn is_measure(sort: Sort) -> bool {
    matches!(sort, Sort::Quantity | Sort::Time)
}

/// Whether `word` before `next` only says how exact the number is.
fn is_modifier(word: &str, next: &str) -> bool {
    const MODIFIERS: &[&str] = &[
        "about",
        "around",
        "nearly",
        "almost",
        "roughly",
        "approximately",
        "some",
        "over",
        "least",
        "most",
        "estimated",
        "only",
        "just",
        "another",
        "than",
        "many",
        "much",
        "few",
        "as",
        "up",
        "under",
        "close",
        "exactly",
        "even",
        "an",
        "well",
        "additional",
        "further",
        "maximum",
        "total",
        "possibly",
        "perhaps",
        "~",
        "up-to",
        "even",
    ];
    let definite = matches!(next, "the" | "these" | "those" | "its" | "their" | "his" | "her");
    (MODIFIERS.contains(&word) && !definite)
        || matches!((word, next), ("at", "least" | "most") | ("more" | "less" | "fewer", "than"))
        || (word == "to" && next.starts_with(|c: char| c.is_ascii_digit()))
}
