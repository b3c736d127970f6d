//! `PUT /archive/{vault}/resume`: lets a vault be exchanged again whose remote was turned back.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use secta_bot_archive::{
    NAME,
    act::{Act, Came, VaultId},
};
use serde::Deserialize;
use serde_json::json;

use super::{Ops, communities::turned_away};

/// Forgets what the remote held.
pub(super) async fn resume(
    State(ops): State<Arc<Ops>>,
    Path(folder): Path<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(refusal) = turned_away(&headers, &ops.token, &folder) {
        return refusal;
    }
    // Which kind of vault it is, only whoever exchanges it needs to know.
    let vault = VaultId {
        folder,
        common: false,
    };
    let act = json!(Act::Resume { vault });
    let came = ops.views.act(NAME, "operator", &act).await;
    match came.map(|came| Came::deserialize(came).ok()) {
        Ok(Some(Came::Resumed)) => StatusCode::NO_CONTENT.into_response(),
        Ok(_) => (StatusCode::NOT_FOUND, "there is no such vault\n").into_response(),
        Err(error) => (StatusCode::SERVICE_UNAVAILABLE, format!("{error}\n")).into_response(),
    }
}
