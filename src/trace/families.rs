//! Families: claims that state the same thing, brought together.
//!
//! Claims are taken in order of time, so the outcome depends on the articles alone. Each is
//! compared with the earlier claims of its [`Blocks`]; there a family is met twice at most, by the
//! latest of its claims that give a bare figure and of those that bound it, however many it has.

use super::alike::{Judge, MARK, is_fate, things_differ, topics_differ};
use super::blocks::{Blocks, SPREAD};
use super::corpus::{Claim, Corpus};
use super::number::Told;
use super::stories;
use crate::labels::{Modifier, Topic};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Claims whose blocks are looked up at once.
const CHUNK: usize = 4096;

/// All families.
pub(super) struct Families {
    /// Their claims, family by family, each in order of time.
    claims: Vec<u32>,
    ends: Vec<usize>,
}

impl Families {
    /// The claims of each family, in order of time; the families with most articles come first, of
    /// equals the earliest.
    pub fn heaviest_first<'a>(&'a self, corpus: &Corpus) -> Vec<&'a [u32]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        let all = begins.zip(&self.ends).map(|(begin, &end)| &self.claims[begin..end]);
        let mut all: Vec<&[u32]> = all.collect();
        let doc = |claim: &u32| corpus.claims[*claim as usize].doc;
        // All claims of an article come one after the other.
        let articles = |claims: &&[u32]| claims.chunk_by(|a, b| doc(a) == doc(b)).count();
        all.sort_by_cached_key(|claims| std::cmp::Reverse(articles(claims)));
        all
    }
}

/// Puts claims into families. `order` holds all claims in order of time.
pub(super) fn families(judge: &Judge<'_>, order: &[u32]) -> Families {
    let claims = &judge.corpus.claims;
    let mut rank = vec![0_u32; claims.len()];
    for (at, &claim) in order.iter().enumerate() {
        rank[claim as usize] = at as u32;
    }
    let blocks = Blocks::of(judge);
    let mut groups = Groups::new(claims);
    let mut standing = Standing::new(claims.len());
    let mut alike: Vec<(f64, u32)> = Vec::new();
    let mut may_be: Vec<(u32, u32)> = Vec::new();
    let readable = |at: &&u32| claims[**at as usize].told.figure().is_finite();
    for chunk in order.chunks(CHUNK) {
        let chunk: Vec<u32> = chunk.iter().filter(readable).copied().collect();
        let places: Vec<_> =
            chunk.par_iter().map(|&at| blocks.place(judge, &claims[at as usize])).collect();
        for (at, place) in chunk.into_iter().zip(places) {
            let claim = &claims[at as usize];
            standing.begin();
            for block in place.near {
                standing.meet(judge, claim, block, &mut groups);
            }
            let met = standing.met.iter();
            alike.clear();
            for &other in met {
                match judge.evidence(claim, &claims[other as usize]) {
                    Some(evidence) if evidence >= MARK => alike.push((evidence, other)),
                    Some(evidence) if evidence >= stories::MAY_BE => may_be.push((at, other)),
                    _ => {}
                }
            }
            alike.sort_by(|a, b| {
                b.0.total_cmp(&a.0).then(rank[a.1 as usize].cmp(&rank[b.1 as usize]))
            });
            for &(_, other) in &alike {
                groups.join(claims, at, other, false);
            }
            for block in place.own {
                standing.push(claims, block, at, &mut groups);
            }
        }
    }
    // What the first round brings together tells of more articles that they are of one story.
    for _ in 0..stories::ROUNDS {
        let roots: Vec<u32> = (0..claims.len() as u32).map(|at| groups.root(at)).collect();
        for (later, earlier) in stories::told_again(judge, &rank, &roots, &may_be) {
            groups.join(claims, later, earlier, true);
        }
    }
    // By its root: the place of a family among the others, in order of their first claims.
    let mut places = vec![END; claims.len()];
    let mut ends: Vec<usize> = Vec::new();
    for &claim in order {
        let place = &mut places[groups.root(claim) as usize];
        if *place == END {
            *place = ends.len() as u32;
            ends.push(0);
        }
        ends[*place as usize] += 1;
    }
    let mut sorted = order.to_vec();
    sorted.sort_by_key(|&claim| places[groups.root(claim) as usize]);
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    Families { claims: sorted, ends }
}

/// The claims that stand in each block, two a family at most, the latest first, as linked lists.
struct Standing {
    heads: FxHashMap<u64, u32>,
    /// A claim, and the entry before it in its block.
    entries: Vec<(u32, u32)>,
    /// Entries that were taken out.
    free: Vec<u32>,
    looks: u64,
    /// By family, and whether the figure is bounded: the last look that met it.
    families: Vec<[u64; 2]>,
    turns: u32,
    /// By claim: the last turn that met it.
    claims: Vec<u32>,
    /// Claims met in this turn.
    met: Vec<u32>,
}

const END: u32 = u32::MAX;

/// With how many families of one block a claim is compared, the latest first: a corpus of one sentence
/// with another figure each time would take the square of its length.
const LATEST: usize = 512;

