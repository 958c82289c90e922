//! From the rows of an article to what is kept of it: everything that a later comparison needs.

use super::corpus::{Claim, Corpus, Doc, Flags, List, Stage, Text};
use super::lexicon::{Class, Thing, is, thing};
use super::number::Told;
use super::runs::ArticleRows;
use super::sheet::Row;
use super::sources::Identity;
use super::words::{self, Word, is_content, name_flags, name_phrases};
use super::{denial, piece};
use crate::grammar;
use crate::labels::{Kind, Modality, Modifier, RegionKind, SourceType, Topic, Trend};
use compact_str::CompactString;
use rustc_hash::FxHashSet;

/// How many words before and after a number are close to it.
const CLOSE: (usize, usize) = (6, 12);

struct Sentence<'a> {
    start: &'a str,
    words: Vec<Word<'a>>,
    region: &'a str,
}

/// Keeps an article and its claims; says what is wrong with a row that the schema does not allow.
pub(super) fn keep(
    corpus: &mut Corpus,
    rows: &ArticleRows,
    copy_of: Option<u32>,
) -> Result<(), String> {
    let in_text = |row: &&Row| row.cell("region") != RegionKind::Boilerplate.as_str();
    let sentences: Vec<Sentence<'_>> = rows
        .sentences
        .iter()
        .filter(in_text)
        .map(|row| Sentence {
            start: row.cell("sentence_start"),
            words: words::words(row.cell("text")),
            region: row.cell("region"),
        })
        .collect();
    let names = words::names(sentences.iter().map(|s| s.words.as_slice()));
    let doc = u32::try_from(corpus.docs.len()).expect("fewer articles than claims fit");
    let kept = document(corpus, rows, copy_of, &names);
    let year = rows.document.cell("date").get(..4).and_then(|year| year.parse().ok());
    corpus.docs.push(kept);
    let pieces = {
        let is_medium =
            |name: &str| corpus.texts.find(name).is_some_and(|name| corpus.media.contains(&name));
        piece::taken_up(sentences.iter().map(|s| s.words.as_slice()), is_medium)
    };
    let mut at = 0;
    for row in &rows.claims {
        let start = row.cell("sentence_start");
        // Claims and sentences are both in the order of the text.
        let next = sentences.iter().skip(at).position(|s| s.start == start);
        at += next.ok_or_else(|| format!("no sentence starts at {start}"))?;
        let after = sentences.get(at + 1).filter(|next| next.region == sentences[at].region);
        let after = after.map_or(&[][..], |next| &next.words);
        let passage = Passage {
            sentence: &sentences[at],
            after,
            outlet: pieces[at].as_deref(),
            names: &names,
            doc,
            year,
        };
        let claim = claim(corpus, row, &passage)?;
        corpus.claims.push(claim);
    }
    Ok(())
}

fn is_medium(source_type: SourceType) -> bool {
    use SourceType::{NewsOutlet, SocialMedia, StateMedia};
    matches!(source_type, NewsOutlet | SocialMedia | StateMedia)
}

fn document(
    corpus: &mut Corpus,
    rows: &ArticleRows,
    copy_of: Option<u32>,
    names: &FxHashSet<CompactString>,
) -> Doc {
    let row = &rows.document;
    let stems = names.iter().map(|name| corpus.texts.intern(&words::stem(name))).collect();
    let mut cites = Vec::new();
    for row in &rows.attributions {
        let source = match row.cell("speaker") {
            "" => row.cell("source"),
            speaker => speaker,
        };
        if SourceType::from_name(row.cell("source_type")).is_some_and(is_medium) {
            let name = source.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = corpus.texts.intern(&name);
            corpus.media.insert(name);
        }
        for phrase in name_phrases(&words::words(source)) {
            cites.push(corpus.texts.intern(&phrase));
        }
    }
    cites.sort_unstable();
    cites.dedup();
    let date = row.cell("date");
    Doc {
        id: corpus.texts.intern(row.cell("doc_id")),
        outlet: corpus.texts.intern(row.cell("source")),
        identity: Identity::of(corpus, &[row.cell("source")]),
        date: corpus.texts.intern(date.get(..10).unwrap_or(date)),
        time: super::time::seconds(date),
        copy_of,
        names: corpus.set(stems),
        cites: corpus.list(&cites),
    }
}

