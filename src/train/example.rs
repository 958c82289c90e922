//! Examples: what the network should answer for each window of an annotated article.
//!
//! An anchor belongs to the window that owns its first piece; the parts it gives to others may
//! lie in the window's context. Quantities are those the grammar finds, as when reading; a
//! quantity that no annotation meets teaches nothing.

use super::annotated::{Annotated, Counted, Said};
use crate::attribution;
use crate::findings::{Rule, Sentence};
use crate::labels::{Kind, Modality, SourceType, Topic};
use crate::quantity;
use crate::reading::neural::Scheme;
use crate::reading::neural::hint::{Known, mark};
use crate::reading::neural::piece::Pieces;
use crate::reading::neural::window::{Size, Window, windows};
use crate::reading::{Reader as _, Saying, lexicon::Lexicon};
use crate::sentence;

/// Labels of the tagger: outside, first piece of a cue, other piece of a cue, first piece of the
/// content of an attribution without a cue.
pub mod tag {
    /// No anchor.
    pub const NONE: u8 = 0;
    /// First piece of a cue.
    pub const CUE: u8 = 1;
    /// Any other piece of a cue.
    pub const CUE_REST: u8 = 2;
    /// First piece of content without a cue.
    pub const FREE: u8 = 3;
}

/// A window with all that is to be learned from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The pieces' numbers, without the marks at the ends.
    pub ids: Vec<u32>,
    /// The hints on each piece.
    pub hints: Vec<u16>,
    /// The conventions that the answers follow.
    pub scheme: Scheme,
    /// Index of the first piece that is not context.
    pub own: usize,
    /// The tag of each piece.
    pub tags: Vec<u8>,
    /// Its attributions.
    pub sayings: Vec<SayingAnchor>,
    /// Its quantities.
    pub quantities: Vec<QuantityAnchor>,
}

/// An anchor and what every piece of the window is to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    /// The pieces it stands on, in order; never empty.
    pub at: Vec<usize>,
    /// The role of each piece: none, then two labels (first piece, rest) for each role.
    pub roles: Vec<u8>,
    /// The role of each piece by the lexicon reader, or that it sees nothing here.
    pub hints: Vec<u8>,
}

/// The anchor of an attribution.
#[derive(Clone, Debug, PartialEq)]
pub struct SayingAnchor {
    /// Where, with roles source (1, 2) and content (3, 4).
    pub anchor: Anchor,
    /// The source's type, if known.
    pub source_type: Option<SourceType>,
    /// The type that the rules give its speaker.
    pub hint: SourceType,
}

/// The anchor of a quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityAnchor {
    /// Where, with roles counted (1, 2), actor (3, 4) and event (5, 6).
    pub anchor: Anchor,
    /// What it is about.
    pub topic: Topic,
    /// How the sentence commits itself.
    pub modality: Modality,
    /// What the lexicon reader says it is about, how committed, and what the grammar takes it for.
    pub hints: (Topic, Modality, Kind),
}

impl Example {
    /// How many pieces it has, context included.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it has no pieces.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// The examples of one article, in order.
pub fn examples(article: &Annotated, pieces: &Pieces, size: Size) -> Vec<Example> {
    let doc = &article.doc;
    let sentences = sentence::split(doc);
    let quantities = quantity::find(doc, &sentences);
    let reading = Lexicon.read(doc, &sentences, &quantities);
    let attributions = attribution::link(doc, &sentences, reading.sayings);
    let known = Known::new(doc, &quantities, &reading.arguments, &attributions);
    let typed = by_rule(article, &sentences);
    let example = |window: Window| {
        let mut tags = vec![tag::NONE; window.pieces.len()];
        let sayings = typed.iter();
        let sayings = sayings
            .filter_map(|&(said, hint)| saying(&window, &known, said, hint, &mut tags))
            .collect();
        let annotated = article.quantities.as_deref().unwrap_or_default();
        let found = quantities.iter().zip(&reading.arguments).enumerate();
        let counted = found.filter(|(_, (q, _))| q.kind.is_claim());
        let counted = counted.filter_map(|(index, (found, arguments))| {
            let at: Vec<usize> = window.at(found.span).collect();
            let gold = annotated.iter().find(|q| q.span.overlaps(found.span))?;
            let hints = owned(&window, &at).then(|| known.counted(&window, index))?;
            Some(QuantityAnchor {
                anchor: Anchor { at, roles: quantity_roles(&window, gold), hints },
                topic: gold.topic,
                modality: gold.modality,
                hints: (arguments.topic, arguments.modality, found.kind),
            })
        });
        Example {
            ids: window.pieces.iter().map(|piece| piece.id).collect(),
            hints: known.hints(&window),
            scheme: article.scheme,
            own: window.own,
            quantities: counted.collect(),
            tags,
            sayings,
        }
    };
    windows(doc, &sentences, pieces, size).into_iter().map(example).collect()
}

/// The attributions with content, each with the source type that the rules give it among the
/// others: what the reader, too, knows of those it has found.
fn by_rule<'a>(article: &'a Annotated, sentences: &[Sentence]) -> Vec<(&'a Said, SourceType)> {
    let mut said: Vec<&Said> = article.sayings.iter().filter(|s| !s.content.is_empty()).collect();
    said.sort_by_key(|s| s.cue.first().copied().unwrap_or(s.content[0]));
    let sayings = said.iter().map(|said| Saying {
        source: said.source,
        cue: said.cue.first().copied(),
        content: said.content.clone(),
        source_type: None,
        belief: None,
        rule: Rule("annotation"),
    });
    let linked = attribution::link(&article.doc, sentences, sayings.collect());
    said.into_iter().zip(linked).map(|(said, linked)| (said, linked.source_type)).collect()
}

