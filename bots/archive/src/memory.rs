//! What the bot remembers, by scope.
//!
//! - `room/{room}`: `room`, its community and name, and whether it is archived; `pending/{key}`, who waits for an answer.
//! - `vault/{folder}`: `vault`, in which room it is spoken of, and when it is exchanged.

use secta_bot_kit::{Ctx, EventId, Lang, RoomId, Scope, UserId};
use secta_record::RecordId;
use serde::{Deserialize, Serialize};

use crate::act::{Trouble, VaultId};

/// The rooms of a community whose notes stand in its vault: every member is in them. What is said in the council is for
/// the trusted alone.
const COMMON: [&str; 3] = ["stream", "square", "chronicle"];

/// A room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Room {
    /// The community that it belongs to, and as which of its rooms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hall: Option<(RecordId, String)>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether its members have allowed or forbidden the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<bool>,
}

impl Room {
    /// Whether it is the twilight: what waits there is not kept.
    pub fn is_twilight(&self) -> bool {
        self.hall
            .as_ref()
            .is_some_and(|(_, role)| role == "twilight")
    }

    /// Whether everybody may read what is answered there.
    pub fn is_open(&self) -> bool {
        let open = ["stream", "chronicle"];
        self.hall
            .as_ref()
            .is_some_and(|(_, role)| open.contains(&role.as_str()))
    }

    /// The vault that it is saved in.
    pub fn vault(&self, id: &RoomId) -> VaultId {
        match &self.hall {
            Some((community, role)) if COMMON.contains(&role.as_str()) => of_community(community),
            Some(_) | None => VaultId {
                folder: format!(
                    "room-{}",
                    &blake3::hash(id.as_str().as_bytes()).to_hex()[..12]
                ),
                common: false,
            },
        }
    }
}

/// The vault of a community.
pub fn of_community(community: &RecordId) -> VaultId {
    VaultId {
        folder: format!("community-{}", &community.to_string()[..12]),
        common: true,
    }
}

/// Who waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The message to answer.
    pub event: EventId,
    /// Its thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<EventId>,
    /// Whose it is.
    pub by: UserId,
    /// The language to answer in.
    pub lang: Lang,
}

/// A vault that is exchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vault {
    /// Which.
    pub id: VaultId,
    /// The room in which it is spoken of.
    pub room: RoomId,
    /// The trouble that was told last: it is told once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Trouble>,
}

/// The scope of a vault.
pub fn vault(folder: &str) -> Scope {
    Scope::new(format!("vault/{folder}"))
}

/// What is remembered of a room.
pub fn room(ctx: &Ctx<'_>, id: &RoomId) -> Room {
    ctx.get(&Scope::room(id), "room").unwrap_or_default()
}

/// Remembers a room, where it is another than before.
pub fn keep(ctx: &mut Ctx<'_>, id: &RoomId, new: &Room) {
    if room(ctx, id) != *new {
        ctx.put(&Scope::room(id), "room", new);
    }
}
