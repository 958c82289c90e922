//! Label Studio: a list of tasks, and the labelling configuration that shows them.
//!
//! Places count Unicode code points, as ours do: the editor turns the UTF-16 units of the
//! browser into code points before it stores them (`charsToCodePoints` in its
//! `selection-tools.js`), and both characters of a `\r\n` count. Versions of 2021 and before
//! stored UTF-16 units; the words that stand with every region tell, and such a file is refused.

use super::graph::{About, FIELDS, Field, Graph, Label, Link, Mark, Problem, Role};
use super::xml::escape;
use crate::gold::Place;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The name of the text in the configuration.
const TEXT: &str = "text";
/// The name of the control that marks spans.
const LABEL: &str = "label";
/// The name of the control that keeps what no field holds.
const NOTE: &str = "note";

/// A task: the article, and its annotation to be corrected.
pub(super) fn task(graph: &Graph) -> Value {
    let mut result = Vec::new();
    let text: Vec<char> = graph.text.chars().collect();
    for (index, mark) in graph.marks.iter().enumerate() {
        let [start, end] = mark.place;
        let words: String = text[start..end].iter().collect();
        let mut add = |name: &str, kind: &str, more: Value| {
            let mut value = json!({"start": start, "end": end, "text": words});
            if let (Some(value), Value::Object(more)) = (value.as_object_mut(), more) {
                value.extend(more);
            }
            result.push(json!({
                "id": region(index), "from_name": name, "to_name": TEXT, "type": kind,
                "value": value,
            }));
        };
        add(LABEL, "labels", json!({"labels": [mark.label.as_str()]}));
        for (name, value) in &mark.fields {
            let closed = FIELDS.iter().any(|f| f.name == *name && f.values.is_some());
            match closed {
                true => add(name, "choices", json!({"choices": [value]})),
                false => add(name, "textarea", json!({"text": [value]})),
            }
        }
        if !mark.note.is_empty() {
            let note = Value::Object(mark.note.clone()).to_string();
            add(NOTE, "textarea", json!({"text": [note]}));
        }
    }
    for link in &graph.links {
        result.push(json!({
            "type": "relation", "from_id": region(link.from), "to_id": region(link.to),
            "direction": "right", "labels": [link.role.as_str()],
        }));
    }
    let mut data = json!(graph.about);
    if let Some(data) = data.as_object_mut() {
        data.insert(TEXT.to_owned(), graph.text.clone().into());
    }
    json!({"data": data, "annotations": [{"result": result}]})
}

fn region(index: usize) -> String {
    format!("m{index}")
}

/// An article out of a task as Label Studio exports it (format JSON).
pub(super) fn graph(task: &Value) -> Result<Graph, Problem> {
    let data = task.get("data").filter(|data| data.is_object());
    let data = data.ok_or("no task: it has no data; export as JSON, not JSON-MIN")?;
    let about: About = serde_json::from_value(data.clone())
        .map_err(|error| format!("its data is not as convert wrote it: {error}"))?;
    let text = data.get(TEXT).and_then(Value::as_str).ok_or("its data has no text")?.to_owned();
    let length = text.chars().count();
    let mut regions = Regions::default();
    for item in result(task)? {
        regions.item(item)?;
    }
    let Regions { marks, index, links, .. } = regions;
    let mut found = Vec::new();
    for (role, from, to) in links {
        let at = |id: &str| {
            let known = index.get(id).copied();
            known.ok_or_else(|| {
                format!("a relation {role} leads to region {id}, which is not there; remove it")
            })
        };
        found.push(Link { role, from: at(&from)?, to: at(&to)? });
    }
    let letters: Vec<char> = text.chars().collect();
    let mut marked = Vec::new();
    for Region { id, label, place, fields, note, words } in marks {
        let Some(label) = label else {
            return Err(format!("region {id} has choices and no label; label it, or remove it"));
        };
        let mark = Mark { label, place, fields, note };
        let [start, end] = mark.place;
        if start >= end || end > length {
            return Err(format!(
                "region {id}: {} {start}-{end} is no part of the text, which has {length} \
                 characters; mark it again",
                mark.label
            ));
        }
        let here: String = letters[start..end].iter().collect();
        if words.is_some_and(|words| bare(&words) != bare(&here)) {
            return Err(format!(
                "region {id}: {} {start}-{end} is '{here}' in the text and something else in the \
                 export; the text was changed, or this Label Studio still counts UTF-16 units: \
                 update it and mark it again",
                mark.label
            ));
        }
        marked.push(mark);
    }
    Ok(Graph { about, text, marks: marked, links: found })
}

