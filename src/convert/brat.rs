//! brat standoff: for each article a text and its annotations (`.txt`, `.ann`), beside them
//! `annotation.conf` and `articles.jsonl`, which holds what brat has no place for.
//!
//! Places count Unicode code points, as in brat's server. A span runs over no line break in
//! brat, so one that does is written as fragments, which brat shows as one span, and put
//! together again; fragments with more than line breaks between them, as an annotator may make
//! them, are pieces of content.

use super::Error;
use super::graph::{About, FIELDS, Graph, Label, Link, Mark, Problem, Role};
use crate::gold::Place;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// What brat has no place for, a line an article.
pub(super) const ARTICLES: &str = "articles.jsonl";

/// A line of [`ARTICLES`].
#[derive(Serialize, Deserialize)]
pub(super) struct Listed {
    /// The names of text and annotations, without their ending.
    pub file: String,
    #[serde(flatten)]
    pub about: About,
}

/// What ends a line in Python, and so in brat's files.
fn breaks_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The fragments of a place between line breaks.
fn fragments(text: &[char], [start, end]: Place) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for (at, &c) in text.iter().enumerate().take(end).skip(start) {
        match found.last_mut() {
            _ if breaks_line(c) => {}
            Some(last) if last[1] == at => last[1] = at + 1,
            _ => found.push([at, at + 1]),
        }
    }
    found
}

/// Fragments with nothing but line breaks between them put together.
fn joined(text: &[char], fragments: &[Place]) -> Vec<Place> {
    let mut pieces: Vec<Place> = Vec::new();
    for &[start, end] in fragments {
        match pieces.last_mut() {
            Some(last)
                if last[1] <= start && text[last[1]..start].iter().all(|&c| breaks_line(c)) =>
            {
                last[1] = end;
            }
            _ => pieces.push([start, end]),
        }
    }
    pieces
}

/// The `.ann` file of an article.
pub(super) fn annotations(graph: &Graph) -> Result<String, Problem> {
    let text: Vec<char> = graph.text.chars().collect();
    let mut ann = String::new();
    let (mut attributes, mut notes) = (String::new(), String::new());
    let (mut attribute, mut noted) = (0, 0);
    for (index, mark) in graph.marks.iter().enumerate() {
        let number = index + 1;
        let pieces = fragments(&text, mark.place);
        let [start, end] = mark.place;
        if pieces.is_empty() {
            return Err(format!(
                "{} {start}-{end} is nothing but line breaks; mark words",
                mark.label
            ));
        }
        let at: Vec<_> = pieces.iter().map(|[start, end]| format!("{start} {end}")).collect();
        let words: Vec<String> =
            pieces.iter().map(|&[start, end]| text[start..end].iter().collect()).collect();
        let _ = writeln!(ann, "T{number}\t{} {}\t{}", mark.label, at.join(";"), words.join(" "));
        let mut note = mark.note.clone();
        for (name, value) in &mark.fields {
            if FIELDS.iter().any(|field| field.name == *name && field.values.is_some()) {
                attribute += 1;
                let _ = writeln!(attributes, "A{attribute}\t{name} T{number} {value}");
            } else {
                note.insert((*name).to_owned(), Value::from(value.clone()));
            }
        }
        let read_back = joined(&text, &pieces);
        if read_back != [mark.place] {
            // Line breaks at its ends, or a gap of its own.
            note.insert("span".to_owned(), json!([mark.place, pieces]));
        }
        if !note.is_empty() {
            noted += 1;
            let note = one_line(&Value::Object(note).to_string());
            let _ = writeln!(notes, "#{noted}\tAnnotatorNotes T{number}\t{note}");
        }
    }
    for (index, Link { role, from, to }) in graph.links.iter().enumerate() {
        let _ = writeln!(ann, "R{}\t{role} Arg1:T{} Arg2:T{}\t", index + 1, from + 1, to + 1);
    }
    Ok([ann, attributes, notes].concat())
}

/// JSON without the line ends that it may hold outside ASCII.
fn one_line(json: &str) -> String {
    let escaped = |c: char| match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    json.chars().map(escaped).collect()
}

