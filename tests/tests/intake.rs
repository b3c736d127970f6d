//! What may come in over HTTP at the place where the homeserver's transactions come in.

use std::sync::atomic::{AtomicU64, Ordering};

use reqwest::{Client, RequestBuilder, StatusCode};
use secta_tests::{
    event::{self, Event},
    homeserver::{Kind, http},
    member::{Member, quote},
    secta::Setup,
    wait,
    world::{Database, World},
};
use serde_json::{Value, json};

/// A node beside a Synapse, with a room in which the bot's answers are counted.
struct Scene {
    world: World,
    anna: Member,
    room: String,
    http: Client,
}

impl Scene {
    async fn start() -> Self {
        let world = World::start_with(
            Kind::Synapse,
            Database::Sqlite,
            secta_tests::homeserver::Address::alone(),
            |setup| {
                setup.set("SECTA_LIMITS_COMMANDS_PER_MINUTE", "100000");
                setup.set("SECTA_LIMITS_BURST", "100000");
            },
        )
        .await;
        let anna = world.member("anna").await;
        let room = world.room(&[&anna]).await;
        Self {
            world,
            anna,
            room,
            http: http(),
        }
    }

    fn setup(&self) -> &Setup {
        self.world.setup()
    }

    fn put(&self, txn: &str) -> RequestBuilder {
        self.http.put(format!(
            "{}/_matrix/app/v1/transactions/{txn}",
            self.setup().url()
        ))
    }

    /// A transaction as the homeserver sends it.
    async fn transaction(&self, txn: &str, events: &[Value]) -> StatusCode {
        let request = self
            .put(txn)
            .bearer_auth(self.setup().hs_token())
            .json(&json!({ "events": events }));
        request.send().await.expect("an answer").status()
    }

