//! What the bot remembers, by scope.
//!
//! - `room/{room}`: `place`, whose porch or which stream it is.
//! - `community/{community}`: `stream`, where its stream is, and the last posts in it.
//! - `member/{community}/{user}`: `quest`.

use std::collections::BTreeMap;

use secta_bot_kit::{
    Ctx, EventId, Input, Lang, Look, RoomId, Scope, UserId, community::About, input::Event,
};
use secta_record::{RecordId, act::ItemId};
use secta_rules::policy::QuestStep;
use serde::{Deserialize, Serialize};

use crate::{NAME, stream};

/// A room in which the bot has to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A member's porch.
    Porch {
        /// The community.
        community: RecordId,
        /// Whose.
        user: UserId,
    },
    /// A community's stream.
    Stream {
        /// The community.
        community: RecordId,
    },
}

/// A community's stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stream {
    /// The room.
    pub room: RoomId,
    /// The language that is spoken there.
    pub lang: Lang,
    /// The last posts, the newest last.
    pub posts: Vec<Post>,
}

/// A post in the stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// What it is for the rules.
    pub item: ItemId,
    /// Where it stands.
    pub event: EventId,
}

/// How a step was left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Taken.
    Done,
    /// Passed over.
    Skipped,
}

/// A member's quest. Steps are known by their names: whatever the policy becomes, what is done stays done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quest {
    /// The member's porch.
    pub porch: RoomId,
    /// The language that they are spoken to in.
    pub lang: Lang,
    /// The steps that are left behind.
    pub marks: BTreeMap<QuestStep, Mark>,
    /// The step that the member was asked for last; `None` while the quest is not under way.
    pub asked: Option<QuestStep>,
    /// The last messages that asked for a step: a reaction to them may be an answer.
    pub messages: Vec<(EventId, QuestStep)>,
    /// Whether the member has left the porch.
    pub away: bool,
    /// Whether the end was reached while the rules refused the sign.
    pub owed: bool,
}

impl Quest {
    /// Of a member who has just got a porch.
    pub fn new(porch: RoomId, lang: Lang) -> Self {
        Self {
            porch,
            lang,
            marks: BTreeMap::new(),
            asked: None,
            messages: Vec::new(),
            away: false,
            owed: false,
        }
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

/// Which room of a community a room is.
pub fn place(ctx: &Ctx<'_>, room: &RoomId) -> Option<Place> {
    ctx.get(&Scope::room(room), "place")
}

/// The parts of the memory that an input takes, as far as can be told from what is loaded.
pub fn needed(input: &Input, look: &Look<'_>) -> Vec<Scope> {
    let Some(event) = input.event() else {
        return Vec::new();
    };
    let room = Scope::room(&event.room);
    let mut scopes = match look.get(&room, "place") {
        Some(Place::Porch { community, user }) => of_member(&community, &user),
        Some(Place::Stream { community }) => of_stream(&community, event, input.at_ms, look),
        None => Vec::new(),
    };
    match event.about.as_deref().and_then(About::read) {
        Some(About::Hall { community, .. }) => scopes.push(self::community(&community)),
        Some(About::Porch {
            community, user, ..
        }) => scopes.extend(of_member(&community, &user)),
        Some(About::Item { .. }) | None => {}
    }
    if input.command_of(NAME).is_some() {
        let all = look.communities().iter();
        scopes.extend(all.map(|(id, _)| member(id, &event.sender)));
    }
    scopes.push(room);
    scopes
}

fn of_member(community: &RecordId, user: &UserId) -> Vec<Scope> {
    vec![self::community(community), member(community, user)]
}

fn of_stream(id: &RecordId, event: &Event, now_ms: i64, look: &Look<'_>) -> Vec<Scope> {
    let rules = look.communities().get(id);
    let said = rules.and_then(|rules| stream::said(rules, id, event, now_ms));
    let author = said.map(|view| member(id, &UserId::new(view.author.as_str())));
    author.into_iter().chain([community(id)]).collect()
}
