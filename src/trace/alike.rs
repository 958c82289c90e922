//! How much speaks for two claims stating the same thing.
//!
//! Some differences rule it out: another kind of number, figures that cannot be one, another
//! thing counted, another year, killed and wounded. Else the evidence adds up, and the sum has
//! to reach a mark. The weights were set on the development part of `datasets/trace`.

use super::blocks::SPREAD;
use super::corpus::{Claim, Corpus, List, Stage, Text, Texts, shared};
use super::lexicon::may_be_one;
use super::nouns::Noun;
use super::number::{Agreement, converts_to};
use super::outlets::Outlets;
use super::time::DAY;
use crate::labels::{Kind, Modifier, Topic};

/// What two claims must reach to be of one family.
pub(super) const MARK: f64 = 5.0;

/// Share of words that makes a sentence a reprint.
pub(super) const REPRINT: f64 = 0.85;
/// How many words a sentence must have for that.
pub(super) const SENTENCE: usize = 5;

/// Compares claims of one corpus.
pub(super) struct Judge<'a> {
    pub corpus: &'a Corpus,
    pub outlets: &'a Outlets,
    /// How much a name tells, by its text: less, the more articles hold it.
    weights: Vec<f32>,
    /// The outlets that each article cites.
    cited: Vec<Vec<Text>>,
    /// How far apart in time two tellings may be, in seconds.
    window: i64,
}

impl<'a> Judge<'a> {
    pub fn new(corpus: &'a Corpus, outlets: &'a Outlets, window_days: u32) -> Self {
        let mut counts = vec![0_u32; corpus.texts.len()];
        for claim in &corpus.claims {
            for &word in corpus.get(claim.content) {
                counts[Texts::index(word)] += 1;
            }
        }
        let all = corpus.claims.len() as f64;
        let weight = |count: u32| {
            // In a story of a few dozen claims every name tells; in a large corpus, rare ones do.
            const STORY: f64 = 30.0;
            let count = f64::from(count);
            if count <= STORY {
                1.0
            } else {
                ((all / count).ln() / (all / STORY).ln()).max(0.05) as f32
            }
        };
        let weights = counts.into_iter().map(weight).collect();
        let cited = corpus.docs.iter().map(|doc| outlets.among(corpus, doc.cites).collect());
        let (cited, window) = (cited.collect(), i64::from(window_days) * DAY);
        Self { corpus, outlets, weights, cited, window }
    }

    /// The outlets that the article of a claim cites.
    pub fn cited_by(&self, claim: &Claim) -> &[Text] {
        &self.cited[claim.doc as usize]
    }

    /// How rare a word is, from 0 to 1.
    pub fn weight(&self, word: Text) -> f64 {
        f64::from(self.weights[Texts::index(word)])
    }

    /// Whether the two tellings are near in time, or one of them has no date.
    pub fn near_in_time(&self, a: &Claim, b: &Claim) -> bool {
        match (self.corpus.doc(a).time, self.corpus.doc(b).time) {
            (Some(a), Some(b)) => (a - b).abs() <= self.window,
            _ => true,
        }
    }

    /// What speaks for two claims stating the same thing; none if something rules it out.
    /// `later` must not be older than `earlier`.
    pub fn evidence(&self, later: &Claim, earlier: &Claim) -> Option<f64> {
        self.weighed(later, earlier, false)
    }

    /// The same for claims of two articles of one story; `common` says how many other numbers they have
    /// in common.
    pub fn evidence_in_story(&self, later: &Claim, earlier: &Claim, common: f64) -> Option<f64> {
        let told = self.weighed(later, earlier, true)?;
        Some(told + COMMON * common.min(COMMON_MOST))
    }

