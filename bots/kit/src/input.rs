//! One journal row as bots see it.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    grammar::Command,
    ids::{EventId, RoomId, UserId, linked_event},
    journal::{Outcome, Seq},
    lang::Lang,
    state::Scope,
};

/// An input: what happened, when the journal took it, and where.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its row in the journal.
    pub seq: Seq,
    /// When the journal took it, in milliseconds since 1970: the only clock that a bot has.
    pub at_ms: i64,
    /// What happened.
    pub what: What,
    /// What the front desk knows of the room, for inputs that have one.
    pub place: Option<Place>,
    /// The command that the message is, if it is one that shall run now.
    pub command: Option<Command>,
    /// Whether the message edits a command and may run again where the one edited was refused.
    pub mend: bool,
    /// Whether the row came sealed.
    pub sealed: bool,
}

/// What the front desk knows of the room at this point of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The room.
    pub room: RoomId,
    /// Whether it is encrypted: then what is remembered of it is sealed.
    pub encrypted: bool,
    /// Whether it is a direct chat with the bot.
    pub direct: bool,
    /// How many people are joined, the service's own users not counted.
    pub people: u32,
    /// Whether the sender may redact what others wrote.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moderates: bool,
    /// The language to answer in: the sender's, else the room's, else the detected one.
    pub lang: Lang,
    /// Whether the sender, or somebody for the room, has chosen that language.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lang_chosen: bool,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// An event of a Matrix room, decrypted where it had to be.
    Event(Event),
    /// A timer of a bot fired.
    Timer(Fired),
    /// An effect of a bot was carried out or refused.
    Outcome(Outcome),
    /// A row of another network's connector.
    Foreign {
        /// The connector's source.
        source: String,
        /// The row's external id.
        external_id: String,
        /// Its body.
        body: Value,
    },
    /// A row whose body was erased since.
    Erased,
}

/// A timer that fired.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fired {
    /// The bot that set it.
    pub bot: String,
    /// Its name.
    pub name: String,
    /// The scope that it was set in.
    pub scope: Scope,
    /// When it was due, in milliseconds since 1970.
    pub due_ms: i64,
    /// Whether it fired late, because the process was down.
    pub late: bool,
    /// What it was set with.
    pub payload: Value,
}

/// An event of a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The room.
    pub room: RoomId,
    /// Who sent it.
    pub sender: UserId,
    /// When its server says that it was sent, in milliseconds since 1970. Not to be trusted with more than order.
    pub sent_ms: i64,
    /// Whether the sender is the bot or a puppet.
    pub own: bool,
    /// Whether it came encrypted.
    pub encrypted: bool,
    /// The root of the thread that it stands in.
    pub thread: Option<EventId>,
    /// The event that it answers (a thread's fallback is not an answer).
    pub reply_to: Option<EventId>,
    /// For the service's own events, what the bot that sent it named as its subject ([`crate::effect::ABOUT_FIELD`]).
    pub about: Option<String>,
    /// For the service's own events, who wrote what a puppet says ([`crate::effect::AUTHOR_FIELD`]).
    pub author: Option<UserId>,
    /// What it says.
    pub content: Content,
}

/// What an event says.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// `m.room.message`.
    Message(Message),
    /// `m.reaction`.
    Reaction {
        /// The event reacted to.
        target: EventId,
        /// The emoji or text.
        key: String,
    },
    /// A poll, in the stable or the unstable form.
    PollStart,
    /// An answer to a poll, in the stable or the unstable form.
    PollResponse {
        /// The poll's event.
        poll: EventId,
        /// The answers' ids; `None` where the list is missing or malformed: a spoiled answer.
        answers: Option<Vec<String>>,
    },
    /// The end of a poll.
    PollEnd {
        /// The poll's event.
        poll: EventId,
    },
    /// `m.room.redaction`.
    Redaction {
        /// The event redacted.
        target: EventId,
    },
    /// `m.room.member`.
    Member(Member),
    /// Any other state event.
    State {
        /// Its type.
        kind: String,
        /// Its state key.
        state_key: String,
        /// Its content.
        content: Value,
    },
    /// `m.room.encrypted`, not yet decrypted.
    Ciphertext {
        /// The megolm session.
        session: String,
        /// The whole event.
        event: Value,
    },
    /// Anything else.
    Other {
        /// Its type.
        kind: String,
    },
}

