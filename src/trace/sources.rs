//! Who stands behind a telling, how firmly, and whether two sources are one.

use super::corpus::{Claim, Corpus, List, Text};
use super::lexicon::{Class, is, is_empty, strength};
use super::outlets::Outlets;
use super::words::{self, Word};
use crate::labels::SourceType;
use rustc_hash::{FxHashMap, FxHashSet};

/// The words that tell a source from others: stems of its names, and of the body it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Identity {
    own: List,
    body: List,
}

impl Identity {
    pub fn of(corpus: &mut Corpus, texts: &[&str]) -> Self {
        let (mut own, mut body) = (Vec::new(), Vec::new());
        for word in texts.iter().flat_map(|text| words::words(text)) {
            if word.is(Class::Body) {
                body.push(corpus.texts.intern(&word.stem()));
            } else if tells(&word) {
                own.push(corpus.texts.intern(&word.stem()));
            }
        }
        Self { own: corpus.set(own), body: corpus.set(body) }
    }

    pub fn is_empty(self) -> bool {
        self.own.is_empty() && self.body.is_empty()
    }

    /// Whether it is a body by its name: a ministry, a court.
    pub fn is_body(self) -> bool {
        !self.body.is_empty()
    }

    pub fn has(self, corpus: &Corpus, stem: Text) -> bool {
        [self.own, self.body].into_iter().any(|list| corpus.get(list).contains(&stem))
    }

    /// Whether all words of its name are among these.
    pub fn is_within(self, corpus: &Corpus, stems: &FxHashSet<Text>) -> bool {
        let mut words = [self.own, self.body].into_iter().flat_map(|list| corpus.get(list));
        !self.own.is_empty() && words.all(|word| stems.contains(word))
    }

    /// Whether one of these names is its own.
    pub fn is_among(self, corpus: &Corpus, names: &FxHashSet<Text>) -> bool {
        corpus.get(self.own).iter().any(|word| names.contains(word))
    }
}

/// Sources that spoke so far.
#[derive(Default)]
pub(super) struct Heard {
    own: FxHashSet<Text>,
    body: FxHashSet<Text>,
    /// Bodies without a name of their own.
    nameless: FxHashSet<Text>,
    /// All words of each, sorted.
    each: FxHashSet<Vec<Text>>,
}

impl Heard {
    pub fn add(&mut self, corpus: &Corpus, identity: Identity) {
        let [own, body] = [identity.own, identity.body].map(|list| corpus.get(list));
        self.own.extend(own);
        self.body.extend(body);
        if own.is_empty() {
            self.nameless.extend(body);
        }
        let mut all = [own, body].concat();
        all.sort_unstable();
        all.dedup();
        self.each.insert(all);
    }

    /// Whether one of these goes by this word and by one of those.
    pub fn is_named_with(&self, word: Text, those: &FxHashSet<Text>) -> bool {
        self.own.contains(&word)
            && self.each.iter().any(|words| {
                words.contains(&word) && words.iter().any(|other| those.contains(other))
            })
    }

    /// Whether a source may be one of these: a name in common, or the same body where one of the
    /// two has no name of its own ("the ministry").
    pub fn has(&self, corpus: &Corpus, source: Identity) -> bool {
        let [own, body] = [source.own, source.body].map(|list| corpus.get(list));
        let bodies = if own.is_empty() { &self.body } else { &self.nameless };
        own.iter().any(|word| self.own.contains(word))
            || body.iter().any(|word| bodies.contains(word))
    }

    /// Whether a sentence with these stems, sorted, names one of them: by two of its words, or by
    /// its only one, unless that names a doer.
    pub fn is_named(&self, stems: &[Text], doers: &FxHashSet<Text>) -> bool {
        self.each.iter().any(|words| {
            let there = words.iter().filter(|word| stems.binary_search(word).is_ok()).count();
            there > 0
                && (there > 1 || words.len() == 1)
                && !words.iter().all(|word| doers.contains(word))
        })
    }
}

