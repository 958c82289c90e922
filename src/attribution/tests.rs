//! Attributions drawn: the sentence, then who (s), by which words (^), says what (-).

use super::link;
use crate::document::{Document, Meta, Region, Span};
use crate::findings::Attribution;
use crate::labels::RegionKind;
use crate::reading::{Reader, lexicon::Lexicon};
use crate::sentence;
use crate::spent::spent;
use proptest::prelude::*;
use std::fmt::Write as _;

fn read(text: &str, date: &str) -> (Document, Vec<Attribution>) {
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
    let meta = Meta { date: date.into(), ..Meta::default() };
    let doc = Document::new("t".into(), text.into(), meta, regions, false);
    let sentences = sentence::split(&doc);
    let sayings = Lexicon.read(&doc, &sentences, &[]).sayings;
    let attributions = link(&doc, &sentences, sayings);
    (doc, attributions)
}

/// Every attribution under the line it stands on, with what is made of it.
fn draw(text: &str) -> String {
    let (doc, attributions) = read(text, "2024-05-01");
    let mut drawn = String::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        let _ = writeln!(drawn, "{}", line.trim_end());
        for (index, a) in attributions.iter().enumerate() {
            let marks = a
                .content
                .iter()
                .map(|&c| (c, '-'))
                .chain(a.source.map(|s| (s, 's')))
                .chain(a.cue.map(|c| (c, '^')));
            let mut row = vec![' '; doc.slice(span).chars().count()];
            for (mark, sign) in marks.filter(|(mark, _)| mark.overlaps(span)) {
                let from = mark.start().max(span.start());
                let to = mark.end().min(span.end());
                let before = doc.slice(Span::new(span.start(), from)).chars().count();
                let long = doc.slice(Span::new(from, to)).chars().count();
                row[before..before + long].fill(sign);
            }
            let row: String = row.into_iter().collect();
            if row.trim().is_empty() {
                continue;
            }
            let first = a.content[0].start().min(a.cue.map_or(usize::MAX, Span::start));
            let _ = writeln!(drawn, "{}", row.trim_end());
            if span.start() <= first && first < span.end() {
                let _ = write!(drawn, "  {}: {}, {}", index + 1, a.source_type, a.quote);
                if let Some(speaker) = &a.speaker {
                    let _ = write!(drawn, ", {speaker}");
                }
                if let Some(parent) = a.parent {
                    let _ = write!(drawn, ", in {}", parent + 1);
                }
                let _ = writeln!(drawn, " ({})", a.rule.0);
            }
        }
    }
    drawn
}

#[test]
fn indirect_speech() {
    insta::assert_snapshot!(draw(
        "The defence ministry said on Monday that two bridges had been hit.\n\
         Rebel fighters have repeatedly denied that they hold the town.\n\
         Two bridges had been hit, the mayor of Lowtown, Ana Silva, told reporters.\n\
         Five years ago, she said, the river was still clean.\n\
         The union accused the airline of hiding 40 accidents.\n\
         Officials urged residents to leave and warned that roads would close."
    ));
}

#[test]
fn quotations() {
    insta::assert_snapshot!(draw(
        "“We saw nothing,” said Ivan Petrov, a spokesman for the air force.\n\
         “It was dark.”\n\
         The plant is “safe and calm”, its director said.\n\
         Petrov added: “We came at dawn. Then it rained.\n\
         “After that we left.”\n\
         He called the ‘Shorty’ affair a farce."
    ));
}

#[test]
fn nesting() {
    insta::assert_snapshot!(draw(
        "The Herald reported that a senior official had said 300 tanks were lost.\n\
         About 300 tanks were lost, the Herald reported, citing two Western diplomats.\n\
         The agency quoted the governor as saying the dam would hold.\n\
         According to state TV, the army said it had taken two villages.\n\
         Citing two diplomats, the Herald reported that the port was shut."
    ));
}

#[test]
fn hedges_and_nouns() {
    insta::assert_snapshot!(draw(
        "Two men were reportedly killed near the mill.\n\
         The captain is believed to be alive.\n\
         The firm rejected claims that its wells were poisoned.\n\
         It is said that the king never slept."
    ));
}

#[test]
fn speakers() {
    insta::assert_snapshot!(draw(
        "Maria Kovac, the energy minister, said power would be back by noon.\n\
         She added that two plants were down.\n\
         Kovac promised to visit the plants.\n\
         The Association of Free Miners said it had 300 members.\n\
         The association called for a strike."
    ));
}

