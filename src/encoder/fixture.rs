//! A small network of random weights, as the bytes of a safetensors file.

use super::network::{Architecture, HINTS, Window};
use safetensors::tensor::{Dtype, TensorView, serialize};
use std::collections::BTreeMap;

/// Tensors by name, as a file would hold them.
#[derive(Clone, Default)]
pub struct File(pub BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)>);

pub const ARCHITECTURE: Architecture = Architecture { layers: 2, heads: 3, eps: 1e-12 };
pub const HIDDEN: usize = 72;
pub const WIDE: usize = 100;
pub const WORDS: usize = 90;
pub const POSITIONS: usize = 70;

impl File {
    pub fn put(&mut self, name: &str, shape: &[usize], values: &[f32]) {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        self.0.insert(name.to_owned(), (Dtype::F32, shape.to_vec(), bytes));
    }

    pub fn values(&self, name: &str) -> Vec<f32> {
        self.0[name].2.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four)).collect()
    }

    pub fn bytes(&self) -> Vec<u8> {
        let views = self.0.iter().map(|(name, (dtype, shape, bytes))| {
            (name, TensorView::new(*dtype, shape.clone(), bytes).unwrap())
        });
        serialize(views, None).unwrap()
    }

    /// The whole network.
    pub fn random(seed: u64) -> File {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut file = File::default();
        let mut put = |name: String, shape: &[usize], around: f32, spread: f32| {
            let count = shape.iter().product();
            let values: Vec<f32> =
                (0..count).map(|_| around + spread * (2.0 * random.f32() - 1.0)).collect();
            file.put(&name, shape, &values);
        };
        for (name, rows) in [
            ("word_embeddings", WORDS),
            ("position_embeddings", POSITIONS),
            ("token_type_embeddings", 2),
            ("hint", HINTS),
        ] {
            put(format!("embeddings.{name}.weight"), &[rows, HIDDEN], 0.0, 1.0);
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
                put(part(&format!("{name}.weight")), &shape, 0.0, 0.2);
                put(part(&format!("{name}.bias")), &shape[..1], 0.0, 0.2);
            }
            norms.extend(["attention.output.LayerNorm", "output.LayerNorm"].map(part));
        }
        for name in norms {
            put(format!("{name}.weight"), &[HIDDEN], 1.0, 0.3);
            put(format!("{name}.bias"), &[HIDDEN], 0.0, 0.3);
        }
        put("heads.cue.weight".to_owned(), &[80, HIDDEN], 0.0, 0.2);
        put("heads.cue.bias".to_owned(), &[80], 0.0, 0.2);
        file
    }
}

/// A window of so many pieces.
pub fn window(pieces: usize, seed: u64) -> Window {
    let mut random = fastrand::Rng::with_seed(seed);
    Window {
        ids: (0..pieces).map(|_| random.u32(..WORDS as u32)).collect(),
        segment: random.u8(..2),
        hints: (0..pieces).map(|_| if random.bool() { 0 } else { random.u16(..) }).collect(),
    }
}
