//! The words of a sentence as `trace` compares them: stems, and which of them are names.

use super::lexicon::{Class, Classes, is, is_common, is_empty};
use compact_str::CompactString;
use rustc_hash::FxHashSet;

/// A word of a sentence.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    /// As it stands, without a possessive ending.
    pub text: &'a str,
    /// In lower case.
    pub lower: CompactString,
    /// Its first character, counted from the start of the sentence.
    pub start: usize,
    /// Whether it begins with a capital.
    pub capital: bool,
    /// Whether a comma, bracket or other mark stands right before it.
    pub after_mark: bool,
    /// Whether it begins the sentence, or follows a dash, colon, bracket or quotation mark, so
    /// that its capital says nothing.
    pub opens: bool,
    classes: Classes,
}

impl Word<'_> {
    pub fn is(&self, class: Class) -> bool {
        self.classes.contain(class)
    }

    fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// The start of the word, which its inflections and derivations share: Sarvonia, Sarvonian.
    pub fn stem(&self) -> CompactString {
        stem(&self.lower)
    }
}

/// As [`Word::stem`].
pub(super) fn stem(lower: &str) -> CompactString {
    const LENGTH: usize = 5;
    match lower.char_indices().nth(LENGTH) {
        Some((end, _)) => CompactString::new(lower.get(..end).unwrap_or(lower)),
        None if lower.len() > 3 && !lower.ends_with("ss") => {
            CompactString::new(lower.strip_suffix('s').unwrap_or(lower))
        }
        None => CompactString::new(lower),
    }
}

/// The words of `text`, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut chars = text.char_indices().enumerate().peekable();
    let (mut after_mark, mut opens) = (false, true);
    while let Some((start, (from, first))) = chars.next() {
        if !first.is_alphanumeric() {
            after_mark |= !first.is_whitespace();
            opens |= matches!(first, '-' | '–' | '—' | ':' | ')' | '"' | '“' | '‘');
            continue;
        }
        let mut to = from + first.len_utf8();
        while let Some(&(_, (at, c))) = chars.peek() {
            let inside = matches!(c, '\'' | '’' | '-' | '.' | ',');
            let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
            let next = rest.chars().next();
            let joins = match c {
                // 12,400 and 2.4 are one word; U.S. is one too.
                '.' | ',' => first.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()),
                _ => next.is_some_and(char::is_alphanumeric),
            };
            if !(c.is_alphanumeric() || inside && joins) {
                break;
            }
            to = at + c.len_utf8();
            chars.next();
        }
        let whole = text.get(from..to).unwrap_or_default();
        let text = ["'s", "’s"].iter().find_map(|end| whole.strip_suffix(end)).unwrap_or(whole);
        let lower: CompactString = text.to_lowercase().replace('’', "'").into();
        words.push(Word {
            text,
            classes: Classes::of(&lower),
            lower,
            start,
            capital: first.is_uppercase(),
            after_mark,
            opens,
        });
        (after_mark, opens) = (false, false);
    }
    words
}

/// Words written with a capital inside a sentence of the article, or at its start if the dictionary
/// does not have them, in lower case: its names.
pub(super) fn names<'a>(
    sentences: impl Iterator<Item = &'a [Word<'a>]>,
) -> FxHashSet<CompactString> {
    let names = sentences.flatten().filter(|word| is_name(word));
    let surely = names.filter(|word| !word.opens || !is_common(&word.lower));
    surely.map(|word| word.lower.clone()).collect()
}

fn is_name(word: &Word<'_>) -> bool {
    word.capital && !word.is(Class::Calendar) && !is_empty(&word.lower)
}

