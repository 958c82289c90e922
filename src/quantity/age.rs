//! Ages: numbers that say how old somebody is.

use super::item::Item;
use super::lexicon::{HEAD, MONTH, OLD_THING, PERSON, PREPOSITION, PRONOUN_ONE};
use super::line::{Line, is_dash};
use super::numeral::Form;
use crate::labels::{Kind, Modifier};

/// "31-year-old", "aged 31", "Ivan Petrenko, 31,".
pub(super) fn age(line: &Line<'_>, item: &Item, last: Option<(usize, Kind)>) -> Option<Kind> {
    let known = line.known();
    let at = line.skip_hyphen(item.unit_end);
    if item.kind == Kind::Duration && line.is(at, known.old) {
        let next = line.skip_hyphen(at + 1);
        let person = (next..next + 3).any(|at| line.in_class(at, PERSON));
        let thing = (next..next + 4).any(|at| line.in_class(at, OLD_THING));
        let ancient = item.low.get().is_some_and(|n| n >= 120.0);
        let claim = !person && (thing || ancient);
        // "the report is 9 months old"
        let report = item.unit != "year" && !line.is_word(next);
        return (!claim && !report).then_some(Kind::Age);
    }
    // "the under-18s".
    if line.mark_before(item.start).is_some_and(is_dash)
        && item.start >= 2
        && (line.is(item.start - 2, known.under) || line.is(item.start - 2, known.over))
        && (line.is(item.end, known.s) || item.unit == "second")
    {
        return Some(Kind::Age);
    }
    if item.kind != Kind::Count {
        return None;
    }
    let before = item.modifier_start;
    if (1..=3).any(|back| before.checked_sub(back).is_some_and(|at| line.is(at, known.aged))) {
        return Some(Kind::Age);
    }
    let small =
        item.low.whole().is_some_and(|n| (1..=115).contains(&n)) && item.form == Form::Plain;
    let ages = |at: usize| line.is(at, known.age) || line.is(at, known.ages);
    let of = line.is(before.wrapping_sub(1), known.of) && ages(before.wrapping_sub(2));
    if item.form == Form::Plain && (ages(before.wrapping_sub(1)) || of) {
        return Some(Kind::Age);
    }
    // "He was 36 when".
    let be = [known.was, known.is_, known.turned]
        .iter()
        .any(|&word| line.is(before.wrapping_sub(1), word));
    let who =
        [known.he, known.she, known.who].iter().any(|&word| line.is(before.wrapping_sub(2), word))
            || line.in_class(before.wrapping_sub(2), PERSON | HEAD);
    if small
        && be
        && who
        && (!line.is_word(item.end)
            || line.is(item.end, known.when)
            || line.is(item.end, known.and))
    {
        return Some(Kind::Age);
    }
    (of_a_person(line, item) || of_people(line, item) || apposed(line, item, last))
        .then_some(Kind::Age)
}

/// "a boy of four", "a fireman of about 50 was".
fn of_a_person(line: &Line<'_>, item: &Item) -> bool {
    let at = item.modifier_start;
    if at < 2 || !line.is(at - 1, line.known().of) || item.high.is_some() {
        return false;
    }
    let noun = line.letters(at - 2);
    let person = line.in_class(at - 2, PERSON | HEAD)
        || ["man", "woman", "boy", "girl"].iter().any(|end| noun.ends_with(end));
    person && lived(item) && ends_phrase(line, item.end)
}

/// "children under five", "people over 65": a bound on who is meant.
fn of_people(line: &Line<'_>, item: &Item) -> bool {
    let bound = matches!(item.modifier, Some(Modifier::MoreThan | Modifier::LessThan));
    bound
        && item.modifier_start + 1 == item.start
        && line.class_before(item.modifier_start, PERSON)
        && lived(item)
        && ends_phrase(line, item.end)
}

/// "Ivan Petrenko, 31,", "Jorn P., 51,", "Im Hye-won, 41,", "Ana and Jo Tarr, 19 and 22,".
fn apposed(line: &Line<'_>, item: &Item, last: Option<(usize, Kind)>) -> bool {
    let (start, end) = (item.start, item.end);
    if item.form != Form::Plain || !lived(item) || item.high.is_some() {
        return false;
    }
    let closes = |at: usize| {
        matches!(line.mark(at), Some(',' | '.' | ')' | ';'))
            && !(line.mark(at) == Some('.') && line.is_word(at + 1))
    };
    let and = line.known().and;
    let second = matches!(last, Some((last, Kind::Age)) if last + 1 == start)
        && line.is(start.wrapping_sub(1), and);
    let first = || {
        let pair = line.is(end, and)
            && line.digits(end + 1).is_some_and(|d| d.plain)
            && line.mark(end + 2) == Some(',');
        pair || closes(end)
    };
    second && closes(end)
        || start >= 2 && line.mark_before(start) == Some(',') && named(line, start - 2) && first()
}

/// Whether a person's name, or a word for a person, ends with token `at`.
fn named(line: &Line<'_>, at: usize) -> bool {
    let name = |at: usize| line.is_word(at) && line.capital(at);
    if line.mark(at) == Some('.') {
        return at >= 1 && name(at - 1) && line.letters(at - 1).chars().count() == 1;
    }
    let hyphened = at >= 2 && line.hyphen(at - 1) && name(at - 2);
    line.is_word(at)
        && (line.capital(at) || line.in_class(at, PERSON | HEAD) || hyphened)
        && !line.in_class(at, MONTH)
}

/// Whether a person can be as old.
fn lived(item: &Item) -> bool {
    item.low.whole().is_some_and(|n| (1..=115).contains(&n))
        && matches!(item.form, Form::Plain | Form::Words)
}

/// Whether no noun follows that the number could count.
pub(super) fn ends_phrase(line: &Line<'_>, at: usize) -> bool {
    let known = line.known();
    !line.is_word(at)
        || line.in_class(at, PREPOSITION | PRONOUN_ONE)
        || [known.and, known.or, known.but, known.were, known.are, known.when]
            .iter()
            .any(|&word| line.is(at, word))
}
