//! Cues: the words by which a block is known as no part of the running text, as listed in
//! `models/lexicon/boilerplate.tsv` with a block where each fires and one where it must not.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../models/lexicon/boilerplate.tsv");

/// What a cue says of the block it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// A label over what follows.
    Heading,
    /// A caption or credit.
    Caption,
    /// Boilerplate.
    Line,
    /// Boilerplate, and the article is over.
    Rest,
    /// A heading, over a list that ends the article.
    List,
}

/// Where in the block the words must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Whole,
    Start,
    Label,
    Within,
    End,
}

struct Cue {
    place: Place,
    part: Part,
}

struct Cues {
    words: AhoCorasick,
    cues: Vec<Cue>,
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let mut phrases = Vec::new();
    let mut cues = Vec::new();
    for [phrase, place, part, ..] in entries() {
        let place = match place {
            "whole" => Place::Whole,
            "start" => Place::Start,
            "label" => Place::Label,
            "within" => Place::Within,
            "end" => Place::End,
            other => panic!("boilerplate.tsv: no such place: {other}"),
        };
        let part = match part {
            "line" => Part::Line,
            "rest" => Part::Rest,
            "list" => Part::List,
            "caption" => Part::Caption,
            "heading" => Part::Heading,
            other => panic!("boilerplate.tsv: no such part: {other}"),
        };
        phrases.push(phrase.to_owned());
        cues.push(Cue { place, part });
        if phrase.contains('\'') {
            phrases.push(phrase.replace('\'', "’"));
            cues.push(Cue { place, part });
        }
    }
    let words = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .kind(Some(AhoCorasickKind::DFA))
        .build(&phrases)
        .expect("a few hundred phrases fit an automaton");
    Cues { words, cues }
});

/// The columns of every entry.
fn entries() -> impl Iterator<Item = [&'static str; 5]> {
    TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        let entry = std::array::from_fn(|_| columns.next().unwrap_or_default());
        assert!(!entry[4].is_empty() && columns.next().is_none(), "boilerplate.tsv: {line:?}");
        entry
    })
}

/// Blocks longer than this are running text whatever words stand in them.
const LONGEST: usize = 320;
/// The end of a long block, where a credit may stand.
const TAIL: usize = 80;

/// What the words of `block` say of it, if anything. `sentence` tells that it ends as a
/// sentence does.
pub(super) fn part(block: &str, sentence: bool) -> Option<Part> {
    if block.len() > LONGEST {
        let tail = block.get(block.ceil_char_boundary(block.len() - TAIL)..)?;
        return find(tail, sentence).map(|(part, _)| part).filter(|part| *part == Part::Caption);
    }
    find(block, sentence).map(|(part, _)| part)
}

/// Where a plea or notice begins in `block` after a sentence of running text, if it does.
pub(super) fn cut(block: &str) -> Option<usize> {
    let (_, at) = find(block, true).filter(|&(part, _)| part == Part::Line)?;
    let head = block.get(..at)?;
    let ends = head.rmatch_indices(['.', '!', '?']).map(|(end, _)| end + 1);
    let starts = ends.filter_map(|end| {
        let rest = block.get(end..)?.trim_start_matches(['"', '”', '’', ')']);
        let next = rest.trim_start();
        let begins = next.len() < rest.len() && next.starts_with(char::is_uppercase);
        begins.then_some(block.len() - next.len())
    });
    starts.into_iter().find(|&start| start <= at && start >= 30)
}

/// The part that the words of `block` give it, and where they stand.
fn find(block: &str, sentence: bool) -> Option<(Part, usize)> {
    let marks = |c: char| !c.is_alphanumeric();
    let inner = block.trim_matches(marks);
    let start = block.len() - block.trim_start_matches(marks).len();
    let end = start + inner.len();
    let bytes = block.as_bytes();
    let apart =
        |at: usize| bytes.get(at).is_none_or(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
    CUES.words
        .find_overlapping_iter(block)
        .filter_map(|found| {
            let cue = &CUES.cues[found.pattern().as_usize()];
            // A phrase may begin or end with marks of its own.
            let opens = found.start() <= start;
            let closes = found.end() >= end && found.start() < end;
            let begins = opens
                || apart(found.start().wrapping_sub(1))
                || !bytes[found.start()].is_ascii_alphanumeric();
            let ends =
                closes || apart(found.end()) || !bytes[found.end() - 1].is_ascii_alphanumeric();
            let fits = match cue.place {
                Place::Whole => opens && closes,
                Place::Start => opens,
                Place::Label => opens && !sentence && block.len() <= LONGEST / 2,
                Place::Within => true,
                Place::End => closes && (!sentence || cue.part == Part::Caption),
            };
            (fits && begins && ends).then_some((cue.part, found.start()))
        })
        .max_by_key(|&(part, at)| (part, std::cmp::Reverse(at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::block::ends_sentence;

    #[test]
    fn every_cue_fires_where_it_should_and_only_there() {
        let mut wrong = Vec::new();
        for [phrase, _, _, fires, not] in entries() {
            if part(fires, ends_sentence(fires)).is_none() {
                wrong.push(format!("{phrase}: silent on {fires:?}"));
            }
            if part(not, ends_sentence(not)).is_some() {
                wrong.push(format!("{phrase}: fires on {not:?}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
