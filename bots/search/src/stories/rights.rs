use super::{ask, readable_by, story};

#[test]
fn in_private_one_finds_what_stands_in_all_of_ones_rooms() {
    let mut story = story();
    let square = story.room("площадь", &["anna", "boris"]);
    let council = story.room("совет", &["anna"]);
    story.says(&square, "anna", "Мёд на площади");
    story.says(&council, "anna", "Мёд в совете");
    let (annas, boris) = (story.direct("anna"), story.direct("boris"));
    let found = ask(&mut story, &annas, "anna", "!найди мёд");
    assert!(
        found.contains("площади") && found.contains("совете"),
        "{found}"
    );
    let found = ask(&mut story, &boris, "boris", "!найди мёд");
    assert!(
        found.contains("площади") && !found.contains("совете"),
        "{found}"
    );
    let found = ask(&mut story, &boris, "boris", "!найди совете в:!совет");
    assert!(found.contains("Нет комнаты"), "{found}");
    story.check();
}

#[test]
fn before_others_one_finds_what_stands_here_and_what_is_public() {
    let mut story = story();
    let square = story.room("площадь", &["anna", "boris"]);
    let council = story.room("совет", &["anna"]);
    let stream = story.room("поток", &["clara"]);
    readable_by(&mut story, &stream, "world_readable");
    story.says(&square, "anna", "Мёд на площади");
    story.says(&council, "anna", "Мёд в совете");
    story.says(&stream, "clara", "Мёд в потоке");
    let found = ask(&mut story, &square, "anna", "!найди мёд");
    assert!(
        found.contains("площади") && found.contains("потоке"),
        "{found}"
    );
    assert!(
        !found.contains("совете") && found.contains("Напишите мне лично"),
        "{found}"
    );
}

#[test]
fn who_has_left_finds_nothing_and_who_came_later_finds_what_the_room_shows() {
    let mut story = story();
    let room = story.room("кружок", &["anna", "boris"]);
    readable_by(&mut story, &room, "joined");
    story.says(&room, "anna", "Мёд раньше");
    story.joins(&room, "clara");
    story.says(&room, "anna", "Мёд позже");
    let clara = story.direct("clara");
    let found = ask(&mut story, &clara, "clara", "!найди мёд");
    assert!(
        found.contains("позже") && !found.contains("раньше"),
        "{found}"
    );
    story.leaves(&room, "clara");
    let found = ask(&mut story, &clara, "clara", "!найди мёд");
    assert!(found.contains("ничего не нашлось"), "{found}");
    let boris = story.direct("boris");
    let found = ask(&mut story, &boris, "boris", "!найди мёд");
    assert!(
        found.contains("раньше") && found.contains("позже"),
        "{found}"
    );
    story.check();
}

#[test]
fn an_invitation_opens_what_is_for_the_invited() {
    let mut story = story();
    let room = story.room("кружок", &["anna"]);
    readable_by(&mut story, &room, "invited");
    story.says(&room, "anna", "Мёд раньше");
    let clara = story.user("clara");
    let content = serde_json::json!({ "membership": "invite" });
    story.state_event(&room, "anna", "m.room.member", clara.as_str(), content);
    story.says(&room, "anna", "Мёд после приглашения");
    let direct = story.direct("clara");
    let nothing = ask(&mut story, &direct, "clara", "!найди мёд");
    assert!(
        nothing.contains("ничего не нашлось"),
        "not joined yet: {nothing}"
    );
    story.joins(&room, "clara");
    let found = ask(&mut story, &direct, "clara", "!найди мёд");
    assert!(
        found.contains("приглашения") && !found.contains("раньше"),
        "{found}"
    );
}
