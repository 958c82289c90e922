//! What the counts of a run come to, in words, and as bars.

use super::day::period;
use super::number::{cell, many, percent, whole};
use super::tally::{Tally, Voices};
use super::voice::{self, Voice};
use crate::labels::{Modality, Reason};
use crate::run::Manifest;

/// A figure that is worth a headline.
pub(super) struct Figure {
    /// The share.
    pub share: String,
    /// Of what it is a share, and of how many.
    pub words: String,
    /// Both numbers.
    pub counts: String,
    pub voice: Voice,
}

/// A row with a bar: all of it in one group, or parted.
pub(super) struct Row {
    pub name: String,
    pub voice: Option<Voice>,
    pub count: usize,
    pub percent: String,
    /// How long its bar is, in thousandths of the longest.
    pub parts: Vec<Part>,
    /// What a filter takes to show its articles.
    pub value: String,
    pub articles: usize,
}

/// A stretch of a bar.
pub(super) struct Part {
    pub voice: Voice,
    pub start: f64,
    pub length: f64,
    pub count: usize,
}

impl Row {
    /// How many of it are of a group.
    pub fn of(&self, voice: &Voice) -> usize {
        self.parts.iter().find(|part| part.voice == *voice).map_or(0, |part| part.count)
    }
}

/// So many outlets are shown.
const OUTLETS: usize = 20;

