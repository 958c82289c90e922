//! [`Item`]: a number with its currency or unit, its range and its modifier.

use super::lexicon::{COMPARISON, MONTH, PREPOSITION, PRONOUN_ONE, SPREAD, UNIT_ADJECTIVE};
use super::line::{Line, is_dash};
use super::numeral::{self, Form, Num};
use super::range;
use super::value::Val;
use super::{lexicon, measure, modifier};
use crate::labels::{Kind, Modifier};

/// A numeric expression and what is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    /// First token of the expression, currency sign included.
    pub(super) start: usize,
    /// One past its last token.
    pub(super) end: usize,
    /// One past the unit, if any; else `end`.
    pub(super) unit_end: usize,
    pub(super) low: Val,
    /// The upper end of a range.
    pub(super) high: Option<Val>,
    pub(super) form: Form,
    pub(super) scale: Option<i16>,
    pub(super) kind: Kind,
    pub(super) unit: &'static str,
    pub(super) modifier: Option<Modifier>,
    /// First token of the modifier, if it stands before; else `start`.
    pub(super) modifier_start: usize,
    pub(super) rule: &'static str,
}

/// The expression that starts at token `at`, without its modifier.
pub(super) fn read(line: &Line<'_>, at: usize) -> Option<Item> {
    let first = one(line, at).or_else(|| unit_first(line, at))?;
    let first = with_smaller_unit(line, with_hundredths(line, first));
    let mut item = ratio(line, first).or_else(|| range::range(line, first)).unwrap_or(first);
    range::share_unit(line, &mut item);
    range::unit_of_whole(line, &mut item);
    if item.form == Form::Vague && item.modifier.is_none() {
        item.modifier = Some(Modifier::Vague);
    }
    if item.rule == "mid-teens" {
        item.modifier = Some(Modifier::Approx);
    }
    Some(item)
}

/// "two hours and 30 minutes", "6 feet 2 inches": one amount, in the smaller unit. The span
/// holds both units, for the last number says nothing without its own.
fn with_smaller_unit(line: &Line<'_>, item: Item) -> Item {
    let whole = |item: &Item| {
        matches!(item.kind, Kind::Duration | Kind::Measure)
            && item.high.is_none()
            && item.low.whole().is_some()
    };
    let between = item.modifier_start > 0
        && (1..=3).any(|back| {
            item.start.checked_sub(back).is_some_and(|at| line.is(at, line.known().between))
        });
    if !whole(&item) || item.unit_end == item.end || between {
        return item;
    }
    let at = item.unit_end + usize::from(line.is(item.unit_end, line.known().and));
    let (Some(part), Some((si, large))) = (one(line, at), lexicon::si(item.unit)) else {
        return item;
    };
    let fits = part.start == at && whole(&part) && part.unit_end > part.end;
    match lexicon::si(part.unit).filter(|_| fits) {
        Some((same, small)) if same == si && small < large => {
            let times = large / small;
            let fits = part.low.get().is_some_and(|count| count < times);
            if let (true, Some(count)) = (fits, item.low.get()) {
                // Factors of units come from decimal tables: 60.00000000000001 is 60.
                let whole = Val::Real((count * times * 1e6).round() / 1e6);
                let (low, end) = (part.low.plus(whole), part.unit_end);
                Item { low, end, unit_end: end, unit: part.unit, rule: "two units", ..item }
            } else {
                item
            }
        }
        _ => item,
    }
}

/// "20 dollars and 43 cents", "$20 and 43c".
fn with_hundredths(line: &Line<'_>, item: Item) -> Item {
    if item.kind != Kind::Money || item.low.whole().is_none() || item.scale.is_some_and(|s| s > 3) {
        return item;
    }
    let at = item.end + usize::from(line.is(item.end, line.known().and));
    let Some(digits) = line.digits(at).map(|d| d.plain).or_else(|| line.role(at).map(|_| false))
    else {
        return item;
    };
    let Some(part) = numeral::read(line, at).filter(|n| n.val.whole().is_some_and(|n| n < 100))
    else {
        return item;
    };
    let unit = measure::unit_after(line, part.end);
    let cents = match unit {
        Some((end, unit)) if unit.hundredths => Some(end),
        None if line.glued(part.end) && line.letters(part.end) == "c" => Some(part.end + 1),
        // "20 dollars 43".
        None if digits
            && at == item.end
            && !line.is_word(part.end)
            && part.val.whole() > Some(9) =>
        {
            Some(part.end)
        }
        _ => None,
    };
    cents.map_or(item, |end| Item {
        end,
        unit_end: end,
        low: item.low.plus(part.val.tens(-2)),
        ..item
    })
}

