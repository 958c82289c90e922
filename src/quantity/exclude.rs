//! Numbers that are no claims: dates, times, ages, names, sections, scores, idioms.
//!
//! A reader of news takes most bare numbers for quantities; these rules name the others by
//! what stands around them.

use super::item::Item;
use super::lexicon::{
    CALIBRE, DETERMINER, HARM, HYPHEN_NAME, LABEL, MODEL, MONTH, ONE_IDIOM, PAGE, PERSON, PLURAL,
    PREFIX, PREPOSITION, PRONOUN_ONE, Role, SOURCE, STREET, STRONG_LABEL, VOTE_CUE, WEEKDAY,
    YEAR_CUE,
};
use super::line::{Line, is_dash};
use super::numeral::Form;
use super::{age, clock, lex};
use crate::labels::{Kind, Modifier};

/// Whether a word of `classes` stands within `reach` tokens.
pub(super) fn around(line: &Line<'_>, at: usize, reach: usize, classes: u64) -> bool {
    (at.saturating_sub(reach)..at + reach).any(|at| line.in_class(at, classes))
}

/// Whether the digits at `at` can be a year of our time.
pub(super) fn is_year(line: &Line<'_>, at: usize) -> bool {
    line.digits(at).is_some_and(|d| {
        d.plain && d.length == 4 && d.val.whole().is_some_and(|n| (1800..2100).contains(&n))
    })
}

/// What an expression is, if it is no claim; `last` is what was found just before it.
pub(super) fn classify(line: &Line<'_>, item: &Item, last: Option<(usize, Kind)>) -> Option<Kind> {
    match item.form {
        Form::Ordinal => return Some(Kind::Ordinal),
        Form::Decade => return Some(Kind::Date),
        _ => {}
    }
    if let Some(kind) = age::age(line, item, last) {
        return Some(kind);
    }
    let known = line.known();
    let owner = line.word_before(item.start);
    if item.rule == "mid-teens" && [known.his, known.her, known.their].contains(&owner) {
        return Some(Kind::Age);
    }
    if item.kind == Kind::Money || item.kind == Kind::Percent {
        return None;
    }
    if let Some((end, Kind::Identifier)) = last
        && end == item.start
        && item.form != Form::Words
    {
        return Some(Kind::Identifier);
    }
    if is_dotted_date(line, item) {
        return Some(Kind::Date);
    }
    if clock::is_time(line, item) {
        return Some(Kind::Time);
    }
    // "May 9 Day".
    if item.kind == Kind::Duration
        && line.class_before(item.start, MONTH)
        && line.capital(item.unit_end - 1)
    {
        return Some(Kind::Date);
    }
    date(line, item, last)
        .or_else(|| label(line, item, last))
        .or_else(|| name(line, item))
        .or_else(|| list_number(line, item))
}

/// Days and years.
fn date(line: &Line<'_>, item: &Item, last: Option<(usize, Kind)>) -> Option<Kind> {
    let known = line.known();
    let (start, end) = (item.start, item.end);
    // "that August 2011 night", "2 July day".
    let described = item.high.is_some()
        && item.modifier_start == start
        && years(item, 1000)
        && !is_plural(line, end)
        && line.class_before(start, YEAR_CUE);
    let dated = described
        || item.kind == Kind::Duration
            && is_year(line, start)
            && line.class_before(start, MONTH | YEAR_CUE);
    if dated || item.high.is_some() && item.kind == Kind::Count && years(item, 1800) {
        return Some(Kind::Date);
    }
    if item.kind != Kind::Count || item.scale.is_some() {
        return None;
    }
    // "the Fourth of July" came as a fraction.
    let day = |value: Option<u64>| value.is_some_and(|n| (1..=31).contains(&n));
    let small = day(item.low.whole()) && matches!(item.form, Form::Plain | Form::Words);
    let month = |at: usize| {
        line.in_class(at, MONTH)
            && (line.capital(at) || !line.is(at, known.may) && !line.is(at, known.march))
    };
    // Oct. 7: the point of an abbreviation may stand between.
    let before = match line.mark_before(start) {
        Some('.') if start >= 2 => start - 2,
        _ => start.wrapping_sub(1),
    };
    let dated = small || is_year(line, start) || item.low.whole().is_some_and(|n| n < 100);
    if item.form == Form::Plain && start > 0 && month(before) && dated {
        return Some(Kind::Date);
    }
    if small && item.form == Form::Plain {
        let of = end + usize::from(line.is(end, known.of));
        if month(of) {
            return Some(Kind::Date);
        }
        // "12 and 13 March", "12, 13 and 14 March".
        let mut at = end;
        for _ in 0..3 {
            let joint = line.is(at, known.and)
                || line.is(at, known.to)
                || line.is(at, known.or)
                || line.mark(at).is_some_and(|m| is_dash(m) || m == ',');
            if !(joint && line.digits(at + 1).is_some_and(|d| d.plain && d.length <= 2)) {
                break;
            }
            at += 2;
            if month(at) {
                return Some(Kind::Date);
            }
        }
    }
    let joint = line.is(start.wrapping_sub(1), known.and)
        || line.is(start.wrapping_sub(1), known.to)
        || line.mark_before(start).is_some_and(|m| is_dash(m) || m == ',' || m == '/');
    let after_date = matches!(last, Some((last, Kind::Date)) if joint && last + 1 == start);
    if after_date
        && item.form == Form::Plain
        && !line.is_word(end)
        && (small || is_year(line, start))
    {
        return Some(Kind::Date);
    }
    if item.high.is_some() {
        return None;
    }
    year(line, item, after_date)
}

