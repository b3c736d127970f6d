//! `/api/v1`: the pages for programs, as JSON. What is shown follows the pages; what is done goes the way of their
//! forms.
//!
//! - `caller`: who asks, by `Authorization: Bearer` alone; `reply`: how they are answered; `shape`: from the model to
//!   what is said; [`types`]: what is said; [`document`](mod@document): all of it in OpenAPI.
//! - The rest: one file for each address, named after it.
//!
//! To add an address: 1. its file with a function over [`Here`](crate::here::Here) and `#[utoipa::path]`; 2. its line
//! in [`routes`] and in `document`; then `cargo xtask generate`.

mod appeals;
mod caller;
mod cases;
mod chronicle;
mod communities;
mod deeds;
mod document;
mod items;
mod log;
mod members;
mod people;
mod post;
mod proposals;
mod reply;
mod rules;
mod search;
mod session;
mod shape;
mod sign_in;
mod spaces;
mod statistics;
mod tags;
#[cfg(test)]
mod tests;
mod twilight;
pub mod types;
mod wiki;

pub use crate::forms::wiki::upload::FILE_MAX;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::HeaderMap,
    routing::{MethodRouter, any, get, post as posted},
};
use serde::Serialize;

use self::{caller::Caller, reply::Make};
pub use self::{document::document, wiki::deed::DEED_MAX};
use crate::{forms::wiki::upload, sent::Largest, site::Site};

/// The routes of the API.
pub(crate) fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/api/v1/openapi.json", get(document::served))
        .route("/api/v1/communities", read(communities::communities))
        .route("/api/v1/c/{c}", read(communities::community))
        .route("/api/v1/c/{c}/items", read(items::items))
        .route("/api/v1/c/{c}/items/{item}", read(post::post))
        .route("/api/v1/c/{c}/members/{account}", read(members::member))
        .route("/api/v1/c/{c}/people", read(people::people))
        .route("/api/v1/c/{c}/chronicle", read(chronicle::entries))
        .route("/api/v1/c/{c}/chronicle/{number}", read(chronicle::entry))
        .route("/api/v1/c/{c}/cases", read(cases::open))
        .route("/api/v1/c/{c}/cases/{id}", read(cases::case))
        .route("/api/v1/c/{c}/appeals", read(appeals::open))
        .route("/api/v1/c/{c}/appeals/{id}", read(appeals::appeal))
        .route("/api/v1/c/{c}/proposals", read(proposals::open))
        .route("/api/v1/c/{c}/proposals/{id}", read(proposals::proposal))
        .route("/api/v1/c/{c}/log", read(log::log))
        .route("/api/v1/c/{c}/rules", read(rules::rules))
        .route("/api/v1/c/{c}/statistics", read(statistics::statistics))
        .route("/api/v1/c/{c}/tags", read(tags::tags))
        .route("/api/v1/c/{c}/search", get(search::search))
        .route("/api/v1/c/{c}/twilight", get(twilight::twilight))
        .route("/api/v1/c/{c}/do", posted(deeds::deed))
        .route("/api/v1/c/{c}/wiki", read(wiki::list::list))
        .route("/api/v1/c/{c}/wiki/page", read(wiki::page::page))
        .route("/api/v1/c/{c}/wiki/history", read(wiki::history::history))
        .route("/api/v1/c/{c}/wiki/changes", read(wiki::changes::changes))
        .route(
            "/api/v1/c/{c}/wiki/revisions/{id}",
            read(wiki::revision::revision),
        )
        .route(
            "/api/v1/c/{c}/wiki/do",
            posted(wiki::deed::deed).layer(Extension(Largest(wiki::deed::DEED_MAX))),
        )
        .route(
            "/api/v1/c/{c}/wiki/files",
            posted(wiki::files::give).layer(DefaultBodyLimit::max(upload::FILE_MAX)),
        )
        .route(
            "/api/v1/c/{c}/spaces",
            get(spaces::mine).post(spaces::found).layer(ENTRY),
        )
        .route(
            "/api/v1/c/{c}/spaces/{space}/entries",
            get(spaces::entries).post(spaces::append).layer(ENTRY),
        )
        .route("/api/v1/sign-in", posted(sign_in::ask))
        .route("/api/v1/sign-in/code", posted(sign_in::code))
        .route("/api/v1/sign-in/phrase", posted(sign_in::phrase))
        .route("/api/v1/session", get(session::me).delete(session::end))
        .route("/api/v1/{*rest}", any(reply::lost))
}

/// Room for an entry of a private space.
const ENTRY: Extension<Largest> = Extension(Largest(spaces::BODY_MAX));

fn read<T: Serialize + 'static>(make: Make<T>) -> MethodRouter<Arc<Site>> {
    get(move |caller: Caller, headers: HeaderMap| reply::show(caller.here, headers, make))
}
