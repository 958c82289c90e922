//! Noun phrases beside a cue: its subject before it, or behind it when inverted.

use super::subject::{PARENTHESIS, is_adverb};
use super::view::View;
use super::words::{self, is_pronoun_subject, is_time};
use crate::document::Span;
use crate::grammar::Tag;

/// A source: the noun phrase with its appositives, and the units it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) span: Span,
    /// First unit.
    pub(super) from: usize,
    /// One past the last unit.
    pub(super) to: usize,
}

/// The longest plain noun phrase, in units.
const LONGEST: usize = 60;

/// Whether the word can be the head of a noun phrase.
pub(super) fn is_nominal(tag: Option<Tag>) -> bool {
    matches!(tag, Some(Tag::Noun | Tag::ProperNoun | Tag::Numeral))
}

/// The start of the noun phrase that ends before unit `end`, or none if no noun ends there.
pub(super) fn start_of(view: &View<'_>, end: usize) -> Option<usize> {
    if end == 0 {
        return None;
    }
    let head = end - 1;
    let word = view.word(head);
    let capitals = matches!(view.text(head), "WHO" | "IT" | "US");
    if !capitals && (view.tag(head) == Some(Tag::Pronoun) || is_pronoun_subject(word)) {
        // "some of them", "those who fled" do not end in these words.
        let mut start = head;
        if matches!(word, "others" | "one" | "many" | "some" | "most" | "few") {
            while start > 0 && matches!(view.tag(start - 1), Some(Tag::Determiner | Tag::Adjective))
            {
                start -= 1;
            }
        }
        if matches!(word, "them" | "us" | "him" | "me") {
            if start > 1 && view.word(start - 1) == "of" {
                return start_of(view, start - 1);
            }
            return None;
        }
        return Some(start);
    }
    let closing = view.tag(head) == Some(Tag::Bracket) && matches!(word, ")" | "]");
    let quoted = view.is_quotation(head);
    let possessive = view.tag(head) == Some(Tag::Possessive);
    if !(is_nominal(view.tag(head))
        || capitals
        || closing
        || quoted
        || possessive
        || matches!(view.tag(head), Some(Tag::Adjective | Tag::VerbIng)))
    {
        return None;
    }
    if quoted && view.ends_in_stop(head) {
        return None;
    }
    let mut at = head;
    if closing {
        while at > 0 && end - at < LONGEST && !matches!(view.word(at), "(" | "[") {
            at -= 1;
        }
        if at == 0 || end - at >= LONGEST {
            return None;
        }
    }
    // The best start so far: a place where the phrase may begin.
    let mut start = at;
    while at > 0 && end - at < LONGEST {
        let left = at - 1;
        let word = view.word(left);
        let tag = view.tag(left);
        if is_pronoun_subject(word)
            && !matches!(
                word,
                "one"
                    | "some"
                    | "many"
                    | "several"
                    | "few"
                    | "most"
                    | "those"
                    | "these"
                    | "this"
                    | "that"
                    | "another"
                    | "both"
                    | "each"
                    | "all"
            )
        {
            break;
        }
        let step = match tag {
            Some(Tag::Noun | Tag::ProperNoun | Tag::Numeral) => true,
            Some(Tag::Determiner | Tag::Adjective) => {
                // "the ship the army": a determiner ends what it begins.
                true
            }
            Some(Tag::Possessive) => true,
            Some(Tag::VerbParticiple | Tag::VerbIng) => {
                // "armed men": before a noun; "officials speaking to us": after one.
                let modifies =
                    matches!(view.tag(at), Some(Tag::Noun | Tag::ProperNoun | Tag::Adjective))
                        && (left == 0
                            || matches!(
                                view.tag(left - 1),
                                Some(
                                    Tag::Determiner
                                        | Tag::Adjective
                                        | Tag::Numeral
                                        | Tag::Possessive
                                        | Tag::Comma
                                )
                            ));
                let follows = left > 0
                    && (is_nominal(view.tag(left - 1))
                        || view.tag(left) == Some(Tag::VerbIng)
                            && view.tag(left - 1) == Some(Tag::Preposition));
                modifies || follows
            }
            Some(Tag::Preposition | Tag::To) => {
                left > 0
                    && word != "than"
                    && (is_nominal(view.tag(left - 1))
                        || view.word(left - 1) == ")"
                        || matches!(
                            view.tag(left - 1),
                            Some(Tag::VerbParticiple | Tag::VerbIng | Tag::Adjective)
                        )
                        || matches!(
                            view.word(left - 1),
                            "those"
                                | "some"
                                | "many"
                                | "one"
                                | "most"
                                | "several"
                                | "few"
                                | "all"
                                | "none"
                                | "each"
                                | "out"
                                | "both"
                        ))
            }
            Some(Tag::Conjunction) => {
                matches!(word, "and" | "or" | "&")
                    && left > 0
                    && is_nominal(view.tag(left - 1))
                    && !verb_left_of(view, left)
            }
            Some(Tag::Bracket) => matches!(word, ")" | "("),
            Some(Tag::Adverb) => {
                matches!(
                    word,
                    "most"
                        | "more"
                        | "about"
                        | "nearly"
                        | "almost"
                        | "newly"
                        | "recently"
                        | "highly"
                        | "closely"
                        | "well"
                )
            }
            Some(Tag::Dash) => view.glued(left) || view.glued(left + 1),
            Some(Tag::Symbol) => matches!(word, "&" | "/" | "@" | "$" | "#" | "-"),
            None => view.is_quotation(left) && !view.ends_in_stop(left),
            _ => false,
        };
        if !step {
            break;
        }
        at = left;
        let opens = matches!(
            view.tag(at),
            Some(
                Tag::Noun
                    | Tag::ProperNoun
                    | Tag::Numeral
                    | Tag::Determiner
                    | Tag::Adjective
                    | Tag::Symbol
                    | Tag::VerbParticiple
                    | Tag::VerbIng
            )
        ) || view.is_quotation(at)
            || matches!(view.word(at), "some" | "those" | "most");
        if opens {
            start = at;
        }
    }
    Some(strip_lead(view, start, end))
}

