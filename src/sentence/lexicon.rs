//! The words that decide about full stops, as tables: abbreviations and first words.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Longest form in the tables, and thereby the longest word that is looked up.
pub(super) const LONGEST: usize = 16;

/// What a full stop means after an abbreviation; `models/lexicon/abbreviations.tsv` says
/// each in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Title,
    Inner,
    Number,
    Unit,
    Date,
    Time,
    Final,
}

/// What a word tells about a sentence; `models/lexicon/sentence_words.tsv` says each in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Starter = 1,
    Fronting = 2,
    Zone = 4,
    Speech = 8,
    Tail = 16,
    Brand = 32,
    Hasty = 64,
}

const ABBREVIATIONS: &str = include_str!("../../models/lexicon/abbreviations.tsv");
const WORDS: &str = include_str!("../../models/lexicon/sentence_words.tsv");

struct Abbreviation {
    class: Class,
    /// Met only with a capital, because in lower case it is another word.
    capital: bool,
}

static FORMS: LazyLock<FxHashMap<Vec<u8>, Abbreviation>> = LazyLock::new(|| {
    rows(ABBREVIATIONS)
        .map(|(form, rest)| {
            let class = match rest.split('\t').next() {
                Some("title") => Class::Title,
                Some("inner") => Class::Inner,
                Some("number") => Class::Number,
                Some("unit") => Class::Unit,
                Some("date") => Class::Date,
                Some("time") => Class::Time,
                Some("final") => Class::Final,
                other => panic!("abbreviations.tsv: {form} has the class {other:?}"),
            };
            let capital = form.starts_with(char::is_uppercase);
            (form.to_ascii_lowercase().into_bytes(), Abbreviation { class, capital })
        })
        .collect()
});

static ROLES: LazyLock<FxHashMap<&'static [u8], Roles>> = LazyLock::new(|| {
    let mut roles = FxHashMap::<_, Roles>::default();
    for (role, words) in rows(WORDS) {
        let role = match role {
            "starter" => Role::Starter,
            "fronting" => Role::Fronting,
            "zone" => Role::Zone,
            "speech" => Role::Speech,
            "tail" => Role::Tail,
            "brand" => Role::Brand,
            "hasty" => Role::Hasty,
            other => panic!("sentence_words.tsv: no such class: {other}"),
        };
        for word in words.split(' ') {
            roles.entry(word.as_bytes()).or_default().0 |= role as u8;
        }
    }
    roles
});

/// The roles of one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Roles(u8);

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
}

/// The class of `word` (without its full stop), if it is an abbreviation.
pub(super) fn abbreviation(word: &str) -> Option<Class> {
    let mut buffer = [0; LONGEST];
    let found = FORMS.get(lower(word, &mut buffer)?)?;
    let met = !found.capital || word.starts_with(|c: char| c.is_ascii_uppercase());
    met.then_some(found.class)
}

/// Whether `word`, in any case, plays this role.
pub(super) fn plays(role: Role, word: &str) -> bool {
    let mut buffer = [0; LONGEST];
    let roles = lower(word, &mut buffer).and_then(|word| ROLES.get(word));
    roles.is_some_and(|roles| roles.0 & role as u8 != 0)
}

fn lower<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    let mut len = 0;
    for c in word.chars() {
        // ’ is written as ' in the tables.
        let c = if c == '’' { '\'' } else { c.to_ascii_lowercase() };
        let place = buffer.get_mut(len..len + c.len_utf8())?;
        c.encode_utf8(place);
        len += c.len_utf8();
    }
    (len > 0).then_some(buffer.get(..len)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capitalised_form_is_met_only_capitalised() {
        assert_eq!(abbreviation("Sat"), Some(Class::Date));
        assert_eq!(abbreviation("sat"), None);
        assert_eq!(abbreviation("INC"), Some(Class::Final));
    }

    #[test]
    fn every_form_fits_the_look_up() {
        let forms = rows(ABBREVIATIONS).map(|(form, _)| form);
        let words = rows(WORDS).flat_map(|(_, words)| words.split(' '));
        for word in forms.chain(words) {
            assert!((1..=LONGEST).contains(&word.len()), "{word:?}");
        }
    }

    #[test]
    fn every_example_splits_as_it_is_drawn() {
        for (form, rest) in rows(ABBREVIATIONS) {
            if let Some(example) = rest.split('\t').nth(1).filter(|e| !e.is_empty()) {
                let text = example.replace(" |", "");
                let found: Vec<&str> = crate::sentence::split_text(&text)
                    .into_iter()
                    .map(|span| text.get(span.range()).expect("on boundaries"))
                    .collect();
                assert_eq!(found.join(" | "), example, "{form}");
            }
        }
    }
}
