//! Sayings whose cue is no verb: "according to", hedges, and nouns such as "claims that".

use super::complement::after_adverbials;
use super::content::{self, pieces};
use super::noun::{Phrase, is_nominal, phrase_after, start_of};
use super::subject::{shared_subject, subject_before};
use super::verb_group::group_start;
use super::view::{REACH, View};
use super::words;
use super::{Found, Text};
use crate::findings::Rule;
use crate::grammar::Tag;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    To,
    Hedge,
    Noun,
}

/// The words of a phrase behind its first, and its kind.
type Rest = (Vec<&'static str>, Kind);

/// Phrases by their first word.
static PHRASES: LazyLock<FxHashMap<&'static str, Vec<Rest>>> = LazyLock::new(|| {
    let mut phrases: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for columns in lines() {
        let kind = match columns[1] {
            "to" => Kind::To,
            "hedge" => Kind::Hedge,
            "noun" => Kind::Noun,
            other => panic!("{}: unknown kind {other}", columns[0]),
        };
        let mut words = columns[0].split(' ');
        let first = words.next().expect("a phrase has a word");
        phrases.entry(first).or_default().push((words.collect(), kind));
    }
    phrases
});

const TABLE: &str = include_str!("../../../../models/lexicon/phrases.tsv");

/// The lines of the table: phrase, kind, where it fires, where it must not.
pub(super) fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Whether `word` begins any of the phrases.
pub(super) fn begins(word: &str) -> bool {
    PHRASES.contains_key(word) || matches!(word, "citing" | "quoting" | "as")
}

/// Finds every saying of these kinds in one view; `first` is where this view's own
/// findings begin.
pub(super) fn find(text: &Text<'_>, view: &View<'_>, first: usize, found: &mut Vec<Found>) {
    for at in 0..view.len() {
        let word = view.word(at);
        if matches!(word, "citing" | "quoting")
            && let Some(saying) = citing(text, view, at, &found[first..])
        {
            found.push(saying);
            continue;
        }
        if word == "as"
            && let Some(saying) = as_saying(text, view, at)
        {
            found.push(saying);
            continue;
        }
        let Some(phrases) = PHRASES.get(word) else { continue };
        let matching = phrases
            .iter()
            .filter(|(rest, _)| rest.iter().enumerate().all(|(i, w)| view.word(at + 1 + i) == *w));
        for (rest, kind) in matching {
            let end = at + 1 + rest.len();
            let saying = match kind {
                Kind::To => to(text, view, at, end),
                Kind::Hedge => hedge(text, view, at),
                Kind::Noun => noun(text, view, at),
            };
            if let Some(saying) = saying {
                found.push(saying);
                break;
            }
        }
    }
}

/// "According to the mayor, …", "…, according to the mayor".
fn to(text: &Text<'_>, view: &View<'_>, at: usize, end: usize) -> Option<Found> {
    // "according to state TV": a noun that looks like a verb.
    let source = phrase_after(view, end).or_else(|| {
        let rest = phrase_after(view, end + 1)?;
        Some(Phrase { span: view.span(end, rest.to), from: end, to: rest.to })
    })?;
    let lower_only = source.to - source.from == 1 && view.tag(source.from) == Some(Tag::Noun);
    if lower_only
        && !words::is_person_noun(view.word(source.from))
        && !words::is_evidence(view.word(source.from))
        && !view.word(source.from).ends_with('s')
        && view.word(source.from) != "police"
    {
        return None;
    }
    let cue = (at, end);
    let fronted = at == 0
        || at <= 2
            && (0..at)
                .all(|i| matches!(view.tag(i), Some(Tag::Adverb | Tag::Conjunction | Tag::Comma)));
    if fronted {
        let begin = (source.to..view.len().min(source.to + REACH))
            .find(|&i| view.tag(i) == Some(Tag::Comma) || view.is_quotation(i))
            .unwrap_or(source.to);
        let content = pieces(text, view, begin, content::end(view, begin.min(view.len() - 1)));
        return Found::new(view, Some(source), cue, content, Rule("according to, fronted"));
    }
    let start = clause_start(view, at);
    let mut content = pieces(text, view, start, at);
    let left_is_clause =
        content::is_clause(view, start, at) || (start..at).any(|i| view.is_quotation(i));
    if !left_is_clause && view.tag(source.to) == Some(Tag::Comma) {
        content.extend(pieces(text, view, source.to + 1, content::end(view, source.to)));
    }
    Found::new(view, Some(source), cue, content, Rule("according to"))
}

/// Where the clause begins that ends before unit `at`: the sentence, or behind a semicolon
/// or a reporting clause with its own content.
fn clause_start(view: &View<'_>, at: usize) -> usize {
    let from = at.saturating_sub(REACH);
    (from..at)
        .rev()
        .find(|&i| {
            view.tag(i) == Some(Tag::Stop) || view.tag(i) == Some(Tag::Colon) && view.word(i) == ";"
        })
        .map_or(from, |i| i + 1)
}

/// ", citing a ministry source": what the clause before says, on the word of another.
fn citing(text: &Text<'_>, view: &View<'_>, at: usize, before: &[Found]) -> Option<Found> {
    let source = phrase_after(view, at + 1)?;
    let outer = before
        .iter()
        .rev()
        .find(|f| f.cue_from < at)
        .or_else(|| before.iter().find(|f| f.cue_from > at));
    let Some(outer) = outer else {
        let subject = shared_subject(view, at, before)?;
        let end = content::end(view, at + 1);
        let content = pieces(text, view, at + 1, end);
        return Found::new(view, Some(subject), (at, at + 1), content, Rule("citing"));
    };
    let content = outer.saying.content.clone();
    if content.is_empty() || content.iter().any(|c| c.overlaps(source.span)) {
        return None;
    }
    Found::new(view, Some(source), (at, at + 1), content, Rule("citing"))
}

