//! Stories: articles that tell a number in common tell of one thing, and may tell its other numbers in
//! other words.
//!
//! Families are made by the words of two sentences first. Articles that came to share one, or numbers
//! that may be one, are then held against each other once more, number by number, where less is
//! asked; so are two that have such a third between them. So that time stays in proportion to
//! the claims, an article is held against the first of each of its families and the [`LATEST`] before it,
//! and against those of [`LATEST`] neighbours, not against all, and each of its numbers against the
//! [`NEAREST`] figures of the other.

use super::alike::{Judge, MARK};
use super::blocks::SPREAD;
use super::corpus::{Claim, Text};
use super::time::DAY;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What must speak for two claims that may be one.
pub(super) const MAY_BE: f64 = 3.0;
/// How many articles before one, or beside it, are held against it for each number.
const LATEST: usize = 4;
/// How much the figure of a family must tell for its articles to be of one story.
const TELLING: f64 = 1.0;
/// How often that is done.
pub(super) const ROUNDS: usize = 2;
/// Articles that share so many names,
const NAMES: usize = 3;
/// each of them in no more articles than this, may be of one story.
const RARE: usize = 8;
/// How long a story is told, in seconds.
const LASTS: i64 = 30 * DAY;
/// What a number counts that may be one,
const PERHAPS: f64 = 0.5;
/// and what names count, or an article that is of one story with both.
const BETWEEN: f64 = 0.5;

/// Two articles of one story, the later first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    later: u32,
    earlier: u32,
}

/// Two articles, and what links them: a number of the later one that may be one of the earlier, a
/// family, or another article.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    pair: Pair,
    by: By,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum By {
    Family(u32),
    Perhaps(u32),
    Between,
    Names,
}

/// What speaks for two articles' being of one story, and so for each of their numbers.
struct Speaks {
    all: f64,
    /// By claim of the later article: what it may itself be.
    perhaps: FxHashMap<u32, f64>,
}

impl Speaks {
    fn new(links: &[Link]) -> Self {
        let mut speaks = Self { all: 0.0, perhaps: FxHashMap::default() };
        for link in links {
            let counts = match link.by {
                By::Family(_) => 1.0,
                By::Perhaps(claim) => {
                    *speaks.perhaps.entry(claim).or_default() += PERHAPS;
                    PERHAPS
                }
                By::Between | By::Names => BETWEEN,
            };
            speaks.all += counts;
        }
        speaks
    }

    /// For a claim of the later article: what it may be itself says nothing for it.
    fn for_another(&self, claim: u32) -> f64 {
        self.all - self.perhaps.get(&claim).copied().unwrap_or_default()
    }
}

/// Pairs of claims, the later first, that are one by the story of their articles, those that most speaks
/// for first. `rank` tells the order in time of each claim, `families` its family so far, `may_be` which
/// may be one.
pub(super) fn told_again(
    judge: &Judge<'_>,
    rank: &[u32],
    families: &[u32],
    may_be: &[(u32, u32)],
) -> Vec<(u32, u32)> {
    let claims = &judge.corpus.claims;
    let links = links(judge, rank, families, may_be);
    let places = places(judge);
    let sorted = FIGURES.map(|figure| by_figure(claims, &places, figure));
    let by_pair = links.par_chunk_by(|a, b| a.pair == b.pair);
    let mut found: Vec<(f64, u32, u32)> = by_pair
        .flat_map_iter(|links| {
            let Pair { later, earlier } = links[0].pair;
            let [later, earlier] = [later, earlier].map(|doc| places[doc as usize].clone());
            let place = earlier.start as usize..earlier.end as usize;
            let sorted = sorted.each_ref().map(|all| &all[place.clone()]);
            let speaks = Speaks::new(links);
            let told = later.flat_map(|a| nearest(claims, a, &sorted).map(move |b| (a, b)));
            let told = told.filter_map(|(a, b)| {
                let [x, y] = [a, b].map(|at| &claims[at as usize]);
                if families[a as usize] == families[b as usize] || !about_as_large(x, y) {
                    return None;
                }
                let common = speaks.for_another(a);
                if common == 0.0 {
                    return None;
                }
                let evidence = judge.evidence_in_story(x, y, common)?;
                (evidence >= MARK).then_some((evidence, a, b))
            });
            told.collect::<Vec<_>>()
        })
        .collect();
    let at = |claim: u32| rank[claim as usize];
    found.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then(at(a.1).cmp(&at(b.1))).then(at(a.2).cmp(&at(b.2)))
    });
    found.into_iter().map(|(_, later, earlier)| (later, earlier)).collect()
}

