//! The examples of the cue tables, and laws of every saying.

use super::{cue, phrase};
use crate::document::{Document, Meta, Region, Span};
use crate::findings::Sentence;
use crate::labels::RegionKind;
use crate::reading::{Reader, Saying, lexicon::Lexicon};
use proptest::prelude::*;

/// One sentence a line.
fn read(text: &str) -> (Document, Vec<Saying>) {
    let mut regions = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        if !inner.is_empty() {
            let span = Span::new(start, start + inner.len());
            regions.push(Region { span, kind: RegionKind::Body });
        }
        at += line.len();
    }
    let sentences: Vec<Sentence> =
        regions.iter().map(|r| Sentence { span: r.span, region: r.kind }).collect();
    let doc = Document::new("t".into(), text.into(), Meta::default(), regions, false);
    let sayings = Lexicon.read(&doc, &sentences, &[]).sayings;
    (doc, sayings)
}

/// Whether a saying of `text` has one of `forms` in its cue.
fn fires(text: &str, forms: &[&str]) -> bool {
    let (doc, sayings) = read(text);
    sayings.iter().filter_map(|s| s.cue).any(|cue| {
        let cue = doc.slice(cue).to_lowercase();
        forms.iter().any(|form| cue.contains(form))
    })
}

#[test]
fn every_verb_fires_and_keeps_silent_as_its_examples_say() {
    for example in cue::examples() {
        let forms: Vec<&str> = example.forms.split(',').collect();
        if !example.fires.is_empty() {
            assert!(
                fires(example.fires, &forms),
                "{}: silent in {:?}",
                example.verb,
                example.fires
            );
        }
        if !example.silent.is_empty() {
            assert!(
                !fires(example.silent, &forms),
                "{}: fires in {:?}",
                example.verb,
                example.silent
            );
        }
    }
}

#[test]
fn every_phrase_fires_and_keeps_silent_as_its_examples_say() {
    for columns in phrase::lines() {
        assert!(fires(columns[2], &columns[..1]), "{}: silent in {:?}", columns[0], columns[2]);
        if let Some(silent) = columns.get(3).filter(|s| !s.is_empty()) {
            assert!(!fires(silent, &columns[..1]), "{}: fires in {silent:?}", columns[0]);
        }
    }
}

#[test]
fn a_stray_mark_loses_no_other_saying() {
    let text =
        "A 6\" pipe broke, the mayor said.\n“We were lucky, she added.\nPolice said two men fled.";
    let (doc, sayings) = read(text);
    let sources: Vec<&str> =
        sayings.iter().filter_map(|s| s.source).map(|s| doc.slice(s)).collect();
    assert_eq!(sources, ["the mayor", "Police"]);
}

proptest! {
    #[test]
    fn sayings_keep_the_laws(words in prop::collection::vec(
        prop::sample::select(vec![
            "said", "says", "told", "according", "to", "that", "the", "army", "Ivan", "Petrov",
            ",", ".", "“", "”", "\"", "‘", "’", "'s", "(", ")", "–", ":", ";", "he", "who", "and",
            "but", "reportedly", "citing", "as", "saying", "was", "believed", "of", "accused",
            "urged", "claims", "\n", "3,000", "men", "had", "fled", "é", "on", "Monday", "a",
        ]), 0..60)) {
        let text = words.join(" ");
        let (doc, sayings) = read(&text);
        for saying in &sayings {
            prop_assert!(!saying.content.is_empty());
            for piece in &saying.content {
                prop_assert!(!doc.slice(*piece).is_empty());
                if let Some(cue) = saying.cue {
                    prop_assert!(!piece.overlaps(cue), "{:?} says its own cue in {:?}", saying, text);
                }
            }
            for pair in saying.content.windows(2) {
                prop_assert!(pair[0].end() <= pair[1].start(), "{:?} in {:?}", saying, text);
            }
            if let Some(source) = saying.source {
                prop_assert!(!doc.slice(source).is_empty());
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}") {
        read(&text);
    }
}
