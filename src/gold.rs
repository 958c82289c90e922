//! The gold shape: an annotated article as one JSON object, the form of gold files and of
//! `findings.jsonl` alike, so that the two can be compared, corrected and fed back.
//!
//! All offsets here are Unicode code points, end exclusive, as everywhere outside the crate.

use crate::document::{CharOffsets, Document, Span};
use crate::findings::{self, Findings, Number};
use crate::labels::{Kind, Modality, Modifier, QuoteForm, SourceType, Topic, Trend};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use std::path::Path;

/// Start and end in code points, end exclusive.
pub type Place = [usize; 2];

/// An article with its annotations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The article's id.
    pub id: String,
    /// Its headline, empty if not known.
    #[serde(default)]
    pub title: String,
    /// Its outlet, empty if not known.
    #[serde(default)]
    pub source: String,
    /// Its date, empty if not known.
    #[serde(default)]
    pub date: String,
    /// Its address, empty if not known.
    #[serde(default)]
    pub url: String,
    /// The text that all offsets count in.
    #[serde(default)]
    pub text: String,
    /// Its sentences, in order.
    #[serde(default)]
    pub sentences: Vec<Place>,
    /// Who says what.
    #[serde(default)]
    pub attributions: Vec<Attribution>,
    /// Every numeric claim.
    #[serde(default)]
    pub quantities: Vec<Quantity>,
}

/// An attribution, in the gold shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Unique in the article.
    pub id: String,
    /// Number of its sentence, from 1.
    #[serde(default)]
    pub sentence: usize,
    /// The source's noun phrase.
    pub source: Option<Place>,
    /// The words that signal the attribution.
    pub cue: Option<Place>,
    /// What is said.
    pub content: Vec<Place>,
    /// Who vouches.
    #[serde(rename = "type")]
    pub source_type: SourceType,
    /// Whether it stands in quotation marks.
    pub quote: Option<QuoteForm>,
    /// Id of the attribution around it.
    pub parent: Option<String>,
    /// The source's canonical name, where the string itself is not it.
    #[serde(default)]
    pub who: Option<String>,
    /// Probability of the attribution, from readers that have one; to two decimals.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "two_decimals")]
    pub score: Option<f64>,
    /// Probability of the source type, from readers that have one; to two decimals.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "two_decimals")]
    pub type_score: Option<f64>,
}

/// A numeric claim, in the gold shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Unique in the article.
    pub id: String,
    /// Number of its sentence, from 1.
    #[serde(default)]
    pub sentence: usize,
    /// The number expression.
    pub span: Option<Place>,
    /// What it is.
    pub kind: Kind,
    /// The value; none for a range.
    #[serde(default, serialize_with = "plain_number")]
    pub value: Option<f64>,
    /// Lower end of a range.
    #[serde(default, serialize_with = "plain_number")]
    pub low: Option<f64>,
    /// Upper end of a range.
    #[serde(default, serialize_with = "plain_number")]
    pub high: Option<f64>,
    /// How exact it claims to be.
    #[serde(rename = "mod")]
    pub modifier: Modifier,
    /// Its unit, empty for counts and ratios.
    #[serde(default)]
    pub unit: String,
    /// Direction of a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend: Option<Trend>,
    /// The noun phrase counted.
    #[serde(default)]
    pub counted: Option<Place>,
    /// Who does it.
    #[serde(default)]
    pub actor: Option<Place>,
    /// What happened.
    #[serde(default)]
    pub event: Option<Place>,
    /// What it is about.
    pub topic: Topic,
    /// How the sentence commits itself.
    pub modality: Modality,
    /// Id of the innermost attribution that gives the number.
    #[serde(default)]
    pub attr: Option<String>,
}

/// Whole numbers without a decimal point, as gold files write them.
fn plain_number<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53: whole numbers below it are exact
    match *number {
        Some(n) if n.fract() == 0.0 && n.abs() < EXACT => serializer.serialize_i64(n as i64),
        Some(n) => serializer.serialize_f64(n),
        None => serializer.serialize_none(),
    }
}

