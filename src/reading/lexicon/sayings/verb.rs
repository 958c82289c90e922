//! Sayings with a reporting verb: before, behind and around what is said.

use super::complement::{complement, trailer};
use super::content::{self, pieces};
use super::cue::{Takes, VERBS};
use super::nonfinite::{infinitive, participle, passive};
use super::noun::{Phrase, is_nominal, phrase_after};
use super::subject::{is_adverb, shared_subject, subject_before};
use super::verb_group::{Group, Voice, denied, group, may_speak};
use super::view::{REACH, View};
use super::words::is_time;
use super::{Found, Text};
use crate::findings::Rule;
use crate::grammar::Tag;

/// Finds every saying with a reporting verb in one view.
pub(super) fn find(text: &Text<'_>, view: &View<'_>, found: &mut Vec<Found>) {
    let first = found.len();
    for head in 0..view.len() {
        let word = view.word(head);
        if !VERBS.has(word) {
            continue;
        }
        for (verb, forms) in VERBS.of(word) {
            let Some(group) = group(view, head, verb, forms) else { continue };
            let saying = match group.voice {
                Voice::Active => active(text, view, &group, &found[first..]),
                Voice::Passive => passive(text, view, &group),
                Voice::Ing => participle(text, view, &group, &found[first..]),
                Voice::Infinitive => infinitive(text, view, &group, &found[first..]),
            };
            if let Some(saying) = saying {
                found.push(saying);
                break;
            }
        }
    }
}

fn active(text: &Text<'_>, view: &View<'_>, group: &Group<'_>, before: &[Found]) -> Option<Found> {
    if let Some(found) = inverted(text, view, group) {
        return Some(found);
    }
    if denied(view, group) {
        return None;
    }
    let own = subject_before(view, group.from);
    let shared = own.is_none().then(|| shared_subject(view, group.from, before)).flatten();
    let source = own.or(shared)?;
    if !may_speak(view, &source, group) {
        return None;
    }
    let complement = complement(view, group.to, group.verb);
    // “…,” he said: what stands before wins over a bare clause behind.
    let quoted_before = own.is_some_and(|s| {
        let closes = |i: usize| view.is_quotation(i) && (view.ends_in_stop(i) || i == 0);
        s.from > 0
            && (closes(s.from - 1)
                || view.tag(s.from - 1) == Some(Tag::Comma)
                    && s.from > 1
                    && view.is_quotation(s.from - 2))
    });
    if let Some(complement) = complement
        && !(quoted_before
            && !complement.marked
            && !view.is_quotation(complement.start)
            && !group.verb.takes.any(Takes::QUOTING))
    {
        let mut end = content::end(view, complement.start);
        if matches!(view.word(group.from.wrapping_sub(1)), "who" | "which") {
            end = relative_end(view, complement.start, end);
        }
        let mut content = pieces(text, view, complement.start, end);
        let quoting = group.verb.takes.any(Takes::QUOTING)
            && source.from > 1
            && view.tag(source.from - 1) == Some(Tag::Comma);
        if quoting
            || quoted_before
                && (view.is_quotation(complement.start) || group.verb.takes.any(Takes::QUOTING))
        {
            let mut whole = pieces(text, view, left_start(view, source.from), source.from);
            whole.append(&mut content);
            content = whole;
        }
        if let Some(found) =
            Found::new(view, Some(source), (group.from, complement.cue_end), content, Rule("verb"))
        {
            return Some(found);
        }
    }
    trailing(text, view, group, own?)
}

/// Where a relative clause ends: at the comma behind which the main clause goes on.
fn relative_end(view: &View<'_>, from: usize, to: usize) -> usize {
    (from..to)
        .find(|&i| {
            view.tag(i) == Some(Tag::Comma)
                && matches!(
                    view.tag(i + 1),
                    Some(Tag::Auxiliary | Tag::Modal | Tag::VerbPast | Tag::Verb | Tag::Adverb)
                )
        })
        .unwrap_or(to)
}

/// “…,” said Ivan Petrov, head of the agency.
fn inverted(text: &Text<'_>, view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let head = group.head;
    if group.from != head || !group.verb.takes.any(Takes::QUOTE) || group.verb.particle.is_some() {
        return None;
    }
    let left = head.checked_sub(1)?;
    let quoted = view.is_quotation(left) || view.tag(left) == Some(Tag::Stop);
    let comma = view.tag(left) == Some(Tag::Comma);
    if !(quoted || comma) {
        return None;
    }
    let begins = is_nominal(view.tag(group.to))
        || matches!(
            view.tag(group.to),
            Some(Tag::Determiner | Tag::Adjective | Tag::Pronoun | Tag::Numeral)
        );
    if !begins || view.word(group.to) == "that" {
        return None;
    }
    if comma && !view.is_quotation(left.wrapping_sub(1)) {
        if group.verb.takes.any(Takes::PERSON) {
            return None;
        }
        // "Ana Lima, a nurse, said the ward": the comma closes an aside of the subject.
        let aside = subject_before(view, head).is_some_and(|s| {
            s.from == 0
                || matches!(
                    view.tag(s.from - 1),
                    Some(Tag::Conjunction | Tag::Subordinator | Tag::Colon)
                )
                || !content::is_clause(view, left_start(view, s.from), s.from)
        });
        if aside || !content::is_clause(view, left_start(view, left), left) {
            return None;
        }
    }
    let source = phrase_after(view, group.to)?;
    // A clause behind the noun phrase: the noun phrase was its subject.
    if matches!(view.tag(source.to), Some(Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast))
        && view.word(source.from) != "he"
    {
        return None;
    }
    let mut content = pieces(text, view, left_start(view, head), head);
    let mut next = source.to;
    while next < view.len() && (is_adverb(view, next) || is_time(view.word(next))) {
        next += 1;
    }
    if view.tag(next) == Some(Tag::Comma) && view.is_quotation(next + 1)
        || view.tag(next) == Some(Tag::Colon)
    {
        let end = content::end(view, next + 1);
        content.extend(pieces(text, view, next + 1, end));
    } else if view.is_quotation(next) {
        content.extend(pieces(text, view, next, content::end(view, next)));
    }
    Found::new(view, Some(source), (head, group.to), content, Rule("verb, inverted"))
}

