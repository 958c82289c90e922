//! Dates of publication in ISO 8601 form, where they can be read beyond doubt.

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// `given` in ISO 8601 form if it can be read, else as it is.
///
/// "19 December 2014" and "Fri, 19 Dec 2014 08:00:00 GMT" can be read; "03/04/2014" cannot,
/// because it names two days.
pub(super) fn iso(given: &str) -> String {
    let given = given.trim();
    if is_iso(given) {
        return given.to_owned();
    }
    let read = compact(given).or_else(|| in_words(given));
    read.map_or_else(|| given.to_owned(), |(y, m, d)| format!("{y:04}-{m:02}-{d:02}"))
}

/// The day of a date that [`iso`] gave.
pub(super) fn day(date: &str) -> &str {
    if is_iso(date) { date.get(..10).unwrap_or(date) } else { date }
}

/// `2014-12-19`, alone or before a time of day.
fn is_iso(text: &str) -> bool {
    let (Some(day), Some(rest)) = (text.get(..10), text.get(10..)) else { return false };
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let time = rest.strip_prefix(['T', ' ', 't']);
    (rest.is_empty() || time.is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit())))
        && year.len() == 4
        && date(year, month, day).is_some()
}

/// `20141219`, `2014/12/19` and `2014.12.19`, alone or before a time of day.
fn compact(text: &str) -> Option<(u32, u32, u32)> {
    let first = text.split([' ', 'T']).next()?;
    if first.len() == 8 && first.bytes().all(|b| b.is_ascii_digit()) {
        return date(first.get(..4)?, first.get(4..6)?, first.get(6..)?);
    }
    let parts: Vec<&str> = first.split(['/', '.']).collect();
    let [year, month, day] = parts[..] else { return None };
    if year.len() == 4 { date(year, month, day) } else { None }
}

/// A day, a month in English and a year of four digits, in either order of the first two.
fn in_words(text: &str) -> Option<(u32, u32, u32)> {
    let (mut day, mut month, mut year) = (None, None, None);
    let words = text.split(|c: char| !c.is_alphanumeric() && c != ':');
    for word in words.filter(|word| !word.is_empty()) {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if is_number && digits.len() == 4 && year.is_none() {
            year = Some(digits);
        } else if is_number && digits.len() <= 2 && day.is_none() {
            day = Some(digits);
        } else if month.is_none() {
            let lower = word.to_ascii_lowercase();
            month = MONTHS.iter().position(|name| lower.starts_with(name));
        }
    }
    let month = (month? + 1).to_string();
    date(year?, &month, day?)
}

fn date(year: &str, month: &str, day: &str) -> Option<(u32, u32, u32)> {
    let number = |text: &str| {
        if text.bytes().all(|b| b.is_ascii_digit()) { text.parse::<u32>().ok() } else { None }
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some((year, month, day))
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
