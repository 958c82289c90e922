//! How well a model reads: the whole pipeline around it, scored as `whosaid eval` does.

use super::annotated::Corpus;
use crate::claim::Numbers;
use crate::document::Document;
use crate::encoder::Precision;
use crate::eval::{self, Measure, Report, Scores};
use crate::gold::{self, Article};
use crate::pipeline::{LongSentence, Pipeline};
use crate::reading::neural::Scheme;
use crate::reading::neural::calibration::{Calibration, Platt};
use crate::reading::neural::folder::{Folder, FolderError};
use rayon::prelude::*;
use std::path::Path;

/// Annotated articles to measure on.
pub struct Dev {
    gold: Vec<Article>,
    documents: Vec<Document>,
}

/// A model that cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The articles.
    #[error(transparent)]
    Gold(#[from] gold::Error),
    /// The model folder.
    #[error("the model that was trained cannot be read with")]
    Folder(#[from] FolderError),
    /// An article.
    #[error("article {id}")]
    Sentence {
        /// The article.
        id: String,
        /// Why it cannot be read.
        source: LongSentence,
    },
}

/// What is shown of an epoch.
const SHOWN: [Measure; 11] = [
    Measure::Attribution,
    Measure::AttributionSource,
    Measure::AttributionSourceType,
    Measure::Nested,
    Measure::QuantityCounted,
    Measure::QuantityTopic,
    Measure::QuantityModality,
    Measure::QuantityEvent,
    Measure::QuantityActor,
    Measure::Claim,
    Measure::ClaimStrict,
];

impl Dev {
    /// The articles of a gold file, as read into `corpus`; those left out there are left out here.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub fn new(path: &Path, corpus: &Corpus) -> Result<Self, Error> {
        let mut gold = gold::read(path)?;
        gold.retain(|article| !corpus.left_out.contains(&article.id));
        Ok(Self { gold, documents: corpus.articles.iter().map(|a| a.doc.clone()).collect() })
    }

    /// F1 in percent of the model in `folder`, measure by measure.
    ///
    /// # Errors
    ///
    /// If the folder or an article cannot be read.
    pub fn f1(&self, folder: &Path) -> Result<Vec<(String, f64)>, Error> {
        let report = Report::of(&self.scores(&Folder::open(folder)?)?);
        let f1 = SHOWN.iter().map(|&measure| (measure.to_string(), report.f1(measure)));
        let types = ("type macro-F1".to_owned(), report.scores().type_macro_f1());
        Ok(f1.chain([types]).collect())
    }

    /// How the probabilities of the model in `folder` are to be taken, by how often they come
    /// true on these articles.
    ///
    /// # Errors
    ///
    /// If the folder or an article cannot be read.
    pub fn calibration(&self, folder: &Path) -> Result<Calibration, Error> {
        let mut folder = Folder::open(folder)?;
        folder.settings.calibration = Some(Calibration::NONE);
        let scores = eval::sum(&self.scores(&folder)?);
        let fit = |what| {
            let beliefs = scores.beliefs.get(what).into_iter().flatten();
            Platt::fit(&beliefs.map(|&(score, right)| (score as f32, right)).collect::<Vec<_>>())
        };
        let (attribution, source_type) = (fit("attribution"), fit("type"));
        // More likely than not.
        Ok(Calibration { attribution, source_type, least: 0.5 })
    }

    fn scores(&self, folder: &Folder) -> Result<Vec<Scores>, Error> {
        let reader = folder.reader(Precision::F32, Scheme::Whosaid)?;
        let pipeline = Pipeline::new(Box::new(reader), Numbers::Claims);
        let read = |doc: &Document| match pipeline.read(doc) {
            Ok(findings) => Ok(Article::of(doc, &findings)),
            Err(source) => Err(Error::Sentence { id: doc.id().to_owned(), source }),
        };
        let found = self.documents.par_iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(eval::score(&self.gold, &found))
    }
}
