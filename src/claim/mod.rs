//! Claims: a quantity, its arguments, and the innermost attribution whose content holds it.

use crate::document::Span;
use crate::findings::{Arguments, Attribution, Claim, Quantity, Sentence};
use crate::labels::RegionKind;

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
    quantities
        .iter()
        .zip(arguments)
        .enumerate()
        .filter(|(_, (quantity, _))| wanted(quantity))
        .map(|(index, (quantity, &arguments))| Claim {
            quantity: index,
            arguments,
            attribution: innermost(quantity.span, attributions),
        })
        .collect()
}

/// The attribution with the shortest content piece around `place`; of equals, the deeper one.
fn innermost(place: Span, attributions: &[Attribution]) -> Option<usize> {
    let around = |a: &Attribution| {
        a.content.iter().filter(|piece| piece.contains(place)).map(|piece| piece.len()).min()
    };
    let depth = |mut index: usize| {
        let mut depth = 0;
        while let Some(parent) = attributions[index].parent {
            index = parent;
            depth += 1;
        }
        depth
    };
    attributions
        .iter()
        .enumerate()
        .filter_map(|(index, a)| Some((around(a)?, std::cmp::Reverse(depth(index)), index)))
        .min()
        .map(|(_, _, index)| index)
}
