//! What the filters go by: for each article its outlet, its day and its claims, as JSON.

use super::rows::ClaimRow;
use super::voice::{self, Voice};
use super::walk::Article;
use crate::labels::{SourceType, Topic};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// The articles of a page, or of a list that links to pages.
#[derive(Debug, Default, Serialize)]
pub(super) struct Index {
    /// Before the name of a page.
    prefix: String,
    outlets: Vec<String>,
    topics: Vec<&'static str>,
    types: Vec<&'static str>,
    /// The group of each type.
    voices: Vec<&'static str>,
    articles: Vec<Entry>,
    #[serde(skip)]
    known: HashMap<String, usize>,
    #[serde(skip)]
    present: BTreeSet<(Option<SourceType>, Topic)>,
}

#[derive(Debug, Serialize)]
struct Entry {
    /// Number of the article in the run.
    a: u32,
    /// Its outlet.
    o: usize,
    /// Its day, or nothing.
    d: String,
    /// For each claim, topic and type; in a list, each pair once.
    c: Vec<(usize, usize)>,
    /// Of an article on another page: the page, the title, and the words to search.
    #[serde(skip_serializing_if = "Option::is_none")]
    p: Option<(u32, String, String, usize)>,
}

/// A choice of a filter: its value and its words.
pub(super) struct Choice {
    pub value: String,
    pub words: String,
}

fn topic_at(topic: Topic) -> usize {
    topic as usize
}

pub(super) fn type_at(source_type: Option<SourceType>) -> usize {
    source_type.map_or(SourceType::ALL.len(), |source_type| source_type as usize)
}

fn types() -> impl Iterator<Item = Option<SourceType>> {
    SourceType::ALL.iter().copied().map(Some).chain([None])
}

impl Index {
    pub fn new(prefix: &str) -> Self {
        Self {
            prefix: prefix.to_owned(),
            topics: Topic::ALL.iter().map(|topic| topic.as_str()).collect(),
            types: types()
                .map(|t| t.map_or(crate::labels::UNATTRIBUTED, SourceType::as_str))
                .collect(),
            voices: types().map(|t| Voice::of(t).as_str()).collect(),
            ..Self::default()
        }
    }

    /// Sets what stands before the name of a page.
    pub fn prefix(&mut self, prefix: String) {
        self.prefix = prefix;
    }

    /// How many articles it has.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Adds an article of this page.
    pub fn add(&mut self, number: u32, article: &Article, day: String) {
        let claims = article.claims.iter().map(|claim| self.pair(claim)).collect();
        self.push(number, article, day, claims, None);
    }

    /// Adds an article of another page.
    pub fn add_elsewhere(
        &mut self,
        number: u32,
        article: &Article,
        day: String,
        page: u32,
        title: &str,
    ) {
        let pairs: BTreeSet<_> = article.claims.iter().map(|claim| self.pair(claim)).collect();
        let told = article
            .claims
            .iter()
            .flat_map(|claim| [&claim.quantity, &claim.counted, &claim.actor, &claim.chain]);
        let mut seen = BTreeSet::new();
        let words: Vec<_> = told
            .map(String::as_str)
            .filter(|told| !told.is_empty() && seen.insert(*told))
            .collect();
        let words = words.join(" · ").to_lowercase();
        let elsewhere = (page, title.to_owned(), words, article.claims.len());
        self.push(number, article, day, pairs.into_iter().collect(), Some(elsewhere));
    }

    fn pair(&mut self, claim: &ClaimRow) -> (usize, usize) {
        self.present.insert((claim.source_type, claim.topic));
        (topic_at(claim.topic), type_at(claim.source_type))
    }

    fn push(
        &mut self,
        a: u32,
        article: &Article,
        d: String,
        c: Vec<(usize, usize)>,
        p: Option<(u32, String, String, usize)>,
    ) {
        let outlet = &article.document.source;
        let o = self.known.get(outlet).copied().unwrap_or_else(|| {
            self.outlets.push(outlet.clone());
            self.known.insert(outlet.clone(), self.outlets.len() - 1);
            self.outlets.len() - 1
        });
        self.articles.push(Entry { a, o, d, c, p });
    }

    /// The groups of sources there are.
    pub fn voices(&self) -> Vec<Choice> {
        let present: BTreeSet<_> = self.present.iter().map(|(t, _)| Voice::of(*t)).collect();
        let choice =
            |voice: Voice| Choice { value: voice.to_string(), words: voice.meaning().to_owned() };
        present.into_iter().map(choice).collect()
    }

    /// The types of sources there are.
    pub fn source_types(&self) -> Vec<Choice> {
        let present: BTreeSet<_> = self.present.iter().map(|(t, _)| *t).collect();
        let choice = |t| Choice { value: type_at(t).to_string(), words: voice::name(t) };
        present.into_iter().map(choice).collect()
    }

    /// The topics there are.
    pub fn topics(&self) -> Vec<Choice> {
        let present: BTreeSet<_> = self.present.iter().map(|(_, topic)| *topic).collect();
        let choice = |topic: Topic| Choice {
            value: topic_at(topic).to_string(),
            words: topic.as_str().to_owned(),
        };
        present.into_iter().map(choice).collect()
    }

    /// The outlets there are, by name.
    pub fn outlets(&self) -> Vec<Choice> {
        let mut choices: Vec<_> = self
            .outlets
            .iter()
            .enumerate()
            .filter(|(_, name)| !name.is_empty())
            .map(|(at, name)| Choice { value: at.to_string(), words: name.clone() })
            .collect();
        choices.sort_by(|a, b| a.words.cmp(&b.words));
        choices
    }
}
