//! How wrong the network is on a batch.

use super::batch::{Anchors, Batch, IGNORED};
use super::network::{Error, Network};
use super::settings::Loss;
use tch::{Kind, Reduction, Tensor};

/// The weighted sum of all heads' errors, a window.
///
/// # Errors
///
/// If the network cannot run on the batch.
pub fn of(network: &Network, batch: &Batch, weights: &Loss, train: bool) -> Result<Tensor, Error> {
    let pieces = network.pieces(batch, train)?;
    let windows = batch.len() as f64;
    let tags = Tensor::from_slice(&weights.tags.map(|w| w as f32)).to_device(network.device());
    let scores = network.tags(&pieces, batch).flatten(0, 1);
    let mut loss = scores.cross_entropy_loss(
        &batch.tags.flatten(0, 1),
        Some(tags),
        Reduction::Mean,
        IGNORED,
        0.0,
    ) * (weights.tag * windows);
    if let Some(anchors) = &batch.sayings {
        let means = mean(&pieces, anchors, &anchors.means);
        let scores = network.cue.score(&pieces, anchors, &means, train);
        loss += roles(&scores, anchors) * weights.role;
        let vectors = with_roles(&pieces, anchors, &means, [1, 3]);
        let scores = network.source_type.score(&vectors, anchors, train);
        loss += label(&scores, &anchors.labels[0]) * weights.label;
    }
    if let Some(anchors) = &batch.quantities {
        let means = mean(&pieces, anchors, &anchors.means);
        let scores = network.quantity.score(&pieces, anchors, &means, train);
        loss += roles(&scores, anchors) * weights.role;
        let vectors = with_roles(&pieces, anchors, &means, [1, 5]);
        for (head, labels) in [&network.topic, &network.modality].into_iter().zip(&anchors.labels) {
            let scores = head.score(&vectors, anchors, train);
            loss += label(&scores, labels) * weights.label;
        }
    }
    Ok(loss / windows)
}

/// The weighted sum of an anchor's window's rows, for each anchor.
fn mean(pieces: &Tensor, anchors: &Anchors, weights: &Tensor) -> Tensor {
    weights.unsqueeze(1).bmm(&pieces.index_select(0, &anchors.windows)).squeeze_dim(1)
}

/// The vectors of the anchors and the means of two of their roles, each the label of its first
/// piece, side by side.
fn with_roles(pieces: &Tensor, anchors: &Anchors, means: &Tensor, roles: [i64; 2]) -> Tensor {
    let [first, second] = roles.map(|role| {
        let mask = anchors.roles.eq(role) + anchors.roles.eq(role + 1);
        let mask = mask.to_kind(Kind::Float);
        let count = mask.sum_dim_intlist(1_i64, true, Kind::Float).clamp_min(1.0);
        mean(pieces, anchors, &(mask / count))
    });
    Tensor::cat(&[means, &first, &second], 1)
}

fn roles(scores: &Tensor, anchors: &Anchors) -> Tensor {
    label(&scores.flatten(0, 1), &anchors.roles.flatten(0, 1))
}

/// Summed, so that anchors without a label count nothing and none is divided by.
fn label(scores: &Tensor, labels: &Tensor) -> Tensor {
    scores.cross_entropy_loss(labels, None::<Tensor>, Reduction::Sum, IGNORED, 0.0)
}
