//! Anchors: what the heads find in one window around each cue and each quantity.

use super::Scheme;
use super::decode::Label::{Begin, Inside};
use super::decode::{CUE_ROLES, Phrase, QUANTITY_ROLES, TAGS, phrases};
use super::heads::{Heads, mean};
use super::hint::{self, Known};
use super::window::Window;
use crate::document::Span;
use crate::encoder::{Matrix, softmax};
use crate::findings::{Arguments, Quantity, Rule, Sentence};
use crate::labels::{Modality, Topic};
use crate::reading::Saying;

/// A window with its vectors and what is known of it.
pub(super) struct View<'w> {
    pub(super) window: &'w Window,
    /// The vector of each piece, without those of the marks at both ends.
    pub(super) rows: Matrix,
    /// The hints on each piece.
    pub(super) hints: &'w [u16],
    pub(super) known: &'w Known<'w>,
}

/// A saying, before its source is typed.
pub(super) struct Said {
    pub(super) saying: Saying,
    /// The vectors by which its source is typed: of its anchor, source and content.
    pub(super) vectors: [Vec<f32>; 3],
    /// How probable the heads find it: that of the anchor times the mean of its pieces' roles.
    pub(super) probability: f32,
}

/// The sayings whose anchor the window owns.
///
/// Our guide takes content apart at the ends of sentences, the other one leaves it whole.
pub(super) fn sayings(
    heads: &Heads,
    view: &View,
    sentences: &[Sentence],
    scheme: Scheme,
) -> Vec<Said> {
    let window = view.window;
    let rows = &view.rows;
    let ruled = view.hints.iter().map(|&hints| hint::tag(hints));
    let tags = heads.tags(rows, ruled);
    let tagged = phrases(&tags, &TAGS);
    let mut projected = None;
    let mut found = Vec::new();
    for anchor in tagged.into_iter().filter(|a| a.pieces.start >= window.own) {
        let has_cue = anchor.role == 0;
        let ruled = view.known.attribution(window, anchor.pieces.clone(), has_cue);
        let ruled = view.known.said(window, ruled);
        let projected = projected.get_or_insert_with(|| heads.cue.project(rows));
        let vector = mean(rows, anchor.pieces.clone());
        let row = Matrix::new(1, vector.len(), vector.clone());
        let scores = heads.cue.score(projected, &anchor.pieces, &row, &ruled);
        let roles = phrases(&scores, &CUE_ROLES);
        let of = |role: usize| roles.iter().filter(move |p| p.role == role);
        let span = |pieces| view.known.whole_words(window.span(pieces));
        let whole = of(1).map(|p| span(p.pieces.clone()));
        let content: Vec<Span> = match scheme {
            Scheme::Whosaid => whole.flat_map(|span| by_sentence(span, sentences)).collect(),
            Scheme::Polnear => whole.collect(),
        };
        if content.is_empty() {
            continue;
        }
        let pieces = |role: usize| of(role).flat_map(|p| p.pieces.clone());
        let saying = Saying {
            source: of(0).next().map(|p| span(p.pieces.clone())),
            cue: has_cue.then(|| span(anchor.pieces.clone())),
            content,
            source_type: None,
            belief: None,
            rule: Rule(if has_cue { "encoder.cue" } else { "encoder.free_quote" }),
        };
        let anchored =
            probability(tags.row(anchor.pieces.start), |tag| TAGS[tag] == Begin(anchor.role));
        found.push(Said {
            saying,
            vectors: [vector, mean(rows, pieces(0)), mean(rows, pieces(1))],
            probability: anchored * of_roles(&scores, &roles),
        });
    }
    found
}

/// Fills in the arguments of the quantities that the window owns.
pub(super) fn arguments(
    heads: &Heads,
    view: &View,
    quantities: &[Quantity],
    arguments: &mut [Arguments],
) {
    let window = view.window;
    let Some(owned) = window.pieces.get(window.own) else { return };
    let last = window.pieces[window.pieces.len() - 1].span;
    let first = quantities.partition_point(|q| q.span.end() <= owned.span.start());
    let here = quantities[first..].iter().take_while(|q| q.span.start() < last.end());
    let rows = &view.rows;
    let mut projected = None;
    for (index, quantity) in (first..).zip(here) {
        let anchor = window.at(quantity.span);
        if !quantity.kind.is_claim() || anchor.is_empty() || anchor.start < window.own {
            continue;
        }
        let projected = projected.get_or_insert_with(|| heads.quantity.project(rows));
        let ruled = view.known.counted(window, index);
        let vector = mean(rows, anchor.clone());
        let row = Matrix::new(1, vector.len(), vector.clone());
        let scores = heads.quantity.score(projected, &anchor, &row, &ruled);
        let roles = phrases(&scores, &QUANTITY_ROLES);
        let of = |role: usize| roles.iter().filter(move |p| p.role == role);
        let pieces = |role: usize| of(role).flat_map(|p| p.pieces.clone());
        let vectors = [vector, mean(rows, pieces(0)), mean(rows, pieces(2))];
        let before = &arguments[index];
        let hints = [before.topic as usize, before.modality as usize, quantity.kind as usize];
        let span = |role: usize| {
            of(role).next().map(|p| view.known.whole_words(window.span(p.pieces.clone())))
        };
        arguments[index] = Arguments {
            counted: span(0),
            actor: span(1),
            event: span(2),
            topic: Topic::ALL[highest(&heads.topic.score(&vectors, &hints))],
            modality: Modality::ALL[highest(&heads.modality.score(&vectors, &hints))],
        };
    }
}

impl<'w> View<'w> {
    /// `hidden` holds a row for each piece and for the marks at both ends.
    pub(super) fn new(
        window: &'w Window,
        hidden: &Matrix,
        hints: &'w [u16],
        known: &'w Known<'w>,
    ) -> Self {
        let (count, width) = (window.pieces.len(), hidden.columns());
        let rows = Matrix::new(count, width, hidden.values()[width..(count + 1) * width].to_vec());
        Self { window, rows, hints, known }
    }
}

/// The probability that the scores give the labels that `wanted` names.
fn probability(scores: &[f32], wanted: impl Fn(usize) -> bool) -> f32 {
    let mut chances = scores.to_vec();
    softmax(&mut chances);
    chances.iter().enumerate().filter(|&(label, _)| wanted(label)).map(|(_, chance)| chance).sum()
}

/// The mean probability of the roles of all pieces that have one.
fn of_roles(scores: &Matrix, roles: &[Phrase]) -> f32 {
    let of = |role: usize| move |label: usize| matches!(CUE_ROLES[label], Begin(r) | Inside(r) if r == role);
    let pieces = roles.iter().flat_map(|p| p.pieces.clone().map(move |piece| (piece, p.role)));
    let chances: Vec<f32> =
        pieces.map(|(piece, role)| probability(scores.row(piece), of(role))).collect();
    chances.iter().sum::<f32>() / (chances.len().max(1)) as f32
}

/// `span` cut at the ends of sentences.
fn by_sentence(span: Span, sentences: &[Sentence]) -> Vec<Span> {
    let first = sentences.partition_point(|s| s.span.end() <= span.start());
    sentences[first..]
        .iter()
        .take_while(|s| s.span.start() < span.end())
        .map(|s| Span::new(s.span.start().max(span.start()), s.span.end().min(span.end())))
        .collect()
}

/// The index of the highest score; of equals, the first.
pub(super) fn highest(scores: &[f32]) -> usize {
    (0..scores.len()).reduce(|a, b| if scores[b] > scores[a] { b } else { a }).unwrap_or(0)
}
