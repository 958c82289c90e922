//! What is measured, and how one article is scored.

use super::extent::Extent;
use super::matching::{self, Extents, Matches, SAME};
use super::{Mistake, Scores};
use crate::gold::{Article, Attribution, Place, Quantity};
use crate::labels::labels;
use std::collections::{BTreeSet, HashMap};

labels! {
    /// Something that gold and findings can agree on.
    Measure {
        Boundary "sentence boundary" "sentence ends inside a line, counted in characters that are not white space",
        Quantity "quantity" "spans overlap and the number agrees, both ends of a range",
        QuantityMod "quantity +mod" "and the modifier agrees",
        QuantityKind "quantity +kind" "and the kind agrees",
        QuantityUnit "quantity +unit" "and the unit agrees",
        QuantityTopic "quantity +topic" "and the topic agrees",
        QuantityModality "quantity +modality" "and the modality agrees",
        QuantityCounted "quantity +counted" "and half of the counted phrase's characters agree",
        QuantityActor "quantity +actor" "and half of the actor's characters agree",
        QuantityEvent "quantity +event" "and half of the event's characters agree",
        Attribution "attribution" "half of the content's characters agree",
        AttributionSource "attribution +source" "and half of the source's characters agree",
        AttributionCue "attribution +cue" "and half of the cue's characters agree",
        AttributionType "attribution +type" "and the source type agrees",
        AttributionQuote "attribution +quote" "and the quote form agrees",
        AttributionSourceType "attribution +source+type" "and source and source type agree",
        Speaker "speaker" "attributions whose source gold names in full, the name found for it agrees; P counts matched attributions alone",
        Nested "nested link" "attributions with a parent, whose parents match too",
        Claim "claim" "quantity and modifier, carried by the same source and type or by none",
        ClaimStrict "claim strict" "and kind, unit, topic, modality and counted agree",
    }
}

/// Scores one article.
pub(super) fn article(gold: &Article, found: &Article) -> Scores {
    let mut scores = Scores::default();
    boundaries(&mut scores, gold, found);
    let extents = |a: &Article| a.attributions.iter().map(Extents::of).collect::<Vec<_>>();
    let (gold_extents, found_extents) = (extents(gold), extents(found));
    let matches = matching::attributions(&gold_extents, &found_extents);
    attributions(&mut scores, (gold, &gold_extents), (found, &found_extents), &matches);
    nesting(&mut scores, gold, found, &matches);
    quantities(&mut scores, (gold, &gold_extents), (found, &found_extents));
    scores
}

/// Ends of sentences as the count of visible characters before them, without those at the end
/// of a line: a line break makes them for free.
fn boundaries(scores: &mut Scores, gold: &Article, found: &Article) {
    let mut visible = Vec::with_capacity(gold.text.len());
    let mut free = BTreeSet::new();
    let mut count = 0;
    for c in gold.text.chars() {
        visible.push(count);
        if !c.is_whitespace() {
            count += 1;
        } else if matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}')
        {
            free.insert(count);
        }
    }
    visible.push(count);
    let ends = |sentences: &[Place]| -> BTreeSet<usize> {
        let inside = sentences.iter().filter_map(|s| visible.get(s[1]).copied());
        inside.filter(|&end| end != 0 && end != count && !free.contains(&end)).collect()
    };
    let (gold, found) = (ends(&gold.sentences), ends(&found.sentences));
    scores.count(Measure::Boundary).add(gold.intersection(&found).count(), gold.len(), found.len());
}

