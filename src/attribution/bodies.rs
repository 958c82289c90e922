//! The bodies a document names: agencies, firms, papers, and what it calls them for short.

use super::gazetteer::{GAZETTEER, Role, words};
use super::name_words;
use super::source_words::{Class, is};
use crate::document::{Document, Span};
use crate::labels::RegionKind;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The names of bodies in a document, in order.
pub(super) struct Bodies<'d> {
    bodies: Vec<Body<'d>>,
    by_noun: FxHashMap<String, Vec<usize>>,
    by_first: FxHashMap<&'d str, usize>,
    by_letters: FxHashMap<String, usize>,
    /// What a body is called in brackets behind its name, in lower case.
    by_gloss: FxHashMap<String, usize>,
}

struct Body<'d> {
    name: &'d str,
    start: usize,
}

/// The longest acronym that is looked for without its name beside it, in bytes.
const ACRONYM: usize = 12;

static ACRONYMS: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../../models/lexicon/acronyms.tsv");
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once('\t').expect("a line is an acronym and a name")).collect()
});

impl<'d> Bodies<'d> {
    pub(super) fn read(doc: &'d Document) -> Self {
        let mut this = Self {
            bodies: Vec::new(),
            by_noun: FxHashMap::default(),
            by_first: FxHashMap::default(),
            by_letters: FxHashMap::default(),
            by_gloss: FxHashMap::default(),
        };
        for region in doc.regions().iter().filter(|r| r.kind != RegionKind::Boilerplate) {
            this.read_block(doc, region.span);
        }
        this
    }

    /// Reads runs of capitalised words, over "of", "for" and "and"; a mark ends a run.
    fn read_block(&mut self, doc: &'d Document, block: Span) {
        let mut run: Vec<Span> = Vec::new();
        let mut next = block.start();
        for token in doc.slice(block).split_inclusive(char::is_whitespace) {
            let (at, word) = (next, token.trim_end());
            next += token.len();
            let core = word.trim_matches(|c: char| !c.is_alphanumeric());
            // "Central News Agency (CNA)".
            if word.starts_with('(') {
                self.take(doc, &mut run, Some(core), None);
                continue;
            }
            let bare = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s")).unwrap_or(core);
            let lead = word.len() - word.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
            let capital = bare.starts_with(char::is_uppercase);
            let joins = matches!(bare, "of" | "for" | "and" | "the" | "on") && bare == word;
            if lead > 0 {
                self.take(doc, &mut run, None, None);
            }
            if capital || joins && !run.is_empty() {
                run.push(Span::new(at + lead, at + lead + bare.len()));
            }
            let marked = lead + bare.len() < word.len() && !matches!(bare, "U.S" | "U.K" | "U.N");
            if marked || !(capital || joins) {
                let noun = Some(Span::new(at, at + bare.len()));
                let national = !run.is_empty() && lead == 0 && is(bare, Class::National);
                self.take(doc, &mut run, None, noun.filter(|_| national));
            }
        }
        self.take(doc, &mut run, None, None);
    }

    /// Ends a run and keeps the name of a body in it, with the acronym that stands behind, or the
    /// noun of what each country has: "the Norland navy".
    fn take(
        &mut self,
        doc: &'d Document,
        run: &mut Vec<Span>,
        gloss: Option<&str>,
        national: Option<Span>,
    ) {
        let lower = |span: Span| doc.slice(span).starts_with(char::is_lowercase);
        while run.last().is_some_and(|&span| lower(span)) {
            run.pop();
        }
        if run.first().is_some_and(|&span| is(&doc.slice(span).to_lowercase(), Class::Article)) {
            run.remove(0);
        }
        if national.is_some() {
            let opens = |span: &&Span| name_words::is_opener(&doc.slice(**span).to_lowercase());
            let openers = run.iter().take_while(opens).count();
            run.drain(..openers);
            if run.is_empty() {
                return;
            }
        }
        run.extend(national);
        let mut spans = std::mem::take(run);
        // "Members of the Harbour Workers Union (HWU)": as many words as the acronym has letters.
        if let Some(gloss) = gloss {
            let capitals = spans.iter().enumerate().filter(|&(_, &span)| !lower(span));
            let capitals: Vec<usize> = capitals.map(|(at, _)| at).collect();
            let before = capitals.len().saturating_sub(gloss.chars().count());
            spans.drain(..capitals.get(before).copied().unwrap_or(0));
        }
        let (Some(&first), Some(&last)) = (spans.first(), spans.last()) else { return };
        let letters: String = spans
            .iter()
            .filter(|&&span| !lower(span))
            .filter_map(|&span| doc.slice(span).chars().next())
            .collect();
        let glossed = gloss.is_some_and(|gloss| gloss.len() > 1 && letters == gloss);
        let heading = letters.len() > 2
            && spans.iter().all(|&span| !doc.slice(span).contains(char::is_lowercase));
        let body = glossed || national.is_some() || is_body(doc, &spans);
        if spans.len() < 2 || !body || heading {
            return;
        }
        let index = self.bodies.len();
        self.bodies.push(Body { name: doc.slice(first.cover(last)), start: first.start() });
        self.by_first.entry(doc.slice(first)).or_insert(index);
        let longest = letters.len().saturating_sub(ACRONYM);
        for key in (longest..letters.len()).filter_map(|from| letters.get(from..)) {
            if key.len() > 2 || glossed {
                self.by_letters.entry(key.to_owned()).or_insert(index);
            }
        }
        // A gloss of other letters: the acronym of another language, or "Norcom".
        if let Some(gloss) = gloss.filter(|gloss| is_short_for(gloss, doc.slice(first.cover(last))))
        {
            self.by_gloss.entry(gloss.to_lowercase()).or_insert(index);
        }
        // The nouns it may be called by: "the commission", "the agency".
        let nouns = spans.iter().filter(|&&span| !lower(span) || national == Some(span));
        for noun in nouns.map(|&span| doc.slice(span).to_lowercase()) {
            self.by_noun.entry(noun).or_default().push(index);
        }
    }

