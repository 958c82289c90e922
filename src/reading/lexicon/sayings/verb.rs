//! Sayings with a reporting verb: before, behind and around what is said.

use super::content::{self, complement, pieces, trailer};
use super::cue::{Forms, Takes, VERBS, Verb};
use super::noun::{Phrase, is_adverb, is_nominal, phrase_after, start_of, subject_before};
use super::roles;
use super::view::View;
use super::{Found, Text};
use crate::findings::Rule;
use crate::grammar::Tag;

/// A verb group around a reporting verb.
#[derive(Clone, Copy, Debug)]
struct Group<'v> {
    verb: &'v Verb,
    /// First auxiliary, or the verb.
    from: usize,
    head: usize,
    /// One past the verb and its particle.
    to: usize,
    voice: Voice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    Active,
    Passive,
    Ing,
    Infinitive,
}

fn is_be(word: &str) -> bool {
    matches!(
        word,
        "is" | "are" | "was" | "were" | "be" | "been" | "being" | "'s" | "'re" | "am" | "'m"
    )
}

fn is_auxiliary(view: &View<'_>, at: usize) -> bool {
    matches!(view.tag(at), Some(Tag::Auxiliary | Tag::Modal))
        || matches!(view.word(at), "'ve" | "'d" | "'ll" | "n't" | "not" | "never" | "cannot")
}

/// The first unit of the verb group whose verb is unit `head`: auxiliaries and what stands
/// between them. None if a "to" makes it an infinitive.
pub(super) fn group_start(view: &View<'_>, head: usize) -> Option<usize> {
    let mut start = head;
    let mut at = head;
    while at > 0 && head - at < 8 {
        if is_auxiliary(view, at - 1) {
            at -= 1;
            start = at;
        } else if is_adverb(view, at - 1) {
            at -= 1;
        } else {
            break;
        }
    }
    (view.word(start.saturating_sub(1)) != "to" || start == 0).then_some(start)
}

