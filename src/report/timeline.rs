//! Time lines: what numbers were claimed for a topic and an actor, when, and on whose word.
//!
//! Only topics are drawn whose numbers can be compared with each other: a line of shares or
//! distances of anything would say nothing.

use super::day::Day;
use super::number;
use super::picture::{Picture, picture};
use super::rows::ClaimRow;
use super::voice::{self, Voice};
use crate::labels::{Modality, Modifier, SourceType, Topic};
use rustc_hash::FxHashMap;

/// The topics whose numbers can be compared.
const COMPARABLE: &[Topic] = &[
    Topic::Personnel,
    Topic::Killed,
    Topic::Wounded,
    Topic::Casualties,
    Topic::Captured,
    Topic::Missing,
    Topic::Displaced,
    Topic::Weapons,
    Topic::Incidents,
    Topic::Money,
];

/// How many time lines of an actor are drawn unasked, and of a topic as a whole.
const DRAWN: (usize, usize) = (8, 6);

/// Fewer claims make no line.
const FEWEST: usize = 3;

/// More claims than these are drawn together where they would cover each other.
pub(super) const SINGLE: usize = 300;

/// A line that the user asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What the numbers are about.
    pub topic: Topic,
    /// Words that the actor or the counted thing holds; none for everybody.
    pub about: Option<String>,
}

impl std::str::FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (topic, about) = match text.split_once(':') {
            Some((topic, about)) => (topic, Some(about.trim()).filter(|about| !about.is_empty())),
            None => (text, None),
        };
        let known = || {
            let names: Vec<_> = Topic::LABELS.iter().map(|(name, _)| *name).collect();
            format!("'{topic}' is no topic; give one of {}", names.join(", "))
        };
        let topic = Topic::from_name(topic.trim()).ok_or_else(known)?;
        Ok(Self { topic, about: about.map(str::to_owned) })
    }
}

/// What the claims of a line have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Line {
    topic: Topic,
    /// A currency; empty for counts.
    unit: String,
    /// The actor, folded; empty for everybody.
    actor: String,
}

/// How much there is of a line.
#[derive(Clone, Debug)]
struct Extent {
    claims: usize,
    first: Day,
    last: Day,
    /// The actor as the first claim writes it.
    name: String,
}

/// Counts lines on the first way through the claims.
#[derive(Default)]
pub(super) struct Survey {
    wanted: Vec<(Wanted, FxHashMap<String, Extent>)>,
    lines: FxHashMap<Line, Extent>,
    /// Claims whose article has no date that could be read.
    pub undated: usize,
}

/// The actor without article and possession, in small letters.
fn fold(actor: &str) -> String {
    let words = actor.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let words = ["the ", "a ", "an "]
        .iter()
        .find_map(|article| words.strip_prefix(article))
        .unwrap_or(&words);
    let words = ["'s", "’s"].iter().find_map(|ending| words.strip_suffix(ending)).unwrap_or(words);
    words.to_owned()
}

fn holds(wanted: &Wanted, claim: &ClaimRow) -> bool {
    wanted.topic == claim.topic
        && wanted.about.as_deref().is_none_or(|about| {
            let about = about.to_lowercase();
            [&claim.actor, &claim.counted].iter().any(|words| words.to_lowercase().contains(&about))
        })
}

/// Where a claim stands on the axis of numbers.
fn position(claim: &ClaimRow) -> Option<f64> {
    let middle = || Some((claim.value_low? + claim.value_high?) / 2.0);
    claim.value.or_else(middle).or(claim.value_low).or(claim.value_high)
}

impl Survey {
    pub fn new(wanted: &[Wanted]) -> Self {
        let wanted = wanted.iter().map(|wanted| (wanted.clone(), FxHashMap::default())).collect();
        Self { wanted, ..Self::default() }
    }

    /// Counts a claim of an article that reprints none.
    pub fn count(&mut self, claim: &ClaimRow) {
        let Some(day) = Day::read(&claim.doc_date) else {
            self.undated += 1;
            return;
        };
        if position(claim).is_none() {
            return;
        }
        for (wanted, units) in &mut self.wanted {
            if holds(wanted, claim) {
                add(units.entry(claim.unit.clone()), day, &claim.actor);
            }
        }
        if COMPARABLE.contains(&claim.topic) {
            let (topic, unit) = (claim.topic, claim.unit.clone());
            let actor = fold(&claim.actor);
            if !actor.is_empty() {
                let line = Line { topic, unit: unit.clone(), actor };
                add(self.lines.entry(line), day, &claim.actor);
            }
            add(self.lines.entry(Line { topic, unit, actor: String::new() }), day, "");
        }
    }

