//! Sayings with no verb: a speaker and a colon ("Mayor: “We stay”"), a post and its author
//! ("— Ana Lima (@analima)").

use super::content::pieces;
use super::noun::{Phrase, is_nominal, start_of};
use super::view::View;
use super::words::is_person_noun;
use super::{Found, Text};
use crate::findings::Rule;
use crate::grammar::Tag;

/// The longest label before a colon, in units.
const LABEL: usize = 8;

/// Finds the saying a sentence's label or signature makes of it, if it has one.
pub(super) fn find(text: &Text<'_>, view: &View<'_>, found: &mut Vec<Found>) {
    if let Some(saying) = labelled(text, view).or_else(|| signed(text, view)) {
        found.push(saying);
    }
}

/// "Hospitals: 33 still in danger", "Ana Lima on the raid: “We ran.”"
fn labelled(text: &Text<'_>, view: &View<'_>) -> Option<Found> {
    let colon = (1..view.len().min(LABEL + 1)).find(|&i| view.word(i) == ":")?;
    let quoted = view.is_quotation(colon + 1);
    let plain = (0..colon).all(|i| {
        is_nominal(view.tag(i))
            || matches!(view.tag(i), Some(Tag::Adjective | Tag::Determiner | Tag::Possessive))
    });
    let from = if plain { 0 } else { start_of(view, colon)? };
    // Words about the subject may follow the name before a quotation: "on the raid".
    let to = (from..colon)
        .find(|&i| quoted && i > from && view.tag(i) == Some(Tag::Preposition))
        .unwrap_or(colon);
    let names =
        (from..to).any(|i| view.tag(i) == Some(Tag::ProperNoun) || is_person_noun(view.word(i)));
    let headline = !matches!(view.tag(view.len() - 1), Some(Tag::Stop));
    let short = to - from <= 4 && from == 0;
    if !names || view.glued(colon + 1) || !(quoted || headline && short && view.len() > colon + 4) {
        return None;
    }
    if (from..to).any(|i| view.tag(i) == Some(Tag::Numeral)) {
        return None;
    }
    let source = Phrase { span: view.span(from, to), from, to };
    let content = pieces(text, view, colon + 1, view.len());
    Found::without_cue(view, source, content, Rule("label"))
}

/// "Roads are shut. — Ana Lima (@analima) June 12, 2016": the paragraph up to the dash.
fn signed(text: &Text<'_>, view: &View<'_>) -> Option<Found> {
    let bracket = (2..view.len())
        .rev()
        .find(|&i| view.word(i) == "(" && view.text(i + 1).starts_with('@'))?;
    let close = (bracket..view.len().min(bracket + 5)).find(|&i| view.word(i) == ")")?;
    let dash =
        (bracket.saturating_sub(6)..bracket).rev().find(|&i| view.tag(i) == Some(Tag::Dash))?;
    if dash + 1 >= bracket {
        return None;
    }
    let source = Phrase { span: view.span(dash + 1, close + 1), from: dash + 1, to: close + 1 };
    let mut content = text.paragraph_before(view.sentence);
    if dash > 0 {
        content.extend(pieces(text, view, 0, dash));
    }
    Found::without_cue(view, source, content, Rule("signature"))
}
