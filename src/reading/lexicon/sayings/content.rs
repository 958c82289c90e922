//! Where what is said begins and ends.

use super::Text;
use super::cue::{Takes, VERBS, Verb};
use super::noun::{self, end_of, is_adverb, is_nominal, is_time, subject_before};
use super::roles;
use super::view::View;
use crate::document::Span;
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
            _ if word == "that" && opens_clause(view, i) => {
                return if takes.any(clause) { found(i, cue_end, true) } else { None };
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
            _ if i > at && is_adverb(view, i) && view.tag(i) == Some(Tag::Adverb) => i += 1,
            _ if is_adverb(view, i) && !matches!(word, "both" | "all") => i += 1,
            _ if is_time(word) && !(i == at && takes.any(Takes::NOUN)) => i += 1,
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
                return if takes.any(Takes::INF | Takes::ORDER) {
                    found(i, cue_end, true)
                } else {
                    None
                };
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
                    end = (i + 2..view.len())
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
                    addressed = true;
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
        && matches!(view.tag(at + 1), None | Some(Tag::Stop | Tag::Comma))
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
        match view.tag(i) {
            Some(Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast) => return true,
            Some(Tag::Stop) => return false,
            Some(Tag::Subordinator) if i > at && view.word(i) != "that" => return false,
            _ => {}
        }
    }
    false
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
    let verbal = matches!(view.tag(i), Some(Tag::Verb | Tag::VerbPast | Tag::VerbParticiple));
    (verbal
        && VERBS
            .of(view.word(i))
            .any(|(v, f)| v.precision >= 0.3 && (f.past || f.third || f.plain)))
    .then_some(i)
}

/// The reporting verb that has a subject beginning at unit `from`, within a few units.
fn clause_cue(view: &View<'_>, from: usize) -> Option<usize> {
    (from + 1..(from + 30).min(view.len())).find(|&i| {
        matches!(view.tag(i), Some(Tag::Verb | Tag::VerbPast | Tag::VerbParticiple))
            && VERBS
                .of(view.word(i))
                .any(|(v, f)| v.precision >= 0.4 && (f.past || f.third || f.plain))
            && super::verb::group_start(view, i).is_some_and(|start| {
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
    for i in start + 1..len {
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
                if matches!(view.word(i), "while" | "though" | "although" | "whereas") =>
            {
                if clause_cue(view, i + 1).is_some() {
                    return i;
                }
            }
            Some(Tag::Preposition) if view.word(i) == "according" && view.word(i + 1) == "to" => {
                return i;
            }
            Some(Tag::Colon) if view.word(i) == ";" && clause_cue(view, i + 1).is_some() => {
                return i;
            }
            _ => {}
        }
    }
    len
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
    (cue_end, i)
}

/// Whether the words before unit `at` are a fronted adverbial and no content.
pub(super) fn only_adverbial(view: &View<'_>, from: usize, to: usize) -> bool {
    !(from..to).any(|i| view.is_quotation(i)) && !is_clause(view, from, to)
        || matches!(view.word(from), "asked" | "speaking" | "in" | "on" | "at")
            && (from..to).any(|i| roles::is_occasion(view.word(i)))
            && !(from..to).any(|i| view.is_quotation(i))
            && noun::start_of(view, to).is_some_and(|s| s <= from + 4)
}
