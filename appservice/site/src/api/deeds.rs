//! `/api/v1/c/{c}/do`: what members do, on the way of the site's forms.

use axum::{
    body::Body,
    http::{HeaderMap, Response},
};
use secta_bot_kit::web::{self, Form};
use secta_record::RecordId;

use super::{
    caller::Caller,
    reply::{self, Refusal, Sent},
    types::{Deed, DeedAnswer, Refused},
};
use crate::here::Here;

/// The header that names what is to be done once.
const KEY: &str = "idempotency-key";
/// The longest of its values.
const KEY_MAX: usize = 200;

/// Does something, once for each `Idempotency-Key` of an account: whoever is not sure that it was done sends it again
/// with the same key, and is given the first answer. `done` says whether the rules allowed it.
#[utoipa::path(post, path = "/api/v1/c/{c}/do", tag = "doing",
    params(
        ("c" = String, Path, description = "The community"),
        ("Idempotency-Key" = String, Header, description = "A name for this deed that is used once: at most 200 visible characters"),
    ),
    request_body = Deed,
    security(("session" = [])),
    responses(
        (status = 200, body = DeedAnswer),
        (status = 400, body = Refused),
        (status = 401, body = Refused),
        (status = 404, body = Refused),
        (status = 413, body = Refused, description = "Nothing that large is taken"),
        (status = 504, body = Refused, description = "It is filed and will be done: ask again with the same key"),
    ))]
pub(super) async fn deed(
    caller: Caller,
    headers: HeaderMap,
    Sent(deed): Sent<Deed>,
) -> Response<Body> {
    let here = caller.here;
    let made = done(&here, &headers, deed.into()).await;
    reply::answer(&here, made)
}

/// Files a deed under the key of its request.
pub(super) async fn done(
    here: &Here,
    headers: &HeaderMap,
    deed: web::Deed,
) -> Result<DeedAnswer, Refusal> {
    let session = here.signed_in()?;
    let community = here.community_id()?;
    let key = headers.get(KEY).and_then(|key| key.to_str().ok());
    let key = key.map(str::trim).filter(|key| is_key(key));
    let id = form_id(
        &community,
        session.account.as_str(),
        key.ok_or(Refusal::Unkeyed)?,
    );
    let form = Form {
        community,
        by: session.account.clone(),
        lang: here.lang(),
        deed,
    };
    let answer = here.site.ports.desk.file(&id, form).await?;
    Ok(answer.ok_or(Refusal::NotYet)?.into())
}

fn is_key(key: &str) -> bool {
    (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The form's id: nobody can name one of somebody else's, nor one of a page.
fn form_id(community: &RecordId, account: &str, key: &str) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("net.secta site api form 1");
    hasher.update(&community.0);
    // Neither a user id nor a key holds a zero byte.
    for part in [account, key] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    format!("api-{}", &hasher.finalize().to_hex()[..40])
}
