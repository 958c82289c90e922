//! An annotated article as every annotation tool can hold it: marked spans with fields, and
//! links between them.
//!
//! The first piece of an attribution's content, and the number of a quantity, stand for the
//! whole: they carry its fields, and links lead from them to the other spans. A field with a
//! closed list of values is one of the tool's own; what no tool has a place for (ids, scores,
//! a sentence number that does not follow from the place) goes along in a note.

use super::whole::{Names, Whole};
use crate::gold::{Article, Attribution, Place, Quantity};
use crate::labels::{self, Kind, Modality, Modifier, QuoteForm, SourceType, Topic, Trend};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

labels::labels! {
    /// What a marked span is.
    Label {
        Content "content" "what is said; the first piece stands for the attribution",
        Source "source" "who says it",
        Cue "cue" "the words that signal it",
        Quantity "quantity" "a number that claims something",
        Counted "counted" "what is counted",
        Actor "actor" "who does it",
        Event "event" "what happened",
    }
}

labels::labels! {
    /// What a link says: it leads from the span that stands for the whole.
    Role {
        Source "source" "from content to its source",
        Cue "cue" "from content to its cue",
        Continues "continues" "from content to its next piece",
        Parent "parent" "from content to the content of the attribution around it",
        Counted "counted" "from a quantity to what is counted",
        Actor "actor" "from a quantity to who does it",
        Event "event" "from a quantity to what happened",
        Attribution "attribution" "from a quantity to the content that gives it",
    }
}

impl Role {
    /// What it leads from and to.
    pub(super) fn ends(self) -> (Label, Label) {
        match self {
            Role::Source => (Label::Content, Label::Source),
            Role::Cue => (Label::Content, Label::Cue),
            Role::Continues | Role::Parent => (Label::Content, Label::Content),
            Role::Counted => (Label::Quantity, Label::Counted),
            Role::Actor => (Label::Quantity, Label::Actor),
            Role::Event => (Label::Quantity, Label::Event),
            Role::Attribution => (Label::Quantity, Label::Content),
        }
    }
}

/// A field of a span.
pub(super) struct Field {
    pub name: &'static str,
    pub of: Label,
    /// Its values with their meanings; none if it takes any text.
    pub values: Option<&'static [(&'static str, &'static str)]>,
    pub meaning: &'static str,
}

/// The fields that annotators see.
pub(super) const FIELDS: &[Field] = &[
    closed("type", Label::Content, SourceType::LABELS, "who vouches"),
    closed("quote", Label::Content, QuoteForm::LABELS, "whether it stands in quotation marks"),
    free("who", Label::Content, "the source's full name, if its words are not it"),
    closed("kind", Label::Quantity, Kind::LABELS, "what the number is"),
    closed("mod", Label::Quantity, Modifier::LABELS, "how exact it claims to be"),
    free("value", Label::Quantity, "the value as a number; empty for a range"),
    free("low", Label::Quantity, "the lower end of a range"),
    free("high", Label::Quantity, "the upper end of a range"),
    free("unit", Label::Quantity, "ISO code, % or a singular word; empty for counts"),
    closed("trend", Label::Quantity, Trend::LABELS, "the direction of a change"),
    closed("topic", Label::Quantity, Topic::LABELS, "what it is about"),
    closed("modality", Label::Quantity, Modality::LABELS, "how the sentence commits itself"),
];

type Values = &'static [(&'static str, &'static str)];

const fn closed(name: &'static str, of: Label, values: Values, meaning: &'static str) -> Field {
    Field { name, of, values: Some(values), meaning }
}

const fn free(name: &'static str, of: Label, meaning: &'static str) -> Field {
    Field { name, of, values: None, meaning }
}

/// What is known of an article besides its annotations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct About {
    pub id: String,
    pub title: String,
    pub source: String,
    pub date: String,
    pub url: String,
    pub sentences: Vec<Place>,
    /// Fields that this program does not know.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub more: Map<String, Value>,
}

