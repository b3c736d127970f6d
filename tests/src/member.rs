//! A member: a plain Matrix client, that patiently repeats what a homeserver which is down did not answer.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::{
    event::{self, Event, poll},
    homeserver::{Address, http},
    wait,
};

/// The password of every member.
pub const PASSWORD: &str = "мой пароль 1";

/// How long a member repeats a call that a homeserver does not answer.
const PATIENCE: Duration = Duration::from_secs(120);

/// An account with a session.
pub struct Member {
    http: Client,
    address: Address,
    user_id: String,
    token: String,
    view: Mutex<View>,
}

/// What its `/sync` has shown.
#[derive(Default)]
struct View {
    since: Option<String>,
    rooms: BTreeMap<String, Vec<Event>>,
    invitations: BTreeMap<String, Value>,
}

/// A homeserver's answer that is no success.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// The body.
    pub body: Value,
}

impl Member {
    /// The access token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Registers an account and logs it in.
    pub async fn register(address: &Address, name: &str) -> Self {
        let http = http();
        let url = format!("{}/_matrix/client/v3/register", address.url());
        let body = json!({
            "username": name, "password": PASSWORD, "device_id": "PLAIN", "auth": { "type": "m.login.dummy" },
        });
        let answer = http
            .post(url)
            .json(&body)
            .send()
            .await
            .expect("the homeserver answers");
        let answer: Value = answer.json().await.expect("the answer is JSON");
        Self::of_session(http, address, &answer)
    }

    /// Logs in to an account that is there.
    pub async fn login(address: &Address, user: &str, password: &str) -> Self {
        let http = http();
        let url = format!("{}/_matrix/client/v3/login", address.url());
        let body = json!({
            "type": "m.login.password", "password": password, "identifier": { "type": "m.id.user", "user": user },
        });
        let answer = http
            .post(url)
            .json(&body)
            .send()
            .await
            .expect("the homeserver answers");
        let answer: Value = answer.json().await.expect("the answer is JSON");
        Self::of_session(http, address, &answer)
    }

    fn of_session(http: Client, address: &Address, answer: &Value) -> Self {
        let field = |name: &str| {
            answer[name]
                .as_str()
                .unwrap_or_else(|| panic!("no session: {answer}"))
                .to_owned()
        };
        let (user_id, token) = (field("user_id"), field("access_token"));
        Self {
            http,
            address: address.clone(),
            user_id,
            token,
            view: Mutex::default(),
        }
    }

    /// Its Matrix id.
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// Makes a room of these options (those of `POST /createRoom`) and invites others.
    pub async fn create_room(&self, options: Value, invite: &[&str]) -> String {
        let mut body = json!({ "preset": "private_chat", "invite": invite });
        if let (Some(body), Value::Object(options)) = (body.as_object_mut(), options) {
            body.extend(options);
        }
        let answer = self.call(Method::POST, "/createRoom", &body).await;
        answer["room_id"]
            .as_str()
            .unwrap_or_else(|| panic!("no room: {answer}"))
            .to_owned()
    }

    /// Invites somebody.
    pub async fn invite(&self, room: &str, user: &str) {
        self.call(
            Method::POST,
            &format!("/rooms/{}/invite", quote(room)),
            &json!({ "user_id": user }),
        )
        .await;
    }

    /// Joins a room, through these servers where it is another server's.
    pub async fn join(&self, room: &str, via: &[&str]) {
        let servers = via
            .iter()
            .map(|server| format!("server_name={}&via={}", quote(server), quote(server)));
        let query = servers.collect::<Vec<_>>().join("&");
        self.call(
            Method::POST,
            &format!("/join/{}?{query}", quote(room)),
            &json!({}),
        )
        .await;
    }

    /// Leaves a room.
    pub async fn leave(&self, room: &str) {
        self.call(
            Method::POST,
            &format!("/rooms/{}/leave", quote(room)),
            &json!({}),
        )
        .await;
    }

    /// Sends an event; tells its id. It is sent once, however often the call has to be repeated.
    pub async fn send(&self, room: &str, kind: &str, content: &Value) -> String {
        let txn: u64 = rand::random();
        let path = format!("/rooms/{}/send/{}/{txn}", quote(room), quote(kind));
        event_id(&self.call(Method::PUT, &path, content).await)
    }

    /// Says something.
    pub async fn say(&self, room: &str, body: &str) -> String {
        self.send(room, "m.room.message", &event::text(body)).await
    }

    /// Says something in a thread.
    pub async fn say_in_thread(&self, room: &str, root: &str, body: &str) -> String {
        let mut content = event::text(body);
        content["m.relates_to"] = json!({ "rel_type": "m.thread", "event_id": root });
        self.send(room, "m.room.message", &content).await
    }

