//! When an article was written, as far as its date or its text tells.

use crate::document::Document;

/// The first and the last month that something may be of, counted from the year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    pub(super) first: u16,
    pub(super) last: u16,
}

impl When {
    /// Of the article's date, else of the year since 2000 that its text names most.
    pub(super) fn of(doc: &Document) -> Option<Self> {
        Self::parse(&doc.meta().date).or_else(|| most_named_year(doc.text()))
    }

    /// What a year ("2022"), a month ("2022-09") or a day ("2022-09-06") covers.
    pub(super) fn parse(date: &str) -> Option<Self> {
        let year = date.get(..4)?.parse::<u16>().ok().filter(|year| (1900..2100).contains(year))?;
        let month = date.get(4..7).and_then(|month| month.strip_prefix('-')?.parse::<u16>().ok());
        let (first, last) = match month {
            Some(month @ 1..=12) => (month - 1, month - 1),
            _ => (0, 11),
        };
        Some(Self { first: year * 12 + first, last: year * 12 + last })
    }
}

fn most_named_year(text: &str) -> Option<When> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.len() == 4 && word.starts_with("20") && When::parse(word).is_some() {
            match counts.iter_mut().find(|(year, _)| *year == word) {
                Some((_, count)) => *count += 1,
                None => counts.push((word, 1)),
            }
        }
    }
    let (year, _) = counts.into_iter().max_by_key(|&(year, count)| (count, year))?;
    When::parse(year)
}

#[test]
fn a_date_covers_its_months() {
    let covers = |date| When::parse(date).map(|w| (w.first, w.last));
    assert_eq!(covers("2022"), Some((2022 * 12, 2022 * 12 + 11)));
    assert_eq!(covers("2022-09"), Some((2022 * 12 + 8, 2022 * 12 + 8)));
    assert_eq!(covers("2022-09-06T10:00:00Z"), covers("2022-09"));
    assert_eq!(covers("2022..2024"), covers("2022"));
    assert_eq!(covers("9/28/2018"), None);
    assert_eq!(covers(""), None);
}
