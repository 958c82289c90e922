//! The measures of the attribution literature: chunks of source, cue and content, each role apart.
//!
//! A chunk is a piece of one role of an outermost attribution, without the white space and
//! punctuation at its ends. Corpora such as PolNeAR annotate no nested attributions, and a role may
//! have several pieces there.

use super::Count;
use crate::gold::{self, Article, Place};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// An article with the pieces of its attributions.
#[derive(Clone, Debug, Deserialize)]
pub struct Chunked {
    /// The article.
    pub id: String,
    /// Its text, which places count code points of.
    pub text: String,
    /// Its attributions.
    pub attributions: Vec<Pieces>,
}

/// The pieces of one attribution.
#[derive(Clone, Debug, Deserialize)]
pub struct Pieces {
    /// The source's.
    #[serde(deserialize_with = "one_or_many")]
    pub source: Vec<Place>,
    /// The cue's.
    #[serde(deserialize_with = "one_or_many")]
    pub cue: Vec<Place>,
    /// The content's.
    #[serde(deserialize_with = "one_or_many")]
    pub content: Vec<Place>,
    /// The attribution around it; nested ones are not measured.
    #[serde(default)]
    pub parent: Option<String>,
}

/// A place, a list of them, or null.
fn one_or_many<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<Place>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Places {
        One(Place),
        Many(Vec<Place>),
    }
    Ok(match Option::deserialize(from)? {
        None => Vec::new(),
        Some(Places::One(place)) => vec![place],
        Some(Places::Many(places)) => places,
    })
}

impl From<&Article> for Chunked {
    fn from(article: &Article) -> Self {
        let pieces = |a: &gold::Attribution| Pieces {
            source: a.source.into_iter().collect(),
            cue: a.cue.into_iter().collect(),
            content: a.content.clone(),
            parent: a.parent.clone(),
        };
        Self {
            id: article.id.clone(),
            text: article.text.clone(),
            attributions: article.attributions.iter().map(pieces).collect(),
        }
    }
}

impl Chunked {
    /// Reads a file of them, one JSON object a line.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or a line is of another shape.
    pub fn read(path: &Path) -> Result<Vec<Self>, gold::Error> {
        gold::lines(path, "an article with attributions of pieces, as PolNeAR has them")
    }

    /// The pieces of each role, and those of whole attributions.
    fn chunks(&self) -> ([BTreeSet<Place>; 3], BTreeSet<[BTreeSet<Place>; 3]>) {
        let text: Vec<char> = self.text.chars().collect();
        let (mut roles, mut whole) = (<[BTreeSet<Place>; 3]>::default(), BTreeSet::new());
        for pieces in self.attributions.iter().filter(|pieces| pieces.parent.is_none()) {
            let trimmed = [&pieces.source, &pieces.cue, &pieces.content]
                .map(|places| places.iter().filter_map(|&p| trimmed(&text, p)).collect());
            for (role, chunks) in roles.iter_mut().zip(&trimmed) {
                role.extend(chunks);
            }
            whole.insert(trimmed);
        }
        (roles, whole)
    }
}

/// The place without what is no part of a chunk at its ends; none if nothing is left.
fn trimmed(text: &[char], [start, end]: Place) -> Option<Place> {
    const EDGE: &str = " \t\n\r.,;:!?\"'“”‘’()[]—–-";
    let inside = text.get(start..end)?;
    let first = inside.iter().position(|&c| !EDGE.contains(c))?;
    let last = inside.iter().rposition(|&c| !EDGE.contains(c))?;
    Some([start + first, start + last + 1])
}

/// How chunks agree, over articles.
#[derive(Clone, Debug, Default)]
pub struct Chunks {
    articles: usize,
    counts: BTreeMap<(usize, usize), Count>,
}

const ROLES: [&str; 4] = ["source", "cue", "content", "triple"];
const AGREEMENTS: [(&str, &str); 3] = [
    ("exact", "both ends agree"),
    ("begin", "the starts agree"),
    ("overlap", "characters, each counted once a role"),
];

impl Chunks {
    /// Scores what was found against gold, article by article; an article that was not found
    /// counts as empty.
    pub fn of(gold: &[Chunked], found: &[Chunked]) -> Self {
        let found: BTreeMap<&str, &Chunked> = found.iter().map(|a| (&*a.id, a)).collect();
        let mut this = Self { articles: gold.len(), ..Self::default() };
        for article in gold {
            let (gold, gold_whole) = article.chunks();
            let (found, found_whole) =
                found.get(&*article.id).map(|found| found.chunks()).unwrap_or_default();
            for (role, (gold, found)) in gold.iter().zip(&found).enumerate() {
                this.add(role, 0, gold, found);
                let starts = |chunks: &BTreeSet<Place>| -> BTreeSet<usize> {
                    chunks.iter().map(|chunk| chunk[0]).collect()
                };
                this.add(role, 1, &starts(gold), &starts(found));
                let covered = |chunks: &BTreeSet<Place>| -> BTreeSet<usize> {
                    chunks.iter().flat_map(|&[start, end]| start..end).collect()
                };
                this.add(role, 2, &covered(gold), &covered(found));
            }
            this.add(3, 0, &gold_whole, &found_whole);
        }
        this
    }

