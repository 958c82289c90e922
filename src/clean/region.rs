//! Regions: every block gets its part in the article.
//!
//! A paragraph taken for boilerplate is a lost claim; boilerplate taken for a paragraph is a
//! row to filter. So running text stays body unless its own words or the end of the article
//! say otherwise, and only blocks that are no sentences are judged by their neighbours.

use super::block::Block;
use super::cue::{self, Part};
use super::shape::{Form, Shape, plain};
use super::title;
use crate::document::{Region, Span};
use crate::labels::RegionKind::{self, Body, Boilerplate, Caption, Heading, Title};
use rustc_hash::FxHashMap;

/// A block on its way to a region.
pub(super) struct Piece<'t> {
    pub span: Span,
    /// Whether a blank line stands before it.
    pub apart: bool,
    pub text: &'t str,
    pub shape: Shape,
    /// None until something speaks for a part.
    pub kind: Option<RegionKind>,
}

impl Piece<'_> {
    fn open(&self) -> bool {
        self.kind.is_none()
    }

    pub fn prose(&self) -> bool {
        self.open() && self.shape.prose()
    }

    fn is(&self, form: Form) -> bool {
        self.shape.form == form
    }
}

/// The regions of `text`, and where its headline stands. `title` is what is known of the
/// headline beforehand.
pub(super) fn mark<'t>(
    text: &'t str,
    blocks: &[Block],
    title: &str,
) -> (Vec<Region>, Option<Span>) {
    let mut pieces = Vec::with_capacity(blocks.len());
    for block in blocks {
        let words = text.get(block.span.range()).expect("blocks are cut on boundaries");
        let piece = |start: usize, words: &'t str, apart| {
            let span = Span::new(start, start + words.len());
            let shape = Shape::of(words);
            Piece { span, apart, text: words, kind: by_itself(&shape), shape }
        };
        let whole = piece(block.span.start(), words, block.apart);
        let cut = whole.shape.cue.filter(|cue| *cue == Part::Line).and_then(|_| cue::cut(words));
        match cut.and_then(|at| words.split_at_checked(at)) {
            // The paragraph is the article's; what it ends with is not.
            Some((said, plea)) => {
                pieces.push(piece(block.span.start(), said.trim_end(), block.apart));
                pieces.push(piece(block.span.start() + said.len(), plea, false));
            }
            None => pieces.push(whole),
        }
    }
    let headline = title::find(&mut pieces, title);
    let repeats = Repeats::of(&pieces);
    endings(&mut pieces, &repeats);
    contents(&mut pieces, &repeats);
    datelines(&mut pieces);
    captions(&mut pieces);
    runs(&mut pieces, &repeats);
    headings(&mut pieces);
    let region = |piece: &Piece| Region { span: piece.span, kind: piece.kind.unwrap_or(Body) };
    (pieces.iter().map(region).collect(), headline)
}

/// What a block is, whatever stands around it.
fn by_itself(shape: &Shape) -> Option<RegionKind> {
    match (shape.cue, shape.form) {
        (Some(Part::Line | Part::Rest), _) | (_, Form::Marks) => Some(Boilerplate),
        (Some(Part::Caption), _) => Some(Caption),
        (Some(Part::Heading | Part::List), _) | (_, Form::Markup) => Some(Heading),
        _ => None,
    }
}

/// How often the same words make a block, and where last.
struct Repeats(FxHashMap<u64, (u32, u32)>);

impl Repeats {
    fn of(pieces: &[Piece]) -> Self {
        let mut seen = FxHashMap::default();
        for (i, piece) in pieces.iter().enumerate().filter(|(_, p)| p.shape.key != 0) {
            let (count, last) = seen.entry(piece.shape.key).or_insert((0, 0));
            *count += 1;
            *last = i as u32;
        }
        Self(seen)
    }

    fn count(&self, piece: &Piece) -> u32 {
        self.0.get(&piece.shape.key).map_or(0, |&(count, _)| count)
    }

    fn again_after(&self, pieces: &[Piece], i: usize) -> bool {
        self.0.get(&pieces[i].shape.key).is_some_and(|&(_, last)| last as usize > i)
    }
}

