//! What is made of the kept inputs by a few changes: by hand, where there is no fuzzer.

use std::path::Path;
use std::time::{Duration, Instant};
use whosaid_fuzz::TARGETS;

/// Seconds a target; `MUTATED=parquet,whole` names the targets.
const SECONDS: Duration = Duration::from_secs(10);

#[test]
#[ignore = "takes ten seconds a target"]
fn mutated_inputs_are_read() {
    let wanted = std::env::var("MUTATED").unwrap_or_default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (name, read) in TARGETS {
        if !wanted.is_empty() && !wanted.split(',').any(|target| target == *name) {
            continue;
        }
        let mut paths: Vec<_> = std::fs::read_dir(root.join(name))
            .expect("inputs")
            .map(|entry| entry.expect("a folder that can be read").path())
            .collect();
        paths.sort();
        let seeds: Vec<_> = paths.iter().map(|path| std::fs::read(path).expect("it")).collect();
        let (begun, mut random, mut inputs) = (Instant::now(), Random(0x5eed), 0);
        let last = std::env::temp_dir().join("whosaid-mutated");
        while begun.elapsed() < SECONDS {
            let bytes = random.mutated(&seeds);
            // If it fails, the input is there.
            std::fs::write(&last, &bytes).expect("a temporary file");
            read(&bytes);
            inputs += 1;
        }
        println!("{name}: {inputs} inputs");
    }
}

/// Xorshift: the same inputs in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }

    /// A seed after one to eight changes: a byte, a number, a part taken out, doubled, or brought in
    /// from another seed.
    fn mutated(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        const ODD: &[&[u8]] =
            &[b"", b"\"", b"-1", b"18446744073709551615", b"9", b"\xff", b"\0", b"\n", b",", b"{"];
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(8) {
            let from = self.below(bytes.len() + 1);
            let reach = 1 << self.below(8);
            let to = bytes.len().min(from + self.below(reach));
            let other = &seeds[self.below(seeds.len())];
            let start = self.below(other.len() + 1);
            let end = other.len().min(start + self.below(64));
            let piece = match self.below(5) {
                0 => vec![self.below(256) as u8; to - from],
                1 => ODD[self.below(ODD.len())].to_owned(),
                2 => Vec::new(),
                3 => bytes[from..to].repeat(2),
                _ => other[start..end].to_owned(),
            };
            bytes.splice(from..to, piece);
        }
        bytes
    }
}
