use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use secta_bot_kit::{Effect, File, RoomId, SendEvent, SendFile, UserId, effect::KEY_FIELD};
use serde_json::{Value, json};
use tempfile::TempDir;
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{any, body_bytes, body_partial_json, header, method, path, path_regex, query_param},
};

use super::{ConnectError, Live, Settings};
use crate::{CallError, Homeserver};

const SEND: &str = "/_matrix/client/v3/rooms/!room:sim/send/m.room.message/0badcafe.7.vote.0";

fn settings(url: &str, folder: &TempDir, encryption: bool) -> Settings {
    Settings {
        homeserver_url: url.parse().unwrap(),
        server_name: "sim".to_owned(),
        registration_id: "secta".to_owned(),
        as_token: "token of the service".to_owned(),
        bot_localpart: "secta_bot".to_owned(),
        display_name: None,
        avatar_url: None,
        namespace: "secta_".to_owned(),
        device_id: "SECTA".to_owned(),
        tag: "0badcafe".to_owned(),
        data_dir: folder.path().to_owned(),
        store_key: [7; 32],
        recovery_passphrase: None,
        encryption,
    }
}

struct World {
    server: MockServer,
    live: Arc<Live>,
    _folder: TempDir,
}

/// A homeserver that knows the bot already, and a connection to it.
async fn world() -> World {
    let server = MockServer::start().await;
    let in_use = json!({ "errcode": "M_USER_IN_USE", "error": "taken" });
    answer(
        &server,
        "POST",
        "/_matrix/client/v3/register",
        ResponseTemplate::new(400).set_body_json(in_use),
    )
    .await;
    let login = json!({ "access_token": "token of the device", "device_id": "SECTA", "user_id": "@secta_bot:sim" });
    answer(&server, "POST", "/_matrix/client/v3/login", ok(login)).await;
    let folder = TempDir::new().unwrap();
    let live = Live::connect(settings(&server.uri(), &folder, false))
        .await
        .unwrap();
    live.prepare().await.unwrap();
    World {
        server,
        live,
        _folder: folder,
    }
}

fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

async fn answer(server: &MockServer, verb: &str, at: &str, response: ResponseTemplate) {
    Mock::given(method(verb))
        .and(path(at))
        .respond_with(response)
        .mount(server)
        .await;
}

fn room() -> RoomId {
    RoomId::new("!room:sim")
}

fn hello() -> Effect {
    Effect::Send(SendEvent {
        room: room(),
        sender: None,
        sent_ms: None,
        kind: "m.room.message".to_owned(),
        content: json!({ "msgtype": "m.notice", "body": "hello" }),
        encrypted: false,
        compose: None,
    })
}

async fn sent_with(response: ResponseTemplate) -> CallError {
    let world = world().await;
    answer(&world.server, "PUT", SEND, response).await;
    world.live.perform("7.vote.0", &hello()).await.unwrap_err()
}

fn matrix_error(status: u16, code: &str) -> ResponseTemplate {
    refusal(status, code, "because")
}

fn refusal(status: u16, code: &str, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({ "errcode": code, "error": message }))
}

#[tokio::test]
async fn a_message_carries_its_key_and_goes_out_in_the_name_of_the_bots_device() {
    let world = world().await;
    Mock::given(method("PUT"))
        .and(path(SEND))
        .and(query_param("user_id", "@secta_bot:sim"))
        .and(query_param("device_id", "SECTA"))
        .and(body_partial_json(
            json!({ "body": "hello", KEY_FIELD: "0badcafe.7.vote.0" }),
        ))
        .respond_with(ok(json!({ "event_id": "$1" })))
        .expect(1)
        .mount(&world.server)
        .await;
    let done = world.live.perform("7.vote.0", &hello()).await.unwrap();
    assert_eq!(done.event_id.as_deref(), Some("$1"));
}

