//! What the demo tells: to people on the screen, to programs in `demo.json`.

use std::path::PathBuf;

use secta_bot_kit::Lang;
use serde::{Deserialize, Serialize};

use super::{
    layout::{Layout, SERVER_NAME},
    memory::Memory,
};
use crate::{cli::files, phrases::say};

/// The contents of `demo.json`.
#[derive(Serialize, Deserialize)]
pub(super) struct Facts {
    /// The homeserver's address.
    pub homeserver: String,
    /// The homeserver's name.
    pub server_name: String,
    /// The bot's id.
    pub bot: String,
    /// The node's configuration.
    pub config: PathBuf,
    /// The accounts.
    pub accounts: Vec<Member>,
    /// The rooms.
    pub rooms: Rooms,
    /// The children.
    pub pids: Pids,
}

/// An account in `demo.json`.
#[derive(Serialize, Deserialize)]
pub(super) struct Member {
    /// Its id.
    pub user_id: String,
    /// Its password.
    pub password: String,
    /// Its rank in the community; there are none yet, all are members.
    pub rank: String,
}

/// The rooms in `demo.json`.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Rooms {
    /// The room for free talk.
    pub square: String,
    /// The space around it.
    pub space: String,
}

/// The children in `demo.json`; `null` while one waits to be started again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Pids {
    /// The homeserver.
    pub homeserver: Option<u32>,
    /// The node.
    pub secta: Option<u32>,
}

impl Facts {
    /// Gathers them.
    pub(super) fn new(
        layout: &Layout,
        memory: &Memory,
        rooms: Rooms,
        pids: Pids,
        bot: String,
    ) -> Self {
        let member = |account: &super::memory::Account| Member {
            user_id: account.user_id(),
            password: account.password.clone(),
            rank: "member".to_owned(),
        };
        Self {
            homeserver: layout.homeserver_url(),
            server_name: SERVER_NAME.to_owned(),
            bot,
            config: layout.secta_config(),
            accounts: memory.accounts.iter().map(member).collect(),
            rooms,
            pids,
        }
    }

    /// Writes `demo.json`.
    pub(super) fn write(&self, layout: &Layout) -> anyhow::Result<()> {
        files::write_private(
            &layout.facts(),
            &format!("{}\n", serde_json::to_string_pretty(self)?),
        )
    }

    /// Prints what a person needs, and `ready`.
    pub(super) fn print(&self, layout: &Layout, lang: Lang) {
        let line = |member: &Member| format!("  {:<20} {}", member.user_id, member.password);
        let accounts: Vec<String> = self.accounts.iter().map(line).collect();
        let told = [
            ("homeserver", self.homeserver.as_str()),
            ("accounts", &accounts.join("\n")),
            ("bot", &self.bot),
            ("folder", &layout.home().display().to_string()),
        ];
        println!("\n{}\n", say(lang, "demo-ready", &told));
        println!("ready");
    }
}
