//! SIGINT and SIGTERM: a run saves what it has and ends, and ends in any case.

use super::say;
use crate::run::Error;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{flag, low_level};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// How long a run may take to save what it has: it may be in the middle of a long article, or
/// wait for a pipe that nothing comes from.
const GRACE: Duration = Duration::from_millis(1_400);

const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Which signal came, if any.
#[derive(Clone)]
pub(super) struct Stop {
    flag: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Hears the signals from now on, on behalf of a run in `output`. The process ends soon after
    /// the first, whatever it is doing, and at once after the second.
    pub(super) fn hear(output: &Path) -> io::Result<Self> {
        let stop = Self { flag: Arc::default(), signal: Arc::default() };
        for signal in [SIGINT, SIGTERM] {
            // In this order: the second signal finds the flag as the first has left it.
            flag::register_conditional_default(signal, Arc::clone(&stop.flag))?;
            flag::register_usize(
                signal,
                Arc::clone(&stop.signal),
                signal.cast_unsigned() as usize,
            )?;
            flag::register(signal, Arc::clone(&stop.flag))?;
        }
        let (late, path) = (stop.clone(), output.to_owned());
        thread::Builder::new().spawn(move || {
            while !late.flag.load(Ordering::Relaxed) {
                thread::sleep(BETWEEN_LOOKS);
            }
            thread::sleep(GRACE);
            late.end(&Error::Interrupted { path });
        })?;
        Ok(stop)
    }

    /// Set when a signal has come.
    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.flag)
    }

    /// Ends the process as the signal would have, so that whoever started it can tell.
    pub(super) fn end(&self, stopped: &Error) -> ! {
        say(format_args!("whosaid: {stopped}"));
        let signal = self.signal.load(Ordering::Relaxed) as i32;
        let _ = low_level::emulate_default_handler(signal);
        std::process::exit(2)
    }
}
