//! What a number is about: by its kind, by what happened, by what is counted.

use super::event::{Event, Part};
use super::{Phrase, Scene};
use crate::findings::{Arguments, Quantity};
use crate::grammar::{Sort, Tag};
use crate::labels::{Kind, Modality, Topic};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The roles a word of `topics.tsv` may play.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// The topic of people to whom this is done.
    suffered: Option<Topic>,
    /// The topic of people who do or are this.
    done: Option<Topic>,
    /// The topic of what is counted under this name.
    noun: Option<Topic>,
    /// Likewise, whatever happens to it.
    strong: Option<Topic>,
}

static TOPICS: LazyLock<FxHashMap<&'static str, Entry>> = LazyLock::new(|| {
    let mut table: FxHashMap<&'static str, Entry> = FxHashMap::default();
    let lines = include_str!("../../../../models/lexicon/topics.tsv").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(topic), Some(role), Some(words)) = (fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let topic = Topic::from_name(topic).expect("topics.tsv names topics");
        for word in words.split_whitespace() {
            let entry = table.entry(word).or_default();
            let slot = match role {
                "suffered" => &mut entry.suffered,
                "done" => &mut entry.done,
                "strong" => &mut entry.strong,
                _ => &mut entry.noun,
            };
            slot.get_or_insert(topic);
        }
    }
    table
});

fn entry(word: &str) -> Entry {
    TOPICS.get(word).copied().unwrap_or_default()
}

/// Whether a noun tells what is done to the people after its "of".
pub(super) fn is_event_noun(lemma: &str) -> bool {
    let entry = entry(lemma);
    entry.suffered.is_some() && entry.noun.is_none()
        || matches!(entry.strong, Some(Topic::Killed | Topic::Casualties | Topic::Wounded))
}

/// Whether a noun names people: those who serve, and all others.
pub(super) fn is_people(lemma: &str) -> bool {
    matches!(entry(lemma).noun, Some(Topic::Personnel | Topic::Population))
}

/// What can be said of a quantity outside any token.
pub(super) fn alone(quantity: &Quantity) -> Arguments {
    Arguments {
        counted: None,
        actor: None,
        event: None,
        topic: by_kind(quantity).unwrap_or(Topic::Other),
        modality: Modality::Asserted,
    }
}

fn by_kind(quantity: &Quantity) -> Option<Topic> {
    match quantity.kind {
        Kind::Money => Some(Topic::Money),
        Kind::Percent | Kind::Ratio => Some(Topic::Share),
        Kind::Duration => Some(Topic::Time),
        Kind::Measure if is_length(&quantity.unit) => Some(Topic::Distance),
        Kind::Measure => Some(Topic::Other),
        _ => None,
    }
}

fn is_length(unit: &str) -> bool {
    matches!(
        unit,
        "kilometre"
            | "kilometer"
            | "metre"
            | "meter"
            | "mile"
            | "foot"
            | "inch"
            | "yard"
            | "km"
            | "centimetre"
            | "centimeter"
            | "millimetre"
            | "millimeter"
            | "nautical mile"
    )
}

impl Scene<'_> {
    /// The topic of the quantity.
    pub(super) fn topic(&self, counted: Option<&Phrase>, event: Option<&Event>) -> Topic {
        if let Some(topic) = by_kind(self.quantity) {
            return topic;
        }
        let head = counted.map(|phrase| &self.tokens[self.content(phrase)]);
        let noun = head.map(|t| {
            let (as_is, lemma) = (entry(&t.lower), entry(t.lemma()));
            Entry {
                strong: as_is.strong.or(lemma.strong),
                noun: as_is.noun.or(lemma.noun),
                ..as_is
            }
        });
        let noun = noun.unwrap_or_default();
        if let Some(topic) = noun.strong {
            return topic;
        }
        let people = match noun.noun {
            Some(Topic::Population | Topic::Personnel) => true,
            Some(_) => false,
            None => head
                .is_none_or(|t| matches!(t.sort(), Some(Sort::Person)) || t.tag == Tag::ProperNoun),
        };
        // A word of no table may be people too: dockworkers.
        let unknown = noun.noun.is_none() && head.is_some_and(|t| !t.is_known());
        if (people || unknown)
            && let Some(topic) = counted
                .and_then(|c| self.by_modifier(c))
                .or(event.and_then(|e| self.by_event(e)))
                .or_else(|| self.by_clause(counted?))
        {
            return topic;
        }
        match noun.noun {
            Some(topic) => topic,
            None if people => Topic::Population,
            None => Topic::Other,
        }
    }

    /// "six injured miners", "kidnapped girls": the participle decides.
    fn by_modifier(&self, counted: &Phrase) -> Option<Topic> {
        (counted.tokens.start..counted.head).find_map(|at| {
            let token = &self.tokens[at];
            let participle = token.lower.ends_with("ed") || entry(&token.lower).done.is_some();
            let (as_is, lemma) = (entry(&token.lower), entry(token.lemma()));
            participle.then_some(())?;
            as_is.done.or(lemma.suffered).filter(|t| *t != Topic::Personnel)
        })
    }

    /// "people forcibly uprooted": what was done to them, whatever is told besides.
    fn by_clause(&self, counted: &Phrase) -> Option<Topic> {
        let after = counted.tokens.end;
        let at = after + usize::from(self.tag(after) == Some(Tag::Adverb));
        (self.tag(at) == Some(Tag::VerbParticiple)).then_some(())?;
        let token = &self.tokens[at];
        entry(token.lemma()).suffered.or(entry(&token.lower).done)
    }

    /// The word that says what is counted: for "rounds of talks" the talks.
    fn content(&self, counted: &Phrase) -> usize {
        let head = counted.head;
        let holds = matches!(self.tokens[head].lemma(), "round" | "piece" | "crate" | "bundle");
        let of = self.groups.noun_starting_at(head + 2).map(|group| group.head);
        let named = |at: &usize| entry(self.tokens[*at].lemma()).noun.is_some();
        of.filter(|at| holds && self.word(head + 1) == "of" && named(at)).unwrap_or(head)
    }

    fn by_event(&self, event: &Event) -> Option<Topic> {
        let whole = || event.tokens.clone().map(|at| entry(self.tokens[at].lemma()));
        // "killed or wounded", "shot dead".
        let killed =
            whole().any(|e| e.suffered == Some(Topic::Killed) || e.done == Some(Topic::Killed));
        if killed && whole().any(|e| e.suffered == Some(Topic::Wounded)) {
            return Some(Topic::Casualties);
        }
        if killed && event.tokens.len() > 1 {
            return Some(Topic::Killed);
        }
        let token = &self.tokens[event.head];
        let (as_is, lemma) = (entry(&token.lower), entry(token.lemma()));
        let suffered = as_is.suffered.or(lemma.suffered).or(as_is.strong).or(lemma.strong);
        let done = as_is.done.or(lemma.done);
        match event.part {
            Part::Subject => done,
            Part::Object => suffered.or(done),
            Part::Aside => suffered.or(done).filter(|t| *t != Topic::Personnel),
        }
    }
}
