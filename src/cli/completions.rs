//! `whosaid completions`: what a shell needs to complete a command.

use super::Cli;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;
use std::process::ExitCode;

/// Print a script that lets a shell complete verbs, options and their values
///
/// Costs nothing. A release archive has the scripts in completions/.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

const AFTER_HELP: &str = "\
Examples:
  whosaid completions bash > ~/.local/share/bash-completion/completions/whosaid
  whosaid completions zsh > ~/.zfunc/_whosaid       # with fpath+=~/.zfunc in .zshrc
  whosaid completions fish > ~/.config/fish/completions/whosaid.fish";

impl Completions {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "whosaid", &mut script);
        let mut out = std::io::stdout().lock();
        out.write_all(&script)?;
        out.flush()?;
        Ok(ExitCode::SUCCESS)
    }
}
