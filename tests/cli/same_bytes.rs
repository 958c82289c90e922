//! The same input gives the same bytes, however the work is cut up.

use super::{assert_done, corpus, extract, files, newsroom};
use tempfile::tempdir;

#[test]
fn threads_and_shards_do_not_show_in_the_tables() {
    let dir = tempdir().unwrap();
    // Twice, so that there are duplicates.
    let input = dir.path().join("in");
    for part in ["a", "b"] {
        std::fs::create_dir_all(input.join(part)).unwrap();
        for entry in std::fs::read_dir(newsroom()).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, input.join(part).join(path.file_name().unwrap())).unwrap();
        }
    }
    corpus(&input, 100);
    std::fs::write(input.join("empty.txt"), "").unwrap();

    let mut first = None;
    for (threads, shard) in [("1", "1000"), ("2", "1000"), ("7", "1000"), ("7", "1"), ("2", "33")] {
        let run = dir.path().join(format!("out-{threads}-{shard}"));
        let more = ["-j", threads, "--shard-size", shard, "--format", "csv,jsonl"];
        assert_done(&extract(&input, &run, &more));
        let now = files(&run);
        assert!(now["claims.csv"].len() > 10_000, "there is something to compare");
        assert!(now["rejects.csv"].len() > 40, "a reject too");
        let repeats = super::table(&run, "documents");
        let repeats = repeats.iter().filter(|row| row["duplicate_of"].starts_with("a/"));
        assert!(repeats.count() > 20, "copies are known for what they are");
        let first = first.get_or_insert_with(|| now.clone());
        for (name, bytes) in first {
            assert!(now[name] == *bytes, "{name} differs with -j {threads} --shard-size {shard}");
        }
    }
}
