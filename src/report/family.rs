//! The heaviest families: who told it first, who had it from whom, what changed on the way.

use super::Error;
use super::chart::{self, Size};
use super::day::{Day, Days, period};
use super::number::{self, capital};
use super::rows::{ClaimRow, DriftRow, FamilyClaimRow, FamilyRow};
use super::timeline::who;
use super::voice::{self, Voice};
use crate::labels::{Change, Modality, Role, SourceType};
use crate::run::rows::{Row, Rows};
use crate::table::{self, Format, PACKAGE, Record as _};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What makes the tables of families anew.
const REMEDY: &str = "give 'whosaid trace' again to make it anew";

/// A table that `trace` wrote.
fn traced<R: Row>(folder: &Path, guarded: bool) -> Result<Rows<R>, Error> {
    Ok(Rows::open(folder, Format::Csv, guarded, REMEDY)?)
}

/// So many families are drawn.
const DRAWN: usize = 20;

/// So many tellings of a family are drawn; the rest is counted.
const TELLINGS: usize = 60;

/// Families of claims, as `trace` found them.
#[derive(Default)]
pub(super) struct Families {
    pub drawn: Vec<Family>,
    /// Families of claims in at least two articles.
    pub shared: usize,
    /// Claims in those.
    pub shared_claims: usize,
    /// Of those families, how many go back to one telling, and how many are denied.
    pub single_origin: usize,
    pub denied: usize,
    pub changes: BTreeMap<Change, usize>,
    /// Every claim whose part is a denial.
    pub denials: FxHashSet<String>,
    /// Where the claim is that is drawn.
    wanted: FxHashMap<String, (usize, usize)>,
}

/// A family that is drawn.
pub(super) struct Family {
    pub number: usize,
    pub row: FamilyRow,
    pub tellings: Vec<Member>,
    /// Tellings that are left out of the picture.
    pub more: usize,
}

/// A telling in its family.
pub(super) struct Member {
    pub doc_id: String,
    pub outlet: String,
    pub day: Option<Day>,
    pub role: Role,
    /// The telling it has the number from.
    pub from: Option<usize>,
    from_id: String,
    is_copy: bool,
    /// Who reprints it, with the day and the article.
    pub reprints: Vec<usize>,
    pub drifts: Vec<DriftRow>,
    /// What the run's own tables tell of it.
    pub told: Option<Told>,
}

/// A claim as the run tells it.
pub(super) struct Told {
    pub article: u32,
    pub start: usize,
    pub title: String,
    pub number: String,
    pub counted: String,
    pub who: String,
    pub source_type: Option<SourceType>,
    pub modality: Modality,
}

impl Families {
    /// Reads what `trace` wrote; nothing where it did not.
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        if !folder.join(table::Families::TABLE.name).with_extension("csv").exists() {
            return Ok(None);
        }
        let package = fs::read(folder.join(PACKAGE)).unwrap_or_default();
        let package = serde_json::from_slice(&package).unwrap_or_default();
        let guarded = table::is_spreadsheet_safe(&package);
        let mut families = Families::default();
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        let mut rows = traced::<FamilyRow>(folder, guarded)?;
        // The heaviest come first.
        while let Some(row) = rows.next()? {
            if row.articles < 2 {
                continue;
            }
            families.shared += 1;
            families.shared_claims += row.claims;
            families.single_origin += usize::from(row.single_origin);
            families.denied += usize::from(!row.denied_by.is_empty());
            if families.drawn.len() < DRAWN {
                let number = families.drawn.len() + 1;
                known.insert(row.family_id.clone(), number - 1);
                families.drawn.push(Family { number, row, tellings: Vec::new(), more: 0 });
            }
        }
        let mut rows = traced::<FamilyClaimRow>(folder, guarded)?;
        while let Some(row) = rows.next()? {
            if row.role == Role::Denial {
                families.denials.insert(row.claim_id.clone());
            }
            if let Some(&at) = known.get(&row.family_id) {
                let family = &mut families.drawn[at].tellings;
                families.wanted.insert(row.claim_id.clone(), (at, family.len()));
                family.push(Member::new(row));
            }
        }
        let mut rows = traced::<DriftRow>(folder, guarded)?;
        while let Some(row) = rows.next()? {
            *families.changes.entry(row.kind).or_default() += 1;
            if let Some(&(family, telling)) = families.wanted.get(&row.claim_id) {
                families.drawn[family].tellings[telling].drifts.push(row);
            }
        }
        families.link();
        Ok(Some(families))
    }

    /// Finds each telling's forerunner, and puts reprints with what they reprint.
    fn link(&mut self) {
        for (at, family) in self.drawn.iter_mut().enumerate() {
            let wanted = &self.wanted;
            let place =
                |id: &str| wanted.get(id).filter(|place| place.0 == at).map(|place| place.1);
            for index in 0..family.tellings.len() {
                let telling = &family.tellings[index];
                let from = place(&telling.from_id).filter(|&from| from < index);
                family.tellings[index].from = from;
            }
            for index in 0..family.tellings.len() {
                let telling = &family.tellings[index];
                let is_plain = telling.is_copy && telling.drifts.is_empty();
                let from = telling.from.map(|from| original(&family.tellings, from));
                family.tellings[index].from = from;
                match from {
                    Some(from) if is_plain => family.tellings[from].reprints.push(index),
                    _ => family.tellings[index].is_copy = false,
                }
            }
        }
    }

    /// What the run tells of a claim that is drawn.
    pub fn take(&mut self, claim: &ClaimRow, article: u32, title: &str) {
        let Some(&(family, telling)) = self.wanted.get(&claim.claim_id) else { return };
        self.drawn[family].tellings[telling].told = Some(Told {
            article,
            start: claim.quantity_start,
            title: title.to_owned(),
            number: number::told(claim),
            counted: claim.counted.clone(),
            who: who(claim),
            source_type: claim.source_type,
            modality: claim.modality,
        });
    }

    /// The number of the drawn family that a claim is in.
    pub fn family_of(&self, claim_id: &str) -> Option<usize> {
        self.wanted.get(claim_id).map(|place| place.0 + 1)
    }
}

