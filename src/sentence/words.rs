//! The words on both sides of a stop.

use super::lexicon::LONGEST;

/// How a sentence would open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    Upper,
    Lower,
    Digit,
    /// A mark, or a letter without case.
    Other,
}

/// What follows a stop and the white space behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Next<'t> {
    /// Where it starts: the first byte that is not white space.
    pub start: usize,
    /// It starts with an opening quote.
    pub quote: bool,
    /// It starts with an opening bracket.
    pub bracket: bool,
    /// It starts with a dash or a bullet.
    pub dash: bool,
    pub first: First,
    /// The first word.
    pub word: &'t str,
    /// Where the first word ends.
    pub end: usize,
}

impl<'t> Next<'t> {
    /// Reads what stands at or after `at`; nothing at the end of the text.
    pub(super) fn read(text: &'t str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?;
        let start = text.len() - rest.trim_start().len();
        let mut next = Next {
            start,
            quote: false,
            bracket: false,
            dash: false,
            first: First::Other,
            word: "",
            end: start,
        };
        let mut place = start;
        // Marks before the first word are few; a longer row of them is no opening.
        for c in text.get(start..)?.chars().take(4) {
            match c {
                '"' | '“' | '”' | '„' | '‟' | '‘' | '’' | '\'' | '«' | '»' | '`' => {
                    next.quote = true
                }
                '(' | '[' | '{' => next.bracket = true,
                '-' | '–' | '—' | '•' => next.dash = true,
                '*' | '_' | ' ' | '\u{a0}' => {}
                _ => break,
            }
            place += c.len_utf8();
        }
        let c = text.get(start..)?.chars().next()?;
        next.first = match text.get(place..)?.chars().next() {
            Some(c) if c.is_uppercase() => First::Upper,
            Some(c) if c.is_lowercase() => First::Lower,
            Some(c) if c.is_ascii_digit() => First::Digit,
            Some('$' | '€' | '£' | '#' | '№') => First::Digit,
            _ if c.is_whitespace() => return None,
            _ => First::Other,
        };
        next.word = word_from(text, place);
        next.end = place + next.word.len();
        Some(next)
    }
}

/// The letters, digits and inner apostrophes from `at` on, as far as a look-up needs them.
pub(super) fn word_from(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest
        .char_indices()
        .take(LONGEST + 8)
        .take_while(|&(_, c)| c.is_alphanumeric() || matches!(c, '\'' | '’'))
        .last()
        .map_or(0, |(i, c)| i + c.len_utf8());
    rest.get(..end).unwrap_or_default()
}

/// The word that ends at `at`: what stands since `floor`, white space, a bracket, a quote or
/// a dash; empty if it is longer than any abbreviation.
pub(super) fn word_to(text: &str, floor: usize, at: usize) -> &str {
    const LONGEST_WORD: usize = 40;
    let bytes = text.as_bytes();
    let mut start = at;
    while start > floor {
        let byte = bytes[start - 1];
        let inside = byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b'\'' | b'&' | b'-')
            || (byte >= 0x80 && inside_word(text, start));
        if !inside {
            break;
        }
        if at - start == LONGEST_WORD {
            return "";
        }
        start -= 1;
    }
    // A continuation byte is inside whenever its character is, so `start` is a boundary.
    text.get(start..at).unwrap_or_default()
}

/// Whether the character whose last bytes end at `end` (or that `end` lies in) belongs to a word.
fn inside_word(text: &str, end: usize) -> bool {
    let end = (end..end + 4).find(|&n| text.is_char_boundary(n)).unwrap_or(text.len());
    let before = text.get(..end).and_then(|t| t.chars().next_back());
    before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '’' | '°' | '№'))
}
