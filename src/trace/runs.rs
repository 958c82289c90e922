//! Run folders, read back one article at a time: four tables walked side by side.
//!
//! All tables of a run are in the order of its articles, so a join needs no memory.

use super::Error;
use super::rows::{AttributionRow, ClaimRow, DocumentRow, SentenceOfClaim, SentenceRow};
use crate::run::rows::{Finished, Rows};
use std::path::{Path, PathBuf};

/// An article of a run with all its rows.
pub(super) struct ArticleRows {
    pub document: DocumentRow,
    pub sentences: Vec<SentenceRow>,
    pub attributions: Vec<AttributionRow>,
    pub claims: Vec<ClaimRow>,
}

/// A finished run that is read from its first article to its last.
pub(super) struct Run {
    pub folder: PathBuf,
    documents: Rows<DocumentRow>,
    sentences: Rows<SentenceRow>,
    attributions: Rows<AttributionRow>,
    claims: Rows<ClaimRow>,
}

impl Run {
    /// Opens a run folder.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let run = Finished::open(folder)?;
        if !run.has_text() {
            return Err(Error::NoText { path: folder.to_owned() });
        }
        Ok(Self {
            documents: run.rows()?,
            sentences: run.rows()?,
            attributions: run.rows()?,
            claims: run.rows()?,
            folder: run.folder,
        })
    }

    /// The next article, if there is one.
    pub fn next(&mut self) -> Result<Option<ArticleRows>, Error> {
        let Some(document) = self.documents.next()? else {
            self.sentences.end(|row| &row.doc_id)?;
            self.attributions.end(|row| &row.doc_id)?;
            self.claims.end(|row| &row.doc_id)?;
            return Ok(None);
        };
        let id = &document.doc_id;
        let sentences = self.sentences.while_(|row| row.doc_id == *id)?;
        let attributions = self.attributions.while_(|row| row.doc_id == *id)?;
        let claims = self.claims.while_(|row| row.doc_id == *id)?;
        if document.claims != claims.len() {
            let told = document.claims;
            let wrong = format!("{} claims of article '{id}', documents say {told}", claims.len());
            return Err(self.claims.wrong(wrong).into());
        }
        Ok(Some(ArticleRows { document, sentences, attributions, claims }))
    }

    /// An error about the claim read last.
    pub fn wrong(&self, wrong: String) -> Error {
        self.claims.wrong(wrong).into()
    }
}

/// Tells `hear` the id and the sentence of every claim of a run.
pub(super) fn sentences(folder: &Path, mut hear: impl FnMut(&str, String)) -> Result<(), Error> {
    let mut claims = Finished::open(folder)?.rows::<SentenceOfClaim>()?;
    while let Some(row) = claims.next()? {
        hear(&row.claim_id, row.sentence);
    }
    Ok(())
}
