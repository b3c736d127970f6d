//! `secta community create`

use std::time::Duration;

use anyhow::{bail, ensure};
use reqwest::StatusCode;
use secta_bot_community::{
    NAME, found,
    memory::Role,
    request::{Request, Standing, Unfit},
};
use secta_bot_kit::{Lang, ids::permalink};

use super::{ConfigArg, files, node::Node};
use crate::{bots, config::Config, phrases::say};

/// How long is waited for the rooms.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is done with communities.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Makes a community for a member, through the running node: the same as `!community create` in a chat
    Create(CreateArgs),
}

/// For whom, and under which name.
#[derive(Debug, clap::Args)]
pub(super) struct CreateArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// The member who founds it; the first post makes them trusted
    #[arg(long, value_name = "@USER:SERVER")]
    founder: String,
    /// The language of its common rooms; the configured one where this is not given
    #[arg(long, value_parser = language, value_name = "ru|en")]
    lang: Option<Lang>,
    /// Its name
    name: String,
}

fn language(code: &str) -> Result<Lang, String> {
    let known = Lang::ALL.into_iter().find(|lang| lang.code() == code);
    known.ok_or_else(|| "ru, en".to_owned())
}

/// Does what is asked.
///
/// # Errors
///
/// Why there will be no community.
pub(super) async fn run(command: Command, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Create(args) => create(&args, lang).await,
    }
}

async fn create(args: &CreateArgs, lang: Lang) -> anyhow::Result<()> {
    let config = args.config.load()?;
    let enabled = bots::enabled(&config)?;
    ensure!(
        enabled.iter().any(|bot| bot == NAME),
        say(lang, "community-off", &[])
    );
    let language = args.lang.unwrap_or(config.rooms.default_language);
    let request = Request::new(&args.founder, &args.name, language, &bots::selves(&config))
        .map_err(|unfit| anyhow::anyhow!(explain(unfit, args, &config, lang)))?;
    let node = Node::new(&config, lang)?;
    require_account(&config, &args.founder, lang).await?;
    let id = files::random_token()?;
    let standing = node.found(&id, &request, PATIENCE).await?;
    tell(&standing, &request, &config, lang)
}

fn explain(unfit: Unfit, args: &CreateArgs, config: &Config, lang: Lang) -> String {
    let (max, server) = (found::NAME_MAX.to_string(), &config.homeserver.server_name);
    let told = [
        ("founder", args.founder.as_str()),
        ("server", server.as_str()),
        ("max", max.as_str()),
    ];
    let phrase = match unfit {
        Unfit::NotAnId => "community-not-an-id",
        Unfit::OwnUser => "community-own-user",
        Unfit::OtherServer => "community-other-server",
        Unfit::Name => "community-name",
    };
    say(lang, phrase, &told)
}

/// Refuses a founder whom the homeserver does not know; one that says nothing of it is believed.
async fn require_account(config: &Config, founder: &str, lang: Lang) -> anyhow::Result<()> {
    let mut url = url::Url::parse(&config.homeserver.url)?;
    if let Ok(mut path) = url.path_segments_mut() {
        let profile = ["_matrix", "client", "v3", "profile", founder];
        path.pop_if_empty().extend(profile);
    }
    let http = reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(10))
        .build()?;
    let token = config.appservice.as_token.expose();
    let answer = http.get(url).bearer_auth(token).send().await;
    let absent = answer.is_ok_and(|answer| answer.status() == StatusCode::NOT_FOUND);
    ensure!(
        !absent,
        say(lang, "community-no-account", &[("founder", founder)])
    );
    Ok(())
}

fn tell(standing: &Standing, request: &Request, config: &Config, lang: Lang) -> anyhow::Result<()> {
    let (name, founder) = (request.name.as_str(), request.founder.as_str());
    let told = [("name", name), ("founder", founder)];
    match standing {
        Standing::Ready { community, rooms } => {
            let space = rooms.get(&Role::Space);
            let server = &config.homeserver.server_name;
            let link = space.map(|space| permalink(space, None, server));
            let (id, link) = (community.to_string(), link.unwrap_or_default());
            let told = [
                ("name", name),
                ("founder", founder),
                ("id", &id),
                ("link", &link),
            ];
            println!("{}", say(lang, "community-ready", &told));
        }
        Standing::Waits | Standing::Making => {
            println!("{}", say(lang, "community-asked", &told));
        }
        Standing::Taken => bail!(say(lang, "community-taken", &told)),
        Standing::Refused { rooms } => {
            let line = |(role, said): (&Role, &String)| format!("  {}: {said}", role.tag());
            let lines: Vec<String> = rooms.iter().map(line).collect();
            bail!(say(
                lang,
                "community-refused",
                &[("name", name), ("rooms", &lines.join("\n"))]
            ));
        }
    }
    Ok(())
}
