use secta_bot_kit::RoomId;
use serde_json::json;

use super::{ask, story};
use crate::{filed, filed::Filed, history::Progress};

#[test]
fn an_encrypted_room_is_searched_only_after_its_members_said_so() {
    let mut story = story();
    let room = story.encrypted_room("тайная", &["anna", "boris"]);
    story.says(&room, "anna", "Мёд до");
    assert!(ask(&mut story, &room, "anna", "!поиск").contains("выключен"));
    assert!(ask(&mut story, &room, "anna", "!найди мёд").contains("ничего"));
    let told = ask(&mut story, &room, "anna", "!поиск включить");
    assert!(
        told.contains("Внимание") && told.contains("@anna:home"),
        "{told}"
    );
    story.says(&room, "boris", "Мёд после");
    let found = ask(&mut story, &room, "anna", "!найди мёд");
    assert!(
        found.contains("после") && !found.contains("до\n"),
        "{found}"
    );
    assert!(!found.contains("Мёд до"), "{found}");
    assert!(ask(&mut story, &room, "boris", "!search off").contains("erased"));
    story.advance(60_000);
    assert!(ask(&mut story, &room, "anna", "!найди мёд").contains("ничего"));
    story.check();
}

#[test]
fn an_open_room_is_searched_until_somebody_says_no() {
    let mut story = story();
    let room = story.room("поляна", &["anna", "boris"]);
    story.says(&room, "anna", "Мёд здесь");
    assert!(ask(&mut story, &room, "boris", "!поиск").contains("включён"));
    assert!(ask(&mut story, &room, "boris", "!поиск мёд").contains("Мёд здесь"));
    assert!(ask(&mut story, &room, "boris", "!поиск выключить").contains("стирается"));
    assert!(ask(&mut story, &room, "boris", "!найди мёд").contains("ничего"));
    assert!(ask(&mut story, &room, "boris", "!поиск включить").contains("включает"));
    story.says(&room, "anna", "Мёд снова");
    assert!(ask(&mut story, &room, "boris", "!найди снова").contains("Мёд снова"));
    story.check();
}

#[test]
fn the_reading_of_the_past_is_told_once_and_kept_up_to_date() {
    let mut story = story();
    let room = story.room("поляна", &["anna"]);
    story.sent();
    for (read, done) in [(1_000, false), (2_000, false), (2_345, true)] {
        file(
            &mut story,
            &Filed::Progress(Progress {
                room: room.clone(),
                read,
                done,
            }),
        );
    }
    let texts = story.answers();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(
        texts[0].starts_with("Читаю историю") && texts[1].starts_with("* "),
        "{texts:?}"
    );
    assert!(texts[2].contains("прочитана: 2345 сообщений"), "{texts:?}");
    story.check();
}

#[test]
fn a_room_of_which_nothing_is_known_is_looked_at() {
    let mut story = story();
    let room = story.room("поляна", &["anna"]);
    story.says(&room, "anna", "Мёд");
    file(&mut story, &Filed::Enter { room: room.clone() });
    let unknown = RoomId::new("!unknown");
    file(
        &mut story,
        &Filed::Enter {
            room: unknown.clone(),
        },
    );
    let looks = story.effects();
    let looks = looks
        .iter()
        .filter(|effect| matches!(effect, secta_bot_kit::Effect::Survey { .. }));
    assert_eq!(looks.count(), 2, "one by the desk, one by the search");
    let scope = secta_bot_kit::Scope::room(&unknown);
    let known: Option<crate::memory::Room> = story.remembers(crate::NAME, &scope, "room");
    assert!(known.is_some_and(|room| room.epoch > 0 && !room.visibility.is_empty()));
    story.check();
}

fn file(story: &mut secta_bot_kit::testkit::Story, filed: &Filed) {
    let body = json!(filed).to_string().into_bytes();
    story.row(filed::SOURCE, &filed.id("1"), None, body);
}
