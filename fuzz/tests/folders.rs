//! The kept folders come as far as they were made to.

use std::path::Path;
use whosaid_fuzz::{Came, report, run_folder, trace};

fn seed(target: &str, name: &str) -> Vec<u8> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    std::fs::read(corpus.join(target).join(name)).expect("a seed")
}

#[test]
fn finished_runs_are_complete_and_stopped_ones_are_resumed() {
    for (name, came) in [
        ("finished", Came::Complete),
        ("finished-jsonl", Came::Complete),
        ("stopped", Came::Finished(1)),
        ("stopped-late", Came::Finished(2)),
        ("stopped-jsonl", Came::Finished(1)),
        ("other", Came::Refused),
    ] {
        assert_eq!(run_folder(&seed("run_folder", name)), came, "{name}");
    }
}

#[test]
fn runs_are_traced_and_reported_in_every_notation() {
    for name in ["csv", "jsonl", "parquet"] {
        assert!(trace(&seed("trace", name)), "{name}");
    }
    for name in ["traced", "jsonl"] {
        assert!(report(&seed("report", name)), "{name}");
    }
}

#[test]
fn annotations_of_every_tool_are_read() {
    for name in ["label-studio", "inception", "gold", "brat", "polnear"] {
        assert!(whosaid_fuzz::annotations(&seed("annotations", name)), "{name}");
    }
}
