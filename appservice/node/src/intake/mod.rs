//! The application-service API: what the homeserver calls.
//!
//! A transaction is answered after its events are in the journal, on disk (invariant 1), and each event is its own
//! row by its event id: whatever a homeserver repeats, reorders or lets grow under one transaction id, an event is
//! handled once.

mod auth;
mod queries;
mod transactions;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Response},
    routing::{get, post, put},
};
use secta_bot_kit::{UserId, read::Selves};
use secta_store::Store;
use serde_json::json;
use tokio::sync::{Notify, watch};

use crate::{clock::Clock, metrics::Metrics};

/// What the intake works with.
pub struct Intake {
    /// The journal.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The service's own users.
    pub selves: Selves,
    /// The token by which the homeserver proves itself.
    pub hs_token: String,
    /// The largest body, in bytes.
    pub body_limit: usize,
    /// Figures.
    pub metrics: Arc<Metrics>,
    /// Rings when an event comes late: the homeserver kept it back, and may keep back more.
    pub late: Notify,
}

/// An answer in the form of the Matrix specification.
pub(crate) fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    (status, Json(json!({ "errcode": code, "error": message }))).into_response()
}

/// The routes of the application-service API, with and without the prefix that older homeservers leave out. A ping that
/// is to be held back is answered when `stopped` says so, too.
pub fn router(intake: Arc<Intake>, stopped: watch::Receiver<bool>) -> Router {
    let limit = DefaultBodyLimit::max(intake.body_limit);
    let ping = move |body| queries::ping(body, stopped.clone());
    Router::new()
        .route(
            "/_matrix/app/v1/transactions/{txn}",
            put(transactions::take),
        )
        .route("/transactions/{txn}", put(transactions::take))
        .route("/_matrix/app/v1/ping", post(ping))
        .route("/_matrix/app/v1/users/{user}", get(queries::user))
        .route("/users/{user}", get(queries::user))
        .route("/_matrix/app/v1/rooms/{alias}", get(queries::alias))
        .route("/rooms/{alias}", get(queries::alias))
        .route(
            "/_matrix/app/v1/thirdparty/protocol/{protocol}",
            get(queries::protocol),
        )
        .route(
            "/_matrix/app/v1/thirdparty/{*rest}",
            get(queries::third_party),
        )
        .layer(limit)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&intake),
            auth::require,
        ))
        .fallback(|| async { refusal(StatusCode::NOT_FOUND, "M_UNRECOGNIZED", "No such path") })
        .with_state(intake)
}

impl Intake {
    /// Whether the bot itself is meant.
    fn is_bot(&self, user: &UserId) -> bool {
        *user == self.selves.bot
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use secta_store::memory::Memory;

    use super::*;
    use crate::clock::SystemClock;

    /// The intake of `@secta:home`, with nothing in its journal.
    pub(crate) fn intake() -> Intake {
        Intake {
            store: Arc::new(Memory::new("tag")),
            clock: Arc::new(SystemClock),
            selves: Selves {
                bot: UserId::new("@secta:home"),
                prefix: "_secta_".to_owned(),
                server: "home".to_owned(),
            },
            hs_token: String::new(),
            body_limit: 0,
            metrics: Arc::new(Metrics::default()),
            late: Notify::new(),
        }
    }
}
