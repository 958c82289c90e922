//! INCEpTION: for each article a UIMA CAS in JSON (version 0.4, which it imports and exports
//! as "UIMA CAS JSON"), beside them `layers.json` with the layers to import into a project.
//!
//! One layer of spans and one of relations say everything, so that nothing depends on how a
//! project is set up; a third, of document metadata, holds what is known of the article. Places
//! count UTF-16 units, as in Java.

use super::graph::{About, FIELDS, Graph, Label, Link, Mark, Problem, Role};
use crate::gold::Place;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

const SPAN: &str = "webanno.custom.Whosaid";
const LINK: &str = "webanno.custom.WhosaidLink";
const ARTICLE: &str = "webanno.custom.WhosaidArticle";
/// The layers to import.
pub(super) const LAYERS: &str = "layers.json";

/// Features of the span layer that are none of [`FIELDS`].
const LABEL: &str = "label";
const NOTE: &str = "note";
/// The ends of a relation, as INCEpTION calls them.
const FROM: &str = "Governor";
const TO: &str = "Dependent";

/// Features of the article: fields of its own, and the rest as JSON.
const ABOUT: [&str; 6] = ["id", "title", "source", "date", "url", "rest"];

/// The article as a CAS.
pub(super) fn cas(graph: &Graph) -> Value {
    let units = Units::of(&graph.text);
    let mut structures = vec![
        json!({
            "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
            "mimeType": "text", "sofaString": graph.text,
        }),
        json!({
            "%ID": 2, "%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": 1, "begin": 0,
            "end": units.units(graph.text.chars().count()), "language": "x-unspecified",
        }),
    ];
    let About { id, title, source, date, url, sentences, more } = &graph.about;
    let rest = json!({"sentences": sentences, "more": more}).to_string();
    let mut article = Map::from_iter([
        ("%ID".to_owned(), json!(3)),
        ("%TYPE".to_owned(), json!(ARTICLE)),
        ("@sofa".to_owned(), json!(1)),
    ]);
    for (name, value) in ABOUT.iter().zip([id, title, source, date, url, &rest]) {
        article.insert((*name).to_owned(), json!(value));
    }
    structures.push(Value::Object(article));
    let first = structures.len() + 1;
    for (index, mark) in graph.marks.iter().enumerate() {
        let [start, end] = mark.place;
        let mut structure = json!({
            "%ID": first + index, "%TYPE": SPAN, "@sofa": 1, "begin": units.units(start),
            "end": units.units(end), LABEL: mark.label.as_str(),
        });
        if let Some(structure) = structure.as_object_mut() {
            structure
                .extend(mark.fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))));
            if !mark.note.is_empty() {
                let note = Value::Object(mark.note.clone()).to_string();
                structure.insert(NOTE.to_owned(), json!(note));
            }
        }
        structures.push(structure);
    }
    for Link { role, from, to } in &graph.links {
        // A relation lies where its end does.
        let [start, end] = graph.marks[*to].place;
        structures.push(json!({
            "%ID": structures.len() + 1, "%TYPE": LINK, "@sofa": 1, "begin": units.units(start),
            "end": units.units(end), "role": role.as_str(),
            (format!("@{FROM}")): first + from, (format!("@{TO}")): first + to,
        }));
    }
    let members: Vec<usize> = (2..=structures.len()).collect();
    json!({
        "%TYPES": types(),
        "%FEATURE_STRUCTURES": structures,
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": members}},
    })
}

/// The types of the layers.
fn types() -> Value {
    let feature =
        |name: &str, range: &str| (name.to_owned(), json!({"%NAME": name, "%RANGE": range}));
    let text = |name: &str| feature(name, "uima.cas.String");
    let declared = |name: &str, base: &str, features: Vec<(String, Value)>| {
        let mut declared = Map::from_iter([
            ("%NAME".to_owned(), json!(name)),
            ("%SUPER_TYPE".to_owned(), json!(base)),
        ]);
        declared.extend(features);
        Value::Object(declared)
    };
    let mut span: Vec<_> = FIELDS.iter().map(|field| text(field.name)).collect();
    span.extend([text(LABEL), text(NOTE)]);
    let link = vec![text("role"), feature(FROM, SPAN), feature(TO, SPAN)];
    json!({
        SPAN: declared(SPAN, "uima.tcas.Annotation", span),
        LINK: declared(LINK, "uima.tcas.Annotation", link),
        ARTICLE: declared(ARTICLE, "uima.cas.AnnotationBase", ABOUT.map(text).into()),
    })
}

