//! Gives every token of a sentence its part of speech: by what the word may be, and by its
//! neighbours.
//!
//! One pass from left to right; a choice sees the tags before it and the possible classes
//! of the word after it, and looks further ahead only to tell "people killed in the raid
//! were" from "rebels killed in anger", over a bounded number of words.

use super::capital::{Opening, opened, settle_capitals};
use super::guess::{hyphenated, number};
use super::lex::Shape;
use super::token::{Tag, Token};
use super::words::{Classes, Form};

/// Tags `tokens`, whose shapes and forms are given, as one sentence.
pub(super) fn tag(tokens: &mut [Token], shapes: &mut [Shape], forms: &[Form]) {
    settle_capitals(tokens, shapes, forms);
    let mut tagger = Tagger { shapes, forms, finite: false };
    for i in 0..tokens.len() {
        let (before, rest) = tokens.split_at(i);
        let tag = tagger.choose(before, rest);
        tagger.note(tag, &rest[0]);
        tokens[i].tag = tag;
    }
}

/// Plurals that readily stand before another noun: arms deal, sports car.
const COMPOUND: &[&str] = &[
    "arms",
    "sports",
    "rights",
    "sales",
    "operations",
    "communications",
    "sanctions",
    "goods",
    "systems",
    "services",
    "affairs",
    "drugs",
    "weapons",
    "elections",
    "materials",
    "relations",
];

/// How many words ahead or back a deciding word is looked for.
const AHEAD: usize = 24;

struct Tagger<'s> {
    shapes: &'s [Shape],
    forms: &'s [Form],
    /// Whether the clause so far holds a finite verb.
    finite: bool,
}

