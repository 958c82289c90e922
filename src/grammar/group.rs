//! Noun groups and verb groups of one sentence, and the full noun phrases built of them.
//!
//! A noun group is a noun with what stands before it; what hangs on it (of-phrases,
//! appositives) joins it only in [`Groups::full_noun_phrase`], because who asks knows
//! whether it should.

use super::token::{Tag, Token};
use crate::calendar::{self, Word};
use std::ops::Range;

/// A noun with its determiner and modifiers, possessors included; or a pronoun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounGroup {
    /// Its tokens, as indices into the sentence.
    pub tokens: Range<usize>,
    /// Its last noun: what it is about.
    pub head: usize,
}

/// When a verb group places what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    /// attacked, was attacked, had attacked.
    Past,
    /// attacks, is attacking, has attacked, may attack.
    Present,
    /// will attack.
    Future,
    /// to attack.
    Infinitive,
    /// attacked, without auxiliary, after a noun.
    Participle,
    /// attacking, without auxiliary.
    Ing,
}

/// A verb with its auxiliaries, particles of negation and the adverbs between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerbGroup {
    /// Its tokens, as indices into the sentence.
    pub tokens: Range<usize>,
    /// The main verb; the last auxiliary if there is no other.
    pub head: usize,
    /// Whether the subject suffers what the verb tells.
    pub passive: bool,
    /// Whether it holds not or never.
    pub negated: bool,
    /// The modal it opens with.
    pub modal: Option<usize>,
    /// When.
    pub tense: Tense,
}

impl VerbGroup {
    /// Whether it can be the verb of a clause with a subject.
    pub fn is_finite(&self) -> bool {
        matches!(self.tense, Tense::Past | Tense::Present | Tense::Future)
    }
}

/// The noun groups and verb groups of a sentence, in order; no two share a token.
#[derive(Clone, Debug)]
pub struct Groups<'t> {
    tokens: &'t [Token],
    nouns: Vec<NounGroup>,
    verbs: Vec<VerbGroup>,
    /// For each token, one more than the index of its noun group; 0 if it has none.
    noun_of: Vec<u32>,
}

impl<'t> Groups<'t> {
    /// Reads the groups of one sentence's tokens.
    pub fn read(tokens: &'t [Token]) -> Self {
        let mut groups =
            Self { tokens, nouns: Vec::new(), verbs: Vec::new(), noun_of: vec![0; tokens.len()] };
        let mut at = 0;
        while at < tokens.len() {
            if let Some(group) = noun_group(tokens, at) {
                at = group.tokens.end;
                groups.nouns.push(group.clone());
                let number = u32::try_from(groups.nouns.len()).expect("documents are under 4 GiB");
                groups.noun_of[group.tokens].fill(number);
            } else if let Some(group) = verb_group(tokens, at) {
                at = group.tokens.end;
                groups.verbs.push(group);
            } else {
                at += 1;
            }
        }
        groups
    }

