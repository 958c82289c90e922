use super::int8::{PANEL, QUAD};
use super::sums::sums;
use super::*;
use crate::encoder::matrix::Matrix;
use crate::encoder::quantised::Quantised;
use proptest::prelude::*;

fn random(seed: u64, count: usize, spread: f32) -> Vec<f32> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..count).map(|_| spread * (2.0 * random.f32() - 1.0)).collect()
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn the_portable_path_is_always_there_and_last() {
    assert_eq!(Path::available().last(), Some(&Path(path::Kind::Portable)));
    assert_eq!(Path::best(), Path::available()[0]);
}

#[test]
fn every_processor_of_a_kind_has_its_path() {
    let names: Vec<String> = Path::available().iter().map(ToString::to_string).collect();
    #[cfg(target_arch = "x86_64")]
    assert!(names.ends_with(&["sse2".to_owned(), "portable".to_owned()]), "{names:?}");
    #[cfg(target_arch = "aarch64")]
    assert_eq!(
        names.contains(&"neon".to_owned()),
        std::arch::is_aarch64_feature_detected!("dotprod"),
        "{names:?}"
    );
    assert_eq!(names.last().map(String::as_str), Some("portable"));
}

fn same(found: f32, expected: f32) -> bool {
    found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan()
}

#[test]
fn multiplying_and_adding_is_rounded_once() {
    // Ties, and what is just beside one; the least and the greatest numbers; no numbers at all.
    let up = f32::EPSILON;
    let least = f32::from_bits(1);
    let cases = [
        (up / 2.0 * (1.0 + up), 1.0 - up, 1.0 + up),
        (up / 2.0 * (1.0 + up), up - 1.0, 1.0 + up),
        (1.0 + up, 1.0 - up, 1.0),
        (1.0 + up, 1.0 + up, -1.0),
        (1.0, up / 2.0, 1.0),
        (1.0 + up, up / 2.0, 1.0),
        (1.0 - up / 2.0, up / 2.0, 1.0),
        (-1.0 - up, up / 2.0, 1.0 + up),
        (least, 0.5, 0.0),
        (least, 0.5 + up, 0.0),
        (least, -0.5, f32::MIN_POSITIVE),
        (least, least, 1.0),
        (least, -least, f32::MIN_POSITIVE),
        (f32::MAX, 2.0, f32::MIN),
        (f32::MAX, 1.0, f32::MAX * up / 4.0),
        (f32::MAX, 1.0, f32::MAX * up / 8.0),
        (f32::MAX, f32::MAX, f32::NEG_INFINITY),
        (f32::INFINITY, 0.0, 1.0),
        (f32::NAN, 1.0, 1.0),
        (0.0, -1.0, 0.0),
        (0.0, -1.0, -0.0),
        (3.0, -2.0, 6.0),
    ];
    for (a, b, c) in cases {
        let (found, expected) = (fused::mul_add(a, b, c), a.mul_add(b, c));
        assert!(same(found, expected), "{a:e} * {b:e} + {c:e}: {found:e}, not {expected:e}");
    }
}

#[test]
fn gelu_is_within_a_millionth() {
    let mut values: Vec<f32> = (-120_000..120_000).map(|step| step as f32 / 10_000.0).collect();
    let before = values.clone();
    gelu(Path::best(), &mut values);
    for (x, found) in before.iter().zip(&values) {
        let expected = reference::gelu(f64::from(*x));
        assert!((f64::from(*found) - expected).abs() < 1e-6, "gelu({x}): {found}, {expected}");
    }
}

