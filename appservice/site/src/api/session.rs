//! `/api/v1/session`: whose session it is, and its end.

use axum::{body::Body, http::Response};

use super::{
    caller::Caller,
    reply::{self, Refusal},
    types::{Me, Refused},
};

/// Whose session it is.
#[utoipa::path(get, path = "/api/v1/session", operation_id = "session", tag = "session",
    security(("session" = [])),
    responses((status = 200, body = Me), (status = 401, body = Refused)))]
pub(super) async fn me(caller: Caller) -> Response<Body> {
    let me = caller.here.signed_in().map(|session| Me {
        account: session.account.as_str().to_owned(),
        since_ms: session.since_ms,
    });
    reply::answer(&caller.here, me.map_err(Refusal::from))
}

/// Ends the session.
#[utoipa::path(delete, path = "/api/v1/session", operation_id = "sign_out", tag = "session",
    security(("session" = [])),
    responses((status = 200, body = Me, description = "Whose it was"), (status = 401, body = Refused)))]
pub(super) async fn end(caller: Caller) -> Response<Body> {
    let ended = ended(&caller);
    reply::answer(&caller.here, ended)
}

fn ended(caller: &Caller) -> Result<Me, Refusal> {
    let session = caller.here.signed_in()?;
    let accounts = &caller.here.site.ports.accounts;
    accounts.end(&session.account, Some(&session.id))?;
    Ok(Me {
        account: session.account.as_str().to_owned(),
        since_ms: session.since_ms,
    })
}
