//! Who vouches, in the seven groups that a picture can tell apart.
//!
//! Nobody tells twenty colours apart. Each group has a colour of the palette by Okabe and Ito,
//! which colour-blind readers tell apart too, and a shape of its own, for paper and for the rest.

use crate::labels::{SourceType, labels};

labels! {
    /// A group of source types.
    Voice {
        Officials "officials" "officials and institutions",
        Forces "forces" "armed forces and groups",
        Others "others" "experts, organisations, documents, people",
        Media "media" "news outlets and social media",
        StateMedia "state-media" "state media",
        Unnamed "unnamed" "people who are not named",
        Nobody "nobody" "nobody in particular",
    }
}

impl Voice {
    /// The group of a source type; none where the writer states the number.
    pub fn of(source_type: Option<SourceType>) -> Self {
        use SourceType as S;
        match source_type {
            Some(
                S::HeadOfState
                | S::MinistryStatement
                | S::NamedOfficial
                | S::Intelligence
                | S::LocalAuthority
                | S::Lawmaker,
            ) => Voice::Officials,
            Some(S::Military | S::ArmedGroup) => Voice::Forces,
            Some(S::Expert | S::IgoNgo | S::Company | S::Document | S::Individual) => Voice::Others,
            Some(S::NewsOutlet | S::SocialMedia) => Voice::Media,
            Some(S::StateMedia) => Voice::StateMedia,
            Some(S::AnonymousOfficial | S::AnonymousSource) => Voice::Unnamed,
            Some(S::Unspecified) | None => Voice::Nobody,
        }
    }

    /// The outline of its mark around the origin, as an SVG path some ten units wide.
    pub fn path(self) -> &'static str {
        match self {
            Voice::Officials => "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0z",
            Voice::Forces => "M-4.5,-4.5h9v9h-9z",
            Voice::Others => "M0,-6L6,0L0,6L-6,0z",
            Voice::Media => "M-5.5,-4.5h11L0,5.5z",
            Voice::StateMedia => "M-5.5,4.5h11L0,-5.5z",
            Voice::Unnamed => {
                "M0,-6L1.6,-1.9L5.9,-1.9L2.5,0.8L3.7,5L0,2.5L-3.7,5L-2.5,0.8L-5.9,-1.9L-1.6,-1.9z"
            }
            Voice::Nobody => "M-5.5,-1.8h3.7v-3.7h3.6v3.7h3.7v3.6h-3.7v3.7h-3.6v-3.7h-3.7z",
        }
    }
}

/// A source type as readers read it.
pub(super) fn name(source_type: Option<SourceType>) -> String {
    match source_type {
        None => "the writer, naming nobody".to_owned(),
        Some(SourceType::IgoNgo) => "IGO or NGO".to_owned(),
        Some(source_type) => source_type.as_str().replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_source_type_has_a_group_and_every_group_a_source_type_and_a_shape() {
        let types = SourceType::ALL.iter().copied().map(Some).chain([None]);
        let groups: BTreeSet<_> = types.map(Voice::of).collect();
        assert_eq!(groups.len(), Voice::ALL.len());
        let shapes: BTreeSet<_> = Voice::ALL.iter().map(|voice| voice.path()).collect();
        assert_eq!(shapes.len(), Voice::ALL.len());
    }

    #[test]
    fn unnamed_are_those_whose_names_are_withheld() {
        for (source_type, unnamed) in [
            (Some(SourceType::AnonymousOfficial), true),
            (Some(SourceType::AnonymousSource), true),
            (Some(SourceType::Unspecified), false),
            (None, false),
        ] {
            assert_eq!(Voice::of(source_type) == Voice::Unnamed, unnamed);
        }
    }
}
