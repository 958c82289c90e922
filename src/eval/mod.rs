//! Eval: findings against gold, as precision, recall and F1 with intervals.
//!
//! Every score is an additive [`Count`] over one-to-one matches, summed over articles
//! (micro-average), so that any subset of articles has a score and a resampling of
//! articles gives an interval.

mod calibration;
mod chunks;
mod extent;
mod interval;
mod matching;
mod measure;
mod report;

pub use calibration::{Bin, Reliability};
pub use chunks::{Chunked, Chunks, Pieces};
pub use interval::Interval;
pub use measure::Measure;
pub use report::Report;

use crate::gold::Article;
use crate::labels::SourceType;
use std::collections::{BTreeMap, HashMap};
use std::ops::AddAssign;

/// Matches, gold annotations and found annotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// True positives: found and in gold.
    pub tp: usize,
    /// In gold.
    pub gold: usize,
    /// Found.
    pub pred: usize,
}

impl Count {
    /// The share of what was found that is right; 0 if nothing was found.
    pub fn precision(self) -> f64 {
        ratio(self.tp, self.pred)
    }

    /// The share of gold that was found; 0 if gold is empty.
    pub fn recall(self) -> f64 {
        ratio(self.tp, self.gold)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }

    /// One decision of `gold` and `pred` candidates, `tp` of them right.
    fn add(&mut self, tp: usize, gold: usize, pred: usize) {
        *self += Self { tp, gold, pred };
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.tp += other.tp;
        self.gold += other.gold;
        self.pred += other.pred;
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What one article, or all of them together, scored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scores {
    /// A count for each measure.
    pub measures: BTreeMap<Measure, Count>,
    /// A count for each source type, on matched attributions.
    pub types: BTreeMap<SourceType, Count>,
    /// For each labelled field how often a gold label (first) was found as another (second).
    pub confusions: BTreeMap<&'static str, BTreeMap<(&'static str, &'static str), usize>>,
    /// For attributions and their types, where findings have scores: each score, and whether it
    /// was spent on something right.
    pub beliefs: BTreeMap<&'static str, Vec<(f64, bool)>>,
    /// What was missed, mistaken or made up, in words.
    pub errors: Vec<Mistake>,
}

/// One thing that gold and findings do not agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The article.
    pub doc_id: String,
    /// "missed" or "false".
    pub what: &'static str,
    /// The measure it counts against.
    pub measure: Measure,
    /// Where it stands, in code points.
    pub place: [usize; 2],
    /// The words, with some text around them.
    pub text: String,
}

impl Scores {
    /// The mean F1 of the source types that gold has, each rounded to a tenth of a percent first,
    /// in percent.
    pub fn type_macro_f1(&self) -> f64 {
        let per: Vec<f64> = self
            .types
            .values()
            .filter(|count| count.gold > 0)
            .map(|count| tenth(100.0 * count.f1()))
            .collect();
        if per.is_empty() { 0.0 } else { tenth(per.iter().sum::<f64>() / per.len() as f64) }
    }

    fn count(&mut self, measure: Measure) -> &mut Count {
        self.measures.entry(measure).or_default()
    }
}

impl AddAssign<&Scores> for Scores {
    fn add_assign(&mut self, other: &Scores) {
        for (&measure, &count) in &other.measures {
            *self.count(measure) += count;
        }
        for (&label, &count) in &other.types {
            *self.types.entry(label).or_default() += count;
        }
        for (&field, pairs) in &other.confusions {
            let mine = self.confusions.entry(field).or_default();
            for (&pair, &n) in pairs {
                *mine.entry(pair).or_default() += n;
            }
        }
        for (&what, beliefs) in &other.beliefs {
            self.beliefs.entry(what).or_default().extend(beliefs);
        }
        self.errors.extend(other.errors.iter().cloned());
    }
}

/// Rounds to one decimal as text formatting does: exactly, ties to even.
pub fn tenth(number: f64) -> f64 {
    format!("{number:.1}").parse().expect("a formatted number reads back")
}

/// Scores found articles against gold ones: the scores of each gold article, in gold's order.
///
/// Articles are matched by id; one that was not found counts as empty, one that is not in gold
/// is left out. Of two with one id the last counts.
pub fn score(gold: &[Article], found: &[Article]) -> Vec<Scores> {
    let by_id: HashMap<&str, &Article> = found.iter().map(|a| (a.id.as_str(), a)).collect();
    let last: HashMap<&str, usize> =
        gold.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
    let nothing = Article::default();
    gold.iter()
        .enumerate()
        .filter(|(i, article)| last[article.id.as_str()] == *i)
        .map(|(_, article)| {
            measure::article(article, by_id.get(article.id.as_str()).copied().unwrap_or(&nothing))
        })
        .collect()
}

/// The scores of all articles together.
pub fn sum(articles: &[Scores]) -> Scores {
    let mut sum = Scores::default();
    for scores in articles {
        sum += scores;
    }
    sum
}

/// For each measure the interval that holds its F1 in 95 of 100 resamplings of the articles.
pub fn intervals(articles: &[Scores]) -> BTreeMap<Measure, Interval> {
    Measure::ALL
        .iter()
        .map(|&measure| {
            let counts: Vec<Count> = articles
                .iter()
                .map(|scores| scores.measures.get(&measure).copied().unwrap_or_default())
                .collect();
            (measure, interval::bootstrap(&counts))
        })
        .collect()
}
