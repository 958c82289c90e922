//! Annotated articles as training reads them.
//!
//! Two schemes of annotation train one encoder. Ours is that of [`crate::gold`]. PolNeAR's gives
//! every part of an attribution as a list of pieces, annotates no quantities and no source types;
//! types may come from a file of their own.

use crate::clean::clean;
use crate::document::{Document, Span};
use crate::gold::{self, Place};
use crate::ingest::{Raw, Reject};
use crate::labels::{Modality, SourceType, Topic};
use crate::reading::neural::Scheme;
use crate::reading::neural::hint::join;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// An annotated article.
#[derive(Clone, Debug)]
pub struct Annotated {
    /// Its text.
    pub doc: Document,
    /// The conventions it is annotated by.
    pub scheme: Scheme,
    /// Who says what.
    pub sayings: Vec<Said>,
    /// Its numeric claims; none if the scheme does not annotate them.
    pub quantities: Option<Vec<Counted>>,
}

/// An attribution as annotated.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The source's noun phrase.
    pub source: Option<Span>,
    /// The words that signal the attribution, in one or more pieces; empty for a free quotation.
    pub cue: Vec<Span>,
    /// What is said, in order; pieces with only white space between them are one.
    pub content: Vec<Span>,
    /// Who vouches, if the annotation tells it.
    pub source_type: Option<SourceType>,
}

/// A quantity as annotated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// The number expression.
    pub span: Span,
    /// The noun phrase counted.
    pub counted: Option<Span>,
    /// Who does it.
    pub actor: Option<Span>,
    /// What happened.
    pub event: Option<Span>,
    /// What it is about.
    pub topic: Topic,
    /// How the sentence commits itself.
    pub modality: Modality,
}

/// What a file of annotated articles held.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The articles that can be learned from, in the file's order.
    pub articles: Vec<Annotated>,
    /// The ids of those whose text needs repair, so that annotations would point elsewhere.
    pub left_out: Vec<String>,
}

/// A file of annotated articles that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file, or a line of it.
    #[error(transparent)]
    Gold(#[from] gold::Error),
    /// An annotation of something that is not there.
    #[error("{path}: article {id}: {start}-{end} is no place in its text")]
    Outside {
        /// The file.
        path: String,
        /// The article.
        id: String,
        /// Where the annotation starts, in code points.
        start: usize,
        /// Where it ends.
        end: usize,
    },
    /// A text that is no article.
    #[error("{path}: article {id} cannot be read")]
    Unclean {
        /// The file.
        path: String,
        /// The article.
        id: String,
        /// Why.
        source: Box<Reject>,
    },
}

/// Reads the articles of a file, one JSON object a line.
///
/// `types` is a file of lines `{"doc", "attribution", "type"}` with source types for attributions
/// whose scheme has none.
///
/// # Errors
///
/// If a file cannot be read, is of another shape, or annotates places outside its texts.
pub fn read(path: &Path, scheme: Scheme, types: Option<&Path>) -> Result<Corpus, Error> {
    let types = types.map(read_types).transpose()?.unwrap_or_default();
    let articles = match scheme {
        Scheme::Whosaid => gold::read(path)?.into_iter().map(Loose::from).collect(),
        Scheme::Polnear => gold::lines::<Loose>(path, "an article in PolNeAR's shape")?,
    };
    let mut corpus = Corpus::default();
    for article in articles {
        let (name, id) = (path.display().to_string(), article.id.clone());
        match article.resolve(scheme, &types) {
            Ok(article) => corpus.articles.push(article),
            Err(Refusal::NeedsRepair) => corpus.left_out.push(id),
            Err(Refusal::Outside([start, end])) => {
                return Err(Error::Outside { path: name, id, start, end });
            }
            Err(Refusal::Unclean(source)) => return Err(Error::Unclean { path: name, id, source }),
        }
    }
    Ok(corpus)
}

type Types = HashMap<(String, String), SourceType>;

fn read_types(path: &Path) -> Result<Types, Error> {
    #[derive(Deserialize)]
    struct Line {
        doc: String,
        attribution: String,
        #[serde(rename = "type")]
        source_type: SourceType,
    }
    let lines = gold::lines::<Line>(path, "a line {\"doc\", \"attribution\", \"type\"}")?;
    Ok(lines.into_iter().map(|l| ((l.doc, l.attribution), l.source_type)).collect())
}

/// An article of either scheme, as it stands in the file.
#[derive(Deserialize)]
struct Loose {
    id: String,
    text: String,
    #[serde(default)]
    date: String,
    attributions: Vec<LooseAttribution>,
    #[serde(skip)]
    quantities: Vec<gold::Quantity>,
}

#[derive(Deserialize)]
struct LooseAttribution {
    id: String,
    source: Vec<Place>,
    cue: Vec<Place>,
    content: Vec<Place>,
    #[serde(skip)]
    source_type: Option<SourceType>,
}

