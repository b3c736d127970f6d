//! `/api/v1/sign-in`: how programs sign in: a code in the porch, or the recovery phrase.

use axum::{body::Body, http::Response};
use secta_record::RecordId;

use super::{
    caller::Caller,
    reply::{self, Refusal, Sent},
    types::{Attempt, Code, Phrase, Refused, Secret, SignIn},
};
use crate::{
    answer::Fault,
    here::{self, Here},
    ports::{Entrance, PortError},
};

/// Has a code sent to a member's porch. The answer does not tell whether there is such a member.
#[utoipa::path(post, path = "/api/v1/sign-in", operation_id = "sign_in", tag = "session",
    request_body = SignIn,
    responses(
        (status = 200, body = Attempt),
        (status = 400, body = Refused),
        (status = 404, body = Refused, description = "No such community"),
        (status = 429, body = Refused),
    ))]
pub(super) async fn ask(caller: Caller, Sent(sent): Sent<SignIn>) -> Response<Body> {
    let here = caller.here;
    let attempt = asked(&here, &sent).await;
    reply::answer(&here, attempt.map(|attempt| Attempt { attempt }))
}

/// Signs in with the code that came in the porch.
#[utoipa::path(post, path = "/api/v1/sign-in/code", operation_id = "sign_in_code", tag = "session",
    request_body = Code,
    responses(
        (status = 200, body = Secret),
        (status = 400, body = Refused),
        (status = 403, body = Refused, description = "The code is wrong, or too old"),
        (status = 429, body = Refused),
    ))]
pub(super) async fn code(caller: Caller, Sent(sent): Sent<Code>) -> Response<Body> {
    let here = caller.here;
    let entrance = entered(&here, move |here| {
        let (accounts, agent) = (&here.site.ports.accounts, &here.visit.agent);
        accounts.enter_code(&sent.attempt, &sent.code, agent)
    });
    let secret = entrance.await;
    reply::answer(&here, secret.map(|secret| Secret { secret }))
}

/// Signs in with a recovery phrase.
#[utoipa::path(post, path = "/api/v1/sign-in/phrase", operation_id = "sign_in_phrase", tag = "session",
    request_body = Phrase,
    responses(
        (status = 200, body = Secret),
        (status = 400, body = Refused),
        (status = 403, body = Refused, description = "The phrase is wrong"),
        (status = 429, body = Refused),
    ))]
pub(super) async fn phrase(caller: Caller, Sent(sent): Sent<Phrase>) -> Response<Body> {
    let here = caller.here;
    let entrance = entered(&here, move |here| {
        let accounts = &here.site.ports.accounts;
        accounts.enter_phrase(&sent.phrase, &here.visit.agent, &here.visit.peer)
    });
    let secret = entrance.await;
    reply::answer(&here, secret.map(|secret| Secret { secret }))
}

async fn asked(here: &Here, sent: &SignIn) -> Result<String, Refusal> {
    let community = community(here, sent.community.as_deref())?;
    let accounts = &here.site.ports.accounts;
    let asked = accounts.ask_code(&community, &sent.user, here.lang(), &here.visit.peer);
    begun(asked.await?)
}

/// Tries to enter where that holds nobody up.
async fn entered(
    here: &Here,
    enter: impl FnOnce(&Here) -> Result<Entrance, PortError> + Send + 'static,
) -> Result<String, Refusal> {
    let place = here.clone();
    let entrance = tokio::task::spawn_blocking(move || enter(&place)).await;
    begun(entrance.map_err(|error| PortError(error.to_string()))??)
}

fn begun(entrance: Entrance) -> Result<String, Refusal> {
    match entrance {
        Entrance::Begun(secret) => Ok(secret),
        Entrance::Wrong => Err(Refusal::Wrong),
        Entrance::TooOften(seconds) => Err(Refusal::TooOften(seconds)),
    }
}

/// The community that is named; the only one where none is.
fn community(here: &Here, named: Option<&str>) -> Result<RecordId, Refusal> {
    let found = match named {
        Some(key) => here::find(&here.site, key)?,
        None => {
            let all = here.site.ports.library.communities()?;
            let [only] = &all[..] else {
                return Err(Fault::Malformed.into());
            };
            Some(only.clone())
        }
    };
    Ok(found.ok_or(Fault::Missing)?.id)
}