/// A single number with currency and unit.
pub(super) fn one(line: &Line<'_>, at: usize) -> Option<Item> {
    let num = numeral::read(line, at)?;
    let mut item = Item {
        start: num.start,
        end: num.end,
        unit_end: num.end,
        low: num.val,
        high: None,
        form: num.form,
        scale: num.scale,
        kind: if matches!(num.form, Form::Part | Form::Multiple) {
            Kind::Ratio
        } else {
            Kind::Count
        },
        unit: "",
        modifier: None,
        modifier_start: num.start,
        rule: num.rule,
    };
    if matches!(num.form, Form::Ordinal | Form::Decade) {
        return Some(item);
    }
    signed(line, &mut item);
    attach(line, &mut item, num);
    Some(item)
}

/// A minus before the digits.
fn signed(line: &Line<'_>, item: &mut Item) {
    let known = line.known();
    let at = item.start;
    let word = line.word_before(at);
    let named = word != 0 && (word == known.minus || word == known.negative);
    // "$-50" has its sign after the currency's.
    let inner = at >= 2
        && line.mark_before(at) == Some('-')
        && line.glued(at)
        && matches!(line.mark(at - 2), Some('$' | '€' | '£'));
    let sign = matches!(line.mark_before(at), Some('-' | '−'))
        && line.glued(at)
        && line.digits(at).is_some()
        && !line.glued(at - 1);
    // "minus-130", "<-30".
    let joined = line.hyphen(at.wrapping_sub(1))
        && at >= 2
        && [known.minus, known.negative].contains(&line.word(at - 2));
    let compared = matches!(line.mark_before(at), Some('-' | '−'))
        && line.glued(at)
        && at >= 2
        && matches!(line.mark(at - 2), Some('<' | '>' | '=' | '≤' | '≥'));
    // "- 1,200,000" and nothing else.
    let alone = matches!(line.mark_before(at), Some('-' | '−')) && line.spans(at - 1, item.end);
    if joined {
        item.start -= 1;
    }
    if named || sign || inner || joined || compared || alone {
        item.low = item.low.negative();
        item.start -= 1;
        item.modifier_start = item.start;
    }
}

/// Finds currency, percent or unit around the number.
fn attach(line: &Line<'_>, item: &mut Item, num: Num) {
    let known = line.known();
    if let Some((start, code, power)) = measure::currency_before(line, item.start) {
        item.start = start;
        item.modifier_start = start;
        (item.kind, item.unit, item.rule) = (Kind::Money, code, "currency");
        item.low = item.low.tens(power);
        // "$5 m", "$3 k".
        if num.scale.is_none() && line.letters(item.end) == "MM" {
            item.low = item.low.tens(6);
            item.scale = Some(6);
            item.end += 1;
        } else if num.scale.is_none()
            && let Some(super::lexicon::Role::Suffix(power)) = line.role(item.end)
            && !line.letters(item.end).eq_ignore_ascii_case("t")
        {
            item.low = item.low.tens(power);
            item.scale = Some(power);
            item.end += 1;
        }
        item.unit_end = item.end;
        // "$5 million dollars" says it twice.
        return;
    }
    // The letter m after digits: metres or millions.
    if num.letter && line.letters(num.end - 1) == "m" && measure::is_metre(line, num.end) {
        item.end -= 1;
        item.unit_end = num.end;
        item.low = item.low.tens(-6);
        (item.kind, item.unit, item.rule) = (Kind::Measure, "metre", "unit");
        item.scale = None;
        return;
    }
    let of = usize::from(
        matches!(num.form, Form::Vague | Form::Words | Form::Part) && line.is(item.end, known.of),
    );
    let part_of_article = usize::from(
        num.form == Form::Part && of == 0 && line.is(item.end, known.a)
            || line.is(item.end, known.an),
    );
    let adjective = usize::from(line.in_class(item.end, UNIT_ADJECTIVE));
    let found = measure::unit_after(line, item.end)
        .or_else(|| {
            (of > 0 && num.form != Form::Part)
                .then(|| measure::unit_after(line, item.end + of))
                .flatten()
        })
        .or_else(|| {
            (part_of_article > 0).then(|| measure::unit_after(line, item.end + 1)).flatten()
        })
        .or_else(|| (adjective > 0).then(|| measure::unit_after(line, item.end + 1)).flatten());
    if let Some((end, unit)) = found {
        if unit.name == "story" && !line.hyphen(item.end)
            || unit.name == "KRW" && item.low.get().is_some_and(|n| n < 100.0)
        {
            return;
        }
        // "a third mile" is a place in an order.
        if num.form == Form::Part && num.rule != "half" && of == 0 && unit.kind != Kind::Money {
            return;
        }
        (item.kind, item.unit) = (unit.kind, unit.name);
        item.unit_end = end;
        item.rule = match unit.kind {
            Kind::Money => "currency",
            Kind::Percent => "percent",
            _ => "unit",
        };
        if unit.name == "pound"
            && !measure::is_weight(
                line,
                item.start,
                end,
                item.low.get().is_some_and(|n| n >= 10_000.0),
            )
        {
            (item.kind, item.unit, item.rule) = (Kind::Money, "GBP", "currency");
        }
        if unit.hundredths {
            item.low = item.low.tens(-2);
        }
        // The guide's spans: currency and percent words in, units out.
        if matches!(item.kind, Kind::Money | Kind::Percent) {
            item.end = end;
        }
        return;
    }
    if line.glued(item.end) && line.letters(item.end) == "p" {
        item.low = item.low.tens(-2);
        (item.kind, item.unit, item.rule) = (Kind::Money, "GBP", "currency");
        item.end += 1;
        item.unit_end = item.end;
        return;
    }
    if let Some((end, code)) = measure::code_after(line, item.end) {
        (item.kind, item.unit, item.rule) = (Kind::Money, code, "currency");
        item.end = end;
        item.unit_end = end;
        return;
    }
    let times = line.skip_hyphen(item.end);
    let compared = line.is(times, known.times) && compares(line, times + 1);
    let folded = line.is(times, known.fold) || line.glued(item.end) && line.is(item.end, known.x);
    if compared || folded {
        (item.kind, item.rule) = (Kind::Ratio, "times");
        item.end = times + 1;
        item.unit_end = item.end;
    }
}

