use std::{cell::RefCell, collections::BTreeMap, time::Duration};

use secta_bot_kit::{Effect, File, RoomId, SendEvent, SendFile, UserId};
use serde_json::{Value, json};
use tokio::{select, time::timeout};

use super::{Fake, Manner, Settings, Weather};
use crate::{CallError, Homeserver};

fn fake(weather: Weather, manner: Manner, seed: u64) -> std::sync::Arc<Fake> {
    Fake::new(Settings {
        seed,
        weather,
        manner,
        bot: UserId::new("@secta_bot:sim"),
        namespace: "@secta_".to_owned(),
        tag: "0badcafe".to_owned(),
        starts_at_ms: 1_700_000_000_000,
    })
}

fn alice() -> UserId {
    UserId::new("@alice:sim")
}

async fn room_with_bot(fake: &Fake, encrypted: bool) -> RoomId {
    let room = fake.make_room(&alice(), encrypted);
    fake.invite_bot(&room, &alice());
    let join = Effect::Join {
        room: room.clone(),
        via: vec![],
    };
    until_done(fake, "join", &join).await;
    room
}

fn says(room: &RoomId, text: &str) -> Effect {
    Effect::Send(SendEvent {
        room: room.clone(),
        sender: None,
        sent_ms: None,
        kind: "m.room.message".to_owned(),
        content: json!({ "msgtype": "m.notice", "body": text }),
        encrypted: false,
        compose: None,
    })
}

