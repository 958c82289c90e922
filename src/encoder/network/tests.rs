use super::super::compact;
use super::super::fixture::{ARCHITECTURE, File, HIDDEN, WIDE, window};
use super::*;

/// The encoder as a textbook has it, in f64, one window at a time.
struct Textbook(File);

type Rows = Vec<Vec<f64>>;

impl Textbook {
    fn vector(&self, name: &str) -> Vec<f64> {
        self.0.values(name).into_iter().map(f64::from).collect()
    }

    fn matrix(&self, name: &str, columns: usize) -> Rows {
        self.vector(name).chunks(columns).map(<[f64]>::to_vec).collect()
    }

    fn linear(&self, name: &str, rows: &Rows) -> Rows {
        let weight = self.matrix(&format!("{name}.weight"), rows[0].len());
        let bias = self.vector(&format!("{name}.bias"));
        let output = |row: &[f64]| -> Vec<f64> {
            weight.iter().zip(&bias).map(|(weights, bias)| dot(weights, row) + bias).collect()
        };
        rows.iter().map(|row| output(row)).collect()
    }

    fn norm(&self, name: &str, rows: Rows) -> Rows {
        let weight = self.vector(&format!("{name}.weight"));
        let bias = self.vector(&format!("{name}.bias"));
        let norm = |row: Vec<f64>| -> Vec<f64> {
            let mean = row.iter().sum::<f64>() / row.len() as f64;
            let squares: f64 = row.iter().map(|x| (x - mean).powi(2)).sum();
            let deviation = (squares / row.len() as f64 + ARCHITECTURE.eps).sqrt();
            let each = row.iter().zip(&weight).zip(&bias);
            each.map(|((x, weight), bias)| (x - mean) / deviation * weight + bias).collect()
        };
        rows.into_iter().map(norm).collect()
    }

    fn hidden(&self, window: &Window) -> Rows {
        if window.ids.is_empty() {
            return Rows::new();
        }
        let table = |name: &str| self.matrix(&format!("embeddings.{name}.weight"), HIDDEN);
        let (words, positions) = (table("word_embeddings"), table("position_embeddings"));
        let (segments, hints) = (table("token_type_embeddings"), table("hint"));
        let mut rows = Rows::new();
        for (position, (&id, bits)) in window.ids.iter().zip(&window.hints).enumerate() {
            let mut row = words[id as usize].clone();
            let set = (0..HINTS).filter(|bit| bits >> bit & 1 == 1).map(|bit| &hints[bit]);
            let more = [&positions[position], &segments[usize::from(window.segment)]];
            for vector in set.chain(more) {
                row.iter_mut().zip(vector).for_each(|(x, more)| *x += more);
            }
            rows.push(row);
        }
        rows = self.norm("embeddings.LayerNorm", rows);
        for layer in 0..ARCHITECTURE.layers {
            let part = |name: &str| format!("encoder.layer.{layer}.{name}");
            let context = self.attention(&part("attention.self"), &rows);
            let mixed = self.linear(&part("attention.output.dense"), &context);
            rows = self.norm(&part("attention.output.LayerNorm"), sum(rows, mixed));
            let mut wide = self.linear(&part("intermediate.dense"), &rows);
            wide.iter_mut().flatten().for_each(|x| *x = kernel::reference::gelu(*x));
            let narrow = self.linear(&part("output.dense"), &wide);
            rows = self.norm(&part("output.LayerNorm"), sum(rows, narrow));
        }
        rows
    }

