//! What belongs together in a graph: the marks of one annotation, and the ids it goes by.

use super::graph::{Graph, Label, Mark, Problem, Role};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Which mark stands for the whole that each mark is part of.
pub(super) struct Whole {
    /// For each mark itself, or for a further piece of content the first.
    pub(super) of: Vec<usize>,
    /// The further pieces of each first, in the order of their links.
    pub(super) pieces: BTreeMap<usize, Vec<usize>>,
    /// Where links lead, by what they lead from.
    links: BTreeMap<(usize, Role), Vec<usize>>,
}

impl Whole {
    pub(super) fn of(graph: &Graph) -> Result<Self, Problem> {
        let Graph { marks, links, .. } = graph;
        let mut of: Vec<usize> = (0..marks.len()).collect();
        let mut reached = vec![false; marks.len()];
        for link in links {
            let found = (marks[link.from].label, marks[link.to].label);
            let (from, to) = link.role.ends();
            if found != (from, to) || link.from == link.to {
                return Err(format!(
                    "the link {} leads from {} to {}; draw it from {from} to {to}",
                    link.role,
                    graph.name(&marks[link.from]),
                    graph.name(&marks[link.to])
                ));
            }
            if link.role == Role::Continues && of[link.to] != link.to {
                let piece = graph.name(&marks[link.to]);
                return Err(format!("{piece} continues two others; remove one of the links"));
            }
            if link.role == Role::Continues {
                of[link.to] = link.from;
            }
            reached[link.to] = true;
        }
        for (mark, _) in marks.iter().zip(reached).filter(|(_, reached)| !reached) {
            if !matches!(mark.label, Label::Content | Label::Quantity) {
                return Err(format!(
                    "{} belongs to nothing; draw a link to it from a {}, or remove it",
                    graph.name(mark),
                    if matches!(mark.label, Label::Source | Label::Cue) {
                        "content"
                    } else {
                        "quantity"
                    }
                ));
            }
        }
        Self::firsts(graph, &mut of)?;
        let mut whole = Self { of, pieces: BTreeMap::new(), links: BTreeMap::new() };
        for link in links {
            let first = whole.of[link.from];
            if link.role == Role::Continues {
                whole.pieces.entry(first).or_default().push(link.to);
            } else {
                whole.links.entry((first, link.role)).or_default().push(link.to);
            }
        }
        Ok(whole)
    }

    /// Lets pieces of pieces be pieces of the first.
    fn firsts(graph: &Graph, of: &mut [usize]) -> Result<(), Problem> {
        for index in 0..of.len() {
            let mut path = Vec::new();
            let mut first = index;
            while of[first] != first {
                path.push(first);
                first = of[first];
                if path.len() > of.len() {
                    let piece = graph.name(&graph.marks[index]);
                    return Err(format!("{piece} continues itself; remove one of the links"));
                }
            }
            for piece in path {
                of[piece] = first;
            }
        }
        Ok(())
    }

    /// Where the link of that role leads, if there is one.
    pub(super) fn one(
        &self,
        graph: &Graph,
        from: usize,
        role: Role,
    ) -> Result<Option<usize>, Problem> {
        match self.links.get(&(from, role)).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([to]) => Ok(Some(*to)),
            Some(several) => Err(format!(
                "{} has {} links {role}; keep one",
                graph.name(&graph.marks[from]),
                several.len()
            )),
        }
    }
}

/// Ids given out so far.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// Whether the ids that marks bring are known.
    begun: bool,
    brought: BTreeSet<String>,
    /// By prefix, the first number that may be free.
    next: BTreeMap<String, usize>,
}

impl Names {
    /// The id a mark brings, the first time; for a new mark, or a copy of another, a new one.
    pub(super) fn of(&mut self, brought: Option<&Value>, prefix: &str, marks: &[Mark]) -> String {
        if !self.begun {
            let ids = marks.iter().filter_map(|mark| mark.note.get("id")?.as_str());
            self.brought = ids.map(str::to_owned).collect();
            self.begun = true;
        }
        if let Some(id) = brought.and_then(Value::as_str)
            && self.taken.insert(format!("{prefix}/{id}"))
        {
            return id.to_owned();
        }
        let number = self.next.entry(prefix.to_owned()).or_insert(1);
        loop {
            let id = format!("{prefix}{number}");
            *number += 1;
            if !self.brought.contains(&id) && self.taken.insert(format!("{prefix}/{id}")) {
                return id;
            }
        }
    }
}
