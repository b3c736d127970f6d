//! One of the people, before a client of theirs: what they have seen, and what they do. Everything that they do is
//! looked for first, so that a demo which was killed goes on where it was.

use std::{collections::BTreeMap, time::Duration};

use anyhow::bail;
use secta_bot_kit::Lang;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::api::{Api, ApiError};
use crate::phrases::say;

/// How long is waited for what others do.
const PATIENCE: Duration = Duration::from_secs(60);
/// After how long everything is looked at anew.
const ANEW: Duration = Duration::from_secs(10);
/// How long the homeserver holds an answer back while nothing is new, in milliseconds.
const POLL_MS: &str = "5000";

/// One of the people.
pub(super) struct Person<'a> {
    api: &'a Api,
    token: &'a str,
    lang: Lang,
    /// Their Matrix id.
    pub user: String,
    /// What they have seen.
    pub view: View,
}

/// What somebody's client has seen.
#[derive(Default)]
pub(super) struct View {
    since: Option<String>,
    rooms: BTreeMap<String, Vec<Value>>,
    invitations: BTreeMap<String, Vec<Value>>,
}

impl<'a> Person<'a> {
    /// Somebody who has just opened their client.
    pub(super) async fn arrive(
        api: &'a Api,
        user: String,
        token: &'a str,
        lang: Lang,
    ) -> Result<Self, ApiError> {
        let mut person = Self {
            api,
            token,
            lang,
            user,
            view: View::default(),
        };
        person.sync("0").await?;
        Ok(person)
    }

    /// Waits until something is seen. `what` names it for people, where it does not come.
    pub(super) async fn until<T>(
        &mut self,
        what: &str,
        look: impl Fn(&View) -> Option<T>,
    ) -> anyhow::Result<T> {
        let (end, mut anew) = (Instant::now() + PATIENCE, Instant::now() + ANEW);
        loop {
            if let Some(seen) = look(&self.view) {
                return Ok(seen);
            }
            let now = Instant::now();
            if now >= end {
                let told = [("who", self.user.as_str()), ("what", what)];
                bail!(say(self.lang, "demo-stuck", &told));
            }
            if now >= anew {
                // Not every homeserver shows all that is in a room to whoever has just joined it.
                self.view = View::default();
                anew = now + ANEW;
            }
            self.sync(POLL_MS).await?;
        }
    }

    /// Knocks on a room.
    pub(super) async fn knock(&self, room: &str) -> Result<(), ApiError> {
        let path = ["client", "v3", "knock", room];
        let knocked = self.api.post(Some(self.token), &path, json!({})).await;
        knocked.map(drop)
    }

    /// Opens a chat with somebody; gives the room.
    pub(super) async fn chat(&self, with: &str) -> Result<String, ApiError> {
        let path = ["client", "v3", "createRoom"];
        let wanted =
            json!({ "preset": "trusted_private_chat", "is_direct": true, "invite": [with] });
        let made = self.api.post(Some(self.token), &path, wanted).await?;
        Ok(made["room_id"].as_str().unwrap_or_default().to_owned())
    }

    /// Follows the invitations to rooms, once they are there.
    pub(super) async fn enter(&mut self, rooms: &[&str]) -> anyhow::Result<()> {
        for room in rooms {
            self.until(room, |view| view.opens(room).then_some(()))
                .await?;
            if !self.view.rooms.contains_key(*room) {
                let path = ["client", "v3", "join", room];
                self.api.post(Some(self.token), &path, json!({})).await?;
            }
        }
        for room in rooms {
            self.until(room, |view| view.rooms.get(*room).map(drop))
                .await?;
        }
        Ok(())
    }

    /// Says something, unless it has been said; gives the event.
    pub(super) async fn say(&self, room: &str, text: &str) -> Result<String, ApiError> {
        let content = json!({ "msgtype": "m.text", "body": text });
        self.send(room, "m.room.message", content).await
    }

    /// Says something in a thread, unless it has been said; gives the event.
    pub(super) async fn answer(
        &self,
        room: &str,
        root: &str,
        text: &str,
    ) -> Result<String, ApiError> {
        let relation = json!({
            "rel_type": "m.thread", "event_id": root, "is_falling_back": true,
            "m.in_reply_to": { "event_id": root },
        });
        let content = json!({ "msgtype": "m.text", "body": text, "m.relates_to": relation });
        self.send(room, "m.room.message", content).await
    }

