//! `/api/v1/c/{c}/wiki/do`: what is done with the wiki, on the way of the site's forms.

use axum::{
    body::Body,
    http::{HeaderMap, Response},
};
use secta_bot_kit::web::Deed;

use crate::api::{
    caller::Caller,
    deeds,
    reply::{self, Sent},
    types::{DeedAnswer, Refused, WikiDeed},
};

/// The largest request, in bytes: an import brings many pages at once.
pub const DEED_MAX: usize = 4 * 1024 * 1024;

/// Does something with the wiki, once for each `Idempotency-Key` of an account, as `/do` does. A revision that follows
/// others than the page's heads merges with what was written meanwhile.
#[utoipa::path(post, path = "/api/v1/c/{c}/wiki/do", tag = "wiki", operation_id = "wiki_deed",
    params(
        ("c" = String, Path, description = "The community"),
        ("Idempotency-Key" = String, Header, description = "A name for this deed that is used once: at most 200 visible characters"),
    ),
    request_body = WikiDeed,
    security(("session" = [])),
    responses(
        (status = 200, body = DeedAnswer),
        (status = 400, body = Refused),
        (status = 401, body = Refused),
        (status = 404, body = Refused),
        (status = 413, description = "More than 4 MB: bring fewer pages at once"),
        (status = 504, body = Refused, description = "It is filed and will be done: ask again with the same key"),
    ))]
pub(in crate::api) async fn deed(
    caller: Caller,
    headers: HeaderMap,
    Sent(deed): Sent<WikiDeed>,
) -> Response<Body> {
    let here = caller.here;
    let made = deeds::done(&here, &headers, Deed::Wiki(deed.into())).await;
    reply::answer(&here, made)
}