    /// The sentence's tokens.
    pub fn tokens(&self) -> &'t [Token] {
        self.tokens
    }

    /// All noun groups.
    pub fn nouns(&self) -> &[NounGroup] {
        &self.nouns
    }

    /// All verb groups.
    pub fn verbs(&self) -> &[VerbGroup] {
        &self.verbs
    }

    /// The noun group that holds token `at`.
    pub fn noun_at(&self, at: usize) -> Option<&NounGroup> {
        let number = *self.noun_of.get(at)? as usize;
        self.nouns.get(number.checked_sub(1)?)
    }

    /// The noun group whose first token is `at`.
    pub fn noun_starting_at(&self, at: usize) -> Option<&NounGroup> {
        self.noun_at(at).filter(|group| group.tokens.start == at)
    }

    /// The noun group whose last token is the one before `end`.
    pub fn noun_ending_at(&self, end: usize) -> Option<&NounGroup> {
        self.noun_at(end.checked_sub(1)?).filter(|group| group.tokens.end == end)
    }

    /// The verb group that holds token `at`.
    pub fn verb_at(&self, at: usize) -> Option<&VerbGroup> {
        let next = self.verbs.partition_point(|group| group.tokens.end <= at);
        self.verbs.get(next).filter(|group| group.tokens.start <= at)
    }

    /// The first verb group that starts at or after token `at`.
    pub fn verb_from(&self, at: usize) -> Option<&VerbGroup> {
        self.verbs.get(self.verbs.partition_point(|group| group.tokens.start < at))
    }

    /// The last verb group that ends at or before token `at`.
    pub fn verb_until(&self, at: usize) -> Option<&VerbGroup> {
        self.verbs.get(self.verbs.partition_point(|group| group.tokens.end <= at).checked_sub(1)?)
    }

    /// `group` with the phrases that hang on it by of, in, for, at, from and the like
    /// (but no times), without appositives or relative clauses.
    pub fn noun_phrase(&self, group: &NounGroup) -> Range<usize> {
        let mut end = group.tokens.end;
        for _ in 0..MOST_PHRASES {
            let Some(next) = self.attached(end) else { break };
            end = next;
        }
        group.tokens.start..end
    }

    /// `group` with everything that hangs on it: phrases, a bracketed short name and
    /// appositives ("the head of the regional police, Ivan Petrenko"), without a comma at
    /// its end and without relative clauses.
    pub fn full_noun_phrase(&self, group: &NounGroup) -> Range<usize> {
        let mut end = self.bracketed(self.noun_phrase(group).end);
        let mut head = group.head;
        for _ in 0..2 {
            let Some((next, next_head)) = self.appositive(end, head) else { break };
            (end, head) = (next, next_head);
        }
        group.tokens.start..end
    }

    /// The end of the prepositional phrase that starts at `at` and belongs to a noun.
    fn attached(&self, at: usize) -> Option<usize> {
        const JOINING: &[&str] = &[
            "of", "in", "for", "at", "from", "on", "with", "to", "near", "against", "inside",
            "between", "behind", "across", "within", "around", "under", "over", "among",
        ];
        let preposition = self.tokens.get(at)?;
        if preposition.tag != Tag::Preposition || !JOINING.contains(&&*preposition.lower) {
            return None;
        }
        let object = self.noun_starting_at(at + 1)?;
        let of = preposition.lower == "of";
        (of || !self.is_time(object)).then_some(object.tokens.end)
    }

    /// The end of a short name in brackets at `at`, or `at`.
    fn bracketed(&self, at: usize) -> usize {
        let name = self.tokens.get(at + 1).is_some_and(|t| t.tag == Tag::ProperNoun);
        let is = |i: usize, mark: &str| self.tokens.get(i).is_some_and(|t| t.lower == mark);
        if !(name && is(at, "(")) {
            return at;
        }
        let close = (at + 2..at + 5).find(|&i| is(i, ")"));
        close.map_or(at, |close| close + 1)
    }

    /// The end and head of an appositive that starts at the comma `at`.
    fn appositive(&self, at: usize, head: usize) -> Option<(usize, usize)> {
        if self.tokens.get(at)?.tag != Tag::Comma {
            return None;
        }
        let group = self.noun_starting_at(at + 1)?;
        if self.is_time(group) || self.tokens[group.head].tag == Tag::Pronoun {
            return None;
        }
        let name = |i: usize| self.tokens[i].tag == Tag::ProperNoun;
        let determined = self.tokens[group.tokens.start].tag == Tag::Determiner;
        if name(head) == name(group.head) && !determined {
            return None;
        }
        let end = self.bracketed(self.noun_phrase(group).end);
        let closed = match self.tokens.get(end) {
            None => true,
            Some(t) => t.tag.is_mark() || t.tag.is_verb() || t.tag == Tag::Auxiliary,
        };
        let listed = self.tokens.get(end).is_some_and(|t| t.tag == Tag::Conjunction)
            || self.tokens.get(end + 1).is_some_and(|t| {
                t.tag == Tag::Conjunction && self.tokens[end].tag == Tag::Comma && !determined
            });
        (closed && !listed).then_some((end, group.head))
    }

    /// Whether the group names a time: Tuesday, last week, March 3, the past year.
    pub fn is_time(&self, group: &NounGroup) -> bool {
        let head = &self.tokens[group.head];
        let first = &*self.tokens[group.tokens.start].lower;
        // "may" may be a modal.
        let month = matches!(calendar::word(first), Some(Word::Month | Word::ShortMonth));
        calendar::word(&head.lower).is_some() || is_year(&head.lower) || month && first != "may"
    }
}

/// No noun has more phrases hanging on it, and no group more words, than a reader could
/// follow; the bounds keep every question about a sentence of any length short.
const MOST_PHRASES: usize = 10;
const MOST_WORDS: usize = 40;

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && word.starts_with(['1', '2'])
}

