//! `report` on real run folders. What a browser makes of it is tested in `tests/browser`.

use super::{assert_done, assert_refused, corpus, extract, feed, newsroom, table, whosaid};
use dom_query::Document;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::tempdir;

/// `whosaid report RUN` and what else is given.
fn report(run: &Path, more: &[&str]) -> Output {
    whosaid().arg("report").arg(run).args(more).output().unwrap()
}

fn page(path: &Path) -> Document {
    Document::from(fs::read_to_string(path).unwrap())
}

/// The text of all that a selector finds.
fn texts(page: &Document, selector: &str) -> Vec<String> {
    page.select(selector).iter().map(|found| found.text().trim().to_owned()).collect()
}

#[test]
fn totals_are_those_of_the_tables() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&newsroom(), &run, &[]));
    assert_done(&report(&run, &[]));
    let page = page(&run.join("report.html"));
    let claims = table(&run, "claims");
    let told: usize = texts(&page, "#sources table:first-of-type tbody td.num:nth-of-type(1)")
        .iter()
        .map(|count| count.replace(',', "").parse::<usize>().unwrap())
        .sum();
    assert_eq!(told, claims.len(), "source types add up to all claims");
    let unnamed = claims.iter().filter(|claim| claim["anonymous"] == "true").count();
    let figure = texts(&page, ".figure.unnamed .counts");
    assert_eq!(figure, [format!("{unnamed} of {}", claims.len())]);
    for row in page.select("#topics .bars tbody tr").iter() {
        let (topic, count) = (row.select("th").text(), row.select("td").first().text());
        let own = claims.iter().filter(|claim| claim["topic"] == topic.trim()).count();
        assert_eq!(count.parse::<usize>().unwrap(), own, "{topic}");
    }
    assert_eq!(page.select("details.article").length(), table(&run, "documents").len());
    assert_eq!(page.select("table.claims tbody tr").length(), claims.len());
    let numbers = page.select("a.n[id]");
    assert_eq!(numbers.length(), claims.len(), "every number is marked in its text");
    for (number, claim) in numbers.iter().zip(&claims) {
        assert_eq!(*number.text(), claim["quantity"]);
    }
}

#[test]
fn the_text_of_every_article_is_whole() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&newsroom(), &run, &[]));
    assert_done(&report(&run, &[]));
    let page = page(&run.join("report.html"));
    let articles = page.select("details.article");
    for (article, document) in articles.iter().zip(table(&run, "documents")) {
        let shown: Vec<_> =
            article.select(".text p").iter().map(|p| p.text().to_string()).collect();
        let lines = document["text"].lines().filter(|line| !line.trim().is_empty());
        assert_eq!(shown, lines.collect::<Vec<_>>(), "{}", document["doc_id"]);
    }
}

#[test]
fn the_same_run_gives_the_same_bytes_in_either_notation() {
    let dir = tempdir().unwrap();
    let input = corpus(dir.path(), 30);
    let bytes = ["csv", "jsonl"].map(|format| {
        let run = dir.path().join(format);
        assert_done(&extract(&input, &run, &["--format", format]));
        let read = || {
            assert_done(&report(&run, &[]));
            fs::read_to_string(run.join("report.html")).unwrap()
        };
        let first = read();
        assert_eq!(read(), first);
        // Only the setting differs.
        first.replace("format csv", "format").replace("format jsonl", "format")
    });
    assert_eq!(bytes[0], bytes[1]);
}