/// Figures by which two claims may be about as large: as they stand, and by what they measure.
const FIGURES: [fn(&Claim) -> f64; 2] =
    [|claim| claim.told.figure().abs(), |claim| claim.measure.figure().abs()];

/// How many figures below one, and how many from it on, it is held against in another article.
const NEAREST: usize = 32;

/// All claims, those of each article by figure.
fn by_figure(claims: &[Claim], places: &[Range<u32>], figure: fn(&Claim) -> f64) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..claims.len() as u32).collect();
    for place in places {
        sorted[place.start as usize..place.end as usize].sort_by(|&a, &b| {
            figure(&claims[a as usize]).total_cmp(&figure(&claims[b as usize])).then(a.cmp(&b))
        });
    }
    sorted
}

/// The claims of another article, sorted by each of the [`FIGURES`], that are nearest to one.
fn nearest(claims: &[Claim], claim: u32, sorted: &[&[u32]; 2]) -> std::vec::IntoIter<u32> {
    let mut near: Vec<u32> = Vec::new();
    for (sorted, figure) in sorted.iter().zip(FIGURES) {
        let own = figure(&claims[claim as usize]);
        let at = sorted.partition_point(|&other| figure(&claims[other as usize]) < own);
        let until = (at + NEAREST).min(sorted.len());
        near.extend(&sorted[at.saturating_sub(NEAREST)..until]);
    }
    near.sort_unstable();
    near.dedup();
    near.into_iter()
}

/// What links articles, sorted.
fn links(judge: &Judge<'_>, rank: &[u32], families: &[u32], may_be: &[(u32, u32)]) -> Vec<Link> {
    let claims = &judge.corpus.claims;
    let doc = |claim: u32| claims[claim as usize].doc;
    let original = |claim: &u32| judge.corpus.docs[doc(*claim) as usize].copy_of.is_none();
    let mut members: Vec<u32> = (0..claims.len() as u32).filter(original).collect();
    // "two", "four years" are told everywhere.
    members.retain(|&at| claims[at as usize].told.weight() >= TELLING);
    members.sort_unstable_by_key(|&at| (families[at as usize], rank[at as usize]));
    let mut links = Vec::new();
    for family in members.chunk_by(|&a, &b| families[a as usize] == families[b as usize]) {
        let by = By::Family(families[family[0] as usize]);
        let mut docs: Vec<u32> = family.iter().map(|&claim| doc(claim)).collect();
        docs.dedup();
        for (at, &later) in docs.iter().enumerate().skip(1) {
            let first = docs.first().filter(|_| at > LATEST);
            let latest = &docs[at.saturating_sub(LATEST)..at];
            let pairs = latest.iter().chain(first).map(|&earlier| Pair { later, earlier });
            links.extend(pairs.map(|pair| Link { pair, by }));
        }
    }
    let apart = |&&(a, b): &&(u32, u32)| {
        families[a as usize] != families[b as usize]
            && claims[a as usize].told.weight() >= TELLING
            && doc(a) != doc(b)
            && original(&a)
            && original(&b)
    };
    links.extend(
        may_be.iter().filter(apart).map(|&(a, b)| Link {
            pair: Pair { later: doc(a), earlier: doc(b) },
            by: By::Perhaps(a),
        }),
    );
    links.par_sort_unstable();
    links.dedup();
    let between = between(judge, &links);
    links.extend(between);
    links.extend(named(judge));
    links.retain(|link| {
        let Pair { later, earlier } = link.pair;
        match [later, earlier].map(|doc| judge.corpus.docs[doc as usize].time) {
            [Some(later), Some(earlier)] => (later - earlier).abs() <= LASTS,
            _ => true,
        }
    });
    links.par_sort_unstable();
    links
}

