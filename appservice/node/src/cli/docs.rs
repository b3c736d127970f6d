//! The generated files of the repository: `cargo xtask generate` writes what this prints.

use std::fmt::Write as _;

use clap::{Command, CommandFactory, ValueEnum};

use super::{Cli, registration};
use crate::config::docs;

/// A generated file.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Page {
    /// `docs/config.md`.
    Config,
    /// `docs/commands.md`.
    Commands,
    /// `registration.yaml`.
    Registration,
}

/// The text of a generated file.
///
/// # Errors
///
/// Never, as long as the sample registration can be made.
pub fn page(page: Page) -> anyhow::Result<String> {
    Ok(match page {
        Page::Config => docs::markdown(),
        Page::Commands => commands(),
        Page::Registration => registration::sample()?,
    })
}

fn commands() -> String {
    let mut text = String::from(
        "# Commands\n\nThis page is generated from the program: `cargo xtask generate`.\n\n## For operators: `secta`\n",
    );
    let cli = Cli::command();
    for command in cli.get_subcommands().filter(|command| !command.is_hide_set()) {
        operator_command(&mut text, command.clone());
    }
    text
}

fn operator_command(text: &mut String, command: Command) {
    let name = format!("secta {}", command.get_name());
    let help = command.bin_name(&name).disable_help_flag(true).render_long_help().to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    // Writing to a string cannot fail.
    let _ = write!(text, "\n### `{name}`\n\n```text\n{}\n```\n", help.join("\n").trim_end());
}