impl From<gold::Article> for Loose {
    fn from(article: gold::Article) -> Self {
        let attribution = |a: gold::Attribution| LooseAttribution {
            id: a.id,
            source: a.source.into_iter().collect(),
            cue: a.cue.into_iter().collect(),
            content: a.content,
            source_type: Some(a.source_type),
        };
        Self {
            id: article.id,
            text: article.text,
            date: article.date,
            attributions: article.attributions.into_iter().map(attribution).collect(),
            quantities: article.quantities,
        }
    }
}

enum Refusal {
    NeedsRepair,
    Outside(Place),
    Unclean(Box<Reject>),
}

impl Loose {
    fn resolve(self, scheme: Scheme, types: &Types) -> Result<Annotated, Refusal> {
        let mut raw = Raw::text(&self.id, &self.text);
        raw.meta.date.clone_from(&self.date);
        let doc = clean(raw).map_err(|reject| Refusal::Unclean(Box::new(reject)))?;
        if doc.text() != self.text {
            return Err(Refusal::NeedsRepair);
        }
        let places = Places::new(doc.text());
        let quantities = match scheme {
            Scheme::Whosaid => {
                let found = self.quantities.iter().filter_map(|q| places.quantity(q).transpose());
                Some(found.collect::<Result<_, Refusal>>()?)
            }
            Scheme::Polnear => None,
        };
        let said = |a: LooseAttribution| {
            let source_type =
                a.source_type.or_else(|| types.get(&(self.id.clone(), a.id.clone())).copied());
            Ok(Said {
                source: a.source.first().map(|&place| places.span(place)).transpose()?,
                cue: places.spans(&a.cue)?,
                content: join(&doc, &places.spans(&a.content)?),
                source_type,
            })
        };
        let sayings = self.attributions.into_iter().map(said).collect::<Result<_, Refusal>>()?;
        Ok(Annotated { doc, scheme, sayings, quantities })
    }
}

/// Code points to bytes.
struct Places(Vec<usize>);

impl Places {
    fn new(text: &str) -> Self {
        Self(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
    }

    fn span(&self, place: Place) -> Result<Span, Refusal> {
        let [start, end] = place;
        match (self.0.get(start), self.0.get(end)) {
            (Some(&from), Some(&to)) if start <= end => Ok(Span::new(from, to)),
            _ => Err(Refusal::Outside(place)),
        }
    }

    fn spans(&self, places: &[Place]) -> Result<Vec<Span>, Refusal> {
        let mut spans = places.iter().map(|&p| self.span(p)).collect::<Result<Vec<_>, _>>()?;
        spans.sort_unstable();
        Ok(spans)
    }

    fn quantity(&self, q: &gold::Quantity) -> Result<Option<Counted>, Refusal> {
        let Some(place) = q.span else { return Ok(None) };
        let optional = |place: Option<Place>| place.map(|place| self.span(place)).transpose();
        Ok(Some(Counted {
            span: self.span(place)?,
            counted: optional(q.counted)?,
            actor: optional(q.actor)?,
            event: optional(q.event)?,
            topic: q.topic,
            modality: q.modality,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(lines: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(lines.as_bytes()).unwrap();
        file
    }

    const POLNEAR: &str = r#"{"id":"p1","text":"Zoë said: stay put, he added.","attributions":[{"id":"E1","type":"Attribution","source":[[0,3]],"cue":[[4,8],[23,28]],"content":[[10,14],[15,18]]}]}"#;

    #[test]
    fn polnears_pieces_become_spans_and_its_types_come_from_their_file() {
        let types = file(r#"{"doc":"p1","attribution":"E1","type":"expert"}"#);
        let articles = file(POLNEAR);
        let corpus = read(articles.path(), Scheme::Polnear, Some(types.path())).unwrap();
        let [article] = &corpus.articles[..] else { panic!("one article") };
        let [said] = &article.sayings[..] else { panic!("one attribution") };
        let words = |spans: &[Span]| -> Vec<String> {
            spans.iter().map(|&s| article.doc.slice(s).to_owned()).collect()
        };
        assert_eq!(words(&[said.source.unwrap()]), ["Zoë"]);
        assert_eq!(words(&said.cue), ["said", "added"]);
        assert_eq!(words(&said.content), ["stay put"]);
        assert_eq!(said.source_type, Some(SourceType::Expert));
        assert_eq!(article.quantities, None);
    }

    #[test]
    fn an_annotation_outside_its_text_is_refused_by_name() {
        let articles = file(&POLNEAR.replace("[0,3]", "[0,300]"));
        let error = read(articles.path(), Scheme::Polnear, None).unwrap_err();
        assert!(error.to_string().contains("article p1: 0-300 is no place in its text"), "{error}");
    }

    #[test]
    fn an_article_that_needs_repair_is_left_out_and_named() {
        let articles = file(&POLNEAR.replace("Zoë", "Zo\u{c3}\u{ab}"));
        let corpus = read(articles.path(), Scheme::Polnear, None).unwrap();
        assert!(corpus.articles.is_empty());
        assert_eq!(corpus.left_out, ["p1"]);
    }

    #[test]
    fn a_line_of_another_shape_is_named() {
        let articles = file("{}\n");
        let error = read(articles.path(), Scheme::Polnear, None).unwrap_err().to_string();
        assert!(error.ends_with(":1: not an article in PolNeAR's shape"), "{error}");
    }
}
