//! Families: claims that state the same thing, brought together.
//!
//! Comparing every claim with every other would take the square of their number. Instead each
//! claim looks only at those that share a key with it: its kind, about its figure, and one of
//! the rarer words of its sentence. In each such block it looks at the [`LATEST`] before it.
//! Claims are taken in order of time, so the outcome depends on the articles alone.

use super::alike::{Judge, MARK, is_fate, things_differ, topics_differ};
use super::corpus::{Claim, Corpus, Text};
use crate::labels::{Modifier, Topic};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

/// How many of the claims before it a claim is compared with in each block.
const LATEST: usize = 48;
/// How many words of a sentence open a block, names and rarer words first.
const KEYS: usize = 12;
/// How far apart the figures of one family may be.
const SPREAD: f64 = 1.4;
/// Figures in neighbouring steps of this ratio are compared.
const STEP: f64 = SPREAD;

/// Puts claims into families: for each claim the first claim, in time, of its family.
///
/// `order` holds all claims in order of time.
pub(super) fn families(judge: &Judge<'_>, order: &[u32]) -> Vec<u32> {
    let claims = &judge.corpus.claims;
    let mut groups = Groups::new(claims);
    let mut blocks = Blocks::default();
    let mut keys = Vec::new();
    let mut candidates: Vec<u32> = Vec::new();
    let mut alike: Vec<(f64, u32)> = Vec::new();
    let mut rank = vec![0_u32; claims.len()];
    for (at, &claim) in order.iter().enumerate() {
        rank[claim as usize] = at as u32;
    }
    for &at in order {
        let claim = &claims[at as usize];
        if !claim.told.figure().is_finite() {
            continue;
        }
        words_of(judge, claim, &mut keys);
        candidates.clear();
        let step = step(claim);
        for near in [step - 1, step, step + 1] {
            for &key in &keys {
                blocks.latest(block(claim, near, key), &mut candidates);
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        alike.clear();
        for &other in &candidates {
            if let Some(evidence) = judge.evidence(claim, &claims[other as usize])
                && evidence >= MARK
            {
                alike.push((evidence, other));
            }
        }
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(rank[a.1 as usize].cmp(&rank[b.1 as usize])));
        for &(_, other) in &alike {
            groups.join(claims, at, other);
        }
        for &key in &keys {
            blocks.push(block(claim, step, key), at);
        }
    }
    let mut first: FxHashMap<u32, u32> = FxHashMap::default();
    for &claim in order {
        let root = groups.root(claim);
        first.entry(root).or_insert(claim);
    }
    (0..claims.len() as u32).map(|claim| first[&groups.root(claim)]).collect()
}

/// The words that open blocks for a claim: those of its sentence that others have too.
fn words_of(judge: &Judge<'_>, claim: &Claim, keys: &mut Vec<Key>) {
    keys.clear();
    let corpus: &Corpus = judge.corpus;
    let names = corpus.get(claim.names);
    let mut words: Vec<Text> = corpus.get(claim.content).to_vec();
    let order = |word: &Text| {
        let name = names.binary_search(word).is_ok();
        (!name, std::cmp::Reverse((judge.weight(*word) * 1e3) as i64), *word)
    };
    words.sort_by_key(order);
    words.truncate(KEYS);
    keys.extend(words.into_iter().map(Key::Word));
    keys.push(Key::Doc(claim.doc));
    if claim.told.weight() >= 1.5 {
        keys.push(Key::Figure(claim.told.figure().to_bits()));
    }
    for outlet in judge.outlets.among(corpus, claim.phrases) {
        keys.push(Key::Outlet(outlet));
    }
    let own = corpus.doc(claim).outlet;
    if !own.is_none() {
        keys.push(Key::Outlet(own));
    }
}

/// What two claims of one block share, beside kind and figure.
#[derive(Clone, Copy, Hash)]
enum Key {
    Word(Text),
    Doc(u32),
    Figure(u64),
    /// The one is by this outlet, the other cites it.
    Outlet(Text),
}

fn step(claim: &Claim) -> i32 {
    let figure = claim.told.figure().abs().max(1e-9);
    (figure.ln() / STEP.ln()).floor() as i32
}

fn block(claim: &Claim, step: i32, key: Key) -> u64 {
    let mut hasher = FxHasher::default();
    (claim.kind, step, key).hash(&mut hasher);
    hasher.finish()
}

/// The claims of each block, the latest first, as linked lists.
#[derive(Default)]
struct Blocks {
    heads: FxHashMap<u64, u32>,
    /// A claim, and the entry before it in its block.
    entries: Vec<(u32, u32)>,
}

const END: u32 = u32::MAX;

impl Blocks {
    fn push(&mut self, block: u64, claim: u32) {
        let at =
            u32::try_from(self.entries.len()).expect("fewer than 4 billion keys fit in memory");
        let before = self.heads.insert(block, at).unwrap_or(END);
        self.entries.push((claim, before));
    }

    fn latest(&self, block: u64, found: &mut Vec<u32>) {
        let mut at = self.heads.get(&block).copied().unwrap_or(END);
        for _ in 0..LATEST {
            let Some(&(claim, before)) = self.entries.get(at as usize) else { return };
            found.push(claim);
            at = before;
        }
    }
}

/// What all members of a family share.
#[derive(Clone, Copy)]
struct Common {
    low: f64,
    high: f64,
    year: Option<i16>,
    topic: Topic,
    /// A member whose counted thing is told.
    counted: Option<u32>,
}

/// Families in the making: a forest in which each tree is one.
struct Groups {
    parents: Vec<u32>,
    common: Vec<Common>,
}

impl Groups {
    fn new(claims: &[Claim]) -> Self {
        let common = |(at, claim): (usize, &Claim)| {
            // "thousands" bounds no figure.
            let vague = claim.told.modifier == Modifier::Vague;
            Common {
                low: if vague { f64::INFINITY } else { claim.told.low },
                high: if vague { f64::NEG_INFINITY } else { claim.told.high },
                year: claim.year,
                topic: claim.topic,
                counted: (!claim.head.is_none()).then_some(at as u32),
            }
        };
        Self {
            parents: (0..claims.len() as u32).collect(),
            common: claims.iter().enumerate().map(common).collect(),
        }
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.parents[at as usize] != at {
            let above = self.parents[self.parents[at as usize] as usize];
            self.parents[at as usize] = above;
            at = above;
        }
        at
    }

    /// Makes two families one, unless their members contradict each other.
    fn join(&mut self, claims: &[Claim], a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return;
        }
        let (x, y) = (self.common[a as usize], self.common[b as usize]);
        let (low, high) = (x.low.min(y.low), x.high.max(y.high));
        let wide = low > 0.0 && high > low * SPREAD;
        let years = matches!((x.year, y.year), (Some(x), Some(y)) if x != y);
        let things = matches!(
            (x.counted, y.counted),
            (Some(x), Some(y)) if things_differ(&claims[x as usize], &claims[y as usize])
        );
        if wide || years || things || topics_differ(x.topic, y.topic) {
            return;
        }
        let (root, leaf) = (a.min(b), a.max(b));
        self.parents[leaf as usize] = root;
        self.common[root as usize] = Common {
            low,
            high,
            year: x.year.or(y.year),
            topic: if is_fate(y.topic) { y.topic } else { x.topic },
            counted: x.counted.or(y.counted),
        };
    }
}
