//! One segment of a source's noun phrase, its head or an apposition: what type it tells.

use super::gazetteer::{Hit, Role, Word};
use crate::labels::SourceType;

pub(super) fn segment(
    words: &[Word<'_>],
    (from, to): (usize, usize),
    here: &[Hit],
    complement: &[Hit],
    named: bool,
    former: bool,
) -> Option<SourceType> {
    use SourceType as T;
    let anonymous = here.iter().find(|h| h.role == Role::Anonymous);
    let institution = |skip: Option<usize>| {
        here.iter()
            .filter(|h| Some(h.from) != skip)
            .rev()
            .chain(complement.iter())
            .find(|h| matches!(h.role, Role::Org | Role::State | Role::Post) && !vague(words, h))
            .copied()
    };
    if let Some(hit) = anonymous {
        let org = institution(Some(hit.from)).map(|h| h.source_type);
        if named {
            return Some(match org {
                Some(
                    t @ (T::Military
                    | T::Intelligence
                    | T::ArmedGroup
                    | T::IgoNgo
                    | T::Company
                    | T::Lawmaker),
                ) => t,
                _ => T::NamedOfficial,
            });
        }
        return Some(match org {
            Some(t @ (T::ArmedGroup | T::Company)) => t,
            Some(T::IgoNgo) if !words.iter().any(|w| w.lower == "nato") => T::IgoNgo,
            Some(T::Lawmaker) if here.iter().any(|h| h.source_type == T::Lawmaker) => T::Lawmaker,
            _ => T::AnonymousOfficial,
        });
    }
    let last = here.last()?;
    let unnamed_source = here.iter().find(|h| h.source_type == T::AnonymousSource);
    if let Some(hit) = unnamed_source
        && (hit.to == last.to)
    {
        let org = institution(Some(hit.from))
            .filter(|h| {
                h.to <= hit.from
                    || words.get(to).is_some_and(|w| {
                        matches!(&*w.lower, "from" | "in" | "inside" | "at" | "on" | "within")
                    })
            })
            .map(|h| h.source_type);
        let person = matches!(&*words[hit.from].lower, "source" | "sources" | "insiders");
        if !person {
            let of_access = complement.iter().any(|h| h.role == Role::Anonymous);
            let knows = words[to..]
                .iter()
                .any(|w| matches!(&*w.lower, "familiar" | "knowledge" | "briefed" | "close"));
            return Some(if of_access && !knows {
                T::AnonymousOfficial
            } else if knows || hit.to > hit.from + 1 {
                T::AnonymousSource
            } else {
                T::Individual
            });
        }
        return Some(match org {
            Some(T::Intelligence | T::Military | T::MinistryStatement | T::LocalAuthority)
                if !here.iter().any(|h| h.role == Role::State) =>
            {
                T::AnonymousOfficial
            }
            _ => T::AnonymousSource,
        });
    }
    match last.role {
        Role::Crew => {
            let org = institution(Some(last.from));
            let word = &*words[last.from].lower;
            if word == "leader" && org.is_some_and(|h| h.role == Role::State) {
                return Some(T::HeadOfState);
            }
            Some(match org.map(|h| h.source_type) {
                Some(T::MinistryStatement | T::NamedOfficial) if former => T::Expert,
                Some(T::MinistryStatement | T::NamedOfficial) => {
                    if named || !speaks_for(words, last) {
                        T::NamedOfficial
                    } else {
                        T::MinistryStatement
                    }
                }
                Some(T::HeadOfState) => {
                    if named {
                        T::NamedOfficial
                    } else {
                        T::HeadOfState
                    }
                }
                Some(T::LocalAuthority) => {
                    if named && !hospital(words) {
                        T::NamedOfficial
                    } else {
                        T::LocalAuthority
                    }
                }
                Some(T::Intelligence | T::Military) if former => T::Expert,
                Some(
                    T::StateMedia
                    | T::NewsOutlet
                    | T::SocialMedia
                    | T::Document
                    | T::AnonymousSource
                    | T::Unspecified,
                ) if matches!(&*words[last.from].lower, "statement" | "announcement") => {
                    T::Document
                }
                Some(t @ (T::Document | T::Unspecified | T::AnonymousSource | T::SocialMedia)) => {
                    if named {
                        T::NamedOfficial
                    } else {
                        t
                    }
                }
                Some(t) => t,
                None => {
                    let word = &*words[last.from].lower;
                    if matches!(word, "statement" | "announcement") {
                        return None;
                    }
                    if named {
                        T::NamedOfficial
                    } else if speaks_for(words, last) {
                        T::MinistryStatement
                    } else {
                        return None;
                    }
                }
            })
        }
        Role::Post => {
            let t = last.source_type;
            let word = &*words[last.from].lower;
            if matches!(word, "president" | "chief") && last.to == last.from + 1
                || word == "vice-president"
            {
                // President of a company or a union, not of a country.
                let near = here.iter().rev().find(|h| h.to <= last.from && h.role == Role::Org);
                let after = complement
                    .iter()
                    .find(|h| matches!(h.role, Role::Org | Role::State | Role::Post));
                let of =
                    words.get(to).is_some_and(|w| matches!(&*w.lower, "of" | "at" | "and" | "for"));
                if let Some(org) = near.or(after.filter(|_| of))
                    && org.role == Role::Org
                    && !matches!(
                        org.source_type,
                        T::MinistryStatement
                            | T::Document
                            | T::SocialMedia
                            | T::Military
                            | T::LocalAuthority
                            | T::Lawmaker
                    )
                {
                    return Some(org.source_type);
                }
                if of
                    && after.is_none()
                    && words.get(to + 1).is_some_and(Word::is_capital)
                    && from == 0
                    && !words[from].is_capital()
                {
                    return Some(T::IgoNgo);
                }
                if of
                    && after.is_none()
                    && from > 0
                    && words.get(to + 1).is_some_and(Word::is_capital)
                {
                    return Some(T::IgoNgo);
                }
            }
            Some(match t {
                T::HeadOfState | T::NamedOfficial if former => match word {
                    "ambassador" | "envoy" | "prosecutor" => T::Expert,
                    _ => T::NamedOfficial,
                },
                T::Military if former => T::Expert,
                // An officer who speaks for a ministry or the police is a civil officer here.
                T::Military
                    if named
                        && words.iter().any(|w| {
                            matches!(
                                &*w.lower,
                                "pentagon"
                                    | "police"
                                    | "sheriff"
                                    | "secretary"
                                    | "council"
                                    | "dps"
                                    | "ministry"
                                    | "kremlin"
                            )
                        }) =>
                {
                    T::NamedOfficial
                }
                t => t,
            })
        }
        Role::Bench => Some(if named { T::NamedOfficial } else { T::LocalAuthority }),
        Role::State => {
            // "Ukraine", "the United States"; not "Ukraine fans".
            (last.to == to || named).then_some(())?;
            if named && last.to != to {
                return None;
            }
            Some(T::MinistryStatement)
        }
        Role::Org => {
            let t = last.source_type;
            // A reporter, a post or a study takes the class of its issuer, if one is named.
            let issuer = here
                .iter()
                .rev()
                .filter(|h| h.to <= last.from)
                .chain(complement.iter().filter(|_| {
                    words.get(to).is_some_and(|w| {
                        matches!(
                            &*w.lower,
                            "of" | "by"
                                | "from"
                                | "in"
                                | "released"
                                | "published"
                                | "posted"
                                | "issued"
                        )
                    })
                }))
                .find(|h| {
                    matches!(h.role, Role::Org | Role::Crew | Role::Post | Role::Anonymous)
                        && !vague(words, h)
                })
                .filter(|h| h.source_type != t && h.role == Role::Org);
            match t {
                T::Document => match issuer.map(|h| h.source_type) {
                    Some(
                        t @ (T::Intelligence
                        | T::IgoNgo
                        | T::NewsOutlet
                        | T::StateMedia
                        | T::MinistryStatement
                        | T::Military
                        | T::ArmedGroup
                        | T::Expert
                        | T::SocialMedia),
                    ) => Some(t),
                    _ => Some(T::Document),
                },
                T::SocialMedia => match issuer.map(|h| h.source_type) {
                    Some(
                        t @ (T::StateMedia
                        | T::ArmedGroup
                        | T::Military
                        | T::MinistryStatement
                        | T::Intelligence),
                    ) => Some(t),
                    _ => Some(T::SocialMedia),
                },
                T::NewsOutlet => match issuer.map(|h| h.source_type) {
                    Some(T::StateMedia) => Some(T::StateMedia),
                    Some(T::ArmedGroup) => Some(T::ArmedGroup),
                    _ => Some(T::NewsOutlet),
                },
                T::LocalAuthority if named && last.to == to && former => Some(T::Expert),
                T::ArmedGroup if former => Some(T::Expert),
                T::Intelligence if former => Some(T::Expert),
                t => {
                    if t == T::LocalAuthority && named && last.to < to {
                        return Some(T::NamedOfficial);
                    }
                    if t == T::Unspecified
                        && words.get(to).is_some_and(|w| w.lower == "of")
                        && let Some(whole) = complement.first()
                    {
                        return Some(whole.source_type);
                    }
                    if t == T::Unspecified && here.len() > 1 {
                        return Some(here[here.len() - 2].source_type);
                    }
                    Some(t)
                }
            }
        }
        Role::Anonymous | Role::Former => None,
    }
}

/// Words that name a thing of no one: they say nothing about who vouches.
fn vague(words: &[Word<'_>], hit: &Hit) -> bool {
    matches!(
        hit.source_type,
        SourceType::Unspecified
            | SourceType::Document
            | SourceType::AnonymousSource
            | SourceType::SocialMedia
    ) || hit.role == Role::Post && hit.source_type == SourceType::Individual
        || matches!(
            &*words[hit.from].lower,
            "post"
                | "state"
                | "capital"
                | "agency"
                | "story"
                | "article"
                | "network"
                | "channel"
                | "school"
                | "people"
        ) && hit.to == hit.from + 1
}

fn speaks_for(words: &[Word<'_>], hit: &Hit) -> bool {
    let word = &words[hit.from].lower;
    word.starts_with("spokes")
        || matches!(
            &**word,
            "press"
                | "leaders"
                | "leadership"
                | "office"
                | "statement"
                | "announcement"
                | "readout"
                | "briefing"
                | "representative"
                | "representatives"
                | "delegation"
                | "website"
                | "board"
                | "staff"
                | "panel"
                | "team"
                | "mission"
        )
}

fn hospital(words: &[Word<'_>]) -> bool {
    words.iter().any(|w| matches!(&*w.lower, "hospital" | "hospitals" | "medical"))
}
