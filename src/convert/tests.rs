//! There and back, and what cannot come back.

use super::graph::Graph;
use super::*;
use crate::gold::{Attribution, Quantity};
use crate::labels::{Kind, Modality, Modifier, QuoteForm, SourceType, Topic, Trend};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;
use tempfile::tempdir;

const FORMATS: [Format; 4] = [Format::Gold, Format::LabelStudio, Format::Brat, Format::Inception];

/// What comes back of articles that went out.
fn there_and_back(articles: &[Annotated], format: Format) -> Vec<Annotated> {
    let dir = tempdir().unwrap();
    let path = dir.path().join(if format == Format::Gold { "a.jsonl" } else { "a" });
    write(articles, format, &path).unwrap();
    let mut back = read(&path).unwrap();
    back.sort_by_key(|a| articles.iter().position(|b| a.article.id == b.article.id));
    back
}

/// Text of words, emoji, combining marks, tabs and every kind of line break.
fn texts() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "Six men",
        " ",
        "said",
        "👨🏽‍🚒",
        "🎉",
        "e\u{301}",
        "naïve",
        "\r\n",
        "\n",
        "\n\n",
        "\t",
        "“no”",
        "\u{2028}",
        "\u{85}",
        "3.5",
        "\u{a0}",
        "\"",
        "\\",
        "𝔘",
        "<b>&amp;",
        "\r",
        ", ",
    ]);
    prop::collection::vec(pieces, 1..40).prop_map(|pieces| format!("A {}", pieces.concat()))
}

/// A part of the text with more in it than line breaks.
fn places() -> impl Strategy<Value = (Index, Index)> {
    (any::<Index>(), any::<Index>())
}

fn place(text: &[char], (a, b): (Index, Index)) -> Place {
    let (a, b) = (a.index(text.len()), b.index(text.len()));
    let place = [a.min(b), a.max(b) + 1];
    let words = text[place[0]..place[1]].iter().any(|c| !c.is_whitespace() && !c.is_control());
    if words { place } else { [0, place[1]] }
}

type Spot = (Index, Index);
/// An attribution before it is given its text.
type Said = (
    Vec<Spot>,
    Option<Spot>,
    Option<Spot>,
    SourceType,
    Option<QuoteForm>,
    Option<String>,
    Option<Index>,
    Option<usize>,
    Option<(u32, u32)>,
);
/// A quantity before it is given its text.
type Counted = (
    Spot,
    [Option<Spot>; 3],
    (Kind, Modifier, Topic, Modality, Option<Trend>),
    [Option<f64>; 3],
    String,
    Option<Index>,
);

prop_compose! {
    fn attributions()(
        content in prop::collection::vec(places(), 1..4),
        source in prop::option::of(places()),
        cue in prop::option::of(places()),
        kind in select(SourceType::ALL),
        quote in prop::option::of(select(QuoteForm::ALL)),
        who in prop::option::of("[ -~é🎉\\n]{0,12}"),
        parent in prop::option::of(any::<Index>()),
        sentence in prop::option::of(0_usize..9),
        scores in prop::option::of((0_u32..=100, 0_u32..=100)),
    ) -> Said {
        (content, source, cue, kind, quote, who, parent, sentence, scores)
    }
}

prop_compose! {
    fn quantities()(
        span in places(),
        others in (prop::option::of(places()), prop::option::of(places()), prop::option::of(places())),
        labels in (select(Kind::ALL), select(Modifier::ALL), select(Topic::ALL), select(Modality::ALL), prop::option::of(select(Trend::ALL))),
        numbers in (prop::option::of(any::<i32>()), prop::option::of(any::<i32>()), prop::option::of(any::<i32>())),
        unit in "[a-z%]{0,8}",
        attr in prop::option::of(any::<Index>()),
    ) -> Counted {
        let (a, b, c) = numbers;
        let number = |n: Option<i32>, by: f64| n.map(|n| f64::from(n) / by);
        (span, [others.0, others.1, others.2], labels, [number(a, 1.0), number(b, 1e3), number(c, 1e-6)], unit, attr)
    }
}

