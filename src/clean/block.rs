//! Blocks: the text is cut into paragraphs and lines, before anything says what they are.
//!
//! A blank line always cuts. A single line break cuts too, because many sources break
//! paragraphs that way, unless the text is hard-wrapped. Hard wrapping is told by its own
//! law: a line was broken there because the next word would not have fitted.

use crate::document::Span;

/// A block of text, as yet without a part in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// Where it stands, without surrounding white space.
    pub span: Span,
    /// Whether a blank line, or the beginning of the text, stands before it.
    pub apart: bool,
}

/// Cuts `text` into blocks; all that lies between them is white space.
pub(super) fn split(text: &str) -> Vec<Block> {
    let lines = lines(text);
    match Wrapping::of(text, &lines) {
        Some(wrapping) => wrapping.join(text, &lines),
        None => lines,
    }
}

/// Every line that holds more than white space.
fn lines(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut apart = true;
    let mut start = 0;
    let mut line = |range: std::ops::Range<usize>| {
        let line = text.get(range.clone()).expect("line breaks are whole characters");
        let inner = line.trim();
        if inner.is_empty() {
            apart = true;
        } else {
            let first = range.start + (line.len() - line.trim_start().len());
            blocks.push(Block { span: Span::new(first, first + inner.len()), apart });
            apart = false;
        }
    };
    for (at, length) in breaks(text) {
        if at == start && length == 1 && at > 0 && text.as_bytes()[at - 1..=at] == *b"\r\n" {
            start = at + 1;
            continue;
        }
        line(start..at);
        start = at + length;
    }
    line(start..text.len());
    blocks
}

/// Line breaks: where, and how many bytes. `\r\n` comes as two.
fn breaks(text: &str) -> Box<dyn Iterator<Item = (usize, usize)> + '_> {
    let bytes = text.as_bytes();
    let unicode = ["\u{2028}", "\u{2029}"];
    if unicode.iter().any(|mark| memchr::memmem::find(bytes, mark.as_bytes()).is_some()) {
        let is_break = |c| matches!(c, '\n' | '\r' | '\x0c' | '\u{2028}' | '\u{2029}');
        return Box::new(text.match_indices(is_break).map(|(at, mark)| (at, mark.len())));
    }
    Box::new(memchr::memchr3_iter(b'\n', b'\r', b'\x0c', bytes).map(|at| (at, 1)))
}

/// Lines that were broken to fit a width.
struct Wrapping {
    /// Characters of the longest line.
    width: usize,
}

/// Editors hyphenate, count tabs and marks differently: so far may a line fall short.
const SLACK: usize = 3;

impl Wrapping {
    /// The width the text was wrapped to, if it was.
    fn of(text: &str, lines: &[Block]) -> Option<Self> {
        let length = |line: &Block| chars(text, line.span);
        // No line is longer than the width, so one long line settles it cheaply.
        let limit = 130;
        if lines.len() < 3 || lines.iter().any(|line| line.span.len() > 4 * limit) {
            return None;
        }
        let width = lines.iter().map(length).max()?;
        if !(40..=limit).contains(&width) {
            return None;
        }
        let wrapping = Self { width };
        let (mut inner, mut full, mut open) = (0, 0, 0);
        for pair in lines.windows(2).filter(|pair| !pair[1].apart) {
            inner += 1;
            full += usize::from(wrapping.filled(text, pair[0], pair[1]));
            open += usize::from(!ends_sentence(slice(text, pair[0].span)));
        }
        (inner >= 3 && full * 4 >= inner * 3 && open * 2 >= inner).then_some(wrapping)
    }

    /// Whether `line` had no room for the first word of `next`.
    fn filled(&self, text: &str, line: Block, next: Block) -> bool {
        let word = slice(text, next.span).split_whitespace().next().unwrap_or("");
        chars(text, line.span) + 1 + word.chars().count() + SLACK > self.width
    }

    /// The lines, joined where a line was broken for want of room.
    fn join(&self, text: &str, lines: &[Block]) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            match blocks.last_mut() {
                Some(last) if !line.apart && self.filled(text, lines[i - 1], *line) => {
                    last.span = last.span.cover(line.span);
                }
                _ => blocks.push(*line),
            }
        }
        blocks
    }
}

/// Whether `text` ends as a sentence does, quotation marks and brackets aside.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', '_']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'])
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).expect("blocks are cut on boundaries")
}

fn chars(text: &str, span: Span) -> usize {
    slice(text, span).chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str) -> Vec<&str> {
        split(text).iter().map(|block| slice(text, block.span)).collect()
    }

    #[test]
    fn blank_lines_and_line_breaks_cut() {
        assert_eq!(
            blocks("One.\n\n  Two. \nThree.\r\n\r\nFour.\u{2029}Five"),
            ["One.", "Two.", "Three.", "Four.", "Five"]
        );
        assert_eq!(blocks(" \n\r\n "), [""; 0]);
    }

    #[test]
    fn a_windows_line_break_is_one_break() {
        let apart = |text| split(text).iter().map(|b| b.apart).collect::<Vec<_>>();
        assert_eq!(apart("One\r\nTwo\r\n\r\nThree"), [true, false, true]);
        assert_eq!(apart("One\nTwo\n\nThree"), [true, false, true]);
        assert_eq!(apart("One\rTwo\r\rThree"), [true, false, true]);
    }

    #[test]
    fn hard_wrapped_lines_are_one_paragraph() {
        let text = "\
The harbour authority said on Monday that it had counted 41 vessels at
anchor off the breakwater, nine more than a week before, and that the
queue would take until Friday to clear if the wind allowed pilots to
board.
The port's two cranes were out of order.

A pilot who asked not to be named said the figure was closer to 60, and
that nobody had counted the smaller boats.";
        assert_eq!(blocks(text).len(), 3, "{:#?}", blocks(text));
    }

    #[test]
    fn a_list_of_lines_is_not_hard_wrapped() {
        let text = "Home\nNews\nWorld\nThe harbour queue, day by day, in pictures and maps\nSport";
        assert_eq!(blocks(text).len(), 5);
    }
}