/// A marked span.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    pub label: Label,
    pub place: Place,
    /// By the names of [`FIELDS`].
    pub fields: BTreeMap<&'static str, String>,
    /// What no field holds.
    pub note: Map<String, Value>,
}

/// A link, between indices of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub role: Role,
    pub from: usize,
    pub to: usize,
}

/// An annotated article.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Graph {
    pub about: About,
    pub text: String,
    pub marks: Vec<Mark>,
    pub links: Vec<Link>,
}

/// What is wrong with an article, and what to do about it.
pub(super) type Problem = String;

impl Graph {
    /// The article as marks and links.
    pub(super) fn of(article: &Article, more: Map<String, Value>) -> Result<Self, Problem> {
        let Article { id, title, source, date, url, text, sentences, attributions, quantities } =
            article.clone();
        let about = About { id, title, source, date, url, sentences, more };
        let mut graph = Self { about, text, marks: Vec::new(), links: Vec::new() };
        let mut anchors: BTreeMap<&str, usize> = BTreeMap::new();
        for attribution in &attributions {
            let anchor = graph.attribution(attribution)?;
            if anchors.insert(&attribution.id, anchor).is_some() {
                return Err(format!("two attributions have the id {}", attribution.id));
            }
        }
        let leads = |of: &str, to: &Option<String>| match to {
            None => Ok(None),
            Some(to) => match anchors.get(to.as_str()) {
                Some(&anchor) => Ok(Some(anchor)),
                None => Err(format!("{of} refers to {to}, but no attribution has that id")),
            },
        };
        for attribution in &attributions {
            if let Some(to) = leads(&attribution.id, &attribution.parent)? {
                let from = anchors[attribution.id.as_str()];
                graph.links.push(Link { role: Role::Parent, from, to });
            }
        }
        for quantity in &quantities {
            let from = graph.quantity(quantity)?;
            if let Some(to) = leads(&quantity.id, &quantity.attr)? {
                graph.links.push(Link { role: Role::Attribution, from, to });
            }
        }
        graph.check()?;
        Ok(graph)
    }

    fn attribution(&mut self, a: &Attribution) -> Result<usize, Problem> {
        let Some((&first, rest)) = a.content.split_first() else {
            return Err(format!("attribution {} has no content to mark; give it some", a.id));
        };
        let mut fields = BTreeMap::from([("type", a.source_type.to_string())]);
        fields.extend(a.quote.map(|quote| ("quote", quote.to_string())));
        fields.extend(a.who.clone().filter(|who| !who.is_empty()).map(|who| ("who", who)));
        let mut note = Map::from_iter([("id".to_owned(), Value::from(a.id.clone()))]);
        if a.who.as_deref() == Some("") {
            // To a tool, an empty field is none.
            note.insert("who".to_owned(), "".into());
        }
        if a.sentence != self.sentence(a.cue.unwrap_or(first)) {
            note.insert("sentence".to_owned(), a.sentence.into());
        }
        note.extend(a.score.map(|score| ("score".to_owned(), score.into())));
        note.extend(a.type_score.map(|score| ("type_score".to_owned(), score.into())));
        let anchor = self.marks.len();
        self.marks.push(Mark { label: Label::Content, place: first, fields, note });
        for &piece in rest {
            self.part(anchor, Role::Continues, Some(piece));
        }
        self.part(anchor, Role::Source, a.source);
        self.part(anchor, Role::Cue, a.cue);
        Ok(anchor)
    }

