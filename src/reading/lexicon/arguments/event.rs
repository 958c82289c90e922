//! What happened to the counted thing: the verb or event noun beside its noun phrase.

use super::verb::is_have;
use super::words::{
    BEING, BRINGING, CASE, COMPLEMENT, COMPLETION, CONDITION, DEED, LEADING, LIGHT, LINKING,
    OUTCOME, PARTICLE, PLAN, REPORTING, SAYING, SPENDING, STATE, TELLING, THIN, VESSEL, WILLING,
    is,
};
use super::{Known, REACH, Scene};
use crate::grammar::{Sort, Tag, Tense, VerbGroup};
use crate::labels::Kind;
use std::ops::Range;

/// What part the counted thing plays in the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It does it.
    Subject,
    /// It suffers it.
    Object,
    /// It is told of beside it.
    Aside,
}

/// The verb or event noun, and the counted thing's part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    pub tokens: Range<usize>,
    pub head: usize,
    pub part: Part,
}

impl Scene<'_> {
    /// The event that the phrase `host` takes part in.
    pub(super) fn event(&self, host: &Range<usize>, known: &[Known]) -> Option<Event> {
        if self.quantity.kind == Kind::Duration && !self.is_joined() {
            return self.during(host);
        }
        // "a ten-year-old truce": how old a thing is happens to nobody.
        if self.is_joined() && self.word(self.last).ends_with("-old") {
            return None;
        }
        self.told_of(host, known, 0)
    }

    /// What is told of the phrase `host`, or `depth` times of what holds it.
    fn told_of(&self, host: &Range<usize>, known: &[Known], depth: usize) -> Option<Event> {
        let saved = self.saves(host.start);
        let state = self.state_after(host.end).or_else(|| self.lacks(host));
        if let Some(event) = state.filter(|_| !saved) {
            return Some(event);
        }
        if let Some(event) = self.event_noun_before(host.start, true) {
            return Some(event);
        }
        // "recorded 40 breaches, compared with 30 on Monday": the same again.
        if self.compares(host.start) {
            let mut near = known.iter().rev().take(REACH);
            let alike = near.find(|k| k.kind == self.quantity.kind);
            return alike.and_then(|k| k.event.clone());
        }
        if let Some(event) = self.moved(host.start) {
            return Some(event);
        }
        // "six of the 40 wounded are": those who are wounded.
        if known.last().is_some_and(|k| k.end + 1 == host.start && self.word(k.end) == "of")
            && let Some(event) = self.counted_event(host)
        {
            return Some(event);
        }
        if let Some(verb) = self.done_by(host.start) {
            return self.of_verb(verb, Part::Subject);
        }
        // "$9bn (£7bn)": the same again.
        if let Some(last) = known.last()
            && self.word(self.first.saturating_sub(1)) == "("
            && last.end + 2 >= self.first
            && last.kind == self.quantity.kind
        {
            return last.event.clone();
        }
        if depth < 2
            && let Some(vessel) = self.vessel(host)
        {
            return self.told_of(&vessel, known, depth + 1);
        }
        let relative = matches!(self.word(host.end), "who" | "which" | "that");
        let included = host.start > 0 && matches!(self.word(host.start - 1), "including" | "among");
        let plain = |verb: &VerbGroup| {
            self.tag(verb.head) == Some(Tag::Auxiliary) && !is_have(self.word(verb.head))
        };
        // "including two who were in a cellar": the clause only describes them.
        let describes = || self.groups.verb_at(host.end + 1).is_some_and(plain);
        if included
            && (!relative || describes())
            && let Some(event) = known.last().and_then(|k| k.event.clone())
        {
            return Some(event);
        }
        if !self.is_joined()
            && let Some((verb, part)) = self.restricting(host)
        {
            return self.of_verb(verb, part);
        }
        let before = self.verb_before(host.start);
        let lemma = |verb: &VerbGroup| self.tokens[verb.head].lemma();
        if let Some(verb) = before
            && verb.tokens.start > 0
            && matches!(self.word(verb.tokens.start - 1), "who" | "which" | "that")
            && !is(lemma(verb), SAYING | THIN)
        {
            return self.of_verb(verb, Part::Object);
        }
        let object = before.is_some_and(|verb| !is(lemma(verb), SAYING));
        let after = self.verb_after(host.end, object);
        let part = |verb: &VerbGroup| if verb.passive { Part::Object } else { Part::Subject };
        // "people who were detained have been released": the outer verb.
        let after = after.map(|verb| if object { verb } else { self.outer(verb) });
        // "the plan to take in 40 is off": the object of an infinitive is no subject.
        if let Some(verb) = before
            && matches!(verb.tense, Tense::Infinitive | Tense::Ing)
            && !is(lemma(verb), SAYING | THIN | BRINGING)
        {
            return self.of_verb(verb, Part::Object);
        }
        // "fires in nine counties have burned": what is told is told of the fires.
        if !relative && self.quantity.kind == Kind::Count && self.places_noun(host.start) {
            return None;
        }
        let finite = after.filter(|verb| verb.is_finite());
        // "40 arrests were made": the noun says more.
        if finite.is_some_and(|verb| is(lemma(verb), TELLING))
            && let Some(event) = self.counted_event(host)
        {
            return Some(event);
        }
        if let Some(event) = finite.and_then(|verb| self.of_verb(verb, part(verb))) {
            return Some(event);
        }
        let after = after.filter(|verb| !verb.is_finite() && !self.preposes(verb));
        // "40 of the dead were children": the verb only says what they are.
        if finite.is_some()
            && let Some(event) = self.counted_event(host)
        {
            return Some(event);
        }
        let thin = |verb: &VerbGroup| is(lemma(verb), THIN | SAYING) && after.is_some();
        // "forced thousands to flee": what they were brought to do.
        if let Some(verb) = before
            && is(lemma(verb), BRINGING)
            && let Some(next) = self.to_verb(host.end).or_else(|| self.doing(host.end))
        {
            return self.of_verb(next, part(next));
        }
        // "led to 40 guards being freed": what came about.
        if let Some(next) = self.doing(host.end).filter(|next| next.passive) {
            return self.of_verb(next, Part::Object);
        }
        if let Some(verb) = before.filter(|verb| !thin(verb)) {
            // "counted 75 cases of looting".
            if let Some(event) = self.case(host) {
                return Some(event);
            }
            // "confirmed two deaths": what is reported is the event.
            if is(lemma(verb), SAYING)
                && let Some(event) = self.counted_event(host)
            {
                return Some(event);
            }
            if !is(lemma(verb), REPORTING) {
                return self.of_verb(verb, Part::Object);
            }
        }
        // "the 19 who fled are farmers".
        if finite.is_some()
            && relative
            && let Some(verb) = self.verb_after(host.end, false).filter(|verb| self.is_full(verb))
        {
            return self.of_verb(verb, part(verb));
        }
        if finite.is_some() {
            // "40 people, nine of whom were children".
            let of = self.word(host.end) == "of" || self.word(self.end) == "of";
            return known.last().filter(|_| of).and_then(|k| k.event.clone());
        }
        // "a village 80 miles north of": the number tells where, not what happened.
        if self.quantity.kind == Kind::Measure && self.tells_where() {
            return None;
        }
        if self.estimates(host.start) {
            return None;
        }
        // "agreed to a five-day truce brokered by": the verb that governs it.
        let governor = self.governor(host.start);
        if let Some(verb) = governor.filter(|_| after.is_none_or(|v| v.tokens.start > host.end)) {
            return self.of_verb(verb, Part::Aside);
        }
        if let Some(verb) = after {
            // "sent 40 boats and 6 jets, taking the total": the list goes on.
            let comma = self.tag(verb.tokens.start.saturating_sub(1)) == Some(Tag::Comma);
            return Some(verb)
                .filter(|_| comma)
                .and_then(|_| self.coordinated(host, known))
                .or_else(|| self.of_verb(verb, part(verb)));
        }
        if self.exists(host.start) || self.speaks_of(host.start) {
            return None;
        }
        self.event_noun_before(host.start, false)
            .or_else(|| self.counted_event(host))
            .or_else(|| self.coordinated(host, known))
            .or_else(|| self.nearest(host).filter(|_| !self.is_joined()))
    }

    /// What happens in the time, or before or after it: "after 16 days of waiting".
    fn during(&self, host: &Range<usize>) -> Option<Event> {
        // "took six months to rebuild".
        let spent = self.verb_until(host.start).is_some_and(|verb| {
            is(self.tokens[verb.head].lemma(), SPENDING) && verb.tokens.end + 4 > host.start
        });
        let average = host.start > 0 && self.word(host.start - 1) == "of";
        if let Some(verb) = self.to_verb(host.end).filter(|_| spent || average) {
            return self.of_verb(verb, Part::Aside);
        }
        // "was closed in 2016, two years after the fire broke out".
        let hangs = matches!(self.word(host.end), "after" | "before" | "since")
            || self.word(host.end) == "later" && self.tag(host.end + 1) != Some(Tag::Comma);
        let earlier = self.verb_until(host.start).filter(|verb| self.is_full(verb));
        if let Some(verb) = earlier.filter(|_| hangs) {
            return self.of_verb(verb, Part::Aside);
        }
        self.nearest(host).or_else(|| {
            let apart = matches!(self.word(host.end), "ago" | "later" | "earlier");
            let after = || self.verb_from(host.end).filter(|_| apart);
            let verb = self.verb_until(host.start).or_else(after)?;
            let said = is(self.tokens[verb.head].lemma(), SAYING);
            said.then(|| self.of_verb(verb, Part::Aside)).flatten()
        })
    }

    /// "a barrage of 40 drones", "a reward of $9": the phrase that holds this one.
    fn vessel(&self, host: &Range<usize>) -> Option<Range<usize>> {
        let of = host.start.checked_sub(1).filter(|&at| self.word(at) == "of")?;
        let group = self.groups.noun_ending_at(of)?;
        let head = &self.tokens[group.head];
        let holds = match self.quantity.kind {
            Kind::Count => is(head.lemma(), VESSEL),
            _ => head.tag == Tag::Noun && !matches!(head.sort(), Some(Sort::Act | Sort::Event)),
        };
        holds.then_some(group.tokens.start..host.end)
    }

    fn of_verb(&self, verb: &VerbGroup, part: Part) -> Option<Event> {
        let head = verb.head;
        let lemma = self.tokens[head].lemma();
        if self.tag(head) == Some(Tag::Auxiliary) || is(lemma, LINKING) {
            let mut at = verb.tokens.end;
            while self.tag(at) == Some(Tag::Adverb) && !is(self.word(at), BEING) {
                at += 1;
            }
            let noun = self.tag(at + 1) == Some(Tag::Noun);
            if is(self.word(at), STATE) || is(self.word(at), BEING) && !noun {
                return Some(Event { tokens: at..at + 1, head: at, part: Part::Object });
            }
            // "six were among the wounded", "among the five men shot dead".
            if matches!(self.word(at), "among" | "amongst") {
                let near = at + 1..self.tokens.len().min(at + 8);
                let state = near
                    .take_while(|&i| !self.tokens[i].tag.is_mark())
                    .find(|&i| is(self.word(i), STATE));
                if let Some(state) = state {
                    let tokens = self.whole(state);
                    return Some(Event { tokens, head: state, part: Part::Object });
                }
            }
            if let Some(event) = self.condition(at) {
                return Some(event);
            }
            // "were able to get back".
            if is(self.word(at), WILLING)
                && let Some(next) = self.to_verb(at + 1)
            {
                return self.of_verb(next, if next.passive { Part::Object } else { part });
            }
            if !is_have(self.word(head)) && self.tag(head) == Some(Tag::Auxiliary) {
                return None;
            }
        }
        if part != Part::Aside
            && is(lemma, LEADING)
            && (verb.passive || !is(lemma, SAYING) || lemma == "expect")
            && let Some(next) = self.to_verb(verb.tokens.end)
            && verb.tokens.start > self.first
        {
            let part = if next.passive { Part::Object } else { part };
            return self.of_verb(next, part);
        }
        if let Some(event) = self.among(verb) {
            return Some(event);
        }
        // "were shot and killed": the last says most.
        if verb.passive
            && self.word(verb.tokens.end) == "and"
            && let Some(next) = self.groups.verb_at(verb.tokens.end + 1)
            && next.passive
            && next.tense == Tense::Participle
            && is(self.word(next.head), STATE)
        {
            let head = next.head;
            return Some(Event { tokens: self.whole(head), head, part });
        }
        (lemma != "accord").then(|| Event { tokens: self.listed(head), head, part })
    }

    /// "in hospital", "under arrest" at `at`.
    pub(super) fn condition(&self, at: usize) -> Option<Event> {
        let opens = matches!(self.word(at), "in" | "under" | "at" | "behind" | "on" | "without");
        let (end, head) = match self.groups.noun_starting_at(at + 1) {
            Some(group) => (group.tokens.end, group.head),
            None => (at + 2, at + 1),
        };
        let event = Event { tokens: at..end, head, part: Part::Object };
        let bare = end == at + 2 || !matches!(self.word(at), "on" | "without");
        (opens && bare && is(self.word(head), CONDITION)).then_some(event)
    }

    /// The verb at `head` with what makes one event of it: signed up, took part, shot dead.
    pub(super) fn whole(&self, head: usize) -> Range<usize> {
        let next = self.word(head + 1);
        let number = matches!(self.tag(head + 2), Some(Tag::Numeral | Tag::To))
            || matches!(self.word(head + 2), "to" | "from");
        // "taken into custody", "put on hold".
        if matches!(next, "into" | "on") && is(self.word(head + 2), COMPLETION) {
            return head..head + 3;
        }
        let with = is(next, PARTICLE) && !number && head + 1 != self.first
            || is(self.tokens[head].lemma(), LIGHT) && is(next, COMPLEMENT)
            || self.word(head) == "shot" && next == "dead";
        head..head + 1 + usize::from(with)
    }

    /// "the dead include six women": what the subject has suffered.
    fn among(&self, verb: &VerbGroup) -> Option<Event> {
        if self.tokens[verb.head].lemma() != "include" {
            return None;
        }
        let head = self.groups.noun_ending_at(verb.tokens.start)?.head;
        (is(self.word(head), STATE) || self.word(head) == "deaths").then(|| Event {
            tokens: head..head + 1,
            head,
            part: Part::Object,
        })
    }

    /// dead, wounded, missing right after the phrase: "left 50 dead".
    fn state_after(&self, at: usize) -> Option<Event> {
        let at = at + usize::from(self.word(at) == "more");
        let word = self.word(at);
        if !is(word, STATE) || self.tag(at + 1).is_some_and(Tag::is_noun) {
            return None;
        }
        Some(Event { tokens: self.whole(at), head: at, part: Part::Object })
    }

    /// "the killing of six", "an attack on two tankers"; `sure` asks for nouns that are
    /// known to tell what happens to people.
    fn event_noun_before(&self, start: usize, sure: bool) -> Option<Event> {
        let preposition = start.checked_sub(1)?;
        if self.tag(preposition) != Some(Tag::Preposition) {
            return None;
        }
        if !sure
            && let Some(verb) = preposition.checked_sub(1).and_then(|at| self.groups.verb_at(at))
            && !self.preposes(verb)
        {
            return self.of_verb(verb, Part::Aside);
        }
        let mut group = self.groups.noun_ending_at(preposition)?;
        // "the detention by Iran of ten", "an attack Thursday on two", "a surge in May of 90".
        for _ in 0..2 {
            let mut before = group.tokens.start;
            let time = self.groups.is_time(group);
            let joint = before.checked_sub(1).map_or("", |at| self.word(at));
            let aside = time || joint == "by";
            if matches!(joint, "by" | "on") || time && joint == "in" {
                before -= 1;
            }
            match self.groups.noun_ending_at(before) {
                Some(earlier) if aside => group = earlier,
                _ => break,
            }
        }
        let head = group.head;
        if self.word(head) == "lives"
            && let Some(verb) = self.groups.verb_at(group.tokens.start.checked_sub(1)?)
        {
            return Some(Event { tokens: verb.head..head + 1, head, part: Part::Object });
        }
        // "recovered the bodies of three": what was done with them.
        if matches!(self.tokens[head].lemma(), "body" | "remains" | "corpse")
            && let Some(verb) = self.verb_before(group.tokens.start).filter(|v| self.is_full(v))
        {
            return Some(Event { tokens: self.whole(verb.head), head, part: Part::Object });
        }
        let sort = self.tokens[head].sort();
        let deed = is(self.tokens[head].lemma(), DEED);
        let acts = match self.word(preposition) {
            "on" | "against" => deed || sort == Some(Sort::Act),
            "between" | "with" => deed && self.quantity.kind == Kind::Count,
            "for" => deed && is(self.tokens[head].lemma(), PLAN),
            "of" => {
                deed && matches!(self.quantity.kind, Kind::Count | Kind::Money)
                    || super::topic::is_event_noun(self.tokens[head].lemma())
                    || (!sure && matches!(sort, Some(Sort::Act | Sort::Event)))
            }
            _ => false,
        };
        acts.then(|| Event { tokens: head..head + 1, head, part: Part::Object })
    }

    /// "75 cases of looting".
    fn case(&self, host: &Range<usize>) -> Option<Event> {
        let at = (self.end..host.end).find(|&at| is(self.tokens[at].lemma(), CASE))?;
        let of = at + 1;
        let group = self.groups.noun_starting_at(of + 1).filter(|_| self.word(of) == "of")?;
        let (head, end) = (group.head, group.tokens.end);
        // "cases of villagers, children included, being held".
        let past = if self.tag(end) == Some(Tag::Comma) { self.past_aside(end) } else { end };
        if let Some(verb) = self.doing(past).filter(|verb| verb.passive) {
            return self.of_verb(verb, Part::Object);
        }
        let acts = matches!(self.tokens[head].sort(), Some(Sort::Act | Sort::Event))
            || super::topic::is_event_noun(self.tokens[head].lemma());
        acts.then(|| Event { tokens: head..head + 1, head, part: Part::Object })
    }

    /// "of nine deaths", "with 40 wounded": the counted noun tells it itself.
    fn counted_event(&self, host: &Range<usize>) -> Option<Event> {
        let at = (self.end..host.end).find(|&at| is(self.word(at), OUTCOME))?;
        Some(Event { tokens: at..at + 1, head: at, part: Part::Object })
    }

    /// "…, six women and four children": the event of the number before.
    fn coordinated(&self, host: &Range<usize>, known: &[Known]) -> Option<Event> {
        let last = known.last()?;
        let joint = host.start.checked_sub(1)?;
        let listed = matches!(
            self.tag(joint),
            Some(Tag::Comma | Tag::Conjunction | Tag::Bracket | Tag::Dash)
        ) || matches!(self.word(joint), "plus" | "to" | "from" | "with" | "than");
        if !listed {
            return None;
        }
        let between = self.tokens.get(last.end..host.start)?;
        let verb = between.iter().any(|t| t.tag.is_verb() || t.tag == Tag::Auxiliary);
        (!verb && last.kind == self.quantity.kind).then(|| last.event.clone()).flatten()
    }

    /// The nearest verb before in the clause, else after, else before.
    fn nearest(&self, host: &Range<usize>) -> Option<Event> {
        if self.quantity.kind == Kind::Count && self.is_background(host.start) {
            return None;
        }
        let before = self.verb_until(host.start).filter(|verb| self.is_full(verb));
        let after = self.verb_from(host.end).filter(|verb| self.is_full(verb));
        let clause = before.filter(|verb| {
            let between = &self.tokens[verb.tokens.end..host.start];
            !between
                .iter()
                .any(|t| matches!(t.tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::Subordinator))
        });
        let verb = clause.or(after).or(before)?;
        self.of_verb(verb, Part::Aside)
    }
}

impl Scene<'_> {
    /// Whether the number only describes what nothing is told of: "between the two sides",
    /// "a city of 175,000 people".
    fn is_background(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1) else { return false };
        let definite = matches!(
            self.word(start),
            "the" | "these" | "those" | "both" | "its" | "their" | "world"
        );
        match self.word(before) {
            "between" | "among" | "under" | "across" | "than" | "of" => true,
            _ => self.tag(before) == Some(Tag::Preposition) && definite,
        }
    }
}
