//! Cuts a sentence into words and marks.
//!
//! Every character that is not white space lies in exactly one token. Hyphenated words,
//! abbreviations with dots and numbers with separators stay whole; possessive 's and the
//! contracted verbs are tokens of their own.

use super::words::WORDS;

/// What a token looks like, before its part of speech is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A word in lower case.
    Lower,
    /// A word that opens with a capital.
    Capital,
    /// A word of two or more letters, all capitals.
    Upper,
    /// A number, a currency sign or digits with letters at their end.
    Number,
    /// 's, n't, 're and the like, cut off the word before.
    Clitic,
    /// ’ after a plural.
    Apostrophe,
    Quote,
    Comma,
    Stop,
    Colon,
    Dash,
    Bracket,
    Symbol,
}

impl Shape {
    /// Whether it is a word or cut off one.
    pub fn is_word(self) -> bool {
        matches!(self, Shape::Lower | Shape::Capital | Shape::Upper | Shape::Clitic)
    }
}

/// Abbreviations written with a final dot before a name, a number or a word.
const DOTTED: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "sgt", "cpl", "capt", "cmdr",
    "adm", "brig", "pvt", "sen", "rep", "gov", "rev", "fr", "hon", "pres", "supt", "det", "insp",
    "jr", "sr", "st", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec", "no", "vs", "inc", "ltd", "corp", "co", "bros", "ave", "blvd", "rd", "approx", "est",
    "etc", "dept", "fig", "vol", "ed", "conn", "mass", "calif", "fla", "ga", "tenn", "ariz",
    "colo", "mich", "minn", "wis", "ill", "ky", "va", "pa", "md", "okla", "tex", "wash", "ore",
    "nev", "neb", "kan", "ind", "al", "mt", "ft",
];

/// Calls `token(start, end, shape)` for each token of `text`, in order.
pub(super) fn lex(text: &str, mut token: impl FnMut(usize, usize, Shape)) {
    let bytes = text.as_bytes();
    let mut quoted = false;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let (c, width) = char_at(text, at);
        let end = if number_starts(bytes, at) {
            let end = number_end(bytes, at);
            token(at, end, Shape::Number);
            end
        } else if c.is_alphanumeric() || ((c == '#' || c == '@') && letter_at(text, at + width)) {
            let end = word_end(text, at);
            word(text, at, end, &mut token);
            let (next, next_width) = char_at(text, end);
            let plural = bytes[end - 1] == b's' && matches!(next, '\'' | '’') && !quoted;
            if plural && char_at(text, end + next_width).0.is_whitespace() {
                token(end, end + next_width, Shape::Apostrophe);
                end + next_width
            } else {
                end
            }
        } else if c.is_whitespace() {
            at + width
        } else {
            let (end, shape) = mark(bytes, at, c, width);
            if c == '‘' || (c == '\'' && (at == 0 || bytes[at - 1].is_ascii_whitespace())) {
                quoted = true;
            } else if matches!(c, '’' | '\'') {
                quoted = false;
            }
            token(at, end, shape);
            end
        };
        at = end;
    }
}

/// The character at byte `at`, a boundary, with its width; a space of no width at the end.
fn char_at(text: &str, at: usize) -> (char, usize) {
    match text.as_bytes().get(at) {
        Some(&byte) if byte.is_ascii() => (char::from(byte), 1),
        Some(_) => {
            let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            (c, c.len_utf8())
        }
        None => (' ', 0),
    }
}

fn letter_at(text: &str, at: usize) -> bool {
    char_at(text, at).0.is_alphanumeric()
}

fn digit_at(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// Bytes of the currency sign at `at`: none if there is none.
fn currency(bytes: &[u8], at: usize) -> usize {
    match bytes[at..] {
        [b'$', ..] => 1,
        [0xC2, 0xA3 | 0xA5, ..] => 2,
        [0xE2, 0x82, 0xA0..=0xBF, ..] => 3,
        _ => 0,
    }
}

fn number_starts(bytes: &[u8], at: usize) -> bool {
    digit_at(bytes, at) || {
        let sign = currency(bytes, at);
        sign > 0 && digit_at(bytes, at + sign)
    }
}

/// The end of the number at `at`: separators between digits, an attached unit or ending
/// (3.5bn, 40C, 3rd, 12%), and what hangs on it by hyphens (30-day, 2014-15, 18-year-old).
fn number_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + currency(bytes, start);
    loop {
        match bytes.get(at) {
            Some(b) if b.is_ascii_alphanumeric() => at += 1,
            Some(b',' | b'.' | b':' | b'/')
                if digit_at(bytes, at - 1) && digit_at(bytes, at + 1) =>
            {
                at += 1;
            }
            Some(b'-') if bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) => at += 1,
            Some(b'%') => at += 1,
            _ => return at,
        }
    }
}