/// Words without white space, which the editor does not always give back as it was.
fn bare(words: &str) -> String {
    words.replace("\\n", "").chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

/// The one annotation of a task.
fn result(task: &Value) -> Result<&[Value], Problem> {
    let annotations =
        task.get("annotations").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let cancelled = |a: &&Value| a.get("was_cancelled").and_then(Value::as_bool) == Some(true);
    let kept: Vec<_> = annotations.iter().filter(|annotation| !cancelled(annotation)).collect();
    match kept.as_slice() {
        [one] => {
            let result = one.get("result").and_then(Value::as_array);
            Ok(result.map_or(&[][..], Vec::as_slice))
        }
        [] => Err("the task has no annotation; submit it in Label Studio, or remove it".to_owned()),
        several => Err(format!(
            "the task has {} annotations; keep the one that is right and remove the others",
            several.len()
        )),
    }
}

/// Regions so far.
#[derive(Default)]
struct Regions {
    marks: Vec<Region>,
    index: BTreeMap<String, usize>,
    links: Vec<(Role, String, String)>,
}

/// A region as far as its items have been met; fields may come before the label.
#[derive(Default)]
struct Region {
    id: String,
    label: Option<Label>,
    place: Place,
    fields: BTreeMap<&'static str, String>,
    note: Map<String, Value>,
    /// The words that the export gives with it.
    words: Option<String>,
}

impl Regions {
    /// Takes in one item of a result.
    fn item(&mut self, item: &Value) -> Result<(), Problem> {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
        let kind = text("type");
        if kind == "relation" {
            return self.relation(item);
        }
        let (id, name) = (text("id"), text("from_name"));
        let value = item.get("value").unwrap_or(&Value::Null);
        let at = *self.index.entry(id.to_owned()).or_insert_with(|| {
            self.marks.push(Region { id: id.to_owned(), ..Region::default() });
            self.marks.len() - 1
        });
        let region = &mut self.marks[at];
        let several = |name: &str| value.get(name).and_then(Value::as_array);
        let first = |name: &str| several(name).and_then(|list| list.first()?.as_str());
        if kind == "labels" || kind == "hypertextlabels" {
            let label = first("labels").or(first("hypertextlabels")).unwrap_or_default();
            let known = Label::from_name(label);
            region.label = Some(known.ok_or_else(|| unknown(id, "label", label, Label::LABELS))?);
            region.place = place(value).ok_or_else(|| {
                format!("region {id} has no start and end that count characters; mark it again")
            })?;
            region.words = value.get("text").and_then(Value::as_str).map(str::to_owned);
            return Ok(());
        }
        let single = |name: &str| match several(name).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([Value::String(one)]) => Ok(Some(one.clone())),
            Some(_) => Err(format!("region {id} has several values of {name}; keep one")),
        };
        let given = match kind {
            "choices" => single("choices")?,
            "textarea" => single("text")?,
            "number" => value.get("number").map(Value::to_string),
            _ => None,
        };
        if name == NOTE {
            if let Some(note) = given {
                region.note =
                    super::note(&note).map_err(|problem| format!("region {id}: {problem}"))?;
            }
            return Ok(());
        }
        let Some(field) = FIELDS.iter().find(|field| field.name == name) else {
            return Err(format!(
                "region {id} has a control '{name}' that the configuration of convert does not \
                 have; remove it from the export"
            ));
        };
        region.fields.extend(given.map(|given| (field.name, given)));
        Ok(())
    }

    fn relation(&mut self, item: &Value) -> Result<(), Problem> {
        let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
        let (mut from, mut to) = (text("from_id").to_owned(), text("to_id").to_owned());
        if text("direction") == "left" {
            std::mem::swap(&mut from, &mut to);
        }
        let labels = item.get("labels").and_then(Value::as_array);
        let named = labels.and_then(|labels| labels.first()?.as_str()).unwrap_or_default();
        let role = Role::from_name(named)
            .ok_or_else(|| unknown(&format!("{from} to {to}"), "relation", named, Role::LABELS))?;
        self.links.push((role, from, to));
        Ok(())
    }
}

