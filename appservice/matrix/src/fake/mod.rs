//! An in-memory homeserver for simulation.
//!
//! It spawns nothing, reads no clock but tokio's (which a simulation pauses) and takes all chance from one seed:
//! the same seed and the same calls give the same run. What goes wrong is set by a [`Weather`]. A simulation
//!
//! 1. makes a [`Fake`], its rooms and its users' acts ([`Fake::make_room`], [`Fake::invite_bot`],
//!    [`Fake::user_sends`] …),
//! 2. hands it to the executors as their [`Homeserver`](crate::Homeserver),
//! 3. polls [`Fake::pump`] beside the node, which delivers transactions as a homeserver does, and
//! 4. reads what came of it with [`Fake::timeline`] and [`Fake::sent_keys`].

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rand::{SeedableRng, rngs::SmallRng};
use secta_bot_kit::{EventId, RoomId, UserId, effect::KEY_FIELD};
use serde_json::{Value, json};
use tokio::{sync::Notify, time::Instant};

mod acts;
mod port;
mod pump;
#[cfg(test)]
mod tests;
mod weather;
mod world;

use weather::Dice;
pub use weather::{Manner, Weather};
use world::{Draft, Moment, World};

/// How a fake homeserver is made.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The seed of all chance.
    pub seed: u64,
    /// What goes wrong.
    pub weather: Weather,
    /// How transactions are delivered.
    pub manner: Manner,
    /// The bot.
    pub bot: UserId,
    /// What the ids of the service's users begin with, `@secta_`; the bot's too.
    pub namespace: String,
    /// The store's tag: a wire key is `{tag}.{key}`.
    pub tag: String,
    /// The homeserver's time when it is made, in milliseconds since 1970.
    pub starts_at_ms: i64,
}

/// An in-memory homeserver.
#[derive(Debug)]
pub struct Fake {
    settings: Settings,
    started: Instant,
    world: Mutex<World>,
    weather: Mutex<Weather>,
    keys: Arc<Notify>,
    keys_changed: Notify,
    queued: Notify,
    flush: Notify,
}

impl Fake {
    /// An empty homeserver. Its clock is tokio's, from `starts_at_ms` on.
    pub fn new(settings: Settings) -> Arc<Self> {
        let dice = Dice(SmallRng::seed_from_u64(settings.seed));
        Arc::new(Self {
            started: Instant::now(),
            world: Mutex::new(World::new(dice)),
            weather: Mutex::new(settings.weather.clone()),
            keys: Arc::new(Notify::new()),
            keys_changed: Notify::new(),
            queued: Notify::new(),
            flush: Notify::new(),
            settings,
        })
    }

    /// The homeserver's time, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        let passed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.settings.starts_at_ms.saturating_add(passed)
    }

    /// Changes the weather, for the calm at the end of a simulation.
    pub fn set_weather(&self, weather: Weather) {
        *self.weather.lock().unwrap_or_else(PoisonError::into_inner) = weather;
        self.flush.notify_one();
    }

    /// Makes a room of `creator`, of room version 12.
    pub fn make_room(&self, creator: &UserId, encrypted: bool) -> RoomId {
        let room = RoomId::new(format!("!room{}", self.world().next_id()));
        self.state(
            &room,
            creator,
            "m.room.create",
            "",
            json!({ "room_version": "12" }),
        );
        self.member(&room, creator, creator, "join");
        if encrypted {
            let content = json!({ "algorithm": "m.megolm.v1.aes-sha2" });
            self.state(&room, creator, "m.room.encryption", "", content);
        }
        room
    }

    /// Lets everybody join a room without an invitation.
    pub fn open_room(&self, room: &RoomId) {
        self.world().rooms.entry(room.clone()).or_default().public = true;
    }

    /// A user invites the bot.
    pub fn invite_bot(&self, room: &RoomId, by: &UserId) -> EventId {
        self.member(room, by, &self.settings.bot, "invite")
    }

    /// A user's membership changes by itself: `join`, `leave`.
    pub fn user_is(&self, room: &RoomId, user: &UserId, membership: &str) -> EventId {
        self.member(room, user, user, membership)
    }

    /// A user sends a message (`m.room.message`), encrypted where the room is.
    pub fn user_sends(&self, room: &RoomId, user: &UserId, content: Value) -> EventId {
        self.user_sends_kind(room, user, "m.room.message", content)
    }

    /// A user sends an event of any type, encrypted where the room is.
    pub fn user_sends_kind(
        &self,
        room: &RoomId,
        user: &UserId,
        kind: &str,
        content: Value,
    ) -> EventId {
        let now_ms = self.now_ms();
        let weather = self.weather();
        let mut world = self.world();
        let late = if world.dice.roll(weather.key_late) {
            world.dice.pick(&weather.key_late_ms)
        } else {
            0
        };
        let key_at_ms = now_ms.saturating_add(i64::try_from(late).unwrap_or(i64::MAX));
        let at = Moment {
            now_ms,
            key_at_ms,
            namespace: &self.settings.namespace,
            force: false,
        };
        let draft = Draft {
            sender: user.clone(),
            kind: kind.to_owned(),
            state_key: None,
            content,
        };
        let id = world.say(room, draft, at);
        self.queued.notify_one();
        self.keys_changed.notify_one();
        id
    }

    /// A user redacts an event.
    pub fn user_redacts(&self, room: &RoomId, user: &UserId, target: &EventId) -> EventId {
        self.redact(room, user, target, None)
    }

    /// A user sets a state event.
    pub fn user_sets(&self, room: &RoomId, user: &UserId, kind: &str, content: Value) -> EventId {
        self.state(room, user, kind, "", content)
    }

    /// The homeserver goes down for a while; it may forget its transaction ids.
    pub fn go_down(&self, duration: Duration, forget: bool) {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        let mut world = self.world();
        world.down_until_ms = self.now_ms().saturating_add(millis);
        if forget {
            world.transactions.clear();
        }
    }

    /// The events of a room, in order, decrypted where they are encrypted.
    pub fn timeline(&self, room: &RoomId) -> Vec<Value> {
        let world = self.world();
        let events = world
            .rooms
            .get(room)
            .map(|room| room.events.as_slice())
            .unwrap_or_default();
        let open = |event: &Value| {
            let id = event["event_id"].as_str().unwrap_or_default();
            world
                .secrets
                .get(id)
                .map_or_else(|| event.clone(), |secret| secret.event.clone())
        };
        events.iter().map(open).collect()
    }

    /// The keys (without the tag) of the service's own events in a room, in order: each effect's key must be
    /// there once.
    pub fn sent_keys(&self, room: &RoomId) -> Vec<String> {
        let tag = format!("{}.", self.settings.tag);
        let key = |event: &Value| {
            let key = event["content"].get(KEY_FIELD)?.as_str()?;
            Some(key.strip_prefix(&tag).unwrap_or(key).to_owned())
        };
        self.timeline(room).iter().filter_map(key).collect()
    }

    /// What was uploaded to an address; what was encrypted is upside down, each byte its complement.
    pub fn media(&self, url: &str) -> Option<Vec<u8>> {
        self.world().media.get(url).cloned()
    }

    /// All rooms.
    pub fn rooms(&self) -> Vec<RoomId> {
        self.world().rooms.keys().cloned().collect()
    }

    /// How many calls the homeserver has had.
    pub fn calls(&self) -> u64 {
        self.world().calls
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn weather(&self) -> Weather {
        self.weather
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
