//! A model folder is data: one that lies about itself is refused with a reason, before memory is
//! taken for what it says.

use super::said;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A copy of the built-in model, to damage.
struct Model {
    dir: TempDir,
}

impl Model {
    fn copy() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/encoder");
        for file in ["model.safetensors", "settings.json", "tokenizer.json"] {
            fs::copy(built_in.join(file), dir.path().join(file)).unwrap();
        }
        Self { dir }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn change(&self, name: &str, change: impl FnOnce(&mut Value)) {
        let mut json = serde_json::from_slice(&fs::read(self.file(name)).unwrap()).unwrap();
        change(&mut json);
        fs::write(self.file(name), json.to_string()).unwrap();
    }

    /// Weights of this header and so many bytes of values, which take no room on the disk.
    fn weights(&self, header: &str, bytes: u64) {
        let mut file = File::create(self.file("model.safetensors")).unwrap();
        file.write_all(&(header.len() as u64).to_le_bytes()).unwrap();
        file.write_all(header.as_bytes()).unwrap();
        file.set_len(8 + header.len() as u64 + bytes).unwrap();
    }

    /// It is refused, in these words, by a program that may take 500 MB and no more.
    #[track_caller]
    fn assert_refused(&self, words: &[&str]) {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -v 500000; exec \"$@\"", "sh"]);
        command.arg(env!("CARGO_BIN_EXE_whosaid")).args(["explain", "--text", "Six men."]);
        let output = command.arg("--model").arg(self.dir.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        for word in words {
            assert!(said(&output).contains(word), "no {word:?} in: {}", said(&output));
        }
    }
}

#[test]
fn a_header_that_lies_about_sizes_is_refused() {
    let model = Model::copy();
    let tensor = |shape: &str, from: u64, to: u64| {
        format!("{{\"a\":{{\"dtype\":\"F32\",\"shape\":{shape},\"data_offsets\":[{from},{to}]}}}}")
    };
    let huge = 1_u64 << 40;
    for (header, bytes) in [
        (tensor("[4]", 0, 16), 8),
        (tensor("[4]", 0, 16), huge),
        (tensor("[1099511627776,1099511627776]", 0, 16), 16),
        (tensor("[4]", 0, huge), 16),
        (tensor("[4]", 16, 0), 16),
        (tensor("[4]", 8, 24), 24),
        ("[".repeat(1 << 20), 16),
        ("{}".to_owned(), 16),
        (String::new(), huge),
    ] {
        model.weights(&header, bytes);
        model.assert_refused(&["safetensors"]);
    }
    // Larger than any model, though the header says the truth.
    model.weights(&tensor("[274877906944]", 0, huge), huge);
    model.assert_refused(&["model.safetensors", "too many"]);
    for length in [u64::MAX, 1 << 62, 1 << 30, 100_000_001] {
        let mut file = File::create(model.file("model.safetensors")).unwrap();
        file.write_all(&length.to_le_bytes()).unwrap();
        file.set_len(huge).unwrap();
        model.assert_refused(&["safetensors"]);
    }
}

#[test]
fn a_tokenizer_or_settings_of_two_gigabytes_are_not_read() {
    for name in ["tokenizer.json", "settings.json"] {
        let model = Model::copy();
        File::create(model.file(name)).unwrap().set_len(2 << 30).unwrap();
        model.assert_refused(&[name, "too many"]);
    }
}

#[test]
fn absurd_settings_are_refused() {
    let cases: [(&str, &str, Value, &str); 10] = [
        ("architecture", "layers", json!(1_000_000_000_u64), "layers: 1000000000 makes no network"),
        ("architecture", "layers", json!(0), "layers: 0 makes no network"),
        ("architecture", "layers", json!(7), "tensor `encoder.layer.6."),
        ("architecture", "heads", json!(0), "heads: 0 makes no network"),
        ("architecture", "heads", json!(7), "heads: 7 makes no network; expected a divisor of"),
        ("architecture", "eps", json!(-1.0), "eps: -1 makes no network"),
        ("architecture", "eps", json!(0.0), "eps: 0 makes no network"),
        ("window", "own", json!(u64::MAX), "windows of 18446744073709551615 and"),
        ("window", "own", json!(0), "windows of 0 and"),
        ("window", "context", json!(1_u64 << 62), "and 4611686018427387904 pieces"),
    ];
    for (part, name, value, reason) in cases {
        let model = Model::copy();
        model.change("settings.json", |settings| settings[part][name] = value.clone());
        model.assert_refused(&["the model cannot be read with", reason]);
    }
    let model = Model::copy();
    fs::write(model.file("settings.json"), "[".repeat(100_000)).unwrap();
    model.assert_refused(&["settings.json"]);
}

#[test]
fn a_tokenizer_that_does_not_cut_as_bert_does_is_refused() {
    let cases: [(&str, Value, &str); 4] = [
        ("normalizer", Value::Null, "normalizer"),
        ("pre_tokenizer", json!({"type": "Whitespace"}), "pre_tokenizer"),
        (
            "pre_tokenizer",
            json!({"type": "Split", "pattern": {"Regex": "(a+)+$"}, "behavior": "Isolated",
                   "invert": false}),
            "pre_tokenizer",
        ),
        ("added_tokens", json!([]), "Missing [UNK] token"),
    ];
    for (part, value, word) in cases {
        let model = Model::copy();
        model.change("tokenizer.json", |tokenizer| {
            tokenizer[part] = value.clone();
            if part == "added_tokens" {
                tokenizer["model"]["unk_token"] = json!("[NOWHERE]");
            }
        });
        model.assert_refused(&["tokenizer", word]);
    }
    let model = Model::copy();
    model.change("tokenizer.json", |tokenizer| {
        tokenizer["model"]["vocab"]["far"] = json!(u32::MAX);
    });
    model.assert_refused(&["different models"]);
}
