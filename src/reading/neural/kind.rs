//! The type of each source, told once for all mentions of one speaker.
//!
//! A type is a property of who speaks, not of the mention: "he" says nothing, and a bare
//! surname little. So the rules first resolve every source to its speaker; each mention is
//! then scored with the rules' own verdict as a hint, and the mentions of one speaker vote.

use super::anchors::{Said, highest};
use super::calibration::Calibration;
use super::heads::Classifier;
use crate::attribution::{self, Ground};
use crate::document::Document;
use crate::encoder::softmax;
use crate::findings::{Attribution, Belief, Sentence};
use crate::labels::SourceType;
use crate::reading::Saying;
use rustc_hash::FxHashMap;

/// The sayings with their source types, and with how sure the model is if it is calibrated.
pub(super) fn tell(
    head: &Classifier,
    doc: &Document,
    sentences: &[Sentence],
    said: Vec<Said>,
    calibration: Option<Calibration>,
) -> Vec<Saying> {
    let ruled = attribution::link(doc, sentences, said.iter().map(|s| s.saying.clone()).collect());
    let mut votes: FxHashMap<String, Votes> = FxHashMap::default();
    let mut own: Vec<Votes> = Vec::with_capacity(said.len());
    let grounds = attribution::grounds(doc, &ruled);
    for ((attribution, ground), said) in ruled.iter().zip(&grounds).zip(&said) {
        let mut chances = head.score(&said.vectors, &[attribution.source_type as usize]);
        chances[attribution.source_type as usize] += trust(*ground, attribution.source_type);
        softmax(&mut chances);
        let mut vote = Votes::default();
        vote.add(&chances, 1.0);
        own.push(vote);
        if let Some(speaker) = speaker(doc, attribution) {
            votes.entry(speaker).or_default().add(&chances, weight(attribution, *ground));
        }
    }
    let typed = said.into_iter().zip(&ruled).zip(&own).map(|((said, attribution), own)| {
        let votes = speaker(doc, attribution).and_then(|s| votes.get(&s)).unwrap_or(own);
        let ([first, second], [sure, less]) = votes.best();
        let belief = calibration.map(|calibration| {
            let source_type = calibration.source_type.apply(sure);
            Belief {
                attribution: calibration.attribution.apply(said.probability),
                source_type,
                runner_up: (second, less * (1.0 - source_type) / (1.0 - sure).max(1e-6)),
            }
        });
        Saying { source_type: Some(first), belief, ..said.saying }
    });
    let least = calibration.map_or(0.0, |calibration| calibration.least);
    typed.filter(|saying| saying.belief.is_none_or(|b| b.attribution >= least)).collect()
}

/// How much surer a type becomes if the rules tell it, as the logarithm of odds.
///
/// Chosen on 233 excerpts of `datasets/press` before any training on them.
fn trust(ground: Ground, source_type: SourceType) -> f32 {
    use SourceType as T;
    match (ground, source_type) {
        (Ground::WellKnown | Ground::Nobody, _) => 6.0,
        (
            Ground::Words,
            T::StateMedia | T::NewsOutlet | T::AnonymousOfficial | T::AnonymousSource | T::Military,
        ) => 2.0,
        (Ground::Words, _) => 1.0,
        (Ground::Surroundings, _) => 0.0,
    }
}

/// What the vote of a mention counts: most where its own words tell an office or institution
/// ("the police chief, Ana Ford"), least where it goes by a pronoun or part of a name.
fn weight(attribution: &Attribution, ground: Ground) -> f32 {
    match (ground, &attribution.speaker) {
        (Ground::Words, _) => 2.0,
        (_, Some(_)) => 0.5,
        _ => 1.0,
    }
}

/// The mean of the mentions' log probabilities of each type.
#[derive(Clone, Debug, Default)]
struct Votes {
    sums: Vec<f32>,
    weight: f32,
}

impl Votes {
    fn add(&mut self, chances: &[f32], weight: f32) {
        self.sums.resize(chances.len(), 0.0);
        for (sum, chance) in self.sums.iter_mut().zip(chances) {
            *sum += weight * chance.max(1e-6).ln();
        }
        self.weight += weight;
    }

    /// The two types that come first, and their probabilities.
    fn best(&self) -> ([SourceType; 2], [f32; 2]) {
        let mut chances: Vec<f32> = self.sums.iter().map(|sum| sum / self.weight).collect();
        softmax(&mut chances);
        let first = highest(&chances);
        let sure = std::mem::replace(&mut chances[first], -1.0);
        let second = highest(&chances);
        ([SourceType::ALL[first], SourceType::ALL[second]], [sure, chances[second]])
    }
}

/// Who speaks, as the same words for every mention; nobody for an agentless cue.
fn speaker(doc: &Document, attribution: &Attribution) -> Option<String> {
    let words = attribution.source.map(|span| doc.slice(span));
    attribution.speaker.as_deref().or(words).map(str::to_lowercase)
}
