//! The neural reader: a small encoder finds cues, and tells for each cue and each quantity
//! which words play which part.
//!
//! A flat sequence of tags cannot say that one attribution lies inside another. So the model
//! works with *anchors*: a cue, the first piece of a quotation that has no cue, or a quantity.
//! For each anchor a scorer gives every word piece of the window a role. What the lexicon
//! reader makes of the same sentences goes in as a hint on every piece: rules that were right
//! stay, and the encoder adds what no list holds.

pub mod calibration;
pub mod decode;
pub mod folder;
pub mod heads;
pub mod hint;
pub mod piece;
pub mod window;

mod anchors;
mod kind;
mod places;
#[cfg(feature = "libtorch")]
pub mod torch;

use super::lexicon::Lexicon;
use super::{Reader, Reading};
use crate::attribution;
use crate::document::Document;
use crate::encoder::{Matrix, Network, Precision, Window as Input};
use crate::findings::{Quantity, Sentence};
use calibration::Calibration;
use folder::Folder;
use heads::Heads;
use hint::Known;
use piece::Pieces;
use window::{Size, Window};

/// Gives each piece of a window its vector of context.
pub trait Encoder: Send + Sync {
    /// The name of the reader it makes (`--reader`).
    fn name(&self) -> &'static str;

    /// One matrix a window, one row a piece, the marks at both ends included.
    fn hidden(&self, windows: &[Input]) -> Vec<Matrix>;
}

impl Encoder for Network {
    fn name(&self) -> &'static str {
        "embedded"
    }

    fn hidden(&self, windows: &[Input]) -> Vec<Matrix> {
        Network::hidden(self, windows)
    }
}

/// Which annotation guide a text is read by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Our own: every attribution, nested ones too.
    #[default]
    Whosaid,
    /// `PolNeAR`'s: the outermost attributions, each piece of content apart.
    Polnear,
}

impl Scheme {
    /// Its name, as options and files write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Whosaid => "whosaid",
            Scheme::Polnear => "polnear",
        }
    }
}

/// Reads by an encoder and its heads.
pub struct Neural<E> {
    encoder: E,
    heads: Heads,
    pieces: Pieces,
    size: Size,
    scheme: Scheme,
    calibration: Option<Calibration>,
    knowledge: String,
}

/// How many windows are given to the encoder at once: enough to keep it busy, and few enough
/// that a book needs no more memory than an article.
const BATCH: usize = 8;

impl Neural<Network> {
    /// The reader that is built into the program: int8, by our own guide.
    pub fn built_in() -> Self {
        Folder::built_in()
            .reader(Precision::Int8, Scheme::Whosaid)
            .expect("the model that is built in can be read with; tests do")
    }
}

impl<E: Encoder> Neural<E> {
    fn input(&self, window: &Window, hints: Vec<u16>) -> Input {
        let ids = self.pieces.enclose(window.pieces.iter().map(|piece| piece.id));
        let hints = [vec![0], hints, vec![0]].concat();
        Input { ids, segment: self.scheme as u8, hints }
    }
}

impl<E: Encoder> Reader for Neural<E> {
    fn name(&self) -> &'static str {
        self.encoder.name()
    }

    fn knowledge(&self) -> String {
        self.knowledge.clone()
    }

    fn read(&self, doc: &Document, sentences: &[Sentence], quantities: &[Quantity]) -> Reading {
        let by_rule = Lexicon.read(doc, sentences, quantities);
        let ruled = attribution::link(doc, sentences, by_rule.sayings);
        let known = Known::new(doc, quantities, &by_rule.arguments, &ruled);
        let windows = window::windows(doc, sentences, &self.pieces, self.size);
        let mut found = Vec::new();
        let mut arguments = by_rule.arguments.clone();
        for batch in windows.chunks(BATCH) {
            let inputs: Vec<Input> =
                batch.iter().map(|window| self.input(window, known.hints(window))).collect();
            let hidden = self.encoder.hidden(&inputs);
            for ((window, input), hidden) in batch.iter().zip(&inputs).zip(hidden) {
                let hints = &input.hints[1..=window.pieces.len()];
                let view = anchors::View::new(window, &hidden, hints, &known);
                found.extend(anchors::sayings(&self.heads, &view, sentences, self.scheme));
                anchors::arguments(&self.heads, &view, quantities, &mut arguments);
            }
        }
        found.sort_by_key(|s| s.saying.cue.unwrap_or(s.saying.content[0]));
        let sayings = kind::tell(&self.heads.source_type, doc, sentences, found, self.calibration);
        Reading { sayings, arguments }
    }
}
