//! Who issued "the report": a document vouches as its issuer does, wherever the article names it.

use super::gazetteer::{GAZETTEER, words};
use super::kind;
use super::source_words::{Class, is};
use super::when::When;
use crate::document::{Document, Span};
use crate::labels::{RegionKind, SourceType};
use rustc_hash::FxHashMap;

/// Words before and behind a document's noun in which its issuer is looked for.
const BEFORE: usize = 5;
const BEHIND: usize = 9;

/// How far behind "a report" its issuer may first be named, in bytes.
const AHEAD: usize = 400;

/// The documents of which an article names the issuer, by their noun.
pub(super) struct Issuers(FxHashMap<String, Vec<(usize, SourceType)>>);

impl Issuers {
    /// Reads "a report by the Harbour Ministry", "the ministry's report", "a Pentagon report".
    pub(super) fn read(doc: &Document, when: Option<When>) -> Self {
        let mut this = Self(FxHashMap::default());
        let body = doc.regions().iter().filter(|region| region.kind != RegionKind::Boilerplate);
        for block in body.map(|region| region.span) {
            this.read_block(doc, block, when);
        }
        this
    }

    fn read_block(&mut self, doc: &Document, block: Span, when: Option<When>) {
        let list = words(doc.slice(block));
        for (at, noun) in list.iter().enumerate() {
            let Some(name) = issued(&noun.lower) else { continue };
            let belongs = |before: &usize| {
                let word = &list[*before];
                word.is_capital()
                    || matches!(&*word.lower, "'s" | "'")
                    || is(&word.lower, Class::Plain)
                    || is(&word.lower, Class::Edition)
                    || GAZETTEER.longest(&list, *before).is_some()
            };
            let first =
                (at.saturating_sub(BEFORE)..at).rev().take_while(belongs).last().unwrap_or(at);
            let by = list.get(at + 1).is_some_and(|next| is(&next.lower, Class::By));
            let last = if by { list.len().min(at + BEHIND) } else { at + 1 };
            let last = (at + 2..last).find(|&behind| list[behind].is_mark()).unwrap_or(last);
            let end = list[last - 1].at + list[last - 1].text.len();
            let phrase = Span::new(block.start() + list[first].at, block.start() + end);
            let issuer = kind::of(doc.slice(phrase), when).filter(|kind| {
                !matches!(kind.source_type, SourceType::Document | SourceType::Unspecified)
            });
            if let Some(issuer) = issuer {
                let told = (block.start() + noun.at, issuer.source_type);
                self.0.entry(name.to_owned()).or_default().push(told);
            }
        }
    }

    /// The type of the issuer of the document that `text`, which stands at `at`, takes up: the
    /// one named last before it, but for "a report", else the one named soon behind it.
    pub(super) fn of(&self, text: &str, at: usize) -> Option<SourceType> {
        let list = words(text);
        let noun = list.iter().find_map(|word| issued(&word.lower))?;
        let named = self.0.get(noun)?;
        let behind = named.partition_point(|&(place, _)| place < at);
        let other = is(&list[0].lower, Class::Other);
        let last = behind.checked_sub(1).filter(|_| !other).map(|before| named[before]);
        let next = named.get(behind).copied().filter(|&(place, _)| place < at + AHEAD);
        last.or(next).map(|(_, source_type)| source_type)
    }
}

/// What a word names that is written or counted and that somebody issues, as the table has it.
fn issued(lower: &str) -> Option<&str> {
    let known = |word| is(word, Class::Issued);
    match lower {
        "analyses" => Some("analysis"),
        "studies" => Some("study"),
        "inquiries" => Some("inquiry"),
        _ if known(lower) => Some(lower),
        _ => lower.strip_suffix('s').filter(|&word| known(word)),
    }
}
