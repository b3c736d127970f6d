//! `cargo xtask test`: installs the servers, builds the binary, runs the tests.

use crate::{servers, shell};

#[derive(clap::Args)]
pub struct Args {
    /// Given to `cargo test` as they are, for instance `-p secta-tests --test voting -- dendrite`
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
    // With the same features as the tests, so that nothing is compiled twice.
    eprintln!("building");
    let narrow = args
        .cargo
        .iter()
        .any(|word| ["-p", "--package"].contains(&word.as_str()));
    let mut build = shell::cargo();
    match narrow {
        true => build.args(["build", "--locked", "-p", "secta"]),
        false => build.args(["build", "--locked", "--workspace", "--all-targets"]),
    };
    shell::show(&mut build)?;
    let mut test = shell::cargo();
    test.arg("test")
        .arg("--locked")
        .args((!narrow).then_some("--workspace"))
        .args(&args.cargo);
    test.env("SECTA_TOOLS", servers::directory())
        .env("SECTA_BIN", shell::root().join("target/debug/secta"));
    shell::show(&mut test)
}
