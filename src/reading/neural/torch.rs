//! The encoder on libtorch: the same model folder through `rust-bert`.

use super::folder::{Folder, FolderError};
use super::{Encoder, Neural, Scheme};
use crate::encoder::{self, Matrix, Precision, Tensors, Window};
use crate::train::batch::Padded;
use crate::train::network::{Network, is_encoder};
use rust_bert::bert::BertConfig;
use std::sync::Mutex;
use tch::{Device, Tensor};

/// A BERT encoder on libtorch.
///
/// libtorch's tensors cannot be shared between threads, so windows are read one call at a time;
/// libtorch itself may use several threads, or a graphics card.
pub struct Libtorch {
    network: Mutex<Network>,
}

impl Libtorch {
    /// The encoder of a model folder, on a graphics card if there is one.
    ///
    /// # Errors
    ///
    /// If the weights are damaged.
    pub fn open(folder: &Folder) -> Result<Self, FolderError> {
        let tensors = Tensors::from_bytes(&folder.weights)?;
        Ok(Self::new(folder, &tensors)?.0)
    }

    /// The encoder; its vocabulary, longest window and width.
    fn new(folder: &Folder, tensors: &Tensors<'_>) -> Result<(Self, [usize; 3]), FolderError> {
        let architecture = &folder.settings.architecture;
        // The pure-Rust network checks every tensor, and tells the sizes.
        let checked = encoder::Network::load(tensors, architecture, Precision::F32)?;
        let widened = tensors.matrix("encoder.layer.0.intermediate.dense.weight")?.rows();
        let config = BertConfig {
            hidden_size: checked.hidden_size() as i64,
            intermediate_size: widened as i64,
            max_position_embeddings: checked.longest() as i64,
            num_attention_heads: architecture.heads as i64,
            num_hidden_layers: architecture.layers as i64,
            type_vocab_size: checked.segments() as i64,
            vocab_size: checked.vocabulary() as i64,
            ..BertConfig::default()
        };
        let network = Network::new(&config, 0.0, Device::cuda_if_available());
        for (name, mut variable) in network.variables() {
            // Hints may be missing; heads are computed in Rust.
            if !is_encoder(&name) && (name.starts_with("heads.") || !tensors.contains(&name)) {
                continue;
            }
            let values = match variable.dim() {
                2 => tensors.matrix(&name)?.values().to_vec(),
                _ => tensors.vector(&name)?,
            };
            let values = Tensor::from_slice(&values).view(&variable.size()[..]);
            tch::no_grad(|| variable.copy_(&values));
        }
        let sizes = [checked.vocabulary(), checked.longest(), checked.hidden_size()];
        Ok((Self { network: Mutex::new(network) }, sizes))
    }
}

impl Folder {
    /// The reader of this model that runs on libtorch, on a graphics card if there is one.
    ///
    /// # Errors
    ///
    /// If the weights or the tokenizer are damaged or belong to another model.
    pub fn libtorch(&self, scheme: Scheme) -> Result<Neural<Libtorch>, FolderError> {
        let tensors = Tensors::from_bytes(&self.weights)?;
        let (encoder, sizes) = Libtorch::new(self, &tensors)?;
        self.around(encoder, &tensors, sizes, "libtorch", scheme)
    }
}

impl Encoder for Libtorch {
    fn name(&self) -> &'static str {
        "libtorch"
    }

    fn hidden(&self, windows: &[Window]) -> Vec<Matrix> {
        if windows.is_empty() {
            return Vec::new();
        }
        let network = self.network.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let hidden = tch::no_grad(|| {
            let hidden = network.hidden(&Padded::new(windows, network.device()), false);
            hidden.expect("windows are as long as the model takes").to_device(Device::Cpu)
        });
        let width = hidden.size()[2] as usize;
        let rows = |(row, window): (usize, &Window)| {
            let count = window.ids.len();
            let rows = hidden.get(row as i64).narrow(0, 0, count as i64).contiguous();
            let mut values = vec![0.0; count * width];
            rows.copy_data(&mut values, count * width);
            Matrix::new(count, width, values)
        };
        windows.iter().enumerate().map(rows).collect()
    }
}
