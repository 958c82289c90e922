//! A [`Document`]: a cleaned article whose text never changes again, and [`Span`]s of it.
//!
//! Spans count bytes because Rust slices bytes; tables count Unicode code points
//! because every other program does. [`CharOffsets`] is the one bridge.

use crate::labels::RegionKind;
use std::fmt;

/// A half-open range of bytes in the text of one [`Document`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    // Invariant: start <= end
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes from `start` up to, and without, `end`.
    ///
    /// # Panics
    ///
    /// If `start > end`, or `end` does not fit 32 bits (ingest rejects such documents).
    #[track_caller]
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "span starts at {start}, after its end {end}");
        let narrow = |n: usize| u32::try_from(n).expect("documents are under 4 GiB");
        Self { start: narrow(start), end: narrow(end) }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether nothing lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `inner` lies wholly inside `self`.
    pub fn contains(self, inner: Span) -> bool {
        self.start <= inner.start && inner.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that contains both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same range as a `std` range, to index with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start()..self.end()
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// What is known of an article besides its text. Empty means not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// Headline, from metadata or from the first line of the text.
    pub title: String,
    /// Outlet or publisher, as the input names it.
    pub source: String,
    /// Date of publication, as the input gives it.
    pub date: String,
    /// Address of the article.
    pub url: String,
    /// Language as a BCP 47 tag, if the input tells it.
    pub language: String,
}

/// A block of the text (a line or a paragraph) and what part it plays in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Where it stands, without surrounding white space.
    pub span: Span,
    /// What it is.
    pub kind: RegionKind,
}

/// A cleaned article. Its text never changes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    id: String,
    text: String,
    meta: Meta,
    regions: Vec<Region>,
    repaired: bool,
}

impl Document {
    /// Puts an article together.
    ///
    /// `repaired` says that `text` differs from the input's text, so that offsets
    /// count in `text` and not in the input.
    ///
    /// # Panics
    ///
    /// If `regions` are not in order, overlap, cut a character, or leave out anything
    /// but white space.
    #[track_caller]
    pub fn new(id: String, text: String, meta: Meta, regions: Vec<Region>, repaired: bool) -> Self {
        let mut at = 0;
        for region in &regions {
            let gap =
                text.get(at..region.span.start()).expect("regions are in order, on boundaries");
            assert!(gap.chars().all(char::is_whitespace), "no region holds {gap:?}");
            at = region.span.end();
        }
        let rest = text.get(at..).expect("regions end inside the text, on a boundary");
        assert!(rest.chars().all(char::is_whitespace), "no region holds {rest:?}");
        Self { id, text, meta, regions, repaired }
    }

    /// A text that is clean already, each of its lines a block of the body.
    pub fn of_lines(id: &str, text: &str) -> Self {
        let mut regions = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at + (line.len() - line.trim_start().len());
            let end = at + line.trim_end().len();
            if start < end {
                regions.push(Region { span: Span::new(start, end), kind: RegionKind::Body });
            }
            at += line.len();
        }
        Self::new(id.to_owned(), text.to_owned(), Meta::default(), regions, false)
    }

    /// The article's id: the input's, or one derived from its path, address or text.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is known besides the text.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The blocks of the text, in order; all that lies between them is white space.
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// Whether the text differs from the input's.
    pub fn repaired(&self) -> bool {
        self.repaired
    }

    /// The text under `span`: the only way the crate cuts text.
    ///
    /// # Panics
    ///
    /// If `span` reaches beyond the text or cuts a character in two.
    #[track_caller]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).expect("a span of another document, or inside a character")
    }

    /// `span` without the white space at its ends.
    pub fn trim(&self, span: Span) -> Span {
        let text = self.slice(span);
        let start = span.start() + (text.len() - text.trim_start().len());
        Span::new(start, (start).max(span.start() + text.trim_end().len()))
    }

    /// Converts byte offsets of this text into code-point offsets.
    pub fn char_offsets(&self) -> CharOffsets<'_> {
        CharOffsets::new(&self.text)
    }
}

/// Byte offsets to Unicode code-point offsets, for the table's edge.
///
/// ```
/// use whosaid::{Span, document::CharOffsets};
/// let offsets = CharOffsets::new("“six” men");
/// assert_eq!(offsets.span(Span::new(3, 6)), (1, 4)); // six
/// ```
#[derive(Debug)]
pub struct CharOffsets<'t> {
    text: &'t str,
    /// Code points before each block of [`BLOCK`] bytes; empty for ASCII text.
    blocks: Vec<u32>,
}

const BLOCK: usize = 128;

impl<'t> CharOffsets<'t> {
    /// Measures `text` once.
    pub fn new(text: &'t str) -> Self {
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                blocks.push(count);
                count += code_points(block);
            }
            blocks.push(count);
        }
        Self { text, blocks }
    }

    /// Code points before byte `at`.
    pub fn offset(&self, at: usize) -> usize {
        if self.blocks.is_empty() {
            return at;
        }
        let block = at / BLOCK;
        self.blocks[block] as usize + code_points(&self.text.as_bytes()[block * BLOCK..at]) as usize
    }

    /// `span` in code points: start and end, end exclusive.
    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.offset(span.start()), self.offset(span.end()))
    }
}

/// Code points that start in `bytes`: every byte but continuation bytes (`10xxxxxx`).
fn code_points(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from((byte as i8) >= -0x40)).sum()
}