    fn weighed(&self, later: &Claim, earlier: &Claim, in_story: bool) -> Option<f64> {
        let (a, b) = (later, earlier);
        if sort(a.kind) != sort(b.kind) || !self.near_in_time(a, b) || trends_differ(a, b) {
            return None;
        }
        let agreement = agreement(a, b).or_else(|| self.retold(a, b))?;
        let equal = agreement == Agreement::Equal;
        let other_unit = unit_changed(a, b);
        if other_year(self.corpus, a, b) || topics_differ(a.topic, b.topic) {
            return None;
        }
        // What happened to people is told in many words.
        let one_fate = one_fate(a, b);
        let deeds = !one_fate && self.deeds_differ(a, b);
        // What was done is not planned later.
        if deeds && (a.stage, b.stage) == (Stage::Ahead, Stage::Done) {
            return None;
        }
        let same_doc = a.doc == b.doc;
        if same_doc && !equal && a.sentence_start == b.sentence_start {
            return None;
        }
        let figure = a.told.weight();
        let counted = match counted(a, b, equal || in_story) {
            Some(worth) if worth < 0.0 && self.tells_thing(a, b) => NO_THING,
            None if a.kind == Kind::Measure && self.tells_thing(a, b) => NO_THING,
            None if in_story && equal && figure >= 1.0 && may_be_any(a, b) => 0.0,
            worth => worth?,
        };
        // A price is of what its sentence tells; with another unit the figure has to tell it.
        let priced = matches!(a.kind, Kind::Money | Kind::Measure) && figure >= PRICED;
        if other_unit && counted < SAME_THING && !priced {
            return None;
        }
        let content = self.overlap(a, b);
        let exact = |claim: &Claim| claim.told.modifier == Modifier::Exact;
        let known_thing = in_story && counted >= SAME_THING && !deeds;
        let number = match agreement {
            _ if figure == 0.0 && content < (if known_thing { 0.2 } else { 0.35 }) => return None,
            Agreement::Equal => 1.0 + figure,
            Agreement::Near
                if a.told.modifier == Modifier::Vague || b.told.modifier == Modifier::Vague =>
            {
                0.0
            }
            Agreement::Near if known_thing && exact(a) && exact(b) => ROUNDED / 2.0,
            Agreement::Near if exact(a) && exact(b) => 0.0,
            // 1,187,000 is one of few figures that are "about 1.2 million".
            Agreement::Near if a.told.rounds(&b.told) => ROUNDED,
            Agreement::Near if converted(a, b) => ROUNDED + figure / 2.0,
            Agreement::Near => BOUNDED * (1.0 + a.measure.closeness(&b.measure)),
        };

        if in_story && !tells_enough(a, b, agreement, counted, content) {
            return None;
        }
        let names = self.shared_weight(self.corpus.get(a.names), self.corpus.get(b.names)).min(2.0);
        let story = if same_doc {
            if equal { 1.0 } else { 0.0 }
        } else {
            let [x, y] = [a, b].map(|claim| self.corpus.get(self.corpus.doc(claim).names));
            (STORY * self.shared_weight(x, y)).min(STORY_MOST)
        };
        let source = if !a.source.is_none() && a.source == b.source { 0.5 } else { 0.0 };
        let cited = if same_doc { 0.0 } else { self.cited(a, b, equal) };
        let strangers = self.strangers(a, b);
        let unit = if other_unit { -1.0 } else { 0.0 };
        let fate = if one_fate && figure > 0.0 && strangers == 0.0 { FATE } else { 0.0 };
        // A figure that is told of many things brings two together by chance.
        let things = f64::from(a.things.max(b.things));
        let chance = CHANCE * (things / FEW).max(1.0).ln();
        // The rounder the figure, the more the deed has to tell.
        let fates = is_fate(a.topic) != is_fate(b.topic);
        let deed = match (deeds, fates) {
            (true, true) => DEED * (figure - SURE) - 1.0,
            (true, false) => DEED * (figure - SURE),
            (false, _) => 0.0,
        };
        let told = counted + number + fate + names + 3.0 * content + story + source;
        Some(told + cited + strangers + unit + deed - chance)
    }

    /// Whether the sentence of one has what the other counts.
    fn tells_thing(&self, a: &Claim, b: &Claim) -> bool {
        let tells = |one: &Claim, other: &Claim| {
            self.corpus.get(one.content).binary_search(&other.head).is_ok()
        };
        tells(a, b) || tells(b, a)
    }

    fn shared_weight(&self, a: &[Text], b: &[Text]) -> f64 {
        shared(a, b).map(|word| self.weight(word)).sum()
    }

    /// The share of the shorter sentence's words, by weight, that the other has too.
    pub fn overlap(&self, a: &Claim, b: &Claim) -> f64 {
        let [a, b] = [a, b].map(|claim| self.corpus.get(claim.content));
        let all = |words: &[Text]| words.iter().map(|&word| self.weight(word)).sum::<f64>();
        // Of two words one is soon shared.
        let shorter = all(a).min(all(b)).max(4.0);
        self.shared_weight(a, b) / shorter
    }

