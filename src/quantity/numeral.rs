//! Numbers: digits and number words put together, before anything is known of their use.

use super::fraction::{and_a_half, fraction, of_a_scale, opens_fraction, slash_fraction};
use super::lexicon::Role;
use super::line::Line;
use super::vague;
use super::value::Val;

/// How a number is written; decides what it can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    /// Digits alone, neither grouped nor scaled: may be a year, a day, a name.
    Plain,
    /// Digits with grouping, decimals or a scale.
    Digits,
    /// Number words.
    Words,
    /// dozens, several hundred, a few.
    Vague,
    /// A fraction.
    Part,
    /// twice, doubled, tenfold.
    Multiple,
    /// first, 3rd.
    Ordinal,
    /// 1990s, the thirties.
    Decade,
}

/// A number and the tokens it is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Num {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) val: Val,
    pub(super) form: Form,
    /// The power of ten it was multiplied with by a word or a letter, to share in a range.
    pub(super) scale: Option<i16>,
    /// The letter that scaled it, which could also be a unit: 5m, 5t.
    pub(super) letter: bool,
    pub(super) rule: &'static str,
}

/// The number that starts at token `at`, if one does.
pub(super) fn read(line: &Line<'_>, at: usize) -> Option<Num> {
    if line.digits(at).is_some() {
        return Some(from_digits(line, at));
    }
    let known = line.known();
    let word = line.word(at);
    if word == known.a || word == known.an {
        return after_article(line, at);
    }
    match line.role(at)? {
        Role::Teens(value) => vague::mid_teens(line, at, value),
        Role::Unit(_) | Role::Ten(_) => Some(from_words(line, at)),
        Role::Scale(_) | Role::Dozen(12..) => {
            // "Thousand Oaks" is a town; "another billion", "billion dollars" are numbers.
            let counts = line.class_before(at, super::lexicon::FILLER)
                || super::measure::unit_after(line, at + 1)
                    .is_some_and(|(_, unit)| unit.kind == crate::labels::Kind::Money)
                || line.tokens.len() == 1
                || matches!(line.role(at + 1), Some(Role::Scale(3..)))
                || matches!(line.role(at), Some(Role::Dozen(_)));
            if counts { bare_scale(line, at) } else { None }
        }
        Role::Magnitude(_) => vague::magnitude(line, at),
        Role::Vague(value) => vague::vague(line, at, at, value),
        Role::Part(2, false) => vague::half(line, at, at),
        Role::Part(4, false) => match line.role(line.skip_hyphen(at + 1))? {
            Role::Scale(power @ 6..) => {
                let end = line.skip_hyphen(at + 1) + 1;
                let val = Val::Exact { digits: 25, exp: -2 }.tens(power);
                Some(make(at, end, val, Form::Words, "fraction"))
            }
            _ => None,
        },
        Role::Ordinal(value, false) => {
            Some(make(at, at + 1, Val::int(value), Form::Ordinal, "ordinal"))
        }
        Role::Multiple(value) => vague::multiple(line, at, value),
        _ => None,
    }
}

/// A number of tokens `start` to `end`.
pub(super) fn make(start: usize, end: usize, val: Val, form: Form, rule: &'static str) -> Num {
    Num { start, end, val, form, scale: None, letter: false, rule }
}

/// Digits, with the scale, fraction or ending that belongs to them.
fn from_digits(line: &Line<'_>, at: usize) -> Num {
    let known = line.known();
    let digits = line.digits(at).expect("the caller saw digits");
    let form = if digits.plain { Form::Plain } else { Form::Digits };
    let mut num = make(at, at + 1, digits.val, form, "digits");
    let next = line.word(num.end);
    if line.glued(num.end) && digits.plain && next != 0 {
        if [known.st, known.nd, known.rd, known.th].contains(&next) {
            return Num { end: num.end + 1, form: Form::Ordinal, rule: "ordinal", ..num };
        }
        // "1990s", and "2018s" for 2018's.
        let named = |n: u64| n.is_multiple_of(10) || (1900..2100).contains(&n);
        if next == known.s && digits.length >= 2 && digits.val.whole().is_some_and(named) {
            return Num { end: num.end + 1, form: Form::Decade, rule: "decade", ..num };
        }
    }
    // 15½ and 2 1/2.
    if let Some(part) = line.digits(num.end).filter(|part| part.decimals && part.length == 1)
        && digits.plain
        && line.letters(num.end).chars().next().is_some_and(|c| !c.is_ascii())
    {
        num = Num { end: num.end + 1, val: num.val.plus(part.val), form: Form::Digits, ..num };
    } else if digits.plain
        && let Some((end, part)) = slash_fraction(line, num.end)
        && !line.glued(num.end)
    {
        num = Num { end, val: num.val.plus(part), form: Form::Digits, ..num };
    } else if let Some((end, part)) = slash_fraction(line, at) {
        return Num { end, val: part, form: Form::Part, rule: "fraction", ..num };
    }
    if let Some(num) = in_powers(line, num) {
        return num;
    }
    // "1 point 5 million".
    if digits.plain
        && line.is(num.end, known.point)
        && let Some(part) = line.digits(num.end + 1).filter(|part| part.plain)
    {
        let val = num.val.plus(part.val.tens(-(part.length.min(12) as i16)));
        num = Num { end: num.end + 2, val, form: Form::Digits, ..num };
    }
    num = and_a_half(line, num);
    with_rest(line, scaled(line, num))
}

