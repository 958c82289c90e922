//! Speakers: who "he", "Petrov" and "the ministry" are, and so what they vouch as.

use super::antecedent::Antecedents;
use super::bodies::Bodies;
use super::description::{general, is_firmer};
use super::gazetteer::GAZETTEER;
use super::given_name;
use super::issuer::Issuers;
use super::kind;
use super::mention::{
    Gender, Number, bare_name, canonical, full_name_in, gender, head_word, looks_like_body, number,
    speaker_name,
};
use super::people::People;
use super::role::Roles;
use super::source_words::{Class, is};
use super::when::When;
use crate::document::{Document, Span};
use crate::findings::Sentence;
use crate::labels::SourceType;
use crate::quotation::Quotation;
use crate::reading::Saying;
use std::cell::OnceCell;

/// The type of a saying's source and its fullest name, if that is not the source itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Speaker {
    pub(super) source_type: SourceType,
    pub(super) name: Option<String>,
}

/// A source already met.
#[derive(Clone, Debug)]
pub(super) struct Met {
    pub(super) at: usize,
    pub(super) name: String,
    pub(super) source_type: SourceType,
    pub(super) number: Number,
    pub(super) gender: Option<Gender>,
    /// The last word of its head, in lower case.
    head: String,
    /// Whether it is one person for certain: a name, or "a guard", not "evidence".
    pub(super) person: bool,
}

/// A speaker, whether that is one person, and of which gender.
pub(super) type Resolved = (Speaker, Number, Option<Gender>);

/// How many sources back an antecedent is looked for.
const MEMORY: usize = 24;

/// The speakers of all sayings, in the same order.
///
/// `parents` tells which saying each lies inside, so that "we" in a quotation is its speaker.
pub(super) fn resolve(
    doc: &Document,
    (sentences, quotations): (&[Sentence], &[Quotation]),
    sayings: &[Saying],
    parents: &[Option<usize>],
) -> Vec<Speaker> {
    let people = People::read(doc);
    let mut resolver = Resolver {
        doc,
        sentences,
        quotations,
        people,
        antecedents: OnceCell::new(),
        roles: OnceCell::new(),
        issuers: OnceCell::new(),
        bodies: OnceCell::new(),
        when: When::of(doc),
        met: Vec::new(),
    };
    let mut speakers: Vec<Speaker> = Vec::with_capacity(sayings.len());
    // Outer sayings often come after inner ones in the text; "we" waits for them.
    for (index, saying) in sayings.iter().enumerate() {
        let outer = parents[index].filter(|&p| p < index).map(|p| speakers[p].clone());
        let speaker = resolver.speaker(saying, outer);
        speakers.push(speaker);
    }
    for index in 0..sayings.len() {
        let Some(source) = sayings[index].source else { continue };
        let word = doc.slice(source).to_lowercase();
        if matches!(&*word, "we" | "i" | "us" | "me")
            && let Some(parent) = parents[index].filter(|&p| p > index)
        {
            let name = speakers[parent]
                .name
                .clone()
                .or_else(|| sayings[parent].source.map(|s| canonical(doc.slice(s))));
            speakers[index] = Speaker { source_type: speakers[parent].source_type, name };
        }
    }
    for speaker in &mut speakers {
        speaker.name = speaker.name.take().and_then(|name| speaker_name(&name));
    }
    speakers
}

pub(super) struct Resolver<'d> {
    pub(super) doc: &'d Document,
    pub(super) sentences: &'d [Sentence],
    quotations: &'d [Quotation],
    pub(super) people: People<'d>,
    /// Read at the first "he" or "she".
    antecedents: OnceCell<Antecedents>,
    /// Read at the first description.
    roles: OnceCell<Roles>,
    /// Read at the first document.
    issuers: OnceCell<Issuers>,
    /// Read when a source first calls one for short.
    bodies: OnceCell<Bodies<'d>>,
    pub(super) when: Option<When>,
    met: Vec<Met>,
}

