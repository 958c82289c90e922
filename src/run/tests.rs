//! Runs around a reader that fails, and runs that are told to stop.

use super::*;
use crate::document::Document;
use crate::findings::{Quantity, Sentence};
use crate::labels::Reason;
use crate::pipeline::MAX_SENTENCE_LENGTH;
use crate::reading::{Reading, lexicon::Lexicon};
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

/// Panics over some articles, and says why in their own words.
struct Fails;

impl Reader for Fails {
    fn name(&self) -> &'static str {
        "fails"
    }

    fn knowledge(&self) -> String {
        String::new()
    }

    fn read(&self, doc: &Document, sentences: &[Sentence], quantities: &[Quantity]) -> Reading {
        assert!(is_reading(), "a panic hook must know");
        assert!(!doc.text().contains("zorval"), "cannot read {}", doc.text());
        Lexicon.read(doc, sentences, quantities)
    }
}

fn settings(folder: &Path, articles: usize) -> Settings {
    let lines: String = (0..articles)
        .map(|n| {
            let word = if n % 3 == 1 { "zorval" } else { "boats" };
            format!("{{\"id\":\"n{n}\",\"text\":\"At least {n} {word} sank, police said.\"}}\n")
        })
        .collect();
    let input = folder.join("in.jsonl");
    fs::write(&input, lines).unwrap();
    Settings {
        inputs: vec![input.to_str().unwrap().to_owned()],
        output: folder.join("out"),
        ingest: ingest::Options::default(),
        formats: vec![Format::Csv, Format::Jsonl],
        numbers: Numbers::Claims,
        max_sentence_length: MAX_SENTENCE_LENGTH,
        spreadsheet_safe: false,
        no_text: false,
        languages: Default::default(),
        threads: NonZeroUsize::new(2).unwrap(),
        shard_size: NonZeroUsize::new(20).unwrap(),
        fresh: false,
    }
}

fn read(folder: &Path) -> String {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn an_article_that_makes_the_reader_fail_is_a_reject_and_no_other_is_lost() {
    for no_text in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let settings = Settings { no_text, ..settings(dir.path(), 90) };
        let done = extract(&settings, Box::new(Fails), &mut ()).unwrap();
        let Done::Written(manifest) = done else { panic!("the folder is new") };
        assert_eq!(manifest.counts.documents, 60);
        assert_eq!(manifest.counts.claims, 60);
        assert_eq!(manifest.counts.rejects[&Reason::Failed], 30);
        let written = read(&settings.output);
        let rejects = fs::read_to_string(settings.output.join("rejects.csv")).unwrap();
        assert_eq!(rejects.lines().count(), 31);
        assert_eq!(written.contains("zorval"), !no_text, "a panic may quote the article");
        assert_eq!(rejects.contains("left out by --no-text"), no_text);
        assert_eq!(rejects.contains("cannot read"), !no_text);
    }
}

/// Tells a run to stop once so many articles are written.
struct StopsAfter(u64, Arc<AtomicBool>);

impl Watch for StopsAfter {
    fn status(&mut self, status: &Status<'_>) {
        if status.counts.articles >= self.0 {
            self.1.store(true, Ordering::Relaxed);
        }
    }

    fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.1)
    }
}

#[test]
fn a_run_told_to_stop_saves_what_it_has_and_resumes_to_the_same_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let whole = settings(dir.path(), 500);
    extract(&whole, Box::new(Lexicon), &mut ()).unwrap();
    for articles in [0, 1, 64, 320, 500] {
        for shard in [7, 20, 10_000] {
            let output = dir.path().join(format!("stopped-{articles}-{shard}"));
            let shard_size = NonZeroUsize::new(shard).unwrap();
            let stopped = Settings { output, shard_size, ..whole.clone() };
            let mut watch = StopsAfter(articles, Arc::default());
            let ended = extract(&stopped, Box::new(Lexicon), &mut watch);
            assert!(matches!(ended, Err(Error::Interrupted { .. })), "{ended:?}");
            let saved = fs::read_dir(stopped.output.join(".shards"))
                .unwrap()
                .filter(|entry| entry.as_ref().unwrap().path().join("shard.json").exists());
            assert!(saved.count() > 0, "after {articles} articles in shards of {shard}");
            let mut again = 0;
            struct Counts<'a>(&'a mut u64);
            impl Watch for Counts<'_> {
                fn status(&mut self, status: &Status<'_>) {
                    *self.0 += u64::from(status.skipping);
                }
            }
            extract(&stopped, Box::new(Lexicon), &mut Counts(&mut again)).unwrap();
            assert!(again > 0, "shards are found done");
            for name in ["claims.csv", "findings.jsonl", "inputs.jsonl", "documents.jsonl"] {
                let bytes = |run: &Settings| fs::read(run.output.join(name)).unwrap();
                assert!(bytes(&stopped) == bytes(&whole), "{name}");
            }
        }
    }
}

