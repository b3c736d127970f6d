//! `secta client …`: a community's site from a terminal, from any machine.
//!
//! `site` speaks to the site's API, `kept` keeps the session, `show` writes what came for a terminal, `wiki` is a folder of
//! commands; the rest is one file per command.

mod act;
mod kept;
mod read;
mod search;
pub(super) mod show;
mod sign;
pub(super) mod site;
mod wiki;

use std::process::ExitCode;

use secta_bot_kit::Lang;

use self::site::Site;

/// What is done on a site.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Lists the communities of a site
    Communities(At),
    /// Shows the newest posts of a community, or one post with its thread
    Read(read::Args),
    /// Finds messages and pages of the wiki, with the words and filters of `!find`
    Search(search::Args),
    /// Writes a post; the text is Markdown
    Post(act::PostArgs),
    /// Answers a post or a comment; the text is Markdown
    Comment(act::CommentArgs),
    /// Gives an opinion of a post or comment, or takes it back
    Vote(act::VoteArgs),
    /// Pages of the wiki: reading, writing, and bringing all of them out and in
    #[command(subcommand)]
    Wiki(wiki::Command),
    /// Signs in, with a code that comes in the porch or with a recovery phrase
    SignIn(sign::InArgs),
    /// Ends the session and forgets it
    SignOut(At),
}

/// Where the site is.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct At {
    /// The site's address
    #[arg(long, env = "SECTA_SITE", hide_env_values = true, value_name = "URL")]
    site: url::Url,
    /// The session's secret, instead of the one that `secta client sign-in` keeps
    #[arg(
        long,
        env = "SECTA_SITE_TOKEN",
        hide_env_values = true,
        value_name = "SECRET"
    )]
    token: Option<String>,
}

/// Which community of a site.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct In {
    #[command(flatten)]
    at: At,
    /// The community's id, or its beginning; not needed where the site has one community
    #[arg(long, short, value_name = "ID")]
    community: Option<String>,
}

impl In {
    /// A community of the site at an address, with the session that is kept for it.
    pub(super) fn of(site: url::Url, community: Option<String>) -> Self {
        let token = std::env::var("SECTA_SITE_TOKEN").ok();
        let at = At { site, token };
        Self { at, community }
    }
}

/// Does what is asked.
///
/// # Errors
///
/// Why it could not be done.
pub(super) async fn run(command: Command, lang: Lang) -> anyhow::Result<ExitCode> {
    match command {
        Command::Communities(at) => read::communities(&Site::new(&at, lang)?).await?,
        Command::Read(args) => read::run(&args, lang).await?,
        Command::Search(args) => return search::run(&args, lang).await,
        Command::Post(args) => return act::post(args, lang).await,
        Command::Comment(args) => return act::comment(args, lang).await,
        Command::Vote(args) => return act::vote(args, lang).await,
        Command::Wiki(command) => return wiki::run(command, lang).await,
        Command::SignIn(args) => sign::sign_in(&args, lang).await?,
        Command::SignOut(at) => sign::sign_out(&at, lang).await?,
    }
    Ok(ExitCode::SUCCESS)
}
