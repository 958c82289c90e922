//! Batches: examples as tensors.

use super::example::{Anchor, Example, QuantityAnchor, SayingAnchor};
use crate::encoder::Window;
use crate::reading::neural::hint;
use tch::{Device, Tensor};

/// What is not to be learned from.
pub const IGNORED: i64 = -100;

/// Some windows, padded to one length.
pub struct Padded {
    /// `[windows, positions]`: the pieces, marks included.
    pub ids: Tensor,
    /// 1 where there is a piece.
    pub mask: Tensor,
    /// The segment, everywhere.
    pub segments: Tensor,
    /// `[windows, positions, kinds]`: 1 for each hint.
    pub hints: Tensor,
}

impl Padded {
    /// Puts windows together.
    pub fn new(windows: &[Window], device: Device) -> Self {
        let positions = windows.iter().map(|window| window.ids.len()).max().unwrap_or(0);
        let cells = windows.len() * positions;
        let (mut ids, mut mask) = (vec![0_i64; cells], vec![0_i64; cells]);
        let mut segments = vec![0_i64; cells];
        let mut hints = vec![0_f32; cells * hint::KINDS];
        for (row, window) in windows.iter().enumerate() {
            let at = row * positions;
            mask[at..at + window.ids.len()].fill(1);
            segments[at..at + positions].fill(i64::from(window.segment));
            for (i, (&id, &bits)) in window.ids.iter().zip(&window.hints).enumerate() {
                ids[at + i] = i64::from(id);
                for kind in (0..hint::KINDS).filter(|kind| bits >> kind & 1 == 1) {
                    hints[(at + i) * hint::KINDS + kind] = 1.0;
                }
            }
        }
        let shape = [windows.len() as i64, positions as i64];
        let whole = |values: &[i64]| Tensor::from_slice(values).view(shape).to_device(device);
        let kinds = hint::KINDS as i64;
        Self {
            ids: whole(&ids),
            mask: whole(&mask),
            segments: whole(&segments),
            hints: Tensor::from_slice(&hints).view([shape[0], shape[1], kinds]).to_device(device),
        }
    }
}

/// Some examples, padded to one length.
pub struct Batch {
    /// The windows, with their marks.
    pub windows: Padded,
    /// `[windows, pieces]`: tags of the windows' own pieces.
    pub tags: Tensor,
    /// `[windows, pieces]`: tags by the lexicon reader.
    pub ruled: Tensor,
    /// The attributions of all windows.
    pub sayings: Option<Anchors>,
    /// The quantities of all windows.
    pub quantities: Option<Anchors>,
}

/// Anchors of several windows.
pub struct Anchors {
    /// The window of each.
    pub windows: Tensor,
    /// `[anchors, pieces]`: weights that make the mean of an anchor's pieces.
    pub means: Tensor,
    /// `[anchors, pieces]`: rows of the table of distances.
    pub distances: Tensor,
    /// `[anchors, pieces]`: the role of each piece.
    pub roles: Tensor,
    /// `[anchors, pieces]`: the role of each piece by the lexicon reader.
    pub ruled: Tensor,
    /// 1 where the lexicon reader's findings are shown, 0 where they are hidden.
    pub shown: Tensor,
    /// One tensor for each kind of label.
    pub labels: Vec<Tensor>,
    /// One tensor of rows for each kind of hint on labels.
    pub hints: Vec<Tensor>,
}

/// The marks that a window stands between.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    /// Before the first piece.
    pub first: u32,
    /// After the last.
    pub last: u32,
}

/// How far from its anchor a piece is told apart, in pieces.
const REACH: i64 = 64;