    fn attention(&self, name: &str, rows: &Rows) -> Rows {
        let [query, key, value] =
            ["query", "key", "value"].map(|kind| self.linear(&format!("{name}.{kind}"), rows));
        let width = HIDDEN / ARCHITECTURE.heads;
        let mut context = vec![vec![0.0; HIDDEN]; rows.len()];
        for head in (0..HIDDEN).step_by(width).map(|first| first..first + width) {
            for (row, query) in context.iter_mut().zip(&query) {
                let score = |key: &Vec<f64>| dot(&query[head.clone()], &key[head.clone()]);
                let scores = key.iter().map(|key| (score(key) / (width as f64).sqrt()).exp());
                let scores: Vec<f64> = scores.collect();
                let all: f64 = scores.iter().sum();
                for (score, value) in scores.iter().zip(&value) {
                    for column in head.clone() {
                        row[column] += score / all * value[column];
                    }
                }
            }
        }
        context
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn sum(mut rows: Rows, more: Rows) -> Rows {
    rows.iter_mut().flatten().zip(more.iter().flatten()).for_each(|(x, more)| *x += more);
    rows
}

fn windows() -> Vec<Window> {
    // One of each remainder of the tiles, none, one piece, and as long as the model takes.
    let lengths = [0, 1, 2, 3, 7, 16, 17, 33, 70, 64, 5];
    (0..).zip(lengths).map(|(seed, pieces)| window(pieces, seed)).collect()
}

fn load(file: &File, precision: Precision) -> Network {
    Network::load(&Tensors::from_bytes(&file.bytes()).unwrap(), &ARCHITECTURE, precision).unwrap()
}

fn cosine(row: &[f32], textbook: &[f64]) -> f64 {
    let row: Vec<f64> = row.iter().copied().map(f64::from).collect();
    dot(&row, textbook) / (dot(&row, &row) * dot(textbook, textbook)).sqrt()
}

#[test]
fn f32_is_the_textbook() {
    let file = File::random(1);
    let hidden = load(&file, Precision::F32).hidden(&windows());
    let textbook = Textbook(file);
    for (window, matrix) in windows().iter().zip(&hidden) {
        let expected = textbook.hidden(window);
        assert_eq!((matrix.rows(), matrix.columns()), (window.ids.len(), HIDDEN));
        for (x, expected) in matrix.values().iter().zip(expected.iter().flatten()) {
            assert!((f64::from(*x) - expected).abs() < 2e-5, "{x} is not {expected}");
        }
    }
}

#[test]
fn int8_is_near_the_textbook() {
    let file = File::random(2);
    let hidden = load(&file, Precision::Int8).hidden(&windows());
    let textbook = Textbook(file);
    for (window, matrix) in windows().iter().zip(&hidden) {
        for (row, expected) in textbook.hidden(window).iter().enumerate() {
            let cosine = cosine(matrix.row(row), expected);
            assert!(cosine > 0.999, "row {row} of {} pieces: {cosine}", window.ids.len());
        }
    }
}

#[test]
fn int8_windows_are_the_same_alone_and_on_every_path() {
    let mut network = load(&File::random(3), Precision::Int8);
    let together = network.hidden(&windows());
    for path in Path::available() {
        network.path = path;
        for (window, expected) in windows().iter().zip(&together) {
            let alone = network.hidden(std::slice::from_ref(window));
            assert_eq!(alone, std::slice::from_ref(expected), "{path:?}");
        }
    }
}

/// FNV-1a over the bits: what one processor computes, every other computes.
#[test]
fn int8_gives_these_bits_on_every_processor() {
    let hidden = load(&File::random(3), Precision::Int8).hidden(&windows());
    let bytes = hidden.iter().flat_map(Matrix::values).flat_map(|value| value.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    assert_eq!(format!("{hash:016x}"), "8f34f29f2e568f07");
}

#[test]
fn the_compact_model_is_the_int8_network_and_near_the_f32_network() {
    let file = File::random(4);
    let small = compact(&Tensors::from_bytes(&file.bytes()).unwrap()).unwrap();
    let small = Tensors::from_bytes(&small).unwrap();
    let textbook = Textbook(file);
    for precision in [Precision::F32, Precision::Int8] {
        let network = Network::load(&small, &ARCHITECTURE, precision).unwrap();
        for (window, matrix) in windows().iter().zip(network.hidden(&windows())) {
            for (row, expected) in textbook.hidden(window).iter().enumerate() {
                assert!(cosine(matrix.row(row), expected) > 0.999);
            }
        }
    }
}

#[test]
fn dimensions_are_those_of_the_tensors() {
    let network = load(&File::random(5), Precision::F32);
    assert_eq!(network.hidden_size(), 72);
    assert_eq!((network.vocabulary(), network.longest(), network.segments()), (90, 70, 2));
}

#[test]
fn settings_that_make_no_network_are_refused() {
    let bytes = File::random(6).bytes();
    let tensors = Tensors::from_bytes(&bytes).unwrap();
    let refused = |architecture: Architecture| {
        Network::load(&tensors, &architecture, Precision::Int8).unwrap_err().to_string()
    };
    let wrong = [
        refused(Architecture { heads: 5, ..ARCHITECTURE }),
        refused(Architecture { heads: 0, ..ARCHITECTURE }),
        refused(Architecture { layers: 0, ..ARCHITECTURE }),
        refused(Architecture { layers: 3, ..ARCHITECTURE }),
        refused(Architecture { layers: usize::MAX, ..ARCHITECTURE }),
        refused(Architecture { eps: f64::NAN, ..ARCHITECTURE }),
    ];
    assert_eq!(
        wrong,
        [
            "heads: 5 makes no network; expected a divisor of the hidden size 72",
            "heads: 0 makes no network; expected a divisor of the hidden size 72",
            "layers: 0 makes no network; expected 1 to 1024",
            "tensor `encoder.layer.2.intermediate.dense.weight` is missing",
            "layers: 18446744073709551615 makes no network; expected 1 to 1024",
            "eps: NaN makes no network; expected between 0 and 1",
        ]
    );
}

#[test]
fn a_tensor_that_does_not_fit_is_refused() {
    let mut file = File::random(7);
    file.put("encoder.layer.1.output.dense.weight", &[HIDDEN, WIDE - 1], &[0.1; 72 * 99]);
    let bytes = file.bytes();
    let tensors = Tensors::from_bytes(&bytes).unwrap();
    let error = Network::load(&tensors, &ARCHITECTURE, Precision::F32).unwrap_err();
    let expected =
        "tensor `encoder.layer.1.output.dense.weight` has shape [72, 99]; expected [72, 100]";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_weight_that_is_no_number_is_found_at_load() {
    for name in ["encoder.layer.0.output.LayerNorm.bias", "embeddings.word_embeddings.weight"] {
        let mut file = File::random(8);
        let (_, _, bytes) = file.0.get_mut(name).unwrap();
        bytes[40..44].copy_from_slice(&f32::NAN.to_le_bytes());
        let bytes = file.bytes();
        let tensors = Tensors::from_bytes(&bytes).unwrap();
        let error = Network::load(&tensors, &ARCHITECTURE, Precision::Int8).unwrap_err();
        let expected = format!("tensor `{name}` has a value that is not finite, at place 10");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
#[should_panic(expected = "pieces of the model's vocabulary")]
fn a_piece_that_is_not_of_the_vocabulary_is_no_window() {
    let foreign = Window { ids: vec![90], segment: 0, hints: vec![0] };
    load(&File::random(9), Precision::F32).hidden(&[foreign]);
}
