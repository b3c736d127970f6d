//! A member with encryption: matrix-sdk, as Element X uses it, with its keys in memory.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use matrix_sdk::{
    Client, Room,
    config::SyncSettings,
    media::{MediaFormat, MediaRequestParameters},
    ruma::{
        RoomId, UserId,
        events::room::{MediaSource, encrypted::OriginalSyncRoomEncryptedEvent},
        serde::Raw,
    },
};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::{
    event::{self, Event, poll},
    homeserver::Address,
    member::{Member, PASSWORD},
    wait,
};

/// An account with a device that encrypts.
pub struct EncryptedMember {
    client: Client,
    user_id: String,
    seen: Mutex<BTreeMap<String, Vec<Event>>>,
}

impl EncryptedMember {
    /// Registers an account and logs a device in.
    ///
    /// # Panics
    ///
    /// When the homeserver refuses.
    pub async fn register(address: &Address, name: &str) -> Self {
        let plain = Member::register(address, name).await;
        let builder = Client::builder().homeserver_url(address.url());
        let client = builder.build().await.expect("a client can be made");
        let login = client
            .matrix_auth()
            .login_username(plain.user_id(), PASSWORD)
            .device_id("ENCRYPTS");
        login.send().await.expect("a member can log in");
        let member = Self {
            client,
            user_id: plain.user_id().to_owned(),
            seen: Mutex::default(),
        };
        member.sync().await;
        member
    }

    /// Its Matrix id.
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// Opens a direct chat as Element does: encrypted. Returns when the other side has joined.
    ///
    /// # Panics
    ///
    /// When it does not join.
    pub async fn open_direct_chat(&self, with: &str) -> String {
        let other = UserId::parse(with).expect("a user id");
        let room = self
            .client
            .create_dm(&other)
            .await
            .expect("a direct chat can be made");
        wait::until(
            &format!("{with} to join the direct chat"),
            wait::SOON,
            async || {
                self.sync().await;
                let member = room.get_member(&other).await.ok()??;
                (member.membership().as_str() == "join").then_some(())
            },
        )
        .await;
        assert!(
            room.latest_encryption_state()
                .await
                .is_ok_and(|state| state.is_encrypted()),
            "the chat is encrypted"
        );
        room.room_id().to_string()
    }

    /// Sends an event, encrypted where the room is; tells its id.
    ///
    /// # Panics
    ///
    /// When it cannot be sent.
    pub async fn send(&self, room: &str, kind: &str, content: Value) -> String {
        let room = self.room(room);
        let sent = room
            .send_raw(kind, content)
            .await
            .expect("the event is sent");
        sent.response.event_id.to_string()
    }

    /// Says something.
    pub async fn say(&self, room: &str, body: &str) -> String {
        self.send(room, "m.room.message", event::text(body)).await
    }

    /// Sends a file, encrypted before it is uploaded, as Element does; tells the event's id.
    ///
    /// # Panics
    ///
    /// When it cannot be uploaded or sent.
    pub async fn send_file(
        &self,
        room: &str,
        (kind, name, mime): (&str, &str, &str),
        bytes: &[u8],
    ) -> String {
        let upload = self.client.upload_encrypted_file(&mut &*bytes).await;
        let file = upload.expect("the file is uploaded");
        let content = json!({
            "msgtype": kind, "body": name, "file": file, "info": { "mimetype": mime, "size": bytes.len() },
        });
        self.send(room, "m.room.message", content).await
    }

    /// Changes what was said; tells the event's id.
    pub async fn edit(&self, room: &str, said: &str, body: &str) -> String {
        self.send(room, "m.room.message", event::edit(said, body))
            .await
    }

    /// Answers a poll by the texts of its answers.
    pub async fn vote(&self, room: &str, poll: &Event, answers: &[&str]) -> String {
        let ids: Vec<String> = answers.iter().map(|text| poll.poll_answer(text)).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        self.send(room, poll::RESPONSE, event::response(poll.id(), &ids))
            .await
    }

    /// Downloads the file of an event, and decrypts it where it is encrypted.
    ///
    /// # Panics
    ///
    /// When the event has none, or it cannot be had.
    pub async fn file(&self, event: &Event) -> Vec<u8> {
        let source: MediaSource =
            serde_json::from_value(event.content().clone()).expect("the event has a file");
        let request = MediaRequestParameters {
            source,
            format: MediaFormat::File,
        };
        let file = self.client.media().get_media_content(&request, false).await;
        file.expect("the file can be had")
    }

