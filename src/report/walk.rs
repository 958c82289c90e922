//! A run, read one article at a time: its tables walked side by side.
//!
//! All tables of a run are in the order of its articles, so a join needs no memory.

use super::Error;
use super::rows::{AttributionRow, ClaimRow, DocumentRow, SentenceRow, Sheet};
use std::path::Path;

/// What makes the tables of a run anew.
pub(super) const REMEDY: &str = "give the extract command with --fresh to make it anew";

/// An article with its claims, and all else where it was asked for.
pub(super) struct Article {
    pub document: DocumentRow,
    pub claims: Vec<ClaimRow>,
    pub attributions: Vec<AttributionRow>,
    pub sentences: Vec<SentenceRow>,
}

/// The tables of a run, each at the same article.
pub(super) struct Walk {
    documents: Sheet<DocumentRow>,
    claims: Sheet<ClaimRow>,
    more: Option<(Sheet<AttributionRow>, Sheet<SentenceRow>)>,
}

impl Walk {
    /// Opens documents and claims alone.
    pub fn claims(run: &Path) -> Result<Self, Error> {
        let (documents, claims) = (Sheet::open(run, REMEDY)?, Sheet::open(run, REMEDY)?);
        Ok(Self { documents, claims, more: None })
    }

    /// Opens all tables of articles.
    pub fn all(run: &Path) -> Result<Self, Error> {
        let more = Some((Sheet::open(run, REMEDY)?, Sheet::open(run, REMEDY)?));
        Ok(Self { more, ..Self::claims(run)? })
    }

    /// The next article, if there is one.
    pub fn next(&mut self) -> Result<Option<Article>, Error> {
        let Some(document) = self.documents.next()? else {
            if let Some(claim) = self.claims.next()? {
                let id = claim.doc_id;
                return Err(self
                    .claims
                    .wrong(format!("article '{id}' is out of order or not in documents")));
            }
            return Ok(None);
        };
        let id = document.doc_id.as_str();
        let claims = self.claims.while_(|claim| claim.doc_id == id)?;
        if claims.len() != document.claims {
            let wrong = format!(
                "{} claims of article '{id}', documents say {}",
                claims.len(),
                document.claims
            );
            return Err(self.claims.wrong(wrong));
        }
        let (attributions, sentences) = match &mut self.more {
            None => (Vec::new(), Vec::new()),
            Some((attributions, sentences)) => (
                attributions.while_(|row| row.doc_id == id)?,
                sentences.while_(|row| row.doc_id == id)?,
            ),
        };
        Ok(Some(Article { document, claims, attributions, sentences }))
    }
}
