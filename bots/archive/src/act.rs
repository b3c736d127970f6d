//! What the vault is asked to do, and what comes of it. Whoever keeps the vaults reads and answers these.

use secta_bot_kit::{EventId, Lang, RoomId, UserId};
use serde::{Deserialize, Serialize};

/// A vault: a Git repository of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct VaultId {
    /// The name of its folder: Latin letters, digits and `-`.
    pub folder: String,
    /// Whether it is a community's. Else it belongs to one room.
    pub common: bool,
}

/// What it is asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// Saves a message, a thread or a text.
    Save(Save),
    /// Takes the words of a message out of its note: it was redacted.
    Forget {
        /// Of which vault.
        vault: VaultId,
        /// The message.
        event: EventId,
        /// When, in milliseconds since 1970.
        at_ms: i64,
    },
    /// Puts other words for a message into its note: it was edited.
    Edit(Edit),
    /// Exchanges the vault with its remote.
    Sync {
        /// Which vault.
        vault: VaultId,
    },
    /// Takes the remote at the next exchange as it is then: it was turned back on purpose. No bot asks for it, an
    /// operator does.
    Resume {
        /// Which vault's.
        vault: VaultId,
    },
}

/// What is to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Save {
    /// Where.
    pub vault: VaultId,
    /// What.
    pub what: What,
    /// The room.
    pub room: RoomId,
    /// Its name, as people see it.
    pub room_name: String,
    /// Under which path, made safe; from the first words where there is none.
    pub path: Option<String>,
    /// With which tags.
    pub tags: Vec<String>,
    /// Who says so.
    pub by: UserId,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Whether the room is encrypted: then only what the journal has decrypted is read.
    pub encrypted: bool,
    /// The language of words that stand in notes.
    pub lang: Lang,
}

/// Other words for a message, as its author wrote them. They come with the act: not every homeserver tells of them when
/// it is asked for the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Of which vault.
    pub vault: VaultId,
    /// The room.
    pub room: RoomId,
    /// The message.
    pub event: EventId,
    /// The event that changes it.
    pub edit: EventId,
    /// Who sent that: only who sent the message changes it.
    pub by: UserId,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The plain text.
    pub body: String,
    /// The formatted text, as it came.
    pub html: Option<String>,
    /// Whether the message is a file with a caption.
    pub file: bool,
    /// Whether the room is encrypted.
    pub encrypted: bool,
}

/// What is to be saved of a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A message.
    Message(EventId),
    /// A thread, by its root: its note grows.
    Thread(EventId),
    /// The text of the command itself.
    Text {
        /// The command's message.
        event: EventId,
        /// In the clear.
        body: String,
    },
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum Came {
    /// It is saved.
    Saved {
        /// The note's path in the vault.
        path: String,
        /// What became of the note.
        fate: Fate,
        /// Names of files that were too large or gone.
        left_out: Vec<String>,
    },
    /// It cannot be.
    Not(Why),
    /// The words of a message are gone, where they stood in a note.
    Forgotten,
    /// The words of a message are other ones, where they stood in a note.
    Edited {
        /// Whether they did.
        changed: bool,
    },
    /// The vault was exchanged with its remote.
    Synced(Synced),
    /// The next exchange takes the remote as it is.
    Resumed,
}

/// What became of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is new.
    New,
    /// So many messages were added or changed.
    Grown(usize),
    /// All of it was there.
    Same,
}

/// Why something cannot be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// There is no such message, or it was removed.
    Gone,
    /// It has no words and no file.
    Empty,
    /// Something else stands at that path.
    Taken,
}

/// What an exchange brought.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Synced {
    /// The notes and files that others changed.
    pub files: Vec<Changed>,
    /// How many there are in all.
    pub count: usize,
    /// What they changed of what is hidden, such as Obsidian's settings: the vault's folder goes without it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
    /// Who changed them, by name.
    pub authors: Vec<String>,
    /// What could not be merged, and stands there both ways.
    pub conflicts: Vec<String>,
    /// Why the exchange did not come to its end.
    pub trouble: Option<Trouble>,
}

/// A file that others changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Its path.
    pub path: String,
    /// `+`, `~` or `-`: new, changed, gone.
    pub what: char,
    /// Lines that are new.
    pub added: u32,
    /// Lines that are gone.
    pub removed: u32,
}

/// Why an exchange did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The remote no longer holds what it held.
    Rewound,
    /// It holds another history with files of the same names.
    Unrelated,
    /// A file there is not taken in.
    Refused(String),
    /// It cannot be reached, or declines.
    Failed(String),
}
