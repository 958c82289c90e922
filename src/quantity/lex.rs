//! The tokens of one sentence: digits, known words, marks.
//!
//! One pass, no allocation but the token list. A sentence in which nothing can start a
//! number is given up at once.

use super::lexicon::{Lexicon, UNKNOWN, WordId};
use super::value::Val;

/// Digits with their grouping and decimals, as one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Digits {
    pub(super) val: Val,
    /// Neither grouped nor with decimals: may be a year, a day, a house number.
    pub(super) plain: bool,
    /// Written with a decimal point.
    pub(super) decimals: bool,
    /// Number of digits before the decimal point.
    pub(super) length: u32,
    /// Starts with a 0 that is not alone.
    pub(super) padded: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// Digits.
    Number(Digits),
    /// A word, known or not.
    Word(WordId),
    /// Letters and digits run together, an address, a tag: never a quantity.
    Name,
    /// Any other character.
    Mark(char),
}

/// A word, a number or a mark; places are bytes of the sentence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: Kind,
    /// Starts with a capital letter.
    pub(super) capital: bool,
}

/// Reads the tokens of `text` into `tokens`; false if none can be part of a number.
pub(super) fn read(text: &str, lexicon: &Lexicon, tokens: &mut Vec<Token>) -> bool {
    tokens.clear();
    let bytes = text.as_bytes();
    let (mut at, mut numeric) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let (end, kind) = match byte {
            b' ' | b'\n' | b'\t' | b'\r' => {
                at += 1;
                continue;
            }
            b'0'..=b'9' => {
                numeric = true;
                digits(text, at, tokens)
            }
            b'.' if starts_decimal(bytes, at) => {
                numeric = true;
                digits(text, at, tokens)
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                let (end, kind) = word(text, at, lexicon, tokens);
                if let Kind::Word(id) = kind {
                    numeric |= lexicon.word(id).role.is_some();
                }
                (end, kind)
            }
            b'@' | b'#' if bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                (run_end(bytes, at + 1), Kind::Name)
            }
            _ => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                let end = at + c.len_utf8();
                if let Some(fraction) = fraction_of(c) {
                    numeric = true;
                    (end, Kind::Number(fraction))
                } else if c.is_alphabetic() {
                    foreign(text, at)
                } else if c.is_whitespace() {
                    at = end;
                    continue;
                } else {
                    (end, Kind::Mark(c))
                }
            }
        };
        let capital = byte.is_ascii_uppercase();
        tokens.push(Token { start: start as u32, end: end as u32, kind, capital });
        at = end;
    }
    numeric
}

/// ½ and its kin.
fn fraction_of(c: char) -> Option<Digits> {
    let exact = |digits, exp| Val::Exact { digits, exp };
    let val = match c {
        '½' => exact(5, -1),
        '¼' => exact(25, -2),
        '¾' => exact(75, -2),
        '⅓' => Val::Real(1.0 / 3.0),
        '⅔' => Val::Real(2.0 / 3.0),
        '⅛' => exact(125, -3),
        '⅜' => exact(375, -3),
        '⅝' => exact(625, -3),
        '⅞' => exact(875, -3),
        '⅕' => exact(2, -1),
        '⅖' => exact(4, -1),
        '⅗' => exact(6, -1),
        '⅘' => exact(8, -1),
        '⅙' => Val::Real(1.0 / 6.0),
        '⅚' => Val::Real(5.0 / 6.0),
        '⅐' => Val::Real(1.0 / 7.0),
        '⅑' => Val::Real(1.0 / 9.0),
        '⅒' => exact(1, -1),
        _ => return None,
    };
    Some(Digits { val, plain: false, decimals: true, length: 1, padded: false })
}

/// A point that opens ".5".
fn starts_decimal(bytes: &[u8], at: usize) -> bool {
    let after_space = at == 0 || matches!(bytes[at - 1], b' ' | b'$' | b'-' | b'(' | b'\n');
    after_space && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// The end of a run of letters, digits and what addresses are made of.
fn run_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
        at += 1;
    }
    at
}

