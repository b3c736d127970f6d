//! `secta client post`, `secta client comment`, `secta client vote`

use std::{
    io::{IsTerminal as _, Read as _},
    process::ExitCode,
};

use anyhow::{Context as _, ensure};
use secta_bot_kit::Lang;
use secta_record::act::ItemId;
use secta_site::api::types::{Deed, DeedOpinion};

use super::{In, show, site::Place};
use crate::phrases::say;

/// A post.
#[derive(Debug, clap::Args)]
pub(super) struct PostArgs {
    #[command(flatten)]
    place: In,
    /// The text; from standard input where this is not given
    text: Option<String>,
}

/// A comment.
#[derive(Debug, clap::Args)]
pub(super) struct CommentArgs {
    #[command(flatten)]
    place: In,
    /// What it answers: a post or a comment
    parent: ItemId,
    /// The text; from standard input where this is not given
    text: Option<String>,
}

/// An opinion.
#[derive(Debug, clap::Args)]
pub(super) struct VoteArgs {
    #[command(flatten)]
    place: In,
    /// The post or comment
    item: ItemId,
    /// The opinion
    opinion: Choice,
}

/// What somebody thinks of an item.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Choice {
    /// Supports it
    Support,
    /// Finds it useful
    Useful,
    /// Opposes it
    Oppose,
    /// Takes the opinion back
    None,
}

/// Writes a post.
///
/// # Errors
///
/// When the site refuses or does not answer.
pub(super) async fn post(args: PostArgs, lang: Lang) -> anyhow::Result<ExitCode> {
    let text = text(args.text, lang)?;
    act(&args.place, Deed::Post { text }, lang).await
}

/// Writes a comment.
///
/// # Errors
///
/// When the site refuses or does not answer.
pub(super) async fn comment(args: CommentArgs, lang: Lang) -> anyhow::Result<ExitCode> {
    let (parent, text) = (args.parent, text(args.text, lang)?);
    act(&args.place, Deed::Comment { parent, text }, lang).await
}

/// Gives an opinion.
///
/// # Errors
///
/// When the site refuses or does not answer.
pub(super) async fn vote(args: VoteArgs, lang: Lang) -> anyhow::Result<ExitCode> {
    let item = args.item;
    let opinion = match args.opinion {
        Choice::Support => DeedOpinion::Support,
        Choice::Useful => DeedOpinion::Useful,
        Choice::Oppose => DeedOpinion::Oppose,
        Choice::None => return act(&args.place, Deed::Unvote { item }, lang).await,
    };
    act(&args.place, Deed::Vote { item, opinion }, lang).await
}

/// Does it and tells what came of it; what the rules did not allow has another exit code.
async fn act(place: &In, deed: Deed, lang: Lang) -> anyhow::Result<ExitCode> {
    let place = Place::of(place, lang).await?;
    let answer = place.act(&deed).await?;
    let told = show::wrapped(&answer.plain, 0);
    if !answer.done {
        eprint!("{told}");
        return Ok(ExitCode::FAILURE);
    }
    print!("{told}");
    if let Some(item) = &answer.item {
        println!("{}", show::line(item));
    }
    Ok(ExitCode::SUCCESS)
}

/// The text that was given, or what stands in standard input.
fn text(given: Option<String>, lang: Lang) -> anyhow::Result<String> {
    let text = match given {
        Some(text) => text,
        None => {
            let mut input = std::io::stdin();
            if input.is_terminal() {
                eprintln!("{}", say(lang, "client-write", &[]));
            }
            let mut text = String::new();
            input
                .read_to_string(&mut text)
                .with_context(|| say(lang, "client-no-text", &[]))?;
            text
        }
    };
    ensure!(!text.trim().is_empty(), say(lang, "client-no-text", &[]));
    Ok(text)
}
