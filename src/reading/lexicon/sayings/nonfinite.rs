//! Sayings whose reporting verb is a participle, an infinitive or a passive.

use super::complement::complement;
use super::content::{self, pieces};
use super::cue::Takes;
use super::noun::{is_nominal, phrase_after, start_of};
use super::subject::{before_adverbials, shared_subject, subject_before};
use super::verb_group::{Group, group_start, may_speak};
use super::view::View;
use super::words;
use super::{Found, Text};
use crate::findings::Rule;
use crate::grammar::Tag;

/// ", saying that …": the subject is that of the clause before, or the noun just before.
pub(super) fn participle(
    text: &Text<'_>,
    view: &View<'_>,
    group: &Group<'_>,
    before: &[Found],
) -> Option<Found> {
    if view.word(group.head.wrapping_sub(1)) == "as" {
        return None;
    }
    if group.verb.precision < 0.3 || group.verb.takes.any(Takes::CITE | Takes::QUOTING) {
        return None;
    }
    let complement = complement(view, group.to, group.verb)?;
    let left = before_adverbials(view, group.from);
    let near = if left > 0 && is_nominal(view.tag(left - 1)) { start_of(view, left) } else { None };
    let source = match near {
        Some(from) if from > 0 && view.word(from - 1) == "with" => {
            subject_before(view, group.from)?
        }
        Some(from)
            if (from..left).any(|i| {
                words::is_person_noun(view.word(i)) || view.tag(i) == Some(Tag::ProperNoun)
            }) && !words::is_occasion(view.word(left - 1)) =>
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
pub(super) fn infinitive(
    text: &Text<'_>,
    view: &View<'_>,
    group: &Group<'_>,
    before: &[Found],
) -> Option<Found> {
    if group.head < 2 {
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
            | "appear"
            | "seem"
            | "forced"
            | "twitter"
            | "facebook"
    ) {
        return None;
    }
    let seems = matches!(governor, "appeared" | "appears" | "seemed" | "seems" | "appear" | "seem");
    let shows = seems && group.verb.takes.any(Takes::EVIDENCE);
    if group.verb.precision < 0.6 && !shows {
        return None;
    }
    let complement = complement(view, group.to, group.verb)?;
    let source = match group_start(view, group.head - 2).and_then(|at| subject_before(view, at)) {
        Some(subject) => subject,
        None => shared_subject(view, group.head - 1, before)?,
    };
    if !may_speak(view, &source, group) {
        return None;
    }
    let cue = if seems { group.head - 2 } else { group.head };
    let end = content::end(view, complement.start);
    let content = pieces(text, view, complement.start, end);
    Found::new(view, Some(source), (cue, complement.cue_end), content, Rule("verb, infinitive"))
}

/// "is believed to be alive", "it is said that", "was seen as a threat".
pub(super) fn passive(text: &Text<'_>, view: &View<'_>, group: &Group<'_>) -> Option<Found> {
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
    // "No deaths were reported in the raid."
    if verb.name == "report"
        && source.is_none()
        && let Some(subject) = subject
        && (at >= view.len()
            || matches!(
                view.tag(at),
                Some(Tag::Preposition | Tag::Stop | Tag::Comma | Tag::Adverb)
            ))
    {
        let mut content = vec![subject.span];
        content.extend(pieces(text, view, at.min(view.len()), passive_end(view, at)));
        return Found::new(view, None, cue, content, Rule("passive"));
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
    (from..hard).find(|&i| view.tag(i) == Some(Tag::Comma)).unwrap_or(hard)
}