/// Whether a finite verb stands between the last comma or clause opening and unit `at`.
fn verb_left_of(view: &View<'_>, at: usize) -> bool {
    for left in (at.saturating_sub(12)..at).rev() {
        match view.tag(left) {
            Some(Tag::Comma | Tag::Subordinator | Tag::Colon | Tag::Dash | Tag::Stop) => {
                return false;
            }
            tag if is_finite(tag) => return true,
            _ => {}
        }
    }
    false
}

/// Drops what cannot begin a source: a leading time ("Monday the army"), an adverb.
fn strip_lead(view: &View<'_>, mut start: usize, end: usize) -> usize {
    while start + 1 < end
        && (is_time(view.word(start))
            && matches!(
                view.tag(start + 1),
                Some(Tag::Determiner | Tag::ProperNoun | Tag::Pronoun)
            )
            || (view.tag(start) == Some(Tag::Adverb)
                && !matches!(view.word(start), "about" | "nearly" | "almost" | "most" | "more")))
    {
        start += 1;
    }
    start
}

/// The end of the plain noun phrase that begins at unit `from`, or none if none begins.
pub(super) fn end_of(view: &View<'_>, from: usize) -> Option<usize> {
    let mut at = from;
    if view.tag(at) == Some(Tag::Pronoun) {
        return Some(at + 1);
    }
    while matches!(view.tag(at), Some(Tag::Determiner)) {
        at += 1;
    }
    let mut end = None;
    let mut lower_noun = false;
    while at < view.len().min(from + LONGEST) {
        let word = view.word(at);
        match view.tag(at) {
            Some(Tag::ProperNoun) => {
                // "told reporters Ukraine would": a name after a plural begins anew.
                if lower_noun && view.word(at - 1).ends_with('s') && end == Some(at) {
                    break;
                }
                at += 1;
                end = Some(at);
            }
            tag if matches!(tag, Some(Tag::Noun | Tag::Numeral))
                || tag.is_some() && words::is_person_noun(word) =>
            {
                if is_time(word) && end.is_some() {
                    break;
                }
                lower_noun = true;
                at += 1;
                end = Some(at);
            }
            Some(Tag::Possessive) if end.is_some() => at += 1,
            Some(Tag::Adjective | Tag::VerbParticiple | Tag::VerbIng)
                if end.is_none() || matches!(view.tag(at - 1), Some(Tag::Possessive)) =>
            {
                at += 1;
            }
            Some(Tag::Determiner)
                if at > from
                    && matches!(view.word(at - 1), "of" | "for" | "in" | "at" | "from" | "'s") =>
            {
                at += 1;
            }
            Some(Tag::Adverb) if end.is_none() => at += 1,
            Some(Tag::Preposition) if end == Some(at) && matches!(word, "of") => at += 1,
            Some(Tag::Symbol) if matches!(word, "&" | "@" | "-" | "/" | "#") => at += 1,
            Some(Tag::Dash) if view.glued(at) && view.glued(at + 1) => at += 1,
            None if view.is_quotation(at) && !view.ends_in_stop(at) && end.is_none() => {
                at += 1;
                end = Some(at);
            }
            _ => break,
        }
    }
    end
}