    fn add<T: Ord>(&mut self, role: usize, how: usize, gold: &BTreeSet<T>, found: &BTreeSet<T>) {
        let count = self.counts.entry((role, how)).or_default();
        count.add(gold.intersection(found).count(), gold.len(), found.len());
    }

    /// The name of each measure, with its count.
    pub fn rows(&self) -> impl Iterator<Item = (String, Count)> {
        let name = |role: usize, how: usize| format!("{} {}", ROLES[role], AGREEMENTS[how].0);
        self.counts.iter().map(move |(&(role, how), &count)| (name(role, how), count))
    }

    /// Everything, for programs.
    pub fn json(&self) -> Value {
        let row = |(name, count): (String, Count)| {
            let [p, r, f1] = [count.precision(), count.recall(), count.f1()];
            let row = json!({
                "precision": p, "recall": r, "f1": f1,
                "tp": count.tp, "gold": count.gold, "pred": count.pred,
            });
            (name, row)
        };
        json!({"articles": self.articles, "chunks": self.rows().map(row).collect::<Map<_, _>>()})
    }
}

impl fmt::Display for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} articles; percent; outermost attributions", self.articles)?;
        for (name, means) in AGREEMENTS {
            writeln!(f, "{name}: {means}")?;
        }
        writeln!(f, "triple: source, cue and content of one attribution are exact\n")?;
        writeln!(
            f,
            "{:<25}{:>7}{:>7}{:>7}{:>9}{:>9}{:>9}",
            "chunks", "P", "R", "F1", "right", "gold", "found"
        )?;
        for (name, count) in self.rows() {
            let [p, r, f1] = [count.precision(), count.recall(), count.f1()].map(|x| 100.0 * x);
            let Count { tp, gold, pred } = count;
            writeln!(f, "{name:<25}{p:>7.1}{r:>7.1}{f1:>7.1}{tp:>9}{gold:>9}{pred:>9}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“We won,” Ana Brodi said. Critics say she lost.";

    fn article(attributions: &str) -> Chunked {
        let line = json!({"id": "a", "text": TEXT});
        let Value::Object(mut line) = line else { unreachable!() };
        line.insert("attributions".into(), serde_json::from_str(attributions).unwrap());
        serde_json::from_value(line.into()).unwrap()
    }

    fn f1(gold: &str, found: &str) -> Vec<(String, f64)> {
        let chunks = Chunks::of(&[article(gold)], &[article(found)]);
        chunks.rows().map(|(name, count)| (name, (1000.0 * count.f1()).round() / 10.0)).collect()
    }

    const GOLD: &str = r#"[
        {"source": [[10, 19]], "cue": [[20, 24]], "content": [[0, 9]]},
        {"source": [[26, 33]], "cue": [[34, 37]], "content": [[38, 46]]}
    ]"#;

    #[test]
    fn punctuation_at_the_ends_does_not_count_and_a_place_is_a_list_of_one() {
        let found = r#"[
            {"source": [10, 19], "cue": [20, 25], "content": [[1, 7]]},
            {"source": [26, 33], "cue": [34, 37], "content": [[38, 47]]}
        ]"#;
        assert!(f1(GOLD, found).iter().all(|(_, f1)| *f1 == 100.0), "{:?}", f1(GOLD, found));
    }

    #[test]
    fn ends_starts_and_characters_are_told_apart_and_nested_ones_left_out() {
        let found = r#"[
            {"source": [14, 19], "cue": [20, 24], "content": [[0, 4]]},
            {"source": null, "cue": [34, 37], "content": [[38, 46]], "parent": "a1"}
        ]"#;
        let rows: BTreeMap<String, f64> = f1(GOLD, found).into_iter().collect();
        assert_eq!(rows["source exact"], 0.0);
        assert_eq!(rows["source overlap"], 47.6, "5 of 16 and of 5 characters");
        assert_eq!((rows["cue exact"], rows["content exact"]), (66.7, 0.0));
        assert_eq!((rows["content begin"], rows["triple exact"]), (66.7, 0.0));
    }

    #[test]
    fn an_article_that_was_not_found_is_missed() {
        let chunks = Chunks::of(&[article(GOLD)], &[]);
        assert!(chunks.rows().all(|(_, count)| count.tp == 0 && count.gold > 0));
    }
}