/// Marks what follows the words an article ends with ("Leave a comment", "Sources").
fn endings(pieces: &mut [Piece], repeats: &Repeats) {
    for i in 0..pieces.len() {
        let list = pieces[i].shape.cue == Some(Part::List);
        if !list && pieces[i].shape.cue != Some(Part::Rest) {
            continue;
        }
        if over(pieces, i, repeats) {
            for piece in &mut pieces[i + 1..] {
                piece.kind = Some(Boilerplate);
            }
            return;
        }
        if list {
            continue;
        }
        // The article goes on: only the teasers right below are not its text.
        let teasers =
            pieces[i + 1..].iter_mut().take_while(|p| !p.shape.prose() && !p.is(Form::Item));
        for piece in teasers.take(8).filter(|piece| piece.open()) {
            piece.kind = Some(Boilerplate);
        }
    }
}

/// Whether nothing after `pieces[marker]` reads like the article.
fn over(pieces: &[Piece], marker: usize, repeats: &Repeats) -> bool {
    let words = |pieces: &[Piece]| -> usize {
        pieces.iter().filter(|p| p.prose()).map(|p| usize::from(p.shape.words)).sum()
    };
    let (mut voices, mut said) = (0, 0);
    for (i, piece) in pieces.iter().enumerate().skip(marker + 1) {
        // A card repeats its headline, or the page its cards.
        let card = repeats.count(piece) > 1 || piece.text.contains(long(pieces[i - 1].text));
        if piece.prose() && !card && !piece.text.contains("://") {
            voices += 1;
            said += usize::from(piece.shape.words);
        }
    }
    let after = pieces.len() - marker - 1;
    voices <= 2.max(after / 4) && said <= 80.max(3 * after) && said <= words(&pieces[..marker])
}

/// `text` if it is long enough that finding it elsewhere means something.
fn long(text: &str) -> &str {
    if text.len() >= 24 { text } else { "\0" }
}

/// Marks a table of contents: lines in a row that all come again below.
fn contents(pieces: &mut [Piece], repeats: &Repeats) {
    let mut i = 0;
    while i < pieces.len() {
        let listed = |i: usize| {
            pieces[i].open() && !pieces[i].shape.prose() && repeats.again_after(pieces, i)
        };
        let run = (i..pieces.len()).take_while(|&i| listed(i)).count();
        if run >= 3 {
            for piece in &mut pieces[i..i + run] {
                piece.kind = Some(Boilerplate);
            }
        }
        i += run.max(1);
    }
}

/// Marks dates and bylines, and what is said of the author below a byline.
fn datelines(pieces: &mut [Piece]) {
    for i in 0..pieces.len() {
        if !pieces[i].open() || !pieces[i].is(Form::Dateline) {
            continue;
        }
        let prose = |i: usize| pieces.get(i).is_some_and(Piece::prose);
        let byline = name_in(pieces[i].text);
        // A date between paragraphs heads a part of a chronicle.
        let chronicle = byline.is_none() && i > 0 && prose(i - 1) && prose(i + 1);
        pieces[i].kind = Some(if chronicle { Heading } else { Boilerplate });
        if let (Some(name), Some(next)) = (byline, pieces.get_mut(i + 1))
            && next.prose()
            && about(name, next.text)
        {
            next.kind = Some(Boilerplate);
        }
    }
}

/// The first words after "by".
fn name_in(byline: &str) -> Option<&str> {
    let at = byline.to_ascii_lowercase().find("by ")? + 3;
    let name = byline.get(at..)?;
    let end = name.find([',', '|', '•']).unwrap_or(name.len());
    name.get(..end).map(str::trim).filter(|name| !name.is_empty())
}

/// Whether `text` begins like a note on the author called `name`.
fn about(name: &str, text: &str) -> bool {
    let Some(rest) = text.strip_prefix(name) else { return false };
    let mut words = rest.split_ascii_whitespace();
    let verb = words.next().unwrap_or_default();
    matches!(verb, "is" | "was" | "has" | "covers" | "reports" | "writes" | "works" | "joined")
}

