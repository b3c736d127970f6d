//! How programs are answered: JSON, and a word for whatever is refused.

use std::sync::Arc;

use axum::{
    Json,
    body::Body,
    extract::{FromRequest, Request},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use secta_bot_kit::{Lang, args};
use serde::{Serialize, de::DeserializeOwned};

use super::{caller::Caller, types::Refused};
use crate::{answer::Fault, cache::Kept, here::Here, ports::PortError, routes, sent, site::Site};

const JSON: &str = "application/json";

/// What makes an answer where that holds nobody up.
pub(super) type Make<T> = fn(&Here) -> Result<T, Refusal>;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// As for the pages.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// It is withheld where the reader comes from, at the demand of this authority (RFC 7725).
    #[error("withheld at the demand of {0}")]
    Withheld(String),
    /// The code or phrase is wrong, or too old.
    #[error("the code or phrase is wrong")]
    Wrong,
    /// The rank does not allow it.
    #[error("the rank does not allow it")]
    MayNot,
    /// Too often tried: not before so many seconds.
    #[error("too often; not before {0} s")]
    TooOften(u64),
    /// What was to be done has no key of its own.
    #[error("there is no Idempotency-Key")]
    Unkeyed,
    /// Nothing has come of it in time.
    #[error("nothing has come of it yet")]
    NotYet,
    /// Private spaces are for commenters and the trusted.
    #[error("the rank does not allow it")]
    Rank,
    /// What was sent is no entry of a private space.
    #[error("no entry: {0}")]
    NoEntry(String),
    /// An entry is signed by nobody who is a member of the space now.
    #[error("no member: {0}")]
    NoMember(String),
    /// Other entries have come before this one.
    #[error("too late: {0}")]
    Stale(String),
    /// A private space has no room left.
    #[error("the space is full")]
    Full,
    /// An account has founded too many private spaces.
    #[error("too many spaces")]
    TooMany,
}

impl From<PortError> for Refusal {
    fn from(error: PortError) -> Self {
        Self::Fault(Fault::Port(error))
    }
}

impl Refusal {
    /// There is nothing there, or nothing that whoever asks may know of.
    pub const MISSING: Self = Self::Fault(Fault::Missing);

    /// Of a place that could not be found or read.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::MISSING,
            status => Self::Fault(Fault::Port(PortError(status.to_string()))),
        }
    }

    /// The status, the word for programs and the phrase for people.
    fn parts(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::Fault(Fault::Missing) => (StatusCode::NOT_FOUND, "missing", "site-api-missing"),
            Self::Fault(Fault::Malformed) => {
                (StatusCode::BAD_REQUEST, "malformed", "site-api-malformed")
            }
            Self::Fault(Fault::FormTooLarge(_) | Fault::FileTooLarge) => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "too_large",
                "site-api-too-large",
            ),
            Self::Fault(Fault::Stranger) => (StatusCode::UNAUTHORIZED, "stranger", "site-stranger"),
            Self::Fault(Fault::Port(_)) => (StatusCode::SERVICE_UNAVAILABLE, "away", "site-away"),
            Self::Fault(Fault::Template(_)) => {
                (StatusCode::INTERNAL_SERVER_ERROR, "away", "site-away")
            }
            Self::Withheld(_) => (
                StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS,
                "withheld",
                "site-withheld-here",
            ),
            Self::Wrong => (StatusCode::FORBIDDEN, "wrong", "site-api-wrong"),
            Self::MayNot => (StatusCode::FORBIDDEN, "may_not", "site-wiki-may-not"),
            Self::TooOften(_) => (
                StatusCode::TOO_MANY_REQUESTS,
                "too_often",
                "site-api-too-often",
            ),
            Self::Unkeyed => (StatusCode::BAD_REQUEST, "malformed", "site-api-unkeyed"),
            Self::NotYet => (StatusCode::GATEWAY_TIMEOUT, "not_yet", "site-api-not-yet"),
            Self::Rank => (StatusCode::FORBIDDEN, "rank", "site-api-rank"),
            Self::NoEntry(_) => (StatusCode::BAD_REQUEST, "malformed", "site-api-no-entry"),
            Self::NoMember(_) => (StatusCode::FORBIDDEN, "no_member", "site-api-no-member"),
            Self::Stale(_) => (StatusCode::CONFLICT, "stale", "site-api-stale"),
            Self::Full => (StatusCode::PAYLOAD_TOO_LARGE, "full", "site-api-full"),
            Self::TooMany => (StatusCode::FORBIDDEN, "too_many", "site-api-too-many"),
        }
    }
}

