//! What a test's work costs, whatever else the machine does.

use std::time::{Duration, Instant};

/// The processor time that `work` takes on this thread; the time on the wall where the system
/// does not tell it.
pub(crate) fn spent<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let (before, begun) = (on_processor(), Instant::now());
    let done = work();
    let took = on_processor().zip(before).map(|(after, before)| after - before);
    (done, took.unwrap_or_else(|| begun.elapsed()))
}

/// Linux counts it for each thread, in nanoseconds.
fn on_processor() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
