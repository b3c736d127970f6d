//! What the bot remembers, by scope, and which scopes an input takes.
//!
//! - `room/{room}`: `hall`, which room of which community it is; `pending/{key}`, who waits for a message to be read;
//!   `gone/{event}`, a message that was removed meanwhile.
//! - `event/{event}`: `known`, the entry that a message is proposed for, or a vote.
//! - `entry/{community}/{proposal}`: `entry`.
//! - `community/{community}`: `halls`, its rooms.
//! - `number/{community}/{number}`: `proposal`.
//! - `member/{community}/{user}`: `member`.

use std::collections::BTreeMap;

use secta_bot_kit::{
    Ctx, EventId, Input, Lang, Look, RoomId, Scope, UserId, What, Written,
    bot::own_scope,
    community::{About, Communities, name_of},
    grammar::Command,
    input::{Content, Event},
};
use secta_record::{RecordId, act::ProposalId};
use secta_rules::policy::Meaning;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{NAME, ask, commands};

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

/// What is remembered of somebody in a community.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// Their porch, and the language that they are spoken to in there.
    pub porch: Option<(RoomId, Lang)>,
    /// When they were last told that their reaction does not count, in milliseconds since 1970.
    pub told_ms: i64,
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

/// The scope of a community.
pub fn community(id: &RecordId) -> Scope {
    Scope::new(format!("community/{id}"))
}

/// The scope of a number.
pub fn number(community: &RecordId, number: u64) -> Scope {
    Scope::new(format!("number/{community}/{number}"))
}

/// The scope of somebody in a community.
pub fn member(community: &RecordId, user: &UserId) -> Scope {
    Scope::new(format!("member/{community}/{user}"))
}

/// What the service writes into its messages about an entry.
pub fn about(id: &EntryId) -> String {
    entry(id).as_str().to_owned()
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

/// Reads a room of a community.
pub fn room_of(reads: &impl Reads, id: &RecordId, role: &str) -> Option<RoomId> {
    let halls: Option<BTreeMap<String, RoomId>> = reads.read(&community(id), "halls");
    halls.and_then(|mut halls| halls.remove(role))
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
            let mut member: Member = ctx.get(&scope, "member").unwrap_or_default();
            member.porch = Some((event.room.clone(), lang));
            ctx.put(&scope, "member", &member);
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
    match event.about.as_deref().map(About::read) {
        Some(Some(About::Hall { community, .. })) => scopes.push(self::community(&community)),
        Some(Some(About::Porch {
            community, user, ..
        })) => scopes.push(member(&community, &user)),
        Some(Some(About::Item { .. })) => {}
        Some(None) => {
            if let Some(id) = event.about.as_deref().and_then(as_entry) {
                scopes.push(self::event(&event.id));
                of_entry(&id, look, scopes);
            }
        }
        None => {}
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
