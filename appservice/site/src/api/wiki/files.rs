//! `/api/v1/c/{c}/wiki/files`: a file is given, to be shown by a revision.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Response, header},
};
use secta_wiki::revision::Attachment;

use super::shape;
use crate::{
    answer::Fault,
    api::{
        caller::Caller,
        reply::{self, Refusal},
        types::{Refused, WikiFile},
    },
    forms::wiki::upload,
    here::Here,
    view::wiki::text,
};

/// Keeps a file. A revision has to show it within a day.
#[utoipa::path(post, path = "/api/v1/c/{c}/wiki/files", tag = "wiki", operation_id = "wiki_file",
    params(("c" = String, Path, description = "The community")),
    request_body(content = String, content_type = "application/octet-stream", description = "What is in the file, at most 10 MB; `Content-Type` says what it is"),
    security(("session" = [])),
    responses(
        (status = 200, body = WikiFile, description = "What to give as the `file` of a change"),
        (status = 400, body = Refused),
        (status = 401, body = Refused),
        (status = 403, body = Refused, description = "The rank does not allow it"),
        (status = 404, body = Refused),
        (status = 413, description = "More than 10 MB"),
    ))]
pub(in crate::api) async fn give(
    caller: Caller,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response<Body> {
    let here = caller.here;
    let made = kept(&here, &headers, &bytes);
    reply::answer(&here, made)
}

fn kept(here: &Here, headers: &HeaderMap, bytes: &[u8]) -> Result<WikiFile, Refusal> {
    here.signed_in()?;
    if !text::may_begin(here)? {
        return Err(Refusal::MayNot);
    }
    if bytes.is_empty() {
        return Err(Fault::Malformed.into());
    }
    let said = headers.get(header::CONTENT_TYPE);
    let said = said.and_then(|said| said.to_str().ok()).unwrap_or_default();
    let file = Attachment {
        name: "file".to_owned(),
        content_type: upload::kind(bytes, said),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        blake3: here.site.ports.wiki.keep(bytes)?,
        text: String::new(),
    };
    shape::file(here, &file)
}