#[test]
fn softmax_sums_to_one_and_keeps_ratios() {
    let mut scores = random(1, 37, 20.0);
    let before = scores.clone();
    softmax(Path::best(), &mut scores);
    let exponentials: Vec<f64> = before.iter().map(|&x| f64::from(x).exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    for (found, expected) in scores.iter().zip(exponentials) {
        assert!((f64::from(*found) - expected / sum).abs() < 1e-6);
    }
    let mut far = [0.0, -1e30, 3e38, f32::MIN];
    softmax(Path::best(), &mut far);
    assert!((far[2] - 1.0).abs() < 1e-6 && far[0] < 1e-30);
}

/// The sums of `M` rows by the definition, and by every path.
fn check_sums<const M: usize>(seed: u64, quads: usize, extreme: bool) {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut byte = |ends: [u8; 2]| if extreme { ends[random.usize(..2)] } else { random.u8(..) };
    let rows: Vec<Vec<[u8; QUAD]>> =
        (0..M).map(|_| (0..quads).map(|_| [(); QUAD].map(|()| byte([0, 255]))).collect()).collect();
    let panel: Vec<[i8; QUAD * PANEL]> =
        (0..quads).map(|_| [(); QUAD * PANEL].map(|()| byte([128, 127]).cast_signed())).collect();
    let mut columns = [0; PANEL];
    for weights in &panel {
        for (sum, weights) in columns.iter_mut().zip(weights.as_chunks::<QUAD>().0) {
            *sum += weights.iter().copied().map(i32::from).sum::<i32>();
        }
    }
    let rows: [&[[u8; QUAD]]; M] = std::array::from_fn(|row| rows[row].as_slice());
    let mut expected = [[0i32; PANEL]; M];
    for (row, sums) in rows.iter().zip(&mut expected) {
        for (output, sum) in sums.iter_mut().enumerate() {
            for (values, weights) in row.iter().zip(&panel) {
                for (value, weight) in values.iter().zip(&weights[output * QUAD..]) {
                    *sum += i32::from(*value) * i32::from(*weight);
                }
            }
        }
    }
    for path in Path::available() {
        let mut found = [[-1; PANEL]; M];
        sums(path, rows, &panel, &columns, &mut found);
        assert_eq!(found, expected, "{path:?}");
    }
}

proptest! {
    #[test]
    fn fused_bits_are_those_of_the_standard_library(
        a: u32, b: u32, c: u32, step in 1u8..100, power in -140i32..120, minus: bool,
    ) {
        let [a, b, c] = [a, b, c].map(f32::from_bits);
        prop_assert!(same(fused::mul_add(a, b, c), a.mul_add(b, c)), "{a:e} {b:e} {c:e}");
        // A product that lacks less of half a last place than f64 can tell beside a sum.
        let up = f32::from(step) * f32::EPSILON;
        let (a, b) = (f32::EPSILON / 2.0 * (1.0 + up), if minus { up - 1.0 } else { 1.0 - up });
        let c = f32::from_bits(c.to_bits() & 0x007f_ffff | 0x3f80_0000);
        for scale in [1.0, 2f32.powi(power)] {
            let (a, c) = (a * scale, c * scale);
            prop_assert!(same(fused::mul_add(a, b, c), a.mul_add(b, c)), "{a:e} {b:e} {c:e}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn sums_are_exact_on_every_path(seed: u64, quads in 0usize..70, extreme: bool) {
        check_sums::<1>(seed, quads, extreme);
        check_sums::<2>(seed, quads, extreme);
        check_sums::<4>(seed, quads, extreme);
        check_sums::<6>(seed, quads, extreme);
    }

    #[test]
    fn int8_maps_are_near_and_the_same_on_every_path(
        seed: u64, rows in 0usize..20, inputs in 1usize..150, outputs in 1usize..150,
    ) {
        let weight = Matrix::new(outputs, inputs, random(seed, outputs * inputs, 0.5));
        let bias = random(seed ^ 1, outputs, 1.0);
        let values = random(seed ^ 2, rows * inputs, 3.0);
        let quantised = Quantised::nearest(&weight);
        let packed = PackedWeights::new(&quantised, &bias);
        let mut exact = bias.repeat(rows);
        add_product(&values, weight.values(), inputs, &mut exact);
        let mut first: Option<Vec<f32>> = None;
        for path in Path::available() {
            let mut bytes = QuantisedRows::default();
            bytes.quantise(path, &values, inputs);
            let mut out = vec![f32::NAN; rows * outputs];
            packed.apply(path, &bytes, &mut out);
            for (out, exact) in out.iter().zip(&exact) {
                // Half a step of each factor, at the worst place for each input.
                let most = inputs as f32 * (3.1 * 0.5 / 254.0 + 0.51 * 6.1 / 255.0);
                prop_assert!((out - exact).abs() <= most, "{out} {exact} {path:?}");
            }
            let first = first.get_or_insert_with(|| out.clone());
            prop_assert_eq!(bits(first), bits(&out), "{:?}", path);
        }
    }

    #[test]
    fn float_loops_give_the_same_bits_on_every_path(
        seed: u64, pieces in 1usize..50, count in 1usize..4, width in 1usize..40,
    ) {
        let hidden = count * width;
        let rows = random(seed, pieces * 3 * hidden, 4.0);
        let scale = random(seed ^ 1, hidden, 1.0);
        let mut first: Option<[Vec<u32>; 3]> = None;
        for path in Path::available() {
            let mut context = vec![f32::NAN; pieces * hidden];
            let mut room = vec![f32::NAN; 7];
            attention(path, Heads { count, width }, &rows, &mut context, &mut room);
            let mut norm = rows[..pieces * hidden].to_vec();
            layer_norm(path, &mut norm, &context, &scale, &scale, 1e-12);
            let mut gelus = rows.clone();
            gelu(path, &mut gelus);
            softmax(path, &mut gelus);
            let found = [bits(&context), bits(&norm), bits(&gelus)];
            let first = first.get_or_insert_with(|| found.clone());
            prop_assert_eq!(&*first, &found, "{:?}", path);
        }
    }

    #[test]
    fn a_product_is_the_sum_of_products(
        seed: u64, rows in 0usize..12, columns in 0usize..12, depth in 1usize..40,
    ) {
        let (a, b) = (random(seed, rows * depth, 1.0), random(seed ^ 1, columns * depth, 1.0));
        let mut sum = vec![1.0; rows * columns];
        add_product(&a, &b, depth, &mut sum);
        for (row, a) in a.chunks(depth).enumerate() {
            for (column, b) in b.chunks(depth).enumerate() {
                let expected: f32 = 1.0 + a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
                prop_assert!((sum[row * columns + column] - expected).abs() < 1e-5);
            }
        }
    }
}
