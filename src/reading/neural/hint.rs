//! Hints: what is known of a piece before the encoder reads it, and what the lexicon reader
//! makes of it.
//!
//! The vocabulary has no upper case and the windows no layout, so capitals, beginnings of
//! lines and quotation marks come in here. The lexicon reader's cues, sources and contents
//! come in beside them; training learns how far each can be trusted.

use super::decode::CUE_ROLES;
use super::places::Places;
use super::window::Window;
use crate::document::{Document, Span};
use crate::findings::{Arguments, Attribution, Quantity};
use crate::quotation;
use std::iter;
use std::ops::Range;

/// The kinds of hints, as bits of a [`Hints`] entry. A phrase has one bit for its first
/// piece and the next for the rest.
mod bit {
    pub const CUE: u32 = 0;
    pub const SOURCE: u32 = 2;
    pub const CONTENT: u32 = 4;
    pub const QUANTITY: u32 = 6;
    pub const QUOTED: u32 = 8;
    pub const CAPITAL: u32 = 9;
    pub const LINE: u32 = 10;
    pub const FREE: u32 = 11;
}

/// What a place puts on its first piece, and on each of the rest.
type Marks = (u16, u16);

/// How many kinds of hints there may be: the rows of the encoder's table of them.
pub const KINDS: usize = 16;

/// The bits that do not come from the lexicon reader or the grammar.
pub const LAYOUT: u16 = 1 << bit::QUOTED | 1 << bit::CAPITAL | 1 << bit::LINE;

/// What is known of a document before the encoder reads it.
pub struct Known<'d> {
    doc: &'d Document,
    quotations: Places<Marks>,
    /// What the grammar and the lexicon reader found.
    phrases: Places<Marks>,
    arguments: &'d [Arguments],
    attributions: &'d [Attribution],
    /// Where each attribution is known by: its cue, or where what is said without one begins.
    anchors: Places<usize>,
}

/// The label of every piece beside a cue that the lexicon reader does not see, in place of a
/// role.
pub const UNSEEN: u8 = CUE_ROLES.len() as u8;

/// The label that the tagging head would give a piece if it answered as the lexicon reader does.
pub fn tag(hints: u16) -> u8 {
    let has = |bit: u32| hints >> bit & 1 == 1;
    match () {
        () if has(bit::CUE) => 1,
        () if has(bit::CUE + 1) => 2,
        () if has(bit::FREE) => 3,
        () => 0,
    }
}

/// The spans, those made one between which there is only white space.
pub fn join(doc: &Document, spans: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for &span in spans {
        match joined.last_mut() {
            Some(last)
                if last.end() <= span.start()
                    && doc.slice(Span::new(last.end(), span.start())).trim().is_empty() =>
            {
                *last = last.cover(span);
            }
            _ => joined.push(span),
        }
    }
    joined
}

/// Labels the pieces of each span: `label` the first, `label + 1` the rest.
pub fn mark(window: &Window, spans: &[Span], label: u8, labels: &mut [u8]) {
    for &span in spans {
        let at = window.at(span);
        let first = at.start;
        for (i, piece) in at.zip(&mut labels[first..]) {
            *piece = label + u8::from(i > first);
        }
    }
}

impl<'d> Known<'d> {
    /// What the grammar and the lexicon reader found; one entry of `arguments` a quantity.
    pub fn new(
        doc: &'d Document,
        quantities: &'d [Quantity],
        arguments: &'d [Arguments],
        attributions: &'d [Attribution],
    ) -> Self {
        let phrase = |bit: u32| (1 << bit, 1 << (bit + 1));
        let quoted = quotation::find(doc).into_iter();
        let quotations =
            Places::new(quoted.map(|q| (q.span, (1 << bit::QUOTED, 1 << bit::QUOTED))));
        let claims = quantities.iter().filter(|q| q.kind.is_claim());
        let mut phrases: Vec<_> = claims.map(|q| (q.span, phrase(bit::QUANTITY))).collect();
        for attribution in attributions {
            phrases.extend(attribution.cue.map(|cue| (cue, phrase(bit::CUE))));
            phrases.extend(attribution.source.map(|source| (source, phrase(bit::SOURCE))));
            phrases.extend(attribution.content.iter().map(|&piece| (piece, phrase(bit::CONTENT))));
            if attribution.cue.is_none() {
                phrases.push((attribution.content[0], (1 << bit::FREE, 0)));
            }
        }
        let anchors = Places::new(attributions.iter().map(anchor).zip(0..));
        Self { doc, quotations, phrases: Places::new(phrases), arguments, attributions, anchors }
    }

