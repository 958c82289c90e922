//! Descriptions: the kinds of source that "the group" or "the agency" may stand for.

use crate::labels::SourceType;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static GENERAL: LazyLock<FxHashMap<&'static str, Vec<SourceType>>> = LazyLock::new(|| {
    include_str!("../../models/lexicon/descriptions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (noun, types) = line.split_once('\t').expect("a line is a noun and its types");
            let parse = |name| {
                SourceType::from_name(name).unwrap_or_else(|| panic!("{noun}: unknown type {name}"))
            };
            (noun, types.split(' ').map(parse).collect())
        })
        .collect()
});

/// The types a general noun may stand for.
pub(super) fn general(head: &str) -> Option<&'static [SourceType]> {
    GENERAL.get(head).map(Vec::as_slice)
}

/// Whether a description's own type is firmer than that of its antecedent.
pub(super) fn is_firmer(own: SourceType, met: SourceType) -> bool {
    !matches!(
        (own, met),
        (SourceType::AnonymousOfficial, SourceType::NamedOfficial)
            | (SourceType::MinistryStatement, SourceType::NamedOfficial)
            | (SourceType::Document, _)
            | (SourceType::SocialMedia, _)
            | (SourceType::LocalAuthority, SourceType::NamedOfficial)
            | (SourceType::AnonymousSource, SourceType::AnonymousOfficial)
    )
}
