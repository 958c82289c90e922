//! Reliability: whether scores are the probabilities they are said to be.

/// Scores in tenths, each with how often what was scored was right.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    /// From 0 to 1, in tenths; those without a score are left out.
    pub bins: Vec<Bin>,
}

/// What was scored alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// How many scores.
    pub count: usize,
    /// Their mean.
    pub mean: f64,
    /// The share that was right.
    pub right: f64,
}

impl Reliability {
    /// Of scores, each with whether what it was given to was right.
    pub fn of(beliefs: &[(f64, bool)]) -> Self {
        const BINS: usize = 10;
        let mut sums = [(0_usize, 0.0, 0_usize); BINS];
        for &(score, right) in beliefs {
            let bin = ((score * BINS as f64) as usize).min(BINS - 1);
            sums[bin].0 += 1;
            sums[bin].1 += score;
            sums[bin].2 += usize::from(right);
        }
        let filled = sums.into_iter().filter(|&(count, ..)| count > 0);
        let bins = filled.map(|(count, sum, right)| Bin {
            count,
            mean: sum / count as f64,
            right: right as f64 / count as f64,
        });
        Self { bins: bins.collect() }
    }

    /// The expected calibration error: the mean distance of a score's bin from the share that was
    /// right in it (Naeini et al., Obtaining well calibrated probabilities using Bayesian binning,
    /// 2015).
    pub fn error(&self) -> f64 {
        let all: usize = self.bins.iter().map(|bin| bin.count).sum();
        let distance = |bin: &Bin| bin.count as f64 * (bin.mean - bin.right).abs();
        self.bins.iter().map(distance).sum::<f64>() / all.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_of_nine_tenths_that_is_right_half_the_time_is_off_by_four_tenths() {
        let beliefs: Vec<_> = (0..20).map(|i| (0.9, i % 2 == 0)).collect();
        assert!((Reliability::of(&beliefs).error() - 0.4).abs() < 1e-9);
    }

    #[test]
    fn scores_that_come_true_are_off_by_nothing() {
        let beliefs: Vec<_> = (0..10).map(|i| (0.3, i < 3)).chain([(1.0, true)]).collect();
        let reliability = Reliability::of(&beliefs);
        assert!(reliability.error() < 1e-9, "{reliability:?}");
        assert_eq!(reliability.bins.len(), 2);
    }
}
