//! Nesting: the saying whose content holds another saying is its parent.

use crate::document::{Document, Span};
use crate::reading::Saying;

/// The parent of each saying: of those whose content holds its cue (or source, or content,
/// where there is no cue), the one with the least content.
///
/// A parent has more content than its child, or as much and an earlier place, so parents
/// never run in a circle. ", citing a ministry source" shares the content of the saying it
/// hangs on and becomes its child, as does "According to police, the agency reported".
pub(super) fn parents(doc: &Document, sayings: &[Saying]) -> Vec<Option<usize>> {
    let size: Vec<usize> =
        sayings.iter().map(|s| s.content.iter().map(|c| c.len()).sum()).collect();
    let may_hold = |outer: usize, inner: usize| {
        size[outer] > size[inner] || size[outer] == size[inner] && outer < inner
    };
    let mut pieces: Vec<(Span, usize)> = sayings
        .iter()
        .enumerate()
        .flat_map(|(i, s)| s.content.iter().map(move |&c| (c, i)))
        .collect();
    pieces.sort_unstable_by_key(|&(c, i)| (c.start(), c.end(), i));
    let mut anchors: Vec<(Span, usize)> =
        sayings.iter().enumerate().map(|(i, s)| (anchor(s), i)).collect();
    anchors.sort_unstable_by_key(|&(a, i)| (a.start(), a.end(), i));

    let mut parents = vec![None; sayings.len()];
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut next = 0;
    for (anchor, inner) in anchors {
        while next < pieces.len() && pieces[next].0.start() <= anchor.start() {
            open.push(pieces[next]);
            next += 1;
        }
        open.retain(|(piece, _)| piece.end() > anchor.start());
        parents[inner] = open
            .iter()
            .filter(|&&(piece, outer)| {
                outer != inner && piece.contains(anchor) && may_hold(outer, inner)
            })
            .map(|&(_, outer)| outer)
            .min_by_key(|&outer| (size[outer], std::cmp::Reverse(outer)));
    }
    for second in 1..sayings.len() {
        let first = second - 1;
        if let Some(relayed) = relayed(doc, &sayings[first], &sayings[second]) {
            let [outer, inner] = if relayed { [second, first] } else { [first, second] };
            let mut above = std::iter::successors(Some(outer), |&at: &usize| parents[at]);
            if parents[inner].is_none() && !above.any(|at| at == inner) {
                parents[inner] = Some(outer);
            }
        }
    }
    parents
}

/// Whether of two sayings of one content the first hands on what the second, outer one tells
/// (or the other way round); none if they do not share most of it.
///
/// "The Herald reported ..., citing a diplomat", "According to a diplomat, ..., the Herald
/// reported", "..., a diplomat quoted by the Herald said".
fn relayed(doc: &Document, first: &Saying, second: &Saying) -> Option<bool> {
    let cues = (first.cue?, second.cue?);
    let size = |saying: &Saying| saying.content.iter().map(|c| c.len()).sum::<usize>();
    let inside = |cue: Span, saying: &Saying| saying.content.iter().any(|c| c.overlaps(cue));
    if shared(&first.content, &second.content) * 2 < size(first).min(size(second)).max(1)
        || inside(cues.0, second)
        || inside(cues.1, first)
    {
        return None;
    }
    let [before, after] = [cues.0, cues.1].map(|cue| Relay::of(doc.slice(cue)));
    match (before, after) {
        (Relay::Hands, _) => Some(false),
        (_, Relay::Hands) => Some(true),
        (Relay::Cites, Relay::Says) => Some(true),
        (_, Relay::Cites) => Some(false),
        (Relay::Says, Relay::Says) => (first.content == second.content).then_some(false),
    }
}

/// How many bytes two lists of pieces, each in order, have in common.
fn shared(a: &[Span], b: &[Span]) -> usize {
    let (mut i, mut j, mut bytes) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        bytes += x.end().min(y.end()).saturating_sub(x.start().max(y.start()));
        if x.end() <= y.end() { i += 1 } else { j += 1 }
    }
    bytes
}

/// What a cue says of where its content comes from.
#[derive(Clone, Copy, PartialEq)]
enum Relay {
    /// "quoted by": another's words handed on.
    Hands,
    /// "citing", "according to", "as saying": the word of another.
    Cites,
    /// "said".
    Says,
}

impl Relay {
    fn of(cue: &str) -> Self {
        let cue = cue.to_lowercase();
        let cites = [
            "cite",
            "cites",
            "cited",
            "citing",
            "quote",
            "quotes",
            "quoted",
            "quoting",
            "according",
            "as",
        ];
        match (cue.split_whitespace().next(), cue.split_whitespace().next_back()) {
            (_, Some("by")) => Self::Hands,
            (Some("as"), Some("saying" | "telling")) => Self::Cites,
            (Some(word), _) if cites.contains(&word) => Self::Cites,
            _ => Self::Says,
        }
    }
}

/// What has to lie in the parent's content.
fn anchor(saying: &Saying) -> Span {
    saying.cue.or(saying.source).unwrap_or(saying.content[0])
}