impl Article {
    /// What was found in `doc`, in the gold shape: the quantities are those that became claims.
    pub fn of(doc: &Document, findings: &Findings) -> Self {
        let offsets = doc.char_offsets();
        let meta = doc.meta().clone();
        let sentences = findings.sentences.iter().map(|s| place(&offsets, s.span)).collect();
        let attributions = findings.attributions.iter().enumerate();
        let claims = findings.claims.iter().enumerate();
        Self {
            id: doc.id().to_owned(),
            title: meta.title,
            source: meta.source,
            date: meta.date,
            url: meta.url,
            text: doc.text().to_owned(),
            sentences,
            attributions: attributions.map(|(i, a)| attribution(&offsets, i, a)).collect(),
            quantities: claims.map(|(i, claim)| quantity(&offsets, i, claim, findings)).collect(),
        }
    }
}

fn place(offsets: &CharOffsets<'_>, span: Span) -> Place {
    offsets.span(span).into()
}

fn attribution(offsets: &CharOffsets<'_>, index: usize, a: &findings::Attribution) -> Attribution {
    Attribution {
        id: attribution_id(index),
        sentence: a.sentence + 1,
        source: a.source.map(|span| place(offsets, span)),
        cue: a.cue.map(|span| place(offsets, span)),
        content: a.content.iter().map(|&span| place(offsets, span)).collect(),
        source_type: a.source_type,
        quote: Some(a.quote),
        parent: a.parent.map(attribution_id),
        who: a.speaker.clone(),
        score: a.belief.map(|belief| belief.attribution.into()),
        type_score: a.belief.map(|belief| belief.source_type.into()),
    }
}

/// As the tables tell a probability.
fn two_decimals<S: Serializer>(score: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    score.map(|score| (score * 1e2).round() / 1e2).serialize(serializer)
}

fn attribution_id(index: usize) -> String {
    format!("a{}", index + 1)
}

fn quantity(
    offsets: &CharOffsets<'_>,
    index: usize,
    claim: &findings::Claim,
    findings: &Findings,
) -> Quantity {
    let quantity = &findings.quantities[claim.quantity];
    let (value, low, high) = match quantity.number {
        Number::Value(value) => (Some(value), None, None),
        Number::Range(low, high) => (None, Some(low), Some(high)),
        Number::Unreadable | Number::None => (None, None, None),
    };
    let arguments = &claim.arguments;
    let optional = |span: Option<Span>| span.map(|span| place(offsets, span));
    Quantity {
        id: format!("q{}", index + 1),
        sentence: quantity.sentence + 1,
        span: Some(place(offsets, quantity.span)),
        kind: quantity.kind,
        value,
        low,
        high,
        modifier: quantity.modifier,
        unit: quantity.unit.to_string(),
        trend: quantity.trend,
        counted: optional(arguments.counted),
        actor: optional(arguments.actor),
        event: optional(arguments.event),
        topic: arguments.topic,
        modality: arguments.modality,
        attr: claim.attribution.map(attribution_id),
    }
}

/// A gold or findings file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file itself.
    #[error("{path}: cannot be read")]
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// One of its lines.
    #[error("{path}:{line}: not {expected}")]
    Line {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What was looked for.
        expected: &'static str,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A place that no text has.
    #[error("{path}:{line}: {what} of article '{id}': {start} to {end} is no place in {length}")]
    Place {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// The article.
        id: String,
        /// Whose place it is.
        what: String,
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
        /// What it should lie in.
        length: String,
    },
}

/// Reads a gold or findings file, one article a line.
///
/// # Errors
///
/// If the file cannot be read, a line does not have the gold shape, or a place ends before it
/// starts or beyond the text.
pub fn read(path: &Path) -> Result<Vec<Article>, Error> {
    Ok(numbered(path)?.into_iter().map(|(_, article)| article).collect())
}