/// The telling that is no plain reprint, of which `at` is one or which it is.
fn original(tellings: &[Member], mut at: usize) -> usize {
    while let (true, Some(from)) = (tellings[at].is_copy, tellings[at].from) {
        at = from;
    }
    at
}

impl Member {
    fn new(row: FamilyClaimRow) -> Self {
        Self {
            day: Day::read(&row.doc_date),
            doc_id: row.doc_id,
            outlet: row.doc_source,
            role: row.role,
            from: None,
            is_copy: !row.copy_of.is_empty(),
            from_id: row.from_claim_id,
            reprints: Vec::new(),
            drifts: Vec::new(),
            told: None,
        }
    }

    /// Its outlet, or its article where no outlet is known.
    pub fn teller(&self) -> &str {
        if self.outlet.is_empty() { &self.doc_id } else { &self.outlet }
    }

    /// What vouches for it, where its words do not say the same.
    pub fn kind(&self) -> String {
        let Some(told) = &self.told else { return "in another run".to_owned() };
        let kind = voice::name(told.source_type);
        let kind = if kind == told.who { String::new() } else { kind };
        let modality = match told.modality {
            Modality::Asserted => "",
            modality => modality.as_str(),
        };
        [kind.as_str(), modality]
            .into_iter()
            .filter(|w| !w.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    pub fn voice(&self) -> Voice {
        Voice::of(self.told.as_ref().and_then(|told| told.source_type))
    }

    /// Its teller, as long as a picture has room for.
    pub fn short_teller(&self) -> String {
        short(self.teller(), 42)
    }

    /// What it tells and on whose word, as long as a picture has room for.
    pub fn short_said(&self) -> String {
        let Some(told) = &self.told else { return String::new() };
        let said = format!("{} {}, {}", told.number, told.counted, told.who).replace(" ,", ",");
        short(&said, 48)
    }

    /// What changed here, in words.
    pub fn changes(&self) -> String {
        let kinds: Vec<_> = self.drifts.iter().map(|drift| change(drift.kind)).collect();
        kinds.join(", ")
    }

    pub fn is_denial(&self) -> bool {
        self.role == Role::Denial
    }
}

/// The first so many characters, with an ellipsis for the rest.
fn short(words: &str, room: usize) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(room) {
        None => words,
        Some(_) => words.chars().take(room - 1).chain(['…']).collect(),
    }
}

/// A change as readers read it.
pub(super) fn change(kind: Change) -> &'static str {
    match kind {
        Change::SourceStrengthened => "source strengthened",
        Change::HedgeDropped => "hedge dropped",
        Change::NumberChanged => "number changed",
        Change::ActorChanged => "actor changed",
        Change::ModalityChanged => "told as done",
        Change::AttributionDropped => "attribution dropped",
    }
}

