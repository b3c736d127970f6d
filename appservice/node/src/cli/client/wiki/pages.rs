//! `secta client wiki pages`, `secta client wiki read`, `secta client wiki history`

use std::io::IsTerminal as _;

use anyhow::bail;
use secta_bot_kit::Lang;
use secta_site::api::types::WikiKind;
use secta_wiki::title::Title;

use super::{Page, ask};
use crate::{
    cli::{
        client::{In, show, site::Place},
        telling::{Telling, date},
    },
    phrases::say,
};

/// Lists the pages.
///
/// # Errors
///
/// When the site refuses or does not answer.
pub(super) async fn list(place: &In, lang: Lang) -> anyhow::Result<()> {
    let place = Place::of(place, lang).await?;
    let mut lines = ask::listed(&place).await?;
    lines.sort_by(|one, other| one.title.cmp(&other.title));
    for line in &lines {
        println!("{}", show::line(&line.title));
    }
    Ok(())
}

/// Prints the Markdown of a page.
///
/// # Errors
///
/// When there is no such page, or the site does not answer.
pub(super) async fn read(page: &Page, lang: Lang) -> anyhow::Result<()> {
    let place = Place::of(&page.place, lang).await?;
    let title = Title::parse(&page.title)?;
    let shown = [("title", &*show::line(&title.to_string()))];
    let Some(found) = ask::page(&place, &title).await? else {
        bail!(say(lang, "wiki-no-page", &shown));
    };
    if let Some(to) = &found.moved_to {
        let told = [shown[0], ("to", &*show::line(to))];
        eprintln!("{}", say(lang, "wiki-moved", &told));
    }
    if let Some(file) = &found.file {
        eprintln!(
            "{}",
            say(lang, "wiki-file", &[("name", &show::line(&file.url))])
        );
    }
    if found.conflicts > 0 || found.contested {
        eprintln!("{}", say(lang, "client-wiki-apart", &shown));
    }
    match found.text {
        Some(text) if std::io::stdout().is_terminal() => println!("{}", show::visible(&text)),
        Some(text) => println!("{text}"),
        None if found.moved_to.is_some() => {}
        None => bail!(say(lang, "wiki-no-page", &shown)),
    }
    Ok(())
}

/// Lists the revisions of a page, the newest first.
///
/// # Errors
///
/// When there is no such page, or the site does not answer.
pub(super) async fn history(page: &Page, lang: Lang) -> anyhow::Result<()> {
    let place = Place::of(&page.place, lang).await?;
    let title = Title::parse(&page.title)?;
    let mut told = Telling::new(lang);
    for one in ask::revisions(&place, Some(&title)).await? {
        let what = match one.kind {
            WikiKind::Text => "wiki-did-write",
            WikiKind::Moved => "wiki-did-move",
            WikiKind::Deleted => "wiki-did-delete",
            WikiKind::File => "wiki-did-file",
            WikiKind::Hidden => "wiki-did-hidden",
        };
        let args = [
            ("id", one.id.clone()),
            ("date", date(one.time_ms)),
            ("author", show::who(&one.author)),
            ("what", say(lang, what, &[])),
            ("comment", one.comment.clone()),
        ];
        told.line(0, "wiki-revision", &args);
    }
    print!("{}", told.end());
    Ok(())
}
