//! What is read of each number, drawn so that anyone can judge it.

use super::find;
use crate::document::{Document, Meta, Region, Span};
use crate::findings::Sentence;
use crate::grammar::Tokens;
use crate::labels::RegionKind;
use crate::quantity;
use crate::spent::spent;
use std::fmt::Write;

const SENTENCES: &[&str] = &[
    "The blast killed at least 12 dockworkers and wounded 40 others.",
    "Six miners were killed and 14 wounded when the shaft collapsed.",
    "The flood left 300 people dead.",
    "Norland will send 2,500 additional troops to the border.",
    "The navy plans to buy 14 patrol boats.",
    "Two of the five bridges were destroyed by the rebels.",
    "The storm could force 60,000 people to flee.",
    "The parliament approved a $2bn loan for farmers.",
    "The union pledged €40 million in aid.",
    "About 30% of the voters stayed at home.",
    "The shares fell 4 percent.",
    "The death toll rose to 57.",
    "The truce lasted three days.",
    "If the dam breaks, 9,000 homes would be lost.",
    "The gunmen abducted 20 schoolgirls.",
    "The army fired 25 missiles at the port.",
    "Police said 31 people, including two nurses, were injured.",
    "Gusts of up to 120 kilometres an hour hit the coast.",
    "At least 40 dockers seized in the raid last week have been freed.",
    "Six people who fled the flood were found dead.",
    "The rebels fired a volley of 60 rockets at the fort.",
    "Ten miners were shot and killed.",
    "The crew took six days to rebuild the bridge.",
    "Fires in nine counties have burned 40 homes.",
    "There were 30 huts in the valley.",
    "Two nurses were among those killed.",
    "Her plan to take in 400 orphans is under review.",
    "The mayor said two former guards opened fire outside the hall.",
    "More than 40 arrests were made.",
    "The town lies 30 miles (48 km) from the border.",
    "A tug saved two divers trapped in the wreck.",
    "The mayor thanked the 60 nurses who stayed.",
    "Villagers dug up three of the nine shells the fort fired.",
    "The navy seized 16 boats, at least 11 of which hit the pier.",
    "A raid led by the rebels on the mill left 12 millers dead.",
    "The convoy was attacked by a group of 20 men, the mayor said.",
    "The mission recorded 40 breaches on Sunday, compared with 31 on Saturday.",
    "The mayor put the toll at 19.",
    "The coast guard speaks of 97.",
    "Hail has destroyed or damaged 60 barns.",
    "Some 300 soldiers were killed or wounded.",
    "One ferry, which the firm bought in May, sank in a storm.",
    "About 54 percent of those who voted in Mirna and the upper valley backed the plan.",
    "Rents were up by 11 percent.",
    "The gale left 9,000 homes without power.",
    "Three deaths have been reported.",
    "Divers recovered the bodies of three sailors.",
    "The operator will run 65 replacement buses.",
    "The navy carried out 58 air drills.",
    "Lenders fear a dispute between the two towns.",
    "The flood caused the flight of 4,000 villagers.",
    "Troops were sent after the rebels who wounded 33 guards.",
    "The inquiry documents 75 cases of villagers being evicted.",
    "The police and the coast guard, who feared a storm, rescued 14 anglers.",
    "The detention by Norland of ten sailors drew protests.",
    "The firm will invest €9 million and hire 40 weavers.",
    "A 5.2-magnitude quake and aftershocks hit Mirna.",
    "All 90 hostages are home.",
    "The guild made a bid in the capital to close two mills.",
];

#[test]
fn arguments_are_drawn_under_their_sentences() {
    let mut drawn = String::new();
    for text in SENTENCES {
        let region = Region { span: Span::new(0, text.len()), kind: RegionKind::Body };
        let sentences = [Sentence { span: region.span, region: RegionKind::Body }];
        let doc =
            Document::new("test".into(), (*text).into(), Meta::default(), vec![region], false);
        let tokens = Tokens::read(&doc, &sentences);
        let quantities = quantity::find(&doc, &sentences);
        let _ = writeln!(drawn, "{text}");
        for (quantity, read) in quantities.iter().zip(find(&sentences, &tokens, &quantities)) {
            let show = |span: Option<Span>| span.map_or("-", |span| doc.slice(span)).to_owned();
            let _ = writeln!(
                drawn,
                "  {} | counted {} | event {} | actor {} | {} | {}",
                doc.slice(quantity.span),
                show(read.counted),
                show(read.event),
                show(read.actor),
                read.topic,
                read.modality
            );
        }
    }
    insta::assert_snapshot!(drawn);
}

#[test]
fn a_table_of_numbers_in_one_sentence_takes_linear_time() {
    let time = |rows: usize| {
        let text = "12 killed of 40 and 3 of 5 in 7 homes, ".repeat(rows);
        let region = Region { span: Span::new(0, text.trim_end().len()), kind: RegionKind::Body };
        let sentences = [Sentence { span: region.span, region: RegionKind::Body }];
        let doc = Document::new("test".into(), text, Meta::default(), vec![region], false);
        let tokens = Tokens::read(&doc, &sentences);
        let quantities = quantity::find(&doc, &sentences);
        let (found, took) = spent(|| find(&sentences, &tokens, &quantities));
        assert_eq!(found.len(), quantities.len());
        took.as_secs_f64()
    };
    time(100);
    let (short, long) = (time(500), time(4_000));
    assert!(long < 40.0 * short + 0.5, "8 times the rows took {long} s after {short} s");
}
