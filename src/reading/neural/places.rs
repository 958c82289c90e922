//! Spans in the order in which they begin, to find those that lie in a window.

use crate::document::Span;

/// Things with a place each.
pub(super) struct Places<T> {
    /// By start; equal starts as they were told.
    things: Vec<(Span, T)>,
    /// How far the things up to here reach.
    reach: Vec<usize>,
}

impl<T> Places<T> {
    pub(super) fn new(things: impl IntoIterator<Item = (Span, T)>) -> Self {
        let mut things: Vec<_> = things.into_iter().collect();
        things.sort_by_key(|&(span, _)| span.start());
        let reach = things.iter().scan(0, |far, (span, _)| {
            *far = span.end().max(*far);
            Some(*far)
        });
        Self { reach: reach.collect(), things }
    }

    /// Those that share a byte with `extent`: besides them it goes over those alone that begin behind the first which reaches there.
    pub(super) fn overlapping(&self, extent: Span) -> impl Iterator<Item = &(Span, T)> {
        let first = self.reach.partition_point(|&end| end <= extent.start());
        let begun = self.things[first..].iter().take_while(move |(s, _)| s.start() < extent.end());
        begun.filter(move |(span, _)| span.overlaps(extent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The same as looking at every one.
        #[test]
        fn none_is_missed(spans in prop::collection::vec((0usize..60, 0usize..12), 0..30), at in 0usize..60, len in 0usize..20) {
            let span = |(start, len)| Span::new(start, start + len);
            let extent = span((at, len));
            let places = Places::new(spans.iter().map(|&s| span(s)).zip(0..));
            let mut found: Vec<usize> = places.overlapping(extent).map(|&(_, index)| index).collect();
            found.sort_unstable();
            let all = (0..spans.len()).filter(|&i| span(spans[i]).overlaps(extent));
            prop_assert_eq!(found, all.collect::<Vec<_>>());
        }
    }
}
