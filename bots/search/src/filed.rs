//! What whoever keeps the index files in the journal for the bot.

use secta_bot_kit::RoomId;
use serde::{Deserialize, Serialize};

use crate::history::Progress;

/// The source of the rows.
pub const SOURCE: &str = "search";

/// What is filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "filed", rename_all = "snake_case")]
pub enum Filed {
    /// The bot is in a room of which it may not know: it came before there was a search.
    Enter {
        /// The room.
        room: RoomId,
    },
    /// How far the reading of a room's past is.
    Progress(Progress),
}

impl Filed {
    /// The room.
    pub fn room(&self) -> &RoomId {
        match self {
            Self::Enter { room } => room,
            Self::Progress(progress) => &progress.room,
        }
    }

    /// The row's external id; `run` tells one reading from another.
    pub fn id(&self, run: &str) -> String {
        match self {
            Self::Enter { room } => format!("enter/{run}/{room}"),
            Self::Progress(Progress { room, read, done }) => {
                let end = if *done { "/done" } else { "" };
                format!("past/{run}/{room}/{read}{end}")
            }
        }
    }
}