    /// Whether two claims of a family are so surely one that a difference between them is a change:
    /// their sentences share more than the number, its thing and a word, or the later one
    /// cites the other's outlet.
    pub fn is_sure(&self, later: &Claim, earlier: &Claim) -> bool {
        let [a, b] = [later, earlier].map(|claim| self.corpus.get(claim.content));
        let thing = counted(later, earlier, true).is_some_and(|worth| worth >= SAME_THING);
        let least = if thing { 1.0 } else { 1.5 };
        let [x, y] = [later, earlier].map(|claim| self.corpus.get(self.corpus.doc(claim).names));
        // One figure of many digits, in two articles about the same names.
        let figure = later.told.weight() >= PRICED
            && agreement(later, earlier) == Some(Agreement::Equal)
            && self.shared_weight(x, y) >= 1.0;
        self.shared_weight(a, b) >= least || figure || self.cited(later, earlier, true) > 0.0
    }

    /// Whether two sentences are one but for a word or two.
    pub fn reprints(&self, a: &Claim, b: &Claim) -> bool {
        let [x, y] = [a, b].map(|claim| self.corpus.get(claim.content));
        let longer = x.len().max(y.len());
        longer >= SENTENCE && shared(x, y).count() as f64 >= REPRINT * longer as f64
    }

    /// Whether two sentences, however alike, tell of what others do, or of what is to come and
    /// what is done.
    pub fn tells_another_deed(&self, a: &Claim, b: &Claim) -> bool {
        use Stage::{Ahead, Done};
        let [x, y] = [a, b].map(|claim| self.corpus.get(claim.actors));
        let others = !x.is_empty() && !y.is_empty() && shared(x, y).next().is_none();
        let stages = matches!((a.stage, b.stage), (Ahead, Done) | (Done, Ahead));
        let doers = matches!((a.doer, b.doer), (Some(x), Some(y)) if x.differs(y));
        others || stages || doers
    }

    /// Whether both tell what was done, in words that are not of the other's sentence.
    fn deeds_differ(&self, a: &Claim, b: &Claim) -> bool {
        let lacks = |one: &Claim, other: &Claim| {
            !one.deed.is_none() && self.corpus.get(other.content).binary_search(&one.deed).is_err()
        };
        a.deed != b.deed && !a.deeds.may_be(b.deeds) && lacks(a, b) && lacks(b, a)
    }

    /// A figure that is not the earlier one even rounded, by an article that says it has it from
    /// there.
    fn retold(&self, later: &Claim, earlier: &Claim) -> Option<Agreement> {
        let [a, b] = [later, earlier].map(|claim| claim.measure.figure().abs());
        let near = a.max(b) <= a.min(b) * SPREAD && a.min(b) > 0.0;
        let same = later.dimension == earlier.dimension
            && !later.head.is_none()
            && later.head == earlier.head;
        (near && same && self.cited(later, earlier, true) > CITED).then_some(Agreement::Near)
    }

    /// Whether the later telling says that it has the number from the outlet of the earlier one.
    fn cited(&self, later: &Claim, earlier: &Claim, equal: bool) -> f64 {
        let outlet = self.corpus.doc(earlier).outlet;
        if outlet.is_none() {
            return 0.0;
        }
        let named = self.outlets.among(self.corpus, later.phrases).any(|named| named == outlet);
        match (named, equal) {
            (true, true) => NAMED,
            (true, false) => 1.0,
            (false, true) if self.cited_by(later).contains(&outlet) => CITED,
            (false, _) => 0.0,
        }
    }

    /// What it counts against them that each has names close to its number, and the other's
    /// sentence none of them; less if its article has.
    fn strangers(&self, a: &Claim, b: &Claim) -> f64 {
        let alone = |one: &Claim, other: List| {
            let near = self.corpus.get(one.near);
            !near.is_empty() && shared(near, self.corpus.get(other)).next().is_none()
        };
        let article = |claim: &Claim| self.corpus.doc(claim).names;
        match () {
            () if !(alone(a, b.content) && alone(b, a.content)) => 0.0,
            () if alone(a, article(b)) && alone(b, article(a)) => STRANGERS,
            () => STRANGERS_OF_ONE_STORY,
        }
    }
}

