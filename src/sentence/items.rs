//! Items of a list in one line: `1) maps 2) boats`, `a. maps b. boats`.
//!
//! An item's mark opens a sentence only if the sentence before it opened with the mark
//! before it, so that a number in brackets in running text is left alone.

use super::words::word_to;

/// A number or letter that marks an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    letter: bool,
    value: u32,
}

impl Item {
    /// The mark that stands at `at`, after a bullet or an opening bracket, if any.
    pub(super) fn at(text: &str, at: usize) -> Option<Self> {
        let rest = text.get(at..)?.trim_start_matches(is_before_mark);
        let end = rest.bytes().take(4).position(|b| !b.is_ascii_alphanumeric())?;
        let closed = rest.get(end..)?.starts_with(['.', ')']);
        if closed { Self::parse(rest.get(..end)?) } else { None }
    }

    /// If the mark that `close` (a full stop or a bracket) completes is the next in the list:
    /// where its item starts.
    pub(super) fn next_starts(self, text: &str, close: usize) -> Option<usize> {
        let word = word_to(text, 0, close);
        let next = Self::parse(word)?;
        if next.letter != self.letter || next.value != self.value + 1 {
            return None;
        }
        let after = text.get(close + 1..)?;
        let after = after.strip_prefix(')').unwrap_or(after);
        let before = text.get(..close - word.len())?.trim_end_matches(is_before_mark);
        let alone = before.ends_with(char::is_whitespace) || before.len() < close - word.len();
        (alone && after.starts_with(char::is_whitespace)).then(|| {
            let from = text.get(before.len()..close).unwrap_or_default();
            close - from.trim_start().len()
        })
    }

    fn parse(word: &str) -> Option<Self> {
        const MOST_DIGITS: usize = 3;
        match *word.as_bytes() {
            [byte] if byte.is_ascii_alphabetic() => Some(Item { letter: true, value: byte.into() }),
            [_, ..] if word.len() <= MOST_DIGITS => {
                Some(Item { letter: false, value: word.parse().ok()? })
            }
            _ => None,
        }
    }
}

fn is_before_mark(c: char) -> bool {
    matches!(c, '(' | '•' | '⁃' | '-' | '–' | '*' | ' ')
}