/// "On Sunday (27.04)", "27.04.2026".
fn is_dotted_date(line: &Line<'_>, item: &Item) -> bool {
    let Some((day, month)) = line.letters(item.start).split_once('.') else { return false };
    let number = |text: &str| text.parse::<u8>().ok();
    let dated = item.end == item.start + 1
        && month.len() == 2
        && number(day).is_some_and(|n| (1..=31).contains(&n))
        && number(month).is_some_and(|n| (1..=12).contains(&n));
    let bracketed = item.start >= 2
        && line.mark(item.start - 1) == Some('(')
        && line.mark(item.end) == Some(')')
        && line.in_class(item.start - 2, WEEKDAY);
    let year = line.mark(item.end) == Some('.') && is_year(line, item.end + 1);
    dated && (bracketed || year)
}

/// Whether both ends of a range are years.
fn years(item: &Item, from: u64) -> bool {
    let year = |val: super::value::Val| val.whole().is_some_and(|n| (from..2100).contains(&n));
    matches!(item.form, Form::Plain) && year(item.low) && item.high.is_some_and(year)
}

/// Whether a bare number is a year.
fn year(line: &Line<'_>, item: &Item, after_date: bool) -> Option<Kind> {
    let (start, end) = (item.start, item.end);
    if item.form != Form::Plain {
        // "nineteen eighty-four".
        let century =
            item.form == Form::Words && item.low.whole().is_some_and(|n| (13..=20).contains(&n));
        let tail = matches!(line.role(end), Some(Role::Ten(_)) | Some(Role::Unit(10..)));
        return (century && tail).then_some(Kind::Date);
    }
    let cue = line.class_before(start, YEAR_CUE)
        || line.mark_before(start).is_some_and(|m| matches!(m, '(' | '\'' | '’' | '/'));
    if is_year(line, start) {
        let round = item.low.whole() == Some(2000);
        let plural = is_plural(line, end);
        let bounded = item.modifier.is_some()
            && item.modifier_start < start
            && !line.in_class(item.modifier_start, YEAR_CUE);
        let count = plural && (bounded || round && !cue);
        return (!count || after_date).then_some(Kind::Date);
    }
    let length = line.digits(start).map_or(0, |d| d.length);
    let early = length == 4 && item.low.whole().is_some_and(|n| (1000..1800).contains(&n));
    let apostrophe = length == 2
        && line.mark_before(start).is_some_and(|m| matches!(m, '\'' | '’' | '‘'))
        && line.glued(start)
        && !line.is_word(end);
    let early = early && item.modifier_start == start;
    (early && line.class_before(start, YEAR_CUE) && !line.is_word(end) || apostrophe)
        .then_some(Kind::Date)
}

/// Whether a lower-case plural noun stands at `at`.
fn is_plural(line: &Line<'_>, at: usize) -> bool {
    let word = line.letters(at);
    line.is_word(at)
        && (line.in_class(at, PLURAL)
            || (!line.capital(at)
                && word.len() > 3
                && word.ends_with('s')
                && !word.ends_with("ss")))
}

