//! One segment of a source's noun phrase, its head or an apposition: what type it tells.

use super::gazetteer::{Hit, Role, Word};
use super::source_words::{Class, is};
use crate::labels::SourceType;
use SourceType as T;

/// A stretch of the phrase between prepositions or commas, and what surrounds it.
pub(super) struct Segment<'w, 't> {
    pub(super) words: &'w [Word<'t>],
    pub(super) from: usize,
    pub(super) to: usize,
    /// The table entries in it.
    pub(super) here: &'w [Hit],
    /// The table entries behind it.
    pub(super) complement: &'w [Hit],
    /// Whether the phrase holds a personal name.
    pub(super) named: bool,
    /// Whether the phrase says former.
    pub(super) former: bool,
}

impl Segment<'_, '_> {
    /// The type its words tell, if they tell one.
    pub(super) fn source_type(&self) -> Option<T> {
        if let Some(hit) =
            self.here.iter().find(|h| h.role == Role::Anonymous && !self.qualifies(h))
        {
            return Some(self.official(hit));
        }
        let last = self.here.iter().rfind(|h| h.role != Role::Anonymous)?;
        let unnamed = self.here.iter().find(|h| h.source_type == T::AnonymousSource);
        if let Some(hit) = unnamed.filter(|h| h.to == last.to) {
            return Some(self.unnamed(hit));
        }
        match last.role {
            Role::Crew => self.crew(last),
            Role::Post => Some(self.post(last)),
            Role::Bench => Some(if self.named { T::NamedOfficial } else { T::LocalAuthority }),
            Role::State => self.state(last),
            Role::Org => Some(self.institution(last)),
            Role::Anonymous | Role::Former => None,
        }
    }

    /// Whether an official is none, but qualifies what follows: "the official news agency".
    fn qualifies(&self, hit: &Hit) -> bool {
        hit.to == hit.from + 1
            && self.words[hit.from].lower == "official"
            && self.here.iter().any(|h| h.from >= hit.to && h.role == Role::Org)
    }

    /// An official: anonymous without a name, unless his body vouches itself.
    fn official(&self, hit: &Hit) -> T {
        let body = self.body(hit).map(|h| h.source_type);
        if self.named {
            return match body {
                Some(
                    t @ (T::Military
                    | T::Intelligence
                    | T::ArmedGroup
                    | T::IgoNgo
                    | T::Company
                    | T::Lawmaker),
                ) => t,
                _ => T::NamedOfficial,
            };
        }
        match body {
            Some(t @ (T::ArmedGroup | T::Company)) => t,
            // NATO officials are officials of its states.
            Some(T::IgoNgo) if !self.words.iter().any(|w| w.lower == "nato") => T::IgoNgo,
            Some(T::Lawmaker) if self.here.iter().any(|h| h.source_type == T::Lawmaker) => {
                T::Lawmaker
            }
            _ => T::AnonymousOfficial,
        }
    }

    /// A source without a name: "a source in the ministry", "people familiar with the talks".
    fn unnamed(&self, hit: &Hit) -> T {
        if !is(&self.words[hit.from].lower, Class::Source) {
            let of_access = self.complement.iter().any(|h| h.role == Role::Anonymous);
            let knows = self.words[self.to..].iter().any(|w| is(&w.lower, Class::Knowing));
            return if of_access && !knows {
                T::AnonymousOfficial
            } else if knows || hit.to > hit.from + 1 {
                T::AnonymousSource
            } else {
                T::Individual
            };
        }
        let body = self
            .body(hit)
            .filter(|h| h.to <= hit.from || self.next_is(Class::Within))
            .map(|h| h.source_type);
        match body {
            Some(T::Intelligence | T::Military | T::MinistryStatement | T::LocalAuthority)
                if !self.here.iter().any(|h| h.role == Role::State) =>
            {
                T::AnonymousOfficial
            }
            _ => T::AnonymousSource,
        }
    }

    /// An officer who vouches as his body does: its spokesman, its director.
    fn crew(&self, last: &Hit) -> Option<T> {
        let word = &*self.words[last.from].lower;
        let stated = is(word, Class::Statement);
        let body = self.body(last);
        if word == "leader" && body.is_some_and(|h| h.role == Role::State) {
            return Some(T::HeadOfState);
        }
        let speaks = is(word, Class::Voice) || word.starts_with("spokes");
        Some(match body.map(|h| h.source_type) {
            Some(T::MinistryStatement | T::NamedOfficial) if self.former => T::Expert,
            Some(T::MinistryStatement | T::NamedOfficial) if self.named || !speaks => {
                T::NamedOfficial
            }
            Some(T::MinistryStatement | T::NamedOfficial) => T::MinistryStatement,
            Some(T::HeadOfState) if self.named => T::NamedOfficial,
            Some(T::LocalAuthority) if self.named && !self.has(Class::Hospital) => T::NamedOfficial,
            Some(T::Intelligence | T::Military) if self.former => T::Expert,
            Some(
                T::StateMedia
                | T::NewsOutlet
                | T::SocialMedia
                | T::Document
                | T::AnonymousSource
                | T::Unspecified,
            ) if stated => T::Document,
            Some(T::Document | T::Unspecified | T::AnonymousSource | T::SocialMedia)
                if self.named =>
            {
                T::NamedOfficial
            }
            Some(t) => t,
            None if stated => return None,
            None if self.named => T::NamedOfficial,
            None if speaks => T::MinistryStatement,
            None => return None,
        })
    }

