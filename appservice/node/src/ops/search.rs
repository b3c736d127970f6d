//! `GET /search`: how far the search's index is; `PUT /search`: have it made anew.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::{Ops, communities::turned_away};

/// Tells how far it is.
pub(super) async fn standing(State(ops): State<Arc<Ops>>, headers: HeaderMap) -> Response {
    match shelf(&ops, &headers) {
        Ok(shelf) => Json(shelf.standing()).into_response(),
        Err(refusal) => refusal,
    }
}

/// Has it made anew.
pub(super) async fn make_anew(State(ops): State<Arc<Ops>>, headers: HeaderMap) -> Response {
    match shelf(&ops, &headers) {
        Ok(shelf) => {
            shelf.make_anew();
            StatusCode::ACCEPTED.into_response()
        }
        Err(refusal) => refusal,
    }
}

fn shelf<'o>(ops: &'o Ops, headers: &HeaderMap) -> Result<&'o crate::search::Shelf, Response> {
    if let Some(refusal) = turned_away(headers, &ops.token, "") {
        return Err(refusal);
    }
    let none = (StatusCode::NOT_FOUND, "this process keeps no search index");
    ops.search.as_ref().ok_or_else(|| none.into_response())
}
