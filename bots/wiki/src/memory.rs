//! What the bot remembers, by scope, and which scopes an input takes.
//!
//! - `page/{community}/{page}`: `watchers`, who is told of its changes; `talk`, where it is discussed; `relink/{key}`,
//!   for whom links are changed.
//! - `event/{event}`: `shown`, which page a message of the service shows; `made`, the revision that a message makes.
//! - `revision/{community}/{revision}`: `source`, where else its words stand.
//! - `room/{room}`: `pending/{key}`, who waits for a thread to be read.
//!
//! And what [`halls`] remembers of rooms.

use std::collections::BTreeMap;

use secta_bot_kit::{
    Ctx, EventId, Input, Lang, Look, RoomId, Scope, UserId, What,
    bot::own_scope,
    community::halls::{self, Reads},
    grammar::Command,
    input::{Content, Event},
    web::{self, Deed, Form, WikiDeed, revision_of},
};
use secta_record::{
    RecordId,
    act::{PageId, RevisionId},
};
use secta_wiki::title::Title;
use serde::{Deserialize, Serialize};

use crate::{NAME, ask, commands, form};

/// Somebody who is told of a page's changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watcher {
    /// Until when they are not told again, in milliseconds since 1970.
    pub quiet_until_ms: i64,
    /// How many changes there were since they were told.
    pub more: u32,
}

/// A page that a message of the service shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The page.
    pub page: PageId,
    /// The revisions that it was shown at.
    pub heads: Vec<RevisionId>,
}

/// Where the words of a revision stand beside its record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// In a form of the site.
    Form(String),
    /// In the outcome of an effect, by its key.
    Outcome(String),
    /// In a message of its author's.
    Event(EventId),
}

/// Who waits for a thread to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pending {
    /// The title of the page.
    pub title: Title,
    /// The community.
    pub community: RecordId,
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

/// For whom links are changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relinking {
    /// Of which community's wiki.
    pub community: RecordId,
    /// Who has renamed the page.
    pub by: UserId,
    /// The title that it had.
    pub from: Title,
    /// The title that it has.
    pub to: Title,
    /// The language of the comment.
    pub lang: Lang,
}

/// The page of a title.
pub fn page_of(title: &Title) -> PageId {
    PageId(title.page_id().0)
}

/// The scope of a page.
pub fn page(community: &RecordId, page: &PageId) -> Scope {
    Scope::new(format!("page/{community}/{page}"))
}

/// The scope of an event.
pub fn event(id: &EventId) -> Scope {
    Scope::new(format!("event/{id}"))
}

/// The scope of a revision.
pub fn revision(community: &RecordId, id: &RevisionId) -> Scope {
    Scope::new(format!("revision/{community}/{id}"))
}

/// Who is told of a page's changes.
pub fn watchers(reads: &impl Reads, scope: &Scope) -> BTreeMap<UserId, Watcher> {
    reads.read(scope, "watchers").unwrap_or_default()
}

/// Remembers who is told of a page's changes.
pub fn keep_watchers(ctx: &mut Ctx<'_>, scope: &Scope, watchers: &BTreeMap<UserId, Watcher>) {
    if watchers.is_empty() {
        ctx.delete(scope, "watchers");
    } else {
        ctx.put(scope, "watchers", watchers);
    }
}

/// Where a page is discussed.
pub fn talk(reads: &impl Reads, scope: &Scope) -> Option<(RoomId, EventId)> {
    reads.read(scope, "talk")
}

/// The revision that a message makes.
pub fn made(reads: &impl Reads, id: &EventId) -> Option<(RecordId, RevisionId)> {
    reads.read(&event(id), "made")
}

/// What the service writes into a message that shows a page.
pub fn about_shown(community: &RecordId, shown: &Shown) -> String {
    let heads: Vec<String> = shown.heads.iter().map(RevisionId::to_string).collect();
    format!("shown/{community}/{}/{}", shown.page, heads.join(","))
}

/// The page that a message of the service shows.
pub fn as_shown(about: &str) -> Option<Shown> {
    let (_, rest) = about.strip_prefix("shown/")?.split_once('/')?;
    let (page, heads) = rest.split_once('/')?;
    let heads = heads.split(',').filter(|head| !head.is_empty());
    Some(Shown {
        page: page.parse().ok()?,
        heads: heads.map(|head| head.parse().ok()).collect::<Option<_>>()?,
    })
}

