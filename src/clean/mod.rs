//! Clean: a raw article becomes a [`Document`].
//!
//! Text is decoded, mojibake repaired and every block marked with its part in the article.
//! Boilerplate is marked, not cut: for clean UTF-8 text the document's text *is* the
//! input's text, character for character. Line breaks stay as they are, `\r\n` too, because
//! changing them would move every offset; to all that follows `\r` is white space.

mod block;
mod cue;
mod decode;
mod duplicates;
mod front_matter;
mod html;
mod language;
mod mojibake;
mod region;
mod shape;
mod sketch;
#[cfg(test)]
mod tests;
mod title;

pub use duplicates::Duplicates;
pub use language::{Language, Languages};
pub use sketch::Sketch;

use crate::document::{Document, Region};
use crate::ingest::{Body, Format, Raw, Reject};
use crate::labels::{Reason, RegionKind};

/// Cleans one article.
///
/// # Errors
///
/// A [`Reject`] when there is no text to be had from it.
pub fn clean(raw: Raw) -> Result<Document, Reject> {
    let Raw { id, place, format, body, mut meta, fetched } = raw;
    let decoded = match body {
        Body::Text(text) => Ok(decode::Decoded { text, guessed: false }),
        Body::Bytes(bytes) => decode::decode(bytes, format),
    };
    let reject = |id, (reason, detail)| Reject { place, id: Some(id), reason, detail };
    let decode::Decoded { text, guessed } = match decoded {
        Ok(decoded) => decoded,
        Err(refusal) => return Err(reject(id, refusal)),
    };
    let (mut text, mut repaired) = match mojibake::repair(&text) {
        Some(text) => (text, true),
        None => (text, guessed),
    };
    let mut told = Vec::new();
    if format == Format::Html {
        let page = match html::extract(&text) {
            Ok(page) => page,
            Err(refusal) => return Err(reject(id, refusal)),
        };
        (text, told, repaired) = (page.text, page.regions, true);
        meta = html::complete(meta, page.meta);
    }
    if meta.date.is_empty() {
        meta.date = fetched.unwrap_or_default();
    }
    let blocks = block::split(&text);
    if !text.chars().any(char::is_alphanumeric) {
        return Err(reject(id, (Reason::Empty, "the article has no words".to_owned())));
    }
    let front = front_matter::end(&text).unwrap_or(0);
    front_matter::tell(text.get(..front).unwrap_or_default(), &mut meta);
    let (above, blocks) = blocks.split_at(blocks.partition_point(|b| b.span.start() < front));
    let (article, headline) = region::mark(&text, blocks, &meta.title);
    let above = above.iter().map(|b| Region { span: b.span, kind: RegionKind::Boilerplate });
    let mut regions: Vec<Region> = above.chain(article).collect();
    html::tell(&mut regions, &told);
    if let Some(headline) = headline.filter(|_| meta.title.is_empty()) {
        meta.title = text.get(headline.range()).expect("a region is on boundaries").to_owned();
    }
    Ok(Document::new(id, text, meta, regions, repaired))
}
