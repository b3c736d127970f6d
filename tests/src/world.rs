//! A homeserver with the node beside it, ready: what most scenarios start from.

use std::sync::Arc;

use serde_json::json;

use crate::{
    homeserver::{Address, Homeserver, Kind, Options},
    member::Member,
    postgres::Postgres,
    secta::{Secta, Setup},
};

/// Where the node keeps its journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file of its own.
    Sqlite,
    /// A real PostgreSQL.
    Postgres,
}

/// The servers of one scenario. They stop in this order.
pub struct World {
    /// The node.
    pub secta: Secta,
    /// The homeserver.
    pub homeserver: Homeserver,
    /// The database's server, where there is one.
    pub postgres: Option<Postgres>,
}

impl World {
    /// Starts everything and waits until the node is ready.
    pub async fn start(kind: Kind, database: Database) -> Self {
        Self::start_with(kind, database, Address::alone(), |_| ()).await
    }

    /// The same at an address, with settings that the scenario makes.
    pub async fn start_with(
        kind: Kind,
        database: Database,
        address: Address,
        settle: impl FnOnce(&mut Setup),
    ) -> Self {
        let postgres = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(Postgres::start().await),
        };
        let url = postgres.as_ref().map(|postgres| postgres.database("node"));
        let mut setup = Setup::init(&address, url.as_deref());
        settle(&mut setup);
        let homeserver = beside(kind, address, &setup).await;
        let secta = Secta::start(&Arc::new(setup)).await;
        Self {
            secta,
            homeserver,
            postgres,
        }
    }

    /// The node's setup.
    pub fn setup(&self) -> &Arc<Setup> {
        self.secta.setup()
    }

    /// The bot's Matrix id.
    pub fn bot(&self) -> &str {
        self.secta.setup().bot()
    }

    /// A new account of the homeserver.
    pub async fn member(&self, name: &str) -> Member {
        Member::register(self.homeserver.address(), name).await
    }

    /// A room of the first member with the bot and the others in it.
    pub async fn room(&self, members: &[&Member]) -> String {
        room(self.bot(), members).await
    }
}

/// A homeserver that knows the node.
pub async fn beside(kind: Kind, address: Address, setup: &Setup) -> Homeserver {
    Homeserver::start(
        kind,
        Options {
            address,
            registrations: vec![setup.registration()],
        },
    )
    .await
}

/// A room of the first member with the bot and the others in it.
///
/// # Panics
///
/// When there is no first member.
pub async fn room(bot: &str, members: &[&Member]) -> String {
    let (owner, others) = members.split_first().expect("a room has an owner");
    let invited: Vec<&str> = std::iter::once(bot)
        .chain(others.iter().map(|member| member.user_id()))
        .collect();
    let room = owner
        .create_room(json!({ "name": "Площадь" }), &invited)
        .await;
    for member in others {
        member.join(&room, &[]).await;
    }
    owner.until_joined(&room, bot).await;
    room
}
