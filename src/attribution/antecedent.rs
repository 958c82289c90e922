//! Antecedents: the persons that "he" or "she" may take up, where the text names them.
//!
//! A sentence begins with what it is about, so of an earlier sentence the first person named is
//! likelier meant than the last. The narrator's "he" takes up nobody in another's quotation.

use super::before;
use super::gazetteer::{GAZETTEER, words};
use super::given_name;
use super::mention::Gender;
use super::people::People;
use super::source_words::{Class, is};
use crate::document::{Document, Span};
use crate::quotation::Quotation;
use rustc_hash::{FxHashMap, FxHashSet};

/// Everybody a document names, wherever it does, in full or by surname.
pub(super) struct Antecedents {
    names: Vec<(String, Option<Gender>)>,
    /// In order of the text.
    mentions: Vec<Mention>,
    /// The outermost quotations, in order of the text.
    quotations: Vec<Span>,
}

#[derive(Clone, Copy)]
struct Mention {
    span: Span,
    who: usize,
    possessive: bool,
}

/// Somebody named before a pronoun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) at: usize,
    pub(super) name: &'a str,
    pub(super) gender: Option<Gender>,
    /// "Silva's": not what the sentence is about.
    pub(super) possessive: bool,
}

impl Antecedents {
    pub(super) fn read(doc: &Document, people: &People<'_>, quotations: &[Quotation]) -> Self {
        let mut outermost: Vec<Span> = Vec::new();
        for quotation in quotations {
            if outermost.last().is_none_or(|last| last.end() <= quotation.span.start()) {
                outermost.push(quotation.span);
            }
        }
        let mut this = Self { names: Vec::new(), mentions: Vec::new(), quotations: outermost };
        let singles = people.single_names().iter();
        let singles: Vec<(Span, Option<usize>)> =
            singles.map(|&span| (span, people.index(doc.slice(span), span.start()))).collect();
        let called: FxHashSet<usize> = singles.iter().filter_map(|&(_, who)| who).collect();
        for (who, (name, mentions, gender)) in people.persons().enumerate() {
            this.names.push((name.to_owned(), gender));
            let sure = gender.is_some() || called.contains(&who);
            if gender.is_some() || may_be_person(name) {
                let mentions = mentions.iter().filter(|&&span| sure || !is_placed(doc, span));
                this.mentions.extend(mentions.map(|&span| mention(doc, span, who)));
            }
        }
        let mut others: FxHashMap<&str, usize> = FxHashMap::default();
        for (span, person) in singles {
            let word = doc.slice(span);
            let address = address(doc, span);
            let who = person.or_else(|| others.get(word).copied()).or_else(|| {
                let known = GAZETTEER.full_name(word);
                if known.is_none() && address.is_none() {
                    return None;
                }
                let name = known.unwrap_or(word).to_owned();
                let gender = given_name::gender(&name);
                this.names.push((name, gender));
                others.insert(word, this.names.len() - 1);
                Some(this.names.len() - 1)
            });
            if let Some(who) = who {
                let (name, gender) = &mut this.names[who];
                *gender = gender.or(address.flatten());
                if gender.is_some() || may_be_person(name) {
                    this.mentions.push(mention(doc, span, who));
                }
            }
        }
        this.mentions.sort_by_key(|m| m.span.start());
        this
    }

    /// Whom the text names from `from` up to `to`, in order, outside quotations that do not hold
    /// `to` as well.
    pub(super) fn between(&self, from: usize, to: usize) -> impl Iterator<Item = Candidate<'_>> {
        let first = self.mentions.partition_point(|m| m.span.start() < from);
        let around = self.quotation(to);
        self.mentions[first..]
            .iter()
            .take_while(move |m| m.span.end() <= to)
            .filter(move |m| {
                let own = self.quotation(m.span.start());
                own.is_none() || own == around
            })
            .map(|m| {
                let (name, gender) = &self.names[m.who];
                Candidate { at: m.span.start(), name, gender: *gender, possessive: m.possessive }
            })
    }

    /// The last person named before `at`, no farther back than `reach` bytes, of those that fit:
    /// a number of [`People::persons`].
    pub(super) fn last(
        &self,
        at: usize,
        reach: usize,
        fits: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let before = self.mentions.partition_point(|m| m.span.end() <= at);
        self.mentions[..before]
            .iter()
            .rev()
            .take_while(|m| m.span.start() + reach > at)
            .map(|m| m.who)
            .find(|&who| fits(who))
    }

    /// The outermost quotation that holds this place.
    fn quotation(&self, at: usize) -> Option<usize> {
        let after = self.quotations.partition_point(|q| q.start() <= at);
        after.checked_sub(1).filter(|&index| at < self.quotations[index].end())
    }
}

fn mention(doc: &Document, span: Span, who: usize) -> Mention {
    Mention { span, who, possessive: is_possessive(doc, span) }
}

/// Whether a name whose given name tells nothing may be a person's: no heading, and no word that
/// names institutions.
fn may_be_person(name: &str) -> bool {
    let list = words(name);
    let heading = |word: &str| word.len() > 2 && !word.contains(char::is_lowercase);
    !name.split([' ', '/']).any(heading)
        && (0..list.len()).all(|at| GAZETTEER.longest(&list, at).is_none())
        && list.iter().all(|w| !is(&w.lower, Class::Organisation) && !is(&w.lower, Class::NoPerson))
}

/// Whether a name stands behind "the", or behind "in" and the like, as a place does.
fn is_placed(doc: &Document, span: Span) -> bool {
    let before = before(doc.text(), span.start()).trim_end();
    let word = before.rsplit([' ', '\n']).next().unwrap_or_default();
    matches!(word, "the" | "The" | "in" | "In" | "at" | "At" | "near" | "Near")
}

fn is_possessive(doc: &Document, span: Span) -> bool {
    let rest = doc.text().get(span.end()..).unwrap_or_default();
    ["'s", "’s", "' ", "’ "].iter().any(|mark| rest.starts_with(mark))
}

/// Whether a form of address stands before a name, and the gender it tells.
fn address(doc: &Document, span: Span) -> Option<Option<Gender>> {
    let before = before(doc.text(), span.start()).trim_end();
    match before.rsplit([' ', '\n', '“', '"']).next()? {
        "Mr" | "Mr." | "Sir" => Some(Some(Gender::He)),
        "Ms" | "Ms." | "Mrs" | "Mrs." | "Miss" | "Dame" => Some(Some(Gender::She)),
        "Dr" | "Dr." => Some(None),
        _ => None,
    }
}
