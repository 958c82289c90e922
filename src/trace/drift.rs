//! Drift: where a telling changed on its way.
//!
//! A change is told once, where it first comes in; who copies it on has none. So each telling
//! is held against all before it, and the earlier telling that it comes from is named beside it.

use super::alike::{Judge, agreement, is_fate, unit_changed};
use super::corpus::{Claim, Stage, Text};
use super::lexicon::{Class, Doer, is};
use super::lineage::Telling;
use super::number::{Agreement, rounds_to};
use super::sources::Heard;
use crate::labels::{Change, Modifier, Role, SourceType, Topic};
use rustc_hash::{FxHashMap, FxHashSet};

/// A change in a telling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Drift {
    pub claim: u32,
    pub from: u32,
    pub change: Change,
    pub rule: &'static str,
}

/// What has been told so far, reprints and denials left out.
#[derive(Default)]
struct SoFar {
    /// By their ends.
    figures: FxHashMap<[u64; 2], Figure>,
    strength: u8,
    several: bool,
    one: bool,
    heard: Heard,
    /// Those heard under a name or an office.
    named: Heard,
    all_attributed: bool,
    all_doubt: bool,
    none_done: bool,
    ahead: bool,
    actors: FxHashSet<Text>,
    doers: Vec<Doer>,
    deeds: FxHashSet<Text>,
    /// Names in the sentences of sources that are named, or of none.
    mentioned: FxHashSet<Text>,
    units: Vec<Unit>,
}

/// A figure that was told, and how.
struct Figure {
    claim: u32,
    modifiers: Vec<Modifier>,
}

/// What a number is a number of, where a change of it changes the number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Unit {
    Measure(Text),
    Households,
    Dead,
    Wounded,
    People,
}

/// The drift of a family, by article and by kind of change. `tellings` are in order of time.
pub(super) fn drift(judge: &Judge<'_>, tellings: &[Telling]) -> Vec<Drift> {
    let claims = &judge.corpus.claims;
    let mut found = Vec::new();
    let mut so_far = SoFar::default();
    let same_doc =
        |a: &Telling, b: &Telling| claims[a.claim as usize].doc == claims[b.claim as usize].doc;
    let told = |telling: &Telling| telling.copy_of.is_none() && telling.role != Role::Denial;
    for article in tellings.chunk_by(same_doc) {
        let article: Vec<&Telling> = article.iter().filter(|telling| told(telling)).collect();
        if article.is_empty() {
            continue;
        }
        if so_far.figures.is_empty() {
            so_far = SoFar { all_attributed: true, all_doubt: true, none_done: true, ..so_far };
        } else {
            let article = Article { judge, so_far: &so_far, tellings: &article };
            found.extend(article.changes());
        }
        for telling in article {
            so_far.add(judge, telling);
        }
    }
    found
}

impl SoFar {
    fn add(&mut self, judge: &Judge<'_>, telling: &Telling) {
        let claim = &judge.corpus.claims[telling.claim as usize];
        let figure = self
            .figures
            .entry(claim.measure.ends())
            .or_insert_with(|| Figure { claim: telling.claim, modifiers: Vec::new() });
        if !figure.modifiers.contains(&claim.told.modifier) {
            figure.modifiers.push(claim.told.modifier);
        }
        let voice = &telling.voice;
        self.strength = self.strength.max(voice.strength);
        self.several |= voice.anonymous && voice.several;
        self.one |= voice.anonymous && !voice.several;
        self.heard.add(judge.corpus, voice.identity);
        if !voice.anonymous {
            self.named.add(judge.corpus, voice.identity);
        }
        self.all_attributed &= !claim.flags.bare;
        self.all_doubt &= claim.flags.doubt;
        self.none_done &= claim.stage != Stage::Done;
        self.ahead |= claim.stage == Stage::Ahead;
        self.actors.extend(judge.corpus.get(claim.actors));
        let doer = claim.doer.filter(|doer| self.doers.iter().all(|known| doer != known));
        self.doers.extend(doer);
        self.deeds.insert(claim.deed);
        let names = judge.corpus.get(claim.names).iter().copied();
        // Whom an unnamed source speaks of has said nothing yet.
        if !voice.anonymous {
            self.mentioned.extend(names);
        }
        if !self.units.contains(&unit(claim)) {
            self.units.push(unit(claim));
        }
    }