impl Batch {
    /// Puts examples together; the lexicon reader's findings are left out where `hidden` says so.
    ///
    /// # Panics
    ///
    /// If `hidden` is not as long as `examples`.
    pub fn new(examples: &[&Example], hidden: &[bool], marks: Marks, device: Device) -> Self {
        assert_eq!(examples.len(), hidden.len(), "each window is hidden or shown");
        let pieces = examples.iter().map(|e| e.len()).max().unwrap_or(0);
        let mut windows = Vec::with_capacity(examples.len());
        let mut tags = vec![IGNORED; examples.len() * pieces];
        let mut ruled = vec![0_i64; examples.len() * pieces];
        for (row, (example, &hidden)) in examples.iter().zip(hidden).enumerate() {
            let shown = if hidden { hint::LAYOUT } else { u16::MAX };
            let hints: Vec<u16> = example.hints.iter().map(|bits| bits & shown).collect();
            for (i, (&tag, &bits)) in example.tags.iter().zip(&hints).enumerate() {
                ruled[row * pieces + i] = i64::from(hint::tag(bits));
                if i >= example.own {
                    tags[row * pieces + i] = i64::from(tag);
                }
            }
            windows.push(Window {
                ids: [&[marks.first], &example.ids[..], &[marks.last]].concat(),
                segment: example.scheme as u8,
                hints: [&[0], &hints[..], &[0]].concat(),
            });
        }
        let mut sayings = Collected::new(pieces, 1, 1);
        let mut quantities = Collected::new(pieces, 2, 3);
        for (row, (example, &hidden)) in examples.iter().zip(hidden).enumerate() {
            for SayingAnchor { anchor, source_type, hint } in &example.sayings {
                let label = source_type.map_or(IGNORED, |label| label as i64);
                sayings.add(row, anchor, hidden, &[label], &[*hint as i64]);
            }
            for QuantityAnchor { anchor, topic, modality, hints } in &example.quantities {
                let labels = [*topic as i64, *modality as i64];
                let hints = [hints.0 as i64, hints.1 as i64, hints.2 as i64];
                quantities.add(row, anchor, hidden, &labels, &hints);
            }
        }
        let shape = [examples.len() as i64, pieces as i64];
        let cells = |values: &[i64]| Tensor::from_slice(values).view(shape).to_device(device);
        Self {
            windows: Padded::new(&windows, device),
            tags: cells(&tags),
            ruled: cells(&ruled),
            sayings: sayings.finish(device),
            quantities: quantities.finish(device),
        }
    }

    /// How many windows it has.
    pub fn len(&self) -> usize {
        self.tags.size()[0] as usize
    }

    /// Whether it has no windows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

struct Collected {
    pieces: usize,
    windows: Vec<i64>,
    means: Vec<f32>,
    distances: Vec<i64>,
    roles: Vec<i64>,
    ruled: Vec<i64>,
    shown: Vec<f32>,
    labels: Vec<Vec<i64>>,
    hints: Vec<Vec<i64>>,
}

impl Collected {
    fn new(pieces: usize, labels: usize, hints: usize) -> Self {
        Self {
            pieces,
            windows: Vec::new(),
            means: Vec::new(),
            distances: Vec::new(),
            roles: Vec::new(),
            ruled: Vec::new(),
            shown: Vec::new(),
            labels: vec![Vec::new(); labels],
            hints: vec![Vec::new(); hints],
        }
    }

    fn add(&mut self, window: usize, anchor: &Anchor, hidden: bool, labels: &[i64], hints: &[i64]) {
        let row = self.windows.len() * self.pieces;
        self.windows.push(window as i64);
        self.shown.push(if hidden { 0.0 } else { 1.0 });
        self.means.resize(row + self.pieces, 0.0);
        for &piece in &anchor.at {
            self.means[row + piece] = 1.0 / anchor.at.len() as f32;
        }
        let (first, last) = (anchor.at[0] as i64, anchor.at[anchor.at.len() - 1] as i64);
        let distance = |piece: i64| (piece - first).min(0) + (piece - last).max(0);
        let pieces = self.pieces as i64;
        self.distances.extend((0..pieces).map(|i| distance(i).clamp(-REACH, REACH) + REACH));
        self.roles.extend(anchor.roles.iter().map(|&role| i64::from(role)));
        self.roles.resize(row + self.pieces, IGNORED);
        self.ruled.extend(anchor.hints.iter().map(|&role| i64::from(role)));
        self.ruled.resize(row + self.pieces, 0);
        for (all, &label) in self.labels.iter_mut().zip(labels) {
            all.push(label);
        }
        for (all, &hint) in self.hints.iter_mut().zip(hints) {
            all.push(hint);
        }
    }

    fn finish(self, device: Device) -> Option<Anchors> {
        if self.windows.is_empty() {
            return None;
        }
        let shape = [self.windows.len() as i64, self.pieces as i64];
        let each = |values: &Vec<i64>| Tensor::from_slice(values).to_device(device);
        let cells = |values: &Vec<i64>| each(values).view(shape);
        Some(Anchors {
            windows: each(&self.windows),
            means: Tensor::from_slice(&self.means).view(shape).to_device(device),
            distances: cells(&self.distances),
            roles: cells(&self.roles),
            ruled: cells(&self.ruled),
            shown: Tensor::from_slice(&self.shown).to_device(device),
            labels: self.labels.iter().map(each).collect(),
            hints: self.hints.iter().map(each).collect(),
        })
    }
}
