//! Axes in SVG, by plotters; the marks between them are set by a template.
//!
//! plotters draws axes well, and nothing in it can carry a link or a description; templates can,
//! and escape them. So plotters makes scales, ticks and lines, and tells where a value lies.

use super::day::{Day, Days};
use super::number;
use plotters::coord::combinators::{IntoLogRange, LogCoord};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use std::ops::Range;

/// A scale of numbers: linear, or logarithmic where they differ in magnitude, with zeros at its
/// foot.
enum Values {
    Linear(RangedCoordf64),
    Logarithmic(LogCoord<f64>),
}

/// Numbers whose largest is so many times the smallest go on a logarithmic scale.
const MAGNITUDES: f64 = 60.0;

impl Values {
    fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let (mut low, mut high, mut least) = (f64::INFINITY, f64::NEG_INFINITY, f64::INFINITY);
        for number in numbers.map(|number| number.clamp(-1e15, 1e15)) {
            (low, high) = (low.min(number), high.max(number));
            if number > 0.0 {
                least = least.min(number.max(1e-9));
            }
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        if low >= 0.0 && high / least > MAGNITUDES {
            let foot = if low > 0.0 { least / 1.6 } else { least / 6.0 };
            return Values::Logarithmic((foot..high * 1.6).log_scale().into());
        }
        let (low, high) = (low.min(0.0), high.max(0.0));
        let room = if low < high { (high - low) * 0.1 } else { 1.0 };
        let low = if low < 0.0 { low - room } else { 0.0 };
        Values::Linear((low..high + room).into())
    }
}

impl Ranged for Values {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let value = value.clamp(-1e15, 1e15);
        match self {
            Values::Linear(scale) => scale.map(&value, limit),
            Values::Logarithmic(scale) => scale.map(&value.max(scale.range().start), limit),
        }
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match self {
            Values::Linear(scale) => scale.key_points(hint),
            Values::Logarithmic(scale) => scale.key_points(hint),
        }
    }

    fn range(&self) -> Range<f64> {
        match self {
            Values::Linear(scale) => scale.range(),
            Values::Logarithmic(scale) => scale.range(),
        }
    }
}

impl ValueFormatter<f64> for Values {
    fn format_ext(&self, value: &f64) -> String {
        number::tick(*value)
    }
}

/// How large a picture is, and where its plot begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub width: u32,
    pub height: u32,
    /// Room left of the plot.
    pub left: u32,
}

/// Axes without marks.
pub(super) struct Axes {
    /// SVG, without a word from any article.
    pub svg: String,
    /// For each point, where it lies.
    pub at: Vec<(i32, i32)>,
    /// Whether the scale of numbers is logarithmic.
    pub logarithmic: bool,
}

const MARGIN: u32 = 12;

/// Room right of a plot.
pub(super) const RIGHT: u32 = 34;

/// Room under a plot, for ticks.
pub(super) const BOTTOM: u32 = 30;

/// Axes of time and numbers; tells where each of `points` lies, and the ends of `ends` too count
/// for the scale.
pub(super) fn axes(size: Size, days: Days, points: &[(Day, f64)], ends: &[f64]) -> Axes {
    let values = Values::of(points.iter().map(|&(_, number)| number).chain(ends.iter().copied()));
    let logarithmic = matches!(values, Values::Logarithmic(_));
    draw(size, days, values, points, true, logarithmic)
}

/// An axis of time alone, under lanes; tells where each day lies in its lane.
pub(super) fn lanes(size: Size, days: Days, points: &[(Day, f64)]) -> Axes {
    let lanes = Values::Linear((0.0..1.0).into());
    draw(size, days, lanes, points, false, false)
}

fn draw(
    size: Size,
    days: Days,
    values: Values,
    points: &[(Day, f64)],
    numbers: bool,
    logarithmic: bool,
) -> Axes {
    let mut svg = String::new();
    let at = {
        let area = SVGBackend::with_string(&mut svg, (size.width, size.height)).into_drawing_area();
        let mut chart = ChartBuilder::on(&area)
            .margin_top(MARGIN)
            .margin_right(RIGHT)
            .set_label_area_size(LabelAreaPosition::Left, size.left)
            .set_label_area_size(LabelAreaPosition::Bottom, BOTTOM)
            .build_cartesian_2d(days, values)
            .expect("text as target takes everything");
        let style = ("sans-serif", 16);
        let mut mesh = chart.configure_mesh();
        mesh.disable_x_mesh()
            .x_labels(if size.width < 500 { 4 } else { 7 })
            .y_labels(6)
            .x_label_style(style)
            .y_label_style(style)
            .axis_style(BLACK)
            .bold_line_style(BLACK)
            .light_line_style(TRANSPARENT);
        if !numbers {
            mesh.disable_y_mesh().disable_y_axis().y_labels(0);
        }
        mesh.draw().expect("text as target takes everything");
        points.iter().map(|point| chart.backend_coord(point)).collect()
    };
    Axes { svg, at, logarithmic }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 760, height: 300, left: 60 };

    fn day(date: &str) -> Day {
        Day::read(date).expect("a date")
    }

    fn march() -> Days {
        Days { first: day("2024-03-01"), last: day("2024-03-31") }
    }

    #[test]
    fn later_is_right_and_more_is_up_and_all_lies_inside() {
        let points =
            [(day("2024-03-01"), 10.0), (day("2024-03-20"), 400.0), (day("2024-03-31"), 0.0)];
        let axes = axes(SIZE, march(), &points, &[]);
        assert!(!axes.logarithmic);
        let [(x1, y1), (x2, y2), (x3, y3)] = axes.at[..] else { panic!() };
        assert!(x1 < x2 && x2 < x3 && y2 < y1 && y1 < y3);
        for (x, y) in axes.at {
            assert!((60..760).contains(&x) && (0..300).contains(&y));
        }
        assert!(axes.svg.contains("11 Mar") && axes.svg.contains(">\n400\n<"), "{}", axes.svg);
    }

    #[test]
    fn magnitudes_take_a_logarithmic_scale_and_nothing_breaks_one() {
        let of = |numbers: &[f64]| {
            let points: Vec<_> = numbers.iter().map(|&n| (day("2024-03-02"), n)).collect();
            axes(SIZE, march(), &points, &[])
        };
        assert!(of(&[3.0, 100_000.0]).logarithmic);
        let with_zero = of(&[0.0, 3.0, 100_000.0]);
        assert!(with_zero.logarithmic);
        let [(_, zero), (_, three), (_, most)] = with_zero.at[..] else { panic!() };
        assert!(zero > three && three > most, "zero stands at the foot");
        for numbers in
            [&[][..], &[0.0], &[-5.0, 0.0], &[-5.0], &[5.0], &[0.0, 1e300], &[1e-300, 1e300]]
        {
            let axes = of(numbers);
            assert!(
                axes.at.iter().all(|&(_, y)| (-1..=300).contains(&y)),
                "{numbers:?}: {:?}",
                axes.at
            );
        }
    }
}
