//! The part of speech of an open-class word: noun, verb, adjective or adverb, by its
//! neighbours.

use super::lex::Shape;
use super::tag::Tagger;
use super::token::{Tag, Token};
use super::words::Classes;

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

impl Tagger<'_> {
    /// The tag of an open-class word in its context.
    pub fn open(&self, before: &[Token], rest: &[Token]) -> Tag {
        let i = before.len();
        let (form, next) = (self.forms[i], self.next(i));
        let c = form.classes;
        let noun_follows = self.noun_follows(i);
        let context = last_word(before);
        let prev = context.map_or(Tag::Stop, |t| t.tag);
        let prev_word = || context.map_or("", |t| &*t.lower);
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
        // "65 buses", "the drills": what goes with a number or article in -s is a plural,
        // though the table may know it as a verb alone.
        let plural = match prev_word() {
            "one" => verb,
            _ => (Classes::VERB_S, Tag::Noun),
        };
        let any = |order: &[(Classes, Tag)]| first_of(order).unwrap_or(Tag::Noun);
        if c.any(Classes::ADVERB) && form.likely.any(Classes::ADVERB) && form.sure {
            return Tag::Adverb;
        }
        match prev {
            Tag::To => any(&[verb, past, participle, adverb, adjective, ing]),
            // "will plateau": any word after a modal may be a verb.
            Tag::Modal => {
                first_of(&[verb, past, participle, adverb, adjective, ing]).unwrap_or(Tag::Verb)
            }
            Tag::Auxiliary
                if matches!(prev_word(), "do" | "does" | "did" | "doesn" | "don" | "didn") =>
            {
                any(&[(Classes::VERB, Tag::Verb), noun, adverb, adjective, past])
            }
            Tag::Auxiliary
                if c.any(Classes::PARTICIPLE) && !(noun_follows && is_have(prev_word())) =>
            {
                Tag::VerbParticiple
            }
            Tag::Auxiliary if is_have(prev_word()) && c.any(Classes::PARTICIPLE) => {
                Tag::VerbParticiple
            }
            Tag::Auxiliary if c.any(Classes::ING) && !is_have(prev_word()) => Tag::VerbIng,
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
                // "a staggering 700".
                let number_follows = self.shapes.get(i + 1) == Some(&Shape::Number);
                let likely_nominal = nominal && form.likely.any(Classes::ANY_NOUN);
                if attributive && (number_follows && !nominal || noun_follows && !likely_nominal) {
                    Tag::Adjective
                } else if prev == Tag::Adjective && !nominal && c.any(Classes::ED) {
                    self.past_or_participle(before, rest)
                } else {
                    any(&[noun, adjective, adverb, participle, ing, plural, verb])
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
                    any(&[noun, adjective, participle, adverb, ing, plural, verb])
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
        let next_word = rest.get(1).map_or("", |t| &*t.lower);
        let object_follows = next.may_be(Tag::Determiner)
            || next.may_be(Tag::Pronoun)
            || next.may_be(Tag::Numeral)
            || self.number_ahead(rest, i)
            || matches!(next_word, "that" | "to");
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
        if c.any(Classes::VERB_S) && counts_singular(before) {
            return Tag::Noun;
        }
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
            let counted = self.number_ahead(rest, i)
                || (next.may_be(Tag::Determiner) && next_word != "that")
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
        // "a truce lasting three days".
        if c.any(Classes::ING) && self.number_ahead(rest, i) && prev.is_noun() {
            return Tag::VerbIng;
        }
        if c.any(Classes::ADJECTIVE) && (noun_follows || form.likely.any(Classes::ADJECTIVE)) {
            let noun = form.likely.any(Classes::ANY_NOUN);
            if !noun || !noun_follows && !form.sure && prev.is_verb() {
                return Tag::Adjective;
            }
        }
        // "calling up 300 nurses".
        let object_follows = object_follows
            || matches!(next_word, "up" | "out" | "off" | "back" | "in")
                && self.shapes.get(i + 2) == Some(&Shape::Number);
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

    /// Whether a number follows word `i`, with or without words that say how exact it is:
    /// "costs just under 6".
    fn number_ahead(&self, rest: &[Token], i: usize) -> bool {
        const BLURS: &[&str] = &[
            "about",
            "around",
            "nearly",
            "almost",
            "roughly",
            "just",
            "only",
            "over",
            "under",
            "some",
            "another",
            "approximately",
        ];
        const BOUNDS: &[(&str, &str)] = &[
            ("at", "least"),
            ("at", "most"),
            ("up", "to"),
            ("more", "than"),
            ("less", "than"),
            ("fewer", "than"),
            ("an", "estimated"),
            ("as", "many"),
            ("as", "much"),
        ];
        let word = |at: usize| rest.get(at).map_or("", |t| &*t.lower);
        let mut exact = 0;
        for _ in 0..3 {
            let (first, second) = (word(1 + exact), word(2 + exact));
            if BOUNDS.contains(&(first, second)) {
                exact += 2 + usize::from(first == "as");
            } else if BLURS.contains(&first) {
                exact += 1;
            }
        }
        let counts = |at: usize| {
            self.shapes.get(at) == Some(&Shape::Number)
                || self.forms.get(at).is_some_and(|form| form.may_be(Tag::Numeral))
        };
        // "attacks over the two towns" has an article between.
        exact == 0 && self.shapes.get(i + 1) == Some(&Shape::Number)
            || exact > 0 && counts(i + 1 + exact)
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
            || self.shapes.get(i + 1) == Some(&Shape::Quote)
            || self.number_ahead(rest, i)
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

/// Whether the words before are a number above one and a noun that is no plural yet: what
/// follows them in -s is the noun that is counted, as in "58 air strikes".
fn counts_singular(before: &[Token]) -> bool {
    let mut singular = false;
    for (i, token) in before.iter().enumerate().rev().take(6) {
        match token.tag {
            Tag::Noun if !token.is_plural() && !matches!(&*token.lower, "percent" | "people") => {
                singular = true;
            }
            Tag::Adjective => {}
            Tag::Numeral => {
                let one = matches!(&*token.lower, "one" | "1" | "half");
                let amount = !token.lower.starts_with(|c: char| c.is_ascii_alphanumeric());
                let before = i.checked_sub(1).map(|i| before[i].tag);
                let wider = matches!(
                    before,
                    Some(
                        Tag::Determiner
                            | Tag::Adjective
                            | Tag::Possessive
                            | Tag::Numeral
                            | Tag::Symbol
                    )
                );
                return singular && !one && !amount && !wider;
            }
            _ => return false,
        }
    }
    false
}

/// The word before, adverbs and quotation marks aside.
fn last_word(before: &[Token]) -> Option<&Token> {
    before.iter().rev().take(AHEAD).find(|t| !matches!(t.tag, Tag::Adverb | Tag::Quote))
}

fn is_have(word: &str) -> bool {
    matches!(word, "have" | "has" | "had" | "having" | "'ve" | "hasn" | "haven" | "hadn")
}
