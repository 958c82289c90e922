//! Ranges, and units that several numbers share.

use super::age::ends_phrase;
use super::item::{Item, one};
use super::lexicon::{FALL, MONTH, RISE, YEAR_CUE};
use super::line::{Line, is_dash};
use super::measure;
use super::numeral::Form;
use crate::labels::{Kind, Modifier};

/// "3,000 to 5,000", "between six and eight", "$4-6 billion", "5% to 10%".
pub(super) fn range(line: &Line<'_>, first: Item) -> Option<Item> {
    let known = line.known();
    if !matches!(first.form, Form::Plain | Form::Digits | Form::Words | Form::Part) {
        return None;
    }
    let at = first.unit_end;
    let dash = line.mark(at).is_some_and(|mark| is_dash(mark) || mark == '~');
    let glued = dash && line.glued(at) && line.glued(at + 1);
    let between = between(line, first.start);
    let joined = if dash {
        glued || matches!(line.mark(at), Some('–' | '-')) && !line.glued(at) && !line.glued(at + 1)
    } else if line.is(at, known.to) {
        true
    } else if line.is(at, known.and) {
        between
    } else {
        line.is(at, known.or) || line.is(at, known.through)
    };
    if !joined {
        return None;
    }
    // The second end may bring its own sign: "$4 to $6".
    let from = (at + 1..=at + 4)
        .find(|&from| line.digits(from).is_some() || numeral_starts(line, from))?;
    let second = one(line, from)?;
    let adjacent = second.start == at + 1;
    if !adjacent || !matches!(second.form, Form::Plain | Form::Digits | Form::Words | Form::Part) {
        return None;
    }
    let same = first.unit == second.unit
        || first.unit.is_empty()
        || (second.unit.is_empty() && first.kind == Kind::Money);
    if !same || (first.unit.is_empty() && first.kind != second.kind && first.kind != Kind::Count) {
        return None;
    }
    // "as of Nov. 16 to 385,556": the first is a day.
    let before =
        first.start.wrapping_sub(1 + usize::from(line.mark_before(first.start) == Some('.')));
    // "rose 60% in 2018 to 3.9 million".
    if line.is(at, known.to)
        && measured_year(&first)
        && second.form != Form::Plain
        && line.class_before(first.start, YEAR_CUE)
        && !line.is(first.start.wrapping_sub(1), known.from)
    {
        return None;
    }
    let day = first.form == Form::Plain && line.in_class(before, MONTH) && line.capital(before);
    if day && second.low.whole().is_none_or(|n| n > 31) {
        return None;
    }
    let (mut low, high) = (first.low, second.low);
    let shared = first.scale.is_none() && second.scale.is_some();
    if line.is(at, known.to) && !shared && is_change(line, &first, &second) {
        return None;
    }
    if let (None, Some(scale)) = (first.scale, second.scale) {
        let raw = high.tens(-scale);
        if let (Some(a), Some(b)) = (low.get(), raw.get())
            && a < b
            && !(line.is(at, known.or) && scale == 2)
        {
            low = low.tens(scale);
        }
    }
    let (a, b) = (low.get()?, high.get()?);
    let near = !line.is(at, known.or) || b <= a * 4.0;
    // A second end with no unit of its own next to a unit of the first: "5 km or 3".
    (a < b && near).then(|| Item {
        end: second.end,
        unit_end: second.unit_end,
        low,
        high: Some(high),
        form: if first.form == Form::Plain { second.form } else { first.form },
        scale: second.scale,
        kind: if first.unit.is_empty() { second.kind } else { first.kind },
        unit: if first.unit.is_empty() { second.unit } else { first.unit },
        modifier: Some(Modifier::Range),
        rule: "range",
        ..first
    })
}

fn numeral_starts(line: &Line<'_>, at: usize) -> bool {
    line.role(at).is_some() || line.is(at, line.known().a)
}

/// "5 and 6 kg", "5- and 10-day": the unit of the last number is the unit of all.
pub(super) fn share_unit(line: &Line<'_>, item: &mut Item) {
    let known = line.known();
    if item.kind != Kind::Count || !matches!(item.form, Form::Plain | Form::Digits | Form::Words) {
        return;
    }
    let (mut at, mut listed) = (item.unit_end, false);
    for _ in 0..3 {
        at += usize::from(line.mark(at).is_some_and(is_dash) && line.glued(at));
        let comma = line.mark(at) == Some(',');
        let word = [known.and, known.or, known.to].iter().any(|&word| line.is(at, word));
        if !comma && !word {
            return;
        }
        listed |= word || line.is(at + 1, known.and);
        at += 1 + usize::from(comma && line.is(at + 1, known.and));
        let Some(next) = one(line, at).filter(|next| next.start == at) else { return };
        if listed && matches!(next.kind, Kind::Measure | Kind::Duration | Kind::Percent) {
            (item.kind, item.unit, item.rule) = (next.kind, next.unit, "shared unit");
            return;
        }
        if next.kind != Kind::Count
            || line.is_word(next.end)
                && !line.is(next.end, known.and)
                && !line.is(next.end, known.or)
        {
            return;
        }
        at = next.end;
    }
}

