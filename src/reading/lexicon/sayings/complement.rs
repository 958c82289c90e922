//! What a reporting verb takes: where the content behind it begins.

use super::cue::{Takes, Verb};
use super::noun::{end_of, is_nominal};
use super::subject::is_adverb;
use super::view::View;
use super::words::is_time;
use crate::grammar::Tag;

/// Where the content behind a cue begins, and how far the cue itself reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Complement {
    pub(super) start: usize,
    /// One past the last unit of the cue: behind an addressee or a preposition.
    pub(super) cue_end: usize,
    /// Whether the content is a clause with "that" or stands behind a colon.
    pub(super) marked: bool,
}

/// How far behind a verb its complement is looked for.
const REACH: usize = 40;

/// The complement of `verb`, whose group ends before unit `at`.
pub(super) fn complement(view: &View<'_>, at: usize, verb: &Verb) -> Option<Complement> {
    let found = clause_or_object(view, at, verb);
    if found.is_none()
        && verb.takes.any(Takes::NOUN)
        && verb.takes.any(Takes::ORDER | Takes::PERSON)
        && end_of(view, at).is_some()
        && !is_pronoun(view, at)
    {
        // "urged restraint": an object, not an addressee.
        return Some(Complement { start: at, cue_end: at, marked: false });
    }
    found
}

/// Where a list of addressees ends that goes on at unit `at`: "Chile, Peru and others to".
fn list_end(view: &View<'_>, at: usize) -> Option<usize> {
    if !matches!(view.tag(at), Some(Tag::Comma | Tag::Conjunction)) {
        return None;
    }
    (at..(at + 16).min(view.len()))
        .find(|&i| {
            !(is_nominal(view.tag(i))
                || matches!(
                    view.tag(i),
                    Some(
                        Tag::Comma
                            | Tag::Conjunction
                            | Tag::Determiner
                            | Tag::Adjective
                            | Tag::Possessive
                    )
                ))
        })
        .filter(|&i| view.word(i) == "to" && view.tag(i - 1) != Some(Tag::Comma))
}

