//! `secta wiki rename`, `secta wiki delete`, `secta wiki revert`

use anyhow::{Context as _, ensure};
use secta_bot_kit::Lang;
use secta_wiki::{
    revision::{Body, Change},
    title::Title,
};

use super::{
    Page,
    open::{Opened, written},
    pages::{Pages, Shown},
};
use crate::{cli::client::show, phrases::say};

/// Another title for a page.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RenameArgs {
    #[command(flatten)]
    page: Page,
    /// The new title
    #[arg(value_parser = super::title)]
    to: Title,
    /// What you say of the change
    #[arg(long, short = 'm', default_value = "", value_name = "TEXT")]
    comment: String,
}

/// A page that is deleted.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DeleteArgs {
    #[command(flatten)]
    page: Page,
    /// What you say of the change
    #[arg(long, short = 'm', default_value = "", value_name = "TEXT")]
    comment: String,
}

/// A page that becomes what it was.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct RevertArgs {
    #[command(flatten)]
    page: Page,
    /// The revision, as `history` names it
    revision: String,
    /// What you say of the change
    #[arg(long, short = 'm', default_value = "", value_name = "TEXT")]
    comment: String,
}

/// Gives a page another title: the old one leads to the new one.
///
/// # Errors
///
/// When there is no such page, or there is one with the new title.
pub(super) fn rename(args: &RenameArgs, lang: Lang) -> anyhow::Result<()> {
    let mut opened = Opened::of(&args.page.of, lang)?;
    let pages = Pages::of(&opened);
    let shown = settled(&pages, &args.page.title, lang)?;
    let there = pages.shown(&args.to).filter(|there| there.exists());
    let to = [("title", &*show::line(&args.to.to_string()))];
    ensure!(there.is_none(), say(lang, "wiki-page-there", &to));
    let body = |title: &Title, change| Body {
        title: title.clone(),
        comment: args.comment.trim().to_owned(),
        change,
    };
    let mut parents = shown.parents.clone();
    if let Some(before) = pages.shown(&args.to) {
        // A page that was there and is not any more goes on.
        parents.extend(before.parents);
    }
    let moved = written(
        shown.parents,
        body(&args.page.title, Change::Moved(args.to.clone())),
    );
    let goes_on = written(parents, body(&args.to, shown.change));
    opened.write(vec![moved, goes_on])?;
    println!("{}", say(lang, "wiki-kept", &to));
    Ok(())
}

/// Deletes a page.
///
/// # Errors
///
/// When there is no such page.
pub(super) fn delete(args: &DeleteArgs, lang: Lang) -> anyhow::Result<()> {
    let mut opened = Opened::of(&args.page.of, lang)?;
    let title = &args.page.title;
    let shown = settled(&Pages::of(&opened), title, lang)?;
    let body = Body {
        title: title.clone(),
        comment: args.comment.trim().to_owned(),
        change: Change::Deleted,
    };
    opened.write(vec![written(shown.parents, body)])?;
    let told = [("title", &*show::line(&title.to_string()))];
    println!("{}", say(lang, "wiki-deleted", &told));
    Ok(())
}

/// Makes a page what it was.
///
/// # Errors
///
/// When there is no such revision, or its words are not here.
pub(super) fn revert(args: &RevertArgs, lang: Lang) -> anyhow::Result<()> {
    let mut opened = Opened::of(&args.page.of, lang)?;
    let title = &args.page.title;
    let told = [("title", &*show::line(&title.to_string()))];
    let pages = Pages::of(&opened);
    let shown = pages.shown(title);
    let parents = shown
        .with_context(|| say(lang, "wiki-no-page", &told))?
        .parents;
    let revision = pages.revision(title, &args.revision);
    let revision = revision.with_context(|| say(lang, "wiki-no-revision", &told))?;
    let change = revision.change().cloned();
    let body = Body {
        title: title.clone(),
        comment: args.comment.trim().to_owned(),
        change: change.with_context(|| say(lang, "wiki-no-revision", &told))?,
    };
    opened.write(vec![written(parents, body)])?;
    println!("{}", say(lang, "wiki-kept", &told));
    Ok(())
}

/// A page that is there, with nothing to settle.
fn settled(pages: &Pages, title: &Title, lang: Lang) -> anyhow::Result<Shown> {
    let told = [("title", &*show::line(&title.to_string()))];
    let shown = pages.shown(title).filter(Shown::exists);
    let shown = shown.with_context(|| say(lang, "wiki-no-page", &told))?;
    ensure!(!shown.is_apart(), say(lang, "wiki-resolve-first", &told));
    Ok(shown)
}