#[test]
fn too_many_articles_become_pages_and_stale_pages_go() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&corpus(dir.path(), 600), &run, &[]));
    let site = dir.path().join("site");
    let site_name = site.to_str().unwrap();
    assert_done(&report(&run, &["-o", site_name, "--articles", "500"]));
    let pages = |folder: &Path| {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        pages(&site.join("articles")),
        ["articles-00001.html", "articles-00002.html", "articles-00003.html"]
    );
    let main = page(&site.join("index.html"));
    assert_eq!(main.select("details.article").length(), 0);
    let index: serde_json::Value =
        serde_json::from_str(&main.select("script#index").text()).unwrap();
    assert_eq!(index["articles"].as_array().unwrap().len(), 600);
    let held: usize = (1..=3)
        .map(|n| page(&site.join(format!("articles/articles-{n:05}.html"))))
        .map(|page| page.select("details.article").length())
        .sum();
    assert_eq!(held, 600);
    fs::write(site.join("articles/mine.txt"), "kept").unwrap();
    assert_done(&report(&run, &["-o", site_name]));
    assert_eq!(pages(&site.join("articles")), ["mine.txt"], "only our own pages are taken away");
    assert_eq!(page(&site.join("index.html")).select("details.article").length(), 600);
}

#[test]
fn a_run_of_nothing_has_a_report() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let input = dir.path().join("empty.txt");
    fs::write(&input, " \n").unwrap();
    assert_done(&extract(&input, &run, &[]));
    assert_eq!(table(&run, "documents").len(), 0);
    assert_done(&report(&run, &[]));
    let page = page(&run.join("report.html"));
    assert!(page.select("main").text().contains("No numeric claim was found in 0 articles."));
    assert!(page.select("#read").text().contains("empty: the article has no words"));
}

#[test]
fn a_run_without_words_says_so_and_shows_its_claims() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&newsroom(), &run, &["--no-text"]));
    assert_done(&report(&run, &[]));
    let page = page(&run.join("report.html"));
    assert!(page.select("#articles").text().contains("left the words of the articles out"));
    assert_eq!(page.select(".text").length(), 0);
    assert_eq!(page.select("table.claims tbody tr").length(), table(&run, "claims").len());
}

#[test]
fn families_are_shown_once_the_run_is_traced() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let told = "Morland could send up to 700 tents to the flooded towns on the Isk, a senior official \
                told the Quay Observer on condition of anonymity.";
    let articles = [
        ["clerk", "Quay Observer", "2024-02-01", told],
        ["reprint", "Valley Echo", "2024-02-01", told],
        [
            "loud",
            "Night Herald",
            "2024-02-02",
            "Morland has announced it will send 700 tents to the flooded towns on the Isk.",
        ],
        [
            "denial",
            "Morland State Bulletin",
            "2024-02-03",
            "The foreign ministry of Morland denied on Saturday that it would send 700 tents to the Isk.",
        ],
    ];
    assert_done(&extract(&feed(&dir.path().join("feed.jsonl"), &articles), &run, &[]));
    assert_done(&report(&run, &[]));
    let path = run.join("report.html");
    assert!(page(&path).select("#families").text().contains("whosaid trace"));
    assert_done(&whosaid().arg("trace").arg(&run).output().unwrap());
    assert_done(&report(&run, &[]));
    let page = page(&path);
    assert_eq!(page.select(".family").length(), 1);
    let tree: Vec<_> = texts(&page, ".tree li")
        .iter()
        .map(|telling| telling.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(tree.len(), 3, "{tree:#?}");
    assert!(
        tree[0].starts_with("origin 1 Feb 2024, Quay Observer: up to 700 tents, a senior official")
    );
    assert!(tree[0].ends_with("1 reprint: Valley Echo"), "{}", tree[0]);
    assert!(tree.iter().any(|telling| telling.starts_with("relay 2 Feb 2024, Night Herald")
        && telling.contains("source strengthened, hedge dropped")));
    assert!(
        tree.iter().any(|telling| telling.starts_with("denial 3 Feb 2024, Morland State Bulletin"))
    );
    assert!(
        page.select(".family > p").text().contains("Denied by The foreign ministry of Morland.")
    );

    // A table that is damaged is told, not passed over.
    fs::write(run.join("drift.csv"), "claim_id\n").unwrap();
    assert_refused(&report(&run, &[]), &["drift.csv", "no column", "whosaid trace"]);
}

