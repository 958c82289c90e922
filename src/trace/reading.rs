//! From the rows of an article to what is kept of it: everything that a later comparison needs.

use super::corpus::{Claim, Corpus, Doc, Flags, List, Text};
use super::lexicon::{Class, Deed, Doer, Thing, doer, is_empty, thing};
use super::nameless::{is_nameless, is_several};
use super::nouns::Noun;
use super::number::Told;
use super::rows::{ClaimRow, SentenceRow};
use super::runs::ArticleRows;
use super::sources::{Cited, Identity};
use super::stage::{deed, stage};
use super::words::{self, Word, is_content, name_flags, name_phrases};
use super::{denial, piece};
use crate::grammar;
use crate::labels::{Kind, Modality, Modifier, RegionKind, SourceType, Topic};
use crate::table;
use compact_str::CompactString;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// How many words before and after a number are close to it.
const CLOSE: (usize, usize) = (6, 12);

struct Sentence<'a> {
    start: u32,
    words: Vec<Word<'a>>,
    region: RegionKind,
}

/// Keeps an article and its claims; says what is wrong with a row that the schema does not allow.
pub(super) fn keep(
    corpus: &mut Corpus,
    rows: &ArticleRows,
    copy_of: Option<u32>,
) -> Result<(), String> {
    let in_text = |row: &&SentenceRow| row.region != RegionKind::Boilerplate;
    let sentences: Vec<Sentence<'_>> = rows
        .sentences
        .iter()
        .filter(in_text)
        .map(|row| Sentence {
            start: row.sentence_start,
            words: words::words(&row.text),
            region: row.region,
        })
        .collect();
    let names = words::names(sentences.iter().map(|s| s.words.as_slice()));
    let doc = u32::try_from(corpus.docs.len()).expect("fewer articles than claims fit");
    let kept = document(corpus, rows, copy_of, &names);
    let year = rows.document.date.get(..4).and_then(|year| year.parse().ok());
    corpus.docs.push(kept);
    let mut cited = Cited::default();
    for row in &rows.attributions {
        let identity = Identity::of(corpus, &[&row.source, &row.speaker]);
        cited.add(corpus, &row.attribution_id, identity);
    }
    let pieces = {
        let is_medium =
            |name: &str| corpus.texts.find(name).is_some_and(|name| corpus.media.contains(&name));
        piece::taken_up(sentences.iter().map(|s| s.words.as_slice()), is_medium)
    };
    let mut at = 0;
    for row in &rows.claims {
        let start = row.sentence_start;
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
            cited: &cited,
            doc,
            year,
        };
        let claim = claim(corpus, row, &passage);
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
        let source = if row.speaker.is_empty() { &row.source } else { &row.speaker };
        if is_medium(row.source_type) {
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
    Doc {
        id: corpus.texts.intern(&row.doc_id),
        outlet: corpus.texts.intern(&row.source),
        identity: Identity::of(corpus, &[&row.source]),
        date: corpus.texts.intern(row.date.get(..10).unwrap_or(&row.date)),
        time: super::time::seconds(&row.date),
        copy_of,
        names: corpus.set(stems),
        cites: corpus.list(&cites),
    }
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
    /// Who each attribution of the article names.
    cited: &'a Cited<'a>,
    doc: u32,
    year: Option<i16>,
}

fn claim(corpus: &mut Corpus, row: &ClaimRow, passage: &Passage<'_>) -> Claim {
    let &Passage { sentence, after, outlet, names, cited, doc, year } = passage;
    let place = (row.quantity_start, row.quantity_end);
    let words = &sentence.words;
    let inside = place.0.saturating_sub(row.sentence_start) as usize;
    let number_at = words.partition_point(|word| word.start < inside);
    let ClaimRow { source_type, modality, kind, topic, .. } = *row;
    let phrase = row.source.as_str();
    let source = if row.speaker.is_empty() { phrase } else { &row.speaker };
    let cue = words::words(&row.cue);
    let mut things = counted(&row.counted);
    let currency = currency(row, &things.head);
    let kind = if currency.is_some() { Kind::Money } else { kind };
    if currency.is_some() || kind == Kind::Money && row.counted.is_empty() {
        things = sum_of(words, number_at);
    }
    let event = words::words(&row.event);
    let says = |e: &&Word<'_>| e.is(Class::Telling) || e.is(Class::Light) || e.is(Class::Particle);
    let done = deed(&event).filter(|e| !says(e));
    let done = done.map(|event| grammar::verb(&event.lower).unwrap_or(&event.lower));
    let actor = words::words(&row.actor);
    let flagged = name_flags(words, names);
    let stems = |corpus: &mut Corpus, wanted: &dyn Fn(usize) -> bool| {
        let stem = |at: usize| words[at].stem();
        let all: Vec<_> = (0..words.len()).filter(|&at| wanted(at)).map(stem).collect();
        let all = all.iter().map(|stem| corpus.texts.intern(stem)).collect();
        corpus.set(all)
    };
    let close = number_at.saturating_sub(CLOSE.0)..number_at + CLOSE.1;
    let bare = source_type.is_none() && !tells(words);
    let source_words = words::words(phrase);
    let any = |words: &[Word<'_>], class| words.iter().any(|word| word.is(class));
    let counts = event.last().is_some_and(|event| event.is(Class::Telling));
    // "The council counted 400": who counts is the source.
    let identity = if phrase.is_empty() && counts {
        Identity::of(corpus, &[&row.actor])
    } else {
        Identity::of(corpus, &[source, phrase])
    };
    // Who is quoted again has spoken to this article.
    let quoted = !phrase.is_empty() && cited.again(corpus, &row.attribution_id, identity);
    let speaker = words::words(&row.speaker);
    let person = speaker.iter().any(|word| word.capital) && !any(&speaker, Class::Body);
    let nameless = !person && is_nameless(&source_words, words, source_type, bare);
    let paper = !nameless && source_words.last().is_some_and(|word| word.is(Class::Paper));
    let flags = Flags {
        denied: modality == Modality::Denied || denial::denied(words, number_at, after),
        doubt: modality == Modality::Possible || words.iter().any(is_doubt),
        bare,
        announces: any(&cue, Class::Announces),
        confirms: any(&cue, Class::Confirms),
        firsthand: quoted || any(&cue, Class::Firsthand) || any(words, Class::Firsthand),
        nameless,
        several: any(&source_words, Class::SeveralSources) || nameless && is_several(&source_words),
        named: person && !matches!(source_type, Some(SourceType::MinistryStatement)),
        paper,
        deed_is_cue: !event.is_empty()
            && cue.last().map(|word| &word.lower) == event.last().map(|word| &word.lower),
    };
    let told = told(row, words, number_at);
    let (measure, dimension) = measure(row, told);
    let (unit, dimension) = match &currency {
        Some(currency) => (currency.as_str(), currency.as_str()),
        None => (row.unit.as_str(), dimension),
    };
    // Who sheds jobs kills nobody.
    let posts = words::words(&row.counted);
    let topic = match head(&posts) {
        Some(thing) if thing.is(Class::Post) => Topic::Other,
        _ => topic,
    };
    let subject = subject(words, &event, number_at);
    let acting = if actor.is_empty() { subject } else { &actor };
    Claim {
        doc,
        place,
        sentence_start: row.sentence_start,
        kind,
        told,
        measure,
        trend: row.trend,
        unit: corpus.texts.intern(unit),
        dimension: corpus.texts.intern(dimension),
        things: 0,
        counted: corpus.texts.intern(&row.counted),
        head: corpus.texts.intern(&things.head),
        thing: things.thing,
        noun: things.noun,
        topic,
        event: corpus.texts.intern(&row.event),
        deed: done.map_or(Text::NONE, |verb| corpus.texts.intern(&words::stem(verb))),
        deeds: done.map_or(Deed::default(), Deed::of),
        actor: corpus.texts.intern(&row.actor),
        doer: sort_of_doer(acting),
        actors: {
            let stems = actors(row, &actor, subject, words, names);
            let stems = stems.iter().map(|stem| corpus.texts.intern(stem)).collect();
            corpus.set(stems)
        },
        stage: stage(words, &event, number_at, modality),
        source: corpus.texts.intern(source),
        identity,
        source_type,
        chain: chain(corpus, &row.chain, outlet),
        phrases: {
            let phrases = name_phrases(words);
            let phrases: Vec<_> = phrases.iter().map(|p| corpus.texts.intern(p)).collect();
            corpus.list(&phrases)
        },
        content: stems(corpus, &|at| is_content(&words[at])),
        names: stems(corpus, &|at| flagged[at]),
        subjects: stems(corpus, &|at| flagged[at] && at < number_at),
        near: {
            // Who says it is no name of the story.
            let source = place_of(&source_words, words);
            stems(corpus, &|at| flagged[at] && close.contains(&at) && !source.contains(&at))
        },
        year: words::year(words, number_at, year),
        flags,
    }
}

/// "may", but not the month.
fn is_doubt(word: &Word<'_>) -> bool {
    word.is(Class::Doubt) && !(word.lower == "may" && word.capital)
}

/// Where a phrase stands in a sentence, in words; nowhere if it does not.
fn place_of(phrase: &[Word<'_>], sentence: &[Word<'_>]) -> Range<usize> {
    let is_it =
        |window: &[Word<'_>]| window.iter().zip(phrase).all(|(word, own)| word.lower == own.lower);
    let there = sentence.windows(phrase.len().max(1)).position(is_it);
    there.map_or(0..0, |at| at..at + phrase.len())
}

/// Whether a sentence names somebody behind what it says: by a verb or noun of telling, by what an
/// inquiry found, by somebody's reckoning.
fn tells(words: &[Word<'_>]) -> bool {
    const REACH: usize = 5;
    words.iter().enumerate().any(|(at, word)| {
        let next = words.get(at + 1);
        // "has established that", and at the end of the sentence.
        let finds = || {
            word.is(Class::Finding)
                && at > 0
                && next.is_none_or(|next| matches!(&*next.lower, "that" | "how" | "whether"))
        };
        let reckons = || {
            let begins = words.iter().take(at).rev().take(REACH);
            word.is(Class::Reckoning)
                && begins.clone().any(|word| matches!(&*word.lower, "by" | "on" | "in" | "to"))
        };
        word.is(Class::Telling) || finds() || reckons()
    })
}

fn told(row: &ClaimRow, words: &[Word<'_>], number_at: usize) -> Told {
    let end = |end: Option<f64>| row.value.or(end).unwrap_or(f64::NAN);
    let before = |by: usize| number_at.checked_sub(by).map_or("", |at| &*words[at].lower);
    // "hand over 40 tanks" bounds nothing.
    let handed = before(1) == "over"
        && matches!(before(2), "hand" | "hands" | "handed" | "handing" | "turn" | "turned")
        && row.modifier == Modifier::MoreThan;
    let modifier = if handed { Modifier::Exact } else { row.modifier };
    Told::new(modifier, end(row.value_low), end(row.value_high))
}

/// What a sum of money is, where that stands before it: "a loan of 8 million".
fn sum_of(words: &[Word<'_>], number_at: usize) -> Counted {
    const REACH: usize = 4;
    let number_at = number_at.min(words.len());
    // "of up to 8 million", "of about 8 million".
    let of = (number_at.saturating_sub(REACH)..number_at).rev().find(|&at| words[at].lower == "of");
    let Some(noun) = of.and_then(|of| words[..of].last()) else { return Counted::default() };
    if words[of.unwrap_or(0)..number_at].iter().any(|word| word.after_mark) {
        return Counted::default();
    }
    let sum = Counted { head: noun.stem(), thing: thing(&noun.lower), noun: Noun::of(&noun.lower) };
    let is_sum = sum.thing.is_some() || sum.noun != Noun::default();
    if is_sum && !noun.is(Class::NumberNoun) { sum } else { Counted::default() }
}

/// The currency of a count of coins that several states have: crowns, marks.
fn currency(row: &ClaimRow, head: &str) -> Option<CompactString> {
    let counted = words::words(&row.counted);
    let word = counted.first().filter(|_| row.kind == Kind::Count && !head.is_empty())?;
    word.is(Class::Currency).then(|| word.stem())
}

/// What it is compared by, in units that others can be told in too, and that unit: SI units where
/// its own has a factor, percent for a share.
fn measure(row: &ClaimRow, told: Told) -> (Told, &str) {
    const PERCENT: &str = "percent";
    let end = |end: Option<f64>| row.si_value.or(end);
    match (row.kind, end(row.si_low), end(row.si_high)) {
        (Kind::Percent, ..) => (told, PERCENT),
        (Kind::Ratio, ..) => (told.of(told.low * 100.0, told.high * 100.0), PERCENT),
        (_, Some(low), Some(high)) => (told.of(low, high), &row.si_unit),
        _ => (told, &row.unit),
    }
}

/// The last noun of a phrase, before what follows it.
fn head<'w, 'a>(words: &'w [Word<'a>]) -> Option<&'w Word<'a>> {
    let follows = |word: &Word<'_>| word.is(Class::Link);
    let end = words.iter().position(follows).filter(|&at| at > 0).unwrap_or(words.len());
    // "900 people homeless" are people.
    words[..end].iter().rfind(|word| !word.is(Class::State)).or(words[..end].last())
}

/// What a counted phrase counts.
#[derive(Default)]
struct Counted {
    /// The stem of its head.
    head: CompactString,
    thing: Option<Thing>,
    noun: Noun,
}

fn counted(phrase: &str) -> Counted {
    let words = words::words(phrase);
    let words = &words[..end_of_thing(&words)];
    let Some(word) = head(words) else { return Counted::default() };
    let inner = words.iter().skip_while(|other| other.start <= word.start).skip(1).last();
    let of = |word: &Word<'_>| Counted {
        head: word.stem(),
        thing: thing(&word.lower),
        noun: Noun::of(&word.lower),
    };
    if word.is(Class::NumberNoun) {
        // "the number of dead", "the death toll".
        let at = words.iter().position(|other| other.start == word.start).unwrap_or(0);
        let before = words[..at].last().filter(|before| !is_empty(&before.lower));
        return inner.or(before).map_or_else(Counted::default, of);
    }
    // "an army of volunteers", "groups of men": the thing is what the others are made of.
    match of(word) {
        Counted { thing: None, head, noun } => {
            Counted { thing: inner.and_then(|inner| thing(&inner.lower)), head, noun }
        }
        known => known,
    }
}

/// Where the thing counted ends in a phrase that runs on: "participants shows", "employees close".
fn end_of_thing(words: &[Word<'_>]) -> usize {
    let runs_on = |pair: &[Word<'_>]| {
        let plural = |word: &Word<'_>| {
            let lower = &word.lower;
            lower.ends_with('s') && !lower.ends_with("ss") || lower.ends_with("ren")
        };
        let next = &pair[1];
        let own = !next.capital && !next.is(Class::Link) && next.lower != "and";
        let other = !plural(next) || next.is(Class::Finding) || next.is(Class::Telling);
        // "five bakeries and names none": not "men and women".
        let and = next.lower == "and" && !pair[0].lower.ends_with("men");
        plural(&pair[0]) && (and || thing(&pair[0].lower).is_some() && own && other)
    };
    words.windows(2).position(runs_on).map_or(words.len(), |at| at + 1)
}

/// The sort of doer that a phrase names: by its head, or by a noun before a name ("the airline
/// Norvik"); men with arms are gunmen.
fn sort_of_doer(phrase: &[Word<'_>]) -> Option<Doer> {
    let head = head(phrase)?;
    let end = phrase.iter().position(|word| word.start == head.start)?;
    let before = &phrase[..end];
    if before.iter().any(|word| word.is(Class::Armed)) {
        return doer("gunman");
    }
    let titled = || before.iter().rev().filter(|_| head.capital).find_map(|word| doer(&word.lower));
    doer(&head.lower).or_else(titled)
}

/// Stems of the names of those who do it: of the actor, of what follows it ("the army of Vell"), of
/// names before what is counted ("Vellish soldiers").
fn actors(
    row: &ClaimRow,
    actor: &[Word<'_>],
    subject: &[Word<'_>],
    sentence: &[Word<'_>],
    known: &FxHashSet<CompactString>,
) -> Vec<CompactString> {
    let lower =
        |words: &[Word<'_>]| words.iter().map(|word| word.lower.clone()).collect::<Vec<_>>();
    let own = lower(actor);
    let there = sentence.windows(actor.len().max(1)).position(|window| lower(window) == own);
    let actor = if actor.is_empty() { subject } else { actor };
    let after = there.map(|at| &sentence[at + actor.len()..]).unwrap_or_default();
    let of = after.first().is_some_and(|word| word.lower == "of");
    let complement = after.iter().skip(1).take_while(|word| word.capital && of);
    let counted = words::words(&row.counted);
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

/// Where no actor was found: what stands before a deed that is done to what is counted, "Agents of
/// Ostmark have seized 19 engineers", "A court has imposed a fine of 8 million".
fn subject<'w, 'a>(words: &'w [Word<'a>], event: &[Word<'_>], number_at: usize) -> &'w [Word<'a>] {
    const REACH: usize = 6;
    let number_at = number_at.min(words.len());
    let begin = number_at.saturating_sub(REACH);
    // A comma parts the deed from its object.
    let comma = (begin..number_at).rev().find(|&at| words[at].after_mark).unwrap_or(begin);
    let past = |word: &Word<'_>| grammar::is_past(&word.lower) && !word.is(Class::Telling);
    let known = deed(event).filter(|event| past(event));
    let is_deed = |word: &Word<'_>| match known {
        Some(deed) => word.lower == deed.lower,
        None => past(word) && !word.is(Class::Be) && !word.is(Class::Light),
    };
    let Some(at) = (comma..number_at).rev().find(|&at| is_deed(&words[at])) else { return &[] };
    let aside = |word: &Word<'_>| {
        word.is(Class::Light)
            || word.is(Class::Not)
            || word.lower.ends_with("ly")
            || is_empty(&word.lower) && !word.capital
    };
    let end = (0..at).rev().find(|&before| !aside(&words[before])).map_or(0, |last| last + 1);
    // To whom it is done is not who does it.
    if words[end..at].iter().any(|word| word.is(Class::Be)) {
        return &[];
    }
    let opens = |&before: &usize| {
        let word = &words[before];
        word.after_mark || before < end && (word.is(Class::Telling) || word.lower == "that")
    };
    let begin = (0..end).rev().find(opens);
    let begin = begin.map_or(0, |at| if words[at].after_mark { at } else { at + 1 });
    let subject = words.get(begin..end).unwrap_or_default();
    // "The mill in Lesna": the place does nothing.
    let hangs = |word: &Word<'_>| word.is(Class::Link) && word.lower != "of";
    let end = subject.iter().position(hangs).unwrap_or(subject.len());
    &subject[..end]
}

/// Who it comes from, outward; an outlet stands for its piece, and behind all whom the piece cites.
fn chain(corpus: &mut Corpus, chain: &str, outlet: Option<&str>) -> List {
    let names = chain.split(" < ").filter(|name| !name.is_empty() && *name != table::MORE);
    let mut names: Vec<&str> = names.collect();
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
