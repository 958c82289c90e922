//! Source types from wording: what the words of a noun phrase say about who speaks.

use super::gazetteer::{GAZETTEER, Role, Word, words};
use super::given_name;
use super::when::When;
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
pub(super) fn of(phrase: &str, when: Option<When>) -> Option<Kind> {
    let words = words(phrase);
    let told = |source_type| Some(Kind { source_type, told: true });
    if words.first().is_some_and(|w| w.text.starts_with('@'))
        || words.len() > 1 && phrase.contains("(@")
    {
        if let Some(known) = known_person(&words, when) {
            return told(known);
        }
        if let Some(source_type) = wording(&words)
            && matches!(source_type, SourceType::NewsOutlet | SourceType::StateMedia)
        {
            return told(source_type);
        }
        return told(SourceType::SocialMedia);
    }
    let known = known_person(&words, when);
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

/// What the well-known person vouches as whom a phrase names, by the longest of the names in it.
fn known_person(words: &[Word<'_>], when: Option<When>) -> Option<SourceType> {
    let longest = GAZETTEER.longest_name().min(words.len());
    (1..=longest).rev().find_map(|length| {
        words.windows(length).enumerate().find_map(|(at, window)| match window {
            [word] if !word.is_capital() || is_part_of_another(words, at) => None,
            [word] => GAZETTEER.person(word.text, when),
            [.., last] if !last.text.contains(char::is_uppercase) => None,
            _ => {
                let name: Vec<&str> = window.iter().map(|w| w.text).collect();
                GAZETTEER.person(&name.join(" "), when)
            }
        })
    })
}

/// Whether the name at `at` is part of another person's: "Clinton Jones", "Rosa Clinton".
fn is_part_of_another(words: &[Word<'_>], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &words[before]);
    let own = |given: &str| {
        GAZETTEER
            .full_name(words[at].text)
            .is_some_and(|full| full.split(' ').next() == Some(given))
    };
    words.get(at + 1).is_some_and(Word::is_capital)
        || before.is_some_and(|w| given_name::is_known(w.text) && !own(w.text))
}
