//! `/api/v1/c/{c}/spaces`: private spaces of the wiki. The site keeps sealed entries for commenters and the trusted; it
//! reads none of them.

use axum::{body::Body, http::Response};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use secta_bot_kit::UserId;
use secta_record::{RecordId, act::Rank};

use super::{
    caller::Caller,
    reply::{self, Refusal, Sent},
    types::{PrivateSpace, PrivateSpaces, Refused, SpaceEntries, SpaceEntry, SpacePosition},
};
use crate::{
    answer::Fault,
    here::Here,
    ports::{Entered, PortError, SpaceListed, Spaces},
};

/// The largest request with an entry, in bytes: 2 MiB in base64, and what stands around it.
pub(super) const BODY_MAX: usize = 3 * 1024 * 1024;

/// The spaces that one has founded or written to.
#[utoipa::path(get, path = "/api/v1/c/{c}/spaces", operation_id = "spaces", tag = "spaces",
    params(("c" = String, Path, description = "The community")),
    security(("session" = [])),
    responses(
        (status = 200, body = PrivateSpaces),
        (status = 401, body = Refused),
        (status = 403, body = Refused, description = "For commenters and the trusted"),
        (status = 404, body = Refused),
    ))]
pub(super) async fn mine(caller: Caller) -> Response<Body> {
    let here = caller.here;
    let mine = asked(&here, |spaces, who| spaces.of(&who.community, &who.account)).await;
    let mine = mine.map(|spaces| PrivateSpaces {
        spaces: spaces.into_iter().map(PrivateSpace::from).collect(),
    });
    reply::answer(&here, mine)
}

/// Founds a space with its first entry.
#[utoipa::path(post, path = "/api/v1/c/{c}/spaces", operation_id = "found_space", tag = "spaces",
    params(("c" = String, Path, description = "The community")),
    request_body = SpaceEntry,
    security(("session" = [])),
    responses(
        (status = 200, body = SpacePosition),
        (status = 400, body = Refused),
        (status = 401, body = Refused),
        (status = 403, body = Refused, description = "`rank`: for commenters and the trusted; `too_many`: 20 spaces an account"),
        (status = 404, body = Refused),
    ))]
pub(super) async fn found(caller: Caller, Sent(sent): Sent<SpaceEntry>) -> Response<Body> {
    let here = caller.here;
    let found = founded(&here, &sent).await;
    reply::answer(&here, found)
}

/// Appends an entry to a space, once: it may be sent again. The node keeps only what a member has signed, and what follows
/// the entries before it.
#[utoipa::path(post, path = "/api/v1/c/{c}/spaces/{space}/entries", operation_id = "append_to_space", tag = "spaces",
    params(
        ("c" = String, Path, description = "The community"),
        ("space" = String, Path, description = "The space"),
    ),
    request_body = SpaceEntry,
    security(("session" = [])),
    responses(
        (status = 200, body = SpacePosition),
        (status = 400, body = Refused, description = "No entry, or not rightly signed"),
        (status = 401, body = Refused),
        (status = 403, body = Refused, description = "`rank`: for commenters and the trusted; `no_member`: signed by nobody who is a member now"),
        (status = 404, body = Refused),
        (status = 409, body = Refused, description = "`stale`: others have come before it and are to be read first"),
        (status = 413, body = Refused, description = "`full`: 256 MiB a space"),
    ))]
pub(super) async fn append(caller: Caller, Sent(sent): Sent<SpaceEntry>) -> Response<Body> {
    let here = caller.here;
    let appended = appended(&here, &sent).await;
    reply::answer(&here, appended)
}

/// The entries of a space in the node's order, some at a time.
#[utoipa::path(get, path = "/api/v1/c/{c}/spaces/{space}/entries", operation_id = "space_entries", tag = "spaces",
    params(
        ("c" = String, Path, description = "The community"),
        ("space" = String, Path, description = "The space"),
        ("after" = Option<u64>, Query, description = "How many are there already: `next` of the answer before"),
    ),
    security(("session" = [])),
    responses(
        (status = 200, body = SpaceEntries),
        (status = 401, body = Refused),
        (status = 403, body = Refused, description = "For commenters and the trusted"),
        (status = 404, body = Refused),
    ))]
pub(super) async fn entries(caller: Caller) -> Response<Body> {
    let here = caller.here;
    let entries = stretch(&here).await;
    reply::answer(&here, entries)
}

/// Who asks, and in which community.
struct Who {
    community: RecordId,
    account: UserId,
    space: String,
}

async fn founded(here: &Here, sent: &SpaceEntry) -> Result<SpacePosition, Refusal> {
    let entry = bytes(sent)?;
    let founded = asked(here, move |spaces, who| {
        spaces.found(&who.community, &who.account, &entry)
    });
    entered(founded.await?)
}

async fn appended(here: &Here, sent: &SpaceEntry) -> Result<SpacePosition, Refusal> {
    let entry = bytes(sent)?;
    let appended = asked(here, move |spaces, who| {
        spaces.append(&who.community, &who.account, &who.space, &entry)
    });
    entered(appended.await?)
}

async fn stretch(here: &Here) -> Result<SpaceEntries, Refusal> {
    let after: u64 = match here.asks("after") {
        Some(after) => after.parse().map_err(|_| Fault::Malformed)?,
        None => 0,
    };
    let found = asked(here, move |spaces, who| {
        spaces.entries(&who.community, &who.space, after)
    });
    let found = found.await?.ok_or(Fault::Missing)?;
    let count = found.len() as u64;
    Ok(SpaceEntries {
        entries: found
            .iter()
            .map(|entry| BASE64_STANDARD.encode(entry))
            .collect(),
        next: after.saturating_add(count),
    })
}

fn bytes(sent: &SpaceEntry) -> Result<Vec<u8>, Refusal> {
    let bytes = BASE64_STANDARD.decode(&sent.entry);
    Ok(bytes.map_err(|_| Fault::Malformed)?)
}

/// Asks the spaces something for a member who is a commenter or trusted, where that holds nobody up.
async fn asked<T: Send + 'static>(
    here: &Here,
    ask: impl FnOnce(&dyn Spaces, &Who) -> Result<T, PortError> + Send + 'static,
) -> Result<T, Refusal> {
    let who = Who {
        account: here.signed_in()?.account.clone(),
        community: here.community_id()?,
        space: here.part("space").to_owned(),
    };
    let rank = {
        let rules = here.rules()?;
        here.rank(&rules.read())
    };
    if rank < Rank::Commenter {
        return Err(Refusal::Rank);
    }
    let spaces = here.site.ports.spaces.clone();
    let answer = tokio::task::spawn_blocking(move || ask(spaces.as_ref(), &who)).await;
    Ok(answer.map_err(|error| PortError(error.to_string()))??)
}

fn entered(entered: Entered) -> Result<SpacePosition, Refusal> {
    match entered {
        Entered::At { space, position } => Ok(SpacePosition { space, position }),
        Entered::NoSpace => Err(Refusal::MISSING),
        Entered::Malformed(reason) => Err(Refusal::NoEntry(reason)),
        Entered::NoMember(reason) => Err(Refusal::NoMember(reason)),
        Entered::Stale(reason) => Err(Refusal::Stale(reason)),
        Entered::Full => Err(Refusal::Full),
        Entered::TooMany => Err(Refusal::TooMany),
    }
}

impl From<SpaceListed> for PrivateSpace {
    fn from(listed: SpaceListed) -> Self {
        Self {
            id: listed.id,
            made_ms: listed.made_ms,
            entries: listed.entries,
            bytes: listed.bytes,
        }
    }
}
