//! Title: which block is the headline, and which blocks only say it again.

use super::region::{Piece, repeats_title};
use super::shape::{Form, Shape};
use crate::document::Span;
use crate::labels::RegionKind::{Boilerplate, Title};

/// How far down the headline is looked for: menus may stand above it.
const DEPTH: usize = 400;

/// Marks the headline, what stands above it, and its repetitions. `known` is the headline
/// as the input's metadata tells it, or empty.
pub(super) fn find(pieces: &mut [Piece], known: &str) -> Option<Span> {
    let known = known.trim();
    let found = named(pieces, known).or_else(|| first(pieces));
    let title = match found {
        Some(at) => pieces[at].text,
        None if known.is_empty() => return None,
        None => known,
    };
    for (i, piece) in pieces.iter_mut().enumerate() {
        let menu =
            found.is_some_and(|at| i < at) && !piece.prose() && piece.shape.form != Form::Item;
        if Some(i) == found {
            piece.kind = Some(Title);
        } else if menu || repeats_title(piece.text, title) {
            piece.kind = Some(Boilerplate);
        }
    }
    found.map(|at| pieces[at].span)
}

/// The block that says what metadata, or a page title on the first line, announces.
fn named(pieces: &[Piece], known: &str) -> Option<usize> {
    let lead = pieces.iter().position(Piece::prose).unwrap_or(pieces.len());
    // With text before it, it is the headline of something else, or a repetition.
    let reach = (lead + 1).min(DEPTH).min(pieces.len());
    let find = |title: &str, from: usize| {
        let key = Shape::of(title).key;
        (from..reach).find(|&i| key != 0 && pieces[i].shape.key == key)
    };
    if !known.is_empty() {
        return find(known, 0).or_else(|| site_cut(known).and_then(|title| find(title, 0)));
    }
    let page = pieces.first().filter(|piece| piece.shape.form == Form::Headline)?;
    find(site_cut(page.text)?, 1)
}

/// A page title without the name of the site at its end.
fn site_cut(title: &str) -> Option<&str> {
    let cut =
        [" | ", " - ", " – ", " — ", " :: "].iter().filter_map(|mark| title.find(mark)).min()?;
    title.get(..cut).filter(|title| title.split_ascii_whitespace().count() >= 4)
}

/// The first block, if it reads like a headline.
fn first(pieces: &[Piece]) -> Option<usize> {
    let open = |piece: &Piece| piece.kind.is_none() && piece.shape.form != Form::Dateline;
    let at = pieces.iter().take(8).position(open)?;
    let (piece, next) = (&pieces[at], pieces.get(at + 1)?);
    let headline = piece.shape.form == Form::Headline
        && piece.shape.words >= 3
        && (next.apart
            || next.shape.words > piece.shape.words
            || next.shape.form != Form::Headline);
    // A headline that is a sentence gives itself away by being said twice.
    let twice = || pieces[at + 1..].iter().take(8).any(|p| p.shape.key == piece.shape.key);
    (headline || (piece.shape.key != 0 && piece.shape.words <= 30 && twice())).then_some(at)
}
