//! Heads: what is asked of the encoder's vectors, as small layers of f32.

use crate::encoder::{Linear, Matrix, ModelError, Tensors};
use crate::labels::{Kind, Modality, SourceType, Topic};
use std::ops::Range;

/// Every head of a model.
///
/// Every head is told what the rules answer, as a row of a table of *priors* that is added to its
/// scores: at first their own answer, which training has taught it how far to trust.
pub struct Heads {
    /// Which pieces begin a cue, go on with one, or begin a quotation without a cue.
    tag: Linear,
    tag_prior: Matrix,
    /// Source and content of a cue.
    pub cue: RoleScorer,
    /// Counted, actor and event of a quantity.
    pub quantity: RoleScorer,
    /// The source's type.
    pub source_type: Classifier,
    /// What a number is about.
    pub topic: Classifier,
    /// How the sentence commits itself.
    pub modality: Classifier,
}

/// How many kinds of numbers are claims; the others have no topic.
const CLAIM_KINDS: usize = Kind::Ratio as usize + 1;

impl Heads {
    /// Reads `heads.*`, for vectors of `width` numbers.
    ///
    /// # Errors
    ///
    /// Where a tensor is missing or of another shape.
    pub fn load(tensors: &Tensors, width: usize) -> Result<Self, ModelError> {
        let types = SourceType::ALL.len();
        let of_quantity = [Topic::ALL.len(), Modality::ALL.len(), CLAIM_KINDS];
        let tag = Linear::load(tensors, "heads.tag")?;
        let tags = super::decode::TAGS.len();
        fits("heads.tag", &tag, width, tags)?;
        Ok(Self {
            tag,
            tag_prior: table(tensors, "heads.tag.prior.weight", [tags, tags])?,
            cue: RoleScorer::load(tensors, "heads.cue", width, super::decode::CUE_ROLES.len())?,
            quantity: RoleScorer::load(
                tensors,
                "heads.quantity",
                width,
                super::decode::QUANTITY_ROLES.len(),
            )?,
            source_type: Classifier::load(tensors, "heads.type", width, &[types], 0)?,
            topic: Classifier::load(tensors, "heads.topic", width, &of_quantity, 0)?,
            modality: Classifier::load(tensors, "heads.modality", width, &of_quantity, 1)?,
        })
    }
}

fn table(tensors: &Tensors, name: &str, wanted: [usize; 2]) -> Result<Matrix, ModelError> {
    let table = tensors.matrix(name)?;
    shape(name, [table.rows(), table.columns()], wanted)?;
    Ok(table)
}

fn fits(name: &str, linear: &Linear, inputs: usize, outputs: usize) -> Result<(), ModelError> {
    shape(name, [linear.outputs(), linear.inputs()], [outputs, inputs])
}

impl Heads {
    /// The scores of each piece for each tag; `ruled` holds the tags by the rules.
    pub fn tags(&self, pieces: &Matrix, ruled: impl Iterator<Item = u8>) -> Matrix {
        let mut scores = self.tag.apply(pieces);
        add_prior(&mut scores, &self.tag_prior, ruled.map(usize::from));
        scores
    }
}

fn shape(name: &str, found: [usize; 2], wanted: [usize; 2]) -> Result<(), ModelError> {
    if found == wanted {
        Ok(())
    } else {
        Err(ModelError::Shape {
            name: name.to_owned(),
            found: found.to_vec(),
            expected: format!("{wanted:?}"),
        })
    }
}

/// Gives every piece of a window a score for each role beside an anchor.
///
/// A piece's score grows out of its own vector, the anchor's, how far the two are apart, what
/// the two say together, and the role that the rules give the piece.
pub struct RoleScorer {
    token: Linear,
    gate_token: Linear,
    anchor: Linear,
    gate_anchor: Linear,
    distance: Matrix,
    hint: Matrix,
    out: Linear,
    prior: Matrix,
}

/// A window's pieces as a [`RoleScorer`] sees them, the same for all its anchors.
pub struct Projected {
    token: Matrix,
    gate: Matrix,
}

/// How far from its anchor a piece is told apart, in pieces.
const REACH: usize = 64;

impl RoleScorer {
    fn load(tensors: &Tensors, name: &str, width: usize, roles: usize) -> Result<Self, ModelError> {
        let of = |part: &str| format!("{name}.{part}");
        let token = Linear::load(tensors, &of("token"))?;
        let inner = token.outputs();
        fits(&of("token"), &token, width, inner)?;
        let plain = |part: &str| {
            let weight = tensors.matrix(&of(part))?;
            shape(&of(part), [weight.rows(), weight.columns()], [inner, width])?;
            Ok(Linear::new(weight, vec![0.0; inner]))
        };
        let table = |part: &str, shape| table(tensors, &of(part), shape);
        let out = Linear::load(tensors, &of("out"))?;
        fits(&of("out"), &out, inner, roles)?;
        Ok(Self {
            token,
            gate_token: plain("gate_token.weight")?,
            anchor: plain("anchor.weight")?,
            gate_anchor: plain("gate_anchor.weight")?,
            distance: table("distance.weight", [2 * REACH + 2, inner])?,
            hint: table("hint.weight", [roles + 1, inner])?,
            prior: table("prior.weight", [roles + 1, roles])?,
            out,
        })
    }

