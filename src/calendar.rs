//! The words of the calendar: one table for whoever asks whether a word is a month or a day.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word of the calendar names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// January, in full.
    Month,
    /// Jan., with its point.
    ShortMonth,
    /// Monday, in full.
    Weekday,
    /// today, week, morning.
    Time,
}

static WORDS: LazyLock<FxHashMap<&'static str, Word>> = LazyLock::new(|| {
    let lines = include_str!("../models/lexicon/calendar.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#')).map(|line| {
        let (class, words) = line.split_once('\t').expect("a line is a class and its words");
        let class = match class {
            "month" => Word::Month,
            "short" => Word::ShortMonth,
            "weekday" => Word::Weekday,
            "time" => Word::Time,
            other => panic!("calendar.tsv: no class {other}"),
        };
        words.split(' ').map(move |word| (word, class))
    });
    rows.flatten().collect()
});

/// The full names of months and days, in lower case.
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let full = |class: Word| matches!(class, Word::Month | Word::Weekday);
    let mut names: Vec<_> =
        WORDS.iter().filter(|(_, class)| full(**class)).map(|(word, _)| *word).collect();
    names.sort_unstable();
    names
});

/// What `lower`, a word in lower case, names in the calendar.
pub(crate) fn word(lower: &str) -> Option<Word> {
    WORDS.get(lower).copied()
}

/// Whether `word`, in any letter case, is the name of a month or day, in full or cut to
/// three or four letters.
pub(crate) fn is_month_or_day(word: &str) -> bool {
    let name = |full: &&str| {
        full.eq_ignore_ascii_case(word)
            || (matches!(word.len(), 3 | 4)
                && full.get(..word.len()).is_some_and(|short| short.eq_ignore_ascii_case(word)))
    };
    NAMES.iter().any(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_and_day_is_known_in_full_and_short() {
        assert_eq!(NAMES.len(), 19);
        for name in ["March", "mar", "Sept", "THU", "sunday"] {
            assert!(is_month_or_day(name), "{name}");
        }
        for other in ["Marches", "ma", "monthly", "today"] {
            assert!(!is_month_or_day(other), "{other}");
        }
        assert_eq!(word("today"), Some(Word::Time));
        assert_eq!(word("oct."), Some(Word::ShortMonth));
        assert_eq!(word("octave"), None);
    }
}
