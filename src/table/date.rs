//! Dates of publication in ISO 8601 form, where they can be read beyond doubt.

use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;

/// Forms that name one day to every reader; whatever follows the day is a time of day.
/// "03/04/2014" is not among them, because it names two.
const FORMS: [&str; 11] = [
    "%Y-%m-%d",
    "%Y%m%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d %Y",
    "%B %d %Y",
    "%a, %d %b %Y",
];

/// `given` in ISO 8601 form if it can be read, else as it is.
pub(super) fn iso(given: &str) -> String {
    let given = given.trim();
    if is_iso(given) {
        return given.to_owned();
    }
    read(given).map_or_else(|| given.to_owned(), |date| date.to_string())
}

/// The day of a date that [`iso`] gave.
pub(super) fn day(date: &str) -> &str {
    if is_iso(date) { date.get(..10).unwrap_or(date) } else { date }
}

/// `2014-12-19`, alone or before a time of day.
fn is_iso(text: &str) -> bool {
    let (Some(day), Some(rest)) = (text.get(..10), text.get(10..)) else { return false };
    let time = rest.strip_prefix(['T', ' ', 't']);
    (rest.is_empty() || time.is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit())))
        && Date::strptime("%Y-%m-%d", day).is_ok()
}

fn read(text: &str) -> Option<Date> {
    let text = without_ordinals(text);
    FORMS.iter().find_map(|form| {
        let (parts, length) = BrokenDownTime::parse_prefix(form, &text).ok()?;
        let rest = text.get(length..)?;
        let ends = rest.is_empty() || rest.starts_with([' ', 'T', ',']);
        if ends { parts.to_date().ok() } else { None }
    })
}

/// "June 1st" as "June 1".
fn without_ordinals(text: &str) -> String {
    let plain = |word: &str| -> String {
        let digits = word.trim_end_matches(',').trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = word.get(digits.len()..).unwrap_or_default().trim_end_matches(',');
        let is_ordinal = matches!(ending, "st" | "nd" | "rd" | "th")
            && digits.bytes().all(|b| b.is_ascii_digit());
        if is_ordinal { word.replacen(ending, "", 1) } else { word.to_owned() }
    };
    text.split(' ').map(plain).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_can_be_read_become_iso() {
        for (given, expected) in [
            ("2014-12-19", "2014-12-19"),
            (" 2014-12-19T08:00:00Z ", "2014-12-19T08:00:00Z"),
            ("2014-12-19 08:00", "2014-12-19 08:00"),
            ("20141219", "2014-12-19"),
            ("20141219T080000Z", "2014-12-19"),
            ("2014/12/09", "2014-12-09"),
            ("December 19, 2014", "2014-12-19"),
            ("19 Dec 2014", "2014-12-19"),
            ("Fri, 19 Dec 2014 08:00:00 GMT", "2014-12-19"),
            ("June 1st, 2020", "2020-06-01"),
        ] {
            assert_eq!(iso(given), expected, "{given}");
            assert_eq!(day(expected).len(), 10);
        }
    }

    #[test]
    fn dates_that_cannot_stay_as_given() {
        for given in ["", "03/04/2014", "2014-13-01", "31 June 2020", "2020", "yesterday", "²⁰²⁰"]
        {
            assert_eq!(iso(given), given);
            assert_eq!(day(given), given);
        }
    }
}
