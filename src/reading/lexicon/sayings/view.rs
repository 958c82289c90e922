//! A sentence as one speaker's words: quotations inside it are single, opaque units.

use crate::document::{Document, Span};
use crate::findings::Sentence;
use crate::grammar::{Tag, Token};
use crate::quotation::Quotation;

/// How far content reaches from its cue within one sentence, in units. Real sentences are far
/// shorter; it keeps the work linear on text without full stops.
pub(super) const REACH: usize = 240;

/// A word, a mark, or a whole quotation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit<'t> {
    pub(super) span: Span,
    token: Option<&'t Token>,
    /// The quotation this unit is, as an index.
    pub(super) quotation: Option<usize>,
}

/// The units of a sentence at one level of quotation.
#[derive(Clone, Debug)]
pub(super) struct View<'t> {
    pub(super) doc: &'t Document,
    pub(super) sentence: usize,
    pub(super) units: Vec<Unit<'t>>,
}

impl<'t> View<'t> {
    pub(super) fn len(&self) -> usize {
        self.units.len()
    }

    /// The word in lower case; empty for a quotation and beyond the end.
    pub(super) fn word(&self, at: usize) -> &'t str {
        self.units.get(at).and_then(|u| u.token).map_or("", |t| t.lower.as_str())
    }

    /// The part of speech; none for a quotation and beyond the end.
    pub(super) fn tag(&self, at: usize) -> Option<Tag> {
        self.units.get(at).and_then(|u| u.token).map(|t| t.tag)
    }

    /// Whether the unit is a quotation.
    pub(super) fn is_quotation(&self, at: usize) -> bool {
        self.units.get(at).is_some_and(|u| u.quotation.is_some())
    }

    /// The text of a unit.
    pub(super) fn text(&self, at: usize) -> &'t str {
        self.units.get(at).map_or("", |u| self.doc.slice(u.span))
    }

    /// The text from unit `from` up to, and without, unit `to`.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.units[from].span.start(), self.units[to - 1].span.end())
    }

    /// Whether the text between units `at - 1` and `at` holds no space.
    pub(super) fn glued(&self, at: usize) -> bool {
        at > 0 && at < self.len() && self.units[at - 1].span.end() == self.units[at].span.start()
    }

    /// Whether the quotation ends like a sentence part: “…,” or “…?” (said X).
    pub(super) fn ends_in_stop(&self, at: usize) -> bool {
        let text = self.text(at).trim_end_matches(['”', '"', '’', '\'', '»', '“', ' ']);
        text.ends_with([',', '.', '?', '!', '…', '-', '–', '—'])
    }
}

/// The views of a sentence: its outer level first, then the inside of each quotation of at
/// least four words that overlaps it.
pub(super) fn views<'t>(
    doc: &'t Document,
    index: usize,
    sentence: &Sentence,
    tokens: &'t [Token],
    quotations: &[(usize, Quotation)],
) -> Vec<View<'t>> {
    let outer = units(sentence.span, tokens, quotations);
    let mut views = vec![View { doc, sentence: index, units: outer }];
    for (place, (_, quotation)) in quotations.iter().enumerate() {
        let rest = &quotations[place + 1..];
        let inner = rest.partition_point(|(_, q)| quotation.span.contains(q.span));
        let inside = inside(doc, quotation.span, sentence.span);
        let first = tokens.partition_point(|t| t.span.start() < inside.start());
        let last = tokens.partition_point(|t| t.span.end() <= inside.end());
        if last < first + 4 {
            continue;
        }
        let words = units(inside, &tokens[first..last], &rest[..inner]);
        if words.len() >= 4 {
            views.push(View { doc, sentence: index, units: words });
        }
    }
    views
}

/// The part of the quotation that lies in the sentence, without its marks.
fn inside(doc: &Document, quotation: Span, sentence: Span) -> Span {
    let is_mark = |c: char| matches!(c, '"' | '“' | '”' | '„' | '‘' | '’' | '\'' | '«' | '»' | '‟');
    let text = doc.slice(quotation);
    let start =
        quotation.start() + text.chars().next().filter(|&c| is_mark(c)).map_or(0, char::len_utf8);
    let end = quotation.end()
        - text.chars().next_back().filter(|&c| is_mark(c)).map_or(0, char::len_utf8);
    let start = start.max(sentence.start());
    Span::new(start, end.min(sentence.end()).max(start))
}

fn units<'t>(range: Span, tokens: &'t [Token], quotations: &[(usize, Quotation)]) -> Vec<Unit<'t>> {
    let mut units: Vec<Unit<'t>> = Vec::new();
    let mut next = 0;
    for token in tokens {
        if token.span.start() < range.start() || token.span.end() > range.end() {
            continue;
        }
        // Quotations are in order of their start; outer ones come before inner ones.
        while next < quotations.len() && quotations[next].1.span.end() <= token.span.start() {
            next += 1;
        }
        let holder = quotations[next..]
            .iter()
            .take_while(|(_, q)| q.span.start() <= token.span.start())
            .find(|(_, q)| q.span.contains(token.span));
        match holder {
            Some(&(id, _)) => match units.last_mut() {
                Some(last) if last.quotation == Some(id) => last.span = last.span.cover(token.span),
                _ => units.push(Unit { span: token.span, token: None, quotation: Some(id) }),
            },
            None => units.push(Unit { span: token.span, token: Some(token), quotation: None }),
        }
    }
    units
}
