//! Where the demo keeps things, and on which ports it listens.

use std::{net::TcpListener, path::PathBuf, time::Duration};

use anyhow::bail;
use secta_bot_kit::Lang;
use tokio::time::{Instant, sleep};

use crate::phrases::say;

/// How many ports a demo has, one behind the other.
const PORTS: u16 = 4;

/// How long a process that ends may take to let go of its ports.
const LETTING_GO: Duration = Duration::from_secs(5);

/// The homeserver that is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Kind {
    /// Synapse, from PyPI.
    Synapse,
    /// Dendrite, built with Go.
    Dendrite,
}

impl Kind {
    /// Its name, for people.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Synapse => "Synapse",
            Self::Dendrite => "Dendrite",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Synapse => "synapse",
            Self::Dendrite => "dendrite",
        }
    }
}

/// The name of the demo's homeserver: its users are `@alice:localhost`.
pub(super) const SERVER_NAME: &str = "localhost";

/// Paths and ports; all paths are absolute.
pub(super) struct Layout {
    /// `--data`.
    pub root: PathBuf,
    /// Where the homeserver's program is installed.
    pub tools: PathBuf,
    /// The homeserver.
    pub kind: Kind,
    /// The first of the ports.
    pub port_base: u16,
}

impl Layout {
    /// The folder of this homeserver and of the node beside it.
    pub(super) fn home(&self) -> PathBuf {
        self.root.join(self.kind.folder())
    }

    /// The node's configuration.
    pub(super) fn secta_config(&self) -> PathBuf {
        self.home().join("secta.toml")
    }

    /// The homeserver's configuration.
    pub(super) fn homeserver_config(&self) -> PathBuf {
        self.home().join("homeserver.yaml")
    }

    /// What the demo tells to programs.
    pub(super) fn facts(&self) -> PathBuf {
        self.root.join("demo.json")
    }

    /// Which processes run, for the next demo.
    pub(super) fn pids(&self) -> PathBuf {
        self.root.join("demo-pids.json")
    }

    /// The homeserver's address.
    pub(super) fn homeserver_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port_base)
    }

    /// The address of the node's intake, host and port.
    pub(super) fn intake(&self) -> String {
        format!("127.0.0.1:{}", self.port_base + 1)
    }

    /// The address of `/ready`, host and port.
    pub(super) fn operating(&self) -> String {
        format!("127.0.0.1:{}", self.port_base + 2)
    }

    /// The address of the site, host and port.
    pub(super) fn site(&self) -> String {
        format!("127.0.0.1:{}", self.port_base + 3)
    }

    /// Refuses to start where another program has one of the ports, and keeps it: a process that was just stopped lets go
    /// of its own a moment after it has left the list of processes.
    pub(super) async fn require_free_ports(&self, lang: Lang) -> anyhow::Result<()> {
        let until = Instant::now() + LETTING_GO;
        for port in self.port_base..self.port_base + PORTS {
            while TcpListener::bind(("127.0.0.1", port)).is_err() {
                if Instant::now() >= until {
                    bail!(say(lang, "demo-port-taken", &[("port", &port.to_string())]));
                }
                sleep(Duration::from_millis(50)).await;
            }
        }
        Ok(())
    }
}