    /// The lines that will be drawn: those asked for, then those with most claims.
    pub fn choose(self) -> Timelines {
        let mut chosen = Vec::new();
        for (wanted, units) in self.wanted {
            let most = units.into_iter().max_by(|a, b| (a.1.claims, &b.0).cmp(&(b.1.claims, &a.0)));
            let (unit, claims) =
                most.map(|(unit, extent)| (unit, extent.claims)).unwrap_or_default();
            let name = wanted.about.clone().unwrap_or_default();
            chosen.push(Timeline::new(Take::Wanted(wanted), unit, name, claims));
        }
        let mut lines: Vec<_> = self
            .lines
            .into_iter()
            .filter(|(_, extent)| extent.claims >= FEWEST && extent.first != extent.last)
            .collect();
        lines.sort_unstable_by(|(a, more), (b, less)| less.claims.cmp(&more.claims).then(a.cmp(b)));
        for everybody in [true, false] {
            let most = if everybody { DRAWN.1 } else { DRAWN.0 };
            let kind = lines.iter().filter(|(line, _)| line.actor.is_empty() == everybody);
            for (line, extent) in kind.take(most) {
                let name = extent.name.clone();
                let take = Take::Line(line.clone());
                chosen.push(Timeline::new(take, line.unit.clone(), name, extent.claims));
            }
        }
        Timelines { lines: chosen, undated: self.undated }
    }
}

fn add<K>(entry: std::collections::hash_map::Entry<'_, K, Extent>, day: Day, name: &str) {
    let extent =
        entry.or_insert_with(|| Extent { claims: 0, first: day, last: day, name: name.to_owned() });
    extent.claims += 1;
    (extent.first, extent.last) = (extent.first.min(day), extent.last.max(day));
}

/// Which claims a line takes.
enum Take {
    Wanted(Wanted),
    Line(Line),
}

/// A claim on a line.
pub(super) struct Point {
    pub day: Day,
    pub value: f64,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub modifier: Modifier,
    pub voice: Voice,
    pub denied: bool,
    /// What a table tells of it; left out where there are too many to tell one by one.
    pub telling: Option<Telling>,
}

/// A claim as a table tells it.
#[derive(Clone)]
pub(super) struct Telling {
    pub article: u32,
    pub start: usize,
    pub day: String,
    pub told: String,
    pub counted: String,
    pub who: String,
    pub source_type: Option<SourceType>,
    pub outlet: String,
    pub modality: Modality,
    pub denied: bool,
}

/// A line with its claims.
pub(super) struct Timeline {
    take: Take,
    pub unit: String,
    pub name: String,
    expected: usize,
    pub points: Vec<Point>,
}

impl Timeline {
    fn new(take: Take, unit: String, name: String, expected: usize) -> Self {
        Self { take, unit, name, expected, points: Vec::new() }
    }

    pub fn topic(&self) -> Topic {
        match &self.take {
            Take::Wanted(wanted) => wanted.topic,
            Take::Line(line) => line.topic,
        }
    }

    fn takes(&self, claim: &ClaimRow) -> bool {
        claim.topic == self.topic()
            && claim.unit == self.unit
            && match &self.take {
                Take::Wanted(wanted) => holds(wanted, claim),
                Take::Line(line) => line.actor.is_empty() || fold(&claim.actor) == line.actor,
            }
    }
}

/// The lines that are drawn, filled on the second way through the claims.
pub(super) struct Timelines {
    lines: Vec<Timeline>,
    pub undated: usize,
}

/// Who says it, outward: "a senior official, via Quay Observer".
pub(super) fn who(claim: &ClaimRow) -> String {
    let named = [&claim.chain, &claim.speaker, &claim.source, &claim.cue];
    match named.into_iter().find(|name| !name.is_empty()) {
        Some(name) => name.replace(" < ", ", via "),
        None => voice::name(claim.source_type),
    }
}

impl Timelines {
    /// Takes a claim of an article that reprints none.
    pub fn take(&mut self, claim: &ClaimRow, article: u32, outlet: &str, denied: bool) {
        let (Some(day), Some(value)) = (Day::read(&claim.doc_date), position(claim)) else {
            return;
        };
        for line in &mut self.lines {
            if !line.takes(claim) {
                continue;
            }
            let telling =
                (line.expected <= SINGLE).then(|| telling(claim, article, outlet, denied));
            line.points.push(Point {
                day,
                value,
                low: claim.value_low,
                high: claim.value_high,
                modifier: claim.modifier,
                voice: Voice::of(claim.source_type),
                denied,
                telling,
            });
        }
    }

    /// Draws the lines.
    pub fn draw(self) -> Vec<Picture> {
        self.lines.into_iter().enumerate().map(|(at, line)| picture(at, line)).collect()
    }
}

/// A claim as tables tell it.
pub(super) fn telling(claim: &ClaimRow, article: u32, outlet: &str, denied: bool) -> Telling {
    Telling {
        article,
        start: claim.quantity_start,
        day: Day::read(&claim.doc_date).map_or_else(|| claim.doc_date.clone(), Day::short),
        told: number::told(claim),
        counted: claim.counted.clone(),
        who: who(claim),
        source_type: claim.source_type,
        outlet: outlet.to_owned(),
        modality: claim.modality,
        denied,
    }
}