impl Family {
    /// What it says.
    pub fn title(&self) -> String {
        match self.row.label.as_str() {
            "" => self.row.family_id.clone(),
            label => capital(label),
        }
    }

    /// From when to when it was told.
    pub fn period(&self) -> String {
        match (Day::read(&self.row.first_date), Day::read(&self.row.last_date)) {
            (Some(first), Some(last)) => period(first, last),
            _ => String::new(),
        }
    }

    /// The tellings that are no plain reprints, each after the one it comes from, with how deep it
    /// stands in the tree of who had it from whom.
    pub fn tree(&mut self) -> Vec<(usize, usize)> {
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); self.tellings.len()];
        let mut roots = Vec::new();
        for (index, telling) in self.tellings.iter().enumerate().filter(|(_, t)| !t.is_copy) {
            match telling.from {
                Some(from) => children[from].push(index),
                None => roots.push(index),
            }
        }
        let mut order = Vec::new();
        let mut open: Vec<_> = roots.into_iter().rev().map(|root| (root, 0)).collect();
        while let Some((index, depth)) = open.pop() {
            order.push((index, depth));
            open.extend(children[index].iter().rev().map(|&child| (child, depth + 1)));
        }
        self.more = order.len().saturating_sub(TELLINGS);
        order.truncate(TELLINGS);
        order
    }

    /// The tellings in order of time, drawn in a lane each with lines to where they come from.
    pub fn lanes(&self) -> Option<Lanes> {
        let own = |telling: &&Member| !telling.is_copy && telling.day.is_some();
        let dated: Vec<_> = self.tellings.iter().enumerate().filter(|(_, t)| own(t)).collect();
        let shown = &dated[..dated.len().min(LANES)];
        let days: Vec<_> = shown.iter().filter_map(|(_, telling)| telling.day).collect();
        let (first, last) = (*days.iter().min()?, *days.iter().max()?);
        if shown.len() < 2 {
            return None;
        }
        let room = ((last.0 - first.0) / 30).max(1);
        let axis = Days { first: Day(first.0 - room), last: Day(last.0 + room) };
        let height = LANE * shown.len() as i32 + TOP + chart::BOTTOM as i32;
        let size = Size { width: WIDTH, height: height.unsigned_abs(), left: LEFT };
        let points: Vec<_> = days.iter().map(|&day| (day, 0.0)).collect();
        let axes = chart::lanes(size, axis, &points);
        let place = |(at, (index, _)): (usize, &(usize, &Member))| {
            (*index, (axes.at[at].0, TOP + LANE * at as i32 + LANE / 2))
        };
        let spots: FxHashMap<usize, (i32, i32)> = shown.iter().enumerate().map(place).collect();
        let middle = (LEFT + WIDTH) as i32 / 2;
        let lane = |&(index, telling): &(usize, &Member)| {
            let (x, y) = spots[&index];
            let from = telling.from.and_then(|from| spots.get(&from));
            let path = from.map(|&(from, above)| {
                let reach = ((y - above) / 2).min(26);
                let (start, end) = (above + 8, y - 8);
                format!("M{from},{start}C{from},{} {x},{} {x},{end}", start + reach, end - reach)
            });
            // Some seven pixels a letter, in bold.
            let words = telling.changes().chars().count() as i32 * 15 / 2;
            let is_left = x + 13 + words < WIDTH as i32 || x < middle;
            LaneOf { x, y, is_left, telling: index, path }
        };
        let lanes = shown.iter().map(lane).collect();
        let left_out = dated.len() - shown.len();
        let undated = self.tellings.iter().filter(|t| !t.is_copy && t.day.is_none()).count();
        Some(Lanes { size, axes: axes.svg, lanes, left_out, undated })
    }
}

/// So many lanes are drawn.
const LANES: usize = 24;

/// How high a lane is, and how much room is above the first.
const LANE: i32 = 44;
const TOP: i32 = 8;

/// How wide a picture is, and how much of it the words take.
const WIDTH: u32 = 860;
const LEFT: u32 = 340;

/// The tellings of a family in lanes.
pub(super) struct Lanes {
    pub size: Size,
    pub axes: String,
    pub lanes: Vec<LaneOf>,
    /// Tellings for which there are no lanes, and those without a date.
    pub left_out: usize,
    pub undated: usize,
}

/// A telling's lane.
pub(super) struct LaneOf {
    pub x: i32,
    pub y: i32,
    /// Whether words fit right of it.
    pub is_left: bool,
    pub telling: usize,
    /// The line from where it has the number.
    pub path: Option<String>,
}
