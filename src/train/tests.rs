//! A small network is trained on invented articles: it learns, repeats itself bit for bit, goes on
//! where it was stopped, and computes what the pure-Rust encoder computes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
use super::network::Network;
use super::settings::Settings;
use super::training::{Epoch, Prepared, Step, Watch, train};
use crate::encoder::{self, Precision, Tensors, Window};
use crate::reading::neural::folder::Folder;
use crate::reading::neural::piece::tokenizer;
use crate::reading::neural::{Encoder as _, Scheme, torch::Libtorch};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tch::Device;

const ARTICLES: &str = r#"{"id":"a","text":"The mayor said 40 boats sank. Police confirmed two deaths.","sentences":[],"attributions":[{"id":"a1","source":[0,9],"cue":[10,14],"content":[[15,28]],"type":"named_official","quote":"indirect","parent":null},{"id":"a2","source":[30,36],"cue":[37,46],"content":[[47,57]],"type":"local_authority","quote":"indirect","parent":null}],"quantities":[{"id":"q1","span":[15,17],"kind":"count","value":40,"mod":"exact","counted":[18,23],"event":[24,28],"topic":"weapons","modality":"asserted","attr":"a1"},{"id":"q2","span":[47,50],"kind":"count","value":2,"mod":"exact","counted":[51,57],"topic":"killed","modality":"asserted","attr":"a2"}]}
{"id":"b","text":"\"We lost 40 boats,\" the mayor said.","sentences":[],"attributions":[{"id":"a1","source":[20,29],"cue":[30,34],"content":[[0,19]],"type":"named_official","quote":"direct","parent":null}],"quantities":[{"id":"q1","span":[9,11],"kind":"count","value":40,"mod":"exact","counted":[12,17],"event":[4,8],"topic":"weapons","modality":"asserted","attr":"a1"}]}
"#;

const SETTINGS: &str = r#"{
    "data": [{"name": "ours", "articles": "articles.jsonl", "scheme": "whosaid"}],
    "dev": "articles.jsonl",
    "phases": [
        {"data": ["ours"], "epochs": EPOCHS, "encoder_rate": 3e-3, "heads_rate": 1e-2},
        {"data": ["ours"], "epochs": 1, "encoder_rate": 1e-3, "heads_rate": 1e-3}
    ],
    "seed": 5, "batch": 1, "hint_dropout": 0.3, "window": {"own": 10, "context": 4}
}"#;

/// Counts epochs; stops the training, as a crash would, at a step if told so.
#[derive(Default)]
struct Witness {
    prepared: Vec<Prepared>,
    resumed: usize,
    epochs: Vec<Epoch>,
    crash_in_epoch: Option<usize>,
}

impl Watch for Witness {
    fn prepared(&mut self, data: &Prepared) {
        self.prepared.push(data.clone());
    }
    fn resumed(&mut self, epochs: &[Epoch]) {
        self.resumed = epochs.len();
    }
    fn step(&mut self, step: &Step) {
        assert_ne!(Some(step.epoch), self.crash_in_epoch, "the training crashes here");
    }
    fn epoch(&mut self, epoch: &Epoch) {
        self.epochs.push(epoch.clone());
    }
}

/// A folder with articles, settings and a small random encoder.
struct Workplace {
    dir: tempfile::TempDir,
    /// libtorch draws for all threads from one source of chance, so one test trains at a time.
    _alone: MutexGuard<'static, ()>,
}

impl Workplace {
    fn path(&self) -> &Path {
        self.dir.path()
    }
}

fn workplace(epochs: usize) -> Workplace {
    static ALONE: Mutex<()> = Mutex::new(());
    let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("base");
    std::fs::create_dir(&base).unwrap();
    std::fs::write(dir.path().join("articles.jsonl"), ARTICLES).unwrap();
    let settings = SETTINGS.replace("EPOCHS", &epochs.to_string());
    std::fs::write(dir.path().join("train.json"), settings).unwrap();
    let words = "the mayor said 40 boats sank police confirmed two deaths we lost . , \"";
    let marks = "[PAD] [UNK] [CLS] [SEP] [MASK]";
    let vocabulary: serde_json::Map<_, _> = marks
        .split(' ')
        .chain(words.split(' '))
        .zip(0..)
        .map(|(w, n)| (w.into(), n.into()))
        .collect();
    let config = serde_json::json!({
        "hidden_act": "gelu", "attention_probs_dropout_prob": 0.1, "hidden_dropout_prob": 0.1,
        "hidden_size": 32, "initializer_range": 0.02, "intermediate_size": 64,
        "max_position_embeddings": 32, "num_attention_heads": 2, "num_hidden_layers": 2,
        "type_vocab_size": 2, "vocab_size": vocabulary.len(),
    });
    std::fs::write(base.join("config.json"), config.to_string()).unwrap();
    std::fs::write(base.join("tokenizer.json"), tokenizer(&vocabulary)).unwrap();
    tch::set_num_threads(1);
    tch::manual_seed(3);
    let config = serde_json::from_value(config).unwrap();
    Network::new(&config, 0.1, Device::Cpu).save(&base.join("model.safetensors")).unwrap();
    Workplace { dir, _alone: alone }
}

fn run(dir: &Path, output: &str, crash_in_epoch: Option<usize>) -> (PathBuf, Witness) {
    let output = dir.join(output);
    let mut witness = Witness { crash_in_epoch, ..Witness::default() };
    let settings = Settings::read(&dir.join("train.json")).unwrap();
    let trained = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        train(&settings, &dir.join("base"), &output, &mut witness).unwrap()
    }));
    assert_eq!(trained.is_err(), crash_in_epoch.is_some());
    (output, witness)
}

