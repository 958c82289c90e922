//! Whether two numbers may be one number told twice.

use crate::labels::Modifier;

/// A number as it is told: its ends, and how exact it claims to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Told {
    /// The value, or the lower end of a range.
    pub low: f64,
    /// The value, or the upper end of a range.
    pub high: f64,
    pub modifier: Modifier,
    /// Significant digits of its figure.
    digits: u8,
}

/// How two numbers agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// One may be the other, rounded or bounded.
    Near,
    /// The same figure.
    Equal,
}

/// How far a bound reaches from its figure: "up to 30,000" may be 21,000, not 3,000.
const REACH: f64 = 1.35;
/// How far "about" reaches.
const ABOUT: f64 = 1.1;
/// How far a figure may lie from one that says it is rounded: "nearly 30" may be 26.
const ROUND: f64 = 1.2;
/// How far a figure may be rounded up, and stay a rounded one: 1,800 told as 2,000.
const UP: f64 = 1.12;
const HAIR: f64 = 1e-9;

impl Told {
    pub fn new(modifier: Modifier, low: f64, high: f64) -> Self {
        Self { low, high, modifier, digits: significant_digits(f64::midpoint(low, high)) as u8 }
    }

    /// The same number with its ends in another unit.
    pub fn of(&self, low: f64, high: f64) -> Self {
        Self { low, high, ..*self }
    }

