//! Throughput of the encoder, on one thread, with random weights in the shape of
//! MiniLM-L6-H384: speed does not depend on what the weights are.
//!
//! ```sh
//! cargo bench --bench encoder
//! ```
//!
//! An item is a word piece. Windows of about 240 pieces are paragraphs, of about 28 sentences.

use divan::Bencher;
use divan::counter::ItemsCount;
use safetensors::tensor::{Dtype, TensorView, serialize};
use std::sync::LazyLock;
use whosaid::encoder::{Architecture, Network, Precision, Tensors, Window, compact};

const HIDDEN: usize = 384;
const WIDE: usize = 1536;
const WORDS: usize = 30_522;
const ARCHITECTURE: Architecture = Architecture { layers: 6, heads: 12, eps: 1e-12 };

static MODEL: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut random = fastrand::Rng::with_seed(1);
    let mut tensors: Vec<(String, Vec<usize>, Vec<u8>)> = Vec::new();
    let mut put = |name: String, shape: &[usize], around: f32, spread: f32| {
        let count = shape.iter().product::<usize>();
        let values = (0..count).map(|_| around + spread * (2.0 * random.f32() - 1.0));
        let bytes = values.flat_map(f32::to_le_bytes).collect();
        tensors.push((name, shape.to_vec(), bytes));
    };
    for (name, rows) in [("word", WORDS), ("position", 512), ("token_type", 2)] {
        put(format!("embeddings.{name}_embeddings.weight"), &[rows, HIDDEN], 0.0, 0.1);
    }
    let mut norms = vec!["embeddings.LayerNorm".to_owned()];
    for layer in 0..ARCHITECTURE.layers {
        let part = |name: &str| format!("encoder.layer.{layer}.{name}");
        for (name, shape) in [
            ("attention.self.query", [HIDDEN, HIDDEN]),
            ("attention.self.key", [HIDDEN, HIDDEN]),
            ("attention.self.value", [HIDDEN, HIDDEN]),
            ("attention.output.dense", [HIDDEN, HIDDEN]),
            ("intermediate.dense", [WIDE, HIDDEN]),
            ("output.dense", [HIDDEN, WIDE]),
        ] {
            put(part(&format!("{name}.weight")), &shape, 0.0, 0.1);
            put(part(&format!("{name}.bias")), &shape[..1], 0.0, 0.1);
        }
        norms.extend(["attention.output.LayerNorm", "output.LayerNorm"].map(part));
    }
    for name in norms {
        put(format!("{name}.weight"), &[HIDDEN], 1.0, 0.1);
        put(format!("{name}.bias"), &[HIDDEN], 0.0, 0.1);
    }
    let views = tensors.iter().map(|(name, shape, bytes)| {
        (name, TensorView::new(Dtype::F32, shape.clone(), bytes).expect("bytes for each value"))
    });
    serialize(views, None).expect("tensors that can be written")
});

fn network(precision: Precision) -> Network {
    let tensors = Tensors::from_bytes(&MODEL).expect("the model above");
    Network::load(&tensors, &ARCHITECTURE, precision).expect("the model above")
}

/// Windows of so many pieces on average, a tenth longer or shorter.
fn windows(pieces: usize) -> Vec<Window> {
    let mut random = fastrand::Rng::with_seed(2);
    let window = |_| {
        let length = random.usize(pieces * 9 / 10..=pieces * 11 / 10);
        let ids = (0..length).map(|_| random.u32(..WORDS as u32)).collect();
        Window { ids, segment: 0, hints: vec![0; length] }
    };
    (0..4096 / pieces).map(window).collect()
}

fn hidden(bencher: Bencher, precision: Precision, pieces: usize) {
    let network = network(precision);
    let windows = windows(pieces);
    let items: usize = windows.iter().map(|window| window.ids.len()).sum();
    bencher.counter(ItemsCount::new(items)).bench(|| network.hidden(&windows));
}

#[divan::bench(args = [28, 240, 460], sample_size = 1, sample_count = 10)]
fn f32(bencher: Bencher, pieces: usize) {
    hidden(bencher, Precision::F32, pieces);
}

#[divan::bench(args = [28, 240, 460], sample_size = 1, sample_count = 10)]
fn int8(bencher: Bencher, pieces: usize) {
    hidden(bencher, Precision::Int8, pieces);
}

/// Reading the compact model and packing it.
#[divan::bench(sample_size = 1, sample_count = 10)]
fn load_compact(bencher: Bencher) {
    let full = Tensors::from_bytes(&MODEL).expect("the model above");
    let small = compact(&full).expect("the model above");
    bencher.bench(|| {
        let tensors = Tensors::from_bytes(&small).expect("the model, compact");
        Network::load(&tensors, &ARCHITECTURE, Precision::Int8).expect("the model, compact")
    });
}

fn main() {
    divan::main();
}