fn weights(output: &Path) -> Vec<u8> {
    std::fs::read(output.join("model.safetensors")).unwrap()
}

#[test]
fn a_small_network_learns_a_few_articles_by_heart() {
    let dir = workplace(30);
    let (_, witness) = run(dir.path(), "model", None);
    let ours = &witness.prepared[0];
    assert_eq!((ours.articles, ours.attributions, ours.quantities), (2, 3, 3));
    assert_eq!(witness.epochs.len(), 31);
    let loss = |at: usize| witness.epochs[at].dev_loss.unwrap();
    assert!(loss(30) < 0.3 * loss(0), "{} after {}", loss(30), loss(0));
}

#[test]
fn a_training_that_was_stopped_goes_on_as_if_it_had_not_been() {
    let dir = workplace(3);
    let (whole, _) = run(dir.path(), "whole", None);
    // In the middle of the first phase, between the phases, and in the last.
    let (stopped, _) = run(dir.path(), "stopped", Some(3));
    let (_, witness) = run(dir.path(), "stopped", Some(4));
    assert_eq!(witness.resumed, 2);
    let (_, witness) = run(dir.path(), "stopped", None);
    assert_eq!((witness.resumed, witness.epochs.len()), (3, 1));
    assert!(weights(&whole) == weights(&stopped), "the same weights");
    // A finished one is left alone.
    let (_, witness) = run(dir.path(), "stopped", None);
    assert_eq!((witness.resumed, witness.epochs.len()), (4, 0));
    assert!(weights(&whole) == weights(&stopped), "the same weights");
}

#[test]
fn other_settings_do_not_go_on_with_a_training() {
    let dir = workplace(1);
    run(dir.path(), "model", None);
    let mut settings = Settings::read(&dir.path().join("train.json")).unwrap();
    settings.seed += 1;
    let output = dir.path().join("model");
    let error = train(&settings, &dir.path().join("base"), &output, &mut Witness::default());
    assert!(error.unwrap_err().to_string().contains("other settings, data or base weights"));
}

#[test]
fn windows_that_are_too_long_for_the_encoder_are_refused() {
    let dir = workplace(1);
    let mut settings = Settings::read(&dir.path().join("train.json")).unwrap();
    settings.window.own = 27;
    let output = dir.path().join("model");
    let error = train(&settings, &dir.path().join("base"), &output, &mut Witness::default());
    let error = error.unwrap_err().to_string();
    assert!(
        error.ends_with("windows of 33 pieces, with marks, are too long for its 32"),
        "{error}"
    );
}

/// Windows of several lengths with hints, in both segments.
fn windows() -> Vec<Window> {
    let mut rng = fastrand::Rng::with_seed(11);
    let window = |len: usize| Window {
        ids: (0..len).map(|_| rng.u32(2..20)).collect(),
        segment: rng.u8(0..2),
        hints: (0..len).map(|_| rng.u16(..)).collect(),
    };
    [2, 31, 9, 32, 17].into_iter().map(window).collect()
}

#[test]
fn libtorch_and_pure_rust_give_every_piece_the_same_vector() {
    let dir = workplace(3);
    let (output, _) = run(dir.path(), "model", None);
    let folder = Folder::open(&output).unwrap();
    let torch = Libtorch::open(&folder).unwrap();
    let tensors = Tensors::open(&output.join("model.safetensors")).unwrap();
    let network =
        encoder::Network::load(&tensors, &folder.settings.architecture, Precision::F32).unwrap();
    let windows = windows();
    let (theirs, ours) = (torch.hidden(&windows), network.hidden(&windows));
    assert_eq!(theirs.len(), ours.len());
    for (theirs, ours) in theirs.iter().zip(&ours) {
        assert_eq!((theirs.rows(), theirs.columns()), (ours.rows(), ours.columns()));
        let apart = theirs.values().iter().zip(ours.values()).map(|(a, b)| (a - b).abs());
        let apart = apart.fold(0.0, f32::max);
        assert!(apart < 1e-4, "{apart}");
    }
}

#[test]
fn both_readers_find_the_same_with_a_trained_model() {
    let dir = workplace(30);
    let (output, witness) = run(dir.path(), "model", None);
    let folder = Folder::open(&output).unwrap();
    let f32 = folder.reader(Precision::F32, Scheme::Whosaid).unwrap();
    let torch = folder.libtorch(Scheme::Whosaid).unwrap();
    let read = |reader: Box<dyn crate::reading::Reader>| {
        let pipeline = crate::Pipeline::new(reader, crate::claim::Numbers::Claims);
        let text = "The mayor said 40 boats sank. \"We lost two boats,\" police said.";
        let doc = crate::clean::clean(crate::ingest::Raw::text("c", text)).unwrap();
        let mut found = crate::gold::Article::of(&doc, &pipeline.read(&doc).unwrap());
        // Probabilities are the same in their first digits alone.
        for a in &mut found.attributions {
            (a.score, a.type_score) = (None, None);
        }
        found
    };
    let found = read(Box::new(f32));
    assert_eq!(found, read(Box::new(torch)));
    assert!(!found.attributions.is_empty());
    let small = super::folder::compact(&output).unwrap();
    let small = Folder::open(&small).unwrap();
    assert_eq!(found, read(Box::new(small.reader(Precision::F32, Scheme::Whosaid).unwrap())));
    assert_eq!(found, read(Box::new(small.libtorch(Scheme::Whosaid).unwrap())));
    // It was measured on what it learned by heart.
    let f1 = &witness.epochs.last().unwrap().f1;
    let attribution = f1.iter().find(|(measure, _)| measure == "attribution").unwrap().1;
    assert!(attribution > 90.0, "{f1:?}");
}
