//! From a command to the reply that a client sees; beside it, in a room that the node is not in, what the homeserver
//! itself needs from a send to a service, and how long the reply of a service takes that does nothing but answer.

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

/// What the observer answers.
const ECHO: &str = "эхо";

/// A second application service: it looks at when events come, and answers [`ECHO`] at once.
pub struct Observer {
    registration: PathBuf,
    seen: Mutex<mpsc::UnboundedReceiver<(String, Instant)>>,
}

/// What its handler works with.
struct Looking {
    tell: mpsc::UnboundedSender<(String, Instant)>,
    homeserver: String,
    http: reqwest::Client,
}

impl Observer {
    /// Listens, and writes a registration for it into `folder`.
    pub async fn start(folder: &Path, homeserver: &str) -> Self {
        let port = place::port();
        let (tell, seen) = mpsc::unbounded_channel();
        let router = Router::new()
            .route("/_matrix/app/v1/transactions/{txn}", put(look))
            .with_state(Arc::new(Looking {
                tell,
                homeserver: homeserver.to_owned(),
                http: reqwest::Client::new(),
            }));
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("a free port");
        tokio::spawn(async move { axum::serve(listener, router).await });
        let registration = folder.join("observer.yaml");
        let text = json!({
            "id": "observer", "url": format!("http://127.0.0.1:{port}"), "as_token": "observer-as-token",
            "hs_token": "observer-hs-token", "sender_localpart": "observer", "rate_limited": false,
            "namespaces": { "users": [{ "exclusive": false, "regex": "@observer.*" }], "aliases": [], "rooms": [] },
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

    /// A room with its user in it.
    async fn room(&self, homeserver: &Homeserver, alice: &Member) -> String {
        let server = &homeserver.address().server_name;
        let room = alice
            .create_room(json!({}), &[&format!("@observer:{server}")])
            .await;
        let login = json!({ "type": "m.login.application_service", "username": "observer" });
        let join = format!("join/{}", room.replace('!', "%21"));
        for (path, body) in [("register", login), (join.as_str(), json!({}))] {
            let url = format!("{}/_matrix/client/v3/{path}", homeserver.address().url());
            let call = reqwest::Client::new()
                .post(url)
                .bearer_auth("observer-as-token");
            let answer = call
                .json(&body)
                .send()
                .await
                .expect("the homeserver answers");
            assert!(
                answer.status().is_success(),
                "{path}: {:?}",
                answer.text().await
            );
        }
        room
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

async fn look(State(looking): State<Arc<Looking>>, Json(transaction): Json<Value>) -> Json<Value> {
    let at = Instant::now();
    for event in transaction["events"].as_array().into_iter().flatten() {
        let id = event["event_id"].as_str().unwrap_or_default().to_owned();
        if event["content"]["body"] == ECHO && event["content"]["msgtype"] == "m.text" {
            tokio::spawn(echo(
                Arc::clone(&looking),
                event["room_id"].clone(),
                id.clone(),
            ));
        }
        // Nobody listens any more when the bench has ended.
        let _ = looking.tell.send((id, at));
    }
    Json(json!({}))
}

async fn echo(looking: Arc<Looking>, room: Value, to: String) {
    let room = room.as_str().unwrap_or_default().replace('!', "%21");
    let txn = to.replace('$', "echo");
    let url = format!(
        "{}/_matrix/client/v3/rooms/{room}/send/m.room.message/{txn}",
        looking.homeserver,
    );
    let relates = json!({ "m.in_reply_to": { "event_id": to } });
    let content = json!({ "msgtype": "m.notice", "body": ECHO, "m.relates_to": relates });
    let sent = looking
        .http
        .put(url)
        .bearer_auth("observer-as-token")
        .json(&content);
    let answer = sent.send().await.expect("the homeserver answers");
    assert!(answer.status().is_success(), "{:?}", answer.text().await);
}

/// Asks, and measures.
pub async fn measure(
    homeserver: &Homeserver,
    setup: &Setup,
    observer: &Observer,
) -> Map<String, Value> {
    let alice = Member::register(homeserver.address(), "alice").await;
    let square = room(setup.bot(), &[&alice]).await;
    let hall = observer.room(homeserver, &alice).await;
    let (mut to_service, mut to_echo, mut to_reply) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..COMMANDS {
        let (_, _, reply) = ask(&alice, &square, "!голосования").await;
        to_reply.push(reply);
        tokio::time::sleep(PAUSE / 2).await;
        let (start, question, echo) = ask(&alice, &hall, ECHO).await;
        to_service.push(observer.saw(&question).await - start);
        to_echo.push(echo);
        tokio::time::sleep(PAUSE / 2).await;
    }
    let service = median_ms(&mut to_service);
    let (reply, echo) = (median_ms(&mut to_reply), median_ms(&mut to_echo));
    let above = |reply: f64| json!(((reply - service) * 10.0).round() / 10.0);
    Map::from_iter([
        ("homeserver_to_service_p50_ms".to_owned(), json!(service)),
        ("command_to_reply_p50_ms".to_owned(), json!(reply)),
        ("reply_above_homeserver_p50_ms".to_owned(), above(reply)),
        ("bare_reply_above_homeserver_p50_ms".to_owned(), above(echo)),
    ])
}

/// When something was said, which event that is, and how long it takes until the answer is seen.
async fn ask(alice: &Member, room: &str, text: &str) -> (Instant, String, Duration) {
    let start = Instant::now();
    let question = alice.say(room, text).await;
    alice
        .wait_for_answer(room, &question, Duration::from_secs(20))
        .await;
    (start, question, start.elapsed())
}

fn median_ms(times: &mut [Duration]) -> f64 {
    times.sort();
    let middle = times.get(times.len() / 2).copied().unwrap_or_default();
    (middle.as_secs_f64() * 10_000.0).round() / 10.0
}
