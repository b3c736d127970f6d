//! A listener in the node's place, for as long as a check takes. It answers pings and nothing else: transactions
//! are put off, so that none is lost.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::{Method, StatusCode, header::AUTHORIZATION},
    response::{IntoResponse, Response},
};
use serde_json::json;
use subtle::ConstantTimeEq;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::config::{Config, Secret};

/// What came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Nothing.
    Silence,
    /// A call with another token.
    WrongToken,
    /// A call with the right token.
    RightToken,
}

/// The listener; it ends when it is dropped.
pub(super) struct Listener {
    heard: Arc<Ear>,
    task: JoinHandle<()>,
}

struct Ear {
    token: Secret,
    heard: Mutex<Heard>,
}

impl Listener {
    /// Listens; `None` where the address is taken, by the node itself as a rule.
    pub(super) async fn open(config: &Config) -> Option<Self> {
        let socket = TcpListener::bind(config.appservice.listen).await.ok()?;
        let heard = Arc::new(Ear {
            token: config.appservice.hs_token.clone(),
            heard: Mutex::new(Heard::Silence),
        });
        let router = Router::new().fallback(hear).with_state(Arc::clone(&heard));
        let task = tokio::spawn(async move {
            // It ends with the check; what it could say then interests nobody.
            let _ = axum::serve(socket, router).await;
        });
        Some(Self { heard, task })
    }

    /// What has come in so far.
    pub(super) fn heard(&self) -> Heard {
        *self
            .heard
            .heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn hear(State(ear): State<Arc<Ear>>, request: Request) -> Response {
    let given = request
        .headers()
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let given = given
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    let right = bool::from(given.as_bytes().ct_eq(ear.token.expose().as_bytes()));
    let mut heard = ear.heard.lock().unwrap_or_else(PoisonError::into_inner);
    if !right {
        if *heard == Heard::Silence {
            *heard = Heard::WrongToken;
        }
        return (
            StatusCode::FORBIDDEN,
            Json(json!({ "errcode": "M_FORBIDDEN" })),
        )
            .into_response();
    }
    *heard = Heard::RightToken;
    match *request.method() {
        Method::POST => Json(json!({})).into_response(),
        Method::PUT => (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(json!({ "errcode": "M_UNKNOWN" })),
        )
            .into_response(),
        _ => (
            StatusCode::NOT_FOUND,
            Json(json!({ "errcode": "M_NOT_FOUND" })),
        )
            .into_response(),
    }
}
