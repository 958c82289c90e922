//! A time line as a picture: axes, marks that do not cover each other, and the table below.

use super::chart::{self, Size};
use super::day::{Day, Days, period};
use super::number::{self, capital};
use super::timeline::{Point, SINGLE, Telling, Timeline};
use super::voice::Voice;
use crate::labels::Modifier;
use rustc_hash::FxHashMap;

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

pub(super) fn picture(at: usize, mut line: Timeline) -> Picture {
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