    /// Edits what it said.
    pub async fn edit(&self, room: &str, said: &str, body: &str) -> String {
        self.send(room, "m.room.message", &event::edit(said, body))
            .await
    }

    /// Reacts to an event.
    pub async fn react(&self, room: &str, target: &str, key: &str) -> String {
        let relation = json!({ "rel_type": "m.annotation", "event_id": target, "key": key });
        self.send(room, "m.reaction", &json!({ "m.relates_to": relation }))
            .await
    }

    /// Answers a poll by the texts of its answers.
    pub async fn vote(&self, room: &str, poll: &Event, answers: &[&str]) -> String {
        let ids: Vec<String> = answers.iter().map(|text| poll.poll_answer(text)).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        self.send(room, poll::RESPONSE, &event::response(poll.id(), &ids))
            .await
    }

    /// Redacts an event.
    pub async fn redact(&self, room: &str, target: &str) {
        let txn: u64 = rand::random();
        let path = format!("/rooms/{}/redact/{}/{txn}", quote(room), quote(target));
        self.call(Method::PUT, &path, &json!({})).await;
    }

    /// Sets a state event.
    pub async fn set_state(&self, room: &str, kind: &str, key: &str, content: &Value) -> String {
        let path = format!(
            "/rooms/{}/state/{}/{}",
            quote(room),
            quote(kind),
            quote(key)
        );
        event_id(&self.call(Method::PUT, &path, content).await)
    }

