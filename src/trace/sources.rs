//! Who stands behind a telling, how firmly, and whether two sources are one.

use super::corpus::{Claim, Corpus};
use super::lexicon::{Class, is, is_empty, strength};
use super::words::{self, Word};
use crate::labels::SourceType;
use compact_str::CompactString;

/// The words that tell a source from others: stems of its names, and of the body it is.
#[derive(Clone, Debug, Default)]
pub(super) struct Identity {
    own: Vec<CompactString>,
    body: Vec<CompactString>,
}

impl Identity {
    pub fn of(texts: &[&str]) -> Self {
        let mut identity = Self::default();
        for word in texts.iter().flat_map(|text| words::words(text)) {
            if word.is(Class::Body) {
                identity.body.push(word.stem());
            } else if tells(&word) {
                identity.own.push(word.stem());
            }
        }
        identity
    }

    /// Whether the two may be one source: a name in common, or the same body where one of the two
    /// has no name of its own ("the ministry").
    pub fn is_same(&self, other: &Identity) -> bool {
        let meet = |a: &[CompactString], b: &[CompactString]| a.iter().any(|word| b.contains(word));
        meet(&self.own, &other.own)
            || meet(&self.body, &other.body) && (self.own.is_empty() || other.own.is_empty())
    }

    pub fn has(&self, stem: &str) -> bool {
        self.own.iter().chain(&self.body).any(|own| own == stem)
    }

    /// Whether a sentence with these stems names it: by two of its words, or by its only one,
    /// unless that names a doer.
    pub fn is_named(&self, stems: &[&str], doers: &[CompactString]) -> bool {
        let mut all = self.own.iter().chain(&self.body).collect::<Vec<_>>();
        all.sort_unstable();
        all.dedup();
        let there = all.iter().filter(|word| stems.contains(&word.as_str()));
        let doer = || all.iter().all(|word| doers.contains(word));
        match there.count() {
            0 => false,
            1 => all.len() == 1 && !doer(),
            _ => !doer(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.own.is_empty() && self.body.is_empty()
    }
}

fn tells(word: &Word<'_>) -> bool {
    word.lower.len() > 2
        && !is_empty(&word.lower)
        && !is(&word.lower, Class::OneSource)
        && !is(&word.lower, Class::SeveralSources)
}

/// Who a claim comes from, as far as its row tells.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    pub identity: Identity,
    /// From 0 (the writer alone) to 5 (a state).
    pub strength: u8,
    pub anonymous: bool,
    pub several: bool,
}

impl Voice {
    /// `actors` are those who do what is claimed, by earlier tellings.
    pub fn of(corpus: &Corpus, claim: &Claim, actors: &Identity) -> Self {
        let [source, phrase] = [claim.source, claim.phrase].map(|text| corpus.texts.get(text));
        let identity = Identity::of(&[source, phrase]);
        let by_type = claim.source_type.map_or(0, strength);
        // Who announces its own deed speaks with its own authority, whatever it is called.
        let speaks_itself = claim.flags.announces && identity.is_same(actors);
        let anonymous = matches!(
            claim.source_type,
            Some(SourceType::AnonymousOfficial | SourceType::AnonymousSource)
        );
        Self {
            identity,
            strength: if speaks_itself && !anonymous { 5 } else { by_type },
            anonymous,
            several: claim.flags.several,
        }
    }

    /// Whether it passes on what others say, or is nobody.
    pub fn relays(source_type: Option<SourceType>) -> bool {
        use SourceType::{NewsOutlet, SocialMedia, StateMedia, Unspecified};
        matches!(source_type, None | Some(NewsOutlet | SocialMedia | StateMedia | Unspecified))
    }
}

/// The actors that a claim names.
pub(super) fn actors(corpus: &Corpus, claim: &Claim) -> Vec<CompactString> {
    corpus.get(claim.actors).iter().map(|&name| corpus.texts.get(name).into()).collect()
}

impl From<Vec<CompactString>> for Identity {
    fn from(own: Vec<CompactString>) -> Self {
        Self { own, body: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::Identity;

    #[test]
    fn one_source_goes_by_several_names() {
        for (a, b, expected) in [
            ("the Interior Ministry", "the country's interior ministry", true),
            ("the ministry", "the Interior Ministry", true),
            ("the Interior Ministry", "the Finance Ministry", false),
            ("a Keldmark government official", "the Keldmark government", true),
            ("an official", "the officials", false),
        ] {
            let [x, y] = [a, b].map(|text| Identity::of(&[text]));
            assert_eq!(x.is_same(&y), expected, "{a} / {b}");
            assert_eq!(y.is_same(&x), expected, "{b} / {a}");
        }
    }
}
