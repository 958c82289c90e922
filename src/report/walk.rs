//! A run, read one article at a time: its tables walked side by side.
//!
//! All tables of a run are in the order of its articles, so a join needs no memory.

use super::Error;
use super::rows::{AttributionRow, ClaimRow, DocumentRow, SentenceRow};
use crate::run::rows::{Finished, Rows};

/// An article with its claims, and all else where it was asked for.
pub(super) struct Article {
    pub document: DocumentRow,
    pub claims: Vec<ClaimRow>,
    pub attributions: Vec<AttributionRow>,
    pub sentences: Vec<SentenceRow>,
}

/// The tables of a run, each at the same article.
pub(super) struct Walk {
    documents: Rows<DocumentRow>,
    claims: Rows<ClaimRow>,
    more: Option<(Rows<AttributionRow>, Rows<SentenceRow>)>,
}

impl Walk {
    /// Opens documents and claims alone.
    pub fn claims(run: &Finished) -> Result<Self, Error> {
        Ok(Self { documents: run.rows()?, claims: run.rows()?, more: None })
    }

    /// Opens all tables of articles.
    pub fn all(run: &Finished) -> Result<Self, Error> {
        let more = Some((run.rows()?, run.rows()?));
        Ok(Self { more, ..Self::claims(run)? })
    }

    /// The next article, if there is one.
    pub fn next(&mut self) -> Result<Option<Article>, Error> {
        let Some(document) = self.documents.next()? else {
            self.claims.end(|claim| &claim.doc_id)?;
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
            return Err(self.claims.wrong(wrong).into());
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
