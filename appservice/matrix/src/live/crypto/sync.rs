//! The device's sync: keys, members, encryption, redactions; no messages.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;
use matrix_sdk::{
    Client,
    config::SyncSettings,
    ruma::{
        api::client::{
            filter::{Filter, FilterDefinition, RoomEventFilter, RoomFilter},
            sync::sync_events,
        },
        assign,
        presence::PresenceState,
    },
};
use serde_json::Value;
use tokio::{
    select,
    sync::{Notify, mpsc},
    time::sleep,
};

use super::{errors::session_ended, invitations, pace::Pace, redactions};
use crate::live::Line;

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// What the sync tells of.
pub(in crate::live) struct Bells {
    /// Rung when keys have arrived.
    pub(in crate::live) keys: Arc<Notify>,
    /// Takes invitations and redactions.
    pub(in crate::live) invited: mpsc::Sender<Value>,
    /// Whether the homeserver answers.
    pub(in crate::live) line: Arc<Line>,
}

/// Syncs until the session ends, rings when keys arrive, and tells of invitations and redactions.
pub(super) async fn run(client: &Client, bells: &Bells, pace: &Pace) {
    invitations::pending(client, &bells.invited).await;
    select! {
        () = sync(client, bells, pace) => {}
        () = ring(client, &bells.keys) => {}
    }
}

async fn sync(client: &Client, bells: &Bells, pace: &Pace) {
    let settings = settings();
    let mut pause = FIRST_PAUSE;
    loop {
        match client
            .sync_once(settings.clone().timeout(pace.wait()))
            .await
        {
            Ok(response) => {
                bells.line.answered();
                invitations::new(client, response.rooms.invited.keys(), &bells.invited).await;
                redactions::tell(&response.rooms.joined, &bells.invited);
                pause = FIRST_PAUSE;
                pace.between(true).await;
            }
            Err(error) if session_ended(&error) => {
                tracing::error!("the homeserver has ended the session of the bot's device");
                return;
            }
            Err(error) => {
                bells.line.broke();
                tracing::warn!(%error, "the sync of the bot's device failed");
                pace.between(false).await;
                sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

async fn ring(client: &Client, keys: &Notify) {
    let Some(stream) = client.encryption().room_keys_received_stream().await else {
        return std::future::pending().await;
    };
    let mut stream = std::pin::pin!(stream);
    // A stream that lags behind has missed keys, not none: it rings as well.
    while stream.next().await.is_some() {
        keys.notify_one();
    }
    std::future::pending().await
}

fn settings() -> SyncSettings {
    SyncSettings::new()
        .filter(filter())
        .set_presence(PresenceState::Offline)
}

fn filter() -> sync_events::v3::Filter {
    let state = [
        "m.room.create",
        "m.room.encryption",
        "m.room.history_visibility",
        "m.room.member",
    ];
    let state = state.map(str::to_owned).to_vec();
    let mut timeline = state.clone();
    timeline.push(redactions::KIND.to_owned());
    let room = assign!(RoomFilter::default(), {
        // Where nothing of a room's timeline is wanted, Synapse does not tell of its new state either.
        timeline: assign!(RoomEventFilter::default(), { types: Some(timeline) }),
        ephemeral: RoomEventFilter::ignore_all(),
        account_data: RoomEventFilter::ignore_all(),
        // Not lazily: that would hold back members who say nothing.
        state: assign!(RoomEventFilter::default(), { types: Some(state) }),
    });
    let definition = assign!(FilterDefinition::default(), { presence: Filter::ignore_all(), room });
    definition.into()
}
