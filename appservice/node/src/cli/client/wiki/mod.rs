//! `secta client wiki …`: the pages of a community's wiki from a terminal.
//!
//! - `ask`: what is asked of the site, and done there; `told`: why something is left out, in words.
//! - `pages`: lists, pages, histories; `write`: one page; `export`, `git`: all of them out; `import`, `there`, `send`,
//!   `summary`: any folder of Markdown in.

mod ask;
mod export;
mod git;
mod import;
mod pages;
mod send;
mod summary;
mod there;
mod told;
mod write;

use std::process::ExitCode;

use secta_bot_kit::Lang;

use super::In;

/// What is done with the wiki.
#[derive(Debug, clap::Subcommand)]
pub(in crate::cli) enum Command {
    /// Lists the pages
    Pages(In),
    /// Prints the Markdown of a page
    Read(Page),
    /// Lists the revisions of a page
    History(Page),
    /// Writes a page: from a file, or from standard input
    Write(write::Args),
    /// Writes all pages into a folder of Markdown, which Obsidian opens as it is
    Export(export::Args),
    /// Makes pages of a folder of Markdown: an Obsidian vault, a working copy of an export
    Import(import::Args),
}

/// A page.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Page {
    #[command(flatten)]
    place: In,
    /// Its title
    title: String,
}

/// Does what is asked.
///
/// # Errors
///
/// Why it could not be done.
pub(super) async fn run(command: Command, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        Command::Pages(place) => pages::list(&place, lang).await?,
        Command::Read(page) => pages::read(&page, lang).await?,
        Command::History(page) => pages::history(&page, lang).await?,
        Command::Write(args) => return write::run(&args, lang).await,
        Command::Export(args) => return export::run(&args, lang).await,
        Command::Import(args) => return import::run(&args, lang).await,
    }
    Ok(ExitCode::SUCCESS)
}
