//! The five articles the project began from: every count that is claimed, with its bounds.
//!
//! The articles and their gold lie in `../shared`; without them the test skips.

use serde_json::Value;
use std::path::Path;
use whosaid::labels::Modifier;
use whosaid::{Document, Number, Quantity, quantity, sentence};

/// How many of the counts must be read right.
const GOAL: usize = 34;

/// The least and the most that a reading allows, under its modifier.
fn bounds(quantity: &Quantity) -> (Option<f64>, Option<f64>) {
    let (low, high) = match quantity.number {
        Number::Value(value) => (Some(value), Some(value)),
        Number::Range(low, high) => (Some(low), Some(high)),
        Number::Unreadable | Number::None => (None, None),
    };
    match quantity.modifier {
        Modifier::MoreThan | Modifier::AtLeast => (low, None),
        Modifier::LessThan | Modifier::AtMost => (None, high),
        _ => (low, high),
    }
}

/// Whether the reading says what the gold says.
///
/// A vague word has the magnitude as its value ("several thousand" is 1000), so its lower
/// bound must have the same number of digits, and its upper bound is not compared.
fn agrees(gold: &Value, quantity: &Quantity) -> bool {
    let (low, high) = bounds(quantity);
    let bound = |name: &str| gold[name].as_f64();
    let same_bounds = if quantity.modifier == Modifier::Vague {
        let magnitude = |value: Option<f64>| value.map(|value| value.log10().floor());
        magnitude(low) == magnitude(bound("low"))
    } else {
        low == bound("low") && high == bound("high")
    };
    Some(quantity.modifier.to_string().as_str()) == gold["modifier"].as_str() && same_bounds
}

#[test]
fn the_seeds_counts_are_read_with_bounds_and_modifier() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !seeds.exists() {
        println!("skipped: ../shared/seeds is not here");
        return;
    }
    let gold = std::fs::read_to_string(seeds.join("numeric_gold.jsonl")).unwrap();
    let gold: Vec<Value> = gold.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let claimed = |row: &&Value| row["claim"] == true && row["kind"] == "count";
    let (mut right, mut all, mut wrong) = (0, 0, String::new());
    for row in gold.iter().filter(claimed) {
        let name = row["file"].as_str().unwrap();
        let doc = Document::of_lines("seed", &std::fs::read_to_string(seeds.join(name)).unwrap());
        let found = quantity::find(&doc, &sentence::split(&doc));
        let offsets = doc.char_offsets();
        let (start, end) =
            (row["start"].as_u64().unwrap() as usize, row["end"].as_u64().unwrap() as usize);
        let here = found.iter().filter(|quantity| quantity.kind.is_claim()).find(|quantity| {
            let (from, to) = offsets.span(quantity.span);
            from < end && start < to
        });
        all += 1;
        if here.is_some_and(|quantity| agrees(row, quantity)) {
            right += 1;
        } else {
            wrong += &format!("{} {} {}: {here:?}\n", row["id"], row["text"], row["modifier"]);
        }
    }
    println!("{right} of {all}\n{wrong}");
    assert_eq!(all, 36);
    assert!(right >= GOAL, "{right} of {all}\n{wrong}");
}
