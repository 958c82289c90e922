//! A page parsed as browsers parse it, within bounds.
//!
//! A parser that repairs markup takes time that grows with the square of the depth of the
//! tree, and of the attributes of one tag; what walks the tree later may recurse. So the page
//! is fed in pieces, and given up when the tree has grown too deep or too large.

use crate::labels::Reason;
use dom_query::{Document as Dom, NodeId, NodeRef};
use html5ever::interface::{Attribute, ElementFlags, NodeOrText, QualName, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use memchr::{memchr, memmem};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};

/// Where browsers stop nesting, too.
const DEEPEST: u32 = 512;

const MOST_ATTRIBUTES: usize = 1000;

/// More nodes than any page people read; finding the article takes seconds at this size.
const MOST_NODES: usize = 500_000;

/// Bytes of text in one node. Who writes the tree out again looks from each `&` on for the next `<`
/// as far as the text goes, so the time would grow with the square of its length.
const LONGEST_TEXT: usize = 4096;

/// Bytes of an attribute, for the same reason; one that is longer holds a picture.
const LONGEST_VALUE: usize = 16_384;

/// Bytes between two looks at the tree.
const PIECE: usize = 4096;

/// Parses a page that is neither too deep nor too large.
pub(super) fn parse(html: &str) -> Result<Dom, (Reason, String)> {
    if has_crowded_tag(html.as_bytes()) {
        return Err(deep("attributes in a tag", MOST_ATTRIBUTES));
    }
    let mut parser = html5ever::parse_document(Bounded::default(), Default::default());
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        parser.process(StrTendril::from_slice(piece));
        rest = after;
        let sink = &parser.tokenizer.sink.sink;
        if sink.deepest.get() > DEEPEST {
            return Err(deep("levels of nesting", DEEPEST as usize));
        }
        if sink.dom.tree.len() > MOST_NODES {
            let detail = format!("more than {MOST_NODES} elements and texts in one page");
            return Err((Reason::TooLarge, detail));
        }
    }
    let dom = parser.finish();
    // The parser also moves whole branches, of which the sink sees the root alone.
    if depth(&dom) > DEEPEST {
        return Err(deep("levels of nesting", DEEPEST as usize));
    }
    part(&dom);
    Ok(dom)
}

/// Makes several nodes of a long text.
fn part(dom: &Dom) {
    let is_long = |node: &NodeRef| node.is_text() && node.text().len() > LONGEST_TEXT;
    let long: Vec<NodeRef> = dom.root().descendants_it().filter(is_long).collect();
    for node in long {
        let text = node.text();
        let (first, mut rest) = text.split_at(text.floor_char_boundary(LONGEST_TEXT));
        node.set_text(first);
        let mut last = node;
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(LONGEST_TEXT));
            let next = dom.tree.new_text(piece);
            last.insert_after(&next);
            (last, rest) = (next, after);
        }
    }
}

fn deep(what: &str, most: usize) -> (Reason, String) {
    (Reason::TooDeep, format!("more than {most} {what}; give the article as .txt"))
}

fn depth(dom: &Dom) -> u32 {
    let mut deepest = 0;
    let mut stack = vec![(dom.root(), 0)];
    while let Some((node, depth)) = stack.pop() {
        deepest = deepest.max(depth);
        stack.extend(node.children_it(false).map(|child| (child, depth + 1)));
    }
    deepest
}

/// Whether a tag has more attributes than any page needs.
fn has_crowded_tag(html: &[u8]) -> bool {
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest) {
        rest = &rest[at..];
        if rest.starts_with(b"<!--") {
            rest = after(rest, b"-->");
            continue;
        }
        let name = rest[1..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        if !rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            rest = &rest[1..];
            continue;
        }
        let (name, attributes) = rest[1..].split_at(name);
        let (length, count) = attributes_of(attributes);
        if count > MOST_ATTRIBUTES {
            return true;
        }
        rest = &attributes[length..];
        // What stands in these is not markup.
        for raw in [&b"script"[..], b"style", b"textarea", b"title"] {
            if name.eq_ignore_ascii_case(raw) {
                rest = after(rest, b"</");
            }
        }
    }
    false
}

/// What follows the next `mark`.
fn after<'h>(html: &'h [u8], mark: &[u8]) -> &'h [u8] {
    &html[memmem::find(html, mark).map_or(html.len(), |at| at + mark.len())..]
}

/// Length and number of the attributes of a tag, up to its end.
fn attributes_of(html: &[u8]) -> (usize, usize) {
    let (mut at, mut count, mut last) = (0, 0, b' ');
    while let Some(&byte) = html.get(at) {
        match byte {
            b'>' => break,
            // A quotation mark holds a value only after the sign that announces one.
            b'"' | b'\'' if last == b'=' => {
                at += memchr(byte, &html[at + 1..]).map_or(html.len() - at, |length| length + 1);
                last = b' ';
            }
            _ if byte.is_ascii_whitespace() => last = if last == b'=' { b'=' } else { b' ' },
            _ => {
                count += usize::from(matches!(last, b' ' | b'/') && byte != b'/');
                last = byte;
            }
        }
        at += 1;
    }
    (at.min(html.len()), count)
}

fn is_short(attribute: &Attribute) -> bool {
    attribute.value.len() <= LONGEST_VALUE
}

/// Builds the tree and knows how deep it is.
#[derive(Default)]
struct Bounded {
    dom: Dom,
    depths: RefCell<FxHashMap<NodeId, u32>>,
    deepest: Cell<u32>,
}

impl Bounded {
    /// Notes that `child` hangs `below` levels under `node`.
    fn hang(&self, node: &NodeId, child: &NodeOrText<NodeId>, below: u32) {
        let NodeOrText::AppendNode(child) = child else { return };
        let mut depths = self.depths.borrow_mut();
        let depth = depths.get(node).copied().unwrap_or(0) + below;
        depths.insert(*child, depth);
        self.deepest.set(self.deepest.get().max(depth));
    }
}

impl TreeSink for Bounded {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = <Dom as TreeSink>::ElemName<'a>;

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.hang(parent, &child, 1);
        self.dom.append(parent, child);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.hang(sibling, &child, 0);
        self.dom.append_before_sibling(sibling, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.hang(previous, &child, 1);
        self.dom.append_based_on_parent_node(element, previous, child);
    }

    /// Errors in markup are the rule, and of no use here.
    fn parse_error(&self, _: Cow<'static, str>) {}

    fn finish(self) -> Dom {
        self.dom
    }

    fn get_document(&self) -> NodeId {
        self.dom.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.dom.elem_name(target)
    }

    fn create_element(
        &self,
        name: QualName,
        mut attrs: Vec<Attribute>,
        of: ElementFlags,
    ) -> NodeId {
        attrs.retain(is_short);
        self.dom.create_element(name, attrs, of)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.dom.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.dom.create_pi(target, data)
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.dom.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.dom.get_template_contents(target)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.dom.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, mut attrs: Vec<Attribute>) {
        attrs.retain(is_short);
        self.dom.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        TreeSink::remove_from_parent(&self.dom, target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        TreeSink::reparent_children(&self.dom, node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, node: &NodeId) -> bool {
        TreeSink::is_mathml_annotation_xml_integration_point(&self.dom, node)
    }
}