impl Tagger<'_> {
    fn note(&mut self, tag: Tag, token: &Token) {
        match tag {
            Tag::Auxiliary | Tag::Modal | Tag::Verb | Tag::VerbPast => self.finite = true,
            Tag::Comma | Tag::Colon | Tag::Stop | Tag::Conjunction | Tag::Subordinator => {
                self.finite = false;
            }
            Tag::Pronoun if matches!(&*token.lower, "who" | "which") => self.finite = false,
            _ => {}
        }
    }

    fn choose(&self, before: &[Token], rest: &[Token]) -> Tag {
        let i = before.len();
        let word = &*rest[0].lower;
        match self.shapes[i] {
            Shape::Quote => Tag::Quote,
            Shape::Comma => Tag::Comma,
            Shape::Stop => Tag::Stop,
            Shape::Colon => Tag::Colon,
            Shape::Dash => Tag::Dash,
            Shape::Bracket => Tag::Bracket,
            Shape::Symbol => Tag::Symbol,
            Shape::Apostrophe => Tag::Possessive,
            Shape::Number => number(word),
            Shape::Clitic => self.clitic(word, before, rest),
            Shape::Upper => Tag::ProperNoun,
            Shape::Capital if self.is_name(before, rest) => Tag::ProperNoun,
            Shape::Capital | Shape::Lower => self
                .closed(before, rest)
                .or_else(|| hyphenated(word, self.forms[i], self.next(i)))
                .unwrap_or_else(|| self.open(before, rest)),
        }
    }

    /// Whether the capital of the word is a name's, not a sentence's or a headline's.
    fn is_name(&self, before: &[Token], rest: &[Token]) -> bool {
        let i = before.len();
        let (word, form) = (&*rest[0].lower, self.forms[i]);
        if word == "i" || word.starts_with("i'") {
            return false;
        }
        if form.is_closed() && !(form.may_be(Tag::Modal) && opened(before).is_none()) {
            return false;
        }
        let name_follows = self.capital(i + 1) && !self.forms[i + 1].is_closed();
        match opened(before) {
            None => true,
            Some(Opening::Sentence) => {
                form.classes.is_empty()
                    || (name_follows && form.likely.any(Classes::NOUN))
                    || word.starts_with(['#', '@'])
            }
            // “…,” Baker said: after a closing mark a capital is a name's.
            Some(Opening::Mark) => !form.classes.any(Classes::PLURAL) || name_follows,
        }
    }

    fn clitic(&self, word: &str, before: &[Token], rest: &[Token]) -> Tag {
        match word {
            "n't" => Tag::Adverb,
            "'ll" | "'d" => Tag::Modal,
            "'s" => {
                let pronoun = before.last().is_some_and(|t| {
                    t.tag == Tag::Pronoun && !matches!(&*t.lower, "someone" | "everyone" | "else")
                        || matches!(&*t.lower, "that" | "what" | "here" | "there" | "where" | "how")
                });
                let next = rest.get(1).map(|_| self.forms[before.len() + 1]).unwrap_or_default();
                let verbal = next.may_be(Tag::Determiner)
                    || next.may_be(Tag::Pronoun)
                    || rest.get(1).is_some_and(|t| t.lower == "not")
                    || (next.classes.any(Classes::ING)
                        && !next.classes.any(Classes::ANY_NOUN.or(Classes::ADJECTIVE)));
                if pronoun || verbal { Tag::Auxiliary } else { Tag::Possessive }
            }
            _ => Tag::Auxiliary,
        }
    }

    /// The tag of a closed-class word in its context.
    fn closed(&self, before: &[Token], rest: &[Token]) -> Option<Tag> {
        let i = before.len();
        let (word, form, next) = (&*rest[0].lower, self.forms[i], self.next(i));
        if !form.is_closed() && !matches!(word, "to" | "excluding") {
            return None;
        }
        let next_word = rest.get(1).map_or("", |t| &*t.lower);
        let next_shape = self.shapes.get(i + 1).copied();
        let counts = next_shape == Some(Shape::Number) || next.may_be(Tag::Numeral);
        let noun_follows = counts
            || next.classes.any(Classes::ANY_NOUN.or(Classes::ADJECTIVE))
            || self.capital(i + 1)
            || (next.classes.any(Classes::ED.or(Classes::ING)) && !next.is_closed());
        let last = before.last().map(|t| t.tag);
        let nominal = matches!(last, Some(Tag::Determiner | Tag::Adjective | Tag::Possessive));
        Some(match word {
            "to" => self.to(next, rest),
            "that" => match last {
                Some(Tag::Preposition) => determiner_if(noun_follows),
                None if next.classes.any(Classes::NOUN) => Tag::Determiner,
                _ if next.may_be(Tag::Auxiliary) && last.is_none_or(|t| !t.is_noun()) => {
                    Tag::Pronoun
                }
                _ => Tag::Subordinator,
            },
            "her" => determiner_if(noun_follows && !next.is_closed()),
            "this" | "these" | "those" | "all" | "both" | "some" | "any" | "each" | "either"
            | "neither" | "another" | "such" => determiner_if(
                (noun_follows && (!next.is_closed() || counts))
                    || next.may_be(Tag::Adjective)
                    || (next.may_be(Tag::Determiner) && matches!(word, "all" | "both" | "such")),
            ),
            "which" | "what" => {
                determiner_if(next.classes.any(Classes::ANY_NOUN) && !next.is_closed() && next.sure)
            }
            "scores" if next_word == "of" || last.is_some_and(Tag::is_verb) || i == 0 => {
                Tag::Numeral
            }
            "scores" | "tens" if next_word != "of" => return None,
            "more" | "most" | "less" | "least" | "fewer" if next_word == "than" => Tag::Adverb,
            "more" | "most" | "less" => {
                let adjective = next.likely.any(Classes::ADJECTIVE.or(Classes::ADVERB));
                if adjective { Tag::Adverb } else { Tag::Adjective }
            }
            "about" | "around" | "over" | "under" | "near" | "up" | "above" | "below" if counts => {
                Tag::Adverb
            }
            "up" if next_word == "to" => Tag::Adverb,
            "past" | "like" | "second" | "near" | "well" | "home" | "round" | "down" | "back"
                if nominal && !form.likely.is_empty() =>
            {
                if next.classes.any(Classes::ANY_NOUN) && form.classes.any(Classes::ADJECTIVE) {
                    Tag::Adjective
                } else {
                    Tag::Noun
                }
            }
            "like" | "near" | "back" if matches!(last, Some(Tag::To | Tag::Modal)) => Tag::Verb,
            "following" if nominal => Tag::Adjective,
            "following" | "including" | "excluding" => Tag::Preposition,
            "second" | "latest" | "first" => Tag::Adjective,
            "can" | "will" | "might" | "must" if nominal => Tag::Noun,
            "being" if nominal => Tag::Noun,
            _ if form.may_be(Tag::Auxiliary) => Tag::Auxiliary,
            _ if form.may_be(Tag::Modal) => Tag::Modal,
            _ if form.may_be(Tag::Preposition) && form.may_be(Tag::Subordinator) => {
                let subject =
                    matches!(next_word, "i" | "he" | "she" | "it" | "we" | "they" | "there");
                if subject { Tag::Subordinator } else { Tag::Preposition }
            }
            _ => *[
                Tag::Numeral,
                Tag::Determiner,
                Tag::Pronoun,
                Tag::Preposition,
                Tag::Subordinator,
                Tag::Conjunction,
                Tag::Adjective,
                Tag::Adverb,
                Tag::VerbIng,
                Tag::Noun,
            ]
            .iter()
            .find(|&&tag| form.may_be(tag))?,
        })
    }

    fn to(&self, next: Form, rest: &[Token]) -> Tag {
        let after = rest.get(2).map(|_| self.forms[self.forms.len() - rest.len() + 2]);
        let object = after.is_some_and(|f| f.may_be(Tag::Determiner) || f.may_be(Tag::Pronoun));
        let name = self.capital(self.forms.len() - rest.len() + 1);
        let verb = next.may_be(Tag::Auxiliary)
            || (next.classes.any(Classes::VERB)
                && (object || next.likely.any(Classes::VERB) || !next.sure)
                && !next.is_closed()
                && !name)
            || (next.classes.any(Classes::ADVERB)
                && after
                    .is_some_and(|f| f.classes.any(Classes::VERB) && f.likely.any(Classes::VERB)));
        if verb { Tag::To } else { Tag::Preposition }
    }

    fn capital(&self, i: usize) -> bool {
        matches!(self.shapes.get(i), Some(Shape::Capital | Shape::Upper))
    }

    fn next(&self, i: usize) -> Form {
        self.forms.get(i + 1).copied().unwrap_or_default()
    }

    /// The tag of an open-class word in its context.
    fn open(&self, before: &[Token], rest: &[Token]) -> Tag {
        let i = before.len();
        let (form, next) = (self.forms[i], self.next(i));
        let c = form.classes;
        let noun_follows = self.noun_follows(i);
        let context = last_word(before);
        let (prev, prev_word) = context.map_or((Tag::Stop, ""), |t| (t.tag, &*t.lower));
        let first_of = |order: &[(Classes, Tag)]| {
            order.iter().find(|(class, _)| c.any(*class)).map(|&(_, tag)| tag)
        };
        let noun = (Classes::ANY_NOUN, Tag::Noun);
        let adjective = (Classes::ADJECTIVE, Tag::Adjective);
        let adverb = (Classes::ADVERB, Tag::Adverb);
        let participle = (Classes::PARTICIPLE, Tag::VerbParticiple);
        let past = (Classes::PAST, Tag::VerbPast);
        let ing = (Classes::ING, Tag::VerbIng);
        let verb = (Classes::VERB.or(Classes::VERB_S), Tag::Verb);
        let any = |order: &[(Classes, Tag)]| first_of(order).unwrap_or(Tag::Noun);
        if c.any(Classes::ADVERB) && form.likely.any(Classes::ADVERB) && form.sure {
            return Tag::Adverb;
        }
        match prev {
            Tag::To | Tag::Modal => any(&[verb, past, participle, adverb, adjective, ing]),
            Tag::Auxiliary
                if matches!(prev_word, "do" | "does" | "did" | "doesn" | "don" | "didn") =>
            {
                any(&[(Classes::VERB, Tag::Verb), noun, adverb, adjective, past])
            }
            Tag::Auxiliary
                if c.any(Classes::PARTICIPLE) && !(noun_follows && is_have(prev_word)) =>
            {
                Tag::VerbParticiple
            }
            Tag::Auxiliary if is_have(prev_word) && c.any(Classes::PARTICIPLE) => {
                Tag::VerbParticiple
            }
            Tag::Auxiliary if c.any(Classes::ING) && !is_have(prev_word) => Tag::VerbIng,
            Tag::Auxiliary if noun_follows => any(&[adjective, ing, noun, adverb, verb]),
            Tag::Auxiliary => {
                if form.likely.any(Classes::ANY_NOUN) && form.sure {
                    any(&[noun])
                } else {
                    any(&[ing, adjective, noun, adverb, verb])
                }
            }
            Tag::Determiner | Tag::Possessive | Tag::Adjective => {
                let attributive =
                    c.any(Classes::ADJECTIVE.or(Classes::PARTICIPLE).or(Classes::ING));
                let nominal = c.any(Classes::ANY_NOUN);
                if noun_follows && attributive && (!nominal || !form.likely.any(Classes::ANY_NOUN))
                {
                    Tag::Adjective
                } else if prev == Tag::Adjective && !nominal && c.any(Classes::ED) {
                    self.past_or_participle(before, rest)
                } else {
                    any(&[noun, adjective, adverb, participle, ing, verb])
                }
            }
            Tag::Numeral => {
                if noun_follows
                    && c.any(Classes::ADJECTIVE.or(Classes::PARTICIPLE))
                    && !form.likely.any(Classes::ANY_NOUN)
                {
                    Tag::Adjective
                } else if c.any(Classes::ED)
                    && (!c.any(Classes::ANY_NOUN) || form.likely.any(Classes::ED))
                {
                    self.past_or_participle(before, rest)
                } else {
                    any(&[noun, adjective, participle, adverb, ing, verb])
                }
            }
            Tag::Preposition => {
                if noun_follows && c.any(Classes::ADJECTIVE) && !form.likely.any(Classes::ANY_NOUN)
                {
                    Tag::Adjective
                } else if c.any(Classes::ING)
                    && (!c.any(Classes::NOUN)
                        || next.may_be(Tag::Determiner)
                        || next.may_be(Tag::Numeral)
                        || self.shapes.get(i + 1) == Some(&Shape::Number))
                {
                    Tag::VerbIng
                } else if noun_follows && c.any(Classes::PARTICIPLE) && !c.any(Classes::ANY_NOUN) {
                    Tag::Adjective
                } else {
                    any(&[noun, ing, adjective, participle, adverb, verb])
                }
            }
            _ => self.in_clause(before, rest, prev, noun_follows),
        }
    }

    /// The tag of an open-class word after a noun, a verb, a mark or nothing.
    fn in_clause(&self, before: &[Token], rest: &[Token], prev: Tag, noun_follows: bool) -> Tag {
        let i = before.len();
        let (form, next) = (self.forms[i], self.next(i));
        let c = form.classes;
        let adverb_follows = next.likely.any(Classes::ADVERB) || next.may_be(Tag::Adverb);
        let object_follows = next.may_be(Tag::Determiner)
            || next.may_be(Tag::Pronoun)
            || next.may_be(Tag::Numeral)
            || self.shapes.get(i + 1) == Some(&Shape::Number)
            || matches!(rest.get(1).map(|t| &*t.lower), Some("that" | "to"));
        if c.any(Classes::ED)
            && !(form.likely.any(Classes::ANY_NOUN) && form.sure && !object_follows)
            && !(c.any(Classes::ADJECTIVE) && noun_follows && !self.subject_before(before))
        {
            return self.past_or_participle(before, rest);
        }
        let subject = match prev {
            Tag::Noun | Tag::ProperNoun => true,
            Tag::Pronoun => true,
            Tag::Subordinator => before.last().is_some_and(|t| t.lower == "that"),
            _ => false,
        };
        let plural_subject = subject
            && before.last().is_some_and(|t| {
                t.tag == Tag::Pronoun && matches!(&*t.lower, "i" | "you" | "we" | "they" | "who")
                    || t.tag != Tag::Pronoun && t.lower.ends_with('s')
                    || matches!(&*t.lower, "people" | "police" | "men" | "women" | "children")
            });
        let nominal = c.any(Classes::ANY_NOUN);
        let base = c.any(Classes::VERB);
        let finite = c.any(Classes::VERB_S) || base;
        if finite && !nominal && !c.any(Classes::ADJECTIVE) {
            return Tag::Verb;
        }
        if finite && subject && !self.finite {
            let agrees = if c.any(Classes::VERB_S) { !plural_subject } else { plural_subject };
            let pronoun = prev == Tag::Pronoun;
            let likely = form.likely.any(Classes::VERB.or(Classes::VERB_S));
            let last_noun_ahead = next.likely.any(Classes::ANY_NOUN) && !object_follows;
            // "the migrants cross": a plural seldom stands before another noun.
            let plural_noun = base
                && before.last().is_some_and(|t| t.is_plural() && !COMPOUND.contains(&&*t.lower))
                && !next.may_be(Tag::Auxiliary)
                && !next.may_be(Tag::Modal)
                && (!next.classes.any(Classes::ED) || next.classes.any(Classes::ANY_NOUN));
            let verbal = pronoun
                || object_follows
                || plural_noun
                || (likely && (adverb_follows || !last_noun_ahead));
            let counted = self.shapes.get(i + 1) == Some(&Shape::Number)
                || next.may_be(Tag::Determiner)
                || (next.may_be(Tag::Numeral) && !next.may_be(Tag::Adjective));
            let auxiliary_follows = next.may_be(Tag::Auxiliary) || next.may_be(Tag::Modal);
            if !auxiliary_follows && ((agrees && verbal) || counted) {
                return Tag::Verb;
            }
        }
        if base && prev == Tag::Conjunction {
            let joined = before.iter().rev().nth(1).map(|t| t.tag);
            if joined == Some(Tag::Verb) || (object_follows && !nominal) {
                return Tag::Verb;
            }
        }
        if c.any(Classes::ADJECTIVE) && (noun_follows || form.likely.any(Classes::ADJECTIVE)) {
            let noun = form.likely.any(Classes::ANY_NOUN);
            if !noun || !noun_follows && !form.sure && prev.is_verb() {
                return Tag::Adjective;
            }
        }
        if c.any(Classes::ING) && !(nominal && prev.is_verb() && !object_follows) {
            let noun = nominal && form.likely.any(Classes::ANY_NOUN) && !object_follows;
            return if noun { Tag::Noun } else { Tag::VerbIng };
        }
        if nominal {
            Tag::Noun
        } else if c.any(Classes::ADJECTIVE) {
            Tag::Adjective
        } else if c.any(Classes::ADVERB) {
            Tag::Adverb
        } else if finite {
            Tag::Verb
        } else {
            Tag::Noun
        }
    }

    /// Whether what follows word `i` may go on with its noun group.
    fn noun_follows(&self, i: usize) -> bool {
        let (next, shape) = (self.next(i), self.shapes.get(i + 1));
        match shape {
            Some(Shape::Upper) => true,
            Some(Shape::Capital) => !next.is_closed(),
            Some(Shape::Lower) => {
                !next.is_closed()
                    && (next.likely.any(Classes::ANY_NOUN.or(Classes::ADJECTIVE))
                        || (next.classes.any(Classes::PLURAL) && !next.sure)
                        || next.classes.is_empty())
            }
            Some(Shape::Number) => false,
            _ => false,
        }
    }

    fn subject_before(&self, before: &[Token]) -> bool {
        !self.finite && before.last().is_some_and(|t| t.tag.is_noun() || t.tag == Tag::Pronoun)
    }

    /// killed: told something of its subject, or of what somebody did to the noun before?
    fn past_or_participle(&self, before: &[Token], rest: &[Token]) -> Tag {
        let i = before.len();
        let c = self.forms[i].classes;
        let word = &*rest[0].lower;
        if !c.any(Classes::PARTICIPLE) || matches!(word, "said" | "told" | "went") {
            return Tag::VerbPast;
        }
        if !c.any(Classes::PAST) {
            return Tag::VerbParticiple;
        }
        let next = self.next(i);
        let next_word = rest.get(1).map_or("", |t| &*t.lower);
        if next_word == "by" {
            return Tag::VerbParticiple;
        }
        let object = next.may_be(Tag::Determiner)
            || next.may_be(Tag::Pronoun)
            || next.may_be(Tag::Numeral)
            || matches!(self.shapes.get(i + 1), Some(Shape::Number | Shape::Quote))
            || matches!(next_word, "that" | "about" | "nearly" | "more")
            || (self.capital(i + 1) && !next.is_closed())
            || (next.likely.any(Classes::ANY_NOUN.or(Classes::ADJECTIVE)) && !next.is_closed());
        let Some(last) = last_word(before) else {
            return if object { Tag::VerbPast } else { Tag::VerbParticiple };
        };
        match last.tag {
            Tag::Pronoun | Tag::ProperNoun => {
                if self.finite && !object && last.tag == Tag::ProperNoun {
                    Tag::VerbParticiple
                } else {
                    Tag::VerbPast
                }
            }
            Tag::Subordinator if last.lower == "that" => Tag::VerbPast,
            Tag::Conjunction => {
                let joined =
                    before.iter().rev().take(AHEAD).find(|t| t.tag.is_verb() || t.tag == Tag::Stop);
                match joined.map(|t| t.tag) {
                    Some(Tag::VerbParticiple) if !object => Tag::VerbParticiple,
                    _ => Tag::VerbPast,
                }
            }
            Tag::Noun | Tag::Numeral | Tag::Adjective | Tag::Determiner => {
                if object && !self.finite {
                    Tag::VerbPast
                } else if self.finite || self.finite_ahead(i) {
                    Tag::VerbParticiple
                } else {
                    Tag::VerbPast
                }
            }
            _ if object => Tag::VerbPast,
            _ => Tag::VerbParticiple,
        }
    }

    /// Whether the clause goes on to a finite verb after word `i`.
    fn finite_ahead(&self, i: usize) -> bool {
        for (form, shape) in self.forms[i + 1..].iter().zip(&self.shapes[i + 1..]).take(AHEAD) {
            match shape {
                Shape::Comma | Shape::Colon | Shape::Stop | Shape::Dash => return false,
                Shape::Lower | Shape::Capital => {
                    if form.may_be(Tag::Subordinator) || form.may_be(Tag::Conjunction) {
                        return false;
                    }
                    let past = form.classes.any(Classes::ED)
                        && !form.classes.any(Classes::ANY_NOUN.or(Classes::ADJECTIVE));
                    if form.may_be(Tag::Auxiliary) || form.may_be(Tag::Modal) || past {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }
}

/// The word before, adverbs and quotation marks aside.
fn last_word(before: &[Token]) -> Option<&Token> {
    before.iter().rev().take(AHEAD).find(|t| !matches!(t.tag, Tag::Adverb | Tag::Quote))
}

fn determiner_if(noun_follows: bool) -> Tag {
    if noun_follows { Tag::Determiner } else { Tag::Pronoun }
}

fn is_have(word: &str) -> bool {
    matches!(word, "have" | "has" | "had" | "having" | "'ve" | "hasn" | "haven" | "hadn")
}
