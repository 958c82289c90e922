//! One article, in any encoding.

use whosaid::Document;
use whosaid::clean::{Sketch, clean};
use whosaid::ingest::{Body, Format, Raw, Reject};

/// Cleans `bytes` as plain text and as Markdown.
///
/// # Panics
///
/// If a region is not in order or not inside the text, or cleaning twice is not cleaning once.
pub fn encoding(bytes: &[u8]) {
    for format in [Format::Text, Format::Markdown] {
        let Ok(doc) = read(bytes, format) else { continue };
        check(&doc);
        let again = Raw { meta: doc.meta().clone(), ..Raw::text("fuzz", doc.text()) };
        let again = clean(again).expect("what was clean is clean");
        assert_eq!(again.text(), doc.text(), "cleaning twice is cleaning once");
    }
}

/// Cleans `bytes` as a web page.
///
/// # Panics
///
/// If a region is not in order or not inside the text.
pub fn html(bytes: &[u8]) {
    if let Ok(doc) = read(bytes, Format::Html) {
        check(&doc);
    }
}

fn read(bytes: &[u8], format: Format) -> Result<Document, Reject> {
    clean(Raw { format, body: Body::Bytes(bytes.to_owned()), ..Raw::text("fuzz", "") })
}

pub(crate) fn check(doc: &Document) {
    let mut end = 0;
    for region in doc.regions() {
        assert!(end <= region.span.start(), "{region:?}");
        assert!(!doc.slice(region.span).is_empty(), "{region:?}");
        end = region.span.end();
    }
    let _ = Sketch::of(doc);
}
