//! What came in and what went out.

use crate::labels::Reason;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What came into a run and what went out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Articles of the input, and inputs that could not be read.
    pub articles: u64,
    /// Articles read: rows of `documents`.
    pub documents: u64,
    /// Documents that repeat an earlier one.
    pub duplicates: u64,
    /// Code points of all documents.
    pub characters: u64,
    /// Rows of `sentences`.
    pub sentences: u64,
    /// Rows of `attributions`.
    pub attributions: u64,
    /// Rows of `claims`.
    pub claims: u64,
    /// Rows of `rejects`, by reason.
    pub rejects: BTreeMap<Reason, u64>,
}

impl Counts {
    /// Adds what another part of the run counted, which a damaged shard may tell without measure.
    pub fn add(&mut self, other: &Counts) {
        self.articles = self.articles.saturating_add(other.articles);
        self.documents = self.documents.saturating_add(other.documents);
        self.duplicates = self.duplicates.saturating_add(other.duplicates);
        self.characters = self.characters.saturating_add(other.characters);
        self.sentences = self.sentences.saturating_add(other.sentences);
        self.attributions = self.attributions.saturating_add(other.attributions);
        self.claims = self.claims.saturating_add(other.claims);
        for (&reason, count) in &other.rejects {
            let all = self.rejects.entry(reason).or_default();
            *all = all.saturating_add(*count);
        }
    }

    /// Rows of `rejects`.
    pub fn rejected(&self) -> u64 {
        self.rejects.values().fold(0, |all, &count| all.saturating_add(count))
    }
}
