//! Loops over f32: gelu, softmax, layer norm. Plain Rust that the compiler turns into vector
//! instructions, once for each path.

use super::path::{Path, for_each_path};

/// Sums are kept in this many lanes, which are added up in order at the end.
pub(super) const LANES: usize = 16;

for_each_path! {
    /// The Gaussian error linear unit of each value, within 1e-6.
    pub fn gelu(values: &mut [f32]);
    avx512: gelu_each, avx2: gelu_each, neon: gelu_each, portable: gelu_each,
}

for_each_path! {
    /// Turns scores into probabilities that sum to 1.
    pub fn softmax(scores: &mut [f32]);
    avx512: softmax_of, avx2: softmax_of, neon: softmax_of, portable: softmax_of,
}

for_each_path! {
    /// Adds `more` to `rows` and brings each row to mean 0 and variance 1, times `weight`, plus
    /// `bias`; rows are as long as the weight.
    pub fn layer_norm(rows: &mut [f32], more: &[f32], weight: &[f32], bias: &[f32], eps: f32);
    avx512: layer_norm_of, avx2: layer_norm_of, neon: layer_norm_of, portable: layer_norm_of,
}

#[inline(always)]
fn gelu_each(path: Path, values: &mut [f32]) {
    for value in values {
        *value = gelu_of(path, *value);
    }
}

#[inline(always)]
fn gelu_of(path: Path, x: f32) -> f32 {
    let half = 0.5 * x;
    path.mul_add(half, erf(path, x * std::f32::consts::FRAC_1_SQRT_2), half)
}

/// The error function, within 3e-7: a quotient of polynomials (the one of Eigen's
/// `generic_fast_erf_float`), which is 1 in f32 from 4 on.
#[inline(always)]
fn erf(path: Path, x: f32) -> f32 {
    let x = clamp(x, -4.0, 4.0);
    let square = x * x;
    let above = polynomial(
        path,
        square,
        [
            -2.726_142_3e-10,
            2.770_681_4e-8,
            -2.101_024e-6,
            -5.692_506_4e-5,
            -7.349_906_5e-4,
            -2.954_6e-3,
            -1.609_603_3e-2,
        ],
    );
    let below = polynomial(
        path,
        square,
        [-1.456_607_1e-5, -2.133_740_5e-4, -1.682_827e-3, -7.373_329e-3, -1.426_473_9e-2],
    );
    x * above / below
}

/// e to the power of x, for x up to 0 within 2 units of the last place; below -87 as at -87.
#[inline(always)]
pub(super) fn exp(path: Path, x: f32) -> f32 {
    /// Adding this much rounds a small number to a whole one, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let rounded = path.mul_add(x, std::f32::consts::LOG2_E, ROUND);
    let power = rounded - ROUND;
    // ln 2 in two parts, so that what remains is exact.
    let rest = path.mul_add(power, 2.121_944_4e-4, path.mul_add(power, -0.693_359_4, x));
    let series = polynomial(
        path,
        rest,
        [1.987_569_1e-4, 1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_66, 0.5],
    );
    let value = path.mul_add(series * rest, rest, rest + 1.0);
    f32::from_bits(value.to_bits().wrapping_add(rounded.to_bits() << 23))
}

/// Coefficients of the highest power first.
#[inline(always)]
fn polynomial<const N: usize>(path: Path, x: f32, coefficients: [f32; N]) -> f32 {
    let mut sum = coefficients[0];
    for coefficient in &coefficients[1..] {
        sum = path.mul_add(sum, x, *coefficient);
    }
    sum
}

/// As [`f32::clamp`], in two instructions.
#[inline(always)]
pub(super) fn clamp(x: f32, low: f32, high: f32) -> f32 {
    let x = if x > high { high } else { x };
    if x < low { low } else { x }
}

#[inline(always)]
fn softmax_of(path: Path, scores: &mut [f32]) {
    let inverse = 1.0 / exponentials(path, scores, 1.0);
    for score in scores {
        *score *= inverse;
    }
}

/// Turns scores into `exp(scale * (score - the greatest))` and returns the sum of those.
#[inline(always)]
pub(super) fn exponentials(path: Path, scores: &mut [f32], scale: f32) -> f32 {
    let greatest = greatest(scores, f32::MIN);
    let (blocks, rest) = scores.as_chunks_mut::<LANES>();
    let mut lanes = [0f32; LANES];
    for block in blocks {
        for (value, lane) in block.iter_mut().zip(&mut lanes) {
            *value = exp(path, (*value - greatest) * scale);
            *lane += *value;
        }
    }
    let mut sum = total(lanes);
    for value in rest {
        *value = exp(path, (*value - greatest) * scale);
        sum += *value;
    }
    sum
}

/// Takes all values in, whole blocks into lanes, then the lanes and the rest in order.
#[inline(always)]
fn fold(
    values: &[f32],
    start: f32,
    take: impl Fn(f32, f32) -> f32,
    join: impl Fn(f32, f32) -> f32,
) -> f32 {
    let (blocks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [start; LANES];
    for block in blocks {
        for (lane, value) in lanes.iter_mut().zip(block) {
            *lane = take(*lane, *value);
        }
    }
    let mut all = start;
    for lane in lanes {
        all = join(all, lane);
    }
    for value in rest {
        all = take(all, *value);
    }
    all
}

#[inline(always)]
fn total(lanes: [f32; LANES]) -> f32 {
    let mut sum = 0.0;
    for lane in lanes {
        sum += lane;
    }
    sum
}

#[inline(always)]
pub(super) fn greatest(values: &[f32], start: f32) -> f32 {
    let most = |a, b| if b > a { b } else { a };
    fold(values, start, most, most)
}

#[inline(always)]
pub(super) fn least(values: &[f32], start: f32) -> f32 {
    let least = |a, b| if b < a { b } else { a };
    fold(values, start, least, least)
}

#[inline(always)]
fn layer_norm_of(
    path: Path,
    rows: &mut [f32],
    more: &[f32],
    weight: &[f32],
    bias: &[f32],
    eps: f32,
) {
    let width = weight.len();
    for (row, more) in rows.chunks_exact_mut(width).zip(more.chunks_exact(width)) {
        for (value, more) in row.iter_mut().zip(more) {
            *value += more;
        }
        let sum = fold(row, 0.0, |sum, x| sum + x, |sum, lane| sum + lane);
        let mean = sum / width as f32;
        for value in row.iter_mut() {
            *value -= mean;
        }
        let squares = fold(row, 0.0, |sum, x| path.mul_add(x, x, sum), |sum, lane| sum + lane);
        let inverse = 1.0 / (squares / width as f32 + eps).sqrt();
        for ((value, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
            *value = path.mul_add(*value * inverse, *weight, *bias);
        }
    }
}
