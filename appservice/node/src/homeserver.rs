//! The live homeserver of a configuration.

use std::{sync::Arc, time::Duration};

use anyhow::Context as _;
use secta_matrix::{
    Homeserver,
    live::{Live, Settings},
};

use crate::{config::Config, seal::Sealer};

/// The longest wait between two pings.
const LONGEST: Duration = Duration::from_secs(30);

/// What the device's database is encrypted with: derived from the node's key under this name.
const DEVICE_KEY: &str = "secta 2026 device store";

/// The homeserver port of a configuration; it does not wait for the homeserver.
///
/// # Errors
///
/// When the device's database cannot be opened.
pub async fn connect(config: &Config, tag: &str, sealer: &Sealer) -> anyhow::Result<Arc<Live>> {
    let live = Live::connect(settings(config, tag, sealer)?).await;
    live.context("the store of the bot's device cannot be opened")
}

/// Pings until the homeserver answers, which makes it deliver what it held back.
pub async fn ping_until_answered(homeserver: &dyn Homeserver) {
    let mut wait = Duration::from_millis(100);
    while let Err(error) = homeserver.ping().await {
        tracing::warn!(%error, "the homeserver and the intake do not reach each other yet");
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST);
    }
}

/// The settings of the homeserver port.
///
/// # Errors
///
/// When the recovery passphrase cannot be read.
pub fn settings(config: &Config, tag: &str, sealer: &Sealer) -> anyhow::Result<Settings> {
    Ok(Settings {
        homeserver_url: config
            .homeserver
            .url
            .parse()
            .context("homeserver.url is no address")?,
        server_name: config.homeserver.server_name.clone(),
        registration_id: config.appservice.id.clone(),
        as_token: config.appservice.as_token.expose().to_owned(),
        bot_localpart: config.appservice.bot.clone(),
        display_name: Some(config.appservice.bot_name.clone()),
        avatar_url: config.appservice.bot_avatar.clone(),
        namespace: config.appservice.prefix.clone(),
        device_id: config.encryption.device_id.clone(),
        tag: tag.to_owned(),
        data_dir: config.crypto_dir(),
        store_key: sealer.subkey(DEVICE_KEY),
        recovery_key: None,
        encryption: config.encryption.enabled,
    })
}