/// The noun group that starts at token `start`.
fn noun_group(tokens: &[Token], start: usize) -> Option<NounGroup> {
    let tag = |i: usize| tokens.get(i).map(|t| t.tag);
    if tag(start)? == Tag::Pronoun {
        let relative = matches!(&*tokens[start].lower, "who" | "which" | "whom" | "what");
        return (!relative).then_some(NounGroup { tokens: start..start + 1, head: start });
    }
    let mut end = start;
    let mut head = None;
    let mut at = start;
    while let Some(here) = tag(at).filter(|_| at < start + MOST_WORDS) {
        let before = (at > start).then(|| tokens[at - 1].tag);
        let nominal_ahead = |i: usize| {
            matches!(tag(i), Some(Tag::Noun | Tag::ProperNoun | Tag::Adjective | Tag::Numeral))
        };
        match here {
            Tag::Determiner if matches!(before, None | Some(Tag::Determiner | Tag::Numeral)) => {}
            Tag::Numeral => match before {
                Some(Tag::Noun) if tokens[at - 1].lower != "no." => break,
                Some(Tag::ProperNoun)
                    if tokens.get(at + 1).is_some_and(|t| calendar::word(&t.lower).is_some()) =>
                {
                    break;
                }
                _ => {}
            },
            Tag::Adjective => match before {
                // "two key northern cities", but "the attack last week", "forces loyal to".
                Some(Tag::Noun)
                    if !matches!(tag(at + 1), Some(Tag::Noun | Tag::ProperNoun))
                        || tokens[at - 1].is_plural()
                        || matches!(&*tokens[at].lower, "last" | "next" | "late" | "early") =>
                {
                    break;
                }
                Some(Tag::ProperNoun)
                    if !matches!(tag(at + 1), Some(Tag::Noun | Tag::ProperNoun)) =>
                {
                    break;
                }
                _ => {}
            },
            // "the missiles Ukraine received": the name is a subject of its own.
            Tag::ProperNoun if before == Some(Tag::Noun) && tokens[at - 1].is_plural() => break,
            Tag::Noun | Tag::ProperNoun => {
                head = Some(at);
                end = at + 1;
            }
            Tag::Possessive if before.is_some_and(Tag::is_noun) && nominal_ahead(at + 1) => {}
            Tag::Adverb
                if matches!(
                    before,
                    Some(Tag::Determiner | Tag::Adjective | Tag::Possessive | Tag::Numeral)
                ) && matches!(tag(at + 1), Some(Tag::Adjective | Tag::Numeral)) => {}
            Tag::Conjunction | Tag::Comma
                if before == Some(Tag::Adjective)
                    && tag(at + 1) == Some(Tag::Adjective)
                    && matches!(
                        tag(at + 2),
                        Some(Tag::Noun | Tag::ProperNoun | Tag::Adjective | Tag::Conjunction)
                    ) => {}
            Tag::Quote if before.is_some_and(|t| !t.is_noun()) && nominal_ahead(at + 1) => {}
            _ => break,
        }
        at += 1;
    }
    if let Some(head) = head {
        return Some(NounGroup { tokens: start..end, head });
    }
    // No noun: "three were hurt", "the wounded", "those in the cellar".
    let last = (start..at).rev().find(|&i| !matches!(tokens[i].tag, Tag::Adverb | Tag::Quote))?;
    let first = tokens[start].tag;
    let stands = matches!(first, Tag::Determiner | Tag::Numeral);
    (stands && tokens[last].tag != Tag::Possessive && first_of_kind(tokens, start, last))
        .then_some(NounGroup { tokens: start..last + 1, head: last })
}

/// A lone article is no group.
fn first_of_kind(tokens: &[Token], start: usize, last: usize) -> bool {
    last > start
        || !matches!(&*tokens[start].lower, "a" | "an" | "the" | "every" | "its" | "my" | "our")
}

/// The verb group that starts at token `start`.
fn verb_group(tokens: &[Token], start: usize) -> Option<VerbGroup> {
    let first = &tokens[start];
    let opens = first.tag.is_verb() || matches!(first.tag, Tag::Auxiliary | Tag::Modal | Tag::To);
    if !opens {
        return None;
    }
    let mut group = VerbGroup {
        tokens: start..start + 1,
        head: start,
        passive: false,
        negated: false,
        modal: (first.tag == Tag::Modal).then_some(start),
        tense: tense(first),
    };
    let mut auxiliary = None;
    let mut at = start;
    while let Some(token) = tokens.get(at) {
        match token.tag {
            Tag::Auxiliary | Tag::Modal => {
                auxiliary = Some(&*token.lower);
                group.head = at;
                group.tokens.end = at + 1;
            }
            Tag::To if at == start => {}
            Tag::Adverb => {}
            Tag::Quote if auxiliary.is_some() => {}
            tag if tag.is_verb() => {
                let be = auxiliary.is_some_and(is_be);
                group.passive = tag == Tag::VerbParticiple && (be || auxiliary.is_none());
                group.head = at;
                group.tokens.end = at + 1;
                break;
            }
            _ => break,
        }
        at += 1;
    }
    let negation = |t: &Token| matches!(&*t.lower, "not" | "n't" | "never");
    let after = tokens.get(group.tokens.end).filter(|t| t.tag == Tag::Adverb);
    group.negated = tokens[group.tokens.clone()].iter().chain(after).any(negation);
    Some(group)
}

fn is_be(word: &str) -> bool {
    matches!(
        word,
        "be" | "is"
            | "are"
            | "was"
            | "were"
            | "been"
            | "being"
            | "am"
            | "'s"
            | "'re"
            | "'m"
            | "isn"
            | "aren"
            | "wasn"
            | "weren"
    )
}

fn tense(first: &Token) -> Tense {
    match first.tag {
        Tag::To => Tense::Infinitive,
        Tag::Modal if matches!(&*first.lower, "will" | "'ll" | "wo" | "shall") => Tense::Future,
        Tag::Auxiliary => match &*first.lower {
            "was" | "were" | "had" | "did" | "wasn" | "weren" | "hadn" | "didn" => Tense::Past,
            "being" | "having" | "doing" => Tense::Ing,
            "been" | "done" => Tense::Participle,
            _ => Tense::Present,
        },
        Tag::VerbPast => Tense::Past,
        Tag::VerbParticiple => Tense::Participle,
        Tag::VerbIng => Tense::Ing,
        _ => Tense::Present,
    }
}
