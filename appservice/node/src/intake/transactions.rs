//! `PUT /_matrix/app/v1/transactions/{txnId}`

use std::{borrow::Cow, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secta_bot_kit::{
    NewRow, UserId,
    effect::KEY_FIELD,
    journal::{Done, EffectResult, source},
};
use secta_store::{Batch, Completion, StoreError};
use serde::Deserialize;
use serde_json::{json, value::RawValue};

use super::{Intake, refusal};

/// An event of the own homeserver that comes so long after it was sent was kept back.
const LATE_MS: i64 = 5_000;

/// A transaction's body, as far as it is read here.
#[derive(Deserialize)]
struct Transaction<'a> {
    #[serde(borrow, default)]
    events: Vec<&'a RawValue>,
}

/// What of an event is needed to file it.
#[derive(Deserialize)]
struct Peek<'a> {
    #[serde(borrow)]
    event_id: Cow<'a, str>,
    #[serde(borrow, default)]
    room_id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    sender: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    unsigned: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Unsigned {
    /// How long ago it was sent, in ms, by the homeserver's clock.
    age: i64,
}

/// Files a transaction's events and answers when they are on disk.
pub(super) async fn take(State(intake): State<Arc<Intake>>, body: Bytes) -> Response {
    // A list would pass for an object whose fields are all left out.
    let object = body.trim_ascii_start().starts_with(b"{");
    let transaction = serde_json::from_slice::<Transaction<'_>>(&body);
    let Some(transaction) = transaction.ok().filter(|_| object) else {
        intake.metrics.refused("not_json");
        return refusal(
            StatusCode::BAD_REQUEST,
            "M_NOT_JSON",
            "The body is not a transaction",
        );
    };
    match intake
        .accept(transaction.events.iter().map(|event| event.get()))
        .await
    {
        Ok(()) => Json(json!({})).into_response(),
        Err(error) => {
            tracing::error!(%error, "a transaction cannot be written; the homeserver will repeat it");
            intake.metrics.refused("store");
            refusal(
                StatusCode::SERVICE_UNAVAILABLE,
                "M_UNKNOWN",
                "The journal cannot be written now",
            )
        }
    }
}

impl Intake {
    /// Files events; returns when they are on disk.
    ///
    /// # Errors
    ///
    /// When the journal cannot be written: nothing was filed.
    pub async fn accept(&self, events: impl Iterator<Item = &str>) -> Result<(), StoreError> {
        let at_ms = self.clock.now_ms();
        let mut batch = Batch::default();
        for event in events {
            file(self, event, at_ms, &mut batch);
        }
        if !batch.rows.is_empty() {
            let fresh = self.store.append(batch).await?;
            self.metrics.took(fresh);
        }
        Ok(())
    }
}

/// Files one event: a row, and a confirmation where it is the echo of an effect. What cannot even be filed by its
/// id becomes a row by its hash: the driver parks it with the reason, the others go on.
fn file(intake: &Intake, event: &str, at_ms: i64, batch: &mut Batch) {
    let peek = serde_json::from_str::<Peek<'_>>(event).ok();
    if let Some(peek) = &peek {
        batch.confirmed.extend(echo(intake, peek, event, at_ms));
        if is_late(intake, peek) {
            intake.late.notify_one();
        }
    }
    let external_id = match &peek {
        Some(peek) => peek.event_id.clone().into_owned(),
        None => format!("blake3:{}", blake3::hash(event.as_bytes()).to_hex()),
    };
    batch.rows.push(NewRow {
        source: source::MATRIX.to_owned(),
        external_id,
        room: peek.and_then(|peek| peek.room_id).map(Cow::into_owned),
        at_ms,
        body: event.as_bytes().to_vec(),
        sealed: false,
    });
}

fn is_late(intake: &Intake, peek: &Peek<'_>) -> bool {
    let server = peek
        .sender
        .as_ref()
        .and_then(|sender| sender.split_once(':'));
    let unsigned = peek
        .unsigned
        .and_then(|raw| serde_json::from_str::<Unsigned>(raw.get()).ok());
    server.is_some_and(|(_, server)| server == intake.selves.server)
        && unsigned.is_some_and(|unsigned| unsigned.age > LATE_MS)
}

/// The service's own event that carries the key of an effect confirms it. The event that makes a room does not: it is
/// the first of several, and the room has no name yet.
fn echo(intake: &Intake, peek: &Peek<'_>, event: &str, at_ms: i64) -> Option<Completion> {
    let sender = UserId::new(peek.sender.clone()?);
    if !intake.selves.owns(&sender) {
        return None;
    }
    let event: serde_json::Value = serde_json::from_str(event).ok()?;
    if event["type"] == "m.room.create" {
        return None;
    }
    let wire = event["content"][KEY_FIELD].as_str()?;
    let key = wire.strip_prefix(intake.store.tag())?.strip_prefix('.')?;
    let done = Done {
        event_id: Some(peek.event_id.clone().into_owned()),
        data: None,
    };
    Some(Completion {
        key: key.to_owned(),
        at_ms,
        result: EffectResult::Done(done),
        row: None,
    })
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;
    use crate::intake::tests::intake;

    #[tokio::test]
    async fn an_event_of_the_own_server_that_was_kept_back_rings() {
        let intake = intake();
        for (sender, unsigned, rings) in [
            ("@anna:home", json!({ "age": 60_000 }), true),
            ("@anna:home", json!({ "age": 20 }), false),
            ("@anna:away", json!({ "age": 60_000 }), false),
            ("@anna:home", json!({ "age": "old" }), false),
            ("@anna:home", json!("nothing"), false),
            ("@anna:home", json!(null), false),
        ] {
            let id = format!("${sender}{unsigned}");
            let event = json!({ "event_id": id, "sender": sender, "unsigned": unsigned });
            let accepted = intake
                .accept([event.to_string().as_str()].into_iter())
                .await;
            accepted.expect("it is filed");
            let rang = intake.late.notified().now_or_never().is_some();
            assert_eq!(rang, rings, "{event}");
            let row = intake.store.row(source::MATRIX, &id).await.expect("a look");
            assert!(row.is_some(), "{event} is filed by its id");
        }
    }
}
