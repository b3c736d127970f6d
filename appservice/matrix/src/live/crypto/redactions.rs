//! Redactions as the device's sync tells of them: Dendrite hands them to no application service.

use std::collections::BTreeMap;

use matrix_sdk::{ruma::OwnedRoomId, sync::JoinedRoomUpdate};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// The type of their events.
pub(super) const KIND: &str = "m.room.redaction";

/// Tells of the redactions that a sync brought.
pub(super) fn tell(rooms: &BTreeMap<OwnedRoomId, JoinedRoomUpdate>, to: &mpsc::Sender<Value>) {
    for (room, update) in rooms {
        for event in &update.timeline.events {
            let Ok(mut event) = event.raw().deserialize_as::<Value>() else {
                continue;
            };
            if event["type"] == KIND {
                event["room_id"] = json!(room);
                // Full where nobody listens: the rooms are read at the next start.
                let _ = to.try_send(event);
            }
        }
    }
}