/// Like [`read`], each article with its line, from 1.
///
/// # Errors
///
/// As [`read`].
pub fn numbered(path: &Path) -> Result<Vec<(usize, Article)>, Error> {
    let expected = "an annotated article in the gold shape (see datasets/newsroom/GUIDE.md)";
    let articles: Vec<(usize, Article)> = numbered_lines(path, expected)?;
    for (line, article) in &articles {
        // Without its text, as --no-text leaves it, an article may have any length.
        let length =
            if article.text.is_empty() { None } else { Some(article.text.chars().count()) };
        let wrong = |&(_, [start, end]): &(String, Place)| {
            start > end || length.is_some_and(|length| end > length)
        };
        if let Some((what, [start, end])) = article.places().find(wrong) {
            let length = length.map(|length| format!("its text of {length} characters"));
            return Err(Error::Place {
                path: path.display().to_string(),
                line: *line,
                id: article.id.clone(),
                what,
                start,
                end,
                length: length.unwrap_or_else(|| "a text".to_owned()),
            });
        }
    }
    Ok(articles)
}

impl Article {
    /// Every place in it, with whose it is.
    fn places(&self) -> impl Iterator<Item = (String, Place)> {
        let sentences = self.sentences.iter().enumerate();
        let sentences = sentences.map(|(at, &place)| (format!("sentence {}", at + 1), place));
        let attributions = self.attributions.iter().flat_map(|one| {
            let content = one.content.iter().map(|&place| ("content", place));
            let spans = [("source", one.source), ("cue", one.cue)];
            let spans = spans.into_iter().filter_map(|(what, place)| Some((what, place?)));
            spans.chain(content).map(|(what, place)| (format!("{what} of {}", one.id), place))
        });
        let quantities = self.quantities.iter().flat_map(|one| {
            let spans = [
                ("span", one.span),
                ("counted", one.counted),
                ("actor", one.actor),
                ("event", one.event),
            ];
            let spans = spans.into_iter().filter_map(|(what, place)| Some((what, place?)));
            spans.map(|(what, place)| (format!("{what} of {}", one.id), place))
        });
        sentences.chain(attributions).chain(quantities)
    }
}

/// Reads a file of JSON lines; blank ones are passed over.
pub(crate) fn lines<T: DeserializeOwned>(
    path: &Path,
    expected: &'static str,
) -> Result<Vec<T>, Error> {
    Ok(numbered_lines(path, expected)?.into_iter().map(|(_, value)| value).collect())
}

/// Like [`lines`], each with its number, from 1.
fn numbered_lines<T: DeserializeOwned>(
    path: &Path,
    expected: &'static str,
) -> Result<Vec<(usize, T)>, Error> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|source| Error::Unreadable { path: name.clone(), source })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, text)| {
            let line = at + 1;
            let value = serde_json::from_str(text).map_err(|source| Error::Line {
                path: name.clone(),
                line,
                expected,
                source,
            })?;
            Ok((line, value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"id":"a","text":"Six men left.","sentences":[[0,13]],"attributions":[],"quantities":[]}"#;

    fn refusal(lines: &[&str]) -> String {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        std::fs::write(file.path(), lines.join("\n")).expect("a temporary file");
        match read(file.path()) {
            Ok(articles) => format!("{} articles", articles.len()),
            Err(error) => {
                error.to_string().replace(&file.path().display().to_string(), "gold.jsonl")
            }
        }
    }

    #[test]
    fn a_place_that_no_text_has_is_refused_with_its_line() {
        assert_eq!(refusal(&[GOOD, "", GOOD]), "2 articles");
        assert_eq!(
            refusal(&[GOOD, "", &GOOD.replace("[0,13]", "[9,4]")]),
            "gold.jsonl:3: sentence 1 of article 'a': 9 to 4 is no place in its text of 13 characters"
        );
        assert_eq!(
            refusal(&[&GOOD.replace("[0,13]", "[0,14]")]),
            "gold.jsonl:1: sentence 1 of article 'a': 0 to 14 is no place in its text of 13 characters"
        );
        let bare = GOOD.replace("Six men left.", "");
        assert_eq!(refusal(&[&bare]), "1 articles", "--no-text leaves places without text");
        assert_eq!(
            refusal(&[&bare.replace("[0,13]", "[13,0]")]),
            "gold.jsonl:1: sentence 1 of article 'a': 13 to 0 is no place in a text"
        );
    }
}
