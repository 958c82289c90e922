//! The tables hold what their schema says.

use super::{assert_done, extract, newsroom, table};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use tempfile::tempdir;
use whosaid::gold;

type Row = BTreeMap<String, String>;

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

fn cells<'r>(row: &'r Row, columns: &[&str]) -> Vec<&'r str> {
    columns.iter().map(|&column| &*row[column]).collect()
}

#[track_caller]
fn check_cell(field: &Value, cell: &str) {
    if cell.is_empty() {
        return;
    }
    let good = match field["type"].as_str().unwrap() {
        "integer" => cell.parse::<u64>().is_ok(),
        "number" => cell.parse::<f64>().is_ok() && !cell.contains(['e', 'E']),
        "boolean" => ["true", "false"].contains(&cell),
        "string" => true,
        other => panic!("no such type: {other}"),
    };
    assert!(good, "{cell:?} in {field}");
    if let Some(labels) = field["constraints"].get("enum") {
        assert!(names(labels).contains(&cell), "{cell:?} in {field}");
    }
}

#[test]
fn every_table_fits_its_schema_and_its_keys_join() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&newsroom(), &run, &["--numbers", "all"]));
    let package = json(&run.join("datapackage.json"));
    let resources = package["resources"].as_array().unwrap();
    let tables: BTreeMap<&str, Vec<Row>> = resources
        .iter()
        .map(|r| r["name"].as_str().unwrap())
        .map(|name| (name, table(&run, name)))
        .collect();
    for resource in resources {
        let name = resource["name"].as_str().unwrap();
        let schema = &resource["schema"];
        let fields = schema["fields"].as_array().unwrap();
        let path = run.join(resource["path"].as_str().unwrap());
        let text = fs::read_to_string(&path).unwrap();
        let header: Vec<_> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(text.lines().next().unwrap(), header.join(","), "{name}");
        assert!(!text.contains('\r') && text.ends_with('\n'));

        let rows = &tables[name];
        assert!(name == "rejects" || rows.len() > 20, "{name} has {} rows", rows.len());
        for row in rows {
            for field in fields {
                check_cell(field, &row[field["name"].as_str().unwrap()]);
            }
        }
        if let Some(key) = schema.get("primaryKey") {
            let key = names(key);
            let mut seen = BTreeSet::new();
            for row in rows {
                assert!(seen.insert(cells(row, &key)), "{name}: {:?} twice", cells(row, &key));
            }
        }
        for foreign in schema.get("foreignKeys").and_then(Value::as_array).into_iter().flatten() {
            let there = foreign["reference"]["resource"].as_str().unwrap();
            let there = if there.is_empty() { name } else { there };
            let columns = names(&foreign["reference"]["fields"]);
            let known: BTreeSet<_> = tables[there].iter().map(|row| cells(row, &columns)).collect();
            for row in rows {
                let key = cells(row, &names(&foreign["fields"]));
                let missing = key.iter().all(|cell| cell.is_empty());
                assert!(missing || known.contains(&key), "{name}: {key:?} is not in {there}");
            }
        }
    }
}

#[test]
fn offsets_are_code_points_of_the_text() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&newsroom(), &run, &[]));
    let texts: BTreeMap<_, Vec<char>> = table(&run, "documents")
        .into_iter()
        .map(|row| (row["doc_id"].clone(), row["text"].chars().collect()))
        .collect();
    let check = |row: &Row, words: &str, prefix: &str| {
        let (start, end) = (&row[&format!("{prefix}_start")], &row[&format!("{prefix}_end")]);
        if row[words].is_empty() {
            assert!(start.is_empty() && end.is_empty());
            return;
        }
        let range = start.parse().unwrap()..end.parse().unwrap();
        let there: String = texts[&row["doc_id"]][range].iter().collect();
        assert_eq!(there, row[words], "{prefix} of {row:?}");
    };
    let claims = table(&run, "claims");
    for row in &claims {
        for words in ["sentence", "quantity", "counted", "source"] {
            check(row, words, words);
        }
    }
    for row in table(&run, "attributions") {
        check(&row, "source", "source");
        check(&row, "cue", "cue");
    }
    for row in table(&run, "sentences") {
        check(&row, "text", "sentence");
    }
    assert!(texts.values().any(|text| text.iter().any(|c| !c.is_ascii())), "not all is ASCII");
    assert!(claims.len() > 100, "{} claims", claims.len());
}

