//! The project's own chores: `cargo xtask test`, `cargo xtask generate`, `cargo xtask bench`.
//!
//! To add a chore: write its module with an `Args` and a `run`, and name it in [`Chore`].

mod bench;
mod generate;
mod servers;
mod shell;
mod test;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's own chores")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Installs what the tests need (Synapse, Dendrite, PostgreSQL, Chromium) and runs every test
    Test(test::Args),
    /// Measures, and prints what the machine could do at the most beside it
    Bench(bench::Args),
    /// Writes the files that are generated from the program; with --check, only compares them
    Generate(generate::Args),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().chore {
        Chore::Test(args) => test::run(&args),
        Chore::Bench(args) => bench::run(&args),
        Chore::Generate(args) => generate::run(&args),
    }
}
