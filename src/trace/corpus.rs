//! All articles and claims of the runs, as small as comparing them allows.
//!
//! Words are interned and lists lie in one arena.

use super::lexicon::{Deed, Doer, Thing};
use super::nouns::Noun;
use super::number::Told;
use super::sources::Identity;
use crate::labels::{Kind, SourceType, Topic, Trend};
use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

/// An interned text; the empty text is [`Text::NONE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Text(u32);

impl Text {
    pub const NONE: Self = Self(0);

    pub fn is_none(self) -> bool {
        self == Self::NONE
    }
}

/// Texts, each kept once, one behind the other.
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
    /// By hash; texts of one hash stand at the next free ones.
    ids: FxHashMap<u64, Text>,
}

impl Texts {
    pub fn new() -> Self {
        let mut texts = Self { all: String::new(), ends: Vec::new(), ids: FxHashMap::default() };
        texts.intern("");
        texts
    }

    pub fn intern(&mut self, text: &str) -> Text {
        let slot = match self.slot(text) {
            Ok(known) => return known,
            Err(slot) => slot,
        };
        let id = Text(u32::try_from(self.ends.len()).expect("fewer texts than claims fit"));
        self.all.push_str(text);
        self.ends.push(self.all.len());
        self.ids.insert(slot, id);
        id
    }

    /// The text if it is known, else the slot for it.
    fn slot(&self, text: &str) -> Result<Text, u64> {
        let mut slot = xxh3_64(text.as_bytes());
        while let Some(&there) = self.ids.get(&slot) {
            if self.get(there) == text {
                return Ok(there);
            }
            slot = slot.wrapping_add(1);
        }
        Err(slot)
    }

    pub fn get(&self, text: Text) -> &str {
        let at = text.0 as usize;
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(begin..self.ends[at]).expect("texts end where they were put")
    }

    pub fn find(&self, text: &str) -> Option<Text> {
        self.slot(text).ok()
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn index(text: Text) -> usize {
        text.0 as usize
    }
}

/// A list in the arena.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct List {
    start: u32,
    length: u16,
}

impl List {
    pub fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// An article.
#[derive(Clone, Debug)]
pub(super) struct Doc {
    pub id: Text,
    /// Its outlet as the input names it.
    pub outlet: Text,
    /// Its outlet as a source.
    pub identity: Identity,
    /// The day as the tables tell it.
    pub date: Text,
    /// When it was published, in seconds; none if that could not be read.
    pub time: Option<i64>,
    /// The article it nearly repeats.
    pub copy_of: Option<u32>,
    /// Stems of all its names, sorted.
    pub names: List,
    /// Names of all sources it cites, by their phrase.
    pub cites: List,
}

/// What happened to the counted thing, in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It is planned, offered, expected, possible.
    Ahead,
    /// It happened.
    Done,
    /// The sentence does not tell.
    Unclear,
}

/// Facts about the sentence of a claim that are true or not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    /// It is said not to be so.
    pub denied: bool,
    /// reportedly, could, may.
    pub doubt: bool,
    /// Nobody is named for it, and no word of telling is in its sentence.
    pub bare: bool,
    /// The source speaks out itself: announced, confirmed.
    pub announces: bool,
    /// It vouches for what others said.
    pub confirms: bool,
    /// It speaks to this article's readers: told us, in a statement.
    pub firsthand: bool,
    /// The source is a person or several without a name, or with a name that is withheld.
    pub nameless: bool,
    /// The source is several unnamed persons.
    pub several: bool,
    /// The source is a person with a name.
    pub named: bool,
    /// The source is a paper.
    pub paper: bool,
    /// What passes for a cue is the deed: "Norvik has ordered 40 looms".
    pub deed_is_cue: bool,
}

