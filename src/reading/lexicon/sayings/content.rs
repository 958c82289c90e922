//! Where what is said begins and ends.

use super::Text;
use super::complement::complement;
use super::cue::VERBS;
use super::noun::is_nominal;
use super::subject::{is_adverb, subject_before};
use super::verb_group::group_start;
use super::view::{REACH, View};
use crate::document::Span;
use crate::grammar::Tag;

/// Whether unit `at` is a finite form of a reporting verb whose uses are cues at least as often
/// as `precision` tells.
fn is_finite_cue(view: &View<'_>, at: usize, precision: f32) -> bool {
    let verbal = matches!(view.tag(at), Some(Tag::Verb | Tag::VerbPast | Tag::VerbParticiple));
    VERBS.of(view.word(at)).any(|(verb, forms)| {
        let sure = forms.past && verb.precision >= 0.8 && view.tag(at).is_some();
        verb.precision >= precision
            && (forms.past || (forms.third || forms.plain) && verbal)
            && (verbal || sure)
    })
}

/// Whether unit `at` begins a finite reporting verb group (adverbs and auxiliaries skipped);
/// returns the verb's unit.
fn finite_cue_at(view: &View<'_>, at: usize) -> Option<usize> {
    let mut i = at;
    while i < view.len()
        && i < at + 4
        && (is_adverb(view, i) || matches!(view.word(i), "has" | "have" | "had" | "did" | "not"))
    {
        i += 1;
    }
    is_finite_cue(view, i, 0.3).then_some(i)
}

/// The reporting verb that has a subject beginning at unit `from`, within a few units.
fn clause_cue(view: &View<'_>, from: usize) -> Option<usize> {
    (from + 1..(from + 30).min(view.len())).find(|&i| {
        is_finite_cue(view, i, 0.3)
            && group_start(view, i).is_some_and(|start| {
                subject_before(view, start).is_some_and(|s| s.from <= from + 1 && s.from >= from)
            })
    })
}

/// One past the last unit of the content that begins at unit `start` behind its cue.
pub(super) fn end(view: &View<'_>, start: usize) -> usize {
    let len = view.len();
    // A quotation that closes like a sentence is the whole content.
    if view.is_quotation(start) && view.ends_in_stop(start) {
        let next = start + 1;
        if !view.is_quotation(next) {
            return next;
        }
    }
    let limit = len.min(start + REACH);
    for i in start + 1..limit {
        // A quotation that ends in a comma parts clauses as a comma does.
        let parts = view.is_quotation(i) && view.ends_in_stop(i) && !view.is_quotation(i + 1);
        if parts
            && view.tag(i + 1).is_some()
            && view.tag(i + 1) != Some(Tag::Comma)
            && (clause_cue(view, i + 1).is_some()
                || matches!(view.word(i + 1), "while" | "but" | "which")
                || view.word(i + 1) == "and" && finite_cue_at(view, i + 2).is_some())
        {
            return i + 1;
        }
        match view.tag(i) {
            Some(Tag::Comma | Tag::Dash) => {
                let next = i + 1;
                if matches!(view.word(next), "according" | "citing" | "quoting") {
                    return i;
                }
                let mut ing = next;
                while is_adverb(view, ing) && ing < next + 3 {
                    ing += 1;
                }
                if VERBS.of(view.word(ing)).any(|(v, f)| f.ing && v.precision >= 0.35) {
                    return i;
                }
                if matches!(
                    view.word(next),
                    "but" | "which" | "while" | "though" | "although" | "despite" | "as"
                ) && resumes_after(view, next).is_some()
                {
                    continue;
                }
                if matches!(
                    view.word(next),
                    "but" | "which" | "while" | "though" | "although" | "despite"
                ) && i > start + 3
                {
                    return i;
                }
                if matches!(view.tag(next), Some(Tag::Conjunction | Tag::Subordinator))
                    || matches!(
                        view.word(next),
                        "while" | "as" | "though" | "although" | "but" | "and" | "with"
                    )
                {
                    if finite_cue_at(view, next + 1).is_some()
                        || clause_cue(view, next + 1).is_some()
                    {
                        return i;
                    }
                } else if clause_cue(view, next).is_some()
                    || finite_cue_at(view, next).is_some_and(|c| trails(view, c))
                {
                    return i;
                }
            }
            Some(Tag::Conjunction) if matches!(view.word(i), "and" | "but" | "then") => {
                if finite_cue_at(view, i + 1).is_some_and(|c| {
                    view.tag(c) != Some(Tag::Verb) || VERBS.of(view.word(c)).any(|(_, f)| f.third)
                }) {
                    return i;
                }
                if view.word(i) == "but" && clause_cue(view, i + 1).is_some() {
                    return i;
                }
            }
            Some(Tag::Subordinator)
                if matches!(view.word(i), "while" | "though" | "although" | "whereas")
                    && clause_cue(view, i + 1).is_some() =>
            {
                return i;
            }
            _ if view.word(i) == "according" && view.word(i + 1) == "to" => return i,
            Some(Tag::Colon) if view.word(i) == ";" && i > start + 4 => {
                return i;
            }
            _ => {}
        }
    }
    limit
}

