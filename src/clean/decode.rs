//! Decode: the bytes of an article become text, or are refused because they are none.
//!
//! What the bytes themselves say comes first (byte order mark, valid UTF-8), then what the
//! page says of itself, and only then a guess: valid UTF-8 is practically never anything else.

use crate::ingest::Format;
use crate::labels::Reason;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text, and whether getting it took a guess or lost a byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub text: String,
    /// False when the bytes said themselves how to read them and every one could be read.
    pub guessed: bool,
}

/// Why bytes are no text: a reason and what to tell the user.
pub(super) type Refusal = (Reason, String);

/// Reads `bytes` as text.
pub(super) fn decode(bytes: Vec<u8>, format: Format) -> Result<Decoded, Refusal> {
    if let Some(name) = signature(&bytes) {
        let detail = format!("the file is {name}, not text; extract its text first");
        return Err((Reason::Binary, detail));
    }
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return certain(encoding, &bytes[length..]);
    }
    let bytes = match String::from_utf8(bytes) {
        // A file of one-byte characters with NULs between them is valid UTF-8 too.
        Ok(text) if !text.as_bytes().contains(&0) => return Ok(Decoded { text, guessed: false }),
        Ok(text) => text.into_bytes(),
        Err(invalid) => invalid.into_bytes(),
    };
    if bytes.contains(&0) {
        return match utf16_without_mark(&bytes) {
            Some(encoding) => Ok(Decoded { guessed: true, ..certain(encoding, &bytes)? }),
            None => few_nuls(bytes),
        };
    }
    if let Some(encoding) = declared(&bytes, format) {
        let (text, had_errors) = encoding.decode_without_bom_handling(&bytes);
        if !had_errors {
            return Ok(Decoded { text: text.into_owned(), guessed: false });
        }
    }
    if let Some(text) = nearly_utf8(&bytes) {
        return Ok(Decoded { text, guessed: true });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, had_errors) = encoding.decode_without_bom_handling(&bytes);
    if had_errors {
        let detail = format!(
            "the bytes are neither UTF-8 nor, at best guess, {}; convert the file to UTF-8",
            encoding.name()
        );
        return Err((Reason::BadEncoding, detail));
    }
    Ok(Decoded { text: text.into_owned(), guessed: true })
}

/// Decodes what is known to be in `encoding`; a byte that does not fit becomes U+FFFD.
fn certain(encoding: &'static Encoding, bytes: &[u8]) -> Result<Decoded, Refusal> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if text.contains('\0') {
        let detail = format!("the file begins as {} text and then holds NULs", encoding.name());
        return Err((Reason::Binary, detail));
    }
    Ok(Decoded { text: text.into_owned(), guessed: had_errors })
}

/// The common name of a binary format that `bytes` begin like.
fn signature(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"%PDF-", "a PDF"),
        (b"PK\x03\x04", "a zip archive (or .docx, .odt, .epub)"),
        (b"\x1f\x8b", "gzip-compressed"),
        (b"\x28\xb5\x2f\xfd", "zstd-compressed"),
        (b"BZh", "bzip2-compressed"),
        (b"\xfd7zXZ\0", "xz-compressed"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07", "a rar archive"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"RIFF", "a RIFF media file"),
        (b"\xd0\xcf\x11\xe0", "an old Office document"),
        (b"{\\rtf", "an RTF document"),
        (b"\x7fELF", "a program"),
        (b"PAR1", "a Parquet file"),
        (b"SQLite format 3\0", "an SQLite database"),
    ];
    let found = SIGNATURES.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    // An article may begin with letters that happen to be a signature.
    let letters = found.0.iter().all(u8::is_ascii_alphanumeric);
    let binary = || bytes.iter().take(512).any(|&byte| byte < 9);
    (!letters || binary()).then_some(found.1)
}

/// UTF-16 by its shape: nearly every second byte is NUL, always on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let nuls = |side: usize| head.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let control = |side: usize| head.iter().skip(side).step_by(2).any(|&b| matches!(b, 1..=8));
    let many = |n: usize| n * 2 > head.len() / 2;
    match (even, odd) {
        (few, lots) if many(lots) && few * 50 < lots && !control(0) => Some(UTF_16LE),
        (lots, few) if many(lots) && few * 50 < lots && !control(1) => Some(UTF_16BE),
        _ => None,
    }
}

