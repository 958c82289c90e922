//! A family as a row: its label in words, its figures, its origins.

use super::corpus::{Claim, Corpus, Text};
use super::lineage::Telling;
use super::number::Told;
use crate::labels::{Kind, Role, Topic};
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::Hash;

/// What a family's row holds, worked out.
pub(super) struct Summary {
    pub label: String,
    pub topic: Topic,
    pub actor: Text,
    pub counted: Text,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub value: Option<f64>,
    pub articles: usize,
    pub copies: usize,
    pub outlets: usize,
    pub origins: String,
    pub origin_source: Text,
    pub single_origin: bool,
    pub denied_by: String,
}

fn distinct<T: Hash + Eq>(items: impl Iterator<Item = T>) -> usize {
    items.collect::<FxHashSet<T>>().len()
}

/// The most frequent of these; of equals the first.
fn most<T: Copy + Hash + Eq>(items: impl Iterator<Item = T> + Clone) -> Option<T> {
    let mut counts: FxHashMap<T, usize> = FxHashMap::default();
    for item in items.clone() {
        *counts.entry(item).or_default() += 1;
    }
    let best = counts.values().copied().max()?;
    items.into_iter().find(|item| counts[item] == best)
}

impl Summary {
    pub fn of(corpus: &Corpus, tellings: &[Telling]) -> Self {
        let claim = |telling: &Telling| &corpus.claims[telling.claim as usize];
        let told = || tellings.iter().filter(|telling| telling.copy_of.is_none());
        let text = |field: fn(&Claim) -> Text| {
            most(told().map(claim).map(field).filter(|text| !text.is_none())).unwrap_or(Text::NONE)
        };
        let is_origin =
            |telling: &&Telling| matches!(telling.role, Role::Origin | Role::Independent);
        let origins: Vec<&Telling> = tellings.iter().filter(is_origin).collect();
        let head = origins.first().copied().unwrap_or(&tellings[0]);
        let unit = claim(&tellings[0]);
        let in_unit = || told().map(claim).map(|claim| in_unit_of(unit, claim));
        let ends = || in_unit().flat_map(|told| [told.low, told.high]).filter(|n| n.is_finite());
        let figures = in_unit().filter(|told| told.low == told.high);
        let mut places: Vec<u32> = origins.iter().map(|telling| claim(telling).doc).collect();
        places.dedup();
        let ids: Vec<&str> =
            places.iter().map(|&doc| corpus.texts.get(corpus.docs[doc as usize].id)).collect();
        let docs = tellings.iter().map(|telling| claim(telling).doc);
        let anew = distinct(told().map(|telling| claim(telling).doc));
        let articles = distinct(docs.clone());
        let actor = text(|claim| claim.actor);
        Self {
            label: label(corpus, claim(head), actor),
            topic: most(told().map(claim).map(|claim| claim.topic)).unwrap_or(Topic::Other),
            actor,
            counted: text(|claim| claim.counted),
            low: ends().reduce(f64::min),
            high: ends().reduce(f64::max),
            value: most(figures.map(|told| told.low.to_bits())).map(f64::from_bits),
            articles,
            copies: articles - anew,
            outlets: distinct(
                docs.map(|doc| corpus.docs[doc as usize].outlet).filter(|o| !o.is_none()),
            ),
            single_origin: places.len() == 1,
            origins: ids.join(" | "),
            origin_source: claim(head).source,
            denied_by: denied_by(corpus, tellings),
        }
    }
}

/// The number of a claim in the unit that another is told in, if it converts to that.
fn in_unit_of(first: &Claim, claim: &Claim) -> Told {
    let factor = first.measure.figure() / first.told.figure();
    let converts = first.dimension == claim.dimension && first.unit != claim.unit;
    if !converts || !factor.is_normal() {
        return claim.told;
    }
    // To twelve digits, as the SI columns are, so that 5,000 kg are 5 tonnes.
    let end = |measured: f64| {
        let digits = format!("{:.11e}", measured / factor);
        digits.parse().expect("digits make a number")
    };
    claim.told.of(end(claim.measure.low), end(claim.measure.high))
}

/// Who denies it: the source of each denial, or the outlet that states it.
fn denied_by(corpus: &Corpus, tellings: &[Telling]) -> String {
    let denials = tellings.iter().filter(|telling| telling.role == Role::Denial);
    let mut names: Vec<&str> = Vec::new();
    let mut known = FxHashSet::default();
    for telling in denials {
        let claim = &corpus.claims[telling.claim as usize];
        // The denier is the outermost voice: "the ministry denied that officials had said".
        let outermost = corpus.get(claim.chain).last().copied().unwrap_or(claim.source);
        let name = if outermost.is_none() { corpus.doc(claim).outlet } else { outermost };
        let name = corpus.texts.get(name);
        if !name.is_empty() && known.insert(name) {
            names.push(name);
        }
    }
    names.join(" | ")
}

/// "up to 1,500 military engineers, Sarvonia, dispatch".
fn label(corpus: &Corpus, claim: &Claim, actor: Text) -> String {
    let modifier = claim.told.modifier.words();
    let unit = match (claim.kind, corpus.texts.get(claim.unit)) {
        (Kind::Percent, _) => "%".to_owned(),
        (_, "") => String::new(),
        (_, unit) => format!(" {unit}"),
    };
    let figure = if claim.told.low == claim.told.high {
        grouped(claim.told.low)
    } else {
        format!("{} to {}", grouped(claim.told.low), grouped(claim.told.high))
    };
    let one_line =
        |text: Text| corpus.texts.get(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let counted = one_line(claim.counted);
    let mut label = format!("{modifier}{figure}{unit}");
    if !counted.is_empty() {
        label.push(' ');
        label.push_str(&counted);
    }
    for part in [one_line(actor), one_line(claim.event)] {
        if !part.is_empty() {
            label.push_str(", ");
            label.push_str(&part);
        }
    }
    label
}

/// A number with commas between its thousands.
fn grouped(number: f64) -> String {
    if !number.is_finite() {
        return "an unreadable number of".to_owned();
    }
    let text = format!("{}", number.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let mut grouped = String::new();
    if number < 0.0 {
        grouped.push('-');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(rest) = rest {
        grouped.push('.');
        grouped.push_str(rest);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_grouped() {
        for (number, text) in
            [(100.0, "100"), (1_500.0, "1,500"), (4_500_000.0, "4,500,000"), (-2_400.5, "-2,400.5")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