impl<'d> Resolver<'d> {
    fn speaker(&mut self, saying: &Saying, outer: Option<Speaker>) -> Speaker {
        let Some(span) = saying.source else {
            let free = saying.cue.is_none();
            let last = self.met.last().filter(|m| free && saying.content[0].start() < m.at + 3000);
            return match last {
                Some(met) => Speaker { source_type: met.source_type, name: Some(met.name.clone()) },
                None => Speaker { source_type: SourceType::Unspecified, name: None },
            };
        };
        let text = self.doc.slice(span);
        let (mut speaker, number, gender) = self.resolve(span, text, saying, outer);
        // Nothing is known of a body but what it is called here.
        let called = speaker.name.as_deref().is_none_or(|name| text.ends_with(name));
        let bare = !text.contains(' ') && text.starts_with(char::is_uppercase);
        if called
            && (number != Number::Person || bare)
            && let Some(full) = self.bodies().full_name(text, span.start())
        {
            speaker.name = Some(full.to_owned());
        }
        let name = speaker.name.clone().unwrap_or_else(|| canonical(text));
        let head = head_word(text);
        let first = text.split(' ').next().unwrap_or_default().to_lowercase();
        let determined = is(&first, Class::Determiner) || matches!(&*first, "one" | "another");
        let person = number == Number::Person
            && (determined || name.split(' ').all(|word| word.contains(char::is_uppercase)));
        let gender = gender.or_else(|| given_name::gender(&name));
        let speaker = Speaker {
            source_type: saying.source_type.unwrap_or(speaker.source_type),
            name: speaker.name.filter(|n| n != text),
        };
        self.met.push(Met {
            at: span.start(),
            name,
            source_type: speaker.source_type,
            number,
            gender,
            head,
            person,
        });
        speaker
    }

