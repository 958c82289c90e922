use super::super::fixture::File;
use super::*;
use proptest::prelude::*;

fn refused(file: &File, name: &str) -> String {
    let bytes = file.bytes();
    Tensors::from_bytes(&bytes).unwrap().matrix(name).unwrap_err().to_string()
}

#[test]
fn a_matrix_is_read_from_each_type() {
    let mut file = File::default();
    file.put("full", &[2, 2], &[0.5, -1.0, 1.5, 2.0]);
    let halves = [0x38, 0xbc, 0x3e, 0x40].into_iter().flat_map(|high| [0, high]).collect();
    file.0.insert("half".to_owned(), (Dtype::F16, vec![2, 2], halves));
    let bytes = [1i8, -2, 3, 4].map(i8::cast_unsigned).to_vec();
    file.0.insert("small".to_owned(), (Dtype::I8, vec![2, 2], bytes));
    file.put("small.scale", &[2], &[0.5, 0.5]);
    let bytes = file.bytes();
    let tensors = Tensors::from_bytes(&bytes).unwrap();
    let full = Matrix::new(2, 2, vec![0.5, -1.0, 1.5, 2.0]);
    assert_eq!(tensors.matrix("full").unwrap(), full);
    assert_eq!(tensors.matrix("half").unwrap(), full);
    assert_eq!(tensors.matrix("small").unwrap(), full);
}

#[test]
fn halves_of_every_kind() {
    let cases = [
        (0x0000, 0.0),
        (0x0001, 5.960_464_5e-8),
        (0x03ff, 6.097_555e-5),
        (0x0400, 6.103_515_6e-5),
        (0x3c00, 1.0),
        (0x3555, 0.333_251_95),
        (0xc000, -2.0),
        (0x7bff, 65504.0),
        (0x7c00, f32::INFINITY),
    ];
    for (half, expected) in cases {
        assert_eq!(half_to_f32(half), expected, "{half:04x}");
    }
    assert!(half_to_f32(0x7e00).is_nan());
    assert!(half_to_f32(0x8000).is_sign_negative());
}

#[test]
fn what_does_not_fit_is_named() {
    let mut file = File::default();
    file.put("vector", &[4], &[1.0; 4]);
    file.put("empty", &[0, 3], &[]);
    file.put("infinite", &[2, 1], &[1.0, f32::INFINITY]);
    file.0.insert("whole".to_owned(), (Dtype::I64, vec![1, 1], vec![0; 8]));
    file.0.insert("bare".to_owned(), (Dtype::I8, vec![2, 1], vec![1, 2]));
    file.0.insert("short".to_owned(), (Dtype::I8, vec![2, 1], vec![1, 2]));
    file.put("short.scale", &[1], &[1.0]);
    assert_eq!(refused(&file, "none"), "tensor `none` is missing");
    let expected = "tensor `vector` has shape [4]; expected two dimensions";
    assert_eq!(refused(&file, "vector"), expected);
    let expected = "tensor `empty` has shape [0, 3]; expected no dimension of 0";
    assert_eq!(refused(&file, "empty"), expected);
    let expected = "tensor `infinite` has a value that is not finite, at place 1";
    assert_eq!(refused(&file, "infinite"), expected);
    let expected = "tensor `whole` has numbers of type I64; expected F32, F16 or I8";
    assert_eq!(refused(&file, "whole"), expected);
    assert_eq!(refused(&file, "bare"), "tensor `bare.scale` is missing");
    assert_eq!(refused(&file, "short"), "tensor `short.scale` has shape [1]; expected [2]");
}

#[test]
fn a_header_that_lies_is_refused() {
    let mut file = File::default();
    file.put("a", &[8, 8], &[1.0; 64]);
    let bytes = file.bytes();
    assert!(Tensors::from_bytes(&bytes).is_ok());
    assert!(Tensors::from_bytes(&bytes[..bytes.len() - 1]).is_err(), "cut short");
    assert!(Tensors::from_bytes(&[bytes.as_slice(), &[0]].concat()).is_err(), "too long");
    let text = String::from_utf8_lossy(&bytes[8..]).into_owned();
    let forged = text.replace("[8,8]", "[9,8]");
    assert_ne!(text, forged);
    let forged = [&bytes[..8], forged.as_bytes()].concat();
    assert!(Tensors::from_bytes(&forged).is_err(), "another shape");
    let huge = [u64::MAX.to_le_bytes().as_slice(), &bytes[8..]].concat();
    assert!(Tensors::from_bytes(&huge).is_err(), "a header longer than the file");
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        places in prop::collection::vec((0usize..300, any::<u8>()), 1..4),
    ) {
        let _ = Tensors::from_bytes(&bytes);
        let mut file = File::default();
        file.put("a", &[4, 3], &[1.0; 12]);
        let mut forged = file.bytes();
        for (place, byte) in places {
            let place = place % forged.len();
            forged[place] = byte;
        }
        if let Ok(tensors) = Tensors::from_bytes(&forged) {
            for name in tensors.names() {
                let _ = (tensors.matrix(&name), tensors.vector(&name));
            }
        }
    }
}
