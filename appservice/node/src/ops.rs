//! `/health`, `/ready`, `/metrics` and what operators ask for, on an address of their own.

mod archive;
mod communities;
mod search;

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{get, put},
};
use secta_bot_kit::read::Selves;
use secta_store::{Store, StoreError};

use crate::{
    clock::Clock, config::Secret, engine::views::Views, metrics::Metrics, seal::Sealer,
    search::Shelf,
};

/// What keeps the node from being ready.
#[derive(Debug)]
pub struct Readiness {
    waits_for: Mutex<Vec<&'static str>>,
}

impl Readiness {
    /// Ready when all of these are met.
    pub fn new(waits_for: &[&'static str]) -> Self {
        Self {
            waits_for: Mutex::new(waits_for.to_vec()),
        }
    }

    /// One of them is met.
    pub fn met(&self, what: &str) {
        self.lock().retain(|waiting| *waiting != what);
    }

    /// What is not met yet.
    pub fn missing(&self) -> Vec<&'static str> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<&'static str>> {
        self.waits_for
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the operating endpoints look at.
pub struct Ops {
    /// The journal.
    pub store: Arc<dyn Store>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Figures.
    pub metrics: Arc<Metrics>,
    /// What is not met yet.
    pub readiness: Arc<Readiness>,
    /// Opens what is sealed.
    pub sealer: Sealer,
    /// The service's own users.
    pub selves: Selves,
    /// The search's index, where this process keeps it.
    pub search: Option<Shelf>,
    /// What lies outside SQL: the vaults of the archive.
    pub views: Views,
    /// The token by which whoever asks for something proves to know the configuration.
    pub token: Secret,
}

/// The routes.
pub fn router(ops: Arc<Ops>) -> Router {
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
        .route(
            "/communities/{request}",
            get(communities::standing).put(communities::ask),
        )
        .route("/archive/{vault}/resume", put(archive::resume))
        .route("/search", get(search::standing).put(search::make_anew))
        .with_state(ops)
}

/// The process answers and its database does.
async fn health(State(ops): State<Arc<Ops>>) -> Response {
    match ops.store.positions(&[]).await {
        Ok(_) => "ok\n".into_response(),
        Err(error) => no_database(&error),
    }
}

fn no_database(error: &StoreError) -> Response {
    let text = format!("database: {error}\n");
    (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
}

/// Everything is up: transactions are taken and the homeserver answers.
async fn ready(State(ops): State<Arc<Ops>>) -> Response {
    let missing = ops.readiness.missing();
    if missing.is_empty() {
        return "ready\n".into_response();
    }
    (
        StatusCode::SERVICE_UNAVAILABLE,
        format!("waits for: {}\n", missing.join(", ")),
    )
        .into_response()
}

async fn metrics(State(ops): State<Arc<Ops>>) -> Response {
    match ops.store.figures().await {
        Ok(mut figures) => {
            if let Some(shelf) = &ops.search {
                let row = shelf.standing().row;
                figures.positions.insert("search/index".to_owned(), row);
            }
            let text = ops.metrics.text(&figures, ops.clock.now_ms());
            (
                [(
                    CONTENT_TYPE,
                    "application/openmetrics-text; version=1.0.0; charset=utf-8",
                )],
                text,
            )
                .into_response()
        }
        Err(error) => no_database(&error),
    }
}
