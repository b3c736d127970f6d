//! The site over the node's parts, on an address of its own.

use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
};

use anyhow::Context as _;
use axum::Router;
use jiff::tz::TimeZone;
use secta_bot_kit::words::Words;
use secta_bot_search::text::Lemmas;
use secta_matrix::live::Live;
use secta_site::{
    Settings, Site,
    site::{Clock, Ports},
};
use tokio::{net::TcpListener, task::JoinSet};
use url::Url;

use super::{
    accounts::{self, SiteAccounts},
    borders::Frontier,
    files::Fetched,
    finder::Finder,
    library::Stacks,
    margins,
    spaces::Vaults,
    twilight::Remembered,
};
use crate::{bots, config::Config, engine::Parts, search::Shelf};

/// What the site is made with, beside the node's parts.
pub struct Making {
    /// What is published.
    pub stacks: Stacks,
    /// All phrases, those of the site among them.
    pub words: Arc<Words>,
    /// The zone in which days and hours are told.
    pub zone: TimeZone,
    /// The search's index.
    pub shelf: Shelf,
    /// The homeserver, once it is connected to.
    pub homeserver: Arc<OnceLock<Arc<Live>>>,
    /// What everybody may read on the site's address too: records and proofs.
    pub beside: Router,
}

/// Opens the view of what is published, which the site shows and the bots of wiki and search ask; its pages are found by
/// these forms of words.
///
/// # Errors
///
/// When its file can neither be opened nor made.
pub fn stacks(config: &Config, tag: &str, lemmas: Arc<dyn Lemmas>) -> anyhow::Result<Stacks> {
    let folder = config.data_dir.join("site");
    std::fs::create_dir_all(&folder)?;
    Ok(Stacks::open(
        &folder.join("pages.sqlite"),
        tag,
        &config.data_dir.join("wiki"),
        lemmas,
    )?)
}

/// The address of the site, where it is served.
///
/// # Errors
///
/// When it is none.
pub fn base(config: &Config) -> anyhow::Result<Option<Url>> {
    if !config.site.enabled {
        return Ok(None);
    }
    Url::parse(&config.site.url).map(Some).context("site.url")
}

/// Serves the site.
///
/// # Errors
///
/// When its address is taken, or one of its files cannot be opened.
pub async fn start(
    config: &Config,
    parts: &Parts,
    making: Making,
    tasks: &mut JoinSet<()>,
) -> anyhow::Result<()> {
    let stacks = making.stacks;
    let base = Url::parse(&config.site.url).context("site.url")?;
    let accounts = SiteAccounts::open(accounts::Parts {
        store: Arc::clone(&parts.store),
        sealer: parts.sealer.clone(),
        clock: Arc::clone(&parts.clock),
        selves: bots::selves(config),
        data: config.data_dir.clone(),
        base: base.clone(),
    })?;
    let ticking = Arc::clone(&parts.clock);
    let clock: Clock = Arc::new(move || ticking.now_ms());
    let finder = Finder {
        shelf: making.shelf,
        store: Arc::clone(&parts.store),
        sealer: parts.sealer.clone(),
        stacks: stacks.clone(),
        selves: bots::selves(config),
        zone: making.zone.clone(),
        server: config.homeserver.server_name.clone(),
        clock: Arc::clone(&clock),
    };
    let (desk, accounts) = (accounts.desk(), Arc::new(accounts));
    let ports = Ports {
        library: Arc::new(stacks.clone()),
        twilight: Arc::new(Remembered::new(
            stacks.clone(),
            Arc::clone(&parts.store),
            parts.sealer.clone(),
        )),
        desk: Arc::new(desk),
        drafts: Arc::clone(&accounts) as _,
        accounts,
        finder: Arc::new(finder),
        files: Arc::new(Fetched::new(Arc::clone(&making.homeserver))),
        borders: Arc::new(Frontier::of(config)?),
        wiki: Arc::new(stacks.clone()),
        margins: Arc::new(margins::Remembered {
            store: Arc::clone(&parts.store),
            sealer: parts.sealer.clone(),
        }),
        spaces: Arc::new(Vaults::open(&config.data_dir, Arc::clone(&parts.clock))?),
    };
    let settings = Settings {
        base,
        lang: config.rooms.default_language,
        zone: making.zone.clone(),
        elsewhere: config.site.elsewhere.clone(),
        server: config.homeserver.server_name.clone(),
        cache_bytes: config.site.cache_mb as usize * 1024 * 1024,
    };
    let site = Site::new(settings, Arc::clone(&making.words), ports, clock);
    let routes = secta_site::router(Arc::new(site)).merge(making.beside);
    let address = config.site.listen;
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} cannot be listened on"))?;
    tracing::info!(%address, "the site listens");
    tasks.spawn(async move {
        let service = routes.into_make_service_with_connect_info::<SocketAddr>();
        if let Err(error) = axum::serve(listener, service).await {
            tracing::error!(%error, "the site ended");
        }
    });
    Ok(())
}
