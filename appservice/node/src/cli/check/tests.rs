use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::*;

const AS_TOKEN: &str = "as-token-of-the-test";
const HS_TOKEN: &str = "hs-token-of-the-test";

/// A homeserver that knows one registration.
struct FakeHomeserver {
    service: String,
    hs_token: &'static str,
}

async fn whoami(headers: HeaderMap) -> Response {
    if headers["authorization"] == format!("Bearer {AS_TOKEN}") {
        Json(json!({ "user_id": "@secta:example.org" })).into_response()
    } else {
        (
            StatusCode::UNAUTHORIZED,
            Json(json!({ "errcode": "M_UNKNOWN_TOKEN" })),
        )
            .into_response()
    }
}

async fn ping(State(fake): State<Arc<FakeHomeserver>>) -> Response {
    let url = format!("{}/_matrix/app/v1/ping", fake.service);
    let call = reqwest::Client::new()
        .post(url)
        .bearer_auth(fake.hs_token)
        .json(&json!({}))
        .send()
        .await;
    match call {
        Ok(answer) if answer.status().is_success() => {
            Json(json!({ "duration_ms": 1 })).into_response()
        }
        Ok(answer) => {
            let body = json!({ "errcode": "M_BAD_STATUS", "status": answer.status().as_u16() });
            (StatusCode::BAD_GATEWAY, Json(body)).into_response()
        }
        Err(_) => (
            StatusCode::BAD_GATEWAY,
            Json(json!({ "errcode": "M_CONNECTION_FAILED" })),
        )
            .into_response(),
    }
}

/// Ports that are free now: one for the fake homeserver, one for the node.
async fn sockets() -> (TcpListener, std::net::SocketAddr) {
    let homeserver = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let service = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    (homeserver, service)
}

async fn checked(as_token: &str, hs_token: &'static str, service: Option<&str>) -> Value {
    // Another test of this process may have been first.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let (socket, listen) = sockets().await;
    let url = format!("http://{}", socket.local_addr().unwrap());
    let fake = FakeHomeserver {
        service: service.map_or(format!("http://{listen}"), str::to_owned),
        hs_token,
    };
    let router = Router::new()
        .route(
            "/_matrix/client/versions",
            get(|| async { Json(json!({ "versions": ["v1.11"] })) }),
        )
        .route("/_matrix/client/v3/account/whoami", get(whoami))
        .route("/_matrix/client/v1/appservice/secta/ping", post(ping))
        .with_state(Arc::new(fake));
    let server = tokio::spawn(async move { axum::serve(socket, router).await });
    let text = format!(
        "[homeserver]\nurl = \"{url}\"\nserver_name = \"example.org\"\n\
         [appservice]\nlisten = \"{listen}\"\nas_token = \"{as_token}\"\nhs_token = \"{HS_TOKEN}\"\n"
    );
    let config = Config::parse(&text, std::path::Path::new("/")).unwrap();
    let found = homeserver::findings(&config).await;
    server.abort();
    report::json(&found, Lang::En)
}

fn status<'a>(report: &'a Value, check: &str) -> &'a str {
    let found = report
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["check"] == check)
        .unwrap();
    assert_eq!(
        found["advice"].is_string(),
        found["status"] == "failed",
        "{found}"
    );
    found["status"].as_str().unwrap()
}

#[tokio::test]
async fn a_homeserver_that_fits_passes_in_both_directions() {
    let report = checked(AS_TOKEN, HS_TOKEN, None).await;
    for check in ["homeserver", "token", "ping"] {
        assert_eq!(status(&report, check), "ok", "{report}");
    }
}

#[tokio::test]
async fn a_token_that_the_homeserver_does_not_know_is_found() {
    let report = checked("as-token-of-another-life", HS_TOKEN, None).await;
    assert_eq!(status(&report, "token"), "failed");
    assert_eq!(status(&report, "ping"), "skipped");
}

#[tokio::test]
async fn a_homeserver_with_another_token_is_found() {
    let report = checked(AS_TOKEN, "hs-token-of-another-life", None).await;
    assert_eq!(status(&report, "ping"), "failed");
    assert!(report.to_string().contains("another hs_token"), "{report}");
}

#[tokio::test]
async fn a_homeserver_that_does_not_reach_the_node_is_found() {
    let report = checked(AS_TOKEN, HS_TOKEN, Some("http://127.0.0.1:1")).await;
    assert_eq!(status(&report, "ping"), "failed");
    assert!(report.to_string().contains("appservice.url"), "{report}");
}

#[tokio::test]
async fn a_homeserver_that_is_absent_is_found_and_the_rest_is_skipped() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let text = format!(
        "[homeserver]\nurl = \"http://127.0.0.1:1\"\nserver_name = \"example.org\"\n\
         [appservice]\nas_token = \"{AS_TOKEN}\"\nhs_token = \"{HS_TOKEN}\"\n"
    );
    let config = Config::parse(&text, std::path::Path::new("/")).unwrap();
    let report = report::json(&homeserver::findings(&config).await, Lang::En);
    assert_eq!(status(&report, "homeserver"), "failed");
    for check in ["clock", "token", "ping"] {
        assert_eq!(status(&report, check), "skipped");
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_opened_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!(
        "[homeserver]\nurl = \"http://127.0.0.1:1\"\nserver_name = \"example.org\"\n\
         [appservice]\nas_token = \"{AS_TOKEN}\"\nhs_token = \"{HS_TOKEN}\"\n\
         [database]\nurl = \"sqlite:no/such/folder/secta.sqlite\"\n"
    );
    std::fs::write(folder.path().join("no"), "a file where a folder should be").unwrap();
    let config = Config::parse(&text, folder.path()).unwrap();
    assert_eq!(local::database(&config).await.status, Status::Failed);
    let only = ["gateway".to_owned()];
    assert_eq!(local::parts(&config, &only).status, Status::Failed);
}
