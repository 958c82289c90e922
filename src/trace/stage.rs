//! Whether what happened is told as done or as to come.

use super::corpus::Stage;
use super::lexicon::Class;
use super::words::Word;
use crate::grammar;
use crate::labels::Modality;

/// How many words before an event tell of its time.
const BEFORE: usize = 4;
/// How many before the number, where no event is known.
const AROUND: usize = 8;
/// How many words before the number may be the deed itself.
const CLOSE: usize = 2;
/// How many words "a large fine of" may have, with its verb.
const OBJECT: usize = 5;

/// The stage of what a sentence claims, by its event and the words before it.
pub(super) fn stage(
    words: &[Word<'_>],
    event: &[Word<'_>],
    number_at: usize,
    modality: Modality,
) -> Stage {
    // "spoke of" tells of the telling.
    let Some(event) = deed(event).filter(|event| !event.is(Class::Telling)) else {
        return without_event(words, number_at, modality);
    };
    let same = |&at: &usize| words[at].lower == event.lower;
    // The event nearest to the number, where its word stands more than once.
    let at = (0..words.len()).filter(same).min_by_key(|at| at.abs_diff(number_at));
    let Some(at) = at else { return Stage::Unclear };
    // "wants to fine it 8 million for the homes of people who had left": of another clause.
    let other_clause = number_at < at
        && words[number_at + 1..at]
            .iter()
            .any(|word| matches!(&*word.lower, "who" | "whom" | "whose" | "which"));
    if other_clause {
        return without_event(words, number_at, modality);
    }
    // What stands before the number belongs to it: "close to 200 runners finished".
    let from = if number_at < at { number_at + 1 } else { 0 };
    let before = &words[from.max(at.saturating_sub(BEFORE))..at];
    let past = grammar::is_past(&event.lower);
    // "may have gone", "may be missing" guess at what is so already.
    let guess = event.is(Class::State) || before.iter().any(|word| word.lower == "have");
    let doubted = before.iter().any(|word| word.is(Class::Doubt)) || modality == Modality::Possible;
    if guess && doubted {
        return Stage::Unclear;
    }
    // "to" alone is of the verb right behind it.
    let ahead = before.iter().rev().enumerate().any(|(distance, word)| match &*word.lower {
        "to" => distance < 2,
        _ => word.is(Class::Future),
    });
    let to_come =
        matches!(modality, Modality::Planned | Modality::Possible | Modality::Hypothetical);
    let told_to_come =
        to_come && (event.is(Class::Future) || !past || modality != Modality::Planned);
    // "were needed", "is offered": the deed itself says that it is to come.
    let sought = event.is(Class::Future) && !event.is(Class::Light) && !ahead_only(event);
    if ahead || told_to_come || sought {
        Stage::Ahead
    } else if past && modality == Modality::Asserted {
        Stage::Done
    } else if modality == Modality::Asserted {
        without_event(words, number_at, modality)
    } else {
        Stage::Unclear
    }
}

/// Whether a word tells of what is to come only before a verb: "set to", "about to".
fn ahead_only(word: &Word<'_>) -> bool {
    matches!(&*word.lower, "to" | "about" | "set" | "due" | "can")
}

/// The word of an event that tells what is done: "laid" of "was laid off".
pub(super) fn deed<'w, 'a>(event: &'w [Word<'a>]) -> Option<&'w Word<'a>> {
    let verb = |word: &&Word<'_>| !word.is(Class::Light) && grammar::verb(&word.lower).is_some();
    event.iter().find(verb).or(event.last())
}

/// By the words around the number: "is considering the purchase of", "there are".
fn without_event(words: &[Word<'_>], number_at: usize, modality: Modality) -> Stage {
    let before =
        &words[number_at.saturating_sub(AROUND).min(words.len())..number_at.min(words.len())];
    let wanted = |word: &Word<'_>| word.is(Class::Future) && !ahead_only(word);
    let there = |pair: &[Word<'_>]| {
        pair[0].lower == "there" && matches!(&*pair[1].lower, "are" | "is" | "were" | "was")
    };
    let deed = |word: &Word<'_>| grammar::is_past(&word.lower) && !word.is(Class::Telling);
    // "has bought 14": the verb right before the number; "imposed a fine of 14".
    let close = &before[before.len().saturating_sub(CLOSE)..];
    let object = before.iter().rev().take_while(|word| {
        let inside = word.lower == "of" || !word.is(Class::Link);
        inside && !word.after_mark
    });
    let of = before.last().is_some_and(|word| word.lower == "of");
    let through = of && object.take(OBJECT).any(|word| deed(word) && !word.is(Class::Light));
    if before.iter().any(wanted) {
        Stage::Ahead
    } else if modality == Modality::Asserted
        && (before.windows(2).any(there) || close.iter().any(deed) || through)
    {
        Stage::Done
    } else {
        Stage::Unclear
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn what_is_to_come_is_told_from_what_is_and_from_guesses() {
        use Stage::{Ahead, Done, Unclear};
        for (sentence, event, expected) in [
            ("The mill will hire 40 men.", "hire", Ahead),
            ("The mill is to hire 40 men.", "hire", Ahead),
            ("40 men could be hired by the mill.", "hired", Ahead),
            ("The mill hired 40 men.", "hired", Done),
            ("Close to 40 men left the mill.", "left", Done),
            ("The mill laid off 40 men.", "laid off", Done),
            ("The mill may have hired 40 men.", "hired", Unclear),
            ("40 men may be missing.", "missing", Unclear),
            ("The mill is considering the purchase of 40 looms.", "", Ahead),
            ("There are 40 looms in the mill.", "", Done),
            ("The mill needs 40 looms.", "needs", Ahead),
            ("The mill has imposed a fine of 40 francs.", "", Done),
            ("The mill is facing a fine of 40 francs.", "", Ahead),
            ("The mill wants to sell 40 looms to men who had left.", "left", Ahead),
            ("The arrival of 40 looms delights the mill.", "arrival", Unclear),
        ] {
            let read = words(sentence);
            let at = read.iter().position(|word| word.text == "40").unwrap();
            let found = stage(&read, &words(event), at, Modality::Asserted);
            assert_eq!(found, expected, "{sentence}");
        }
    }
}
