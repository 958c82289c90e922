//! Attributions: sayings nested, their sources typed and their speakers named.

mod nest;
mod quote;

use crate::document::Document;
use crate::findings::{Attribution, Sentence};
use crate::labels::SourceType;
use crate::quotation;
use crate::reading::Saying;

/// Nests sayings, tells their quote form, types their sources and resolves who "he" is.
pub fn link(doc: &Document, sentences: &[Sentence], sayings: Vec<Saying>) -> Vec<Attribution> {
    let quotations = quotation::find(doc);
    let parents = nest::parents(&sayings);
    let place = |saying: &Saying| {
        let at = saying.cue.unwrap_or(saying.content[0]).start();
        sentences.partition_point(|s| s.span.start() <= at).saturating_sub(1)
    };
    sayings
        .into_iter()
        .zip(parents)
        .map(|(saying, parent)| Attribution {
            sentence: place(&saying),
            quote: quote::form(doc, &quotations, &saying),
            source_type: saying.source_type.unwrap_or(SourceType::Unspecified),
            parent,
            speaker: None,
            source: saying.source,
            cue: saying.cue,
            content: saying.content,
            score: saying.score,
            rule: saying.rule,
        })
        .collect()
}
