#![expect(clippy::string_slice, reason = "a test that cuts a character should fail")]

use super::{split, split_text};
use crate::document::{Document, Meta, Region, Span};
use crate::labels::RegionKind;
use crate::spent::spent;
use proptest::prelude::*;

fn pieces(text: &str) -> Vec<&str> {
    split_text(text).into_iter().map(|span| &text[span.range()]).collect()
}

/// What stands before and after each boundary, joined as the cases write it.
fn drawn(text: &str) -> String {
    let mut drawn = String::new();
    let mut end = 0;
    for span in split_text(text) {
        match &text[end..span.start()] {
            _ if end == 0 => {}
            "" => drawn.push('|'),
            _ => drawn.push_str(" | "),
        }
        drawn.push_str(&text[span.range()]);
        end = span.end();
    }
    drawn
}

#[test]
fn cases_split_as_they_are_drawn() {
    let cases = include_str!("cases.txt").lines();
    let mut wrong = Vec::new();
    for case in cases.filter(|case| !case.is_empty() && !case.starts_with('#')) {
        let (name, expected) = case.split_once('\t').expect("a name, a tab, a text");
        let found = drawn(&expected.replace(" | ", " ").replace('|', ""));
        if found != expected {
            wrong.push(format!("{name}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The pieces that stops, quotes and lists are made of, in any order.
fn prose() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(". "),
        Just("."),
        Just("! "),
        Just("?"),
        Just("…"),
        Just(" . . ."),
        Just("\""),
        Just("“"),
        Just("”"),
        Just("’ "),
        Just("'"),
        Just(" ("),
        Just(")"),
        Just("[3]"),
        Just("1. "),
        Just("2) "),
        Just("• "),
        Just(" :)"),
        Just("_____ "),
        Just("http://a.b/c "),
        Just("Dr"),
        Just("U.S"),
        Just(" p.m"),
        Just("The"),
        Just("the"),
        Just(" he said"),
        Just("Roe said."),
        Just("é"),
        Just("Ж"),
        Just("。"),
        Just("\u{a0}"),
        Just(" "),
        Just("\n"),
        Just("5"),
        Just("I"),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn document(text: &str, regions: Vec<Span>) -> Document {
    let region = |span| Region { span, kind: RegionKind::Body };
    let regions = regions.into_iter().map(region).collect();
    Document::new("a".into(), text.into(), Meta::default(), regions, false)
}

/// Sentences are trimmed and not empty, and leave out nothing but white space.
fn check_tiles(text: &str, spans: &[Span]) -> Result<(), TestCaseError> {
    let mut end = 0;
    for span in spans {
        prop_assert!(text[end..span.start()].trim().is_empty());
        let sentence = &text[span.range()];
        prop_assert!(!sentence.is_empty());
        prop_assert_eq!(sentence, sentence.trim());
        end = span.end();
    }
    prop_assert!(text[end..].trim().is_empty());
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_tiled(text in any::<String>()) {
        check_tiles(&text, &split_text(&text))?;
    }

    #[test]
    fn any_prose_is_tiled(text in prose()) {
        check_tiles(&text, &split_text(&text))?;
        let whole = Span::new(0, text.len());
        let sentences = split(&document(&text, vec![whole]));
        let spans: Vec<Span> = sentences.iter().map(|s| s.span).collect();
        check_tiles(&text, &spans)?;
    }

    #[test]
    fn paragraphs_do_not_see_each_other(paragraphs in prop::collection::vec(prose(), 0..5)) {
        let whole = paragraphs.join("\n");
        let apart: Vec<&str> = paragraphs.iter().flat_map(|p| pieces(p)).collect();
        prop_assert_eq!(pieces(&whole), apart);
    }
}

#[test]
fn a_line_break_inside_a_region_is_white_space() {
    let text = "The bridge\nis shut. The\nferry runs.\n\nNobody\nknows";
    let doc = document(text, vec![Span::new(0, 35), Span::new(37, 49)]);
    let sentences: Vec<&str> = split(&doc).iter().map(|s| doc.slice(s.span)).collect();
    assert_eq!(sentences, ["The bridge\nis shut.", "The\nferry runs.", "Nobody\nknows"]);
}

/// A text of one thing over and over must take no longer than its length.
#[test]
fn time_is_linear_in_the_worst_text() {
    let seeds = [
        ".",
        ". ",
        "\"",
        "A. B. C. ",
        "(",
        "_ ",
        "=",
        "_____ ",
        "• ",
        "- ",
        "[1] ",
        "? ",
        "www.a.b",
        "http://a.b/c ",
        "1/2/2000 10:10 AM ",
        "/",
        "a.b",
        "1) ",
        "[1",
        "…",
        ":) ",
        "\u{a0}.",
        "a.B\" ",
        "www.",
        "“. ",
    ];
    for seed in seeds {
        let text = seed.repeat((1 << 20) / seed.len());
        let (spans, took) = spent(|| split_text(&text));
        assert!(took.as_secs() < 5, "{seed:?} took {took:?}");
        assert!(!spans.is_empty());
    }
}
