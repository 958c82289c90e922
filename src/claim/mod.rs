//! Claims: a quantity, its arguments, and the innermost attribution whose content holds it.

use crate::document::Span;
use crate::findings::{Arguments, Attribution, Claim, Quantity, Sentence, depths};
use crate::labels::RegionKind;
use std::cmp::Reverse;

/// Which numbers become rows of the claims table (`--numbers`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// Those that count or measure something.
    #[default]
    Claims,
    /// Dates, ages, ordinals, identifiers and their like too.
    All,
}

/// Joins each wanted quantity outside boilerplate to its arguments and attribution.
///
/// `arguments` holds one entry for each quantity, in the same order.
pub fn join(
    sentences: &[Sentence],
    quantities: &[Quantity],
    arguments: &[Arguments],
    attributions: &[Attribution],
    numbers: Numbers,
) -> Vec<Claim> {
    let wanted = |q: &Quantity| {
        (numbers == Numbers::All || q.kind.is_claim())
            && sentences[q.sentence].region != RegionKind::Boilerplate
    };
    let carriers = carriers(quantities, attributions);
    quantities
        .iter()
        .zip(arguments)
        .enumerate()
        .filter(|(_, (quantity, _))| wanted(quantity))
        .map(|(index, (_, &arguments))| Claim {
            quantity: index,
            arguments,
            attribution: carriers[index],
        })
        .collect()
}

/// For each quantity the attribution with the shortest content piece around it; of equals, the
/// deeper one.
///
/// One sweep over the text: a piece is looked at only by the quantities between its ends.
fn carriers(quantities: &[Quantity], attributions: &[Attribution]) -> Vec<Option<usize>> {
    let depths = depths(attributions);
    let mut pieces: Vec<(Span, Reverse<usize>, usize)> = attributions
        .iter()
        .enumerate()
        .flat_map(|(index, a)| a.content.iter().map(move |&piece| (piece, index)))
        .map(|(piece, index)| (piece, Reverse(depths[index]), index))
        .collect();
    pieces.sort_by_key(|(piece, ..)| piece.start());
    let mut ahead = pieces.into_iter().peekable();
    let mut open: Vec<(Span, Reverse<usize>, usize)> = Vec::new();
    quantities
        .iter()
        .map(|quantity| {
            let place = quantity.span;
            open.retain(|(piece, ..)| piece.end() > place.start());
            while let Some(next) = ahead.next_if(|(piece, ..)| piece.start() <= place.start()) {
                open.push(next);
            }
            let around = open.iter().filter(|(piece, ..)| piece.contains(place));
            around.min_by_key(|(piece, depth, index)| (piece.len(), *depth, *index)).map(|p| p.2)
        })
        .collect()
}
