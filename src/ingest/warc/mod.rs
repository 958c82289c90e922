//! WARC: the archives of web crawlers, an article a page.
//!
//! Pages are `response` records that a server answered with 200 and HTML, `resource` records
//! that are HTML or plain text, and `conversion` records, the plain text of Common Crawl's WET
//! files. All others are passed over and counted. The id is the record's own
//! (`WARC-Record-ID`): the same address may be in an archive many times, and an address is a
//! column of its own.
//!
//! The crate `warc` (0.4.0) was looked at and not taken: it holds a record of any claimed
//! length in memory, ends at the first damaged member, and knows nothing of the HTTP inside.

mod frame;
mod http;

use super::article::{Body, Format};
use super::container::{Record, Records};
use super::stream::{Fault, Stream};
use crate::document::Meta;
use crate::labels::Reason;
use encoding_rs::{Encoding, UTF_8};
use frame::{Frame, Frames, HEAD};
use http::{Problem, Response, media_type};
use std::collections::BTreeMap;

/// Yields an article a page.
pub(super) struct Warc {
    frames: Frames,
    limit: usize,
    passed_over: BTreeMap<String, u64>,
}

impl Warc {
    pub(super) fn new(stream: Stream, limit: usize) -> Self {
        let frames = Frames::new(stream, limit + HEAD);
        Self { frames, limit, passed_over: BTreeMap::new() }
    }
}

/// What a record holds.
enum Holds {
    Page(Format, Body),
    /// No page, but what.
    Other(String),
    Fault(Reason, String),
}

impl Records for Warc {
    fn next(&mut self) -> Option<Result<Record, Fault>> {
        loop {
            let frame = match self.frames.next()? {
                Ok(frame) => frame,
                Err(fault) => return Some(Err(fault)),
            };
            let id = frame.head.get("warc-record-id").map(|id| {
                let id = id.trim_matches(['<', '>']);
                id.strip_prefix("urn:uuid:").unwrap_or(id).to_owned()
            });
            let number = Some(frame.number);
            match holds(&frame, self.limit) {
                Holds::Other(what) => *self.passed_over.entry(what).or_default() += 1,
                Holds::Fault(reason, detail) => {
                    return Some(Err(Fault { number, id, reason, detail }));
                }
                Holds::Page(format, body) => {
                    let field = |name| frame.head.get(name).unwrap_or_default();
                    let url = field("warc-target-uri").trim_matches(['<', '>']).to_owned();
                    let fetched = Some(field("warc-date").to_owned());
                    let meta = Meta { url, ..Meta::default() };
                    return Some(Ok(Record { number, id, format, body, meta, fetched }));
                }
            }
        }
    }

    fn passed_over(&mut self) -> BTreeMap<String, u64> {
        std::mem::take(&mut self.passed_over)
    }
}

fn holds(frame: &Frame, limit: usize) -> Holds {
    let head = &frame.head;
    let kind = head.get("warc-type").unwrap_or("unknown").to_ascii_lowercase();
    let mut described = media_type(head.get("content-type").unwrap_or_default());
    match kind.as_str() {
        "response" if described.0 == "application/http" => {}
        "resource" | "conversion" if format(&described.0).is_some() => {}
        "response" | "resource" | "conversion" => {
            return Holds::Other(format!("{kind} of {}", broad(&described.0)));
        }
        "warcinfo" | "request" | "metadata" | "revisit" | "continuation" => {
            return Holds::Other(kind);
        }
        _ => return Holds::Other("unknown".to_owned()),
    }
    let Some(block) = &frame.block else { return too_large(limit) };
    let mut body = std::borrow::Cow::Borrowed(block.as_slice());
    let mut form = format(&described.0);
    if kind == "response" {
        let Some(response) = Response::parse(block) else {
            let detail = "the response has no HTTP head; it is passed over".to_owned();
            return Holds::Fault(Reason::BadRecord, detail);
        };
        if response.status != 200 {
            return Holds::Other(format!("response {}xx", response.status / 100));
        }
        // What the crawler found the page to be stands in for what the server left out.
        let told = response.fields.get("content-type");
        described =
            media_type(told.or(head.get("warc-identified-payload-type")).unwrap_or_default());
        form = format(&described.0).filter(|&form| form == Format::Html);
        if form.is_none() {
            return Holds::Other(format!("response of {}", broad(&described.0)));
        }
        body = match response.body(limit) {
            Ok(body) => body,
            Err(Problem::TooLarge) => return too_large(limit),
            Err(Problem::Damaged(what)) => {
                return Holds::Fault(Reason::BadRecord, format!("{what}; fetch the page again"));
            }
            Err(Problem::Codings) => {
                let detail = "the page is in more than 8 codings; fetch the page again";
                return Holds::Fault(Reason::BadRecord, detail.to_owned());
            }
            Err(Problem::Unknown(coding)) => {
                let detail = format!(
                    "the page's coding '{coding}' is not known; known are chunked, gzip, \
                     deflate, br and zstd"
                );
                return Holds::Fault(Reason::BadRecord, detail);
            }
        };
    }
    if let Some(why) = head.get("warc-truncated") {
        let detail = format!("the crawler cut the page (WARC-Truncated: {why}); fetch it again");
        return Holds::Fault(Reason::Truncated, detail);
    }
    if head.get("warc-segment-number").is_some() {
        let detail = "the page lies in several records (WARC-Segment-Number); fetch it again";
        return Holds::Fault(Reason::Truncated, detail.to_owned());
    }
    if body.len() > limit {
        return too_large(limit);
    }
    if body.trim_ascii().is_empty() {
        return Holds::Fault(Reason::Empty, "the page has no content".to_owned());
    }
    match form {
        Some(form) => Holds::Page(form, decoded(body.into_owned(), described.1)),
        None => Holds::Other("unknown".to_owned()),
    }
}

fn too_large(limit: usize) -> Holds {
    let Fault { reason, detail, .. } = Fault::too_large(None, limit);
    Holds::Fault(reason, detail)
}

/// How a page of that media type is read.
fn format(media_type: &str) -> Option<Format> {
    match media_type {
        "text/html" | "application/xhtml+xml" => Some(Format::Html),
        "text/plain" => Some(Format::Text),
        _ => None,
    }
}

/// A media type as it is counted: servers invent too many to count each.
fn broad(media_type: &str) -> &str {
    match media_type {
        "" => "no stated type",
        "application/json" | "application/pdf" | "application/xml" | "text/css" | "text/plain"
        | "text/xml" => media_type,
        _ => match media_type.split('/').next().unwrap_or_default() {
            "application" => "application/*",
            "audio" => "audio/*",
            "font" => "font/*",
            "image" => "image/*",
            "text" => "text/*",
            "video" => "video/*",
            _ => "another type",
        },
    }
}

/// A page in the encoding its server named, if it is not UTF-8 and every byte can be read so;
/// else cleaning finds out, which looks at what the page itself says.
fn decoded(body: Vec<u8>, named: Option<&'static Encoding>) -> Body {
    match named {
        Some(encoding) if encoding != UTF_8 && std::str::from_utf8(&body).is_err() => {
            match encoding.decode(&body) {
                (text, _, false) => Body::Text(text.into_owned()),
                (_, _, true) => Body::Bytes(body),
            }
        }
        _ => Body::Bytes(body),
    }
}
