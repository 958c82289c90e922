//! Words that name a size and not a number: dozens, several hundred, half, twice.

use super::lexicon::Role;
use super::line::Line;
use super::numeral::{Form, Num, make};
use super::value::Val;

/// "dozens", "tens of thousands", "hundreds of millions".
pub(super) fn magnitude(line: &Line<'_>, start: usize) -> Option<Num> {
    let known = line.known();
    let (mut at, mut val) = (start, 1u64);
    while let Some(Role::Magnitude(value)) = line.role(at) {
        val = val.checked_mul(value)?;
        at += 1;
        if line.is(at, known.of)
            && matches!(line.role(at + 1), Some(Role::Magnitude(v)) if v >= 100)
        {
            at += 1;
        } else {
            break;
        }
    }
    let alone = at == start + 1;
    let sole = line.word(start);
    if alone && sole == known.tens {
        return None;
    }
    // "scores" is a verb, and the points of a game.
    if alone && sole == known.scores {
        let used = line.in_class(at, super::lexicon::SCORES_OF) || line.mark(at).is_some();
        let named = line.class_before(start, super::lexicon::DETERMINER);
        if !used || named {
            return None;
        }
    }
    Some(make(start, at, Val::int(val), Form::Vague, "magnitude"))
}

/// "mid-teens"; "teens" alone are young people.
pub(super) fn mid_teens(line: &Line<'_>, at: usize, value: u64) -> Option<Num> {
    let hyphen = line.mark_before(at).is_some_and(super::line::is_hyphen) && line.glued(at);
    let mid = at.checked_sub(1 + usize::from(hyphen))?;
    line.is(mid, line.known().mid)
        .then(|| make(mid, at + 1, Val::int(value), Form::Words, "mid-teens"))
}

/// "several", "a few", "a couple of hundred", "past few".
pub(super) fn vague(line: &Line<'_>, start: usize, at: usize, value: u64) -> Option<Num> {
    let known = line.known();
    let article = start < at;
    let word = line.word(at);
    let of = usize::from(line.is(at + 1, known.of));
    let scaled = |at: usize| match line.role(at) {
        Some(Role::Scale(power)) => Some(10u64.checked_pow(u32::from(power.unsigned_abs()))?),
        Some(Role::Dozen(value) | Role::Magnitude(value)) => Some(value),
        _ => None,
    };
    let used = article
        || (word != known.few && word != known.couple && word != known.handful)
        || line.class_before(start, super::lexicon::FEW_CUE)
        || line.spans(start, at + 1);
    if let Some(scale) = scaled(at + 1).or_else(|| scaled(at + 1 + of).filter(|_| of == 1)) {
        let end = if scaled(at + 1).is_some() { at + 2 } else { at + 2 + of };
        // Several thousand is thousands; a couple of hundred is two of them.
        let factor = if word == known.couple { value } else { 1 };
        let val = scale.checked_mul(factor).map_or(Val::Unreadable, Val::int);
        return used.then(|| make(start, end, val, Form::Vague, "vague"));
    }
    if word == known.couple && of == 0 && !line.is(at + 1, known.more) && line.is_word(at + 1) {
        return None;
    }
    used.then(|| make(start, at + 1, Val::int(value), Form::Vague, "vague"))
}

/// "half a million", "half the town", "more than half"; not "the first half".
pub(super) fn half(line: &Line<'_>, start: usize, at: usize) -> Option<Num> {
    let known = line.known();
    let half = Val::Exact { digits: 5, exp: -1 };
    let mut next = line.skip_hyphen(at + 1);
    if line.is(next, known.a) || line.is(next, known.an) {
        next += 1;
    }
    match line.role(next) {
        Some(Role::Scale(power)) if power > 2 => {
            let mut num = make(start, next + 1, half.tens(power), Form::Words, "half");
            num.scale = Some(power);
            return Some(num);
        }
        Some(Role::Dozen(value)) => {
            return Some(make(start, next + 1, Val::int(value / 2), Form::Words, "half"));
        }
        _ => {}
    }
    let num = make(start, at + 1, half, Form::Part, "half");
    if let Some(unit) = super::measure::unit_after(line, next)
        && unit.1.kind != crate::labels::Kind::Money
    {
        return Some(num);
    }
    let glued = line.hyphen(at + 1)
        || (start == at && line.mark_before(at).is_some_and(super::line::is_hyphen));
    // "said that half of them were", but "the half of them".
    let conjunction = line.letters(at.wrapping_sub(1)) == "that"
        && line.in_class(at + 1, super::lexicon::PART_CUE);
    let named = start == at
        && (line.class_before(at, super::lexicon::DETERMINER) && !conjunction
            || matches!(line.role(at.wrapping_sub(1)), Some(Role::Ordinal(..))));
    let bounded = super::modifier::before(line, start).is_some()
        || line.is(start.wrapping_sub(1), known.by)
        || line.is(start.wrapping_sub(1), known.in_);
    let used =
        line.in_class(at + 1, super::lexicon::PART_CUE) || bounded || line.spans(start, at + 1);
    (!glued && !named && used).then_some(num)
}

/// "twice", "doubled", "tenfold"; "double" alone is mostly an adjective.
pub(super) fn multiple(line: &Line<'_>, at: usize, value: f64) -> Option<Num> {
    let plain = matches!(
        line.letters(at).to_ascii_lowercase().as_str(),
        "double" | "triple" | "treble" | "quadruple"
    );
    let used = line.in_class(at + 1, super::lexicon::COMPARISON)
        && !line.is(at + 1, line.known().as_)
        || super::modifier::before(line, at).is_some();
    if (plain && !used) || line.hyphen(at + 1) {
        return None;
    }
    Some(make(at, at + 1, Val::Real(value), Form::Multiple, "multiple"))
}
