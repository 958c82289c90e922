//! Which examples go into which batch, in which order.

use super::example::Example;

/// Batches of `size` examples of near length, in random order: windows of near length together,
/// because padding is computed as dearly as pieces.
pub(super) fn batches<'e>(
    mut examples: Vec<&'e Example>,
    size: usize,
    rng: &mut fastrand::Rng,
) -> Vec<Vec<&'e Example>> {
    /// Batches whose examples are sorted together: more would order the epoch by length.
    const SORTED: usize = 16;
    rng.shuffle(&mut examples);
    let mut batches = Vec::with_capacity(examples.len().div_ceil(size));
    for several in examples.chunks_mut(size * SORTED) {
        several.sort_by_key(|example| example.len());
        batches.extend(several.chunks(size).map(<[_]>::to_vec));
    }
    rng.shuffle(&mut batches);
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::neural::Scheme;

    #[test]
    fn every_example_is_in_one_batch_and_the_seed_decides_which() {
        let example = |len: usize| Example {
            ids: vec![0; len],
            hints: vec![0; len],
            scheme: Scheme::Whosaid,
            own: 0,
            tags: vec![0; len],
            sayings: Vec::new(),
            quantities: Vec::new(),
        };
        let examples: Vec<Example> = (1..=301).map(example).collect();
        let batched = |seed| {
            let mut rng = fastrand::Rng::with_seed(seed);
            let batches = batches(examples.iter().collect(), 8, &mut rng);
            batches.iter().map(|b| b.iter().map(|e| e.len()).collect()).collect::<Vec<Vec<_>>>()
        };
        let batches = batched(7);
        let mut lengths: Vec<usize> = batches.iter().flatten().copied().collect();
        lengths.sort_unstable();
        assert_eq!(lengths, (1..=301).collect::<Vec<_>>());
        assert!(batches.iter().all(|batch| batch.len() <= 8));
        let padding = batches.iter().map(|b| b.iter().map(|l| b[b.len() - 1] - l).sum::<usize>());
        assert!(padding.sum::<usize>() < 301 * 25, "windows of near length share a batch");
        assert_eq!(batches, batched(7));
        assert_ne!(batches, batched(8));
    }
}