/// The long noun phrase that begins at unit `from`: with its prepositional phrases,
/// participles and appositives, as a source stands behind "said" or "according to".
pub(super) fn phrase_after(view: &View<'_>, from: usize) -> Option<Phrase> {
    let first = view.word(from);
    if matches!(view.tag(from), Some(Tag::Pronoun)) || matches!(first, "he" | "she" | "they" | "it")
    {
        return Some(Phrase { span: view.span(from, from + 1), from, to: from + 1 });
    }
    let mut to = extend(view, from, end_of(view, from)?);
    // Appositives: ", head of the agency", ", 42", ", a doctor".
    let mut rounds = 0;
    while view.tag(to) == Some(Tag::Comma) && rounds < 4 {
        let begin = to + 1;
        let word = view.word(begin);
        let role = (begin..(begin + 12).min(view.len()))
            .take_while(|&i| !matches!(view.tag(i), Some(Tag::Comma | Tag::Stop | Tag::Colon)))
            .any(|i| words::is_person_noun(view.word(i)));
        let name = view.tag(begin) == Some(Tag::ProperNoun)
            && !(from..to).all(|i| view.tag(i) == Some(Tag::ProperNoun));
        let age = view.tag(begin) == Some(Tag::Numeral)
            && matches!(view.tag(begin + 1), None | Some(Tag::Comma | Tag::Stop));
        let party = matches!(word, "r-ky" | "d-calif")
            || (word.starts_with("r-") || word.starts_with("d-")) && word.len() < 10;
        let starts = is_nominal(view.tag(begin))
            || matches!(view.tag(begin), Some(Tag::Determiner | Tag::Adjective));
        if !(age || party || starts && (role || name)) || is_time(word) {
            break;
        }
        let Some(end) = end_of(view, begin) else { break };
        let end = extend(view, begin, end);
        // A finite verb behind it: a new clause, not an appositive.
        if is_finite(view.tag(end)) || is_finite(view.tag(end + 1)) && is_adverb(view, end) {
            break;
        }
        to = end;
        rounds += 1;
    }
    Some(Phrase { span: view.span(from, to), from, to })
}

/// Extends a noun phrase over prepositional phrases, brackets, "and" and participles.
fn extend(view: &View<'_>, from: usize, mut to: usize) -> usize {
    let limit = (to + PARENTHESIS).min(view.len());
    loop {
        let word = view.word(to);
        let next = match view.tag(to) {
            Some(Tag::Preposition | Tag::To)
                if !matches!(
                    word,
                    "after"
                        | "before"
                        | "during"
                        | "since"
                        | "until"
                        | "as"
                        | "because"
                        | "amid"
                        | "following"
                        | "despite"
                        | "through"
                ) && !is_time(view.word(to + 1))
                    && !is_time(view.word(to + 2)) =>
            {
                // "in a statement", "at a news conference" tell how, not who.
                if (to + 1..to + 5)
                    .take_while(|&i| i < view.len())
                    .any(|i| words::is_occasion(view.word(i)))
                {
                    None
                } else {
                    end_of(view, to + 1)
                }
            }
            Some(Tag::Conjunction) if matches!(word, "and" | "&") => {
                end_of(view, to + 1).filter(|&e| {
                    !is_finite(view.tag(e)) && !is_adverb(view, e) && view.tag(e) != Some(Tag::To)
                })
            }
            Some(Tag::VerbParticiple | Tag::VerbIng)
                if to > from
                    && matches!(
                        word,
                        "familiar"
                            | "based"
                            | "known"
                            | "involved"
                            | "briefed"
                            | "released"
                            | "published"
                            | "posted"
                            | "conducted"
                            | "obtained"
                            | "seen"
                            | "cited"
                            | "quoted"
                            | "interviewed"
                            | "monitoring"
                            | "representing"
                    ) =>
            {
                match view.tag(to + 1) {
                    Some(Tag::Preposition | Tag::To) => end_of(view, to + 2),
                    _ => end_of(view, to + 1),
                }
            }
            Some(Tag::Adjective)
                if matches!(word, "familiar" | "close")
                    && matches!(view.tag(to + 1), Some(Tag::Preposition | Tag::To)) =>
            {
                end_of(view, to + 2)
            }
            Some(Tag::Bracket) if matches!(word, "(" | "[") => {
                (to + 1..limit).find(|&i| matches!(view.word(i), ")" | "]")).map(|i| i + 1)
            }
            _ => None,
        };
        match next {
            Some(next) if next > to && next <= limit => to = next,
            _ => return to,
        }
    }
}

pub(super) fn is_finite(tag: Option<Tag>) -> bool {
    matches!(tag, Some(Tag::Verb | Tag::VerbPast | Tag::Auxiliary | Tag::Modal))
}