    /// The name of the body that begins at this place.
    pub(super) fn at(&self, place: usize) -> Option<&'d str> {
        let index = self.bodies.binary_search_by_key(&place, |body| body.start).ok()?;
        Some(self.bodies[index].name)
    }

    /// The full name of what `text`, a source at `at`, calls for short: "the UAW", "Gilead",
    /// "the commission".
    pub(super) fn full_name(&self, text: &str, at: usize) -> Option<&str> {
        let article =
            text.split(' ').next().filter(|word| is(&word.to_lowercase(), Class::Article));
        let name = article.and_then(|word| text.get(word.len() + 1..)).unwrap_or(text);
        if name.contains([',', '(']) {
            return None;
        }
        if let Some(&index) = self.by_gloss.get(&name.to_lowercase()) {
            return Some(self.bodies[index].name);
        }
        let acronym = name.len() > 1 && name.chars().all(char::is_uppercase);
        if acronym {
            let told = self.by_letters.get(name).map(|&index| self.bodies[index].name);
            return told.or_else(|| ACRONYMS.get(name).copied());
        }
        if let Some(known) = ACRONYMS.get(&*name.to_uppercase()).filter(|_| name.len() > 5) {
            return Some(known);
        }
        if name.contains(' ') {
            return None;
        }
        let lower = name.to_lowercase();
        let national = is(&lower, Class::National);
        if name == lower || national {
            if !(article.is_some() || national) {
                return None;
            }
            let called = self.by_noun.get(&lower)?;
            let before = called.partition_point(|&index| self.bodies[index].start < at);
            return Some(self.bodies[*called[..before].last()?].name);
        }
        let &index = self.by_first.get(name)?;
        let name = self.bodies[index].name;
        let last = name.rsplit(' ').next()?.to_lowercase();
        is(&last, Class::Organisation).then_some(name)
    }
}

/// Whether what stands in brackets behind a name is short for it: in capitals, or with the
/// beginning of one of its words, and no body of its own.
fn is_short_for(gloss: &str, name: &str) -> bool {
    let list = words(gloss);
    let lower = gloss.to_lowercase();
    let begins = |word: &str| {
        let start: String = word.chars().take(2).flat_map(char::to_lowercase).collect();
        lower.starts_with(&start)
    };
    list.len() == 1
        && gloss.chars().count() > 2
        && gloss.starts_with(char::is_uppercase)
        && GAZETTEER.longest(&list, 0).is_none()
        && (gloss.chars().all(char::is_uppercase) || name.split(' ').any(begins))
}

/// Whether a run of words names a body and not a person.
fn is_body(doc: &Document, spans: &[Span]) -> bool {
    let word = |span: &Span| doc.slice(*span).to_lowercase();
    let suffixed = spans.last().is_some_and(|span| is(&word(span), Class::Organisation));
    let named = spans.iter().any(|span| is(&word(span), Class::Body));
    let list = words(doc.slice(spans[0].cover(spans[spans.len() - 1])));
    let mut hits = (0..list.len()).filter_map(|at| GAZETTEER.longest(&list, at));
    let org = hits.next().is_some_and(|hit| hit.role == Role::Org)
        && hits.all(|hit| hit.role == Role::Org);
    suffixed || named || org
}
