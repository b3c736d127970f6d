//! `secta wiki history`, `secta wiki diff`

use anyhow::{Context as _, bail};
use secta_bot_kit::Lang;
use secta_wiki::{
    diff::unified,
    revision::{Change, Revision},
};

use super::{
    Page,
    look::print_text,
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

/// How many lines stand around what is different.
const CONTEXT: usize = 3;
/// How many digits name a revision.
const DIGITS: usize = 12;

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
