//! Scores as a table to read and as JSON to keep.

use super::{Interval, Measure, Reliability, Scores, intervals, sum, tenth};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt;

/// The scores of all articles together, with intervals, ready to be shown.
pub struct Report {
    scores: Scores,
    intervals: BTreeMap<Measure, Interval>,
    articles: usize,
}

impl Report {
    /// Sums the scores of `articles` up.
    pub fn of(articles: &[Scores]) -> Self {
        Self { scores: sum(articles), intervals: intervals(articles), articles: articles.len() }
    }

    /// The scores behind it.
    pub fn scores(&self) -> &Scores {
        &self.scores
    }

    /// Whether scores are what they are said to be, where findings have any.
    pub fn reliability(&self) -> impl Iterator<Item = (&'static str, Reliability)> {
        self.scores.beliefs.iter().map(|(what, beliefs)| (*what, Reliability::of(beliefs)))
    }

    /// F1 of `measure` in percent, to a tenth.
    pub fn f1(&self, measure: Measure) -> f64 {
        let count = self.scores.measures.get(&measure).copied().unwrap_or_default();
        tenth(100.0 * count.f1())
    }

    /// `scores` and `types` with percentages to a tenth, and `confusions`.
    pub fn json(&self) -> Value {
        let row = |count: &super::Count| {
            json!({
                "p": tenth(100.0 * count.precision()),
                "r": tenth(100.0 * count.recall()),
                "f1": tenth(100.0 * count.f1()),
                "tp": count.tp,
                "gold": count.gold,
                "pred": count.pred,
            })
        };
        let mut measures = Map::new();
        for (measure, count) in &self.scores.measures {
            let mut row = row(count);
            let interval = self.intervals[measure];
            row["low"] = json!(tenth(100.0 * interval.low));
            row["high"] = json!(tenth(100.0 * interval.high));
            measures.insert(measure.to_string(), row);
        }
        measures.insert("type macro-F1".to_owned(), json!(self.scores.type_macro_f1()));
        let types: Map<String, Value> = self
            .scores
            .types
            .iter()
            .filter(|(_, count)| count.gold > 0)
            .map(|(label, count)| (label.to_string(), row(count)))
            .collect();
        let confusions: Map<String, Value> = self
            .scores
            .confusions
            .iter()
            .map(|(field, pairs)| {
                let pairs = ranked(pairs).into_iter();
                let rows =
                    pairs.map(|((gold, found), n)| json!({"gold": gold, "found": found, "n": n}));
                ((*field).to_owned(), rows.collect())
            })
            .collect();
        let calibration: Map<String, Value> = self
            .reliability()
            .map(|(what, reliability)| {
                let bins = reliability.bins.iter();
                let bins = bins
                    .map(|bin| json!({"count": bin.count, "mean": bin.mean, "right": bin.right}));
                let row = json!({"error": reliability.error(), "bins": bins.collect::<Vec<_>>()});
                (what.to_owned(), row)
            })
            .collect();
        json!({
            "articles": self.articles,
            "scores": measures,
            "types": types,
            "confusions": confusions,
            "calibration": calibration,
        })
    }
}

/// Most frequent first.
fn ranked<K: Ord + Copy>(counts: &BTreeMap<K, usize>) -> Vec<(K, usize)> {
    let mut ranked: Vec<(K, usize)> = counts.iter().map(|(&key, &n)| (key, n)).collect();
    ranked.sort_by_key(|&(key, n)| (std::cmp::Reverse(n), key));
    ranked
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = if self.articles == 1 { "article" } else { "articles" };
        writeln!(
            f,
            "{} {noun}; percent, F1 with 95 percent interval over articles",
            self.articles
        )?;
        writeln!(f)?;
        writeln!(
            f,
            "{:<25}{:>7}{:>7}{:>7}   {:<14}{:>7}{:>7}{:>7}",
            "measure", "P", "R", "F1", "interval", "right", "gold", "found"
        )?;
        for (measure, count) in &self.scores.measures {
            let Interval { low, high } = self.intervals[measure];
            let interval = format!("{:.1} to {:.1}", 100.0 * low, 100.0 * high);
            writeln!(
                f,
                "{:<25}{:>7.1}{:>7.1}{:>7.1}   {:<14}{:>7}{:>7}{:>7}",
                measure.as_str(),
                100.0 * count.precision(),
                100.0 * count.recall(),
                100.0 * count.f1(),
                interval,
                count.tp,
                count.gold,
                count.pred,
            )?;
        }
        writeln!(f, "{:<25}{:>21.1}", "type macro-F1", self.scores.type_macro_f1())?;
        let types: BTreeMap<_, _> =
            self.scores.types.iter().map(|(&label, count)| (label, count.gold)).collect();
        writeln!(f)?;
        writeln!(
            f,
            "{:<25}{:>7}{:>7}{:>7}{:>24}{:>7}{:>7}",
            "source type", "P", "R", "F1", "right", "gold", "found"
        )?;
        for (label, gold) in ranked(&types) {
            let count = self.scores.types[&label];
            if gold > 0 {
                writeln!(
                    f,
                    "{:<25}{:>7.1}{:>7.1}{:>7.1}{:>24}{:>7}{:>7}",
                    label.as_str(),
                    100.0 * count.precision(),
                    100.0 * count.recall(),
                    100.0 * count.f1(),
                    count.tp,
                    gold,
                    count.pred,
                )?;
            }
        }
        for (what, reliability) in self.reliability() {
            let error = 100.0 * reliability.error();
            write!(f, "\n{what} scores: expected calibration error {error:.1}; said and right:")?;
            for bin in &reliability.bins {
                let (mean, right) = (100.0 * bin.mean, 100.0 * bin.right);
                write!(f, " {mean:.0}/{right:.0} ({})", bin.count)?;
            }
            writeln!(f)?;
        }
        for (field, pairs) in &self.scores.confusions {
            let most: Vec<String> = ranked(pairs)
                .into_iter()
                .take(SHOWN)
                .map(|((gold, found), n)| format!("{gold} as {found} {n}"))
                .collect();
            let rest = pairs.len().saturating_sub(SHOWN);
            let rest = if rest > 0 {
                format!(", and {rest} more pairs (all with --json)")
            } else {
                String::new()
            };
            writeln!(f, "\n{field} mistaken: {}{rest}", most.join(", "))?;
        }
        Ok(())
    }
}

/// Confusions listed for each field; JSON has all.
const SHOWN: usize = 12;
