//! A stop with no space behind it: `he said.The next`, but not `example.Com` or `U.S.-led`.

use super::lexicon::{Class, Role, abbreviation, plays};
use super::stop::{Mark, Stop};
use super::words::{word_from, word_to};

/// Where the sentence that starts at `sentence` ends, if the next is glued to its stop.
pub(super) fn cut(text: &str, sentence: usize, stop: &Stop) -> Option<usize> {
    let before = word_to(text, sentence, stop.start);
    let plain = before.chars().count() >= 2
        && before.chars().skip(1).all(|c| c.is_lowercase() || c == '\'' || c == '’');
    let number = !before.is_empty() && before.bytes().all(|b| b.is_ascii_digit());
    if !(plain || number) || abbreviation(before).is_some() {
        return None;
    }
    // A path, an address or a tag is no prose.
    let ahead = text.get(..stop.start - before.len())?.chars().next_back();
    if matches!(ahead, Some('/' | '@' | '_' | '=' | ':' | '#' | '\\')) {
        return None;
    }
    let c = text.get(stop.end..)?.chars().next()?;
    let word_at = if matches!(c, '"' | '“') { stop.end + c.len_utf8() } else { stop.end };
    let hasty = plain && stop.mark != Mark::Ellipsis && opens_hastily(text, word_at);
    if !hasty && !opens_prose(text, word_at) {
        return None;
    }
    // A straight quote looks the same on both sides: it closes if one is open.
    let so_far = || text.get(sentence..stop.end).unwrap_or_default();
    let closes = c == '"' && so_far().bytes().filter(|&b| b == b'"').count() % 2 == 1;
    Some(if closes { word_at } else { stop.end })
}

/// A capitalised word, then what follows words.
fn opens_prose(text: &str, at: usize) -> bool {
    let word = word_from(text, at);
    let after = text.get(at + word.len()..).unwrap_or_default();
    let mut chars = word.chars();
    let upper = chars.next().is_some_and(char::is_uppercase);
    let lower = chars.as_str().chars().all(|c| c.is_lowercase() || c == '\'' || c == '’');
    let title = after.starts_with(". ") && abbreviation(word) == Some(Class::Title);
    // Js, Rs: the ending of a file's name.
    let short = word.len() <= 2 && !plays(Role::Starter, word) && !title;
    upper && lower && !short && (title || after.starts_with([' ', ',', '\n', '\'', '’', '-']))
}

/// A lower-case first word of hasty text that is no domain: `the best box.they sell`.
fn opens_hastily(text: &str, at: usize) -> bool {
    const LONGEST_COUNTRY_DOMAIN: usize = 2;
    let word = word_from(text, at);
    let after = text.get(at + word.len()..).unwrap_or_default();
    let domain = word.len() == LONGEST_COUNTRY_DOMAIN;
    !domain && plays(Role::Hasty, word) && after.starts_with(' ')
}
