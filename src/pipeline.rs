//! The stages, in the only order their types allow.

use crate::claim::{self, Numbers};
use crate::document::Document;
use crate::findings::Findings;
use crate::reading::{Reader, lexicon::Lexicon};
use crate::{attribution, quantity, sentence};

/// Reads documents: sentences, quantities, attributions, claims.
///
/// Documents are independent of each other, so one pipeline serves any number of threads.
pub struct Pipeline {
    reader: Box<dyn Reader>,
    numbers: Numbers,
}

impl Default for Pipeline {
    fn default() -> Self {
        Self::new(Box::new(Lexicon), Numbers::Claims)
    }
}

impl Pipeline {
    /// A pipeline around `reader`.
    pub fn new(reader: Box<dyn Reader>, numbers: Numbers) -> Self {
        Self { reader, numbers }
    }

    /// Everything that is said and counted in one document.
    pub fn read(&self, doc: &Document) -> Findings {
        let sentences = sentence::split(doc);
        let quantities = quantity::find(doc, &sentences);
        let reading = self.reader.read(doc, &sentences, &quantities);
        let attributions = attribution::link(doc, &sentences, reading.sayings);
        let claims =
            claim::join(&sentences, &quantities, &reading.arguments, &attributions, self.numbers);
        Findings { sentences, quantities, attributions, claims }
    }
}