/// Text with a stray NUL is text; with more than one in a thousand bytes it is not.
fn few_nuls(bytes: Vec<u8>) -> Result<Decoded, Refusal> {
    let nuls = memchr::memchr_iter(0, &bytes).count();
    let text = String::from_utf8(bytes);
    match text {
        Ok(text) if nuls * 1000 <= text.len() => Ok(Decoded { text, guessed: false }),
        _ => Err((Reason::Binary, format!("{nuls} of the bytes are NUL; this is no text file"))),
    }
}

/// The encoding that a page declares in its first bytes, as browsers look for it.
fn declared(bytes: &[u8], format: Format) -> Option<&'static Encoding> {
    if format != Format::Html {
        return None;
    }
    let head = bytes[..bytes.len().min(1024)].to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset=")? + b"charset=".len();
    let value = head[at..].trim_ascii_start();
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| !matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
    let encoding = Encoding::for_label(&value[..end.unwrap_or(value.len())])?;
    // It was not valid UTF-8, and UTF-16 could not have said so in one-byte characters.
    (encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE).then_some(encoding)
}

/// UTF-8 with a few stray bytes, which are read as windows-1252, if most of what is not
/// ASCII is well-formed UTF-8.
fn nearly_utf8(bytes: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(bytes.len());
    let (mut good, mut stray) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    (good > 2 * stray).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, bool) {
        let decoded = decode(bytes.to_vec(), Format::Text).unwrap();
        (decoded.text, decoded.guessed)
    }

    fn refusal(bytes: &[u8]) -> Reason {
        decode(bytes.to_vec(), Format::Text).unwrap_err().0
    }

    #[test]
    fn what_says_its_encoding_is_read_by_it() {
        assert_eq!(text("“Six” cafés".as_bytes()), ("“Six” cafés".into(), false));
        assert_eq!(text(b"\xef\xbb\xbfsix"), ("six".into(), false));
        assert_eq!(text(b"\xff\xfes\0i\0x\0"), ("six".into(), false));
        assert_eq!(text(b"\xfe\xff\0s\0i\0x"), ("six".into(), false));
    }

    #[test]
    fn what_does_not_is_guessed_and_says_so() {
        let latin = b"The mayor of Besan\xe7on said caf\xe9s had lost 300 \x80 a day \x96 or more.";
        let (decoded, guessed) = text(latin);
        assert_eq!(decoded, "The mayor of Besançon said cafés had lost 300 € a day – or more.");
        assert!(guessed);
        let utf16: Vec<u8> =
            "Six men were held.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&utf16), ("Six men were held.".into(), true));
        let (decoded, guessed) =
            text(b"caf\xc3\xa9 na\xc3\xafve \xe2\x80\x9csix\xe2\x80\x9d \x96 ten");
        assert_eq!(decoded, "café naïve “six” – ten");
        assert!(guessed);
    }

    #[test]
    fn a_page_is_read_by_its_declared_charset() {
        let page = b"<html><meta charset='windows-1251'><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>";
        let decoded = decode(page.to_vec(), Format::Html).unwrap();
        assert!(decoded.text.ends_with("<p>Привет</p>"), "{}", decoded.text);
        assert!(!decoded.guessed);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(refusal(b"%PDF-1.7\n1 0 obj"), Reason::Binary);
        assert_eq!(refusal(b"PK\x03\x04\x14\0\x06\0"), Reason::Binary);
        assert_eq!(refusal(&[0, 1, 2, 3, 0, 5, 0, 7]), Reason::Binary);
        assert_eq!(refusal(b"RIFF\x24\x08\0\0WAVEfmt "), Reason::Binary);
    }

    #[test]
    fn words_that_look_like_a_signature_are_words() {
        assert_eq!(text(b"RIFF raff: six held").0, "RIFF raff: six held");
        assert_eq!(text(b"GIF89 is a picture format").0, "GIF89 is a picture format");
    }
}