/// "2.4 million of the 31 million euros", "six of those minutes": the unit of the whole is
/// that of the part.
pub(super) fn unit_of_whole(line: &Line<'_>, item: &mut Item) {
    let known = line.known();
    let those = [known.the, known.those, known.these, known.its, known.their, known.his, known.her];
    let joint = line.is(item.unit_end, known.of)
        && those.iter().any(|&word| line.is(item.unit_end + 1, word));
    if item.kind != Kind::Count
        || !joint
        || !matches!(item.form, Form::Plain | Form::Digits | Form::Words)
    {
        return;
    }
    let at = item.unit_end + 2;
    let whole = one(line, at).filter(|whole| whole.start == at).map(|w| (w.kind, w.unit));
    let bare = || {
        measure::unit_after(line, at)
            .filter(|(_, unit)| matches!(unit.kind, Kind::Duration | Kind::Measure))
            .map(|(_, unit)| (unit.kind, unit.name))
    };
    if let Some((kind @ (Kind::Money | Kind::Measure | Kind::Duration), unit)) = whole.or_else(bare)
    {
        (item.kind, item.unit, item.rule) = (kind, unit, "unit of the whole");
    }
}

/// "to 31 euros from 24", "from 6 per cent to 5", "at 6 per cent, and at 5", "35 per cent or 3",
/// "57 per cent, 12 points fewer": the unit goes on.
pub(super) fn unit_goes_on(line: &Line<'_>, item: &mut Item, previous: &Item) {
    let known = line.known();
    let points = item.kind == Kind::Count
        && previous.kind == Kind::Percent
        && line.is(item.end, known.points);
    if points {
        let end = item.end + 1;
        *item = Item {
            kind: Kind::Percent,
            unit: previous.unit,
            rule: "points",
            end,
            unit_end: end,
            ..*item
        };
        return;
    }
    let bare = item.kind == Kind::Count
        && matches!(item.form, Form::Plain | Form::Digits | Form::Words)
        && item.modifier_start == item.start
        && ends_phrase(line, item.end)
        && !line.is(item.end, known.of);
    if !bare || !matches!(previous.kind, Kind::Money | Kind::Percent | Kind::Measure) {
        return;
    }
    let before = |at: usize, word| line.is(at.wrapping_sub(1), word);
    // The same preposition again, or the other end of a change.
    let led = |word| before(previous.modifier_start, word);
    let between = previous.unit_end..item.start - 1;
    let joined = between.clone().all(|at| line.is(at, known.and) || line.mark(at) == Some(','))
        && between.len() <= 2;
    let same = [known.at, known.by].iter().any(|&word| led(word) && before(item.start, word));
    let change = before(item.start, known.from) && !led(known.by) && led(known.to)
        || before(item.start, known.to) && led(known.from)
        || before(item.start, known.or);
    if joined && (same && !between.is_empty() || change && between.is_empty()) {
        (item.kind, item.unit, item.rule) = (previous.kind, previous.unit, "unit goes on");
    }
}

/// "by a factor of two or three".
pub(super) fn factor(line: &Line<'_>, item: &mut Item) {
    let known = line.known();
    let at = item.modifier_start;
    if item.kind == Kind::Count
        && line.is(at.wrapping_sub(1), known.of)
        && line.is(at.wrapping_sub(2), known.factor)
    {
        (item.kind, item.rule) = (Kind::Ratio, "factor");
    }
}

/// A bare number that looks like a year: "in 2018 to 3.9 million".
fn measured_year(item: &Item) -> bool {
    item.form == Form::Plain && item.low.whole().is_some_and(|n| (1900..2100).contains(&n))
}

/// Whether "between" stands before the expression, a modifier or article allowed.
fn between(line: &Line<'_>, start: usize) -> bool {
    (1..=3).any(|back| start.checked_sub(back).is_some_and(|at| line.is(at, line.known().between)))
}

/// "rose from 5 to 8", "rose by 5 to 8", "rose 5 cents to $8" tell two numbers, not a range.
fn is_change(line: &Line<'_>, first: &Item, second: &Item) -> bool {
    let start = first.start;
    let sign = |item: &Item| line.mark(item.start).is_some();
    let moved = line.class_before(start, RISE | FALL)
        && !first.unit.is_empty()
        && !(sign(first) && sign(second));
    if line.is(start.wrapping_sub(1), line.known().by) && second.kind == Kind::Money
        || moved
            && (first.unit_end > first.end
                || first.kind != Kind::Count && second.unit == first.unit)
        || measured_year(first)
    {
        return true;
    }
    let from = (1..=3)
        .any(|back| start.checked_sub(back).is_some_and(|at| line.is(at, line.known().from)));
    from && (1..=12)
        .any(|back| start.checked_sub(back).is_some_and(|at| line.in_class(at, RISE | FALL)))
}
