//! What a capital says: a name, or only the place of the word.

use super::lex::Shape;
use super::token::{Tag, Token};
use super::words::Form;

/// Why a word here would bear a capital whatever it is.
pub(super) enum Opening {
    /// Nothing but marks stands before.
    Sentence,
    /// A quotation mark, bracket, dash or colon stands before.
    Mark,
}

/// Whether a word here would bear a capital for its place alone.
pub(super) fn opened(before: &[Token]) -> Option<Opening> {
    if before.iter().rev().take(4).all(|t| t.tag.is_mark()) && before.len() < 4 {
        return Some(Opening::Sentence);
    }
    match before.last().map(|t| t.tag) {
        Some(Tag::Colon | Tag::Stop) => Some(Opening::Sentence),
        Some(Tag::Quote) => {
            // An opening mark begins a sentence of its own; a closing one follows , . ? or !.
            let closes = before.iter().rev().nth(1).is_some_and(|t| {
                matches!(t.tag, Tag::Comma | Tag::Stop)
                    && t.span.end() == before[before.len() - 1].span.start()
            });
            Some(if closes { Opening::Mark } else { Opening::Sentence })
        }
        _ => None,
    }
}

/// Takes the capitals of a headline's words, and of a line all in capitals, for small
/// letters where the table knows the word.
pub(super) fn settle_capitals(tokens: &[Token], shapes: &mut [Shape], forms: &[Form]) {
    let capitals = shapes.iter().filter(|s| matches!(s, Shape::Capital | Shape::Upper)).count();
    // Most sentences end here: neither a headline nor a shout without them.
    if capitals < 2 {
        return;
    }
    let (mut capital, mut upper, mut lower) = (0, 0, 0);
    for ((token, shape), form) in tokens.iter().zip(&*shapes).zip(forms) {
        if token.lower.len() > 3 {
            match shape {
                Shape::Capital if !form.classes.is_empty() => capital += 1,
                Shape::Upper if !form.classes.is_empty() => upper += 1,
                Shape::Lower => lower += 1,
                _ => {}
            }
        }
    }
    let headline = capital >= 3 && capital > 3 * lower;
    let shouted = upper >= 2 && upper > capital + lower;
    if !headline && !shouted {
        return;
    }
    for (shape, form) in shapes.iter_mut().zip(forms) {
        let known = !form.classes.is_empty() || form.is_closed();
        *shape = match *shape {
            Shape::Capital if headline && known => Shape::Lower,
            Shape::Upper if shouted && known => Shape::Lower,
            Shape::Upper if shouted => Shape::Capital,
            same => same,
        };
    }
}