/// Which words of a sentence are names; one whose capital says nothing is if the
/// article uses it as one elsewhere.
pub(super) fn name_flags(words: &[Word<'_>], names: &FxHashSet<CompactString>) -> Vec<bool> {
    let flag = |word: &Word<'_>| is_name(word) && (!word.opens || is_named(word, names));
    words.iter().map(flag).collect()
}

/// Whether a word whose capital says nothing is a name: the article uses it as one elsewhere, or
/// the dictionary does not have it.
pub(super) fn is_named(word: &Word<'_>, names: &FxHashSet<CompactString>) -> bool {
    names.contains(&word.lower) || !is_common(&word.lower)
}

/// Whether a word tells something of the story.
pub(super) fn is_content(word: &Word<'_>) -> bool {
    word.lower.len() > 2
        && !word.is_number()
        && !word.is(Class::Calendar)
        && !word.is(Class::NumberNoun)
        && !is_empty(&word.lower)
}

/// Runs of capitalised words, in lower case: names as they stand. A leading word that begins the
/// sentence and tells nothing ("The") is left out.
pub(super) fn name_phrases(words: &[Word<'_>]) -> Vec<CompactString> {
    let mut phrases: Vec<CompactString> = Vec::new();
    let mut open = false;
    for word in words {
        // "Today" is no name, but part of one in "Lesna Today".
        let begins = !is_empty(&word.lower) || word.is(Class::Common);
        let goes_on = open && !word.after_mark;
        let part = word.capital && (begins || goes_on);
        if part && goes_on {
            let last = phrases.last_mut().expect("a phrase is open");
            last.push(' ');
            last.push_str(&word.lower);
        } else if part {
            phrases.push(word.lower.clone());
        }
        open = part;
    }
    phrases
}

/// The year that a number near `at` is of: "in 2019", "last year" with `this` as the year of the
/// article. None if the sentence does not say.
pub(super) fn year(words: &[Word<'_>], at: usize, this: Option<i16>) -> Option<i16> {
    // "It owes 95 million, and its last title was won in 1974": the year of another clause.
    let clause = |word: &Word<'_>| {
        word.after_mark && matches!(&*word.lower, "and" | "but" | "while" | "whereas")
    };
    let place = at.min(words.len());
    let first = words[..place].iter().rposition(clause).unwrap_or(0);
    let behind = words.iter().skip(at + 1).position(clause);
    let last = behind.map_or(words.len(), |next| at + 2 + next);
    let told = (first..last).filter_map(|i| {
        let word = &words[i];
        let before = i.checked_sub(1).map(|b| words[b].lower.as_str());
        let after = words.get(i + 1).map(|w| w.lower.as_str());
        let year = if word.lower == "year" {
            let by = |word: Option<&str>, choice: &[&str]| {
                word.is_some_and(|w| choice.contains(&w) && is(w, Class::LastYear))
            };
            let past = by(before, &["last", "previous", "preceding"])
                || by(after, &["earlier", "ago", "before"]);
            if past { this? - 1 } else { return None }
        } else {
            let year = word.lower.parse().ok().filter(|y| (1500..2100).contains(y))?;
            let of =
                before.is_none_or(|w| matches!(w, "in" | "of" | "for" | "during" | "throughout"));
            let month = before.is_some_and(|w| is(w, Class::Calendar));
            // "for 1600 workers" is no year.
            let alone = words.get(i + 1).is_none_or(|next| {
                next.after_mark || next.capital || next.is_number() || is_empty(&next.lower)
            });
            let recent = year >= 1900;
            let so = recent && (of || month) || alone && (of && before.is_some() || month);
            if so { year } else { return None }
        };
        Some((i.abs_diff(at), year))
    });
    told.min().map(|(_, year)| year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_runs_of_capitals_and_stems_join_their_forms() {
        let text =
            "The Harbour Post’s report, citing Sarvonian officers in Ilmen-Dol, named 12,400 men.";
        let read = words(text);
        assert_eq!(name_phrases(&read), ["harbour post", "sarvonian", "ilmen-dol"]);
        assert_eq!(stem("sarvonian"), stem("sarvonia"));
        assert_eq!(stem("homes"), stem("home"));
        assert!(read.iter().any(|word| word.text == "12,400"));
    }

    #[test]
    fn the_year_next_to_the_number_counts() {
        for (text, expected) in [
            ("In 2019 the mill sold 400 tonnes.", Some(2019)),
            ("The mill sold 400 tonnes last year.", Some(2023)),
            ("The mill sold 400 tonnes in May 2021, after 700 in 2020.", Some(2021)),
            ("Since 2019 the mill has sold 400 tonnes.", None),
            ("In the spring of 1887 400 tonnes were sold.", Some(1887)),
            ("A mill for 1600 workers sold 400 tonnes.", None),
            ("The mill sold 400 tonnes.", None),
        ] {
            let read = words(text);
            let at = read.iter().position(|word| word.text == "400").unwrap();
            assert_eq!(year(&read, at, Some(2024)), expected, "{text}");
        }
    }
}
