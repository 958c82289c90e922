//! Outlets of the corpus, found again under the names that articles call them by.

use super::corpus::{Corpus, List, Text, Texts};
use super::lexicon::{Class, is, is_common};
use super::words::{name_phrases, words};
use rustc_hash::{FxHashMap, FxHashSet};

/// The outlets of the corpus.
pub(super) struct Outlets {
    /// By a name, in lower case, and none where several outlets share it.
    by_name: FxHashMap<Text, Option<Text>>,
}

impl Outlets {
    /// The outlets of all articles.
    pub fn of(corpus: &mut Corpus) -> Self {
        let mut outlets: Vec<Text> = corpus.docs.iter().map(|doc| doc.outlet).collect();
        outlets.sort_unstable();
        outlets.dedup();
        outlets.retain(|outlet| !outlet.is_none());
        let mut by_name = FxHashMap::default();
        for outlet in outlets {
            for name in names(corpus.texts.get(outlet)) {
                let name = corpus.texts.intern(&name);
                by_name
                    .entry(name)
                    .and_modify(|known| {
                        if *known != Some(outlet) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(outlet));
            }
        }
        Self { by_name }
    }

    /// The outlet that a name phrase, in lower case, names.
    pub fn named(&self, phrase: Text) -> Option<Text> {
        self.by_name.get(&phrase).copied().flatten()
    }

    /// The outlet that a source's phrase names: "the broadcaster KBC 4".
    pub fn in_source(&self, texts: &Texts, source: Text) -> Option<Text> {
        let phrases = name_phrases(&words(texts.get(source)));
        phrases.iter().find_map(|phrase| self.named(texts.find(phrase)?))
    }

    /// The outlets among these name phrases.
    pub fn among<'a>(
        &'a self,
        corpus: &'a Corpus,
        phrases: List,
    ) -> impl Iterator<Item = Text> + 'a {
        corpus.get(phrases).iter().filter_map(|&phrase| self.named(phrase))
    }
}

/// What an outlet is called, in lower case: its whole name, without words that many share at its
/// end ("Lower Vash Press Agency": Lower Vash), its last word (the Clarion), its initials.
fn names(outlet: &str) -> FxHashSet<String> {
    let read = words(outlet);
    let read: Vec<_> = read.iter().filter(|word| word.lower != "the").collect();
    let joined = |range: std::ops::Range<usize>| {
        let words: Vec<&str> = read[range].iter().map(|word| word.lower.as_str()).collect();
        words.join(" ")
    };
    let shared = |at: usize| is(&read[at].lower, Class::OutletWord);
    let mut names = FxHashSet::from_iter([joined(0..read.len())]);
    names.extend(
        name_phrases(&words(outlet)).into_iter().map(String::from).filter(|n| n.contains(' ')),
    );
    let own = (0..read.len()).rev().find(|&at| !shared(at)).map_or(0, |at| at + 1);
    // One word alone may be a country: "Ilhara State News".
    if own > 1 {
        names.insert(joined(0..own));
    }
    // "Police of Kesten" and "Radio Kesten" are not Kesten.
    let place =
        |at: usize| at.checked_sub(1).is_some_and(|b| is(&read[b].lower, Class::BeforePlace));
    // Outlets are called after what there is in the language (the Mirror), places are not.
    if let Some(last) = read.len().checked_sub(1)
        && is_common(&read[last].lower)
        && !shared(last)
        && !place(last)
        && read[last].capital
    {
        names.insert(joined(last..last + 1));
    }
    // A name with a number keeps it or not: KBC 4, KBC.
    let words: Vec<_> = read.iter().filter(|word| word.capital).collect();
    if let [word] = words[..] {
        names.insert(word.lower.to_string());
    }
    if words.len() > 2 {
        names.insert(words.iter().filter_map(|word| word.lower.chars().next()).collect());
    }
    names.remove("");
    names
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn an_outlet_goes_by_shorter_names() {
        let all = |outlet: &str, expected: &[&str]| {
            let found = names(outlet);
            assert!(expected.iter().all(|name| found.contains(*name)), "{outlet}: {found:?}");
        };
        all("The Daily Clarion", &["daily clarion", "clarion"]);
        all("Lower Vash Press Agency", &["lower vash press agency", "lower vash", "lvpa"]);
        all("KBC 4", &["kbc 4", "kbc"]);
        assert!(!names("World News").contains("news"));
        assert!(!names("Police of Kesten").contains("kesten"));
        assert!(!names("Ilhara State News").contains("ilhara"));
    }
}
