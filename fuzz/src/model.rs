//! Model folders that another program, or another version, may have written.

use crate::scratch;
use std::fs;
use whosaid::claim::Numbers;
use whosaid::encoder::{Architecture, Network, Precision, Tensors};
use whosaid::reading::neural::Scheme;
use whosaid::reading::neural::folder::Folder;
use whosaid::{Pipeline, clean::clean, ingest::Raw};

/// Reads `bytes` as a model folder: a line of settings, a line of tokenizer, the weights; and
/// with a model that could be opened an article.
pub fn model_folder(bytes: &[u8]) {
    let mut parts = bytes.splitn(3, |&byte| byte == b'\n');
    let folder = scratch().join("model");
    fs::create_dir_all(&folder).expect("a temporary folder");
    for name in ["settings.json", "tokenizer.json", "model.safetensors"] {
        let part = parts.next().unwrap_or_default();
        fs::write(folder.join(name), part).expect("a temporary file");
        if name == "model.safetensors" {
            weights(part);
        }
    }
    let Ok(opened) = Folder::open(&folder) else { return };
    for precision in [Precision::F32, Precision::Int8] {
        let Ok(reader) = opened.reader(precision, Scheme::default()) else { continue };
        let text = "Six men were hurt, the ministry said. “We saw 12 boats,” a guard told us.";
        let doc = clean(Raw::text("fuzz", text)).expect("an article");
        Pipeline::new(Box::new(reader), Numbers::All).read(&doc).expect("no long sentence");
    }
}

/// Every tensor there is, and a network of them.
fn weights(bytes: &[u8]) {
    let Ok(tensors) = Tensors::from_bytes(bytes) else { return };
    for name in tensors.names() {
        let _ = (tensors.matrix(&name), tensors.vector(&name));
    }
    for precision in [Precision::F32, Precision::Int8] {
        let _ =
            Network::load(&tensors, &Architecture { layers: 1, heads: 2, eps: 1e-12 }, precision);
    }
}
