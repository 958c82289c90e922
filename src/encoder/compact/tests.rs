use super::super::fixture::{File, HIDDEN, WIDE};
use super::*;

#[test]
fn large_matrices_become_bytes_and_the_rest_stays() {
    let mut file = File::random(1);
    file.0.insert("embeddings.position_ids".to_owned(), (Dtype::I64, vec![1], vec![0; 8]));
    let bytes = file.bytes();
    let full = Tensors::from_bytes(&bytes).unwrap();
    let written = compact(&full).unwrap();
    let small = Tensors::from_bytes(&written).unwrap();

    let name = "encoder.layer.1.output.dense.weight";
    assert_eq!(small.info(name).unwrap().dtype, Dtype::I8);
    assert_eq!(small.info(name).unwrap().shape, [HIDDEN, WIDE]);
    let scales = small.vector(&format!("{name}.scale")).unwrap();
    let (before, after) = (full.matrix(name).unwrap(), small.matrix(name).unwrap());
    for (row, scale) in scales.iter().enumerate() {
        for (before, after) in before.row(row).iter().zip(after.row(row)) {
            assert!((before - after).abs() <= scale * 0.501, "{before} became {after}");
        }
    }
    for name in [
        "embeddings.hint.weight",
        "embeddings.token_type_embeddings.weight",
        "encoder.layer.0.output.dense.bias",
    ] {
        let (before, after) = (full.info(name).unwrap(), small.info(name).unwrap());
        assert_eq!((before.dtype, &before.shape), (after.dtype, &after.shape), "{name}");
        assert_eq!(full.bytes_of(before), small.bytes_of(after), "{name}");
    }
    assert!(!small.contains("embeddings.position_ids"));
}

#[test]
fn compacting_gives_the_same_bytes_again_and_twice_is_once() {
    let bytes = File::random(2).bytes();
    let once = compact(&Tensors::from_bytes(&bytes).unwrap()).unwrap();
    assert_eq!(once, compact(&Tensors::from_bytes(&bytes).unwrap()).unwrap());
    assert_eq!(once, compact(&Tensors::from_bytes(&once).unwrap()).unwrap());
}
