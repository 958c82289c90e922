//! What a run holds, counted over all of its articles.

use super::Error;
use super::day::Day;
use super::rows::RejectRow;
use super::voice::Voice;
use super::walk::Article;
use crate::labels::{Modality, Reason, SourceType, Topic};
use crate::run::rows::Finished;
use std::collections::{BTreeMap, HashMap};

/// Claims by who vouches for them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Voices([usize; Voice::ALL.len()]);

impl Voices {
    /// How many claims this group vouches for.
    pub fn of(&self, voice: Voice) -> usize {
        self.0[voice as usize]
    }

    /// All of them.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }

    fn add(&mut self, voice: Voice) {
        self.0[voice as usize] += 1;
    }
}

/// An outlet's articles and claims.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outlet {
    pub articles: usize,
    pub voices: Voices,
}

/// The counts.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub articles: usize,
    pub copies: usize,
    pub undated: usize,
    pub with_claims: usize,
    pub attributions: usize,
    pub claims: usize,
    pub copied_claims: usize,
    pub voices: Voices,
    pub source_types: BTreeMap<Option<SourceType>, usize>,
    pub topics: BTreeMap<Topic, Voices>,
    pub modalities: BTreeMap<Modality, usize>,
    /// Claims that state media vouch for or only pass on.
    pub through_state_media: usize,
    pub outlets: HashMap<String, Outlet>,
    pub first: Option<Day>,
    pub last: Option<Day>,
    /// Calibrated scores of attribution and type of source: how many, and their sums.
    pub scored: (usize, f64, f64),
    pub rejects: BTreeMap<Reason, usize>,
}

impl Tally {
    /// Counts an article with all its rows.
    pub fn add(&mut self, article: &Article) {
        let document = &article.document;
        let is_copy = !document.duplicate_of.is_empty();
        self.articles += 1;
        self.copies += usize::from(is_copy);
        self.with_claims += usize::from(!article.claims.is_empty());
        self.attributions += article.attributions.len();
        match Day::read(&document.date) {
            None => self.undated += 1,
            Some(day) => {
                self.first = Some(self.first.map_or(day, |first| first.min(day)));
                self.last = Some(self.last.map_or(day, |last| last.max(day)));
            }
        }
        let outlet = self.outlets.entry(document.source.clone()).or_default();
        outlet.articles += 1;
        let carriers: HashMap<&str, usize> = article
            .attributions
            .iter()
            .enumerate()
            .map(|(at, attribution)| (attribution.attribution_id.as_str(), at))
            .collect();
        for claim in &article.claims {
            let voice = Voice::of(claim.source_type);
            self.claims += 1;
            self.copied_claims += usize::from(is_copy);
            self.voices.add(voice);
            outlet.voices.add(voice);
            self.topics.entry(claim.topic).or_default().add(voice);
            *self.source_types.entry(claim.source_type).or_default() += 1;
            *self.modalities.entry(claim.modality).or_default() += 1;
            if let (Some(attribution), Some(source_type)) = (claim.score, claim.source_type_score) {
                self.scored.0 += 1;
                self.scored.1 += attribution;
                self.scored.2 += source_type;
            }
            let outward =
                std::iter::successors(carriers.get(claim.attribution_id.as_str()), |&&at| {
                    carriers.get(article.attributions[at].parent_id.as_str())
                });
            let is_state_media =
                |&at: &usize| article.attributions[at].source_type == SourceType::StateMedia;
            // A chain that ran in a circle would be damage; it must not hang the report.
            if outward.take(article.attributions.len()).any(is_state_media) {
                self.through_state_media += 1;
            }
        }
    }

    /// Counts what could not be read.
    pub fn add_rejects(&mut self, run: &Finished) -> Result<(), Error> {
        let mut rejects = run.rows::<RejectRow>()?;
        while let Some(row) = rejects.next()? {
            *self.rejects.entry(row.reason).or_default() += 1;
        }
        Ok(())
    }

    /// Outlets by how many claims their articles hold; the nameless one is left out.
    pub fn outlets(&self) -> Vec<(&str, Outlet)> {
        let named = self.outlets.iter().filter(|(name, _)| !name.is_empty());
        let mut outlets: Vec<_> = named.map(|(name, outlet)| (name.as_str(), *outlet)).collect();
        let weight = |outlet: &Outlet| (outlet.voices.all(), outlet.articles);
        outlets.sort_unstable_by(|(a, more), (b, less)| {
            weight(less).cmp(&weight(more)).then(a.cmp(b))
        });
        outlets
    }
}
