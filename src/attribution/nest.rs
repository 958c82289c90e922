//! Nesting: the saying whose content holds another saying is its parent.

use crate::document::Span;
use crate::reading::Saying;

/// The parent of each saying: of those whose content holds its cue (or source, or content,
/// where there is no cue), the one with the least content.
///
/// A parent has more content than its child, or as much and an earlier place, so parents
/// never run in a circle. ", citing a ministry source" shares the content of the saying it
/// hangs on and becomes its child.
pub(super) fn parents(sayings: &[Saying]) -> Vec<Option<usize>> {
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
    for inner in 1..sayings.len() {
        let (before, after) = sayings.split_at(inner);
        let (outer, this) = (&before[inner - 1], &after[0]);
        if parents[inner].is_none() && this.cue.is_some() && outer.content == this.content {
            parents[inner] = Some(inner - 1);
        }
    }
    parents
}

/// What has to lie in the parent's content.
fn anchor(saying: &Saying) -> Span {
    saying.cue.or(saying.source).unwrap_or(saying.content[0])
}