fn group<'v>(view: &View<'_>, head: usize, verb: &'v Verb, forms: Forms) -> Option<Group<'v>> {
    let to = match verb.particle {
        Some(particle) if view.word(head + 1) == particle => head + 2,
        Some(_) => return None,
        None => head + 1,
    };
    let tag = view.tag(head)?;
    let sure =
        matches!(view.word(head), "said" | "says" | "say" | "told" | "tells" | "added" | "wrote");
    if !(tag.is_verb() || sure) {
        return None;
    }
    let Some(from) = group_start(view, head) else {
        return Some(Group { verb, from: head, head, to, voice: Voice::Infinitive });
    };
    let mut be = false;
    let mut other = false;
    for i in from..head {
        let word = view.word(i);
        if is_be(word) && is_auxiliary(view, i) {
            be = true;
        } else if is_auxiliary(view, i) && !matches!(word, "not" | "n't" | "never") {
            other = true;
        }
    }
    let voice = if be && (forms.participle || forms.past) && !forms.ing {
        Voice::Passive
    } else if forms.ing && !be {
        Voice::Ing
    } else if !be
        && !other
        && (forms.participle && verb.takes.any(Takes::PASSIVE))
        && view.word(to) == "to"
        && !matches!(verb.name, "claim" | "expect" | "hope")
        && is_nominal(view.tag(head.wrapping_sub(1)))
    {
        Voice::Passive
    } else if view.word(from) == "being" {
        Voice::Passive
    } else {
        Voice::Active
    };
    Some(Group { verb, from, head, to, voice })
}

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
    let own = subject_before(view, group.from);
    let shared = own.is_none().then(|| shared_subject(view, group.from, before)).flatten();
    let source = own.or(shared)?;
    if !may_speak(view, &source, group) {
        return None;
    }
    let complement = complement(view, group.to, group.verb);
    // “…,” he said: what stands before wins over a bare clause behind.
    let quoted_before = own.is_some_and(|s| {
        s.from > 0
            && (view.is_quotation(s.from - 1) && view.ends_in_stop(s.from - 1)
                || view.tag(s.from - 1) == Some(Tag::Comma)
                    && s.from > 1
                    && view.is_quotation(s.from - 2))
    });
    if let Some(complement) = complement
        && !(quoted_before && !complement.marked && !view.is_quotation(complement.start))
    {
        let end = content::end(view, complement.start);
        let mut content = pieces(text, view, complement.start, end);
        if quoted_before && view.is_quotation(complement.start) {
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
        // "Ana Lima, a nurse, said the ward": the comma closes an aside of the subject.
        let aside = subject_before(view, head).is_some_and(|s| {
            s.from == 0
                || matches!(
                    view.tag(s.from - 1),
                    Some(Tag::Conjunction | Tag::Subordinator | Tag::Colon)
                )
                || !content::is_clause(view, 0, s.from)
        });
        if aside || !content::is_clause(view, 0, left) {
            return None;
        }
    }
    let source = phrase_after(view, group.to)?;
    // A clause behind the noun phrase: the noun phrase was its subject.
    if matches!(view.tag(source.to), Some(Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast))
        && !quoted
    {
        return None;
    }
    let mut content = pieces(text, view, left_start(view, head), head);
    let mut next = source.to;
    while next < view.len() && (is_adverb(view, next) || super::noun::is_time(view.word(next))) {
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
    let mut start = 0;
    for i in (0..to).rev() {
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
    let relative = matches!(view.word(before), "which" | "who" | "what" | "that")
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
    let end = (group.to..view.len())
        .find(|&i| matches!(view.tag(i), Some(Tag::Comma | Tag::Stop)))
        .unwrap_or(view.len());
    let before = source.from - 1;
    let mut content = Vec::new();
    if matches!(view.word(before), "which" | "who" | "that") {
        content.push(view.units[before].span);
    }
    content.extend(pieces(text, view, group.to, end));
    Found::new(view, Some(source), (group.from, group.to), content, Rule("verb, relative"))
}

/// ", saying that …": the subject is that of the clause before, or the noun just before.
fn participle(
    text: &Text<'_>,
    view: &View<'_>,
    group: &Group<'_>,
    before: &[Found],
) -> Option<Found> {
    if group.verb.precision < 0.3 {
        return None;
    }
    let complement = complement(view, group.to, group.verb)?;
    let left = super::noun::before_adverbials(view, group.from);
    let near = if left > 0 && is_nominal(view.tag(left - 1)) { start_of(view, left) } else { None };
    let source = match near {
        Some(from) if from > 0 && view.word(from - 1) == "with" => {
            subject_before(view, group.from)?
        }
        Some(from)
            if (from..left).any(|i| {
                roles::is_person_noun(view.word(i)) || view.tag(i) == Some(Tag::ProperNoun)
            }) && !roles::is_occasion(view.word(left - 1)) =>
        {
            subject_before(view, group.from)?
        }
        _ => shared_subject(view, group.from, before)?,
    };
    if !may_speak(view, &source, group) {
        return None;
    }
    let end = content::end(view, complement.start);
    let content = pieces(text, view, complement.start, end);
    Found::new(
        view,
        Some(source),
        (group.from, complement.cue_end),
        content,
        Rule("verb, participle"),
    )
}

/// "came to warn that": only strong verbs, and not what somebody refused to say.
fn infinitive(
    text: &Text<'_>,
    view: &View<'_>,
    group: &Group<'_>,
    before: &[Found],
) -> Option<Found> {
    if group.verb.precision < 0.6 || group.head < 2 {
        return None;
    }
    let governor = view.word(group.head - 2);
    if !matches!(
        governor,
        "on" | "continued"
            | "continues"
            | "appeared"
            | "appears"
            | "seemed"
            | "seems"
            | "forced"
            | "twitter"
            | "facebook"
    ) {
        return None;
    }
    let complement = complement(view, group.to, group.verb)?;
    let source = shared_subject(view, group.head - 1, before)?;
    let end = content::end(view, complement.start);
    let content = pieces(text, view, complement.start, end);
    Found::new(
        view,
        Some(source),
        (group.head, complement.cue_end),
        content,
        Rule("verb, infinitive"),
    )
}

/// "is believed to be alive", "it is said that", "was seen as a threat".
fn passive(text: &Text<'_>, view: &View<'_>, group: &Group<'_>) -> Option<Found> {
    let verb = group.verb;
    let mut at = group.to;
    let mut source = None;
    if view.word(at) == "by" {
        let by = phrase_after(view, at + 1)?;
        at = by.to;
        source = Some(by);
    }
    let subject = subject_before(view, group.from);
    let cue = (group.from, group.to);
    if verb.takes.any(Takes::PASSIVE) {
        if view.word(at) == "that"
            && subject.is_none_or(|s| view.word(s.from) == "it" && s.to == s.from + 1)
        {
            let content = pieces(text, view, at, content::end(view, at));
            return Found::new(view, source, cue, content, Rule("passive, it"));
        }
        if view.word(at) == "to" && !matches!(verb.name, "claim") {
            let mut content = Vec::new();
            if let Some(subject) = subject {
                content.push(subject.span);
            }
            let end = passive_end(view, at);
            content.extend(pieces(text, view, at, end));
            return Found::new(view, source, cue, content, Rule("passive"));
        }
    }
    if verb.takes.any(Takes::PASSIVE_AS) && view.word(at) == "as" {
        let mut content: Vec<_> = subject.map(|s| s.span).into_iter().collect();
        content.extend(pieces(text, view, at, passive_end(view, at)));
        if verb.name == "identify" {
            return None;
        }
        return Found::new(view, source, cue, content, Rule("passive, as"));
    }
    None
}

fn passive_end(view: &View<'_>, from: usize) -> usize {
    let hard = content::end(view, from);
    (from..hard)
        .find(|&i| {
            view.tag(i) == Some(Tag::Comma)
                && matches!(
                    view.tag(i + 1),
                    Some(Tag::Conjunction | Tag::Subordinator | Tag::VerbIng | Tag::Pronoun)
                )
        })
        .unwrap_or(hard)
}

/// The subject of the clause before: that of the last saying in the sentence, else of its
/// first finite verb.
pub(super) fn shared_subject(view: &View<'_>, at: usize, before: &[Found]) -> Option<Phrase> {
    if let Some(last) = before.iter().rev().find(|f| f.cue_from < at && f.source.is_some()) {
        return last.source;
    }
    (1..at)
        .filter(|&i| {
            matches!(view.tag(i), Some(Tag::VerbPast | Tag::Verb | Tag::Auxiliary | Tag::Modal))
        })
        .take(4)
        .find_map(|i| group_start(view, i).and_then(|start| subject_before(view, start)))
}

/// Whether the phrase can be the source of this verb: evidence for "show", nobody for
/// "there" and "what".
fn may_speak(view: &View<'_>, source: &Phrase, group: &Group<'_>) -> bool {
    let head = (source.from..source.to)
        .take_while(|&i| !matches!(view.tag(i), Some(Tag::Preposition | Tag::Comma)))
        .last()
        .unwrap_or(source.from);
    let word = view.word(head);
    if matches!(word, "there" | "what" | "that" | "this" | "these" | "experience" | "history") {
        return false;
    }
    if source.to - source.from == 1 && super::noun::is_time(word) {
        return false;
    }
    if group.verb.takes.any(Takes::EVIDENCE) {
        return roles::is_evidence(word)
            || (source.from..source.to).any(|i| roles::is_evidence(view.word(i)));
    }
    if word == "it" || word == "which" {
        return group.verb.precision > 0.5;
    }
    true
}
