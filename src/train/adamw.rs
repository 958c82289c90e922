//! AdamW, with a learning rate for each variable and moments that can be saved.
//!
//! libtorch has its own, but gives no access to its moments, and without those a training that
//! was stopped could not go on as if it had not been.

use std::path::Path;
use tch::{Kind, TchError, Tensor};

const MEAN: f64 = 0.9;
const SQUARE: f64 = 0.999;
const TINY: f64 = 1e-8;

/// The optimizer and its moments.
pub struct AdamW {
    variables: Vec<Variable>,
    decay: f64,
    clip: f64,
}

struct Variable {
    name: String,
    tensor: Tensor,
    mean: Tensor,
    square: Tensor,
    steps: i64,
    encoder: bool,
}

/// Values that are worked on at once: few enough to stay in the processor's cache.
const CHUNK: i64 = 1 << 16;

impl AdamW {
    /// For variables of the encoder (true) and the heads (false), with moments of zero.
    pub fn new(variables: Vec<(String, Tensor, bool)>, decay: f64, clip: f64) -> Self {
        let variable = |(name, tensor, encoder): (String, Tensor, bool)| {
            let zero = || Tensor::zeros(tensor.size(), (Kind::Float, tensor.device()));
            Variable { name, mean: zero(), square: zero(), steps: 0, encoder, tensor }
        };
        Self { variables: variables.into_iter().map(variable).collect(), decay, clip }
    }

    /// Takes one step against the gradients of `loss`, which are cut to the norm.
    ///
    /// # Errors
    ///
    /// If libtorch cannot tell the gradients.
    pub fn step(
        &mut self,
        loss: &Tensor,
        encoder_rate: f64,
        heads_rate: f64,
    ) -> Result<(), TchError> {
        let inputs: Vec<&Tensor> = self.variables.iter().map(|v| &v.tensor).collect();
        let gradients = Tensor::f_run_backward(&[loss], &inputs, false, false)?;
        tch::no_grad(|| {
            let norms: Vec<Tensor> =
                gradients.iter().filter(|g| g.defined()).map(Tensor::norm).collect();
            let norm = Tensor::stack(&norms, 0).norm().double_value(&[]);
            let scale = (self.clip / (norm + 1e-6)).min(1.0);
            for (variable, gradient) in self.variables.iter_mut().zip(gradients) {
                if gradient.defined() {
                    let rate = if variable.encoder { encoder_rate } else { heads_rate };
                    variable.step(&gradient, scale, rate, self.decay);
                }
            }
        });
        Ok(())
    }

    /// Saves the moments to a safetensors file.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn save(&self, path: &Path) -> Result<(), TchError> {
        let mut tensors = Vec::with_capacity(3 * self.variables.len());
        for v in &self.variables {
            tensors.push((format!("mean.{}", v.name), v.mean.shallow_clone()));
            tensors.push((format!("square.{}", v.name), v.square.shallow_clone()));
            tensors.push((format!("steps.{}", v.name), Tensor::from_slice(&[v.steps])));
        }
        Tensor::write_safetensors(&tensors, path)
    }

    /// Takes the moments from a file that [`save`](Self::save) wrote.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is of another network.
    pub fn load(&mut self, path: &Path) -> Result<(), TchError> {
        let saved: std::collections::HashMap<String, Tensor> =
            Tensor::read_safetensors(path)?.into_iter().collect();
        let get = |name: String| {
            saved.get(&name).ok_or_else(|| {
                TchError::TensorNameNotFound(name.clone(), path.display().to_string())
            })
        };
        tch::no_grad(|| {
            for v in &mut self.variables {
                v.mean.f_copy_(get(format!("mean.{}", v.name))?)?;
                v.square.f_copy_(get(format!("square.{}", v.name))?)?;
                v.steps = get(format!("steps.{}", v.name))?.f_int64_value(&[0])?;
            }
            Ok(())
        })
    }
}

impl Variable {
    fn step(&mut self, gradient: &Tensor, scale: f64, rate: f64, decay: f64) {
        self.steps += 1;
        let steps = i32::try_from(self.steps).unwrap_or(i32::MAX);
        let mean_left = 1.0 - MEAN.powi(steps);
        let square_left = (1.0 - SQUARE.powi(steps)).sqrt();
        // x -= rate / mean_left * mean / (sqrt(square) / square_left + tiny), as one quotient
        let factor = -rate * square_left / mean_left;
        let flat = |tensor: &Tensor| tensor.view(-1);
        let (values, gradient) = (flat(&self.tensor), gradient.contiguous().view(-1));
        let (means, squares) = (flat(&self.mean), flat(&self.square));
        let size = values.numel() as i64;
        for start in (0..size).step_by(CHUNK as usize) {
            let chunk = |tensor: &Tensor| tensor.narrow(0, start, CHUNK.min(size - start));
            let (mut x, mut gradient) = (chunk(&values), chunk(&gradient));
            let (mut mean, mut square) = (chunk(&means), chunk(&squares));
            if scale < 1.0 {
                let _ = gradient.g_mul_scalar_(scale);
            }
            let _ = mean.lerp_(&gradient, 1.0 - MEAN);
            let _ = square.lerp_(&gradient.square(), 1.0 - SQUARE);
            let mut below = square.sqrt();
            let _ = below.g_add_scalar_(TINY * square_left).g_mul_scalar_(1.0 / factor);
            let _ = x.g_mul_scalar_(1.0 - rate * decay).addcdiv_(&mean, &below);
        }
    }
}