impl Standing {
    fn new(claims: usize) -> Self {
        Self {
            heads: FxHashMap::default(),
            entries: Vec::new(),
            free: Vec::new(),
            looks: 0,
            families: vec![[0; 2]; claims],
            turns: 0,
            claims: vec![0; claims],
            met: Vec::new(),
        }
    }

    /// Begins the turn of a claim.
    fn begin(&mut self) {
        self.turns += 1;
        self.met.clear();
    }

    /// Meets the claims of a block that `claim` is not too late for.
    fn meet(&mut self, judge: &Judge<'_>, claim: &Claim, block: u64, groups: &mut Groups) {
        let Some(&head) = self.heads.get(&block) else { return };
        self.looks += 1;
        let (mut at, mut later) = (head, END);
        let mut families = 0;
        while at != END && families < LATEST {
            let (other, before) = self.entries[at as usize];
            if !judge.near_in_time(claim, &judge.corpus.claims[other as usize]) {
                break;
            }
            let bounded = usize::from(is_bounded(&judge.corpus.claims[other as usize]));
            let family = &mut self.families[groups.root(other) as usize][bounded];
            if *family == self.looks {
                // A later claim of its family stands for both.
                self.entries[later as usize].1 = before;
                self.free.push(at);
            } else {
                *family = self.looks;
                families += 1;
                later = at;
                let turn = &mut self.claims[other as usize];
                if *turn != self.turns {
                    *turn = self.turns;
                    self.met.push(other);
                }
            }
            at = before;
        }
    }

    /// Puts a claim into a block, in place of the latest there if that is of its family.
    fn push(&mut self, claims: &[Claim], block: u64, claim: u32, groups: &mut Groups) {
        let before = self.heads.get(&block).copied().unwrap_or(END);
        if before != END {
            let latest = &mut self.entries[before as usize].0;
            let bounded = |at: u32| is_bounded(&claims[at as usize]);
            if groups.root(*latest) == groups.root(claim) && bounded(*latest) == bounded(claim) {
                *latest = claim;
                return;
            }
        }
        let at = match self.free.pop() {
            Some(at) => at,
            None => {
                self.entries.push((END, END));
                u32::try_from(self.entries.len() - 1)
                    .expect("fewer than 4 billion keys fit in memory")
            }
        };
        self.entries[at as usize] = (claim, before);
        self.heads.insert(block, at);
    }
}

/// Whether it says how its figure bounds the number, or blurs it: "at least 80" is of one family with
/// 86, and 80 is not.
fn is_bounded(claim: &Claim) -> bool {
    claim.told.modifier != Modifier::Exact
}

/// What all members of a family share.
#[derive(Clone, Copy)]
struct Common {
    /// By what they measure.
    measured: Bounds,
    /// As they stand, for a figure may be told on with another unit.
    told: Bounds,
    year: Option<i16>,
    topic: Topic,
    /// A member whose counted thing is told.
    counted: Option<u32>,
}

/// The smallest and the largest figure.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    low: f64,
    high: f64,
}

impl Bounds {
    fn of(told: &Told) -> Self {
        // "thousands" bounds no figure.
        if told.modifier == Modifier::Vague {
            return Self { low: f64::INFINITY, high: f64::NEG_INFINITY };
        }
        // A range is told on by either end.
        Self { low: told.figure(), high: told.figure() }
    }

    fn with(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    fn is_wide(self) -> bool {
        self.low > 0.0 && self.high > self.low * SPREAD
    }
}

/// Families in the making: a forest in which each tree is one.
struct Groups {
    parents: Vec<u32>,
    common: Vec<Common>,
}

impl Groups {
    fn new(claims: &[Claim]) -> Self {
        let common = |(at, claim): (usize, &Claim)| Common {
            measured: Bounds::of(&claim.measure),
            told: Bounds::of(&claim.told),
            year: claim.year,
            topic: claim.topic,
            counted: (!claim.head.is_none()).then_some(at as u32),
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
    fn join(&mut self, claims: &[Claim], claim: u32, other: u32, in_story: bool) {
        // The family of the earlier claim is the first.
        let (a, b) = (self.root(other), self.root(claim));
        if a == b {
            return;
        }
        let (x, y) = (self.common[a as usize], self.common[b as usize]);
        let (measured, told) = (x.measured.with(y.measured), x.told.with(y.told));
        let wide = measured.is_wide() && told.is_wide();
        let years = matches!((x.year, y.year), (Some(x), Some(y)) if x != y);
        let things = matches!(
            (x.counted, y.counted),
            (Some(x), Some(y)) if things_differ(&claims[x as usize], &claims[y as usize], in_story)
        );
        if wide || years || things || topics_differ(x.topic, y.topic) {
            return;
        }
        let (root, leaf) = (a.min(b), a.max(b));
        self.parents[leaf as usize] = root;
        self.common[root as usize] = Common {
            measured,
            told,
            year: x.year.or(y.year),
            topic: if is_fate(y.topic) { y.topic } else { x.topic },
            counted: x.counted.or(y.counted),
        };
    }
}