    /// The holder of an office.
    fn post(&self, last: &Hit) -> T {
        let word = &*self.words[last.from].lower;
        if let Some(found) = self.president(last, word) {
            return found;
        }
        match last.source_type {
            T::HeadOfState | T::NamedOfficial if self.former => {
                if is(word, Class::Career) {
                    T::Expert
                } else {
                    T::NamedOfficial
                }
            }
            T::Military if self.former => T::Expert,
            // The chief executive of a place governs it.
            T::Company if self.next_is(Class::Of) && self.of_state() => T::NamedOfficial,
            // An officer who speaks for a ministry or the police is a civil officer here.
            T::Military if self.named && self.has(Class::Civil) => T::NamedOfficial,
            t => t,
        }
    }

    /// A president of a company or a union, not of a country.
    fn president(&self, last: &Hit, word: &str) -> Option<T> {
        let plain = matches!(word, "president" | "chief") && last.to == last.from + 1;
        if !plain && word != "vice-president" {
            return None;
        }
        let near = self.here.iter().rev().find(|h| h.to <= last.from && h.role == Role::Org);
        let after =
            self.complement.iter().find(|h| matches!(h.role, Role::Org | Role::State | Role::Post));
        let of = self.next_is(Class::Of);
        if let Some(body) = near.or(after.filter(|_| of))
            && body.role == Role::Org
            && !matches!(
                body.source_type,
                T::MinistryStatement
                    | T::Document
                    | T::SocialMedia
                    | T::Military
                    | T::LocalAuthority
                    | T::Lawmaker
            )
        {
            return Some(body.source_type);
        }
        // Of a body that no table knows, where it is a description or an apposition.
        let unknown = of
            && after.is_none()
            && self.words.get(self.to + 1).is_some_and(Word::is_capital)
            && (self.from > 0 || !self.words[self.from].is_capital());
        unknown.then_some(T::IgoNgo)
    }

    /// "Ukraine", "the United States"; not "Ukraine fans".
    fn state(&self, last: &Hit) -> Option<T> {
        (last.to == self.to).then_some(T::MinistryStatement)
    }

    /// An institution, outlet or thing. A report, a post or a reporter takes the class of
    /// its issuer, if one is named.
    fn institution(&self, last: &Hit) -> T {
        let issuer = self.issuer(last).filter(|&t| t != last.source_type);
        match (last.source_type, issuer) {
            (
                T::Document,
                Some(
                    t @ (T::Intelligence
                    | T::IgoNgo
                    | T::NewsOutlet
                    | T::StateMedia
                    | T::MinistryStatement
                    | T::Military
                    | T::ArmedGroup
                    | T::Expert
                    | T::Company
                    | T::SocialMedia),
                ),
            )
            | (
                T::SocialMedia,
                Some(
                    t @ (T::StateMedia
                    | T::ArmedGroup
                    | T::Military
                    | T::MinistryStatement
                    | T::Intelligence),
                ),
            )
            | (T::NewsOutlet, Some(t @ (T::StateMedia | T::ArmedGroup))) => t,
            (T::LocalAuthority, _) if self.named && last.to == self.to && self.former => T::Expert,
            (T::LocalAuthority, _) if self.named && last.to < self.to => T::NamedOfficial,
            (T::ArmedGroup | T::Intelligence, _) if self.former => T::Expert,
            // The Post is a paper, a post is somebody's.
            (T::NewsOutlet, None)
                if &*self.words[last.from].lower == "post"
                    && !self.words[last.from].is_capital() =>
            {
                T::SocialMedia
            }
            (T::Unspecified, _) => self.whole(),
            (t, _) => t,
        }
    }

    /// The type of the named institution that issued what `last` names.
    fn issuer(&self, last: &Hit) -> Option<T> {
        let by = self.next_is(Class::By);
        self.here
            .iter()
            .rev()
            .filter(|h| h.to <= last.from)
            .chain(self.complement.iter().filter(|_| by))
            .find(|h| {
                matches!(h.role, Role::Org | Role::Crew | Role::Post | Role::Anonymous)
                    && !self.is_vague(h)
            })
            .filter(|h| h.role == Role::Org)
            .map(|h| h.source_type)
    }

    /// What a part of something vouches as: "members of the group".
    fn whole(&self) -> T {
        if self.words.get(self.to).is_some_and(|w| w.lower == "of")
            && let Some(whole) = self.complement.first()
        {
            return whole.source_type;
        }
        self.here.iter().rev().nth(1).map_or(T::Unspecified, |h| h.source_type)
    }

    /// The institution that `hit` belongs to: the nearest in the segment, else the first
    /// behind it.
    fn body(&self, hit: &Hit) -> Option<Hit> {
        self.here
            .iter()
            .filter(|h| h.from != hit.from)
            .rev()
            .chain(self.complement.iter())
            .find(|h| matches!(h.role, Role::Org | Role::State | Role::Post) && !self.is_vague(h))
            .copied()
    }

    /// Words that name a thing of no one: they say nothing about who vouches.
    fn is_vague(&self, hit: &Hit) -> bool {
        matches!(
            hit.source_type,
            T::Unspecified | T::Document | T::AnonymousSource | T::SocialMedia
        ) || hit.role == Role::Post && hit.source_type == T::Individual
            || hit.to == hit.from + 1 && is(&self.words[hit.from].lower, Class::Vague)
    }

    /// Whether what follows begins with a country.
    fn of_state(&self) -> bool {
        self.complement.first().is_some_and(|h| h.role == Role::State && h.from == self.to + 1)
    }

    /// Whether the word behind the segment is of this class.
    fn next_is(&self, class: Class) -> bool {
        self.words.get(self.to).is_some_and(|w| is(&w.lower, class))
    }

    /// Whether any word of the phrase is of this class.
    fn has(&self, class: Class) -> bool {
        self.words.iter().any(|w| is(&w.lower, class))
    }
}