/// Whether the first of the pieces is the window's own.
fn owned(window: &Window, at: &[usize]) -> bool {
    at.first().is_some_and(|&first| first >= window.own)
}

fn saying(
    window: &Window,
    known: &Known<'_>,
    said: &Said,
    hint: SourceType,
    tags: &mut [u8],
) -> Option<SayingAnchor> {
    let first = *said.content.first()?;
    let at: Vec<usize> = if said.cue.is_empty() {
        let piece = window.at(first).next()?;
        // Content that begins before the window's first piece has its anchor in another one.
        if window.pieces[piece].span.start() > first.start() + BLANK {
            return None;
        }
        vec![piece]
    } else {
        let mut at: Vec<usize> = said.cue.iter().flat_map(|&cue| window.at(cue)).collect();
        at.dedup();
        at
    };
    if !owned(window, &at) {
        return None;
    }
    if said.cue.is_empty() {
        tags[at[0]] = tag::FREE;
    } else {
        mark(window, &said.cue, tag::CUE, tags);
    }
    let ruled = known.attribution(window, at[0]..at[at.len() - 1] + 1, !said.cue.is_empty());
    let mut roles = vec![0; window.pieces.len()];
    mark(window, &said.content, 3, &mut roles);
    mark(window, said.source.as_slice(), 1, &mut roles);
    Some(SayingAnchor {
        anchor: Anchor { at, roles, hints: known.said(window, ruled) },
        source_type: said.source_type,
        hint,
    })
}

/// Content may begin with white space or a mark that the tokenizer drops.
const BLANK: usize = 4;

