//! What is counted or measured: the noun phrase a number belongs to.

use super::words::{AMOUNT, ASIDE, COMPASS, SAYING, STATE, TOTAL, is};
use super::{Known, Phrase, REACH, Scene};
use crate::grammar::{NounGroup, Sort, Tag, VerbGroup};
use crate::labels::Kind;

impl Scene<'_> {
    /// The noun phrase counted or measured, without relative clauses.
    pub(super) fn counted(&self, known: &[Known]) -> Option<Phrase> {
        let lean = || self.leaned_on(known);
        match self.quantity.kind {
            Kind::Money => self.beside(known).or_else(|| self.before()).or_else(|| self.subject()),
            Kind::Percent | Kind::Ratio => self
                .beside(known)
                .or_else(|| self.before())
                .or_else(|| self.subject())
                .or_else(|| lean().filter(|_| self.quantity.kind == Kind::Percent)),
            Kind::Measure => {
                self.beside(known).or_else(|| self.before()).or_else(|| self.subject())
            }
            Kind::Duration => self.beside(known).or_else(|| self.subject()),
            _ => self.beside(known).or_else(|| self.total()).or_else(lean),
        }
    }

    /// The rest of the noun group after the number, or the object of "of".
    fn beside(&self, known: &[Known]) -> Option<Phrase> {
        let mut at = self.after_bracket(self.end);
        if self.word(at) == "more" && self.nominal(at + 1) {
            at += 1;
        }
        if let Some(group) = self.groups.noun_at(at)
            && (group.tokens.start <= self.end || group.tokens.start == at)
            && group.head >= at
            && self.counts(at, group)
        {
            return Some(self.phrase(at, group));
        }
        let money = self.quantity.kind == Kind::Money;
        let object = match (self.word(at), self.word(at + 1)) {
            ("worth", "of") => at + 2,
            ("of", _) => at + 1,
            ("in" | "worth", _) if money => at + 1,
            ("out", "of") => at + 2,
            ("as", "many" | "much") if self.quantity.kind == Kind::Ratio => at + 2,
            _ => return None,
        };
        let bare = self.groups.noun_at(object).is_none_or(|group| group.tokens.len() == 1);
        if matches!(self.word(object), "whom" | "which" | "them")
            || (bare
                && matches!(self.word(object), "these" | "those")
                && self.word(object + 1) != "who")
        {
            return known
                .iter()
                .rev()
                .find_map(|k| k.counted.clone())
                .or_else(|| self.antecedent());
        }
        let group = self.groups.noun_starting_at(object)?;
        let time = self.groups.is_time(group)
            || self.word(object) == "the" && self.word(object + 1) == "past";
        if (time && self.quantity.kind != Kind::Duration)
            || self.tag(group.head) == Some(Tag::Pronoun)
        {
            return None;
        }
        // "two of the three towns": the towns, without their own number.
        let number = group.tokens.clone().rev().find(|&i| self.tag(i) == Some(Tag::Numeral));
        let start = match number {
            Some(number) if number < group.head => number + 1,
            Some(_) => return None,
            _ if self.quantity.kind == Kind::Count && self.word(object) == "the" => object + 1,
            _ => object,
        };
        Some(self.phrase(start.min(group.head), group))
    }

    /// Past an amount repeated in brackets: $9bn (£7.28bn) of aid.
    fn after_bracket(&self, at: usize) -> usize {
        let mut at = at;
        if self.word(at) == ")" && self.quantity.kind == Kind::Money {
            at += 1;
        }
        if self.word(at) == "(" && self.tag(at + 1) == Some(Tag::Numeral) {
            let close = (at..self.tokens.len().min(at + 6)).find(|&i| self.word(i) == ")");
            at = close.map_or(at, |close| close + 1);
        }
        at
    }

    fn nominal(&self, at: usize) -> bool {
        matches!(self.tag(at), Some(Tag::Noun | Tag::ProperNoun | Tag::Adjective))
    }

    /// Whether the words of `group` from `at` on may be what the number counts.
    fn counts(&self, at: usize, group: &NounGroup) -> bool {
        let word = self.word(at);
        let head = &self.tokens[group.head];
        let alone = group.tokens.end == at + 1;
        if head.tag == Tag::Pronoun && word != "others" || self.groups.is_time(group) {
            return false;
        }
        if (is(word, COMPASS | ASIDE) && at == group.head)
            || (group.tokens.start == at
                && self.tag(at) == Some(Tag::Determiner)
                && self.quantity.kind != Kind::Ratio)
        {
            return false;
        }
        if self.quantity.kind == Kind::Duration && group.tokens.start >= self.end {
            return false;
        }
        if alone && is(word, STATE) {
            let determined = self.tag(group.tokens.start) == Some(Tag::Determiner);
            let verb =
                matches!(self.tag(at + 1), Some(Tag::Auxiliary | Tag::VerbPast | Tag::Modal));
            return determined || verb;
        }
        true
    }

    /// `group` from token `start` on, with what hangs on it: "of" always, other
    /// prepositions where a verb after them shows that they belong to the noun.
    fn phrase(&self, start: usize, group: &NounGroup) -> Phrase {
        let head = group.head;
        let full = self.groups.noun_phrase(group).end;
        let before = self.verb_until(self.host_start());
        let object = before.is_some_and(|verb| {
            verb.tokens.end == self.host_start() && !is(self.tokens[verb.head].lemma(), SAYING)
        });
        let verb_follows = !object && self.groups.verb_at(full).is_some_and(VerbGroup::is_finite);
        let mut end = group.tokens.end;
        if verb_follows || self.is_place(head) {
            end = full;
        } else {
            while let Some(next) = self.attached(end, head).filter(|&next| next <= full) {
                end = next;
            }
        }
        if end == group.tokens.end {
            end = self.joined(group).unwrap_or(end);
        }
        Phrase { tokens: start..end, head }
    }

    fn is_place(&self, head: usize) -> bool {
        let token = &self.tokens[head];
        token.sort() == Some(Sort::Location) && self.word(head + 1) == "in"
    }

    fn attached(&self, at: usize, head: usize) -> Option<usize> {
        let money =
            matches!(self.word(head), "aid" | "assistance" | "support" | "help" | "funding");
        match self.word(at) {
            "of" | "among" => {}
            "to" | "for" if money => {}
            "on" | "against" if self.tokens[head].sort() == Some(Sort::Act) => {}
            _ => return None,
        }
        let next = self.groups.noun_starting_at(at + 1)?;
        (!self.groups.is_time(next)).then_some(next.tokens.end)
    }

    /// "homes and businesses": the end of the second noun.
    fn joined(&self, group: &NounGroup) -> Option<usize> {
        let end = group.tokens.end;
        let plural = |head: usize| {
            self.tokens[head].is_plural()
                || (self.tag(head) == Some(Tag::ProperNoun) && self.word(head).ends_with('s'))
        };
        if !matches!(self.word(end), "and" | "or") || !plural(group.head) {
            return None;
        }
        let next = self.groups.noun_starting_at(end + 1)?;
        let bare = !matches!(self.tag(next.tokens.start), Some(Tag::Determiner | Tag::Numeral));
        let subject = self.groups.verb_at(next.tokens.end).is_some_and(VerbGroup::is_finite)
            && self.verb_until(self.first).is_some_and(VerbGroup::is_finite);
        (bare && plural(next.head) && !subject).then_some(next.tokens.end)
    }

    /// "40 more", "including six": what a number before it counts.
    fn leaned_on(&self, known: &[Known]) -> Option<Phrase> {
        known
            .iter()
            .rev()
            .take(REACH)
            .find(|k| k.kind == self.quantity.kind)
            .and_then(|k| k.counted.clone())
    }

    /// "…, three of which": the noun before the comma.
    fn antecedent(&self) -> Option<Phrase> {
        let end = (0..self.first).rev().find(|&at| !self.tokens[at].tag.is_mark())? + 1;
        let group = self.groups.noun_ending_at(end)?;
        Some(Phrase { tokens: group.tokens.clone(), head: group.head })
    }

    /// "the number of sailors killed rose to 45", "infections, just 19".
    fn total(&self) -> Option<Phrase> {
        self.subject().or_else(|| {
            let lower = self.verb_until(self.first).map_or(0, |verb| verb.tokens.end);
            let until = self.groups.nouns().partition_point(|g| g.tokens.end <= self.first);
            let mut groups = self.groups.nouns()[..until].iter().rev().take(REACH);
            let group = groups.find(|g| {
                g.tokens.end <= self.first
                    && g.head >= lower
                    && is(self.tokens[g.head].lemma(), TOTAL)
            })?;
            Some(self.under_total(group))
        })
    }

    /// What a "number of", "total of" or "toll" is of.
    fn under_total(&self, group: &NounGroup) -> Phrase {
        let (head, end) = (group.head, group.tokens.end);
        if is(self.tokens[head].lemma(), TOTAL)
            && self.word(end) == "of"
            && let Some(of) = self.groups.noun_starting_at(end + 1)
        {
            return self.phrase(of.tokens.start, of);
        }
        // "the toll at 19" is the toll.
        let full = self.groups.noun_phrase(group).end;
        let end = if group.tokens.start < self.first && full > self.first { end } else { full };
        Phrase { tokens: group.tokens.start..end, head }
    }

    /// The noun that the number is put beside: "gusts of 120", "Baker at 14 percent",
    /// "aid worth", "a rise to".
    fn before(&self) -> Option<Phrase> {
        let mut at = self.host_start();
        if matches!(self.word(at.checked_sub(1)?), "totaling" | "totalling" | "exceeding") {
            let group = self.groups.noun_ending_at(at - 1)?;
            return Some(self.under_total(group));
        }
        let joining: &[&str] = match self.quantity.kind {
            Kind::Money => &["of", "worth", "at", "by"],
            Kind::Measure => &["of", "at"],
            _ => &["at", "to", "of", "by", "with"],
        };
        if !joining.contains(&self.word(at - 1)) {
            return None;
        }
        at -= 1;
        let group = self.groups.noun_ending_at(at)?;
        (!self.groups.is_time(group) && self.tag(group.head) != Some(Tag::Pronoun))
            .then(|| Phrase { tokens: group.tokens.clone(), head: group.head })
    }

    /// The subject of a verb that tells an amount: rise, stand, cost, last, weigh.
    fn subject(&self) -> Option<Phrase> {
        let verb = self.verb_until(self.first)?;
        let near = self.tokens.get(verb.tokens.end..self.host_start())?;
        let direct = near.iter().all(|t| {
            matches!(t.tag, Tag::Adverb | Tag::Quote | Tag::Preposition | Tag::Numeral)
                || matches!(&*t.lower, "percent" | "by" | "from" | "to" | "at" | "close")
        });
        let lemma = self.tokens[verb.head].lemma();
        let fits = match self.quantity.kind {
            Kind::Duration => matches!(lemma, "last" | "take" | "continue" | "run"),
            Kind::Money => matches!(
                lemma,
                "cost" | "reach" | "total" | "trade" | "fall" | "rise" | "rally" | "exceed"
            ),
            Kind::Count => is(lemma, AMOUNT) || matches!(lemma, "number" | "near" | "revise"),
            _ => is(lemma, AMOUNT) || is_be(self.word(verb.head)),
        };
        if !direct || !fits {
            return None;
        }
        let before = self.groups.nouns().partition_point(|g| g.tokens.end <= verb.tokens.start);
        let mut groups = self.groups.nouns()[..before].iter().rev().take(REACH);
        let group = groups.find(|g| {
            !self.groups.is_time(g)
                && !g
                    .tokens
                    .start
                    .checked_sub(1)
                    .is_some_and(|at| self.tag(at) == Some(Tag::Preposition))
        })?;
        let pronoun = self.tag(group.head) == Some(Tag::Pronoun);
        (!pronoun && group.tokens.start < self.first).then(|| self.under_total(group))
    }

    fn host_start(&self) -> usize {
        self.host(None).start
    }
}

fn is_be(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "be" | "been")
}
