//! `secta wiki import`, `secta wiki export`

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, ensure};
use secta_bot_kit::Lang;
use secta_wiki::{
    revision::{Body, Change, MAX_TEXT_BYTES},
    title::Title,
};

use super::{
    Of,
    open::{Opened, written},
    pages::{Pages, Shown},
};
use crate::{
    cli::{client::show, files},
    phrases::say,
};

/// A folder of Markdown files.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    of: Of,
    /// The folder: a file `A/B.md` is the page «A/B»
    folder: PathBuf,
}

/// Writes pages from files: those that are the same already are left alone.
///
/// # Errors
///
/// When a file is no page: then none is written.
pub(super) fn import(args: &Args, lang: Lang) -> anyhow::Result<()> {
    let mut opened = Opened::of(&args.of, lang)?;
    let pages = Pages::of(&opened);
    let (mut all, mut same) = (Vec::new(), 0_usize);
    for path in markdown(&args.folder)? {
        let (title, text) = page(&args.folder, &path, lang)?;
        let shown = pages.shown(&title);
        let told = [("title", &*show::line(&title.to_string()))];
        let apart = shown.as_ref().is_some_and(Shown::is_apart);
        ensure!(!apart, say(lang, "wiki-resolve-first", &told));
        if shown.as_ref().and_then(Shown::text) == Some(&text) {
            same += 1;
            continue;
        }
        let parents = shown.map(|shown| shown.parents).unwrap_or_default();
        let body = Body {
            title,
            comment: String::new(),
            change: Change::Text(text),
        };
        all.push(written(parents, body));
    }
    let (count, same) = (all.len().to_string(), same.to_string());
    opened.write(all)?;
    let told = [("count", &*count), ("same", &*same)];
    println!("{}", say(lang, "wiki-imported", &told));
    Ok(())
}

/// The title and the text of a file.
fn page(folder: &Path, path: &Path, lang: Lang) -> anyhow::Result<(Title, String)> {
    let shown = path.display().to_string();
    let name = path.strip_prefix(folder)?.with_extension("");
    let name = name.to_str().with_context(|| shown.clone())?;
    let title = Title::parse(name).with_context(|| shown.clone())?;
    let text = fs::read_to_string(path).with_context(|| shown.clone())?;
    let (bytes, max) = (text.len().to_string(), MAX_TEXT_BYTES.to_string());
    let long = say(lang, "wiki-too-long", &[("bytes", &bytes), ("max", &max)]);
    ensure!(text.len() <= MAX_TEXT_BYTES, "{shown}: {long}");
    Ok((title, text))
}

/// The Markdown files of a folder and those below it, in order; hidden ones are left out.
fn markdown(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for entry in entries {
            let entry = entry?;
            let (kind, path) = (entry.file_type()?, entry.path());
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if kind.is_dir() && !hidden {
                folders.push(path);
            } else if kind.is_file() && !hidden && path.extension().is_some_and(|it| it == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Writes pages into files, which only their owner can read.
///
/// # Errors
///
/// When the disk says no.
pub(super) fn export(args: &Args, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(&args.of, lang)?;
    let pages = Pages::of(&opened);
    let mut count = 0_usize;
    for (title, shown) in pages.existing() {
        let Some(text) = shown.text() else {
            continue;
        };
        // A title has neither empty parts nor `.` and `..` among them: it stays below the folder.
        let path = args.folder.join(format!("{title}.md"));
        files::make_private_dir(path.parent().unwrap_or(&args.folder))?;
        files::write_private(&path, text)?;
        count += 1;
    }
    let told = [
        ("count", &*count.to_string()),
        ("folder", &*args.folder.display().to_string()),
    ];
    println!("{}", say(lang, "wiki-exported", &told));
    Ok(())
}