/// Where content that stands before its cue begins.
fn left_start(view: &View<'_>, to: usize) -> usize {
    // A closed quotation right before: sentences before it in the same view are not part
    // of it, but words of the same sentence are.
    let mut start = to.saturating_sub(REACH);
    for i in (start..to).rev() {
        let stop = view.tag(i) == Some(Tag::Stop) && i + 1 < to;
        let semicolon = view.tag(i) == Some(Tag::Colon) && view.is_quotation(i + 1);
        if stop || semicolon {
            start = i + 1;
            break;
        }
    }
    start
}

/// "…, the ministry said." and "Five years ago, he said, the well was dry."
fn trailing(text: &Text<'_>, view: &View<'_>, group: &Group<'_>, source: Phrase) -> Option<Found> {
    if !group.verb.takes.any(Takes::QUOTE | Takes::BARE | Takes::THAT) || source.from == 0 {
        return None;
    }
    let before = source.from - 1;
    let open = matches!(view.tag(before), Some(Tag::Comma | Tag::Dash))
        || view.is_quotation(before)
        || matches!(view.tag(before), Some(Tag::Stop))
            && view.text(before).contains(['?', '!', '…']);
    let relative = matches!(view.word(before), "which" | "who" | "whom" | "what" | "that")
        || view.tag(before) == Some(Tag::Subordinator)
            && matches!(view.word(before), "as" | "that");
    if !open {
        return relative.then(|| relative_clause(text, view, group, source)).flatten();
    }
    let start = left_start(view, source.from);
    if !content::says_something(view, start, before + 1) && !view.is_quotation(before) {
        return parenthesis(text, view, group, source, start);
    }
    let (cue_end, next) = trailer(view, group.to, group.verb);
    let mut content = pieces(text, view, start, source.from);
    if view.tag(next) == Some(Tag::Comma) && next + 1 < view.len() {
        let right = next + 1;
        let resumes = view.is_quotation(right)
            || !content::is_clause(view, start, before)
                && !view.is_quotation(before)
                && !matches!(view.tag(right), Some(Tag::VerbIng | Tag::Conjunction));
        if resumes {
            content.extend(pieces(text, view, right, content::end(view, right)));
        }
    } else if view.is_quotation(next) {
        content.extend(pieces(text, view, next, content::end(view, next)));
    }
    let weak = group.verb.precision < 0.25 && !view.is_quotation(before);
    if weak {
        return None;
    }
    Found::new(view, Some(source), (group.from, cue_end), content, Rule("verb, trailing"))
}

/// "In Oslo, he said, the talks went on": words before that are no clause by themselves.
fn parenthesis(
    text: &Text<'_>,
    view: &View<'_>,
    group: &Group<'_>,
    source: Phrase,
    start: usize,
) -> Option<Found> {
    let (cue_end, next) = trailer(view, group.to, group.verb);
    if view.tag(next) != Some(Tag::Comma) || !group.verb.takes.any(Takes::BARE) {
        return None;
    }
    let right = next + 1;
    if right >= view.len() || matches!(view.tag(right), Some(Tag::VerbIng)) {
        return None;
    }
    let mut content = pieces(text, view, start, source.from);
    content.extend(pieces(text, view, right, content::end(view, right)));
    Found::new(view, Some(source), (group.from, cue_end), content, Rule("verb, parenthesis"))
}

/// "a system which he said was safe": what is said follows without a subject.
fn relative_clause(
    text: &Text<'_>,
    view: &View<'_>,
    group: &Group<'_>,
    source: Phrase,
) -> Option<Found> {
    if !matches!(
        group.verb.name,
        "say" | "claim" | "believe" | "describe" | "call" | "think" | "allege"
    ) {
        return None;
    }
    if group.to >= view.len() || matches!(view.tag(group.to), Some(Tag::Stop | Tag::Comma)) {
        return None;
    }
    let end = (group.to..view.len().min(group.to + REACH))
        .find(|&i| matches!(view.tag(i), Some(Tag::Comma | Tag::Stop)))
        .unwrap_or(view.len());
    let before = source.from - 1;
    let mut content = Vec::new();
    if matches!(view.word(before), "which" | "who" | "whom" | "that") {
        content.push(view.units[before].span);
    }
    content.extend(pieces(text, view, group.to, end));
    Found::new(view, Some(source), (group.from, group.to), content, Rule("verb, relative"))
}
