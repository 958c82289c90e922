//! What must hold of the number grammar for any text.
//!
//! With nightly Rust and cargo-fuzz: `cargo +nightly fuzz run quantities`, from the project's
//! root. Without: `cargo test --no-default-features` in this folder runs the same laws on
//! random texts made of the pieces that numbers are made of.

use whosaid::document::Meta;
use whosaid::labels::RegionKind;
use whosaid::{Document, Number, Region, Span, quantity, sentence};

/// Reads `text` as an article of one paragraph.
///
/// # Panics
///
/// If the numbers found break a law: they lie in order, share no byte, lie in their
/// sentences, and have finite values, the lower end first.
pub fn quantities(text: &str) {
    let start = text.len() - text.trim_start().len();
    let end = start.max(text.trim_end().len());
    let region = Region { span: Span::new(start, end), kind: RegionKind::Body };
    let regions = if start < end { vec![region] } else { vec![] };
    let doc = Document::new("fuzz".into(), text.into(), Meta::default(), regions, false);
    let sentences = sentence::split(&doc);
    let found = quantity::find(&doc, &sentences);
    for pair in found.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start(), "{pair:?}");
    }
    for one in &found {
        let within = sentences[one.sentence].span;
        assert!(within.start() <= one.span.start() && one.span.end() <= within.end(), "{one:?}");
        assert!(!doc.slice(one.span).is_empty(), "{one:?}");
        let sound = match one.number {
            Number::Value(value) => value.is_finite(),
            Number::Range(low, high) => low.is_finite() && high.is_finite() && low <= high,
            Number::Unreadable | Number::None => true,
        };
        assert!(sound, "{one:?}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    const PIECES: &[&str] = &[
        "1", "12", "1,234", "3.5", "2022", "007", "one", "twenty", "hundred", "million", "dozens",
        "a", "half", "third", "and", "to", "or", "of", "in", "out", "between", "more", "than",
        "at", "least", "up", "about", "percent", "$", "€", "US$", "%", "km", "miles", "hours",
        "minutes", "Oct.", "May", "Article", "-", "–", "/", ":", ",", ".", "(", ")", "'", "½", "²",
        "1e999", "\n",
    ];

    proptest! {
        #[test]
        fn any_text_keeps_the_laws(text in any::<String>()) {
            super::quantities(&text);
        }

        #[test]
        fn any_mix_of_pieces_keeps_the_laws(
            picks in prop::collection::vec((0..PIECES.len(), 0usize..3), 0..60),
        ) {
            let text: String =
                picks.iter().flat_map(|&(piece, gap)| [PIECES[piece], [" ", "", "-"][gap]]).collect();
            super::quantities(&text);
        }
    }
}
