//! Frames around a number that decide its event by themselves: "rescued two … trapped",
//! "compared with 30", "attacked by 20 men", "put the toll at 40", "killed or wounded".

use super::Scene;
use super::event::{Event, Part};
use super::words::{COMPASS, DIRECTION, ESTIMATING, SAVING, is};
use crate::grammar::{Tag, Tense, VerbGroup};
use crate::labels::Kind;
use std::ops::Range;

impl Scene<'_> {
    /// Whether those of the phrase that starts at `start` are brought out of the state that
    /// is told after them: "rescued two miners trapped".
    pub(super) fn saves(&self, start: usize) -> bool {
        let verb = self.verb_before(start);
        let noun = || {
            let of = start.checked_sub(1).filter(|&at| self.word(at) == "of")?;
            Some(self.groups.noun_ending_at(of)?.head)
        };
        let head = verb.map(|verb| verb.head).or_else(noun);
        head.is_some_and(|head| is(self.tokens[head].lemma(), SAVING))
    }

    /// "compared with 30".
    pub(super) fn compares(&self, start: usize) -> bool {
        let words = start.checked_sub(2).map(|at| (self.word(at), self.word(at + 1)));
        // The host may have taken "to" for a word that says how exact the number is.
        let inside = start.checked_sub(1).map(|at| (self.word(at), self.word(at + 1)));
        matches!(words, Some(("compared", "with" | "to"))) || inside == Some(("compared", "to"))
    }

    /// "is up 11%", "were down by 4%".
    pub(super) fn moved(&self, start: usize) -> Option<Event> {
        let moves = |at: usize| matches!(self.word(at), "up" | "down") && self.word(at + 1) != "to";
        let at = [Some(start), start.checked_sub(1), start.checked_sub(2)]
            .into_iter()
            .flatten()
            .find(|&at| moves(at) && (at + 1 >= start || self.word(at + 1) == "by"))?;
        let verb = self.groups.verb_at(at.checked_sub(1)?)?;
        let share = matches!(self.quantity.kind, Kind::Percent | Kind::Money);
        (share && self.tag(verb.head) == Some(Tag::Auxiliary) && verb.tokens.end == at)
            .then(|| Event { tokens: at..at + 1, head: at, part: Part::Subject })
    }

    /// The passive verb whose "by" governs the phrase that starts at `start`.
    pub(super) fn done_by(&self, start: usize) -> Option<&VerbGroup> {
        let by = start.checked_sub(1).filter(|&at| self.word(at) == "by")?;
        let verb = self.groups.verb_at(by.checked_sub(1)?)?;
        (self.quantity.kind == Kind::Count && verb.passive && self.is_full(verb)).then_some(verb)
    }

    /// The verb of a clause by which alone the phrase is known: "thanked the 40 who stayed",
    /// "the 60 missiles Norland fired".
    pub(super) fn restricting(&self, host: &Range<usize>) -> Option<(&VerbGroup, Part)> {
        let before = host.start.checked_sub(1)?;
        let object = self.verb_before(host.start).is_some();
        if !object && self.tag(before) != Some(Tag::Preposition) {
            return None;
        }
        let definite = matches!(self.word(host.start), "the" | "those" | "these");
        let pronoun = matches!(self.word(host.end), "who" | "that" | "which" | "whom");
        let at = host.end + usize::from(pronoun);
        let told = |at: usize| {
            let adverb = usize::from(self.tag(at) == Some(Tag::Adverb));
            let verb = self.groups.verb_at(at + adverb)?;
            (verb.is_finite() && verb.tokens.start <= at + adverb && self.is_full(verb))
                .then_some(verb)
        };
        if pronoun
            && definite
            && let Some(verb) = told(at)
        {
            return Some((verb, if verb.passive { Part::Object } else { Part::Subject }));
        }
        // "joined the 300 people gathered".
        let gathered = self.groups.verb_at(at).filter(|verb| verb.tokens.start == at);
        if let Some(verb) = gathered
            && object
            && definite
            && !pronoun
            && verb.passive
            && self.is_full(verb)
        {
            return Some((verb, Part::Object));
        }
        let subject = self.groups.noun_starting_at(at).filter(|g| !self.groups.is_time(g))?;
        let end = subject.tokens.end;
        let verb = told(end).or_else(|| {
            let verb = self.groups.verb_at(end)?;
            (verb.passive && verb.tokens.start == end && !pronoun).then_some(verb)
        })?;
        // What has an object of its own tells of that.
        let free = self.groups.noun_starting_at(verb.tokens.end).is_none();
        (free && (definite || !pronoun)).then_some((verb, Part::Object))
    }

    /// The form in -ing right at `at`: "being freed", "fleeing".
    pub(super) fn doing(&self, at: usize) -> Option<&VerbGroup> {
        let verb = self.groups.verb_at(at)?;
        (verb.tokens.start == at && verb.tense == Tense::Ing && !self.preposes(verb))
            .then_some(verb)
    }

    /// "put the toll at 40": somebody only says how many.
    pub(super) fn estimates(&self, start: usize) -> bool {
        let at = start.checked_sub(1).filter(|&at| self.word(at) == "at");
        let object = at.and_then(|at| self.groups.noun_ending_at(at));
        let verb = object.and_then(|object| self.verb_before(object.tokens.start));
        let amount = !matches!(self.quantity.kind, Kind::Percent | Kind::Duration);
        amount && verb.is_some_and(|verb| is(self.tokens[verb.head].lemma(), ESTIMATING))
    }

    /// "spoke of 40".
    pub(super) fn speaks_of(&self, start: usize) -> bool {
        let of = start.checked_sub(1).filter(|&at| matches!(self.word(at), "of" | "about"));
        let verb = of.and_then(|of| self.groups.verb_at(of.checked_sub(1)?));
        verb.is_some_and(|verb| {
            matches!(self.tokens[verb.head].lemma(), "speak" | "talk" | "hear" | "warn")
        })
    }

    /// The verb at `head` with those joined to it by "or", and killed with wounded:
    /// "sunk, destroyed or damaged".
    pub(super) fn listed(&self, head: usize) -> Range<usize> {
        let mut whole = self.whole(head);
        let verb = |at: usize| self.tag(at).is_some_and(Tag::is_verb);
        let harms = |first: usize, second: usize| {
            self.tokens[first].lemma() == "kill"
                && matches!(self.tokens[second].lemma(), "wound" | "injure")
        };
        let joins = |joint: usize| {
            let first = joint.wrapping_sub(1);
            let second = joint + 1;
            verb(first)
                && verb(second)
                && (self.word(joint) == "or" || self.word(joint) == "and" && harms(first, second))
        };
        if joins(whole.end) {
            whole.end += 2;
        } else if head > 1 && joins(head - 1) {
            whole.start = head - 2;
            while whole.start > 1
                && self.tag(whole.start - 1) == Some(Tag::Comma)
                && verb(whole.start - 2)
            {
                whole.start -= 2;
            }
        }
        whole
    }

    /// "thousands without power", "two gunmen at large".
    pub(super) fn lacks(&self, host: &Range<usize>) -> Option<Event> {
        let opens = match self.word(host.end) {
            "without" => self.verb_before(host.start).is_none(),
            "at" => self.word(host.end + 1) == "large",
            _ => false,
        };
        opens.then(|| self.condition(host.end)).flatten()
    }

    /// Whether the words after the number say where from it is measured: "80 miles north of".
    pub(super) fn tells_where(&self) -> bool {
        let at = self.end + usize::from(self.word(self.end) == ")");
        let bracket = self.word(at) == "(";
        let close = (at..self.tokens.len().min(at + 6)).find(|&i| self.word(i) == ")");
        let at = close.filter(|_| bracket).map_or(at, |close| close + 1);
        is(self.word(at), COMPASS | DIRECTION)
    }
}