#[test]
fn bounds_and_ranges_fill_the_ends_they_name() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in.txt");
    let text = "At least 30 soldiers were killed. Up to 40 houses burned. Between 50 and 60 cars \
                were sold. Exactly 70 trains ran. About 80 people came.";
    fs::write(&input, text).unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let rows = table(&run, "claims");
    let ends = |row: &Row| cells(row, &["value", "value_low", "value_high"]).join("/");
    let told: Vec<_> = rows.iter().map(ends).collect();
    assert_eq!(told, ["30/30/", "40//40", "/50/60", "70//", "80//"]);
}

#[test]
fn measures_and_durations_are_told_in_si_units_and_nothing_else_is() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in.txt");
    let text = "The road is 12 km long. The pier is 3 to 5 miles away. The hearing took at least \
                30 minutes. They paid $40. Some 50 men came. It was 21 degrees Celsius. Half the \
                town fled.";
    fs::write(&input, text).unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &[]));
    let rows = table(&run, "claims");
    let si = |row: &Row| cells(row, &["si_value", "si_low", "si_high", "si_unit"]).join("/");
    let told: Vec<_> = rows.iter().map(si).collect();
    let lengths = ["12000///m", "/4828.032/8046.72/m", "1800/1800//s"];
    assert_eq!(told, [&lengths[..], &["///"; 4]].concat());
}

#[test]
fn numbers_that_are_no_claims_come_on_request_with_their_kind() {
    let dir = tempdir().unwrap();
    let input = dir.path().join("in.txt");
    fs::write(&input, "On Oct. 7 the third ship of Article 5 sank with 40 men.").unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &["--numbers", "all"]));
    let rows = table(&run, "claims");
    let kinds: Vec<&str> = rows.iter().map(|row| &*row["kind"]).collect();
    assert_eq!(kinds, ["date", "ordinal", "identifier", "count"]);
}

#[test]
fn findings_are_the_gold_shape_with_the_inputs_ids() {
    let dir = tempdir().unwrap();
    let input = super::corpus(dir.path(), 20);
    let run = dir.path().join("out");
    assert_done(&extract(&input, &run, &["--format", "jsonl"]));
    let findings = gold::read(&run.join("findings.jsonl")).unwrap();
    let ids: Vec<_> = findings.iter().map(|article| article.id.clone()).collect();
    assert_eq!(ids, (0..20).map(|n| format!("n{n}")).collect::<Vec<_>>());
    let claims = fs::read_to_string(run.join("claims.jsonl")).unwrap();
    let quantities: usize = findings.iter().map(|article| article.quantities.len()).sum();
    assert_eq!(claims.lines().count(), quantities);
    let columns = &json(&run.join("datapackage.json"))["resources"][0]["schema"]["fields"];
    for line in claims.lines() {
        let row: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        assert_eq!(row.len(), columns.as_array().unwrap().len());
    }
}

#[test]
fn without_text_no_word_of_an_article_is_left() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    assert_done(&extract(&newsroom(), &run, &["--no-text", "--format", "csv,jsonl"]));
    let claims = table(&run, "claims");
    assert!(claims.len() > 100);
    assert!(
        claims.iter().all(|row| !row["quantity_start"].is_empty() && row["sentence"].is_empty())
    );
    for (name, bytes) in super::files(&run) {
        let text = String::from_utf8(bytes).unwrap();
        if name != "codebook.md" && name != "datapackage.json" {
            for words in ["said", "Thursday", "people", "killed the"] {
                assert!(!text.contains(words), "{name} holds {words:?}");
            }
        }
    }
    assert!(table(&run, "documents").iter().all(|row| row["text_sha256"].len() == 64));
}
