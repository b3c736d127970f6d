//! `secta wiki …`: private spaces of the wiki, on a member's own machine. What is written waits here, sealed, until `sync`
//! takes it to the site that keeps the space; all the rest works without a net.
//!
//! `home` knows where things lie, `open` opens a copy of a space, `net` speaks to the site, `pages` makes pages of
//! revisions; the rest is one file for each command or two.

mod change;
mod copies;
mod edit;
mod files;
mod group;
mod home;
mod key;
mod look;
mod net;
mod open;
mod pages;
mod past;
mod search;
mod sync;
mod wish;

use secta_bot_kit::Lang;
use secta_wiki::title::{Title, TitleFault};
use secta_wiki_spaces::SpaceId;

/// What is done in private spaces.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// One's key
    #[command(subcommand)]
    Key(key::Command),
    /// Spaces and their members
    #[command(subcommand)]
    Space(group::Command),
    /// Lists the spaces that are on this machine
    Spaces,
    /// Brings a space to this machine that one was added to
    Join(JoinArgs),
    /// Lists the pages of a space
    List(Of),
    /// Shows a page
    Show(look::ShowArgs),
    /// Writes a page: in the editor of `EDITOR`, from a file or from standard input
    Edit(edit::Args),
    /// Lists the revisions of a page, the newest first
    History(past::HistoryArgs),
    /// Shows what a revision has changed, or what is different between two
    Diff(past::DiffArgs),
    /// Gives a page another title
    Rename(change::RenameArgs),
    /// Deletes a page; its revisions stay
    Delete(change::DeleteArgs),
    /// Makes a page what it was at a revision
    Revert(change::RevertArgs),
    /// Finds pages that hold all of these words
    Search(search::Args),
    /// Settles what was written apart, in the editor, from a file or from standard input
    Resolve(edit::Args),
    /// Writes pages from the Markdown files of a folder
    Import(files::Args),
    /// Writes the pages of a space into a folder, as Markdown files
    Export(files::Args),
    /// Takes what others wrote, and sends what waits
    Sync(Of),
}

/// Which space.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Of {
    /// The space's name, or its id's beginning; not needed where there is one on this machine
    #[arg(
        long,
        short,
        env = "SECTA_WIKI_SPACE",
        hide_env_values = true,
        value_name = "SPACE"
    )]
    space: Option<String>,
}

/// A page of a space.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Page {
    #[command(flatten)]
    of: Of,
    /// The page's title
    #[arg(value_parser = title)]
    title: Title,
}

/// Which space, and who keeps it.
#[derive(Debug, clap::Args)]
pub(super) struct JoinArgs {
    /// The space's id, which whoever added you knows
    space: SpaceId,
    #[command(flatten)]
    at: net::At,
}

fn title(text: &str) -> Result<Title, TitleFault> {
    Title::parse(text)
}

/// Does what is asked.
///
/// # Errors
///
/// Why it could not be done.
pub(super) async fn run(command: Command, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Key(command) => key::run(&command, lang),
        Command::Space(command) => group::run(command, lang).await,
        Command::Spaces => copies::list(lang),
        Command::Join(args) => copies::join(args.space, &args.at, lang).await,
        Command::List(of) => look::list(&of, lang),
        Command::Show(args) => look::show(&args, lang),
        Command::Edit(args) => edit::edit(&args, lang),
        Command::History(args) => past::history(&args, lang),
        Command::Diff(args) => past::diff(&args, lang),
        Command::Rename(args) => change::rename(&args, lang),
        Command::Delete(args) => change::delete(&args, lang),
        Command::Revert(args) => change::revert(&args, lang),
        Command::Search(args) => search::run(&args, lang),
        Command::Resolve(args) => edit::resolve(&args, lang),
        Command::Import(args) => files::import(&args, lang),
        Command::Export(args) => files::export(&args, lang),
        Command::Sync(of) => sync::run(&of, lang).await,
    }
}
