//! Calibration: from what the heads make of themselves to probabilities that mean something.
//!
//! A network is surer than it is right. Platt's scaling puts that straight with two numbers,
//! fitted on annotated articles that the network has not learned from: the log odds of its own
//! probability times a slope, plus an offset (J. Platt, Probabilistic outputs for support vector
//! machines, 1999).

use serde::{Deserialize, Serialize};

/// How a model's own probabilities become calibrated ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Of an attribution.
    pub attribution: Platt,
    /// Of a source's type.
    pub source_type: Platt,
    /// Attributions less probable than this are left out.
    pub least: f32,
}

impl Calibration {
    /// Leaves probabilities as they are, and nothing out.
    pub const NONE: Self = Self { attribution: Platt::NONE, source_type: Platt::NONE, least: 0.0 };
}

/// Platt's scaling of a probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Platt {
    slope: f64,
    offset: f64,
}

/// Probabilities are kept this far from 0 and 1, so that their log odds are finite.
const EDGE: f64 = 1e-6;

impl Platt {
    /// Leaves probabilities as they are.
    pub const NONE: Self = Self { slope: 1.0, offset: 0.0 };

    /// The calibrated probability.
    pub fn apply(self, probability: f32) -> f32 {
        logistic(self.slope * log_odds(probability) + self.offset) as f32
    }

    /// The scaling under which these outcomes are likeliest: probabilities, and what was right.
    ///
    /// Newton's method, a step halved for as long as it does not help, with a small pull towards
    /// leaving probabilities as they are, which keeps it finite where all outcomes are alike.
    pub fn fit(outcomes: &[(f32, bool)]) -> Self {
        const PULL: f64 = 0.01;
        const STEPS: usize = 50;
        const HALVINGS: usize = 20;
        let surprise = |slope: f64, offset: f64| {
            let of = |&(probability, right): &(f32, bool)| {
                let x = slope * log_odds(probability) + offset;
                // ln(1 + e^-x), or ln(1 + e^x), without overflow.
                let x = if right { -x } else { x };
                x.max(0.0) + (-x.abs()).exp().ln_1p()
            };
            let pull = (slope - 1.0).powi(2) + offset.powi(2);
            outcomes.iter().map(of).sum::<f64>() + PULL / 2.0 * pull
        };
        let (mut slope, mut offset) = (1.0, 0.0);
        for _ in 0..STEPS {
            let (mut by_slope, mut by_offset) = (PULL * (slope - 1.0), PULL * offset);
            let (mut ss, mut so, mut oo) = (PULL, 0.0, PULL);
            for &(probability, right) in outcomes {
                let x = log_odds(probability);
                let p = logistic(slope * x + offset);
                let (error, weight) = (p - f64::from(u8::from(right)), p * (1.0 - p));
                by_slope += error * x;
                by_offset += error;
                ss += weight * x * x;
                so += weight * x;
                oo += weight;
            }
            // The pull keeps it above nought.
            let determinant = ss * oo - so * so;
            let towards_slope = (oo * by_slope - so * by_offset) / determinant;
            let towards_offset = (ss * by_offset - so * by_slope) / determinant;
            let now = surprise(slope, offset);
            let better = (0..HALVINGS)
                .map(|halvings| 0.5_f64.powi(halvings as i32))
                .map(|step| (slope - step * towards_slope, offset - step * towards_offset))
                .find(|&(slope, offset)| surprise(slope, offset) < now);
            let Some(better) = better else { break };
            (slope, offset) = better;
        }
        Self { slope, offset }
    }
}

fn log_odds(probability: f32) -> f64 {
    let p = f64::from(probability).clamp(EDGE, 1.0 - EDGE);
    (p / (1.0 - p)).ln()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says 0.9 of what is right six times in ten, and 0.6 of what is right one time in ten.
    fn too_sure() -> Vec<(f32, bool)> {
        let outcomes = |said: f32, right: usize| (0..100).map(move |i| (said, i % 10 < right));
        outcomes(0.9, 6).chain(outcomes(0.6, 1)).collect()
    }

    #[test]
    fn what_was_said_too_surely_is_put_straight() {
        let fitted = Platt::fit(&too_sure());
        assert!((fitted.apply(0.9) - 0.6).abs() < 0.02, "{}", fitted.apply(0.9));
        assert!((fitted.apply(0.6) - 0.1).abs() < 0.02, "{}", fitted.apply(0.6));
    }

    #[test]
    fn certainty_that_is_wrong_one_time_in_eight_is_not_taken_for_certain() {
        let sure: Vec<(f32, bool)> = (0..320).map(|i| (0.99999, i % 8 != 0)).collect();
        let unsure = (0..40).map(|i| (0.4, i % 2 == 0));
        let fitted = Platt::fit(&sure.into_iter().chain(unsure).collect::<Vec<_>>());
        assert!((fitted.apply(0.99999) - 0.875).abs() < 0.02, "{}", fitted.apply(0.99999));
        assert!((fitted.apply(0.4) - 0.5).abs() < 0.05, "{}", fitted.apply(0.4));
    }

    #[test]
    fn order_stays_and_nothing_is_certain() {
        let fitted = Platt::fit(&too_sure());
        let scaled: Vec<f32> = [0.0, 0.2, 0.5, 0.8, 1.0].map(|p| fitted.apply(p)).to_vec();
        assert!(scaled.is_sorted() && scaled.iter().all(|p| (0.0..=1.0).contains(p)), "{scaled:?}");
    }

    #[test]
    fn outcomes_that_are_all_alike_give_finite_numbers() {
        for right in [false, true] {
            let fitted = Platt::fit(&[(0.7, right); 20]);
            assert!(fitted.apply(0.7).is_finite());
        }
        assert_eq!(Platt::fit(&[]).apply(0.3), Platt::NONE.apply(0.3));
    }
}
