//! `cargo xtask test`: installs the servers, builds the binary, runs the tests.

use crate::{servers, shell};

#[derive(clap::Args)]
pub struct Args {
    /// Given to `cargo test --workspace` as they are, for instance `--test voting -- dendrite`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    cargo: Vec<String>,
}

/// Runs it.
///
/// # Errors
///
/// What is missing on the machine, or what failed.
pub fn run(args: &Args) -> anyhow::Result<()> {
    eprintln!("servers, in {}", servers::directory().display());
    servers::install()?;
    eprintln!("building");
    shell::build_binaries()?;
    let mut test = shell::cargo();
    test.args(["test", "--locked", "--workspace"])
        .args(&args.cargo);
    test.env("SECTA_TOOLS", servers::directory())
        .env("SECTA_BIN", shell::binary());
    shell::show(&mut test)
}
