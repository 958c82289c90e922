//! What happened to the counted thing: the verb or event noun beside its noun phrase.

use super::{Known, Scene};
use crate::grammar::{Sort, Tag, VerbGroup};
use crate::labels::Kind;
use std::ops::Range;

/// What part the counted thing plays in the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It does it.
    Subject,
    /// It suffers it.
    Object,
    /// It is told of beside it.
    Aside,
}

/// The verb or event noun, and the counted thing's part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub tokens: Range<usize>,
    pub head: usize,
    pub part: Part,
}

impl Scene<'_> {
    /// The event that the phrase `host` takes part in.
    pub(super) fn event(&self, host: &Range<usize>, known: &[Known]) -> Option<Event> {
        if let Some(event) = self.state_after(host.end) {
            return Some(event);
        }
        let before = self.verb_before(host.start);
        let after = self.verb_after(host.end);
        if let Some(verb) = after.filter(|v| v.is_finite()) {
            return self.of_verb(verb, if verb.passive { Part::Object } else { Part::Subject });
        }
        if let Some(verb) = before
            && !(is_thin(self.tokens[verb.head].lemma()) && after.is_some())
        {
            return self.of_verb(verb, Part::Object);
        }
        if let Some(verb) = after {
            return self.of_verb(verb, if verb.passive { Part::Object } else { Part::Subject });
        }
        if let Some(event) = self.event_noun_before(host.start) {
            return Some(event);
        }
        if let Some(event) = self.coordinated(host, known) {
            return Some(event);
        }
        self.nearest(host)
    }

    fn of_verb(&self, verb: &VerbGroup, part: Part) -> Option<Event> {
        let head = verb.head;
        if self.tag(head) == Some(Tag::Auxiliary) && !is_have(self.word(head)) {
            return None;
        }
        Some(Event { tokens: head..head + 1, head, part })
    }

    /// dead, wounded, missing right after the phrase: "left 50 dead".
    fn state_after(&self, at: usize) -> Option<Event> {
        let word = self.word(at);
        if !is_state(word) || self.tag(at + 1).is_some_and(Tag::is_noun) {
            return None;
        }
        let shot = word == "shot" && self.word(at + 1) == "dead";
        Some(Event { tokens: at..at + 1 + usize::from(shot), head: at, part: Part::Object })
    }

    /// The verb whose object the phrase that starts at `start` is.
    fn verb_before(&self, start: usize) -> Option<&VerbGroup> {
        let mut at = start;
        while at > 0 && matches!(self.tag(at - 1), Some(Tag::Adverb | Tag::Quote)) {
            at -= 1;
        }
        let verb = self.groups.verb_at(at.checked_sub(1)?)?;
        let saying = is_saying(self.tokens[verb.head].lemma());
        (!saying && self.tag(verb.head) != Some(Tag::Auxiliary) || is_have(self.word(verb.head)))
            .then_some(verb)
    }

    /// The verb whose subject the phrase that ends at `end` is.
    fn verb_after(&self, end: usize) -> Option<&VerbGroup> {
        let mut at = end;
        // Phrases that hang on the noun may stand between.
        if let Some(group) = self.groups.noun_ending_at(end) {
            at = self.groups.noun_phrase(group).end.max(end);
        }
        while matches!(self.tag(at), Some(Tag::Adverb | Tag::Quote))
            || matches!(self.word(at), "who" | "that" | "which")
        {
            at += 1;
        }
        self.groups.verb_at(at).filter(|verb| verb.tokens.start <= at && !matches!(self.tag(verb.tokens.start), Some(Tag::To)))
    }

    /// "the killing of six", "an attack on two tankers".
    fn event_noun_before(&self, start: usize) -> Option<Event> {
        let preposition = start.checked_sub(1)?;
        if self.tag(preposition) != Some(Tag::Preposition) {
            return None;
        }
        if let Some(verb) = preposition.checked_sub(1).and_then(|at| self.groups.verb_at(at)) {
            return self.of_verb(verb, Part::Aside);
        }
        let group = self.groups.noun_ending_at(preposition)?;
        let sort = self.tokens[group.head].sort()?;
        let of = matches!(self.word(preposition), "of" | "on" | "against");
        let acts = matches!(sort, Sort::Act | Sort::Event) || self.word(group.head) == "release";
        (of && acts).then(|| Event {
            tokens: group.head..group.head + 1,
            head: group.head,
            part: Part::Object,
        })
    }

    /// "…, six women and four children": the event of the number before.
    fn coordinated(&self, host: &Range<usize>, known: &[Known]) -> Option<Event> {
        let last = known.last()?;
        let between = self.tokens.get(last.end..host.start)?;
        let verb = between.iter().any(|t| t.tag.is_verb() || t.tag == Tag::Auxiliary);
        (!verb && last.kind == self.quantity.kind).then(|| last.event.clone()).flatten()
    }

    /// The nearest verb before, else after.
    fn nearest(&self, host: &Range<usize>) -> Option<Event> {
        let full = |verb: &&VerbGroup| {
            let lemma = self.tokens[verb.head].lemma();
            !is_saying(lemma) && self.tag(verb.head) != Some(Tag::Auxiliary) && lemma != "accord"
        };
        let before = self.groups.verb_until(host.start).filter(full);
        let after = self.groups.verb_from(host.end).filter(full);
        let verb = before.or(after)?;
        let part = if self.quantity.kind == Kind::Count { Part::Aside } else { Part::Aside };
        self.of_verb(verb, part)
    }
}

fn is_have(word: &str) -> bool {
    matches!(word, "have" | "has" | "had" | "having")
}

/// Verbs that tell little of their object: what follows the object tells more.
fn is_thin(lemma: &str) -> bool {
    matches!(lemma, "leave" | "see" | "find" | "include" | "report" | "have" | "get" | "involve")
}

/// Verbs whose clause tells the event, not they.
pub(super) fn is_saying(lemma: &str) -> bool {
    const SAYINGS: &[&str] = &[
        "say", "tell", "report", "add", "announce", "claim", "note", "state", "warn", "estimate",
        "believe", "think", "know", "mean", "show", "suggest", "indicate", "confirm", "reveal",
        "insist", "argue", "accord", "write", "explain", "expect", "fear",
    ];
    SAYINGS.contains(&lemma)
}

pub(super) fn is_state(word: &str) -> bool {
    matches!(
        word,
        "dead" | "wounded" | "injured" | "missing" | "hurt" | "killed" | "homeless" | "trapped"
            | "stranded" | "shot" | "hospitalized" | "hospitalised" | "displaced" | "unaccounted"
    )
}
