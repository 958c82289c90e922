//! Source types from wording: what the words of a noun phrase say about who speaks.

use super::gazetteer::{GAZETTEER, Role, Word, words};
use super::wording::{hits, wording};
use crate::labels::SourceType;

/// What the words alone tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) source_type: SourceType,
    /// Whether it is told by an office or institution, not by a name in a table.
    pub(super) told: bool,
}

/// The type of the source that `phrase` names, as far as its own words tell.
pub(super) fn of(phrase: &str, year: Option<u16>) -> Option<Kind> {
    let words = words(phrase);
    let told = |source_type| Some(Kind { source_type, told: true });
    if words.first().is_some_and(|w| w.text.starts_with('@'))
        || words.len() > 1 && phrase.contains("(@")
    {
        if let Some(known) = known_person(&words, year) {
            return told(known);
        }
        if let Some(source_type) = wording(&words)
            && matches!(source_type, SourceType::NewsOutlet | SourceType::StateMedia)
        {
            return told(source_type);
        }
        return told(SourceType::SocialMedia);
    }
    let known = known_person(&words, year);
    let by_words = wording(&words);
    match (by_words, known) {
        // "Kremlin spokesman Peskov": words decide; "host Solovyov": so does a known name
        // against a vague word.
        (Some(source_type), Some(known))
            if matches!(source_type, SourceType::Individual | SourceType::NewsOutlet)
                || source_type == SourceType::NamedOfficial
                    && known == SourceType::HeadOfState
                    && !has_post(&words) =>
        {
            told(known)
        }
        (
            Some(SourceType::MinistryStatement | SourceType::NamedOfficial),
            Some(SourceType::HeadOfState),
        ) if words.iter().any(|w| w.lower == "office") => told(SourceType::HeadOfState),
        (Some(source_type), _) => told(source_type),
        (None, Some(source_type)) => Some(Kind { source_type, told: false }),
        (None, None) => None,
    }
}

fn has_post(words: &[Word<'_>]) -> bool {
    hits(words, 0, words.len()).iter().any(|h| matches!(h.role, Role::Post | Role::Crew))
}

fn known_person(words: &[Word<'_>], year: Option<u16>) -> Option<SourceType> {
    let caps = |w: &Word<'_>| w.is_capital();
    for length in (1..=3).rev() {
        for window in words.windows(length) {
            if !window.iter().all(caps) {
                continue;
            }
            let name: Vec<&str> = window.iter().map(|w| w.text).collect();
            // A surname is not a first name: "Jordan Clinton" yes, "Clinton Jones" no.
            if let Some(known) = GAZETTEER.person(&name.join(" "), year) {
                return Some(known);
            }
        }
    }
    None
}
