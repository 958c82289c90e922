//! The `whosaid` program; all of it lives in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    whosaid::cli::main()
}
