//! What `trace` reads of the tables of a run.

use crate::labels::{Kind, Modality, Modifier, RegionKind, SourceType, Topic, Trend};
use crate::run::rows::rows;
use crate::table::{Attributions, Claims, Documents, Sentences};

rows! {
    /// An article.
    DocumentRow of Documents {
        doc_id: String,
        source: String,
        date: String,
        text_sha256: String,
        duplicate_of: String,
        claims: usize,
    }
    /// A sentence.
    SentenceRow of Sentences {
        doc_id: String,
        sentence_start: u32,
        region: RegionKind,
        text: String,
    }
    /// An attribution.
    AttributionRow of Attributions {
        attribution_id: String,
        doc_id: String,
        source: String,
        source_type: SourceType,
        speaker: String,
    }
    /// A claim.
    ClaimRow of Claims {
        doc_id: String,
        sentence_start: u32,
        quantity_start: u32,
        quantity_end: u32,
        kind: Kind,
        value: Option<f64>,
        value_low: Option<f64>,
        value_high: Option<f64>,
        modifier: Modifier,
        trend: Option<Trend>,
        unit: String,
        si_value: Option<f64>,
        si_low: Option<f64>,
        si_high: Option<f64>,
        si_unit: String,
        counted: String,
        topic: Topic,
        event: String,
        actor: String,
        modality: Modality,
        attribution_id: String,
        source: String,
        source_type: Option<SourceType>,
        speaker: String,
        cue: String,
        chain: String,
    }
    /// A claim as the drift table shows it.
    SentenceOfClaim of Claims {
        claim_id: String,
        sentence: String,
    }
}
