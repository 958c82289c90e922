//! Wording: the segments of a source's noun phrase and the table entries among its words.

use super::gazetteer::{GAZETTEER, Hit, Role, Word};
use super::name_words;
use super::segment::Segment;
use super::source_words::{Class, is};
use crate::labels::SourceType;

/// Words within which a share of people is told: "More than 68%".
const SHARE: usize = 5;

/// Whether the word ends the head of a noun phrase.
fn ends_head(word: &Word<'_>) -> bool {
    word.text != "WHO" && is(&word.lower, Class::EndsHead)
}

/// The table entries among these words, in order.
pub(super) fn hits(words: &[Word<'_>], from: usize, to: usize) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        match GAZETTEER.longest(&words[..to], at) {
            Some(hit) => {
                at = hit.to;
                if !is_given_name(&words[..to], &hit) {
                    found.push(hit);
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a document's word is a person's: Bill Johnson, behind a title or alone.
fn is_given_name(words: &[Word<'_>], hit: &Hit) -> bool {
    hit.source_type == SourceType::Document
        && hit.to == hit.from + 1
        && words[hit.from].is_capital()
        && words.get(hit.to).is_some_and(|next| {
            next.is_capital()
                && next.text.chars().any(char::is_lowercase)
                && GAZETTEER.longest(words, hit.to).is_none()
        })
}

/// The segments of a phrase: its head, then what follows each preposition or comma.
fn segments(words: &[Word<'_>]) -> Vec<(usize, usize)> {
    let mut segments = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        if at > start
            && (ends_head(word)
                || word.is_mark() && !matches!(word.text, "\"" | "“" | "”" | "'" | "‘" | "’" | "-"))
        {
            segments.push((start, at));
            start = at + 1;
        } else if at == start && (ends_head(word) || word.is_mark()) {
            start = at + 1;
        }
    }
    if start < words.len() {
        segments.push((start, words.len()));
    }
    segments
}

/// Whether the words hold a personal name: two capitals in a row that no table explains,
/// or one behind a title.
fn is_named(words: &[Word<'_>], hits: &[Hit]) -> bool {
    let free = |at: usize| {
        let word = &words[at];
        word.is_capital()
            && word.text.chars().any(char::is_lowercase)
            && word.lower != "the"
            && !is_modifier(&word.lower)
            && !hits.iter().any(|h| h.from <= at && at < h.to)
    };
    let mut run = 0;
    for at in 0..words.len() {
        if free(at) {
            run += 1;
            let titled = at > 0
                && (hits.iter().any(|h| {
                    h.to == at
                        && matches!(h.role, Role::Post | Role::Crew | Role::Bench | Role::Anonymous)
                }) || is(&words[at - 1].lower, Class::Honorific));
            if run >= 2 || titled {
                return true;
            }
        } else {
            let text = words[at].text;
            let initial = text.chars().count() == 2 && text.ends_with('.');
            if !initial && !matches!(text, "." | "-") {
                run = 0;
            }
        }
    }
    false
}

fn is_modifier(lower: &str) -> bool {
    ["ian", "ish", "ese", "ean"].iter().any(|end| lower.ends_with(end))
        || name_words::is_modifier(lower)
}

/// The type that the words of a noun phrase tell: the first segment that tells one.
pub(super) fn wording(words: &[Word<'_>]) -> Option<SourceType> {
    if words.is_empty() {
        return None;
    }
    // "68% of voters": those who were asked.
    let share = |(at, word): (usize, &Word<'_>)| {
        word.text == "%" && words.get(at + 1).is_none_or(|next| next.lower == "of")
    };
    if words.iter().enumerate().take(SHARE).any(share) {
        return Some(SourceType::Individual);
    }
    let segments = segments(words);
    let all = hits(words, 0, words.len());
    let named = is_named(words, &all);
    let former = all.iter().any(|h| h.role == Role::Former && h.from < 6);
    for (index, &(from, to)) in segments.iter().enumerate() {
        let here: Vec<Hit> = all
            .iter()
            .filter(|h| h.from >= from && h.from < to && h.role != Role::Former)
            .copied()
            .collect();
        let complement: Vec<Hit> =
            all.iter().filter(|h| h.from >= to && h.role != Role::Former).copied().collect();
        let plain_name = here.is_empty() && named;
        let segment =
            Segment { words, from, to, here: &here, complement: &complement, named, former };
        if let Some(found) = segment.source_type() {
            return Some(found);
        }
        // The head tells nothing and is no name: what follows is only its surroundings.
        let comma = words.get(to).is_some_and(|w| matches!(w.text, "," | "(" | "–" | "—"));
        if !(plain_name
            || comma
            || index + 1 < segments.len()
                && words.get(to).is_some_and(|w| is(&w.lower, Class::Continues)))
        {
            break;
        }
    }
    None
}
