//! The arguments of a quantity by rule: counted, actor, event, topic, modality.

use crate::document::Document;
use crate::findings::{Arguments, Quantity, Sentence};
use crate::grammar::Tokens;
use crate::labels::{Modality, Topic};

/// The arguments of each quantity, in the same order.
pub(super) fn find(
    doc: &Document,
    sentences: &[Sentence],
    tokens: &Tokens,
    quantities: &[Quantity],
) -> Vec<Arguments> {
    let _ = (doc, sentences, tokens);
    let none = Arguments {
        counted: None,
        actor: None,
        event: None,
        topic: Topic::Other,
        modality: Modality::Asserted,
    };
    vec![none; quantities.len()]
}
