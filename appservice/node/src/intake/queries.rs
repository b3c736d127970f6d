//! Queries, answered at once and from memory: a slow answer would hold up transactions. Only the tether's ping waits.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secta_bot_kit::UserId;
use secta_matrix::live::tether;
use serde_json::{Value, json};
use tokio::{sync::watch, time::timeout};

use super::{Intake, refusal};

/// `POST /_matrix/app/v1/ping`; one of the [`tether`]'s is held back.
pub(super) async fn ping(body: Bytes, mut stopped: watch::Receiver<bool>) -> Json<Value> {
    let told: Value = serde_json::from_slice(&body).unwrap_or_default();
    if told["transaction_id"] == tether::HELD {
        // Passed, stopped, or with nobody left to stop it: each is an end.
        let _ = timeout(tether::HOLD, stopped.wait_for(|stop| *stop)).await;
    }
    Json(json!({}))
}

/// `GET /_matrix/app/v1/users/{userId}`: the bot exists; puppets are made before anyone can ask.
pub(super) async fn user(State(intake): State<Arc<Intake>>, Path(user): Path<String>) -> Response {
    if intake.is_bot(&UserId::new(user)) {
        Json(json!({})).into_response()
    } else {
        unknown("No such user")
    }
}

/// `GET /_matrix/app/v1/rooms/{roomAlias}`
pub(super) async fn alias() -> Response {
    unknown("No such alias")
}

/// `GET /_matrix/app/v1/thirdparty/protocol/{protocol}`
pub(super) async fn protocol() -> Response {
    unknown("No such protocol")
}

/// `GET /_matrix/app/v1/thirdparty/{location,user}…`: nothing is bridged.
pub(super) async fn third_party() -> Json<Value> {
    Json(json!([]))
}

fn unknown(message: &str) -> Response {
    refusal(StatusCode::NOT_FOUND, "M_NOT_FOUND", message)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::*;

    async fn answered_after(transaction: Value, stop_after: Duration) -> Duration {
        let (stop, stopped) = watch::channel(false);
        let body = json!({ "transaction_id": transaction }).to_string();
        let begun = Instant::now();
        let asked = tokio::spawn(async move {
            let _ = ping(body.into(), stopped).await;
            begun.elapsed()
        });
        tokio::time::sleep(stop_after).await;
        stop.send_replace(true);
        asked.await.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn only_the_tethers_ping_is_held_back_and_not_when_the_service_stops() {
        let (soon, never) = (Duration::from_secs(3), tether::HOLD * 2);
        for other in [Value::Null, json!("mautrix-go"), json!([tether::HELD])] {
            assert!(answered_after(other, never).await < Duration::from_millis(5));
        }
        let held = answered_after(json!(tether::HELD), never).await;
        assert!(tether::HOLD <= held && held < never, "{held:?}");
        let held = answered_after(json!(tether::HELD), soon).await;
        assert!(soon <= held && held < tether::HOLD, "{held:?}");
    }
}
