//! Times of day: "5 p.m.", "at 21.40 -", "since six this morning".

use super::item::Item;
use super::lexicon::{ABOUT_WHEN, CLOCK, DAY_PART, HOUR_CUE, WEEKDAY};
use super::line::{Line, is_dash};
use super::numeral::Form;
use crate::labels::Kind;

/// Whether an expression is a time of day.
pub(super) fn is_time(line: &Line<'_>, item: &Item) -> bool {
    if line.in_class(item.end, CLOCK) || line.rest(item.end).starts_with("o’clock") {
        return matches!(item.form, Form::Plain | Form::Digits | Form::Words);
    }
    if item.kind != Kind::Count || item.scale.is_some() {
        return false;
    }
    if let Some(high) = item.high {
        // "between four and five in the morning", "from 6 to 8 this evening".
        let hours = high.whole().is_some_and(|n| n <= 12);
        return hours
            && line.in_class(item.start.wrapping_sub(1), HOUR_CUE)
            && part_of_day(line, item.end);
    }
    let dotted = dotted(line, item);
    let hour = dotted
        || item.low.whole().is_some_and(|n| (1..=12).contains(&n))
            && matches!(item.form, Form::Plain | Form::Words);
    if !hour {
        return false;
    }
    if dotted && (padded(line, item) || opens_entry(line, item)) {
        return true;
    }
    let known = line.known();
    let before = item.modifier_start.wrapping_sub(1);
    // "at about two": the blur is no bound here.
    let cued = line.in_class(before, HOUR_CUE) || line.in_class(item.modifier_start, HOUR_CUE);
    let at = line.is(before, known.at);
    let on = at && (dotted || item.form == Form::Words) && on_a_day(line, item.end);
    let since = line.is(before, known.since) && !line.is_word(item.end);
    let when = dotted && line.in_class(before, ABOUT_WHEN);
    when || cued && part_of_day(line, item.end) || on || since && item.form == Form::Words
}

/// "21.40": two digits below sixty after a point, an hour before it.
fn dotted(line: &Line<'_>, item: &Item) -> bool {
    let Some((hour, minute)) = line.letters(item.start).split_once('.') else { return false };
    let number = |text: &str| text.parse::<u8>().ok();
    item.end == item.start + 1
        && minute.len() == 2
        && number(hour).is_some_and(|n| n < 24)
        && number(minute).is_some_and(|n| n < 60)
}

/// "02.14": no decimal number is written so.
fn padded(line: &Line<'_>, item: &Item) -> bool {
    let text = line.letters(item.start);
    text.starts_with('0') && text.len() == "02.14".len() && !line.spans(item.start, item.end)
}

/// "21.40 - Shots were heard", "[21.40] Shots were heard": the head of an entry.
fn opens_entry(line: &Line<'_>, item: &Item) -> bool {
    let bracketed = item.start == 1
        && matches!(
            (line.mark(0), line.mark(item.end)),
            (Some('['), Some(']')) | (Some('('), Some(')'))
        );
    let dashed = item.start == 0
        && line.mark(item.end).is_some_and(|mark| is_dash(mark) || mark == ':')
        && !line.glued(item.end + 1)
        && line.tokens.len() > item.end + 1;
    bracketed || dashed
}

/// "in the morning", "this afternoon", "at night" at `at`.
fn part_of_day(line: &Line<'_>, at: usize) -> bool {
    (at..at + 3).take_while(|&at| line.is_word(at)).any(|at| line.in_class(at, DAY_PART))
}

/// "on Friday" at `at`.
fn on_a_day(line: &Line<'_>, at: usize) -> bool {
    line.is(at, line.known().on) && line.in_class(at + 1, WEEKDAY)
}
