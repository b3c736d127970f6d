//! `secta client wiki export`

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use secta_bot_kit::Lang;
use secta_site::api::types::{WikiFile, WikiKind, WikiPage};
use secta_wiki::{RevisionId, title::Title};
use secta_wiki_formats::{
    vault::path,
    wiki::{
        outward::{self, Out},
        page::{Page, Shown},
    },
};

use super::{ask, git};
use crate::{
    cli::client::{In, site::Place},
    phrases::say,
};

/// Where pages are written to.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: In,
    /// The folder; files of the same names are written over, others stay
    folder: PathBuf,
    /// As a Git repository with a commit for each revision; a second time, with those that came since
    #[arg(long)]
    git: bool,
}

/// Writes all pages out.
///
/// # Errors
///
/// When the site does not answer, or the disk says no.
pub(super) async fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let place = Place::of(&args.place, lang).await?;
    if args.git {
        return git::run(&place, &args.folder).await;
    }
    let (pages, files) = read(&place).await?;
    let moved = moved(&place).await?;
    let out = tokio::task::spawn_blocking(move || outward::files(&pages, &moved)).await?;
    let count = out.len().to_string();
    for (path, what) in out {
        let bytes = match what {
            Out::Note(text) => text.into_bytes(),
            Out::File(file) => {
                let given = files.iter().find(|given| given.blake3 == hex(&file.blake3));
                ask::bytes(&place, given.context(path.clone())?).await?
            }
        };
        put(&args.folder, &path, &bytes)?;
    }
    let folder = args.folder.display().to_string();
    let told = [("count", &*count), ("folder", &*folder)];
    println!("{}", say(lang, "client-wiki-exported", &told));
    Ok(ExitCode::SUCCESS)
}

/// All pages as they are now, and the files among them.
async fn read(place: &Place) -> anyhow::Result<(Vec<Page>, Vec<WikiFile>)> {
    let titles = ask::listed(place).await?;
    let titles: Result<Vec<Title>, _> = titles.iter().map(|it| Title::parse(&it.title)).collect();
    let found = ask::many(titles?, async |title| ask::page(place, &title).await).await?;
    let (mut pages, mut files) = (Vec::new(), Vec::new());
    for one in found.into_iter().flatten() {
        pages.extend(page(&one)?);
        files.extend(one.file);
    }
    pages.sort_by(|one, other| one.title.cmp(&other.title));
    Ok((pages, files))
}

fn page(one: &WikiPage) -> anyhow::Result<Option<Page>> {
    let text = one.text.clone().unwrap_or_default();
    let shown = match (one.kind, &one.file) {
        (WikiKind::Text, _) => Shown::Text(text),
        (WikiKind::File, Some(file)) => Shown::File(ask::attachment(file, text)?),
        (WikiKind::File | WikiKind::Moved | WikiKind::Deleted | WikiKind::Hidden, _) => {
            return Ok(None);
        }
    };
    let heads: Result<Vec<RevisionId>, _> = one.heads.iter().map(|id| id.parse()).collect();
    Ok(Some(Page {
        title: Title::parse(&one.title)?,
        revisions: heads?,
        author: one.author.as_ref().map(|author| {
            let name = author.name.clone().unwrap_or_else(|| author.id.clone());
            (name, author.id.clone())
        }),
        time_ms: one.changed_ms,
        shown,
    }))
}

/// The titles that lead to others.
async fn moved(place: &Place) -> anyhow::Result<Vec<(Title, Title)>> {
    let mut titles: Vec<Title> = Vec::new();
    for one in ask::revisions(place, None).await? {
        if one.kind == WikiKind::Moved
            && let Some(title) = &one.title
        {
            titles.push(Title::parse(title)?);
        }
    }
    titles.sort();
    titles.dedup_by_key(|title| title.page_id());
    let found = ask::many(titles, async |title| {
        Ok((ask::page(place, &title).await?, title))
    });
    let mut moved = Vec::new();
    for (page, title) in found.await? {
        if let Some(to) = page.and_then(|page| page.moved_to) {
            moved.push((title, Title::parse(&to)?));
        }
    }
    Ok(moved)
}

/// A hash as the site writes it.
pub(super) fn hex(hash: &[u8; 32]) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}

/// Writes a file below a folder, never through a link: what stands at its path goes.
fn put(folder: &Path, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
    path::check(path)?;
    let mut place = folder.to_owned();
    fs::create_dir_all(&place).with_context(|| place.display().to_string())?;
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        place.push(part);
        let there = fs::symlink_metadata(&place);
        if there.as_ref().is_ok_and(|there| there.is_dir()) {
            continue;
        }
        // A link here would lead out of the folder.
        if there.is_ok() {
            fs::remove_file(&place).with_context(|| place.display().to_string())?;
        }
        fs::create_dir(&place).with_context(|| place.display().to_string())?;
    }
    place.push(name);
    let fresh = place.with_file_name(format!(".secta-new-{}", std::process::id()));
    fs::write(&fresh, bytes).with_context(|| fresh.display().to_string())?;
    fs::rename(&fresh, &place).with_context(|| place.display().to_string())
}