    pub(super) fn bodies(&self) -> &Bodies<'d> {
        self.bodies.get_or_init(|| Bodies::read(self.doc))
    }

    /// What the words of a source tell; of a document, who issued it.
    fn kind(&self, text: &str, at: usize) -> Option<kind::Kind> {
        let kind = kind::of(text, self.when)?;
        if kind.source_type != SourceType::Document {
            return Some(kind);
        }
        let issuers = self.issuers.get_or_init(|| Issuers::read(self.doc, self.when));
        let source_type = issuers.of(text, at).unwrap_or(kind.source_type);
        Some(kind::Kind { source_type, ..kind })
    }

    pub(super) fn recent(&self) -> impl Iterator<Item = &Met> {
        self.met.iter().rev().take(MEMORY)
    }

    fn resolve(&self, span: Span, text: &str, saying: &Saying, outer: Option<Speaker>) -> Resolved {
        let lower = text.to_lowercase();
        match &*lower {
            "he" | "him" | "his" => return self.person(span, saying, Gender::He),
            "she" | "her" => return self.person(span, saying, Gender::She),
            "we" | "i" | "us" | "me" | "my" | "our" => {
                if let Some(outer) = outer {
                    let name = outer.name.or_else(|| self.met.last().map(|m| m.name.clone()));
                    let speaker = Speaker { source_type: outer.source_type, name };
                    return (speaker, Number::Person, None);
                }
                let last = self.met.last();
                let source_type = last.map_or(SourceType::Individual, |m| m.source_type);
                let name = last.map(|m| m.name.clone());
                return (Speaker { source_type, name }, Number::Person, None);
            }
            "they" | "them" | "their" => return self.crowd(span, saying),
            "those" | "these" => return self.last_many(),
            "it" | "its" | "which" => return self.body(span, saying),
            "who" | "you" | "one" | "another" | "both" => {
                let met = self.recent().next();
                return self.as_met(met, SourceType::Individual, Number::Person);
            }
            "some" | "many" | "others" | "several" | "most" | "few" => {
                let speaker = Speaker { source_type: SourceType::Unspecified, name: None };
                return (speaker, Number::Many, None);
            }
            _ => {}
        }
        let kind = self.kind(text, span.start());
        let gender = gender(&lower);
        // "Cowles, 56": a name with an age.
        let unaged = text
            .split_once(", ")
            .filter(|(_, age)| age.chars().all(|c| c.is_ascii_digit()))
            .map_or(text, |(name, _)| name);
        if let Some(name) = self.leading_name(text, span.start()) {
            return self.named((text, name), span.start(), kind, gender);
        }
        let introduced = self.introduced(text, span.start(), kind);
        if let Some((found, true)) = introduced {
            return found;
        }
        if let Some(name) = bare_name(unaged) {
            return self.named((text, &name), span.start(), kind, gender);
        }
        let described = self.description(text, &lower, kind);
        let likely = introduced.map(|(found, _)| found);
        let named = described.as_ref().is_some_and(|(speaker, ..)| {
            speaker.name.as_deref().is_some_and(|name| name.starts_with(char::is_uppercase))
        });
        let found = if named { described } else { likely.or(described) };
        if let Some(found) = found {
            return found;
        }
        let number = number(text, &lower);
        let source_type = kind.map_or_else(|| fallback(text, number), |k| k.source_type);
        let name = full_name_in(text);
        (Speaker { source_type, name }, number, gender)
    }

    /// What a person of this full name vouches as: well known, told here, or in the name.
    pub(super) fn of_name(&self, name: &str) -> Option<SourceType> {
        GAZETTEER
            .person(name, self.when)
            .or_else(|| self.people.kind(name, self.when))
            .or_else(|| kind::of(name, self.when).map(|k| k.source_type))
    }

    pub(super) fn as_met(
        &self,
        met: Option<&Met>,
        otherwise: SourceType,
        number: Number,
    ) -> Resolved {
        match met {
            Some(m) => {
                let name = Some(m.name.clone());
                (Speaker { source_type: m.source_type, name }, m.number, m.gender)
            }
            None => (Speaker { source_type: otherwise, name: None }, number, None),
        }
    }

    pub(super) fn antecedents(&self) -> &Antecedents {
        self.antecedents.get_or_init(|| Antecedents::read(self.doc, &self.people, self.quotations))
    }

    /// A name, maybe with a title: its full form, and what the document says of it.
    fn named(
        &self,
        (text, name): (&str, &str),
        at: usize,
        kind: Option<kind::Kind>,
        gender: Option<Gender>,
    ) -> Resolved {
        let known_as = GAZETTEER.full_name(super::people::surname(name)).filter(|full| {
            !name.contains(' ') || full.starts_with(name.split(' ').next().unwrap_or(name))
        });
        let full = match (self.people.full_name(name, at), known_as) {
            // "Donald J. Trump": the name he is known by.
            (Some(full), Some(known))
                if full.split(' ').next() == known.split(' ').next()
                    && super::people::surname(full) == super::people::surname(known) =>
            {
                Some(known.to_owned())
            }
            // Of the First Lady's surname alone her husband is called, not she.
            (Some(full), Some(known))
                if !name.contains(' ')
                    && GAZETTEER.person(full, self.when) == Some(SourceType::Individual) =>
            {
                Some(known.to_owned())
            }
            (Some(full), _) => Some(full.to_owned()),
            (None, Some(known)) if !name.contains(' ') => Some(known.to_owned()),
            (None, _) => None,
        };
        // A surname of the document may be a firm's or a place's elsewhere: Ford.
        let surname_here =
            name == text && !name.contains(' ') && self.people.full_name(name, at).is_some();
        let told = kind.filter(|k| k.told && !surname_here).map(|k| k.source_type);
        let met = self.recent().find(|m| {
            m.number == Number::Person
                && super::people::surname(&m.name)
                    .eq_ignore_ascii_case(super::people::surname(name))
        });
        let body = full.is_none() && met.is_none() && looks_like_body(text);
        // The surname alone may be another's, who is well known.
        let own = match &full {
            Some(full) => kind::of(full, self.when),
            None => kind,
        };
        let known = GAZETTEER
            .person(full.as_deref().unwrap_or(name), self.when)
            .or(told)
            .or_else(|| met.map(|m| m.source_type))
            .or_else(|| self.people.kind(name, self.when))
            .or_else(|| own.map(|k| k.source_type));
        let number = match known {
            Some(t) if full.is_none() && met.is_none() && is_body_type(t) => Number::Body,
            _ if body => Number::Body,
            _ => Number::Person,
        };
        let source_type =
            known.unwrap_or(if body { SourceType::Company } else { SourceType::Individual });
        let name = full
            .or_else(|| met.map(|m| m.name.clone()))
            .or_else(|| (name != text).then(|| name.to_owned()));
        let gender = gender.or_else(|| met.and_then(|m| m.gender));
        (Speaker { source_type, name }, number, gender)
    }

    /// The name with which a source begins, where the document knows whose it is: "Lund, the
    /// mayor", "Otto Lund of the Harbour Club", "Mr Lund's".
    fn leading_name<'t>(&self, text: &'t str, at: usize) -> Option<&'t str> {
        let end = text.match_indices(' ').map(|(at, _)| at).find(|&at| {
            let word = text.get(at + 1..).and_then(|rest| rest.split(' ').next());
            word.is_some_and(|word| is(word, Class::EndsHead))
        });
        let lead = text.get(..end.unwrap_or(text.len()))?;
        let lead = lead.split([',', '(']).next()?.trim_end();
        let lead = lead.strip_suffix("'s").or_else(|| lead.strip_suffix("’s")).unwrap_or(lead);
        let (address, name) = lead.split_once(' ').unwrap_or(("", lead));
        let name = if is(&address.to_lowercase(), Class::Honorific) { name } else { lead };
        let named = name.split(' ').all(|word| word.starts_with(char::is_uppercase));
        (named && self.people.full_name(name, at).is_some()).then_some(name)
    }

    /// "the general", "Norland's premier": the person the document introduces so.
    fn introduced(
        &self,
        text: &str,
        at: usize,
        kind: Option<kind::Kind>,
    ) -> Option<(Resolved, bool)> {
        if text.split(' ').count() > 9 {
            return None;
        }
        let roles = self.roles.get_or_init(|| Roles::read(&self.people));
        let (person, told) = roles.person(text, at, self.antecedents())?;
        let name = self.people.name(person);
        let head = head_word(text);
        // "The official" said more lately takes up that one.
        let lately = self.recent().find(|m| m.head == head && m.name != name);
        if lately.is_some_and(|m| self.recent().take_while(|o| o.at > m.at).all(|o| o.name != name))
            && text.starts_with(['t', 'T'])
        {
            return None;
        }
        let met = self.recent().find(|m| m.name == name);
        let own = kind.map(|k| k.source_type);
        let known = met.map(|m| m.source_type).or_else(|| self.of_name(name));
        let source_type = match (own, known) {
            (Some(own), Some(known)) if general(&head).is_some() || !is_firmer(own, known) => known,
            (Some(own), _) => own,
            (None, known) => known.unwrap_or(SourceType::Individual),
        };
        let gender = gender(&text.to_lowercase()).or_else(|| given_name::gender(name));
        let speaker = Speaker { source_type, name: Some(name.to_owned()) };
        Some(((speaker, Number::Person, gender), told))
    }

    /// "the ministry", "the official", "the group": the last source met that it may name.
    fn description(&self, text: &str, lower: &str, kind: Option<kind::Kind>) -> Option<Resolved> {
        let rest = lower
            .strip_prefix("the ")
            .or_else(|| lower.strip_prefix("that "))
            .or_else(|| lower.strip_prefix("this "))
            .or_else(|| lower.strip_prefix("these "))?;
        if rest.split(' ').count() > 3 || rest.contains([',', '(']) {
            return None;
        }
        let head = head_word(text);
        let number = number(text, lower);
        let own = kind.map(|k| k.source_type);
        let met = self
            .recent()
            .find(|m| m.head == head && (m.name.len() >= rest.len() || m.number == Number::Person))
            .or_else(|| {
                let kinds = general(&head)?;
                self.recent().find(|m| kinds.contains(&m.source_type) && m.number != Number::Many)
            })?;
        let source_type = match own {
            // A word that fits many kinds of source yields to what is known of this one.
            Some(t)
                if general(&head).is_none()
                    && t != SourceType::Unspecified
                    && is_firmer(t, met.source_type) =>
            {
                t
            }
            _ => met.source_type,
        };
        let name = Some(met.name.clone()).filter(|n| !n.eq_ignore_ascii_case(rest));
        let gender = gender(lower).or(met.gender);
        let number = if met.number == Number::Person { Number::Person } else { number };
        Some((Speaker { source_type, name }, number, gender))
    }
}

fn is_body_type(source_type: SourceType) -> bool {
    use SourceType as T;
    matches!(
        source_type,
        T::MinistryStatement
            | T::NewsOutlet
            | T::StateMedia
            | T::IgoNgo
            | T::Company
            | T::Document
            | T::SocialMedia
            | T::LocalAuthority
            | T::ArmedGroup
            | T::Intelligence
            | T::Military
    )
}

fn fallback(text: &str, number: Number) -> SourceType {
    // "the Syrians": a people speaks as its state.
    let last = text.rsplit(' ').next().unwrap_or(text).to_lowercase();
    if text.len() > last.len() && last.strip_suffix('s').is_some_and(super::name_words::is_modifier)
    {
        return SourceType::MinistryStatement;
    }
    let capital = text.split_whitespace().any(|w| w.chars().next().is_some_and(char::is_uppercase));
    match number {
        _ if !capital => SourceType::Unspecified,
        Number::Person => SourceType::Individual,
        Number::Many => SourceType::Individual,
        Number::Body => SourceType::Company,
    }
}
