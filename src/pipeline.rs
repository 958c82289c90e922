//! The stages, in the only order their types allow.

use crate::claim::{self, Numbers};
use crate::clean::Languages;
use crate::document::Document;
use crate::findings::{Findings, Sentence};
use crate::reading::{Reader, neural::Neural};
use crate::{attribution, quantity, sentence};

/// Reads documents: sentences, quantities, attributions, claims.
///
/// Documents are independent of each other, so one pipeline serves any number of threads.
pub struct Pipeline {
    reader: Box<dyn Reader>,
    numbers: Numbers,
    max_sentence_length: usize,
    languages: Languages,
}

/// The longest sentence that is read, in code points, unless told otherwise: ten times the longest
/// that anybody writes. Every claim's row repeats its sentence, so a longer limit costs its square.
pub const MAX_SENTENCE_LENGTH: usize = 20_000;

/// A sentence longer than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a sentence of {length} characters, the limit is {limit}; give --max-sentence-length to read \
     it all the same"
)]
pub struct LongSentence {
    /// Its length in code points.
    pub length: usize,
    /// The limit.
    pub limit: usize,
}

impl Default for Pipeline {
    /// The pipeline around the embedded reader with the model that is built in. Loading it takes
    /// some tenths of a second, so keep the pipeline.
    fn default() -> Self {
        Self::new(Box::new(Neural::built_in()), Numbers::Claims)
    }
}

impl Pipeline {
    /// A pipeline around `reader`.
    pub fn new(reader: Box<dyn Reader>, numbers: Numbers) -> Self {
        let max_sentence_length = MAX_SENTENCE_LENGTH;
        Self { reader, numbers, max_sentence_length, languages: Languages::default() }
    }

    /// The same pipeline with another limit on sentences, in code points.
    #[must_use]
    pub fn with_max_sentence_length(self, max_sentence_length: usize) -> Self {
        Self { max_sentence_length, ..self }
    }

    /// The same pipeline for other languages; who cleans the articles asks for them before it reads.
    #[must_use]
    pub fn with_languages(self, languages: Languages) -> Self {
        Self { languages, ..self }
    }

    /// The languages it is for.
    pub fn languages(&self) -> Languages {
        self.languages
    }

    /// The name of its reader.
    pub fn reader(&self) -> &'static str {
        self.reader.name()
    }

    /// What its reader knows and how it reads, by hash.
    pub fn knowledge(&self) -> String {
        self.reader.knowledge()
    }

    /// Everything that is said and counted in one document.
    ///
    /// # Errors
    ///
    /// If a sentence is longer than the limit; nothing is cut.
    pub fn read(&self, doc: &Document) -> Result<Findings, LongSentence> {
        let sentences = sentence::split(doc);
        self.check(doc, &sentences)?;
        let quantities = quantity::find(doc, &sentences);
        let reading = self.reader.read(doc, &sentences, &quantities);
        let attributions = attribution::link(doc, &sentences, reading.sayings);
        let claims =
            claim::join(&sentences, &quantities, &reading.arguments, &attributions, self.numbers);
        Ok(Findings { sentences, quantities, attributions, claims })
    }

    fn check(&self, doc: &Document, sentences: &[Sentence]) -> Result<(), LongSentence> {
        let limit = self.max_sentence_length;
        // A sentence has at most as many code points as bytes, so few are counted.
        for sentence in sentences.iter().filter(|sentence| sentence.span.len() > limit) {
            let length = doc.slice(sentence.span).chars().count();
            if length > limit {
                return Err(LongSentence { length, limit });
            }
        }
        Ok(())
    }
}
