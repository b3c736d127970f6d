//! `secta wiki key new`, `secta wiki key show`

use anyhow::ensure;
use secta_bot_kit::Lang;
use secta_wiki_spaces::key::MemberKey;

use super::home;
use crate::{cli::files, phrases::say};

/// What is done with the key.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum Command {
    /// Makes a key, where there is none
    New,
    /// Prints the public part of the key: what those who add you need
    Show,
}

/// Does what is asked.
///
/// # Errors
///
/// When there is a key already, or none.
pub(super) fn run(command: &Command, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::New => new(lang),
        Command::Show => {
            println!("{}", home::key(lang)?.member());
            Ok(())
        }
    }
}

fn new(lang: Lang) -> anyhow::Result<()> {
    let path = home::key_file()?;
    let shown = path.display().to_string();
    let told = [("path", &*shown)];
    ensure!(!path.exists(), say(lang, "wiki-key-there", &told));
    let key = MemberKey::from_secret(&home::seed()?.0)?;
    let text = format!("# {}\n{}\n", key.member(), key.to_line());
    files::write_private(&path, &text)?;
    eprintln!("{}", say(lang, "wiki-key-made", &told));
    println!("{}", key.member());
    Ok(())
}
