//! The tables' own examples, drawn readings, and laws.

use super::find;
use super::lexicon::{CONTEXTS, CURRENCIES, MODIFIERS, NUMERALS, UNITS, table};
use crate::document::{Document, Meta, Region, Span};
use crate::findings::{Number, Quantity, Sentence};
use crate::labels::{Kind, Modifier, RegionKind};
use crate::spent::spent;
use proptest::prelude::*;
use std::fmt::Write;

/// One sentence as a document of its own.
fn read(text: &str) -> (Document, Vec<Quantity>) {
    let start = text.len() - text.trim_start().len();
    let span = Span::new(start, start.max(text.trim_end().len()));
    let kind = RegionKind::Body;
    let regions = if span.is_empty() { vec![] } else { vec![Region { span, kind }] };
    let doc = Document::new("t".into(), text.into(), Meta::default(), regions, false);
    let sentences: Vec<_> =
        doc.regions().iter().map(|r| Sentence { span: r.span, region: kind }).collect();
    let found = find(&doc, &sentences);
    (doc, found)
}

fn claims(text: &str) -> Vec<Quantity> {
    read(text).1.into_iter().filter(|quantity| quantity.kind.is_claim()).collect()
}

/// The sentence, and under it the words read, as what, how much.
fn draw(text: &str) -> String {
    let (doc, found) = read(text);
    let offsets = doc.char_offsets();
    let mut drawn = format!("{text}\n");
    for quantity in &found {
        let (start, end) = offsets.span(quantity.span);
        let number = match quantity.number {
            Number::Value(value) => format!("{value}"),
            Number::Range(low, high) => format!("{low} to {high}"),
            Number::Unreadable => "unreadable".into(),
            Number::None => "-".into(),
        };
        let modifier = match quantity.modifier {
            Modifier::Exact => String::new(),
            modifier => format!(" {modifier}"),
        };
        let trend = quantity.trend.map(|trend| format!(" {trend}")).unwrap_or_default();
        let unit =
            if quantity.unit.is_empty() { String::new() } else { format!(" {}", quantity.unit) };
        writeln!(
            drawn,
            "{}{} {}{modifier} {number}{unit}{trend} ({})",
            " ".repeat(start),
            "^".repeat(end - start),
            quantity.kind,
            quantity.rule.0
        )
        .expect("strings can be written to");
    }
    drawn
}

/// Examples of a table that read otherwise than it says, all of them at once.
#[derive(Default)]
struct Failures(String);

impl Failures {
    fn check(&mut self, entry: &str, text: &str, holds: bool) {
        if !holds {
            writeln!(self.0, "{entry}: {}", draw(text)).expect("strings can be written to");
        }
    }

    fn none(self) {
        assert!(self.0.is_empty(), "\n{}", self.0);
    }
}

#[test]
fn every_modifier_fires_and_stays_silent() {
    let mut failures = Failures::default();
    for [phrase, _, modifier, _, fires, silent] in table(MODIFIERS) {
        let modifier = Modifier::from_name(modifier).unwrap();
        let has = |text| claims(text).iter().any(|quantity| quantity.modifier == modifier);
        failures.check(phrase, fires, has(fires));
        failures.check(phrase, silent, !has(silent));
    }
    failures.none();
}

#[test]
fn every_unit_fires_and_stays_silent() {
    let mut failures = Failures::default();
    for [name, _, _, _, _, _, fires, silent] in table(UNITS) {
        let has = |text| claims(text).iter().any(|quantity| quantity.unit == name);
        failures.check(name, fires, has(fires));
        failures.check(name, silent, !has(silent));
    }
    failures.none();
}

#[test]
fn every_number_word_with_examples_fires_and_stays_silent() {
    let mut failures = Failures::default();
    for [word, _, _, fires, silent] in table::<5>(NUMERALS).filter(|row| !row[4].is_empty()) {
        failures.check(word, fires, !claims(fires).is_empty());
        failures.check(word, silent, claims(silent).is_empty());
    }
    failures.none();
}

