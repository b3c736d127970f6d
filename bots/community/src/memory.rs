//! What the bot remembers, by scope. Each scope is small, whatever the size of the community.
//!
//! - `room/{room}`: `place`, which room of which community it is; `levels`, its power levels as they were last seen;
//!   `said/{event}`, in a porch, the last messages.
//! - `event/{event}`: `known`, what it stands for.
//! - `item/{community}/{item}`: `copies`, where it stands; `words`, what it says.
//! - `topic/{community}/{id}`: `topic`, the council's message about a case, an appeal or a proposal.
//! - `member/{community}/{user}`: `member`, names and porch; `told`, what an account of the site was told.
//! - `community/{community}`: `hall`, its rooms; `clock`, its timer; `muted/{user}`.
//! - `request/{request}`: `begun`, what came of an operator's request.
//! - `web/{form}`: `answer`, what came of a form of the site; `code`, until when its code holds.

use std::{cell::RefCell, collections::BTreeMap};

use secta_bot_kit::{
    Ctx, EventId, Lang, Look, RoomId, Scope, UserId,
    community::{About, Communities},
    effect::Created,
    journal::{Done, EffectResult, Outcome},
};
use secta_record::{
    RecordId,
    act::{AppealId, CaseId, ItemId, Measure, Opinion, ProposalId},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// A room of a community.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The space around the others.
    Space,
    /// Поток: posts and their threads.
    Stream,
    /// Сумерки: what waits.
    Twilight,
    /// Совет: cases, appeals, proposals.
    Council,
    /// Площадь: free talk.
    Square,
    /// Летопись: the important messages.
    Chronicle,
    /// Предбанник: a room for one.
    Porch,
}

impl Role {
    /// The rooms that every community has, in the order in which they are made.
    pub const HALLS: [Self; 6] = [
        Self::Space,
        Self::Stream,
        Self::Twilight,
        Self::Council,
        Self::Square,
        Self::Chronicle,
    ];

    /// The name in tags.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Space => "space",
            Self::Stream => "stream",
            Self::Twilight => "twilight",
            Self::Council => "council",
            Self::Square => "square",
            Self::Chronicle => "chronicle",
            Self::Porch => "porch",
        }
    }
}

/// Which room of which community a room is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The community.
    pub community: RecordId,
    /// Which of its rooms.
    pub role: Role,
    /// Whose porch it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whose: Option<UserId>,
}

/// A community's rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hall {
    /// Its name.
    pub name: String,
    /// Who founds it.
    pub founder: UserId,
    /// The language that its common rooms are spoken to in.
    pub lang: Lang,
    /// The rooms that are made.
    pub rooms: BTreeMap<Role, RoomId>,
    /// Whether they are all made and joined to each other.
    pub ready: bool,
    /// The room in which the founder asked, while it is not ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_in: Option<RoomId>,
    /// The rooms that the homeserver has refused to make, with what it said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<Role, String>,
}

impl Hall {
    /// Of a community that is wanted: no room is made yet.
    pub fn wanted(name: &str, founder: &UserId, lang: Lang) -> Self {
        Self {
            name: name.to_owned(),
            founder: founder.clone(),
            lang,
            rooms: BTreeMap::new(),
            ready: false,
            asked_in: None,
            refused: BTreeMap::new(),
        }
    }
}

/// When a community's timer is set, and when it fired last, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clock {
    /// When it will fire; 0 where it is not set.
    pub set_ms: i64,
    /// When it was due last.
    pub fired_ms: i64,
}

/// Where an item's copies stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Copies {
    /// The message that it was written as: its room and event.
    pub origin: Option<(RoomId, EventId)>,
    /// In the twilight.
    pub twilight: Option<EventId>,
    /// The bot's line below it in the twilight.
    pub line: Option<EventId>,
    /// In the stream.
    pub stream: Option<EventId>,
    /// When it was written, in milliseconds since 1970.
    pub time_ms: i64,
    /// Whether it was changed before its copy in the twilight was heard of.
    pub stale: bool,
    /// Whether it is to go: a copy that becomes known only now is redacted.
    pub gone: bool,
    /// The forms of the site that say what it says: they are erased with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
    /// Comments on it that were published before its copy in the stream was heard of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<ItemId>,
    /// The last edit of its copy in each room, said by its puppet.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub revisions: BTreeMap<RoomId, EventId>,
}

/// What an event stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The community.
    pub community: RecordId,
    /// What it is there.
    pub what: Subject,
}

/// What an event is, in a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A post or comment, or a copy of it.
    Item(ItemId),
    /// The council's message about a case.
    Case(CaseId),
    /// The council's message about an appeal.
    Appeal(AppealId),
    /// The council's message about a proposal.
    Proposal(ProposalId),
    /// A reaction that is a vote.
    Reaction {
        /// Whose.
        by: UserId,
        /// What for.
        vote: Vote,
    },
}

/// What a reaction votes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    /// An opinion of an item.
    Opinion(ItemId, Opinion),
    /// A measure in the case of an item.
    Measure(ItemId, Measure),
    /// For or against an appellant.
    Appeal(AppealId, bool),
    /// For a proposal.
    Proposal(ProposalId),
}

