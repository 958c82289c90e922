//! Days: read from tables, written for readers, and as an axis of time.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// A day, counted from an arbitrary one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Day(pub i32);

/// An earlier year is a slip (0012 for 2012), which would press all else into a corner.
const EARLIEST: i16 = 1600;

const FIRST: Date = Date::constant(1970, 1, 1);

impl Day {
    /// The day that an ISO date begins with, if it is one.
    pub fn read(date: &str) -> Option<Self> {
        let date = Date::strptime("%Y-%m-%d", date.get(..10)?).ok()?;
        if date.year() < EARLIEST {
            return None;
        }
        date.since((Unit::Day, FIRST)).ok().map(|span| Day(span.get_days()))
    }

    fn date(self) -> Date {
        FIRST.checked_add(self.0.days()).unwrap_or(FIRST)
    }

    /// `2024-03-07`.
    pub fn iso(self) -> String {
        self.date().to_string()
    }

    /// `7 March 2024`.
    pub fn words(self) -> String {
        self.date().strftime("%-d %B %Y").to_string()
    }

    /// `7 Mar 2024`.
    pub fn short(self) -> String {
        self.date().strftime("%-d %b %Y").to_string()
    }

    /// `March 2024`.
    pub fn month(self) -> String {
        self.date().strftime("%B %Y").to_string()
    }

    /// The first day of its month.
    pub fn month_start(self) -> Self {
        Day(self.0 - i32::from(self.date().day()) + 1)
    }
}

/// From one day to another in words.
pub(super) fn period(first: Day, last: Day) -> String {
    if first == last { first.words() } else { format!("{} to {}", first.words(), last.words()) }
}

/// An axis of days, with ticks where calendars have them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub first: Day,
    pub last: Day,
}

/// A distance between ticks.
#[derive(Clone, Copy)]
enum Step {
    Days(i32),
    Months(i8),
}

/// Every step, with about how many days it has.
const STEPS: [(Step, f64); 12] = [
    (Step::Days(1), 1.0),
    (Step::Days(2), 2.0),
    (Step::Days(7), 7.0),
    (Step::Days(14), 14.0),
    (Step::Months(1), 30.4),
    (Step::Months(2), 60.9),
    (Step::Months(3), 91.3),
    (Step::Months(6), 182.6),
    (Step::Months(12), 365.2),
    (Step::Months(24), 730.5),
    (Step::Months(60), 1826.0),
    (Step::Months(120), 3652.0),
];

impl Days {
    fn step(self, ticks: usize) -> Step {
        let span = f64::from(self.last.0 - self.first.0);
        let fits = |(_, days): &&(Step, f64)| span / days <= ticks.max(1) as f64;
        STEPS.iter().find(fits).unwrap_or(&STEPS[STEPS.len() - 1]).0
    }

    /// The days that have ticks, at most about so many.
    fn ticks(self, at_most: usize) -> Vec<Day> {
        let mut ticks = Vec::new();
        match self.step(at_most) {
            Step::Days(step) => {
                // 1970-01-01 was a Thursday; weeks begin on Monday.
                let first = self.first.0 + (4 - self.first.0).rem_euclid(step.max(1));
                let mut day = if step < 7 { self.first.0 } else { first };
                while day <= self.last.0 {
                    ticks.push(Day(day));
                    day += step;
                }
            }
            Step::Months(step) => {
                let first = self.first.date();
                let months = i32::from(first.year()) * 12 + i32::from(first.month()) - 1;
                let mut month = months.div_euclid(i32::from(step)) * i32::from(step);
                loop {
                    let year = i16::try_from(month.div_euclid(12)).unwrap_or(i16::MAX);
                    let of_year = i8::try_from(month.rem_euclid(12) + 1).unwrap_or(1);
                    let Ok(date) = Date::new(year, of_year, 1) else { break };
                    let Some(day) = Day::read(&date.to_string()) else { break };
                    if day > self.last {
                        break;
                    }
                    if day >= self.first {
                        ticks.push(day);
                    }
                    month += i32::from(step);
                }
            }
        }
        ticks
    }
}

impl Ranged for Days {
    type FormatOption = NoDefaultFormatting;
    type ValueType = Day;

    fn map(&self, value: &Day, limit: (i32, i32)) -> i32 {
        let span = f64::from((self.last.0 - self.first.0).max(1));
        let part = f64::from(value.0 - self.first.0) / span;
        limit.0 + (f64::from(limit.1 - limit.0) * part).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<Day> {
        self.ticks(hint.max_num_points())
    }

    fn range(&self) -> Range<Day> {
        self.first..self.last
    }
}

impl ValueFormatter<Day> for Days {
    fn format_ext(&self, value: &Day) -> String {
        let form = match self.step(6) {
            Step::Days(_) => "%-d %b",
            Step::Months(step) if step < 12 => "%b %Y",
            Step::Months(_) => "%Y",
        };
        value.date().strftime(form).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_told() {
        let day = Day::read("2024-03-07T08:00:00Z").expect("a date");
        assert_eq!(day.iso(), "2024-03-07");
        assert_eq!(day.words(), "7 March 2024");
        assert_eq!(day.month_start().iso(), "2024-03-01");
        for none in ["", "2024", "yesterday!!", "2024-13-01", "0012-01-16", "\u{b2}024-01-01"] {
            assert_eq!(Day::read(none), None, "{none}");
        }
    }

    #[test]
    fn ticks_stand_where_calendars_have_them() {
        let day = |date| Day::read(date).expect("a date");
        let ticks = |first, last| {
            let axis = Days { first: day(first), last: day(last) };
            axis.ticks(6).into_iter().map(Day::iso).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            ticks("2024-03-01", "2024-03-05"),
            "2024-03-01 2024-03-02 2024-03-03 2024-03-04 2024-03-05"
        );
        assert_eq!(
            ticks("2024-03-01", "2024-03-30"),
            "2024-03-04 2024-03-11 2024-03-18 2024-03-25"
        );
        assert_eq!(
            ticks("2024-01-10", "2024-06-01"),
            "2024-02-01 2024-03-01 2024-04-01 2024-05-01 2024-06-01"
        );
        assert_eq!(
            ticks("2014-05-01", "2024-06-01"),
            "2016-01-01 2018-01-01 2020-01-01 2022-01-01 2024-01-01"
        );
    }

    #[test]
    fn an_axis_of_one_day_has_a_tick() {
        let day = Day::read("2024-03-07").expect("a date");
        assert_eq!(Days { first: day, last: day }.ticks(6), [day]);
    }
}