/// The rows of `numerals.tsv` that are regular need no sentence of their own: those of their
/// role serve.
#[test]
fn every_number_word_without_examples_fires_and_stays_silent() {
    let mut failures = Failures::default();
    for [word, role, _, fires, _] in table::<5>(NUMERALS) {
        let (count, none) = match role {
            _ if !fires.is_empty() => continue,
            "unit" | "ten" => {
                (format!("They saw {word} men."), format!("They saw {word}ling men."))
            }
            "ordinals" if word != "firsts" => {
                (format!("Two {word} of the town fled."), format!("They came {word}."))
            }
            // Ordinals have a test of their own; scales and fractions are in the drawn readings.
            _ => continue,
        };
        let zero = ["zero", "nought", "naught", "nil"].contains(&word);
        failures.check(word, &count, zero || !claims(&count).is_empty());
        failures.check(word, &none, claims(&none).is_empty());
    }
    failures.none();
}

/// An ordinal before a noun tells a place in an order.
#[test]
fn every_ordinal_is_no_claim() {
    let mut failures = Failures::default();
    for [word, role] in table::<2>(NUMERALS) {
        let text = format!("The {word} man fled.");
        if role == "ordinal" && word != "second" {
            let place = matches!(&read(&text).1[..], [q] if q.kind == Kind::Ordinal);
            failures.check(word, &text, place);
        }
    }
    failures.none();
}

#[test]
fn every_currency_is_read_by_its_names_signs_and_codes() {
    let mut failures = Failures::default();
    for [code, names, hundredths, signs, codes] in table(CURRENCIES) {
        let cells = |cell: &'static str| cell.split(',').filter(|form| !form.is_empty());
        let texts = cells(names)
            .map(|name| format!("They paid 50,000 {name}."))
            .chain(cells(hundredths).map(|name| format!("They paid 50 {name}.")))
            .chain(cells(signs).map(|sign| format!("They paid {sign}50,000.")))
            .chain(
                cells(codes).filter(|c| !c.contains('=')).map(|c| format!("They paid {c} 50,000.")),
            );
        for text in texts {
            let found = claims(&text);
            failures.check(code, &text, matches!(&found[..], [q] if q.unit == code));
        }
    }
    failures.none();
}

#[test]
fn contexts_are_drawn() {
    let drawn: Vec<_> = table(CONTEXTS)
        .map(|[class, _, fires, silent]| format!("{class}\n{}{}", draw(fires), draw(silent)))
        .collect();
    insta::assert_snapshot!("contexts", drawn.join("\n"));
}

#[test]
fn readings_are_drawn() {
    let drawn: Vec<_> = include_str!("sentences.txt").lines().map(draw).collect();
    insta::assert_snapshot!("readings", drawn.join("\n"));
}

/// The number in words, as an English writer spells it.
fn words(n: u64) -> String {
    const UNITS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 10] =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let scaled = |scale: u64, name: &str, joint: &str| {
        let rest = n % scale;
        let tail = if rest == 0 { String::new() } else { format!("{joint}{}", words(rest)) };
        format!("{} {name}{tail}", words(n / scale))
    };
    match n {
        0..20 => UNITS[n as usize].into(),
        20..100 if n.is_multiple_of(10) => TENS[n as usize / 10].into(),
        20..100 => format!("{}-{}", TENS[n as usize / 10], UNITS[n as usize % 10]),
        100..1000 => scaled(100, "hundred", " and "),
        1000..1_000_000 => scaled(1000, "thousand", " "),
        1_000_000..1_000_000_000 => scaled(1_000_000, "million", " "),
        _ => scaled(1_000_000_000, "billion", " "),
    }
}

fn reads_back(n: u64) -> Result<(), TestCaseError> {
    let text = format!("They counted {} stones.", words(n));
    let found = claims(&text);
    let read = matches!(&found[..], [q] if q.number == Number::Value(n as f64));
    prop_assert!(read, "{}", draw(&text));
    Ok(())
}

