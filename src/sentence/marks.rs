//! Marks that part text by themselves: bullets, ruled lines, time stamps, emoticons, web addresses.

use super::Step;
use super::lexicon::{Role, plays};
use super::stop::emoticon;
use super::words::{First, Next};

/// A bullet at `at` with space around it starts an item.
pub(super) fn bullet(text: &str, at: usize) -> Option<usize> {
    let after = text.get(at..)?.strip_prefix(['•', '⁃'])?;
    let before = text.get(..at)?;
    (before.ends_with(char::is_whitespace) && !after.is_empty()).then_some(at)
}

/// A ruled line (`_____`, `=====`, `*****`) that begins at `at` is a piece of its own.
pub(super) fn rule(text: &str, sentence: usize, at: usize) -> Option<Step> {
    const SHORTEST: usize = 5;
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    if !matches!(first, b'_' | b'=' | b'*') {
        return None;
    }
    let length = bytes.get(at..)?.iter().take_while(|&&b| b == first).count();
    let end = at + length;
    let before = text.get(sentence..at)?;
    let alone = (before.is_empty() || before.ends_with(char::is_whitespace))
        && text.get(end..)?.starts_with(char::is_whitespace);
    Some(match before {
        _ if length < SHORTEST || !alone => Step::Skip(end),
        "" => Step::Cut(end, end),
        _ => Step::Cut(sentence + before.trim_end().len(), at),
    })
}

/// The time stamp of a forwarded message (`Ana Moss 03/18/2011 07:40 PM We are`), found by its
/// first slash, parts the heading from the text behind it, and from the name before it.
pub(super) fn stamp(text: &str, sentence: usize, slash: usize) -> Option<Step> {
    let bytes = text.as_bytes();
    if bytes.get(slash) != Some(&b'/') {
        return None;
    }
    let digits = |from: usize| {
        bytes
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .take(5)
            .count()
    };
    let month = bytes.get(..slash)?.iter().rev().take(3).take_while(|b| b.is_ascii_digit()).count();
    let start = slash - month;
    let mut at = slash;
    for (mark, widths) in [(b'/', 1..=2), (b'/', 2..=4), (b' ', 1..=2), (b':', 2..=2)] {
        let width = digits(at + 1);
        if bytes.get(at) != Some(&mark) || !widths.contains(&width) {
            return None;
        }
        at += 1 + width;
    }
    if bytes.get(at) == Some(&b':') && digits(at + 1) == 2 {
        at += 3;
    }
    if matches!(bytes.get(at..at + 3), Some(b" AM" | b" PM")) {
        at += 3;
    }
    let before = text.get(sentence..start)?;
    if !(1..=2).contains(&month) || !(before.is_empty() || before.ends_with(' ')) {
        return None;
    }
    let name = before.split_ascii_whitespace().next_back().unwrap_or_default();
    if name.ends_with(char::is_alphanumeric) && name.contains(char::is_uppercase)
        || name.ends_with('>')
    {
        return Some(Step::Cut(sentence + before.trim_end().len(), start));
    }
    let next = Next::read(text, at)?;
    let parted = next.first == First::Upper && next.start > at;
    parted.then_some(Step::Cut(at, next.start))
}

/// An emoticon whose mouth is the bracket at `at` ends a sentence before a capital.
pub(super) fn smile(text: &str, at: usize) -> Option<Step> {
    let bytes = text.as_bytes();
    let from = [2, 3].map(|length| (length, (at + 1).checked_sub(length)));
    let (length, start) = from.into_iter().find_map(|(length, start)| {
        let start = start?;
        (emoticon(bytes, start) == Some(length)).then_some((length, start))
    })?;
    let end = start + length;
    let parted = start.checked_sub(1).is_some_and(|n| bytes[n].is_ascii_whitespace());
    let next = Next::read(text, end)?;
    (parted && next.first == First::Upper).then_some(Step::Cut(end, next.start))
}

/// A web address that the glued mark at `at` stands in: no sentence ends inside it, and one
/// ends behind it before another address or a frequent first word.
pub(super) fn address(text: &str, at: usize) -> Option<Step> {
    const LONGEST_HOST: usize = 64;
    let opens = |t: &str| ["http://", "https://", "www."].iter().any(|p| t.starts_with(p));
    let white = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'(' | b'"' | b'<' | b'[');
    let bytes = text.as_bytes();
    let back = bytes.get(..at)?.iter().rev().take(LONGEST_HOST).position(white);
    let start = at - back.unwrap_or(at.min(LONGEST_HOST));
    if !opens(text.get(start..)?) {
        return None;
    }
    let rest = bytes.get(at..)?;
    let length = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
    let token = text.get(start..at + length)?;
    let end = start + token.trim_end_matches(['.', ',', '!', '?', ')', '"', '\'', '>', ']']).len();
    let end = end.max(at + text.get(at..)?.chars().next()?.len_utf8());
    if end < start + token.len() {
        return Some(Step::Skip(end));
    }
    let Some(next) = Next::read(text, end) else { return Some(Step::Skip(end)) };
    let starts = next.first == First::Upper && plays(Role::Starter, next.word);
    let parted = starts || opens(text.get(next.start..)?);
    Some(if parted { Step::Cut(end, next.start) } else { Step::Skip(end) })
}
