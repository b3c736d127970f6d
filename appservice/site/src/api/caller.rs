//! Who asks: by `Authorization: Bearer` alone. A cookie means nothing here, so no other site can have a browser do
//! something.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderMap, Response, header, request::Parts},
};
use secta_bot_kit::Lang;

use super::reply::{self, Refusal};
use crate::{
    answer::Fault,
    here::Here,
    model::Session,
    ports::PortError,
    site::Site,
    visit::{self, Look},
};

/// The longest secret that is looked for.
const SECRET_MAX: usize = 100;

/// Who asks, and where.
pub(crate) struct Caller {
    pub here: Here,
}

impl FromRequestParts<Arc<Site>> for Caller {
    type Rejection = Response<Body>;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Self, Self::Rejection> {
        let lang = lang(&parts.headers, site);
        let refused = |refusal: Refusal| reply::refused(site, lang, &refusal);
        let session = session(&parts.headers, site).map_err(refused)?;
        // Nothing of a browser's is read.
        parts.headers.remove(header::COOKIE);
        let here = Here::from_request_parts(parts, site).await;
        let mut here = here.map_err(|status| refused(Refusal::of_status(status)))?;
        here.visit.session = session;
        here.visit.lang = lang;
        here.visit.look = Look::default();
        Ok(Self { here })
    }
}

/// The language that is asked for.
pub(super) fn lang(headers: &HeaderMap, site: &Site) -> Lang {
    visit::accepted(headers).unwrap_or(site.settings.lang)
}

/// The session of a request that has an `Authorization`; one that opens nothing is refused.
fn session(headers: &HeaderMap, site: &Site) -> Result<Option<Session>, Refusal> {
    let Some(given) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let given = given.to_str().ok().and_then(|given| given.split_once(' '));
    let secret = given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let secret = secret.map(|(_, secret)| secret.trim());
    let secret = secret.filter(|secret| !secret.is_empty() && secret.len() <= SECRET_MAX);
    let found: Result<_, PortError> = match secret {
        Some(secret) => site.ports.accounts.session(secret),
        None => Ok(None),
    };
    let session = found.map_err(Fault::Port)?;
    session.map(Some).ok_or(Refusal::Fault(Fault::Stranger))
}
