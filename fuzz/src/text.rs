//! What is found in any text: sentences, numbers, attributions, claims.

use annotate_snippets::Renderer;
use std::sync::LazyLock;
use whosaid::claim::Numbers;
use whosaid::document::Meta;
use whosaid::labels::RegionKind;
use whosaid::reading::lexicon::Lexicon;
use whosaid::{Document, Findings, Number, Pipeline, Region, Span, gold, quantity, sentence};

static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::new(Box::new(Lexicon), Numbers::All));

/// `text` as an article of one paragraph.
fn document(text: &str) -> Document {
    let start = text.len() - text.trim_start().len();
    let end = start.max(text.trim_end().len());
    let region = Region { span: Span::new(start, end), kind: RegionKind::Body };
    let regions = if start < end { vec![region] } else { vec![] };
    Document::new("fuzz".into(), text.into(), Meta::default(), regions, false)
}

/// Splits `text` into sentences.
///
/// # Panics
///
/// If sentences are not in order, are empty or blank, or leave a word out.
pub fn sentences(text: &str) {
    let mut end = 0;
    for span in sentence::split_text(text) {
        let between = text.get(end..span.start()).expect("in order, on boundaries");
        assert!(between.trim().is_empty(), "left out: {between:?}");
        let sentence = text.get(span.range()).expect("on boundaries");
        assert!(!sentence.trim().is_empty(), "{span:?}");
        end = span.end();
    }
    assert!(text.get(end..).expect("on a boundary").trim().is_empty());
    let doc = document(text);
    for sentence in sentence::split(&doc) {
        assert!(!doc.slice(sentence.span).is_empty());
    }
}

/// Reads the numbers of `text`.
///
/// # Panics
///
/// If the numbers found break a law: they lie in order, share no byte, lie in their
/// sentences, and have finite values, the lower end first.
pub fn quantities(text: &str) {
    let doc = document(text);
    let sentences = sentence::split(&doc);
    let found = quantity::find(&doc, &sentences);
    for pair in found.windows(2) {
        assert!(pair[0].span.end() <= pair[1].span.start(), "{pair:?}");
    }
    for one in &found {
        let within = sentences[one.sentence].span;
        assert!(within.contains(one.span), "{one:?}");
        assert!(!doc.slice(one.span).is_empty(), "{one:?}");
        let sound = match one.number {
            Number::Value(value) => value.is_finite(),
            Number::Range(low, high) => low.is_finite() && high.is_finite() && low <= high,
            Number::Unreadable | Number::None => true,
        };
        assert!(sound, "{one:?}");
    }
}

/// Reads `text` with the lexicon reader, from sentences to claims, and draws what was found.
///
/// # Panics
///
/// If an attribution says nothing, lies inside itself, or a claim points nowhere.
pub fn attribution(text: &str) {
    let doc = document(text);
    let Ok(found) = PIPELINE.read(&doc) else { return };
    check(&doc, &found);
    let _ = whosaid::explain::explain(&doc, &found, &Renderer::plain());
    let shape = gold::Article::of(&doc, &found);
    serde_json::to_string(&shape).expect("the gold shape is JSON");
}

fn check(doc: &Document, found: &Findings) {
    for (index, attribution) in found.attributions.iter().enumerate() {
        assert!(!attribution.content.is_empty(), "{attribution:?}");
        for &span in attribution.content.iter().chain(&attribution.source).chain(&attribution.cue) {
            assert!(!doc.slice(span).trim().is_empty(), "{attribution:?}");
        }
        assert!(attribution.sentence < found.sentences.len());
        let mut around = attribution.parent;
        for _ in 0..found.attributions.len() {
            assert_ne!(around, Some(index), "an attribution lies inside itself");
            around = around.and_then(|parent| found.attributions[parent].parent);
        }
    }
    for claim in &found.claims {
        assert!(claim.quantity < found.quantities.len());
        assert!(claim.attribution.is_none_or(|at| at < found.attributions.len()));
        let arguments = &claim.arguments;
        for span in [arguments.counted, arguments.actor, arguments.event].into_iter().flatten() {
            assert!(!doc.slice(span).is_empty());
        }
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

    const WORDS: &[&str] = &[
        "said", "The", "ministry", "of", "defence", "“", "”", "\"", "‘", "’", "according", "to",
        "Ana", "Brodi", ",", ".", "he", "told", "reporters", "that", "12", "men", "reportedly",
        "quoted", "as", "saying", "—", ":", "(", ")", "who", "citing", "\n\n", "officials",
    ];

    fn text(words: &[&str], picks: &[(usize, usize)]) -> String {
        picks.iter().flat_map(|&(at, gap)| [words[at], [" ", "", "-"][gap]]).collect()
    }

    proptest! {
        #[test]
        fn any_text_keeps_the_laws(text in any::<String>()) {
            super::sentences(&text);
            super::quantities(&text);
            super::attribution(&text);
        }

        #[test]
        fn any_mix_of_pieces_keeps_the_laws(
            picks in prop::collection::vec((0..PIECES.len(), 0usize..3), 0..60),
        ) {
            super::quantities(&text(PIECES, &picks));
        }

        #[test]
        fn any_mix_of_words_keeps_the_laws(
            picks in prop::collection::vec((0..WORDS.len(), 0usize..2), 0..60),
        ) {
            super::attribution(&text(WORDS, &picks));
        }
    }
}
