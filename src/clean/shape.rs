//! Shape: what can be told of a block by its form alone: a date, a byline, a list item.

use super::block::ends_sentence;
use super::cue::{self, Part};
use crate::calendar::is_month_or_day;
use xxhash_rust::xxh3::xxh3_64;

/// What one block looks like.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// Words in it, about, and none counted beyond 255.
    pub words: u8,
    /// Whether it ends as a sentence does.
    pub sentence: bool,
    /// What its words say it is.
    pub cue: Option<Part>,
    /// Form of a block that is no sentence.
    pub form: Form,
    /// Whether a digit stands in it.
    pub digits: bool,
    /// Same for blocks with the same letters and digits; 0 for long blocks and empty ones.
    pub key: u64,
}

/// The form of a block that is short and no sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Running text, as far as the form tells.
    Prose,
    /// No letter and no digit: rules, icons, bullets without text.
    Marks,
    /// Date or time, byline, reading time, alone or together.
    Dateline,
    /// Broken off by an ellipsis.
    Teaser,
    /// `# Heading` or `**Heading**`.
    Markup,
    /// An item of a list: a bullet or number stands before it.
    Item,
    /// Short, opens with a capital, a digit or a quotation mark: a headline, heading or label.
    Headline,
    /// Short and none of these.
    Short,
}

/// A block of more words is running text, full stop or not.
const SHORT: u8 = 24;

impl Shape {
    pub fn of(block: &str) -> Self {
        // Of a long block only its being long counts.
        let words = match block.len() {
            0..=400 => block.split_ascii_whitespace().take(255).count(),
            long => (long / 6).min(255),
        } as u8;
        let sentence = ends_sentence(block) && !block.ends_with("...") && !block.ends_with('…');
        let form = form(block, words, sentence);
        Shape {
            words,
            sentence,
            cue: cue::part(block, sentence),
            form,
            digits: block.bytes().any(|byte| byte.is_ascii_digit()),
            key: if block.len() <= 256 { key(block) } else { 0 },
        }
    }

    /// Whether this is running text: what may say something.
    pub fn prose(&self) -> bool {
        self.form == Form::Prose && (self.words >= 5 || self.sentence)
    }
}

fn form(block: &str, words: u8, sentence: bool) -> Form {
    if !block.chars().any(char::is_alphanumeric) {
        return Form::Marks;
    }
    if let Some(heading) = markup_heading(block) {
        return if heading.len() < 160 { Form::Markup } else { Form::Prose };
    }
    if words <= 16 && dateline(block) {
        return Form::Dateline;
    }
    if words <= SHORT + 16 && teaser(block) {
        return Form::Teaser;
    }
    if item(block) {
        return Form::Item;
    }
    let question = block.ends_with(['?', '!']) && words <= 16;
    if (sentence && !question) || words > SHORT || block.len() > 200 {
        return Form::Prose;
    }
    let opens = |c: char| c.is_uppercase() || c.is_ascii_digit() || "\"'“‘«$€£".contains(c);
    // A line that leads on to the next is part of the text.
    let leads_on = block.ends_with([':', ',', ';', '-', '–', '—', '(']);
    let caseless = |c: char| c.is_alphabetic() && !c.is_lowercase();
    match block.chars().next() {
        Some(c) if (opens(c) || caseless(c)) && !leads_on => Form::Headline,
        _ => Form::Short,
    }
}

/// The words of a Markdown heading: after `#`, or all of the block between `**` or `__`.
fn markup_heading(block: &str) -> Option<&str> {
    let hashes = block.trim_start_matches('#');
    if hashes.len() < block.len() && block.len() - hashes.len() <= 6 && hashes.starts_with(' ') {
        return Some(hashes.trim());
    }
    let bold = ["**", "__"].iter().find_map(|mark| {
        let inner = block.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.is_empty() && !inner.contains(mark)).then_some(inner)
    })?;
    // A sentence in bold type is a sentence.
    let sentence = ends_sentence(bold) && bold.split_ascii_whitespace().count() > 6;
    (!sentence).then_some(bold.trim())
}

/// Whether the block is broken off: "With thousands conscripted into...".
fn teaser(block: &str) -> bool {
    let block = block.trim_end_matches([']', ')']);
    let Some(cut) = block.strip_suffix("...").or_else(|| block.strip_suffix('…')) else {
        return false;
    };
    let inner = cut.trim_end();
    // Speech may trail off; a teaser is cut, so nothing in it is open but itself.
    !inner.is_empty() && !block.starts_with(['"', '“', '‘', '\'', '«', '…', '.'])
}

/// Whether a bullet or a number stands before the text.
fn item(block: &str) -> bool {
    let bullet = block.strip_prefix(['-', '–', '—', '•', '*', '‣', '▪', '●', '◦', '·', '‒', '+']);
    if let Some(rest) = bullet {
        return rest.starts_with(char::is_whitespace);
    }
    let rest = block.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = block.len() - rest.len();
    (1..=2).contains(&digits)
        && (rest.starts_with(". ") || rest.starts_with(") "))
        && rest.len() > 2
}