/// Pairs of articles that a third is of one story with, by numbers that are surely one.
fn between(judge: &Judge<'_>, links: &[Link]) -> Vec<Link> {
    let mut beside: Vec<(u32, u32)> = links
        .iter()
        .filter(|link| matches!(link.by, By::Family(_)))
        .flat_map(|Link { pair: Pair { later, earlier }, .. }| {
            [(*later, *earlier), (*earlier, *later)]
        })
        .collect();
    beside.par_sort_unstable();
    beside.dedup();
    let time = |doc: u32| (judge.corpus.docs[doc as usize].time.unwrap_or(i64::MAX), doc);
    let of_one = |beside: &[(u32, u32)]| -> Vec<Link> {
        let some = &beside[..beside.len().min(2 * LATEST)];
        let pairs = some
            .iter()
            .enumerate()
            .flat_map(|(at, a)| some[at + 1..].iter().map(move |b| (a.1, b.1)));
        let link = |(a, b): (u32, u32)| {
            let (earlier, later) = if time(a) <= time(b) { (a, b) } else { (b, a) };
            Link { pair: Pair { later, earlier }, by: By::Between }
        };
        pairs.map(link).collect()
    };
    let mut found: Vec<Link> =
        beside.par_chunk_by(|a, b| a.0 == b.0).flat_map_iter(of_one).collect();
    found.par_sort_unstable();
    found.dedup();
    found
}

/// Pairs of articles that share rare names.
fn named(judge: &Judge<'_>) -> Vec<Link> {
    let corpus = judge.corpus;
    let mut names: Vec<(Text, i64, u32)> = Vec::new();
    for (at, doc) in corpus.docs.iter().enumerate().filter(|(_, doc)| doc.copy_of.is_none()) {
        let time = doc.time.unwrap_or(i64::MAX);
        names.extend(corpus.get(doc.names).iter().map(|&name| (name, time, at as u32)));
    }
    names.par_sort_unstable();
    let rare = names.chunk_by(|a, b| a.0 == b.0).filter(|docs| docs.len() <= RARE);
    let mut pairs: Vec<Pair> = rare
        .flat_map(|docs| {
            docs.iter().enumerate().flat_map(|(at, &(.., later))| {
                let latest = &docs[at.saturating_sub(LATEST)..at];
                latest.iter().map(move |&(.., earlier)| Pair { later, earlier })
            })
        })
        .collect();
    pairs.par_sort_unstable();
    let enough = pairs.chunk_by(|a, b| a == b).filter(|same| same.len() >= NAMES);
    enough.map(|same| Link { pair: same[0], by: By::Names }).collect()
}

/// Where the claims of each article stand.
fn places(judge: &Judge<'_>) -> Vec<Range<u32>> {
    let mut places = vec![0..0; judge.corpus.docs.len()];
    let mut begin = 0;
    for article in judge.corpus.claims.chunk_by(|a, b| a.doc == b.doc) {
        let end = begin + article.len() as u32;
        places[article[0].doc as usize] = begin..end;
        begin = end;
    }
    places
}

/// Whether two claims may tell one figure, as it stands or by what it measures.
fn about_as_large(a: &Claim, b: &Claim) -> bool {
    let near = |a: f64, b: f64| (a + b).is_finite() && a.max(b) <= SPREAD * a.min(b);
    FIGURES.iter().any(|figure| near(figure(a), figure(b)))
}
