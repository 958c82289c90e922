//! Hints: what is known of a piece before the encoder reads it, and what the lexicon reader
//! makes of it.
//!
//! The vocabulary has no upper case and the windows no layout, so capitals, beginnings of
//! lines and quotation marks come in here. The lexicon reader's cues, sources and contents
//! come in beside them; training learns how far each can be trusted.

use super::decode::CUE_ROLES;
use super::window::Window;
use crate::document::{Document, Span};
use crate::findings::{Arguments, Attribution, Quantity};
use crate::quotation::{self, Quotation};
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

/// How many kinds of hints there may be: the rows of the encoder's table of them.
pub const KINDS: usize = 16;

/// The bits that do not come from the lexicon reader or the grammar.
pub const LAYOUT: u16 = 1 << bit::QUOTED | 1 << bit::CAPITAL | 1 << bit::LINE;

/// What is known of a document before the encoder reads it.
pub struct Known<'d> {
    doc: &'d Document,
    quotations: Vec<Quotation>,
    quantities: &'d [Quantity],
    arguments: &'d [Arguments],
    attributions: &'d [Attribution],
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
        Self { doc, quotations: quotation::find(doc), quantities, arguments, attributions }
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
        for quotation in self.quotations.iter().filter(|q| q.span.overlaps(extent)) {
            for hint in &mut hints[window.at(quotation.span)] {
                *hint |= 1 << bit::QUOTED;
            }
        }
        let mut mark = |span: Span, bit: u32| {
            let at = window.at(span);
            if let Some(hint) = hints.get_mut(at.start).filter(|_| !at.is_empty()) {
                *hint |= 1 << bit;
                for rest in &mut hints[at.start + 1..at.end] {
                    *rest |= 1 << (bit + 1);
                }
            }
        };
        for quantity in self.quantities.iter().filter(|q| q.kind.is_claim()) {
            mark(quantity.span, bit::QUANTITY);
        }
        for attribution in self.attributions {
            if let Some(cue) = attribution.cue {
                mark(cue, bit::CUE);
            }
            if let Some(source) = attribution.source {
                mark(source, bit::SOURCE);
            }
            for &piece in &attribution.content {
                mark(piece, bit::CONTENT);
            }
        }
        for attribution in self.attributions.iter().filter(|a| a.cue.is_none()) {
            let at = window.at(attribution.content[0]);
            if let Some(hint) = hints.get_mut(at.start).filter(|_| !at.is_empty()) {
                *hint |= 1 << bit::FREE;
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
        let place = window.span(anchor);
        self.attributions.iter().find(|a| match (cue, a.cue) {
            (true, Some(span)) => span.overlaps(place),
            (false, None) => place.overlaps(Span::new(
                a.content[0].start(),
                a.content[0].end().min(a.content[0].start() + 1),
            )),
            _ => false,
        })
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