/// "1.3x10^6", "2^10".
fn in_powers(line: &Line<'_>, num: Num) -> Option<Num> {
    let mut at = num.end;
    let times = line.glued(at) && (line.is(at, line.known().x) || line.mark(at) == Some('×'));
    if times && line.digits(at + 1)?.val.whole() == Some(10) {
        at += 2;
    }
    if line.mark(at) != Some('^') || !line.glued(at) || !line.glued(at + 1) {
        return None;
    }
    let down = line.mark(at + 1) == Some('-');
    let sign = usize::from(down || line.mark(at + 1) == Some('+'));
    let power = line.digits(at + 1 + sign).filter(|power| power.plain)?;
    let power = power.val.whole().and_then(|power| i16::try_from(power).ok()).unwrap_or(i16::MAX);
    let power = if down { -power } else { power };
    let val = match at > num.end {
        true if power.abs() <= 30 => num.val.tens(power),
        true => Val::Unreadable,
        false => num.val.power(power),
    };
    Some(Num { end: at + 2 + sign, val, form: Form::Digits, rule: "power", ..num })
}

/// "6 crore 50 lakh", "4 thousand 3 hundred and 21": smaller digits after a scale.
fn with_rest(line: &Line<'_>, mut num: Num) -> Num {
    let known = line.known();
    if num.letter || num.form != Form::Digits {
        return num;
    }
    let mut below = num.scale.unwrap_or(0);
    while below >= 2 {
        let and = line.is(num.end, known.and) && below == 2;
        let at = num.end + usize::from(and);
        let Some(digits) = line.digits(at).filter(|digits| digits.plain) else {
            if and && matches!(line.role(at), Some(Role::Unit(1..) | Role::Ten(_))) {
                let rest = from_words(line, at);
                if rest.form == Form::Words && rest.val.whole().is_some_and(|n| n < 100) {
                    num = Num { end: rest.end, val: num.val.plus(rest.val), ..num };
                }
            }
            return num;
        };
        let Some(value) = digits.val.whole() else { return num };
        match line.role(at + 1) {
            Some(Role::Scale(power)) if power < below && value < 1000 => {
                num = Num { end: at + 2, val: num.val.plus(digits.val.tens(power)), ..num };
                below = power;
            }
            None if below == 2 && value < 100 || below == 3 && (100..1000).contains(&value) => {
                return Num { end: at + 1, val: num.val.plus(digits.val), ..num };
            }
            _ => return num,
        }
    }
    num
}

/// Adds the scale words or the letter that follow.
fn scaled(line: &Line<'_>, mut num: Num) -> Num {
    loop {
        let at = line.skip_hyphen(num.end);
        match line.role(at) {
            Some(Role::Scale(power)) => {
                let total = num.scale.unwrap_or(0).saturating_add(power);
                num = Num { end: at + 1, val: num.val.tens(power), scale: Some(total), ..num };
            }
            Some(Role::Dozen(value)) if value == 12 => {
                num = Num { end: at + 1, val: num.val.times(value), ..num };
            }
            Some(Role::Magnitude(value))
                if (value >= 100 || value == 12) && num.scale.is_none() =>
            {
                num = Num { end: at + 1, val: num.val.times(value), ..num };
            }
            Some(Role::Suffix(power))
                if at == num.end
                    && num.scale.is_none()
                    && (line.glued(at) || power == 7 || line.letters(at) == "k")
                    && !line.digits(at + 1).is_some_and(|_| line.glued(at + 1))
                    && !(power == 12 && line.letters(at) == "t") =>
            {
                num = Num {
                    end: at + 1,
                    val: num.val.tens(power),
                    scale: Some(power),
                    letter: true,
                    ..num
                };
            }
            _ => break,
        }
        if num.form == Form::Plain {
            num.form = Form::Digits;
        }
    }
    and_a_half(line, num)
}

