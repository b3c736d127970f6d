//! The homeserver's client API, as far as the demo needs it.

use std::time::Duration;

use aws_lc_rs::hmac;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};
use url::Url;

/// For how long a call is repeated that the homeserver does not answer, or asks to repeat.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long is waited before that.
const PAUSE: Duration = Duration::from_millis(200);

/// Speaks to one homeserver.
pub(super) struct Api {
    http: reqwest::Client,
    base: String,
}

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    /// No answer.
    #[error("the homeserver does not answer: {0}")]
    Http(#[from] reqwest::Error),
    /// The path is none.
    #[error("not an address: {0}")]
    Path(#[from] url::ParseError),
    /// An answer that says no.
    #[error("{what}: the homeserver says {status} {code}: {message}")]
    Refused {
        /// Which call.
        what: String,
        /// The status.
        status: StatusCode,
        /// The Matrix error code.
        code: String,
        /// The explanation.
        message: String,
        /// When to repeat it, where that may help.
        again: Option<Duration>,
    },
}

/// A call.
#[derive(Clone)]
struct Call<'a> {
    method: Method,
    root: &'a str,
    path: &'a [&'a str],
    query: &'a [(&'a str, &'a str)],
    token: Option<&'a str>,
    body: Option<Value>,
}

impl ApiError {
    /// Whether it is this Matrix error.
    pub(super) fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == wanted)
    }

    fn again(&self) -> Option<Duration> {
        match self {
            Self::Http(_) => Some(PAUSE),
            Self::Path(_) => None,
            Self::Refused { again, .. } => *again,
        }
    }
}

impl Api {
    /// For the homeserver at this address.
    pub(super) fn new(base: String) -> Result<Self, ApiError> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(30))
            .no_proxy()
            .build()?;
        Ok(Self { http, base })
    }

    /// Whether the homeserver answers.
    pub(super) async fn answers(&self) -> bool {
        let call = matrix(Method::GET, None, &["client", "versions"], None);
        self.attempt(call).await.is_ok()
    }

    /// `GET` of a path below `/_matrix`.
    pub(super) async fn get(&self, token: Option<&str>, path: &[&str]) -> Result<Value, ApiError> {
        self.call(matrix(Method::GET, token, path, None)).await
    }

    /// The same, with a query.
    pub(super) async fn ask(
        &self,
        token: &str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Value, ApiError> {
        let call = matrix(Method::GET, Some(token), path, None);
        self.call(Call { query, ..call }).await
    }

    /// `POST` to a path below `/_matrix`.
    pub(super) async fn post(
        &self,
        token: Option<&str>,
        path: &[&str],
        body: Value,
    ) -> Result<Value, ApiError> {
        let call = matrix(Method::POST, token, path, Some(body));
        self.call(call).await
    }

    /// `PUT` to a path below `/_matrix`.
    pub(super) async fn put(
        &self,
        token: &str,
        path: &[&str],
        body: Value,
    ) -> Result<Value, ApiError> {
        let call = matrix(Method::PUT, Some(token), path, Some(body));
        self.call(call).await
    }

    /// Makes an account by the shared secret; both homeservers know this form.
    pub(super) async fn register(
        &self,
        shared_secret: &str,
        user: &str,
        password: &str,
    ) -> Result<(), ApiError> {
        let call = Call {
            root: "_synapse",
            ..matrix(Method::GET, None, &["admin", "v1", "register"], None)
        };
        let answer = self.call(call.clone()).await?;
        let nonce = answer["nonce"].as_str().unwrap_or_default();
        let key = hmac::Key::new(
            hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            shared_secret.as_bytes(),
        );
        let signed = hmac::sign(
            &key,
            format!("{nonce}\0{user}\0{password}\0notadmin").as_bytes(),
        );
        let mac: String = signed
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let body = json!({
            "nonce": nonce, "username": user, "password": password, "admin": false, "mac": mac, "inhibit_login": true,
        });
        let call = Call {
            method: Method::POST,
            body: Some(body),
            ..call
        };
        self.call(call).await.map(drop)
    }

    /// Calls, and calls again while the homeserver is away or busy.
    async fn call(&self, call: Call<'_>) -> Result<Value, ApiError> {
        let until = Instant::now() + PATIENCE;
        loop {
            let outcome = self.attempt(call.clone()).await;
            let again = outcome.as_ref().err().and_then(ApiError::again);
            match again.filter(|pause| Instant::now() + *pause < until) {
                Some(pause) => sleep(pause).await,
                None => return outcome,
            }
        }
    }

    async fn attempt(&self, call: Call<'_>) -> Result<Value, ApiError> {
        let mut url = Url::parse(&self.base)?;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments
                .pop_if_empty()
                .push(call.root)
                .extend(call.path.iter());
        }
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(call.query);
        }
        let mut request = self.http.request(call.method.clone(), url);
        if let Some(token) = call.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = &call.body {
            request = request.json(body);
        }
        let response = request.send().await?;
        let status = response.status();
        if !status.is_success() {
            let answer = response.json().await.unwrap_or_default();
            return Err(refused(&call, status, &answer));
        }
        Ok(response.json().await?)
    }
}

fn matrix<'a>(
    method: Method,
    token: Option<&'a str>,
    path: &'a [&'a str],
    body: Option<Value>,
) -> Call<'a> {
    Call {
        method,
        root: "_matrix",
        path,
        query: &[],
        token,
        body,
    }
}

fn refused(call: &Call<'_>, status: StatusCode, answer: &Value) -> ApiError {
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    let wait_ms = answer["retry_after_ms"].as_u64().unwrap_or(500);
    let again = match status {
        StatusCode::TOO_MANY_REQUESTS => Some(Duration::from_millis(wait_ms)),
        _ => status.is_server_error().then_some(PAUSE),
    };
    ApiError::Refused {
        what: format!("{} {}", call.method, call.path.join("/")),
        status,
        code: text("errcode"),
        message: text("error"),
        again,
    }
}