/// Whether a JSON file looks like a CAS.
pub(super) fn is_cas(json: &Value) -> bool {
    json.get("%FEATURE_STRUCTURES").is_some()
}

/// An article out of a CAS; `name` is its id if the CAS tells none.
pub(super) fn graph(cas: &Value, name: &str) -> Result<Graph, Problem> {
    let structures = structures(cas)?;
    let kind =
        |structure: &Value| structure.get("%TYPE").and_then(Value::as_str).map(str::to_owned);
    let all = |wanted: &'static str| {
        structures.iter().filter(move |(_, structure)| kind(structure).as_deref() == Some(wanted))
    };
    let string = |structure: &Value, name: &str| {
        structure.get(name).and_then(Value::as_str).map(str::to_owned)
    };
    let text = all("uima.cas.Sofa").find_map(|(_, sofa)| string(sofa, "sofaString"));
    let text = text.ok_or("it holds no text (no Sofa with a sofaString); export it again")?;
    let units = Units::of(&text);
    let mut about = About { id: name.to_owned(), ..About::default() };
    if let Some((_, article)) = all(ARTICLE).next() {
        let value = |name: &str| string(article, name).unwrap_or_default();
        let rest = string(article, "rest").unwrap_or_else(|| "{}".to_owned());
        about = serde_json::from_str(&rest).map_err(|error| {
            format!("the rest of its article is not as convert wrote it: {error}")
        })?;
        about.id = value("id");
        about.title = value("title");
        about.source = value("source");
        about.date = value("date");
        about.url = value("url");
    }
    let mut marks = Vec::new();
    let mut index = BTreeMap::new();
    for (id, structure) in all(SPAN) {
        let place = place(structure, &units).ok_or_else(|| {
            format!(
                "the annotation {id} has no begin and end inside the text, which has {} UTF-16 \
                 units; mark it again",
                units.last()
            )
        })?;
        let label = string(structure, LABEL).unwrap_or_default();
        let label = Label::from_name(&label).ok_or_else(|| {
            let known: Vec<_> = Label::LABELS.iter().map(|(label, _)| *label).collect();
            format!(
                "the annotation {id} at {}-{} has the label '{label}'; there are: {}",
                place[0],
                place[1],
                known.join(", ")
            )
        })?;
        // An emptied feature is an empty string.
        let value = |name| string(structure, name).filter(|value: &String| !value.is_empty());
        let fields = FIELDS.iter().filter_map(|field| Some((field.name, value(field.name)?)));
        let note = match value(NOTE) {
            Some(note) => {
                super::note(&note).map_err(|problem| format!("annotation {id}: {problem}"))?
            }
            None => Map::new(),
        };
        index.insert(*id, marks.len());
        marks.push(Mark { label, place, fields: fields.collect(), note });
    }
    let mut links = Vec::new();
    for (id, structure) in all(LINK) {
        let named = string(structure, "role").unwrap_or_default();
        let role = Role::from_name(&named).ok_or_else(|| {
            let known: Vec<_> = Role::LABELS.iter().map(|(role, _)| *role).collect();
            format!("the relation {id} has the role '{named}'; there are: {}", known.join(", "))
        })?;
        let end = |name: &str| {
            let to = structure.get(format!("@{name}")).and_then(Value::as_u64);
            to.and_then(|to| index.get(&to).copied())
                .ok_or_else(|| format!("the relation {id} ({role}) leads to nothing; remove it"))
        };
        links.push(Link { role, from: end(FROM)?, to: end(TO)? });
    }
    Ok(Graph { about, text, marks, links })
}

