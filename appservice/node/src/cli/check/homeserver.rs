//! What the homeserver says.

use std::time::{Duration, SystemTime};

use reqwest::{Client, RequestBuilder, StatusCode, header::DATE};
use serde_json::Value;

use super::{ping, report::Finding};
use crate::config::Config;

/// A clock that is off by more is wrong.
const MOST_SKEW_S: i64 = 60;

/// An answer, taken apart.
pub(super) struct Answer {
    /// The status.
    pub status: StatusCode,
    /// `errcode`, or empty.
    pub code: String,
    /// The body, `null` where it is not JSON.
    pub body: Value,
    date: Option<String>,
}

/// Calls the homeserver with the node's token.
pub(super) struct Caller<'a> {
    /// The configuration.
    pub config: &'a Config,
    http: Client,
}

impl Caller<'_> {
    /// A request to a path below `/_matrix/client`, with the node's token.
    pub(super) fn request(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path)
            .bearer_auth(self.config.appservice.as_token.expose())
    }

    /// The same without the token.
    fn anonymous(&self, method: reqwest::Method, path: &str) -> RequestBuilder {
        let url = format!("{}/_matrix/client/{path}", self.config.homeserver.url);
        self.http.request(method, url)
    }

    /// Sends it.
    pub(super) async fn answer(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let response = request.send().await?;
        let status = response.status();
        let date = response
            .headers()
            .get(DATE)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let body: Value = response.json().await.unwrap_or_default();
        let code = body["errcode"].as_str().unwrap_or_default().to_owned();
        Ok(Answer {
            status,
            code,
            body,
            date,
        })
    }
}

/// Everything that needs the homeserver; what cannot be looked at without it is skipped.
pub(super) async fn findings(config: &Config) -> Vec<Finding> {
    let http = match Client::builder().timeout(Duration::from_secs(20)).build() {
        Ok(http) => http,
        Err(error) => return vec![Finding::failed("homeserver", error)],
    };
    let caller = Caller { config, http };
    let request = caller.anonymous(reqwest::Method::GET, "versions");
    let answer = match caller.answer(request).await {
        Ok(answer) => answer,
        Err(error) => return unreachable(config, root_cause(&error)),
    };
    if !answer.status.is_success() || !answer.body["versions"].is_array() {
        return unreachable(config, answer.status.to_string());
    }
    let token = token(&caller).await;
    let known = token.status == super::Status::Fine;
    let ping = if known {
        ping::both_ways(&caller).await
    } else {
        Finding::skipped("ping", "check-skipped")
    };
    vec![reached(config, &answer), clock(&answer), token, ping]
}

fn unreachable(config: &Config, reason: String) -> Vec<Finding> {
    let told = [("url", config.homeserver.url.clone())];
    let mut findings =
        vec![Finding::failed("homeserver", reason).advise("check-homeserver-advice", &told)];
    findings.extend(["clock", "token", "ping"].map(|name| Finding::skipped(name, "check-skipped")));
    findings
}

fn reached(config: &Config, answer: &Answer) -> Finding {
    let versions = answer.body["versions"].as_array();
    let newest = versions
        .and_then(|versions| versions.last()?.as_str())
        .unwrap_or("?")
        .to_owned();
    Finding::fine(
        "homeserver",
        "check-homeserver-fine",
        &[("url", config.homeserver.url.clone()), ("version", newest)],
    )
}

fn clock(answer: &Answer) -> Finding {
    let theirs = answer
        .date
        .as_deref()
        .and_then(|date| httpdate::parse_http_date(date).ok());
    let Some(theirs) = theirs else {
        return Finding::skipped("clock", "check-clock-unknown");
    };
    let ours = SystemTime::now();
    let skew_s = match theirs.duration_since(ours) {
        Ok(ahead) => ahead.as_secs().cast_signed(),
        Err(behind) => -behind.duration().as_secs().cast_signed(),
    };
    let told = [("seconds", skew_s.to_string())];
    if skew_s.abs() <= MOST_SKEW_S {
        Finding::fine("clock", "check-clock-fine", &told)
    } else {
        Finding::wrong("clock", "check-clock-fine", &told).advise("check-clock-advice", &told)
    }
}

/// Whether the homeserver knows the token, and lets the node act as the bot.
async fn token(caller: &Caller<'_>) -> Finding {
    let bot = caller.config.bot_user_id();
    let whoami = || caller.request(reqwest::Method::GET, "v3/account/whoami");
    let shown = [
        ("bot", bot.clone()),
        ("id", caller.config.appservice.id.clone()),
    ];
    let as_bot = match caller
        .answer(whoami().query(&[("user_id", bot.as_str())]))
        .await
    {
        Ok(answer) => answer,
        Err(error) => return Finding::failed("token", root_cause(&error)),
    };
    if as_bot.status.is_success() {
        return match as_bot.body["user_id"].as_str() {
            Some(user) if user == bot => Finding::fine("token", "check-token-fine", &shown),
            other => {
                let told = [("bot", bot), ("other", other.unwrap_or("?").to_owned())];
                Finding::wrong("token", "check-token-other", &told)
                    .advise("check-token-other-advice", &shown)
            }
        };
    }
    // Before the first run the homeserver knows the token, but there is no such user yet.
    match caller.answer(whoami()).await {
        Ok(answer) if answer.status.is_success() && as_bot.status == StatusCode::FORBIDDEN => {
            Finding::fine("token", "check-token-no-bot-yet", &shown)
        }
        _ => {
            let told = [("status", as_bot.status.to_string()), ("code", as_bot.code)];
            Finding::wrong("token", "check-token-refused", &told)
                .advise("check-token-advice", &shown)
        }
    }
}

/// The last of an error's causes: the first ones repeat the address.
pub(super) fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
