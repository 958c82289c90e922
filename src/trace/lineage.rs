//! The lineage of a family: which telling came first, which are reprints, which deny it, which
//! are independent, and from which earlier telling each has its number.

use super::alike::Judge;
use super::corpus::{Claim, Text};
use super::number::Agreement;
use super::sources::{Identity, Voice, actors};
use crate::labels::{Role, SourceType};
use rustc_hash::FxHashMap;

/// A claim in its family.
#[derive(Clone, Debug)]
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
    let mut known_actors = Vec::new();
    let mut tellings: Vec<Telling> = Vec::with_capacity(members.len());
    // Sources, outlets and sentences told so far: each once, so that a number with a thousand
    // reprints is compared with few.
    let mut earlier = Earlier::default();
    for &at in members {
        let own = claim(at);
        let voice = Voice::of(corpus, own, &Identity::from(known_actors.clone()));
        let copy_of = earlier.copied(judge, own);
        let from =
            copy_of.or_else(|| earlier.cited(judge, own)).or_else(|| earlier.nearest(judge, own));
        let role = if own.flags.denied {
            Role::Denial
        } else if Some(at) == origin {
            Role::Origin
        } else if copy_of.is_none() && is_independent(judge, own, &voice, &earlier, &known_actors) {
            Role::Independent
        } else {
            Role::Relay
        };
        if copy_of.is_none() {
            for actor in actors(corpus, own) {
                if !known_actors.contains(&actor) {
                    known_actors.push(actor);
                }
            }
            earlier.push(at, own.doc, voice.clone());
        }
        earlier.by_outlet.entry(corpus.doc(own).outlet).or_default().push(at);
        tellings.push(Telling { claim: at, role, from, copy_of, voice });
    }
    tellings
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
    told.find(|at| claim(at).doc == doc && firm(claim(at).source_type)).or(Some(first))
}

/// How many of the latest tellings a telling is compared with by its words.
const LATEST: usize = 64;

/// Tellings so far.
#[derive(Default)]
struct Earlier {
    /// With their articles, reprints left out.
    tellings: Vec<(u32, u32)>,
    voices: Vec<Voice>,
    /// All tellings of each outlet, reprints too.
    by_outlet: FxHashMap<Text, Vec<u32>>,
}

impl Earlier {
    fn push(&mut self, claim: u32, doc: u32, voice: Voice) {
        self.tellings.push((claim, doc));
        if !voice.identity.is_empty() && self.voices.len() < LATEST {
            self.voices.push(voice);
        }
    }

    /// Tellings of other articles, the latest of them and the first.
    fn others<'a>(&'a self, own: &'a Claim) -> impl Iterator<Item = u32> + 'a {
        let first = self.tellings.first().filter(|_| self.tellings.len() > LATEST);
        let latest = self.tellings.iter().rev().take(LATEST).rev();
        first.into_iter().chain(latest).filter(|(_, doc)| *doc != own.doc).map(|&(at, _)| at)
    }

    fn copied(&self, judge: &Judge<'_>, own: &Claim) -> Option<u32> {
        let corpus = judge.corpus;
        let of = corpus.doc(own).copy_of;
        self.others(own).find(|&at| {
            let other = &corpus.claims[at as usize];
            own.told == other.told
                && own.unit == other.unit
                && own.head == other.head
                && (of == Some(other.doc) || judge.reprints(own, other))
        })
    }

    /// The telling of an outlet that the sentence cites, or else the article.
    fn cited(&self, judge: &Judge<'_>, own: &Claim) -> Option<u32> {
        let corpus = judge.corpus;
        let doc = corpus.doc(own);
        let in_chain =
            corpus.get(own.chain).iter().filter_map(|&s| judge.outlets.in_source(&corpus.texts, s));
        let in_sentence = judge.outlets.among(corpus, own.phrases);
        let direct: Vec<Text> = in_chain.chain(in_sentence).collect();
        let anywhere: Vec<Text> = judge.outlets.among(corpus, doc.cites).collect();
        let by = |outlets: &[Text]| {
            let others = outlets.iter().filter(|&&outlet| outlet != doc.outlet);
            let told = others.filter_map(|outlet| self.by_outlet.get(outlet));
            let latest = told.flat_map(|told| told.iter().rev().take(LATEST).rev());
            best(latest.map(|&at| (self.likeness(judge, own, at), at)))
        };
        by(&direct).or_else(|| by(&anywhere))
    }

    /// The telling nearest in its words.
    fn nearest(&self, judge: &Judge<'_>, own: &Claim) -> Option<u32> {
        best(self.others(own).map(|at| (self.likeness(judge, own, at), at)))
    }

    fn likeness(&self, judge: &Judge<'_>, own: &Claim, at: u32) -> f64 {
        let other = &judge.corpus.claims[at as usize];
        let equal = own.told.agreement(&other.told) == Some(Agreement::Equal);
        let figure = if equal { 0.3 } else { 0.0 };
        let denied = if other.flags.denied { -0.5 } else { 0.0 };
        judge.overlap(own, other) + figure + denied
    }
}

/// The best of these, the earlier of equals.
fn best(scored: impl Iterator<Item = (f64, u32)>) -> Option<u32> {
    scored.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, at)| at)
}

/// Whether a telling has the number from a source of its own.
fn is_independent(
    judge: &Judge<'_>,
    own: &Claim,
    voice: &Voice,
    earlier: &Earlier,
    known_actors: &[compact_str::CompactString],
) -> bool {
    let corpus = judge.corpus;
    if Voice::relays(own.source_type) || voice.identity.is_empty() || earlier.tellings.is_empty() {
        return false;
    }
    let doc = corpus.doc(own);
    if earlier.tellings.iter().any(|&(_, other)| other == own.doc) {
        return false;
    }
    let foreign = |outlet: Text| outlet != doc.outlet;
    let chain = corpus.get(own.chain);
    let through = chain.len() > 1
        && chain
            .last()
            .and_then(|&outer| judge.outlets.in_source(&corpus.texts, outer))
            .is_none_or(foreign);
    let cites = judge.outlets.among(corpus, own.phrases).any(foreign)
        || chain.iter().any(|&s| judge.outlets.in_source(&corpus.texts, s).is_some_and(foreign));
    if through || cites {
        return false;
    }
    if earlier.voices.iter().any(|before| before.identity.is_same(&voice.identity)) {
        return false;
    }
    if voice.anonymous && earlier.voices.iter().any(|before| before.anonymous) {
        return false;
    }
    // The doer itself, said to announce it, may be hearsay; before witnesses it is not.
    let doer = voice.identity.is_same(&Identity::from(known_actors.to_vec()));
    !doer || own.flags.confirms || own.flags.firsthand
}