/// Takes the line right above a caption into it.
fn captions(pieces: &mut [Piece]) {
    for i in 1..pieces.len() {
        let (before, here) = (&pieces[i - 1], &pieces[i]);
        let joined = here.kind == Some(Caption) && !here.apart && before.apart;
        if joined && before.open() && before.is(Form::Headline) {
            pieces[i - 1].kind = Some(Caption);
        }
    }
}

/// Marks menus and widgets: many short lines in a row that are no sentences.
fn runs(pieces: &mut [Piece], repeats: &Repeats) {
    let mut start = 0;
    while start < pieces.len() {
        let idle = |piece: &&Piece| {
            let known = matches!(piece.kind, Some(Title | Heading | Caption));
            let brief = piece.shape.words <= 12 || !piece.open();
            brief && !known && !piece.prose() && !piece.is(Form::Item)
        };
        let length = pieces[start..].iter().take_while(idle).count();
        let led_to = start > 0 && pieces[start - 1].text.ends_with(':');
        let leads = pieces.get(start + length).is_some_and(Piece::prose);
        let run = &mut pieces[start..start + length];
        let open = run.iter().filter(|p| p.open()).count();
        let share = |n: usize, of: usize| n * 10 >= of * 3;
        let count =
            |test: &dyn Fn(&Piece) -> bool| run.iter().filter(|p| p.open() && test(p)).count();
        let fragments = count(&|p| p.is(Form::Short));
        let numbers = count(&|p| p.shape.digits);
        let many = open >= 5 || (open >= 2 && run.len() >= 2 * open && run.len() >= 4);
        if open > 0 && many && !led_to && !share(fragments, open) && !share(numbers, open) {
            let last = run.len() - 1;
            // What stands by itself right above running text is its heading.
            let spared = leads && run[last].apart && run[last].is(Form::Headline);
            let menu = if spared { &mut run[..last] } else { &mut *run };
            for piece in menu.iter_mut().filter(|p| p.open()) {
                // A number in a longer line may be the only place that tells it.
                if !(piece.shape.digits && piece.shape.words >= 5) {
                    piece.kind = Some(Boilerplate);
                }
            }
        }
        // What comes again and again is a widget, unless text follows: then it may name
        // the speaker.
        let above = run.len().saturating_sub(usize::from(leads));
        for piece in run[..above].iter_mut().filter(|p| p.open() && !p.shape.digits) {
            if repeats.count(piece) >= 3 && piece.is(Form::Headline) {
                piece.kind = Some(Boilerplate);
            }
        }
        start += length.max(1);
    }
}

/// Marks short lines that stand over running text.
fn headings(pieces: &mut [Piece]) {
    let mut over_text = false;
    for i in (0..pieces.len()).rev() {
        // Figures under figures are a table, not headings.
        let figure =
            |i: usize| pieces.get(i).is_some_and(|p| p.is(Form::Headline) && p.shape.digits);
        let table = figure(i) && (figure(i + 1) || i > 0 && figure(i - 1));
        let piece = &mut pieces[i];
        if piece.open() && piece.is(Form::Headline) && over_text && !table {
            piece.kind = Some(Heading);
        } else if piece.open() {
            over_text = piece.shape.prose() || piece.is(Form::Item);
        } else if piece.kind != Some(Caption) && piece.kind != Some(Heading) {
            over_text = over_text && piece.kind == Some(Boilerplate);
        }
    }
}

/// Whether `text` says `title`, perhaps with a few more words ("… | The Harbour Post").
pub(super) fn repeats_title(text: &str, title: &str) -> bool {
    let title = plain(title);
    let enough = title.split(' ').count() >= 4;
    let near = text.len() + 8 >= title.len() && text.len() <= 2 * title.len() + 60;
    if !(enough && near) {
        return false;
    }
    let text = plain(text);
    let rest = text.strip_prefix(title.as_str());
    rest.is_some_and(|rest| {
        rest.is_empty() || (rest.starts_with(' ') && rest.split(' ').count() <= 7)
    })
}