/// Who speaks in an article, and in which attributions: two for each word, for one of the two is another.
#[derive(Default)]
pub(super) struct Cited<'a> {
    own: FxHashMap<Text, [Option<&'a str>; 2]>,
    body: FxHashMap<Text, [Option<&'a str>; 2]>,
    /// Bodies without a name of their own.
    nameless: FxHashMap<Text, [Option<&'a str>; 2]>,
}

impl<'a> Cited<'a> {
    pub fn add(&mut self, corpus: &Corpus, attribution: &'a str, identity: Identity) {
        let [own, body] = [identity.own, identity.body].map(|list| corpus.get(list));
        let put = |words: &[Text], among: &mut FxHashMap<Text, [Option<&'a str>; 2]>| {
            for &word in words {
                match among.entry(word).or_default() {
                    [first @ None, _] => *first = Some(attribution),
                    [Some(first), second @ None] if *first != attribution => {
                        *second = Some(attribution);
                    }
                    _ => {}
                }
            }
        };
        put(own, &mut self.own);
        put(body, &mut self.body);
        if own.is_empty() {
            put(body, &mut self.nameless);
        }
    }

    /// Whether this source speaks in another attribution too: by a word of its name, or of its body where
    /// one of the two has no name.
    pub fn again(&self, corpus: &Corpus, attribution: &str, source: Identity) -> bool {
        let [own, body] = [source.own, source.body].map(|list| corpus.get(list));
        let bodies = if own.is_empty() { &self.body } else { &self.nameless };
        let elsewhere = |words: &[Text], among: &FxHashMap<Text, [Option<&str>; 2]>| {
            let told = words.iter().filter_map(|word| among.get(word)).flatten().flatten();
            told.into_iter().any(|&other| other != attribution)
        };
        elsewhere(own, &self.own) || elsewhere(body, bodies)
    }
}

fn tells(word: &Word<'_>) -> bool {
    word.lower.len() > 2
        && !is_empty(&word.lower)
        && !is(&word.lower, Class::OneSource)
        && !is(&word.lower, Class::SeveralSources)
}

/// Who a claim comes from, as far as its row tells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Voice {
    pub identity: Identity,
    /// From 0 (the writer alone) to 5 (a state).
    pub strength: u8,
    pub anonymous: bool,
    pub several: bool,
}

impl Voice {
    /// `actors` are those who do what is claimed, by earlier tellings.
    pub fn of(corpus: &Corpus, outlets: &Outlets, claim: &Claim, actors: &FxHashSet<Text>) -> Self {
        let identity = claim.identity;
        let by_type = claim.source_type.map_or(0, strength);
        // Who announces its own deed speaks with its own authority, whatever it is called.
        let speaks_itself = claim.flags.announces && identity.is_among(corpus, actors);
        let anonymous = claim.flags.nameless;
        // An outlet of the corpus is one, whatever its type says; a ministry with news of its own is none.
        let outlet = outlets.in_source(&corpus.texts, claim.source).is_some()
            && !(identity.is_body() && by_type > 3);
        let strength = match () {
            () if anonymous => 2,
            () if claim.source.is_none() => 0,
            () if outlet => by_type.min(2),
            () if speaks_itself => 5,
            () if claim.flags.paper => by_type.max(4),
            () => by_type,
        };
        Self { identity, strength, anonymous, several: claim.flags.several }
    }

    /// Whether it passes on what others say, or is nobody.
    pub fn relays(source_type: Option<SourceType>) -> bool {
        use SourceType::{NewsOutlet, SocialMedia, StateMedia, Unspecified};
        matches!(source_type, None | Some(NewsOutlet | SocialMedia | StateMedia | Unspecified))
    }
}

#[cfg(test)]
mod tests {
    use super::{Heard, Identity};
    use crate::trace::corpus::Corpus;

    #[test]
    fn one_source_goes_by_several_names() {
        for (a, b, expected) in [
            ("the Interior Ministry", "the country's interior ministry", true),
            ("the ministry", "the Interior Ministry", true),
            ("the Interior Ministry", "the Finance Ministry", false),
            ("a Keldmark government official", "the Keldmark government", true),
            ("an official", "the officials", false),
        ] {
            let mut corpus = Corpus::new();
            let sources = [a, b].map(|text| Identity::of(&mut corpus, &[text]));
            for [x, y] in [sources, [sources[1], sources[0]]] {
                let mut heard = Heard::default();
                heard.add(&corpus, x);
                assert_eq!(heard.has(&corpus, y), expected, "{a} / {b}");
            }
        }
    }
}