#[test]
fn the_manifest_counts_the_files_and_a_listing_names_them() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in");
    fs::create_dir(&input).unwrap();
    for n in 0..70 {
        fs::write(input.join(format!("{n:02}.txt")), format!("At least {n} boats sank.")).unwrap();
    }
    fs::write(input.join("70.txt.gz"), "no archive").unwrap();
    let settings =
        Settings { inputs: vec![input.to_str().unwrap().to_owned()], ..settings(dir.path(), 0) };
    let Done::Written(manifest) = extract(&settings, Box::new(Lexicon), &mut ()).unwrap() else {
        panic!("the folder is new")
    };
    assert_eq!(manifest.inputs.files, 71);
    let listing = fs::read_to_string(settings.output.join("inputs.jsonl")).unwrap();
    let listed: Vec<Input> =
        listing.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(listed.len(), 71);
    assert!(listed.is_sorted_by_key(|input| input.path.clone()));
    assert!(listed[..70].iter().all(|input| input.sha256.is_some()));
    assert_eq!(listed[70].sha256, None, "an archive that breaks off has no end");
    assert_eq!(manifest.inputs.bytes, listed.iter().map(|input| input.bytes).sum::<u64>());
    let manifest = fs::read_to_string(settings.output.join("manifest.json")).unwrap();
    assert!(!manifest.contains("00.txt"), "the manifest does not grow with the files");
}

#[test]
fn an_article_whose_rows_would_fill_the_memory_is_a_reject_and_no_other_is_lost() {
    let dir = tempfile::tempdir().unwrap();
    let input = dir.path().join("in.jsonl");
    let line = |id: &str, text: &str| {
        let article = serde_json::json!({ "id": id, "text": text });
        format!("{article}\n")
    };
    let good = "At least 12 boats sank, police said.";
    // One sentence, which 2,600 rows repeat.
    let sentence = "12 of the men, ".repeat(2_600);
    let lines = [
        line("before", good),
        line("long", &sentence),
        line(&"i".repeat(100_000), &format!("{good}\n").repeat(500)),
        line("after", good),
    ];
    for format in Format::ALL {
        let settings = Settings {
            formats: vec![*format],
            numbers: Numbers::All,
            max_sentence_length: 100_000,
            fresh: true,
            ..settings(dir.path(), 0)
        };
        fs::write(&input, lines.concat()).unwrap();
        let Done::Written(manifest) = extract(&settings, Box::new(Lexicon), &mut ()).unwrap()
        else {
            panic!("the run is fresh")
        };
        assert_eq!(manifest.counts.documents, 2, "{format:?}");
        assert_eq!(manifest.counts.claims, 2, "{format:?}");
        assert_eq!(manifest.counts.rejects[&Reason::TooLarge], 2, "{format:?}");
        if *format == Format::Csv {
            let rejects = fs::read_to_string(settings.output.join("rejects.csv")).unwrap();
            assert!(rejects.contains("36 MiB"), "{rejects}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_left_in_an_unfinished_run_is_not_followed() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let dear = dir.path().join("dear");
    fs::write(&dear, "dear").unwrap();
    let settings = Settings { formats: Format::ALL.to_vec(), ..settings(dir.path(), 100) };
    let mut watch = StopsAfter(40, Arc::default());
    let ended = extract(&settings, Box::new(Lexicon), &mut watch);
    assert!(matches!(ended, Err(Error::Interrupted { .. })), "{ended:?}");
    for format in Format::ALL {
        let name = format!("claims.{}", format.ending());
        symlink(&dear, settings.output.join(".shards").join(name)).unwrap();
    }
    extract(&settings, Box::new(Lexicon), &mut ()).unwrap();
    assert_eq!(fs::read_to_string(&dear).unwrap(), "dear");

    let theirs = Settings { output: dir.path().join("theirs"), ..settings };
    fs::create_dir(&theirs.output).unwrap();
    symlink(dir.path().join("nothing"), theirs.output.join(".whosaid")).unwrap();
    let refused = extract(&theirs, Box::new(Lexicon), &mut ());
    assert!(matches!(refused, Err(Error::Link { .. })), "{refused:?}");
    assert!(!dir.path().join("nothing").exists());
}
