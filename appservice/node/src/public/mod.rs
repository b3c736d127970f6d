//! What the node shows of its communities to everybody: their records, and what the rules make of them (R13).
//!
//! Read-only and without a token. Nothing technical can come out: it is folded from records alone.

mod folded;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod town;

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, Query, Request, State},
    http::{
        StatusCode,
        header::{CONTENT_TYPE, ETAG},
    },
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use secta_record::{RecordId, join_line};
use secta_store::{Store, StoreError};
use serde::Deserialize;
use serde_json::json;
use tokio::{runtime::Handle, sync::Mutex};

use crate::intake::refusal;
use folded::{FoldError, Folded};

/// The most records of one answer.
const MOST_RECORDS: usize = 1_000;

/// An answer with records ends after the first that makes it longer, in bytes.
const ENOUGH_BYTES: usize = 4 * 1024 * 1024;

/// What the routes work with.
struct Public {
    store: Arc<dyn Store>,
    /// What was folded so far; a request folds only what is new since the last one.
    folded: Mutex<BTreeMap<RecordId, Folded>>,
}

/// Which records are asked for.
#[derive(Deserialize)]
struct Page {
    /// Those that follow this record; all from the first without.
    after: Option<RecordId>,
    /// At most so many.
    limit: Option<usize>,
}

/// The routes.
pub fn router(store: Arc<dyn Store>) -> Router {
    let public = Public {
        store,
        folded: Mutex::default(),
    };
    Router::new()
        .route("/_secta/v1/communities", get(communities))
        .route("/_secta/v1/communities/{id}/records", get(records))
        .route("/_secta/v1/communities/{id}/state", get(state))
        .layer(from_fn_with_state(Handle::current(), elsewhere))
        .with_state(Arc::new(public))
}

/// Answers on the runtime that the routes were made on: who serves them has no time to fold communities.
pub(crate) async fn elsewhere(
    State(runtime): State<Handle>,
    request: Request,
    next: Next,
) -> Response {
    let answer = runtime.spawn(next.run(request)).await;
    answer.unwrap_or_else(|error| {
        tracing::error!(%error, "an answer to everybody has died");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

/// `GET /_secta/v1/communities`: ids, names, the last record of each, and the hash of what the rules make of them.
async fn communities(State(public): State<Arc<Public>>) -> Response {
    match public.all().await {
        Ok(all) => Json(json!({ "communities": all })).into_response(),
        Err(error) => unable(&error),
    }
}

/// `GET /_secta/v1/communities/{id}/records?after=ID&limit=N`: lines of the export.
async fn records(
    State(public): State<Arc<Public>>,
    Path(id): Path<String>,
    Query(page): Query<Page>,
) -> Response {
    let after = page.after.map(|after| after.to_string());
    let limit = page.limit.unwrap_or(MOST_RECORDS).clamp(1, MOST_RECORDS);
    let found = public.store.records_of(&id, after.as_deref(), limit).await;
    let records = match found {
        Ok(Some(records)) if after.is_some() || !records.is_empty() => records,
        Ok(_) => return unknown(),
        Err(error) => return unable(&error.into()),
    };
    let mut lines = String::new();
    for record in records {
        lines.push_str(&join_line(
            record.body.as_deref(),
            &record.envelope,
            &record.signature,
        ));
        lines.push('\n');
        if lines.len() >= ENOUGH_BYTES {
            break;
        }
    }
    ([(CONTENT_TYPE, "application/x-ndjson")], lines).into_response()
}

/// `GET /_secta/v1/communities/{id}/state`: what the rules make of the records, as ordered lines; the entity tag is the
/// last of these records.
async fn state(State(public): State<Arc<Public>>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse() else { return unknown() };
    match public.dump(&id).await {
        Ok(Some((head, dump))) => {
            let headers = [
                (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
                (ETAG, format!("\"{head}\"")),
            ];
            (headers, dump).into_response()
        }
        Ok(None) => unknown(),
        Err(error) => unable(&error),
    }
}

impl Public {
    async fn all(&self) -> Result<Vec<serde_json::Value>, FoldError> {
        let mut all = Vec::new();
        for name in self.store.fact_heads().await?.into_keys() {
            let id = name.parse().map_err(|_| corrupt(&name))?;
            let mut folded = self.folded.lock().await;
            let folded = folded.entry(id).or_default();
            folded.catch_up(self.store.as_ref(), &name).await?;
            all.extend(folded.summary(&id));
        }
        Ok(all)
    }

    async fn dump(&self, id: &RecordId) -> Result<Option<(RecordId, String)>, FoldError> {
        let name = id.to_string();
        if !self.store.fact_heads().await?.contains_key(&name) {
            return Ok(None);
        }
        let mut folded = self.folded.lock().await;
        let folded = folded.entry(*id).or_default();
        folded.catch_up(self.store.as_ref(), &name).await?;
        Ok(folded.dump())
    }
}

fn corrupt(name: &str) -> FoldError {
    StoreError::Corrupt(format!("{name:?} is no community's id")).into()
}

fn unknown() -> Response {
    refusal(
        StatusCode::NOT_FOUND,
        "M_NOT_FOUND",
        "No such community or record",
    )
}

fn unable(error: &FoldError) -> Response {
    tracing::error!(%error, "the public record cannot be shown");
    refusal(
        StatusCode::SERVICE_UNAVAILABLE,
        "M_UNKNOWN",
        "The record cannot be read now",
    )
}
