//! `secta check`: looks for what keeps the node from working, and says what to do about it.
//!
//! To add a check: a function that returns a [`Finding`], a line in [`findings`], and its phrases `check-…`.

mod homeserver;
mod listener;
mod local;
mod ping;
mod report;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use secta_bot_kit::Lang;

use self::report::{Finding, Status};
use super::ConfigArg;
use crate::config::Config;

/// How it can be asked.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    config: ConfigArg,
    /// For a process that runs only these parts
    #[arg(long, value_delimiter = ',', value_name = "PARTS")]
    only: Vec<String>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Runs it; the exit code is 1 where anything failed.
pub(super) async fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let findings = match args.config.load() {
        Ok(config) => findings(&config, args).await,
        Err(error) => {
            let known = [("path", args.config.config.display().to_string())];
            vec![
                Finding::failed("config", error.explain(lang))
                    .advise("check-config-advice", &known),
            ]
        }
    };
    if args.json {
        println!("{}", report::json(&findings, lang));
    } else {
        print!("{}", report::text(&findings, lang));
    }
    let failed = findings
        .iter()
        .any(|finding| finding.status == Status::Failed);
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

async fn findings(config: &Config, args: &Args) -> Vec<Finding> {
    let mut findings = vec![
        local::config(config, &args.config.config),
        local::config_mode(&args.config.config),
        local::key(config),
        local::parts(config, &args.only),
        local::disk(config),
        local::database(config).await,
    ];
    findings.extend(homeserver::findings(config).await);
    findings
}
