//! Numbers for readers.

use super::rows::ClaimRow;
use crate::labels::Kind;

/// A whole number with a comma between thousands.
pub(super) fn whole(number: usize) -> String {
    grouped(&number.to_string())
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// One thing or many: "1 claim", "1,204 claims".
pub(super) fn many(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", whole(number), if number == 1 { one } else { many })
}

/// A share in whole percent; "less than 1" and "more than 99" rather than a wrong 0 or 100.
pub(super) fn percent(part: usize, of: usize) -> String {
    if of == 0 || part == 0 {
        return "0".to_owned();
    }
    match (part as f64 / of as f64 * 100.0).round() as usize {
        0 => "less than 1".to_owned(),
        100 if part < of => "more than 99".to_owned(),
        percent => percent.to_string(),
    }
}

/// A share for the cell of a table: "41", "<1".
pub(super) fn cell(part: usize, of: usize) -> String {
    percent(part, of).replace("less than ", "<").replace("more than ", ">")
}

/// A number with at most three digits after the point: "30,000", "2.5", "780 million".
pub(super) fn amount(number: f64) -> String {
    let (scaled, word) = match number.abs() {
        n if n >= 1e12 => (number / 1e12, " trillion"),
        n if n >= 1e9 => (number / 1e9, " billion"),
        n if n >= 1e6 => (number / 1e6, " million"),
        _ => (number, ""),
    };
    let rounded = format!("{:.3}", scaled.abs());
    let (whole, rest) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let rest = rest.trim_end_matches('0');
    let sign = if scaled < 0.0 { "−" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{rest}{word}", grouped(whole))
}

/// A number for a tick of an axis: "30k", "2.5m".
pub(super) fn tick(number: f64) -> String {
    let (scaled, letter) = match number.abs() {
        n if n >= 1e12 => (number / 1e12, "tn"),
        n if n >= 1e9 => (number / 1e9, "bn"),
        n if n >= 1e6 => (number / 1e6, "m"),
        n if n >= 1e4 => (number / 1e3, "k"),
        _ => return amount(number),
    };
    format!("{}{letter}", amount((scaled * 100.0).round() / 100.0))
}

/// Words with a capital at their head.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A claim's number in the article's words, with what bounds it; in our own where there are none.
pub(super) fn told(claim: &ClaimRow) -> String {
    if !claim.quantity.is_empty() {
        return format!("{}{}", claim.modifier.words(), claim.quantity);
    }
    let with_unit = |number: f64| match claim.kind {
        Kind::Percent => format!("{} percent", amount(number)),
        Kind::Money => format!("{} {}", claim.unit, amount(number)),
        _ if claim.unit.is_empty() => amount(number),
        _ => format!("{} {}", amount(number), claim.unit),
    };
    match (claim.value, claim.value_low, claim.value_high) {
        (Some(value), _, _) => format!("{}{}", claim.modifier.words(), with_unit(value)),
        (None, Some(low), Some(high)) => format!("{} to {}", amount(low), with_unit(high)),
        _ => "a number that could not be read".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_as_newspapers_tell_them() {
        for (number, words, short) in [
            (0.0, "0", "0"),
            (7.0, "7", "7"),
            (2.5, "2.5", "2.5"),
            (9_999.0, "9,999", "9,999"),
            (30_000.0, "30,000", "30k"),
            (780e6, "780 million", "780m"),
            (1.25e9, "1.25 billion", "1.25bn"),
            (-40.0, "−40", "−40"),
        ] {
            assert_eq!(amount(number), words);
            assert_eq!(tick(number), short);
        }
        assert_eq!(whole(1_234_567), "1,234,567");
        assert_eq!(many(1, "claim", "claims"), "1 claim");
    }

    #[test]
    fn no_share_is_called_all_or_nothing_that_is_not() {
        assert_eq!(percent(1, 10_000), "less than 1");
        assert_eq!(cell(1, 10_000), "<1");
        assert_eq!(percent(9_999, 10_000), "more than 99");
        assert_eq!(percent(0, 0), "0");
        assert_eq!(percent(41, 100), "41");
        assert_eq!(percent(3, 3), "100");
    }
}
