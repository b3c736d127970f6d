//! Invitations as the device's sync tells of them: Dendrite hands those of other servers to no application service.

use std::time::SystemTime;

use matrix_sdk::{Client, Room, deserialized_responses::MemberEvent, ruma::OwnedRoomId};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Tells of every invitation that waits.
pub(super) async fn pending(client: &Client, invitations: &mpsc::Sender<Value>) {
    for room in client.invited_rooms() {
        tell(&room, invitations).await;
    }
}

/// Tells of the invitations that a sync brought.
pub(super) async fn new<'a>(
    client: &Client,
    rooms: impl Iterator<Item = &'a OwnedRoomId>,
    invitations: &mpsc::Sender<Value>,
) {
    for room in rooms.filter_map(|id| client.get_room(id)) {
        tell(&room, invitations).await;
    }
}

async fn tell(room: &Room, invitations: &mpsc::Sender<Value>) {
    let Ok(invite) = room.invite_details().await else {
        return;
    };
    let direct = match &**invite.invitee.event() {
        MemberEvent::Stripped(event) => event.content.is_direct,
        MemberEvent::Sync(event) => event
            .as_original()
            .and_then(|event| event.content.is_direct),
    };
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    let event = json!({
        // An invitation comes without its id: this one is only unique.
        "event_id": format!("$invited.{}.{}", now.as_nanos(), room.room_id()),
        "type": "m.room.member",
        "room_id": room.room_id(),
        "sender": invite.inviter_id,
        "state_key": room.own_user_id(),
        "origin_server_ts": u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
        "content": { "membership": "invite", "is_direct": direct.unwrap_or(false) },
    });
    // Full where nobody listens, because the transactions tell of all invitations.
    let _ = invitations.try_send(event);
}