/// Where the clause goes on with its verb behind an aside that begins at unit `from` and is
/// closed by a comma.
fn resumes_after(view: &View<'_>, from: usize) -> Option<usize> {
    let close = (from..(from + 24).min(view.len())).find(|&i| view.tag(i) == Some(Tag::Comma))?;
    matches!(view.tag(close + 1), Some(Tag::Auxiliary | Tag::Modal | Tag::VerbPast | Tag::Verb))
        .then_some(close + 1)
}

/// Whether the reporting verb at unit `at` has nothing said behind it: ", he said."
pub(super) fn trails(view: &View<'_>, at: usize) -> bool {
    VERBS.of(view.word(at)).next().is_some_and(|(verb, _)| complement(view, at + 1, verb).is_none())
}

/// The pieces of content from unit `from` up to unit `to`: without marks at the edges, and
/// with those parts of a quotation at an edge that stand in neighbouring sentences.
pub(super) fn pieces(
    text: &Text<'_>,
    view: &View<'_>,
    mut from: usize,
    mut to: usize,
) -> Vec<Span> {
    let edge = |i: usize| {
        matches!(view.tag(i), Some(Tag::Comma | Tag::Colon | Tag::Dash))
            && !(view.tag(i) == Some(Tag::Dash) && (view.glued(i) || view.glued(i + 1)))
    };
    while from < to && (edge(from) || view.tag(from) == Some(Tag::Stop)) {
        from += 1;
    }
    while from < to
        && (edge(to - 1)
            || view.tag(to - 1) == Some(Tag::Stop) && !view.text(to - 1).contains(['?', '!']))
    {
        to -= 1;
    }
    if from >= to {
        return Vec::new();
    }
    let mut pieces = Vec::new();
    if let Some(quotation) = view.units[from].quotation {
        text.before(quotation, view.sentence, &mut pieces);
    }
    pieces.push(view.span(from, to));
    if let Some(quotation) = view.units[to - 1].quotation {
        text.after(quotation, view.sentence, &mut pieces);
    }
    pieces
}

/// Whether units `from..to` hold enough to be said: a quotation, a verb, or two words.
pub(super) fn says_something(view: &View<'_>, from: usize, to: usize) -> bool {
    let mut words = 0;
    for i in from..to {
        if view.is_quotation(i) {
            return true;
        }
        words += usize::from(
            is_nominal(view.tag(i))
                || view.tag(i).is_some_and(Tag::is_verb)
                || view.tag(i) == Some(Tag::Adjective),
        );
    }
    words >= 2
        && (from..to).any(|i| {
            view.tag(i).is_some_and(|t| t.is_verb() || t == Tag::Auxiliary || t == Tag::Modal)
        })
}

/// Whether units `from..to` hold a finite verb of their own.
pub(super) fn is_clause(view: &View<'_>, from: usize, to: usize) -> bool {
    (from..to).any(|i| {
        matches!(view.tag(i), Some(Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast))
    })
}
