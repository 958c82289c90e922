//! Speakers: who "he", "Petrov" and "the ministry" are, and so what they vouch as.

use super::gazetteer::words;
use super::kind;
use super::people::People;
use crate::document::{Document, Span};
use crate::labels::SourceType;
use crate::reading::Saying;

/// The type of a saying's source and its fullest name, if that is not the source itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Speaker {
    pub(super) source_type: SourceType,
    pub(super) name: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    Person,
    Many,
    Body,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gender {
    He,
    She,
}

/// A source already met.
#[derive(Clone, Debug)]
struct Met {
    at: usize,
    name: String,
    source_type: SourceType,
    number: Number,
    gender: Option<Gender>,
    /// The last word of its head, in lower case.
    head: String,
}

/// How many sources back an antecedent is looked for.
const MEMORY: usize = 24;

/// The speakers of all sayings, in the same order.
///
/// `parents` tells which saying each lies inside, so that "we" in a quotation is its speaker.
pub(super) fn resolve(
    doc: &Document,
    sayings: &[Saying],
    parents: &[Option<usize>],
) -> Vec<Speaker> {
    let people = People::read(doc);
    let mut resolver = Resolver { doc, people, year: year(doc), met: Vec::new() };
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
    speakers
}

/// The year of the article: of its date, else the year its text names most.
fn year(doc: &Document) -> Option<u16> {
    let of = |text: &str| {
        text.get(..4).and_then(|y| y.parse::<u16>().ok()).filter(|y| (1950..2100).contains(y))
    };
    if let Some(year) = of(&doc.meta().date) {
        return Some(year);
    }
    let mut counts: Vec<(u16, usize)> = Vec::new();
    for word in doc.text().split(|c: char| !c.is_alphanumeric()) {
        if word.len() == 4
            && word.starts_with("20")
            && let Some(year) = of(word)
        {
            match counts.iter_mut().find(|(y, _)| *y == year) {
                Some((_, count)) => *count += 1,
                None => counts.push((year, 1)),
            }
        }
    }
    counts.into_iter().max_by_key(|&(year, count)| (count, year)).map(|(year, _)| year)
}

struct Resolver<'d> {
    doc: &'d Document,
    people: People<'d>,
    year: Option<u16>,
    met: Vec<Met>,
}

