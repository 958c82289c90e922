//! Which found annotation answers which gold one: one to one, best pairs first.

use super::extent::Extent;
use crate::gold::{Article, Attribution, Place, Quantity};
use crate::labels::Modifier;
use std::cmp::Reverse;

/// Half of the characters in common: the least overlap that counts as the same span.
pub(super) const SAME: f64 = 0.5;

/// For each gold index the found index it is matched with.
pub(super) type Matches = Vec<Option<usize>>;

/// The spans of an attribution as sets of characters.
pub(super) struct Extents {
    pub(super) source: Extent,
    pub(super) cue: Extent,
    pub(super) content: Extent,
}

impl Extents {
    pub(super) fn of(a: &Attribution) -> Self {
        Self {
            source: Extent::of(a.source),
            cue: Extent::of(a.cue),
            content: Extent::of(a.content.iter().copied()),
        }
    }
}

/// Attributions match where at least half of their content is the same; source and cue
/// decide between equals.
pub(super) fn attributions(gold: &[Extents], found: &[Extents]) -> Matches {
    greedy(gold, found, |gold, found| {
        let content = gold.content.jaccard(&found.content);
        if content < SAME {
            return 0.0;
        }
        content + 0.2 * gold.source.jaccard(&found.source) + 0.1 * gold.cue.jaccard(&found.cue)
    })
}

/// Quantities match where their spans overlap and their numbers agree.
pub(super) fn quantities(gold: &Article, found: &Article) -> Matches {
    greedy(&gold.quantities, &found.quantities, |gold, found| match (gold.span, found.span) {
        (Some(a), Some(b)) if same_number(gold, found) => overlap_share(a, b),
        _ => 0.0,
    })
}

fn overlap_share(a: Place, b: Place) -> f64 {
    let overlap = a[1].min(b[1]).saturating_sub(a[0].max(b[0]));
    let longer = a[1].saturating_sub(a[0]).max(b[1].saturating_sub(b[0]));
    if overlap == 0 { 0.0 } else { 1.0 + overlap as f64 / longer as f64 }
}

fn same_number(a: &Quantity, b: &Quantity) -> bool {
    let ends = |q: &Quantity| {
        if q.modifier == Modifier::Range || (q.value.is_none() && q.low.is_some()) {
            (q.low, q.high)
        } else {
            (q.value, q.value)
        }
    };
    let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0),
        (a, b) => a.is_none() && b.is_none(),
    };
    let ((al, ah), (bl, bh)) = (ends(a), ends(b));
    same(al, bl) && same(ah, bh)
}

fn greedy<T>(gold: &[T], found: &[T], weight: impl Fn(&T, &T) -> f64) -> Matches {
    let mut pairs = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, f) in found.iter().enumerate() {
            let weight = weight(g, f);
            if weight > 0.0 {
                pairs.push((weight, i, j));
            }
        }
    }
    // Heaviest first; of equals the first in the text, so that the result is one.
    pairs.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then_with(|| Reverse((b.1, b.2)).cmp(&Reverse((a.1, a.2))))
    });
    let mut matches = vec![None; gold.len()];
    let mut taken = vec![false; found.len()];
    for (_, i, j) in pairs {
        if matches[i].is_none() && !taken[j] {
            matches[i] = Some(j);
            taken[j] = true;
        }
    }
    matches
}
