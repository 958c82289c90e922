//! Chains: who vouches for each attribution, outward.
//!
//! Made for all attributions of an article at once, the outer ones first, so that what
//! a sentence of nothing but "he said that" takes grows with its length and not with its square.

use crate::document::Document;
use crate::findings::{Attribution, depths};

/// Most names in a chain. Among some 4,500 annotated attributions the longest has five.
const LINKS: usize = 8;

/// The chains of an article's attributions.
pub(super) struct Chains {
    depths: Vec<usize>,
    /// With a sign at the end where there are more names.
    texts: Vec<String>,
}

impl Chains {
    pub fn of(doc: &Document, attributions: &[Attribution]) -> Self {
        let name = |a: &Attribution| {
            let name = a.name(doc).unwrap_or(a.source_type.as_str());
            name.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let names: Vec<String> = attributions.iter().map(name).collect();
        let depths = depths(attributions);
        let mut outermost_first: Vec<usize> = (0..attributions.len()).collect();
        outermost_first.sort_by_key(|&index| depths[index]);
        // One more than is shown, to know that there are more.
        let mut links: Vec<Vec<usize>> = vec![Vec::new(); attributions.len()];
        for index in outermost_first {
            let above = attributions[index].parent.map_or(&[][..], |parent| &links[parent]);
            // A source that cites itself stands once.
            let same = above.first().is_some_and(|&first| names[first] == names[index]);
            let above = above.iter().skip(usize::from(same)).take(LINKS);
            links[index] = std::iter::once(&index).chain(above).copied().collect();
        }
        let text = |links: &Vec<usize>| {
            let shown = links.iter().take(LINKS).map(|&link| names[link].as_str());
            let more = (links.len() > LINKS).then_some(MORE);
            shown.chain(more).collect::<Vec<_>>().join(" < ")
        };
        let texts = links.iter().map(text).collect();
        Self { depths, texts }
    }

    /// How many attributions stand around the one with this index.
    pub fn depth(&self, index: usize) -> usize {
        self.depths[index]
    }

    /// The names around the attribution with this index, outward, on one line.
    pub fn text(&self, index: usize) -> &str {
        &self.texts[index]
    }
}

/// Stands at the end of a chain for the names that are left out.
pub(crate) const MORE: &str = "…";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Meta, Region, Span};
    use crate::findings::Rule;
    use crate::labels::{QuoteForm, RegionKind, SourceType};

    /// Attributions of these sources, each in the content of the one before.
    fn nested(names: &[&str]) -> Chains {
        let text = names.join(" ");
        let mut at = 0;
        let mut attributions = Vec::new();
        for (index, name) in names.iter().enumerate() {
            attributions.push(Attribution {
                sentence: 0,
                source: Some(Span::new(at, at + name.len())),
                cue: None,
                content: Vec::new(),
                source_type: SourceType::Individual,
                quote: QuoteForm::Indirect,
                parent: index.checked_sub(1),
                speaker: None,
                belief: None,
                rule: Rule("test"),
            });
            at += name.len() + 1;
        }
        let region = Region { span: Span::new(0, text.len()), kind: RegionKind::Body };
        let doc = Document::new("d".into(), text, Meta::default(), vec![region], false);
        Chains::of(&doc, &attributions)
    }

    #[test]
    fn a_chain_reads_outward_and_names_nobody_twice_in_a_row() {
        let chains = nested(&["the Gale", "Ana", "Ana", "a guard"]);
        assert_eq!(chains.text(0), "the Gale");
        assert_eq!(chains.text(3), "a guard < Ana < the Gale");
        assert_eq!(chains.depth(3), 3);
    }

    #[test]
    fn a_long_chain_says_that_there_is_more() {
        let names: Vec<String> = (0..12).map(|n| format!("n{n}")).collect();
        let chains = nested(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(chains.text(7), "n7 < n6 < n5 < n4 < n3 < n2 < n1 < n0");
        assert_eq!(chains.text(8), "n8 < n7 < n6 < n5 < n4 < n3 < n2 < n1 < …");
        assert_eq!(chains.text(11), "n11 < n10 < n9 < n8 < n7 < n6 < n5 < n4 < …");
        assert_eq!(chains.depth(11), 11);
        // The same source over and over is one name, however deep.
        let chains = nested(&["he"; 1_000]);
        assert_eq!((chains.text(999), chains.depth(999)), ("he", 999));
    }
}
