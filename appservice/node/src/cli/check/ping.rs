//! Both directions at once: the node asks the homeserver to call the node.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{
    homeserver::{Answer, Caller, root_cause},
    listener::{Heard, Listener},
    report::Finding,
};

/// Asks the homeserver for a ping; where the node does not run, listens in its place.
pub(super) async fn both_ways(caller: &Caller<'_>) -> Finding {
    let listener = Listener::open(caller.config).await;
    let appservice = &caller.config.appservice;
    let path = format!("v1/appservice/{}/ping", appservice.id);
    let body = json!({ "transaction_id": "secta-check" });
    let answer = match caller
        .answer(caller.request(Method::POST, &path).json(&body))
        .await
    {
        Ok(answer) => answer,
        Err(error) => return Finding::failed("ping", root_cause(&error)),
    };
    let unknown = answer.status == StatusCode::NOT_FOUND || answer.code == "M_UNRECOGNIZED";
    match listener {
        Some(listener) if unknown => by_an_alias(caller, &listener).await,
        None if unknown => Finding::skipped("ping", "check-ping-unknown"),
        Some(listener) => judge(caller, &answer, listener.heard()),
        None => judge(caller, &answer, Heard::Silence),
    }
}

fn judge(caller: &Caller<'_>, answer: &Answer, heard: Heard) -> Finding {
    let appservice = &caller.config.appservice;
    if answer.status.is_success() {
        let duration = answer.body["duration_ms"]
            .as_u64()
            .unwrap_or_default()
            .to_string();
        return Finding::fine("ping", "check-ping-fine", &[("ms", duration)]);
    }
    let told = [
        ("url", appservice.url.clone()),
        ("listen", appservice.listen.to_string()),
    ];
    // The node itself answers a wrong token with 403, which the homeserver passes on as a bad status.
    let theirs = answer.body["status"].as_u64();
    if heard == Heard::WrongToken || theirs.is_some_and(|status| matches!(status, 401 | 403)) {
        return wrong_token();
    }
    let said = answer.body["error"].as_str().unwrap_or_default();
    let words = format!("{} {} {said}", answer.status, answer.code);
    Finding::failed("ping", words.trim_end()).advise("check-ping-advice", &told)
}

/// Dendrite knows no ping, but asks the node about an alias of its namespace that it does not know.
async fn by_an_alias(caller: &Caller<'_>, listener: &Listener) -> Finding {
    let config = caller.config;
    let unique = rand::random::<u64>();
    let alias = format!(
        "%23{}check-{unique:x}:{}",
        config.appservice.prefix, config.homeserver.server_name
    );
    let path = format!("v3/directory/room/{alias}");
    if let Err(error) = caller.answer(caller.request(Method::GET, &path)).await {
        return Finding::failed("ping", root_cause(&error));
    }
    let told = [
        ("url", config.appservice.url.clone()),
        ("listen", config.appservice.listen.to_string()),
    ];
    match listener.heard() {
        Heard::RightToken => Finding::fine("ping", "check-ping-alias", &[]),
        Heard::WrongToken => wrong_token(),
        Heard::Silence => {
            Finding::wrong("ping", "check-ping-silence", &told).advise("check-ping-advice", &told)
        }
    }
}

fn wrong_token() -> Finding {
    Finding::wrong("ping", "check-ping-token", &[]).advise("check-ping-token-advice", &[])
}
