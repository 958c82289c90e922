//! Drawings of tags and groups that anyone can judge, and the laws of tokens.

use super::{Groups, Tag, Tokens};
use crate::document::{Document, Meta, Region, Span};
use crate::findings::Sentence;
use crate::labels::RegionKind;
use crate::spent::spent;
use proptest::prelude::*;
use std::fmt::Write;
use std::ops::Range;

// "U.S.-made" counts as part of a name, as every word with a capital does.
const SENTENCES: &[&str] = &[
    "Gen. Oleh Marchuk didn't say how many of the U.S.-made launchers were lost.",
    "The brigade's spokesman, Petro Hnatiuk, told reporters that 1,250 shells had been fired.",
    "Six miners were killed when the shaft collapsed on Tuesday.",
    "“We plan to send 30 more ambulances,” the health ministry said in a statement.",
    "People detained in the raid were released after three days.",
    "The strikes on the port hit two tankers, according to the Baltic Shipping Union (BSU).",
    "Rebels attack a village near the border every week, officials in Mirna say.",
    "The head of the regional police, Ivana Kostova, will not attend the talks.",
    "Villagers’ homes burned for hours; rescuers couldn’t reach 40 families.",
    "Storm Kills Nine In Mountain Villages",
];

fn document(text: &str) -> (Document, Vec<Sentence>) {
    let start = text.len() - text.trim_start().len();
    let span = Span::new(start, start.max(text.trim_end().len()));
    let regions =
        if span.is_empty() { vec![] } else { vec![Region { span, kind: RegionKind::Body }] };
    let sentences =
        regions.iter().map(|r| Sentence { span: r.span, region: RegionKind::Body }).collect();
    (Document::new("test".into(), text.into(), Meta::default(), regions, false), sentences)
}

fn draw(text: &str) -> String {
    let (doc, sentences) = document(text);
    let tokens = Tokens::read(&doc, &sentences);
    let words = tokens.of(0);
    let groups: Groups<'_> = tokens.groups(0);
    let under = |range: &Range<usize>| {
        doc.slice(words[range.start].span.cover(words[range.end - 1].span)).to_owned()
    };
    let mut drawn = format!("{text}\n ");
    for token in words {
        let _ = write!(drawn, " {}/{:?}", doc.slice(token.span), token.tag);
    }
    let mut inside = 0;
    for noun in groups.nouns() {
        // What hangs on a noun within another's phrase is drawn there.
        let hangs = noun.tokens.start < inside;
        let full = if hangs { noun.tokens.clone() } else { groups.full_noun_phrase(noun) };
        inside = inside.max(full.end);
        let _ =
            write!(drawn, "\n  noun  {} (head {})", under(&noun.tokens), words[noun.head].lower);
        if full != noun.tokens {
            let _ = write!(drawn, "\n    in  {}", under(&full));
        }
    }
    for verb in groups.verbs() {
        let passive = if verb.passive { ", passive" } else { "" };
        let negated = if verb.negated { ", negated" } else { "" };
        let _ = write!(
            drawn,
            "\n  verb  {} ({}, {:?}{passive}{negated})",
            under(&verb.tokens),
            words[verb.head].lemma(),
            verb.tense
        );
    }
    drawn
}

#[test]
fn sentences_are_drawn_with_tags_and_groups() {
    let drawn: Vec<String> = SENTENCES.iter().map(|text| draw(text)).collect();
    insta::assert_snapshot!(drawn.join("\n\n"));
}

#[test]
fn lemmas_follow_the_tag() {
    let (doc, sentences) = document("The wounded men saw that it found its leaves.");
    let tokens = Tokens::read(&doc, &sentences);
    let lemmas: Vec<&str> = tokens.of(0).iter().map(|token| token.lemma()).collect();
    assert_eq!(lemmas.get(2), Some(&"man"));
    assert_eq!(lemmas.get(3), Some(&"see"));
    assert_eq!(lemmas.get(6), Some(&"find"));
}

proptest! {
    #[test]
    fn tokens_lie_in_order_and_cover_all_but_white_space(text in "(\\PC|[ \n.,’'“”a-zA-Z0-9$£%-]){0,120}") {
        let (doc, sentences) = document(&text);
        let tokens = Tokens::read(&doc, &sentences);
        let mut at = 0;
        for (index, sentence) in sentences.iter().enumerate() {
            for token in tokens.of(index) {
                prop_assert!(sentence.span.contains(token.span));
                prop_assert!(!token.span.is_empty());
                let gap = doc.slice(Span::new(at, token.span.start()));
                prop_assert!(gap.chars().all(char::is_whitespace), "{gap:?} is in no token");
                at = token.span.end();
            }
            let groups = tokens.groups(index);
            let mut end = 0;
            for noun in groups.nouns() {
                prop_assert!(noun.tokens.start >= end && noun.tokens.contains(&noun.head));
                prop_assert!(groups.full_noun_phrase(noun).start == noun.tokens.start);
                end = noun.tokens.end;
            }
            for verb in groups.verbs() {
                prop_assert!(verb.tokens.contains(&verb.head));
                prop_assert!(verb.tokens.clone().all(|i| groups.noun_at(i).is_none()));
            }
        }
        prop_assert!(text.get(at..).is_some_and(|rest| rest.chars().all(char::is_whitespace)));
    }
}

#[test]
fn a_long_line_takes_linear_time() {
    let time = |words: usize| {
        let text = "people killed near the old bridge in the north of ".repeat(words / 10);
        let (doc, sentences) = document(&text);
        let ((), took) = spent(|| {
            let tokens = Tokens::read(&doc, &sentences);
            let groups = tokens.groups(0);
            assert!(
                groups
                    .nouns()
                    .iter()
                    .all(|noun| groups.noun_phrase(noun).start == noun.tokens.start)
            );
            assert!(
                tokens
                    .of(0)
                    .iter()
                    .any(|token| token.tag == Tag::VerbParticiple || token.tag.is_verb())
            );
        });
        took.as_secs_f64()
    };
    time(1_000);
    let (short, long) = (time(10_000), time(80_000));
    assert!(long < 40.0 * short + 0.5, "8 times the words took {long} s after {short} s");
}

#[test]
fn an_apostrophe_ends_a_word_only_where_it_is_one() {
    for (text, words) in [
        ("don’t", &["do", "n’t"][..]),
        ("mayor’s", &["mayor", "’s"]),
        // The last byte of the first letter is that of ’.
        ("\u{659}s", &["\u{659}s"]),
        ("x\u{659}s", &["x\u{659}s"]),
        ("can't", &["ca", "n't"]),
        ("we'll", &["we", "'ll"]),
    ] {
        let (doc, sentences) = document(text);
        let tokens = Tokens::read(&doc, &sentences);
        let found: Vec<_> = tokens.of(0).iter().map(|token| doc.slice(token.span)).collect();
        assert_eq!(found, words);
    }
}
