//! Duplicates: which articles of a run are copies of an earlier one.

use super::sketch::{Code, KEYS, Sketch};
use crate::sorted::Sorted;

/// The articles placed so far, to find copies among them.
///
/// It keeps about 110 bytes of every article that is no copy, besides its id: 36 to compare
/// by, 20 for the id's place and some 52 in the index of keys. Copies cost nothing.
#[derive(Debug, Default)]
pub struct Duplicates {
    firsts: Vec<First>,
    /// Keys, each with the first article that had it in its lower half.
    keys: Sorted,
}

/// The earliest article of a group of copies.
#[derive(Debug)]
struct First {
    id: Box<str>,
    code: Code,
}

impl Duplicates {
    /// Places one article, and returns the id of the earliest article it is a copy of.
    ///
    /// Wire copies with another headline, a tail cut by up to a half or a few changed
    /// words are copies; other articles on the same matter are not. The answer depends on
    /// the articles placed before, in their order, and on nothing else.
    pub fn place(&mut self, id: &str, sketch: &Sketch) -> Option<String> {
        let mut known: [Option<u32>; KEYS] = sketch.keys.map(|key| self.first_with(key));
        known.sort_unstable();
        let found =
            known.iter().flatten().find(|&&at| self.firsts[at as usize].code.same(&sketch.code));
        if let Some(&first) = found {
            return Some(self.firsts[first as usize].id.to_string());
        }
        let at = u32::try_from(self.firsts.len()).expect("fewer than four billion articles");
        self.firsts.push(First { id: id.into(), code: sketch.code });
        for key in sketch.keys {
            if self.first_with(key).is_none() {
                self.keys.insert(u64::from(key) << 32 | u64::from(at));
            }
        }
        None
    }

    fn first_with(&self, key: u32) -> Option<u32> {
        let entry = self.keys.at_least(u64::from(key) << 32)?;
        (entry >> 32 == u64::from(key)).then_some(entry as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Meta, Region, Span};
    use crate::labels::RegionKind;

    /// An article of sentences made from `seed`, as like another seed's as two articles on
    /// the same matter are: the same words, differently strung.
    fn article(seed: u64, sentences: usize) -> Vec<String> {
        const WORDS: [&str; 24] = [
            "harbour",
            "queue",
            "pilots",
            "the",
            "a",
            "officials",
            "said",
            "counted",
            "vessels",
            "on",
            "Monday",
            "anchor",
            "cranes",
            "wind",
            "of",
            "authority",
            "broken",
            "waiting",
            "crews",
            "fuel",
            "port",
            "night",
            "boats",
            "and",
        ];
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut word = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            WORDS[(state >> 33) as usize % WORDS.len()]
        };
        (0..sentences)
            .map(|_| (0..12).map(|_| word()).collect::<Vec<_>>().join(" ") + ".")
            .collect()
    }

    fn sketch(sentences: &[String]) -> Sketch {
        let text = sentences.join(" ");
        let region = Region { span: Span::new(0, text.len()), kind: RegionKind::Body };
        let doc = Document::new("x".into(), text, Meta::default(), vec![region], false);
        Sketch::of(&doc).expect("long enough")
    }

    #[test]
    fn a_copy_is_known_by_its_text_and_named_after_the_first() {
        let mut duplicates = Duplicates::default();
        let wire = article(1, 20);
        assert_eq!(duplicates.place("wire", &sketch(&wire)), None);
        assert_eq!(duplicates.place("other", &sketch(&article(2, 20))), None);
        let curly: Vec<_> = wire.iter().map(|s| s.to_uppercase().replace('.', " —")).collect();
        assert_eq!(duplicates.place("typeset", &sketch(&curly)).as_deref(), Some("wire"));
        assert_eq!(duplicates.place("cut", &sketch(&wire[..10])).as_deref(), Some("wire"));
        let mut edited = wire.clone();
        edited[3] = "The harbour master would not say how many.".into();
        assert_eq!(duplicates.place("edited", &sketch(&edited)).as_deref(), Some("wire"));
    }

    #[test]
    fn a_shared_paragraph_makes_no_copy() {
        let mut duplicates = Duplicates::default();
        let first = article(1, 20);
        let mut second = article(2, 20);
        second[12..16].clone_from_slice(&first[12..16]);
        assert_eq!(duplicates.place("first", &sketch(&first)), None);
        assert_eq!(duplicates.place("second", &sketch(&second)), None);
    }

    #[test]
    fn a_short_note_has_no_sketch() {
        let text = "Six men were held overnight.";
        let region = Region { span: Span::new(0, text.len()), kind: RegionKind::Body };
        let doc = Document::new("x".into(), text.into(), Meta::default(), vec![region], false);
        assert_eq!(Sketch::of(&doc), None);
    }

    /// A sketch is a sample, so how many cut copies it finds is a rate and no law of each; the
    /// articles are the same every time.
    #[test]
    fn most_copies_cut_to_a_half_are_found_and_strangers_never_are() {
        const ARTICLES: u64 = 1_000;
        let mut found = 0;
        for seed in 1..=ARTICLES {
            let mut duplicates = Duplicates::default();
            let wire = article(seed, 40);
            duplicates.place("wire", &sketch(&wire));
            let stranger = article(seed + ARTICLES, 40);
            assert_eq!(duplicates.place("stranger", &sketch(&stranger)), None, "{seed}");
            found += usize::from(duplicates.place("cut", &sketch(&wire[..20])).is_some());
        }
        assert!(found >= 850, "only {found} of {ARTICLES} found");
    }
}
