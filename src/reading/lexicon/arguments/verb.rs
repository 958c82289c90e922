//! The verbs around a noun phrase: whose object it is, whose subject, and past what clauses.

use super::Scene;
use super::words::{PREPOSING, SAYING, is};
use crate::grammar::{Tag, Tense, VerbGroup};

/// How many tokens a clause between commas may take.
const CLAUSE: usize = 24;

impl Scene<'_> {
    /// The verb whose preposition governs the phrase that starts at `start`: "called for 40".
    pub(super) fn governor(&self, start: usize) -> Option<&VerbGroup> {
        let preposition = start.checked_sub(1)?;
        let joins = matches!(self.word(preposition), "to" | "for" | "into" | "against" | "about");
        let verb = self.groups.verb_at(preposition.checked_sub(1).filter(|_| joins)?)?;
        (self.is_full(verb) && verb.tokens.end == preposition).then_some(verb)
    }

    /// Whether the phrase that starts at `start` says where the noun before it is from or is.
    pub(super) fn places_noun(&self, start: usize) -> bool {
        let Some(preposition) = start.checked_sub(1) else { return false };
        matches!(self.word(preposition), "in" | "from" | "near" | "across")
            && self.groups.noun_ending_at(preposition).is_some_and(|group| {
                !self.groups.is_time(group)
                    && self
                        .verb_until(group.tokens.start)
                        .is_none_or(|verb| verb.tokens.end < group.tokens.start)
            })
            && self.groups.verb_at(preposition).is_none()
    }

    /// The infinitive that starts at `at`.
    pub(super) fn to_verb(&self, at: usize) -> Option<&VerbGroup> {
        let verb = self.groups.verb_at(at)?;
        (verb.tokens.start == at && self.tag(at) == Some(Tag::To)).then_some(verb)
    }

    /// "there are", "there have been" before the phrase that starts at `start`.
    pub(super) fn exists(&self, start: usize) -> bool {
        let verb = start.checked_sub(1).and_then(|at| self.groups.verb_at(at));
        verb.is_some_and(|verb| {
            self.tag(verb.head) == Some(Tag::Auxiliary)
                && verb.tokens.start > 0
                && self.word(verb.tokens.start - 1) == "there"
        })
    }

    /// The verb whose object the phrase that starts at `start` is.
    pub(super) fn verb_before(&self, start: usize) -> Option<&VerbGroup> {
        let mut at = start;
        while at > 0
            && (matches!(self.tag(at - 1), Some(Tag::Adverb | Tag::Quote))
                || matches!(self.word(at - 1), "up" | "out" | "down" | "off" | "in" | "away"))
        {
            at -= 1;
        }
        let verb = self.groups.verb_at(at.checked_sub(1)?)?;
        (self.tag(verb.head) != Some(Tag::Auxiliary) || is_have(self.word(verb.head)))
            .then_some(verb)
    }

    /// The verb whose subject the phrase that ends at `end` is; if it is an object already,
    /// only a verb that follows at once.
    pub(super) fn verb_after(&self, end: usize, object: bool) -> Option<&VerbGroup> {
        let mut at = end;
        if !object {
            // Phrases that hang on the noun may stand between.
            if let Some(group) = self.groups.noun_ending_at(end) {
                at = self.groups.noun_phrase(group).end.max(end);
            }
        }
        if !object && self.word(at) == "of" && matches!(self.word(at + 1), "which" | "whom") {
            at += 2;
        }
        // "a strong quake and aftershocks hit": the rest of the subject.
        let held = self.groups.noun_ending_at(end).is_some_and(|group| {
            let before = group.tokens.start.checked_sub(1);
            before.is_some_and(|at| self.tag(at) == Some(Tag::Preposition))
        });
        if !object
            && !held
            && self.word(at) == "and"
            && let Some(group) = self.groups.noun_starting_at(at + 1)
            && !matches!(self.tag(at + 1), Some(Tag::Determiner | Tag::Numeral | Tag::Pronoun))
            && self.groups.verb_at(group.tokens.end).is_some_and(VerbGroup::is_finite)
        {
            at = group.tokens.end;
        }
        // "two people familiar with the talks said".
        if !object
            && self.tag(at) == Some(Tag::Adjective)
            && self.tag(at + 1) == Some(Tag::Preposition)
            && let Some(group) = self.groups.noun_starting_at(at + 2)
        {
            at = self.groups.noun_phrase(group).end;
        }
        if !object && let Some(verb) = self.past_clause(at) {
            return Some(verb);
        }
        if !object && self.tag(at) == Some(Tag::Comma) && self.word(at + 1) == "who" {
            at += 1;
        }
        while matches!(self.tag(at), Some(Tag::Adverb | Tag::Quote))
            || !object && matches!(self.word(at), "who" | "that" | "which")
        {
            at += 1;
        }
        if !object && self.tag(at) == Some(Tag::Comma) {
            at = self.past_aside(at);
        }
        let verb = self.groups.verb_at(at)?;
        (verb.tokens.start <= at && self.tag(verb.tokens.start) != Some(Tag::To)).then_some(verb)
    }

    /// The verb after a clause between commas that starts at `comma`: "one ferry, which the
    /// firm bought in May, sank".
    fn past_clause(&self, comma: usize) -> Option<&VerbGroup> {
        let opens = matches!(self.word(comma + 1), "who" | "which" | "whom" | "whose" | "where");
        if self.tag(comma) != Some(Tag::Comma) || !opens {
            return None;
        }
        let mut rest = comma + 2..self.tokens.len().min(comma + CLAUSE);
        let close = rest.find(|&at| {
            matches!(self.tag(at), Some(Tag::Comma | Tag::Stop | Tag::Colon | Tag::Dash))
        })?;
        let verb =
            self.groups.verb_at(close + 1).filter(|_| self.tag(close) == Some(Tag::Comma))?;
        (verb.is_finite() && verb.tokens.start == close + 1).then_some(verb)
    }

    /// The verb of the clause whose subject holds a clause with `inner`:
    /// "people who fled the town were", "guards seized in the raid have been".
    pub(super) fn outer<'g>(&'g self, inner: &'g VerbGroup) -> &'g VerbGroup {
        let mut end = inner.tokens.start;
        while end > 0 && matches!(self.tag(end - 1), Some(Tag::Adverb | Tag::Quote)) {
            end -= 1;
        }
        let pronoun = end.checked_sub(1).map_or("", |at| self.word(at));
        let of = end > 1 && self.word(end - 2) == "of";
        let relative = matches!(pronoun, "who" | "that" | "which") && !of;
        let comma = relative && end > 1 && self.tag(end - 2) == Some(Tag::Comma);
        let reduced = !relative && matches!(inner.tense, Tense::Participle | Tense::Ing);
        let accords = self.tokens[inner.head].lemma() == "accord";
        if !relative && !reduced || accords {
            return inner;
        }
        let mut last = inner;
        // A subject with more verbs in it than this is not to be followed.
        for _ in 0..4 {
            let Some(verb) = self.groups.verb_from(last.tokens.end) else { break };
            let between = &self.tokens[last.tokens.end..verb.tokens.start];
            let leaves = between.iter().enumerate().any(|(i, t)| {
                let closes = comma && i + 1 == between.len() && t.tag == Tag::Comma;
                // "who voted in Mirna and the valley backed".
                let at = last.tokens.end + i;
                let lists = relative
                    && t.tag == Tag::Conjunction
                    && self.groups.noun_ending_at(at).is_some()
                    && self.groups.noun_starting_at(at + 1).is_some();
                let closes = closes || lists;
                matches!(
                    t.tag,
                    Tag::Comma | Tag::Stop | Tag::Colon | Tag::Subordinator | Tag::Conjunction
                ) && !closes
            });
            if leaves {
                break;
            }
            let plain = self.tokens[verb.tokens.start].tag == Tag::Verb;
            if verb.is_finite() && !(reduced && plain) && !self.has_subject(verb.tokens.start) {
                return verb;
            }
            last = verb;
        }
        inner
    }

    /// Whether the words before the verb at `start` are its subject and not the object of a
    /// verb or preposition before them.
    pub(super) fn has_subject(&self, start: usize) -> bool {
        let mut start = start;
        while start > 0 && matches!(self.tag(start - 1), Some(Tag::Adverb | Tag::Quote)) {
            start -= 1;
        }
        let Some(group) = self.groups.noun_ending_at(start) else { return false };
        if self.tag(group.head) == Some(Tag::Pronoun) {
            return !matches!(self.word(group.head), "them" | "him" | "us" | "me");
        }
        let Some(before) = group.tokens.start.checked_sub(1) else { return true };
        let first = self.groups.noun_ending_at(before).map(|earlier| earlier.tokens.start);
        let at = match first {
            Some(first) if self.tag(before) == Some(Tag::Conjunction) => first.saturating_sub(1),
            _ => before,
        };
        let held = self.tag(at) == Some(Tag::Preposition) || self.groups.is_time(group);
        let verb = self.tag(before).is_some_and(Tag::is_verb);
        !held && !verb
    }

    /// Past a phrase without a verb between commas: "39 people, including two guards, were".
    pub(super) fn past_aside(&self, comma: usize) -> usize {
        let aside = |t: &crate::grammar::Token| {
            !t.tag.is_verb()
                && !matches!(
                    t.tag,
                    Tag::Auxiliary | Tag::Modal | Tag::Subordinator | Tag::Stop | Tag::To
                )
                && t.tag != Tag::Pronoun
        };
        let rest = self.tokens[comma..].iter().take(14);
        let end = comma + rest.take_while(|&t| aside(t)).count();
        let opens =
            matches!(self.word(comma + 1), "including" | "among" | "mostly" | "most" | "many");
        let closed = self.tag(end.saturating_sub(1)) == Some(Tag::Comma) && end > comma + 1;
        if opens || closed { end } else { comma }
    }

    /// Whether the verb tells an event, and not that somebody says so.
    pub(super) fn is_full(&self, verb: &VerbGroup) -> bool {
        let lemma = self.tokens[verb.head].lemma();
        !is(lemma, SAYING) && self.tag(verb.head) != Some(Tag::Auxiliary) && !self.preposes(verb)
    }

    /// "compared to", "based on": prepositions in the shape of verbs.
    pub(super) fn preposes(&self, verb: &VerbGroup) -> bool {
        matches!(verb.tense, Tense::Participle | Tense::Ing)
            && is(self.tokens[verb.head].lemma(), PREPOSING)
            && self.tag(verb.tokens.end) == Some(Tag::Preposition)
            && self.word(verb.tokens.end) != "in"
    }
}

pub(super) fn is_have(word: &str) -> bool {
    matches!(word, "have" | "has" | "had" | "having")
}
