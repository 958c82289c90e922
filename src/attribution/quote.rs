//! Quote form: whether what is said stands in quotation marks.

use crate::document::{Document, Span};
use crate::labels::QuoteForm;
use crate::quotation::Quotation;
use crate::reading::Saying;

/// Direct if all words of the content stand in quotation marks, mixed if some do.
///
/// Marks around the saying's own cue or source are somebody else's quotation and do not
/// count.
pub(super) fn form(doc: &Document, quotations: &[Quotation], saying: &Saying) -> QuoteForm {
    let own = |q: &Span| {
        let around = |span: Option<Span>| span.is_some_and(|span| q.contains(span));
        !around(saying.cue) && !around(saying.source)
    };
    let (mut inside, mut outside) = (false, false);
    for &piece in &saying.content {
        let first = quotations.partition_point(|q| q.span.start() < piece.start());
        // A quotation around the piece begins before it, at most a few quotations back.
        let around = quotations[first.saturating_sub(4)..]
            .iter()
            .map(|q| q.span)
            .take_while(|q| q.start() < piece.end())
            .filter(|q| q.overlaps(piece) && own(q));
        let mut at = piece.start();
        for quotation in around {
            if quotation.start() > at {
                outside |= has_word(doc, Span::new(at, quotation.start()));
            }
            if quotation.end() > at {
                inside = true;
                at = quotation.end();
            }
        }
        if at < piece.end() {
            outside |= has_word(doc, Span::new(at, piece.end()));
        }
    }
    match (inside, outside) {
        (true, false) => QuoteForm::Direct,
        (true, true) => QuoteForm::Mixed,
        (false, _) => QuoteForm::Indirect,
    }
}

fn has_word(doc: &Document, span: Span) -> bool {
    doc.slice(span).chars().any(char::is_alphanumeric)
}
