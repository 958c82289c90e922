//! Sentences: spans that tile the regions of a document.
//!
//! One pass over the bytes finds the marks that may end a sentence; each is decided by a
//! few words on both sides of it, so the time is linear in the text and no model is needed.
//!
//! A long quotation is split into its sentences, and a closing quote stays with the speaker
//! who follows it: `"Stop!" Jane Roe shouted.` is one sentence. Readers of quotations need
//! each statement and its speaker, and neither needs the quotation to be one piece.

mod glued;
mod items;
mod lexicon;
mod marks;
mod rules;
mod stop;
#[cfg(test)]
mod tests;
mod words;

use crate::document::{Document, Span};
use crate::findings::Sentence;
use items::Item;
use stop::Stop;
use words::Next;

/// Splits every region into sentences. Between two sentences stands nothing but white space.
///
/// A line break inside a region is white space, as in hard-wrapped text.
pub fn split(doc: &Document) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for region in doc.regions() {
        split_block(doc.slice(region.span), |start, end| {
            let span = Span::new(region.span.start() + start, region.span.start() + end);
            sentences.push(Sentence { span, region: region.kind });
        });
    }
    sentences
}

/// Splits text in which every line is a paragraph. A [`Document`] knows hard-wrapped lines too.
///
/// ```
/// let text = "Dr. Lund left at 5 p.m. on Friday. “Was it late?” asked Jane.\nIt was";
/// let spans = whosaid::sentence::split_text(text);
/// let sentences: Vec<_> = spans.iter().map(|span| &text[span.range()]).collect();
/// assert_eq!(
///     sentences,
///     ["Dr. Lund left at 5 p.m. on Friday.", "“Was it late?” asked Jane.", "It was"]
/// );
/// ```
pub fn split_text(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        split_block(line.trim_end(), |start, end| spans.push(Span::new(at + start, at + end)));
        at += line.len();
    }
    spans
}

/// Where a sentence has begun.
struct Open {
    start: usize,
    /// Its first letter or digit: it cannot end before.
    letter: usize,
    /// The list mark it begins with.
    item: Option<Item>,
}

impl Open {
    /// Nothing if only white space is left. `letter` is the first letter or digit known to
    /// stand behind `at`, or any place before; without it a row of marks would be searched
    /// again from each of them.
    fn at(text: &str, at: usize, letter: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        let start = text.len() - rest.trim_start().len();
        let search = || text.get(start..)?.find(char::is_alphanumeric).map(|n| start + n);
        let letter = if letter > start { letter } else { search().unwrap_or(text.len()) };
        (start < text.len()).then(|| Open { start, letter, item: Item::at(text, start) })
    }
}

/// Reports the start and end of every sentence of one paragraph.
fn split_block(text: &str, mut found: impl FnMut(usize, usize)) {
    let bytes = text.as_bytes();
    let Some(mut open) = Open::at(text, 0, 0) else { return };
    let mut at = open.start;
    while let Some(candidate) = stop::next(bytes, at) {
        let (end, next) = match boundary(text, &open, candidate) {
            Step::Cut(end, next) => (end, next),
            Step::Skip(next) => {
                at = next;
                continue;
            }
        };
        found(open.start, end);
        match Open::at(text, next, open.letter) {
            Some(opened) => open = opened,
            None => return,
        }
        // A piece that starts before the mark is read from its start: it may end right there.
        at = open.start;
    }
    let rest = text.get(open.start..).unwrap_or_default();
    found(open.start, open.start + rest.trim_end().len());
}

enum Step {
    /// A sentence ends at the first place; the next begins at or after the second.
    Cut(usize, usize),
    /// Nothing ends before this place.
    Skip(usize),
}

/// What the mark at `candidate` does to the open sentence.
fn boundary(text: &str, open: &Open, candidate: usize) -> Step {
    let bytes = text.as_bytes();
    let item_starts =
        || open.item.filter(|_| candidate > open.letter)?.next_starts(text, candidate);
    if let Some(next) = marks::bullet(text, candidate).or_else(item_starts)
        && next > open.letter
    {
        let before = text.get(open.start..next).unwrap_or_default();
        return Step::Cut(open.start + before.trim_end().len(), next);
    }
    let alone = marks::rule(text, open.start, candidate)
        .or_else(|| marks::stamp(text, open.start, candidate));
    if let Some(step) = alone {
        return step;
    }
    let Some(stop) = Stop::read(text, candidate) else {
        return marks::smile(text, candidate).unwrap_or(Step::Skip(candidate + 1));
    };
    if stop.start < open.letter {
        return Step::Skip(stop.end);
    }
    let Some(c) = bytes.get(stop.end) else { return Step::Skip(stop.end) };
    let spaced = c.is_ascii_whitespace()
        || text.get(stop.end..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    if !spaced {
        if let Some(step) = marks::address(text, candidate) {
            return step;
        }
        return match glued::cut(text, open.start, &stop) {
            Some(end) => Step::Cut(end, end),
            None => Step::Skip(stop.end),
        };
    }
    match Next::read(text, stop.end) {
        Some(next) if rules::ends(text, open.start, &stop, &next) => {
            Step::Cut(stop.end, next.start)
        }
        _ => Step::Skip(stop.end),
    }
}