fn clause_or_object(view: &View<'_>, at: usize, verb: &Verb) -> Option<Complement> {
    let takes = verb.takes;
    let clause = Takes::THAT | Takes::BARE;
    let mut cue_end = at;
    let mut addressed = false;
    let mut i = at;
    let found = |start, cue_end, marked| Some(Complement { start, cue_end, marked });
    while i < view.len() && i < at + REACH {
        let word = view.word(i);
        if view.is_quotation(i) {
            return takes
                .any(clause | Takes::QUOTE | Takes::NOUN | Takes::AS | Takes::AS_NOUN | Takes::OF)
                .then_some(Complement { start: i, cue_end, marked: false });
        }
        match view.tag(i) {
            _ if word == "that" && opens_clause(view, i) && takes.any(clause) => {
                return found(i, cue_end, true);
            }
            Some(Tag::Colon) if word == ":" && i + 1 < view.len() => {
                return found(i + 1, cue_end, true);
            }
            Some(Tag::Comma) => {
                // "said, in a statement, that", "said, “…”", "wrote, however, that".
                if view.is_quotation(i + 1) || view.word(i + 1) == "that" {
                    i += 1;
                    continue;
                }
                let close =
                    (i + 1..(i + 12).min(view.len())).find(|&j| view.tag(j) == Some(Tag::Comma))?;
                if (view.word(close + 1) == "that" || view.is_quotation(close + 1))
                    && matches!(
                        view.tag(i + 1),
                        Some(Tag::Preposition | Tag::Adverb | Tag::VerbIng)
                    )
                {
                    i = close + 1;
                    continue;
                }
                return None;
            }
            Some(Tag::Stop | Tag::Dash | Tag::Colon) => return None,
            _ if takes.any(Takes::BARE)
                && (matches!(word, "more" | "fewer" | "less") && view.word(i + 1) == "than"
                    || view.tag(i) == Some(Tag::Adverb)
                        && view.tag(i + 1) == Some(Tag::Numeral))
                && (verb.name == "say" || has_finite(view, i)) =>
            {
                return found(i, cue_end, false);
            }
            _ if is_adverb(view, i)
                && !matches!(word, "both" | "all")
                && !(word == "not" && view.word(i + 1) == "to") =>
            {
                i += 1;
            }
            _ if is_time(word) => i += 1,
            Some(Tag::Determiner | Tag::Adjective)
                if matches!(word, "last" | "this" | "late" | "early" | "next")
                    && is_time(view.word(i + 1)) =>
            {
                i += 2;
            }
            _ if verb.prepositions.contains(&word) => {
                return (i + 1 < view.len()).then_some(Complement {
                    start: i + 1,
                    cue_end: i + 1,
                    marked: false,
                });
            }
            _ if word == "to" && view.tag(i + 1).is_some_and(is_plain_verb) => {
                let order = takes.any(Takes::ORDER) && addressed;
                return if takes.any(Takes::INF) || order { found(i, cue_end, true) } else { None };
            }
            _ if word == "not" && view.word(i + 1) == "to" => {
                let order = takes.any(Takes::ORDER) && addressed;
                return if takes.any(Takes::INF) || order { found(i, cue_end, true) } else { None };
            }
            _ if matches!(
                word,
                "how" | "what" | "why" | "whether" | "when" | "where" | "who" | "if"
            ) =>
            {
                return if takes.any(Takes::WH) || addressed && takes.any(Takes::THAT) {
                    found(i, cue_end, false)
                } else {
                    None
                };
            }
            _ if word == "as" && takes.any(Takes::AS) && i == at => {
                return found(i, cue_end, false);
            }
            Some(Tag::Preposition | Tag::To) => {
                if matches!(word, "because" | "if" | "by" | "than") {
                    return None;
                }
                let mut end = end_of(view, i + 1)?;
                if word == "on" && view.word(i + 1) == "condition" {
                    end = (i + 2..view.len().min(i + REACH))
                        .find(|&j| {
                            matches!(view.tag(j), Some(Tag::Comma | Tag::Subordinator | Tag::Stop))
                                || view.is_quotation(j)
                        })
                        .unwrap_or(end);
                }
                i = end;
            }
            Some(Tag::VerbIng) => {
                if takes.any(Takes::ING) || takes.any(Takes::BARE) && has_finite(view, i) {
                    return found(i, cue_end, false);
                }
                return None;
            }
            Some(Tag::Subordinator)
                if matches!(
                    word,
                    "as" | "while"
                        | "after"
                        | "before"
                        | "when"
                        | "because"
                        | "since"
                        | "although"
                        | "though"
                        | "amid"
                        | "following"
                        | "until"
                        | "despite"
                ) && !matches!(view.word(i + 1), "many" | "much" | "few" | "little") =>
            {
                return None;
            }
            Some(
                Tag::Pronoun
                | Tag::Determiner
                | Tag::Noun
                | Tag::ProperNoun
                | Tag::Numeral
                | Tag::Adjective
                | Tag::Subordinator
                | Tag::Possessive
                | Tag::VerbParticiple
                | Tag::Symbol
                | Tag::Bracket
                | Tag::Conjunction,
            ) => {
                let bare_first = takes.any(Takes::BARE) && verb.name != "tell";
                if takes.any(Takes::PERSON | Takes::ORDER)
                    && !addressed
                    && i == at
                    && let Some(end) = end_of(view, i)
                    && !(bare_first && subject_like(view, end))
                {
                    if verb.name == "order" && !matches!(view.word(end), "to" | "not" | "that") {
                        return found(i, cue_end, false);
                    }
                    addressed = true;
                    let end = list_end(view, end).unwrap_or(end);
                    cue_end = end;
                    i = end;
                    continue;
                }
                return object(view, i, verb, addressed).then_some(Complement {
                    start: i,
                    cue_end,
                    marked: false,
                });
            }
            Some(Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast) => {
                // "has been called": the object stands in front of it.
                return None;
            }
            _ => return None,
        }
    }
    None
}

/// Whether a finite verb directly follows, so that what went before is its subject.
fn subject_like(view: &View<'_>, end: usize) -> bool {
    matches!(view.tag(end), Some(Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast))
        || (is_adverb(view, end)
            && matches!(
                view.tag(end + 1),
                Some(Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast)
            ))
}

fn is_plain_verb(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Verb | Tag::Auxiliary | Tag::VerbPast | Tag::VerbParticiple | Tag::Noun | Tag::Adverb
    )
}