    /// The pieces of a window, one row each.
    pub fn project(&self, hidden: &Matrix) -> Projected {
        Projected { token: self.token.apply(hidden), gate: self.gate_token.apply(hidden) }
    }

    /// The scores of each piece for each role beside the anchor at `place`, whose mean vector
    /// is the one row of `anchor`; `ruled` holds the labels by the rules.
    pub fn score(
        &self,
        pieces: &Projected,
        place: &Range<usize>,
        anchor: &Matrix,
        ruled: &[u8],
    ) -> Matrix {
        let plain = self.anchor.apply(anchor);
        let gate = self.gate_anchor.apply(anchor);
        let (plain, gate) = (plain.row(0), gate.row(0));
        let mut inner = pieces.token.clone();
        for (index, &role) in ruled.iter().enumerate() {
            let distance = self.distance.row(distance(index, place));
            let hint = self.hint.row(usize::from(role));
            let product = pieces.gate.row(index);
            for (k, value) in inner.row_mut(index).iter_mut().enumerate() {
                let sum = *value + plain[k] + distance[k] + product[k] * gate[k] + hint[k];
                *value = sum.max(0.0);
            }
        }
        let mut scores = self.out.apply(&inner);
        add_prior(&mut scores, &self.prior, ruled.iter().map(|&role| usize::from(role)));
        scores
    }
}

fn add_prior(scores: &mut Matrix, prior: &Matrix, ruled: impl Iterator<Item = usize>) {
    for (index, row) in ruled.enumerate() {
        for (score, prior) in scores.row_mut(index).iter_mut().zip(prior.row(row)) {
            *score += prior;
        }
    }
}

/// The row of the table of distances for a piece beside an anchor.
fn distance(index: usize, place: &Range<usize>) -> usize {
    let last = place.end - 1;
    if index < place.start {
        REACH - (place.start - index).min(REACH)
    } else {
        REACH + index.saturating_sub(last).min(REACH)
    }
}

/// Chooses among labels by the vectors of an anchor and of two of its roles, and by what the
/// rules say.
pub struct Classifier {
    inner: Linear,
    hints: Vec<Matrix>,
    /// Which hint is that on the label itself; the prior stands beside it.
    own: usize,
    prior: Matrix,
    out: Linear,
}

impl Classifier {
    fn load(
        tensors: &Tensors,
        name: &str,
        width: usize,
        hints: &[usize],
        own: usize,
    ) -> Result<Self, ModelError> {
        let inner = Linear::load(tensors, &format!("{name}.in"))?;
        let units = inner.outputs();
        fits(&format!("{name}.in"), &inner, 3 * width, units)?;
        let out = Linear::load(tensors, &format!("{name}.out"))?;
        let labels = hints[own];
        fits(&format!("{name}.out"), &out, units, labels)?;
        let prior = table(tensors, &format!("{name}.prior.weight"), [labels, labels])?;
        let hints = hints
            .iter()
            .enumerate()
            .map(|(k, &rows)| table(tensors, &format!("{name}.hint.{k}.weight"), [rows, units]))
            .collect::<Result<_, ModelError>>()?;
        Ok(Self { inner, hints, own, prior, out })
    }

    /// The score of each label; `vectors` holds the anchor's vector and those of two roles,
    /// `hints` a row of each table.
    pub fn score(&self, vectors: &[Vec<f32>; 3], hints: &[usize]) -> Vec<f32> {
        let mut inner = self.inner.apply(&Matrix::new(1, self.inner.inputs(), vectors.concat()));
        for (k, value) in inner.row_mut(0).iter_mut().enumerate() {
            let hint: f32 = hints.iter().zip(&self.hints).map(|(&row, t)| t.row(row)[k]).sum();
            *value = (*value + hint).max(0.0);
        }
        let mut scores = self.out.apply(&inner);
        add_prior(&mut scores, &self.prior, std::iter::once(hints[self.own]));
        scores.row(0).to_vec()
    }
}

/// The mean of the rows that `indices` name; zeros if there are none.
pub fn mean(rows: &Matrix, indices: impl Iterator<Item = usize>) -> Vec<f32> {
    let mut sum = vec![0.0; rows.columns()];
    let mut count = 0.0_f32;
    for index in indices {
        for (sum, value) in sum.iter_mut().zip(rows.row(index)) {
            *sum += value;
        }
        count += 1.0;
    }
    sum.iter_mut().for_each(|sum| *sum /= count.max(1.0));
    sum
}
