//! Writes the configurations of the homeserver and of the node.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, ensure};

use super::{
    layout::{Kind, Layout, SERVER_NAME},
    memory::Memory,
};
use crate::{
    cli::{files, init, registration},
    config::Config,
};

const SYNAPSE: &str = include_str!("synapse.yaml");
const SYNAPSE_LOG: &str = include_str!("synapse-log.yaml");
const SYNAPSE_PART: &str = include_str!("../../../../../deploy/synapse.yaml");
const DENDRITE: &str = include_str!("dendrite.yaml");
const DENDRITE_PART: &str = include_str!("../../../../../deploy/dendrite.yaml");

/// Writes both; the node's stays as it is while its addresses fit, so that it can be edited between starts.
pub(super) fn all(
    layout: &Layout,
    memory: &Memory,
    database: Option<&str>,
) -> anyhow::Result<Config> {
    let config = secta(layout, memory, database)?;
    let registration = layout.home().join("registration.yaml");
    files::write_private(&registration, &registration::yaml(&config))?;
    let (whole, part) = match layout.kind {
        Kind::Synapse => (SYNAPSE, SYNAPSE_PART),
        Kind::Dendrite => (DENDRITE, DENDRITE_PART),
    };
    let part = part.replace(
        "/etc/secta/registration.yaml",
        &registration.display().to_string(),
    );
    let text = filled(&format!("{whole}{part}"), layout, memory);
    files::write_private(&layout.homeserver_config(), &text)?;
    match layout.kind {
        Kind::Synapse => {
            files::write_private(&layout.home().join("log.yaml"), SYNAPSE_LOG)?;
            synapse_key(layout)?;
        }
        Kind::Dendrite => dendrite_key(layout)?,
    }
    Ok(config)
}

fn filled(text: &str, layout: &Layout, memory: &Memory) -> String {
    text.replace("@SERVER_NAME@", SERVER_NAME)
        .replace("@URL@", &layout.homeserver_url())
        .replace("@PORT@", &layout.port_base.to_string())
        .replace("@HOME@", &layout.home().display().to_string())
        .replace("@SHARED_SECRET@", &memory.shared_secret)
        .replace("@OTHER_SECRET@", &memory.other_secret)
}

fn secta(layout: &Layout, memory: &Memory, database: Option<&str>) -> anyhow::Result<Config> {
    let path = layout.secta_config();
    if let Ok(config) = read(&path) {
        let fits = config.homeserver.url == layout.homeserver_url()
            && config.appservice.listen.to_string() == layout.intake()
            && config.operating.listen.to_string() == layout.operating()
            && config.site.listen.to_string() == layout.site()
            && database.is_none_or(|database| config.database.url.expose() == database);
        if fits {
            return Ok(config);
        }
    }
    let answers = init::Answers {
        homeserver_url: layout.homeserver_url(),
        server_name: SERVER_NAME.to_owned(),
        listen: layout.intake(),
        url: format!("http://{}", layout.intake()),
        operating: layout.operating(),
        site: Some(layout.site()),
        database: database.unwrap_or("sqlite:secta.sqlite").to_owned(),
        bot: "secta".to_owned(),
        // The people of the demo speak a lot at the start: whoever speaks for them next is not too fast.
        burst: Some(100),
    };
    init::write_with(&layout.home(), &answers, &memory.as_token, &memory.hs_token)?;
    read(&path)
}

/// Reads the file alone: the environment is not the demo's.
fn read(path: &Path) -> anyhow::Result<Config> {
    let base = path.parent().unwrap_or(Path::new("/"));
    Ok(Config::parse(&fs::read_to_string(path)?, base)?)
}

/// Synapse keeps the 32 bytes of its key in base64.
fn synapse_key(layout: &Layout) -> anyhow::Result<()> {
    let key = layout.home().join("signing.key");
    if fs::exists(&key)? {
        return Ok(());
    }
    let seed = files::random_token()?.replace('-', "+").replace('_', "/");
    files::write_private(&key, &format!("ed25519 a_demo {seed}\n"))
}

fn dendrite_key(layout: &Layout) -> anyhow::Result<()> {
    let key = layout.home().join("matrix_key.pem");
    if fs::exists(&key)? {
        return Ok(());
    }
    let made = Command::new(layout.tools.join("bin/generate-keys"))
        .arg("-private-key")
        .arg(&key)
        .output();
    let made = made.context("cannot start generate-keys")?;
    ensure!(
        made.status.success(),
        "generate-keys: {}",
        String::from_utf8_lossy(&made.stderr)
    );
    Ok(())
}