/// A word with letters outside ASCII: never known. The micro and degree signs are marks.
fn foreign(text: &str, at: usize) -> (usize, Kind) {
    let rest = text.get(at..).unwrap_or("");
    if rest.starts_with(['µ', 'μ', 'º']) {
        return (at + rest.chars().next().map_or(1, char::len_utf8), Kind::Mark('µ'));
    }
    let length = rest.find(|c: char| !c.is_alphabetic() && c != '\'').unwrap_or(rest.len());
    (at + length, Kind::Word(UNKNOWN))
}

/// A word; addresses and letters run together with digits become names.
fn word(text: &str, at: usize, lexicon: &Lexicon, tokens: &[Token]) -> (usize, Kind) {
    let bytes = text.as_bytes();
    let mut end = at + 1;
    while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end += 1;
    }
    match bytes.get(end) {
        // U.S., a.m.: letters each with its point.
        Some(b'.') if end == at + 1 && bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic) => {
            if let Some((end, kind)) = dotted(bytes, at, lexicon) {
                return (end, kind);
            }
        }
        Some(b':') if text.get(end..).is_some_and(|rest| rest.starts_with("://")) => {
            return (address_end(bytes, end), Kind::Name);
        }
        Some(b'.') if matches!(text.get(at..end), Some("www" | "pic")) => {
            return (address_end(bytes, end), Kind::Name);
        }
        Some(b'\'') if bytes.get(end + 1).is_some_and(u8::is_ascii_alphabetic) => {
            // o'clock; and year's, which is year to the grammar.
            let mut tail = end + 1;
            while bytes.get(tail).is_some_and(u8::is_ascii_alphabetic) {
                tail += 1;
            }
            let whole = known(bytes, at, tail, lexicon);
            if whole != UNKNOWN {
                return (tail, Kind::Word(whole));
            }
        }
        Some(b'0'..=b'9') => {
            let glued = tokens.last().is_some_and(|t| t.end as usize == at);
            let number = glued && matches!(tokens.last().map(|t| t.kind), Some(Kind::Number(_)));
            // "$A5", "USD5", "Rs5": the code ends where the digits begin.
            let sign = glued && tokens.last().is_some_and(|t| t.kind == Kind::Mark('$'));
            let rest = text.get(at..).unwrap_or("");
            let code = sign || lexicon.sign(rest).is_some_and(|(length, ..)| at + length == end);
            // "15km2" is a unit, "4x4" a name.
            if !number && !code {
                return (run_end(bytes, end), Kind::Name);
            }
        }
        Some(first) if *first >= 0x80 => {
            let rest = text.get(end..).unwrap_or("");
            if rest.starts_with(|c: char| c.is_alphabetic()) {
                let (end, kind) = foreign(text, at);
                return (end, kind);
            }
        }
        _ => {}
    }
    (end, Kind::Word(known(bytes, at, end, lexicon)))
}

/// Letters each followed by a point, looked up without the points.
fn dotted(bytes: &[u8], at: usize, lexicon: &Lexicon) -> Option<(usize, Kind)> {
    let (mut letters, mut end, mut count) = ([0u8; 4], at, 0);
    while count < 4 && bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        letters[count] = bytes[end].to_ascii_lowercase();
        count += 1;
        end += 1;
        match bytes.get(end) {
            Some(b'.') => end += 1,
            // "p.m" without its last point; any longer word is no abbreviation.
            next => {
                if next.is_some_and(|b| b.is_ascii_alphanumeric()) {
                    return None;
                }
                break;
            }
        }
    }
    let lower = std::str::from_utf8(letters.get(..count)?).ok()?;
    (count >= 2).then(|| (end, Kind::Word(lexicon.id(lower))))
}

