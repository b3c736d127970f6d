//! `GET /search`: how far the search's index is; `PUT /search`: have it made anew.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use super::{Ops, communities::turned_away};
use crate::search::Shelf;

/// Tells how far it is.
pub(super) async fn standing(State(ops): State<Arc<Ops>>, headers: HeaderMap) -> Response {
    with_shelf(&ops, &headers, |shelf| {
        Json(shelf.standing()).into_response()
    })
}

/// Has it made anew.
pub(super) async fn make_anew(State(ops): State<Arc<Ops>>, headers: HeaderMap) -> Response {
    with_shelf(&ops, &headers, |shelf| {
        shelf.make_anew();
        StatusCode::ACCEPTED.into_response()
    })
}

fn with_shelf(ops: &Ops, headers: &HeaderMap, act: impl FnOnce(&Shelf) -> Response) -> Response {
    if let Some(refusal) = turned_away(headers, &ops.token, "") {
        return refusal;
    }
    match &ops.search {
        Some(shelf) => act(shelf),
        None => (
            StatusCode::NOT_FOUND,
            "this process keeps no search index\n",
        )
            .into_response(),
    }
}
