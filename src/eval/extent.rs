//! How far two annotations cover the same characters.

use crate::gold::Place;

/// A set of characters as sorted, disjoint, non-empty ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extent(Vec<Place>);

impl Extent {
    pub(super) fn of(places: impl IntoIterator<Item = Place>) -> Self {
        let mut places: Vec<Place> =
            places.into_iter().filter(|[start, end]| start < end).collect();
        places.sort_unstable();
        let mut ranges: Vec<Place> = Vec::with_capacity(places.len());
        for place in places {
            match ranges.last_mut() {
                Some(last) if place[0] <= last[1] => last[1] = last[1].max(place[1]),
                _ => ranges.push(place),
            }
        }
        Self(ranges)
    }

    fn size(&self) -> usize {
        self.0.iter().map(|[start, end]| end - start).sum()
    }

    fn shared(&self, other: &Self) -> usize {
        let (mut i, mut j, mut shared) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            shared += a[1].min(b[1]).saturating_sub(a[0].max(b[0]));
            if a[1] <= b[1] {
                i += 1;
            } else {
                j += 1;
            }
        }
        shared
    }

    /// Shared characters over all characters; 1 if both are empty.
    pub(super) fn jaccard(&self, other: &Self) -> f64 {
        let shared = self.shared(other);
        let all = self.size() + other.size() - shared;
        if all == 0 { 1.0 } else { shared as f64 / all as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn places() -> impl Strategy<Value = Vec<Place>> {
        prop::collection::vec((0usize..40, 0usize..10).prop_map(|(at, len)| [at, at + len]), 0..6)
    }

    proptest! {
        /// The ranges say what sets of characters would say.
        #[test]
        fn jaccard_is_that_of_the_character_sets(a in places(), b in places()) {
            let set = |places: &[Place]| -> BTreeSet<usize> {
                places.iter().flat_map(|p| p[0]..p[1]).collect()
            };
            let (x, y) = (set(&a), set(&b));
            let expected = if x.is_empty() && y.is_empty() {
                1.0
            } else {
                x.intersection(&y).count() as f64 / x.union(&y).count() as f64
            };
            prop_assert_eq!(Extent::of(a).jaccard(&Extent::of(b)), expected);
        }
    }
}