    /// Who has joined a room.
    pub async fn joined(&self, room: &str) -> Vec<String> {
        let answer = self
            .call(
                Method::GET,
                &format!("/rooms/{}/joined_members", quote(room)),
                &Value::Null,
            )
            .await;
        answer["joined"]
            .as_object()
            .map(|joined| joined.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// Waits until somebody has joined a room.
    pub async fn until_joined(&self, room: &str, user: &str) {
        let what = format!("{user} to join");
        wait::until(&what, wait::SOON, async || {
            self.joined(room)
                .await
                .iter()
                .any(|id| id == user)
                .then_some(())
        })
        .await;
    }

    /// Waits until somebody is no longer in a room.
    pub async fn until_gone(&self, room: &str, user: &str) {
        let what = format!("{user} to leave");
        wait::until(&what, wait::SOON, async || {
            (!self.joined(room).await.iter().any(|id| id == user)).then_some(())
        })
        .await;
    }

    /// Follows a room until an event of it (seen before or new) is what is looked for.
    ///
    /// # Panics
    ///
    /// When none is before the deadline: with what was seen.
    pub async fn wait_for<T>(
        &self,
        room: &str,
        what: &str,
        deadline: Duration,
        look: impl Fn(&Event) -> Option<T>,
    ) -> T {
        let started = Instant::now();
        loop {
            let view = self.view.lock().await;
            if let Some(found) = view.rooms.get(room).into_iter().flatten().find_map(&look) {
                return found;
            }
            assert!(
                started.elapsed() < deadline,
                "waited {} s for: {what}\n{}",
                deadline.as_secs(),
                show(&view, room)
            );
            drop(view);
            self.sync().await;
        }
    }

    /// Waits for an event in answer to another.
    pub async fn wait_for_answer(&self, room: &str, question: &str, deadline: Duration) -> Event {
        let what = format!("an answer to {question}");
        let look = |event: &Event| {
            (event.sender() != self.user_id && event.answers(question)).then(|| event.clone())
        };
        self.wait_for(room, &what, deadline, look).await
    }

    /// Waits for the poll that was asked for by a command.
    pub async fn wait_for_poll(&self, room: &str, question: &str) -> Event {
        let is_it = |event: &Event| {
            let text = event.content()[poll::START]["question"].to_string();
            (event.kind() == poll::START && text.contains(question)).then(|| event.clone())
        };
        self.wait_for(room, &format!("the poll {question:?}"), wait::SOON, is_it)
            .await
    }

    /// Waits for an invitation to a room.
    pub async fn wait_for_invitation(&self, room: &str) {
        wait::until("an invitation", wait::SOON, async || {
            self.sync().await;
            self.view
                .lock()
                .await
                .invitations
                .contains_key(room)
                .then_some(())
        })
        .await;
    }

    /// Waits for an invitation to a room of this name, and follows it.
    pub async fn follow_invitation(&self, name: &str) -> String {
        let what = format!("an invitation to {name}");
        let room = wait::until(&what, wait::SOON, async || {
            self.sync().await;
            let view = self.view.lock().await;
            let mut named = view.invitations.iter().filter(|(room, invited)| {
                let states = invited["invite_state"]["events"].as_array();
                let mut states = states.into_iter().flatten();
                !view.rooms.contains_key(*room)
                    && states.any(|state| state["content"]["name"] == name)
            });
            named.next().map(|(room, _)| room.clone())
        })
        .await;
        self.join(&room, &[]).await;
        room
    }

    /// What has been seen of a room, in order.
    pub async fn seen(&self, room: &str) -> Vec<Event> {
        self.view
            .lock()
            .await
            .rooms
            .get(room)
            .cloned()
            .unwrap_or_default()
    }

    /// The whole history of a room, in order, as the homeserver tells it.
    pub async fn history(&self, room: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut from = String::new();
        loop {
            let path = format!("/rooms/{}/messages?dir=b&limit=100{from}", quote(room));
            let answer = self.call(Method::GET, &path, &Value::Null).await;
            events.extend(
                answer["chunk"]
                    .as_array()
                    .cloned()
                    .unwrap_or_default()
                    .into_iter()
                    .map(Event),
            );
            match answer["end"].as_str() {
                Some(end)
                    if answer["chunk"]
                        .as_array()
                        .is_some_and(|chunk| !chunk.is_empty()) =>
                {
                    from = format!("&from={}", quote(end));
                }
                _ => break,
            }
        }
        events.reverse();
        events
    }

    /// Asks once for what is new; waits for it a little.
    async fn sync(&self) {
        let since = self.view.lock().await.since.clone();
        let filter =
            json!({ "room": { "timeline": { "limit": 1000 } }, "presence": { "types": [] } })
                .to_string();
        let mut path = format!("/sync?timeout=1000&filter={}", quote(&filter));
        if let Some(since) = &since {
            path.push_str(&format!("&since={}", quote(since)));
        }
        let answer = self.call(Method::GET, &path, &Value::Null).await;
        let mut whole = BTreeMap::new();
        for (room, joined) in answer["rooms"]["join"].as_object().into_iter().flatten() {
            if since.is_some() && joined["timeline"]["limited"] == true {
                whole.insert(room.clone(), self.history(room).await);
            }
        }
        self.view.lock().await.take(&answer, whole);
    }

    /// Calls the client API; repeats the call while the homeserver is away.
    ///
    /// # Panics
    ///
    /// When the homeserver refuses.
    pub async fn call(&self, method: Method, path: &str, body: &Value) -> Value {
        let answer = self.try_call(method, path, body).await;
        answer.unwrap_or_else(|refusal| panic!("{path}: {} {}", refusal.status, refusal.body))
    }

    /// The same, where a refusal is expected.
    ///
    /// # Errors
    ///
    /// The refusal.
    pub async fn try_call(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, Refusal> {
        let started = Instant::now();
        let url = format!("{}/_matrix/client/v3{path}", self.address.url());
        loop {
            let mut request = self
                .http
                .request(method.clone(), &url)
                .bearer_auth(&self.token);
            if !body.is_null() {
                request = request.json(body);
            }
            if let Some(answer) = heard(request).await {
                return answer;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{url}: no answer for {} s",
                PATIENCE.as_secs()
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

/// What the homeserver said, if it said something that counts.
async fn heard(request: reqwest::RequestBuilder) -> Option<Result<Value, Refusal>> {
    let answer = request.send().await.ok()?;
    let status = answer.status();
    let body: Value = answer.json().await.ok()?;
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return None;
    }
    Some(if status.is_success() {
        Ok(body)
    } else {
        Err(Refusal { status, body })
    })
}

impl View {
    fn take(&mut self, answer: &Value, mut whole: BTreeMap<String, Vec<Event>>) {
        self.since = answer["next_batch"].as_str().map(str::to_owned);
        for (room, invited) in answer["rooms"]["invite"].as_object().into_iter().flatten() {
            self.invitations.insert(room.clone(), invited.clone());
        }
        for (room, joined) in answer["rooms"]["join"].as_object().into_iter().flatten() {
            let seen = self.rooms.entry(room.clone()).or_default();
            match whole.remove(room) {
                Some(events) => *seen = events,
                None => seen.extend(
                    joined["timeline"]["events"]
                        .as_array()
                        .cloned()
                        .unwrap_or_default()
                        .into_iter()
                        .map(Event),
                ),
            }
        }
    }
}

fn show(view: &View, room: &str) -> String {
    let line = |event: &Event| format!("  {} {} {}", event.sender(), event.kind(), event.content());
    view.rooms
        .get(room)
        .into_iter()
        .flatten()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn event_id(answer: &Value) -> String {
    answer["event_id"]
        .as_str()
        .unwrap_or_else(|| panic!("no event: {answer}"))
        .to_owned()
}

/// Percent-encodes a part of a path or a query.
pub fn quote(text: &str) -> String {
    let mut quoted = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                quoted.push(char::from(byte))
            }
            _ => quoted.push_str(&format!("%{byte:02X}")),
        }
    }
    quoted
}
