//! Who does it, or whose the counted things are.

use super::event::{Event, Part};
use super::words::{AGENT, BRINGING, INERT, THIN, is};
use super::{Scene, topic};
use crate::grammar::{NounGroup, Sort, Tag, Tense, VerbGroup};
use crate::labels::Kind;
use std::ops::Range;

/// How many noun groups back a subject or an antecedent is looked for.
const GROUPS: usize = 8;

impl Scene<'_> {
    /// The agent of the event.
    pub(super) fn actor(&self, host: &Range<usize>, event: Option<&Event>) -> Option<Range<usize>> {
        let possessor = self.possessor(host);
        if possessor.is_some() {
            return possessor;
        }
        let event = event?;
        // "left 40 dead": who left them so.
        let left = || {
            let verb = self.verb_before(host.start).filter(|_| event.head >= self.end)?;
            (self.tokens[verb.head].lemma() == "leave").then_some(verb)
        };
        let Some(verb) = self.groups.verb_at(event.head).or_else(left) else {
            return self.of_noun(event, host);
        };
        if verb.passive {
            return self.by_phrase(verb.tokens.end);
        }
        // "worked for six years", but "closed two years later".
        let tells = match self.quantity.kind {
            Kind::Count | Kind::Money => true,
            Kind::Duration => self.word(host.start.wrapping_sub(1)) == "for",
            _ => false,
        };
        let aside = event.part == Part::Aside && verb.tokens.end <= self.first && tells;
        if event.part != Part::Object && !aside {
            return None;
        }
        let verb = self.main(verb);
        let start = verb.tokens.start;
        if verb.tense == Tense::Infinitive
            && let Some(group) = self.groups.noun_ending_at(start)
        {
            // "the mayor's plan to take in 40", "calls for the firm to pay".
            if let Some(possessor) = self.possessor_in(group.tokens.start, group.head) {
                return Some(possessor);
            }
            if self.word(group.tokens.start.wrapping_sub(1)) == "for" {
                return self.agent(group);
            }
        }
        self.subject_of(start)
    }

    /// "Russia's six brigades".
    fn possessor(&self, host: &Range<usize>) -> Option<Range<usize>> {
        self.possessor_in(host.start, self.first.min(host.end))
    }

    fn possessor_in(&self, start: usize, end: usize) -> Option<Range<usize>> {
        let mark = (start..end).find(|&at| self.tag(at) == Some(Tag::Possessive))?;
        let owner = NounGroup { tokens: start..mark, head: mark.checked_sub(1)? };
        let time = self.tokens[owner.head].sort() == Some(Sort::Time);
        (mark > start && !time && !self.groups.is_time(&owner)).then_some(owner.tokens)
    }

    /// "Norland's detention of ten", "the detention by Norland of ten".
    fn of_noun(&self, event: &Event, host: &Range<usize>) -> Option<Range<usize>> {
        let group = self.groups.noun_at(event.head)?;
        if group.tokens.end > host.start {
            return None;
        }
        let possessor = self.possessor_in(group.tokens.start, group.head);
        possessor.or_else(|| {
            let by = [group.tokens.end, host.end].into_iter().find(|&at| self.word(at) == "by")?;
            self.agent(self.groups.noun_starting_at(by + 1)?)
        })
    }

    fn by_phrase(&self, from: usize) -> Option<Range<usize>> {
        let by = (from..self.tokens.len().min(from + 8))
            .take_while(|&at| !matches!(self.tag(at), Some(Tag::Comma | Tag::Stop)))
            .find(|&at| self.word(at) == "by")?;
        let group = self.groups.noun_starting_at(by + 1)?;
        if !self.is_agent(group) {
            return None;
        }
        // "by the police and the coast guard".
        let end = group.tokens.end;
        let joined = self.groups.noun_starting_at(end + 1).filter(|_| self.word(end) == "and");
        let end = joined.filter(|next| self.is_agent(next)).map_or(end, |next| next.tokens.end);
        Some(group.tokens.start..end)
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
        let mut end = start;
        while end > 0 && matches!(self.tag(end - 1), Some(Tag::Adverb | Tag::Quote)) {
            end -= 1;
        }
        // "rebels who wounded 40", "a blast at the mill that wounded 40".
        let pronoun = end.checked_sub(1).map_or("", |at| self.word(at));
        if matches!(pronoun, "who" | "which" | "that") {
            let at = end - 1;
            let comma = at > 0 && self.tag(at - 1) == Some(Tag::Comma);
            if let Some(mut group) = self.groups.noun_ending_at(at - usize::from(comma)) {
                // "observers from the League of Isles who saw".
                while let Some(before) = group.tokens.start.checked_sub(1)
                    && self.tag(before) == Some(Tag::Preposition)
                    && let Some(outer) = self.groups.noun_ending_at(before)
                    && self.is_agent(outer)
                {
                    group = outer;
                }
                let held = self.is_held(group) && pronoun != "who" || self.groups.is_time(group);
                let agent = self.agent(group).filter(|_| !held);
                return agent.or_else(|| self.doer(self.of_act(group)?));
            }
        }
        let group = self.groups_before(end).find(|group| {
            let first = group.tokens.start;
            let comma = |at: usize| self.tag(at) == Some(Tag::Comma);
            // "police in Mirna, Norland, arrested".
            let aside = first > 1
                && comma(first - 1)
                && comma(group.tokens.end)
                && self.groups.noun_ending_at(first - 1).is_some();
            // "the crew, who feared a storm, turned back".
            let object = comma(end.wrapping_sub(1))
                && self
                    .groups
                    .verb_at(first.wrapping_sub(1))
                    .is_some_and(|v| v.tokens.end == first);
            !aside && !object && (group.tokens.end == end || !self.suffers(group))
        })?;
        self.agent(group).or_else(|| self.doer(group))
    }

    /// The act that `group` hangs on, if it is none itself: "the attack on a mill".
    fn of_act<'g>(&'g self, group: &'g NounGroup) -> Option<&'g NounGroup> {
        let mut group = group;
        for _ in 0..3 {
            if self.tokens[group.head].sort() == Some(Sort::Act) {
                return Some(group);
            }
            let before = group.tokens.start.checked_sub(1)?;
            let hangs = self.tag(before) == Some(Tag::Preposition) || self.groups.is_time(group);
            let at = if self.tag(before) == Some(Tag::Preposition) { before } else { before + 1 };
            group = self.groups.noun_ending_at(at).filter(|_| hangs)?;
        }
        None
    }

    /// Who does the act that `group` names: "Norland's raid", "an attack by the rebels".
    fn doer(&self, group: &NounGroup) -> Option<Range<usize>> {
        let (start, head, end) = (group.tokens.start, group.head, group.tokens.end);
        if self.tokens[head].sort() != Some(Sort::Act) {
            return None;
        }
        if let Some(possessor) = self.possessor_in(start, head) {
            return Some(possessor);
        }
        let led = self.groups.verb_at(end).filter(|verb| verb.passive && verb.tokens.start == end);
        let by = led.map_or(end, |verb| verb.tokens.end);
        let named = self.groups.noun_starting_at(by + 1).filter(|_| self.word(by) == "by");
        if let Some(named) = named {
            return self.agent(named);
        }
        // "a Norland raid".
        let name = |at: usize| self.tag(at) == Some(Tag::ProperNoun) && !self.is_held(group);
        let first = (start..head).rev().take_while(|&at| name(at)).last()?;
        Some(first..head)
    }

    /// The noun groups before `end` that may be subjects, from the last on.
    fn groups_before(&self, end: usize) -> impl Iterator<Item = &NounGroup> {
        let before = self.groups.nouns().partition_point(|group| group.tokens.end <= end);
        let groups = self.groups.nouns()[..before].iter().rev().take(GROUPS);
        groups.filter(|group| !self.is_held(group) && !self.groups.is_time(group))
    }

    /// Whether `group` stands in a phrase with a preposition: "with the police and the army".
    fn is_held(&self, group: &NounGroup) -> bool {
        let Some(before) = group.tokens.start.checked_sub(1) else { return false };
        match self.tag(before) {
            // "a day after police arrested" opens a clause.
            Some(Tag::Preposition) => {
                !matches!(self.word(before), "after" | "before" | "since" | "as" | "until")
            }
            Some(Tag::Conjunction) => {
                let earlier = self.groups.noun_ending_at(before);
                let at = earlier.and_then(|earlier| earlier.tokens.start.checked_sub(1));
                at.is_some_and(|at| self.tag(at) == Some(Tag::Preposition))
            }
            _ => false,
        }
    }

    /// Whether `group` is the object of the verb before it.
    fn suffers(&self, group: &NounGroup) -> bool {
        let Some(before) = group.tokens.start.checked_sub(1) else { return false };
        self.groups.verb_at(before).is_some_and(|verb| {
            let lemma = self.tokens[verb.head].lemma();
            lemma == "tell" || self.is_full(verb) && !is(lemma, THIN | BRINGING)
        })
    }

    /// Who is meant by `group`, with those named beside it, if it may act at all.
    fn agent(&self, group: &NounGroup) -> Option<Range<usize>> {
        if !self.is_agent(group) {
            return None;
        }
        if self.tag(group.head) == Some(Tag::Pronoun) {
            let named = || {
                let mut earlier = self.groups_before(group.tokens.start);
                earlier
                    .find(|g| {
                        let named = self.tag(g.head) != Some(Tag::Pronoun);
                        named && self.is_agent(g) && !self.suffers(g)
                    })
                    .map(|g| g.tokens.clone())
            };
            return match self.word(group.head) {
                "they" | "it" => named(),
                "he" | "she" => named().or_else(|| Some(group.tokens.clone())),
                _ => Some(group.tokens.clone()),
            };
        }
        let mut start = group.tokens.start;
        for joined in 0..3 {
            let Some(joint) = start.checked_sub(1) else { break };
            let lists =
                self.word(joint) == "and" || joined > 0 && self.tag(joint) == Some(Tag::Comma);
            let earlier = self.groups.noun_ending_at(joint).filter(|_| lists);
            match earlier.filter(|g| self.is_agent(g) && !self.is_held(g) && !self.suffers(g)) {
                Some(earlier) => start = earlier.tokens.start,
                None => break,
            }
        }
        Some(start..group.tokens.end)
    }

    fn is_agent(&self, group: &NounGroup) -> bool {
        let head = &self.tokens[group.head];
        match head.tag {
            Tag::ProperNoun => true,
            Tag::Pronoun => matches!(&*head.lower, "he" | "she" | "they" | "it" | "we" | "i"),
            Tag::Noun => {
                let lemma = head.lemma();
                (matches!(head.sort(), Some(Sort::Person | Sort::Group))
                    || topic::is_people(lemma)
                    || is(lemma, AGENT))
                    && !is(lemma, INERT)
            }
            _ => false,
        }
    }
}