proptest! {
    #[test]
    fn words_read_back(n in 2u64..1_000_000_000_000) {
        reads_back(n)?;
    }

    #[test]
    fn small_words_read_back(n in 2u64..100_000) {
        reads_back(n)?;
    }

    #[test]
    fn digits_read_back_with_any_grouping(n in 1u64..1_000_000_000_000) {
        let digits = n.to_string();
        for separator in [",", "\u{202f}", "\u{a0}", ""] {
            let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
            let text = format!("They counted {} stones.", groups.join(separator));
            let found = claims(&text);
            let year = separator.is_empty() && digits.len() == 4;
            prop_assert!(year || matches!(&found[..], [q] if q.number == Number::Value(n as f64)), "{}", draw(&text));
        }
    }

    #[test]
    fn nothing_panics_and_spans_are_in_order(text in any::<String>()) {
        let (doc, found) = read(&text);
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end() <= pair[1].span.start());
        }
        for quantity in &found {
            doc.slice(quantity.span);
        }
    }

    #[test]
    fn no_mix_of_words_panics(picks in prop::collection::vec(0usize..200, 0..40), gaps in prop::collection::vec(0usize..4, 40)) {
        let vocabulary: Vec<&str> = table(NUMERALS).map(|[word]| word)
            .chain(["5", "1,234", "2022", "3.5", "-", "–", "/", "$", "€", "US$", "%", "(", ")", ",", ".", "and", "to", "or", "of", "a", "in", "out", "between", "from", "more", "than", "at", "least", "km", "m", "may", "times", "half", "½", "1e9", "'"])
            .collect();
        let text = picks.iter().zip(&gaps).fold(String::new(), |text, (pick, gap)| {
            text + vocabulary[pick % vocabulary.len()] + [" ", "", "-", " "][*gap]
        });
        let (_, found) = read(&text);
        for quantity in &found {
            let finite = match quantity.number {
                Number::Value(value) => value.is_finite(),
                Number::Range(low, high) => low.is_finite() && high.is_finite() && low <= high,
                Number::Unreadable | Number::None => true,
            };
            prop_assert!(finite, "{}", draw(&text));
        }
    }
}

/// What is cut out and read alone says the same number.
#[test]
fn spans_read_alone_give_the_same_number() {
    for text in include_str!("sentences.txt").lines() {
        let (doc, found) = read(text);
        for quantity in found.iter().filter(|quantity| quantity.kind.is_claim()) {
            let alone = doc.slice(quantity.span);
            let again = read(alone).1;
            // These need their surroundings: "the past few", "half the town", "between 6 and 8",
            // "more than 40, less than 60".
            if matches!(alone, "few" | "half" | "one")
                || quantity.rule.0 == "two bounds"
                || alone.contains(" and ") && quantity.rule.0 == "range"
            {
                continue;
            }
            let same = matches!(&again[..], [q] if q.number == quantity.number);
            assert!(same, "{alone}: {}{}", draw(text), draw(alone));
        }
    }
}

#[test]
fn absurd_numbers_are_typed_but_have_no_value() {
    for number in [
        "1e999",
        &"9".repeat(400),
        &format!("0.{}", "3".repeat(400)),
        "999,999,999,999,999,999,999",
    ] {
        let found = claims(&format!("They counted {number} stones."));
        assert!(
            matches!(&found[..], [q] if q.number == Number::Unreadable && q.kind == Kind::Count),
            "{found:?}"
        );
    }
}

/// Twice the text takes about twice the time, whatever it is.
#[test]
fn time_is_linear() {
    let time = |text: &str| spent(|| read(text)).1;
    let pieces = [
        "1",
        ",",
        "1,",
        "1,1",
        "12,",
        ",12",
        "hundred ",
        "five and ",
        "1.",
        "1-",
        "- ",
        "$",
        "a ",
        "twenty-",
        "about a ",
        "between 5 and ",
        "5 to ",
        "of ",
        "million ",
        "5, ",
        "three thousand ",
        "more than ",
        "1:",
        "Oct. 7 ",
        "1 234 ",
        "half a ",
        "U.",
        "US",
        "$A",
    ];
    for piece in pieces {
        let few = time(&piece.repeat(50_000 / piece.len()));
        let many = time(&piece.repeat(1_000_000 / piece.len()));
        // Twenty times the text; the rest is room for a busy machine.
        assert!(
            many < few * 100 + std::time::Duration::from_millis(500),
            "{piece:?}: {few:?}, {many:?}"
        );
    }
}
