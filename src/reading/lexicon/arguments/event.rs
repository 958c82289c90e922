//! What happened to the counted thing: the verb or event noun beside its noun phrase.

use super::{Known, Scene};
use crate::grammar::{Sort, Tag, VerbGroup};
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
            return self.nearest(host);
        }
        if let Some(event) = self.state_after(host.end) {
            return Some(event);
        }
        if let Some(event) = self.event_noun_before(host.start, true) {
            return Some(event);
        }
        let included = host.start > 0 && matches!(self.word(host.start - 1), "including" | "among");
        if included && let Some(event) = known.last().and_then(|k| k.event.clone()) {
            return Some(event);
        }
        let before = self.verb_before(host.start);
        if let Some(verb) = before
            && verb.tokens.start > 0
            && matches!(self.word(verb.tokens.start - 1), "who" | "which" | "that")
            && !is_saying(self.tokens[verb.head].lemma())
            && !is_thin(self.tokens[verb.head].lemma())
        {
            return self.of_verb(verb, Part::Object);
        }
        let object = before.is_some_and(|verb| !is_saying(self.tokens[verb.head].lemma()));
        let after = self.verb_after(host.end, object);
        let part = |verb: &VerbGroup| if verb.passive { Part::Object } else { Part::Subject };
        // "people who were detained have been released": the outer verb.
        let after = after.map(|verb| self.outer(host.end, verb));
        if let Some(verb) = after.filter(|v| v.is_finite()) {
            return self.of_verb(verb, part(verb));
        }
        let thin = |verb: &VerbGroup| {
            let lemma = self.tokens[verb.head].lemma();
            (is_thin(lemma) || is_saying(lemma)) && after.is_some()
        };
        // "forced thousands to flee": what they were brought to do.
        if let Some(verb) = before
            && is_bringing(self.tokens[verb.head].lemma())
            && let Some(next) = self.groups.verb_at(host.end)
            && next.tokens.start == host.end
            && self.tag(host.end) == Some(Tag::To)
        {
            return self.of_verb(next, part(next));
        }
        if let Some(verb) = before.filter(|verb| !thin(verb)) {
            return self.of_verb(verb, Part::Object);
        }
        if let Some(verb) = after {
            return self.of_verb(verb, part(verb));
        }
        self.event_noun_before(host.start, false)
            .or_else(|| self.counted_event(host))
            .or_else(|| self.coordinated(host, known))
            .or_else(|| self.nearest(host).filter(|_| !self.is_joined()))
    }

    fn of_verb(&self, verb: &VerbGroup, part: Part) -> Option<Event> {
        let head = verb.head;
        let lemma = self.tokens[head].lemma();
        if self.tag(head) == Some(Tag::Auxiliary) || is_linking(lemma) {
            let mut at = verb.tokens.end;
            while self.tag(at) == Some(Tag::Adverb) {
                at += 1;
            }
            if is_state(self.word(at)) {
                return Some(Event { tokens: at..at + 1, head: at, part: Part::Object });
            }
            // "six were among the wounded".
            if self.word(at) == "among" && self.word(at + 1) == "the" && is_state(self.word(at + 2))
            {
                return Some(Event { tokens: at + 2..at + 3, head: at + 2, part: Part::Object });
            }
            if !is_have(self.word(head)) && self.tag(head) == Some(Tag::Auxiliary) {
                return None;
            }
        }
        if part != Part::Aside
            && is_leading(lemma)
            && let Some(next) = self.groups.verb_at(verb.tokens.end)
            && next.tokens.start == verb.tokens.end
            && self.tag(next.tokens.start) == Some(Tag::To)
            && next.tokens.end <= self.tokens.len()
            && verb.tokens.start > self.first
        {
            let passive = next.passive;
            let part = if passive { Part::Object } else { part };
            return self.of_verb(next, part);
        }
        if let Some(event) = self.among(verb) {
            return Some(event);
        }
        (lemma != "accord").then(|| Event { tokens: head..head + 1, head, part })
    }

    /// "the dead include six women": what the subject has suffered.
    fn among(&self, verb: &VerbGroup) -> Option<Event> {
        if self.tokens[verb.head].lemma() != "include" {
            return None;
        }
        let head = self.groups.noun_ending_at(verb.tokens.start)?.head;
        (is_state(self.word(head)) || self.word(head) == "deaths").then(|| Event {
            tokens: head..head + 1,
            head,
            part: Part::Object,
        })
    }

    /// dead, wounded, missing right after the phrase: "left 50 dead".
    fn state_after(&self, at: usize) -> Option<Event> {
        let word = self.word(at);
        if !is_state(word) || self.tag(at + 1).is_some_and(Tag::is_noun) {
            return None;
        }
        let shot = word == "shot" && self.word(at + 1) == "dead";
        Some(Event { tokens: at..at + 1 + usize::from(shot), head: at, part: Part::Object })
    }

    /// The verb whose object the phrase that starts at `start` is.
    fn verb_before(&self, start: usize) -> Option<&VerbGroup> {
        let mut at = start;
        while at > 0
            && (matches!(self.tag(at - 1), Some(Tag::Adverb | Tag::Quote))
                || matches!(self.word(at - 1), "up" | "out" | "down" | "off" | "in" | "away"))
        {
            at -= 1;
        }
        let verb = self.groups.verb_at(at.checked_sub(1)?)?;
        (self.tag(verb.head) != Some(Tag::Auxiliary) || is_have(self.word(verb.head)))
            .then_some(verb)
    }

    /// The verb whose subject the phrase that ends at `end` is; if it is an object already,
    /// only a verb that follows at once.
    fn verb_after(&self, end: usize, object: bool) -> Option<&VerbGroup> {
        let mut at = end;
        if !object {
            // Phrases that hang on the noun may stand between.
            if let Some(group) = self.groups.noun_ending_at(end) {
                at = self.groups.noun_phrase(group).end.max(end);
            }
        }
        while matches!(self.tag(at), Some(Tag::Adverb | Tag::Quote))
            || !object && matches!(self.word(at), "who" | "that" | "which")
        {
            at += 1;
        }
        if !object && self.tag(at) == Some(Tag::Comma) {
            at = self.past_aside(at);
        }
        let verb = self.groups.verb_at(at)?;
        (verb.tokens.start <= at && self.tag(verb.tokens.start) != Some(Tag::To)).then_some(verb)
    }

    /// The verb of the clause whose subject holds a relative clause with `inner`.
    fn outer<'g>(&'g self, end: usize, inner: &'g VerbGroup) -> &'g VerbGroup {
        if !matches!(self.word(end), "who" | "that" | "which") {
            return inner;
        }
        let mut at = inner.tokens.end;
        while self.tag(at) == Some(Tag::Adverb) {
            at += 1;
        }
        match self.groups.verb_at(at) {
            Some(verb) if verb.is_finite() && verb.tokens.start == at => verb,
            _ => inner,
        }
    }

    /// Past a phrase without a verb between commas: "39 people, including two guards, were".
    fn past_aside(&self, comma: usize) -> usize {
        let aside = |t: &crate::grammar::Token| {
            !t.tag.is_verb()
                && !matches!(
                    t.tag,
                    Tag::Auxiliary | Tag::Modal | Tag::Subordinator | Tag::Stop | Tag::To
                )
                && t.tag != Tag::Pronoun
        };
        let rest = self.tokens[comma..].iter().take(14);
        let end = comma + rest.take_while(|&t| aside(t)).count();
        let opens =
            matches!(self.word(comma + 1), "including" | "among" | "mostly" | "most" | "many");
        let closed = self.tag(end.saturating_sub(1)) == Some(Tag::Comma) && end > comma + 1;
        if opens || closed { end } else { comma }
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
        {
            return self.of_verb(verb, Part::Aside);
        }
        let mut group = self.groups.noun_ending_at(preposition)?;
        // "the detention by Iran of ten", "an attack Thursday on two".
        for _ in 0..2 {
            let mut before = group.tokens.start;
            let aside = self.groups.is_time(group) || self.word(before.saturating_sub(1)) == "by";
            if before > 0 && matches!(self.word(before - 1), "by" | "on") {
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
        let sort = self.tokens[head].sort();
        let acts = match self.word(preposition) {
            "on" | "against" => sort == Some(Sort::Act),
            "of" => {
                super::topic::is_event_noun(self.tokens[head].lemma())
                    || (!sure && matches!(sort, Some(Sort::Act | Sort::Event)))
            }
            _ => false,
        };
        acts.then(|| Event { tokens: head..head + 1, head, part: Part::Object })
    }

    /// "of nine deaths", "with 40 wounded": the counted noun tells it itself.
    fn counted_event(&self, host: &Range<usize>) -> Option<Event> {
        let told =
            |word: &str| matches!(word, "deaths" | "dead" | "wounded" | "injured" | "fatalities");
        let at = (self.end..host.end).find(|&at| told(self.word(at)))?;
        Some(Event { tokens: at..at + 1, head: at, part: Part::Object })
    }

    /// "…, six women and four children": the event of the number before.
    fn coordinated(&self, host: &Range<usize>, known: &[Known]) -> Option<Event> {
        let last = known.last()?;
        let between = self.tokens.get(last.end..host.start)?;
        let verb = between.iter().any(|t| t.tag.is_verb() || t.tag == Tag::Auxiliary);
        (!verb && last.kind == self.quantity.kind).then(|| last.event.clone()).flatten()
    }

    /// The nearest verb before in the clause, else after, else before.
    fn nearest(&self, host: &Range<usize>) -> Option<Event> {
        if self.quantity.kind == Kind::Count && self.is_background(host.start) {
            return None;
        }
        let full = |verb: &&VerbGroup| {
            let lemma = self.tokens[verb.head].lemma();
            !is_saying(lemma) && self.tag(verb.head) != Some(Tag::Auxiliary) && lemma != "accord"
        };
        let before = self.verb_until(host.start).filter(full);
        let after = self.verb_from(host.end).filter(full);
        let clause = before.filter(|verb| {
            let between = &self.tokens[verb.tokens.end..host.start];
            !between
                .iter()
                .any(|t| matches!(t.tag, Tag::Comma | Tag::Stop | Tag::Colon | Tag::Subordinator))
        });
        // "a village 80 miles north of": the number tells where, not what happened.
        if self.quantity.kind == Kind::Measure && is_direction(self.word(self.end)) {
            return None;
        }
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

fn is_direction(word: &str) -> bool {
    const DIRECTIONS: &[&str] = &[
        "from",
        "away",
        "off",
        "outside",
        "inside",
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
    ];
    DIRECTIONS.contains(&word)
}

/// Verbs that only link their subject to a state.
fn is_linking(lemma: &str) -> bool {
    matches!(
        lemma,
        "remain" | "become" | "get" | "lie" | "go" | "stay" | "report" | "presume" | "declare"
    )
}

/// Verbs before "to" that leave the event to the verb after it.
fn is_leading(lemma: &str) -> bool {
    const LEADING: &[&str] = &[
        "prepare", "expect", "plan", "have", "force", "set", "forecast", "begin", "continue",
        "agree", "manage", "try", "seek", "want", "refuse", "need", "schedule", "hope", "believe",
        "order", "tell", "allow", "start", "think", "go", "intend", "vow", "choose", "decide",
        "use",
    ];
    LEADING.contains(&lemma)
}

fn is_have(word: &str) -> bool {
    matches!(word, "have" | "has" | "had" | "having")
}

/// Verbs that bring their object to do something.
fn is_bringing(lemma: &str) -> bool {
    matches!(lemma, "cause" | "force" | "lead" | "drive" | "prompt" | "expect" | "compel")
}

/// Verbs that tell little of their object: what follows the object tells more.
fn is_thin(lemma: &str) -> bool {
    matches!(
        lemma,
        "leave" | "see" | "find" | "include" | "report" | "have" | "get" | "involve" | "send"
    )
}

/// Verbs whose clause tells the event, not they.
pub(super) fn is_saying(lemma: &str) -> bool {
    const SAYINGS: &[&str] = &[
        "say", "tell", "report", "add", "announce", "claim", "note", "state", "warn", "estimate",
        "believe", "think", "know", "mean", "show", "suggest", "indicate", "confirm", "reveal",
        "insist", "argue", "accord", "write", "explain", "expect", "fear",
    ];
    SAYINGS.contains(&lemma)
}

pub(super) fn is_state(word: &str) -> bool {
    matches!(
        word,
        "dead"
            | "wounded"
            | "injured"
            | "missing"
            | "hurt"
            | "killed"
            | "homeless"
            | "trapped"
            | "stranded"
            | "shot"
            | "hospitalized"
            | "hospitalised"
            | "displaced"
            | "unaccounted"
    )
}
