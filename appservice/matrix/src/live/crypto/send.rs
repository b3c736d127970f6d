//! Sending into encrypted rooms. Nothing leaves in the clear, whatever fails.

use std::collections::BTreeSet;

use matrix_sdk::{Room, RoomMemberships, ruma::OwnedTransactionId};
use secta_bot_kit::{RoomId, UserId, journal::Done};
use serde_json::Value;

use super::{Crypto, call_error};
use crate::CallError;

impl Crypto {
    /// An encrypted room, with exactly these members known.
    pub(in crate::live) async fn prepared(
        &self,
        room: &RoomId,
        joined: &[UserId],
    ) -> Result<Room, CallError> {
        self.pace.follow().await?;
        let room = self.room(room)?;
        let state = room
            .latest_encryption_state()
            .await
            .map_err(|error| call_error(&error))?;
        if !state.is_encrypted() {
            return Err(CallError::NotYet("the room's encryption".to_owned()));
        }
        self.know_members(&room, joined).await?;
        Ok(room)
    }

    /// Encrypts a file and uploads it: its address, and how it is opened, for the event's `file`.
    pub(in crate::live) async fn upload(&self, mut bytes: &[u8]) -> Result<Value, CallError> {
        let uploaded = self.client.upload_encrypted_file(&mut bytes).await;
        let file = uploaded.map_err(|error| call_error(&error))?;
        serde_json::to_value(file).map_err(|error| CallError::NotYet(error.to_string()))
    }

    /// Encrypts for all devices of a room's members and sends.
    pub(in crate::live) async fn send(
        &self,
        room: &Room,
        event: (&str, Value),
        wire_key: &str,
    ) -> Result<Done, CallError> {
        let (kind, content) = event;
        let transaction = OwnedTransactionId::from(wire_key);
        let sent = room
            .send_raw(kind, content)
            .with_transaction_id(&transaction)
            .await;
        let sent = sent.map_err(|error| call_error(&error))?;
        Ok(Done {
            event_id: Some(sent.response.event_id.to_string()),
            data: None,
        })
    }

    /// Makes sure that the device knows exactly these members: one who joined a second ago gets the key, one who
    /// left does not. The device's own sync may be behind.
    async fn know_members(&self, room: &Room, joined: &[UserId]) -> Result<(), CallError> {
        let wanted: BTreeSet<&str> = joined.iter().map(UserId::as_str).collect();
        room.sync_members()
            .await
            .map_err(|error| call_error(&error))?;
        if self.knows(room, &wanted).await? {
            return Ok(());
        }
        room.mark_members_missing();
        room.sync_members()
            .await
            .map_err(|error| call_error(&error))?;
        if self.knows(room, &wanted).await? {
            return Ok(());
        }
        Err(CallError::NotYet("the members of the room".to_owned()))
    }

    async fn knows(&self, room: &Room, wanted: &BTreeSet<&str>) -> Result<bool, CallError> {
        let known = self
            .client
            .state_store()
            .get_user_ids(room.room_id(), RoomMemberships::JOIN)
            .await;
        let known = known.map_err(|error| CallError::NotYet(error.to_string()))?;
        let known: BTreeSet<&str> = known.iter().map(|user| user.as_str()).collect();
        Ok(known == *wanted)
    }
}
