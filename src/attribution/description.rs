//! Descriptions: the kinds of source that "the group" or "the agency" may stand for.

use crate::labels::SourceType;

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

/// The types a general noun may stand for.
pub(super) fn general(head: &str) -> Option<&'static [SourceType]> {
    use SourceType as T;
    Some(match head {
        "group" | "organization" | "organisation" => &[T::ArmedGroup, T::IgoNgo, T::Company],
        "agency" => &[
            T::NewsOutlet,
            T::StateMedia,
            T::IgoNgo,
            T::MinistryStatement,
            T::Intelligence,
            T::Expert,
        ],
        "network" | "channel" | "broadcaster" | "newspaper" | "paper" | "outlet" | "website"
        | "magazine" | "daily" | "site" | "publication" => &[T::NewsOutlet, T::StateMedia],
        "company" | "firm" | "operator" | "airline" | "utility" | "automaker" => &[T::Company],
        "militants" | "insurgents" | "rebels" | "separatists" => &[T::ArmedGroup],
        "president" | "premier" | "chancellor" | "king" => &[T::HeadOfState],
        "leader" => &[T::HeadOfState, T::ArmedGroup, T::Lawmaker],
        "senator" | "congressman" | "congresswoman" | "lawmaker" | "candidate" | "nominee"
        | "politician" => &[T::Lawmaker],
        "general" | "commander" | "admiral" | "colonel" => &[T::Military, T::ArmedGroup],
        "professor" | "expert" | "analyst" | "researcher" => &[T::Expert],
        "minister" | "ambassador" | "governor" | "mayor" | "sheriff" | "secretary" | "envoy"
        | "spokesman" | "spokeswoman" | "spokesperson" => {
            &[T::NamedOfficial, T::Military, T::IgoNgo]
        }
        "union" | "organisations" | "charity" | "watchdog" => &[T::IgoNgo],
        "activist" | "witness" | "resident" => &[T::Individual],
        "report" | "statement" | "document" | "study" | "letter" => {
            &[T::Document, T::IgoNgo, T::MinistryStatement, T::Intelligence, T::NewsOutlet]
        }
        "bureau" | "service" => &[T::Intelligence],
        _ => return None,
    })
}
