//! An article's text with the findings marked in it.
//!
//! Findings lie in and across each other, which elements cannot. So the text is cut wherever one
//! begins or ends, and each piece says all that it is part of.

use super::voice::Voice;
use super::walk::Article;
use crate::labels::RegionKind;

/// A line of the text.
pub(super) struct Paragraph {
    pub region: RegionKind,
    pub pieces: Vec<Piece>,
}

/// A stretch of text within which nothing begins or ends.
pub(super) struct Piece {
    pub text: String,
    /// Names of what it is part of, for the style sheet.
    pub classes: String,
    /// The claim whose number begins here.
    pub claim: Option<usize>,
}

/// What a piece may be part of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Content(usize),
    Cue,
    Source(Voice),
    Number(usize),
}

impl Mark {
    fn class(self) -> String {
        match self {
            Mark::Content(depth) => format!("k{}", depth.min(2)),
            Mark::Cue => "u".to_owned(),
            Mark::Source(voice) => format!("s {voice}"),
            Mark::Number(_) => "n".to_owned(),
        }
    }
}

/// A finding's place in code points.
struct Found {
    start: usize,
    end: usize,
    mark: Mark,
}

/// The paragraphs of an article; none where the run left its text out.
pub(super) fn paragraphs(article: &Article) -> Vec<Paragraph> {
    let text = &article.document.text;
    let mut found = found(article);
    found.sort_by_key(|found| found.start);
    let mut cuts: Vec<usize> = found.iter().flat_map(|found| [found.start, found.end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut cutter = Cutter { found, cuts, next: 0, cut: 0, open: Vec::new() };
    let mut regions = article.sentences.iter().peekable();
    let mut region = RegionKind::Body;
    let mut paragraphs = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let length = line.chars().count();
        while let Some(sentence) = regions.next_if(|sentence| sentence.sentence_start < at + length)
        {
            if sentence.sentence_end > at {
                region = sentence.region;
            }
        }
        let pieces = cutter.pieces(line, at, length);
        if !line.trim().is_empty() {
            paragraphs.push(Paragraph { region, pieces });
        }
        at += length + 1;
    }
    paragraphs
}

fn found(article: &Article) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |start, end, mark| {
        if start < end {
            found.push(Found { start, end, mark });
        }
    };
    for attribution in &article.attributions {
        let voice = Voice::of(Some(attribution.source_type));
        if let (Some(start), Some(end)) = (attribution.source_start, attribution.source_end) {
            add(start, end, Mark::Source(voice));
        }
        if let (Some(start), Some(end)) = (attribution.cue_start, attribution.cue_end) {
            add(start, end, Mark::Cue);
        }
        for piece in attribution.content_pieces.split(' ') {
            let ends = piece.split_once('-').map(|(start, end)| (start.parse(), end.parse()));
            if let Some((Ok(start), Ok(end))) = ends {
                add(start, end, Mark::Content(attribution.depth));
            }
        }
    }
    for (at, claim) in article.claims.iter().enumerate() {
        add(claim.quantity_start, claim.quantity_end, Mark::Number(at));
    }
    found
}

/// Goes through the text once, with the findings that are open.
struct Cutter {
    found: Vec<Found>,
    cuts: Vec<usize>,
    next: usize,
    cut: usize,
    /// Marks that are open, with their ends.
    open: Vec<(usize, Mark, usize)>,
}

impl Cutter {
    /// The pieces of a line that begins at code point `start`.
    fn pieces(&mut self, line: &str, start: usize, length: usize) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut letters = line.chars();
        let (mut at, end) = (start, start + length);
        while at < end {
            while self.cuts.get(self.cut).is_some_and(|&cut| cut <= at) {
                self.cut += 1;
            }
            let until = self.cuts.get(self.cut).map_or(end, |&cut| cut.min(end));
            let text: String = letters.by_ref().take(until - at).collect();
            pieces.push(self.piece(text, at));
            at = until;
        }
        pieces
    }

    fn piece(&mut self, text: String, at: usize) -> Piece {
        self.open.retain(|&(end, _, _)| end > at);
        while let Some(found) = self.found.get(self.next).filter(|found| found.start <= at) {
            if found.end > at {
                self.open.push((found.end, found.mark, found.start));
            }
            self.next += 1;
        }
        let mut marks: Vec<_> = self.open.iter().map(|&(_, mark, _)| mark).collect();
        marks.sort_unstable();
        let mut classes: Vec<_> = marks.into_iter().map(Mark::class).collect();
        classes.dedup();
        let begins = |&(_, mark, start): &(usize, Mark, usize)| match mark {
            Mark::Number(claim) if start == at => Some(claim),
            _ => None,
        };
        let claim = self.open.iter().find_map(begins);
        Piece { text, classes: classes.join(" "), claim }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::SourceType;
    use crate::report::rows::{AttributionRow, DocumentRow};

    fn article(text: &str, attributions: &[(usize, usize, &str)]) -> Article {
        let attribution = |&(start, end, content): &(usize, usize, &str)| AttributionRow {
            attribution_id: String::new(),
            doc_id: String::new(),
            source_start: Some(start),
            source_end: Some(end),
            source_type: SourceType::Military,
            cue_start: None,
            cue_end: None,
            content_pieces: content.to_owned(),
            parent_id: String::new(),
            depth: 0,
        };
        let document = DocumentRow {
            doc_id: String::new(),
            title: String::new(),
            source: String::new(),
            date: String::new(),
            url: String::new(),
            text: text.to_owned(),
            duplicate_of: String::new(),
            attributions: attributions.len(),
            claims: 0,
        };
        let attributions = attributions.iter().map(attribution).collect();
        Article { document, claims: Vec::new(), attributions, sentences: Vec::new() }
    }

    fn drawn(article: &Article) -> String {
        let piece = |piece: &Piece| match piece.classes.as_str() {
            "" => piece.text.clone(),
            classes => format!("[{}|{classes}]", piece.text),
        };
        let lines: Vec<String> =
            paragraphs(article).iter().map(|p| p.pieces.iter().map(piece).collect()).collect();
        lines.join("\n")
    }

    #[test]
    fn findings_that_lie_across_each_other_are_cut_where_one_begins_or_ends() {
        let article =
            article("Ünal’s army saw it. It\n\nlied.", &[(0, 11, "5-18"), (20, 22, "24-28")]);
        assert_eq!(
            drawn(&article),
            "[Ünal’|s forces][s army|k0 s forces][ saw it|k0]. [It|s forces]\n[lied|k0]."
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_lost_and_no_place_breaks(
            text in "[a-zé\n <&]{0,40}",
            places in proptest::collection::vec((0_usize..60, 0_usize..60, "[0-9 -]{0,12}"), 0..6),
        ) {
            let places: Vec<_> = places.iter().map(|(a, b, c)| (*a, *b, c.as_str())).collect();
            let article = article(&text, &places);
            let shown: String = paragraphs(&article).into_iter().flat_map(|p| p.pieces).map(|p| p.text).collect();
            let lines: String = text.split('\n').filter(|line| !line.trim().is_empty()).collect();
            proptest::prop_assert_eq!(shown, lines);
        }
    }
}
