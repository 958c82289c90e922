//! Blocks: which claims are compared at all.
//!
//! Comparing every claim with every other would take the square of their number. So a claim is
//! compared with those alone that share its kind, about its figure, and a key: a word of its
//! sentence, the exact figure, an outlet. A key that more than [`CROWD`] claims share says little;
//! it opens a block only together with another, and two that are still a crowd only with a third.
//! Of a block the latest families alone are looked at, several times as many as make a crowd.

use super::alike::{Judge, sort};
use super::corpus::{Claim, Corpus, Text};
use super::number::Told;
use crate::labels::Kind;
use xxhash_rust::xxh3::xxh3_64;

/// How many words of a sentence are keys, names and rarer words first.
const WORDS: usize = 12;
/// How many claims make a key common.
const CROWD: u8 = 128;
/// How far apart the figures of one family may be.
pub(super) const SPREAD: f64 = 1.4;
/// Figures from this on, by [`super::number::Told::weight`], are keys by themselves.
const TELLING: f64 = 1.5;

/// What two claims of one block share, as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key(u64);

impl Key {
    const WORD: u64 = 0;
    const FIGURE: u64 = 1;
    /// The one is by this outlet, the other cites it.
    const OUTLET: u64 = 2;
    /// One figure twice in an article.
    const AGAIN: u64 = 3;

    fn of(sort: u64, what: [u64; 2]) -> Self {
        Self(hash([sort, what[0], what[1]]))
    }
}

fn hash<const N: usize>(parts: [u64; N]) -> u64 {
    let mut bytes = [[0_u8; 8]; N];
    for (slot, part) in bytes.iter_mut().zip(parts) {
        *slot = part.to_le_bytes();
    }
    xxh3_64(bytes.as_flattened())
}

/// About which figure, of which kind: blocks of neighbouring steps are compared.
#[derive(Clone, Copy)]
struct Step {
    kind: Kind,
    step: i64,
}

impl Step {
    fn of(kind: Kind, told: &Told) -> Self {
        let figure = told.figure().abs().max(1e-9);
        Self { kind: sort(kind), step: (figure.ln() / SPREAD.ln()).floor() as i64 }
    }

    /// About what it measures, and about the figure as it stands, which may be told on with
    /// another unit.
    fn all(claim: &Claim) -> impl Iterator<Item = Self> {
        let (measured, told) = (&claim.measure, &claim.told);
        let other = (measured.ends() != told.ends()).then(|| Self::of(claim.kind, told));
        std::iter::once(Self::of(claim.kind, measured)).chain(other)
    }

    fn near(self) -> [Self; 3] {
        [-1, 0, 1].map(|by| Self { step: self.step.saturating_add(by), ..self })
    }

    fn block<const N: usize>(self, keys: [Key; N]) -> u64 {
        let keys = keys.iter().fold(N as u64, |all, key| hash([all, key.0]));
        hash([self.kind as u64, self.step as u64, keys])
    }
}

/// How many claims are in each block, counted by hash up to 255: blocks that share a counter
/// count together, and are at worst taken for a crowd.
struct Counts {
    counts: Vec<u8>,
}

impl Counts {
    fn new(claims: usize) -> Self {
        Self { counts: vec![0; (claims * 8).next_power_of_two()] }
    }

    fn at(&self, block: u64) -> usize {
        block as usize & (self.counts.len() - 1)
    }

    fn add(&mut self, block: u64) {
        let at = self.at(block);
        self.counts[at] = self.counts[at].saturating_add(1);
    }

    fn get(&self, block: u64) -> u8 {
        self.counts[self.at(block)]
    }

    fn is_crowd(&self, block: u64) -> bool {
        self.get(block) > CROWD
    }
}

/// The blocks of a claim.
#[derive(Default)]
pub(super) struct Place {
    /// That it is in.
    pub own: Vec<u64>,
    /// That it is compared with: its own, and those of figures about as large.
    pub near: Vec<u64>,
}

/// Which blocks there are.
pub(super) struct Blocks {
    one: Counts,
    two: Counts,
}

