//! Time lines: what numbers were claimed for a topic and an actor, when, and on whose word.
//!
//! Only topics are drawn whose numbers can be compared with each other: a line of shares or
//! distances of anything would say nothing.

use super::chart::{self, Size};
use super::day::{Day, Days, period};
use super::number::{self, capital};
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
struct Point {
    day: Day,
    value: f64,
    low: Option<f64>,
    high: Option<f64>,
    modifier: Modifier,
    voice: Voice,
    denied: bool,
    /// What a table tells of it; left out where there are too many to tell one by one.
    telling: Option<Telling>,
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
struct Timeline {
    take: Take,
    unit: String,
    name: String,
    expected: usize,
    points: Vec<Point>,
}

impl Timeline {
    fn new(take: Take, unit: String, name: String, expected: usize) -> Self {
        Self { take, unit, name, expected, points: Vec::new() }
    }

    fn topic(&self) -> Topic {
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

/// A line, drawn for wide pages and for narrow ones, with its table.
pub(super) struct Picture {
    pub number: usize,
    pub title: String,
    pub words: String,
    pub wide: Plot,
    pub narrow: Plot,
    pub tellings: Vec<Telling>,
    pub months: Vec<Month>,
}

/// Axes with marks.
pub(super) struct Plot {
    pub size: Size,
    pub axes: String,
    pub marks: Vec<Mark>,
}

/// A claim, or several that would cover each other.
pub(super) struct Mark {
    pub x: i32,
    pub y: i32,
    pub scale: f64,
    pub voice: Voice,
    pub denied: bool,
    pub vague: bool,
    /// From where to where a bound or range reaches, upwards negative.
    pub bar: Option<(i32, i32)>,
    /// How many claims there are.
    pub claims: usize,
    /// Which telling it is, if it is one.
    pub telling: Option<usize>,
}

/// What was claimed in a month, where claims are too many for a table.
pub(super) struct Month {
    pub month: String,
    pub claims: usize,
    pub low: String,
    pub median: String,
    pub high: String,
    pub unnamed: usize,
    pub denied: usize,
}

const WIDE: Size = Size { width: 860, height: 320, left: 58 };
const NARROW: Size = Size { width: 380, height: 300, left: 46 };

/// How far a bound with one end is drawn.
const OPEN_END: i32 = 22;

fn picture(at: usize, mut line: Timeline) -> Picture {
    line.points.sort_by_key(|point| point.day);
    let topic = line.topic();
    let mut title = topic.as_str().to_owned();
    if !line.unit.is_empty() {
        title = format!("{title}, {}", line.unit);
    }
    title = match line.name.as_str() {
        "" => format!("{}, all actors", capital(&title)),
        name => format!("{}: {title}", capital(name)),
    };
    let points = &line.points;
    let (wide, is_logarithmic) = plot(WIDE, points);
    let (narrow, _) = plot(NARROW, points);
    let scale =
        if is_logarithmic { " The scale is logarithmic; zeros stand at its foot." } else { "" };
    let words = words(points) + scale;
    let months = if points.iter().any(|point| point.telling.is_none()) {
        months(points)
    } else {
        Vec::new()
    };
    let tellings = line.points.into_iter().filter_map(|point| point.telling).collect();
    Picture { number: at + 1, title, words, wide, narrow, tellings, months }
}

fn words(points: &[Point]) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return "No claim of this run is about it.".to_owned();
    };
    let least = points.iter().map(|point| point.value).fold(f64::INFINITY, f64::min);
    let most = points.iter().map(|point| point.value).fold(f64::NEG_INFINITY, f64::max);
    let unnamed = points.iter().filter(|point| point.voice == Voice::Unnamed).count();
    let denied = points.iter().filter(|point| point.denied).count();
    let range = if least < most {
        format!("from {} to {}", number::amount(least), number::amount(most))
    } else {
        format!("all of {}", number::amount(least))
    };
    let claims = number::many(points.len(), "claim", "claims");
    let mut words = format!(
        "{claims}, {}, {range}; {} by people who are not named",
        period(first.day, last.day),
        number::whole(unnamed)
    );
    if denied > 0 {
        words = format!("{words}, {} denied", number::whole(denied));
    }
    words + "."
}

fn plot(size: Size, points: &[Point]) -> (Plot, bool) {
    let first = points.first().map_or(Day(0), |point| point.day);
    let last = points.last().map_or(first, |point| point.day);
    // Room at both sides, so that no mark stands on an edge.
    let room = ((last.0 - first.0) / 24).max(1);
    let days = Days { first: Day(first.0 - room), last: Day(last.0 + room) };
    let mut places: Vec<_> = points.iter().map(|point| (point.day, point.value)).collect();
    let ends: Vec<_> = points
        .iter()
        .filter(|p| p.modifier == Modifier::Range)
        .flat_map(|p| [p.low, p.high])
        .flatten()
        .collect();
    for point in points {
        places.push((point.day, point.low.unwrap_or(point.value)));
        places.push((point.day, point.high.unwrap_or(point.value)));
    }
    let axes = chart::axes(size, days, &places, &ends);
    let (at, bounds) = axes.at.split_at(points.len());
    // No bar leaves the plot.
    let (top, bottom) = (2, i32::try_from(size.height - chart::BOTTOM).unwrap_or(i32::MAX));
    let reach = |index: usize, y: i32| {
        let (low, high) = (bounds[2 * index].1, bounds[2 * index + 1].1);
        match points[index].modifier {
            Modifier::Range => Some((high - y, low - y)),
            Modifier::AtLeast | Modifier::MoreThan => Some((top.max(y - OPEN_END) - y, 0)),
            Modifier::AtMost | Modifier::LessThan => Some((0, bottom.min(y + OPEN_END) - y)),
            Modifier::Exact | Modifier::Approx | Modifier::Vague => None,
        }
    };
    let marks =
        if points.len() > SINGLE { together(points, at) } else { apart(points, at, reach, size) };
    (Plot { size, axes: axes.svg, marks }, axes.logarithmic)
}

/// Marks that would cover each other, side by side.
fn apart(
    points: &[Point],
    at: &[(i32, i32)],
    reach: impl Fn(usize, i32) -> Option<(i32, i32)>,
    size: Size,
) -> Vec<Mark> {
    const WIDTH: i32 = 12;
    let right = i32::try_from(size.width).unwrap_or(i32::MAX) - chart::RIGHT as i32;
    let left = i32::try_from(size.left).unwrap_or(0) + 8;
    let mut taken: Vec<(i32, i32)> = Vec::with_capacity(at.len());
    let mut telling = 0;
    let mut marks = Vec::with_capacity(points.len());
    for (index, (point, &(x, y))) in points.iter().zip(at).enumerate() {
        let free = |x: i32| {
            taken
                .iter()
                .all(|&(other, level)| (other - x).abs() >= WIDTH || (level - y).abs() >= WIDTH)
        };
        let steps = (0..6).flat_map(|step| [x + step * WIDTH, x - step * WIDTH]);
        let x = steps.filter(|x| (left..=right).contains(x)).find(|&x| free(x)).unwrap_or(x);
        taken.push((x, y));
        marks.push(Mark {
            x,
            y,
            scale: 1.0,
            voice: point.voice,
            denied: point.denied,
            vague: point.modifier == Modifier::Vague,
            bar: reach(index, y),
            claims: 1,
            telling: point.telling.as_ref().map(|_| telling),
        });
        telling += usize::from(point.telling.is_some());
    }
    marks
}

/// Marks that would cover each other, as one the larger for it.
fn together(points: &[Point], at: &[(i32, i32)]) -> Vec<Mark> {
    const CELL: i32 = 12;
    let mut cells: FxHashMap<(i32, i32, Voice, bool), usize> = FxHashMap::default();
    for (point, &(x, y)) in points.iter().zip(at) {
        *cells
            .entry((x.div_euclid(CELL), y.div_euclid(CELL), point.voice, point.denied))
            .or_default() += 1;
    }
    let mut cells: Vec<_> = cells.into_iter().collect();
    // Large ones first, so that small ones lie on top.
    cells.sort_unstable_by(|(a, more), (b, fewer)| fewer.cmp(more).then(a.cmp(b)));
    let marks = cells.into_iter().map(|((x, y, voice, denied), claims)| Mark {
        x: x * CELL + CELL / 2,
        y: y * CELL + CELL / 2,
        scale: (0.55 + (claims as f64).log2() * 0.14).min(2.4),
        voice,
        denied,
        vague: false,
        bar: None,
        claims,
        telling: None,
    });
    marks.collect()
}

fn months(points: &[Point]) -> Vec<Month> {
    let same = |a: &Point, b: &Point| a.day.month_start() == b.day.month_start();
    let months = points.chunk_by(same).map(|points| {
        let mut values: Vec<_> = points.iter().map(|point| point.value).collect();
        values.sort_unstable_by(f64::total_cmp);
        Month {
            month: points[0].day.month(),
            claims: points.len(),
            low: number::amount(values[0]),
            median: number::amount(values[values.len() / 2]),
            high: number::amount(values[values.len() - 1]),
            unnamed: points.iter().filter(|point| point.voice == Voice::Unnamed).count(),
            denied: points.iter().filter(|point| point.denied).count(),
        }
    });
    months.collect()
}
