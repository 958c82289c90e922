//! When an article was published, as a number to sort by.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Seconds of a day.
pub(super) const DAY: i64 = 24 * 60 * 60;

/// Seconds since 1970 of a date as the documents table has it; a time without a zone is taken as
/// UTC, a day without a time as its midnight. None if it is no ISO 8601 date.
pub(super) fn seconds(date: &str) -> Option<i64> {
    if let Ok(moment) = date.parse::<Timestamp>() {
        return Some(moment.as_second());
    }
    let civil = date.parse::<DateTime>().ok().or_else(|| {
        let day: Date = date.get(..10)?.parse().ok()?;
        Some(day.to_datetime(jiff::civil::Time::midnight()))
    })?;
    civil.to_zoned(TimeZone::UTC).ok().map(|moment| moment.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn days_and_moments_sort_together() {
        let told =
            ["2024-04-11", "2024-04-11T12:40:00Z", "2024-04-11T18:30:00+02:00", "2024-04-12 08:00"];
        let read: Vec<_> = told.iter().map(|date| seconds(date).expect("a date")).collect();
        assert!(read.is_sorted(), "{read:?}");
        assert_eq!(seconds("last spring"), None);
        assert_eq!(seconds(""), None);
    }
}
