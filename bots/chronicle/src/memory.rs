//! What the bot remembers, by scope, and which scopes an input takes.
//!
//! - `room/{room}`: `pending/{key}`, who waits for a message to be read;
//!   `gone/{event}`, a message that was removed meanwhile.
//! - `event/{event}`: `known`, the entry that a message is proposed for, or a vote.
//! - `entry/{community}/{proposal}`: `entry`.
//! - `number/{community}/{number}`: `proposal`.
//! - `member/{community}/{user}`: `told`, when they were last told that their reaction does not count, in milliseconds
//!   since 1970.
//!
//! And what [`halls`] remembers of rooms.

use secta_bot_kit::{
    Ctx, EventId, Input, Lang, Look, RoomId, Scope, UserId, What, Written,
    bot::own_scope,
    community::{halls, name_of},
    grammar::Command,
    input::{Content, Event},
};
use secta_record::{RecordId, act::ProposalId};
use secta_rules::policy::Meaning;
use serde::{Deserialize, Serialize};

pub use secta_bot_kit::community::halls::{
    Hall, Reads, community, community_at, hall, learn, member, porch_of, room_of,
};

use crate::{NAME, ask, commands};

/// Who waits for a message to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The message.
    pub target: EventId,
    /// The command's message.
    pub event: EventId,
    /// Its thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<EventId>,
    /// Whose it is.
    pub by: UserId,
    /// The language to answer in.
    pub lang: Lang,
}

/// Which entry something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntryId {
    /// The community.
    pub community: RecordId,
    /// The proposal.
    pub proposal: ProposalId,
}

/// What an event stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// A message that is proposed or entered, or one of the bot's about it.
    Entry(EntryId),
    /// A reaction that is a vote.
    Vote {
        /// For what.
        entry: EntryId,
        /// Whose.
        by: UserId,
    },
}

/// An entry, or a proposal of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The room in which it was said.
    pub room: RoomId,
    /// The message.
    pub event: EventId,
    /// Who wrote it.
    pub author: UserId,
    /// The name that they go by.
    pub name: String,
    /// When, in milliseconds since 1970.
    pub time_ms: i64,
    /// Who has proposed it.
    pub by: UserId,
    /// What it says, until that is decided.
    pub written: Option<Written>,
    /// The BLAKE3 of its file, hexadecimal.
    pub blake3: Option<String>,
    /// The effect whose outcome has told of it.
    pub key: String,
    /// The bot's message about the proposal.
    pub told: Option<EventId>,
    /// How many votes it shows.
    pub shown: u32,
    /// The message that proposed it, and its thread.
    pub asked: (EventId, Option<EventId>),
    /// Its record in the chronicle.
    pub record: Option<RecordId>,
    /// Its copy in the chronicle's room.
    pub copy: Option<EventId>,
}

/// The scope of an event.
pub fn event(id: &EventId) -> Scope {
    Scope::new(format!("event/{id}"))
}

/// The scope of an entry.
pub fn entry(id: &EntryId) -> Scope {
    Scope::new(format!("entry/{}/{}", id.community, id.proposal))
}

/// The entry that a command's message proposes.
pub fn new_entry(community: &RecordId, room: &RoomId, event: &EventId) -> EntryId {
    EntryId {
        community: *community,
        proposal: ProposalId(name_of(community, room, event)),
    }
}

/// The entry of its scope.
pub fn as_entry(scope: &str) -> Option<EntryId> {
    let (community, proposal) = scope.strip_prefix("entry/")?.split_once('/')?;
    Some(EntryId {
        community: community.parse().ok()?,
        proposal: proposal.parse().ok()?,
    })
}

/// The scope of a number.
pub fn number(community: &RecordId, number: u64) -> Scope {
    Scope::new(format!("number/{community}/{number}"))
}

/// What the service writes into its messages about an entry.
pub fn about(id: &EntryId) -> String {
    entry(id).as_str().to_owned()
}

/// Reads what an event stands for.
pub fn known(reads: &impl Reads, id: &EventId) -> Option<Known> {
    reads.read(&event(id), "known")
}

/// Reads the entry that a message is proposed for.
pub fn entry_at(reads: &impl Reads, id: &EventId) -> Option<EntryId> {
    match known(reads, id)? {
        Known::Entry(entry) => Some(entry),
        Known::Vote { .. } => None,
    }
}

/// Reads an entry.
pub fn entry_of(reads: &impl Reads, id: &EntryId) -> Option<Entry> {
    reads.read(&entry(id), "entry")
}

/// The entry that a command names: by its number, by a link, by the message that it answers or stands below.
pub fn named(reads: &impl Reads, command: &Command) -> Option<EntryId> {
    let said = command.args.trim();
    let digits = said.trim_start_matches(['№', '#', ' ']);
    if let Ok(count) = digits.parse::<u64>() {
        let community = community_at(reads, &command.event.room)?;
        let proposal = reads.read(&number(&community, count), "proposal")?;
        return Some(EntryId {
            community,
            proposal,
        });
    }
    entry_at(reads, &command.event.meant(said)?)
}

