//! Faults, injected for real: whatever stops a run, the same command again finishes it, and its
//! tables are those of a run that nothing stopped.
//!
//! `WHOSAID_KILLS=200 cargo test --release --test cli faults -- --nocapture` kills more often.

use super::{assert_done, assert_refused, corpus, extract, files, said, skip, table, whosaid};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::{TempDir, tempdir};

/// How tables are written, each by code of its own.
const NOTATIONS: [&str; 3] = ["csv", "jsonl", "parquet"];

/// How often a run is killed, or runs out of room.
fn times(unless_told: usize) -> usize {
    let told = std::env::var("WHOSAID_KILLS").ok().and_then(|times| times.parse().ok());
    told.unwrap_or(unless_told)
}

/// One of 20 articles comes back, as it was and with a word changed, long after: a run that resumes
/// has read the first before it was stopped.
const RETURNS: usize = 20;

/// A corpus of several files, and the folder of a run over it that nothing stopped.
struct Undisturbed {
    dir: TempDir,
    input: PathBuf,
    notation: &'static str,
    files: std::collections::BTreeMap<String, Vec<u8>>,
    took: Duration,
}

impl Undisturbed {
    fn run(articles: usize, notation: &'static str) -> Self {
        let dir = tempdir().unwrap();
        let input = dir.path().join("in");
        fs::create_dir(&input).unwrap();
        let mut lines = fs::read_to_string(corpus(dir.path(), articles)).unwrap();
        let copies: Vec<String> = lines
            .lines()
            .step_by(RETURNS)
            .flat_map(|line| {
                let copy = |letter: &str| line.replacen("\"n", &format!("\"{letter}"), 1);
                [copy("same"), copy("near").replacen("had fled", "had left", 1)]
            })
            .collect();
        writeln!(lines, "{}", copies.join("\n")).unwrap();
        let lines: Vec<_> = lines.lines().collect();
        for (number, part) in lines.chunks(lines.len().div_ceil(5)).enumerate() {
            fs::write(input.join(format!("{number}.jsonl")), part.join("\n")).unwrap();
        }
        fs::write(input.join("broken.jsonl"), "{\"text\":").unwrap();
        let whole = dir.path().join("whole");
        let begun = Instant::now();
        assert_done(&extract(&input, &whole, &["--shard-size", "40", "--format", notation]));
        let took = begun.elapsed();
        let files = files(&whole);
        let claims = &files[&format!("claims.{notation}")];
        let least = if notation == "parquet" { 10 } else { 100 };
        assert!(claims.len() > least * articles, "there is something to lose: {}", claims.len());
        if notation == "csv" {
            let mut documents = table(&whole, "documents");
            documents.retain(|row| !row["duplicate_of"].is_empty());
            for row in &documents {
                let (id, original) = (&row["doc_id"], &row["duplicate_of"]);
                let copied = id.strip_prefix("same").or(id.strip_prefix("near"));
                assert_eq!(copied, original.strip_prefix('n'), "{id} of {original}");
            }
            let known = documents.len();
            assert!(known * 10 >= copies.len() * 9, "{known} of {} copies", copies.len());
        }
        Self { dir, input, notation, files, took }
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn start(&self, run: &Path, more: &[&str]) -> Child {
        let mut command = whosaid();
        command.args(["extract", "--reader", "lexicon", "-q", "--format", self.notation]);
        command.arg(&self.input).arg("-o").arg(run).args(more);
        command.stderr(Stdio::piped()).spawn().unwrap()
    }

    fn extract(&self, run: &Path, more: &[&str]) -> Output {
        extract(&self.input, run, &[&["--format", self.notation], more].concat())
    }

    /// The tables are the same and nothing else is left.
    #[track_caller]
    fn assert_same(&self, run: &Path) {
        let found = files(run);
        let names = |files: &std::collections::BTreeMap<_, _>| files.keys().cloned().collect();
        let (found_names, names): (Vec<String>, Vec<String>) = (names(&found), names(&self.files));
        assert_eq!(found_names, names);
        for (name, bytes) in &self.files {
            assert!(&found[name] == bytes, "{name} differs");
        }
        assert!(!run.join(".shards").exists());
    }
}

#[track_caller]
fn ended(child: Child, within: Duration) -> Output {
    let id = child.id();
    let waiting = std::thread::spawn(move || child.wait_with_output().unwrap());
    let begun = Instant::now();
    while !waiting.is_finished() {
        if begun.elapsed() > within {
            let _ = Command::new("kill").args(["-9", &id.to_string()]).status();
            panic!("still running after {within:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    waiting.join().unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

fn wait_for(path: &Path) {
    let begun = Instant::now();
    while !path.exists() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} never comes", path.display());
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_run_killed_at_random_moments_loses_nothing() {
    let mut random = fastrand::Rng::with_seed(7);
    for notation in NOTATIONS {
        let undisturbed = Undisturbed::run(1_000, notation);
        let (mut kills, mut finished) = (0, 0);
        let run = undisturbed.folder("killed");
        while kills < times(15).div_ceil(NOTATIONS.len()) {
            let threads = random.usize(1..4).to_string();
            let shard = random.usize(5..80).to_string();
            let mut child = undisturbed.start(&run, &["-j", &threads, "--shard-size", &shard]);
            std::thread::sleep(undisturbed.took.mul_f64(random.f64() * 0.4));
            child.kill().unwrap();
            if child.wait().unwrap().success() {
                undisturbed.assert_same(&run);
                fs::remove_dir_all(&run).unwrap();
                finished += 1;
                continue;
            }
            kills += 1;
            if run.join("manifest.json").exists() {
                let tables = files(&run);
                for (name, bytes) in &undisturbed.files {
                    assert!(tables.get(name) == Some(bytes), "a manifest vouches for {name}");
                }
            }
        }
        assert_done(&undisturbed.extract(&run, &[]));
        undisturbed.assert_same(&run);
        println!("{notation}: {kills} kills, {} runs finished all the same", finished + 1);
    }
}

/// How long a machine with other work may take to end a run.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(20);

/// Sends the signal and waits for the end, which may take two seconds: of the processor, where the
/// system tells them, because the clock counts what else the machine does.
#[cfg(unix)]
#[track_caller]
fn ended_by(child: Child, name: &str) -> Output {
    const PROMISED: Duration = Duration::from_secs(2);
    let id = child.id();
    let before = processor_time(id);
    signal(&child, name);
    let begun = Instant::now();
    // It stays to be asked until it is waited for.
    while processor_time(id).is_some_and(|(_, is_over)| !is_over) && begun.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(5));
    }
    if let (Some((before, _)), Some((after, _))) = (before, processor_time(id)) {
        assert!(after - before < PROMISED, "{name}: {:?} of processor time", after - before);
    }
    ended(child, PATIENCE)
}

/// What a process has taken of the processor so far, and whether it is over.
#[cfg(unix)]
fn processor_time(id: u32) -> Option<(Duration, bool)> {
    // Linux counts in hundredths of a second; the name before may hold anything but a last ')'.
    let told = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let cells: Vec<&str> = told.rsplit_once(") ")?.1.split(' ').collect();
    let hundredths = cells.get(11)?.parse::<u64>().ok()? + cells.get(12)?.parse::<u64>().ok()?;
    Some((Duration::from_millis(10 * hundredths), cells[0] == "Z"))
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_that_then_resumes() {
    use std::os::unix::process::ExitStatusExt;
    let undisturbed = Undisturbed::run(4_000, "csv");
    for (name, number) in [("-INT", 2), ("-TERM", 15)] {
        let run = undisturbed.folder(name);
        // One shard would hold everything, so what is saved was saved because of the signal.
        let child = undisturbed.start(&run, &["--shard-size", "100000", "-j", "1"]);
        wait_for(&run.join(".shards/000000.tmp"));
        std::thread::sleep(undisturbed.took / 20);
        let output = ended_by(child, name);
        assert_eq!(output.status.signal(), Some(number), "{}", said(&output));
        let told = said(&output);
        assert!(told.contains("stopped") && told.contains("resume"), "{told}");
        assert!(!run.join("manifest.json").exists());
        assert!(run.join(".shards/000000/shard.json").exists(), "what was read is saved");
        assert_done(&extract(&undisturbed.input, &run, &[]));
        undisturbed.assert_same(&run);
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_run_that_waits_for_its_input() {
    use std::os::unix::process::ExitStatusExt;
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let mut command = whosaid();
    command.args(["extract", "--reader", "lexicon", "-", "-o"]).arg(&run);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let silent = child.stdin.take();
    wait_for(&run.join(".shards/recipe.json"));
    let output = ended_by(child, "-TERM");
    assert_eq!(output.status.signal(), Some(15));
    assert!(said(&output).contains("resume"), "{}", said(&output));
    drop(silent);
}

#[test]
fn a_slow_pipe_is_read_to_its_end() {
    let dir = tempdir().unwrap();
    let file = corpus(dir.path(), 60);
    let (run, whole) = (dir.path().join("out"), dir.path().join("whole"));
    assert_done(&extract(&file, &whole, &[]));
    let mut command = whosaid();
    command.args(["extract", "--reader", "lexicon", "-q", "-", "-o"]).arg(&run);
    let mut child = command.args(["--shard-size", "7"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // Pieces that end in the middle of lines and of letters.
    for piece in fs::read(&file).unwrap().chunks(997) {
        pipe.write_all(piece).unwrap();
        pipe.flush().unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(pipe);
    assert!(ended(child, Duration::from_secs(20)).status.success());
    for name in ["claims", "attributions", "sentences", "documents"] {
        assert_eq!(table(&run, name), table(&whole, name), "{name}");
    }
}

#[test]
fn a_second_process_is_refused_while_the_first_writes() {
    let dir = tempdir().unwrap();
    let run = dir.path().join("out");
    let mut command = whosaid();
    command.args(["extract", "--reader", "lexicon", "-q", "-", "-o"]).arg(&run);
    let mut first = command.stdin(Stdio::piped()).spawn().unwrap();
    wait_for(&run.join(".shards/recipe.json"));
    let input = dir.path().join("one.txt");
    fs::write(&input, "Six men were hurt in Karst, police said.").unwrap();
    for more in [&[][..], &["--fresh"]] {
        assert_refused(&extract(&input, &run, more), &["another whosaid is writing there"]);
    }
    let mut pipe = first.stdin.take().unwrap();
    pipe.write_all(b"Nine men were hurt in Lesna, police said.").unwrap();
    drop(pipe);
    assert!(ended(first, Duration::from_secs(20)).status.success());
    assert_eq!(table(&run, "claims")[0]["quantity"], "Nine");
}

#[test]
fn an_input_file_that_changed_before_a_run_resumes_is_named() {
    let undisturbed = Undisturbed::run(1_000, "csv");
    let run = undisturbed.folder("stopped");
    let mut child = undisturbed.start(&run, &["--shard-size", "10", "-j", "1"]);
    wait_for(&run.join(".shards/000040"));
    child.kill().unwrap();
    child.wait().unwrap();
    let (first, second) = (undisturbed.input.join("0.jsonl"), undisturbed.input.join("1.jsonl"));
    let text = fs::read_to_string(&second).unwrap();
    fs::write(&second, text.replacen("soldiers", "settlers", 1)).unwrap();
    assert_refused(&extract(&undisturbed.input, &run, &[]), &["1.jsonl", "was", "now", "--fresh"]);
    fs::write(&second, &text).unwrap();
    let text = fs::read_to_string(&first).unwrap();
    fs::remove_file(&first).unwrap();
    assert_refused(&extract(&undisturbed.input, &run, &[]), &["0.jsonl", "now", "--fresh"]);
    fs::write(&first, text).unwrap();
    assert_done(&extract(&undisturbed.input, &run, &[]));
    assert_eq!(files(&run)["claims.csv"], undisturbed.files["claims.csv"]);
}

/// A file system of its own, in memory.
struct Disk {
    at: PathBuf,
}

impl Disk {
    /// None, with a line that says so, if this user may not mount.
    fn mount(at: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir(&at).unwrap();
        if mount(&at, options) {
            return Some(Self { at });
        }
        skip("this user may not mount a file system in memory (mount -t tmpfs)");
        None
    }

    fn remount(&self, options: &str) {
        assert!(mount(&self.at, &format!("remount,{options}")));
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.at).status();
    }
}

fn mount(on: &Path, options: &str) -> bool {
    let mut command = Command::new("mount");
    let mount = command.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(on).output();
    mount.is_ok_and(|output| output.status.success())
}

#[test]
fn a_disk_that_is_full_at_random_moments_loses_nothing() {
    let mut random = fastrand::Rng::with_seed(11);
    for notation in NOTATIONS {
        let undisturbed = Undisturbed::run(1_000, notation);
        let Some(disk) = Disk::mount(undisturbed.folder("disk"), "size=64k") else { return };
        let run = disk.at.join("out");
        let all: usize = undisturbed.files.values().map(Vec::len).sum();
        // Up to the room for the shards, and beyond, where they become tables; those of Parquet are
        // packed, and its shards are not.
        let most = if notation == "parquet" { all * 30 } else { all * 5 / 2 };
        let (mut full, mut finished) = (0, 0);
        while full < times(12).div_ceil(NOTATIONS.len()) {
            let size = 64 << 10 | random.usize(..most);
            let _ = fs::remove_dir_all(&run);
            disk.remount(&format!("size={size}"));
            let stopped = undisturbed.extract(&run, &["--shard-size", "20"]);
            if stopped.status.success() {
                finished += 1;
            } else {
                full += 1;
                assert_refused(&stopped, &["written: No space left", "make room", "resume"]);
            }
            disk.remount("size=256m");
            assert_done(&undisturbed.extract(&run, &[]));
            undisturbed.assert_same(&run);
        }
        println!("{notation}: {full} times no room, {finished} times enough");
    }
}

#[test]
fn a_disk_without_room_for_another_file_is_told() {
    let undisturbed = Undisturbed::run(200, "csv");
    let Some(disk) = Disk::mount(undisturbed.folder("disk"), "size=64m,nr_inodes=30") else {
        return;
    };
    let run = disk.at.join("out");
    let stopped = extract(&undisturbed.input, &run, &["--shard-size", "20"]);
    assert_refused(&stopped, &["cannot be written: No space left", "resume"]);
    disk.remount("nr_inodes=10000");
    assert_done(&extract(&undisturbed.input, &run, &[]));
    undisturbed.assert_same(&run);
}

#[test]
fn a_folder_that_may_only_be_read_is_refused_and_left_as_it_was() {
    let undisturbed = Undisturbed::run(50, "csv");
    let Some(disk) = Disk::mount(undisturbed.folder("disk"), "size=64m") else { return };
    let (run, new) = (disk.at.join("out"), disk.at.join("new"));
    assert_done(&extract(&undisturbed.input, &run, &[]));
    disk.remount("ro");
    for (output, more) in [(&run, &["--fresh"][..]), (&run, &[]), (&new, &[])] {
        let refused = extract(&undisturbed.input, output, more);
        assert_refused(&refused, &["cannot be written: Read-only", "check the permissions"]);
    }
    undisturbed.assert_same(&run);
}