prop_compose! {
    fn articles()(
        text in texts(),
        cuts in prop::collection::vec(any::<Index>(), 0..5),
        said in prop::collection::vec(attributions(), 0..5),
        counted in prop::collection::vec(quantities(), 0..4),
        about in ("[a-zA-Z0-9/:._ é-]{0,20}", "[ -~é]{0,20}", "[ -~]{0,9}"),
        more in any::<bool>(),
    ) -> Annotated {
        let letters: Vec<char> = text.chars().collect();
        let spot = |s: Spot| place(&letters, s);
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(letters.len())).collect();
        ends.sort_unstable();
        let sentences: Vec<Place> = ends.windows(2).map(|w| [w[0], w[1]]).collect();
        let sentences = if sentences.is_empty() { vec![[0, letters.len()]] } else { sentences };
        let count = said.len();
        let id = |index: Index| format!("a{}", index.index(count.max(1)) * 3 + 1);
        let number = |at: Place| sentences.partition_point(|s| s[0] <= at[0]);
        let attributions = said.into_iter().enumerate().map(|(n, (content, source, cue, kind, quote, who, parent, sentence, scores))| {
            let content: Vec<Place> = content.into_iter().map(spot).collect();
            let cue = cue.map(spot);
            Attribution {
                id: format!("a{}", n * 3 + 1),
                sentence: sentence.unwrap_or_else(|| number(cue.unwrap_or(content[0]))),
                source: source.map(spot), cue, content, source_type: kind, quote,
                parent: parent.map(id).filter(|parent| *parent != format!("a{}", n * 3 + 1)),
                who,
                score: scores.map(|(score, _)| f64::from(score) / 100.0),
                type_score: scores.map(|(_, score)| f64::from(score) / 100.0),
            }
        }).collect();
        let quantities = counted.into_iter().enumerate().map(|(n, (span, others, labels, [value, low, high], unit, attr))| {
            let span = spot(span);
            let [counted, actor, event] = others.map(|other| other.map(spot));
            let (kind, modifier, topic, modality, trend) = labels;
            Quantity {
                id: format!("n{n}"), sentence: number(span), span: Some(span), kind, value, low, high,
                modifier, unit, trend, counted, actor, event, topic, modality,
                attr: attr.filter(|_| count > 0).map(id),
            }
        }).collect();
        let (id, title, date) = about;
        let more = if more { json!({"regions": [[0, 1, "title"]], "by": null}) } else { json!({}) };
        Annotated {
            article: Article { id, title, source: "The Gale".into(), date, url: String::new(), text, sentences, attributions, quantities },
            more: more.as_object().unwrap().clone(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// There and back is the identity, in every format.
    #[test]
    fn nothing_changes_there_and_back(
        articles in prop::collection::vec(articles(), 1..3)
            .prop_filter("ids are unique", |a| a.len() < 2 || a[0].article.id != a[1].article.id),
    ) {
        for format in FORMATS {
            prop_assert_eq!(&there_and_back(&articles, format), &articles, "{:?}", format);
        }
    }

    /// Whatever stands in an annotation file, reading it ends with an article or a message.
    #[test]
    fn any_ann_file_is_read_or_refused(lines in prop::collection::vec(
        "(T[0-3]\t(content|source|x) [0-9]{1,2} [0-9]{1,2}(;1 3)?\t.{0,9}|R1\t(parent|cue) Arg1:T[0-3] Arg2:T[0-3]|A1\t(type|mod) T1 (military|x)|#1\tAnnotatorNotes T1\t.{0,9}|.{0,20})", 0..8,
    )) {
        let (about, path) = (graph::About::default(), Path::new("a.ann"));
        if let Ok(graph) = brat::graph(about, "Six men said so. 🎉\n".into(), &lines.join("\n"), path) {
            let _ = Annotated::of(graph);
        }
    }
}

/// Three sentences: who said what, and how many.
fn sample() -> Annotated {
    let text = "🎉 Six boats sank, the mayor said.\r\nNobody knew.".to_owned();
    let article = json!({
        "id": "boats", "text": text, "sentences": [[0, 33], [35, 47]],
        "attributions": [{"id": "a1", "sentence": 1, "source": [18, 27], "cue": [28, 32],
            "content": [[2, 16]], "type": "local_authority", "quote": "indirect", "parent": null,
            "who": "Ana Brodi"}],
        "quantities": [{"id": "q1", "sentence": 1, "span": [2, 5], "kind": "count", "value": 6,
            "mod": "exact", "topic": "weapons", "modality": "asserted", "counted": [6, 11],
            "attr": "a1"}],
    });
    Annotated { article: serde_json::from_value(article).unwrap(), more: Map::new() }
}

#[test]
fn a_brat_file_is_as_brat_writes_it() {
    let ann = brat::annotations(&sample().graph().unwrap()).unwrap();
    let expected = "\
T1\tcontent 2 16\tSix boats sank
T2\tsource 18 27\tthe mayor
T3\tcue 28 32\tsaid
T4\tquantity 2 5\tSix
T5\tcounted 6 11\tboats
R1\tsource Arg1:T1 Arg2:T2\t
R2\tcue Arg1:T1 Arg2:T3\t
R3\tcounted Arg1:T4 Arg2:T5\t
R4\tattribution Arg1:T4 Arg2:T1\t
A1\tquote T1 indirect
A2\ttype T1 local_authority
A3\tkind T4 count
A4\tmod T4 exact
A5\tmodality T4 asserted
A6\ttopic T4 weapons
#1\tAnnotatorNotes T1\t{\"id\":\"a1\",\"who\":\"Ana Brodi\"}
#2\tAnnotatorNotes T4\t{\"id\":\"q1\",\"value\":\"6\"}
";
    assert_eq!(ann, expected);
}

#[test]
fn places_count_as_each_tool_counts() {
    let graph = sample().graph().unwrap();
    let task = label_studio::task(&graph);
    let value = &task["annotations"][0]["result"][0]["value"];
    assert_eq!((&value["start"], &value["text"]), (&json!(2), &json!("Six boats sank")));
    let cas = inception::cas(&graph);
    let content = &cas["%FEATURE_STRUCTURES"][3];
    assert_eq!((&content["begin"], &content["end"]), (&json!(3), &json!(17)));
}

/// What becomes of the sample's `.ann` file when a line is changed or added.
fn brat_with(change: &str, to: &str) -> Result<Annotated, String> {
    let sample = sample();
    let ann = brat::annotations(&sample.graph().unwrap()).unwrap();
    assert!(change.is_empty() || ann.contains(change), "{change}");
    let ann = if change.is_empty() { ann + to } else { ann.replacen(change, to, 1) };
    let Graph { about, text, .. } = sample.graph().unwrap();
    let graph =
        brat::graph(about, text, &ann, Path::new("boats.ann")).map_err(|e| e.to_string())?;
    Annotated::of(graph)
}

#[test]
fn what_annotators_add_and_move_is_taken() {
    let new = "T9\tcontent 35 41\tNobody\nA9\ttype T9 individual\nT10\tcue 42 46\tknew\nR9\tcue Arg1:T9 Arg2:T10\t\nR10\tparent Arg1:T9 Arg2:T1\t\n";
    let article = brat_with("", new).unwrap().article;
    let added = &article.attributions[1];
    assert_eq!((added.id.as_str(), added.sentence, added.parent.as_deref()), ("a2", 2, Some("a1")));
    assert_eq!((added.content.as_slice(), added.quote), (&[[35, 41]][..], None));
    let article =
        brat_with("T1\tcontent 2 16\tSix boats sank", "T1\tcontent 6 11;12 16\tboats sank")
            .unwrap()
            .article;
    assert_eq!(article.attributions[0].content, [[6, 11], [12, 16]]);
}

#[test]
fn what_cannot_be_read_back_says_where_and_what_to_do() {
    for (change, to, told) in [
        ("2 16\t", "2 99\t", ["boats.ann:1", "T1: 2-99 is no part of the text, which has 47"]),
        ("T1\tcontent", "T1\tclaim", ["boats.ann:1", "no label 'claim'"]),
        ("Arg2:T3", "Arg2:T7", ["a relation belongs to T7", "remove it"]),
        (
            "T1 local_authority",
            "T1 mayor",
            ["content 2-16 ('Six boats sank'): no type 'mayor'", "local_authority"],
        ),
        ("A2\ttype T1 local_authority\n", "", ["content 2-16", "has no type; choose one"]),
        (
            "R1\tsource Arg1:T1 Arg2:T2\t\n",
            "",
            ["source 18-27 ('the mayor') belongs to nothing", "draw a link"],
        ),
        (
            "cue Arg1:T1 Arg2:T3",
            "cue Arg1:T1 Arg2:T2",
            ["the link cue leads from content", "draw it from content to cue"],
        ),
        ("\"6\"", "\"six\"", ["its value 'six' is no number", "digits"]),
        (
            "{\"id\":\"q1\",\"value\":\"6\"}",
            "check this",
            ["T4: its note 'check this' is no JSON", "remove"],
        ),
        ("", "E1\tThing:T1\n", ["boats.ann:18", "'E1\tThing:T1' is no span"]),
        ("", "R9\tparent Arg1:T1 Arg2:T1\t\n", ["the link parent leads from", "content 2-16"]),
        ("18 27\tthe mayor", "19 28\tthe mayor", ["the text was changed", "mark it again"]),
    ] {
        let problem = brat_with(change, to).unwrap_err();
        assert!(told.iter().all(|told| problem.contains(told)), "{problem}");
    }
}

/// What is done to a file, and a word of what is then said of it.
type Damage<'a> = (&'a dyn Fn(&mut Value), &'a str);

#[test]
fn label_studio_exports_are_read_or_refused() {
    let task = label_studio::task(&sample().graph().unwrap());
    let with = |change: &dyn Fn(&mut Value)| {
        let mut task = task.clone();
        change(&mut task);
        label_studio::graph(&task).and_then(Annotated::of)
    };
    // What an export has besides.
    let more = with(&|task| {
        task["id"] = json!(7);
        task["annotations"][0]["was_cancelled"] = json!(false);
        task["annotations"][0]["result"][0]["origin"] = json!("manual");
        let first = task["annotations"][0].clone();
        task["annotations"] = json!([{"was_cancelled": true, "result": []}, first]);
    });
    assert_eq!(more.unwrap(), sample());
    // Six boats, counted in UTF-16.
    let utf16 = with(&|task| {
        for item in task["annotations"][0]["result"].as_array_mut().unwrap() {
            if let Some(start) = item["value"]["start"].as_u64() {
                item["value"]["start"] = json!(start + 1);
                item["value"]["end"] = json!(item["value"]["end"].as_u64().unwrap() + 1);
            }
        }
    });
    assert!(utf16.unwrap_err().contains("UTF-16"));
    let cases: [Damage<'_>; 5] = [
        (&|task| task["annotations"] = json!([]), "no annotation; submit it"),
        (
            &|task| {
                let one = task["annotations"][0].clone();
                task["annotations"] = json!([one, one]);
            },
            "2 annotations; keep the one",
        ),
        (
            &|task| task["annotations"][0]["result"][0]["value"]["labels"] = json!(["claim"]),
            "label 'claim' is not known",
        ),
        (
            &|task| task["annotations"][0]["result"][0]["value"]["end"] = json!(400),
            "no part of the text",
        ),
        (
            &|task| {
                task.as_object_mut().unwrap().remove("data");
            },
            "export as JSON",
        ),
    ];
    for (change, told) in cases {
        let problem = with(change).unwrap_err();
        assert!(problem.contains(told), "{problem}");
    }
}

#[test]
fn cas_documents_are_read_or_refused() {
    let cas = inception::cas(&sample().graph().unwrap());
    let with = |change: &dyn Fn(&mut Value)| {
        let mut cas = cas.clone();
        change(&mut cas);
        inception::graph(&cas, "boats").and_then(Annotated::of)
    };
    let cases: [Damage<'_>; 4] = [
        (
            &|cas| cas["%FEATURE_STRUCTURES"][3]["end"] = json!(700),
            "no begin and end inside the text",
        ),
        (
            &|cas| cas["%FEATURE_STRUCTURES"][3]["begin"] = json!(1),
            "no begin and end inside the text",
        ),
        (
            &|cas| cas["%FEATURE_STRUCTURES"][3]["label"] = json!("claim"),
            "label 'claim'; there are",
        ),
        (
            &|cas| cas["%FEATURE_STRUCTURES"][8]["@Dependent"] = json!(99),
            "leads to nothing; remove it",
        ),
    ];
    for (change, told) in cases {
        let problem = with(change).unwrap_err();
        assert!(problem.contains(told), "{problem}");
    }
    // INCEpTION writes the structures of other layers too, and may leave out the article's.
    let foreign = with(&|cas| {
        let list = cas["%FEATURE_STRUCTURES"].as_array_mut().unwrap();
        list.remove(2);
        list.push(json!({"%ID": 99, "%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token", "@sofa": 1, "begin": 0, "end": 2}));
    });
    let foreign = foreign.unwrap().article;
    assert_eq!((foreign.id.as_str(), foreign.attributions.len()), ("boats", 1));
}

#[test]
fn configurations_name_every_label() {
    let (xml, conf, layers) =
        (label_studio::config(), brat::config(), inception::layers().to_string());
    for label in
        ["content", "continues", "anonymous_official", "at_most", "hypothetical", "displaced"]
    {
        assert!(xml.contains(&format!("value=\"{label}\"")), "{label}");
        assert!(conf.contains(label) && layers.contains(label), "{label}");
    }
}
