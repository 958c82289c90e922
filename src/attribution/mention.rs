//! Mentions: what the form of a source tells: its bare name, head, number and gender.

use super::gazetteer::{GAZETTEER, Role, words};
use super::kind;
use super::name_words;
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
            || matches!(
                &*word.lower,
                "." | "-" | "de" | "van" | "von" | "der" | "al" | "bin" | "el" | "del" | "la"
            )
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
        && matches!(
            &*list[first - 1].lower,
            "of" | "for" | "and" | "in" | "at" | "from" | "with" | "on"
        )
    {
        return None;
    }
    let mut names = &list[first..];
    while let Some(word) = names.first() {
        let lower = &*word.lower;
        let hit = GAZETTEER.longest(names, 0);
        if matches!(
            lower,
            "the"
                | "mr"
                | "mr."
                | "mrs"
                | "mrs."
                | "ms"
                | "ms."
                | "sir"
                | "lord"
                | "a"
                | "an"
                | "former"
                | "then"
                | "army"
                | "dr"
                | "dr."
        ) {
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

/// Whether a name that no table knows looks like an organisation's.
pub(super) fn looks_like_body(text: &str) -> bool {
    let first_the = text.starts_with("The ") || text.starts_with("the ");
    let caps = text
        .split_whitespace()
        .filter(|w| w.len() <= 5 && w.chars().all(|c| c.is_uppercase() || c == '&'))
        .count();
    first_the
        || caps > 0 && text.len() > 2
        || [
            "Inc",
            "Corp",
            "Co.",
            "Ltd",
            "Group",
            "LLC",
            "Airlines",
            "Energy",
            "Association",
            "Foundation",
            "Council",
            "Club",
            "Bank",
        ]
        .iter()
        .any(|mark| text.contains(mark))
}

pub(super) fn gender(lower: &str) -> Option<Gender> {
    let she = [
        "mrs",
        "ms.",
        "ms ",
        "spokeswoman",
        "woman",
        "mother",
        "daughter",
        "wife",
        "sister",
        "queen",
        "chairwoman",
        "congresswoman",
        "actress",
        "lady",
        "dame ",
        "girl",
        "businesswoman",
        "grandmother",
        "widow",
    ];
    let he = [
        "mr ",
        "mr.",
        "spokesman",
        "father",
        "husband",
        "brother",
        "king ",
        "chairman",
        "congressman",
        "sir ",
        "lord ",
        "pope",
        "bishop",
        "imam",
        "ayatollah",
        "businessman",
        "grandfather",
    ];
    if she.iter().any(|w| lower.contains(w)) {
        Some(Gender::She)
    } else if he.iter().any(|w| lower.contains(w)) {
        Some(Gender::He)
    } else {
        None
    }
}

pub(super) fn number(text: &str, lower: &str) -> Number {
    let head = head_word(text);
    if lower.contains(" and ")
        || head.ends_with('s')
            && !head.ends_with("ss")
            && head.chars().next().is_some_and(char::is_lowercase)
            && !matches!(&*head, "news" | "times" | "states" | "forces" | "nations")
        || matches!(
            &*head,
            "police" | "people" | "men" | "women" | "authorities" | "officials" | "sources"
        )
    {
        return if matches!(&*head, "times" | "reuters" | "hamas" | "isis" | "states") {
            Number::Body
        } else {
            Number::Many
        };
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
    let body_word = matches!(
        &*head,
        "ministry"
            | "government"
            | "parliament"
            | "party"
            | "campaign"
            | "institute"
            | "university"
            | "committee"
            | "court"
            | "congress"
            | "senate"
    );
    let titled = text.contains(", ")
        && text
            .split_whitespace()
            .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
            .count()
            >= 2;
    let spoken = lower.contains("spokes")
        || lower.contains("chief")
        || lower.contains("director")
        || lower.contains("head of")
        || lower.contains("officer")
        || lower.contains("leader")
        || lower.contains("commander")
        || lower.contains("gen.")
        || lower.contains("col.");
    if (person || titled || spoken) && !body_word { Number::Person } else { Number::Body }
}

/// The last word before the first preposition or comma, in lower case.
pub(super) fn head_word(text: &str) -> String {
    let end = text
        .match_indices([' ', ','])
        .find(|&(at, mark)| {
            mark == ","
                || text.get(at + 1..).is_some_and(|rest| {
                    [
                        "of ",
                        "for ",
                        "in ",
                        "at ",
                        "from ",
                        "with ",
                        "who ",
                        "on ",
                        "familiar ",
                        "close ",
                        "to ",
                        "by ",
                    ]
                    .iter()
                    .any(|word| rest.starts_with(word))
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
