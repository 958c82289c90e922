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

use crate::document::Document;
use crate::findings::{Attribution, Sentence};
use crate::quotation;
use crate::reading::Saying;

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

/// Whether a source's own words tell its type, by an office or institution that the tables list.
pub(crate) fn is_told(source: &str) -> bool {
    kind::of(source, None).is_some_and(|kind| kind.told)
}