#[tokio::test]
async fn a_limited_call_says_how_long_to_wait() {
    let in_body = ResponseTemplate::new(429).set_body_json(json!({ "retry_after_ms": 1500 }));
    assert_eq!(
        sent_with(in_body.clone()).await,
        CallError::Limited {
            retry_after_ms: 1500
        }
    );
    let in_header = in_body.insert_header("retry-after", "3");
    assert_eq!(
        sent_with(in_header).await,
        CallError::Limited {
            retry_after_ms: 3000
        }
    );
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(30));
    let CallError::Limited { retry_after_ms } =
        sent_with(ResponseTemplate::new(429).insert_header("retry-after", date.as_str())).await
    else {
        panic!("not limited")
    };
    assert!(
        (20_000..=30_000).contains(&retry_after_ms),
        "{retry_after_ms}"
    );
}

#[tokio::test]
async fn what_means_nothing_is_unreachable() {
    let html = || ResponseTemplate::new(200).set_body_string("<html>welcome</html>");
    let wrong = [
        ResponseTemplate::new(500),
        matrix_error(502, "M_UNKNOWN"),
        html(),
        ResponseTemplate::new(404).set_body_string("<html>not here</html>"),
        ResponseTemplate::new(302).insert_header("location", "https://example.org/"),
        // An operator's mistake must not lose what waits.
        matrix_error(401, "M_UNKNOWN_TOKEN"),
        // What a Dendrite says while it stops.
        refusal(403, "M_FORBIDDEN", "r.DB.RoomInfo: context canceled"),
    ];
    for response in wrong {
        let error = sent_with(response).await;
        assert!(matches!(error, CallError::Unreachable(_)), "{error:?}");
    }
}

