//! `PUT` and `GET /communities/{request}`: a community for a member whom an operator names. What is asked becomes a row
//! of the journal, so it is asked for once, however often it is sent.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    response::{IntoResponse, Response},
};
use secta_bot_community::{
    NAME,
    memory::{self, Hall},
    request::{self, Begun, Request, Standing},
};
use secta_bot_kit::Scope;
use secta_store::{Batch, Store, StoreError};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::{Ops, no_database};
use crate::{
    config::Secret,
    seal::{SealError, Sealer},
};

/// The longest id of a request, in characters.
const ID_MAX: usize = 64;

/// Why it cannot be told how far a request has come.
#[derive(Debug, thiserror::Error)]
enum Unknown {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("a stored value is not JSON: {0}")]
    Value(#[from] serde_json::Error),
}

/// Files a request.
pub(super) async fn ask(
    State(ops): State<Arc<Ops>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if let Some(refusal) = turned_away(&headers, &ops.token, &id) {
        return refusal;
    }
    let Ok(said) = serde_json::from_slice::<Request>(&body) else {
        return refused(StatusCode::BAD_REQUEST, "the body is no request");
    };
    let founder = said.founder.as_str();
    let request = match Request::new(founder, &said.name, said.lang, &ops.selves) {
        Ok(request) => request,
        Err(unfit) => return refused(StatusCode::BAD_REQUEST, &unfit.to_string()),
    };
    let mut batch = Batch::default();
    batch.rows.push(request.row(&id, ops.clock.now_ms()));
    match ops.store.append(batch).await {
        Ok(_) => StatusCode::ACCEPTED.into_response(),
        Err(error) => no_database(&error),
    }
}

/// Tells how far a request has come.
pub(super) async fn standing(
    State(ops): State<Arc<Ops>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(refusal) = turned_away(&headers, &ops.token, &id) {
        return refusal;
    }
    match look(ops.store.as_ref(), &ops.sealer, &id).await {
        Ok(standing) => Json(standing).into_response(),
        Err(error) => refused(StatusCode::SERVICE_UNAVAILABLE, &error.to_string()),
    }
}

async fn look(store: &dyn Store, sealer: &Sealer, id: &str) -> Result<Standing, Unknown> {
    let begun: Option<Begun> = value(store, sealer, request::scope(id), request::BEGUN).await?;
    let hall: Option<Hall> = match begun.and_then(Begun::community) {
        Some(community) => value(store, sealer, memory::community(&community), "hall").await?,
        None => None,
    };
    Ok(Standing::of(begun, hall))
}

/// What the bot remembers under a key.
async fn value<T: DeserializeOwned>(
    store: &dyn Store,
    sealer: &Sealer,
    scope: Scope,
    key: &str,
) -> Result<Option<T>, Unknown> {
    let values = store.scopes(&[(NAME, scope)]).await?;
    let Some(found) = values.into_iter().find(|value| value.key == key) else {
        return Ok(None);
    };
    let json = if found.sealed {
        sealer.open(&found.value)?
    } else {
        found.value
    };
    Ok(serde_json::from_slice(&json)?)
}

/// The answer to a request without the token, or whose id is unsound.
pub(super) fn turned_away(headers: &HeaderMap, token: &Secret, id: &str) -> Option<Response> {
    let given = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .unwrap_or_default();
    if !bool::from(given.as_bytes().ct_eq(token.expose().as_bytes())) {
        let why = "the configuration's hs_token is needed";
        return Some(refused(StatusCode::UNAUTHORIZED, why));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if id.len() > ID_MAX || !id.chars().all(plain) {
        let why = "an id is at most 64 Latin letters, digits, - and _";
        return Some(refused(StatusCode::BAD_REQUEST, why));
    }
    None
}

fn refused(status: StatusCode, why: &str) -> Response {
    (status, format!("{why}\n")).into_response()
}
