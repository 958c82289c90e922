//! Whether a sentence ends at a stop, from the words on both sides of it.

use super::lexicon::{Class, Role, abbreviation, plays};
use super::stop::{Mark, Stop};
use super::words::{First, Next, word_from, word_to};

/// Whether the sentence that starts at `sentence` ends at `stop`, with `next` behind it.
pub(super) fn ends(text: &str, sentence: usize, stop: &Stop, next: &Next<'_>) -> bool {
    let word = word_to(text, sentence, stop.start);
    match next.first {
        First::Lower => before_lower(text, stop, next, word),
        _ if stop.quote => {
            next.first == First::Digit || !is_tail(text, next, stop.mark == Mark::Full)
        }
        First::Other if next.word.is_empty() && continues(text, next) => false,
        first => match stop.mark {
            Mark::Cry => !plays(Role::Brand, word) || is_starter(text, next),
            Mark::Ellipsis => first != First::Digit,
            Mark::Full if stop.bracket && abbreviation(word).is_some() => is_starter(text, next),
            Mark::Full => full_stop_ends(text, sentence, word, stop, next),
        },
    }
}

/// A mark that goes on with the sentence it stands in, or whose own turn comes next.
fn continues(text: &str, next: &Next<'_>) -> bool {
    let rest = text.get(next.start..).unwrap_or_default();
    rest.starts_with([',', ';', ':', ')', ']', '/', '=', '.', '!', '?', '…'])
        || rest.starts_with("[.")
        || rest.starts_with("[…")
}

/// Edited text opens no sentence in lower case; hasty text does, and there only after a
/// word that can be no abbreviation.
fn before_lower(text: &str, stop: &Stop, next: &Next<'_>, word: &str) -> bool {
    if next.dash || ((stop.quote || stop.bracket) && !next.quote) {
        return false;
    }
    match stop.mark {
        Mark::Ellipsis => false,
        Mark::Cry => !plays(Role::Brand, word) && !is_tail(text, next, false),
        Mark::Full if abbreviation(word).is_some() => false,
        Mark::Full if plays(Role::Hasty, next.word) => match Shape::of(word) {
            Shape::Ordinary => !word.ends_with('.'),
            Shape::Initial | Shape::Acronym | Shape::Consonants => false,
        },
        Mark::Full => {
            const SURELY_A_WORD: usize = 4;
            word.len() >= SURELY_A_WORD && word.bytes().all(|b| b.is_ascii_lowercase())
        }
    }
}

/// One full stop, with no quote closed, before anything but a lower-case word.
fn full_stop_ends(text: &str, sentence: usize, word: &str, stop: &Stop, next: &Next<'_>) -> bool {
    if word.is_empty() {
        return true;
    }
    let start = stop.start - word.len();
    if is_item_mark(text, sentence, start, word) {
        return false;
    }
    let last_part = word.rsplit('-').next().unwrap_or(word);
    let digit = next.first == First::Digit;
    let starter = || !digit && is_starter(text, next);
    match abbreviation(word).or_else(|| abbreviation(last_part)) {
        Some(Class::Title | Class::Inner) => return false,
        Some(Class::Number) => return !digit && !is_label(next.word),
        Some(Class::Unit) if follows_number(text, start) => return starter(),
        Some(Class::Unit) | None => {}
        Some(Class::Date) => return starter(),
        Some(Class::Time) => return !digit && hour_ends(text, sentence, start, next),
        Some(Class::Final) => return starter() || (next.quote && !next.bracket && !digit),
    }
    match Shape::of(word) {
        Shape::Initial if word == "I" => !follows_capital(text, start),
        Shape::Initial | Shape::Acronym | Shape::Consonants => starter(),
        Shape::Ordinary => true,
    }
}

/// What the letters alone say about a word that is in no table.
enum Shape {
    /// J
    Initial,
    /// U.S, Ph.D, D-N.Y
    Acronym,
    /// Blvd, Sgt
    Consonants,
    Ordinary,
}

impl Shape {
    fn of(word: &str) -> Self {
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
        if letters == 0 {
            return Shape::Ordinary;
        }
        let mut chars = word.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return if c.is_alphabetic() { Shape::Initial } else { Shape::Ordinary };
        }
        let short = |part: &str| {
            (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
        };
        if word.contains('.') {
            let acronym = word.split(['.', '-', '&']).all(short);
            return if acronym { Shape::Acronym } else { Shape::Ordinary };
        }
        const LONGEST_CLIPPED: usize = 5;
        let capitalised = word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.bytes().skip(1).all(|b| b.is_ascii_lowercase());
        let vowel =
            |b: u8| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        if capitalised && word.len() <= LONGEST_CLIPPED && !word.bytes().any(vowel) {
            return Shape::Consonants;
        }
        Shape::Ordinary
    }
}