    /// Reacts to an event, unless that has been done.
    pub(super) async fn react(&self, room: &str, to: &str, key: &str) -> Result<(), ApiError> {
        let relation = json!({ "rel_type": "m.annotation", "event_id": to, "key": key });
        let content = json!({ "m.relates_to": relation });
        self.send(room, "m.reaction", content).await.map(drop)
    }

    async fn send(&self, room: &str, kind: &str, content: Value) -> Result<String, ApiError> {
        let is_it = |event: &&Value| {
            event["type"] == kind && event["sender"] == self.user && event["content"] == content
        };
        if let Some(said) = self.view.events(room).find(is_it) {
            return Ok(id(said));
        }
        let transaction = blake3::hash(format!("{room}{kind}{content}").as_bytes()).to_hex();
        let path = [
            "client",
            "v3",
            "rooms",
            room,
            "send",
            kind,
            transaction.as_str(),
        ];
        let sent = self.api.put(self.token, &path, content.clone()).await?;
        Ok(id(&sent))
    }

    /// What the person has noted on the homeserver under a name.
    pub(super) async fn noted(&self, name: &str) -> Result<bool, ApiError> {
        match self.api.get(Some(self.token), &self.note_path(name)).await {
            Err(error) if error.is("M_NOT_FOUND") => Ok(false),
            found => found.map(|_| true),
        }
    }

    /// Notes something on the homeserver.
    pub(super) async fn note(&self, name: &str) -> Result<(), ApiError> {
        let path = self.note_path(name);
        let noted = self.api.put(self.token, &path, json!({ "done": true }));
        noted.await.map(drop)
    }

    fn note_path<'n>(&'n self, name: &'n str) -> [&'n str; 6] {
        ["client", "v3", "user", &self.user, "account_data", name]
    }

    async fn sync(&mut self, wait_ms: &str) -> Result<(), ApiError> {
        let filter = json!({
            "presence": { "types": [] },
            "room": { "timeline": { "limit": 100 }, "state": { "types": ["m.room.create"] }, "ephemeral": { "types": [] } },
        });
        let filter = filter.to_string();
        let mut query = vec![("filter", filter.as_str()), ("timeout", wait_ms)];
        query.extend(self.view.since.as_deref().map(|since| ("since", since)));
        let path = ["client", "v3", "sync"];
        let answer = self.api.ask(self.token, &path, &query).await?;
        self.view.take(&answer);
        Ok(())
    }
}

impl View {
    /// Whether somebody is in a room or invited to it.
    pub(super) fn opens(&self, room: &str) -> bool {
        self.rooms.contains_key(room) || self.invitations.contains_key(room)
    }

    /// What was seen of a room, in order.
    pub(super) fn events(&self, room: &str) -> impl Iterator<Item = &Value> {
        self.rooms.get(room).into_iter().flatten()
    }

    /// The message of a room that says this, whoever says it.
    pub(super) fn message(&self, room: &str, text: &str) -> Option<String> {
        let mut events = self.events(room);
        events
            .find(|event| event["content"]["body"] == text)
            .map(id)
    }

    /// The rooms that somebody has made or invited to.
    pub(super) fn hosted_by(&self, user: &str) -> Vec<String> {
        let hosts = |event: &Value| {
            let made = event["type"] == "m.room.create";
            event["sender"] == user && (made || event["content"]["membership"] == "invite")
        };
        let rooms = self.rooms.iter().chain(&self.invitations);
        let hosted = rooms.filter(|(_, events)| events.iter().any(hosts));
        hosted.map(|(room, _)| room.clone()).collect()
    }

    fn take(&mut self, answer: &Value) {
        self.since = answer["next_batch"].as_str().map(str::to_owned);
        let rooms = |kind: &str| answer["rooms"][kind].as_object().into_iter().flatten();
        let events = |part: &Value| part["events"].as_array().cloned().unwrap_or_default();
        for (room, invited) in rooms("invite") {
            let states = events(&invited["invite_state"]);
            self.invitations.insert(room.clone(), states);
        }
        for (room, joined) in rooms("join") {
            let invited = self.invitations.remove(room).unwrap_or_default();
            let seen = self.rooms.entry(room.clone()).or_insert(invited);
            seen.extend(events(&joined["state"]));
            seen.extend(events(&joined["timeline"]));
        }
        for (room, _) in rooms("leave") {
            self.invitations.remove(room);
            self.rooms.remove(room);
        }
    }
}

/// The id of an event, or of what was sent.
pub(super) fn id(event: &Value) -> String {
    event["event_id"].as_str().unwrap_or_default().to_owned()
}
