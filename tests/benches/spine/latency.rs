//! From a command to the reply that a client sees, beside what the homeserver itself needs from a send to a service.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Json, Router, extract::State, routing::put};
use secta_tests::{homeserver::Homeserver, member::Member, place, secta::Setup, world::room};
use serde_json::{Map, Value, json};
use tokio::sync::{Mutex, mpsc};

/// How many commands are measured.
const COMMANDS: usize = 40;

/// Between two commands, so that nobody is over the limit.
const PAUSE: Duration = Duration::from_millis(3_100);

/// A second application service that does nothing but look at when events come.
pub struct Observer {
    registration: PathBuf,
    seen: Mutex<mpsc::UnboundedReceiver<(String, Instant)>>,
}

impl Observer {
    /// Listens, and writes a registration for it into `folder`.
    pub async fn start(folder: &Path) -> Self {
        let port = place::port();
        let (tell, seen) = mpsc::unbounded_channel();
        let router = Router::new()
            .route("/_matrix/app/v1/transactions/{txn}", put(look))
            .with_state(Arc::new(tell));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("a free port");
        tokio::spawn(async move { axum::serve(listener, router).await });
        let registration = folder.join("observer.yaml");
        let text = json!({
            "id": "observer", "url": format!("http://127.0.0.1:{port}"), "as_token": "observer-as-token",
            "hs_token": "observer-hs-token", "sender_localpart": "observer", "rate_limited": false,
            "namespaces": { "users": [{ "exclusive": false, "regex": "@alice.*" }], "aliases": [], "rooms": [] },
        });
        std::fs::write(&registration, text.to_string()).expect("a registration");
        Self {
            registration,
            seen: Mutex::new(seen),
        }
    }

    /// Its registration: JSON, and so YAML.
    pub fn registration(&self) -> PathBuf {
        self.registration.clone()
    }

    async fn saw(&self, event_id: &str) -> Instant {
        let mut seen = self.seen.lock().await;
        loop {
            let (id, at) = seen.recv().await.expect("the observer runs");
            if id == event_id {
                return at;
            }
        }
    }
}

async fn look(
    State(tell): State<Arc<mpsc::UnboundedSender<(String, Instant)>>>,
    Json(transaction): Json<Value>,
) -> Json<Value> {
    let at = Instant::now();
    for event in transaction["events"].as_array().into_iter().flatten() {
        let id = event["event_id"].as_str().unwrap_or_default().to_owned();
        // Nobody listens any more when the bench has ended.
        let _ = tell.send((id, at));
    }
    Json(json!({}))
}

/// Asks, and measures.
pub async fn measure(
    homeserver: &Homeserver,
    setup: &Setup,
    observer: &Observer,
) -> Map<String, Value> {
    let alice = Member::register(homeserver.address(), "alice").await;
    let square = room(setup.bot(), &[&alice]).await;
    let (mut to_service, mut to_reply) = (Vec::new(), Vec::new());
    for _ in 0..COMMANDS {
        let start = Instant::now();
        let question = alice.say(&square, "!голосования").await;
        let (seen, answered) = tokio::join!(observer.saw(&question), async {
            alice
                .wait_for_answer(&square, &question, Duration::from_secs(20))
                .await;
            Instant::now()
        });
        to_service.push(seen - start);
        to_reply.push(answered - start);
        tokio::time::sleep(PAUSE).await;
    }
    let (service, reply) = (median_ms(&mut to_service), median_ms(&mut to_reply));
    Map::from_iter([
        ("homeserver_to_service_p50_ms".to_owned(), json!(service)),
        ("command_to_reply_p50_ms".to_owned(), json!(reply)),
        (
            "reply_above_homeserver_p50_ms".to_owned(),
            json!(((reply - service) * 10.0).round() / 10.0),
        ),
    ])
}

fn median_ms(times: &mut [Duration]) -> f64 {
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    (middle.as_secs_f64() * 10_000.0).round() / 10.0
}
