//! The command line: one file or folder per command.
//!
//! To add a command: a file here with its `Args` and a function, a variant of [`Command`], and an arm of
//! [`dispatch`]; then `cargo xtask generate`. What it says goes to `phrases/cli.*.ftl`.

mod archive;
mod check;
mod chronicle;
mod client;
mod community;
mod demo;
pub mod docs;
mod export;
mod files;
mod init;
mod logs;
mod node;
pub mod registration;
mod reindex;
mod replay;
mod site;
mod telling;
mod verify;
mod wiki;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use secta_bot_kit::Lang;

use crate::{
    config::{Config, ConfigError},
    phrases::{operator_lang, say},
};

/// Turns rooms on a Matrix homeserver into a self-governing community
#[derive(Debug, Parser)]
#[command(name = "secta", version, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes a configuration and a registration
    Init(init::Args),
    /// Prints the registration, which the homeserver needs
    Registration(ConfigArg),
    /// Runs the node
    Run(RunArgs),
    /// Looks for what keeps the node from working, and says what to do
    Check(check::Args),
    /// Replays the journal
    Replay(ReplayArgs),
    /// Writes the public records of the communities, from which anyone recomputes every decision
    Export(export::Args),
    /// Verifies an export or a running node: signatures, chains, decisions; needs no configuration
    Verify(verify::Args),
    /// Communities of this node
    #[command(subcommand)]
    Community(community::Command),
    /// Vaults of the archive
    #[command(subcommand)]
    Archive(archive::Command),
    /// The transparency logs of what communities enter into their chronicles, and proofs out of them
    #[command(subcommand)]
    Chronicle(chronicle::Command),
    /// A community's site from a terminal, from any machine; needs no configuration
    #[command(subcommand)]
    Client(client::Command),
    /// Private spaces of the wiki, which their members alone can read: from a terminal, on one's own machine
    #[command(subcommand)]
    Wiki(wiki::Command),
    /// What the public site withholds where the law compels it
    #[command(subcommand)]
    Site(site::Command),
    /// Starts a homeserver, the node and a community with eight members on this machine, to try them
    Demo(demo::Args),
    /// Makes the search's index anew from the journal and the homeserver, while the node serves
    Reindex(ConfigArg),
    /// Reads a PDF from standard input and writes its text
    #[command(hide = true)]
    ReadPdf,
    /// Prints a generated file of the repository
    #[command(hide = true)]
    Docs {
        /// Which one
        page: docs::Page,
    },
}

/// Where the configuration is.
#[derive(Debug, clap::Args)]
pub struct ConfigArg {
    /// The configuration
    #[arg(
        long,
        short,
        env = "SECTA_CONFIG",
        hide_env_values = true,
        default_value = "secta.toml",
        value_name = "FILE"
    )]
    config: PathBuf,
}

#[derive(Debug, clap::Args)]
struct RunArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// Only these parts (`gateway`, or names of bots), the others in processes of their own; needs PostgreSQL
    #[arg(long, value_delimiter = ',', value_name = "PARTS")]
    only: Vec<String>,
}

#[derive(Debug, clap::Args)]
struct ReplayArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// Compares every view and decision with what the database holds
    #[arg(long, required = true)]
    check: bool,
}

impl ConfigArg {
    /// Reads the configuration; names of environment variables that look like typos are told on standard error.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    fn load(&self) -> Result<Config, ConfigError> {
        let lang = operator_lang();
        for fault in Config::unknown_variables() {
            eprintln!("{}", fault.explain(lang));
        }
        Config::load(&self.config)
    }
}

/// How much the threads stand back that handle and index (`nice`): at 7 they weigh a fifth of others.
const NICE: i32 = 7;

/// Parses the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = operator_lang();
    if let Command::ReadPdf = cli.command {
        // With nothing beside it that would share its limits.
        return match crate::search::pdf::run() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(lang, &error),
        };
    }
    // While one of them waits for the disk, another one goes on.
    let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(threads).enable_all();
    if let Command::Run(_) = cli.command {
        runtime.on_thread_start(stand_back);
    }
    let runtime = match runtime.build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(lang, &error.into()),
    };
    let outcome = runtime.block_on(dispatch(cli.command, lang));
    runtime.shutdown_background();
    match outcome {
        Ok(code) => code,
        Err(error) => failed(lang, &error),
    }
}

/// Lets the intake come first, which has a thread of its own, and the homeserver: they are waited for. What is handled
/// and indexed behind them takes the processor when it is free, and what is left of it otherwise.
fn stand_back() {
    // On Linux it holds for this thread, and for those that it starts.
    if let Err(error) = rustix::process::setpriority_process(None, NICE) {
        tracing::debug!(%error, "the priority stays as it is");
    }
}

async fn dispatch(command: Command, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        Command::Init(args) => init::run(&args, lang)?,
        Command::Registration(config) => print!("{}", registration::yaml(&config.load()?)),
        Command::Run(args) => {
            let config = args.config.load()?;
            logs::start(&config.operating)?;
            crate::run::run(config, args.only).await?;
        }
        Command::Check(args) => return check::run(&args, lang).await,
        Command::Replay(args) => {
            let config = args.config.load()?;
            logs::start(&config.operating)?;
            return replay::run(config, lang).await;
        }
        Command::Export(args) => export::run(&args, lang).await?,
        Command::Verify(args) => return verify::run(args, lang).await,
        Command::Community(command) => community::run(command, lang).await?,
        Command::Archive(command) => archive::run(command, lang).await?,
        Command::Chronicle(command) => return chronicle::run(command, lang).await,
        Command::Client(command) => return client::run(command, lang).await,
        Command::Wiki(command) => wiki::run(command, lang).await?,
        Command::Site(command) => site::run(command, lang).await?,
        Command::Demo(args) => demo::run(args, lang).await?,
        Command::Reindex(config) => reindex::run(&config.load()?, lang).await?,
        Command::ReadPdf => {}
        Command::Docs { page } => print!("{}", docs::page(page)?),
    }
    Ok(ExitCode::SUCCESS)
}

fn failed(lang: Lang, error: &anyhow::Error) -> ExitCode {
    let text = match error.downcast_ref::<ConfigError>() {
        Some(error) => error.explain(lang),
        None => format!("{error:#}"),
    };
    eprintln!("{}", say(lang, "cli-failed", &[("reason", &text)]));
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn replay_asks_for_the_check() {
        assert!(Cli::try_parse_from(["secta", "replay"]).is_err());
        assert!(Cli::try_parse_from(["secta", "replay", "--check"]).is_ok());
    }

    #[test]
    fn only_takes_parts_with_commas() {
        let cli = Cli::try_parse_from(["secta", "run", "--only", "gateway,vote"]).unwrap();
        let Command::Run(args) = cli.command else {
            panic!("run")
        };
        assert_eq!(args.only, ["gateway", "vote"]);
    }
}
