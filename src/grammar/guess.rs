//! What a word may be when the table does not hold it: by its end, its parts, its shape.

use super::lex::Shape;
use super::token::Tag;
use super::words::{Classes, Form, WORDS};

/// The tag of a token of digits.
pub(super) fn number(word: &str) -> Tag {
    let hangs = word.split_once('-').is_some_and(|(_, after)| {
        after.contains(|c: char| c.is_alphabetic()) && after.starts_with(char::is_alphabetic)
    });
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|end| word.ends_with(end));
    if hangs || ordinal { Tag::Adjective } else { Tag::Numeral }
}

/// The tag of a word of several parts that the table does not hold.
pub(super) fn hyphenated(word: &str, form: Form, next: Form) -> Option<Tag> {
    if !word.contains('-') {
        return None;
    }
    let numeral = |part: &str| {
        WORDS.get(part).is_some_and(|f| f.may_be(Tag::Numeral))
            || part.ends_with("ths")
            || matches!(part, "third" | "thirds" | "quarter" | "quarters" | "fifth" | "half")
    };
    if word.split('-').all(|part| numeral(part) || part == "and" || part == "a")
        && word.split('-').any(numeral)
    {
        return Some(Tag::Numeral);
    }
    let noun_next = next.classes.any(Classes::ANY_NOUN) && !next.is_closed();
    let plural_end = form.classes.any(Classes::PLURAL);
    let verbal = form.classes.any(Classes::ED.or(Classes::ING));
    if noun_next && !plural_end || verbal || form.classes.any(Classes::ADJECTIVE) {
        return Some(Tag::Adjective);
    }
    Some(Tag::Noun)
}

/// What can be guessed of a token that the table does not hold.
pub(super) fn form_of(lower: &str, shape: Shape) -> Form {
    if shape != Shape::Lower {
        return Form::default();
    }
    if let Some((_, last)) = lower.rsplit_once('-') {
        return WORDS.get(last).map(Form::open).unwrap_or_default();
    }
    const ENDINGS: &[(&str, Classes)] = &[
        ("ing", Classes::ING),
        ("ed", Classes::ED),
        ("ly", Classes::ADVERB),
        ("ous", Classes::ADJECTIVE),
        ("ful", Classes::ADJECTIVE),
        ("able", Classes::ADJECTIVE),
        ("ible", Classes::ADJECTIVE),
        ("ical", Classes::ADJECTIVE),
        ("less", Classes::ADJECTIVE),
        ("ish", Classes::ADJECTIVE),
        ("ss", Classes::NOUN),
        ("us", Classes::NOUN),
        ("s", Classes::PLURAL),
    ];
    let guess = ENDINGS.iter().find(|(end, _)| lower.ends_with(end)).map(|&(_, class)| class);
    let classes = guess.unwrap_or(Classes::NOUN);
    Form::guessed(classes)
}
