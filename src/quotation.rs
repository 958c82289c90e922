//! Quotation marks, paired: which stretches of a text stand in quotes.
//!
//! Marks are paired inside a paragraph and by where they stand, not by counting: a mark
//! after a space opens, a mark after a word or a stop closes, whatever its glyph. A stray
//! mark therefore costs its own pair and nothing else. A quote may run over paragraphs that
//! each begin with an opening mark and of which only the last is closed.

use crate::document::{Document, Span};

/// A stretch of text in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark up to, and with, the closing mark. Without a closing mark (the
    /// quote goes on in the next paragraph) up to the end of the paragraph.
    pub span: Span,
    /// Whether the quote goes on in the next quotation of the text.
    pub continued: bool,
}

/// Every quotation of the document, in order of its opening mark. Two quotations are apart
/// from each other, or one lies inside the other.
pub fn find(doc: &Document) -> Vec<Quotation> {
    let mut found = Vec::new();
    for region in doc.regions() {
        let mut at = region.span.start();
        for line in doc.slice(region.span).split_inclusive('\n') {
            pair(line, at, &mut found);
            at += line.len();
        }
    }
    continue_over_paragraphs(doc, &mut found);
    found.sort_by_key(|q| (q.span.start(), std::cmp::Reverse(q.span.end())));
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Double,
    Angle,
    Single,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

struct Mark {
    at: usize,
    len: usize,
    class: Class,
    side: Side,
    /// Closes for certain (after a stop or before one), not maybe a possessive.
    firm: bool,
}

fn class_of(c: char) -> Option<Class> {
    match c {
        '"' | '“' | '”' | '„' | '‟' | '＂' => Some(Class::Double),
        '«' | '»' => Some(Class::Angle),
        '\'' | '‘' | '’' | '‚' | '‛' => Some(Class::Single),
        _ => None,
    }
}

fn side_by_glyph(c: char) -> Side {
    match c {
        '“' | '„' | '«' | '‘' | '‚' => Side::Opens,
        '”' | '»' | '’' => Side::Closes,
        _ => Side::Either,
    }
}

/// The marks of a paragraph that can be quotation marks; apostrophes are left out.
fn marks(line: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut before: Option<char> = None;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let mut after = chars.peek().map(|&(_, c)| c);
        if let Some(mut class) = class_of(c) {
            let mut len = c.len_utf8();
            // Two single marks make a double one: ‘‘so’’.
            if class == Class::Single && after == Some(c) {
                class = Class::Double;
                len += c.len_utf8();
                chars.next();
                after = chars.peek().map(|&(_, c)| c);
            }
            let open_left = before.is_none_or(|b| {
                b.is_whitespace() || "([{-–—/:*_>".contains(b) || class_of(b).is_some()
            });
            let open_right = after.is_none_or(|a| {
                a.is_whitespace() || ")]}.,;:!?-–—/*<…".contains(a) || class_of(a).is_some()
            });
            let stop_before = before.is_some_and(|b| ".,!?…;:".contains(b));
            let side = match (open_left, open_right) {
                (true, false) => Side::Opens,
                (false, true) => Side::Closes,
                // Between two letters an apostrophe; a double mark there lacks its space.
                (false, false) if class == Class::Single && !stop_before => {
                    before = Some(c);
                    continue;
                }
                _ => side_by_glyph(c),
            };
            let decade = class == Class::Single && after.is_some_and(|a| a.is_ascii_digit());
            // An inch or foot mark after a digit opens nothing; '90s quotes nothing.
            if !(decade && side == Side::Opens && c != '‘') {
                let firm = stop_before
                    || after.is_none_or(|a| ".,!?;:)”\"".contains(a))
                    || before.is_some_and(|b| b != 's');
                marks.push(Mark { at, len, class, side, firm });
            }
        }
        before = Some(c);
    }
    marks
}

fn pair(line: &str, base: usize, found: &mut Vec<Quotation>) {
    let marks = marks(line);
    let mut open: Vec<usize> = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let inside = open.iter().rposition(|&o| marks[o].class == mark.class);
        match (mark.side, inside) {
            (Side::Closes | Side::Either, Some(place)) => {
                if mark.class == Class::Single && !mark.firm && closed_later(&marks, index) {
                    continue;
                }
                let start = &marks[open[place]];
                found.push(Quotation {
                    span: Span::new(base + start.at, base + mark.at + mark.len),
                    continued: false,
                });
                open.truncate(place);
            }
            (Side::Closes, None) => {}
            // A second opening mark of the same class: the first was stray.
            (Side::Opens, Some(place)) => {
                open.truncate(place);
                open.push(index);
            }
            (Side::Opens | Side::Either, None) => open.push(index),
        }
    }
    // An open double mark at the head of the paragraph may go on in the next one.
    let end = base + line.trim_end().len();
    if let Some(&first) = open.first()
        && marks[first].class != Class::Single
    {
        found.push(Quotation { span: Span::new(base + marks[first].at, end), continued: true });
    }
}

