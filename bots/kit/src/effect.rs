//! Everything that a bot can ask for. An effect is a row of the outbox until an executor has carried it out.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    file::File,
    ids::{EventId, RoomId, UserId},
    state::Scope,
};

/// The field of an event's content that carries the effect's key, by which the service knows its own events.
pub const KEY_FIELD: &str = "net.secta.key";

/// The field of an event's content in which a bot names what the event is about. Of the service's own events it comes
/// back as [`crate::input::Event::about`], before anything that refers to them.
pub const ABOUT_FIELD: &str = "net.secta.about";

/// The field of a puppet's event in which stands who wrote what it says.
pub const AUTHOR_FIELD: &str = "net.secta.author";

/// One act towards the homeserver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Effect {
    /// Sends an event to a room.
    Send(SendEvent),
    /// Uploads a file and sends an event with it.
    SendFile(SendFile),
    /// Redacts an event.
    Redact {
        /// The room.
        room: RoomId,
        /// The event to redact.
        event_id: EventId,
        /// Said beside it.
        reason: Option<String>,
    },
    /// Sets a state event.
    SetState {
        /// The room.
        room: RoomId,
        /// The event's type.
        kind: String,
        /// The state key.
        state_key: String,
        /// The whole content.
        content: Value,
    },
    /// The bot makes a room; the outcome's data is [`Created`].
    CreateRoom {
        /// The body of `POST /createRoom`, with `name`; its `creation_content` will carry the key.
        request: Value,
    },
    /// The bot joins a room.
    Join {
        /// The room.
        room: RoomId,
        /// Servers that are in it, for a room of another server.
        via: Vec<String>,
    },
    /// The bot leaves a room, or refuses its invitation.
    Leave {
        /// The room.
        room: RoomId,
        /// Said beside it.
        reason: Option<String>,
    },
    /// The bot invites a user.
    Invite {
        /// The room.
        room: RoomId,
        /// Who is invited.
        user: UserId,
    },
    /// The bot removes a user who is in a room or invited to it.
    Remove {
        /// The room.
        room: RoomId,
        /// Who is removed.
        user: UserId,
        /// Said beside it.
        reason: Option<String>,
    },
    /// A puppet exists, with this name and picture, and is joined to the room (invited by the bot if need be).
    Puppet {
        /// The puppet, in the service's namespace.
        user: UserId,
        /// Its display name.
        display_name: Option<String>,
        /// Its avatar, an `mxc://` URI.
        avatar_url: Option<String>,
        /// The room that it shall be in.
        room: Option<RoomId>,
    },
    /// Reads a room's members and the state that the front desk needs; the outcome's data is [`Survey`].
    Survey {
        /// The room.
        room: RoomId,
    },
    /// Has a view outside SQL do something; what it says comes back as the outcome's data.
    View(ViewAct),
    /// Decrypts an event; what comes of it enters the journal as [`crate::journal::source::DECRYPTED`].
    Decrypt {
        /// The room.
        room: RoomId,
        /// The megolm session, so that events of one session keep their order.
        session: String,
        /// The whole encrypted event.
        event: Value,
    },
}

/// An event to send.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendEvent {
    /// The room.
    pub room: RoomId,
    /// The puppet that sends it; the bot where `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<UserId>,
    /// The event's type.
    pub kind: String,
    /// The time to write into it, in milliseconds since 1970, instead of the moment of sending: what a puppet says
    /// again keeps its time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_ms: Option<i64>,
    /// The content, without the key ([`KEY_FIELD`] is added on the way out).
    pub content: Value,
    /// Whether the room was encrypted when this was decided: then it never leaves in the clear.
    pub encrypted: bool,
    /// What adds to the content at the moment of sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compose: Option<Compose>,
}

/// Asks a view outside SQL for a part of an event's content at the moment of sending: what is found is as true as the
/// moment, and stands nowhere but in the event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Compose {
    /// The view, by the name of the bot that keeps it.
    pub by: String,
    /// What it is asked, in its own words.
    pub ask: Value,
}

