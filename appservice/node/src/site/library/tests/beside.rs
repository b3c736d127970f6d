use std::sync::Arc;

use secta_bot_community::{
    NAME,
    memory::{self, Copies, Hall, Role},
};
use secta_bot_kit::{EventId, Lang, RoomId, Scope, UserId, Written};
use secta_record::act::{Opinion, Profile};
use secta_rules::Ask;
use secta_site::ports::{Library, Twilight};
use secta_store::{Step, StoredValue};
use serde::Serialize;
use tempfile::tempdir;

use super::village::{Village, item, text};
use crate::{seal::Sealer, site::twilight::Remembered};

async fn remember(village: &Village, scope: Scope, (key, value): (&str, &impl Serialize)) {
    let json = serde_json::to_vec(value).expect("JSON");
    let sealer = Sealer::new(&[7; 32]);
    let value = StoredValue {
        bot: NAME.to_owned(),
        scope,
        key: key.to_owned(),
        value: sealer.seal(&json).expect("sealed"),
        sealed: true,
    };
    let values = vec![value];
    let step = Step {
        values,
        ..Step::default()
    };
    village.store.commit(step).await.expect("committed");
}

async fn hall(village: &Village) {
    let mut hall = Hall::wanted("Поляна", &UserId::new("@ann:x"), Lang::En);
    hall.rooms.insert(Role::Stream, RoomId::new("!stream:x"));
    let scope = memory::community(&village.id());
    remember(village, scope, ("hall", &hall)).await;
}

#[tokio::test]
async fn rooms_and_messages_are_what_the_bot_remembers() {
    let mut village = Village::founded().await;
    let folder = tempdir().expect("a folder");
    let (stacks, mut follower) = village.library(&folder.path().join("pages.db"));
    let id = village.id();
    village.post("@ann:x", 1, text("Чай")).await;
    follower.follow_all().await.expect("followed");
    let event = |number| {
        let found = stacks.items(&id, &[item(number)]).expect("read");
        found[0].event.clone()
    };
    assert_eq!(event(1), None, "no stream is known yet");
    hall(&village).await;
    village.post("@ann:x", 2, text("Кофе")).await;
    follower.follow_all().await.expect("followed");
    let community = stacks.communities().expect("read").remove(0);
    assert_eq!(
        (community.lang, community.stream_room.as_deref()),
        (Lang::En, Some("!stream:x"))
    );
    village.post("@ann:x", 3, text("Вода")).await;
    follower.follow_all().await.expect("followed");
    assert!(
        event(3).is_some_and(|event| event.starts_with("$event")),
        "by its evidence"
    );
    let copies = Copies {
        stream: Some(EventId::new("$copy")),
        ..Copies::default()
    };
    remember(&village, memory::item(&id, &item(1)), ("copies", &copies)).await;
    follower.follow_all().await.expect("followed");
    assert_eq!(event(1).as_deref(), Some("$copy"));
}

#[tokio::test]
async fn what_waits_is_read_when_it_is_asked_for_and_stands_in_no_file() {
    let mut village = Village::founded().await;
    village.post("@ann:x", 1, text("Чай")).await;
    village.post("@bob:x", 2, text("подождём")).await;
    village.post("@carl:x", 3, text("и это")).await;
    let profile = Profile {
        display_name: Some("Борис".to_owned()),
        ..Profile::default()
    };
    village.ask("@bob:x", Ask::Profile(profile)).await;
    let folder = tempdir().expect("a folder");
    let (stacks, mut follower) = village.library(&folder.path().join("pages.db"));
    follower.follow_all().await.expect("followed");
    let id = village.id();
    let written = Written {
        text: "подождём".to_owned(),
        msgtype: "m.text".to_owned(),
        ..Written::default()
    };
    remember(&village, memory::item(&id, &item(2)), ("words", &written)).await;
    let twilight = Remembered::new(stacks, Arc::clone(&village.store), Sealer::new(&[7; 32]));
    let asked = [item(3), item(1), item(2)];
    let waiting = twilight.waiting(&id, &asked).await.expect("read");
    assert_eq!(waiting.len(), 2);
    assert_eq!(
        (waiting[0].item, waiting[0].content.as_ref()),
        (item(3), None)
    );
    assert_eq!(waiting[1].name.as_deref(), Some("Борис"));
    assert_eq!(waiting[1].content.as_ref().expect("words").text, "подождём");
    for file in std::fs::read_dir(folder.path()).expect("a folder") {
        let bytes = std::fs::read(file.expect("a file").path()).expect("read");
        let what = "подождём".as_bytes();
        assert!(!bytes.windows(what.len()).any(|part| part == what));
    }
    village.vote("@ann:x", 2, Opinion::Support).await;
    follower.follow_all().await.expect("followed");
    assert_eq!(twilight.waiting(&id, &asked).await.expect("read").len(), 1);
}

#[tokio::test]
async fn what_somebody_was_told_is_read_the_newest_first() {
    let village = Village::founded().await;
    let folder = tempdir().expect("a folder");
    let (stacks, _) = village.library(&folder.path().join("pages.db"));
    let (id, bob) = (village.id(), UserId::new("@bob:x"));
    let twilight = Remembered::new(stacks, Arc::clone(&village.store), Sealer::new(&[7; 32]));
    assert!(twilight.told(&id, &bob).await.expect("read").is_empty());
    let told = [(1, "<p>раз</p>"), (2, "<p>два</p>")];
    remember(&village, memory::member(&id, &bob), ("told", &told)).await;
    let told = twilight.told(&id, &bob).await.expect("read");
    assert_eq!(
        told,
        [(2, "<p>два</p>".to_owned()), (1, "<p>раз</p>".to_owned())]
    );
}