/// The council's message about a case, an appeal or a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Topic {
    /// The message: the root of its thread.
    pub event: Option<EventId>,
    /// What is to be said in its thread once it is there: plain, HTML, and who is meant.
    pub mail: Vec<(String, String, Option<UserId>)>,
}

/// What is remembered of somebody in a community.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Their porch.
    pub porch: Option<RoomId>,
    /// Whether it is being made.
    pub making: bool,
    /// Their display name, as it came.
    pub name: Option<String>,
    /// Their picture, an `mxc://` address.
    pub avatar: Option<String>,
    /// The language that they speak to the bot in.
    pub lang: Option<Lang>,
    /// When they were last told that their reaction does not count, in milliseconds since 1970.
    pub told_ms: i64,
    /// What they say about themselves.
    pub about: Option<String>,
    /// Their wallets, by currency.
    pub wallets: BTreeMap<String, String>,
    /// What they are to be told once the porch is there: plain and HTML.
    pub mail: Vec<(String, String)>,
    /// Whether the account was made on the site.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub native: bool,
}

/// The scope of a community.
pub fn community(id: &RecordId) -> Scope {
    Scope::new(format!("community/{id}"))
}

/// The scope of an event.
pub fn event(id: &EventId) -> Scope {
    Scope::new(format!("event/{id}"))
}

/// The scope of an item.
pub fn item(community: &RecordId, item: &ItemId) -> Scope {
    Scope::new(format!("item/{community}/{item}"))
}

/// The scope of a case, an appeal or a proposal.
pub fn topic(community: &RecordId, id: &[u8; 32]) -> Scope {
    Scope::new(format!("topic/{community}/{}", ItemId(*id)))
}

/// The scope of somebody in a community.
pub fn member(community: &RecordId, user: &UserId) -> Scope {
    Scope::new(format!("member/{community}/{user}"))
}

/// The community of the scope of somebody in it, and who.
pub fn as_member(scope: &str) -> Option<(RecordId, UserId)> {
    let (id, user) = scope.strip_prefix("member/")?.split_once('/')?;
    Some((id.parse().ok()?, UserId::new(user)))
}

/// The community of its scope.
pub fn as_community(scope: &str) -> Option<RecordId> {
    scope.strip_prefix("community/")?.parse().ok()
}

/// What the service writes into an event that stands for something.
pub fn about(community: &RecordId, what: &Subject) -> Option<String> {
    let (kind, id) = match what {
        Subject::Item(item) => {
            let (community, item) = (*community, *item);
            return Some(About::Item { community, item }.to_string());
        }
        Subject::Case(id) => ("case", id.0),
        Subject::Appeal(id) => ("appeal", id.0),
        Subject::Proposal(id) => ("proposal", id.0),
        Subject::Reaction { .. } => return None,
    };
    Some(format!("{kind}/{community}/{}", ItemId(id)))
}

/// What the service wrote into an event of its own, read again.
pub fn read_about(text: &str) -> Option<Known> {
    let mut parts = text.split('/');
    let (kind, community, id) = (parts.next()?, parts.next()?, parts.next()?);
    let id: ItemId = id.parse().ok()?;
    let what = match kind {
        "item" => Subject::Item(id),
        "case" => Subject::Case(CaseId(id.0)),
        "appeal" => Subject::Appeal(AppealId(id.0)),
        "proposal" => Subject::Proposal(ProposalId(id.0)),
        _ => return None,
    };
    let community = community.parse().ok()?;
    Some(Known { community, what })
}

/// The room that an outcome tells of.
pub fn created(outcome: &Outcome) -> Option<RoomId> {
    let EffectResult::Done(Done { data, .. }) = &outcome.result else {
        return None;
    };
    let created: Created = serde_json::from_value(data.clone()?).ok()?;
    Some(created.room_id)
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

/// Reads what is loaded, and notes what was asked for.
pub struct Gather<'g, 'a> {
    look: &'g Look<'a>,
    wanted: RefCell<Vec<Scope>>,
}

impl<'g, 'a> Gather<'g, 'a> {
    /// Over what is loaded.
    pub fn new(look: &'g Look<'a>) -> Self {
        let wanted = RefCell::default();
        Self { look, wanted }
    }

    /// Notes that a scope is needed.
    pub fn want(&self, scope: Scope) {
        self.wanted.borrow_mut().push(scope);
    }

    /// Everything that was asked for.
    pub fn end(self) -> Vec<Scope> {
        self.wanted.into_inner()
    }
}

impl Reads for Gather<'_, '_> {
    fn read<T: DeserializeOwned>(&self, scope: &Scope, key: &str) -> Option<T> {
        self.want(scope.clone());
        self.look.get(scope, key)
    }

    fn communities(&self) -> &Communities {
        self.look.communities()
    }
}

/// Reads which room of a community a room is.
pub fn place(reads: &impl Reads, room: &RoomId) -> Option<Place> {
    reads.read(&Scope::room(room), "place")
}

/// Reads what an event stands for.
pub fn known(reads: &impl Reads, id: &EventId) -> Option<Known> {
    reads.read(&event(id), "known")
}
