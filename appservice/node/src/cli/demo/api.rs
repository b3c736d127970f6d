//! The homeserver's client API, as far as the demo needs it.

use std::time::Duration;

use aws_lc_rs::hmac;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::time::sleep;
use url::Url;

/// How often a call is repeated that the homeserver asks to repeat.
const ATTEMPTS: u32 = 8;

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
    },
}

impl ApiError {
    /// Whether it is this Matrix error.
    pub(super) fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == wanted)
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
        self.get(None, &["client", "versions"]).await.is_ok()
    }

    /// `GET` of a path below `/_matrix`.
    pub(super) async fn get(&self, token: Option<&str>, path: &[&str]) -> Result<Value, ApiError> {
        self.call(Method::GET, token, "_matrix", path, None).await
    }

    /// `POST` to a path below `/_matrix`.
    pub(super) async fn post(
        &self,
        token: Option<&str>,
        path: &[&str],
        body: Value,
    ) -> Result<Value, ApiError> {
        self.call(Method::POST, token, "_matrix", path, Some(body))
            .await
    }

    /// `PUT` to a path below `/_matrix`.
    pub(super) async fn put(
        &self,
        token: Option<&str>,
        path: &[&str],
        body: Value,
    ) -> Result<Value, ApiError> {
        self.call(Method::PUT, token, "_matrix", path, Some(body))
            .await
    }

    /// Makes an account by the shared secret; both homeservers know this form.
    pub(super) async fn register(
        &self,
        shared_secret: &str,
        user: &str,
        password: &str,
    ) -> Result<(), ApiError> {
        let path = ["admin", "v1", "register"];
        let answer = self
            .call(Method::GET, None, "_synapse", &path, None)
            .await?;
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
        self.call(Method::POST, None, "_synapse", &path, Some(body))
            .await
            .map(drop)
    }

    async fn call(
        &self,
        method: Method,
        token: Option<&str>,
        root: &str,
        path: &[&str],
        body: Option<Value>,
    ) -> Result<Value, ApiError> {
        let mut url = Url::parse(&self.base)?;
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push(root).extend(path);
        }
        let mut attempt = 1;
        loop {
            let mut request = self.http.request(method.clone(), url.clone());
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            if let Some(body) = &body {
                request = request.json(body);
            }
            let response = request.send().await?;
            let status = response.status();
            let answer: Value = response.json().await.unwrap_or_default();
            if status.is_success() {
                return Ok(answer);
            }
            if status != StatusCode::TOO_MANY_REQUESTS || attempt == ATTEMPTS {
                return Err(refused(&method, path, status, &answer));
            }
            attempt += 1;
            sleep(Duration::from_millis(
                answer["retry_after_ms"].as_u64().unwrap_or(500).min(10_000),
            ))
            .await;
        }
    }
}

fn refused(method: &Method, path: &[&str], status: StatusCode, answer: &Value) -> ApiError {
    let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
    ApiError::Refused {
        what: format!("{method} {}", path.join("/")),
        status,
        code: text("errcode"),
        message: text("error"),
    }
}