impl Resolver<'_> {
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
        let (speaker, number, gender) = self.resolve(span, text, outer);
        let name = speaker.name.clone().unwrap_or_else(|| canonical(text));
        let head = head_word(text);
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
        });
        speaker
    }

    fn recent(&self) -> impl Iterator<Item = &Met> {
        self.met.iter().rev().take(MEMORY)
    }

    fn resolve(
        &self,
        span: Span,
        text: &str,
        outer: Option<Speaker>,
    ) -> (Speaker, Number, Option<Gender>) {
        let lower = text.to_lowercase();
        match &*lower {
            "he" | "him" | "his" => return self.person(span, Gender::He),
            "she" | "her" => return self.person(span, Gender::She),
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
            "they" | "them" | "their" | "those" | "these" => {
                let met = self
                    .recent()
                    .find(|m| m.number == Number::Many)
                    .or_else(|| self.recent().find(|m| m.number == Number::Body));
                return self.as_met(met, SourceType::AnonymousOfficial, Number::Many);
            }
            "it" | "its" | "which" => {
                let met = self.recent().find(|m| m.number == Number::Body);
                return self.as_met(met, SourceType::MinistryStatement, Number::Body);
            }
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
        let kind = kind::of(text, self.year);
        let gender = gender(&lower);
        if let Some(name) = bare_name(text) {
            return self.named(text, &name, kind, gender);
        }
        if let Some(found) = self.description(text, &lower, kind) {
            return found;
        }
        let number = number(text, &lower);
        let source_type = kind.map_or_else(|| fallback(text, number), |k| k.source_type);
        (Speaker { source_type, name: None }, number, gender)
    }

    fn as_met(
        &self,
        met: Option<&Met>,
        otherwise: SourceType,
        number: Number,
    ) -> (Speaker, Number, Option<Gender>) {
        match met {
            Some(m) => {
                let name = Some(m.name.clone());
                (Speaker { source_type: m.source_type, name }, m.number, m.gender)
            }
            None => (Speaker { source_type: otherwise, name: None }, number, None),
        }
    }

    /// The person "he" or "she" is: the last one met who may be.
    fn person(&self, span: Span, gender: Gender) -> (Speaker, Number, Option<Gender>) {
        let fits = |m: &&Met| m.number == Number::Person && m.gender.is_none_or(|g| g == gender);
        let near = |m: &&Met| span.start() < m.at + 2500;
        let met = self
            .recent()
            .filter(near)
            .find(fits)
            .or_else(|| self.recent().find(|m| m.number == Number::Person));
        let (speaker, number, _) = self.as_met(met, SourceType::NamedOfficial, Number::Person);
        (speaker, number, Some(gender))
    }

    /// A name, maybe with a title: its full form, and what the document says of it.
    fn named(
        &self,
        text: &str,
        name: &str,
        kind: Option<kind::Kind>,
        gender: Option<Gender>,
    ) -> (Speaker, Number, Option<Gender>) {
        let full = self.people.full_name(name).map(str::to_owned);
        let told = kind.filter(|k| k.told).map(|k| k.source_type);
        let met = self.recent().find(|m| {
            m.number == Number::Person
                && super::people::surname(&m.name)
                    .eq_ignore_ascii_case(super::people::surname(name))
        });
        let body = full.is_none() && met.is_none() && looks_like_body(text);
        let known = told
            .or_else(|| met.map(|m| m.source_type))
            .or_else(|| self.people.kind(name, self.year))
            .or_else(|| kind.map(|k| k.source_type))
            .or_else(|| kind::of(full.as_deref()?, self.year).map(|k| k.source_type));
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

    /// "the ministry", "the official", "the group": the last source met that it may name.
    fn description(
        &self,
        text: &str,
        lower: &str,
        kind: Option<kind::Kind>,
    ) -> Option<(Speaker, Number, Option<Gender>)> {
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
                    && m_differs(t, met.source_type) =>
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

/// Whether a description's own type is firmer than that of its antecedent.
fn m_differs(own: SourceType, met: SourceType) -> bool {
    !matches!(
        (own, met),
        (SourceType::AnonymousOfficial, SourceType::NamedOfficial)
            | (SourceType::MinistryStatement, SourceType::NamedOfficial)
            | (SourceType::Document, _)
            | (SourceType::SocialMedia, _)
            | (SourceType::LocalAuthority, SourceType::NamedOfficial)
            | (SourceType::AnonymousSource, SourceType::AnonymousOfficial)
    )
}

/// The types a general noun may stand for.
fn general(head: &str) -> Option<&'static [SourceType]> {
    use SourceType as T;
    Some(match head {
        "group" | "organization" | "organisation" => &[T::ArmedGroup, T::IgoNgo, T::Company],
        "agency" => &[
            T::NewsOutlet,
            T::StateMedia,
            T::IgoNgo,
            T::MinistryStatement,
            T::Intelligence,
            T::Expert,
        ],
        "network" | "channel" | "broadcaster" | "newspaper" | "paper" | "outlet" | "website"
        | "magazine" | "daily" | "site" | "publication" => &[T::NewsOutlet, T::StateMedia],
        "company" | "firm" | "operator" | "airline" | "utility" | "automaker" => &[T::Company],
        "militants" | "insurgents" | "rebels" | "separatists" => &[T::ArmedGroup],
        "president" | "premier" | "chancellor" | "king" => &[T::HeadOfState],
        "leader" => &[T::HeadOfState, T::ArmedGroup, T::Lawmaker],
        "senator" | "congressman" | "congresswoman" | "lawmaker" | "candidate" | "nominee"
        | "politician" => &[T::Lawmaker],
        "general" | "commander" | "admiral" | "colonel" => &[T::Military, T::ArmedGroup],
        "professor" | "expert" | "analyst" | "researcher" => &[T::Expert],
        "minister" | "ambassador" | "governor" | "mayor" | "sheriff" | "secretary" | "envoy"
        | "spokesman" | "spokeswoman" | "spokesperson" => {
            &[T::NamedOfficial, T::Military, T::IgoNgo]
        }
        "union" | "organisations" | "charity" | "watchdog" => &[T::IgoNgo],
        "activist" | "witness" | "resident" => &[T::Individual],
        "report" | "statement" | "document" | "study" | "letter" => {
            &[T::Document, T::IgoNgo, T::MinistryStatement, T::Intelligence, T::NewsOutlet]
        }
        "bureau" | "service" => &[T::Intelligence],
        _ => return None,
    })
}

/// The words of a bare name, if the source is one: capitalised words only, maybe behind
/// titles, without a description.
fn bare_name(text: &str) -> Option<String> {
    if text.contains([',', '(']) {
        return None;
    }
    let list = words(text);
    if list.is_empty() || list.len() > 9 {
        return None;
    }
    // Lower-case titles may stand in front: "spokesman Ivan Petrov", "the governor, …".
    let mut first = list.len();
    for (i, word) in list.iter().enumerate().rev() {
        let part = word.is_capital()
            || matches!(
                &*word.lower,
                "." | "-" | "de" | "van" | "von" | "der" | "al" | "bin" | "el" | "del" | "la"
            )
            || word.lower.starts_with("al-");
        if !part {
            break;
        }
        first = i;
    }
    // "Centers for Disease Control", "head of Ukraine": no name of a person.
    if first > 0
        && matches!(
            &*list[first - 1].lower,
            "of" | "for" | "and" | "in" | "at" | "from" | "with" | "on"
        )
    {
        return None;
    }
    let mut names = &list[first..];
    while let Some(word) = names.first() {
        let lower = &*word.lower;
        let hit = super::gazetteer::GAZETTEER.longest(names, 0);
        if matches!(
            lower,
            "the"
                | "mr"
                | "mr."
                | "mrs"
                | "mrs."
                | "ms"
                | "ms."
                | "sir"
                | "lord"
                | "a"
                | "an"
                | "former"
                | "then"
                | "army"
                | "dr"
                | "dr."
        ) {
            names = &names[1..];
        } else if let Some(hit) = hit.filter(|h| h.to < names.len()) {
            names = &names[hit.to..];
        } else if names.len() > 1 && is_modifier(lower) {
            names = &names[1..];
        } else {
            break;
        }
    }
    if names.is_empty()
        || names.len() > 4
        || super::gazetteer::GAZETTEER.longest(names, 0).is_some_and(|h| h.to == names.len())
    {
        return None;
    }
    let last = &names[names.len() - 1];
    if first == 0 || !names.is_empty() {
        let from = names[0].at;
        let to = last.at + last.text.len();
        return text.get(from..to).map(str::to_owned);
    }
    None
}

fn is_modifier(lower: &str) -> bool {
    matches!(
        lower,
        "russian"
            | "ukrainian"
            | "american"
            | "israeli"
            | "iranian"
            | "chinese"
            | "british"
            | "turkish"
            | "german"
            | "french"
            | "syrian"
            | "iraqi"
            | "afghan"
            | "pakistani"
            | "polish"
            | "saudi"
            | "egyptian"
            | "u.s."
            | "us"
            | "uk"
            | "indian"
            | "canadian"
            | "mexican"
            | "japanese"
            | "south"
            | "north"
            | "white"
            | "house"
            | "press"
            | "foreign"
            | "defense"
            | "defence"
            | "interior"
            | "prime"
            | "deputy"
            | "senate"
            | "vice"
            | "senior"
            | "belarusian"
            | "lithuanian"
            | "estonian"
            | "latvian"
            | "georgian"
            | "democratic"
            | "republican"
            | "tory"
            | "labour"
            | "kremlin"
            | "pentagon"
            | "police"
            | "regional"
    )
}

/// Whether a name that no table knows looks like an organisation's.
fn looks_like_body(text: &str) -> bool {
    let first_the = text.starts_with("The ") || text.starts_with("the ");
    let caps =
        text.split_whitespace().filter(|w| w.chars().all(|c| c.is_uppercase() || c == '&')).count();
    first_the
        || caps > 0 && text.len() > 2
        || [
            "Inc",
            "Corp",
            "Co.",
            "Ltd",
            "Group",
            "LLC",
            "Airlines",
            "Energy",
            "Association",
            "Foundation",
            "Council",
            "Club",
            "Bank",
        ]
        .iter()
        .any(|mark| text.contains(mark))
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

fn gender(lower: &str) -> Option<Gender> {
    let she = [
        "mrs",
        "ms.",
        "ms ",
        "spokeswoman",
        "woman",
        "mother",
        "daughter",
        "wife",
        "sister",
        "queen",
        "chairwoman",
        "congresswoman",
        "actress",
        "lady",
        "dame ",
        "girl",
        "businesswoman",
        "grandmother",
        "widow",
    ];
    let he = [
        "mr ",
        "mr.",
        "spokesman",
        "father",
        "husband",
        "brother",
        "king ",
        "chairman",
        "congressman",
        "sir ",
        "lord ",
        "pope",
        "bishop",
        "imam",
        "ayatollah",
        "businessman",
        "grandfather",
    ];
    if she.iter().any(|w| lower.contains(w)) {
        Some(Gender::She)
    } else if he.iter().any(|w| lower.contains(w)) {
        Some(Gender::He)
    } else {
        None
    }
}

fn number(text: &str, lower: &str) -> Number {
    let head = head_word(text);
    if lower.contains(" and ")
        || head.ends_with('s')
            && !head.ends_with("ss")
            && head.chars().next().is_some_and(char::is_lowercase)
            && !matches!(&*head, "news" | "times" | "states" | "forces" | "nations")
        || matches!(
            &*head,
            "police" | "people" | "men" | "women" | "authorities" | "officials" | "sources"
        )
    {
        return if matches!(&*head, "times" | "reuters" | "hamas" | "isis" | "states") {
            Number::Body
        } else {
            Number::Many
        };
    }
    let person = kind::of(text, None).is_some_and(|k| {
        use SourceType as T;
        matches!(
            k.source_type,
            T::HeadOfState
                | T::NamedOfficial
                | T::AnonymousOfficial
                | T::AnonymousSource
                | T::Lawmaker
                | T::Expert
                | T::Individual
        )
    });
    let body_word = matches!(
        &*head,
        "ministry"
            | "government"
            | "parliament"
            | "party"
            | "campaign"
            | "institute"
            | "university"
            | "committee"
            | "court"
            | "congress"
            | "senate"
    );
    let titled = text.contains(", ")
        && text
            .split_whitespace()
            .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
            .count()
            >= 2;
    let spoken = lower.contains("spokes")
        || lower.contains("chief")
        || lower.contains("director")
        || lower.contains("head of")
        || lower.contains("officer")
        || lower.contains("leader")
        || lower.contains("commander")
        || lower.contains("gen.")
        || lower.contains("col.");
    if (person || titled || spoken) && !body_word { Number::Person } else { Number::Body }
}

/// The last word before the first preposition or comma, in lower case.
fn head_word(text: &str) -> String {
    let end = text
        .match_indices([' ', ','])
        .find(|&(at, mark)| {
            mark == ","
                || text.get(at + 1..).is_some_and(|rest| {
                    [
                        "of ",
                        "for ",
                        "in ",
                        "at ",
                        "from ",
                        "with ",
                        "who ",
                        "on ",
                        "familiar ",
                        "close ",
                        "to ",
                        "by ",
                    ]
                    .iter()
                    .any(|word| rest.starts_with(word))
                })
        })
        .map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or(text);
    head.rsplit(' ').next().unwrap_or(head).to_lowercase()
}

/// A name without article and possessive.
fn canonical(text: &str) -> String {
    let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
    // "Ivan Petrov, head of the agency": the name.
    let name = text.split([',', '(']).next().unwrap_or(text).trim_end();
    if let Some(name) = bare_name(name) {
        return name;
    }
    text.to_owned()
}

fn fallback(text: &str, number: Number) -> SourceType {
    let capital = text.split_whitespace().any(|w| w.chars().next().is_some_and(char::is_uppercase));
    match number {
        _ if !capital => SourceType::Unspecified,
        Number::Person => SourceType::Individual,
        Number::Many => SourceType::Individual,
        Number::Body => SourceType::Company,
    }
}
