//! `secta wiki list`, `secta wiki show`

use std::io::IsTerminal as _;

use anyhow::{Context as _, bail};
use secta_bot_kit::Lang;
use secta_wiki::revision::Change;

use super::{Of, Page, open::Opened, pages::Pages};
use crate::{
    cli::{client::show as terminal, telling::Telling},
    phrases::say,
};

/// A page that is shown.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ShowArgs {
    #[command(flatten)]
    page: Page,
    /// As it was at a revision, as `history` names it
    #[arg(long, value_name = "REVISION")]
    at: Option<String>,
}

/// Lists the pages.
///
/// # Errors
///
/// When the copy cannot be read.
pub(super) fn list(of: &Of, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(of, lang)?;
    let pages = Pages::of(&opened);
    let mut told = Telling::new(lang);
    for (title, shown) in pages.existing() {
        let title = ("title", terminal::line(&title.to_string()));
        match shown.is_apart() {
            true => told.line(0, "wiki-listed-apart", &[title]),
            false => told.line(0, "wiki-listed", &[title]),
        }
    }
    print!("{}", told.end());
    Ok(())
}

/// Shows a page.
///
/// # Errors
///
/// When there is no such page.
pub(super) fn show(args: &ShowArgs, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(&args.page.of, lang)?;
    let pages = Pages::of(&opened);
    let title = &args.page.title;
    let told = [("title", &*terminal::line(&title.to_string()))];
    let (change, apart) = match &args.at {
        Some(at) => {
            let revision = pages.revision(title, at);
            let revision = revision.with_context(|| say(lang, "wiki-no-revision", &told))?;
            (revision.change().cloned(), false)
        }
        None => {
            let shown = pages.shown(title);
            let shown = shown.with_context(|| say(lang, "wiki-no-page", &told))?;
            let apart = shown.is_apart();
            (Some(shown.change), apart)
        }
    };
    match change {
        Some(Change::Text(text)) => print_text(&text),
        Some(Change::Moved(to)) => {
            let to = [told[0], ("to", &*terminal::line(&to.to_string()))];
            println!("{}", say(lang, "wiki-moved", &to));
        }
        Some(Change::File(file)) => {
            let name = terminal::line(&file.name);
            println!("{}", say(lang, "wiki-file", &[("name", &name)]));
            print_text(&file.text);
        }
        Some(Change::Deleted) | None => bail!(say(lang, "wiki-no-page", &told)),
    }
    if apart {
        eprintln!("{}", say(lang, "wiki-apart", &told));
    }
    Ok(())
}

/// As it is for a program; for a terminal without what it would obey.
pub(super) fn print_text(text: &str) {
    let text = match std::io::stdout().is_terminal() {
        true => terminal::visible(text),
        false => text.to_owned(),
    };
    print!("{text}");
    if !text.ends_with('\n') {
        println!();
    }
}
