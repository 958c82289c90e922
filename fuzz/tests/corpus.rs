//! Every input kept in `corpus/`, and every one that fuzzing found, read again: what was found once stays
//! mended.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use whosaid_fuzz::TARGETS;

/// Made for the purpose, or the cause of a failure.
#[test]
fn every_input_that_was_kept_is_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut inputs = 0;
    for (name, read) in TARGETS {
        let mut paths: Vec<_> = fs::read_dir(root.join(name))
            .unwrap_or_else(|_| panic!("corpus/{name} is there"))
            .map(|entry| entry.expect("a folder that can be read").path())
            .collect();
        paths.sort();
        assert!(!paths.is_empty(), "corpus/{name} holds something");
        for path in paths {
            println!("{}", path.display());
            read(&fs::read(&path).expect("a file that can be read"));
            inputs += 1;
        }
    }
    println!("{inputs} inputs of {} targets", TARGETS.len());
}

/// Found on the way: each reaches a place in the program that no other does.
#[test]
fn every_input_that_fuzzing_found_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("found.tar.zst");
    let file = zstd::Decoder::new(File::open(path).expect("the archive is there"));
    let mut archive = tar::Archive::new(file.expect("a file that can be read"));
    let mut inputs: BTreeMap<String, usize> = BTreeMap::new();
    for entry in archive.entries().expect("an archive") {
        let mut entry = entry.expect("a whole archive");
        let path = entry.path().expect("a name").into_owned();
        let name = path.parent().and_then(Path::to_str).expect("a target's folder");
        let (_, read) = TARGETS
            .iter()
            .find(|(target, _)| *target == name)
            .unwrap_or_else(|| panic!("{}: no such target", path.display()));
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("a whole input");
        println!("{}", path.display());
        read(&bytes);
        *inputs.entry(name.to_owned()).or_default() += 1;
    }
    println!("{inputs:?}");
    assert_eq!(inputs.len(), TARGETS.len(), "some target has none");
}