impl Blocks {
    /// The blocks of all claims.
    pub fn of(judge: &Judge<'_>) -> Self {
        let claims = &judge.corpus.claims;
        let mut blocks = Self { one: Counts::new(claims.len()), two: Counts::new(claims.len()) };
        for claim in claims {
            let keys = keys(judge, claim);
            for block in
                Step::all(claim).flat_map(|step| keys.iter().map(move |&key| step.block([key])))
            {
                blocks.one.add(block);
            }
        }
        for claim in claims {
            let keys = keys(judge, claim);
            for step in Step::all(claim) {
                let is_common = |key: &Key| blocks.one.is_crowd(step.block([*key]));
                let common: Vec<Key> = keys.iter().copied().filter(is_common).collect();
                for pair in pairs(&common) {
                    blocks.two.add(step.block(pair));
                }
            }
        }
        blocks
    }

    /// Where a claim stands.
    pub fn place(&self, judge: &Judge<'_>, claim: &Claim) -> Place {
        let all = keys(judge, claim);
        let mut place = Place::default();
        for step in Step::all(claim) {
            // A key of no other claim brings nothing together.
            let shared = |key: &Key| {
                let shared = step.near().map(|near| u32::from(self.one.get(near.block([*key]))));
                shared.iter().sum::<u32>() > 1
            };
            let keys: Vec<Key> = all.iter().copied().filter(shared).collect();
            self.blocks(step, &keys, &mut place.own);
            for near in step.near() {
                self.blocks(near, &keys, &mut place.near);
            }
        }
        place
    }

    fn blocks(&self, step: Step, keys: &[Key], found: &mut Vec<u64>) {
        let mut common = Vec::new();
        for &key in keys {
            let block = step.block([key]);
            if self.one.is_crowd(block) {
                common.push(key);
            } else if self.one.get(block) > 0 {
                found.push(block);
            }
        }
        let crowd = |pair: [Key; 2]| self.two.is_crowd(step.block(pair));
        found.extend(pairs(&common).filter(|&pair| !crowd(pair)).map(|pair| step.block(pair)));
        for (at, &first) in common.iter().enumerate() {
            let with: Vec<Key> =
                common[at + 1..].iter().copied().filter(|&key| crowd([first, key])).collect();
            let both = pairs(&with).filter(|&pair| crowd(pair));
            found.extend(both.map(|[second, third]| step.block([first, second, third])));
        }
    }
}

fn pairs(keys: &[Key]) -> impl Iterator<Item = [Key; 2]> {
    keys.iter().enumerate().flat_map(|(at, &a)| keys[at + 1..].iter().map(move |&b| [a, b]))
}

/// The keys of a claim, sorted.
fn keys(judge: &Judge<'_>, claim: &Claim) -> Vec<Key> {
    let corpus: &Corpus = judge.corpus;
    let names = corpus.get(claim.names);
    let mut words: Vec<Text> = corpus.get(claim.content).to_vec();
    if words.len() > WORDS {
        words.sort_by_cached_key(|word| {
            let name = names.binary_search(word).is_ok();
            (!name, std::cmp::Reverse((judge.weight(*word) * 1e3) as i64), *word)
        });
        words.truncate(WORDS);
    }
    let index = |text: Text| super::corpus::Texts::index(text) as u64;
    let mut keys: Vec<Key> =
        words.into_iter().map(|word| Key::of(Key::WORD, [index(word), 0])).collect();
    for figure in [&claim.measure, &claim.told].map(|told| told.figure().to_bits()) {
        keys.push(Key::of(Key::AGAIN, [u64::from(claim.doc), figure]));
        if claim.told.weight() >= TELLING {
            keys.push(Key::of(Key::FIGURE, [figure, 0]));
        }
    }
    let own = corpus.doc(claim).outlet;
    let outlets = judge.outlets.among(corpus, claim.phrases);
    let outlets = outlets.chain(judge.cited_by(claim).iter().copied());
    let outlets = outlets.chain(Some(own).filter(|own| !own.is_none()));
    keys.extend(outlets.map(|outlet| Key::of(Key::OUTLET, [index(outlet), 0])));
    keys.sort_unstable();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_one_whatever_comes_first_in_it() {
        let keys = [Key(1), Key(2), Key(3)];
        assert_eq!(pairs(&keys).count(), 3);
        let step = Step { kind: Kind::Count, step: 4 };
        assert_ne!(step.block([keys[0], keys[1]]), step.block([keys[0]]));
        assert_ne!(step.block([keys[0]]), step.near()[2].block([keys[0]]));
    }
}
