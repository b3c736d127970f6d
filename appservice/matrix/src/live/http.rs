//! One call to the homeserver, and what its answers mean.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use futures_util::future::BoxFuture;
use reqwest::{Method, Response, StatusCode, header};
use secta_bot_kit::{File, UserId};
use serde_json::Value;
use url::Url;

use super::Line;
use crate::CallError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(90);
const MAX_BODY_BYTES: usize = 64 << 20;
const DEFAULT_RETRY_MS: u64 = 2_000;
/// A homeserver's own trouble, which a Dendrite that stops tells as a refusal (`403 M_FORBIDDEN`): words of Go's standard
/// library, of its drivers, and of NATS.
const FAULTS: [&str; 6] = [
    "context canceled",
    "context deadline exceeded",
    "database is locked",
    "nats: ",
    "pq: ",
    "sql: ",
];
/// Nobody is made to wait longer on a homeserver's word.
const MAX_RETRY_MS: u64 = 60 * 60 * 1000;

/// The HTTP client with the service's token.
#[derive(Clone)]
pub(super) struct Http {
    client: reqwest::Client,
    base: Url,
    as_token: String,
    line: Arc<Line>,
}

/// A call before it is made.
pub(super) struct Call<'a> {
    method: Method,
    api: &'static str,
    path: Vec<&'a str>,
    query: Vec<(&'static str, &'a str)>,
    body: Body<'a>,
}

/// What a call sends.
enum Body<'a> {
    Nothing,
    Json(Value),
    File(&'a File),
}

impl<'a> Call<'a> {
    pub(super) fn get(path: &[&'a str]) -> Self {
        Self {
            method: Method::GET,
            api: "client",
            path: path.to_vec(),
            query: Vec::new(),
            body: Body::Nothing,
        }
    }

    pub(super) fn put(path: &[&'a str], body: Value) -> Self {
        Self {
            method: Method::PUT,
            body: Body::Json(body),
            ..Self::get(path)
        }
    }

    pub(super) fn post(path: &[&'a str], body: Value) -> Self {
        Self {
            method: Method::POST,
            body: Body::Json(body),
            ..Self::get(path)
        }
    }

    /// Uploads a file.
    pub(super) fn upload(file: &'a File) -> Self {
        Self {
            method: Method::POST,
            api: "media",
            body: Body::File(file),
            ..Self::get(&["v3", "upload"])
        }
    }

    /// Adds to the query.
    pub(super) fn with(mut self, name: &'static str, value: &'a str) -> Self {
        self.query.push((name, value));
        self
    }

    /// Makes it in the name of one of the service's users.
    pub(super) fn by(self, user: &'a UserId) -> Self {
        self.with("user_id", user.as_str())
    }
}

impl Http {
    pub(super) fn new(base: Url, as_token: String) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .tcp_keepalive(Duration::from_secs(60))
            .pool_idle_timeout(Duration::from_secs(60))
            .pool_max_idle_per_host(16)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("secta/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            client,
            base,
            as_token,
            line: Arc::default(),
        })
    }

    /// Whether the homeserver has been heard lately.
    pub(super) fn line(&self) -> Arc<Line> {
        Arc::clone(&self.line)
    }

    /// The client beneath, for the bot's device.
    pub(super) fn client(&self) -> reqwest::Client {
        self.client.clone()
    }

    /// Makes a call and gives back the JSON of its answer.
    pub(super) fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Value, CallError>> {
        Box::pin(async {
            let response = self.response(call).await?;
            read(response).await
        })
    }

    /// As [`Http::call`]; `None` where the answer is 404 with a Matrix error.
    pub(super) fn look<'a>(
        &'a self,
        call: Call<'a>,
    ) -> BoxFuture<'a, Result<Option<Value>, CallError>> {
        Box::pin(async {
            let response = self.response(call).await?;
            let missing = response.status() == StatusCode::NOT_FOUND;
            match read(response).await {
                Ok(value) => Ok(Some(value)),
                Err(CallError::Refused { .. }) if missing => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    /// Makes a call and gives back what its answer holds; `None` where that is more than `max`.
    pub(super) async fn bytes(
        &self,
        call: Call<'_>,
        max: u64,
    ) -> Result<Option<Vec<u8>>, CallError> {
        let mut response = self.response(call).await?;
        if !response.status().is_success() {
            return read(response).await.map(|_| None);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if (bytes.len() + chunk.len()) as u64 > max {
                return Ok(None);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes))
    }

    /// Makes a call and gives back the answer unread.
    pub(super) async fn response(&self, call: Call<'_>) -> Result<Response, CallError> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| {
                CallError::Unreachable("the homeserver's URL cannot be a base".to_owned())
            })?
            .pop_if_empty()
            .extend(["_matrix", call.api])
            .extend(call.path);
        if !call.query.is_empty() {
            url.query_pairs_mut().extend_pairs(call.query);
        }
        let request = self
            .client
            .request(call.method, url)
            .bearer_auth(&self.as_token);
        let request = match call.body {
            Body::Nothing => request,
            Body::Json(json) => request.json(&json),
            Body::File(file) => request
                .header(header::CONTENT_TYPE, file.mime())
                .body(file.bytes().to_vec()),
        };
        let response = request.send().await.map_err(unreachable);
        match &response {
            Ok(_) => self.line.answered(),
            Err(_) => self.line.broke(),
        }
        response
    }
}

/// The URL is left out: it holds ids of rooms and users.
fn unreachable(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    let cause = std::error::Error::source(&error)
        .map(|cause| format!(": {cause}"))
        .unwrap_or_default();
    CallError::Unreachable(format!("{error}{cause}"))
}

async fn read(response: Response) -> Result<Value, CallError> {
    let status = response.status();
    let retry_after = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok());
    let retry_after_ms = retry_after.and_then(retry_after_ms);
    let body = body(response).await?;
    let json: Option<Value> = serde_json::from_slice(&body).ok();
    judge(status, retry_after_ms, json)
}

