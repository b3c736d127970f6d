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

/// The same for a process that only reads from it: without the bot's device, which is another process's.
///
/// # Errors
///
/// When there can be no HTTP client.
pub async fn connect_to_read(
    config: &Config,
    tag: &str,
    sealer: &Sealer,
) -> anyhow::Result<Arc<Live>> {
    let settings = Settings {
        encryption: false,
        ..settings(config, tag, sealer)?
    };
    Live::connect(settings)
        .await
        .context("no connection to the homeserver can be made")
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

/// The passphrase that `secta init` made; without one the device makes a recovery key of its own.
fn passphrase(config: &Config) -> anyhow::Result<Option<String>> {
    let path = config.recovery_file();
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
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
        recovery_passphrase: passphrase(config)?,
        encryption: config.encryption.enabled,
    })
}
