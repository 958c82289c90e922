//! Quotations without a cue of their own: those that continue a saying, and free ones.

use super::{Found, Text};
use crate::document::Span;
use crate::findings::Rule;
use crate::labels::RegionKind;
use crate::quotation::Quotation;
use crate::reading::Saying;

/// Gives every quotation that no saying covers to the saying it continues, or makes it a
/// saying of its own if it is a whole sentence or more.
pub(super) fn join(text: &Text<'_>, found: &mut Vec<Found>) {
    // (end of content, index of saying): in order of the text.
    let mut ends: Vec<(usize, usize)> = found
        .iter()
        .enumerate()
        .filter(|(_, f)| f.outer)
        .flat_map(|(i, f)| f.saying.content.iter().map(move |c| (c.end(), i)))
        .collect();
    ends.sort_unstable();
    let mut covered: Vec<Span> =
        found.iter().filter(|f| f.outer).flat_map(|f| f.saying.content.iter().copied()).collect();
    covered.sort_unstable();
    let mut free = Vec::new();
    let mut last_end = 0;
    let mut next_covered = 0;
    for quotation in text.quotations {
        let span = quotation.span;
        if span.end() <= last_end {
            continue;
        }
        while next_covered < covered.len() && covered[next_covered].end() <= span.start() {
            next_covered += 1;
        }
        let taken = covered[next_covered..]
            .iter()
            .take_while(|c| c.start() < span.end())
            .any(|c| c.overlaps(span));
        if taken || !is_speech(text, quotation) {
            continue;
        }
        last_end = span.end();
        free.push(span);
    }
    let mut joined: Vec<(Span, Option<usize>)> = Vec::new();
    for span in free {
        let before = text.gap_start(span);
        let previous = joined.last().filter(|(s, _)| text.adjacent(s.end(), span.start()));
        let owner = match previous {
            Some(&(_, owner)) => owner,
            None => ends[..ends.partition_point(|&(end, _)| end <= span.start())]
                .iter()
                .rev()
                .take(6)
                .filter(|&&(end, i)| {
                    text.adjacent(end.max(found[i].reach), span.start())
                        && (found[i].quoted || before == span.start())
                })
                .map(|&(_, i)| i)
                .find(|&i| found[i].quoted),
        };
        joined.push((span, owner));
    }
    for (span, owner) in joined {
        let pieces = text.by_sentence(span);
        match owner {
            Some(i) => {
                let content = &mut found[i].saying.content;
                // In order: a speech of many quotations must not be gone through for each.
                for piece in pieces {
                    let at = content.partition_point(|c| c.end() <= piece.start());
                    if content.get(at).is_none_or(|c| !c.overlaps(piece)) {
                        content.insert(at, piece);
                    }
                }
            }
            None => {
                let Some(&first) = pieces.first() else { continue };
                let sentence = text.sentence_at(first.start());
                let previous =
                    found.last().filter(|f| f.free && text.adjacent(f.reach, span.start()));
                if previous.is_some() {
                    let last = found.last_mut().expect("just seen");
                    last.reach = span.end();
                    last.saying.content.extend(pieces);
                    continue;
                }
                found.push(Found {
                    saying: Saying {
                        source: None,
                        cue: None,
                        content: pieces,
                        source_type: None,
                        belief: None,
                        rule: Rule("free quote"),
                    },
                    sentence,
                    source: None,
                    cue_from: 0,
                    quoted: true,
                    outer: true,
                    free: true,
                    reach: span.end(),
                });
            }
        }
    }
}

/// Whether the quotation is a sentence or more by itself, outside titles and boilerplate:
/// it begins a sentence, ends one, and has at least two words.
fn is_speech(text: &Text<'_>, quotation: &Quotation) -> bool {
    let span = quotation.span;
    let sentence = &text.sentences[text.sentence_at(span.start())];
    if !matches!(sentence.region, RegionKind::Body | RegionKind::Caption) {
        return false;
    }
    let last = &text.sentences[text.sentence_at(span.end().saturating_sub(1))];
    let begins = span.start() <= sentence.span.start() + 1;
    let ends = span.end() + 2 >= last.span.end();
    begins && ends && text.doc.slice(span).split_whitespace().nth(1).is_some()
}