    /// The span, with the rest of the words that it begins or ends inside.
    pub fn whole_words(&self, span: Span) -> Span {
        let text = self.doc.text();
        let (before, inside) = text.split_at(span.start());
        let (inside, after) = inside.split_at(span.len());
        let letters = |c: &char| c.is_alphanumeric();
        let length = |letters: &mut dyn Iterator<Item = char>| -> usize {
            letters.map(char::len_utf8).sum()
        };
        let back = match inside.chars().next() {
            Some(c) if letters(&c) => length(&mut before.chars().rev().take_while(letters)),
            _ => 0,
        };
        let on = match inside.chars().next_back() {
            Some(c) if letters(&c) => length(&mut after.chars().take_while(letters)),
            _ => 0,
        };
        Span::new(span.start() - back, span.end() + on)
    }

    /// The hints on each piece of a window.
    pub fn hints(&self, window: &Window) -> Vec<u16> {
        let mut hints: Vec<u16> =
            window.pieces.iter().map(|piece| self.layout(piece.span)).collect();
        let (Some(first), Some(last)) = (window.pieces.first(), window.pieces.last()) else {
            return hints;
        };
        let extent = first.span.cover(last.span);
        let places = [&self.quotations, &self.phrases];
        for &(span, (first, rest)) in places.into_iter().flat_map(|p| p.overlapping(extent)) {
            for (mark, hint) in
                iter::once(first).chain(iter::repeat(rest)).zip(&mut hints[window.at(span)])
            {
                *hint |= mark;
            }
        }
        hints
    }

    fn layout(&self, piece: Span) -> u16 {
        let text = self.doc.text();
        let (before, after) = text.split_at(piece.start());
        let capital = after.chars().next().is_some_and(char::is_uppercase);
        let line = before.is_empty() || before.ends_with('\n');
        u16::from(capital) << bit::CAPITAL | u16::from(line) << bit::LINE
    }

    /// The lexicon reader's attribution whose cue shares a piece with `anchor`, or, for an
    /// anchor without a cue, the one without a cue whose content begins there.
    pub fn attribution(
        &self,
        window: &Window,
        anchor: Range<usize>,
        cue: bool,
    ) -> Option<&'d Attribution> {
        let found = self.anchors.overlapping(window.span(anchor)).map(|&(_, index)| index);
        let found = found.filter(|&index| self.attributions[index].cue.is_some() == cue).min();
        found.map(|index| &self.attributions[index])
    }

    /// The role of each piece in that attribution, as a label of a cue's roles.
    pub fn said(&self, window: &Window, attribution: Option<&Attribution>) -> Vec<u8> {
        let Some(attribution) = attribution else {
            return vec![UNSEEN; window.pieces.len()];
        };
        let mut roles = vec![0; window.pieces.len()];
        // Content is annotated sentence by sentence and read in one piece.
        mark(window, &join(self.doc, &attribution.content), 3, &mut roles);
        mark(window, attribution.source.as_slice(), 1, &mut roles);
        roles
    }

    /// The role of each piece beside the quantity at `index`, as a label of a quantity's roles.
    pub fn counted(&self, window: &Window, index: usize) -> Vec<u8> {
        let mut roles = vec![0; window.pieces.len()];
        let arguments = &self.arguments[index];
        for (span, label) in [(arguments.event, 5), (arguments.actor, 3), (arguments.counted, 1)] {
            mark(window, span.as_slice(), label, &mut roles);
        }
        roles
    }
}

/// The cue of an attribution, or the first byte of what it says.
fn anchor(attribution: &Attribution) -> Span {
    let begin = attribution.content[0];
    let first = Span::new(begin.start(), begin.end().min(begin.start() + 1));
    attribution.cue.unwrap_or(first)
}
