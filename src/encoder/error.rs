//! What can be wrong with a model.

use std::path::PathBuf;

/// Why a model was refused.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file cannot be read.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The bytes are no safetensors file, or its header does not describe them.
    #[error("the weights are no safetensors file, or a damaged one")]
    Format(#[source] safetensors::SafeTensorError),
    /// A tensor the network needs is not there.
    #[error("tensor `{name}` is missing")]
    Missing {
        /// The tensor.
        name: String,
    },
    /// A tensor has a number type that is not read at its place.
    #[error("tensor `{name}` has numbers of type {found}; expected {expected}")]
    Type {
        /// The tensor.
        name: String,
        /// Its type.
        found: String,
        /// The types that are read.
        expected: &'static str,
    },
    /// A tensor has another shape than the rest of the model asks for.
    #[error("tensor `{name}` has shape {found:?}; expected {expected}")]
    Shape {
        /// The tensor.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// The shape it should have.
        expected: String,
    },
    /// A weight is infinite or not a number.
    #[error("tensor `{name}` has a value that is not finite, at place {place}")]
    NotFinite {
        /// The tensor.
        name: String,
        /// Place of the value in the tensor, from 0.
        place: usize,
    },
    /// A number of the settings makes no network.
    #[error("{what} {found} makes no network; expected {expected}")]
    Architecture {
        /// Which number.
        what: &'static str,
        /// Its value.
        found: String,
        /// What it should be.
        expected: String,
    },
}
