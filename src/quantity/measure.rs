//! Currency, percent and units around a number.

use super::lexicon::{METRE_CUE, PERCENT, Unit, WEIGHT_CUE};
use super::line::Line;
use crate::labels::Kind;

const PERCENT_UNIT: Unit = Unit { name: "%", kind: Kind::Percent, hundredths: false };

/// The currency sign or code before token `at`: its first token, code and power of ten.
pub(super) fn currency_before(line: &Line<'_>, at: usize) -> Option<(usize, &'static str, i16)> {
    // The longest sign has three tokens (US$, $US) or a code and its point (Rs. 5).
    (1..=3).rev().find_map(|back| {
        let start = at.checked_sub(back)?;
        let (length, code, power) = line.lexicon.sign(line.rest(start))?;
        let last = line.tokens.get(at - 1)?;
        let end = line.tokens[start].start as usize + length;
        let point = line.mark(at - 1) == Some('.') && back > 1;
        let reaches = if point { line.tokens[at - 1].start } else { last.end } as usize;
        (end == reaches).then_some((start, code, power))
    })
}

/// The unit, percent sign or currency that starts at token `at`: the token after it.
pub(super) fn unit_after(line: &Line<'_>, at: usize) -> Option<(usize, Unit)> {
    if line.mark(at) == Some('%') {
        return Some((at + 1, PERCENT_UNIT));
    }
    let at = line.skip_hyphen(at);
    if line.in_class(at, PERCENT) {
        let known = line.known();
        let points = line.is(at + 1, known.point) || line.is(at + 1, known.points);
        return Some((at + 1 + usize::from(points), PERCENT_UNIT));
    }
    // "per cent".
    if line.letters(at).eq_ignore_ascii_case("per")
        && line.letters(at + 1).eq_ignore_ascii_case("cent")
    {
        return Some((at + 2, PERCENT_UNIT));
    }
    for (words, unit) in line.lexicon.units(line.word(at)) {
        if let Some(end) = line.phrase(at, words) {
            return Some((end, *unit));
        }
    }
    let rest = line.rest(at);
    if let Some((length, unit)) = line.lexicon.symbol(rest) {
        let from = line.tokens.get(at)?.start as usize + length;
        let end = line.token_from(at, from);
        let whole = line.tokens.get(end.wrapping_sub(1)).is_some_and(|t| t.end as usize == from);
        // A lone letter is a unit only next to its digits: 40C, 5 m.
        let lone = length == 1 && rest.starts_with(|c: char| c.is_ascii_alphabetic());
        let named = lone && line.hyphen(end);
        if whole
            && !named
            && (!lone || line.glued(at) || line.rest(at).starts_with(['C', 'F', 'm']))
        {
            return Some((end, unit));
        }
    }
    None
}

/// A currency code after the digits: "4 USD", "3bn EUR".
pub(super) fn code_after(line: &Line<'_>, at: usize) -> Option<(usize, &'static str)> {
    let (length, code, power) = line.lexicon.sign(line.rest(at))?;
    let from = line.tokens.get(at)?.start as usize + length;
    let end = line.token_from(at, from);
    let whole = line.tokens.get(end.wrapping_sub(1)).is_some_and(|t| t.end as usize == from);
    (whole && power == 0).then_some((end, code))
}

/// Whether the letter m after digits measures ("12m deep") and does not count millions.
pub(super) fn is_metre(line: &Line<'_>, after: usize) -> bool {
    let at = line.skip_hyphen(after);
    line.in_class(at, METRE_CUE)
}

/// Whether pounds here are weight; `scaled` says that they are counted in millions.
pub(super) fn is_weight(line: &Line<'_>, start: usize, end: usize, scaled: bool) -> bool {
    let near = (start.saturating_sub(4)..start).chain(end..end + 2);
    let weight = near.into_iter().any(|at| line.in_class(at, WEIGHT_CUE));
    let money_follows = line.mark(end) == Some('(')
        && line.mark(end + 1).is_some_and(|mark| matches!(mark, '$' | '€' | '£'));
    !money_follows && (weight || !scaled)
}
