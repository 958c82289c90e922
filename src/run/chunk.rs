//! A chunk: a few articles that one thread cleans, reads and encodes.

use super::counts::Counts;
use super::sheet::Page;
use crate::clean::{self, Duplicates, Sketch};
use crate::document::Document;
use crate::findings::Findings;
use crate::gold;
use crate::ingest::{Format as Markup, Raw, Reject};
use crate::labels::Reason;
use crate::pipeline::Pipeline;
use crate::table::{
    Article, AttributionRow, Attributions, ClaimRow, Claims, Documents, Encoding, Format, Rejects,
    SentenceRow, Sentences,
};
use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// The words in the rows of an article may take so many bytes,
const ROOM: usize = 32 << 20;
/// and so many more for each byte of its text: a third more than lines of sixty figures take.
const ROOM_A_BYTE: usize = 128;
/// What a row takes besides its words.
const ROW: usize = 256;

thread_local! {
    static READING: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread reads an article, for which a panic is no end: it becomes a reject. What it
/// says may quote the article, so a panic hook has nothing to tell but where it was.
pub(crate) fn is_reading() -> bool {
    READING.get()
}

/// What became of a chunk.
#[derive(Debug)]
pub(super) struct Encoded {
    /// One for each notation.
    pub pages: Vec<Page>,
    pub counts: Counts,
    /// The file that the last article came from, if there is any.
    pub last: Option<String>,
    /// The id of each document, and what it is compared with others by, in order.
    pub documents: Vec<(String, Option<Sketch>)>,
}

/// Cleans, reads and encodes articles; none if told to stop meanwhile. A bad article becomes a
/// row of the rejects.
pub(super) fn encode(
    items: Vec<Result<Raw, Reject>>,
    pipeline: &Pipeline,
    encodings: &[Encoding],
    stop: &AtomicBool,
) -> Option<Encoded> {
    let mut encoded = Encoded {
        pages: encodings.iter().map(|&encoding| Page::new(encoding)).collect(),
        counts: Counts::default(),
        last: items.last().map(|item| file_of(item).to_string_lossy().into_owned()),
        documents: Vec::new(),
    };
    for item in items {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        encoded.counts.articles += 1;
        if let Err(reject) = item.and_then(|raw| encoded.article(raw, pipeline)) {
            *encoded.counts.rejects.entry(reject.reason).or_default() += 1;
            for page in &mut encoded.pages {
                page.rejects.push::<Rejects>(page.encoding, &&reject);
            }
        }
    }
    Some(encoded)
}

/// The file that an article came from.
pub(super) fn file_of(item: &Result<Raw, Reject>) -> &Path {
    let place = match item {
        Ok(raw) => &raw.place,
        Err(reject) => &reject.place,
    };
    &place.file
}

impl Encoded {
    /// Places its documents among the earlier ones and says, for each, which it repeats; hands
    /// those that repeat none to `original`.
    pub fn place(
        &mut self,
        duplicates: &mut Duplicates,
        mut original: impl FnMut(String, Sketch),
    ) -> Vec<Option<String>> {
        let documents = std::mem::take(&mut self.documents);
        let place = |(id, sketch): (String, Option<Sketch>)| {
            let sketch = sketch?;
            let first = duplicates.place(&id, &sketch);
            if first.is_none() {
                original(id, sketch);
            }
            first
        };
        let repeated: Vec<_> = documents.into_iter().map(place).collect();
        self.counts.duplicates += repeated.iter().flatten().count() as u64;
        repeated
    }

    /// Adds the rows of one article, or none.
    fn article(&mut self, raw: Raw, pipeline: &Pipeline) -> Result<(), Reject> {
        let (place, id) = (raw.place.clone(), raw.id.clone());
        let from_web = raw.format == Markup::Html || raw.fetched.is_some();
        let reject =
            |reason, detail| Reject { place: place.clone(), id: Some(id.clone()), reason, detail };
        let marks: Vec<_> =
            self.pages.iter_mut().map(|page| page.all_mut().map(|rows| rows.mark())).collect();
        let counts = self.counts.clone();
        READING.set(true);
        let done = catch_unwind(AssertUnwindSafe(|| {
            let doc = clean::clean(raw)?;
            if let Some(language) = pipeline.languages().refuse(&doc, from_web) {
                let remedy = "give --language any to read it all the same";
                return Err(reject(Reason::Language, format!("the text is {language}; {remedy}")));
            }
            let findings = pipeline
                .read(&doc)
                .map_err(|error| reject(Reason::LongSentence, error.to_string()))?;
            let room = ROOM + ROOM_A_BYTE * doc.text().len();
            if size(&doc, &findings) > room {
                let detail = format!(
                    "its rows take more than {} MiB, for every claim repeats its sentence and \
                     every row the id; split the article, or shorten its id",
                    room >> 20
                );
                return Err(reject(Reason::TooLarge, detail));
            }
            self.rows(&doc, &findings);
            Ok((doc.id().to_owned(), Sketch::of(&doc)))
        }));
        READING.set(false);
        match done {
            Ok(Ok(document)) => {
                self.documents.push(document);
                Ok(())
            }
            Ok(Err(reject)) => Err(reject),
            Err(panic) => {
                for (page, marks) in self.pages.iter_mut().zip(marks) {
                    for (rows, mark) in page.all_mut().into_iter().zip(marks) {
                        rows.rewind(mark);
                    }
                }
                self.counts = counts;
                // What a panic says may quote the article.
                let told = !self.pages.iter().any(|page| page.encoding.no_text);
                let said = if told { message(&*panic) } else { "left out by --no-text" };
                Err(reject(Reason::Failed, said.to_owned()))
            }
        }
    }

    fn rows(&mut self, doc: &Document, findings: &Findings) {
        let article = Article::new(doc, findings);
        for page in &mut self.pages {
            let encoding = page.encoding;
            for row in ClaimRow::of(&article) {
                page.claims.push::<Claims>(encoding, &row);
            }
            for row in AttributionRow::of(&article) {
                page.attributions.push::<Attributions>(encoding, &row);
            }
            for row in SentenceRow::of(&article) {
                page.sentences.push::<Sentences>(encoding, &row);
            }
            page.documents.push::<Documents>(encoding, &&article);
            if encoding.format == Format::Jsonl {
                page.findings.push_line(&shape(doc, findings, encoding));
            }
        }
        let counts = &mut self.counts;
        counts.documents += 1;
        counts.characters += article.length() as u64;
        counts.sentences += findings.sentences.len() as u64;
        counts.attributions += findings.attributions.len() as u64;
        counts.claims += findings.claims.len() as u64;
    }
}

/// How many bytes the words in the rows of an article take, in whatever notation they are written.
fn size(doc: &Document, findings: &Findings) -> usize {
    let meta = doc.meta();
    // A row repeats the id up to three times.
    let each = ROW + 3 * doc.id().len() + meta.source.len() + meta.date.len();
    let claims = findings.claims.iter().map(|claim| {
        let quantity = &findings.quantities[claim.quantity];
        findings.sentences[quantity.sentence].span.len()
    });
    let attributions = findings.attributions.iter().map(|attribution| {
        let content: usize = attribution.content.iter().map(|piece| piece.len()).sum();
        content + attribution.speaker.as_ref().map_or(0, String::len)
    });
    let rows = findings.claims.len() + findings.attributions.len() + findings.sentences.len();
    doc.text().len() + rows * each + claims.chain(attributions).sum::<usize>()
}

/// The article in the gold shape.
fn shape(doc: &Document, findings: &Findings, encoding: Encoding) -> gold::Article {
    let mut shape = gold::Article::of(doc, findings);
    if encoding.no_text {
        shape.title.clear();
        shape.text.clear();
        for attribution in &mut shape.attributions {
            attribution.who = None;
        }
    }
    shape
}

/// What a panic said.
fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