/// Whether a frequent first word follows, and not an initial or title that looks like one.
fn is_starter(text: &str, next: &Next<'_>) -> bool {
    plays(Role::Starter, next.word)
        && !(next.word.len() <= 2 && text.as_bytes().get(next.end) == Some(&b'.'))
}

/// S1, A, IV: the name of a figure or section.
fn is_label(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) && word != "I"
}

/// Whether the word at `start` follows a number.
fn follows_number(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let before = before.strip_suffix([' ', '\u{a0}', '\u{202f}']).unwrap_or(before);
    before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '½' | '¼' | '¾'))
}

/// Whether the word at `start` follows a capitalised word, as the initial of a name does.
fn follows_capital(text: &str, start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let Some(before) = before.strip_suffix(' ') else { return false };
    word_to(text, 0, before.len()).starts_with(char::is_uppercase)
}

/// `1.` or `b.` where its sentence starts: the mark of an item.
fn is_item_mark(text: &str, sentence: usize, start: usize, word: &str) -> bool {
    const WIDEST_BEFORE: usize = 8;
    const LONGEST_MARK: usize = 4;
    start - sentence <= WIDEST_BEFORE
        && word.len() <= LONGEST_MARK
        && text.get(sentence..start).is_some_and(|t| !t.contains(char::is_alphanumeric))
        && (word.bytes().all(|b| b.is_ascii_digit())
            || word.len() == 1
            || word.bytes().all(|b| matches!(b.to_ascii_lowercase(), b'i' | b'v' | b'x')))
}

/// An hour or an era ends its sentence unless the next word belongs to it (`5 p.m. Eastern`)
/// or the sentence has only set the time so far (`At 5 a.m. Jane`).
fn hour_ends(text: &str, sentence: usize, start: usize, next: &Next<'_>) -> bool {
    const LONGEST_FRONTED: usize = 40;
    if next.first == First::Upper && !is_starter(text, next) {
        let so_far = text.get(sentence..start).unwrap_or_default();
        let fronted = so_far.len() <= LONGEST_FRONTED
            && !so_far.contains(';')
            && plays(Role::Fronting, word_from(text, sentence));
        let after = next.end + 1;
        let named = text.is_char_boundary(after) && word_from(text, after) == "time";
        return !(fronted || named || plays(Role::Zone, next.word));
    }
    next.quote || next.first == First::Upper
}

/// Whether `next` is the speaker and the verb that belong to the quotation before it:
/// `"Stop!" Jane Roe shouted.` After a full stop the verb must be the end of it, because
/// `"We won." The mayor said that …` is a sentence of its own.
fn is_tail(text: &str, next: &Next<'_>, strict: bool) -> bool {
    const LONGEST_SPEAKER: usize = 9;
    if next.quote || next.bracket {
        return false;
    }
    let mut at = next.start;
    for nth in 0..LONGEST_SPEAKER {
        let word = word_from(text, at);
        if word.is_empty() {
            return false;
        }
        let end = at + word.len();
        let rest = text.get(end..).unwrap_or_default();
        if nth > 0 && plays(Role::Speech, word) {
            if rest.is_empty() || rest.starts_with(['.', ',', ';']) {
                return true;
            }
            let more = rest.starts_with(char::is_whitespace);
            return !strict && more && plays(Role::Tail, word_from(text, end + 1));
        }
        let dotted =
            rest.starts_with('.') && (word.len() == 1 || abbreviation(word) == Some(Class::Title));
        let rest = if dotted { rest.get(1..).unwrap_or_default() } else { rest };
        if rest.starts_with(',') {
            return !strict && after_apposition(text, end);
        }
        if !rest.starts_with([' ', '-', '\n']) {
            return false;
        }
        at = text.len() - rest.len() + 1;
    }
    false
}

/// Whether a speech verb follows the second of two commas, or stands last:
/// `Jane Roe, the mayor of Bergen, said`; `Jane Roe, the mayor, was quoted as saying.`
fn after_apposition(text: &str, comma: usize) -> bool {
    const LONGEST: usize = 160;
    let rest = text.as_bytes().get(comma + 1..).unwrap_or_default();
    let stops = |b: &u8| matches!(b, b',' | b'.' | b'!' | b'?' | b'"' | b'\n' | b';');
    let Some(length) = rest.iter().take(LONGEST).position(stops) else { return false };
    let second = comma + 1 + length;
    match rest.get(length) {
        Some(b',') => plays(Role::Speech, word_from(text, second + 2)),
        Some(b'.') => plays(Role::Speech, word_to(text, comma, second)),
        _ => false,
    }
}
