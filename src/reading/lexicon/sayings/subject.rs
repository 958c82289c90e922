//! The subject of a reporting verb: the noun phrase before it, over adverbs and asides.

use super::Found;
use super::noun::{Phrase, is_finite, is_nominal, start_of};
use super::verb_group::group_start;
use super::view::{REACH, View};
use super::words::{self, goes_with_time, is_time};
use crate::grammar::Tag;

/// How many sayings back a shared subject is looked for.
const LOOK_BACK: usize = 40;

/// How long an aside between commas may be, in units.
pub(super) const PARENTHESIS: usize = 40;

/// Whether unit `at` sets off an aside: a comma, or a dash with space around it.
fn sets_off(view: &View<'_>, at: usize) -> bool {
    match view.tag(at) {
        Some(Tag::Comma) => true,
        Some(Tag::Dash) => !(view.glued(at) && view.glued(at + 1)),
        _ => false,
    }
}

/// The subject of the verb group that begins at unit `verb`.
pub(super) fn subject_before(view: &View<'_>, verb: usize) -> Option<Phrase> {
    let mut end = before_adverbials(view, verb);
    // What is kept in the span though it lies behind the head: appositives.
    let mut last = end;
    let mut kept = false;
    for _ in 0..4 {
        if end == 0 || !sets_off(view, end - 1) {
            break;
        }
        let comma = end - 1;
        let mark = view.tag(comma);
        let opening = (comma.saturating_sub(PARENTHESIS)..comma)
            .rev()
            .find(|&i| sets_off(view, i) && view.tag(i) == mark)?;
        let apposition =
            is_apposition(view, opening + 1, comma) || view.word(opening + 1) == "including";
        if apposition && !kept {
            last = comma;
            kept = true;
        } else if !apposition {
            if !is_aside(view, opening + 1, comma) {
                return None;
            }
            // A relative clause or an aside: skipped, and nothing behind it is kept.
            last = opening;
            kept = false;
        }
        end = before_adverbials(view, opening);
        if !kept {
            last = end;
        }
        // "Ana Lima, in an interview in Porto, Portugal, said": a place is no speaker.
        if let Some(s) = start_of(view, end)
            && s >= 2
            && view.tag(s - 1) == Some(Tag::Preposition)
            && sets_off(view, s - 2)
        {
            end = before_adverbials(view, s - 2);
            last = end;
            kept = false;
        }
        // Another aside before it only if the noun is not there yet.
        if start_of(view, end).is_some_and(|s| !chained(view, s, end)) {
            break;
        }
    }
    let mut start = start_of(view, end)?;
    if let Some(before) = relative_start(view, start)
        && let Some(antecedent) = start_of(view, before)
    {
        // "lawmakers who had seen the report said": the report does not speak.
        start = antecedent;
        end = before;
        last = before;
    }
    // "One of the guards, Ana Lima, 42, said": a described person, then the name.
    if start >= 2
        && view.tag(start - 1) == Some(Tag::Comma)
        && view.tag(start) == Some(Tag::ProperNoun)
        && let Some(described) = start_of(view, start - 1)
        && (described == 0
            || matches!(
                view.tag(described - 1),
                Some(Tag::Subordinator | Tag::Conjunction | Tag::Colon | Tag::Comma)
            ))
        && begins_description(view, described, start - 1)
    {
        start = described;
    }
    if start >= end {
        return None;
    }
    let to = last.max(end);
    Some(Phrase { span: view.span(start, to), from: start, to })
}

/// Where the noun ends that a relative clause ending before unit `at` hangs on, if one does:
/// the unit of its "who", with the comma before it left out.
fn relative_start(view: &View<'_>, at: usize) -> Option<usize> {
    let who = |i: usize| matches!(view.word(i), "who" | "which");
    if who(at) {
        let comma = at > 0 && sets_off(view, at - 1);
        return (at > usize::from(comma)).then(|| at - usize::from(comma));
    }
    // Only if the noun phrase is the object of the relative clause's verb.
    let governed = at > 0
        && (view.tag(at - 1).is_some_and(Tag::is_verb)
            || matches!(view.tag(at - 1), Some(Tag::Preposition | Tag::To | Tag::Auxiliary)));
    if !governed {
        return None;
    }
    let from = at.saturating_sub(14);
    let place = (from..at).rev().find(|&i| {
        who(i)
            || matches!(view.tag(i), Some(Tag::Comma | Tag::Stop | Tag::Subordinator | Tag::Colon))
    })?;
    (who(place) && place > 0 && is_nominal(view.tag(place - 1))).then_some(place)
}