fn attributions(
    scores: &mut Scores,
    (gold, gold_extents): (&Article, &[Extents]),
    (found, found_extents): (&Article, &[Extents]),
    matches: &Matches,
) {
    const MEASURES: [Measure; 6] = [
        Measure::Attribution,
        Measure::AttributionSource,
        Measure::AttributionCue,
        Measure::AttributionType,
        Measure::AttributionQuote,
        Measure::AttributionSourceType,
    ];
    for measure in MEASURES {
        scores.count(measure).add(0, gold.attributions.len(), found.attributions.len());
    }
    for a in &gold.attributions {
        scores.types.entry(a.source_type).or_default().gold += 1;
    }
    for a in &found.attributions {
        scores.types.entry(a.source_type).or_default().pred += 1;
    }
    let matched: BTreeSet<usize> = matches.iter().flatten().copied().collect();
    for (j, a) in found.attributions.iter().enumerate() {
        if let Some(score) = a.score {
            scores.beliefs.entry("attribution").or_default().push((score, matched.contains(&j)));
        }
    }
    scores.count(Measure::Speaker).gold +=
        gold.attributions.iter().filter(|a| a.who.is_some()).count();
    for (i, j) in pairs(matches) {
        let (g, f) = (&gold.attributions[i], &found.attributions[j]);
        if let Some(who) = &g.who {
            let words = f.source.map(|place| within(&found.text, place));
            let named = f.who.as_ref().or(words.as_ref());
            let right = named.is_some_and(|name| same_name(who, name));
            scores.count(Measure::Speaker).add(usize::from(right), 0, 1);
        }
        if let Some(score) = f.type_score {
            let right = g.source_type == f.source_type;
            scores.beliefs.entry("type").or_default().push((score, right));
        }
        let source = gold_extents[i].source.jaccard(&found_extents[j].source) >= SAME;
        let same_type = g.source_type == f.source_type;
        let right = [
            true,
            source,
            gold_extents[i].cue.jaccard(&found_extents[j].cue) >= SAME,
            same_type,
            g.quote == f.quote,
            source && same_type,
        ];
        for (measure, right) in MEASURES.into_iter().zip(right) {
            scores.count(measure).tp += usize::from(right);
        }
        if same_type {
            scores.types.entry(g.source_type).or_default().tp += 1;
        }
        confuse(scores, "type", g.source_type.as_str(), f.source_type.as_str());
        let quote = |a: &Attribution| a.quote.map_or("", |quote| quote.as_str());
        confuse(scores, "quote", quote(g), quote(f));
    }
    let place = |a: &Attribution| a.content.first().copied().unwrap_or([0, 0]);
    let places = |a: &[Attribution]| a.iter().map(|a| Some(place(a))).collect::<Vec<_>>();
    let (gold_places, found_places) = (places(&gold.attributions), places(&found.attributions));
    mistakes(scores, gold, Measure::Attribution, matches, &gold_places, &found_places);
}

/// Whether two names are the same but for case, "the", stops, and words that one leaves out of a
/// name of several: Donald J. Trump is Donald Trump, and Smith is not John Smith.
fn same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        let lower = name.to_lowercase();
        let words = lower.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        words.filter(|word| !matches!(&**word, "" | "the" | "s")).collect()
    };
    let (a, b) = (words(a), words(b));
    a == b || a.len().min(b.len()) > 1 && (a.is_subset(&b) || b.is_subset(&a))
}

/// The words at a place of a text.
fn within(text: &str, [start, end]: Place) -> String {
    text.chars().skip(start).take(end.saturating_sub(start)).collect()
}

fn nesting(scores: &mut Scores, gold: &Article, found: &Article, matches: &Matches) {
    let parents = |article: &Article| -> Vec<Option<Option<usize>>> {
        let index: HashMap<&str, usize> =
            article.attributions.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
        let parent = |a: &Attribution| a.parent.as_deref().map(|id| index.get(id).copied());
        article.attributions.iter().map(parent).collect()
    };
    let (gold, found) = (parents(gold), parents(found));
    let nested = |parents: &[Option<Option<usize>>]| parents.iter().flatten().count();
    let right = pairs(matches).filter(|&(i, j)| match (gold[i].flatten(), found[j].flatten()) {
        (Some(g), Some(f)) => matches[g] == Some(f),
        _ => false,
    });
    let tp = right.count();
    scores.count(Measure::Nested).add(tp, nested(&gold), nested(&found));
}

