//! `secta wiki edit`, `secta wiki resolve`

use std::{
    ffi::OsString,
    fs,
    io::{IsTerminal as _, Read as _},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, bail, ensure};
use secta_bot_kit::Lang;
use secta_wiki::revision::{Body, Change, MAX_TEXT_BYTES};

use super::{
    Page, home,
    open::{Opened, written},
    pages::Pages,
};
use crate::{
    cli::{client::show, files},
    phrases::say,
};

/// A page that is written.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    page: Page,
    /// Takes the text from a file
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// What you say of the change
    #[arg(long, short = 'm', default_value = "", value_name = "TEXT")]
    comment: String,
}

/// Writes a page.
///
/// # Errors
///
/// When there is something to settle first, nothing was changed, or it cannot be kept.
pub(super) fn edit(args: &Args, lang: Lang) -> anyhow::Result<()> {
    save(args, false, lang)
}

/// Settles what was written apart.
///
/// # Errors
///
/// When there is nothing to settle, marks are left, or it cannot be kept.
pub(super) fn resolve(args: &Args, lang: Lang) -> anyhow::Result<()> {
    save(args, true, lang)
}

fn save(args: &Args, settling: bool, lang: Lang) -> anyhow::Result<()> {
    let mut opened = Opened::of(&args.page.of, lang)?;
    let pages = Pages::of(&opened);
    let title = &args.page.title;
    let told = [("title", &*show::line(&title.to_string()))];
    let shown = pages.shown(title);
    let apart = shown.as_ref().is_some_and(|shown| shown.is_apart());
    ensure!(!apart || settling, say(lang, "wiki-resolve-first", &told));
    ensure!(apart || !settling, say(lang, "wiki-settled", &told));
    if let Some(like) = pages.looks_like(title) {
        let like = show::line(&like.to_string());
        bail!(say(lang, "wiki-looks-like", &[told[0], ("like", &like)]));
    }
    let before = shown.as_ref().and_then(|shown| shown.text());
    let before = before.unwrap_or_default().to_owned();
    let text = text(args.file.as_deref(), &before, lang)?;
    ensure!(
        settling || text != before || shown.is_none(),
        say(lang, "wiki-unchanged", &[])
    );
    let marked = ["<<<<<<<", "=======", ">>>>>>>"].iter();
    let marked = marked.filter(|mark| text.lines().any(|line| line.starts_with(**mark)));
    ensure!(
        !settling || marked.count() < 3,
        say(lang, "wiki-marks-left", &[])
    );
    let body = Body {
        title: title.clone(),
        comment: args.comment.trim().to_owned(),
        change: Change::Text(text),
    };
    let parents = shown.map(|shown| shown.parents).unwrap_or_default();
    opened.write(vec![written(parents, body)])?;
    println!("{}", say(lang, "wiki-kept", &told));
    Ok(())
}

/// The text from a file, from standard input where that is no terminal, or from the editor.
fn text(file: Option<&Path>, before: &str, lang: Lang) -> anyhow::Result<String> {
    let mut input = std::io::stdin();
    let text = match file {
        Some(path) => fs::read_to_string(path).with_context(|| path.display().to_string())?,
        None if input.is_terminal() => edited(before, lang)?,
        None => {
            let mut text = String::new();
            input.read_to_string(&mut text)?;
            text
        }
    };
    let fits = text.len() <= MAX_TEXT_BYTES;
    let (bytes, max) = (text.len().to_string(), MAX_TEXT_BYTES.to_string());
    ensure!(
        fits,
        say(lang, "wiki-too-long", &[("bytes", &bytes), ("max", &max)])
    );
    Ok(text)
}

/// The text as somebody leaves it in their editor.
fn edited(before: &str, lang: Lang) -> anyhow::Result<String> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let editor = ["VISUAL", "EDITOR"].into_iter().find_map(set);
    let editor = editor.unwrap_or_else(|| OsString::from("vi"));
    let path = home::desk()?;
    files::write_private(&path, before)?;
    // As a shell takes it: an editor may have arguments.
    let status = Command::new("sh")
        .arg("-c")
        .arg("exec $0 \"$1\"")
        .arg(&editor)
        .arg(&path)
        .status();
    let text = fs::read_to_string(&path);
    fs::remove_file(&path)?;
    ensure!(status?.success(), say(lang, "wiki-editor-failed", &[]));
    Ok(text?)
}