/// What the counts come to.
pub(super) struct Summary {
    pub deck: String,
    pub figures: Vec<Figure>,
    pub trust: String,
    pub all: Vec<Part>,
    pub source_types: Vec<Row>,
    pub topics: Vec<Row>,
    pub modalities: Vec<Row>,
    pub outlets: Vec<Row>,
    pub more_outlets: usize,
    pub rejects: Vec<(String, &'static str, usize)>,
    pub rejected: usize,
}

impl Summary {
    pub fn of(tally: &Tally, manifest: &Manifest) -> Self {
        let outlets = tally.outlets();
        let rejected = tally.rejects.values().sum();
        Self {
            deck: deck(tally, outlets.len()),
            figures: figures(tally),
            trust: trust(tally, manifest),
            all: parts(&tally.voices, tally.claims),
            source_types: source_types(tally),
            topics: topics(tally),
            modalities: modalities(tally),
            more_outlets: outlets.len().saturating_sub(OUTLETS),
            outlets: parted(
                outlets.iter().take(OUTLETS).map(|(name, outlet)| {
                    ((*name).to_owned(), (*name).to_owned(), outlet.voices, outlet.articles)
                }),
                tally.claims,
            ),
            rejects: tally
                .rejects
                .iter()
                .map(|(reason, &count)| (reason_name(*reason), reason.meaning(), count))
                .collect(),
            rejected,
        }
    }
}

fn reason_name(reason: Reason) -> String {
    reason.as_str().replace('_', " ")
}

fn deck(tally: &Tally, outlets: usize) -> String {
    let mut deck = format!(
        "{} in {}",
        many(tally.claims, "numeric claim", "numeric claims"),
        many(tally.articles, "article", "articles"),
    );
    if outlets > 0 {
        deck = format!("{deck} by {}", many(outlets, "outlet", "outlets"));
    }
    if let (Some(first), Some(last)) = (tally.first, tally.last) {
        deck = format!("{deck}, {}", period(first, last));
    }
    deck + "."
}

fn figures(tally: &Tally) -> Vec<Figure> {
    if tally.claims == 0 {
        return Vec::new();
    }
    let all = tally.claims;
    let claims = many(all, "claim", "claims");
    let figure = |count: usize, words: String, voice: Voice| Figure {
        share: format!("{} percent", percent(count, all)),
        words,
        counts: format!("{} of {}", whole(count), whole(all)),
        voice,
    };
    let unnamed = tally.voices.of(Voice::Unnamed);
    let state = tally.voices.of(Voice::StateMedia);
    let passed_on = tally.through_state_media.saturating_sub(state);
    let writer = tally.source_types.get(&None).copied().unwrap_or(0);
    let nobody = tally.voices.of(Voice::Nobody);
    let officials = tally.voices.of(Voice::Officials) + tally.voices.of(Voice::Forces);
    let on_state_media = match passed_on {
        0 => "rest on state media".to_owned(),
        n => format!("rest on state media; {} more came through them", whole(n)),
    };
    vec![
        figure(unnamed, format!("of {claims} rest on people who are not named"), Voice::Unnamed),
        figure(state, format!("of {claims} {on_state_media}"), Voice::StateMedia),
        figure(
            nobody,
            format!(
                "of {claims} rest on nobody in particular: {} are the writer’s own, {} hearsay",
                whole(writer),
                whole(nobody - writer)
            ),
            Voice::Nobody,
        ),
        figure(
            officials,
            format!("of {claims} rest on officials, institutions and armed forces"),
            Voice::Officials,
        ),
    ]
}

/// How far the figures can be trusted, by the reader's own scores where it has some.
fn trust(tally: &Tally, manifest: &Manifest) -> String {
    let reader = &manifest.recipe.reader;
    let (scored, attributions, types) = tally.scored;
    if scored == 0 {
        return format!(
            "Read by machine (whosaid’s {reader} reader, which gives no scores). It errs: before you \
             publish a figure, read the sentences behind it, which are all here."
        );
    }
    let tenths = |sum: f64| (sum / scored as f64 * 10.0).round() as usize;
    format!(
        "Read by machine (whosaid’s {reader} reader). By its own calibrated scores about {} in 10 \
         of the attributions behind these claims are right, and of their types of source about \
         {} in 10. Before you publish a figure, read the sentences behind it, which are all here.",
        tenths(attributions),
        tenths(types),
    )
}

/// The stretches of a bar that is as long as `longest`, in thousandths.
fn parts(voices: &Voices, longest: usize) -> Vec<Part> {
    let scale = 1000.0 / longest.max(1) as f64;
    let mut start = 0.0;
    let mut parts = Vec::new();
    for &voice in Voice::ALL {
        let count = voices.of(voice);
        if count > 0 {
            let length = count as f64 * scale;
            parts.push(Part { voice, start: round(start), length: round(length), count });
            start += length;
        }
    }
    parts
}

fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// Rows with parted bars, the first of which is the longest.
fn parted(rows: impl Iterator<Item = (String, String, Voices, usize)>, of: usize) -> Vec<Row> {
    let rows: Vec<_> = rows.collect();
    let longest = rows.iter().map(|(_, _, voices, _)| voices.all()).max().unwrap_or(0);
    let row = |(name, value, voices, articles): (String, String, Voices, usize)| Row {
        name,
        voice: None,
        count: voices.all(),
        percent: cell(voices.all(), of),
        parts: parts(&voices, longest),
        value,
        articles,
    };
    rows.into_iter().map(row).collect()
}

fn topics(tally: &Tally) -> Vec<Row> {
    let mut topics: Vec<_> = tally.topics.iter().collect();
    topics.sort_by_key(|(topic, voices)| (std::cmp::Reverse(voices.all()), **topic));
    let row = |(topic, voices): (&crate::labels::Topic, &Voices)| {
        (topic.to_string(), (*topic as usize).to_string(), *voices, 0)
    };
    parted(topics.into_iter().map(row), tally.claims)
}

fn source_types(tally: &Tally) -> Vec<Row> {
    let mut types: Vec<_> = tally.source_types.iter().map(|(t, count)| (*t, *count)).collect();
    types.sort_by_key(|&(source_type, count)| (Voice::of(source_type), std::cmp::Reverse(count)));
    let longest = types.iter().map(|(_, count)| *count).max().unwrap_or(1);
    let row = |(source_type, count)| {
        let voice = Voice::of(source_type);
        let length = round(count as f64 * 1000.0 / longest as f64);
        Row {
            name: voice::name(source_type),
            voice: Some(voice),
            count,
            percent: cell(count, tally.claims),
            parts: vec![Part { voice, start: 0.0, length, count }],
            value: super::index::type_at(source_type).to_string(),
            articles: 0,
        }
    };
    types.into_iter().map(row).collect()
}

fn modalities(tally: &Tally) -> Vec<Row> {
    let longest = tally.modalities.values().copied().max().unwrap_or(1);
    let row = |modality: &Modality| {
        let count = tally.modalities.get(modality).copied().unwrap_or(0);
        let length = round(count as f64 * 1000.0 / longest as f64);
        Row {
            name: format!("{modality}: {}", modality.meaning()),
            voice: None,
            count,
            percent: cell(count, tally.claims),
            parts: vec![Part { voice: Voice::Nobody, start: 0.0, length, count }],
            value: String::new(),
            articles: 0,
        }
    };
    Modality::ALL.iter().map(row).collect()
}