fn quantities(
    scores: &mut Scores,
    (gold, gold_extents): (&Article, &[Extents]),
    (found, found_extents): (&Article, &[Extents]),
) {
    const MEASURES: [Measure; 11] = [
        Measure::Quantity,
        Measure::QuantityMod,
        Measure::QuantityKind,
        Measure::QuantityUnit,
        Measure::QuantityTopic,
        Measure::QuantityModality,
        Measure::QuantityCounted,
        Measure::QuantityActor,
        Measure::QuantityEvent,
        Measure::Claim,
        Measure::ClaimStrict,
    ];
    for measure in MEASURES {
        scores.count(measure).add(0, gold.quantities.len(), found.quantities.len());
    }
    let matches = matching::quantities(gold, found);
    for (i, j) in pairs(&matches) {
        let (g, f) = (&gold.quantities[i], &found.quantities[j]);
        let span =
            |a: Option<Place>, b: Option<Place>| Extent::of(a).jaccard(&Extent::of(b)) >= SAME;
        let modifier = g.modifier == f.modifier;
        let kind = g.kind == f.kind;
        let unit = g.unit == f.unit;
        let topic = g.topic == f.topic;
        let modality = g.modality == f.modality;
        let counted = span(g.counted, f.counted);
        let carried = match (carrier(gold, g), carrier(found, f)) {
            (None, None) => true,
            (Some(x), Some(y)) => {
                gold.attributions[x].source_type == found.attributions[y].source_type
                    && gold_extents[x].source.jaccard(&found_extents[y].source) >= SAME
            }
            _ => false,
        };
        let claim = modifier && carried;
        let right = [
            true,
            modifier,
            kind,
            unit,
            topic,
            modality,
            counted,
            span(g.actor, f.actor),
            span(g.event, f.event),
            claim,
            claim && kind && unit && topic && modality && counted,
        ];
        for (measure, right) in MEASURES.into_iter().zip(right) {
            scores.count(measure).tp += usize::from(right);
        }
        confuse(scores, "mod", g.modifier.as_str(), f.modifier.as_str());
        confuse(scores, "kind", g.kind.as_str(), f.kind.as_str());
        confuse(scores, "topic", g.topic.as_str(), f.topic.as_str());
        confuse(scores, "modality", g.modality.as_str(), f.modality.as_str());
    }
    let places = |q: &[Quantity]| q.iter().map(|q| q.span).collect::<Vec<_>>();
    let (gold_places, found_places) = (places(&gold.quantities), places(&found.quantities));
    mistakes(scores, gold, Measure::Quantity, &matches, &gold_places, &found_places);
}

/// The attribution that carries a quantity.
fn carrier(article: &Article, quantity: &Quantity) -> Option<usize> {
    let id = quantity.attr.as_deref()?;
    article.attributions.iter().rposition(|a| a.id == id)
}

fn pairs(matches: &Matches) -> impl Iterator<Item = (usize, usize)> {
    matches.iter().enumerate().filter_map(|(i, j)| Some((i, (*j)?)))
}

fn confuse(scores: &mut Scores, field: &'static str, gold: &'static str, found: &'static str) {
    if gold != found {
        *scores.confusions.entry(field).or_default().entry((gold, found)).or_default() += 1;
    }
}

/// Notes every gold annotation without a match as missed, every found one as false.
fn mistakes(
    scores: &mut Scores,
    gold: &Article,
    measure: Measure,
    matches: &Matches,
    gold_places: &[Option<Place>],
    found_places: &[Option<Place>],
) {
    let missed = gold_places.iter().zip(matches).filter(|(_, found)| found.is_none());
    let matched: BTreeSet<usize> = matches.iter().flatten().copied().collect();
    let made_up = found_places.iter().enumerate().filter(|(j, _)| !matched.contains(j));
    let all = missed
        .map(|(&place, _)| ("missed", place))
        .chain(made_up.map(|(_, &place)| ("false", place)));
    for (what, place) in all {
        let Some(place) = place else { continue };
        scores.errors.push(Mistake {
            doc_id: gold.id.clone(),
            what,
            measure,
            place,
            text: around(&gold.text, place),
        });
    }
}

/// The words at `place` in brackets, with up to 40 characters on either side, on one line.
fn around(text: &str, [start, end]: Place) -> String {
    const SIDE: usize = 40;
    let take = |from: usize, to: usize| -> String {
        let part = text.chars().skip(from).take(to.saturating_sub(from));
        part.map(|c| if c.is_control() { ' ' } else { c }).collect()
    };
    let (before, inside) = (take(start.saturating_sub(SIDE), start), take(start, end));
    format!("{before}[{inside}]{}", take(end, end + SIDE))
}
