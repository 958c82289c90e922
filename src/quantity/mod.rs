//! Quantities: a grammar that finds and normalises every numeric expression.
//!
//! A sentence becomes tokens (`lex`), tokens become numbers (`numeral`), numbers take
//! their currency, unit and range (`item`, `measure`) and their modifier
//! (`modifier`); what is a date, a name, an age or a time of day is told apart by its
//! surroundings (`exclude`, `age`, `clock`). The words are tables under `models/lexicon/quantity`; "several dozen" is
//! decided in `vague.rs`.
//!
//! Rules and no model, because a number must be read right every time and each reading
//! must name its rule.

mod age;
mod clock;
mod exclude;
mod fraction;
mod item;
mod lex;
mod lexicon;
mod line;
mod measure;
mod modifier;
mod numeral;
mod pattern;
mod range;
#[cfg(test)]
mod tests;
mod trend;
mod vague;
mod value;

use crate::document::{Document, Span};
use crate::findings::{Number, Quantity, Rule, Sentence};
use crate::labels::{Kind, Modifier, Trend};
use item::Item;
use lexicon::Lexicon;
pub use lexicon::si;
use line::Line;
use std::borrow::Cow;

/// Finds every numeric expression, in order of the text, claims and non-claims alike.
pub fn find(doc: &Document, sentences: &[Sentence]) -> Vec<Quantity> {
    let lexicon = Lexicon::get();
    let (mut found, mut tokens) = (Vec::new(), Vec::new());
    for (index, sentence) in sentences.iter().enumerate() {
        let text = doc.slice(sentence.span);
        if lex::read(text, lexicon, &mut tokens) {
            let only = sentences.len() == 1;
            let line = Line { only, ..Line::new(text, &tokens, lexicon) };
            read(&line, index, sentence.span.start(), &mut found);
        }
    }
    found
}

/// Reads one sentence that starts at byte `base` of the document.
fn read(line: &Line<'_>, sentence: usize, base: usize, found: &mut Vec<Quantity>) {
    let span = |start: usize, end: usize| {
        let first = line.tokens[start].start as usize;
        let last = line.tokens[end - 1].end as usize;
        Span::new(base + first, base + last)
    };
    let mut at = 0;
    let (mut last, mut previous) = (None, None::<(Item, Option<Trend>)>);
    // Where the expression before ended, so that no two share a token.
    let mut free = 0;
    while at < line.tokens.len() {
        if let Some((end, kind)) = pattern::read(line, at) {
            found.push(no_claim(span(at, end), sentence, kind));
            (last, previous) = (Some((end, kind)), None);
            (at, free) = (end, end);
            continue;
        }
        let Some(mut item) = item::read(line, at).filter(|item| item.start >= free) else {
            at += 1;
            continue;
        };
        item::modify(line, &mut item);
        range::factor(line, &mut item);
        let kind = exclude::classify(line, &item, last);
        inherit(line, &mut item, previous.as_ref());
        if let (Some((previous, _)), None) = (&previous, kind) {
            range::unit_goes_on(line, &mut item, previous);
        }
        if let Some((before, _)) = &previous
            && kind.is_none()
        {
            // "forty-five (45)" says it twice.
            let twice = line.mark_before(item.start) == Some('(')
                && before.unit_end + 1 == item.start
                && item.kind == Kind::Count
                && (before.kind, before.low, before.high) == (Kind::Count, item.low, item.high);
            if twice || joins(line, before, &item) {
                if let (false, Some(quantity)) = (twice, found.last_mut()) {
                    quantity.span = quantity.span.cover(span(item.start, item.end));
                    quantity.number = bounded(before, &item);
                    quantity.modifier = Modifier::Range;
                    quantity.rule = Rule("two bounds");
                }
                (at, free, previous) = (item.end, item.end, None);
                continue;
            }
        }
        let trend = if kind.is_none() { trend::of(line, &item, previous.as_ref()) } else { None };
        last = None;
        if let Some(kind) = kind {
            let quantity = no_claim(span(item.start, item.end), sentence, kind);
            // "more than thirty years old"
            let modifier = item.modifier.filter(|_| kind == Kind::Age).unwrap_or(quantity.modifier);
            found.push(Quantity { number: number(&item), modifier, ..quantity });
            (last, previous) = (Some((item.end, kind)), None);
        } else if exclude::one_counts(line, &item) {
            found.push(claim(&item, trend, span(item.start, item.end), sentence));
            previous = Some((item, trend));
        }
        // The 2 of "32m2" is no number of its own.
        at = item.end.max(item.unit_end).max(at + 1);
        free = at;
    }
}

/// "more than 100 but fewer than 300": two bounds of one number.
fn joins(line: &Line<'_>, before: &Item, item: &Item) -> bool {
    use Modifier::{AtLeast, AtMost, LessThan, MoreThan};
    let known = line.known();
    let joint = item.modifier_start.wrapping_sub(1);
    let opposite = matches!(
        (before.modifier, item.modifier),
        (Some(MoreThan | AtLeast), Some(LessThan | AtMost))
            | (Some(LessThan | AtMost), Some(MoreThan | AtLeast))
    );
    opposite
        && before.unit_end == joint
        && (line.is(joint, known.and) || line.is(joint, known.but) || line.mark(joint) == Some(','))
        && before.modifier_start < before.start
        && (before.kind == item.kind || before.kind == Kind::Count)
        && matches!(bounded(before, item), Number::Range(..))
}

/// The range between two bounds, if it is one.
fn bounded(before: &Item, item: &Item) -> Number {
    let upper_first = matches!(before.modifier, Some(Modifier::LessThan | Modifier::AtMost));
    let (low, high) = if upper_first { (item, before) } else { (before, item) };
    match (low.low.get(), high.low.get()) {
        (Some(low), Some(high)) if low < high => Number::Range(low, high),
        _ => Number::Unreadable,
    }
}

/// "more than 20 miles (32 km)": the same said again, with the same modifier.
fn inherit(line: &Line<'_>, item: &mut Item, previous: Option<&(Item, Option<Trend>)>) {
    let Some((previous, _)) = previous else { return };
    let again = line.mark_before(item.start) == Some('(')
        && previous.unit_end + 1 == item.start
        && matches!(
            (previous.kind, item.kind),
            (Kind::Money, Kind::Money) | (Kind::Measure, Kind::Measure)
        );
    if again && item.modifier.is_none() && item.high.is_none() && previous.high.is_none() {
        item.modifier = previous.modifier;
    }
}

fn no_claim(span: Span, sentence: usize, kind: Kind) -> Quantity {
    Quantity {
        span,
        sentence,
        kind,
        number: Number::None,
        modifier: Modifier::Exact,
        unit: Cow::Borrowed(""),
        trend: None,
        rule: Rule(kind.as_str()),
    }
}

fn number(item: &Item) -> Number {
    match (item.low.get(), item.high.map(value::Val::get)) {
        (Some(low), Some(Some(high))) => Number::Range(low, high),
        (Some(value), None) => Number::Value(value),
        _ => Number::Unreadable,
    }
}

fn claim(item: &Item, trend: Option<Trend>, span: Span, sentence: usize) -> Quantity {
    Quantity {
        span,
        sentence,
        kind: item.kind,
        number: number(item),
        modifier: item.modifier.unwrap_or(Modifier::Exact),
        unit: Cow::Borrowed(item.unit),
        trend,
        rule: Rule(item.rule),
    }
}