fn quantity_roles(window: &Window, gold: &Counted) -> Vec<u8> {
    let mut roles = vec![0; window.pieces.len()];
    for (span, role) in [(gold.event, 5), (gold.actor, 3), (gold.counted, 1)] {
        mark(window, span.as_slice(), role, &mut roles);
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Meta, Region, Span};
    use crate::labels::RegionKind;
    use crate::reading::neural::piece::tokenizer;
    use std::fmt::Write as _;

    /// A tokenizer whose pieces are the words of the text and single marks.
    fn pieces(text: &str) -> Pieces {
        let mut vocabulary = serde_json::Map::new();
        let marks = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", "\""];
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        for piece in marks.into_iter().map(str::to_owned).chain(words.map(str::to_lowercase)) {
            let number = vocabulary.len();
            vocabulary.entry(piece).or_insert(number.into());
        }
        Pieces::from_bytes(tokenizer(&vocabulary).as_bytes()).unwrap()
    }

    fn article(text: &str) -> Annotated {
        let region = Region { span: Span::new(0, text.len()), kind: RegionKind::Body };
        Annotated {
            doc: Document::new("a".into(), text.into(), Meta::default(), vec![region], false),
            scheme: Scheme::Whosaid,
            sayings: Vec::new(),
            quantities: Some(Vec::new()),
        }
    }

    fn span(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    /// Each window as one line for each kind of label: the words, and a mark under each.
    fn draw(text: &str, article: &Annotated, size: Size) -> String {
        let cutter = pieces(text);
        let sentences = sentence::split(&article.doc);
        let cut = windows(&article.doc, &sentences, &cutter, size);
        let mut drawn = String::new();
        for (window, example) in cut.iter().zip(examples(article, &cutter, size)) {
            assert_eq!(window.pieces.len(), example.len());
            let words = window.pieces.iter().map(|p| article.doc.slice(p.span));
            let (before, own): (Vec<_>, Vec<_>) =
                words.enumerate().partition(|(i, _)| *i < example.own);
            let join = |words: Vec<(usize, &str)>| {
                words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(" ")
            };
            writeln!(drawn, "[{}] {}", join(before), join(own)).unwrap();
            let mut line = |name: &str, labels: &[u8], names: &[&str]| {
                let at = |(i, &label): (usize, &u8)| {
                    let word = article.doc.slice(window.pieces[i].span);
                    (label > 0).then(|| format!("{}={word}", names[usize::from(label)]))
                };
                let told: Vec<_> = labels.iter().enumerate().filter_map(at).collect();
                writeln!(drawn, "  {name}: {}", told.join(" ")).unwrap();
            };
            line("tags", &example.tags, &["", "B", "I", "F"]);
            for saying in &example.sayings {
                line("saying", &saying.anchor.roles, &["", "S", "s", "C", "c"]);
            }
            for quantity in &example.quantities {
                let names = ["", "N", "n", "A", "a", "E", "e"];
                line(quantity.topic.as_str(), &quantity.anchor.roles, &names);
            }
        }
        drawn
    }

    #[test]
    fn an_attribution_and_a_quantity_are_drawn_piece_by_piece() {
        let text = "The mayor said floods swept away 40 boats.";
        let mut article = article(text);
        article.sayings.push(Said {
            source: Some(span(text, "The mayor")),
            cue: vec![span(text, "said")],
            content: vec![span(text, "floods swept away 40 boats")],
            source_type: Some(SourceType::NamedOfficial),
        });
        article.quantities = Some(vec![Counted {
            span: span(text, "40"),
            counted: Some(span(text, "boats")),
            actor: Some(span(text, "floods")),
            event: Some(span(text, "swept away")),
            topic: Topic::Weapons,
            modality: Modality::Asserted,
        }]);
        let expected = "\
[] The mayor said floods swept away 40 boats .
  tags: B=said
  saying: S=The s=mayor C=floods c=swept c=away c=40 c=boats
  weapons: A=floods E=swept e=away N=boats
";
        assert_eq!(draw(text, &article, Size::default()), expected);
        let [example] = &examples(&article, &pieces(text), Size::default())[..] else {
            panic!("one window")
        };
        assert_eq!(example.sayings[0].anchor.at, [2]);
        assert_eq!(example.quantities[0].anchor.at, [6]);
        assert_eq!(example.quantities[0].hints.2, Kind::Count);
    }

    #[test]
    fn an_anchor_is_learned_in_the_window_that_owns_it_and_roles_reach_into_context() {
        let text = "Dikes held all night. Nobody drowned, the harbour master added.";
        let mut article = article(text);
        article.sayings.push(Said {
            source: Some(span(text, "the harbour master")),
            cue: vec![span(text, "added")],
            content: vec![span(text, "Dikes held all night."), span(text, "Nobody drowned")],
            source_type: None,
        });
        let expected = "\
[] Dikes held all night .
  tags: 
[all night .] Nobody drowned , the harbour master added .
  tags: B=added
  saying: C=all c=night c=. C=Nobody c=drowned S=the s=harbour s=master
";
        assert_eq!(draw(text, &article, Size { own: 8, context: 3 }), expected);
    }

    #[test]
    fn content_without_a_cue_is_tagged_where_it_begins() {
        let text = "Guards ran. \"We saw smoke.\"";
        let mut article = article(text);
        let content = Span::new(text.find("\"We").unwrap(), text.len());
        article.sayings.push(Said {
            source: Some(span(text, "Guards")),
            cue: Vec::new(),
            content: vec![content],
            source_type: Some(SourceType::Individual),
        });
        let expected = "\
[] Guards ran . \" We saw smoke . \"
  tags: F=\"
  saying: S=Guards C=\" c=We c=saw c=smoke c=. c=\"
";
        assert_eq!(draw(text, &article, Size::default()), expected);
        // Where the content's beginning is out of a window, there is no anchor to learn.
        let cut = examples(&article, &pieces(text), Size { own: 3, context: 0 });
        let tags: Vec<u8> = cut.iter().flat_map(|e| e.tags.clone()).collect();
        assert_eq!(tags.iter().filter(|&&tag| tag == tag::FREE).count(), 1);
        assert_eq!(cut.iter().map(|e| e.sayings.len()).sum::<usize>(), 1);
    }

    #[test]
    fn a_cue_in_pieces_is_one_anchor_and_every_piece_is_tagged() {
        let text = "Kim made no secret, cooks say, of debts.";
        let mut article = article(text);
        article.sayings.push(Said {
            source: Some(span(text, "Kim")),
            cue: vec![span(text, "made no secret"), span(text, "of")],
            content: vec![span(text, "debts")],
            source_type: None,
        });
        let [example] = &examples(&article, &pieces(text), Size::default())[..] else {
            panic!("one window")
        };
        assert_eq!(example.tags, [0, 1, 2, 2, 0, 0, 0, 0, 1, 0, 0]);
        assert_eq!(example.sayings[0].anchor.at, [1, 2, 3, 8]);
    }
}
