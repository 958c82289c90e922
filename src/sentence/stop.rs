//! A stop: the marks that may end a sentence, with the quotes and brackets they close.

/// What kind of mark it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// One full stop.
    Full,
    /// Several full stops, or their one character.
    Ellipsis,
    /// A run with a question or exclamation mark.
    Cry,
}

/// A run of marks and what they close.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    /// First byte of the marks.
    pub start: usize,
    /// One past the last mark, before anything that closes.
    pub marks: usize,
    /// One past the closing quotes, brackets and citations.
    pub end: usize,
    pub mark: Mark,
    /// A quotation closes here.
    pub quote: bool,
    /// A bracket closes here.
    pub bracket: bool,
}

/// Bytes that begin a mark, a ruled line, a time stamp or an item's bracket: one look per byte of text.
const WORTH_A_LOOK: [bool; 256] = {
    let mut table = [false; 256];
    table[b'.' as usize] = true;
    table[b'!' as usize] = true;
    table[b'?' as usize] = true;
    table[b')' as usize] = true;
    table[b'_' as usize] = true;
    table[b'=' as usize] = true;
    table[b'*' as usize] = true;
    table[b'/' as usize] = true;
    table[0xE2] = true; // … ‼ ⁇ •
    table[0xE3] = true; // 。
    table[0xEF] = true; // ！ ？
    table
};

/// The next byte from `at` on that may matter.
pub(super) fn next(bytes: &[u8], at: usize) -> Option<usize> {
    bytes.get(at..)?.iter().position(|&byte| WORTH_A_LOOK[byte as usize]).map(|n| at + n)
}

/// The mark at `at` and its length.
fn mark(bytes: &[u8], at: usize) -> Option<(Mark, usize)> {
    Some(match *bytes.get(at)? {
        b'.' => (Mark::Full, 1),
        b'!' | b'?' => (Mark::Cry, 1),
        0xE2 | 0xE3 | 0xEF => match bytes.get(at..at + 3)? {
            [0xE2, 0x80, 0xA6] => (Mark::Ellipsis, 3),
            [0xE2, 0x80, 0xBC] | [0xE2, 0x81, 0x87..=0x89] | [0xEF, 0xBC, 0x81 | 0x9F] => {
                (Mark::Cry, 3)
            }
            [0xE3, 0x80, 0x82] => (Mark::Full, 3),
            _ => return None,
        },
        _ => return None,
    })
}

/// A quote or bracket at `at` that can close: its length and whether it is a bracket.
fn closer(text: &str, at: usize) -> Option<(usize, bool)> {
    let mut chars = text.get(at..)?.chars();
    let c = chars.next()?;
    match c {
        ')' | ']' | '}' => Some((1, true)),
        '”' | '’' | '›' | '»' | '‟' => Some((c.len_utf8(), false)),
        // These also open: they close only where the word ends.
        '"' | '\'' | '“' | '‘' | '«' | '`' | '*' | '_' => {
            let ends = match chars.next() {
                None => true,
                Some(n) => {
                    n.is_whitespace()
                        || matches!(
                            n,
                            '.' | ','
                                | '!'
                                | '?'
                                | ';'
                                | ':'
                                | '—'
                                | '–'
                                | ')'
                                | ']'
                                | '"'
                                | '\''
                                | '”'
                                | '’'
                                | '*'
                                | '_'
                                | '`'
                        )
                }
            };
            ends.then_some((c.len_utf8(), false))
        }
        _ => None,
    }
}

/// A citation in square brackets at `at` (`[3]`, `[12, 14]`, `[2]–[5]`): where it ends.
fn citation(bytes: &[u8], at: usize) -> Option<usize> {
    const WIDEST: usize = 16;
    let inside = bytes.get(at..)?.strip_prefix(b"[")?;
    let width = inside.iter().take(WIDEST).position(|&b| b == b']')?;
    let plain =
        |&b: &u8| b.is_ascii_digit() || matches!(b, b',' | b' ' | b'-' | 0xE2 | 0x80 | 0x93);
    (width > 0 && inside.iter().take(width).all(plain)).then_some(at + width + 2)
}

