//! From whom each claim comes, as edges: rows of `sources`, or one GraphML file.

use super::alike::Judge;
use super::corpus::Text;
use super::lineage::Telling;
use crate::labels::{Node, SourceType};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Name of the GraphML file.
pub const GRAPH: &str = "sources.graphml";

/// A step on the way from an article to who stands behind a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    pub source: (Node, String),
    pub target: (Node, String),
    pub target_type: Option<SourceType>,
}

/// Which articles of each outlet have told the claim so far.
#[derive(Default)]
struct Told {
    /// The latest, and the latest but that.
    by_outlet: FxHashMap<Text, (u32, Option<u32>)>,
}

impl Told {
    fn add(&mut self, outlet: Text, doc: u32) {
        let (latest, before) = self.by_outlet.entry(outlet).or_insert((doc, None));
        if *latest != doc {
            (*latest, *before) = (doc, Some(*latest));
        }
    }

    /// The outlet's latest article but this one.
    fn latest(&self, outlet: Text, but: u32) -> Option<u32> {
        let &(latest, before) = self.by_outlet.get(&outlet)?;
        if latest == but { before } else { Some(latest) }
    }
}

/// The way of each telling of a family: article, outlet cited, source cited.
pub(super) fn edges(judge: &Judge<'_>, tellings: &[Telling]) -> Vec<Vec<Edge>> {
    let corpus = judge.corpus;
    let mut told = Told::default();
    let way = |telling: &Telling| {
        let edges = way(judge, telling, &told);
        let claim = &corpus.claims[telling.claim as usize];
        told.add(corpus.doc(claim).outlet, claim.doc);
        edges
    };
    tellings.iter().map(way).collect()
}

fn way(judge: &Judge<'_>, telling: &Telling, told: &Told) -> Vec<Edge> {
    let corpus = judge.corpus;
    let claim = &corpus.claims[telling.claim as usize];
    let doc = corpus.doc(claim);
    let article =
        |doc: u32| (Node::Article, corpus.texts.get(corpus.docs[doc as usize].id).to_owned());
    let outlet_node = |outlet: Text| match told.latest(outlet, claim.doc) {
        Some(doc) => article(doc),
        None => (Node::Outlet, corpus.texts.get(outlet).to_owned()),
    };
    if let Some(copied) = telling.copy_of {
        let copied = corpus.claims[copied as usize].doc;
        return vec![Edge {
            source: article(claim.doc),
            target: article(copied),
            target_type: None,
        }];
    }
    let chain = corpus.get(claim.chain);
    let mut way: Vec<((Node, String), Option<SourceType>)> = Vec::new();
    for (depth, &name) in chain.iter().enumerate().rev() {
        let innermost = depth == 0;
        let source_type = claim.source_type.filter(|_| innermost);
        let node = match judge.outlets.in_source(&corpus.texts, name) {
            // An outlet that speaks of itself is no step.
            Some(outlet) if outlet == doc.outlet => continue,
            Some(outlet) => outlet_node(outlet),
            None => {
                let kind = if corpus.media.contains(&name) { Node::Outlet } else { Node::Source };
                (kind, corpus.texts.get(name).to_owned())
            }
        };
        way.push((node, source_type));
    }
    // An outlet that the sentence names without a reporting word stands before the others.
    let named: Vec<Text> =
        judge.outlets.among(corpus, claim.phrases).filter(|o| *o != doc.outlet).collect();
    for outlet in named {
        let node = outlet_node(outlet);
        if !way.iter().any(|(known, _)| *known == node) {
            way.insert(0, (node, None));
        }
    }
    let mut at = article(claim.doc);
    let mut edges = Vec::new();
    for (node, target_type) in way {
        if node != at {
            edges.push(Edge { source: at, target: node.clone(), target_type });
            at = node;
        }
    }
    edges
}

/// The graph of all edges, an edge between two nodes once with the claims that take it.
#[derive(Default)]
pub(super) struct Graph {
    nodes: BTreeSet<(Node, String)>,
    edges: BTreeMap<[(Node, String); 2], BTreeSet<String>>,
}

impl Graph {
    pub fn add(&mut self, edge: Edge, claim_id: &str) {
        self.nodes.insert(edge.source.clone());
        self.nodes.insert(edge.target.clone());
        self.edges.entry([edge.source, edge.target]).or_default().insert(claim_id.to_owned());
    }

    /// Writes the graph as GraphML.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
        for (id, on, name, ty) in [
            ("label", "node", "label", "string"),
            ("kind", "node", "kind", "string"),
            ("weight", "edge", "weight", "int"),
            ("claims", "edge", "claims", "string"),
        ] {
            writeln!(out, r#"  <key id="{id}" for="{on}" attr.name="{name}" attr.type="{ty}"/>"#)?;
        }
        writeln!(out, r#"  <graph id="sources" edgedefault="directed">"#)?;
        for (kind, name) in &self.nodes {
            let (id, label) = (id(*kind, name), escaped(name));
            writeln!(
                out,
                r#"    <node id="{id}"><data key="label">{label}</data><data key="kind">{kind}</data></node>"#
            )?;
        }
        for ([source, target], claims) in &self.edges {
            let claims_told: Vec<&str> = claims.iter().map(String::as_str).collect();
            writeln!(
                out,
                r#"    <edge source="{}" target="{}"><data key="weight">{}</data><data key="claims">{}</data></edge>"#,
                id(source.0, &source.1),
                id(target.0, &target.1),
                claims.len(),
                escaped(&claims_told.join(" ")),
            )?;
        }
        writeln!(out, "  </graph>\n</graphml>")
    }
}

fn id(kind: Node, name: &str) -> String {
    format!("{kind}:{}", escaped(name))
}

/// Text that XML takes anywhere: characters it forbids become U+FFFD.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => {
                write!(safe, "&#{};", c as u32).expect("a string takes everything")
            }
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_are_text_in_graphml() {
        let mut graph = Graph::default();
        let edge = Edge {
            source: (Node::Article, "a\"<b>&\u{1}".to_owned()),
            target: (Node::Outlet, "]]>".to_owned()),
            target_type: None,
        };
        graph.add(edge.clone(), "a:1-2");
        graph.add(edge, "a:5-6");
        let mut out = Vec::new();
        graph.write(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains(r#"<node id="article:a&quot;&lt;b&gt;&amp;�">"#), "{text}");
        assert!(
            text.contains(r#"<data key="weight">2</data><data key="claims">a:1-2 a:5-6</data>"#)
        );
        assert!(text.contains("]]&gt;"));
    }
}
