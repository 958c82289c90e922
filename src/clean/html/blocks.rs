//! The markup of an article as blocks of text, each with its part in the article.

use crate::labels::RegionKind;
use dom_query::{Document as Dom, NodeRef};

/// A paragraph, heading, caption, list item, table row or line of an article.
#[derive(Debug)]
pub(super) struct Block {
    pub kind: RegionKind,
    /// Without line breaks, and without white space at its ends.
    pub text: String,
}

impl Block {
    pub(super) fn new(kind: RegionKind, text: String) -> Self {
        Self { kind, text }
    }
}

/// The blocks of `html`, in order.
pub(super) fn of(html: &str) -> Vec<Block> {
    let dom = Dom::from(html);
    let mut found = Found::default();
    let mut stack = vec![Visit::Enter(dom.root(), RegionKind::Body)];
    while let Some(visit) = stack.pop() {
        match visit {
            Visit::Leave => found.cut(),
            Visit::Enter(node, kind) => {
                if node.is_text() {
                    found.text(&node.text(), kind);
                    continue;
                }
                let Some((shape, kind)) = shape(&node, kind) else { continue };
                match shape {
                    Shape::Inline => {}
                    Shape::Cell => found.tab(),
                    Shape::Block => {
                        found.cut();
                        stack.push(Visit::Leave);
                    }
                }
                let inner = stack.len();
                stack.extend(node.children_it(false).map(|child| Visit::Enter(child, kind)));
                stack[inner..].reverse();
            }
        }
    }
    found.cut();
    found.blocks
}

enum Visit<'a> {
    Enter(NodeRef<'a>, RegionKind),
    /// Past the last child of a block.
    Leave,
}

/// How an element lies in the text.
enum Shape {
    Inline,
    Block,
    Cell,
}

/// How `node` lies in the text and what its text is; none if it holds no text to read.
fn shape(node: &NodeRef, kind: RegionKind) -> Option<(Shape, RegionKind)> {
    let Some(name) = node.node_name() else { return Some((Shape::Inline, kind)) };
    Some(match &*name {
        "a" | "abbr" | "acronym" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data"
        | "del" | "dfn" | "em" | "font" | "i" | "ins" | "kbd" | "label" | "mark" | "q" | "ruby"
        | "s" | "samp" | "small" | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt"
        | "u" | "var" | "wbr" => (Shape::Inline, kind),
        "script" | "style" | "noscript" | "template" | "head" | "svg" | "math" | "iframe"
        | "object" | "canvas" | "audio" | "video" | "button" | "select" | "textarea" | "rt"
        | "rp" => return None,
        "td" | "th" => (Shape::Cell, kind),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => (Shape::Block, RegionKind::Heading),
        "figcaption" | "caption" => (Shape::Block, RegionKind::Caption),
        _ if is_caption(node) => (Shape::Block, RegionKind::Caption),
        _ => (Shape::Block, kind),
    })
}

/// Whether the page calls the element a caption or a credit.
fn is_caption(node: &NodeRef) -> bool {
    let Some(class) = node.class() else { return false };
    class.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        ["caption", "captions", "credit", "credits"].iter().any(|it| word.eq_ignore_ascii_case(it))
    })
}

/// The blocks so far and the one being written.
#[derive(Default)]
struct Found {
    blocks: Vec<Block>,
    current: String,
    kind: Option<RegionKind>,
    /// White space that counts only if text follows.
    gap: Option<char>,
}

impl Found {
    /// White space is one space, as a browser shows it; a no-break space is none.
    fn text(&mut self, text: &str, kind: RegionKind) {
        let breaks = |c: char| c.is_ascii_whitespace() || matches!(c, '\u{2028}' | '\u{2029}');
        for piece in text.split_inclusive(breaks) {
            let word = piece.trim_end_matches(breaks);
            if !word.is_empty() {
                self.kind.get_or_insert(kind);
                if let Some(gap) = self.gap.take() {
                    self.current.push(gap);
                }
                self.current.push_str(word);
            }
            if word.len() < piece.len() && !self.current.is_empty() {
                self.gap.get_or_insert(' ');
            }
        }
    }

    fn tab(&mut self) {
        if !self.current.is_empty() {
            self.gap = Some('\t');
        }
    }

    fn cut(&mut self) {
        self.gap = None;
        let kind = self.kind.take().unwrap_or(RegionKind::Body);
        let text = std::mem::take(&mut self.current);
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let text = if trimmed.len() == text.len() { text } else { trimmed.to_owned() };
            self.blocks.push(Block::new(kind, text));
        }
    }
}