/// Whether "times" compares: "three times as many", "ten times longer".
fn compares(line: &Line<'_>, at: usize) -> bool {
    let word = line.letters(at);
    line.in_class(at, COMPARISON)
        || (word.len() > 4 && word.ends_with("er") && !line.is(at, line.known().other))
}

/// "an hour and a half", "a week or two", "a battalion and a half".
fn unit_first(line: &Line<'_>, at: usize) -> Option<Item> {
    let known = line.known();
    let article = line.is(at, known.a) || line.is(at, known.an);
    let unit_at = if article { at + 1 } else { at };
    if !line.is_word(unit_at) {
        return None;
    }
    let and_a_half = |end: usize| {
        line.is(end, known.and) && line.is(end + 1, known.a) && line.is(end + 2, known.half)
    };
    let (end, kind, unit) = match measure::unit_after(line, unit_at) {
        Some((end, unit)) => (end, unit.kind, unit.name),
        None if article && line.role(unit_at).is_none() && and_a_half(unit_at + 1) => {
            (unit_at + 1, Kind::Count, "")
        }
        None => return None,
    };
    if !matches!(kind, Kind::Duration | Kind::Measure | Kind::Count)
        || line.letters(unit_at).len() < 3
    {
        return None;
    }
    let mut item = Item {
        start: at,
        end,
        unit_end: end,
        low: Val::int(1),
        high: None,
        form: Form::Words,
        scale: None,
        kind,
        unit,
        modifier: None,
        modifier_start: at,
        rule: if unit.is_empty() { "and a half" } else { "unit" },
    };
    if kind != Kind::Count && line.is(end, known.or) && line.is(end + 1, known.two) {
        item.high = Some(Val::int(2));
        item.modifier = Some(Modifier::Range);
        item.rule = "range";
        item.end = end + 2;
    } else if article && and_a_half(end) {
        item.low = Val::Exact { digits: 15, exp: -1 };
        item.end = end + 3;
    } else {
        return None;
    }
    item.unit_end = item.end;
    Some(item)
}