impl Stop {
    /// The stop that begins at `at`, if one does.
    pub(super) fn read(text: &str, at: usize) -> Option<Stop> {
        let bytes = text.as_bytes();
        let (mut kind, length) = mark(bytes, at)?;
        let mut stop = Stop {
            start: at,
            marks: at + length,
            end: 0,
            mark: kind,
            quote: false,
            bracket: false,
        };
        let mut end = stop.marks;
        loop {
            let closed = stop.quote || stop.bracket;
            if let Some((more, length)) = mark(bytes, end) {
                kind = match (kind, more) {
                    _ if closed => more,
                    (Mark::Cry, _) | (_, Mark::Cry) => Mark::Cry,
                    _ => Mark::Ellipsis,
                };
                end += length;
                if !closed {
                    stop.marks = end;
                }
            } else if !closed && spaced(bytes, end) {
                // ". . ." and "! ! !"
                end += 1;
            } else if let Some((length, bracket)) = closer(text, end) {
                end += length;
                *(if bracket { &mut stop.bracket } else { &mut stop.quote }) = true;
            } else if let Some(after) = citation(bytes, end) {
                end = after;
            } else {
                break;
            }
        }
        stop.mark = kind;
        stop.end = far_closers(text, end, &mut stop.quote);
        Some(stop)
    }
}

/// Whether a single space and the same mark follow, as in a spaced-out ellipsis.
fn spaced(bytes: &[u8], at: usize) -> bool {
    let next = |n: usize| bytes.get(at + n).copied();
    next(0) == Some(b' ')
        && matches!(next(1), Some(b'.' | b'!' | b'?'))
        && bytes.get(at.wrapping_sub(1)) == bytes.get(at + 1)
        && next(2).is_none_or(|b| !b.is_ascii_alphanumeric())
}

/// What closes after a space: a French guillemet, or a citation before the next sentence.
fn far_closers(text: &str, at: usize, quote: &mut bool) -> usize {
    let bytes = text.as_bytes();
    let Some(rest) = text.get(at..) else { return at };
    let mut chars = rest.chars();
    let Some(space @ (' ' | '\u{a0}' | '\u{202f}')) = chars.next() else { return at };
    let after = at + space.len_utf8();
    match chars.next() {
        Some(c @ ('»' | '"' | '\'' | '”' | '’')) => {
            // A quote mark with space on both sides closes what the stop ends.
            let end = after + c.len_utf8();
            let second = chars.as_str().starts_with(c) && c == '\'';
            let end = if second { end + 1 } else { end };
            let alone =
                text.get(end..).is_some_and(|t| t.is_empty() || t.starts_with(char::is_whitespace));
            *quote |= alone;
            if alone { end } else { at }
        }
        Some(':' | ';' | '=') => emoticon(bytes, after).map_or(at, |length| after + length),
        Some(')') if chars.as_str().starts_with(' ') => after + 1,
        Some('[') => {
            let mut end = at;
            let mut from = after;
            while let Some(next) = citation(bytes, from) {
                end = next;
                from = if bytes.get(next) == Some(&b' ') { next + 1 } else { next };
            }
            end
        }
        _ => at,
    }
}

/// The length of the emoticon at `at`, such as `:)` and `;-(`, if it stands alone.
pub(super) fn emoticon(bytes: &[u8], at: usize) -> Option<usize> {
    let eyes = matches!(bytes.get(at)?, b':' | b';' | b'=');
    let nose = usize::from(bytes.get(at + 1) == Some(&b'-'));
    let length = 2 + nose;
    let mouth = matches!(bytes.get(at + 1 + nose)?, b')' | b'(' | b'D' | b'P' | b'p');
    let alone = bytes.get(at + length).is_none_or(u8::is_ascii_whitespace);
    (eyes && mouth && alone).then_some(length)
}