/// What the service writes into the first message of a page's discussion.
pub fn about_talk(community: &RecordId, page: &PageId) -> String {
    format!("talk/{community}/{page}")
}

/// The scope of the page that a message of the service begins the discussion of.
pub fn as_talk(about: &str) -> Option<Scope> {
    let (community, page) = about.strip_prefix("talk/")?.split_once('/')?;
    Some(self::page(&community.parse().ok()?, &page.parse().ok()?))
}

/// The scopes that an input takes, as far as can be told from what is loaded.
pub fn needed(input: &Input, look: &Look<'_>) -> Vec<Scope> {
    let mut scopes: Vec<Scope> = own_scope(NAME, input).into_iter().collect();
    match &input.what {
        What::Event(event) => of_event(event, input, look, &mut scopes),
        What::Outcome(outcome) if outcome.bot == NAME => {
            let scope = Scope::new(outcome.scope.clone());
            let pending: Option<Pending> = look.get(&scope, &format!("pending/{}", outcome.key));
            if let Some(pending) = pending {
                scopes.push(event(&pending.event));
                of_page(&pending.community, &pending.title, look, &mut scopes);
            }
        }
        What::Timer(fired) if fired.bot == NAME => {
            scopes.extend(of_watchers(&fired.scope, look));
        }
        What::Foreign {
            source,
            external_id,
            body,
        } if source == web::SOURCE => of_form(external_id, body, look, &mut scopes),
        What::Outcome(_) | What::Timer(_) | What::Foreign { .. } | What::Erased => {}
    }
    scopes
}

fn of_event(event: &Event, input: &Input, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    scopes.push(Scope::room(&event.room));
    scopes.extend(halls::needed(event));
    if let Some(about) = event.about.as_deref().filter(|_| event.own) {
        scopes.extend(as_talk(about));
        scopes.extend(as_shown(about).map(|_| self::event(&event.id)));
    }
    if let Some(command) = input.command_of(NAME) {
        of_command(command, look, scopes);
    }
    if let Content::Redaction { target } = &event.content {
        scopes.push(self::event(target));
        if let Some((community, id)) = made(look, target) {
            scopes.push(revision(&community, &id));
        }
    }
}

fn of_command(command: &Command, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    let event = &command.event;
    scopes.push(self::event(command.subject()));
    scopes.extend(event.reply_to.as_ref().map(self::event));
    let Some(community) = halls::community_at(look, &event.room) else {
        return;
    };
    scopes.push(halls::community(&community));
    scopes.push(halls::member(&community, &event.sender));
    // Of what is only read the view knows.
    let reads = [commands::PAGE, commands::HISTORY, commands::FIND];
    if reads.contains(&command.id) {
        return;
    }
    if let Ok(title) = Title::parse(ask::bare(&command.args)) {
        of_page(&community, &title, look, scopes);
    }
}

fn of_form(id: &str, body: &serde_json::Value, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    let Ok(form) = Form::deserialize(body) else {
        return;
    };
    let Deed::Wiki(deed) = &form.deed else {
        return;
    };
    let community = &form.community;
    scopes.push(web::answer_scope(id));
    scopes.push(halls::community(community));
    scopes.push(halls::member(community, &form.by));
    if let WikiDeed::Hide { revision } = deed {
        scopes.push(self::revision(community, revision));
    }
    for (index, title) in form::titles(deed).into_iter().enumerate() {
        scopes.push(revision(community, &revision_of(community, id, index)));
        if let Ok(title) = Title::parse(title) {
            of_page(community, &title, look, scopes);
        }
    }
}

/// A page, and the porches of those who watch it.
fn of_page(community: &RecordId, title: &Title, look: &Look<'_>, scopes: &mut Vec<Scope>) {
    let scope = page(community, &page_of(title));
    scopes.extend(of_watchers(&scope, look));
    scopes.push(scope);
}

fn of_watchers(scope: &Scope, look: &Look<'_>) -> Vec<Scope> {
    let community = scope.as_str().split('/').nth(1);
    let Some(community) = community.and_then(|id| id.parse::<RecordId>().ok()) else {
        return Vec::new();
    };
    let watchers = watchers(look, scope);
    watchers
        .keys()
        .map(|user| halls::member(&community, user))
        .collect()
}