/// Shows something: what is kept of it, or what is made now.
pub(super) async fn show<T: Serialize + 'static>(
    here: Here,
    headers: HeaderMap,
    make: Make<T>,
) -> Response<Body> {
    let version = here.version();
    let key = routes::shared_key(&here);
    if let Some(key) = &key
        && let Some(kept) = here.site.cache.get(key, version, here.now_ms)
    {
        return routes::kept_answer(&kept, &headers);
    }
    let made = {
        let here = here.clone();
        tokio::task::spawn_blocking(move || text(&make(&here)?)).await
    };
    let made = made.unwrap_or_else(|error| Err(PortError(error.to_string()).into()));
    match made {
        Ok(text) if here.visit.session.is_none() => {
            let kept = Arc::new(Kept::new(JSON, text.into(), version, here.now_ms));
            if let Some(key) = key {
                here.site.cache.put(key, Arc::clone(&kept));
            }
            routes::kept_answer(&kept, &headers)
        }
        Ok(text) => answered(StatusCode::OK, text),
        Err(refusal) => refused(&here.site, here.lang(), &refusal),
    }
}

/// An answer for whoever asks alone.
pub(super) fn answer<T: Serialize>(here: &Here, made: Result<T, Refusal>) -> Response<Body> {
    match made.and_then(|made| text(&made)) {
        Ok(text) => answered(StatusCode::OK, text),
        Err(refusal) => refused(&here.site, here.lang(), &refusal),
    }
}

fn text<T: Serialize>(made: &T) -> Result<String, Refusal> {
    Ok(serde_json::to_string(made).map_err(|error| PortError(error.to_string()))?)
}

fn answered(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A refusal.
pub(super) fn refused(site: &Site, lang: Lang, refusal: &Refusal) -> Response<Body> {
    let (status, error, phrase) = refusal.parts();
    if status.is_server_error() {
        tracing::error!(%refusal, "the API cannot answer");
    }
    let seconds = match refusal {
        Refusal::TooOften(seconds) => *seconds,
        _ => 0,
    };
    let reason = match refusal {
        Refusal::NoEntry(reason) | Refusal::NoMember(reason) | Refusal::Stale(reason) => {
            reason.as_str()
        }
        _ => "",
    };
    let kb = match refusal {
        Refusal::Fault(Fault::FormTooLarge(bytes)) => bytes / 1024,
        _ => 0,
    };
    let body = Refused {
        error: error.to_owned(),
        message: site
            .words
            .text(
                lang,
                phrase,
                &args!["seconds" => seconds, "kb" => kb, "reason" => reason],
            )
            .plain,
    };
    let mut response = answered(status, serde_json::to_string(&body).unwrap_or_default());
    let extra = match refusal {
        Refusal::Fault(Fault::Stranger) => Some((header::WWW_AUTHENTICATE, "Bearer".to_owned())),
        Refusal::TooOften(seconds) => Some((header::RETRY_AFTER, seconds.to_string())),
        Refusal::Withheld(authority) => {
            Some((header::LINK, format!("<{authority}>; rel=\"blocked-by\"")))
        }
        _ => None,
    };
    if let Some((name, value)) = extra
        && let Ok(value) = HeaderValue::from_str(&value)
    {
        response.headers_mut().insert(name, value);
    }
    response
}

/// What no address is known for.
pub(super) async fn lost(caller: Caller) -> Response<Body> {
    refused(&caller.here.site, caller.here.lang(), &Refusal::MISSING)
}

/// A request's body: JSON of this form, or the refusal.
pub(super) struct Sent<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<Site>> for Sent<T> {
    type Rejection = Response<Body>;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, Self::Rejection> {
        let lang = super::caller::lang(request.headers(), site);
        let refused = |fault: Fault| refused(site, lang, &Refusal::Fault(fault));
        let request = sent::whole(request).await.map_err(refused)?;
        let sent = Json::<T>::from_request(request, site).await;
        let Json(sent) = sent.map_err(|_| refused(Fault::Malformed))?;
        Ok(Self(sent))
    }
}
