//! `secta archive resume`

use std::path::Path;

use anyhow::{bail, ensure};
use secta_bot_kit::Lang;
use secta_wiki_formats::vault::{Vault, VaultError, VaultSettings};

use super::{ConfigArg, node::Node};
use crate::{config::Config, phrases::say};

/// What is done with vaults.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Lets a vault be exchanged again whose remote was turned back on purpose: what is there now is joined with ours,
    /// and all that stands here goes there again; beside a running node, or while it is stopped
    Resume(ResumeArgs),
}

/// Which vault.
#[derive(Debug, clap::Args)]
pub(super) struct ResumeArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// The name of its folder in `secta-data/vaults`: `community-…` or `room-…`
    vault: String,
}

/// Does what is asked.
///
/// # Errors
///
/// When there is no such vault, or somebody else holds it.
pub(super) async fn run(command: Command, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Resume(args) => resume(&args, lang).await,
    }
}

async fn resume(args: &ResumeArgs, lang: Lang) -> anyhow::Result<()> {
    let config = args.config.load()?;
    let known = vaults(&config.vaults_dir())?;
    let told = [("vault", args.vault.as_str())];
    if !known.contains(&args.vault) {
        let told = [told[0], ("vaults", &known.join(", "))];
        bail!(say(lang, "archive-no-vault", &told));
    }
    ensure!(
        config.archive.remote.is_some(),
        say(lang, "archive-no-remote", &[])
    );
    // The node holds the vaults that it has opened; while it is stopped, nobody does.
    if !Node::new(&config, lang)?.resume(&args.vault).await? {
        resume_here(&config, &args.vault, lang)?;
    }
    println!("{}", say(lang, "archive-resumed", &told));
    Ok(())
}

/// The names of all vaults.
fn vaults(folder: &Path) -> std::io::Result<Vec<String>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort();
    Ok(names)
}

fn resume_here(config: &Config, name: &str, lang: Lang) -> anyhow::Result<()> {
    let aside = say(config.rooms.default_language, "archive-aside", &[]);
    let settings = VaultSettings {
        aside,
        ..VaultSettings::new(config.vaults_dir().join(name))
    };
    match Vault::open(settings) {
        Ok(mut vault) => Ok(vault.forget_remote()?),
        Err(VaultError::Busy) => {
            let address = config.operating.listen.to_string();
            let told = [("vault", name), ("address", &address)];
            bail!(say(lang, "archive-held", &told))
        }
        Err(error) => Err(error.into()),
    }
}