/// Whether the block holds a date, a byline, or a reading time, and nothing else.
fn dateline(block: &str) -> bool {
    // "May 3, 2023 | by A. Holm": each piece by itself.
    let mut pieces = 0;
    let all = block.split(['•', '|', '·', '●', '/', '—']).all(|piece| {
        pieces += 1;
        let piece = piece.trim();
        piece.is_empty() || byline(piece) || date(piece)
    });
    all && pieces <= 5
}

/// "By Anna Holm", "by Harbour Post", "By Anna Holm and Per Ek, May 3".
fn byline(piece: &str) -> bool {
    let mut words = piece.split_ascii_whitespace();
    if !words.next().is_some_and(|by| by.trim_end_matches(':').eq_ignore_ascii_case("by")) {
        return false;
    }
    let mut names = 0;
    let mut first = true;
    for word in words {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let capital = word.starts_with(char::is_uppercase);
        if first && (!capital || !word.chars().any(char::is_lowercase) && word.len() < 2) {
            return false;
        }
        if first && (month_or_day(word) || matches!(word, "The" | "A" | "An")) {
            return false;
        }
        first = false;
        let joins = ["and", "for", "in", "with", "de", "van", "von", "of", "the", "at"];
        if !(capital || word.is_empty() || joins.contains(&word) || time_word(word)) {
            return false;
        }
        names += usize::from(capital);
    }
    (1..=9).contains(&names) && !piece.ends_with('.')
}

/// A date, a time of day or a reading time, with the words that go with them.
fn date(piece: &str) -> bool {
    let mut anchor = false;
    for word in piece.split(|c: char| c.is_whitespace() || ",()-–".contains(c)) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        let named = month_or_day(word);
        if !named && !time_word(word) {
            return false;
        }
        anchor |= named || word.contains([':', '/']) || is_year(word) || minutes(word);
    }
    anchor
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && all_digits(word)
}

fn minutes(word: &str) -> bool {
    ["min", "mins", "minute", "minutes", "ago"].iter().any(|m| m.eq_ignore_ascii_case(word))
}

fn all_digits(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn month_or_day(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_uppercase()) && is_month_or_day(word)
}

/// Words that stand in a date besides the names of months and days.
fn time_word(word: &str) -> bool {
    const WORDS: [&str; 38] = [
        "published",
        "updated",
        "update",
        "last",
        "modified",
        "posted",
        "created",
        "date",
        "on",
        "at",
        "of",
        "am",
        "pm",
        "a.m",
        "p.m",
        "est",
        "edt",
        "et",
        "pt",
        "pst",
        "pdt",
        "gmt",
        "utc",
        "bst",
        "cet",
        "cest",
        "eet",
        "ist",
        "hrs",
        "min",
        "mins",
        "minute",
        "minutes",
        "read",
        "ago",
        "hours",
        "hour",
        "days",
    ];
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = word.get(digits.len()..).unwrap_or_default();
    let number = !digits.is_empty()
        && digits.len() <= 10
        && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'/'))
        && ["", "st", "nd", "rd", "th", "am", "pm", "AM", "PM", "h", "T"].contains(&suffix);
    number || month_or_day(word) || WORDS.iter().any(|w| w.eq_ignore_ascii_case(word))
}

/// The letters and digits of `text`, in lower case, words parted by one space.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            plain.push(c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            plain.extend(c.to_lowercase());
        } else if c.is_whitespace() && !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// A hash of [`plain`]; 0 when nothing is left.
fn key(text: &str) -> u64 {
    let plain = plain(text);
    if plain.is_empty() { 0 } else { xxh3_64(plain.as_bytes()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_hold_a_date_or_a_name_and_nothing_else() {
        for yes in [
            "May 3, 2023",
            "By Anna Holm",
            "by Anna Holm and Per Ek",
            "By: Anna Holm",
            "By Anna Holm, The Harbour Post",
            "3 May 2023 • by Harbour Desk",
            "Published On 27 Feb 2026",
            "Updated 10:20 a.m. ET, Mon May 3, 2023",
            "5 min read",
            "Feb 24, 2026",
            "2 hours ago",
        ] {
            assert!(dateline(yes), "{yes}");
        }
        for no in [
            "By the numbers",
            "By Monday",
            "May Day",
            "3,000 men",
            "By Friday 300 had fled",
            "Killed: 35",
            "A month of war",
            "In April 2023",
            "Tanks 10,234",
            "300",
        ] {
            assert!(!dateline(no), "{no}");
        }
    }

    #[test]
    fn forms() {
        for (block, form) in [
            ("***", Form::Marks),
            ("## The queue", Form::Markup),
            ("**The queue**", Form::Markup),
            ("**The mayor said that 300 men were held overnight.**", Form::Prose),
            ("**One** and **two**", Form::Short),
            ("- 300 men held", Form::Item),
            ("1. 300 men held", Form::Item),
            ("300 men held", Form::Headline),
            ("With thousands held in the port...", Form::Teaser),
            ("“I do not know…", Form::Headline),
            ("He said.", Form::Prose),
            ("The mayor told reporters:", Form::Short),
            ("fourth anniversary", Form::Short),
            ("Who is behind the queue?", Form::Headline),
        ] {
            assert_eq!(Shape::of(block).form, form, "{block}");
        }
    }
}
