//! `/api/v1/openapi.json`: the whole API in OpenAPI 3.1, made of the types and functions themselves.

use axum::{
    body::Body,
    http::{HeaderValue, Response, header},
};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};

use super::{
    appeals, cases, chronicle, communities, deeds, items, log, members, people, post, proposals,
    rules, search, session, sign_in, spaces, statistics, tags, twilight, wiki,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Secta",
        version = "1",
        description = "What a community has published, and what its members do, as JSON. What is published belongs to \
                       everybody; whoever signs in may do what their rank allows. Errors are `Refused`; unknown \
                       addresses and what may not be known answer alike.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")
    ),
    paths(
        communities::communities,
        communities::community,
        items::items,
        post::post,
        members::member,
        people::people,
        chronicle::entries,
        chronicle::entry,
        cases::open,
        cases::case,
        appeals::open,
        appeals::appeal,
        proposals::open,
        proposals::proposal,
        log::log,
        rules::rules,
        statistics::statistics,
        tags::tags,
        search::search,
        twilight::twilight,
        deeds::deed,
        wiki::list::list,
        wiki::page::page,
        wiki::history::history,
        wiki::changes::changes,
        wiki::revision::revision,
        wiki::deed::deed,
        wiki::files::give,
        spaces::mine,
        spaces::found,
        spaces::append,
        spaces::entries,
        sign_in::ask,
        sign_in::code,
        sign_in::phrase,
        session::me,
        session::end,
    ),
    modifiers(&Sessions)
)]
struct Document;

struct Sessions;

impl Modify for Sessions {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let mut scheme = Http::new(HttpAuthScheme::Bearer);
        scheme.description = Some("The secret of a session, from `/api/v1/sign-in`.".to_owned());
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::Http(scheme));
    }
}

/// The document, with a line feed at its end.
pub fn document() -> String {
    // The document is plain data: it has JSON.
    let text = Document::openapi().to_pretty_json().unwrap_or_default();
    format!("{text}\n")
}

/// The document.
pub(super) async fn served() -> Response<Body> {
    let mut response = Response::new(Body::from(document()));
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