    fn quantity(&mut self, q: &Quantity) -> Result<usize, Problem> {
        let Some(place) = q.span else {
            return Err(format!("quantity {} has no span to mark; give it one", q.id));
        };
        let number = |name, number: Option<f64>| number.map(|number| (name, number.to_string()));
        let mut fields = BTreeMap::from([
            ("kind", q.kind.to_string()),
            ("mod", q.modifier.to_string()),
            ("topic", q.topic.to_string()),
            ("modality", q.modality.to_string()),
        ]);
        fields.extend(number("value", q.value));
        fields.extend(number("low", q.low));
        fields.extend(number("high", q.high));
        fields.extend((!q.unit.is_empty()).then(|| ("unit", q.unit.clone())));
        fields.extend(q.trend.map(|trend| ("trend", trend.to_string())));
        let mut note = Map::from_iter([("id".to_owned(), Value::from(q.id.clone()))]);
        if q.sentence != self.sentence(place) {
            note.insert("sentence".to_owned(), q.sentence.into());
        }
        let anchor = self.marks.len();
        self.marks.push(Mark { label: Label::Quantity, place, fields, note });
        self.part(anchor, Role::Counted, q.counted);
        self.part(anchor, Role::Actor, q.actor);
        self.part(anchor, Role::Event, q.event);
        Ok(anchor)
    }

    /// Marks another span of what `from` stands for.
    fn part(&mut self, from: usize, role: Role, place: Option<Place>) {
        let Some(place) = place else { return };
        let to = self.marks.len();
        let (label, fields) = (role.ends().1, BTreeMap::new());
        self.marks.push(Mark { label, place, fields, note: Map::new() });
        self.links.push(Link { role, from, to });
    }

    /// The number of the sentence that a place begins in, from 1.
    fn sentence(&self, place: Place) -> usize {
        self.about.sentences.partition_point(|sentence| sentence[0] <= place[0])
    }

    /// Whether all marks lie in the text.
    fn check(&self) -> Result<(), Problem> {
        let length = self.text.chars().count();
        for mark in &self.marks {
            let [start, end] = mark.place;
            if start >= end || end > length {
                return Err(format!(
                    "{} {start}-{end} is no part of the text, which has {length} characters; mark \
                     it again",
                    mark.label
                ));
            }
        }
        Ok(())
    }

    /// The article that the marks and links say, as an annotator may have left them.
    pub(super) fn article(self) -> Result<(Article, Map<String, Value>), Problem> {
        self.check()?;
        let whole = Whole::of(&self)?;
        let mut names = Names::default();
        let mut ids = BTreeMap::new();
        for (index, mark) in self.marks.iter().enumerate() {
            if whole.of[index] == index && matches!(mark.label, Label::Content | Label::Quantity) {
                let prefix = if mark.label == Label::Content { "a" } else { "q" };
                ids.insert(index, names.of(mark.note.get("id"), prefix, &self.marks));
            }
        }
        let mut attributions = Vec::new();
        let mut quantities = Vec::new();
        for (&index, id) in &ids {
            let mark = &self.marks[index];
            if mark.label == Label::Content {
                attributions.push(self.attribution_of(index, id, &ids, &whole)?);
            } else {
                quantities.push(self.quantity_of(index, id, &ids, &whole)?);
            }
        }
        let Self { about, text, .. } = self;
        let About { id, title, source, date, url, sentences, more } = about;
        let article =
            Article { id, title, source, date, url, text, sentences, attributions, quantities };
        Ok((article, more))
    }

    fn attribution_of(
        &self,
        index: usize,
        id: &str,
        ids: &BTreeMap<usize, String>,
        whole: &Whole,
    ) -> Result<Attribution, Problem> {
        let mark = &self.marks[index];
        let place = |role| whole.one(self, index, role).map(|to| to.map(|to| self.marks[to].place));
        let cue = place(Role::Cue)?;
        let pieces = whole.pieces.get(&index).into_iter().flatten();
        let content: Vec<Place> =
            [index].iter().chain(pieces).map(|&i| self.marks[i].place).collect();
        Ok(Attribution {
            id: id.to_owned(),
            sentence: self.sentence_of(mark, cue.unwrap_or(mark.place))?,
            source: place(Role::Source)?,
            cue,
            content,
            source_type: self.needed(mark, "type", SourceType::from_name)?,
            quote: self.label(mark, "quote", QuoteForm::from_name)?,
            parent: whole.one(self, index, Role::Parent)?.map(|to| ids[&whole.of[to]].clone()),
            who: mark
                .fields
                .get("who")
                .cloned()
                .or_else(|| mark.note.get("who").map(|_| String::new())),
            score: mark.note.get("score").and_then(Value::as_f64),
            type_score: mark.note.get("type_score").and_then(Value::as_f64),
        })
    }

