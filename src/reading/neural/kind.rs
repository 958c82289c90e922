//! The type of each source, told once for all mentions of one speaker.
//!
//! A type is a property of who speaks, not of the mention: "he" says nothing, and a bare
//! surname little. So the rules first resolve every source to its speaker; each mention is
//! then scored with the rules' own verdict as a hint, and the mentions of one speaker vote.

use super::anchors::{Vectors, highest};
use super::heads::Classifier;
use crate::attribution;
use crate::document::Document;
use crate::encoder::softmax;
use crate::findings::{Attribution, Sentence};
use crate::labels::SourceType;
use crate::reading::Saying;
use rustc_hash::FxHashMap;

/// Sets the source type of each saying; one entry of `vectors` each.
pub(super) fn tell(
    head: &Classifier,
    doc: &Document,
    sentences: &[Sentence],
    sayings: &mut [Saying],
    vectors: &[Vectors],
) {
    let ruled = attribution::link(doc, sentences, sayings.to_vec());
    let mut votes: FxHashMap<String, Vec<f32>> = FxHashMap::default();
    let mut own: Vec<Vec<f32>> = Vec::with_capacity(sayings.len());
    for (attribution, vectors) in ruled.iter().zip(vectors) {
        let mut scores = head.score(vectors, &[attribution.source_type as usize]);
        softmax(&mut scores);
        let log: Vec<f32> = scores.iter().map(|p| p.max(1e-6).ln()).collect();
        if let Some(speaker) = speaker(doc, attribution) {
            let weight = if attribution.speaker.is_some() { 0.5 } else { 1.0 };
            let sum = votes.entry(speaker).or_insert_with(|| vec![0.0; log.len()]);
            sum.iter_mut().zip(&log).for_each(|(sum, log)| *sum += weight * log);
        }
        own.push(log);
    }
    for ((saying, attribution), own) in sayings.iter_mut().zip(&ruled).zip(&own) {
        let sum = speaker(doc, attribution).and_then(|speaker| votes.get(&speaker));
        saying.source_type = Some(SourceType::ALL[highest(sum.unwrap_or(own))]);
    }
}

/// Who speaks, as the same words for every mention; nobody for an agentless cue.
fn speaker(doc: &Document, attribution: &Attribution) -> Option<String> {
    let words = attribution.source.map(|span| doc.slice(span));
    attribution.speaker.as_deref().or(words).map(str::to_lowercase)
}
