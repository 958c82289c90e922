//! The lineage of a family: which telling came first, which are reprints, which deny it, which
//! are independent, and from which earlier telling each has its number.
//!
//! A number with a thousand tellings is not held against each of them a thousand times: what was
//! told before is looked up by sentence, by word, by outlet and by source.

use super::alike::{Judge, REPRINT, SENTENCE, agreement};
use super::corpus::{Claim, Text};
use super::number::Agreement;
use super::sources::{Heard, Voice};
use crate::labels::{Role, SourceType};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// A claim in its family.
#[derive(Clone, Copy, Debug)]
pub(super) struct Telling {
    pub claim: u32,
    pub role: Role,
    /// The earlier telling it has the number from, or is nearest to in its words.
    pub from: Option<u32>,
    /// The earlier telling whose sentence it repeats.
    pub copy_of: Option<u32>,
    pub voice: Voice,
}

/// The tellings of a family, in order of time. `members` must be in that order.
pub(super) fn lineage(judge: &Judge<'_>, members: &[u32]) -> Vec<Telling> {
    let corpus = judge.corpus;
    let claim = |at: u32| &corpus.claims[at as usize];
    let origin = origin(judge, members);
    let mut earlier = Earlier::new(judge);
    let same_doc = |a: &u32, b: &u32| claim(*a).doc == claim(*b).doc;
    for article in members.chunk_by(same_doc) {
        // What an article tells again, it has not from itself.
        let begin = earlier.tellings.len();
        let mut told = false;
        for &at in article {
            let own = claim(at);
            let voice = Voice::of(corpus, judge.outlets, own, &earlier.actors);
            let copy_of = earlier.copied(own);
            let from = copy_of.or_else(|| earlier.cited(own)).or_else(|| earlier.nearest(own));
            let role = if own.flags.denied {
                Role::Denial
            } else if Some(at) == origin {
                Role::Origin
            } else if copy_of.is_none() && !told && earlier.is_independent(own, &voice) {
                Role::Independent
            } else {
                Role::Relay
            };
            if copy_of.is_none() {
                earlier.actors.extend(corpus.get(own.actors));
                told = true;
            }
            let from = from.map(|at| earlier.tellings[at].claim);
            let copy_of = copy_of.map(|at| earlier.tellings[at].claim);
            earlier.tellings.push(Telling { claim: at, role, from, copy_of, voice });
        }
        earlier.remember(begin);
    }
    earlier.tellings
}

/// The first telling; within its article, the first that names who says it.
fn origin(judge: &Judge<'_>, members: &[u32]) -> Option<u32> {
    let claim = |at: &u32| &judge.corpus.claims[*at as usize];
    let mut told = members.iter().copied().filter(|at| !claim(at).flags.denied);
    let first = told.clone().next()?;
    let doc = claim(&first).doc;
    let firm = |source_type: Option<SourceType>| {
        source_type == Some(SourceType::StateMedia) || !Voice::relays(source_type)
    };
    told.by_ref()
        .take_while(|at| claim(at).doc == doc)
        .find(|at| firm(claim(at).source_type))
        .or(Some(first))
}

/// How many of the latest tellings that share a word are compared by all their words.
const LATEST: usize = 8;

/// Tellings of the articles before one, by their place in the family.
struct Earlier<'a> {
    judge: &'a Judge<'a>,
    tellings: Vec<Telling>,
    /// Those who do it, by all tellings so far.
    actors: FxHashSet<Text>,
    heard: Heard,
    /// Figures told by anybody, by [`figure`].
    figures: FxHashSet<u64>,
    anonymous: bool,
    /// The first that is no reprint, as all below but those by outlet.
    first: Option<usize>,
    /// The first with this number and sentence.
    by_sentence: FxHashMap<u64, usize>,
    /// All by each of their rarest words, so many that a reprint shares one.
    by_rarest: FxHashMap<Text, Vec<usize>>,
    /// The latest by each of their words.
    by_word: FxHashMap<Text, Vec<usize>>,
    by_doc: FxHashMap<u32, Vec<usize>>,
    /// Those of an outlet's latest article: of any number, and of each.
    by_outlet: FxHashMap<(Text, Option<u64>), (u32, Vec<usize>)>,
}

