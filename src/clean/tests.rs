//! What cleaning makes of whole articles, drawn.

use super::clean;
use crate::document::{Document, Meta};
use crate::ingest::{Body, Format, Place, Raw};
use crate::labels::RegionKind;
use proptest::prelude::*;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn raw(body: Body, title: &str) -> Raw {
    Raw {
        id: "a".into(),
        place: Place { file: Arc::new(PathBuf::from("a.txt")), record: None },
        format: Format::Text,
        body,
        meta: Meta { title: title.into(), ..Meta::default() },
        fetched: None,
    }
}

fn document(text: &str) -> Document {
    clean(raw(Body::Text(text.into()), "")).unwrap()
}

/// One line a region: what it is, and its text.
fn draw(doc: &Document) -> String {
    let mut drawing = String::new();
    for region in doc.regions() {
        let text = doc.slice(region.span).replace(['\n', '\r'], "⏎");
        writeln!(drawing, "{:<12}{text}", region.kind.as_str()).unwrap();
    }
    drawing
}

#[test]
fn a_web_page_saved_as_text() {
    let text = "\
Harbour queue grows to 41 ships, pilots say

May 3, 2023 | By Anna Holm

Advertisement

The harbour authority said on Monday that 41 vessels were waiting off the breakwater.

Thank you for reading, and don't forget to subscribe!

The queue, seen from the air
Vessels wait off the breakwater on Monday. At least 41 were counted. A. HOLM/Harbour Post via Getty Images

What the pilots say

A pilot who asked not to be named put the figure at 60. Sign up for our newsletter here to follow the queue.

READ MORE: The queue in pictures

He said that nobody had counted the smaller boats.

Edited by Per Ek

By Anna Holm
By Anna Holm
Anna Holm is a reporter who covers ports and shipping.

Share this article

More like this

Cranes stand still for a third week

The port's two cranes have been out of order since...

Pilots threaten to strike

The pilots' union said on Sunday that its members...
";
    insta::assert_snapshot!(draw(&document(text)), @r"
    title       Harbour queue grows to 41 ships, pilots say
    boilerplate May 3, 2023 | By Anna Holm
    boilerplate Advertisement
    body        The harbour authority said on Monday that 41 vessels were waiting off the breakwater.
    boilerplate Thank you for reading, and don't forget to subscribe!
    caption     The queue, seen from the air
    caption     Vessels wait off the breakwater on Monday. At least 41 were counted. A. HOLM/Harbour Post via Getty Images
    heading     What the pilots say
    body        A pilot who asked not to be named put the figure at 60.
    boilerplate Sign up for our newsletter here to follow the queue.
    boilerplate READ MORE: The queue in pictures
    body        He said that nobody had counted the smaller boats.
    boilerplate Edited by Per Ek
    boilerplate By Anna Holm
    boilerplate By Anna Holm
    boilerplate Anna Holm is a reporter who covers ports and shipping.
    boilerplate Share this article
    boilerplate More like this
    boilerplate Cranes stand still for a third week
    boilerplate The port's two cranes have been out of order since...
    boilerplate Pilots threaten to strike
    boilerplate The pilots' union said on Sunday that its members...
    ");
}

#[test]
fn a_list_of_slides_and_its_slides() {
    let text = "\
The queue in ten pictures

Where it begins
Forty-one ships
A pilot speaks
What comes next
Where it begins

The queue begins two miles off the breakwater, the harbour authority says.

Forty-one ships

The authority counted 41 ships on Monday.

A pilot speaks

A pilot put the figure at 60.

What comes next

Nobody knows when the cranes will work again.

Never miss a story! Follow us on Telegram.

More for you";
    insta::assert_snapshot!(draw(&document(text)), @r"
    title       The queue in ten pictures
    boilerplate Where it begins
    boilerplate Forty-one ships
    boilerplate A pilot speaks
    boilerplate What comes next
    heading     Where it begins
    body        The queue begins two miles off the breakwater, the harbour authority says.
    heading     Forty-one ships
    body        The authority counted 41 ships on Monday.
    heading     A pilot speaks
    body        A pilot put the figure at 60.
    heading     What comes next
    body        Nobody knows when the cranes will work again.
    boilerplate Never miss a story! Follow us on Telegram.
    boilerplate More for you
    ");
}

#[test]
fn a_report_of_losses_is_no_menu() {
    let text = "\
The general staff gave the losses of the day:

Personnel: 1,120
Tanks: 12
Artillery systems: 35
Drones: 94
Trucks: 61

It said the figures were being checked.";
    insta::assert_snapshot!(draw(&document(text)), @r"
    body        The general staff gave the losses of the day:
    body        Personnel: 1,120
    body        Tanks: 12
    body        Artillery systems: 35
    body        Drones: 94
    body        Trucks: 61
    body        It said the figures were being checked.
    ");
}

#[test]
fn a_menu_above_the_headline() {
    let text = "\
Harbour queue grows to 41 ships | News | Harbour Post
Skip to content
Home
News
World
Business
Sport
Weather
Log in
Harbour queue grows to 41 ships
By
Anna Holm
Published on 3 May 2023
Facebook
Twitter
The harbour authority said on Monday that 41 vessels were waiting.
A pilot put the figure at 60.";
    let doc = document(text);
    assert_eq!(doc.meta().title, "Harbour queue grows to 41 ships");
    insta::assert_snapshot!(draw(&doc), @r"
    boilerplate Harbour queue grows to 41 ships | News | Harbour Post
    boilerplate Skip to content
    boilerplate Home
    boilerplate News
    boilerplate World
    boilerplate Business
    boilerplate Sport
    boilerplate Weather
    boilerplate Log in
    title       Harbour queue grows to 41 ships
    boilerplate By
    boilerplate Anna Holm
    boilerplate Published on 3 May 2023
    boilerplate Facebook
    boilerplate Twitter
    body        The harbour authority said on Monday that 41 vessels were waiting.
    body        A pilot put the figure at 60.
    ");
}

#[test]
fn markdown_and_a_fact_check() {
    let text = "\
Log in to continue
The harbour authority denied on Monday that 60 ships were waiting.
**Why it matters**
An estimated 41 vessels were off the breakwater, pilots said.
## What to know
The authority counts only ships above 500 tonnes.

Verdict

Mostly false

The number was 41, not 60.

Sources

  1. Daily count of the harbour authority
  2. Interview with a pilot, 2 May 2023

Comments

Leave a comment";
    insta::assert_snapshot!(draw(&document(text)), @r"
    boilerplate Log in to continue
    body        The harbour authority denied on Monday that 60 ships were waiting.
    heading     **Why it matters**
    body        An estimated 41 vessels were off the breakwater, pilots said.
    heading     ## What to know
    body        The authority counts only ships above 500 tonnes.
    heading     Verdict
    heading     Mostly false
    body        The number was 41, not 60.
    heading     Sources
    boilerplate 1. Daily count of the harbour authority
    boilerplate 2. Interview with a pilot, 2 May 2023
    boilerplate Comments
    boilerplate Leave a comment
    ");
}

#[test]
fn an_article_that_goes_on_after_a_list_of_stories_is_kept() {
    let text = "\
Harbour queue grows to 41 ships

The harbour authority said on Monday that 41 vessels were waiting.

Related articles

Cranes stand still for a third week

The authority did not say when the cranes would work again. It had promised to mend them by May.

A pilot who asked not to be named said that 60 vessels were waiting, and that two had run aground.

The mayor said that the port had lost 3 million euros since the cranes stopped, and that the town would ask the state for help with the pay of 200 dockers.

The ministry of transport said in a statement that it knew of the queue and that an engineer was on the way to the port.

Fishermen said they had lost a week of catch, and that nobody had told them how long the basin would be closed to boats under ten metres.
";
    insta::assert_snapshot!(draw(&document(text)), @r"
    title       Harbour queue grows to 41 ships
    body        The harbour authority said on Monday that 41 vessels were waiting.
    boilerplate Related articles
    boilerplate Cranes stand still for a third week
    body        The authority did not say when the cranes would work again. It had promised to mend them by May.
    body        A pilot who asked not to be named said that 60 vessels were waiting, and that two had run aground.
    body        The mayor said that the port had lost 3 million euros since the cranes stopped, and that the town would ask the state for help with the pay of 200 dockers.
    body        The ministry of transport said in a statement that it knew of the queue and that an engineer was on the way to the port.
    body        Fishermen said they had lost a week of catch, and that nobody had told them how long the basin would be closed to boats under ten metres.
    ");
}

#[test]
fn clean_text_stays_as_it_is_and_spoilt_text_says_so() {
    let text = "Six held.\r\n\r\nThe mayor’s office said “six” — no more.\r\n";
    assert_eq!(document(text).text(), text);
    assert!(!document(text).repaired());
    let spoilt = document("The mayorâ€™s office said six.");
    assert_eq!((spoilt.text(), spoilt.repaired()), ("The mayor’s office said six.", true));
}

/// Spans in code points of one of the five articles that the project began from.
#[derive(serde::Deserialize)]
struct Seed {
    file: String,
    title_span: Option<(usize, usize)>,
    body_spans: Vec<(usize, usize)>,
    boilerplate_spans: Vec<(usize, usize, String)>,
}

#[test]
fn the_first_articles_get_the_regions_that_people_gave_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(gold) = std::fs::read_to_string(folder.join("body_gold.jsonl")) else {
        println!("skipped: no {}", folder.display());
        return;
    };
    let mut wrong = Vec::new();
    for seed in gold.lines().map(|line| serde_json::from_str::<Seed>(line).unwrap()) {
        let bytes = std::fs::read(folder.join(&seed.file)).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let doc = clean(raw(Body::Bytes(bytes), "")).unwrap();
        let mut expected: Vec<(usize, usize, RegionKind)> = Vec::new();
        expected.extend(seed.title_span.map(|(start, end)| (start, end, RegionKind::Title)));
        expected.extend(seed.body_spans.iter().map(|&(a, b)| (a, b, RegionKind::Body)));
        expected.extend(seed.boilerplate_spans.iter().map(|(start, end, what)| {
            let kind = match what.as_str() {
                "verdict_label" | "source_list_heading" => RegionKind::Heading,
                heading if heading.starts_with("section_heading") => RegionKind::Heading,
                photo if photo.starts_with("photo") => RegionKind::Caption,
                _ => RegionKind::Boilerplate,
            };
            (*start, *end, kind)
        }));
        for (start, end, kind) in expected {
            let block: String = text.chars().skip(start).take(end - start).collect();
            // Where the text was repaired, places moved; the words did not.
            let block = super::mojibake::repair(&block).unwrap_or(block);
            let got: Vec<_> = doc
                .regions()
                .iter()
                .filter(|region| doc.slice(region.span).contains(block.trim()))
                .map(|region| region.kind)
                .collect();
            if !got.contains(&kind) || (kind == RegionKind::Body && got.len() > 1) {
                wrong.push(format!("{} {start}-{end}: {kind}, not {got:?}", seed.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

proptest! {
    #[test]
    fn any_bytes_are_cleaned_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = clean(raw(Body::Bytes(bytes), ""));
    }

    #[test]
    fn any_lines_are_covered_by_regions_and_cleaned_once(
        lines in prop::collection::vec(
            "Comments|By Anna Holm|May 3, 2023|Share|(- )?[A-Z][a-z]{2,9}( [a-z0-9]{1,9}){0,12}[.:?]?|\
             Thank you for reading!|Sources|# Queue|\\PC{0,30}|itâ€™s|A. Holm/AFP|He fled. Follow us on X",
            0..30,
        ),
        breaks in prop::sample::select(vec!["\n", "\n\n", "\r\n", "\r\n\r\n", "\u{2029}"]),
    ) {
        // `Document::new` checks that regions cover the text, in order.
        if let Ok(doc) = clean(raw(Body::Text(lines.join(breaks)), "")) {
            for region in doc.regions() {
                prop_assert_eq!(doc.trim(region.span), region.span);
            }
            let again = document(doc.text());
            prop_assert_eq!(again.text(), doc.text());
            prop_assert_eq!(again.regions(), doc.regions());
            prop_assert!(!again.repaired());
        }
    }
}
