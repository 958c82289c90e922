//! Which examples an epoch learns from, which batch each goes into, and in which order.

use super::example::Example;
use super::settings::Phase;

/// The examples of a file, with the name that phases call it by.
pub(super) type File<'e> = (&'e str, &'e [Example]);

/// The examples of an epoch: each file as often as the phase names it, or a share of it by chance.
pub(super) fn examples<'e>(
    phase: &Phase,
    files: &[File<'e>],
    rng: &mut fastrand::Rng,
) -> Vec<&'e Example> {
    let mut examples = Vec::new();
    for &(name, file) in files {
        for _ in phase.data.iter().filter(|named| *named == name) {
            match phase.share.get(name) {
                None => examples.extend(file),
                Some(share) => {
                    let some = (share * file.len() as f64).round() as usize;
                    examples.extend(rng.choose_multiple(file, some));
                }
            }
        }
    }
    examples
}

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

    fn example(len: usize) -> Example {
        Example {
            ids: vec![0; len],
            hints: vec![0; len],
            scheme: Scheme::Whosaid,
            own: 0,
            tags: vec![0; len],
            sayings: Vec::new(),
            quantities: Vec::new(),
        }
    }

    #[test]
    fn an_epoch_has_each_file_as_often_as_named_and_a_share_by_chance() {
        let (short, long): (Vec<_>, Vec<_>) =
            ((0..50).map(|_| example(1)).collect(), (0..200).map(example).collect());
        let files: [File<'_>; 2] = [("short", &short), ("long", &long)];
        let phase: Phase = serde_json::from_str(
            r#"{"data": ["short", "long", "short"], "share": {"long": 0.25},
                "epochs": 1, "encoder_rate": 0, "heads_rate": 0}"#,
        )
        .unwrap();
        let drawn = |seed| -> Vec<usize> {
            let rng = &mut fastrand::Rng::with_seed(seed);
            let mut lengths: Vec<usize> =
                examples(&phase, &files, rng).into_iter().skip(100).map(Example::len).collect();
            lengths.sort_unstable();
            lengths
        };
        assert_eq!(drawn(1).len(), 50);
        assert!(drawn(1).is_sorted_by(|a, b| a < b), "none twice");
        assert_eq!(drawn(1), drawn(1));
        assert_ne!(drawn(1), drawn(2));
    }

    #[test]
    fn every_example_is_in_one_batch_and_the_seed_decides_which() {
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
