//! The rooms of communities, as a bot learns of them by what the service says in them ([`About`]).
//!
//! In the bot's memory: `room/{room}`: `hall`; `community/{community}`: `halls`; `member/{community}/{user}`: `porch`.

use std::collections::BTreeMap;

use secta_record::RecordId;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{About, Communities};
use crate::{
    bot::{Ctx, Look},
    ids::{RoomId, UserId},
    input::Event,
    lang::Lang,
    state::Scope,
};

/// A room of a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hall {
    /// The community.
    pub community: RecordId,
    /// Which of its rooms: `stream`, `twilight` …, `porch`.
    pub role: String,
    /// The language that is spoken there.
    pub lang: Lang,
}

/// Where memory can be read: in a bot's hands, or while it is looked for what it will need.
pub trait Reads {
    /// A value.
    fn read<T: DeserializeOwned>(&self, scope: &Scope, key: &str) -> Option<T>;
    /// The communities that the node keeps.
    fn communities(&self) -> &Communities;
}

impl Reads for Ctx<'_> {
    fn read<T: DeserializeOwned>(&self, scope: &Scope, key: &str) -> Option<T> {
        self.get(scope, key)
    }

    fn communities(&self) -> &Communities {
        Ctx::communities(self)
    }
}

impl Reads for Look<'_> {
    fn read<T: DeserializeOwned>(&self, scope: &Scope, key: &str) -> Option<T> {
        self.get(scope, key)
    }

    fn communities(&self) -> &Communities {
        Look::communities(self)
    }
}

/// The scope of a community.
pub fn community(id: &RecordId) -> Scope {
    Scope::new(format!("community/{id}"))
}

/// The scope of somebody in a community.
pub fn member(community: &RecordId, user: &UserId) -> Scope {
    Scope::new(format!("member/{community}/{user}"))
}

/// Reads which room of a community a room is.
pub fn hall(reads: &impl Reads, room: &RoomId) -> Option<Hall> {
    reads.read(&Scope::room(room), "hall")
}

/// Reads the community that is asked about in a room: that of the room, or the only one that there is.
pub fn community_at(reads: &impl Reads, room: &RoomId) -> Option<RecordId> {
    let here = hall(reads, room).map(|hall| hall.community);
    let mut all = reads.communities().iter().map(|(id, _)| *id);
    here.or_else(|| all.next().filter(|_| all.next().is_none()))
}

/// Reads a room of a community.
pub fn room_of(reads: &impl Reads, id: &RecordId, role: &str) -> Option<RoomId> {
    let halls: Option<BTreeMap<String, RoomId>> = reads.read(&community(id), "halls");
    halls.and_then(|mut halls| halls.remove(role))
}

/// Reads somebody's porch, and the language that they are spoken to in there.
pub fn porch_of(reads: &impl Reads, id: &RecordId, user: &UserId) -> Option<(RoomId, Lang)> {
    reads.read(&member(id, user), "porch")
}

/// The scopes that [`learn`] takes of an event.
pub fn needed(event: &Event) -> Vec<Scope> {
    match event.about.as_deref().and_then(About::read) {
        Some(About::Hall { community, .. }) => vec![self::community(&community)],
        Some(About::Porch {
            community, user, ..
        }) => vec![member(&community, &user)],
        Some(About::Item { .. }) | None => Vec::new(),
    }
}

/// Learns of an event of the service's own what a room is.
pub fn learn(event: &Event, ctx: &mut Ctx<'_>) {
    let hall = match event.about.as_deref().and_then(About::read) {
        Some(About::Hall {
            community,
            lang,
            room: role,
        }) => {
            let scope = self::community(&community);
            let mut halls: BTreeMap<String, RoomId> = ctx.get(&scope, "halls").unwrap_or_default();
            halls.insert(role.clone(), event.room.clone());
            ctx.put(&scope, "halls", &halls);
            Hall {
                community,
                role,
                lang,
            }
        }
        Some(About::Porch {
            community,
            lang,
            user,
        }) => {
            let scope = member(&community, &user);
            ctx.put(&scope, "porch", &(event.room.clone(), lang));
            Hall {
                community,
                role: "porch".to_owned(),
                lang,
            }
        }
        Some(About::Item { .. }) | None => return,
    };
    ctx.put(&Scope::room(&event.room), "hall", &hall);
}
