//! Throughput of the encoder that is built in, on one thread, over random pieces: speed does not
//! depend on what they are.
//!
//! ```sh
//! cargo bench --bench encoder
//! ```
//!
//! An item is a word piece. Windows of about 240 pieces are paragraphs, of about 28 sentences.

use divan::Bencher;
use divan::counter::ItemsCount;
use whosaid::encoder::{Architecture, Network, Path, Precision, Tensors, Window};

const WORDS: u32 = 30_522;
const ARCHITECTURE: Architecture = Architecture { layers: 6, heads: 12, eps: 1e-12 };

const MODEL: &[u8] = include_bytes!("../models/encoder/model.safetensors");

fn network(precision: Precision) -> Network {
    let tensors = Tensors::from_bytes(MODEL).expect("the model that is built in");
    Network::load(&tensors, &ARCHITECTURE, precision).expect("the model that is built in")
}

/// Windows of so many pieces on average, a tenth longer or shorter.
fn windows(pieces: usize) -> Vec<Window> {
    let mut random = fastrand::Rng::with_seed(2);
    let window = |_| {
        let length = random.usize(pieces * 9 / 10..=pieces * 11 / 10);
        let ids = (0..length).map(|_| random.u32(..WORDS)).collect();
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

/// The same bits by each set of instructions that this processor has.
#[divan::bench(args = Path::available(), sample_size = 1, sample_count = 10)]
fn int8_by_path(bencher: Bencher, path: Path) {
    let network = network(Precision::Int8).on(path);
    let windows = windows(240);
    let items: usize = windows.iter().map(|window| window.ids.len()).sum();
    bencher.counter(ItemsCount::new(items)).bench(|| network.hidden(&windows));
}

/// Reading the model and packing it.
#[divan::bench(sample_size = 1, sample_count = 10)]
fn load(bencher: Bencher) {
    bencher.bench(|| network(Precision::Int8));
}

fn main() {
    divan::main();
}
