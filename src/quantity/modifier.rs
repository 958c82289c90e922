//! Modifiers: the words before or after a number that bound or blur it.

use super::lexicon::{FILLER, Phrase, Role, SPAN_CUE};
use super::line::{Line, is_hyphen};

/// How far back over "a", "another", "an estimated total of" a modifier reaches.
const FILLERS: usize = 4;

/// The modifier that bears on the number whose first token is `at`, and its first token.
pub(super) fn before<'l>(line: &Line<'_>, at: usize) -> Option<(usize, &'l Phrase)> {
    let known = line.known();
    let mut end = at;
    // "sub-7 nanometre", "mid-20".
    if line.mark_before(end).is_some_and(is_hyphen) && line.glued(end) && line.glued(end - 1) {
        end -= 1;
    }
    // "approx. 300", "ca. 300".
    let short = [known.approx, known.ca].contains(&line.word(end.wrapping_sub(2)));
    if line.mark_before(end) == Some('.') && end >= 2 && short {
        end -= 1;
    }
    for skipped in 0..=FILLERS {
        for phrase in line.lexicon.before(line.word_before(end)) {
            let Some(start) = line.phrase_before(end, &phrase.words) else { continue };
            if skipped > 0 && !phrase.far {
                continue;
            }
            return Some((start, phrase));
        }
        // "roughly the past 12 months", but not "close to the 12 towns".
        let article = line.is(end.wrapping_sub(1), known.the) && skipped == 0;
        let filler = !article && line.class_before(end, FILLER)
            || line.is(end.wrapping_sub(1), known.of)
                && end >= 2
                && line.class_before(end - 1, FILLER);
        if !filler {
            return None;
        }
        end -= 1;
    }
    None
}

/// The modifier that follows a number whose last token ends before `at`.
pub(super) fn after<'l>(line: &Line<'_>, at: usize) -> Option<(usize, &'l Phrase)> {
    for skipped in 0..=2 {
        let mut from = at + skipped;
        if line.mark(from).is_some_and(|mark| is_hyphen(mark) || mark == ',') {
            from += 1;
        }
        for phrase in line.lexicon.after(line.word(from)) {
            if let Some(end) = line.phrase(from, &phrase.words)
                && (skipped == 0 || phrase.far)
                && accepts(line, at, from, end, phrase)
            {
                return Some((end, phrase));
            }
        }
        if !line.is_word(at + skipped) {
            return None;
        }
    }
    None
}

/// Words that end in a number of their own bear on that one: "300, at least 20".
fn accepts(line: &Line<'_>, at: usize, from: usize, end: usize, phrase: &Phrase) -> bool {
    let numeric = line.digits(end).is_some() || line.role(end).is_some();
    let short = phrase.words.len() == 1;
    let glued = from == at && line.glued(at) || line.hyphen(at);
    // "200 or greater than 190".
    !numeric && !line.is(end, line.known().than) && (!short || glued)
}

/// Whether "over" means "more than" before a duration, and not "in the course of".
pub(super) fn is_bound(line: &Line<'_>, start: usize) -> bool {
    line.class_before(start, SPAN_CUE)
        || line.word_before(start) != 0
            && matches!(line.lexicon.word(line.word_before(start)).role, Some(Role::Part(..)))
}