    /// Whether all devices of a user, and there is one, are signed by their owner: no red shield.
    ///
    /// # Panics
    ///
    /// When the homeserver does not tell the user's devices.
    pub async fn sees_only_signed_devices_of(&self, user: &str) -> bool {
        let user = UserId::parse(user).expect("a user id");
        let encryption = self.client.encryption();
        encryption
            .request_user_identity(&user)
            .await
            .expect("the homeserver tells identities");
        let devices = encryption
            .get_user_devices(&user)
            .await
            .expect("devices are known");
        let signed: Vec<bool> = devices
            .devices()
            .map(|device| device.is_cross_signed_by_owner())
            .collect();
        !signed.is_empty() && signed.iter().all(|signed| *signed)
    }

    /// The key that a user's cryptographic identity is known by.
    ///
    /// # Panics
    ///
    /// When the homeserver tells of none.
    pub async fn identity_of(&self, user: &str) -> String {
        let user = UserId::parse(user).expect("a user id");
        let encryption = self.client.encryption();
        let identity = encryption
            .request_user_identity(&user)
            .await
            .expect("the homeserver tells identities")
            .expect("the user has one");
        let key = identity.master_key().get_first_key();
        key.expect("an identity has a key").to_base64()
    }

    /// Follows a room until a decrypted event of it is what is looked for.
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
            let seen = self
                .seen
                .lock()
                .await
                .get(room)
                .cloned()
                .unwrap_or_default();
            if let Some(found) = seen.iter().find_map(&look) {
                return found;
            }
            let shown: Vec<String> = seen.iter().map(|event| event.0.to_string()).collect();
            assert!(
                started.elapsed() < deadline,
                "waited {} s for: {what}\n{}",
                deadline.as_secs(),
                shown.join("\n")
            );
            self.sync().await;
        }
    }

    /// Waits for the poll with this question.
    pub async fn wait_for_poll(&self, room: &str, question: &str) -> Event {
        let is_it = |event: &Event| {
            let text = event.content()[poll::START]["question"].to_string();
            (event.kind() == poll::START && text.contains(question)).then(|| event.clone())
        };
        self.wait_for(room, &format!("the poll {question:?}"), wait::SOON, is_it)
            .await
    }

    /// Waits for an event in answer to another.
    pub async fn wait_for_answer(&self, room: &str, question: &str) -> Event {
        let look = |event: &Event| {
            (event.sender() != self.user_id && event.answers(question)).then(|| event.clone())
        };
        self.wait_for(room, &format!("an answer to {question}"), wait::SOON, look)
            .await
    }

    /// What has been seen of a room, decrypted, in order.
    pub async fn seen(&self, room: &str) -> Vec<Event> {
        self.seen
            .lock()
            .await
            .get(room)
            .cloned()
            .unwrap_or_default()
    }

    fn room(&self, room: &str) -> Room {
        let id = RoomId::parse(room).expect("a room id");
        self.client
            .get_room(&id)
            .expect("the member is in the room")
    }

    async fn sync(&self) {
        let settings = SyncSettings::default().timeout(Duration::from_secs(1));
        let Ok(answer) = self.client.sync_once(settings).await else {
            return;
        };
        let mut seen = self.seen.lock().await;
        for (room, update) in answer.rooms.joined {
            let events = update
                .timeline
                .events
                .iter()
                .filter_map(|event| event.raw().deserialize_as().ok().map(Event));
            seen.entry(room.to_string()).or_default().extend(events);
        }
        for (room, events) in seen.iter_mut() {
            let waiting = events
                .iter_mut()
                .filter(|event| event.kind() == "m.room.encrypted");
            for event in waiting {
                if let Some(plain) = self.decrypted(room, event).await {
                    *event = plain;
                }
            }
        }
    }

    /// An event whose keys have come after it.
    async fn decrypted(&self, room: &str, event: &Event) -> Option<Event> {
        let raw =
            Raw::<OriginalSyncRoomEncryptedEvent>::from_json_string(event.0.to_string()).ok()?;
        let plain = self.room(room).decrypt_event(&raw, None).await.ok()?;
        if plain.kind.is_utd() {
            return None;
        }
        plain.raw().deserialize_as().ok().map(Event)
    }
}