/// `m.room.message`, with the reply fallback taken off.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// `m.text`, `m.notice`, `m.emote`, `m.image` …
    pub msgtype: String,
    /// The plain text.
    pub body: String,
    /// The formatted text (`org.matrix.custom.html`), as it came: hostile until it is sanitised.
    pub html: Option<String>,
    /// The event that this edits; then the texts are the new ones.
    pub edits: Option<EventId>,
    /// The image or file that it is; then the body is its caption, or nothing but its name.
    pub media: Option<Box<Media>>,
}

/// An image or a file of a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// Where it is.
    #[serde(flatten)]
    pub source: FileSource,
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub mime: String,
    /// Its size in bytes, as its sender says.
    pub size_bytes: u64,
    /// Whether the message's body is a caption.
    pub captioned: bool,
    /// Its `info`, as it came.
    pub info: Value,
}

/// Where a file is, and what opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSource {
    /// Where the homeserver keeps it: an `mxc://` address.
    pub url: String,
    /// What opens it, where its message was encrypted: without it the address holds noise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<FileKey>,
}

impl FileSource {
    /// Of a file that is not encrypted.
    pub fn clear(url: &str) -> Self {
        Self {
            url: url.to_owned(),
            key: None,
        }
    }
}

/// What opens a file of an encrypted message (Matrix spec, `EncryptedFile` version 2); each part is base64, as it came.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileKey {
    /// The key: URL-safe, 256 bits.
    pub k: String,
    /// The counter block that the cipher begins with: 128 bits.
    pub iv: String,
    /// The SHA-256 of what the homeserver keeps.
    pub sha256: String,
}

impl fmt::Debug for FileKey {
    /// Nothing of it: a log is read by more people than a room.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

/// `m.room.member`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Whose membership it is.
    pub user: UserId,
    /// Invited, joined …
    pub membership: Membership,
    /// Whether an invitation says that it is a direct chat.
    pub direct: bool,
    /// The display name.
    pub display_name: Option<String>,
    /// The picture, an `mxc://` address.
    pub avatar_url: Option<String>,
}

/// The membership states of the Matrix specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// `invite`
    Invite,
    /// `join`
    Join,
    /// `knock`
    Knock,
    /// `leave`
    Leave,
    /// `ban`
    Ban,
}

impl Event {
    /// The event that a command with these arguments is about: what its message answers, what it links to first, else
    /// the root of the thread that it stands in.
    pub fn meant(&self, args: &str) -> Option<EventId> {
        let first = args.split_whitespace().next().unwrap_or_default();
        let linked = || linked_event(first).map(EventId::new);
        let answered = self.reply_to.clone().or_else(linked);
        answered.or_else(|| self.thread.clone())
    }

    /// The event that a person sees as this one: for an edit, the one edited.
    pub fn subject(&self) -> &EventId {
        match &self.content {
            Content::Message(Message {
                edits: Some(edited),
                ..
            }) => edited,
            _ => &self.id,
        }
    }
}

impl Input {
    /// The command, if it is this bot's.
    pub fn command_of(&self, bot: &str) -> Option<&Command> {
        self.command.as_ref().filter(|command| command.bot == bot)
    }

    /// The event, where the input is one.
    pub fn event(&self) -> Option<&Event> {
        match &self.what {
            What::Event(event) => Some(event),
            _ => None,
        }
    }

    /// The room that it belongs to: an event's, or that of a timer or outcome whose scope is a room.
    pub fn room(&self) -> Option<RoomId> {
        match &self.what {
            What::Event(event) => Some(event.room.clone()),
            What::Timer(fired) => fired.scope.as_room(),
            What::Outcome(outcome) => Scope::new(outcome.scope.clone()).as_room(),
            What::Foreign { .. } | What::Erased => None,
        }
    }

    /// Whether it comes from an encrypted room, or came sealed: then what is remembered and planned on it is sealed at
    /// rest.
    pub fn is_private(&self) -> bool {
        self.sealed
            || self.place.as_ref().is_some_and(|place| place.encrypted)
            || self.event().is_some_and(|event| event.encrypted)
    }

    /// Takes over what the front desk says of it.
    pub(crate) fn take(&mut self, place: Option<Place>, mend: bool, thread: Option<EventId>) {
        self.place = place;
        self.mend = mend;
        if let What::Event(event) = &mut self.what {
            event.thread = event.thread.take().or(thread);
        }
    }

    /// The language to answer in.
    pub fn lang(&self) -> Lang {
        self.place
            .as_ref()
            .map(|place| place.lang)
            .unwrap_or_default()
    }
}