    fn quantity_of(
        &self,
        index: usize,
        id: &str,
        ids: &BTreeMap<usize, String>,
        whole: &Whole,
    ) -> Result<Quantity, Problem> {
        let mark = &self.marks[index];
        let place = |role| whole.one(self, index, role).map(|to| to.map(|to| self.marks[to].place));
        let attribution = whole.one(self, index, Role::Attribution)?;
        Ok(Quantity {
            id: id.to_owned(),
            sentence: self.sentence_of(mark, mark.place)?,
            span: Some(mark.place),
            kind: self.needed(mark, "kind", Kind::from_name)?,
            value: self.number(mark, "value")?,
            low: self.number(mark, "low")?,
            high: self.number(mark, "high")?,
            modifier: self.needed(mark, "mod", Modifier::from_name)?,
            unit: mark.fields.get("unit").cloned().unwrap_or_default(),
            trend: self.label(mark, "trend", Trend::from_name)?,
            counted: place(Role::Counted)?,
            actor: place(Role::Actor)?,
            event: place(Role::Event)?,
            topic: self.needed(mark, "topic", Topic::from_name)?,
            modality: self.needed(mark, "modality", Modality::from_name)?,
            attr: attribution.map(|to| ids[&whole.of[to]].clone()),
        })
    }

    fn sentence_of(&self, mark: &Mark, place: Place) -> Result<usize, Problem> {
        match mark.note.get("sentence") {
            None => Ok(self.sentence(place)),
            Some(number) => {
                number.as_u64().and_then(|n| usize::try_from(n).ok()).ok_or_else(|| {
                    format!(
                        "{}: its note's sentence {number} is no number; leave it out",
                        self.name(mark)
                    )
                })
            }
        }
    }

    fn label<T>(
        &self,
        mark: &Mark,
        name: &str,
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(value) = mark.fields.get(name) else { return Ok(None) };
        from_name(value).map(Some).ok_or_else(|| {
            let values = FIELDS.iter().find(|field| field.name == name).and_then(|f| f.values);
            let known: Vec<_> = values.unwrap_or_default().iter().map(|(name, _)| *name).collect();
            let known = known.join(", ");
            format!("{}: no {name} '{value}'; there are: {known}", self.name(mark))
        })
    }

    fn needed<T>(
        &self,
        mark: &Mark,
        name: &str,
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Result<T, Problem> {
        self.label(mark, name, from_name)?
            .ok_or_else(|| format!("{} has no {name}; choose one", self.name(mark)))
    }

    fn number(&self, mark: &Mark, name: &str) -> Result<Option<f64>, Problem> {
        let Some(text) = mark.fields.get(name) else { return Ok(None) };
        let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
        number.map(Some).ok_or_else(|| {
            format!("{}: its {name} '{text}' is no number; write it in digits", self.name(mark))
        })
    }

    /// How messages call a mark: its label, place and first words.
    pub(super) fn name(&self, mark: &Mark) -> String {
        const WORDS: usize = 30;
        let [start, end] = mark.place;
        let inside = self.text.chars().skip(start).take(end - start);
        let shown: String = inside.clone().take(WORDS).collect();
        let more = if end - start > WORDS { "…" } else { "" };
        format!("{} {start}-{end} ('{}{more}')", mark.label, shown.replace(['\n', '\r'], " "))
    }
}
