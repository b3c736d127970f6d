//! `secta chronicle`: the logs of what communities enter, and proofs out of them.

mod audit;
mod given;
mod key;
mod source;
#[cfg(test)]
mod tests;
mod verify;
mod wrong;

use std::process::ExitCode;

use secta_bot_kit::Lang;

/// What is done with logs and proofs.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Verifies a proof that something was entered; needs neither configuration nor network
    Verify(verify::Args),
    /// Reads a whole log and verifies that it is what it promises
    Audit(audit::Args),
    /// Prints the keys that verify this node's logs and its cosignatures
    Key(key::Args),
}

/// Does what is asked; the exit code is 1 where something is not proven.
///
/// # Errors
///
/// When it cannot be tried: a file cannot be read, a key is none.
pub(super) async fn run(command: Command, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        Command::Verify(args) => verify::run(&args, lang),
        Command::Audit(args) => audit::run(args, lang).await,
        Command::Key(args) => key::run(&args, lang).await,
    }
}
