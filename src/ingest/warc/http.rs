//! A response as it went over the wire: status, fields, and the body out of its codings.
//!
//! Crawlers differ in what they keep: some undo the codings and leave the fields that tell of
//! them. So a body that plainly is markup already is taken as it is, whatever the fields say.

use super::frame::Fields;
use encoding_rs::Encoding;
use std::borrow::Cow;
use std::io::Read;

/// A response of a server.
pub(super) struct Response<'b> {
    pub status: u16,
    pub fields: Fields,
    body: &'b [u8],
}

/// Why there is no body to be had.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Problem {
    TooLarge,
    /// What is damaged.
    Damaged(&'static str),
    /// A coding that is not known.
    Unknown(String),
    /// More codings than [`CODINGS`].
    Codings,
}

/// So many codings a body may be in; servers use one, or two.
const CODINGS: usize = 8;

impl<'b> Response<'b> {
    /// Takes head and body apart; none if the block is no response.
    pub(super) fn parse(block: &'b [u8]) -> Option<Self> {
        let mut end = 0;
        for line in block.split_inclusive(|&byte| byte == b'\n') {
            end += line.len();
            if line.trim_ascii().is_empty() {
                break;
            }
        }
        let (head, body) = block.split_at(end);
        let line = head.split(|&byte| byte == b'\n').next()?;
        let status = line.strip_prefix(b"HTTP/")?.split(|&byte| byte == b' ').nth(1)?;
        let status = std::str::from_utf8(status.trim_ascii()).ok()?.parse().ok()?;
        Some(Self { status, fields: Fields::parse(&head[line.len()..]), body })
    }

    /// The body out of its codings, if it has no more than `limit` bytes.
    pub(super) fn body(&self, limit: usize) -> Result<Cow<'b, [u8]>, Problem> {
        let mut body = Cow::Borrowed(self.body);
        let named = |name| self.fields.get(name).unwrap_or_default().split(',').map(str::trim);
        // The last that was put on is the first to come off. Empty members of a list say nothing.
        let content = named("content-encoding").filter(|coding| !coding.is_empty());
        let transfer = named("transfer-encoding").filter(|coding| !coding.is_empty());
        let codings: Vec<_> = content.chain(transfer).take(CODINGS + 1).collect();
        if codings.len() > CODINGS {
            return Err(Problem::Codings);
        }
        for coding in codings.into_iter().rev().map(str::to_ascii_lowercase) {
            if is_markup(&body) {
                break;
            }
            body = match coding.as_str() {
                "identity" | "none" | "utf-8" => body,
                "chunked" => Cow::Owned(unchunked(&body)?),
                "gzip" | "x-gzip" => decoded(flate2::read::MultiGzDecoder::new(&*body), limit)?,
                "deflate" if is_zlib(&body) => {
                    decoded(flate2::read::ZlibDecoder::new(&*body), limit)?
                }
                "deflate" => decoded(flate2::read::DeflateDecoder::new(&*body), limit)?,
                "br" => decoded(brotli_decompressor::Decompressor::new(&*body, 4096), limit)?,
                "zstd" => match zstd::Decoder::with_buffer(&*body) {
                    Ok(decoder) => decoded(decoder, limit)?,
                    Err(_) => return Err(DAMAGED),
                },
                _ => return Err(Problem::Unknown(coding)),
            };
        }
        if body.len() > limit { Err(Problem::TooLarge) } else { Ok(body) }
    }
}

const DAMAGED: Problem = Problem::Damaged("the page's compression is damaged");

/// Whether a body begins as markup does, and as nothing compressed or chunked does.
fn is_markup(body: &[u8]) -> bool {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start().starts_with(b"<")
}

fn is_zlib(body: &[u8]) -> bool {
    matches!(body, &[first, second, ..]
        if first & 0x0f == 8 && u16::from_be_bytes([first, second]) % 31 == 0)
}

/// All that `decoder` yields, if it is no more than `limit` bytes.
fn decoded(decoder: impl Read, limit: usize) -> Result<Cow<'static, [u8]>, Problem> {
    let mut body = Vec::new();
    match decoder.take(limit as u64 + 1).read_to_end(&mut body) {
        Err(_) => Err(DAMAGED),
        Ok(_) if body.len() > limit => Err(Problem::TooLarge),
        Ok(_) => Ok(Cow::Owned(body)),
    }
}