/// How two claims agree in their numbers: as figures of one unit, as measures that convert to each
/// other, or as one figure of two units.
pub(super) fn agreement(a: &Claim, b: &Claim) -> Option<Agreement> {
    let same_unit = a.unit == b.unit && a.kind == b.kind;
    let measured = || {
        let (x, y) = (&a.measure, &b.measure);
        let converted = || {
            let near = !same_unit && (converts_to(x, y) || converts_to(y, x));
            near.then_some(Agreement::Near)
        };
        x.agreement(y).or_else(converted)
    };
    let told = || {
        let equal = !same_unit && a.told.ends() == b.told.ends();
        equal.then_some(Agreement::Equal)
    };
    if a.dimension == b.dimension { measured().or_else(told) } else { told() }
}

/// Whether one figure is told in two units: 120 kilometres, 120 miles.
pub(super) fn unit_changed(a: &Claim, b: &Claim) -> bool {
    a.dimension != b.dimension
        || a.unit != b.unit
            && a.told.ends() == b.told.ends()
            && a.measure.ends() != b.measure.ends()
}

/// Half of them and 50 percent are one sort of number.
pub(super) fn sort(kind: Kind) -> Kind {
    if kind == Kind::Ratio { Kind::Percent } else { kind }
}

/// What it is worth that the sentence names the other's outlet.
const NAMED: f64 = 2.5;
/// What it is worth that the article does.
const CITED: f64 = 1.0;
/// So many things one figure is told of in a story;
const FEW: f64 = 6.0;
/// how much it counts against two claims if there are more, by the logarithm.
const CHANCE: f64 = 0.6;
/// What two deeds count against two claims, for each step that the figure tells less than this.
const SURE: f64 = 2.0;
const DEED: f64 = 1.0;

/// What the same thing counted is worth;
const SAME_THING: f64 = 2.0;
/// things of which one is of the sort of the other, or that may be one otherwise;
const MAY_BE_ONE: f64 = 1.0;
/// nothing, in one of the sentences;
const NO_THING: f64 = 0.5;
/// people who met one fate, where one sentence does not say who they are.
const SAME_FATE: f64 = 1.5;

/// What a figure is worth that the other rounds to.
const ROUNDED: f64 = 1.0;
/// What a figure is worth within the bounds of the other, at their end; up to twice that, the
/// nearer it is.
const BOUNDED: f64 = 0.5;
/// What it is worth that one thing happened to people, where the figure is not small.
const FATE: f64 = 0.5;
/// What it is worth that all names near to the two numbers are others;
const STRANGERS: f64 = -1.5;
/// that they are, but stand in the other article.
const STRANGERS_OF_ONE_STORY: f64 = -1.0;
/// What a name is worth that both articles have, and all of them at most.
const STORY: f64 = 0.45;
const STORY_MOST: f64 = 1.6;
/// How much a figure must tell to be known again in another currency.
const PRICED: f64 = 1.5;

/// What each number is worth that two articles have in common already, and how many at most.
const COMMON: f64 = 1.0;
const COMMON_MOST: f64 = 2.0;

/// What the counted things are worth; none if they are two things.
fn counted(a: &Claim, b: &Claim, equal: bool) -> Option<f64> {
    if a.head.is_none() || b.head.is_none() {
        return Some(if equal && one_fate(a, b) { SAME_FATE } else { NO_THING });
    }
    let known = equal || a.topic == b.topic;
    match (a.thing, b.thing) {
        _ if a.head == b.head => Some(SAME_THING),
        (Some(x), Some(y)) if x.narrow == y.narrow => Some(SAME_THING),
        (Some(x), Some(y)) if may_be_one(x, y) && known => Some(MAY_BE_ONE),
        // The table of things counted goes before the dictionary.
        (None, _) | (_, None) if a.noun.is_same(b.noun) => Some(SAME_THING),
        (None, _) | (_, None) if known && a.noun.is_kind(b.noun) => Some(MAY_BE_ONE),
        // "40 percent dearer" counts nothing.
        _ if sort(a.kind) == Kind::Percent && (is_unknown(a) || is_unknown(b)) => Some(0.0),
        // What money, time and shares are of is told in many ways.
        _ if matches!(a.kind, Kind::Money | Kind::Percent | Kind::Duration | Kind::Ratio) => {
            Some(-1.5)
        }
        _ => None,
    }
}

/// Whether no table knows what is counted.
fn is_unknown(claim: &Claim) -> bool {
    claim.thing.is_none() && claim.noun == Noun::default()
}

