//! Fractions: "3/4", "two thirds", "one twenty-fifth", and those that follow a whole number.

use super::lexicon::Role;
use super::line::Line;
use super::numeral::{Form, Num, from_words, make};
use super::value::Val;

/// "3/4": small plain digits, the first under the second, glued.
pub(super) fn slash_fraction(line: &Line<'_>, at: usize) -> Option<(usize, Val)> {
    let (part, whole) = (line.digits(at)?, line.digits(at + 2)?);
    let plain = part.plain && whole.plain && line.mark(at + 1) == Some('/');
    let glued = line.glued(at + 1) && line.glued(at + 2);
    let ends = line.mark(at + 3) != Some('/') || !line.glued(at + 3);
    let (a, b) = (part.val.whole()?, whole.val.whole()?);
    let famous = (a, b) == (24, 7) || (a, b) == (9, 11) || (a, b) == (7, 7);
    (plain && glued && ends && a > 0 && a < b && (b <= 64 || b == 100) && !famous)
        .then(|| (at + 3, Val::ratio(part.val, whole.val)))
}

/// "three quarters" after "one hundred and": not part of the whole number.
pub(super) fn opens_fraction(line: &Line<'_>, at: usize) -> bool {
    let unit = matches!(line.role(at), Some(Role::Unit(1..)));
    unit && matches!(
        line.role(line.skip_hyphen(at + 1)),
        Some(Role::Part(..) | Role::Ordinal(_, true))
    )
}

/// "two and a half": half, quarter or third of the last scale.
pub(super) fn and_a_half(line: &Line<'_>, num: Num) -> Num {
    let known = line.known();
    let at = line.skip_hyphen(num.end);
    if !line.is(at, known.and) {
        return num;
    }
    let at = line.skip_hyphen(at + 1);
    if (opens_fraction(line, at) || opens_small_fraction(line, at)) && num.form == Form::Words {
        let part = from_words(line, at);
        if part.form == Form::Part {
            return with_part(line, num, part.val, part.end);
        }
    }
    let one = line.is(at, known.one);
    let at = if line.is(at, known.a) || one { at + 1 } else { return num };
    let at = line.skip_hyphen(at);
    let last = !line.is_word(at + 1);
    let part = match line.role(at) {
        Some(Role::Part(2, false)) if !one => Val::Exact { digits: 5, exp: -1 },
        Some(Role::Part(4, false)) if !one => Val::Exact { digits: 25, exp: -2 },
        Some(Role::Ordinal(3, false)) if !one => Val::Real(1.0 / 3.0),
        // "Five were hurt and a sixth died" tells of a man.
        Some(Role::Ordinal(whole @ 3.., false)) if last => Val::ratio(Val::int(1), Val::int(whole)),
        _ => return num,
    };
    with_part(line, num, part, at + 1)
}

/// A number and its `part`: "a million and a half", "a billion and a half million".
fn with_part(line: &Line<'_>, num: Num, part: Val, end: usize) -> Num {
    let own = num.scale.filter(|power| *power > 2);
    let (power, end) = match (own, line.role(end)) {
        (Some(own), Some(Role::Scale(power))) if power < own => (power, end + 1),
        (Some(_), Some(Role::Scale(_))) => return num,
        _ => (own.unwrap_or(0), end),
    };
    let form = if num.form == Form::Plain { Form::Digits } else { num.form };
    Num { end, val: num.val.plus(part.tens(power)), form, ..num }
}

/// "fifty-four hundredths" at `at`.
fn opens_small_fraction(line: &Line<'_>, at: usize) -> bool {
    if !matches!(line.role(at), Some(Role::Ten(_))) {
        return false;
    }
    let mut at = line.skip_hyphen(at + 1);
    if matches!(line.role(at), Some(Role::Unit(1..=9))) {
        at = line.skip_hyphen(at + 1);
    }
    matches!(line.role(at), Some(Role::Ordinal(_, true)))
}

/// "two thirds", "one-fifth", "three quarters of a million"; "twenty-fifth" is a place.
pub(super) fn fraction(line: &Line<'_>, num: Num) -> Option<Num> {
    let mut at = line.skip_hyphen(num.end);
    let count = num.val.whole()?;
    // "five - eighths".
    let spaced = line.mark(at) == Some('-') && !line.glued(at) && !line.glued(at + 1);
    if spaced
        && (matches!(line.role(at + 1), Some(Role::Ordinal(2.., true)))
            || !line.is_word(at + 2)
                && matches!(line.role(at + 1), Some(Role::Ordinal(3.., false))))
    {
        at += 1;
    }
    let (whole, plural) = match line.role(at)? {
        Role::Part(whole, plural) => (whole, plural),
        Role::Ordinal(1, true) => return None,
        Role::Ordinal(whole, plural) => (whole, plural),
        // "one twenty-fifth", "three twenty-firsts".
        Role::Ten(tens) => {
            let last = line.skip_hyphen(at + 1);
            let Some(Role::Ordinal(whole @ 1..=9, plural)) = line.role(last) else { return None };
            let part = line.is(last + 1, line.known().of) || !line.is_word(last + 1);
            let fits = if plural { count > 1 } else { count == 1 && part };
            let val = Val::ratio(num.val, Val::int(tens + whole));
            return fits.then(|| make(num.start, last + 1, val, Form::Part, "fraction"));
        }
        _ => return None,
    };
    let place = matches!(line.role(at), Some(Role::Ordinal(_, false)));
    if place && (count >= 20 || whole < 3) && count.is_multiple_of(10) && whole < 10 {
        let val = num.val.plus(Val::int(whole));
        return Some(Num { end: at + 1, val, form: Form::Ordinal, rule: "ordinal", ..num });
    }
    if place && count >= 100 {
        let val = num.val.plus(Val::int(whole));
        return Some(Num { end: at + 1, val, form: Form::Ordinal, rule: "ordinal", ..num });
    }
    let fits = if count == 1 { !plural && whole >= 2 } else { plural && count > 1 };
    // "one second" is time, "one half" a part.
    if !fits || (place && whole < 3) {
        return None;
    }
    let num = make(num.start, at + 1, Val::ratio(num.val, Val::int(whole)), Form::Part, "fraction");
    Some(of_a_scale(line, num))
}

/// "a third of a billion".
pub(super) fn of_a_scale(line: &Line<'_>, num: Num) -> Num {
    let known = line.known();
    let article = line.is(num.end, known.of)
        && (line.is(num.end + 1, known.a) || line.is(num.end + 1, known.one));
    match line.role(num.end + 2) {
        Some(Role::Scale(power)) if article && power > 2 => Num {
            end: num.end + 3,
            val: num.val.tens(power),
            form: Form::Words,
            scale: Some(power),
            ..num
        },
        _ => num,
    }
}