/// A body out of its chunks, each with its length before it in hexadecimal.
fn unchunked(mut body: &[u8]) -> Result<Vec<u8>, Problem> {
    const BAD: Problem = Problem::Damaged("the page's chunks do not fit together");
    let mut whole = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', body).ok_or(BAD)?;
        let size = body[..end].split(|&byte| byte == b';').next().unwrap_or_default();
        let size = std::str::from_utf8(size.trim_ascii()).map_err(|_| BAD)?;
        let size = usize::from_str_radix(size, 16).map_err(|_| BAD)?;
        body = &body[end + 1..];
        if size == 0 {
            return Ok(whole);
        }
        whole.extend_from_slice(body.get(..size).ok_or(BAD)?);
        body = &body[size..];
        body = body.strip_prefix(b"\r\n").or(body.strip_prefix(b"\n")).ok_or(BAD)?;
    }
}

/// A media type in lower case without its parameters, and the encoding it names.
pub(super) fn media_type(value: &str) -> (String, Option<&'static Encoding>) {
    let mut parts = value.split(';');
    let name = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let label = value.trim().trim_matches(['"', '\'']);
        key.trim().eq_ignore_ascii_case("charset").then(|| Encoding::for_label(label.as_bytes()))?
    });
    (name, charset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write};
    use std::io::Write;

    fn body(head: &str, body: &[u8]) -> Result<String, Problem> {
        let block = [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat();
        let response = Response::parse(&block).unwrap();
        response.body(40).map(|body| String::from_utf8_lossy(&body).into_owned())
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = write::GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn head_and_body_are_told_apart() {
        let response = Response::parse(b"HTTP/1.0 404\nA: b\nC:\n\nbody\n\nmore").unwrap();
        assert_eq!((response.status, response.body), (404, &b"body\n\nmore"[..]));
        assert_eq!((response.fields.get("a"), response.fields.get("c")), (Some("b"), None));
        assert!(Response::parse(b"<html>").is_none());
        assert_eq!(Response::parse(b"HTTP/2 200\r\n").unwrap().body, b"");
    }

    #[test]
    fn bodies_come_out_of_their_codings() {
        let chunks = b"4;x=y\r\nSix \r\n3\r\nmen\r\n0\r\nTrailer: t\r\n\r\n";
        assert_eq!(body("Transfer-Encoding: chunked\r\n", chunks).unwrap(), "Six men");
        assert_eq!(body("Content-Encoding: GZip\r\n", &gzip("Six men")).unwrap(), "Six men");
        let zipped = gzip("Six men");
        let both =
            [format!("{:x}\r\n", zipped.len()).as_bytes(), &zipped, b"\r\n0\r\n\r\n"].concat();
        let head = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";
        assert_eq!(body(head, &both).unwrap(), "Six men");
        let brotli = b"\x0b\x03\x80Six men\x03";
        assert_eq!(body("Content-Encoding: br\r\n", brotli).unwrap(), "Six men");
        let mut encoder = write::DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"Six men").unwrap();
        let raw = encoder.finish().unwrap();
        assert_eq!(body("Content-Encoding: deflate\r\n", &raw).unwrap(), "Six men");
    }

    #[test]
    fn codings_that_a_crawler_undid_are_not_undone_again() {
        let head = "Transfer-Encoding: chunked\r\nContent-Encoding: br\r\n";
        assert_eq!(body(head, b"\n <p>Six men").unwrap(), "\n <p>Six men");
    }

    #[test]
    fn lists_of_codings_have_an_end() {
        let head =
            format!("Content-Encoding: {}gzip{}\r\n", ", ,".repeat(9_999), ",".repeat(9_999));
        assert_eq!(body(&head, &gzip("Six men")).unwrap(), "Six men");
        let eight = format!("Content-Encoding: {}\r\n", ["identity"; CODINGS].join(","));
        assert_eq!(body(&eight, b"Six men").unwrap(), "Six men");
        let more = format!("{eight}Transfer-Encoding: identity\r\n");
        assert_eq!(body(&more, b"Six men"), Err(Problem::Codings));
    }

    #[test]
    fn what_cannot_be_had_is_told() {
        let long = gzip(&"Six men. ".repeat(99));
        assert_eq!(body("Content-Encoding: gzip\r\n", &long), Err(Problem::TooLarge));
        assert_eq!(body("", &[b'x'; 41]), Err(Problem::TooLarge));
        assert_eq!(body("Content-Encoding: gzip\r\n", &gzip("Six")[..9]), Err(DAMAGED));
        assert!(body("Transfer-Encoding: chunked\r\n", b"5\r\nSix").is_err());
        let unknown = body("Content-Encoding: dcb\r\n", b"Six").unwrap_err();
        assert_eq!(unknown, Problem::Unknown("dcb".into()));
    }
}