impl<'a> Earlier<'a> {
    fn new(judge: &'a Judge<'a>) -> Self {
        Self {
            judge,
            tellings: Vec::new(),
            actors: FxHashSet::default(),
            heard: Heard::default(),
            figures: FxHashSet::default(),
            anonymous: false,
            first: None,
            by_sentence: FxHashMap::default(),
            by_rarest: FxHashMap::default(),
            by_word: FxHashMap::default(),
            by_doc: FxHashMap::default(),
            by_outlet: FxHashMap::default(),
        }
    }

    fn claim(&self, at: usize) -> &'a Claim {
        &self.judge.corpus.claims[self.tellings[at].claim as usize]
    }

    /// Takes up the tellings from `begin` on, of one article.
    fn remember(&mut self, begin: usize) {
        let corpus = self.judge.corpus;
        for at in begin..self.tellings.len() {
            let claim = self.claim(at);
            let outlet = corpus.doc(claim).outlet;
            for figure in [None, Some(figure(claim))] {
                let (doc, told) = self.by_outlet.entry((outlet, figure)).or_default();
                if *doc != claim.doc {
                    *doc = claim.doc;
                    told.clear();
                }
                told.push(at);
            }
            let Telling { copy_of, voice, .. } = self.tellings[at];
            if copy_of.is_some() {
                continue;
            }
            self.first.get_or_insert(at);
            self.heard.add(corpus, voice.identity);
            self.figures.insert(figure(claim));
            self.anonymous |= voice.anonymous && !voice.identity.is_empty();
            self.by_doc.entry(claim.doc).or_default().push(at);
            self.by_sentence.entry(self.sentence(claim)).or_insert(at);
            for word in self.rarest(claim) {
                self.by_rarest.entry(word).or_default().push(at);
            }
            for &word in corpus.get(claim.content) {
                let latest = self.by_word.entry(word).or_default();
                if latest.len() >= 2 * LATEST {
                    latest.drain(..LATEST);
                }
                latest.push(at);
            }
        }
    }

    /// Number and sentence, as a hash.
    fn sentence(&self, claim: &Claim) -> u64 {
        let mut hasher = FxHasher::default();
        figure(claim).hash(&mut hasher);
        self.judge.corpus.get(claim.content).hash(&mut hasher);
        hasher.finish()
    }

    /// So many of its rarest words that a sentence which repeats it has one of them.
    fn rarest(&self, claim: &Claim) -> Vec<Text> {
        let mut words = self.judge.corpus.get(claim.content).to_vec();
        if words.len() < SENTENCE {
            return Vec::new();
        }
        let kept = (REPRINT * words.len() as f64).ceil() as usize;
        let weight = |word: &Text| std::cmp::Reverse((self.judge.weight(*word) * 1e6) as u32);
        words.sort_by_key(|word| (weight(word), *word));
        words.truncate((words.len() + 1).saturating_sub(kept));
        words
    }

    /// The telling whose sentence this one repeats, or that stands in the article which its article
    /// repeats.
    fn copied(&self, own: &Claim) -> Option<usize> {
        let same = |&at: &usize| {
            let other = self.claim(at);
            own.told == other.told
                && own.unit == other.unit
                && own.head == other.head
                && own.flags.doubt == other.flags.doubt
                && own.flags.nameless == other.flags.nameless
                && own.flags.several == other.flags.several
                && !self.judge.tells_another_deed(own, other)
        };
        let reprint = |&at: &usize| same(&at) && self.judge.reprints(own, self.claim(at));
        let there = self.judge.corpus.doc(own).copy_of.and_then(|doc| self.by_doc.get(&doc));
        there.and_then(|told| told.iter().copied().find(same)).or_else(|| {
            self.by_sentence.get(&self.sentence(own)).copied().filter(reprint).or_else(|| {
                let lists = self.rarest(own).into_iter().filter_map(|w| self.by_rarest.get(&w));
                lists.filter_map(|list| list.iter().copied().find(reprint)).min()
            })
        })
    }

    /// The telling of an outlet that the sentence cites, or else the article: of the same number if
    /// it has told it.
    fn cited(&self, own: &Claim) -> Option<usize> {
        let (corpus, outlets) = (self.judge.corpus, self.judge.outlets);
        let doc = corpus.doc(own);
        let in_chain =
            corpus.get(own.chain).iter().filter_map(|&s| outlets.in_source(&corpus.texts, s));
        let direct: Vec<Text> = in_chain.chain(outlets.among(corpus, own.phrases)).collect();
        let told = |outlet: Text| {
            let same = self.by_outlet.get(&(outlet, Some(figure(own))));
            same.or_else(|| self.by_outlet.get(&(outlet, None)))
        };
        let by = |outlets: &[Text]| {
            let others = outlets.iter().filter(|&&outlet| outlet != doc.outlet);
            let told = others.filter_map(|&outlet| told(outlet)).flat_map(|(_, told)| told);
            self.likest(own, told.copied())
        };
        by(&direct).or_else(|| by(self.judge.cited_by(own)))
    }

    /// The telling nearest in its words, among the first and the latest that share one.
    fn nearest(&self, own: &Claim) -> Option<usize> {
        let words = self.judge.corpus.get(own.content).iter();
        let lists = words.filter_map(|word| self.by_word.get(word));
        let latest = lists.flat_map(|list| list.iter().rev().take(LATEST));
        let mut some: Vec<usize> = latest.copied().chain(self.first).collect();
        some.sort_unstable();
        some.dedup();
        self.likest(own, some.into_iter())
    }

    /// The best of these, the first of equals.
    fn likest(&self, own: &Claim, some: impl Iterator<Item = usize>) -> Option<usize> {
        some.map(|at| (self.likeness(own, at), at))
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, at)| at)
    }

    fn likeness(&self, own: &Claim, at: usize) -> f64 {
        let other = self.claim(at);
        let equal = agreement(own, other) == Some(Agreement::Equal);
        let figure = if equal { 0.3 } else { 0.0 };
        let denied = if other.flags.denied { -0.5 } else { 0.0 };
        self.judge.overlap(own, other) + figure + denied
    }

    /// Whether a telling has the number from a source of its own.
    fn is_independent(&self, own: &Claim, voice: &Voice) -> bool {
        let (corpus, outlets) = (self.judge.corpus, self.judge.outlets);
        if Voice::relays(own.source_type) || voice.identity.is_empty() || self.first.is_none() {
            return false;
        }
        let doc = corpus.doc(own);
        let foreign = |outlet: Text| outlet != doc.outlet;
        let chain = corpus.get(own.chain);
        let through = chain.len() > 1
            && chain
                .last()
                .and_then(|&outer| outlets.in_source(&corpus.texts, outer))
                .is_none_or(foreign);
        let cites = outlets.among(corpus, own.phrases).any(foreign)
            || chain.iter().any(|&s| outlets.in_source(&corpus.texts, s).is_some_and(foreign));
        if through || cites || self.heard.has(corpus, voice.identity) {
            return false;
        }
        if voice.anonymous && self.anonymous {
            return false;
        }
        // A body without a face, with the very figure that others told before, may be hearsay.
        let faced = own.flags.firsthand || own.flags.named;
        if self.figures.contains(&figure(own)) && !faced {
            return false;
        }
        // The doer itself, said to announce it, may be hearsay; before witnesses it is not.
        let doer = voice.identity.is_among(corpus, &self.actors);
        !doer || own.flags.confirms || own.flags.firsthand
    }
}

/// A claim's figure, to look it up by.
fn figure(claim: &Claim) -> u64 {
    let mut hasher = FxHasher::default();
    claim.measure.ends().hash(&mut hasher);
    hasher.finish()
}
