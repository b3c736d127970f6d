//! What the view of the wiki is asked and is to do, and what comes of it. Whoever keeps the view reads and answers
//! these.

use secta_bot_kit::{EventId, Lang, RoomId, UserId};
use secta_record::{RecordId, act::RevisionId};
use secta_wiki::title::Title;
use serde::{Deserialize, Serialize};

/// What is asked at the moment of answering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Of which community's wiki.
    pub community: RecordId,
    /// The language to answer in.
    pub lang: Lang,
    /// What.
    pub about: About,
}

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// The wiki as a whole: where it is, what was changed last.
    Wiki,
    /// A page: its beginning and its address.
    Page {
        /// Its title.
        title: Title,
    },
    /// The text of a page, to be changed and sent back.
    Source {
        /// Its title.
        title: Title,
    },
    /// The last revisions of a page.
    History {
        /// Its title.
        title: Title,
    },
    /// Pages with these words.
    Find {
        /// The words.
        words: String,
    },
    /// A revision that was made just now: whether another's change was merged into it.
    Saved {
        /// The page's title.
        title: Title,
        /// The revision.
        revision: RevisionId,
        /// How many messages by others were left out of it.
        #[serde(default)]
        left_out: u32,
    },
    /// A page that somebody watches has changed.
    Changed {
        /// Its title.
        title: Title,
        /// By whom, where it is told of one change.
        by: Option<UserId>,
        /// How many changes are told of.
        count: u32,
    },
    /// The beginning of a thread about a page.
    Talk {
        /// Its title.
        title: Title,
    },
}

/// What it is to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Act {
    /// Reads a thread as Markdown.
    Thread {
        /// The room.
        room: RoomId,
        /// The thread's first message.
        root: EventId,
        /// Whose messages alone are taken; everybody's where `None`.
        only: Option<UserId>,
    },
    /// Finds pages that link to one which was renamed, and what they say once the links are changed.
    Relink(Relink),
}

/// Links that follow a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relink {
    /// Of which community's wiki.
    pub community: RecordId,
    /// The title that it had.
    pub from: Title,
    /// The title that it has.
    pub to: Title,
    /// Behind the page with this key; from the beginning where `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "came", rename_all = "snake_case")]
pub enum Came {
    /// A thread as Markdown.
    Thread {
        /// The text; empty where nothing was to be taken.
        text: String,
        /// How many messages of others were left out.
        left_out: u32,
    },
    /// Pages with their links changed.
    Relinked {
        /// The pages.
        pages: Vec<Relinked>,
        /// Behind which page there may be more.
        after: Option<String>,
    },
}

/// A page whose links are changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relinked {
    /// Its title.
    pub title: Title,
    /// The revisions that it was read from.
    pub parents: Vec<RevisionId>,
    /// What it says then.
    pub text: String,
}
