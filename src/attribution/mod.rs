//! Attributions: sayings nested, their sources typed and their speakers named.

mod antecedent;
mod bodies;
mod description;
mod gazetteer;
mod given_name;
mod issuer;
mod kind;
mod mention;
mod name_words;
mod nest;
mod people;
mod pronoun;
mod quote;
mod role;
mod segment;
mod source_words;
mod speaker;
#[cfg(test)]
mod tests;
mod when;
mod wording;

use self::gazetteer::GAZETTEER;
use self::when::When;
use crate::document::Document;
use crate::findings::{Attribution, Sentence};
use crate::quotation;
use crate::reading::Saying;

/// What an attribution's source type rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// The speaker is in the table of well-known people.
    WellKnown,
    /// There is no source: nobody is told.
    Nobody,
    /// The source's own words name an office or institution of the tables.
    Words,
    /// What the article says elsewhere, or the shape of the words.
    Surroundings,
}

/// How far before or behind a name its titles and descriptions are looked for, in bytes.
const NEAR: usize = 400;

/// The text before a place, no further back than anybody puts a title.
fn before(text: &str, place: usize) -> &str {
    text.get(text.ceil_char_boundary(place.saturating_sub(NEAR))..place).unwrap_or_default()
}

/// The text behind a place, as far as a description of a name reaches.
fn behind(text: &str, place: usize) -> &str {
    text.get(place..text.floor_char_boundary(place.saturating_add(NEAR))).unwrap_or_default()
}

/// Nests sayings, tells their quote form, types their sources and resolves who "he" is.
pub fn link(doc: &Document, sentences: &[Sentence], sayings: Vec<Saying>) -> Vec<Attribution> {
    let quotations = quotation::find(doc);
    let parents = nest::parents(doc, &sayings);
    let place = |saying: &Saying| {
        let at = saying.cue.unwrap_or(saying.content[0]).start();
        sentences.partition_point(|s| s.span.start() <= at).saturating_sub(1)
    };
    let speakers = speaker::resolve(doc, (sentences, &quotations), &sayings, &parents);
    sayings
        .into_iter()
        .zip(parents.into_iter().zip(speakers))
        .map(|(saying, (parent, speaker))| Attribution {
            sentence: place(&saying),
            quote: quote::form(doc, &quotations, &saying),
            source_type: speaker.source_type,
            parent,
            speaker: speaker.name,
            source: saying.source,
            cue: saying.cue,
            content: saying.content,
            belief: saying.belief,
            rule: saying.rule,
        })
        .collect()
}

/// What the source types of linked attributions rest on, in the same order.
pub(crate) fn grounds(doc: &Document, attributions: &[Attribution]) -> Vec<Ground> {
    let when = When::of(doc);
    let ground = |attribution: &Attribution| {
        let words = attribution.source.map(|span| doc.slice(span));
        let name = attribution.speaker.as_deref().or(words);
        if name.is_some_and(|name| GAZETTEER.person(name, when).is_some()) {
            return Ground::WellKnown;
        }
        match words {
            None if attribution.cue.is_some() && attribution.speaker.is_none() => Ground::Nobody,
            Some(words)
                if kind::of(words, when)
                    .is_some_and(|k| k.told && k.source_type == attribution.source_type) =>
            {
                Ground::Words
            }
            _ => Ground::Surroundings,
        }
    };
    attributions.iter().map(ground).collect()
}