/// The end of the word at `start`.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start + char_at(text, start).1;
    let mut dots = 0;
    loop {
        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (c, width) = char_at(text, at);
        let joins = matches!(c, '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' | '&' | '_')
            && letter_at(text, at + width);
        if c.is_alphanumeric() || is_mark(c) || joins {
            at += width;
        } else if c == '.' {
            let single = segment_length(text, start, at) == 1;
            let after = char_at(text, at + 1).0;
            if single && after.is_alphanumeric() && bytes.get(at + 2) == Some(&b'.') {
                dots += 1;
                at += 1;
            } else if single && dots > 0 && after == '-' && letter_at(text, at + 2) {
                // U.S.-made.
                dots = 0;
                at += 2;
            } else if (single && dots > 0)
                || (dots == 0 && abbreviated(text, start, at) && at + 1 < bytes.len())
            {
                return at + 1;
            } else if dots == 0 && after.is_ascii_lowercase() && bytes[at - 1].is_ascii_lowercase()
            {
                at += 1;
            } else {
                return at;
            }
        } else {
            return at;
        }
    }
}

/// Combining accents and joiners continue a word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{200C}' | '\u{200D}' | '\u{AD}')
}

/// Characters between the last dot before `end` (or `start`) and `end`; two stands for more.
fn segment_length(text: &str, start: usize, end: usize) -> usize {
    let word = text.get(start..end).unwrap_or("");
    word.chars().rev().take_while(|&c| c != '.').take(2).count()
}

/// Whether the word before the dot at `dot` is an abbreviation or an initial.
fn abbreviated(text: &str, start: usize, dot: usize) -> bool {
    let word = text.get(start..dot).unwrap_or("");
    if word.len() == 1 {
        return word.as_bytes()[0].is_ascii_uppercase();
    }
    word.len() <= 6
        && word.is_ascii()
        && DOTTED.iter().any(|known| known.eq_ignore_ascii_case(word))
        && (WORDS.get(&word.to_ascii_lowercase()).is_none()
            || word.as_bytes()[0].is_ascii_uppercase())
}

/// Emits the word, split from its clitic.
fn word(text: &str, start: usize, end: usize, token: &mut impl FnMut(usize, usize, Shape)) {
    let word = text.get(start..end).unwrap_or("");
    let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let cut = if plain { 0 } else { clitic(word) };
    let stem = word.get(..word.len() - cut).unwrap_or(word);
    let shape = if !stem.starts_with(char::is_uppercase) {
        Shape::Lower
    } else if stem.len() > 1 && !stem.contains(char::is_lowercase) {
        Shape::Upper
    } else {
        Shape::Capital
    };
    if cut == 0 || cut == word.len() {
        token(start, end, shape);
    } else {
        token(start, end - cut, shape);
        token(end - cut, end, Shape::Clitic);
    }
}

/// Length of the clitic at the end of `word`.
fn clitic(word: &str) -> usize {
    const CLITICS: [&str; 7] = ["s", "re", "ve", "ll", "d", "m", "S"];
    let Some((at, mark)) = word.char_indices().rfind(|(_, c)| matches!(c, '\'' | '’')) else {
        return 0;
    };
    let (before, clitic) = word.split_at(at);
    match clitic.get(mark.len_utf8()..) {
        Some("t") if before.ends_with(['n', 'N']) => clitic.len() + 1,
        Some("t") => 0,
        Some(after) if CLITICS.contains(&after) => clitic.len(),
        _ => 0,
    }
}

/// The end and shape of the mark `c` at `at`.
fn mark(bytes: &[u8], at: usize, c: char, width: usize) -> (usize, Shape) {
    let run = |of: u8| at + bytes[at..].iter().take_while(|&&b| b == of).count();
    match c {
        ',' => (at + 1, Shape::Comma),
        '.' => (run(b'.'), Shape::Stop),
        '…' | '!' | '?' => (at + width, Shape::Stop),
        ';' | ':' => (at + 1, Shape::Colon),
        '-' => (run(b'-'), Shape::Dash),
        '–' | '—' | '―' => (at + width, Shape::Dash),
        '\'' => (run(b'\'').min(at + 2), Shape::Quote),
        '`' => (run(b'`').min(at + 2), Shape::Quote),
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '‹' | '›' | '「' | '」'
        | '＂' => (at + width, Shape::Quote),
        '(' | ')' | '[' | ']' | '{' | '}' => (at + width, Shape::Bracket),
        _ => (at + width, Shape::Symbol),
    }
}
