//! `secta client wiki write`

use std::{
    fs,
    io::{IsTerminal as _, Read as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, ensure};
use secta_bot_kit::Lang;
use secta_record::act;
use secta_site::api::types::{WikiChange, WikiDeed, WikiEdit};
use secta_wiki::{RevisionId, title::Title};

use super::ask;
use crate::{
    cli::{
        client::{In, show, site::Place},
        files,
    },
    phrases::say,
};

/// A page that is written.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: In,
    /// Its title
    title: String,
    /// The file with its text; `-` and nothing stand for standard input
    file: Option<PathBuf>,
    /// What is said of the change
    #[arg(long, default_value = "", value_name = "TEXT")]
    comment: String,
    /// The revision that the text was made from, as `history` names it in full; otherwise what the page is now
    #[arg(long = "on", value_name = "REVISION")]
    on: Vec<RevisionId>,
}

/// Writes a page on what it is now: what somebody else writes meanwhile is merged.
///
/// # Errors
///
/// When the site refuses or does not answer.
pub(super) async fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let place = Place::of(&args.place, lang).await?;
    let title = Title::parse(&args.title)?;
    let found = ask::page(&place, &title).await?;
    let heads = match &args.on[..] {
        [] => found.map(|page| page.heads).unwrap_or_default(),
        on => on.iter().map(RevisionId::to_string).collect(),
    };
    let text = text(args.file.as_deref(), lang)?;
    let edit = WikiEdit {
        title: title.to_string(),
        parents: parents(&heads)?,
        change: WikiChange::Text(text),
    };
    let deed = WikiDeed::Revise {
        edits: vec![edit],
        comment: args.comment.clone(),
    };
    let key = files::random_token()?;
    let answer = place.act_at(&["wiki", "do"], &key, &deed).await?;
    let told = show::wrapped(&answer.plain, 0);
    if !answer.done {
        eprint!("{told}");
        return Ok(ExitCode::FAILURE);
    }
    print!("{told}");
    Ok(ExitCode::SUCCESS)
}

/// Revisions as a deed names them.
pub(super) fn parents(heads: &[String]) -> anyhow::Result<Vec<act::RevisionId>> {
    let ids: Result<Vec<act::RevisionId>, _> = heads.iter().map(|id| id.parse()).collect();
    Ok(ids?)
}

fn text(file: Option<&Path>, lang: Lang) -> anyhow::Result<String> {
    let text = match file.filter(|file| *file != Path::new("-")) {
        Some(file) => fs::read_to_string(file).with_context(|| file.display().to_string())?,
        None => {
            let mut input = std::io::stdin();
            if input.is_terminal() {
                eprintln!("{}", say(lang, "client-write", &[]));
            }
            let mut text = String::new();
            let read = input.read_to_string(&mut text);
            read.with_context(|| say(lang, "client-no-text", &[]))?;
            text
        }
    };
    ensure!(!text.trim().is_empty(), say(lang, "client-no-text", &[]));
    Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned())
}