/// A line of an `.ann` file that means nothing here.
fn strange(what: &str) -> Problem {
    format!("{what}; correct the line, or remove it in brat")
}

/// An article out of its text and its `.ann` file.
pub(super) fn graph(about: About, text: String, ann: &str, path: &Path) -> Result<Graph, Error> {
    let letters: Vec<char> = text.chars().collect();
    let mut reading = Reading { letters, ..Reading::default() };
    for (number, line) in ann.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.trim().is_empty() {
            reading.line(line).map_err(|problem| Error::bad(path, Some(number + 1), problem))?;
        }
    }
    let (marks, links) = reading.finish().map_err(|problem| Error::bad(path, None, problem))?;
    Ok(Graph { about, text, marks, links })
}

/// The lines of an `.ann` file so far.
#[derive(Default)]
struct Reading {
    letters: Vec<char>,
    marks: Vec<(Mark, Vec<Place>)>,
    index: BTreeMap<String, usize>,
    links: Vec<(Role, String, String)>,
    /// Attributes and notes may stand before what they belong to.
    attributes: Vec<(String, String, String)>,
    notes: Vec<(String, String)>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), Problem> {
        let (id, rest) = line.split_once('\t').unwrap_or((line, ""));
        let (data, tail) = rest.split_once('\t').unwrap_or((rest, ""));
        let words: Vec<&str> = data.split(' ').filter(|word| !word.is_empty()).collect();
        match (id.chars().next(), words.as_slice()) {
            (Some('T'), [label, ..]) => self.mark(id, label, data, tail),
            (Some('R'), [role, ends @ ..]) => self.link(role, ends),
            (Some('A' | 'M'), [name, target]) => {
                Err(strange(&format!("{name} of {target} has no value")))
            }
            (Some('A' | 'M'), [name, target, value]) => {
                let [name, target, value] = [name, target, value].map(|word| (*word).to_owned());
                self.attributes.push((target, name, value));
                Ok(())
            }
            (Some('#'), ["AnnotatorNotes", target]) => {
                self.notes.push(((*target).to_owned(), tail.to_owned()));
                Ok(())
            }
            _ => Err(strange(&format!("'{line}' is no span, link, attribute or note of ours"))),
        }
    }

    fn mark(&mut self, id: &str, label: &str, data: &str, words: &str) -> Result<(), Problem> {
        let known = Label::from_name(label);
        let known = known.ok_or_else(|| strange(&format!("{id}: no label '{label}'")))?;
        let places = data.split_once(' ').map_or("", |(_, places)| places);
        let mut fragments = Vec::new();
        for fragment in places.split(';') {
            let place = fragment.trim().split_once(' ');
            let place =
                place.and_then(|(start, end)| Some([start.parse().ok()?, end.parse().ok()?]));
            let Some([start, end]): Option<Place> = place else {
                return Err(strange(&format!("{id}: '{fragment}' is no start and end")));
            };
            if start >= end || end > self.letters.len() {
                return Err(strange(&format!(
                    "{id}: {start}-{end} is no part of the text, which has {} characters",
                    self.letters.len()
                )));
            }
            fragments.push([start, end]);
        }
        let bare =
            |words: &str| -> String { words.chars().filter(|c| !c.is_whitespace()).collect() };
        let here: String =
            fragments.iter().flat_map(|&[start, end]| &self.letters[start..end]).collect();
        if bare(&here) != bare(words) {
            return Err(format!(
                "{id}: its place is '{here}' in the text, and the line says '{words}'; the text \
                 was changed, or the browser counted an emoji double: mark it again"
            ));
        }
        if self.index.insert(id.to_owned(), self.marks.len()).is_some() {
            return Err(strange(&format!("{id} is there twice")));
        }
        let mark = Mark { label: known, place: [0, 0], fields: BTreeMap::new(), note: Map::new() };
        self.marks.push((mark, fragments));
        Ok(())
    }

    fn link(&mut self, role: &str, ends: &[&str]) -> Result<(), Problem> {
        let known = Role::from_name(role);
        let known = known.ok_or_else(|| strange(&format!("no relation '{role}'")))?;
        let end =
            |name: &str| ends.iter().find_map(|end| end.strip_prefix(name)).map(str::to_owned);
        match (end("Arg1:"), end("Arg2:")) {
            (Some(from), Some(to)) => self.links.push((known, from, to)),
            _ => return Err(strange(&format!("the relation {role} has no two ends"))),
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(Vec<Mark>, Vec<Link>), Problem> {
        for (target, name, value) in std::mem::take(&mut self.attributes) {
            let field = FIELDS.iter().find(|f| f.name == name && f.values.is_some());
            let field = field.ok_or_else(|| strange(&format!("no attribute '{name}'")))?;
            let at = self.at(&target, "an attribute")?;
            if self.marks[at].0.fields.insert(field.name, value).is_some() {
                return Err(strange(&format!("{target} has two values of {name}")));
            }
        }
        for (target, text) in std::mem::take(&mut self.notes) {
            let at = self.at(&target, "a note")?;
            let problem = |problem: Problem| format!("{target}: {problem}");
            let mut note = super::note(&text).map_err(problem)?;
            for field in FIELDS.iter().filter(|field| field.values.is_none()) {
                let value = match note.remove(field.name) {
                    None | Some(Value::Null) => continue,
                    Some(Value::String(value)) => value,
                    Some(other) => other.to_string(),
                };
                self.marks[at].0.fields.insert(field.name, value);
            }
            self.marks[at].0.note.extend(note);
        }
        let mut links = Vec::new();
        for (role, from, to) in std::mem::take(&mut self.links) {
            let (from, to) = (self.at(&from, "a relation")?, self.at(&to, "a relation")?);
            links.push(Link { role, from, to });
        }
        let Self { letters, marks: read, .. } = self;
        let mut marks = Vec::new();
        let mut rest = Vec::new();
        for (at, (mut mark, fragments)) in read.into_iter().enumerate() {
            let pieces =
                match mark.note.remove("span").map(serde_json::from_value::<(Place, Vec<Place>)>) {
                    // Where it was, unless somebody has moved it since.
                    Some(Ok((place, was))) if was == fragments => vec![place],
                    _ => joined(&letters, &fragments),
                };
            if pieces.len() > 1 && mark.label != Label::Content {
                return Err(format!(
                    "a {} lies in {} pieces, at {}-{} and further on; only content can: mark one",
                    mark.label,
                    pieces.len(),
                    pieces[0][0],
                    pieces[0][1]
                ));
            }
            mark.place = pieces[0];
            marks.push(mark);
            rest.extend(pieces.into_iter().skip(1).map(|place| (at, place)));
        }
        for (from, place) in rest {
            let to = marks.len();
            let (fields, note) = (BTreeMap::new(), Map::new());
            marks.push(Mark { label: Label::Content, place, fields, note });
            links.push(Link { role: Role::Continues, from, to });
        }
        Ok((marks, links))
    }

    fn at(&self, id: &str, what: &str) -> Result<usize, Problem> {
        let known = self.index.get(id).copied();
        known.ok_or_else(|| strange(&format!("{what} belongs to {id}, which is not there")))
    }
}

/// The configuration of a brat collection.
pub(super) fn config() -> String {
    let mut conf = String::from("[entities]\n");
    for (label, _) in Label::LABELS {
        let _ = writeln!(conf, "{label}");
    }
    conf.push_str("\n[relations]\n");
    for role in Role::ALL {
        let (from, to) = role.ends();
        let _ = writeln!(conf, "{role}\tArg1:{from}, Arg2:{to}");
    }
    // Content lies in content, and holds sources, cues and numbers.
    conf.push_str(
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\n",
    );
    for field in FIELDS {
        if let Some(values) = field.values {
            let values: Vec<_> = values.iter().map(|(value, _)| *value).collect();
            let _ = writeln!(conf, "{}\tArg:{}, Value:{}", field.name, field.of, values.join("|"));
        }
    }
    conf
}