#[tokio::test]
async fn nobody_at_home_is_unreachable_and_does_not_stop_the_start() {
    let folder = TempDir::new().unwrap();
    let live = Live::connect(settings("http://127.0.0.1:9", &folder, false))
        .await
        .unwrap();
    let error = live.perform("7.vote.0", &hello()).await.unwrap_err();
    assert!(matches!(error, CallError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
async fn a_refusal_carries_its_code() {
    for (status, code) in [
        (403, "M_FORBIDDEN"),
        (404, "M_NOT_FOUND"),
        (413, "M_TOO_LARGE"),
        (400, "M_BAD_JSON"),
    ] {
        let wanted = CallError::Refused {
            code: code.to_owned(),
            message: "because".to_owned(),
        };
        assert_eq!(sent_with(matrix_error(status, code)).await, wanted);
    }
}

#[tokio::test]
async fn a_room_that_was_left_is_left() {
    for (status, code) in [
        (403, "M_FORBIDDEN"),
        (404, "M_NOT_FOUND"),
        (400, "M_UNKNOWN"),
    ] {
        let world = world().await;
        let at = "/_matrix/client/v3/rooms/!room:sim/leave";
        answer(&world.server, "POST", at, matrix_error(status, code)).await;
        world
            .live
            .perform(
                "1.desk.0",
                &Effect::Leave {
                    room: room(),
                    reason: None,
                },
            )
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_state_event_is_set_once_and_an_invitation_sent_once() {
    let world = world().await;
    let topic = "/_matrix/client/v3/rooms/!room:sim/state/m.room.topic/";
    answer(&world.server, "GET", topic, ok(json!({ "topic": "tea" }))).await;
    let content = json!({ "topic": "tea" });
    let set = Effect::SetState {
        room: room(),
        kind: "m.room.topic".to_owned(),
        state_key: String::new(),
        content,
    };
    world.live.perform("1.desk.0", &set).await.unwrap();
    let alice = "/_matrix/client/v3/rooms/!room:sim/state/m.room.member/@alice:sim";
    answer(
        &world.server,
        "GET",
        alice,
        ok(json!({ "membership": "invite" })),
    )
    .await;
    let invite = Effect::Invite {
        room: room(),
        user: UserId::new("@alice:sim"),
    };
    world.live.perform("1.desk.1", &invite).await.unwrap();
    let requests = world.server.received_requests().await.unwrap();
    assert!(requests.iter().all(
        |request| request.method.as_str() != "PUT" && !request.url.path().ends_with("/invite")
    ));
}

#[tokio::test]
async fn a_room_in_doubt_is_found_by_its_key_and_finished() {
    let world = world().await;
    let key = "1.community.0";
    let sent = sent_create(&world, key).await;
    let at = |rest: &str| format!("/_matrix/client/v3/rooms/!room:sim/{rest}");
    let joined = json!({ "joined_rooms": ["!other:sim", "!room:sim"] });
    let rooms = "/_matrix/client/v3/joined_rooms";
    answer(&world.server, "GET", rooms, ok(joined)).await;
    let name = json!({ "name": "Porch" });
    let parts = [
        ("m.room.create", sent["creation_content"].clone()),
        ("m.room.name", name),
        ("m.room.member/@alice:sim", json!({ "membership": "leave" })),
    ];
    for (part, content) in parts {
        let slash = if part.contains('/') { "" } else { "/" };
        let path = at(&format!("state/{part}{slash}"));
        answer(&world.server, "GET", &path, ok(content)).await;
    }
    let (topic, invite) = (at("state/m.room.topic/"), at("invite"));
    let other = "/_matrix/client/v3/rooms/!other:sim/state/m.room.create/";
    for missing in [other, &topic, &at("state/m.room.member/@bob:sim")] {
        let nothing = matrix_error(404, "M_NOT_FOUND");
        answer(&world.server, "GET", missing, nothing).await;
    }
    let event = json!({ "event_id": "$topic" });
    answer(&world.server, "PUT", &topic, ok(event)).await;
    answer(&world.server, "POST", &invite, ok(json!({}))).await;
    let found = world.live.find(key, &porch(), 0).await.unwrap();
    assert_eq!(found.unwrap().data, Some(json!({ "room_id": "!room:sim" })));
    let requests = world.server.received_requests().await.unwrap();
    let to = |path: &str| {
        let made = requests
            .iter()
            .filter(|request| request.method.as_str() != "GET" && request.url.path() == path);
        made.map(|request| request.body_json::<Value>().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(to(&topic), [json!({ "topic": "tea" })]);
    assert_eq!(to(&invite), [json!({ "user_id": "@bob:sim" })]);
}

fn porch() -> Effect {
    let request = json!({ "name": "Porch", "topic": "tea", "invite": ["@alice:sim", "@bob:sim"] });
    Effect::CreateRoom { request }
}

/// What the homeserver is sent to make the porch; it never answers usefully.
async fn sent_create(world: &World, key: &str) -> Value {
    world.live.perform(key, &porch()).await.unwrap_err();
    let requests = world.server.received_requests().await.unwrap();
    let create = requests
        .iter()
        .find(|request| request.url.path().ends_with("createRoom"));
    create.unwrap().body_json().unwrap()
}

#[tokio::test]
async fn a_puppet_is_registered_named_and_joined_once() {
    let world = world().await;
    let puppet = "@secta_p:sim";
    let profile = format!("/_matrix/client/v3/profile/{puppet}");
    answer(
        &world.server,
        "GET",
        &profile,
        ok(json!({ "displayname": "Anna" })),
    )
    .await;
    answer(
        &world.server,
        "PUT",
        "/_matrix/client/v3/devices/SECTA",
        matrix_error(404, "M_NOT_FOUND"),
    )
    .await;
    let member = format!("/_matrix/client/v3/rooms/!room:sim/state/m.room.member/{puppet}");
    answer(
        &world.server,
        "GET",
        &member,
        ok(json!({ "membership": "join" })),
    )
    .await;
    let effect = |user: &str| Effect::Puppet {
        user: UserId::new(user),
        display_name: Some("Anna".to_owned()),
        avatar_url: None,
        room: Some(room()),
    };
    for _ in 0..2 {
        world
            .live
            .perform("1.vote.0", &effect(puppet))
            .await
            .unwrap();
    }
    let requests = world.server.received_requests().await.unwrap();
    assert!(
        !requests
            .iter()
            .any(|request| request.url.path().ends_with("displayname")),
        "the name is right already"
    );
    let registered = |request: &&Request| {
        request
            .body_json::<Value>()
            .is_ok_and(|body| body["username"] == "secta_p")
    };
    assert_eq!(requests.iter().filter(registered).count(), 1);
    let refused = world
        .live
        .perform("1.vote.1", &effect("@alice:sim"))
        .await
        .unwrap_err();
    assert!(matches!(refused, CallError::Refused { code, .. } if code == "SECTA_NAMESPACE"));
}

fn said(id: &str, sender: &str, at_ms: i64, key: &str) -> Value {
    json!({
        "event_id": id, "sender": sender, "origin_server_ts": at_ms, "type": "m.room.message",
        "content": { "body": "hello", KEY_FIELD: key },
    })
}

#[tokio::test]
async fn an_effect_in_doubt_is_found_by_its_key_among_the_services_own_events() {
    let world = world().await;
    let messages = "/_matrix/client/v3/rooms/!room:sim/messages";
    let key = "0badcafe.7.vote.0";
    let second = json!({ "chunk": [said("$2", "@secta_bot:sim", 1_000_000, key)], "end": "c" });
    Mock::given(path(messages))
        .and(query_param("from", "b"))
        .respond_with(ok(second))
        .mount(&world.server)
        .await;
    let first = json!({ "chunk": [said("$9", "@mallory:sim", 1_000_001, key)], "end": "b" });
    answer(&world.server, "GET", messages, ok(first)).await;
    let found = world
        .live
        .find("7.vote.0", &hello(), 1_000_000)
        .await
        .unwrap();
    assert_eq!(found.and_then(|done| done.event_id).as_deref(), Some("$2"));
}

#[tokio::test]
async fn the_search_ends_where_the_room_is_older_than_the_effect() {
    let world = world().await;
    let messages = "/_matrix/client/v3/rooms/!room:sim/messages";
    let old =
        json!({ "chunk": [said("$1", "@secta_bot:sim", 1_000, "0badcafe.1.vote.0")], "end": "b" });
    Mock::given(path(messages))
        .respond_with(ok(old))
        .expect(1)
        .mount(&world.server)
        .await;
    let found = world
        .live
        .find("7.vote.0", &hello(), 100_000_000)
        .await
        .unwrap();
    assert_eq!(found, None);
}

#[tokio::test]
async fn the_search_has_an_end_in_a_room_of_endless_pages() {
    let world = world().await;
    let messages = "/_matrix/client/v3/rooms/!room:sim/messages";
    let page = |request: &Request| {
        let next = request
            .url
            .query_pairs()
            .find(|(name, _)| name == "from")
            .map_or(1, |(_, n)| n.parse::<u32>().unwrap_or(0) + 1);
        ok(json!({ "chunk": [said("$1", "@alice:sim", 20_000_000, "x")], "end": next.to_string() }))
    };
    Mock::given(path(messages))
        .respond_with(page)
        .expect(20)
        .mount(&world.server)
        .await;
    assert_eq!(
        world
            .live
            .find("7.vote.0", &hello(), 10_000_000)
            .await
            .unwrap(),
        None
    );
}

#[tokio::test]
async fn without_encryption_a_secret_is_refused_and_never_sent() {
    let world = world().await;
    Mock::given(path_regex(".*/send/.*"))
        .respond_with(ok(json!({ "event_id": "$1" })))
        .expect(0)
        .mount(&world.server)
        .await;
    let Effect::Send(mut send) = hello() else {
        unreachable!()
    };
    send.encrypted = true;
    let refused = world
        .live
        .perform("7.vote.0", &Effect::Send(send))
        .await
        .unwrap_err();
    assert!(matches!(refused, CallError::Refused { code, .. } if code == "SECTA_NO_ENCRYPTION"));
}

#[tokio::test]
async fn a_session_from_the_future_and_a_wrong_store_key_are_named() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(500))
        .mount(&server)
        .await;
    let folder = TempDir::new().unwrap();
    drop(
        Live::connect(settings(&server.uri(), &folder, true))
            .await
            .unwrap(),
    );
    let mut other = settings(&server.uri(), &folder, true);
    other.store_key = [8; 32];
    let error = Live::connect(other).await.unwrap_err();
    assert!(matches!(error, ConnectError::Keys { .. }), "{error}");
    std::fs::write(
        folder.path().join("device/session.json"),
        r#"{"format": 999}"#,
    )
    .unwrap();
    let error = Live::connect(settings(&server.uri(), &folder, true))
        .await
        .unwrap_err();
    assert!(matches!(error, ConnectError::Newer { .. }), "{error}");
}

const UPLOAD: &str = "/_matrix/media/v3/upload";

fn picture() -> Effect {
    let Effect::Send(mut event) = hello() else {
        panic!("a message");
    };
    event.content = json!({ "msgtype": "m.image", "body": "a square" });
    let file = File::new("image/png", vec![1, 2, 3]).unwrap();
    Effect::SendFile(SendFile {
        event,
        file,
        compose: None,
    })
}

#[tokio::test]
async fn a_file_is_uploaded_in_the_bots_name_and_its_address_sent() {
    let world = world().await;
    Mock::given(method("POST"))
        .and(path(UPLOAD))
        .and(query_param("user_id", "@secta_bot:sim"))
        .and(header("content-type", "image/png"))
        .and(body_bytes([1, 2, 3]))
        .respond_with(ok(json!({ "content_uri": "mxc://sim/square" })))
        .expect(1)
        .mount(&world.server)
        .await;
    Mock::given(method("PUT"))
        .and(path(SEND))
        .and(body_partial_json(json!({
            "body": "a square", "url": "mxc://sim/square", KEY_FIELD: "0badcafe.7.vote.0",
        })))
        .respond_with(ok(json!({ "event_id": "$1" })))
        .expect(1)
        .mount(&world.server)
        .await;
    let done = world.live.perform("7.vote.0", &picture()).await.unwrap();
    assert_eq!(done.event_id.as_deref(), Some("$1"));
}

#[tokio::test]
async fn without_its_file_an_event_is_not_sent() {
    for (response, refused) in [
        (matrix_error(413, "M_TOO_LARGE"), true),
        (ok(json!({})), false),
        (ResponseTemplate::new(502), false),
    ] {
        let world = world().await;
        answer(&world.server, "POST", UPLOAD, response).await;
        let error = world
            .live
            .perform("7.vote.0", &picture())
            .await
            .unwrap_err();
        assert_eq!(matches!(error, CallError::Refused { .. }), refused);
        let requests = world.server.received_requests().await.unwrap();
        assert!(requests.iter().all(|request| request.url.path() != SEND));
    }
}

#[tokio::test]
async fn a_file_for_an_encrypted_room_is_not_uploaded_in_the_clear() {
    let world = world().await;
    let Effect::SendFile(mut send) = picture() else {
        panic!("a picture");
    };
    send.event.encrypted = true;
    let refused = world
        .live
        .perform("7.vote.0", &Effect::SendFile(send))
        .await;
    assert!(
        matches!(refused, Err(CallError::Refused { code, .. }) if code == "SECTA_NO_ENCRYPTION")
    );
    let requests = world.server.received_requests().await.unwrap();
    assert!(requests.iter().all(|request| request.url.path() != UPLOAD));
}