/// Carries an effect out as an executor does: looks for it when in doubt, and tries for ever.
async fn until_done(fake: &Fake, key: &str, effect: &Effect) {
    let since_ms = fake.now_ms();
    let mut in_doubt = false;
    loop {
        if in_doubt {
            match fake.find(key, effect, since_ms).await {
                Ok(Some(_)) => return,
                Ok(None) => {}
                Err(_) => {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    continue;
                }
            }
        }
        match fake.perform(key, effect).await {
            Ok(_) => return,
            Err(CallError::Refused { code, message }) => panic!("{code}: {message}"),
            Err(CallError::Unreachable(_)) => in_doubt = true,
            Err(CallError::Limited { .. } | CallError::NotYet(_)) => {}
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_key_is_sent_once_and_remembered_until_the_homeserver_forgets() {
    let fake = fake(Weather::fair(), Manner::Synapse, 1);
    let room = room_with_bot(&fake, false).await;
    let first = fake
        .perform("7.vote.0", &says(&room, "hello"))
        .await
        .unwrap();
    assert_eq!(
        fake.perform("7.vote.0", &says(&room, "hello"))
            .await
            .unwrap(),
        first
    );
    assert_eq!(fake.sent_keys(&room), ["7.vote.0"]);
    fake.go_down(Duration::ZERO, true);
    let found = fake
        .find("7.vote.0", &says(&room, "hello"), fake.now_ms())
        .await
        .unwrap();
    assert_eq!(found, Some(first));
    fake.perform("7.vote.0", &says(&room, "hello"))
        .await
        .unwrap();
    assert_eq!(
        fake.sent_keys(&room).len(),
        2,
        "a forgotten transaction id is a second message"
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_not_allowed_is_refused() {
    let fake = fake(Weather::fair(), Manner::Synapse, 1);
    let room = fake.make_room(&alice(), false);
    let refused = fake.perform("1.vote.0", &says(&room, "hello")).await;
    assert!(matches!(refused, Err(CallError::Refused { code, .. }) if code == "M_FORBIDDEN"));
    let leave = Effect::Leave { room, reason: None };
    fake.perform("1.vote.1", &leave).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_late_key_rings_when_it_arrives_and_the_event_opens() {
    let weather = Weather {
        key_late: 1.0,
        key_late_ms: 5_000..=5_000,
        ..Weather::fair()
    };
    let fake = fake(weather, Manner::Synapse, 1);
    let room = room_with_bot(&fake, true).await;
    let content = json!({ "msgtype": "m.text", "body": "secret" });
    let id = fake.user_sends(&room, &alice(), content.clone());
    let cipher = RefCell::new(Value::Null);
    let pump = fake.pump(|_, events: Vec<Value>| {
        cipher.replace(events.last().cloned().unwrap_or_default());
        async { true }
    });
    let rung = async {
        tokio::task::yield_now().await;
        let event = cipher.borrow().clone();
        assert_eq!(event["type"], "m.room.encrypted");
        let decrypt = Effect::Decrypt {
            room: room.clone(),
            session: "s".to_owned(),
            event,
        };
        assert_eq!(
            fake.perform("d", &decrypt).await,
            Err(CallError::NotYet("keys".to_owned()))
        );
        fake.keys_arrived().notified().await;
        fake.perform("d", &decrypt).await.unwrap().data.unwrap()
    };
    let opened = select! { () = pump => unreachable!(), opened = rung => opened };
    assert_eq!(opened["content"], content);
    assert_eq!(opened["event_id"], id.as_str());
}

async fn delivered(fake: &Fake) -> Vec<(String, Vec<String>)> {
    let log = RefCell::new(Vec::new());
    let pump = fake.pump(|id, events: Vec<Value>| {
        let ids = events
            .iter()
            .map(|event| event["event_id"].as_str().unwrap().to_owned())
            .collect();
        log.borrow_mut().push((id, ids));
        async { true }
    });
    let done = async {
        while !fake.is_delivered() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    select! { biased; () = pump => {}, () = done => {} }
    log.into_inner()
}

#[tokio::test(start_paused = true)]
async fn synapse_sends_what_came_meanwhile_one_by_one_and_dendrite_lets_the_batch_grow() {
    for manner in [Manner::Synapse, Manner::Dendrite] {
        let fake = fake(Weather::fair(), manner, 1);
        let room = room_with_bot(&fake, false).await;
        delivered(&fake).await;
        fake.user_sends(&room, &alice(), json!({ "body": "one" }));
        let failed = RefCell::new(String::new());
        let refusing = fake.pump(|id, _| {
            failed.replace(id);
            async { false }
        });
        let _ = timeout(Duration::from_millis(1), refusing).await;
        fake.user_sends(&room, &alice(), json!({ "body": "two" }));
        fake.user_sends(&room, &alice(), json!({ "body": "three" }));
        let log = delivered(&fake).await;
        assert_eq!(log[0].0, *failed.borrow(), "{manner:?}");
        let sizes: Vec<usize> = log.iter().map(|(_, ids)| ids.len()).collect();
        match manner {
            Manner::Synapse => assert_eq!(sizes, [1, 1, 1]),
            Manner::Dendrite => assert_eq!(sizes, [3]),
        }
    }
}

async fn storm(seed: u64, manner: Manner) -> (Vec<String>, BTreeMap<String, u32>, u64) {
    let fake = fake(Weather::foul(), manner, seed);
    let room = room_with_bot(&fake, seed.is_multiple_of(2)).await;
    let seen = RefCell::new(BTreeMap::new());
    let pump = fake.pump(|_, events: Vec<Value>| {
        for event in events {
            let id = event["event_id"].as_str().unwrap().to_owned();
            *seen.borrow_mut().entry(id).or_insert(0) += 1;
        }
        async { true }
    });
    let work = async {
        for n in 0..20 {
            until_done(&fake, &format!("{n}.vote.0"), &says(&room, "answer")).await;
        }
        while !fake.is_delivered() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    select! { biased; () = pump => {}, () = work => {} }
    (fake.sent_keys(&room), seen.into_inner(), fake.calls())
}

#[tokio::test(start_paused = true)]
async fn in_foul_weather_a_careful_executor_sends_each_key_once() {
    for seed in 0..200 {
        for manner in [Manner::Synapse, Manner::Dendrite] {
            let (keys, seen, _) = storm(seed, manner).await;
            let wanted: Vec<String> = (0..20).map(|n| format!("{n}.vote.0")).collect();
            assert_eq!(keys, wanted, "seed {seed}, {manner:?}");
            assert!(seen.len() >= 22, "seed {seed}, {manner:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn one_seed_is_one_run() {
    assert_eq!(
        storm(7, Manner::Synapse).await,
        storm(7, Manner::Synapse).await
    );
    assert_ne!(
        storm(7, Manner::Synapse).await,
        storm(8, Manner::Synapse).await
    );
}

#[tokio::test(start_paused = true)]
async fn a_file_is_sent_once_whatever_the_weather_and_encrypted_where_the_room_is() {
    for seed in 0..60 {
        let encrypted = seed % 2 == 0;
        let fake = fake(Weather::foul(), Manner::Dendrite, seed);
        let room = room_with_bot(&fake, encrypted).await;
        let Effect::Send(event) = says(&room, "a square") else {
            panic!("a message");
        };
        let file = File::new("image/png", vec![1, 2, 3]).unwrap();
        let picture = Effect::SendFile(SendFile {
            event,
            file,
            compose: None,
        });
        until_done(&fake, "7.vote.0", &picture).await;
        assert_eq!(fake.sent_keys(&room), ["7.vote.0"], "seed {seed}");
        let timeline = fake.timeline(&room);
        let content = &timeline.last().unwrap()["content"];
        let (url, bytes) = if encrypted {
            (&content["file"]["url"], [!1, !2, !3])
        } else {
            (&content["url"], [1, 2, 3])
        };
        let uploaded = fake.media(url.as_str().unwrap_or_default());
        assert_eq!(uploaded.as_deref(), Some(&bytes[..]), "seed {seed}");
    }
}
