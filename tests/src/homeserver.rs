//! What Synapse and Dendrite have in common for a scenario.

use std::{path::PathBuf, time::Duration};

use crate::{dendrite::Dendrite, place, synapse::Synapse};

/// Which homeserver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Synapse, on SQLite.
    Synapse,
    /// Dendrite, on SQLite.
    Dendrite,
}

/// Where a homeserver will be, known before it starts: the node's configuration is made from it.
#[derive(Clone, Debug)]
pub struct Address {
    /// The name in user ids.
    pub server_name: String,
    /// The port of its client API, without TLS.
    pub port: u16,
    /// The port of federation, with TLS, where it federates.
    pub federation: Option<u16>,
}

impl Address {
    /// A homeserver on its own.
    pub fn alone() -> Self {
        Self {
            server_name: "secta.test".to_owned(),
            port: place::port(),
            federation: None,
        }
    }

    /// A homeserver that others can reach by its name, on loopback.
    pub fn federated() -> Self {
        let federation = place::port();
        Self {
            server_name: format!("localhost:{federation}"),
            port: place::port(),
            federation: Some(federation),
        }
    }

    /// The URL of its client API.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// How to start a homeserver.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where.
    pub address: Address,
    /// Registrations of application services.
    pub registrations: Vec<PathBuf>,
}

/// A real homeserver, stopped when it goes out of scope.
pub enum Homeserver {
    /// Synapse.
    Synapse(Synapse),
    /// Dendrite.
    Dendrite(Dendrite),
}

impl Homeserver {
    /// Starts one and waits until it answers.
    pub async fn start(kind: Kind, options: Options) -> Self {
        match kind {
            Kind::Synapse => Self::Synapse(Synapse::start(options).await),
            Kind::Dendrite => Self::Dendrite(Dendrite::start(options).await),
        }
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        match self {
            Self::Synapse(server) => server.address(),
            Self::Dendrite(server) => server.address(),
        }
    }

    /// Kills it with SIGKILL.
    pub fn kill9(&mut self) {
        match self {
            Self::Synapse(server) => server.kill9(),
            Self::Dendrite(server) => server.kill9(),
        }
    }

    /// Starts it again, on the same data and ports.
    pub async fn restart(&mut self) {
        match self {
            Self::Synapse(server) => server.restart().await,
            Self::Dendrite(server) => server.restart().await,
        }
    }
}

/// An HTTP client for loopback.
///
/// # Panics
///
/// Never on a machine with a working TLS library.
pub fn http() -> reqwest::Client {
    patient().build().expect("an HTTP client can be made")
}

/// What such a client is made of: it waits for nobody longer than a minute, so that a scenario says what it waited for.
pub fn patient() -> reqwest::ClientBuilder {
    rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .ok();
    reqwest::Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(60))
}
