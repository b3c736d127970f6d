//! The tether: a ping that the service answers late. While it is under way the homeserver is there, and the moment
//! that it dies shows; unlike a sync that waits, it has nothing to do for what is said in rooms meanwhile.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::http::{Call, Http, body};

/// The transaction id of a ping that is to be answered after [`HOLD`], or when the service stops.
pub const HELD: &str = "secta.held";

/// How long a ping is held back: less than what Synapse waits for (60 s), and what proxies do.
pub const HOLD: Duration = Duration::from_secs(25);

/// How long nothing is asked after anything else than an answer in time. It never grows: of a homeserver that comes back
/// and dies again, the second death would be missed.
const PAUSE: Duration = Duration::from_millis(500);

/// What came of a ping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// The homeserver is there, and reaches the service.
    Here,
    /// It is there, and does not reach the service.
    NoWayBack,
    /// It knows no ping, as Dendrite.
    Unknown,
    /// It is not there.
    Silence,
}

/// Holds on to the homeserver for ever, and tells whether it does. Ends where the homeserver knows no ping.
pub(super) async fn hold(http: &Http, registration_id: &str, tell: impl Fn(bool)) {
    let mut holds = false;
    loop {
        let begun = Instant::now();
        let answer = ping(http, registration_id, holds).await;
        let early = holds && begun.elapsed() < HOLD / 2;
        holds = answer == Answer::Here;
        tell(holds);
        match answer {
            Answer::Here if !early => continue,
            Answer::Here | Answer::NoWayBack => {}
            Answer::Unknown => return,
            Answer::Silence => http.line().broke(),
        }
        sleep(PAUSE).await;
    }
}

async fn ping(http: &Http, registration_id: &str, held: bool) -> Answer {
    let path = ["v1", "appservice", registration_id, "ping"];
    let asked = if held {
        json!({ "transaction_id": HELD })
    } else {
        json!({})
    };
    let Ok(response) = http.response(Call::post(&path, asked)).await else {
        return Answer::Silence;
    };
    let status = response.status();
    let Ok(told) = body(response).await else {
        return Answer::Silence;
    };
    let told: Value = serde_json::from_slice(&told).unwrap_or_default();
    match told["errcode"].as_str() {
        None if status.is_success() => Answer::Here,
        Some("M_UNRECOGNIZED") => Answer::Unknown,
        Some(_) => Answer::NoWayBack,
        // A proxy's.
        None => Answer::Silence,
    }
}

#[cfg(test)]
mod tests {
    use std::{future::Future, sync::Mutex};

    use futures_util::FutureExt as _;
    use wiremock::{
        Mock, MockServer, ResponseTemplate,
        matchers::{body_json, method, path},
    };

    use super::*;

    async fn answer(server: &MockServer, times: u64, status: u16, body: &str) {
        let answer = ResponseTemplate::new(status).set_body_raw(body, "application/json");
        Mock::given(method("POST"))
            .and(path("/_matrix/client/v1/appservice/secta/ping"))
            .respond_with(answer)
            .up_to_n_times(times)
            .mount(server)
            .await;
    }

    fn http(server: &MockServer) -> Http {
        Http::new(server.uri().parse().unwrap(), "token".to_owned()).unwrap()
    }

    /// What is told until it ends, or until something else does.
    async fn told(http: &Http, until: impl Future<Output = ()>) -> Vec<bool> {
        let told = Mutex::new(Vec::new());
        let tell = |holds| told.lock().unwrap().push(holds);
        tokio::select! {
            () = hold(http, "secta", tell) => {}
            () = until => {}
        }
        told.into_inner().unwrap()
    }

    #[tokio::test]
    async fn a_homeserver_without_the_ping_is_not_held_on_to() {
        let server = MockServer::start().await;
        let body = r#"{ "errcode": "M_UNRECOGNIZED", "error": "Unrecognized request" }"#;
        answer(&server, 1, 404, body).await;
        assert_eq!(told(&http(&server), std::future::pending()).await, [false]);
    }

    #[tokio::test]
    async fn a_ping_that_passed_is_followed_by_one_that_is_held_back() {
        let server = MockServer::start().await;
        answer(&server, 1, 200, r#"{ "duration_ms": 1 }"#).await;
        let (rung, mut heard) = tokio::sync::mpsc::unbounded_channel();
        Mock::given(body_json(json!({ "transaction_id": HELD })))
            .respond_with(move |_: &wiremock::Request| {
                rung.send(()).unwrap();
                ResponseTemplate::new(200).set_delay(HOLD)
            })
            .mount(&server)
            .await;
        let until = async { heard.recv().await.unwrap() };
        assert_eq!(told(&http(&server), until).await, [true]);
    }

    #[tokio::test]
    async fn a_silence_shows_and_its_end_too() {
        let server = MockServer::start().await;
        // As a proxy says it.
        answer(&server, 1, 502, "<html>Bad Gateway</html>").await;
        answer(&server, u64::MAX, 200, r#"{ "duration_ms": 1 }"#).await;
        let http = http(&server);
        let line = http.line();
        let told = told(&http, line.is_back()).await;
        assert_eq!(told.first(), Some(&false));
    }

    #[tokio::test]
    async fn a_homeserver_that_does_not_reach_the_service_is_not_silent() {
        let server = MockServer::start().await;
        let body = r#"{ "errcode": "M_CONNECTION_FAILED", "error": "refused" }"#;
        answer(&server, u64::MAX, 502, body).await;
        let http = http(&server);
        assert_eq!(ping(&http, "secta", true).await, Answer::NoWayBack);
        http.line().answered();
        assert_eq!(http.line().is_back().now_or_never(), None);
    }
}
