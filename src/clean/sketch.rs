//! Sketches: what is left of an article's running text when two articles need only be
//! compared for being the same one.
//!
//! A sketch is a one-permutation MinHash of the five-word sequences of the body. It keeps
//! four bits of each of 64 minima to compare by, and the six smallest minima whole to find
//! candidates by: two texts that share half their sequences share one of the six with
//! probability 0.98, and nothing has to be compared with everything.

use crate::document::Document;
use crate::labels::RegionKind;
use serde::{Deserialize, Serialize};

/// Words in a sequence.
const SEQUENCE: usize = 5;
/// Minima kept.
const BINS: usize = 64;
/// Minima that find candidates.
pub(super) const KEYS: usize = 6;
/// Fewer sequences say too little to call two texts the same.
const ENOUGH: u32 = 24;

/// A fixed-size summary of an article's running text.
///
/// It depends on the words alone: not on case, punctuation, headline, captions or
/// boilerplate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    pub(super) keys: [u32; KEYS],
    pub(super) code: Code,
}

/// What two sketches are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Code {
    /// Four bits of each minimum.
    minima: [u8; BINS / 2],
    /// How many sequences the text has.
    length: u32,
}

impl Sketch {
    /// Summarises the running text of `doc`; none if there is too little of it to compare.
    pub fn of(doc: &Document) -> Option<Self> {
        let body = doc.regions().iter().filter(|region| region.kind == RegionKind::Body);
        let mut minima = [u64::MAX; BINS];
        let mut length = 0;
        let mut window = Window::default();
        for region in body {
            for_each_word(doc.slice(region.span), |word| {
                if let Some(sequence) = window.push(word) {
                    let bin = &mut minima[(sequence >> 58) as usize];
                    *bin = (*bin).min(sequence << 6);
                    length += 1;
                }
            });
        }
        (length >= ENOUGH).then(|| Self::from_minima(minima, length))
    }

    fn from_minima(minima: [u64; BINS], length: u32) -> Self {
        let mut smallest = minima;
        smallest.sort_unstable();
        let keys = std::array::from_fn(|i| (smallest[i] >> 32) as u32);
        let mut code = [0; BINS / 2];
        for bin in 0..BINS {
            // An empty bin borrows from another, always the same way, so that two texts
            // with the same sequences borrow the same.
            let donor = (0..)
                .map(
                    |attempt| {
                        if attempt == 0 { bin as u64 } else { mix(bin as u64 + (attempt << 8)) }
                    },
                )
                .map(|place| place as usize % BINS)
                .find(|&place| minima[place] != u64::MAX)
                .expect("a text with sequences fills a bin");
            let bits = (mix(minima[donor]) >> 60) as u8;
            code[bin / 2] |= bits << (4 * (bin % 2));
        }
        Self { keys, code: Code { minima: code, length } }
    }
}

impl Code {
    /// Whether the shorter of two texts is, for the most part, in the longer.
    pub fn same(&self, other: &Code) -> bool {
        let pairs = self.minima.iter().zip(&other.minima);
        let equal: u32 = pairs
            .map(|(a, b)| u32::from((a ^ b) & 0x0f == 0) + u32::from((a ^ b) & 0xf0 == 0))
            .sum();
        // One in sixteen pairs of four bits is equal by chance.
        let overlap = (f64::from(equal) / BINS as f64 - 1.0 / 16.0) / (15.0 / 16.0);
        let (a, b) = (f64::from(self.length), f64::from(other.length));
        let shared = overlap / (1.0 + overlap) * (a + b);
        overlap >= LEAST_OVERLAP && shared >= LEAST_SHARED * a.min(b)
    }
}

/// Least part of the sequences of both texts together that stand in both.
const LEAST_OVERLAP: f64 = 0.38;
/// Least part of the shorter text's sequences that stand in the longer one too.
const LEAST_SHARED: f64 = 0.75;

/// The last words, as a ring of their hashes.
#[derive(Default)]
struct Window {
    words: [u64; SEQUENCE],
    next: usize,
    seen: usize,
    /// Polynomial in the words of the ring, so that one word costs the same however many.
    rolling: u64,
}

impl Window {
    /// Takes one more word; the hash of the sequence that it ends, once there is one.
    fn push(&mut self, word: u64) -> Option<u64> {
        let oldest = std::mem::replace(&mut self.words[self.next], word);
        self.next = if self.next + 1 == SEQUENCE { 0 } else { self.next + 1 };
        self.seen += 1;
        self.rolling = self
            .rolling
            .wrapping_mul(FACTOR)
            .wrapping_add(word)
            .wrapping_sub(oldest.wrapping_mul(FACTOR.wrapping_pow(SEQUENCE as u32)));
        (self.seen >= SEQUENCE).then(|| mix(self.rolling))
    }
}

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads a number over 64 bits.
fn mix(mut n: u64) -> u64 {
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// Hashes every word: letters and digits, ASCII letters in lower case. Bytes beyond ASCII
/// count as letters, but those of general punctuation (“ ’ —), which copies change.
fn for_each_word(text: &str, mut each: impl FnMut(u64)) {
    let bytes = text.as_bytes();
    let mut hash = 0u64;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let mark = byte == 0xe2 && matches!(bytes.get(at + 1), Some(0x80 | 0x81));
        if mark || !(byte.is_ascii_alphanumeric() || byte >= 0x80) {
            // An apostrophe joins: it's and it’s are one word, however written.
            let joins = byte == b'\'' || bytes[at..].starts_with("’".as_bytes());
            if hash != 0 && !joins {
                each(hash);
                hash = 0;
            }
            at += if mark { 3 } else { 1 };
            continue;
        }
        hash = (hash.rotate_left(5) ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(FACTOR);
        at += 1;
    }
    if hash != 0 {
        each(hash);
    }
}
