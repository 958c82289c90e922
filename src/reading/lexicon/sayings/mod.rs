//! Who says what, by cue and by quotation mark.
//!
//! Each sentence is read once as the writer's words, with quotations as opaque units, and
//! once for the inside of each quotation. A sentence with neither a cue word nor a quotation
//! is passed over.

mod complement;
mod content;
mod cue;
mod free;
mod label;
mod nonfinite;
mod noun;
mod phrase;
mod subject;
#[cfg(test)]
mod tests;
mod verb;
mod verb_group;
mod view;
mod words;

use crate::document::{Document, Span};
use crate::findings::{Rule, Sentence};
use crate::grammar::Tokens;
use crate::labels::RegionKind;
use crate::quotation::{self, Quotation};
use crate::reading::Saying;
use noun::Phrase;
use view::View;

/// Every saying, in order of its cue, or of its content where there is no cue.
pub(super) fn find(doc: &Document, sentences: &[Sentence], tokens: &Tokens) -> Vec<Saying> {
    let quotations = quotation::find(doc);
    let text = Text { doc, sentences, quotations: &quotations };
    let mut found = Vec::new();
    let mut next = 0;
    for (index, sentence) in sentences.iter().enumerate() {
        if sentence.region == RegionKind::Boilerplate {
            continue;
        }
        // Quotations that reach into this sentence, outer ones first.
        while next < quotations.len() && quotations[next].span.end() <= sentence.span.start() {
            next += 1;
        }
        let here: Vec<(usize, Quotation)> = quotations[next..]
            .iter()
            .enumerate()
            .take_while(|(_, q)| q.span.start() < sentence.span.end())
            .filter(|(_, q)| q.span.overlaps(sentence.span))
            .map(|(i, q)| (next + i, *q))
            .collect();
        let words = tokens.of(index);
        let marked = words.iter().any(|t| &*t.lower == ":" || t.lower.starts_with('@'));
        if !marked && !words.iter().any(|t| cue::VERBS.has(&t.lower) || phrase::begins(&t.lower)) {
            continue;
        }
        for (level, view) in view::views(doc, index, sentence, words, &here).iter().enumerate() {
            let first = found.len();
            verb::find(&text, view, &mut found);
            phrase::find(&text, view, first, &mut found);
            if level == 0 && marked && found.len() == first {
                label::find(&text, view, &mut found);
            }
            for f in &mut found[first..] {
                f.outer = level == 0;
            }
        }
    }
    free::join(&text, &mut found);
    found.sort_by_key(|f| (f.sentence, f.saying.cue.unwrap_or(f.saying.content[0])));
    found.dedup_by(|b, a| a.saying.cue.is_some() && a.saying.cue == b.saying.cue);
    found.into_iter().map(|f| f.saying).collect()
}

/// The article as the rules see it.
pub(super) struct Text<'d> {
    doc: &'d Document,
    sentences: &'d [Sentence],
    quotations: &'d [Quotation],
}

impl Text<'_> {
    /// The index of the sentence that holds byte `at`, or the last before it.
    fn sentence_at(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.span.start() <= at).saturating_sub(1)
    }

    /// `span` cut at the ends of sentences.
    fn by_sentence(&self, span: Span) -> Vec<Span> {
        let mut pieces = Vec::new();
        for sentence in &self.sentences[self.sentence_at(span.start())..] {
            if sentence.span.start() >= span.end() {
                break;
            }
            let start = sentence.span.start().max(span.start());
            let end = sentence.span.end().min(span.end());
            if start < end {
                pieces.push(Span::new(start, end));
            }
        }
        pieces
    }

    /// What of the quotation stands before the sentence, and in the paragraphs before.
    fn before(&self, quotation: usize, sentence: usize, pieces: &mut Vec<Span>) {
        let limit = self.sentences[sentence].span.start();
        let mut first = quotation;
        while first > 0 && self.quotations[first - 1].continued {
            first -= 1;
        }
        for q in &self.quotations[first..=quotation] {
            if q.span.start() < limit {
                let until = q.span.end().min(limit);
                pieces.extend(self.by_sentence(Span::new(q.span.start(), until)));
            }
        }
        pieces.retain(|p| p.end() <= limit);
    }

    /// What of the quotation stands behind the sentence, and in the paragraphs behind.
    fn after(&self, quotation: usize, sentence: usize, pieces: &mut Vec<Span>) {
        let limit = self.sentences[sentence].span.end();
        for q in &self.quotations[quotation..] {
            if q.span.end() > limit {
                let from = q.span.start().max(limit);
                let rest = self.by_sentence(Span::new(from, q.span.end()));
                pieces.extend(rest.into_iter().filter(|p| p.start() >= limit));
            }
            if !q.continued {
                break;
            }
        }
    }

    /// The sentences before this one in its paragraph, four at most.
    fn paragraph_before(&self, sentence: usize) -> Vec<Span> {
        let start = self.sentences[sentence].span.start();
        let near = &self.sentences[sentence.saturating_sub(4)..sentence];
        // No farther: a text without line breaks would be searched to its head each time.
        let from = near.first().map_or(start, |first| first.span.start());
        let before = self.doc.text().get(from..start).unwrap_or_default();
        let line = before.rfind('\n').map_or(from, |at| from + at + 1);
        near.iter().map(|s| s.span).filter(|span| span.start() >= line).collect()
    }

    /// Whether nothing but white space stands between the two places.
    fn adjacent(&self, end: usize, start: usize) -> bool {
        start >= end
            && start - end < 64
            && self.doc.text().get(end..start).is_some_and(|gap| {
                gap.chars().all(|c| c.is_whitespace() || c.is_ascii_punctuation())
            })
    }

    /// Where the white space before `span` begins, or its start at the head of a line.
    fn gap_start(&self, span: Span) -> usize {
        let before = self.doc.text().get(..span.start()).unwrap_or_default();
        before.trim_end().len()
    }
}