/// The end of an address.
fn address_end(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(|b| {
        !b.is_ascii_whitespace() && !matches!(b, b')' | b']' | b'>' | b'"') && *b < 0x80
    }) {
        at += 1;
    }
    at
}

/// The id of the word at `at..end`, whatever its case.
fn known(bytes: &[u8], at: usize, end: usize, lexicon: &Lexicon) -> WordId {
    const LONGEST: usize = 16;
    let length = end - at;
    if length > LONGEST || !lexicon.may_know(bytes[at].to_ascii_lowercase(), length) {
        return UNKNOWN;
    }
    let mut lower = [0u8; LONGEST];
    for (to, from) in lower.iter_mut().zip(&bytes[at..end]) {
        *to = from.to_ascii_lowercase();
    }
    lower.get(..length).and_then(|l| std::str::from_utf8(l).ok()).map_or(UNKNOWN, |l| lexicon.id(l))
}

/// Digits from `at` on, with the separators that belong to them.
fn digits(text: &str, at: usize, tokens: &[Token]) -> (usize, Kind) {
    let bytes = text.as_bytes();
    let mut shape = Shape::default();
    let mut end = at;
    loop {
        let start = end;
        while bytes.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        shape.group(end - start);
        if bytes.get(end) == Some(&b'.') && shape.opens_dots(bytes, end) {
            shape.grouping = Some(b'.');
        }
        let separator = match bytes.get(end) {
            Some(&b @ (b',' | b'.')) if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => {
                if !shape.accepts(b, group_length(bytes, end + 1), indian(bytes, end)) {
                    break;
                }
                (b, 1)
            }
            _ => match space_group(text, end, &shape, tokens) {
                Some(length) => (b' ', length),
                None => break,
            },
        };
        shape.separate(separator.0);
        end += separator.1;
    }
    // 1e999 and the like: a number in the way of machines.
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let from = end + 1 + sign;
        let length = group_length(bytes, from);
        let after = bytes.get(from + length);
        if length > 0 && !after.is_some_and(u8::is_ascii_alphanumeric) {
            let power = text.get(from..from + length).and_then(|power| power.parse::<i16>().ok());
            let val = match power {
                Some(power) if power <= 30 => shape
                    .val(&bytes[at..end])
                    .tens(if bytes[end + 1] == b'-' { -power } else { power }),
                _ => Val::Unreadable,
            };
            let number = Digits { val, plain: false, decimals: true, length: 1, padded: false };
            return (from + length, Kind::Number(number));
        }
    }
    let body = &bytes[at..end];
    let number = Digits {
        val: shape.val(body),
        plain: shape.separators == 0,
        decimals: shape.decimal,
        length: shape.whole as u32,
        padded: body.first() == Some(&b'0') && shape.whole > 1,
    };
    (end, Kind::Number(number))
}

