//! Decoding: from a score for each piece and label to phrases.
//!
//! Labels come in pairs: `B-x` begins a phrase, `I-x` goes on with it. The best sequence in
//! which no `I-x` follows anything but `B-x` or `I-x` is found by Viterbi's algorithm.

use crate::encoder::Matrix;
use std::ops::Range;

/// A label of one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// No phrase.
    Outside,
    /// The first piece of a phrase of this role.
    Begin(usize),
    /// A further piece.
    Inside(usize),
}

use Label::{Begin, Inside, Outside};

/// The labels of the tagging head: cue, and the first piece of a quotation without one.
pub const TAGS: [Label; 4] = [Outside, Begin(0), Inside(0), Begin(1)];

/// The labels beside a cue: source and content.
pub const CUE_ROLES: [Label; 5] = [Outside, Begin(0), Inside(0), Begin(1), Inside(1)];

/// The labels beside a quantity: counted, actor and event.
pub const QUANTITY_ROLES: [Label; 7] =
    [Outside, Begin(0), Inside(0), Begin(1), Inside(1), Begin(2), Inside(2)];

/// A phrase: the pieces that hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Which role it plays.
    pub role: usize,
    /// Indices of its pieces.
    pub pieces: Range<usize>,
}

/// The phrases of the best sequence of labels; one row of `scores` a piece, one column a label.
pub fn phrases(scores: &Matrix, labels: &[Label]) -> Vec<Phrase> {
    let mut phrases: Vec<Phrase> = Vec::new();
    for (index, &label) in best(scores, labels).iter().enumerate() {
        match labels[label] {
            Outside => {}
            Begin(role) => phrases.push(Phrase { role, pieces: index..index + 1 }),
            Inside(_) => {
                if let Some(last) = phrases.last_mut() {
                    last.pieces.end = index + 1;
                }
            }
        }
    }
    phrases
}

/// The column of the best label of each row.
fn best(scores: &Matrix, labels: &[Label]) -> Vec<usize> {
    let may_follow = |from: usize, to: usize| match labels[to] {
        Inside(role) => labels[from] == Begin(role) || labels[from] == Inside(role),
        _ => true,
    };
    let count = labels.len();
    let mut sums: Vec<f32> = Vec::new();
    let mut from: Vec<Vec<usize>> = Vec::with_capacity(scores.rows());
    for index in 0..scores.rows() {
        let row = scores.row(index);
        if index == 0 {
            let start = |(label, &score): (usize, &f32)| match labels[label] {
                Inside(_) => f32::NEG_INFINITY,
                _ => score,
            };
            sums = row.iter().enumerate().map(start).collect();
            continue;
        }
        let before: Vec<usize> = (0..count)
            .map(|to| {
                (0..count)
                    .filter(|&from| may_follow(from, to))
                    .max_by(|&a, &b| sums[a].total_cmp(&sums[b]))
                    .expect("every label may follow some label")
            })
            .collect();
        sums = (0..count).map(|to| sums[before[to]] + row[to]).collect();
        from.push(before);
    }
    let last = (0..sums.len()).max_by(|&a, &b| sums[a].total_cmp(&sums[b]));
    let Some(mut label) = last else { return Vec::new() };
    let mut path = vec![label];
    for before in from.iter().rev() {
        label = before[label];
        path.push(label);
    }
    path.reverse();
    path
}