#[test]
fn a_well_known_person_vouches_as_the_date_has_it() {
    for (date, text, expected) in [
        ("2022-08-30", "Liz Truss said the bill was fair.", "named_official"),
        ("2022-09-20", "Liz Truss said the bill was fair.", "head_of_state"),
        ("2012-10-01", "Sen. John Kerry said the talks had failed.", "lawmaker"),
        ("2014-10-01", "The talks went on. John Kerry said they would fail.", "named_official"),
        ("2018-05-01", "Melania Trump left. Trump said the day was fine.", "head_of_state"),
        ("2016-05-01", "Former Secretary Hillary Clinton said she would win.", "lawmaker"),
        ("2018-05-01", "Andrés Manuel López Obrador said he would win.", "lawmaker"),
        ("2019-05-01", "López Obrador said trade would grow.", "head_of_state"),
    ] {
        let (_, attributions) = read(text, date);
        let found: Vec<_> = attributions.iter().map(|a| a.source_type.to_string()).collect();
        assert_eq!(found, [expected], "{date} {text:?}");
    }
}

#[test]
fn a_type_belongs_to_the_speaker() {
    let types = |text: &str| -> Vec<String> {
        read(text, "2024-05-01").1.iter().map(|a| a.source_type.to_string()).collect()
    };
    for (text, expected) in [
        (
            "President Lena Moor said taxes would fall.\nMoor said so twice, and she said it loudly.",
            "head_of_state",
        ),
        ("A senior Western official said the front was quiet.", "anonymous_official"),
        ("People familiar with the matter said the deal was dead.", "anonymous_source"),
        ("The foreign ministry said the envoy was safe.", "ministry_statement"),
        ("Kyiv said the grain would be shipped.", "ministry_statement"),
        ("The air force said 12 drones were shot down.", "military"),
        ("Gen. Paul Stone said the bridge was safe.", "military"),
        ("Hezbollah said it fired ten rockets.", "armed_group"),
        ("The CIA said the cable was genuine.", "intelligence"),
        ("Police said the road was closed.", "local_authority"),
        ("Senator Ada Bloom said the bill was dead.", "lawmaker"),
        ("KCNA said the test was a success.", "state_media"),
        ("Reuters reported that the port was shut.", "news_outlet"),
        ("Professor Jan Novak said the model was wrong.", "expert"),
        ("The Red Cross said the convoy was late.", "igo_ngo"),
        ("The airline said the flight was full.", "company"),
        ("The report said the valve was broken.", "document"),
        ("Residents said the water was brown.", "individual"),
        ("Footage showed that the roof was gone.", "social_media"),
        ("OSLO — President Lena Moor left. Moor said taxes would fall.", "head_of_state"),
        ("Ambassador to Norway Lena Moor left. Moor said the talks were over.", "named_official"),
        ("The ambassador to Oslo, Lena Moor, left. Moor said all was over.", "named_official"),
        ("Lena Moor, 29, a nurse, left. Moor said the ward was shut.", "individual"),
        ("Spies said the depot was empty.", "anonymous_official"),
        ("A former CIA director said the plan was weak.", "expert"),
        ("Some 68% of voters said the road was bad.", "individual"),
        ("More than half of the crew said the ship was old.", "individual"),
        ("The official Xinhua news agency said the dam had held.", "state_media"),
        (
            "The ministry published a report on Monday. The report said the valve was broken.",
            "document",
        ),
        (
            "It was in a ministry report. The report said the valve was broken.",
            "ministry_statement",
        ),
        ("A study by Amnesty International was out. The study said 40 had fled.", "igo_ngo"),
        ("A post said the roof was gone.", "social_media"),
        (
            "The guild read a report by Amnesty International. Another report said all was well.",
            "document",
        ),
        (
            "A State Department official accompanying the envoy said it was late.",
            "anonymous_official",
        ),
        ("Scientists had met at noon. They said the ice was thin.", "expert"),
        ("Senator Ada Bloom met the rebels before they said the road was open.", "armed_group"),
        ("Zelensky said the grid had held.", "head_of_state"),
        ("Rosa Zelensky said the shop was shut.", "individual"),
        ("Rosa Zelensky ran a shop. Zelensky said it was shut.", "individual"),
    ] {
        let found = types(text);
        assert!(!found.is_empty(), "nothing found in {text:?}");
        assert!(found.iter().all(|t| t == expected), "{text:?}: {found:?}, not {expected}");
    }
}

