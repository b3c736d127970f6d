//! `secta site withhold`, `release`, `withheld`: pages that the law withholds in some countries (RFC 7725). Everybody
//! reads what is withheld, where, and who demands it; rooms and records are untouched.

use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use secta_bot_kit::Lang;
use secta_record::{RecordId, act::ItemId};

use super::{ConfigArg, files};
use crate::{
    clock::{Clock as _, SystemClock},
    config::{Config, value::parse_http_url},
    phrases::say,
    site::borders::{FILE, Order, read},
};

/// What is done.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Withholds a page from readers in some countries, and says so to everybody
    Withhold(WithholdArgs),
    /// Shows a page everywhere again; that it was withheld stays told
    Release(ReleaseArgs),
    /// Lists what is and was withheld
    Withheld(ConfigArg),
}

/// What is withheld where.
#[derive(Debug, clap::Args)]
pub(super) struct WithholdArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// The page's address, or `COMMUNITY/ITEM` with both ids whole
    page: String,
    /// The countries, as codes of two letters with commas between them
    #[arg(long, value_delimiter = ',', required = true, value_name = "CODES")]
    countries: Vec<String>,
    /// The address of whoever demands it
    #[arg(long, value_name = "URL")]
    authority: String,
    /// What readers are told of it
    #[arg(long, default_value = "", value_name = "TEXT")]
    reason: String,
}

/// What is shown again.
#[derive(Debug, clap::Args)]
pub(super) struct ReleaseArgs {
    #[command(flatten)]
    config: ConfigArg,
    /// The page's address, or the item's id
    page: String,
}

/// Does what is asked; a running node sees it at the next page.
///
/// # Errors
///
/// When the page is none, or the file cannot be written.
pub(super) async fn run(command: Command, lang: Lang) -> anyhow::Result<()> {
    match command {
        Command::Withhold(args) => withhold(&args, lang).await,
        Command::Release(args) => release(&args, lang),
        Command::Withheld(config) => list(&config, lang),
    }
}

async fn withhold(args: &WithholdArgs, lang: Lang) -> anyhow::Result<()> {
    let config = args.config.load()?;
    let (community, item) = page(&config, &args.page)
        .await?
        .with_context(|| say(lang, "site-no-page", &[("page", &args.page)]))?;
    let authority = parse_http_url(&args.authority);
    let Ok(authority) = authority else {
        bail!(say(lang, "config-not-http-url", &[]));
    };
    let countries: Vec<String> = args
        .countries
        .iter()
        .map(|code| code.trim().to_ascii_uppercase())
        .collect();
    let sound = |code: &String| code.len() == 2 && code.bytes().all(|it| it.is_ascii_uppercase());
    ensure!(
        countries.iter().all(sound),
        say(lang, "site-not-countries", &[])
    );
    let path = config.data_dir.join(FILE);
    let mut orders = read(&path)?;
    orders.push(Order {
        community,
        item,
        countries,
        authority,
        reason: args.reason.trim().to_owned(),
        since_ms: SystemClock.now_ms(),
        until_ms: None,
    });
    write(&path, &orders)?;
    println!("{}", say(lang, "site-withheld-now", &[]));
    Ok(())
}

fn release(args: &ReleaseArgs, lang: Lang) -> anyhow::Result<()> {
    let config = args.config.load()?;
    let path = config.data_dir.join(FILE);
    let mut orders = read(&path)?;
    let named = args.page.rsplit('/').next().unwrap_or_default();
    let mut found = false;
    for order in &mut orders {
        if order.until_ms.is_none() && order.item.to_string() == named {
            order.until_ms = Some(SystemClock.now_ms());
            found = true;
        }
    }
    ensure!(found, say(lang, "site-no-page", &[("page", &args.page)]));
    write(&path, &orders)?;
    println!("{}", say(lang, "site-released", &[]));
    Ok(())
}

fn list(config: &ConfigArg, lang: Lang) -> anyhow::Result<()> {
    let config = config.load()?;
    let orders = read(&config.data_dir.join(FILE))?;
    if orders.is_empty() {
        println!("{}", say(lang, "site-nothing-withheld", &[]));
    }
    for order in orders {
        let state = if order.until_ms.is_none() { "+" } else { "-" };
        let countries = order.countries.join(",");
        println!(
            "{state} {}/{} {countries} {} {}",
            order.community, order.item, order.authority, order.reason
        );
    }
    Ok(())
}

fn write(path: &Path, orders: &[Order]) -> anyhow::Result<()> {
    files::write_private(path, &serde_json::to_string_pretty(orders)?)
}

/// The community and the item of a page: both ids, or an address in which the community's is cut short.
async fn page(config: &Config, text: &str) -> anyhow::Result<Option<(RecordId, ItemId)>> {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.trim_end_matches('/').rsplit('/');
    let item = parts.next().and_then(|item| item.parse().ok());
    let community = match parts.next() {
        Some("p") => parts.next(),
        other => other,
    };
    let (Some(item), Some(community)) = (item, community) else {
        return Ok(None);
    };
    let store = secta_store::open_to_read(config.database.url.expose()).await?;
    let heads = store.fact_heads().await?;
    let mut named = heads
        .keys()
        .filter(|id| community.len() >= 8 && id.starts_with(community));
    let id = named.next().and_then(|id| id.parse().ok());
    Ok(id.map(|id| (id, item)))
}
