//! Which verb forms tell of the past: "sent", "arrived".

use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// Past forms and participles that do not end in -ed, from the table of words.
static IRREGULAR: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../models/lexicon/words.tsv").lines();
    let verbs = lines.filter_map(|line| line.split_once("v:"));
    let forms = verbs.flat_map(|(_, forms)| forms.split('\t').next().into_iter());
    let past = forms.flat_map(|forms| forms.split('/').take(2));
    past.flat_map(|forms| forms.split(',')).filter(|form| !form.is_empty()).collect()
});

/// Whether a verb form, in lower case, is a past or a participle.
pub(super) fn is_past(form: &str) -> bool {
    form.ends_with("ed") || IRREGULAR.contains(form)
}

#[cfg(test)]
mod tests {
    use super::is_past;

    #[test]
    fn regular_and_irregular_pasts_are_known() {
        assert!(["arrived", "sent", "fled", "gone"].into_iter().all(is_past));
        assert!(!["dispatch", "arriving", "send"].into_iter().any(is_past));
    }
}