    /// One figure to sort by: the value, or the middle of a range.
    pub fn figure(&self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// Both ends, to look it up by.
    pub fn ends(&self) -> [u64; 2] {
        // Nought has one sign.
        [self.low, self.high].map(|end| (end + 0.0).to_bits())
    }

    /// What the number may be, by its own words.
    fn bounds(&self) -> (f64, f64) {
        let (low, high) = (self.low, self.high);
        match self.modifier {
            Modifier::Exact | Modifier::Range => (low, high),
            // A hair inside, whatever rounding does to the product; "about 7,400" is no 7,804.
            Modifier::Approx => {
                let step = if self.digits > 1 { self.step() + HAIR } else { f64::INFINITY };
                let (about, over) = (low / (ABOUT - HAIR), high * (ABOUT - HAIR));
                (about.max(low - step), over.min(high + step))
            }
            Modifier::MoreThan | Modifier::AtLeast => (low, high * REACH),
            Modifier::AtMost | Modifier::LessThan => (low / REACH, high),
            // "thousands" is the magnitude alone: 1,000 up to 9,999.
            Modifier::Vague => (low, high * 10.0 - 1.0),
        }
    }

    /// What its last digit that is not nought counts: 100 in 7,400.
    fn step(&self) -> f64 {
        let figure = self.figure().abs();
        10_f64.powi((figure.log10().floor() as i32).saturating_add(1 - i32::from(self.digits)))
    }

    /// How it agrees with another, if it does.
    pub fn agreement(&self, other: &Told) -> Option<Agreement> {
        if self.low == other.low && self.high == other.high {
            return Some(Agreement::Equal);
        }
        let holds = |outer: &Told, inner: &Told| {
            let (low, high) = outer.bounds();
            let strictly = outer.modifier == Modifier::Approx;
            let inside =
                |n: f64| if strictly { low < n && n < high } else { low <= n && n <= high };
            inside(inner.low) && inside(inner.high)
        };
        let near = holds(self, other)
            || holds(other, self)
            || rounds_to(self, other)
            || rounds_to(other, self);
        near.then_some(Agreement::Near)
    }

    /// How near the figures of two numbers are that agree, from 0 to 1.
    pub fn closeness(&self, other: &Told) -> f64 {
        let (a, b) = (self.figure().abs(), other.figure().abs());
        let apart = a.max(b) / a.min(b) - 1.0;
        (1.0 - apart / (REACH - 1.0)).max(0.0)
    }

    /// Whether one of the two is the other, rounded.
    pub fn rounds(&self, other: &Told) -> bool {
        rounds_to(self, other) || rounds_to(other, self)
    }

    /// How many digits the figure has from its first to its last that is not nought.
    pub fn digits(&self) -> u8 {
        self.digits
    }

    /// How much the figure itself tells two claims apart, from 0 (two, ten) to 2 (12,400).
    pub fn weight(&self) -> f64 {
        let figure = self.figure().abs();
        match (self.digits, figure) {
            (3.., 100.0..) => 2.0,
            (2, 100.0..) => 1.5,
            (1, 1_000.0..) | (2.., _) => 1.0,
            (1, 20.0..) => 0.5,
            _ => 0.0,
        }
    }
}

/// Whether the rounder figure is the other, rounded: 9,600 and 10,000.
pub(super) fn rounds_to(exact: &Told, round: &Told) -> bool {
    if round.digits >= exact.digits {
        return false;
    }
    let digits = i32::from(round.digits);
    let told_round = exact.modifier == Modifier::Exact && round.modifier != Modifier::Exact;
    let (exact, round) = (exact.figure(), round.figure());
    let reach = match told_round {
        true => ROUND + HAIR,
        false if round > exact => UP,
        false => ABOUT,
    };
    if exact <= 0.0 || round <= 0.0 {
        return false;
    }
    // A tenth more is a number of its own: 11,000 is not 10,000, rounded.
    let ratio = exact / round;
    if !(1.0 / reach < ratio && ratio < reach) {
        return false;
    }
    let unit = 10_f64.powi(round.log10().floor() as i32 + 1 - digits);
    ((exact / unit).round() * unit - round).abs() < unit * 1e-6
}

/// Whether the one figure is the other, told in another unit and rounded: 12 miles (19.3 km), 19 km.
pub(super) fn converts_to(one: &Told, other: &Told) -> bool {
    let converted = Told { digits: u8::MAX, ..*one };
    rounds_to(&converted, other)
}

fn significant_digits(figure: f64) -> usize {
    let text = format!("{figure}");
    let digits = text.chars().filter(char::is_ascii_digit).collect::<String>();
    let digits = digits.trim_start_matches('0');
    if text.contains('.') { digits.len() } else { digits.trim_end_matches('0').len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::Modifier::{Approx, AtLeast, AtMost, Exact, MoreThan, Range, Vague};
    use Agreement::{Equal, Near};
    use proptest::prelude::*;

    fn told(modifier: Modifier, low: f64, high: f64) -> Told {
        Told::new(modifier, low, high)
    }

    #[test]
    fn numbers_agree_as_a_reader_would_say() {
        for (a, b, expected) in [
            ((AtMost, 30_000.0), (Exact, 30_000.0), Some(Equal)),
            ((Exact, 3_000.0), (Exact, 30_000.0), None),
            ((AtMost, 30_000.0), (Exact, 3_000.0), None),
            ((AtMost, 30_000.0), (Exact, 25_000.0), Some(Near)),
            ((Exact, 9_600.0), (Approx, 10_000.0), Some(Near)),
            ((Exact, 9_600.0), (Exact, 10_000.0), Some(Near)),
            ((Exact, 9_600.0), (Exact, 9_700.0), None),
            ((AtLeast, 27.0), (Exact, 31.0), Some(Near)),
            ((AtLeast, 27.0), (Exact, 41.0), None),
            ((Approx, 10_000.0), (Approx, 11_000.0), None),
            ((Exact, 4_470_000.0), (Exact, 4_500_000.0), Some(Near)),
            ((Vague, 1_000.0), (Exact, 3_200.0), Some(Near)),
            ((Vague, 1_000.0), (Exact, 32_000.0), None),
            ((MoreThan, 10_000.0), (Approx, 10_000.0), Some(Equal)),
            ((Exact, 340.0), (Exact, 34.0), None),
            ((Exact, 26.0), (Approx, 30.0), Some(Near)),
            ((Exact, 2_500_000.0), (Approx, 3_000_000.0), Some(Near)),
            ((Exact, 26.0), (Exact, 30.0), None),
            ((Exact, 24.0), (Approx, 30.0), None),
            ((AtMost, 1_800.0), (Exact, 2_000.0), Some(Near)),
            ((Exact, 2_200.0), (Exact, 2_000.0), None),
            ((Exact, 7_804.0), (Approx, 7_400.0), None),
            ((Exact, 140.0), (Approx, 150.0), Some(Near)),
            ((Exact, 17_640.0), (Approx, 18_000.0), Some(Near)),
        ] {
            let [one, other] = [a, b].map(|(modifier, n)| told(modifier, n, n));
            assert_eq!(one.agreement(&other), expected, "{a:?} {b:?}");
            assert_eq!(other.agreement(&one), expected, "{b:?} {a:?}");
        }
        let range = told(Range, 40.0, 60.0);
        assert_eq!(range.agreement(&told(Exact, 55.0, 55.0)), Some(Near));
        assert_eq!(range.agreement(&told(Exact, 70.0, 70.0)), None);
    }

    #[test]
    fn a_figure_told_in_another_unit_is_as_round_as_it_is_told() {
        let [miles, feet] = [told(Exact, 12.0, 12.0), told(Exact, 3.0, 3.0)];
        let (miles, feet) = (miles.of(19_312.1, 19_312.1), feet.of(0.9144, 0.9144));
        let metres = |n: f64| told(Exact, n, n);
        for (told, other, expected) in [
            (miles, metres(19_000.0), true),
            (miles, metres(20_000.0), true),
            (miles, metres(12_000.0), false),
            (feet, metres(0.9), true),
            (feet, metres(3.0), false),
        ] {
            assert_eq!(converts_to(&told, &other), expected, "{told:?} {other:?}");
        }
    }

    #[test]
    fn digits_are_counted_without_the_noughts_around_them() {
        for (figure, digits) in
            [(12_400.0, 3), (10_000.0, 1), (0.5, 1), (2.4, 2), (0.0, 0), (105.0, 3)]
        {
            assert_eq!(significant_digits(figure), digits, "{figure}");
        }
    }

    proptest! {
        #[test]
        fn agreement_is_mutual(
            a in -1e9..1e9_f64, b in -1e9..1e9_f64,
            m in 0..Modifier::ALL.len(), n in 0..Modifier::ALL.len(),
        ) {
            let (one, other) = (told(Modifier::ALL[m], a, a), told(Modifier::ALL[n], b, b));
            prop_assert_eq!(one.agreement(&other), other.agreement(&one));
            prop_assert_eq!(one.agreement(&one), Some(Equal));
        }
    }
}