/// "Article 5", "Highway 61", "No. 10", "Articles 5 and 6", "F-16".
fn label(line: &Line<'_>, item: &Item, last: Option<(usize, Kind)>) -> Option<Kind> {
    let known = line.known();
    let start = item.start;
    if item.kind == Kind::Measure && item.unit == "millimetre" && calibre(line, item.unit_end)
        || line.hyphen(item.end) && line.in_class(item.end + 1, CALIBRE | HYPHEN_NAME)
    {
        return Some(Kind::Identifier);
    }
    if !matches!(item.kind, Kind::Count | Kind::Measure | Kind::Duration) || start == 0 {
        return None;
    }
    // F-16, COVID-19, Su-34; but not -5 and not "mid-20".
    if line.mark_before(start).is_some_and(is_dash)
        && line.glued(start)
        && line.glued(start - 1)
        && start >= 2
    {
        let named = matches!(line.tokens[start - 2].kind, lex::Kind::Word(_) | lex::Kind::Name)
            && !line.in_class(start - 2, PREFIX);
        // "a class-four emergency".
        let class = line.in_class(start - 2, LABEL)
            && !line.is(start - 2, known.no)
            && item.form == Form::Words;
        if named && (line.digits(start).is_some() || class) {
            return Some(if is_year(line, start) { Kind::Date } else { Kind::Identifier });
        }
    }
    if item.kind != Kind::Count || item.scale.is_some() {
        return None;
    }
    let at = match line.mark_before(start) {
        Some('.') if start >= 2 && line.word(start - 2) == known.no => start - 2,
        Some('#' | '№') => return Some(Kind::Identifier),
        _ => start - 1,
    };
    let strong = line.in_class(at, STRONG_LABEL)
        && !(line.is(at, known.no) && line.mark_before(start) != Some('.'));
    let weak =
        line.in_class(at, LABEL) && line.capital(at) && !line.headline && !line.is(at, known.no);
    if matches!(item.form, Form::Plain | Form::Words)
        && (strong || weak && !is_plural(line, item.end))
    {
        return Some(Kind::Identifier);
    }
    // "on day 12 of the war", but "that day 12 men fled".
    let day = line.is(start - 1, known.day)
        && item.form == Form::Plain
        && !line.class_before(start - 1, DETERMINER)
        && age::ends_phrase(line, item.end);
    if day {
        return Some(Kind::Identifier);
    }
    // "in year three of the war".
    if line.is(start - 1, known.year) && line.is(item.end, known.of) {
        return Some(Kind::Identifier);
    }
    let joint = line.is(start - 1, known.and)
        || line.is(start - 1, known.to)
        || line.mark_before(start).is_some_and(|m| is_dash(m) || m == ',');
    let chained = matches!(last, Some((last, Kind::Identifier)) if joint && last + 1 == start && last >= 2 && line.letters(last - 2).ends_with('s') && line.in_class(last - 2, LABEL | STRONG_LABEL));
    // "figure 3 of 12", "photo 3 of 12 photos".
    let counted_off = line.is(start - 1, known.of)
        && matches!(last, Some((last, Kind::Identifier)) if last + 1 == start
            && (!line.is_word(item.end) || last >= 2 && line.in_class(last - 2, PAGE)));
    (counted_off || chained && item.form == Form::Plain && !line.is_word(item.end))
        .then_some(Kind::Identifier)
}

/// 155-mm shells: the name of the round, not a length.
fn calibre(line: &Line<'_>, at: usize) -> bool {
    (at..at + 3).any(|at| line.in_class(at, CALIBRE))
}

/// "Apollo 11", "5G", "12 Elm Street", "the Group of Seven", "the Two Rivers".
fn name(line: &Line<'_>, item: &Item) -> Option<Kind> {
    let (start, end) = (item.start, item.end);
    let run = |at: usize| {
        line.glued(at)
            && (line.digits(at).is_some() || matches!(line.tokens[at].kind, lex::Kind::Name))
    };
    // "9M22S", "ID.3", "RCP8.5".
    let pointed = line.mark_before(start) == Some('.')
        && line.glued(start)
        && line.glued(start - 1)
        && start >= 2
        && (line.is_word(start - 2) || matches!(line.tokens[start - 2].kind, lex::Kind::Name));
    if pointed || run(item.unit_end) && item.form != Form::Part {
        return Some(Kind::Identifier);
    }
    if item.low.whole() == Some(911) && item.form == Form::Plain && !is_plural(line, end) {
        return Some(Kind::Identifier);
    }
    if line.glued(end)
        && line.is_word(end)
        && line.digits(end - 1).is_some()
        && item.unit_end == end
    {
        return Some(Kind::Identifier);
    }
    if item.kind != Kind::Count || item.scale.is_some() || item.high.is_some() {
        return None;
    }
    if item.form == Form::Plain
        && (0..=3).any(|ahead| line.in_class(end + ahead, STREET) && line.capital(end + ahead))
        && line.capital(end)
        && (!line.in_class(end, STREET) || line.capital(end + 1))
    {
        return Some(Kind::Identifier);
    }
    // "787 Dreamliner".
    if item.form == Form::Plain && line.in_class(end, MODEL) && line.capital(end) {
        return Some(Kind::Identifier);
    }
    let short = item.form == Form::Plain && line.digits(start).is_some_and(|d| d.length <= 4);
    let word_capital = item.form == Form::Words && line.capital(start);
    if line.headline || start < 2 || item.modifier_start < start || !(short || word_capital) {
        return None;
    }
    let before = start - 1;
    let proper = line.capital(before)
        && line.is_word(before)
        && !line.glued(start)
        && (line.letters(before).len() > 1 || line.mark_before(before) == Some('&'));
    let counted =
        is_plural(line, end) || line.in_class(end, PERSON) || line.class_before(start, HARM);
    let percent = line.role(end).is_some();
    // "Air Force One comments".
    let named = word_capital && proper && line.is(start, line.known().one);
    // "the Army of the Two Rivers".
    let inside = word_capital && line.is_word(before) && !line.capital(before) && line.capital(end);
    (inside || named || proper && !counted && !percent).then_some(Kind::Identifier)
}