#[test]
fn a_speaker_is_named_in_full_or_not_at_all() {
    for (text, expected) in [
        ("Ana Silva, mayor of Lowtown, said the dam was safe.", Some("Ana Silva")),
        ("The harbour master, Otto Lund, said the port was shut.", Some("Otto Lund")),
        ("Otto Lund (@ottolund) said the port was shut.", Some("Otto Lund")),
        ("Lund, 56, said the port was shut.", Some("Lund")),
        ("The envoy Gao Feng left. Gao said the talks were dead.", Some("Gao Feng")),
        ("Omar al-Masri left. Masri said the talks were dead.", Some("Omar al-Masri")),
        (
            "United Nations Secretary-General Ole Berg left. Berg said it was over.",
            Some("Ole Berg"),
        ),
        ("Otto Lund left at dawn. He said the port was shut.", Some("Otto Lund")),
        ("An official said so. He said the port was shut.", None),
        ("He said the port was shut.", None),
        ("The official said the port was shut.", None),
        ("They said the port was shut.", None),
        ("His office said the port was shut.", None),
    ] {
        let (_, attributions) = read(text, "2024-05-01");
        let last = attributions.last().expect("a saying");
        assert_eq!(last.speaker.as_deref(), expected, "{text:?}");
    }
}

#[test]
fn a_body_is_named_in_full_where_the_document_does() {
    for (text, expected) in [
        (
            "Members of the Harbour Workers Union (HWU) met. The HWU said docks would close.",
            Some("Harbour Workers Union"),
        ),
        (
            "The Norland Budget Committee met. The committee said taxes would fall.",
            Some("Norland Budget Committee"),
        ),
        ("Varda Energy sank two wells. Varda said gas would flow.", Some("Varda Energy")),
        ("The AP reported that the port was shut.", Some("Associated Press")),
        ("Lena Varda sank two wells. The committee said gas would flow.", None),
    ] {
        let (_, attributions) = read(text, "2024-05-01");
        let last = attributions.last().expect("a saying");
        assert_eq!(last.speaker.as_deref(), expected, "{text:?}");
    }
}

/// The name of the last speaker of a text.
fn last_speaker(text: &str) -> Option<String> {
    let (_, attributions) = read(text, "2024-05-01");
    attributions.last().expect("a saying").speaker.clone()
}

#[test]
fn he_and_she_are_the_person_the_text_is_about() {
    for (text, expected) in [
        ("Anna Silva met Otto Lund. She said the port was shut.", "Anna Silva"),
        ("Anna Silva met Otto Lund. He said the port was shut.", "Otto Lund"),
        // What a sentence begins with is taken up, not what stands last.
        ("Otto Lund met Karl Berg. He said the port was shut.", "Otto Lund"),
        ("Otto Lund’s brother phoned Karl Berg. He said the port was shut.", "Karl Berg"),
        ("Otto Lund said so. Karl Berg was ill. He said the port was shut.", "Karl Berg"),
        // A surname is a mention, too, and so is a name that only an address tells.
        ("Otto Lund and Karl Berg left. Berg was ill. He said the port was shut.", "Karl Berg"),
        ("Otto Lund said so. Ms Berg was ill. She said the port was shut.", "Berg"),
        // A spokeswoman is a she.
        ("The spokeswoman Kim Lund met Otto Berg. She said the port was shut.", "Kim Lund"),
        // Neither what another says nor what is said names the narrator's "he".
        ("Otto Lund left. “Karl Berg saw it,” he said.", "Otto Lund"),
        ("Otto Lund left. Karl Berg saw it all, he said.", "Otto Lund"),
        ("Anna Silva praised what Otto Lund called a gift. “It is late,” she said.", "Anna Silva"),
    ] {
        assert_eq!(last_speaker(text).as_deref(), Some(expected), "{text:?}");
    }
}