    fn figure(&self, claim: &Claim) -> Option<&Figure> {
        self.figures.get(&claim.measure.ends())
    }
}

/// The tellings of one article against all before.
struct Article<'a> {
    judge: &'a Judge<'a>,
    so_far: &'a SoFar,
    tellings: &'a [&'a Telling],
}

/// Looks for one kind of change in a telling, and names the rule that found it.
type Look<'a> = fn(&Article<'a>, &Telling) -> Option<(Change, &'static str)>;

impl<'a> Article<'a> {
    fn claim(&self, telling: &Telling) -> &Claim {
        &self.judge.corpus.claims[telling.claim as usize]
    }

    /// Every kind of change once, at the first telling that shows it.
    fn changes(&self) -> Vec<Drift> {
        let rules: [Look<'a>; 6] = [
            Self::source,
            Self::hedge,
            Self::number,
            Self::actor,
            Self::modality,
            Self::attribution,
        ];
        let first = |rule: Look<'a>| {
            self.tellings.iter().find_map(|telling| {
                let (change, rule) = rule(self, telling)?;
                let from = self.from(telling, change)?;
                let [own, other] =
                    [telling.claim, from].map(|at| &self.judge.corpus.claims[at as usize]);
                let drift = Drift { claim: telling.claim, from, change, rule };
                self.judge.is_sure(own, other).then_some(drift)
            })
        };
        rules.into_iter().filter_map(first).collect()
    }

    /// The telling that a change is held against: for a hedge, the one with the hedged figure.
    fn from(&self, telling: &Telling, change: Change) -> Option<u32> {
        let claims = &self.judge.corpus.claims;
        let from = telling.from?;
        let same = |at: u32| {
            agreement(&claims[at as usize], self.claim(telling)) == Some(Agreement::Equal)
        };
        if change == Change::HedgeDropped && !same(from) {
            return self
                .so_far
                .figure(self.claim(telling))
                .map(|figure| figure.claim)
                .or(Some(from));
        }
        Some(from)
    }

    fn source(&self, telling: &Telling) -> Option<(Change, &'static str)> {
        let (voice, so_far) = (&telling.voice, self.so_far);
        let kept = self
            .tellings
            .iter()
            .any(|other| other.voice.strength > 0 && other.voice.strength <= so_far.strength);
        if telling.role == Role::Independent {
            return None;
        }
        if voice.anonymous && voice.several && so_far.one && !so_far.several && so_far.strength <= 2
        {
            return Some((Change::SourceStrengthened, "one unnamed source becomes several"));
        }
        // A source that was named before is no firmer for being typed otherwise.
        let corpus = self.judge.corpus;
        let acts = voice.identity.is_among(corpus, &so_far.actors);
        let known = so_far.named.has(corpus, voice.identity)
            || !acts && voice.identity.is_within(corpus, &so_far.mentioned);
        let body = !matches!(
            self.claim(telling).source_type,
            Some(SourceType::Individual | SourceType::StateMedia)
        );
        let firmer = so_far.strength > 0
            && (voice.strength >= 4 && so_far.strength <= 3
                || voice.strength >= 3 && body && so_far.strength <= 2);
        (firmer && !known && !kept)
            .then_some((Change::SourceStrengthened, "firmer source than any before"))
    }

    fn hedge(&self, telling: &Telling) -> Option<(Change, &'static str)> {
        let claim = self.claim(telling);
        let figure = self.so_far.figure(claim);
        let hedged = |modifier: &Modifier| !matches!(modifier, Modifier::Exact | Modifier::Range);
        let kept = |telling: &&&Telling| {
            let other = self.claim(telling);
            other.measure.low == claim.measure.low && hedged(&other.told.modifier)
        };
        if !hedged(&claim.told.modifier)
            && figure.is_some_and(|figure| figure.modifiers.iter().all(hedged))
            && self.tellings.iter().find(kept).is_none()
        {
            return Some((Change::HedgeDropped, "same figure, bound or estimate dropped"));
        }
        // What is told as done has lost its doubt with it.
        let firm = self.tellings.iter().all(|telling| !self.claim(telling).flags.doubt)
            && self.modality(telling).is_none();
        (figure.is_some() && self.so_far.all_doubt && firm)
            .then_some((Change::HedgeDropped, "told without the doubt of all before"))
    }

    fn number(&self, telling: &Telling) -> Option<(Change, &'static str)> {
        let claim = self.claim(telling);
        let from = telling.from.map(|at| &self.judge.corpus.claims[at as usize]);
        // Nobody counts as many acres as another counts hectares.
        if from.is_some_and(|from| unit_changed(claim, from)) {
            return Some((Change::NumberChanged, "same figure of another unit"));
        }
        if telling.role == Role::Independent {
            return None;
        }
        let own = unit(claim);
        let known = self.so_far.units.iter().any(|&unit| !changed(unit, own));
        if !known {
            return Some((Change::NumberChanged, "same figure of another unit"));
        }
        let Some(figure) = self.so_far.figure(claim) else {
            let rule = self.another(telling);
            return (!self.is_update(telling)).then_some((Change::NumberChanged, rule));
        };
        let rises =
            |modifier: &Modifier| matches!(modifier, Modifier::MoreThan | Modifier::AtLeast);
        let falls = |modifier: &Modifier| matches!(modifier, Modifier::LessThan | Modifier::AtMost);
        let under =
            claim.told.modifier == Modifier::LessThan && !figure.modifiers.iter().any(falls);
        if under || falls(&claim.told.modifier) && figure.modifiers.iter().all(rises) {
            return Some((Change::NumberChanged, "same figure, now an upper bound"));
        }
        let turned = rises(&claim.told.modifier)
            && !figure.modifiers.iter().any(|modifier| {
                rises(modifier)
                    || claim.told.modifier == Modifier::AtLeast && *modifier == Modifier::Exact
            });
        turned.then_some((Change::NumberChanged, "same figure, now a lower bound"))
    }

    /// How the figure of a telling differs from the one it comes from.
    fn another(&self, telling: &Telling) -> &'static str {
        let claims = &self.judge.corpus.claims;
        let own = self.claim(telling).measure;
        match telling.from.map(|at| claims[at as usize].measure) {
            Some(from) if from.low < from.high && [from.low, from.high].contains(&own.figure()) => {
                "one end of the range alone"
            }
            Some(from) if rounds_to(&from, &own) && own.figure() > from.figure() => "rounded up",
            Some(from) if rounds_to(&from, &own) => "rounded down",
            _ => "another figure",
        }
    }

    /// Whether the source itself gives a new figure, no rounder than its last.
    fn is_update(&self, telling: &Telling) -> bool {
        let claim = self.claim(telling);
        let corpus = self.judge.corpus;
        let Some(from) = telling.from.map(|at| &corpus.claims[at as usize]) else { return false };
        let same = self.so_far.heard.has(corpus, telling.voice.identity);
        let passed_on =
            self.judge.outlets.among(corpus, claim.phrases).any(|o| o != corpus.doc(claim).outlet);
        // "nearly 150" is no news of one who counted 140.
        let blurred =
            claim.told.modifier == Modifier::Approx && from.told.modifier == Modifier::Exact;
        same && !passed_on
            && claim.unit == from.unit
            && !blurred
            && claim.told.digits() >= from.told.digits()
            && claim.told.digits() > 1
    }

    fn actor(&self, telling: &Telling) -> Option<(Change, &'static str)> {
        let claim = self.claim(telling);
        let corpus = self.judge.corpus;
        let own = corpus.get(claim.actors);
        let before = &self.so_far.actors;
        if self.another_doer(telling) {
            return Some((Change::ActorChanged, "another sort of actor does the same"));
        }
        if own.is_empty() || before.is_empty() || own.iter().any(|actor| before.contains(actor)) {
            return None;
        }
        // Who tells is no actor: "the Tribune rounded it".
        let event = corpus.texts.get(claim.event).to_lowercase();
        let tells = is(&event, Class::Telling)
            || !claim.flags.deed_is_cue
                && own.iter().any(|&actor| telling.voice.identity.has(corpus, actor));
        let outlet = self.judge.outlets.in_source(&corpus.texts, claim.actor).is_some();
        // Who did it by the earlier telling may be here as the source of another's deed.
        let tells_of_another =
            |name| claim.doer.is_some() && telling.voice.identity.has(corpus, name);
        // Behind the number stands whom it is for, and who says it.
        let own_word = telling.voice.identity.is_among(corpus, before) && claim.doer.is_none();
        let named = corpus.get(claim.subjects).iter();
        let still = own_word
            || named.clone().any(|&name| before.contains(&name) && !tells_of_another(name));
        // A state stands for its organs: what the Air Command of Vell did, Vell did.
        let organ = || own.iter().any(|&actor| self.so_far.heard.is_named_with(actor, before));
        let changed = !tells && !outlet && !still && !organ();
        changed.then_some((Change::ActorChanged, "another actor"))
    }

    /// Whether nobody who did it so far can be of this sort.
    fn is_another(&self, doer: Doer) -> bool {
        self.so_far.doers.iter().all(|known| doer.differs(*known))
    }

    /// Whether the same is done by others: rebels, troops.
    fn another_doer(&self, telling: &Telling) -> bool {
        let claim = self.claim(telling);
        let corpus = self.judge.corpus;
        let Some(doer) = claim.doer else { return false };
        let named = |name| self.so_far.actors.contains(name);
        // "Police arrested 37, police said."
        let speaks = !claim.actor.is_none() && claim.actor == claim.source;
        let still = self
            .tellings
            .iter()
            .any(|other| self.claim(other).doer.is_some_and(|doer| !self.is_another(doer)));
        // Verbs that many deeds are told with say nothing against one deed.
        let deeds = &self.so_far.deeds;
        let same = claim.deed.is_none()
            || deeds.contains(&claim.deed)
            || deeds.contains(&Text::NONE)
            || is_fate(claim.topic);
        !self.so_far.doers.is_empty()
            && self.is_another(doer)
            && same
            && !corpus.get(claim.actors).iter().any(named)
            && !speaks
            && !still
    }

    fn modality(&self, telling: &Telling) -> Option<(Change, &'static str)> {
        let done = self.claim(telling).stage == Stage::Done;
        let kept = self.tellings.iter().any(|other| self.claim(other).stage == Stage::Ahead);
        let new = self.so_far.ahead && self.so_far.none_done;
        (done && new && !kept && telling.role != Role::Independent)
            .then_some((Change::ModalityChanged, "what was to come is told as done"))
    }

    fn attribution(&self, telling: &Telling) -> Option<(Change, &'static str)> {
        let claim = self.claim(telling);
        let corpus = self.judge.corpus;
        let bare = self.tellings.iter().all(|telling| self.claim(telling).flags.bare);
        if !bare || !self.so_far.all_attributed {
            return None;
        }
        // Who is the source needs no source, and who names it has not dropped it.
        let named = self.so_far.heard.has(corpus, corpus.doc(claim).identity)
            || self.so_far.named.is_named(corpus.get(claim.content), &self.so_far.actors);
        let cited = self.judge.outlets.among(corpus, claim.phrases).next().is_some();
        (!named && !cited).then_some((
            Change::AttributionDropped,
            "stated by the writer, said by a source before",
        ))
    }
}

fn unit(claim: &Claim) -> Unit {
    use super::lexicon::thing;
    // A home without power is a household without it.
    let mut households =
        ["household", "home"].into_iter().map(|noun| thing(noun).map(|thing| thing.narrow));
    match claim.topic {
        _ if !claim.dimension.is_none() => Unit::Measure(claim.dimension),
        Topic::Killed => Unit::Dead,
        Topic::Wounded | Topic::Casualties => Unit::Wounded,
        _ if households.any(|narrow| claim.thing.map(|thing| thing.narrow) == narrow) => {
            Unit::Households
        }
        _ => Unit::People,
    }
}

/// Whether a number of the one is another number when told of the other.
fn changed(before: Unit, now: Unit) -> bool {
    use Unit::{Dead, Households, Measure, People, Wounded};
    match (before, now) {
        (Measure(a), Measure(b)) => a != b,
        (Households, People | Wounded | Dead) | (People | Wounded | Dead, Households) => true,
        (Wounded, Dead) | (Dead, Wounded) => true,
        _ => false,
    }
}