/// Reads an answer's body, up to a limit.
pub(super) async fn body(mut response: Response) -> Result<Vec<u8>, CallError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(CallError::Unreachable("its answer is too long".to_owned()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// What an answer means.
pub(super) fn judge(
    status: StatusCode,
    retry_after_ms: Option<u64>,
    json: Option<Value>,
) -> Result<Value, CallError> {
    let text = |field: &str| {
        json.as_ref()
            .and_then(|json| json.get(field)?.as_str())
            .map(str::to_owned)
    };
    let code = text("errcode");
    if status == StatusCode::TOO_MANY_REQUESTS {
        let in_body = json
            .as_ref()
            .and_then(|json| json.get("retry_after_ms")?.as_u64());
        let retry_after_ms = retry_after_ms
            .or(in_body)
            .unwrap_or(DEFAULT_RETRY_MS)
            .min(MAX_RETRY_MS);
        return Err(CallError::Limited { retry_after_ms });
    }
    if status.is_success() {
        return json.ok_or_else(|| CallError::Unreachable(format!("{status} without JSON")));
    }
    let message = text("error").unwrap_or_default();
    match code {
        _ if !status.is_client_error() || status == StatusCode::REQUEST_TIMEOUT => {
            Err(CallError::Unreachable(format!("{status} {message}")))
        }
        Some(code)
            if code == "M_FORBIDDEN" && FAULTS.iter().any(|fault| message.contains(fault)) =>
        {
            Err(CallError::Unreachable(format!("{status} {message}")))
        }
        // An operator's mistake, which must not lose what waits.
        _ if status == StatusCode::UNAUTHORIZED => Err(CallError::Unreachable(format!(
            "it does not know the as_token: {message}"
        ))),
        Some(code) => Err(CallError::Refused { code, message }),
        None if status == StatusCode::PAYLOAD_TOO_LARGE => Err(CallError::Refused {
            code: "M_TOO_LARGE".to_owned(),
            message,
        }),
        None => Err(CallError::Unreachable(format!(
            "{status} without a Matrix error"
        ))),
    }
}

/// `Retry-After`: seconds, or a date.
fn retry_after_ms(value: &str) -> Option<u64> {
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Some(seconds.saturating_mul(1000));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    let wait = at.duration_since(SystemTime::now()).unwrap_or_default();
    u64::try_from(wait.as_millis()).ok()
}