/// Whether "that" at unit `at` opens a clause rather than standing for a thing.
fn opens_clause(view: &View<'_>, at: usize) -> bool {
    view.tag(at) == Some(Tag::Subordinator)
        || at + 2 < view.len()
            && !matches!(
                view.tag(at + 1),
                Some(Tag::Auxiliary | Tag::Modal | Tag::VerbPast | Tag::Stop | Tag::Comma)
            )
}

/// Whether what begins at unit `at` can be the verb's content: a bare clause, or an object
/// of the kind the verb takes.
fn object(view: &View<'_>, at: usize, verb: &Verb, addressed: bool) -> bool {
    let takes = verb.takes;
    let word = view.word(at);
    if matches!(word, "so" | "nothing" | "goodbye" | "it" | "this" | "that")
        && (at + 1 >= view.len() || matches!(view.tag(at + 1), Some(Tag::Stop | Tag::Comma)))
    {
        return false;
    }
    if takes.any(Takes::BARE) || addressed && takes.any(Takes::THAT) {
        if matches!(verb.name, "say") {
            return true;
        }
        if has_finite(view, at) {
            return true;
        }
    }
    let soon = |wanted: &str| {
        (at..(at + 18).min(view.len()))
            .take_while(|&i| !matches!(view.tag(i), Some(Tag::Stop)))
            .any(|i| view.word(i) == wanted)
    };
    if takes.any(Takes::NOUN) {
        return !(matches!(word, "him" | "her" | "them" | "us" | "me")
            && takes.any(Takes::AS)
            && !soon("as"))
            && (verb.precision > 0.3 || !is_pronoun(view, at));
    }
    if takes.any(Takes::AS) && soon("as") {
        return true;
    }
    if takes.any(Takes::OF) && soon("of") {
        return true;
    }
    if takes.any(Takes::NOUN_WITH) && (soon("to") || soon("with")) {
        return true;
    }
    if takes.any(Takes::NOUN_TO) && soon("to") {
        return true;
    }
    if takes.any(Takes::AS_NOUN) {
        let Some(end) = end_of(view, at) else { return false };
        return view.is_quotation(end)
            || matches!(view.tag(end), Some(Tag::Determiner | Tag::Adjective | Tag::Noun))
            || matches!(view.word(at), "for");
    }
    false
}

fn is_pronoun(view: &View<'_>, at: usize) -> bool {
    view.tag(at) == Some(Tag::Pronoun)
}

/// Whether a finite verb follows unit `at` before the sentence or its clause ends.
fn has_finite(view: &View<'_>, at: usize) -> bool {
    for i in at..(at + REACH).min(view.len()) {
        if view.is_quotation(i) {
            return true;
        }
        match view.tag(i) {
            Some(Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast) => return true,
            Some(Tag::Stop) => return false,
            Some(Tag::Subordinator) if i > at && view.word(i) != "that" => return false,
            _ => {}
        }
    }
    false
}

/// Skips the addressee and adverbials behind a trailing cue: "he told reporters in Oslo on
/// Monday". Returns where the cue ends and where the skipped words end.
pub(super) fn trailer(view: &View<'_>, at: usize, verb: &Verb) -> (usize, usize) {
    let mut cue_end = at;
    let mut i = at;
    if verb.takes.any(Takes::PERSON | Takes::ORDER)
        && let Some(end) = end_of(view, i)
    {
        cue_end = end;
        i = end;
    }
    (cue_end, after_adverbials(view, i))
}

/// Where adverbs, words of time and prepositional phrases end that begin at unit `at`.
pub(super) fn after_adverbials(view: &View<'_>, at: usize) -> usize {
    let mut i = at;
    let limit = (at + REACH).min(view.len());
    while i < limit {
        if is_adverb(view, i) || is_time(view.word(i)) {
            i += 1;
        } else if matches!(view.tag(i), Some(Tag::Preposition | Tag::To)) {
            match end_of(view, i + 1) {
                Some(end) => i = end,
                None => break,
            }
        } else if matches!(view.word(i), "late" | "early" | "last" | "this")
            && is_time(view.word(i + 1))
        {
            i += 2;
        } else {
            break;
        }
    }
    i
}
