//! Mentions: what the form of a source tells: its bare name, head, number and gender.

use super::gazetteer::{GAZETTEER, Role, Word, words};
use super::kind;
use super::name_words;
use super::source_words::{Class, is};
use crate::labels::SourceType;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Person,
    Many,
    Body,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gender {
    He,
    She,
}

/// The words of a bare name, if the source is one: capitalised words only, maybe behind
/// titles, without a description.
pub(super) fn bare_name(text: &str) -> Option<String> {
    if text.contains([',', '(']) {
        return None;
    }
    let list = words(text);
    if list.is_empty() || list.len() > 9 {
        return None;
    }
    // Lower-case titles may stand in front: "spokesman Ivan Petrov", "the governor, …".
    let mut first = list.len();
    for (i, word) in list.iter().enumerate().rev() {
        let part = word.is_capital()
            || matches!(&*word.lower, "." | "-")
            || is(&word.lower, Class::Particle)
            || word.lower.starts_with("al-");
        if !part {
            break;
        }
        first = i;
    }
    // "Centers for Disease Control", "head of Ukraine": no name of a person.
    let titled = (0..list.len())
        .filter_map(|at| GAZETTEER.longest(&list, at))
        .filter(|h| matches!(h.role, Role::Post | Role::Crew | Role::Bench | Role::Anonymous))
        .map(|h| h.to)
        .filter(|&to| to > first && to < list.len())
        .max();
    if let Some(to) = titled {
        first = to;
    } else if first > 0
        && (is(&list[first - 1].lower, Class::Links) || in_complement(&list[..first]))
    {
        return None;
    }
    let mut names = &list[first..];
    while let Some(word) = names.first() {
        let lower = &*word.lower;
        let hit = GAZETTEER.longest(names, 0);
        if is(lower, Class::Address)
            || names.len() > 1 && is(lower.trim_end_matches('.'), Class::ShortTitle)
        {
            names = &names[1..];
        } else if let Some(hit) = hit.filter(|h| h.to < names.len()) {
            names = &names[hit.to..];
        } else if names.len() > 1 && name_words::is_title(lower) {
            names = &names[1..];
        } else {
            break;
        }
    }
    if names.is_empty()
        || names.len() > 4
        || GAZETTEER.longest(names, 0).is_some_and(|h| h.to == names.len())
    {
        return None;
    }
    let last = &names[names.len() - 1];
    if first == 0 || !names.is_empty() {
        let from = names[0].at;
        let to = last.at + last.text.len();
        return text.get(from..to).map(str::to_owned);
    }
    None
}

/// Whether what stands before a name makes it part of a description: "Ana Silva of the", "adviser
/// to Norland’s".
fn in_complement(before: &[Word<'_>]) -> bool {
    let link = before.iter().rposition(|w| is(&w.lower, Class::Links));
    let article = before.last().is_some_and(|w| is(&w.lower, Class::Article));
    article && link.is_some_and(|link| link + 2 == before.len())
}

/// Whether a name that no table knows looks like an organisation's.
pub(super) fn looks_like_body(text: &str) -> bool {
    let capitals =
        |w: &str| w.len() <= 5 && w.chars().all(|c| c.is_uppercase() || c == '&') && text.len() > 2;
    text.starts_with("The ")
        || text.starts_with("the ")
        || text
            .split_whitespace()
            .any(|w| capitals(w) || is(&w.to_lowercase(), Class::Organisation))
}

/// The gender that a description tells.
pub(super) fn gender(lower: &str) -> Option<Gender> {
    let has = |class| lower.split([' ', ',', '(', ')', '-']).any(|word| is(word, class));
    if has(Class::She) {
        Some(Gender::She)
    } else if has(Class::He) {
        Some(Gender::He)
    } else {
        None
    }
}

/// Whether a source is a person, several, or a body.
pub(super) fn number(text: &str, lower: &str) -> Number {
    let head = head_word(text);
    let plural = lower.contains(" and ")
        || head.ends_with('s') && !head.ends_with("ss")
        || is(&head, Class::Many);
    if plural && !is(&head, Class::OneBody) {
        return Number::Many;
    }
    let person = kind::of(text, None).is_some_and(|k| {
        use SourceType as T;
        matches!(
            k.source_type,
            T::HeadOfState
                | T::NamedOfficial
                | T::AnonymousOfficial
                | T::AnonymousSource
                | T::Lawmaker
                | T::Expert
                | T::Individual
        )
    });
    let titled = text.contains(", ")
        && text
            .split_whitespace()
            .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
            .count()
            >= 2;
    let spoken = lower.split([' ', ',', '(', ')', '-']).any(|word| is(word, Class::Spoken));
    if (person || titled || spoken) && !is(&head, Class::Body) {
        Number::Person
    } else {
        Number::Body
    }
}

/// The last word before the first preposition or comma, in lower case.
pub(super) fn head_word(text: &str) -> String {
    let end = text
        .match_indices([' ', ','])
        .find(|&(at, mark)| {
            mark == ","
                || text.get(at + 1..).is_some_and(|rest| {
                    rest.split_once(' ').is_some_and(|(word, _)| is(word, Class::EndsHead))
                })
        })
        .map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or(text);
    head.rsplit(' ').next().unwrap_or(head).to_lowercase()
}

/// A name without article and possessive.
pub(super) fn canonical(text: &str) -> String {
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    // "Ivan Petrov, head of the agency": the name.
    let mut parts = text.split([',', '(']).map(str::trim);
    let first = parts.next().unwrap_or(text);
    if let Some(name) = bare_name(first) {
        return name;
    }
    // "a tribal leader, Ivan Petrov": the part that is a name of two words or more.
    if let Some(name) = parts.filter_map(bare_name).find(|name| name.contains(' ')) {
        return name;
    }
    if first.chars().next().is_some_and(char::is_uppercase) {
        return first.to_owned();
    }
    text.to_owned()
}

/// The name for the table: without article, and none if it names nobody: a pronoun, "the
/// official", "his office".
pub(super) fn speaker_name(name: &str) -> Option<String> {
    let clause = [" who", " which", " that"].into_iter().find_map(|end| name.strip_suffix(end));
    let name = clause.unwrap_or(name);
    let lower = name.to_lowercase();
    let first = lower.split_whitespace().next()?;
    let counted = matches!(first, "one" | "another") && !lower.contains(" of ");
    let name = if is(first, Class::Article) || counted {
        name.get(first.len()..).unwrap_or_default().trim_start()
    } else {
        name
    };
    let words = name.split_whitespace().count();
    let nobody = is(first, Class::Pronoun) && !counted
        || words < 2 && !name.contains(char::is_uppercase)
        || !name.starts_with(char::is_alphabetic)
        || words == 1 && (name.ends_with('.') || name == "TV");
    (!nobody).then(|| name.to_owned())
}

/// The full name of a person that stands in the source beside a description or a title.
pub(super) fn full_name_in(text: &str) -> Option<String> {
    let name = canonical(text);
    (name != text && name.contains(' ') && bare_name(&name).is_some()).then_some(name)
}