fn group_length(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or(&[]).iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Whether groups of two and a last one of three follow: 12,34,567.
fn indian(bytes: &[u8], mut at: usize) -> bool {
    let mut pairs = 0;
    while bytes.get(at) == Some(&b',') && pairs < 8 {
        match group_length(bytes, at + 1) {
            2 => pairs += 1,
            3 => return pairs > 0 && bytes.get(at + 4) != Some(&b','),
            _ => return false,
        }
        at += 3;
    }
    false
}

/// The groups of a number as they come: 1,234,567.8 or 1.234.567,8 or 1 234 567.
#[derive(Default)]
struct Shape {
    /// Digits before the decimal separator.
    whole: usize,
    groups: usize,
    first: usize,
    last: usize,
    separators: usize,
    grouping: Option<u8>,
    decimal: bool,
    pending: Option<u8>,
}

impl Shape {
    fn group(&mut self, length: usize) {
        if !self.decimal {
            self.whole += length;
        }
        if self.groups == 0 {
            self.first = length;
        }
        self.groups += 1;
        self.last = length;
    }

    /// Whether the point at `at` groups: 1.234.567 or 1.234,5.
    fn opens_dots(&self, bytes: &[u8], at: usize) -> bool {
        let (next, after) = (group_length(bytes, at + 1), bytes.get(at + 4));
        let more = bytes.get(at + 5).is_some_and(u8::is_ascii_digit);
        self.groups == 1
            && self.first <= 3
            && next == 3
            && more
            && match after {
                Some(b'.') => group_length(bytes, at + 5) == 3,
                Some(b',') => group_length(bytes, at + 5) <= 2,
                _ => false,
            }
    }

    /// Whether `separator` and a group of `next` digits carry the number on.
    fn accepts(&mut self, separator: u8, next: usize, indian: bool) -> bool {
        if self.decimal {
            return false;
        }
        let grouped = match self.grouping {
            Some(grouping) if grouping == separator => {
                return next == 3 || (separator == b',' && next == 2 && self.last == 2);
            }
            // The other separator after groups opens the decimals.
            Some(_) => {
                self.decimal = true;
                return true;
            }
            None => separator == b',' && (1..=3).contains(&self.first) && next == 3,
        };
        // 12,34,567: the Indian way, seen from its second group.
        let indian = separator == b',' && self.first <= 2 && self.groups == 1 && indian;
        if grouped {
            self.pending = Some(separator);
            return true;
        }
        if separator == b'.' {
            self.pending = None;
            self.decimal = true;
            return true;
        }
        // "3,5 million": a comma with one or two digits; the Indian way keeps it open.
        let comma_decimal = next <= 2 && self.groups == 1;
        if indian || comma_decimal {
            self.pending = Some(if indian { b'i' } else { b'd' });
            return true;
        }
        false
    }

    fn separate(&mut self, separator: u8) {
        self.separators += 1;
        match self.pending.take() {
            Some(b'd') => self.decimal = true,
            Some(b'i') => self.grouping = Some(b','),
            Some(b',') => self.grouping = Some(b','),
            _ if separator == b' ' => self.grouping = Some(b' '),
            _ => {}
        }
    }

    /// The value of `body`; the last separator is the decimal one if `decimal`.
    fn val(&self, body: &[u8]) -> Val {
        let split = if self.decimal {
            body.iter().rposition(|b| matches!(b, b',' | b'.')).unwrap_or(body.len())
        } else {
            body.len()
        };
        let (whole, fraction) = body.split_at(split);
        let digits =
            |part: &[u8]| part.iter().copied().filter(u8::is_ascii_digit).collect::<Vec<_>>();
        Val::decimal(digits(whole).into_iter(), digits(fraction).into_iter())
    }
}

/// A space, thin or wide, before a group of exactly three digits: its length in bytes.
fn space_group(text: &str, end: usize, shape: &Shape, tokens: &[Token]) -> Option<usize> {
    if shape.decimal
        || !(1..=3).contains(&shape.first)
        || !matches!(shape.grouping, None | Some(b' '))
        || (shape.groups > 1 && shape.last != 3)
    {
        return None;
    }
    let bytes = text.as_bytes();
    let length = match bytes.get(end)? {
        b' ' => 1,
        0xC2 if bytes.get(end + 1) == Some(&0xA0) => 2,
        0xE2 if matches!(text.get(end..end + 3)?, "\u{2009}" | "\u{202F}" | "\u{2007}") => 3,
        _ => return None,
    };
    let exact = group_length(bytes, end + length) == 3;
    // "on May 5 300 men": a plain space after a word that takes a number of its own.
    let after = bytes.get(end + length + 3);
    let goes_on = matches!(after, Some(b',' | b'-' | b'/' | b':'))
        && bytes.get(end + length + 4).is_some_and(u8::is_ascii_digit);
    let named = length == 1 && tokens.last().is_some_and(|token| token.capital);
    (exact && !goes_on && !named).then_some(length)
}