/// Number words: "three hundred and twelve thousand and six".
pub(super) fn from_words(line: &Line<'_>, start: usize) -> Num {
    let known = line.known();
    let (mut total, mut current) = (Some(0u64), 0u64);
    let (mut at, mut end) = (start, start);
    // The powers of ten still free, and what the last word left open.
    let (mut below, mut room) = (i16::MAX, u64::MAX);
    let mut scale = None;
    loop {
        match line.role(at) {
            Some(Role::Unit(value)) if value < room && (value > 0 || at == start) => {
                current += value;
                room = 0;
            }
            Some(Role::Ten(value)) if value < room => {
                current += value;
                room = 10;
            }
            Some(Role::Scale(2)) if (1..100).contains(&current) => {
                current *= 100;
                room = 100;
                scale = Some(2);
            }
            Some(Role::Scale(power)) if power > 2 && current > 0 => {
                // "three thousand million": the scale of a scale.
                let part =
                    (power < below).then(|| 10u64.checked_pow(u32::from(power.unsigned_abs())));
                let Some(part) = part else { break };
                total = total
                    .zip(part)
                    .and_then(|(total, part)| total.checked_add(current.checked_mul(part)?));
                (below, current, room) = (power, 0, 1000);
                scale = Some(power);
            }
            Some(Role::Scale(power))
                if power > 2 && current == 0 && total.is_some_and(|t| t > 0) =>
            {
                total = 10u64
                    .checked_pow(u32::from(power.unsigned_abs()))
                    .and_then(|part| total?.checked_mul(part));
                below = power;
                scale = scale.map(|s: i16| s.saturating_add(power));
            }
            _ => break,
        }
        at += 1;
        end = at;
        // On to the next word, over a hyphen or over "and" after a hundred or more.
        let hyphen = line.skip_hyphen(at);
        // Some texts set spaces around the hyphen: "fifty - two".
        let spaced =
            line.mark(at) == Some('-') && !line.glued(at) && !line.glued(at + 1) && room == 10;
        if spaced && matches!(line.role(at + 1), Some(Role::Unit(1..=9))) {
            at += 1;
        } else if hyphen > at
            && matches!(line.role(hyphen), Some(Role::Unit(_) | Role::Ten(_) | Role::Scale(_)))
        {
            at = hyphen;
        } else if line.is(at, known.and)
            && room >= 100
            && matches!(line.role(at + 1), Some(Role::Unit(1..) | Role::Ten(_)))
            && !opens_fraction(line, at + 1)
        {
            at += 1;
        }
    }
    let val = total.and_then(|total| total.checked_add(current)).map_or(Val::Unreadable, Val::int);
    let mut num = make(start, end, val, Form::Words, "words");
    num.scale = scale;
    if let Some(num) = decimals_in_words(line, num) {
        return scaled(line, num);
    }
    if let Some(num) = spoken(line, num) {
        return num;
    }
    if let Some(part) = fraction(line, num) {
        return part;
    }
    let halved = and_a_half(line, num);
    if halved.end != num.end {
        return scaled(line, halved);
    }
    let at = line.skip_hyphen(num.end);
    match line.role(at) {
        Some(Role::Dozen(value)) => {
            let count = val.times(value);
            num = Num { end: at + 1, val: count, ..num };
        }
        Some(Role::Magnitude(value)) => {
            num = Num { end: at + 1, val: val.times(value), ..num };
        }
        Some(Role::Scale(_)) if val.whole() == Some(0) => num = scaled(line, num),
        // "three hundred cr".
        Some(Role::Suffix(power @ 7)) => num = Num { end: at + 1, val: val.tens(power), ..num },
        _ => {}
    }
    num
}

