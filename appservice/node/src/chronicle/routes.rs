//! The logs, shown to everybody: what [tlog-tiles](https://c2sp.org/tlog-tiles) asks for, the key, and proofs.
//!
//! Read-only and without a token, and nothing is locked or caught up with: this may run beside the process that writes.

use axum::{
    Router,
    extract::{Path, State},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use secta_bot_chronicle::log::serve::CHECKPOINT;
use secta_record::RecordId;
use tokio::runtime::Handle;

use super::{LogsError, Shown};
use crate::{intake::refusal, public::elsewhere};

/// What is text, what is none.
const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";

/// What changes, and what never does.
const FRESH: &str = "no-cache";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The path at which a community's log is shown.
pub fn path(community: &RecordId) -> String {
    format!("/_secta/v1/communities/{community}/log")
}

/// The routes.
pub fn router(shown: Shown) -> Router {
    Router::new()
        .route(
            "/_secta/v1/communities/{id}/log/checkpoint",
            get(checkpoint),
        )
        .route("/_secta/v1/communities/{id}/log/key", get(key))
        .route("/_secta/v1/communities/{id}/log/tile/{*place}", get(tile))
        .route("/_secta/v1/communities/{id}/log/proof/{record}", get(proof))
        .layer(from_fn_with_state(Handle::current(), elsewhere))
        .with_state(shown)
}

/// `GET …/log/checkpoint`: how large the log is, signed, with its cosignatures.
async fn checkpoint(State(shown): State<Shown>, Path(id): Path<String>) -> Response {
    let read = read(&shown, &id, CHECKPOINT.to_owned()).await;
    answer(read, TEXT, FRESH)
}

/// `GET …/log/tile/…`: hashes and entries.
async fn tile(State(shown): State<Shown>, Path((id, place)): Path<(String, String)>) -> Response {
    let read = read(&shown, &id, format!("tile/{place}")).await;
    answer(read, BYTES, FOR_EVER)
}

/// `GET …/log/key`: the key that verifies the checkpoints.
async fn key(State(shown): State<Shown>, Path(id): Path<String>) -> Response {
    let there = read(&shown, &id, CHECKPOINT.to_owned()).await;
    let key = there.map(|there| {
        let community = there.and_then(|_| id.parse().ok())?;
        Some(format!("{}\n", shown.key(&community)).into_bytes())
    });
    answer(key, TEXT, FRESH)
}

/// `GET …/log/proof/{record}`: the proof that a record is in the log, which holds offline.
async fn proof(State(shown): State<Shown>, Path((id, record)): Path<(String, String)>) -> Response {
    let (Ok(community), Ok(record)) = (id.parse(), record.parse()) else {
        return unknown();
    };
    let proof = shown.prove(&community, &record).await;
    let file = proof.map(|proof| proof.map(|proof| proof.file.into_bytes()));
    answer(file, TEXT, FRESH)
}

async fn read(shown: &Shown, id: &str, path: String) -> Result<Option<Vec<u8>>, LogsError> {
    match id.parse() {
        Ok(community) => shown.file(&community, path).await,
        Err(_) => Ok(None),
    }
}

fn answer(
    read: Result<Option<Vec<u8>>, LogsError>,
    kind: &'static str,
    keep: &'static str,
) -> Response {
    match read {
        Ok(Some(bytes)) => ([(CONTENT_TYPE, kind), (CACHE_CONTROL, keep)], bytes).into_response(),
        Ok(None) => unknown(),
        Err(error) => {
            tracing::error!(%error, "a log of the chronicle cannot be shown");
            refusal(
                StatusCode::SERVICE_UNAVAILABLE,
                "M_UNKNOWN",
                "The log cannot be read now",
            )
        }
    }
}

fn unknown() -> Response {
    refusal(
        StatusCode::NOT_FOUND,
        "M_NOT_FOUND",
        "No such log, file or entry",
    )
}
