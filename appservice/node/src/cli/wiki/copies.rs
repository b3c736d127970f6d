//! `secta wiki spaces`, `secta wiki join`

use anyhow::bail;
use secta_bot_kit::Lang;
use secta_store::replica::Replica;
use secta_wiki_spaces::{SpaceId, entry::Entry};

use super::{
    Of, home,
    net::{At, Keeper},
    open::Opened,
};
use crate::{
    cli::telling::{Telling, date},
    phrases::say,
};

/// Lists the spaces that there are copies of.
///
/// # Errors
///
/// When one cannot be read.
pub(super) fn list(lang: Lang) -> anyhow::Result<()> {
    let mut told = Telling::new(lang);
    let all = home::spaces()?;
    if all.is_empty() {
        told.line(0, "wiki-no-space", &[]);
    }
    for id in all {
        let opened = Opened::open(&id, lang)?;
        let last = opened.revisions().map(|one| one.time_ms).max();
        let args = [
            ("name", opened.space.name().unwrap_or("?").to_owned()),
            ("space", id.to_string()),
            ("last", last.map(date).unwrap_or_default()),
            ("waiting", opened.drafts.len().to_string()),
        ];
        told.line(0, "wiki-space", &args);
    }
    print!("{}", told.end());
    Ok(())
}

/// A copy of a space that one was added to.
///
/// # Errors
///
/// When the site does not give it, or gives another.
pub(super) async fn join(space: SpaceId, at: &At, lang: Lang) -> anyhow::Result<()> {
    home::key(lang)?;
    let keeper = Keeper::at(at, lang).await?;
    let entries = keeper.entries(&space, 0).await?;
    let first = entries.first().map(|entry| Entry::read(entry));
    match first {
        Some(Ok(entry)) if entry.space == space && entry.id.0 == space.0 => {}
        Some(_) | None => bail!(say(lang, "wiki-another-space", &[])),
    }
    copy(&space, &keeper, &entries)?;
    let of = Of {
        space: Some(space.to_string()),
    };
    super::sync::run(&of, lang).await
}

/// Makes a copy of a space, whole or not at all; one that is there stays.
///
/// # Errors
///
/// When the disk says no.
pub(super) fn copy(space: &SpaceId, keeper: &Keeper, entries: &[Vec<u8>]) -> anyhow::Result<()> {
    let path = home::copy(space)?;
    if path.exists() {
        return Ok(());
    }
    let fresh = path.with_extension("new");
    let replica = Replica::open(&fresh)?;
    keeper.remember(&replica)?;
    replica.keep(0, entries)?;
    drop(replica);
    Ok(std::fs::rename(&fresh, &path)?)
}