/// A claim.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub doc: u32,
    /// First code point of the number, and one past its last.
    pub place: (u32, u32),
    pub sentence_start: u32,
    pub kind: Kind,
    /// The number as it stands.
    pub told: Told,
    /// The number in `dimension`.
    pub measure: Told,
    pub trend: Option<Trend>,
    pub unit: Text,
    /// The unit that it can be compared in with others: kg for tonnes, percent for a share.
    pub dimension: Text,
    /// How many things this very figure is told of in the corpus.
    pub things: u32,
    pub counted: Text,
    /// Stem of the counted phrase's head.
    pub head: Text,
    /// The class of the counted thing.
    pub thing: Option<Thing>,
    /// Its noun in the dictionary.
    pub noun: Noun,
    pub topic: Topic,
    pub event: Text,
    /// Stem of the verb that the event is a form of; none if it tells little.
    pub deed: Text,
    /// The sorts of deeds that it may be.
    pub deeds: Deed,
    pub actor: Text,
    /// What sort of doer the actor is.
    pub doer: Option<Doer>,
    /// Stems of names of those who do it, sorted.
    pub actors: List,
    pub stage: Stage,
    /// The source, by its fullest name.
    pub source: Text,
    pub identity: Identity,
    /// None if the writer states it.
    pub source_type: Option<SourceType>,
    /// Who it comes from, outward.
    pub chain: List,
    /// Names in the sentence, as they stand.
    pub phrases: List,
    /// Stems of the sentence's words that tell of the story, sorted.
    pub content: List,
    /// Stems of its names, sorted.
    pub names: List,
    /// Those before the number.
    pub subjects: List,
    /// Stems of names close to the number, sorted.
    pub near: List,
    /// The year it is of, where the sentence tells one.
    pub year: Option<i16>,
    pub flags: Flags,
}

/// All articles and claims.
pub(super) struct Corpus {
    pub texts: Texts,
    pub docs: Vec<Doc>,
    pub claims: Vec<Claim>,
    /// Names that some attribution knows as an outlet or channel.
    pub media: FxHashSet<Text>,
    arena: Vec<Text>,
}

impl Corpus {
    pub fn new() -> Self {
        Self {
            texts: Texts::new(),
            docs: Vec::new(),
            claims: Vec::new(),
            media: FxHashSet::default(),
            arena: Vec::new(),
        }
    }

    /// Keeps a list as it is.
    pub fn list(&mut self, items: &[Text]) -> List {
        let start = u32::try_from(self.arena.len()).expect("the arena holds 4 billion words");
        // A sentence has at most 20,000 characters unless told otherwise; an article's names
        // beyond the 65,535th tell nothing more.
        let length = u16::try_from(items.len()).unwrap_or(u16::MAX);
        self.arena.extend_from_slice(&items[..usize::from(length)]);
        List { start, length }
    }

    /// Keeps a set, sorted.
    pub fn set(&mut self, mut items: Vec<Text>) -> List {
        items.sort_unstable();
        items.dedup();
        self.list(&items)
    }

    /// Counts for each claim how many things its figure is told of.
    pub fn count_things(&mut self) {
        let figure = |claim: &Claim| {
            let figure = claim.measure.figure() + 0.0;
            xxh3_64(&[figure.to_bits().to_le_bytes(), (claim.kind as u64).to_le_bytes()].concat())
        };
        let mut told: Vec<(u64, Text)> =
            self.claims.iter().map(|claim| (figure(claim), claim.head)).collect();
        told.sort_unstable();
        told.dedup();
        let mut things: FxHashMap<u64, u32> = FxHashMap::default();
        for (figure, _) in told {
            *things.entry(figure).or_default() += 1;
        }
        for claim in &mut self.claims {
            claim.things = things[&figure(claim)];
        }
    }

    pub fn get(&self, list: List) -> &[Text] {
        &self.arena[list.start as usize..][..usize::from(list.length)]
    }

    pub fn doc(&self, claim: &Claim) -> &Doc {
        &self.docs[claim.doc as usize]
    }

    /// `doc_id:start-end`, as the claims table has it.
    pub fn claim_id(&self, claim: usize) -> String {
        let claim = &self.claims[claim];
        let id = self.texts.get(self.doc(claim).id);
        format!("{id}:{}-{}", claim.place.0, claim.place.1)
    }
}

/// How many items two sorted sets share.
pub(super) fn shared<'a>(a: &'a [Text], b: &'a [Text]) -> impl Iterator<Item = Text> + 'a {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    i += 1;
                    j += 1;
                    return Some(a[i - 1]);
                }
            }
        }
        None
    })
}
