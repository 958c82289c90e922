//! Pronouns: whom "he", "she" and "they" and what "it" takes up.

use super::antecedent::Candidate;
use super::before;
use super::gazetteer::{GAZETTEER, Role, words};
use super::kind;
use super::mention::{Gender, Number};
use super::source_words::{Class, is};
use super::speaker::{Resolved, Resolver, Speaker};
use crate::document::Span;
use crate::labels::SourceType;
use crate::reading::Saying;

/// How many bytes back a person is looked for.
const REACH: usize = 2500;

/// How many sentences back a body is looked for.
const SENTENCES: usize = 2;

impl Resolver<'_> {
    /// The person "he" or "she" is: whom the nearest sentence is about that names somebody who may
    /// be meant.
    pub(super) fn person(&self, span: Span, saying: &Saying, gender: Gender) -> Resolved {
        let own = self.sentence(span.start());
        let candidates = self.candidates(span, saying, gender);
        let mut groups = candidates.chunk_by(|a, b| self.sentence(a.at) == self.sentence(b.at));
        let found = groups.next_back().map(|group| {
            // "The deal that Lund met Berg over, in which he saw", "who was ill when he said".
            if self.sentence(group[0].at) == own && self.in_clause(span) {
                return group[group.len() - 1];
            }
            *group.iter().find(|c| !c.possessive).unwrap_or(&group[0])
        });
        let Some(found) = found else {
            let met = self
                .recent()
                .find(|m| m.number == Number::Person && m.gender.is_none_or(|g| g == gender));
            let (speaker, number, _) = self.as_met(met, SourceType::NamedOfficial, Number::Person);
            return (speaker, number, Some(gender));
        };
        let name = found.name;
        let source_type = self
            .recent()
            .find(|m| m.name == name)
            .map(|m| m.source_type)
            .or_else(|| self.of_name(name))
            .unwrap_or(SourceType::Individual);
        let speaker = Speaker { source_type, name: Some(name.to_owned()) };
        (speaker, Number::Person, Some(gender))
    }

    /// Who may be meant by a pronoun: persons named or speaking before it that are not named in
    /// what it is the source of, in order.
    fn candidates(&self, span: Span, saying: &Saying, gender: Gender) -> Vec<Candidate<'_>> {
        let antecedents = self.antecedents();
        let from = span.start().saturating_sub(REACH);
        let met = self.recent().filter(|m| m.person && (from..span.start()).contains(&m.at));
        let met =
            met.map(|m| Candidate { at: m.at, name: &m.name, gender: m.gender, possessive: false });
        let mut candidates: Vec<Candidate<'_>> = antecedents
            .between(from, span.start())
            .chain(met)
            .filter(|c| c.gender.is_none_or(|g| g == gender))
            .filter(|c| !saying.content.iter().any(|piece| piece.range().contains(&c.at)))
            .collect();
        candidates.sort_by_key(|c| c.at);
        candidates
    }

    /// Whether a clause begins with this pronoun that hangs on the word before it.
    fn in_clause(&self, span: Span) -> bool {
        let before = before(self.doc.text(), span.start()).trim_end();
        let word = before.rsplit([' ', '\n']).next().unwrap_or_default();
        matches!(word, "which" | "when" | "where" | "whom")
    }

    /// The number of the sentence at a place.
    fn sentence(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.span.start() <= at)
    }

    /// The body "it" is: the last source of the pronoun's own sentence, else what the nearest
    /// sentence before is about, else the last source that is a body.
    pub(super) fn body(&self, span: Span, saying: &Saying) -> Resolved {
        let own = self.sentence(span.start());
        let held = |at: usize| saying.content.iter().any(|piece| piece.range().contains(&at));
        for sentence in (own.saturating_sub(SENTENCES)..=own).rev() {
            let here = |at: usize| self.sentence(at) == sentence && at < span.start() && !held(at);
            let mut met = self.recent().filter(|m| m.number == Number::Body && here(m.at));
            if sentence == own
                && let Some(met) = met.next()
            {
                return self.as_met(Some(met), met.source_type, Number::Body);
            }
            let subject = self.subject(sentence).filter(|&(at, ..)| here(at));
            let first = met.last();
            if let Some((at, name, source_type)) = subject
                && first.is_none_or(|met| at < met.at)
            {
                let known = self.recent().find(|m| m.name == name).map(|m| m.source_type);
                let source_type = known.unwrap_or(source_type);
                let full = self.bodies().full_name(&name, at).map(str::to_owned);
                return (Speaker { source_type, name: full.or(Some(name)) }, Number::Body, None);
            }
            if let Some(met) = first {
                return self.as_met(Some(met), met.source_type, Number::Body);
            }
        }
        let met = self.recent().find(|m| m.number == Number::Body);
        self.as_met(met, SourceType::MinistryStatement, Number::Body)
    }

    /// The people "they" are: of its own sentence and the one before, the last source that is
    /// many, else whom the sentence is about; else the last source that is many, or a body.
    pub(super) fn crowd(&self, span: Span, saying: &Saying) -> Resolved {
        let own = self.sentence(span.start());
        let held = |at: usize| saying.content.iter().any(|piece| piece.range().contains(&at));
        for sentence in [own, own.saturating_sub(1)] {
            let here = |at: usize| self.sentence(at) == sentence && at < span.start() && !held(at);
            let met = self.recent().find(|m| m.number == Number::Many && here(m.at));
            if let Some(met) = met {
                return self.as_met(Some(met), met.source_type, Number::Many);
            }
            if let Some(words) = self.people_of(sentence, span.start(), held) {
                let kind = kind::of(words, self.when);
                let source_type = kind.map_or(SourceType::Individual, |kind| kind.source_type);
                let speaker = Speaker { source_type, name: Some(words.to_owned()) };
                return (speaker, Number::Many, None);
            }
        }
        self.last_many()
    }

    /// The last source that is many, else the last that is a body.
    pub(super) fn last_many(&self) -> Resolved {
        let many = self.recent().find(|m| m.number == Number::Many);
        let met = many.or_else(|| self.recent().find(|m| m.number == Number::Body));
        self.as_met(met, SourceType::AnonymousOfficial, Number::Many)
    }

    /// The first plural of people in a sentence before `until`, with the words that qualify it:
    /// "Norland officials".
    fn people_of(
        &self,
        sentence: usize,
        until: usize,
        held: impl Fn(usize) -> bool,
    ) -> Option<&str> {
        let span = self.sentences.get(sentence.checked_sub(1)?)?.span;
        let end = span.end().min(until);
        // Not so far back that a long sentence full of "they" would be read again for each.
        let start = self.doc.text().ceil_char_boundary(span.start().max(end.saturating_sub(REACH)));
        let cut = self.doc.text().get(start..end)?;
        let start = start + if start > span.start() { cut.find(' ')? } else { 0 };
        let list = words(self.doc.text().get(start..end)?);
        let mut at = 0;
        while at < list.len() {
            let hit = GAZETTEER.longest(&list, at);
            at = hit.map_or(at + 1, |hit| hit.to);
            let Some(hit) = hit else { continue };
            let last = &list[hit.to - 1];
            let many = last.lower.ends_with('s') || is(&last.lower, Class::Many);
            let people = match hit.role {
                Role::Post | Role::Anonymous | Role::Crew => true,
                // "rebels", "prosecutors", not "reports".
                Role::Org => is_of_people(hit.source_type),
                _ => false,
            } || is(&last.lower, Class::Many);
            let owner = list.get(hit.to).is_some_and(|next| matches!(&*next.lower, "'s" | "'"));
            let common = last.text.starts_with(char::is_lowercase) || hit.to == 1;
            let free = !held(start + list[hit.from].at);
            if many && people && !owner && common && free {
                let qualified = |before: &usize| list[*before].is_capital();
                let first = (0..hit.from).rev().take_while(qualified).last().unwrap_or(hit.from);
                let end = last.at + last.text.len();
                return self.doc.text().get(start + list[first].at..start + end);
            }
        }
        None
    }

    /// The state or body with whose name a sentence begins.
    fn subject(&self, sentence: usize) -> Option<(usize, String, SourceType)> {
        let span = self.sentences.get(sentence.checked_sub(1)?)?.span;
        let text = self.doc.slice(span);
        let end = text.char_indices().nth(90).map_or(text.len(), |(at, _)| at);
        let list = words(text.get(..end)?);
        let first = usize::from(is(&list.first()?.lower, Class::Article));
        let start = list.get(first)?;
        if !start.is_capital() {
            return None;
        }
        let at = span.start() + start.at;
        let hit = GAZETTEER
            .longest(&list, first)
            .filter(|hit| matches!(hit.role, Role::State | Role::Org));
        let body = self.bodies().at(at);
        let (name, source_type) = match (body, hit) {
            (Some(name), hit) => {
                let told = || kind::of(name, self.when).map(|k| k.source_type);
                let source_type = told().or(hit.map(|hit| hit.source_type));
                (name.to_owned(), source_type.unwrap_or(SourceType::Company))
            }
            (None, Some(hit)) => {
                let from = list[hit.from].at;
                let last = &list[hit.to - 1];
                let name = text.get(from..last.at + last.text.len())?.to_owned();
                (name, hit.source_type)
            }
            (None, None) => return None,
        };
        // "Norland's army", "Norland President", "A bank of Norland".
        let after = span.start() + start.at + name.len();
        let rest = self.doc.text().get(after..)?;
        let next = rest.trim_start().chars().next()?;
        let goes_on = rest.starts_with(['\'', '’', '-']) || next.is_uppercase();
        (!goes_on).then_some((at, name, source_type))
    }
}

/// Whether bodies of this type are called by the people in them.
fn is_of_people(source_type: SourceType) -> bool {
    use SourceType as T;
    matches!(source_type, T::ArmedGroup | T::LocalAuthority | T::Lawmaker | T::Military | T::IgoNgo)
}