/// Whether units `from..to` between two commas can be skipped on the way to the subject: a
/// relative clause, a participle, an adverbial; not a clause of its own.
fn is_aside(view: &View<'_>, from: usize, to: usize) -> bool {
    let opens =
        matches!(
            view.tag(from),
            Some(
                Tag::Preposition
                    | Tag::VerbIng
                    | Tag::VerbParticiple
                    | Tag::Adverb
                    | Tag::Subordinator
                    | Tag::To
                    | Tag::Adjective
            )
        ) || matches!(view.word(from), "who" | "which" | "whose" | "whom" | "and" | "not" | "then");
    opens || is_time(view.word(from)) || !(from..to).any(|i| is_finite(view.tag(i)))
}

/// Whether the phrase `start..end` is itself only an apposition: an age, or a description
/// set off by a comma before it.
fn chained(view: &View<'_>, start: usize, end: usize) -> bool {
    start > 0
        && view.tag(start - 1) == Some(Tag::Comma)
        && end == start + 1
        && view.tag(start) == Some(Tag::Numeral)
}

/// Whether units `from..to` (between two commas) name the noun before them once more:
/// "a spokesman for the ministry", "52", "the army chief".
fn is_apposition(view: &View<'_>, from: usize, to: usize) -> bool {
    if from >= to {
        return false;
    }
    let first = view.word(from);
    if matches!(first, "who" | "which" | "whose" | "whom" | "and" | "but" | "or" | "while" | "as") {
        return false;
    }
    let starts = is_nominal(view.tag(from))
        || matches!(view.tag(from), Some(Tag::Determiner | Tag::Adjective))
        || (view.tag(from) == Some(Tag::Adverb)
            && matches!(first, "also" | "formerly" | "currently"));
    starts
        && !(from..to).any(|i| matches!(view.tag(i), Some(Tag::Auxiliary | Tag::Modal)))
        && !is_time(first)
}

fn begins_description(view: &View<'_>, from: usize, to: usize) -> bool {
    matches!(
        view.word(from),
        "a" | "an" | "the" | "one" | "another" | "its" | "his" | "her" | "their"
    ) && (from..to).any(|i| words::is_person_noun(view.word(i)))
        && !(from..to).any(|i| is_finite(view.tag(i)))
}

/// Steps left over adverbs and words of time that end before unit `at`.
pub(super) fn before_adverbials(view: &View<'_>, mut at: usize) -> usize {
    loop {
        let start = at;
        while at > 0 && is_adverb(view, at - 1) {
            at -= 1;
        }
        let mut time = at;
        while time > 0
            && (is_time(view.word(time - 1))
                || (view.tag(time - 1) == Some(Tag::Numeral)
                    && time < at
                    && is_time(view.word(time))))
        {
            time -= 1;
        }
        if time < at {
            while time > 0 && goes_with_time(view.word(time - 1)) {
                time -= 1;
            }
            // "The week", "Saturday" may be all there is: then it is no adverbial.
            if time == 0 {
                return at;
            }
            at = time;
        }
        if at == start {
            return at;
        }
    }
}

/// Adverbs that stand between subject and verb.
pub(super) fn is_adverb(view: &View<'_>, at: usize) -> bool {
    view.tag(at) == Some(Tag::Adverb)
        || matches!(
            view.word(at),
            "also"
                | "later"
                | "then"
                | "even"
                | "still"
                | "now"
                | "earlier"
                | "once"
                | "often"
                | "both"
                | "again"
                | "all"
                | "further"
                | "too"
                | "ago"
                | "so"
                | "far"
        )
}

/// The subject of the clause before: that of the last saying in the sentence, else of its
/// first finite verb.
pub(super) fn shared_subject(view: &View<'_>, at: usize, before: &[Found]) -> Option<Phrase> {
    if let Some(last) =
        before.iter().rev().take(LOOK_BACK).find(|f| f.cue_from < at && f.source.is_some())
    {
        return last.source;
    }
    (at.saturating_sub(REACH).max(1)..at)
        .filter(|&i| {
            matches!(view.tag(i), Some(Tag::VerbPast | Tag::Verb | Tag::Auxiliary | Tag::Modal))
        })
        .take(4)
        .find_map(|i| group_start(view, i).and_then(|start| subject_before(view, start)))
}