/// A saying on the way, with what the later rules need to know of it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    saying: Saying,
    sentence: usize,
    source: Option<Phrase>,
    /// The first unit of the cue.
    cue_from: usize,
    /// Whether its content ends in a quotation.
    quoted: bool,
    /// Whether it stands outside all quotations.
    outer: bool,
    /// Whether it has no cue.
    free: bool,
    /// How far its words reach: the end of the sentence part it fills.
    reach: usize,
}

impl Found {
    /// Puts a saying together; none if nothing is left to be said, or if the content
    /// overlaps its own cue.
    fn new(
        view: &View<'_>,
        source: Option<Phrase>,
        cue: (usize, usize),
        mut content: Vec<Span>,
        rule: Rule,
    ) -> Option<Self> {
        let (from, to) = trim_adverbs(view, cue);
        let cue = view.span(from, to);
        content.retain(|piece| !piece.is_empty());
        content.sort_unstable();
        content.dedup();
        let source_span = source.map(|s| s.span);
        let clash = content.iter().any(|c| {
            c.overlaps(cue)
                || source_span.is_some_and(|s| {
                    rule.0 != "passive" && rule.0 != "passive, as" && c.overlaps(s)
                })
        });
        if content.is_empty() || clash {
            return None;
        }
        let last_text = view.doc.slice(content[content.len() - 1]);
        let quoted = last_text.trim_end_matches(['.', ',']).ends_with(['”', '"', '’', '»', '“'])
            || view.doc.slice(content[0]).starts_with(['“', '"', '‘', '«', '„']);
        let sentence_end = view.units.last().map_or(cue.end(), |u| u.span.end());
        Some(Self {
            saying: Saying {
                source: source_span,
                cue: Some(cue),
                content,
                source_type: None,
                belief: None,
                rule,
            },
            sentence: view.sentence,
            source,
            cue_from: from,
            quoted,
            outer: true,
            free: false,
            reach: sentence_end,
        })
    }

    /// A saying with a source and no cue.
    fn without_cue(
        view: &View<'_>,
        source: Phrase,
        mut content: Vec<Span>,
        rule: Rule,
    ) -> Option<Self> {
        content.retain(|piece| !piece.is_empty());
        content.sort_unstable();
        content.dedup();
        if content.is_empty() || content.iter().any(|c| c.overlaps(source.span)) {
            return None;
        }
        let last = view.doc.slice(content[content.len() - 1]);
        Some(Self {
            quoted: last.ends_with(['”', '"', '’', '»', '“']),
            saying: Saying {
                source: Some(source.span),
                cue: None,
                content,
                source_type: None,
                belief: None,
                rule,
            },
            sentence: view.sentence,
            source: Some(source),
            cue_from: source.from,
            outer: true,
            free: false,
            reach: view.units.last().map_or(source.span.end(), |u| u.span.end()),
        })
    }
}

/// The cue without adverbs at its edges.
fn trim_adverbs(view: &View<'_>, (mut from, mut to): (usize, usize)) -> (usize, usize) {
    use crate::grammar::Tag;
    let loose = |i: usize| {
        view.tag(i) == Some(Tag::Adverb) && !matches!(view.word(i), "not" | "n't" | "never")
    };
    while to - from > 1 && loose(from) {
        from += 1;
    }
    while to - from > 1 && loose(to - 1) {
        to -= 1;
    }
    (from, to)
}