/// Whether a thing counted says so little that it may be the other: pieces, sites, or a word that no
/// table knows.
fn may_be_any(a: &Claim, b: &Claim) -> bool {
    let any = |claim: &Claim| is_unknown(claim) && claim.head != claim.unit;
    any(a) || any(b)
}

/// Whether two numbers of one story say enough to be one by it: small figures, spans of time and bounds
/// that point apart are told of many things there.
fn tells_enough(a: &Claim, b: &Claim, agreement: Agreement, counted: f64, content: f64) -> bool {
    use Modifier::{AtLeast, AtMost, LessThan, MoreThan, Vague};
    let [x, y] = [a, b].map(|claim| claim.told.modifier);
    let rises = |modifier| matches!(modifier, MoreThan | AtLeast);
    let falls = |modifier| matches!(modifier, LessThan | AtMost);
    if x == Vague || y == Vague || rises(x) && falls(y) || falls(x) && rises(y) {
        return false;
    }
    let figure = a.told.weight().max(b.told.weight());
    let thing = counted >= MAY_BE_ONE;
    match agreement {
        _ if a.kind == Kind::Duration => agreement == Agreement::Equal && content >= 0.35,
        // Polls ask many things of the same people.
        Agreement::Equal if sort(a.kind) == Kind::Percent => {
            content >= 0.3 || thing && content >= 0.1
        }
        Agreement::Equal if figure >= PRICED => true,
        Agreement::Equal if figure >= 1.0 => thing || content >= 0.2,
        Agreement::Equal => counted >= SAME_THING && content >= 0.2,
        Agreement::Near if x == Modifier::Exact && y == Modifier::Exact => {
            figure >= 1.0 && content >= 0.3 || converted(a, b)
        }
        Agreement::Near if sort(a.kind) == Kind::Percent => figure >= 1.0 && content >= 0.45,
        Agreement::Near => figure >= 1.0 && (thing || content >= 0.25) || converted(a, b),
    }
}

/// Whether one figure is the other in another unit.
fn converted(a: &Claim, b: &Claim) -> bool {
    a.unit != b.unit && a.dimension == b.dimension && a.told.ends() != b.told.ends()
}

/// Whether two things, by their counted nouns, can be one: for whole families, `in_story` if their
/// articles tell other numbers in common.
pub(super) fn things_differ(a: &Claim, b: &Claim, in_story: bool) -> bool {
    match counted(a, b, true) {
        None => !(in_story && may_be_any(a, b)) && a.kind != Kind::Measure,
        // One sentence may leave out what the money is; where two tell, they must agree.
        Some(worth) => worth < 0.0 && a.kind == Kind::Money,
    }
}

fn trends_differ(a: &Claim, b: &Claim) -> bool {
    matches!((a.trend, b.trend), (Some(x), Some(y)) if x != y)
}

/// What happens to people is one thing: who is killed is not wounded.
pub(super) fn topics_differ(a: Topic, b: Topic) -> bool {
    a != b && is_fate(a) && is_fate(b)
}

/// Whether a topic tells what happened to people.
pub(super) fn is_fate(topic: Topic) -> bool {
    use Topic::{Captured, Displaced, Killed, Missing, Wounded};
    matches!(topic, Killed | Wounded | Captured | Missing | Displaced)
}

/// Whether one thing happened to the people of both, whatever the words; with prisoners much may be
/// done.
fn one_fate(a: &Claim, b: &Claim) -> bool {
    let held =
        a.topic != Topic::Captured || a.deed == b.deed || a.deed.is_none() || b.deed.is_none();
    a.topic == b.topic && is_fate(a.topic) && held
}

/// Whether one claim is of a year that the other cannot be of.
fn other_year(corpus: &Corpus, a: &Claim, b: &Claim) -> bool {
    let own = |claim: &Claim| {
        let date = corpus.texts.get(corpus.doc(claim).date);
        date.get(..4).and_then(|year| year.parse::<i16>().ok())
    };
    match (a.year, b.year) {
        (Some(a), Some(b)) => a != b,
        // Who names no year speaks of the present, as far as dates tell.
        (Some(told), None) => {
            own(b).is_some_and(|now| told < now - 1 || told < now && own(a) == Some(now))
        }
        (None, Some(told)) => {
            own(a).is_some_and(|now| told < now - 1 || told < now && own(b) == Some(now))
        }
        (None, None) => false,
    }
}
