//! The tensors of a safetensors file, by name, checked as they are taken out.
//!
//! A header that lies about sizes is refused when the file is opened; a tensor of another
//! type or shape than asked for, or with a value that is not finite, when it is asked for.

use super::error::ModelError;
use super::matrix::Matrix;
use super::quantised::Quantised;
use safetensors::tensor::{Dtype, Metadata, SafeTensorError, SafeTensors, TensorInfo};
use std::borrow::Cow;
use std::io::Read;
use std::path::Path;

/// The longest header that is read: many times that of an encoder of a hundred layers.
const LARGEST_HEADER: u64 = 16 << 20;

/// A safetensors file.
#[derive(Debug)]
pub struct Tensors<'a> {
    bytes: Cow<'a, [u8]>,
    /// Where the values begin, after the header.
    start: usize,
    header: Metadata,
}

/// A matrix as the file keeps it.
pub(super) enum Stored {
    Full(Matrix),
    Compact(Quantised),
}

impl Tensors<'static> {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or is no safetensors file.
    pub fn open(path: &Path) -> Result<Tensors<'static>, ModelError> {
        let bytes = std::fs::read(path)
            .map_err(|source| ModelError::Read { path: path.to_owned(), source })?;
        Tensors::new(Cow::Owned(bytes))
    }
}

