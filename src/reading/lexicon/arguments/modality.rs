//! How the sentence commits itself to what happened.

use super::Scene;
use super::event::Event;
use crate::grammar::{Tag, Tense, VerbGroup};
use crate::labels::Modality;
use std::ops::Range;

impl Scene<'_> {
    /// Asserted, unless the event's verb or what governs it says otherwise.
    pub(super) fn modality(&self, host: &Range<usize>, event: Option<&Event>) -> Modality {
        let verb = event.and_then(|e| self.groups.verb_at(e.head));
        let at = verb.map_or(host.start, |verb| verb.tokens.start.min(host.start));
        if self.clause_has(at, &["if", "unless"]) {
            return Modality::Hypothetical;
        }
        let Some(verb) = verb else { return Modality::Asserted };
        if let Some(modality) = self.by_modal(verb) {
            return modality;
        }
        if matches!(verb.tense, Tense::Infinitive | Tense::Ing)
            && let Some(governor) = self.groups.verb_until(verb.tokens.start)
        {
            let lemma = self.tokens[governor.head].lemma();
            if is_plan(lemma) {
                return Modality::Planned;
            }
            if let Some(modality) = self.by_modal(governor) {
                return modality;
            }
        }
        if is_plan(self.tokens[verb.head].lemma()) {
            return Modality::Planned;
        }
        Modality::Asserted
    }

    fn by_modal(&self, verb: &VerbGroup) -> Option<Modality> {
        match self.word(verb.modal?) {
            "may" | "might" | "could" => Some(Modality::Possible),
            "will" | "'ll" | "wo" | "would" | "should" | "shall" | "'d" | "must" => {
                Some(Modality::Planned)
            }
            _ => None,
        }
    }

    /// Whether one of `words` opens the clause before `at`.
    fn clause_has(&self, at: usize, words: &[&str]) -> bool {
        (0..at.min(self.tokens.len()))
            .rev()
            .take_while(|&i| !matches!(self.tag(i), Some(Tag::Comma | Tag::Stop | Tag::Colon)))
            .take(12)
            .any(|i| words.contains(&self.word(i)))
    }
}

fn is_plan(lemma: &str) -> bool {
    const PLANS: &[&str] = &[
        "plan", "pledge", "offer", "promise", "agree", "aim", "intend", "want", "propose",
        "consider", "order", "threaten", "vow", "prepare", "seek", "hope", "commit", "ask",
        "request", "call", "demand", "decide",
    ];
    PLANS.contains(&lemma)
}