/// Whether a later single mark closes more surely than this one, before another opens.
fn closed_later(marks: &[Mark], index: usize) -> bool {
    marks[index + 1..]
        .iter()
        .filter(|m| m.class == Class::Single)
        .take(4)
        .take_while(|m| m.side != Side::Opens)
        .any(|m| m.firm)
}

/// Keeps an unclosed quotation that begins a paragraph or a sentence, and notes whether the
/// next paragraph takes it up with an opening mark; any other unclosed mark was stray.
fn continue_over_paragraphs(doc: &Document, found: &mut Vec<Quotation>) {
    if !found.iter().any(|q| q.continued) {
        return;
    }
    found.sort_by_key(|q| (q.span.start(), std::cmp::Reverse(q.span.end())));
    let text = doc.text();
    let starts: Vec<usize> = found.iter().map(|q| q.span.start()).collect();
    let mut keep = vec![true; found.len()];
    for index in 0..found.len() {
        if !found[index].continued {
            continue;
        }
        let span = found[index].span;
        let rest = text.get(span.end()..).unwrap_or_default();
        let next = span.end() + (rest.len() - rest.trim_start().len());
        let taken_up = starts.binary_search(&next).is_ok();
        let before = text.get(..span.start()).unwrap_or_default();
        let line_head = before.rsplit('\n').next().unwrap_or_default().trim();
        let introduced = line_head.is_empty() || line_head.ends_with([':', ',', '.', '!', '?']);
        keep[index] = introduced;
        found[index].continued = taken_up;
    }
    let mut index = 0;
    found.retain(|_| {
        index += 1;
        keep[index - 1]
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Meta, Region};
    use crate::labels::RegionKind;
    use proptest::prelude::*;

    fn document(text: &str) -> Document {
        let trimmed = text.trim();
        let start = text.find(trimmed).unwrap_or(0);
        let region =
            Region { span: Span::new(start, start + trimmed.len()), kind: RegionKind::Body };
        Document::new("t".into(), text.into(), Meta::default(), vec![region], false)
    }

    fn quotes(text: &str) -> Vec<String> {
        let doc = document(text);
        find(&doc).iter().map(|q| doc.slice(q.span).to_owned()).collect()
    }

    #[test]
    fn glyphs_of_every_sort_pair() {
        assert_eq!(quotes("He said “go home” and left."), ["“go home”"]);
        assert_eq!(quotes("He said \"go home\" and left."), ["\"go home\""]);
        assert_eq!(quotes("Er sagte „geh“ und ging."), ["„geh“"]);
        assert_eq!(quotes("Il a dit «partez» hier."), ["«partez»"]);
        assert_eq!(quotes("A \"mixed” pair and a “mixed\" one"), ["\"mixed”", "“mixed\""]);
    }

    #[test]
    fn apostrophes_are_not_quotes() {
        assert_eq!(quotes("The soldiers' wives don't know what he's paid."), [""; 0]);
        assert_eq!(quotes("It’s the rebels’ third raid since the ’90s."), [""; 0]);
    }

    #[test]
    fn single_quotes_pair_around_possessives() {
        assert_eq!(
            quotes("He called it ‘the soldiers’ last stand’, and wept."),
            ["‘the soldiers’ last stand’"]
        );
        assert_eq!(
            quotes("“They told us ‘stay inside’ twice,” she said."),
            ["“They told us ‘stay inside’ twice,”", "‘stay inside’"]
        );
    }

    #[test]
    fn a_stray_mark_costs_only_itself() {
        assert_eq!(
            quotes("A 6\" pipe broke. “It burst,” he said.\nThen \"it stopped\"."),
            ["“It burst,”", "\"it stopped\""]
        );
        assert_eq!(quotes("A stray “ mark.\n\n“All is well,” he said."), ["“All is well,”"]);
    }

    #[test]
    fn a_quote_runs_over_paragraphs() {
        assert_eq!(
            quotes("“We left at dawn.\n\n“Then it rained.\n\n“We came back,” she said."),
            ["“We left at dawn.", "“Then it rained.", "“We came back,”"]
        );
    }

    proptest! {
        #[test]
        fn quotations_nest_and_cut_on_boundaries(text in "[a-c .,’‘“”\"'«»\n]{0,60}") {
            let doc = document(&text);
            let found = find(&doc);
            for (i, a) in found.iter().enumerate() {
                prop_assert!(!doc.slice(a.span).is_empty());
                for b in &found[i + 1..] {
                    prop_assert!(
                        !a.span.overlaps(b.span) || a.span.contains(b.span),
                        "{:?} cuts {:?}", a.span, b.span
                    );
                }
            }
        }
    }
}
