//! Every input kept in `corpus/`, read again: what was found once stays mended.

use std::path::Path;
use whosaid_fuzz::TARGETS;

#[test]
fn every_input_that_was_kept_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut inputs = 0;
    for (name, read) in TARGETS {
        let mut paths: Vec<_> = std::fs::read_dir(root.join(name))
            .unwrap_or_else(|_| panic!("corpus/{name} is there"))
            .map(|entry| entry.expect("a folder that can be read").path())
            .collect();
        paths.sort();
        assert!(!paths.is_empty(), "corpus/{name} holds something");
        for path in paths {
            println!("{}", path.display());
            read(&std::fs::read(&path).expect("a file that can be read"));
            inputs += 1;
        }
    }
    println!("{inputs} inputs of {} targets", TARGETS.len());
}
