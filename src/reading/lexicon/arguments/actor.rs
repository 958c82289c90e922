//! Who does it, or whose the counted things are.

use super::Scene;
use super::event::{Event, Part};
use crate::grammar::{NounGroup, Sort, Tag, Tense, VerbGroup};
use crate::labels::Kind;
use std::ops::Range;

impl Scene<'_> {
    /// The agent of the event.
    pub(super) fn actor(&self, host: &Range<usize>, event: Option<&Event>) -> Option<Range<usize>> {
        let possessor = self.possessor(host);
        if possessor.is_some() {
            return possessor;
        }
        let event = event?;
        let verb = self.groups.verb_at(event.head)?;
        if verb.passive {
            return self.by_phrase(verb.tokens.end);
        }
        let aside = event.part == Part::Aside
            && verb.tokens.end <= self.first
            && matches!(self.quantity.kind, Kind::Count | Kind::Money);
        if event.part != Part::Object && !aside {
            return None;
        }
        self.subject_of(self.main(verb).tokens.start)
    }

    /// "Russia's six brigades".
    fn possessor(&self, host: &Range<usize>) -> Option<Range<usize>> {
        let mark = host
            .clone()
            .take_while(|&at| at < self.first)
            .find(|&at| self.tag(at) == Some(Tag::Possessive))?;
        (mark > host.start).then_some(host.start..mark)
    }

    fn by_phrase(&self, from: usize) -> Option<Range<usize>> {
        let by = (from..self.tokens.len().min(from + 8))
            .take_while(|&at| !matches!(self.tag(at), Some(Tag::Comma | Tag::Stop)))
            .find(|&at| self.word(at) == "by")?;
        let group = self.groups.noun_starting_at(by + 1)?;
        self.is_agent(group).then(|| group.tokens.clone())
    }

    /// The verb whose subject is that of `verb` too: "opened fire, killing six", "shot and
    /// wounded six".
    fn main<'g>(&'g self, verb: &'g VerbGroup) -> &'g VerbGroup {
        let mut verb = verb;
        for _ in 0..3 {
            let Some(before) = verb.tokens.start.checked_sub(1) else { break };
            let joined = match self.tag(before) {
                Some(Tag::Comma) => verb.tense == Tense::Ing,
                Some(Tag::Conjunction) => true,
                _ => false,
            };
            match self.verb_until(before) {
                Some(earlier) if joined => verb = earlier,
                _ => break,
            }
        }
        verb
    }

    /// The subject of the verb group that starts at `start`.
    fn subject_of(&self, start: usize) -> Option<Range<usize>> {
        let before = self.groups.nouns().partition_point(|group| group.tokens.end <= start);
        let candidates = self.groups.nouns()[..before].iter().rev().take(6);
        for group in candidates {
            let object = group.tokens.start > 0
                && matches!(self.tag(group.tokens.start - 1), Some(Tag::Preposition));
            if object || self.groups.is_time(group) {
                continue;
            }
            return self.is_agent(group).then(|| group.tokens.clone());
        }
        None
    }

    fn is_agent(&self, group: &NounGroup) -> bool {
        let head = &self.tokens[group.head];
        match head.tag {
            Tag::ProperNoun => true,
            Tag::Pronoun => matches!(&*head.lower, "he" | "she" | "they" | "we" | "i"),
            Tag::Noun => {
                matches!(head.sort(), Some(Sort::Person | Sort::Group))
                    || head.lower == "administration"
            }
            _ => false,
        }
    }
}