impl<'a> Tensors<'a> {
    /// The tensors in the bytes of a file.
    ///
    /// # Errors
    ///
    /// Where the bytes are no safetensors file.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Tensors<'a>, ModelError> {
        Tensors::new(Cow::Borrowed(bytes))
    }

    fn new(bytes: Cow<'a, [u8]>) -> Result<Tensors<'a>, ModelError> {
        let (length, header) = SafeTensors::read_metadata(&bytes).map_err(ModelError::Format)?;
        Ok(Tensors { bytes, start: size_of::<u64>() + length, header })
    }

    /// Reads the header alone of a file of so many bytes, and compares it with that length.
    ///
    /// # Errors
    ///
    /// Where the header cannot be read or describes another file.
    pub fn check_header(mut file: impl Read, length: u64) -> Result<(), ModelError> {
        let refuse = |refusal| Err(ModelError::Format(refusal));
        let mut count = [0; size_of::<u64>()];
        if file.read_exact(&mut count).is_err() {
            return refuse(SafeTensorError::HeaderTooSmall);
        }
        let count = u64::from_le_bytes(count);
        let most = length.saturating_sub(size_of::<u64>() as u64);
        if count > LARGEST_HEADER {
            return refuse(SafeTensorError::HeaderTooLarge);
        }
        if count > most {
            return refuse(SafeTensorError::InvalidHeaderLength);
        }
        let mut header = Vec::new();
        if file.take(count).read_to_end(&mut header).is_err() {
            return refuse(SafeTensorError::InvalidHeaderLength);
        }
        let header: Metadata = serde_json::from_slice(&header).map_err(|error| {
            ModelError::Format(SafeTensorError::InvalidHeaderDeserialization(error))
        })?;
        if header.data_len() as u64 != most - count {
            return refuse(SafeTensorError::MetadataIncompleteBuffer);
        }
        Ok(())
    }

    /// The names of all tensors, in the order of their values.
    pub fn names(&self) -> Vec<String> {
        self.header.offset_keys()
    }

    /// Whether there is a tensor of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.header.info(name).is_some()
    }

    /// The matrix of this name as f32, kept as F32, F16, or I8 with `NAME.scale`.
    ///
    /// # Errors
    ///
    /// Where it is missing, no matrix, of another type, or has values that are not finite.
    pub fn matrix(&self, name: &str) -> Result<Matrix, ModelError> {
        Ok(match self.stored(name)? {
            Stored::Full(matrix) => matrix,
            Stored::Compact(quantised) => quantised.to_matrix(),
        })
    }

    /// The vector of this name, kept as F32.
    ///
    /// # Errors
    ///
    /// Where it is missing, no vector, of another type, or has values that are not finite.
    pub fn vector(&self, name: &str) -> Result<Vec<f32>, ModelError> {
        let info = self.info(name)?;
        let [_] = info.shape[..] else {
            return Err(wrong_shape(name, info, "one dimension".to_owned()));
        };
        if info.dtype != Dtype::F32 {
            return Err(wrong_type(name, info, "F32"));
        }
        self.finite(name, info)
    }

    /// The vector of this name, which must have this length.
    pub(super) fn vector_of(&self, name: &str, length: usize) -> Result<Vec<f32>, ModelError> {
        let vector = self.vector(name)?;
        if vector.len() != length {
            return Err(wrong_shape(name, self.info(name)?, format!("[{length}]")));
        }
        Ok(vector)
    }

    /// The matrix of this name, which must have this shape.
    pub(super) fn stored_of(&self, name: &str, shape: [usize; 2]) -> Result<Stored, ModelError> {
        self.expect_shape(name, shape)?;
        self.stored(name)
    }

    /// The matrix of this name, which must have this shape, as f32.
    pub(super) fn matrix_of(&self, name: &str, shape: [usize; 2]) -> Result<Matrix, ModelError> {
        self.expect_shape(name, shape)?;
        self.matrix(name)
    }

    /// The matrix of this name, which must have this many columns, as f32.
    pub(super) fn matrix_across(&self, name: &str, columns: usize) -> Result<Matrix, ModelError> {
        let matrix = self.matrix(name)?;
        if matrix.columns() != columns {
            return Err(wrong_shape(name, self.info(name)?, format!("{columns} columns")));
        }
        Ok(matrix)
    }

    /// How many rows the matrix of this name has.
    pub(super) fn rows(&self, name: &str) -> Result<usize, ModelError> {
        let info = self.info(name)?;
        match info.shape[..] {
            [rows, _] => Ok(rows),
            _ => Err(wrong_shape(name, info, "two dimensions".to_owned())),
        }
    }

    fn expect_shape(&self, name: &str, shape: [usize; 2]) -> Result<(), ModelError> {
        let info = self.info(name)?;
        if info.shape != shape {
            return Err(wrong_shape(name, info, format!("{shape:?}")));
        }
        Ok(())
    }

    /// The matrix of this name as it is kept.
    pub(super) fn stored(&self, name: &str) -> Result<Stored, ModelError> {
        let info = self.info(name)?;
        let [rows, columns] = info.shape[..] else {
            return Err(wrong_shape(name, info, "two dimensions".to_owned()));
        };
        if rows == 0 || columns == 0 {
            return Err(wrong_shape(name, info, "no dimension of 0".to_owned()));
        }
        match info.dtype {
            Dtype::F32 | Dtype::F16 => {
                Ok(Stored::Full(Matrix::new(rows, columns, self.finite(name, info)?)))
            }
            Dtype::I8 => {
                let scales = self.vector_of(&format!("{name}.scale"), rows)?;
                let values = self.bytes_of(info).iter().map(|&byte| byte.cast_signed()).collect();
                Ok(Stored::Compact(Quantised::new(columns, values, scales)))
            }
            _ => Err(wrong_type(name, info, "F32, F16 or I8")),
        }
    }

    /// What the header says of the tensor.
    pub(super) fn info(&self, name: &str) -> Result<&TensorInfo, ModelError> {
        self.header.info(name).ok_or_else(|| ModelError::Missing { name: name.to_owned() })
    }

    /// The bytes of a tensor of this file.
    pub(super) fn bytes_of(&self, info: &TensorInfo) -> &[u8] {
        let (from, to) = info.data_offsets;
        // The header was checked against the length of the file when it was opened.
        &self.bytes[self.start..][from..to]
    }

    fn finite(&self, name: &str, info: &TensorInfo) -> Result<Vec<f32>, ModelError> {
        let bytes = self.bytes_of(info);
        let values: Vec<f32> = if info.dtype == Dtype::F16 {
            bytes.as_chunks().0.iter().map(|&two| half_to_f32(u16::from_le_bytes(two))).collect()
        } else {
            bytes.as_chunks().0.iter().map(|&four| f32::from_le_bytes(four)).collect()
        };
        match values.iter().position(|value| !value.is_finite()) {
            None => Ok(values),
            Some(place) => Err(ModelError::NotFinite { name: name.to_owned(), place }),
        }
    }
}

fn wrong_shape(name: &str, info: &TensorInfo, expected: String) -> ModelError {
    ModelError::Shape { name: name.to_owned(), found: info.shape.clone(), expected }
}

fn wrong_type(name: &str, info: &TensorInfo, expected: &'static str) -> ModelError {
    ModelError::Type { name: name.to_owned(), found: info.dtype.to_string(), expected }
}

/// The number that an IEEE 754 half stands for.
fn half_to_f32(half: u16) -> f32 {
    let sign = u32::from(half & 0x8000) << 16;
    let (exponent, fraction) = (u32::from(half >> 10) & 0x1f, u32::from(half) & 0x3ff);
    match exponent {
        // Below the normal halves the fraction counts steps of 2^-24.
        0 => f32::from_bits((fraction as f32 / 16_777_216.0).to_bits() | sign),
        31 => f32::from_bits(sign | 0x7f80_0000 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests;