/// "1. Ukraine", "(2) Russia" at the start.
fn list_number(line: &Line<'_>, item: &Item) -> Option<Kind> {
    if item.form != Form::Plain || item.kind != Kind::Count {
        return None;
    }
    let opens = item.start == 0 && matches!(line.mark(item.end), Some('.' | ')' | ':'));
    let bracketed = item.start == 1
        && matches!(line.mark(0), Some('(' | '['))
        && matches!(line.mark(item.end), Some(')' | ']'));
    if line.spans(item.start, item.end) {
        if line.only {
            return None;
        }
        return Some(Kind::Section);
    }
    // "- 0 -", "-0-": marks of a page.
    if item.start == 0
        && line.mark(item.end).is_some_and(is_dash)
        && line.tokens.len() == item.end + 1
    {
        return Some(Kind::Section);
    }
    let short = line.digits(item.start).is_some_and(|d| d.length <= 2);
    (short && (opens || bracketed)).then_some(Kind::Section)
}

/// Whether the word "one" counts here: "one person was killed", "at least one".
pub(super) fn one_counts(line: &Line<'_>, item: &Item) -> bool {
    let known = line.known();
    if !line.is(item.start, known.one) || item.end != item.start + 1 || item.high.is_some() {
        return true;
    }
    if item.modifier_start < item.start && item.modifier.is_some() {
        let bound = matches!(
            item.modifier,
            Some(Modifier::AtLeast | Modifier::MoreThan | Modifier::AtMost)
        );
        return bound || !line.is(item.end, known.of);
    }
    if line.tokens.len() == 1 {
        return true;
    }
    if matches!(item.kind, Kind::Duration | Kind::Measure | Kind::Money | Kind::Percent) {
        return !line.is(item.unit_end.wrapping_sub(1), known.day)
            || line.mark(item.unit_end) != Some(',');
    }
    let next = item.end;
    let pronoun = !line.is_word(next)
        || line.in_class(next, PRONOUN_ONE | PREPOSITION)
        || line.letters(next).ends_with("ing");
    if pronoun {
        // "by eight votes to one".
        let vote = line.is(item.start.wrapping_sub(1), known.to)
            && line.in_class(item.start.wrapping_sub(2), VOTE_CUE);
        return vote || line.class_before(item.start, HARM) && !line.is(next, known.of);
    }
    let idiom = line.in_class(next, ONE_IDIOM)
        || line.hyphen(next)
        || line.mark_before(item.start).is_some_and(is_dash) && line.glued(item.start);
    let source =
        (next..next + 4).take_while(|&at| line.is_word(at)).any(|at| line.in_class(at, SOURCE));
    let that = line.letters(item.start.wrapping_sub(1)).eq_ignore_ascii_case("that");
    let determined = line.class_before(item.start, DETERMINER) && !that;
    !idiom && !source && !determined && (!opens(line, item.start) || is_compared(line, item))
}

/// Whether "one" begins a clause or hangs on a preposition: there it says "a certain" as often as it
/// counts ("One country has invaded another", "in one telephone call").
fn opens(line: &Line<'_>, start: usize) -> bool {
    start == 0 || !line.is_word(start - 1) || line.in_class(start - 1, PREPOSITION)
}

/// Whether the sentence counts others too, or tells of harm: "one man was killed", "one ship and
/// two boats".
fn is_compared(line: &Line<'_>, item: &Item) -> bool {
    let near = item.start.saturating_sub(WITHIN)..(item.end + WITHIN).min(line.tokens.len());
    near.filter(|at| !(item.start..item.end).contains(at)).any(|at| {
        let counts = line.digits(at).is_some() && !is_year(line, at)
            || line.role(at).is_some() && !line.is(at, line.known().one);
        counts || line.in_class(at, HARM)
    })
}

/// How many words away another number or a harm still belongs to "one".
const WITHIN: usize = 16;
