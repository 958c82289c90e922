//! Several tokens that together are no claim: clock times, dates, telephone numbers, results.

use super::exclude::{around, is_year};
use super::lexicon::{PHONE_CUE, SCORE_CUE, VOTE_CUE};
use super::line::{Line, is_dash};
use super::numeral::Form;
use crate::labels::Kind;

/// Several tokens that together are a date, a time or a name: the token after them.
pub(super) fn read(line: &Line<'_>, at: usize) -> Option<(usize, Kind)> {
    if let Some(end) = telephone(line, at) {
        return Some((end, Kind::Identifier));
    }
    let digits = line.digits(at)?;
    let plain = |at: usize| line.digits(at).is_some_and(|d| d.plain);
    let joined = |at: usize| line.glued(at) && line.glued(at + 1) && line.digits(at + 1).is_some();
    // 10:30, 10:30:15.
    if line.mark(at + 1) == Some(':') && joined(at + 1) && digits.length <= 2 {
        let mut end = at + 3;
        while line.mark(end) == Some(':') && joined(end) {
            end += 2;
        }
        return Some((end, Kind::Time));
    }
    // 24/02/2022, 2022-02-24, 24.02.2022 and telephone numbers: three glued groups or more.
    if let Some(mark) = line.mark(at + 1)
        && (is_dash(mark) || mark == '/' || mark == '.')
        && joined(at + 1)
    {
        let mut end = at + 3;
        while line.mark(end) == Some(mark) && joined(end) {
            end += 2;
        }
        let groups = (end - at).div_ceil(2);
        let year = |at: usize| line.digits(at).is_some_and(|d| d.length == 4);
        if groups == 3 && (year(at) || year(at + 4) || mark == '/') {
            return Some((end, Kind::Date));
        }
        if groups >= 3 {
            return Some((end, Kind::Identifier));
        }
        if mark == '/'
            && plain(at)
            && plain(at + 2)
            && super::numeral::read(line, at).is_none_or(|n| n.form != Form::Part)
        {
            let year = is_year(line, at);
            return Some((
                end,
                if year || digits.length <= 2 { Kind::Date } else { Kind::Identifier },
            ));
        }
        if is_dash(mark)
            && plain(at)
            && plain(at + 2)
            && let Some(kind) = pair(line, at)
        {
            return Some((end, kind));
        }
    }
    if digits.padded && !digits.decimals {
        return Some((at + 1, Kind::Identifier));
    }
    None
}

/// "+44 20 7946 0958", "(020) 7946 0958", "call 7946 0958": the token after it.
///
/// A number has at most 15 digits with its country's (ITU-T E.164), and those of a country at
/// least seven. One that groups its digits by threes as a sum does needs more than a plus sign.
fn telephone(line: &Line<'_>, start: usize) -> Option<usize> {
    let international = line.mark(start) == Some('+') && line.glued(start + 1);
    let area = line.mark(start) == Some('(') && line.mark(start + 2) == Some(')');
    let cued = || {
        (1..=3).any(|back| start.checked_sub(back).is_some_and(|at| line.in_class(at, PHONE_CUE)))
    };
    let first = start + usize::from(international || area);
    line.digits(first)?;
    if !(international || area || cued()) {
        return None;
    }
    let (mut at, mut end, mut groups, mut length) = (first, first, 0, 0);
    loop {
        match line.digits(at) {
            Some(digits) if !digits.decimals => {
                (groups, length) = (groups + 1, length + digits.length);
                (at, end) = (at + 1, at + 1);
            }
            _ if line.mark(at).is_some_and(|m| is_dash(m) || matches!(m, '(' | ')')) => at += 1,
            _ => break,
        }
    }
    let one = groups == 1 && !line.digits(first).is_some_and(|d| d.plain);
    let least = if international { 8 } else { 7 };
    (!one && (least..=15).contains(&length) && (groups > 1 || !area)).then_some(end)
}

/// Two plain numbers with a dash between: years, an identifier or a result.
fn pair(line: &Line<'_>, at: usize) -> Option<Kind> {
    let (first, second) = (line.digits(at)?, line.digits(at + 2)?);
    let (a, b) = (first.val.whole()?, second.val.whole()?);
    if is_year(line, at) && (second.length == 2 || (second.length == 4 && a <= b && b < 2100)) {
        return Some(Kind::Date);
    }
    if first.length == 3 && second.length == 4 {
        return Some(Kind::Identifier);
    }
    if second.padded {
        return Some(Kind::Identifier);
    }
    let cue = around(line, at, 8, SCORE_CUE);
    let votes = around(line, at, 12, VOTE_CUE);
    let adjective = line.hyphen(at + 3);
    if a > b && a < 200 && !votes && (cue || b < 12 || adjective) {
        return Some(Kind::Score);
    }
    if a <= b && a <= 9 && b <= 9 && cue && !line.is_word(at + 3) {
        return Some(Kind::Score);
    }
    None
}
