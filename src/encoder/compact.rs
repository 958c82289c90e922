//! Writing a model small: its large matrices as int8 with a scale a row.

use super::error::ModelError;
use super::tensors::{Stored, Tensors};
use safetensors::tensor::{Dtype, TensorView, serialize};
use std::collections::BTreeMap;

/// A matrix is worth compacting if both its dimensions are more than this.
const SMALL: usize = 64;

/// The model in compact form: each matrix with both dimensions over 64 becomes I8 `NAME` and
/// F32 `NAME.scale`; vectors and smaller matrices stay as they are.
/// Tensors that are neither F32, F16 nor compact, like BERT's `position_ids`, are not of the
/// network and are left out. The same model always gives the same bytes.
///
/// # Errors
///
/// Where a tensor has values that are not finite, or a compact matrix has no scales.
pub fn compact(tensors: &Tensors) -> Result<Vec<u8>, ModelError> {
    let mut parts: BTreeMap<String, (Dtype, Vec<usize>, Vec<u8>)> = BTreeMap::new();
    for name in tensors.names() {
        let info = tensors.info(&name)?;
        if !matches!(info.dtype, Dtype::F32 | Dtype::F16 | Dtype::I8) {
            continue;
        }
        let large = matches!(info.shape[..], [rows, columns] if rows > SMALL && columns > SMALL);
        if !large {
            let bytes = tensors.bytes_of(info).to_vec();
            parts.insert(name, (info.dtype, info.shape.clone(), bytes));
            continue;
        }
        let quantised = Stored::into_quantised(tensors.stored(&name)?);
        let scales = quantised.scales().iter().flat_map(|scale| scale.to_le_bytes()).collect();
        let values = quantised.values().iter().map(|value| value.cast_unsigned()).collect();
        parts.insert(format!("{name}.scale"), (Dtype::F32, vec![quantised.rows()], scales));
        parts.insert(name, (Dtype::I8, info.shape.clone(), values));
    }
    let views = parts.iter().map(|(name, (dtype, shape, bytes))| {
        TensorView::new(*dtype, shape.clone(), bytes).map(|view| (name, view))
    });
    let views = views.collect::<Result<Vec<_>, _>>().map_err(ModelError::Format)?;
    serialize(views, None).map_err(ModelError::Format)
}

#[cfg(test)]
mod tests;
