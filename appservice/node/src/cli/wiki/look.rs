//! `secta wiki list`, `secta wiki show`, `secta wiki history`, `secta wiki diff`, `secta wiki search`

use std::io::IsTerminal as _;

use anyhow::{Context as _, bail};
use secta_bot_kit::Lang;
use secta_wiki::{
    diff::unified,
    revision::{Change, Revision},
};

use super::{
    Of, Page,
    open::Opened,
    pages::{Pages, Shown},
};
use crate::{
    cli::{
        client::show as terminal,
        telling::{Telling, date},
    },
    phrases::say,
};

/// How much of a page is shown where something was found, in letters.
const AROUND: usize = 40;
/// How many lines stand around what is different.
const CONTEXT: usize = 3;
/// How many digits name a revision.
const DIGITS: usize = 12;

/// A page that is shown.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct ShowArgs {
    #[command(flatten)]
    page: Page,
    /// As it was at a revision, as `history` names it
    #[arg(long, value_name = "REVISION")]
    at: Option<String>,
}

/// The page whose revisions are listed.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct HistoryArgs {
    #[command(flatten)]
    page: Page,
}

/// What is compared.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct DiffArgs {
    #[command(flatten)]
    page: Page,
    /// The revision, as `history` names it; what the page is now where this is not given
    revision: Option<String>,
    /// What it is compared with; the revision before where this is not given
    #[arg(long, value_name = "REVISION")]
    with: Option<String>,
}

/// What is looked for.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SearchArgs {
    #[command(flatten)]
    of: Of,
    /// Words, all of which a page holds
    #[arg(required = true)]
    words: Vec<String>,
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
fn print_text(text: &str) {
    let text = match std::io::stdout().is_terminal() {
        true => terminal::visible(text),
        false => text.to_owned(),
    };
    print!("{text}");
    if !text.ends_with('\n') {
        println!();
    }
}

/// Lists the revisions of a page.
///
/// # Errors
///
/// When there is no such page.
pub(super) fn history(args: &HistoryArgs, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(&args.page.of, lang)?;
    let pages = Pages::of(&opened);
    let mut told = Telling::new(lang);
    let all = pages.log(&args.page.title);
    if all.is_empty() {
        let title = terminal::line(&args.page.title.to_string());
        bail!(say(lang, "wiki-no-page", &[("title", &title)]));
    }
    for revision in all {
        let comment = revision.body.as_ref().map(|body| body.comment.as_str());
        let mut drafts = opened.drafts.iter();
        let waits = drafts.any(|draft| draft.revision.id == revision.id);
        let args = [
            ("id", revision.id.to_string().chars().take(DIGITS).collect()),
            ("date", date(revision.time_ms)),
            ("author", opened.author(&revision.author)),
            ("what", what(revision, lang)),
            ("comment", comment.unwrap_or_default().to_owned()),
        ];
        let phrase = match waits {
            true => "wiki-revision-waits",
            false => "wiki-revision",
        };
        told.line(0, phrase, &args);
    }
    print!("{}", told.end());
    Ok(())
}

fn what(revision: &Revision, lang: Lang) -> String {
    let phrase = match revision.change() {
        Some(Change::Text(_)) => "wiki-did-write",
        Some(Change::Moved(_)) => "wiki-did-move",
        Some(Change::Deleted) => "wiki-did-delete",
        Some(Change::File(_)) => "wiki-did-file",
        None => "wiki-did-hidden",
    };
    say(lang, phrase, &[])
}

/// Shows what is different.
///
/// # Errors
///
/// When there is no such revision.
pub(super) fn diff(args: &DiffArgs, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(&args.page.of, lang)?;
    let pages = Pages::of(&opened);
    let title = &args.page.title;
    let told = [("title", &*terminal::line(&title.to_string()))];
    let find = |name: &str| {
        let found = pages.revision(title, name);
        found.with_context(|| say(lang, "wiki-no-revision", &told))
    };
    let named = args.revision.as_deref().map(find).transpose()?;
    let newest = pages.log(title).first().copied();
    let newest = newest.with_context(|| say(lang, "wiki-no-page", &told))?;
    let revision = named.unwrap_or(newest);
    let now = match named {
        Some(revision) => text_of(revision),
        None => pages
            .shown(title)
            .as_ref()
            .and_then(Shown::text)
            .unwrap_or_default()
            .to_owned(),
    };
    let before = match &args.with {
        Some(with) => text_of(find(with)?),
        None => {
            let parent = revision.parents.first();
            let parent = parent.and_then(|parent| pages.get(parent));
            parent.map(text_of).unwrap_or_default()
        }
    };
    print_text(&unified(&before, &now, CONTEXT));
    Ok(())
}

fn text_of(revision: &Revision) -> String {
    let text = revision.change().and_then(Change::text);
    text.unwrap_or_default().to_owned()
}

/// Finds pages.
///
/// # Errors
///
/// When the copy cannot be read.
pub(super) fn search(args: &SearchArgs, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(&args.of, lang)?;
    let pages = Pages::of(&opened);
    let words: Vec<String> = args.words.iter().map(|word| folded(word)).collect();
    let mut told = Telling::new(lang);
    for (title, shown) in pages.existing() {
        let name = title.to_string();
        let text = shown.text().unwrap_or_default();
        let all = folded(&format!("{name}\n{text}"));
        if !words.iter().all(|word| all.contains(word)) {
            continue;
        }
        told.line(0, "wiki-listed", &[("title", terminal::line(&name))]);
        if let Some(around) = words.first().and_then(|word| around(text, word)) {
            told.line(1, "wiki-found", &[("text", terminal::line(&around))]);
        }
    }
    print!("{}", told.end());
    Ok(())
}

/// One form of letters for finding: without case, `ё` as `е`.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

/// The line in which a word stands first, shortened.
fn around(text: &str, word: &str) -> Option<String> {
    let line = text.lines().find(|line| folded(line).contains(word))?;
    let at = folded(line).find(word).unwrap_or(0);
    let letters = folded(line)[..at].chars().count();
    let from = letters.saturating_sub(AROUND);
    Some(line.chars().skip(from).take(2 * AROUND).collect())
}
