//! Run folders, read back one article at a time: four tables walked side by side.
//!
//! All tables of a run are in the order of its articles, so a join needs no memory.

use super::Error;
use super::sheet::{Row, Sheet};
use crate::run;
use std::path::{Path, PathBuf};

const DOCUMENTS: &[&str] =
    &["doc_id", "title", "source", "date", "text_sha256", "duplicate_of", "claims"];
const SENTENCES: &[&str] = &["doc_id", "sentence_start", "sentence_end", "region", "text"];
const ATTRIBUTIONS: &[&str] = &["doc_id", "source", "source_type", "speaker"];
const CLAIMS: &[&str] = &[
    "claim_id",
    "doc_id",
    "region",
    "sentence_start",
    "quantity_start",
    "quantity_end",
    "kind",
    "value",
    "value_low",
    "value_high",
    "modifier",
    "trend",
    "unit",
    "counted",
    "topic",
    "event",
    "actor",
    "modality",
    "source",
    "source_type",
    "speaker",
    "cue",
    "chain",
    "quantity",
];

/// An article of a run with all its rows.
pub(super) struct ArticleRows {
    pub document: Row,
    pub sentences: Vec<Row>,
    pub attributions: Vec<Row>,
    pub claims: Vec<Row>,
}

/// A finished run that is read from its first article to its last.
pub(super) struct Run {
    pub folder: PathBuf,
    documents: Sheet,
    sentences: Sheet,
    attributions: Sheet,
    claims: Sheet,
}

impl Run {
    /// Opens a run folder.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let manifest = run::finished(folder)?;
        if manifest.recipe.settings.get("no-text").is_some_and(|told| told == "true") {
            return Err(Error::NoText { path: folder.to_owned() });
        }
        if manifest.recipe.settings.get("format").is_some_and(|told| told == "parquet") {
            return Err(Error::Parquet { path: folder.to_owned() });
        }
        Ok(Self {
            folder: folder.to_owned(),
            documents: Sheet::open(folder, "documents", DOCUMENTS)?,
            sentences: Sheet::open(folder, "sentences", SENTENCES)?,
            attributions: Sheet::open(folder, "attributions", ATTRIBUTIONS)?,
            claims: Sheet::open(folder, "claims", CLAIMS)?,
        })
    }

    /// The next article, if there is one.
    pub fn next(&mut self) -> Result<Option<ArticleRows>, Error> {
        let Some(document) = self.documents.next()? else {
            for sheet in [&mut self.sentences, &mut self.attributions, &mut self.claims] {
                sheet.end()?;
            }
            return Ok(None);
        };
        let id = document.cell("doc_id");
        let sentences = self.sentences.of(id)?;
        let attributions = self.attributions.of(id)?;
        let claims = self.claims.of(id)?;
        let told = document.number("claims").unwrap_or_default();
        if told != claims.len() as f64 {
            let wrong = format!("{} claims of article '{id}', documents say {told}", claims.len());
            return Err(self.claims.wrong(wrong));
        }
        Ok(Some(ArticleRows { document, sentences, attributions, claims }))
    }

    /// An error about the claim read last.
    pub fn wrong(&self, wrong: String) -> Error {
        self.claims.wrong(wrong)
    }
}

/// Tells `hear` the id and the sentence of every claim of a run.
pub(super) fn sentences(folder: &Path, mut hear: impl FnMut(&str, &str)) -> Result<(), Error> {
    let mut claims = Sheet::open(folder, "claims", &["claim_id", "doc_id", "sentence"])?;
    while let Some(row) = claims.next()? {
        hear(row.cell("claim_id"), row.cell("sentence"));
    }
    Ok(())
}
