//! Queries, answered at once and from memory: a slow answer would hold up transactions.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use secta_bot_kit::UserId;
use serde_json::{Value, json};

use super::{Intake, refusal};

/// `POST /_matrix/app/v1/ping`
pub(super) async fn ping() -> Json<Value> {
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
