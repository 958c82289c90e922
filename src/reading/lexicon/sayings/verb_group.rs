//! Verb groups around a reporting verb: auxiliaries, negation, voice.

use super::cue::{Forms, Takes, Verb};
use super::noun::{Phrase, is_nominal};
use super::subject::is_adverb;
use super::view::View;
use super::words::{self, is_evidence, is_pronoun_subject};
use crate::grammar::Tag;

/// A verb group around a reporting verb.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group<'v> {
    pub(super) verb: &'v Verb,
    /// First auxiliary, or the verb.
    pub(super) from: usize,
    pub(super) head: usize,
    /// One past the verb and its particle.
    pub(super) to: usize,
    pub(super) voice: Voice,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
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

pub(super) fn group<'v>(
    view: &View<'_>,
    head: usize,
    verb: &'v Verb,
    forms: Forms,
) -> Option<Group<'v>> {
    let to = match verb.particle {
        Some(particle) if view.word(head + 1) == particle => head + 2,
        Some(_) => return None,
        None => head + 1,
    };
    let tag = view.tag(head)?;
    let sure =
        matches!(view.word(head), "said" | "says" | "say" | "told" | "tells" | "added" | "wrote");
    // "The study points out": a verb that looks like a plural.
    let plural = tag == Tag::Noun
        && (forms.third || forms.plain)
        && verb.takes.any(Takes::THAT)
        && (view.word(to) == "that" || verb.particle.is_some())
        && head > 0
        && (is_nominal(view.tag(head - 1)) || is_adverb(view, head - 1))
        && !matches!(view.word(head), "report" | "claim" | "fear" | "hope" | "state");
    // "has learned": an auxiliary makes a verb of what follows.
    let helped = head > 0
        && view.tag(head - 1) == Some(Tag::Auxiliary)
        && (forms.participle || forms.past)
        && matches!(tag, Tag::Adjective | Tag::Noun);
    // "Many view the law", "footage shows smoke": nothing else can be the verb.
    let only = tag == Tag::Noun
        && (forms.third || forms.plain)
        && head > 0
        && (is_pronoun_subject(view.word(head - 1))
            || forms.third && is_evidence(view.word(head - 1)))
        && matches!(
            view.tag(to),
            Some(
                Tag::Determiner
                    | Tag::Pronoun
                    | Tag::Noun
                    | Tag::ProperNoun
                    | Tag::Numeral
                    | Tag::Adjective
            )
        );
    if !(tag.is_verb() || sure || plural || helped || only) {
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
    // "rebels said to hide in the hills"
    let reduced = !be
        && !other
        && forms.participle
        && verb.takes.any(Takes::PASSIVE)
        && view.word(to) == "to"
        && !matches!(verb.name, "claim" | "expect" | "hope")
        && is_nominal(view.tag(head.wrapping_sub(1)));
    let whole = be && (forms.participle || forms.past) && !forms.ing;
    let voice = if forms.ing && !be {
        Voice::Ing
    } else if whole || reduced || view.word(from) == "being" {
        Voice::Passive
    } else {
        Voice::Active
    };
    Some(Group { verb, from, head, to, voice })
}

/// Whether the group says that nothing was said: "did not say", "would not describe", "will
/// announce". "has not confirmed" and "does not believe" do say something.
pub(super) fn denied(view: &View<'_>, group: &Group<'_>) -> bool {
    let mut negated = false;
    for i in group.from..group.head {
        let word = view.word(i);
        negated |= matches!(word, "not" | "never") || word.ends_with("n't");
        if view.tag(i) == Some(Tag::Modal) {
            return true;
        }
    }
    negated
        && !matches!(group.verb.name, "confirm" | "claim" | "deny" | "see" | "consider" | "rule")
}

/// Whether the phrase can be the source of this verb: evidence for "show", nobody for
/// "there" and "what".
pub(super) fn may_speak(view: &View<'_>, source: &Phrase, group: &Group<'_>) -> bool {
    let head = (source.from..source.to)
        .take_while(|&i| !matches!(view.tag(i), Some(Tag::Preposition | Tag::Comma)))
        .last()
        .unwrap_or(source.from);
    let word = view.word(head);
    if matches!(word, "there" | "what" | "that" | "this" | "these" | "experience" | "history") {
        return false;
    }
    if source.to - source.from == 1 && words::is_time(word) {
        return false;
    }
    if group.verb.takes.any(Takes::BELIEF) && matches!(word, "i" | "we" | "you")
        || matches!(word, "i" | "you") && group.verb.precision < 0.8
        || word == "story" && group.verb.name == "highlight"
    {
        return false;
    }
    if group.verb.takes.any(Takes::EVIDENCE)
        && !(group.verb.takes.any(Takes::THAT)
            && view.word(group.to) == "that"
            && group.verb.name == "find")
    {
        return words::is_evidence(word)
            || (source.from..source.to).any(|i| words::is_evidence(view.word(i)));
    }
    if word == "it" || word == "which" {
        return group.verb.precision > 0.5;
    }
    true
}
