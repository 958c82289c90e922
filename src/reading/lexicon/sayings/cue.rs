//! The cue lexicon: reporting verbs, and what each of them takes.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a reporting verb takes, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Takes(u32);

macro_rules! takes {
    ($($name:ident $text:literal $bit:literal),+ $(,)?) => {
        impl Takes {
            $(pub(super) const $name: Takes = Takes(1 << $bit);)+

            fn from_name(name: &str) -> Option<Takes> {
                match name { $($text => Some(Takes::$name),)+ _ => None }
            }
        }
    };
}

takes! {
    // A clause with "that", or placed before the verb.
    THAT "that" 0,
    // A clause without "that".
    BARE "bare" 1,
    // A quotation.
    QUOTE "quote" 2,
    // A noun phrase that is itself the content: denied any role.
    NOUN "noun" 3,
    // to and a verb: vowed to fight.
    INF "inf" 4,
    // An addressee before the clause: told reporters that.
    PERSON "person" 5,
    // An addressee and a command: urged Iran to stop.
    ORDER "order" 6,
    // who, what, how, whether.
    WH "wh" 7,
    // An object and "as": described it as a farce.
    AS "as" 8,
    // An object and another name for it: called it a farce.
    AS_NOUN "as-noun" 9,
    // An object and "of": accused them of theft.
    OF "of" 10,
    // is said to, it is said that.
    PASSIVE "passive" 11,
    // is seen as.
    PASSIVE_AS "passive-as" 12,
    // Only of things that show: footage, surveys, reports.
    EVIDENCE "evidence" 13,
    // quoted the guard as saying.
    QUOTING "quoting" 14,
    // cited a report.
    CITE "cite" 15,
    // admitted lying.
    ING "ing" 16,
    // compared the camp with a jail.
    NOUN_WITH "noun-with" 18,
    // A belief: its holder is not "I".
    BELIEF "belief" 20,
    // attributed the fall to drought.
    NOUN_TO "noun-to" 19,
}

impl Takes {
    pub(super) fn any(self, other: Takes) -> bool {
        self.0 & other.0 != 0
    }
}

impl std::ops::BitOr for Takes {
    type Output = Takes;

    fn bitor(self, other: Takes) -> Takes {
        Takes(self.0 | other.0)
    }
}

/// Which form of the verb a word is; one word may be several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Forms {
    pub(super) plain: bool,
    pub(super) past: bool,
    pub(super) participle: bool,
    pub(super) ing: bool,
    pub(super) third: bool,
}

/// A reporting verb.
#[derive(Clone, Debug)]
pub(super) struct Verb {
    pub(super) name: &'static str,
    /// The second word of "point out".
    pub(super) particle: Option<&'static str>,
    pub(super) takes: Takes,
    /// Prepositions whose phrase is the content: called for calm.
    pub(super) prepositions: Vec<&'static str>,
    /// Share of the forms' uses that are cues, from the counts in the table.
    pub(super) precision: f32,
}

/// A line of the table with its examples, for tests and documentation.
#[cfg(test)]
pub(super) struct Example {
    pub(super) verb: &'static str,
    pub(super) forms: &'static str,
    pub(super) fires: &'static str,
    pub(super) silent: &'static str,
}

const TABLE: &str = include_str!("../../../../models/lexicon/cues.tsv");

fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    TABLE
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

#[cfg(test)]
pub(super) fn examples() -> impl Iterator<Item = Example> {
    lines().map(|c| Example { verb: c[0], forms: c[1], fires: c[5], silent: c[6] })
}

/// The reporting verbs, found by any of their forms.
pub(super) struct Verbs {
    verbs: Vec<Verb>,
    by_form: FxHashMap<&'static str, Vec<(usize, Forms)>>,
}

pub(super) static VERBS: LazyLock<Verbs> = LazyLock::new(Verbs::read);

impl Verbs {
    fn read() -> Self {
        let mut verbs = Vec::new();
        let mut by_form: FxHashMap<&'static str, Vec<(usize, Forms)>> = FxHashMap::default();
        for column in lines() {
            let mut takes = Takes::default();
            let mut prepositions = Vec::new();
            for name in column[3].split(' ') {
                match name.strip_prefix('+') {
                    Some(preposition) => prepositions.push(preposition),
                    None => {
                        takes = takes
                            | Takes::from_name(name)
                                .unwrap_or_else(|| panic!("{}: unknown {name}", column[0]));
                    }
                }
            }
            let (cues, uses) = column[4].split_once('/').expect("counts are cues/uses");
            let count = |n: &str| n.parse::<f32>().expect("counts are numbers");
            let index = verbs.len();
            verbs.push(Verb {
                name: column[0],
                particle: Some(column[2]).filter(|p| !p.is_empty()),
                takes,
                prepositions,
                precision: count(cues) / count(uses).max(1.0),
            });
            for (place, form) in column[1].split(',').enumerate() {
                let entries = by_form.entry(form).or_default();
                if entries.last().is_none_or(|&(last, _)| last != index) {
                    entries.push((index, Forms::default()));
                }
                let forms = &mut entries.last_mut().expect("just pushed").1;
                match place % 5 {
                    0 => forms.plain = true,
                    1 => forms.past = true,
                    2 => forms.participle = true,
                    3 => forms.ing = true,
                    _ => forms.third = true,
                }
            }
        }
        // Verbs with a particle are tried first: "point out" before "point".
        for entries in by_form.values_mut() {
            entries.sort_by_key(|&(index, _)| verbs[index].particle.is_none());
        }
        Self { verbs, by_form }
    }

    /// The verbs `word` is a form of, those with a particle first.
    pub(super) fn of(&self, word: &str) -> impl Iterator<Item = (&Verb, Forms)> {
        self.by_form
            .get(word)
            .into_iter()
            .flatten()
            .map(|&(index, forms)| (&self.verbs[index], forms))
    }

    /// Whether `word` is a form of any reporting verb.
    pub(super) fn has(&self, word: &str) -> bool {
        self.by_form.contains_key(word)
    }
}
