//! Whether a source is a person whom nobody names.
//!
//! A type says it of officials and sources alone; a farmer, an officer or "two diplomats" answer for
//! a number no more than these.

use super::lexicon::Class;
use super::words::Word;
use crate::labels::SourceType;

/// Whether the source of a sentence, a phrase of these words, is a person or persons without a name;
/// `bare` if the sentence has no word of telling.
pub(super) fn is_nameless(
    source: &[Word<'_>],
    sentence: &[Word<'_>],
    source_type: Option<SourceType>,
    bare: bool,
) -> bool {
    use SourceType::{AnonymousOfficial, AnonymousSource, NewsOutlet, SocialMedia, StateMedia};
    // No source was found, but words of telling and of a withheld name.
    let Some(first) = source.first() else { return !bare && is_withheld(sentence) };
    let head = head(source);
    match source_type {
        None | Some(NewsOutlet | SocialMedia | StateMedia) => return false,
        Some(AnonymousOfficial | AnonymousSource) => {
            return !head.is(Class::Paper);
        }
        Some(_) => {}
    }
    // A paper that was not meant for others answers for nothing.
    let leaked = |word: &Word<'_>| {
        matches!(&*word.lower, "internal" | "leaked" | "confidential") && head.is(Class::Paper)
    };
    if source.iter().any(|word| word.is(Class::Withheld) || leaked(word)) {
        return true;
    }
    let speaks_for_a_body =
        [Class::Office, Class::Paper, Class::Body, Class::Piece, Class::Medium, Class::Report];
    if speaks_for_a_body.into_iter().any(|class| head.is(class)) {
        return false;
    }
    let indefinite = first.is(Class::Indefinite);
    let several = first.is(Class::SeveralSources) && source.len() == 1;
    indefinite && !has_name(source) || several || !head.capital && is_withheld(sentence)
}

/// Whether the source is more than one.
pub(super) fn is_several(source: &[Word<'_>]) -> bool {
    source.first().is_some_and(|first| {
        let one = matches!(&*first.lower, "a" | "an" | "one" | "another" | "the");
        !one && head(source).lower.ends_with('s')
    })
}

/// The last noun before what follows it: "a person close to the board", "an officer who fled".
fn head<'w, 'a>(source: &'w [Word<'a>]) -> &'w Word<'a> {
    let follows = |word: &Word<'_>| {
        word.after_mark || word.is(Class::Link) || matches!(&*word.lower, "close" | "familiar")
    };
    let end = source.iter().skip(1).position(follows).map_or(source.len(), |at| at + 1);
    &source[end - 1]
}

/// Whether a name follows, as in "a farmer, Jon Berg": two capitals in a row.
fn has_name(source: &[Word<'_>]) -> bool {
    let name = |pair: &[Word<'_>]| pair.iter().all(|word| word.capital && !word.is(Class::Body));
    source.windows(2).skip(1).any(name)
}

/// "asked not to be named", "on condition of anonymity".
fn is_withheld(sentence: &[Word<'_>]) -> bool {
    let not = |at: usize| sentence[at.saturating_sub(4)..at].iter().any(|word| word.is(Class::Not));
    let name = |word: &Word<'_>| {
        matches!(&*word.lower, "named" | "identified" | "authorised" | "authorized" | "name")
    };
    sentence.iter().enumerate().any(|(at, word)| word.is(Class::Withheld) || name(word) && not(at))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn persons_without_a_name_are_told_from_bodies_and_names() {
        use SourceType::{AnonymousOfficial, Document, Individual, Military, MinistryStatement};
        for (source, sentence, source_type, expected) in [
            ("a farmer", "", Individual, true),
            ("an army officer", "", Military, true),
            ("Two diplomats", "", Individual, true),
            ("A resident of Kesten", "", Individual, true),
            ("officials", "", AnonymousOfficial, true),
            ("Official documents", "", AnonymousOfficial, false),
            ("an internal paper", "", Document, true),
            ("a paper of the ministry", "", Document, false),
            ("a farmer, Jon Berg", "", Individual, false),
            ("a spokesman for the army", "", Military, false),
            ("a commission of the parliament", "", MinistryStatement, false),
            ("the General Staff", "", Military, false),
            ("the nurse", "The nurse asked not to be named.", Individual, true),
            ("the nurse", "The nurse spoke on condition of anonymity.", Individual, true),
            ("the nurse", "The nurse named nobody.", Individual, false),
            ("the General Staff", "The General Staff spoke of unidentified men.", Military, false),
        ] {
            let found = is_nameless(&words(source), &words(sentence), Some(source_type), false);
            assert_eq!(found, expected, "{source}: {sentence}");
        }
    }
}
