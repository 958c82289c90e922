//! Whose piece "the article" is: "a Harbour Post article ... The article says".
//!
//! A reader of attributions names the piece; who published it stands sentences before, often
//! in no attribution at all.

use super::lexicon::{Class, is_empty};
use super::words::Word;

/// For each sentence of an article the outlet whose piece it takes up, if it does; `is_medium` tells
/// names that are known to be outlets.
pub(super) fn taken_up<'a>(
    sentences: impl Iterator<Item = &'a [Word<'a>]>,
    is_medium: impl Fn(&str) -> bool,
) -> Vec<Option<String>> {
    let mut outlet: Option<String> = None;
    let take = |words: &'a [Word<'a>]| {
        let taken = outlet.clone().filter(|outlet| takes_up(words, outlet));
        if let Some(published) = mention(words, &is_medium, outlet.as_deref()) {
            outlet = published;
        }
        taken
    };
    sentences.map(take).collect()
}

/// Whether a sentence speaks of the piece of before: "the article", "the same report",
/// "the post article".
fn takes_up(words: &[Word<'_>], outlet: &str) -> bool {
    let definite = |word: &Word<'_>| matches!(word.lower.as_str(), "the" | "this" | "that");
    let between = |word: &Word<'_>| {
        let same = matches!(word.lower.as_str(), "same" | "original" | "earlier");
        let name = || outlet.split(' ').any(|part| part.to_lowercase() == word.lower.as_str());
        !word.capital && (same || name())
    };
    words.iter().enumerate().any(|(at, word)| {
        let before = &words[..at];
        word.is(Class::Piece)
            && publisher_behind(words, at).is_none()
            && match before {
                [.., word] if definite(word) => true,
                [.., first, second] => definite(first) && between(second),
                _ => false,
            }
    })
}

/// The last piece that a sentence names a publisher of: the outlet, or none if the publisher is
/// something else ("a ministry report").
fn mention(
    words: &[Word<'_>],
    is_medium: &impl Fn(&str) -> bool,
    known: Option<&str>,
) -> Option<Option<String>> {
    let pieces = (0..words.len()).filter(|&at| words[at].is(Class::Piece));
    let published = pieces.filter_map(|at| {
        if let Some((name, told)) = publisher_behind(words, at) {
            return Some(name.filter(|name| told || is_outlet(name, is_medium, known)));
        }
        let name = name_before(words, at)?;
        Some(Some(name).filter(|name| is_outlet(name, is_medium, known)))
    });
    published.last()
}

fn is_outlet(name: &str, is_medium: &impl Fn(&str) -> bool, known: Option<&str>) -> bool {
    let last = name.rsplit_once(' ').map(|(_, last)| last.to_lowercase());
    is_medium(name)
        || known == Some(name)
        || last.is_some_and(|last| super::lexicon::is(&last, Class::OutletWord))
}

/// The name right before a word: "a Harbour Post article".
fn name_before(words: &[Word<'_>], at: usize) -> Option<String> {
    if words[at].after_mark {
        return None;
    }
    let run = words[..at].iter().rev().scan(false, |ended, word| {
        let part = word.capital && !*ended;
        *ended |= word.after_mark;
        part.then_some(word)
    });
    let mut run: Vec<&Word<'_>> = run.collect();
    run.reverse();
    joined(&run)
}

/// The publisher told behind a piece: its name, and whether a noun says that it is an outlet,
/// as in "a report by the news agency Vesna".
fn publisher_behind(words: &[Word<'_>], at: usize) -> Option<(Option<String>, bool)> {
    const REACH: usize = 6;
    let by = words.get(at + 1)?;
    if by.after_mark || !matches!(by.lower.as_str(), "by" | "in" | "from") {
        return None;
    }
    let behind = words.iter().skip(at + 2).take(REACH).collect::<Vec<_>>();
    let end = behind.iter().position(|word| word.after_mark).unwrap_or(behind.len());
    let behind = &behind[..end];
    let noun = behind.iter().position(|word| word.is(Class::Medium) && !word.capital);
    let from = noun.map_or(0, |noun| noun + 1);
    let begin = behind.iter().skip(from).position(|word| word.capital);
    let name = begin.and_then(|begin| {
        let run: Vec<&Word<'_>> =
            behind.iter().skip(from + begin).take_while(|word| word.capital).copied().collect();
        joined(&run)
    });
    Some((name, noun.is_some()))
}

/// A run of capitalised words as a name, without what only begins the sentence.
fn joined(run: &[&Word<'_>]) -> Option<String> {
    let begin = run.iter().position(|word| !is_empty(&word.lower) || !word.opens)?;
    let words: Vec<&str> = run[begin..].iter().map(|word| word.text).collect();
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn a_piece_is_its_outlets() {
        for (first, second, expected) in [
            (
                "Some cited a Harbour Post article.",
                "The article speaks of 40 boats.",
                Some("Harbour Post"),
            ),
            (
                "Some cited a Harbour Post article.",
                "The post article counts 40 boats.",
                Some("Harbour Post"),
            ),
            (
                "It began with a report by the Velish news agency VNA.",
                "The same report has 40 boats.",
                Some("VNA"),
            ),
            (
                "It stood in a Lesna Herald story, he said.",
                "That story has 40 boats.",
                Some("Lesna Herald"),
            ),
            ("Some cited a Harbour Post article.", "Officers counted 40 boats.", None),
            ("Some cited a Harbour Post article.", "The bank report counts 40 boats.", None),
            ("They wrote a Finance Ministry report.", "The report counts 40 boats.", None),
            ("It stood in a report by the ministry.", "The report counts 40 boats.", None),
            ("It rained.", "The article speaks of 40 boats.", None),
        ] {
            let read = [words(first), words(second)];
            let found = taken_up(read.iter().map(Vec::as_slice), |_| false);
            assert_eq!(found, [None, expected.map(str::to_owned)], "{first} {second}");
        }
    }
}
