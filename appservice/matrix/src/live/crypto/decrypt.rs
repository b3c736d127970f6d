//! Decrypting what the transactions bring.

use matrix_sdk::{
    deserialized_responses::{
        DecryptedRoomEvent, TimelineEventKind, UnableToDecryptReason, VerificationLevel,
        VerificationState,
    },
    ruma::{events::room::encrypted::OriginalSyncRoomEncryptedEvent, serde::Raw},
};
use secta_bot_kit::{RoomId, journal::Done};
use serde_json::{Value, value::to_raw_value};

use super::{Crypto, call_error};
use crate::CallError;

impl Crypto {
    /// Decrypts an event; the outcome's data is the event as it would be in the clear.
    pub(in crate::live) async fn decrypt(
        &self,
        room: &RoomId,
        event: &Value,
    ) -> Result<Done, CallError> {
        match self.decrypt_now(room, event).await {
            // Its key may be there, and the sync have rested.
            Err(CallError::NotYet(_)) if self.pace.follow().await? => {
                self.decrypt_now(room, event).await
            }
            answer => answer,
        }
    }

    async fn decrypt_now(&self, room: &RoomId, event: &Value) -> Result<Done, CallError> {
        let raw = to_raw_value(event).map_err(|error| refused(&error.to_string()))?;
        let raw: Raw<OriginalSyncRoomEncryptedEvent> = Raw::from_json(raw);
        if let Err(error) = raw.deserialize() {
            return Err(refused(&error.to_string()));
        }
        let opened = self
            .room(room)?
            .decrypt_event(&raw, None)
            .await
            .map_err(|error| call_error(&error))?;
        match opened.kind {
            TimelineEventKind::Decrypted(opened) => whole(room, event, &opened),
            TimelineEventKind::UnableToDecrypt { utd_info, .. } => Err(unable(&utd_info.reason)),
            TimelineEventKind::PlainText { .. } => Err(refused("not encrypted")),
        }
    }
}

fn whole(room: &RoomId, cipher: &Value, opened: &DecryptedRoomEvent) -> Result<Done, CallError> {
    if opened.encryption_info.verification_state
        == VerificationState::Unverified(VerificationLevel::MismatchedSender)
    {
        return Err(refused(
            "the sender is not the owner of the device that encrypted it",
        ));
    }
    let clear: Value = opened
        .event
        .deserialize_as_unchecked()
        .map_err(|error| refused(&error.to_string()))?;
    let Value::Object(mut clear) = clear else {
        return Err(refused("no object"));
    };
    clear.insert("room_id".to_owned(), Value::from(room.as_str()));
    clear.remove("unsigned");
    for field in ["event_id", "sender", "origin_server_ts"] {
        if let Some(value) = cipher.get(field) {
            clear.insert(field.to_owned(), value.clone());
        }
    }
    // Relations stand outside the ciphertext, where the homeserver sees them.
    let relation = cipher
        .get("content")
        .and_then(|content| content.get("m.relates_to"));
    if let (Some(relation), Some(Value::Object(content))) = (relation, clear.get_mut("content")) {
        content
            .entry("m.relates_to")
            .or_insert_with(|| relation.clone());
    }
    let event_id = cipher
        .get("event_id")
        .and_then(Value::as_str)
        .map(str::to_owned);
    Ok(Done {
        event_id,
        data: Some(Value::Object(clear)),
    })
}

fn unable(reason: &UnableToDecryptReason) -> CallError {
    match reason {
        UnableToDecryptReason::MissingMegolmSession { .. }
        | UnableToDecryptReason::UnknownMegolmMessageIndex
        | UnableToDecryptReason::Unknown => CallError::NotYet("keys".to_owned()),
        UnableToDecryptReason::MalformedEncryptedEvent => refused("malformed"),
        UnableToDecryptReason::MegolmDecryptionFailure => refused("the key does not fit"),
        UnableToDecryptReason::PayloadDeserializationFailure => {
            refused("what is inside is no event")
        }
        UnableToDecryptReason::MismatchedIdentityKeys
        | UnableToDecryptReason::SenderIdentityNotTrusted(_) => {
            refused("the keys are not of the sender's device")
        }
    }
}

fn refused(message: &str) -> CallError {
    CallError::Refused {
        code: "SECTA_UNDECRYPTABLE".to_owned(),
        message: message.to_owned(),
    }
}