fn unknown(id: &str, what: &str, found: &str, known: &[(&str, &str)]) -> Problem {
    let known: Vec<_> = known.iter().map(|(name, _)| *name).collect();
    let found = if found.is_empty() { "none" } else { found };
    format!("region {id}: {what} '{found}' is not known; there are: {}", known.join(", "))
}

fn place(value: &Value) -> Option<Place> {
    let at = |name: &str| value.get(name)?.as_u64().and_then(|n| usize::try_from(n).ok());
    Some([at("start")?, at("end")?])
}

/// The labelling configuration, to be pasted into the settings of a project.
pub(super) fn config() -> String {
    // Without the style, the editor gives back words without their white space.
    let mut xml = String::from("<View>\n  <Style>.htx-text { white-space: pre-wrap; }</Style>\n");
    xml.push_str("  <Relations>\n");
    for (role, meaning) in Role::LABELS {
        line(
            &mut xml,
            2,
            format_args!("<Relation value=\"{role}\" hint=\"{}\"/>", escape(meaning)),
        );
    }
    xml.push_str("  </Relations>\n");
    line(&mut xml, 1, format_args!("<Labels name=\"{LABEL}\" toName=\"{TEXT}\">"));
    for ((label, meaning), colour) in Label::LABELS.iter().zip(COLOURS) {
        let hint = escape(meaning);
        let label =
            format_args!("<Label value=\"{label}\" background=\"{colour}\" hint=\"{hint}\"/>");
        line(&mut xml, 2, label);
    }
    xml.push_str("  </Labels>\n  <Header value=\"$title\"/>\n");
    line(
        &mut xml,
        1,
        format_args!("<Text name=\"{TEXT}\" value=\"$text\" granularity=\"symbol\"/>"),
    );
    for Field { name, of, values, meaning } in FIELDS {
        let shown = format!("perRegion=\"true\" whenTagName=\"{LABEL}\" whenLabelValue=\"{of}\"");
        let head = format_args!("<Header size=\"6\" value=\"{name}: {}\"/>", escape(meaning));
        line(
            &mut xml,
            1,
            format_args!(
                "<View visibleWhen=\"region-selected\" whenTagName=\"{LABEL}\" whenLabelValue=\"{of}\">"
            ),
        );
        line(&mut xml, 2, head);
        match values {
            Some(values) => {
                line(
                    &mut xml,
                    2,
                    format_args!(
                        "<Choices name=\"{name}\" toName=\"{TEXT}\" choice=\"single\" layout=\"select\" {shown}>"
                    ),
                );
                for (value, meaning) in *values {
                    let hint = escape(meaning);
                    line(&mut xml, 3, format_args!("<Choice value=\"{value}\" hint=\"{hint}\"/>"));
                }
                line(&mut xml, 2, format_args!("</Choices>"));
            }
            None => line(
                &mut xml,
                2,
                format_args!(
                    "<TextArea name=\"{name}\" toName=\"{TEXT}\" maxSubmissions=\"1\" editable=\"true\" {shown}/>"
                ),
            ),
        }
        line(&mut xml, 1, format_args!("</View>"));
    }
    // Kept out of sight: ids and scores, for the way back.
    line(&mut xml, 1, format_args!("<View style=\"display: none\">"));
    line(
        &mut xml,
        2,
        format_args!(
            "<TextArea name=\"{NOTE}\" toName=\"{TEXT}\" perRegion=\"true\" maxSubmissions=\"1\"/>"
        ),
    );
    xml.push_str("  </View>\n</View>\n");
    xml
}

fn line(xml: &mut String, depth: usize, text: std::fmt::Arguments<'_>) {
    let _ = writeln!(xml, "{:1$}{text}", "", depth * 2);
}

const COLOURS: [&str; 7] =
    ["#f6d55c", "#3caea3", "#20639b", "#ed553b", "#f4a261", "#8d99ae", "#b56576"];
