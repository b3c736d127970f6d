//! The generated files of the repository: `cargo xtask generate` writes what this prints.

use std::fmt::Write as _;

use clap::{Command, CommandFactory, ValueEnum};
use secta_bot_kit::{
    Lang, UserId,
    desk::{Desk, DeskPolicy},
    grammar::CommandSpec,
    read::Selves,
    words::{Args, Words},
};

use super::{Cli, registration};
use crate::{bots::Setup, config::docs};

/// A generated file.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Page {
    /// `docs/config.md`.
    Config,
    /// `docs/commands.md`.
    Commands,
    /// `registration.yaml`.
    Registration,
    /// `docs/openapi.json`.
    Openapi,
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
        Page::Openapi => secta_site::api::document(),
    })
}

fn commands() -> String {
    let mut text = String::from(
        "# Commands\n\nThis page is generated from the program: `cargo xtask generate`.\n\n## For operators: `secta`\n",
    );
    let cli = Cli::command();
    for command in cli
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
    {
        operator_command(&mut text, "secta", command);
    }
    text.push_str("\n## For members: in a room\n");
    let selves = nobody();
    let own = (
        "desk",
        Desk::new(DeskPolicy::default(), selves.clone()).commands(),
    );
    let bots = Setup::new(selves).all();
    let words = Words::new(&bots);
    for (bot, specs) in
        std::iter::once(own).chain(bots.iter().map(|bot| (bot.name(), bot.commands())))
    {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n### `{bot}`\n");
        for spec in specs {
            member_command(&mut text, &spec, &words);
        }
    }
    text
}

/// Whom the front desk serves does not matter for its commands.
fn nobody() -> Selves {
    Selves {
        bot: UserId::new("@secta:example.org"),
        prefix: String::new(),
        server: String::new(),
    }
}

fn member_command(text: &mut String, spec: &CommandSpec, words: &Words) {
    let names = spec
        .ru
        .iter()
        .chain(spec.en)
        .map(|name| format!("`!{name}`"));
    let _ = write!(text, "\n{}\n", names.collect::<Vec<_>>().join(", "));
    for lang in Lang::ALL {
        let say = |id| words.text(lang, id, &Args::new()).plain;
        let _ = write!(
            text,
            "\n- {}\n\n  ```text\n  {}\n  {}\n  ```\n",
            say(spec.help).replace('\n', " "),
            say(spec.usage).replace('\n', "\n  "),
            say(spec.example).replace('\n', "\n  "),
        );
    }
}

/// A command; those below it, where it is only a group of them.
fn operator_command(text: &mut String, above: &str, command: &Command) {
    let name = format!("{above} {}", command.get_name());
    for below in command.get_subcommands() {
        operator_command(text, &name, below);
    }
    if command.has_subcommands() {
        return;
    }
    let help = command
        .clone()
        .bin_name(&name)
        .disable_help_flag(true)
        .render_long_help()
        .to_string();
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "\n### `{name}`\n\n```text\n{}\n```\n",
        help.join("\n").trim_end()
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_in_the_repository_are_the_generated_ones() {
        let stale = "run `cargo xtask generate`";
        assert_eq!(
            page(Page::Config).unwrap(),
            include_str!("../../../../docs/config.md"),
            "{stale}"
        );
        assert_eq!(
            page(Page::Commands).unwrap(),
            include_str!("../../../../docs/commands.md"),
            "{stale}"
        );
    }
}
