//! Hashes the built-in lexicon, so that a run can say by which one it was made.

use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let lexicon = Path::new("models/lexicon");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", lexicon.display());
    let mut files = Vec::new();
    collect(lexicon, &mut files);
    files.sort();
    let mut hash = Sha256::new();
    for path in files {
        let text = fs::read(&path).expect("a file that was just listed can be read");
        for part in [path.to_string_lossy().as_bytes(), &text] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=WHOSAID_LEXICON_SHA256={hex}");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
