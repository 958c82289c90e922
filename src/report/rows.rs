//! What `report` reads of the tables of a run, and of those of `trace`.

use crate::labels::{
    Change, Kind, Modality, Modifier, Reason, RegionKind, Role, SourceType, Topic,
};
use crate::run::rows::rows;
use crate::table::{
    Attributions, Claims, Documents, Drifts, Families, FamilyClaims, Rejects, Sentences,
};

rows! {
    /// An article.
    DocumentRow of Documents {
        doc_id: String,
        title: String,
        source: String,
        date: String,
        url: String,
        text: String,
        duplicate_of: String,
        attributions: usize,
        claims: usize,
    }
    /// A sentence: where it stands, and in what part of the article.
    SentenceRow of Sentences {
        doc_id: String,
        sentence_start: usize,
        sentence_end: usize,
        region: RegionKind,
    }
    /// An attribution.
    AttributionRow of Attributions {
        attribution_id: String,
        doc_id: String,
        source_start: Option<usize>,
        source_end: Option<usize>,
        source_type: SourceType,
        cue_start: Option<usize>,
        cue_end: Option<usize>,
        content_pieces: String,
        parent_id: String,
        depth: usize,
    }
    /// A claim.
    ClaimRow of Claims {
        claim_id: String,
        doc_id: String,
        doc_date: String,
        quantity: String,
        quantity_start: usize,
        quantity_end: usize,
        kind: Kind,
        value: Option<f64>,
        value_low: Option<f64>,
        value_high: Option<f64>,
        modifier: Modifier,
        unit: String,
        counted: String,
        topic: Topic,
        actor: String,
        modality: Modality,
        attribution_id: String,
        source: String,
        source_type: Option<SourceType>,
        speaker: String,
        cue: String,
        chain: String,
        score: Option<f64>,
        source_type_score: Option<f64>,
    }
    /// An input that could not be read.
    RejectRow of Rejects {
        reason: Reason,
    }
    /// A family of claims.
    FamilyRow of Families {
        family_id: String,
        label: String,
        claims: usize,
        articles: usize,
        copies: usize,
        outlets: usize,
        first_date: String,
        last_date: String,
        origin_source: String,
        single_origin: bool,
        denied_by: String,
    }
    /// A claim in its family.
    FamilyClaimRow of FamilyClaims {
        claim_id: String,
        family_id: String,
        doc_id: String,
        doc_source: String,
        doc_date: String,
        role: Role,
        from_claim_id: String,
        copy_of: String,
    }
    /// A change in a telling.
    DriftRow of Drifts {
        claim_id: String,
        kind: Change,
        sentence: String,
        from_sentence: String,
    }
}