/// "one in five", "3 out of 4", "one letter in ten".
fn ratio(line: &Line<'_>, item: Item) -> Option<Item> {
    let known = line.known();
    if item.kind != Kind::Count || !matches!(item.form, Form::Plain | Form::Words) {
        return None;
    }
    if line.is(item.end, known.over) {
        return over(line, item);
    }
    let out = line.is(item.end, known.out) && line.is(item.end + 1, known.of);
    let noun = one_noun(line, &item);
    let mut at = if out {
        item.end + 2
    } else if line.is(item.end, known.in_) {
        item.end + 1
    } else if let Some(end) = noun {
        end + 1
    } else {
        return None;
    };
    at += usize::from(line.is(at, known.every));
    let whole = one(line, at)?;
    let (a, b) = (item.low.whole()?, whole.low.whole()?);
    // "five in 10 of the towns" may be five towns; "four in ten of them" is a share.
    let words = item.form == Form::Words && whole.form == Form::Words;
    let of = line.is(whole.end, known.of) && !words;
    let round = b <= 10
        || b % 100 == 0 && out && a <= 20
        || matches!(
            b,
            12 | 15 | 20 | 25 | 30 | 40 | 50 | 100 | 1000 | 10_000 | 100_000 | 1_000_000
        );
    let fits = whole.kind == Kind::Count
        && matches!(whole.form, Form::Plain | Form::Words | Form::Digits)
        && a > 0
        && a < b
        && (round || a == 1 && whole.form == Form::Words && !line.is_word(whole.end))
        && (noun.is_none() || super::age::ends_phrase(line, whole.end))
        && (out || (a <= 10 && line.role(whole.end).is_none() && !of))
        && !line.in_class(whole.end, MONTH)
        && !line.hyphen(whole.end);
    fits.then(|| Item {
        end: whole.end,
        unit_end: whole.end,
        low: Val::ratio(item.low, whole.low),
        kind: Kind::Ratio,
        form: Form::Part,
        rule: "one in",
        ..item
    })
}

/// "one letter in ten": the token "in" after what "one" is of.
fn one_noun(line: &Line<'_>, item: &Item) -> Option<usize> {
    let known = line.known();
    let noun = |at: usize| {
        line.is_word(at)
            && !line.capital(at)
            && line.role(at).is_none()
            && !line.in_class(at, PREPOSITION | PRONOUN_ONE)
    };
    let one = line.is(item.start, known.one) && item.end == item.start + 1;
    let at = (1..=2).map(|words| item.end + words).find(|&at| line.is(at, known.in_))?;
    (one && (item.end..at).all(noun)).then_some(at)
}

/// "1 over 3", said of a fraction; "3 over 5 days" is none.
fn over(line: &Line<'_>, item: Item) -> Option<Item> {
    let whole = one(line, item.end + 1)?;
    let counts =
        whole.kind == Kind::Count && matches!(whole.form, Form::Plain | Form::Digits | Form::Words);
    let fits = counts && whole.start == item.end + 1 && !line.is_word(whole.end);
    fits.then(|| Item {
        end: whole.end,
        unit_end: whole.end,
        low: Val::ratio(item.low, whole.low),
        kind: Kind::Ratio,
        form: Form::Part,
        rule: "over",
        ..item
    })
}

/// Adds the modifier around an expression.
pub(super) fn modify(line: &Line<'_>, item: &mut Item) {
    if matches!(item.form, Form::Ordinal | Form::Decade) {
        return;
    }
    let known = line.known();
    let before = modifier::before(line, item.start).filter(|(start, phrase)| {
        let old = line.is(line.skip_hyphen(item.unit_end), line.known().old);
        let during = phrase.text == "over" && item.kind == Kind::Duration && !old;
        // "spread over 12 bases".
        let across = phrase.text == "over" && line.class_before(*start, SPREAD);
        // "around a 200-litre drum", "over a 12-hour march": the drum, the march.
        let adjective = item.kind != Kind::Money
            && line.hyphen(item.end)
            && [known.a, known.an].iter().any(|&word| line.is(item.start.wrapping_sub(1), word));
        !across && !adjective && (!during || modifier::is_bound(line, *start))
    });
    if line.mark_before(item.start).is_some_and(is_dash)
        && item.start >= 2
        && line.is(item.start - 2, known.multi)
    {
        // "multi-million": some millions.
        item.start -= 2;
        item.modifier_start = item.start;
        item.modifier = Some(Modifier::Vague);
    } else if let Some((start, phrase)) = before {
        item.modifier_start = start;
        if item.modifier.is_none() {
            // "about 500 or more": a bound says more than a blur.
            let bound = modifier::after(line, item.unit_end).filter(|(_, after)| {
                phrase.modifier == Modifier::Approx && after.modifier != Modifier::Approx
            });
            item.modifier = Some(bound.map_or(phrase.modifier, |(_, after)| after.modifier));
        }
    } else if item.modifier.is_none()
        && let Some((_, phrase)) = modifier::after(line, item.unit_end)
    {
        item.modifier = Some(phrase.modifier);
    }
}