    /// A question that the bot answers.
    fn question(&self) -> Value {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let id = format!(
            "$question-{}:secta.test",
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        json!({
            "event_id": id, "room_id": self.room, "sender": self.anna.user_id(), "type": "m.room.message",
            "origin_server_ts": now_ms(), "content": event::text("!помощь"),
        })
    }

    /// Asks for real and waits for the answer: everything that came before is handled then.
    async fn settle(&self) {
        let asked = self.anna.say(&self.room, "!помощь").await;
        self.anna
            .wait_for_answer(&self.room, &asked, wait::SOON)
            .await;
    }

    /// How often a question was answered.
    async fn answers_to(&self, question: &Value) -> usize {
        let id = question["event_id"].as_str().expect("an id");
        let history = self.anna.history(&self.room).await;
        let is_answer = |event: &&Event| event.sender() == self.world.bot() && event.answers(id);
        history.iter().filter(is_answer).count()
    }

    /// Waits until a question is answered.
    async fn until_answered(&self, question: &Value) {
        let id = question["event_id"].as_str().expect("an id");
        self.anna.wait_for_answer(&self.room, id, wait::SOON).await;
    }
}

fn now_ms() -> u64 {
    let since = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .expect("a clock after 1970");
    u64::try_from(since.as_millis()).expect("a clock before the year 500 million")
}

#[tokio::test]
async fn strangers_are_turned_away_and_bad_bodies_are_refused() {
    let scene = Scene::start().await;
    let body = json!({ "events": [scene.question()] });
    let status = |answer: reqwest::Response| answer.status();
    assert_eq!(
        status(scene.put("a").json(&body).send().await.expect("an answer")),
        StatusCode::UNAUTHORIZED
    );
    let wrong = scene.put("a").bearer_auth("wrong").json(&body);
    assert_eq!(
        status(wrong.send().await.expect("an answer")),
        StatusCode::FORBIDDEN
    );
    let token = scene.setup().hs_token();
    for body in [
        "",
        "not JSON",
        "[]",
        "{\"events\": 7}",
        "{\"events\": [",
        "\u{0}",
    ] {
        let request = scene.put("b").bearer_auth(token).body(body);
        assert_eq!(
            status(request.send().await.expect("an answer")),
            StatusCode::BAD_REQUEST,
            "{body:?}"
        );
    }
    let huge = format!(
        "{{\"events\": [], \"padding\": \"{}\"}}",
        "x".repeat(40 * 1024 * 1024)
    );
    let answer = scene.put("c").bearer_auth(token).body(huge).send().await;
    // The refusal may come before the body was sent whole: then the connection is closed.
    assert!(
        answer.is_err()
            || answer.is_ok_and(|answer| answer.status() == StatusCode::PAYLOAD_TOO_LARGE)
    );
    scene.settle().await;
}

#[tokio::test]
async fn ten_megabytes_in_one_transaction_are_taken_and_the_events_after_it_too() {
    let scene = Scene::start().await;
    let question = scene.question();
    let padding = json!({
        "event_id": "$padding:secta.test", "room_id": scene.room, "sender": scene.anna.user_id(),
        "type": "m.room.message", "origin_server_ts": now_ms(), "content": event::text(&"я".repeat(5 * 1024 * 1024)),
    });
    assert_eq!(
        scene.transaction("big", &[padding, question.clone()]).await,
        StatusCode::OK
    );
    scene.until_answered(&question).await;
}

#[tokio::test]
async fn broken_events_are_parked_and_the_others_go_on() {
    let scene = Scene::start().await;
    let room = scene.room.as_str();
    let anna = scene.anna.user_id();
    let question = scene.question();
    let broken = [
        json!({ "event_id": "$no-sender:secta.test", "room_id": room, "type": "m.room.message", "content": event::text("!помощь") }),
        json!({ "room_id": room, "sender": anna, "type": "m.room.message", "content": event::text("!помощь") }),
        json!({ "event_id": "$types:secta.test", "room_id": 7, "sender": [], "type": {}, "content": "text" }),
        json!({ "event_id": "$body:secta.test", "room_id": room, "sender": anna, "type": "m.room.message", "origin_server_ts": "soon", "content": { "msgtype": 1, "body": ["!помощь"] } }),
        json!({ "event_id": "$unknown:secta.test", "room_id": room, "sender": anna, "type": "org.example.unknown", "origin_server_ts": 1, "content": {} }),
        json!({ "event_id": "$poll:secta.test", "room_id": room, "sender": anna, "type": "org.matrix.msc3381.poll.response", "origin_server_ts": 1, "content": { "m.relates_to": 7, "org.matrix.msc3381.poll.response": { "answers": { "a": 1 } } } }),
        json!({ "event_id": "$member:secta.test", "room_id": room, "sender": anna, "type": "m.room.member", "state_key": 7, "origin_server_ts": 1, "content": { "membership": "flying" } }),
        json!({ "event_id": "$zalgo:secta.test", "room_id": room, "sender": anna, "type": "m.room.message", "origin_server_ts": now_ms(), "content": event::text(&format!("!голосуем З{}?", "\u{301}".repeat(32_000))) }),
        json!({ "event_id": "$nul:secta.test", "room_id": room, "sender": anna, "type": "m.room.message", "origin_server_ts": now_ms(), "content": event::text("!по\u{0}мощь \u{202e}\u{200b}") }),
        json!(null),
        json!([]),
        json!("$text"),
    ];
    let mut events = broken.to_vec();
    events.push(question.clone());
    assert_eq!(scene.transaction("broken", &events).await, StatusCode::OK);
    scene.until_answered(&question).await;
    assert_eq!(
        scene.transaction("broken-again", &events).await,
        StatusCode::OK
    );
    scene.settle().await;
    assert_eq!(scene.answers_to(&question).await, 1);
}

#[tokio::test]
async fn whatever_a_homeserver_repeats_each_event_is_handled_once() {
    let scene = Scene::start().await;
    let questions: Vec<Value> = (0..6).map(|_| scene.question()).collect();
    // The same transaction again; one that grew under its id; one event twice in one; two copies at once.
    assert_eq!(
        scene.transaction("1", &questions[..2]).await,
        StatusCode::OK
    );
    assert_eq!(
        scene.transaction("1", &questions[..2]).await,
        StatusCode::OK
    );
    assert_eq!(
        scene.transaction("1", &questions[..4]).await,
        StatusCode::OK
    );
    assert_eq!(
        scene
            .transaction("2", &[questions[3].clone(), questions[3].clone()])
            .await,
        StatusCode::OK
    );
    let copies = tokio::join!(
        scene.transaction("3", &questions),
        scene.transaction("3", &questions)
    );
    assert_eq!(copies, (StatusCode::OK, StatusCode::OK));
    for question in &questions {
        scene.until_answered(question).await;
    }
    scene.settle().await;
    for question in &questions {
        assert_eq!(scene.answers_to(question).await, 1, "{question}");
    }
}

#[tokio::test]
async fn a_transaction_taken_just_before_a_kill_is_answered_after_it_once() {
    let mut scene = Scene::start().await;
    let questions: Vec<Value> = (0..5).map(|_| scene.question()).collect();
    assert_eq!(scene.transaction("1", &questions).await, StatusCode::OK);
    scene.world.secta.kill9();
    scene.world.secta.restart();
    scene.world.secta.until_ready().await;
    assert_eq!(scene.transaction("1", &questions).await, StatusCode::OK);
    for question in &questions {
        scene.until_answered(question).await;
    }
    scene.settle().await;
    for question in &questions {
        assert_eq!(scene.answers_to(question).await, 1, "{question}");
    }
}

#[tokio::test]
async fn queries_are_answered_and_the_older_forms_too() {
    let scene = Scene::start().await;
    let (url, token) = (scene.setup().url(), scene.setup().hs_token());
    let get = async |path: String| {
        scene
            .http
            .get(format!("{url}{path}"))
            .bearer_auth(token)
            .send()
            .await
            .expect("an answer")
            .status()
    };
    let bot = quote(scene.world.bot());
    assert_eq!(
        get(format!("/_matrix/app/v1/users/{bot}")).await,
        StatusCode::OK
    );
    assert_eq!(get(format!("/users/{bot}")).await, StatusCode::OK);
    assert_eq!(
        get("/_matrix/app/v1/users/%40nobody%3Asecta.test".to_owned()).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        get("/_matrix/app/v1/rooms/%23_secta_none%3Asecta.test".to_owned()).await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        get("/_matrix/app/v1/thirdparty/protocol/none".to_owned()).await,
        StatusCode::NOT_FOUND
    );
    let ping = scene
        .http
        .post(format!("{url}/_matrix/app/v1/ping"))
        .bearer_auth(token)
        .json(&json!({}));
    assert_eq!(
        ping.send().await.expect("an answer").status(),
        StatusCode::OK
    );
    let question = scene.question();
    let old = format!("{url}/transactions/old?access_token={token}");
    let answer = scene
        .http
        .put(old)
        .json(&json!({ "events": [question] }))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
    scene.until_answered(&question).await;
}