/// Something that a view outside SQL is to do. Done twice under one key, it is done once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ViewAct {
    /// The view, by the name of the bot that keeps it.
    pub view: String,
    /// What is done in order within the view; Latin letters, digits and `-`.
    pub lane: String,
    /// What it is to do, in its own words.
    pub ask: Value,
}

/// An event to send with a file. Whatever becomes of the upload, the event is sent once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SendFile {
    /// The event; its content lacks the file's address alone: `url`, or `file` where the room is encrypted, and the
    /// file with it.
    pub event: SendEvent,
    /// The file; empty where a view makes it.
    pub file: File,
    /// What makes the file, and adds to the content, at the moment of sending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compose: Option<Compose>,
}

/// The room that [`Effect::CreateRoom`] made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Created {
    /// Its id.
    pub room_id: RoomId,
}

/// A room as [`Effect::Survey`] finds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Survey {
    /// Whether it is encrypted.
    pub encrypted: bool,
    /// Everyone who is joined.
    pub joined: Vec<UserId>,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// The room's version.
    pub version: Option<String>,
    /// The content of `m.room.power_levels`, if it has one.
    #[serde(default)]
    pub power_levels: Option<Value>,
    /// Who made the room, where that gives power without a level: from room version 12 on.
    #[serde(default)]
    pub creators: Vec<UserId>,
    /// The room that replaced it, if it was upgraded.
    pub replaced_by: Option<RoomId>,
    /// Who may read what was said before they came: the `history_visibility`, if it says one.
    #[serde(default)]
    pub history_visibility: Option<String>,
    /// Its main address, if it has one.
    #[serde(default)]
    pub alias: Option<String>,
}

impl Effect {
    /// The room that it concerns.
    pub fn room(&self) -> Option<&RoomId> {
        match self {
            Self::Send(send) => Some(&send.room),
            Self::SendFile(send) => Some(&send.event.room),
            Self::Redact { room, .. }
            | Self::SetState { room, .. }
            | Self::Join { room, .. }
            | Self::Leave { room, .. }
            | Self::Invite { room, .. }
            | Self::Remove { room, .. }
            | Self::Survey { room }
            | Self::Decrypt { room, .. } => Some(room),
            Self::Puppet { room, .. } => room.as_ref(),
            Self::CreateRoom { .. } | Self::View(_) => None,
        }
    }

    /// The lane of the outbox: effects of one lane are carried out in their order, lanes run side by side.
    pub fn lane(&self) -> String {
        match self {
            Self::Decrypt { room, session, .. } => format!("decrypt/{room}/{session}"),
            Self::View(act) => format!("view/{}/{}", act.view, act.lane),
            Self::Puppet {
                user, room: None, ..
            } => format!("user/{user}"),
            other => other
                .room()
                .map_or_else(|| "node".to_owned(), |room| format!("room/{room}")),
        }
    }
}

/// An effect as the driver writes it into the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// `{seq}.{bot}.{index}`: a function of its cause (invariant 3).
    pub key: String,
    /// The bot that planned it.
    pub bot: String,
    /// The scope that its outcome is handed back with.
    pub scope: Scope,
    /// The bot's own word for it, handed back with its outcome.
    pub tag: String,
    /// The act.
    pub effect: Effect,
}

/// A change of a bot's timers. A timer is named within its bot; setting one again moves it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum TimerChange {
    /// Sets or moves a timer.
    Set {
        /// Its name.
        name: String,
        /// The scope that it fires in.
        scope: Scope,
        /// When it fires, in milliseconds since 1970.
        due_ms: i64,
        /// Handed back when it fires.
        payload: Value,
    },
    /// Takes a timer away, if it is there.
    Cancel {
        /// Its name.
        name: String,
    },
}
