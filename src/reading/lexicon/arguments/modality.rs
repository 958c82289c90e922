//! How the sentence commits itself to what happened: by the event's modal, by what governs
//! its infinitive, by "if" and "possibly".

use super::Scene;
use super::event::{Event, Part};
use super::words::{PLAN, is};
use crate::grammar::{Tag, Tense, VerbGroup};
use crate::labels::{Kind, Modality};
use std::ops::Range;

impl Scene<'_> {
    /// Asserted, unless the event's verb or what governs it says otherwise.
    pub(super) fn modality(&self, host: &Range<usize>, event: Option<&Event>) -> Modality {
        let event_verb = event.and_then(|e| self.groups.verb_at(e.head));
        let beside = || self.verb_until(host.start).filter(|v| v.tokens.end == host.start);
        let after = || self.groups.verb_at(host.end).filter(|_| event.is_none());
        let verb = event_verb.or_else(beside).or_else(after);
        let at = verb.map_or(host.start, |verb| verb.tokens.start.min(host.start));
        if self.clause_opens_with(at, &["if", "unless"]) {
            return Modality::Hypothetical;
        }
        let near = host.start.saturating_sub(2)..self.first;
        if near.clone().any(|i| matches!(self.word(i), "possibly" | "potentially")) {
            return Modality::Possible;
        }
        let Some(verb) = verb else { return Modality::Asserted };
        let verb = self.shared(host, verb);
        let aside =
            event.is_some_and(|e| e.part == Part::Aside) && self.quantity.kind == Kind::Count;
        if let Some(modality) =
            self.by_modal(verb).filter(|_| !aside || verb.tokens.end + 3 > host.start)
        {
            return modality;
        }
        if verb.negated && event.is_some_and(|e| e.part == Part::Object) {
            return Modality::Denied;
        }
        match verb.tense {
            Tense::Infinitive => self.by_governor(verb.tokens.start),
            Tense::Ing => self.by_considered(verb.tokens.start),
            _ if self.pledges(verb) => Modality::Planned,
            _ => Modality::Asserted,
        }
    }

    /// The verb whose modal governs `verb` too: "will buy two and build six", "could lead to
    /// 40 guards being freed".
    fn shared<'g>(&'g self, host: &Range<usize>, verb: &'g VerbGroup) -> &'g VerbGroup {
        let start = verb.tokens.start;
        let brought = verb.tense == Tense::Ing && start >= host.end;
        let bare = self.tag(verb.head) == Some(Tag::Verb)
            && verb.tokens.len() == 1
            && !self.word(verb.head).ends_with('s')
            && self.tag(start.wrapping_sub(1)) == Some(Tag::Conjunction);
        let earlier = if brought { self.verb_before(host.start) } else { None };
        let earlier = earlier.or_else(|| self.verb_until(start.checked_sub(1)?).filter(|_| bare));
        earlier.filter(|verb| verb.modal.is_some()).unwrap_or(verb)
    }

    fn by_modal(&self, verb: &VerbGroup) -> Option<Modality> {
        match self.word(verb.modal?) {
            "may" | "might" | "could" | "can" => Some(Modality::Possible),
            "would" | "'d" if self.about(verb.head).any(|t| t.lower == "if") => {
                Some(Modality::Hypothetical)
            }
            "will" | "'ll" | "wo" | "would" | "should" | "shall" | "'d" | "must" => {
                Some(Modality::Planned)
            }
            _ => None,
        }
    }

    /// What stands before the infinitive at `to`: plans to, likely to, a request to, had to.
    fn by_governor(&self, to: usize) -> Modality {
        let Some(before) = to.checked_sub(1) else { return Modality::Planned };
        match self.word(before) {
            "likely" | "unlikely" => return Modality::Possible,
            "ready" | "due" | "set" | "poised" | "willing" | "and" | "or" => {
                return Modality::Planned;
            }
            "able" => return Modality::Asserted,
            _ => {}
        }
        let noun = self.groups.noun_at(before);
        // "a bid in the valley to close two": what hangs on the noun may stand between.
        let mut outer = noun;
        for _ in 0..3 {
            let Some(group) = outer else { break };
            if is(self.tokens[group.head].lemma(), PLAN) {
                return Modality::Planned;
            }
            let preposition = group.tokens.start.checked_sub(1);
            outer = preposition
                .filter(|&at| self.tag(at) == Some(Tag::Preposition))
                .and_then(|at| self.groups.noun_ending_at(at));
        }
        // The verb may have its object between: ordered the army to send.
        let from = noun.map_or(to, |group| group.tokens.start);
        match self.verb_until(to) {
            Some(verb) if verb.tokens.end == to || verb.tokens.end == from => {
                if let Some(modality) = self.by_modal(verb) {
                    return modality;
                }
                if is(self.tokens[verb.head].lemma(), PLAN) {
                    Modality::Planned
                } else {
                    Modality::Asserted
                }
            }
            // A headline's future: "Ministry to buy 40 tanks".
            None if noun.is_some() => Modality::Planned,
            _ => Modality::Asserted,
        }
    }

    /// What stands before a form in -ing: considering sending, a plan for sending.
    fn by_considered(&self, at: usize) -> Modality {
        let Some(verb) = self.verb_until(at) else { return Modality::Asserted };
        if verb.tokens.end == at && is(self.tokens[verb.head].lemma(), PLAN) {
            return Modality::Planned;
        }
        if verb.tokens.end == at
            && let Some(modality) = self.by_modal(verb)
        {
            return modality;
        }
        let noun = at.checked_sub(1).and_then(|before| self.groups.noun_ending_at(before));
        let plan = noun.is_some_and(|noun| is(self.tokens[noun.head].lemma(), PLAN));
        if plan { Modality::Planned } else { Modality::Asserted }
    }

    /// Whether the verb itself only promises what it tells.
    fn pledges(&self, verb: &VerbGroup) -> bool {
        match self.tokens[verb.head].lemma() {
            "pledge" | "plan" | "propose" | "promise" | "vow" | "agree" | "schedule"
            | "project" => true,
            "offer" | "announce" => self.quantity.kind == Kind::Money,
            _ => false,
        }
    }

    /// Whether one of `words` stands between the last mark before `at` and `at`.
    fn clause_opens_with(&self, at: usize, words: &[&str]) -> bool {
        let clause = (0..at.min(self.tokens.len())).rev().take(12);
        clause
            .take_while(|&i| !matches!(self.tag(i), Some(Tag::Comma | Tag::Stop | Tag::Colon)))
            .any(|i| words.contains(&self.word(i)))
    }
}