/// "two point five million".
fn decimals_in_words(line: &Line<'_>, num: Num) -> Option<Num> {
    if !line.is(num.end, line.known().point) {
        return None;
    }
    let (mut at, mut val, mut exp) = (num.end + 1, num.val, -1);
    // "point seventy-one", "point eleven".
    if let Some(Role::Ten(value) | Role::Unit(value @ 10..)) = line.role(at) {
        val = val.plus(Val::Exact { digits: value, exp: -2 });
        at += 1;
        let unit = line.skip_hyphen(at);
        if let (0, Some(Role::Unit(value @ 1..=9))) = (value % 10, line.role(unit)) {
            val = val.plus(Val::Exact { digits: value, exp: -2 });
            at = unit + 1;
        }
        return Some(Num { end: at, val, rule: "words", ..num });
    }
    while let Some(Role::Unit(value @ 0..=9)) = line.role(at) {
        if exp < -12 {
            break;
        }
        val = val.plus(Val::Exact { digits: value, exp });
        exp -= 1;
        at += 1;
    }
    (at > num.end + 1).then_some(Num { end: at, val, rule: "words", ..num })
}

/// "one twenty two" at the end of what is said: 122.
fn spoken(line: &Line<'_>, num: Num) -> Option<Num> {
    let hundreds = num.val.whole().filter(|n| (1..10).contains(n) && num.end == num.start + 1)?;
    let Some(Role::Ten(mut rest)) = line.role(num.end) else { return None };
    let mut end = num.end + 1;
    let unit = line.skip_hyphen(end);
    if let Some(Role::Unit(value @ 1..=9)) = line.role(unit) {
        (rest, end) = (rest + value, unit + 1);
    }
    let last = !line.is_word(end) && line.digits(end).is_none() && !line.hyphen(end);
    last.then_some(Num { end, val: Val::int(hundreds * 100 + rest), ..num })
}

/// "a hundred", "a dozen", "a few", "a third", "a half million".
fn after_article(line: &Line<'_>, at: usize) -> Option<Num> {
    let known = line.known();
    let next = at + 1;
    match line.role(next)? {
        Role::Dozen(2) if !line.is(next + 1, known.of) && line.is_word(next + 1) => None,
        Role::Scale(_) | Role::Dozen(_) => {
            let inner = bare_scale(line, next)?;
            Some(Num { start: at, ..inner })
        }
        Role::Vague(value) => vague::vague(line, at, next, value),
        Role::Part(2, false) => vague::half(line, at, next),
        // The Fourth of July.
        Role::Ordinal(..) if line.in_class(next + 2, super::lexicon::MONTH) => None,
        Role::Part(whole, false) | Role::Ordinal(whole @ 3.., false) => {
            let num = make(
                at,
                next + 1,
                Val::ratio(Val::int(1), Val::int(whole)),
                Form::Part,
                "fraction",
            );
            let num = of_a_scale(line, num);
            let bounded = super::modifier::before(line, at).is_some()
                || line.is(at.wrapping_sub(1), known.by)
                    && (super::age::ends_phrase(line, num.end)
                        || line.in_class(num.end, super::lexicon::FILLER));
            let used = num.form == Form::Words
                || line.spans(at, num.end)
                || line.in_class(num.end, super::lexicon::PART_CUE)
                || bounded;
            used.then_some(num)
        }
        _ => None,
    }
}

/// "hundred", "a thousand": one of it, and whatever number words follow.
fn bare_scale(line: &Line<'_>, at: usize) -> Option<Num> {
    match line.role(at)? {
        Role::Dozen(value) => Some(make(at, at + 1, Val::int(value), Form::Words, "words")),
        Role::Scale(power) => {
            // Letters such as bn and mn mean nothing without digits.
            if line.letters(at).len() <= 3 {
                return None;
            }
            let mut num = make(at, at + 1, Val::int(1).tens(power), Form::Words, "words");
            num.scale = Some(power);
            let mut num = scaled(line, num);
            if power == 2 || power == 3 {
                let at = num.end + usize::from(line.is(num.end, line.known().and));
                if matches!(line.role(at), Some(Role::Unit(1..) | Role::Ten(_))) && num.end == at
                    || matches!(line.role(at), Some(Role::Unit(1..) | Role::Ten(_))) && power == 2
                {
                    let tail = from_words(line, at);
                    if tail.form == Form::Words && tail.val.whole().is_some_and(|n| n < 100) {
                        num = Num { end: tail.end, val: num.val.plus(tail.val), ..num };
                    }
                }
            }
            Some(num)
        }
        _ => None,
    }
}