fn label<T>(row: &Row, column: &str, from_name: fn(&str) -> Option<T>) -> Result<T, String> {
    let name = row.cell(column);
    from_name(name).ok_or_else(|| format!("'{name}' is no {column}"))
}

/// Where a claim stands.
struct Passage<'a> {
    sentence: &'a Sentence<'a>,
    /// The words of the sentence after it, in the same region.
    after: &'a [Word<'a>],
    /// The outlet whose piece the sentence takes up.
    outlet: Option<&'a str>,
    /// The article's names.
    names: &'a FxHashSet<CompactString>,
    doc: u32,
    year: Option<i16>,
}

fn claim(corpus: &mut Corpus, row: &Row, passage: &Passage<'_>) -> Result<Claim, String> {
    let &Passage { sentence, after, outlet, names, doc, year } = passage;
    let offset = |column: &str| {
        let cell = row.cell(column);
        cell.parse::<u32>().map_err(|_| format!("'{cell}' is no {column}"))
    };
    let place = (offset("quantity_start")?, offset("quantity_end")?);
    let sentence_start = offset("sentence_start")?;
    let words = &sentence.words;
    let inside = place.0.saturating_sub(sentence_start) as usize;
    let number_at = words.partition_point(|word| word.start < inside);
    let modality = label(row, "modality", Modality::from_name)?;
    let modifier = label(row, "modifier", Modifier::from_name)?;
    let kind = label(row, "kind", Kind::from_name)?;
    let topic = label(row, "topic", Topic::from_name)?;
    let source_type = SourceType::from_name(row.cell("source_type"));
    let phrase = row.cell("source");
    let source = match row.cell("speaker") {
        "" => phrase,
        speaker => speaker,
    };
    let cue = words::words(row.cell("cue"));
    let (head, thing) = counted(row.cell("counted"));
    let event = words::words(row.cell("event"));
    let flagged = name_flags(words, names);
    let stems = |corpus: &mut Corpus, wanted: &dyn Fn(usize) -> bool| {
        let stem = |at: usize| words[at].stem();
        let all: Vec<_> = (0..words.len()).filter(|&at| wanted(at)).map(stem).collect();
        let all = all.iter().map(|stem| corpus.texts.intern(stem)).collect();
        corpus.set(all)
    };
    let close = number_at.saturating_sub(CLOSE.0)..number_at + CLOSE.1;
    let bare = source_type.is_none() && !words.iter().any(|word| word.is(Class::Telling));
    let source_words = words::words(phrase);
    let any = |words: &[Word<'_>], class| words.iter().any(|word| word.is(class));
    let flags = Flags {
        denied: modality == Modality::Denied || denial::denied(words, after),
        doubt: modality == Modality::Possible || words.iter().any(is_doubt),
        bare,
        announces: any(&cue, Class::Announces),
        confirms: any(&cue, Class::Confirms),
        firsthand: any(&cue, Class::Firsthand) || any(words, Class::Firsthand),
        several: any(&source_words, Class::SeveralSources),
    };
    Ok(Claim {
        doc,
        place,
        sentence_start,
        kind,
        told: told(row, modifier),
        trend: Trend::from_name(row.cell("trend")),
        unit: corpus.texts.intern(row.cell("unit")),
        counted: corpus.texts.intern(row.cell("counted")),
        head: corpus.texts.intern(&head),
        thing,
        topic,
        event: corpus.texts.intern(row.cell("event")),
        actor: corpus.texts.intern(row.cell("actor")),
        actors: {
            let stems = actors(row, words, names);
            let stems = stems.iter().map(|stem| corpus.texts.intern(stem)).collect();
            corpus.set(stems)
        },
        stage: stage(words, &event, number_at, modality),
        source: corpus.texts.intern(source),
        identity: Identity::of(corpus, &[source, phrase]),
        source_type,
        chain: chain(corpus, row.cell("chain"), outlet),
        phrases: {
            let phrases = name_phrases(words);
            let phrases: Vec<_> = phrases.iter().map(|p| corpus.texts.intern(p)).collect();
            corpus.list(&phrases)
        },
        content: stems(corpus, &|at| is_content(&words[at])),
        names: stems(corpus, &|at| flagged[at]),
        near: stems(corpus, &|at| flagged[at] && close.contains(&at)),
        year: words::year(words, number_at, year),
        flags,
    })
}

/// "may", but not the month.
fn is_doubt(word: &Word<'_>) -> bool {
    word.is(Class::Doubt) && !(word.lower == "may" && word.capital)
}

fn told(row: &Row, modifier: Modifier) -> Told {
    let value = row.number("value");
    let end = |column: &str| value.or_else(|| row.number(column)).unwrap_or(f64::NAN);
    Told::new(modifier, end("value_low"), end("value_high"))
}

/// The last noun of a counted phrase, before what follows it, and what it counts.
fn counted(phrase: &str) -> (CompactString, Option<Thing>) {
    let words = words::words(phrase);
    let head = words
        .iter()
        .position(|word| {
            matches!(word.lower.as_str(), "of" | "in" | "from" | "for" | "at" | "with")
        })
        .filter(|&at| at > 0)
        .unwrap_or(words.len());
    let Some(word) = words[..head].last() else { return Default::default() };
    let inner = words.get(head + 1..).and_then(<[_]>::last);
    let known = |word: &Word<'_>| thing(&word.lower);
    if word.is(Class::NumberNoun) {
        return inner.map_or_else(Default::default, |inner| (inner.stem(), known(inner)));
    }
    // "an army of volunteers", "groups of men": the thing is what the others are made of.
    match (known(word), inner.and_then(known)) {
        (None, Some(thing)) => (word.stem(), Some(thing)),
        (thing, _) => (word.stem(), thing),
    }
}

/// Stems of the names of those who do it: of the actor, of what follows it ("the army of Vell"), of
/// names before what is counted ("Vellish soldiers").
fn actors(
    row: &Row,
    sentence: &[Word<'_>],
    known: &FxHashSet<CompactString>,
) -> Vec<CompactString> {
    let actor = words::words(row.cell("actor"));
    let lower =
        |words: &[Word<'_>]| words.iter().map(|word| word.lower.clone()).collect::<Vec<_>>();
    let own = lower(&actor);
    let there = sentence.windows(actor.len().max(1)).position(|window| lower(window) == own);
    let after = there.map(|at| &sentence[at + actor.len()..]).unwrap_or_default();
    let of = after.first().is_some_and(|word| word.lower == "of");
    let complement = after.iter().skip(1).take_while(|word| word.capital && of);
    let counted = words::words(row.cell("counted"));
    let before = counted.iter().take_while(|word| word.lower != "of");
    let names = actor.iter().chain(complement).chain(before);
    names
        .filter(|word| {
            let name = word.capital && words::is_named(word, known);
            name || word.is(Class::Body)
                && actor.iter().any(|own| own.start == word.start && own.lower == word.lower)
        })
        .map(Word::stem)
        .collect()
}

/// Who it comes from, outward; an outlet stands for its piece, and behind all whom the piece cites.
fn chain(corpus: &mut Corpus, chain: &str, outlet: Option<&str>) -> List {
    let mut names: Vec<&str> = chain.split(" < ").filter(|name| !name.is_empty()).collect();
    if let Some(outlet) = outlet {
        let medium = corpus.texts.intern(outlet);
        corpus.media.insert(medium);
        let words = |name| words::words(name).into_iter().take(3);
        names.retain(|name| *name != outlet && !words(name).any(|word| word.is(Class::Piece)));
        names.push(outlet);
    }
    let names: Vec<Text> = names.into_iter().map(|name| corpus.texts.intern(name)).collect();
    corpus.list(&names)
}

/// Whether what happened is told as done or as to come.
fn stage(words: &[Word<'_>], event: &[Word<'_>], number_at: usize, modality: Modality) -> Stage {
    // "spoke of" tells of the telling.
    let Some(event) = event.last().filter(|event| !event.is(Class::Telling)) else {
        return Stage::Unclear;
    };
    let same = |&at: &usize| words[at].lower == event.lower;
    // The event nearest to the number, where its word stands more than once.
    let at = (0..words.len()).filter(same).min_by_key(|at| at.abs_diff(number_at));
    let Some(at) = at else { return Stage::Unclear };
    let before = &words[at.saturating_sub(4)..at];
    let ahead = before.iter().any(|word| is(&word.lower, Class::Future));
    let to_come =
        matches!(modality, Modality::Planned | Modality::Possible | Modality::Hypothetical);
    if ahead || to_come {
        Stage::Ahead
    } else if grammar::is_past(&event.lower) && modality == Modality::Asserted {
        Stage::Done
    } else {
        Stage::Unclear
    }
}
