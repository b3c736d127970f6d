//! Where a member's key and copies are: `$XDG_DATA_HOME/secta/wiki`, for its owner alone.

use std::{
    fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail, ensure};
use secta_bot_kit::Lang;
use secta_wiki_spaces::{Seed, SpaceId, key::MemberKey};

use crate::{cli::files, phrases::say};

/// The file of the key.
pub(super) fn key_file() -> anyhow::Result<PathBuf> {
    Ok(folder()?.join("key"))
}

/// The key.
///
/// # Errors
///
/// When there is none, or others can read it.
pub(super) fn key(lang: Lang) -> anyhow::Result<MemberKey> {
    let path = key_file()?;
    let told = [("path", &*path.display().to_string())];
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!(say(lang, "wiki-no-key", &told))
        }
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    let mode = fs::metadata(&path)?.permissions().mode();
    ensure!(mode & 0o077 == 0, say(lang, "wiki-key-open", &told));
    MemberKey::read(&text).with_context(|| path.display().to_string())
}

/// The file of a space's copy.
pub(super) fn copy(space: &SpaceId) -> anyhow::Result<PathBuf> {
    Ok(copies()?.join(format!("{space}.sqlite")))
}

/// The spaces that there are copies of.
pub(super) fn spaces() -> anyhow::Result<Vec<SpaceId>> {
    let mut spaces = Vec::new();
    for entry in fs::read_dir(copies()?)? {
        let name = entry?.file_name();
        let name = name.to_str().and_then(|name| name.strip_suffix(".sqlite"));
        spaces.extend(name.and_then(|name| name.parse::<SpaceId>().ok()));
    }
    spaces.sort();
    Ok(spaces)
}

/// A file for words that are being edited, which only its owner can read.
pub(super) fn desk() -> anyhow::Result<PathBuf> {
    Ok(folder()?.join(format!("edited-{}.md", std::process::id())))
}

/// Fresh randomness of the system.
pub(super) fn seed() -> anyhow::Result<Seed> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(Seed(bytes))
}

fn copies() -> anyhow::Result<PathBuf> {
    made(folder()?.join("spaces"))
}

fn folder() -> anyhow::Result<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let data = match set("XDG_DATA_HOME") {
        Some(data) => PathBuf::from(data),
        None => {
            let home = set("HOME").context("neither XDG_DATA_HOME nor HOME is set")?;
            Path::new(&home).join(".local").join("share")
        }
    };
    made(data.join("secta").join("wiki"))
}

fn made(folder: PathBuf) -> anyhow::Result<PathBuf> {
    files::make_private_dir(&folder)?;
    Ok(folder)
}