/// "as saying", behind "quoted the guard" or "was quoted".
fn as_saying(text: &Text<'_>, view: &View<'_>, at: usize) -> Option<Found> {
    if !matches!(view.word(at + 1), "saying" | "telling") {
        return None;
    }
    let quoted = (at.saturating_sub(30)..at).rev().find(|&i| {
        matches!(
            view.word(i),
            "quoted" | "quotes" | "quoting" | "cited" | "citing" | "cites" | "quote"
        )
    })?;
    let passive = quoted > 0
        && matches!(view.word(quoted - 1), "was" | "were" | "is" | "are" | "been" | "as");
    let source = if passive {
        let start = group_start(view, quoted)?;
        subject_before(view, start)?
    } else {
        phrase_after(view, quoted + 1)?
    };
    let mut start = at + 2;
    while matches!(view.tag(start), Some(Tag::Comma | Tag::Colon)) {
        start += 1;
    }
    // "…, the agency quoted the guard as saying.": what is said stands in front.
    let behind = after_adverbials(view, start);
    if behind >= view.len() || matches!(view.tag(behind), Some(Tag::Stop)) {
        let outer = subject_before(view, quoted)?;
        let content = pieces(text, view, outer.from.saturating_sub(REACH), outer.from);
        return Found::new(view, Some(source), (at, at + 2), content, Rule("as saying"));
    }
    let content = pieces(text, view, start, content::end(view, start));
    let cue = if passive { (quoted - 1, at + 2) } else { (at, at + 2) };
    Found::new(view, Some(source), cue, content, Rule("as saying"))
}

/// "was reportedly killed": the clause it hedges.
fn hedge(text: &Text<'_>, view: &View<'_>, at: usize) -> Option<Found> {
    let boundary = |i: usize| {
        matches!(
            view.tag(i),
            Some(Tag::Comma | Tag::Stop | Tag::Colon | Tag::Subordinator | Tag::Dash)
        ) || matches!(view.word(i), "who" | "which")
            || view.is_quotation(i) && view.ends_in_stop(i)
    };
    let from = at.saturating_sub(REACH);
    let mut start = (from..at).rev().find(|&i| boundary(i)).map_or(from, |i| i + 1);
    let limit = view.len().min(at + REACH);
    let mut end = (at + 1..limit).find(|&i| boundary(i)).unwrap_or(limit);
    if !content::is_clause(view, start, at) && !content::is_clause(view, at, end) && start < at {
        // "a man reportedly armed": the noun phrase and its participle.
        start = start_of(view, at).unwrap_or(start);
    }
    if at == start {
        start = at + 1;
    }
    // Two clauses joined by "and": only the one with the hedge.
    for i in (start..at).rev() {
        if view.tag(i) == Some(Tag::Conjunction)
            && content::is_clause(view, start, i)
            && content::is_clause(view, i, end)
        {
            start = i + 1;
            break;
        }
    }
    if let Some(i) = (at..end).find(|&i| {
        view.tag(i) == Some(Tag::Conjunction)
            && content::is_clause(view, start, i)
            && content::is_clause(view, i, (i + 5).min(end))
    }) {
        end = i;
    }
    let content = if start < at {
        let mut content = pieces(text, view, start, at);
        content.extend(pieces(text, view, at + 1, end));
        content
    } else {
        pieces(text, view, at + 1, end)
    };
    Found::new(view, None, (at, at + 1), content, Rule("hedge"))
}

/// "claims that the well was poisoned", "the ministry's warning that".
fn noun(text: &Text<'_>, view: &View<'_>, at: usize) -> Option<Found> {
    if view.tag(at) != Some(Tag::Noun) {
        return None;
    }
    let mut next = at + 1;
    let mut source = None;
    if matches!(view.word(next), "by" | "from")
        && let Some(phrase) = phrase_after(view, next + 1)
    {
        next = phrase.to;
        source = Some(phrase);
    }
    let of = view.word(next) == "of"
        && matches!(
            view.word(at),
            "reports" | "claims" | "allegations" | "accusations" | "rumours" | "rumors" | "claim"
        );
    let bare =
        matches!(
            view.word(at),
            "fears"
                | "reports"
                | "claims"
                | "allegations"
                | "suggestions"
                | "concerns"
                | "rumours"
                | "rumors"
        ) && matches!(view.tag(next), Some(Tag::Pronoun | Tag::Determiner | Tag::ProperNoun))
            && content::is_clause(view, next, (next + 10).min(view.len()))
            && !matches!(view.word(next), "which" | "who");
    if view.word(next) != "that" && !of && !bare || next + 2 >= view.len() {
        return None;
    }
    if source.is_none() {
        source = owner(view, at);
    }
    let end = content::end(view, next);
    let end = (next..end).find(|&i| view.tag(i) == Some(Tag::Comma)).unwrap_or(end);
    let content = pieces(text, view, next, end);
    Found::new(view, source, (at, at + 1), content, Rule("noun"))
}

/// Whose claim it is: the possessor before the noun.
fn owner(view: &View<'_>, at: usize) -> Option<Phrase> {
    let mut left = at;
    while left > 0 && view.tag(left - 1) == Some(Tag::Adjective) {
        left -= 1;
    }
    let before = left.checked_sub(1)?;
    if view.tag(before) == Some(Tag::Possessive) && before > 0 && is_nominal(view.tag(before - 1)) {
        let from = start_of(view, before)?;
        return Some(Phrase { span: view.span(from, before), from, to: before });
    }
    if matches!(view.word(before), "his" | "her" | "their" | "its") {
        return Some(Phrase { span: view.span(before, left), from: before, to: left });
    }
    None
}