#[test]
fn a_description_is_the_person_introduced_so() {
    for (text, expected) in [
        (
            "Prime Minister Lena Moor left. The prime minister said taxes would fall.",
            Some("Lena Moor"),
        ),
        (
            "President Otto Lund met Vice President Lena Moor. The president said it was over.",
            Some("Otto Lund"),
        ),
        (
            "Vice President Lena Moor met President Otto Lund. The president said it was over.",
            Some("Otto Lund"),
        ),
        (
            "Vice President Lena Moor met President Otto Lund. The vice president said it was over.",
            Some("Lena Moor"),
        ),
        ("Vice President Lena Moor left. The president said it was over.", None),
        (
            "Otto Lund, a retired general, left. The general said the port was shut.",
            Some("Otto Lund"),
        ),
        ("A judge said the port was shut. Judge Ada Bloom gave no date.", Some("Ada Bloom")),
        (
            "Norway’s defence minister said it was over. Defence Minister Otto Lund gave no date.",
            Some("Otto Lund"),
        ),
        ("Defence Minister Otto Lund left. The foreign minister said it was over.", None),
        ("Russian President Otto Lund left. Ukraine’s president said it was over.", None),
        ("Judge Ada Bloom and Judge Otto Lund left. A judge said the port was shut.", None),
        ("Ada Bloom of the Harbour Club left. Bloom said the port was shut.", Some("Ada Bloom")),
        ("Ada Bloom left. Bloom, a nurse, said the port was shut.", Some("Ada Bloom")),
    ] {
        assert_eq!(last_speaker(text).as_deref(), expected, "{text:?}");
    }
}

#[test]
fn it_is_the_body_the_text_is_about() {
    for (text, expected) in [
        ("The Norland navy left. The navy said the port was shut.", "Norland navy"),
        ("The Harbour Council (Harco) met. Harco said the port was shut.", "Harbour Council"),
        ("Varda Energy sank two wells. It said gas would flow.", "Varda Energy"),
        ("Sweden left the talks in Oslo. It said the port was shut.", "Sweden"),
    ] {
        assert_eq!(last_speaker(text).as_deref(), Some(expected), "{text:?}");
    }
}

/// However long a line of names is, and whatever stands between them.
#[test]
fn time_is_linear_in_the_names() {
    let time = |head: &str, name: &dyn Fn(usize) -> String, bytes: usize| {
        let names = (0..).map(name).scan(0, |length, name| {
            *length += name.len();
            (*length < bytes).then_some(name)
        });
        let text = format!("{head}\n\n{}", names.collect::<String>());
        spent(|| read(&text, "")).1
    };
    // Two letters and more, another name for every number.
    let word = |n: usize| -> String {
        let letters = (0..4).map(|at| (b'a' + (n / 26_usize.pow(at) % 26) as u8) as char);
        letters.collect()
    };
    let name = |n: usize| format!("Od{}{s}Wy{}", word(n), word(n * 7), s = '\u{2003}');
    let plain = |n: usize| format!("Od{} Wy{}", word(n), word(n * 7));
    let rows: [(&str, &dyn Fn(usize) -> String); 5] = [
        ("The navy said 5 men died.", &|n| format!("{}\u{2003}left.\u{2003}", name(n))),
        ("The navy said 5 men died.", &|n| format!("{}\tleft.\t", name(n))),
        ("The navy said 5 men died.", &|n| format!("{} left. ", plain(n))),
        ("The minister said 5 men died.", &|n| format!("{} (x left. ", plain(n))),
        ("The minister said 5 men died.", &|n| format!("{} (x) left. ", plain(n))),
    ];
    for (row, (head, name)) in rows.into_iter().enumerate() {
        let few = time(head, name, 40_000);
        let many = time(head, name, 400_000);
        let room = std::time::Duration::from_millis(300);
        assert!(many < few * 30 + room, "row {row}: {few:?}, {many:?}");
    }
}

proptest! {
    #[test]
    fn parents_never_run_in_a_circle(words in prop::collection::vec(
        prop::sample::select(vec![
            "said", "that", "the army", "Ivan Petrov", ",", ".", "“", "”", "he", "they", "and",
            "according to", "citing", "reportedly", "was believed to", "fled", "claims that", "\n",
            "told reporters", "the ministry", "we", "300 men", "had",
        ]), 0..50)) {
        let text = words.join(" ");
        let (_, attributions) = read(&text, "");
        for start in 0..attributions.len() {
            let mut at = Some(start);
            for _ in 0..=attributions.len() {
                at = at.and_then(|i| attributions[i].parent);
            }
            prop_assert!(at.is_none(), "a circle through {start} in {text:?}");
        }
    }
}