/// Remembers what an event stands for.
pub fn know(ctx: &mut Ctx<'_>, id: &EventId, what: &Known) {
    ctx.put(&event(id), "known", what);
}

/// Remembers an entry.
pub fn keep(ctx: &mut Ctx<'_>, id: &EntryId, new: &Entry) {
    ctx.put(&entry(id), "entry", new);
}

/// The scopes that an input takes, as far as can be told from what is loaded.
pub fn needed(input: &Input, look: &Look<'_>) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = own_scope(NAME, input).into_iter().collect();
    match &input.what {
        What::Event(event) => of_event(event, input, look, &mut scopes),
        What::Outcome(outcome) => {
            let scope = Scope::new(outcome.scope.clone());
            let pending: Option<Pending> = look.get(&scope, &pending(&outcome.key));
            let room = scope.as_room();
            let hall = room.as_ref().and_then(|room| hall(look, room));
            if let (Some(pending), Some(room), Some(hall)) = (pending, room, hall) {
                of_message(&pending.target, look, &mut scopes);
                scopes.push(event(&pending.event));
                scopes.push(entry(&new_entry(&hall.community, &room, &pending.event)));
                of_new_entry(&hall.community, look, &mut scopes);
            }
        }
        What::Timer(fired) => {
            if let Some(id) = as_entry(fired.scope.as_str()) {
                of_entry(&id, look, &mut scopes);
            }
        }
        What::Foreign { .. } | What::Erased => {}
    }
    scopes
}

/// Where in its room's scope it stands who waits for a message to be read.
pub fn pending(key: &str) -> String {
    format!("pending/{key}")
}

fn of_event(event: &Event, input: &Input, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    scopes.push(Scope::room(&event.room));
    scopes.extend(halls::needed(event));
    if let Some(id) = event.about.as_deref().and_then(as_entry) {
        scopes.push(self::event(&event.id));
        of_entry(&id, look, scopes);
    }
    if let Some(command) = input.command_of(NAME) {
        of_command(command, look, scopes);
    }
    let Some(hall) = hall(look, &event.room) else {
        return;
    };
    match &event.content {
        Content::Reaction { target, key } if is_vote(&hall.community, key, look) => {
            of_message(target, look, scopes);
            if known(look, target).is_some() {
                scopes.push(self::event(&event.id));
                scopes.push(member(&hall.community, &event.sender));
            }
        }
        Content::Redaction { target } => {
            of_message(target, look, scopes);
            if known(look, target).is_some() {
                scopes.push(member(&hall.community, &event.sender));
            }
        }
        Content::Reaction { .. }
        | Content::Message(_)
        | Content::PollStart
        | Content::PollResponse { .. }
        | Content::PollEnd { .. }
        | Content::Member(_)
        | Content::State { .. }
        | Content::Ciphertext { .. }
        | Content::Other { .. } => {}
    }
}

/// Whether a reaction is a vote for an entry: of other reactions nothing more is looked at.
fn is_vote(community: &RecordId, key: &str, look: &Look<'_>) -> bool {
    let rules = look.communities().get(community);
    rules.is_some_and(|rules| rules.policy().reactions.meaning(key) == Some(Meaning::Chronicle))
}

fn of_command(command: &Command, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    let asked = community_at(look, &command.event.room);
    if command.id == commands::LIST {
        asked.iter().for_each(|id| of_list(id, look, scopes));
        return;
    }
    let digits = command.args.trim().trim_start_matches(['№', '#', ' ']);
    if let (Ok(count), Some(id)) = (digits.parse::<u64>(), &asked) {
        scopes.push(number(id, count));
    }
    if let Some(target) = command.event.meant(&command.args) {
        of_message(&target, look, scopes);
    }
    if let Some(id) = named(look, command) {
        of_entry(&id, look, scopes);
    }
    scopes.push(event(command.subject()));
}

/// The last entries of a community.
fn of_list(id: &RecordId, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    scopes.push(community(id));
    let rules = look.communities().get(id);
    for count in ask::last(rules.map_or(0, |rules| rules.entries())) {
        let scope = number(id, count);
        if let Some(proposal) = look.get(&scope, "proposal") {
            let community = *id;
            scopes.push(entry(&EntryId {
                community,
                proposal,
            }));
        }
        scopes.push(scope);
    }
}

/// A message, and the entry that it may be.
fn of_message(id: &EventId, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    scopes.push(event(id));
    match known(look, id) {
        Some(Known::Entry(entry) | Known::Vote { entry, .. }) => of_entry(&entry, look, scopes),
        None => {}
    }
}

fn of_entry(id: &EntryId, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    scopes.push(entry(id));
    of_new_entry(&id.community, look, scopes);
    if let Some(entry) = entry_of(look, id) {
        scopes.push(event(&entry.event));
        scopes.push(Scope::room(&entry.room));
    }
}

/// What may become an entry.
fn of_new_entry(id: &RecordId, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    scopes.push(community(id));
    if let Some(rules) = look.communities().get(id) {
        scopes.push(number(id, rules.entries() + 1));
    }
}
