//! What the demo tells: to people on the screen, to programs in `demo.json`.

use std::{collections::BTreeMap, path::PathBuf};

use secta_bot_community::memory::Role;
use secta_bot_kit::{Lang, RoomId};
use serde::{Deserialize, Serialize};

use super::{
    layout::{Layout, SERVER_NAME},
    memory::{Account, Memory},
    person::{Person, View},
};
use crate::{cli::files, phrases::say};

const TRUSTED: &str = "trusted";
const COMMENTER: &str = "commenter";
const GHOST: &str = "ghost";

/// The contents of `demo.json`.
#[derive(Serialize)]
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
    /// The folder of the community's vault.
    pub vault: PathBuf,
    /// The address of the public site.
    pub site: String,
    /// The address of the log of the community's chronicle.
    pub log: String,
    /// The children.
    pub pids: Pids,
}

/// An account in `demo.json`.
#[derive(Serialize)]
pub(super) struct Member {
    /// Its id.
    pub user_id: String,
    /// Its password.
    pub password: String,
    /// Its rank in the community: `trusted`, `commenter` or `ghost`.
    pub rank: String,
}

/// The community's rooms in `demo.json`.
#[derive(Clone, Serialize)]
pub(super) struct Rooms {
    /// The space around the others.
    pub space: String,
    /// Posts and their threads.
    pub stream: String,
    /// What waits for votes.
    pub twilight: String,
    /// Cases, appeals, proposals.
    pub council: String,
    /// Free talk.
    pub square: String,
    /// The important messages.
    pub chronicle: String,
}

impl Rooms {
    /// Of a community; nothing where it lacks one.
    pub(super) fn of(rooms: &BTreeMap<Role, RoomId>) -> Option<Self> {
        let room = |role| rooms.get(&role).map(|room| room.as_str().to_owned());
        Some(Self {
            space: room(Role::Space)?,
            stream: room(Role::Stream)?,
            twilight: room(Role::Twilight)?,
            council: room(Role::Council)?,
            square: room(Role::Square)?,
            chronicle: room(Role::Chronicle)?,
        })
    }

    /// Whether a room is one of them.
    pub(super) fn has(&self, room: &str) -> bool {
        let all = [
            &self.space,
            &self.stream,
            &self.twilight,
            &self.council,
            &self.square,
            &self.chronicle,
        ];
        all.into_iter().any(|own| own == room)
    }

    /// The rank of somebody, by what is open to them.
    fn rank(&self, view: &View) -> &'static str {
        if view.opens(&self.twilight) {
            TRUSTED
        } else if view.opens(&self.stream) {
            COMMENTER
        } else {
            GHOST
        }
    }
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
        people: &[Person<'_>],
        bot: String,
    ) -> Self {
        let member = |(account, person): (&Account, &Person<'_>)| Member {
            user_id: account.user_id(),
            password: account.password.clone(),
            rank: rooms.rank(&person.view).to_owned(),
        };
        Self {
            homeserver: layout.homeserver_url(),
            server_name: SERVER_NAME.to_owned(),
            bot,
            config: layout.secta_config(),
            accounts: memory.accounts.iter().zip(people).map(member).collect(),
            rooms,
            vault: PathBuf::new(),
            site: layout.site().replace("127.0.0.1", "http://localhost"),
            log: String::new(),
            pids: Pids::default(),
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
        let told = [
            ("homeserver", self.homeserver.as_str()),
            ("trusted", &self.of_rank(TRUSTED)),
            ("commenters", &self.of_rank(COMMENTER)),
            ("ghosts", &self.of_rank(GHOST)),
            ("bot", &self.bot),
            ("vault", &self.vault.display().to_string()),
            ("site", &self.site),
            ("log", &self.log),
            ("folder", &layout.home().display().to_string()),
        ];
        println!("\n{}\n", say(lang, "demo-ready", &told));
        println!("ready");
    }
    fn of_rank(&self, rank: &str) -> String {
        let members = self.accounts.iter().filter(|member| member.rank == rank);
        let lines = members.map(|member| format!("    {:<20} {}", member.user_id, member.password));
        lines.collect::<Vec<_>>().join("\n")
    }
}