#[test]
fn a_time_line_can_be_asked_for() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let text = "Some 30 Ilharan soldiers crossed the river, the mayor said.";
    let articles = [["a", "Post", "2024-02-01", text], ["b", "Echo", "2024-03-05", "Nothing."]];
    assert_done(&extract(&feed(&dir.path().join("feed.jsonl"), &articles), &run, &[]));
    let topic = table(&run, "claims")[0]["topic"].clone();
    assert_done(&report(&run, &["--timeline", &format!("{topic}:ilharan")]));
    let page = page(&run.join("report.html"));
    assert_eq!(texts(&page, "#lines h3"), [format!("Ilharan: {topic}")]);
    assert_eq!(texts(&page, "#lines tbody th"), ["about 30"]);
    assert_refused(
        &report(&run, &["--timeline", "troops"]),
        &["'troops' is no topic", "personnel"],
    );
}

#[test]
fn what_is_no_finished_run_is_refused() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_refused(&report(&run, &[]), &["out", "no such folder", "whosaid extract"]);
    fs::create_dir(&run).unwrap();
    assert_refused(&report(&run, &[]), &["out", "not a run", "manifest.json"]);
    fs::remove_dir(&run).unwrap();
    assert_done(&extract(&corpus(dir.path(), 3), &run, &[]));
    let no_trace = dir.path().to_str().unwrap();
    assert_refused(&report(&run, &["--traced", no_trace]), &["no families.csv", "whosaid trace"]);
    let claims = fs::read_to_string(run.join("claims.csv")).unwrap();
    // As long as before, so that the manifest has nothing against it.
    fs::write(run.join("claims.csv"), claims.replacen(",count,", ",coumt,", 1)).unwrap();
    assert_refused(&report(&run, &[]), &["claims.csv: row 1", "coumt", "--fresh"]);
    assert!(!run.join("report.html").exists(), "nothing half-made is left");
}

mod hostile {
    use super::*;
    use proptest::prelude::*;

    /// Words that act in HTML, in scripts, in attributes, or on the text around them.
    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("<script>alert(1)</script>".to_owned()),
            Just("</script><img src=x onerror=alert(1)>".to_owned()),
            Just("\"><svg onload=alert(1)>".to_owned()),
            Just("' onmouseover='alert(1)".to_owned()),
            Just("<!-- ]]> {{ 7*7 }} {% raw %}".to_owned()),
            Just("\u{202e}\u{2066}\u{2028}\0".to_owned()),
            Just("javascript:alert(1)".to_owned()),
            Just("&lt;b&gt;&amp;".to_owned()),
            "[ -~]{0,12}",
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
        #[test]
        fn whatever_an_article_says_is_text(
            pieces in proptest::collection::vec(piece(), 8),
        ) {
            let dir = tempdir().unwrap();
            let run = dir.path().join("out");
            let [a, b, c, d, e, f, g, h] = &pieces[..] else { unreachable!() };
            let article = serde_json::json!({
                "id": format!("i{a}"), "title": format!("T {b}"), "source": format!("S {c}"),
                "date": format!("2024-02-01{d}"), "url": format!("{e}"),
                "text": format!("At least 40 {f} were killed, {g} said on Friday.\n\n“Some 30 {h} men,” he said."),
            });
            let input = dir.path().join("feed.jsonl");
            fs::write(&input, format!("{article}\n")).unwrap();
            assert_done(&extract(&input, &run, &[]));
            assert_done(&report(&run, &[]));
            let bytes = fs::read_to_string(run.join("report.html")).unwrap();
            let acting = ['\u{202e}', '\u{2066}', '\0'];
            prop_assert!(!bytes.contains(acting));
            let page = Document::from(bytes);
            prop_assert_eq!(page.select("script").length(), 2);
            prop_assert_eq!(page.select("img, iframe, object, [onload], [onerror], [onmouseover], [style]").length(), 0);
            prop_assert_eq!(page.select("a[href^='javascript' i]").length(), 0);
            prop_assert_eq!(page.select("details.article").length(), 1);
        }
    }
}