/// The feature structures with their ids, in the order of the ids.
fn structures(cas: &Value) -> Result<BTreeMap<u64, &Value>, Problem> {
    let found: Option<Vec<(u64, &Value)>> = match cas.get("%FEATURE_STRUCTURES") {
        Some(Value::Array(list)) => {
            list.iter().map(|fs| Some((fs.get("%ID")?.as_u64()?, fs))).collect()
        }
        Some(Value::Object(map)) => {
            map.iter().map(|(id, fs)| Some((id.parse().ok()?, fs))).collect()
        }
        _ => None,
    };
    let found = found.ok_or(
        "no UIMA CAS in JSON: no %FEATURE_STRUCTURES with ids; export it as UIMA CAS JSON",
    )?;
    Ok(found.into_iter().collect())
}

fn place(structure: &Value, units: &Units) -> Option<Place> {
    let at = |name: &str| units.characters(usize::try_from(structure.get(name)?.as_u64()?).ok()?);
    let [start, end] = [at("begin")?, at("end")?];
    (start < end).then_some([start, end])
}

/// Code points and UTF-16 units of a text.
struct Units {
    /// For each code point, and the end, the units before it.
    before: Vec<usize>,
}

impl Units {
    fn of(text: &str) -> Self {
        let mut before = vec![0];
        let mut units = 0;
        for c in text.chars() {
            units += c.len_utf16();
            before.push(units);
        }
        Self { before }
    }

    fn units(&self, characters: usize) -> usize {
        self.before.get(characters).copied().unwrap_or(self.last())
    }

    fn last(&self) -> usize {
        self.before.last().copied().unwrap_or(0)
    }

    /// None behind the end and inside a character.
    fn characters(&self, units: usize) -> Option<usize> {
        self.before.binary_search(&units).ok()
    }
}

/// The layers, as INCEpTION imports them into a project.
pub(super) fn layers() -> Value {
    type Values = &'static [(&'static str, &'static str)];
    let feature = |name: &str, meaning: &str, values: Option<(&str, Values)>| {
        let tags = values.map(|(set, values)| {
            let tag = |(name, meaning): &(&str, &str)| json!({"tag_name": name, "tag_description": meaning});
            let tags: Vec<_> = values.iter().map(tag).collect();
            json!({"name": format!("whosaid {set}"), "description": meaning, "tags": tags, "create_tag": false})
        });
        json!({
            "name": name, "uiName": name, "tag_set": tags, "type": "uima.cas.String",
            "description": meaning, "enabled": true, "visible": true, "include_in_hover": true,
            "required": false, "remember": false, "hideUnconstraintFeature": false,
            "multi_value_mode": "NONE", "link_mode": "NONE", "link_type_name": null,
            "link_type_role_feature_name": null, "link_type_target_feature_name": null,
        })
    };
    let layer =
        |name: &str, shown: &str, kind: &str, attach: Option<&str>, features: Vec<Value>| {
            json!({
                "name": name, "uiName": shown, "type": kind, "features": features,
                "description": "made by whosaid convert", "enabled": true, "built_in": false,
                "readonly": false, "attach_type": attach.map(|name| json!({"name": name})),
                "attach_feature": null, "allow_stacking": true, "cross_sentence": true,
                "show_hover": true, "anchoring_mode": "CHARACTERS", "overlap_mode": "ANY_OVERLAP",
                "validation_mode": "NEVER", "lock_to_token_offset": false, "multiple_tokens": true,
                "linked_list_behavior": false, "on_click_javascript_action": null,
            })
        };
    let mut span = vec![feature(LABEL, "what the span is", Some((LABEL, Label::LABELS)))];
    for field in FIELDS {
        span.push(feature(
            field.name,
            field.meaning,
            field.values.map(|values| (field.name, values)),
        ));
    }
    span.push(feature(NOTE, "ids and scores, for the way back; leave it", None));
    let role = feature("role", "what the link says", Some(("role", Role::LABELS)));
    let about = ABOUT.iter().map(|name| feature(name, "of the article; leave it", None)).collect();
    json!([
        layer(SPAN, "whosaid", "span", None, span),
        layer(LINK, "whosaid link", "relation", Some(SPAN), vec![role]),
        layer(ARTICLE, "whosaid article", "document-metadata", None, about),
    ])
}
