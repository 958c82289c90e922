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

pub(super) struct Tagger<'s> {
    pub shapes: &'s [Shape],
    pub forms: &'s [Form],
    /// Whether the clause so far holds a finite verb.
    pub finite: bool,
}

impl Tagger<'_> {
    fn note(&mut self, tag: Tag, token: &Token) {
        match tag {
            // What is said is a clause of its own: "said two men fled".
            Tag::Verb | Tag::VerbPast if opens_clause(&token.lower) => self.finite = false,
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
        if form.alone.is_some() {
            return form.alone;
        }
        if !form.is_closed() {
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
        // Every word named here stands in the row "neighbours" of function_words.tsv.
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
                determiner_if(next.likely.any(Classes::ANY_NOUN) && !next.is_closed() && next.sure)
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
            // "would only last a week".
            "last" => {
                let mut before = before.iter().rev().take(3).map(|t| t.tag);
                match before.find(|tag| !matches!(tag, Tag::Adverb | Tag::Adjective)) {
                    Some(Tag::To | Tag::Modal) => Tag::Verb,
                    _ => Tag::Adjective,
                }
            }
            "like" | "near" | "back" if matches!(last, Some(Tag::To | Tag::Modal)) => Tag::Verb,
            "following" if nominal => Tag::Adjective,
            "following" | "including" | "excluding" => Tag::Preposition,
            "second" | "latest" | "first" => Tag::Adjective,
            "can" | "will" | "might" | "must" if nominal => Tag::Noun,
            "being" if nominal => Tag::Noun,
            _ if form.opens_clause_or_phrase() => {
                let subject =
                    matches!(next_word, "i" | "he" | "she" | "it" | "we" | "they" | "there");
                if subject { Tag::Subordinator } else { Tag::Preposition }
            }
            _ => form.first_closed()?,
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

    pub fn capital(&self, i: usize) -> bool {
        matches!(self.shapes.get(i), Some(Shape::Capital | Shape::Upper))
    }

    pub fn next(&self, i: usize) -> Form {
        self.forms.get(i + 1).copied().unwrap_or_default()
    }
}

/// Verbs that are mostly followed by a clause, with or without "that".
fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "said"
            | "says"
            | "say"
            | "believe"
            | "believes"
            | "believed"
            | "claims"
            | "claimed"
            | "insisted"
            | "insists"
            | "alleged"
            | "alleges"
            | "thinks"
            | "thought"
    )
}

fn determiner_if(noun_follows: bool) -> Tag {
    if noun_follows { Tag::Determiner } else { Tag::Pronoun }
}
