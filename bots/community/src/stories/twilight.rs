use secta_bot_kit::when::{HOUR_MS, MINUTE_MS};
use secta_record::act::{Act, Rank};

use super::world::World;
use crate::memory::Role;

#[test]
fn a_newcomers_post_is_said_in_the_twilight_by_a_puppet() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world
        .story
        .joins_as(&porch, "boris", "Борис", "mxc://home/boris");
    world.story.sent();
    world.posts("boris", "Привет, люди! #знакомство");
    let said = world.said_in(Role::Twilight);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert_eq!(said[0].text(), "Привет, люди! #знакомство");
    assert!(
        said[0].sender.as_str().starts_with("@_secta_c_"),
        "{said:#?}"
    );
    assert!(said[0].sent_ms.is_some());
    assert_eq!(said[1].sender, *world.story.bot());
    assert_eq!(said[1].thread(), Some(said[0].id.as_str()));
    assert!(said[1].text().contains("Борис (@boris:home)"), "{said:#?}");
    assert!(said[1].text().contains("1 голос,"), "{said:#?}");
    world.story.check();
}

#[test]
fn formatting_and_lines_are_kept() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.story.sent();
    let content = serde_json::json!({
        "msgtype": "m.text", "body": "!пост Первая **строка**\nВторая", "format": "org.matrix.custom.html",
        "formatted_body": "!пост Первая <strong>строка</strong><br>Вторая",
    });
    world
        .story
        .sends(&porch, "boris", "m.room.message", content);
    let said = world.said_in(Role::Twilight);
    assert_eq!(said[0].text(), "Первая **строка**\nВторая");
    assert_eq!(said[0].html(), "Первая <strong>строка</strong><br>Вторая");
    world.story.check();
}

#[test]
fn an_image_passes_the_twilight_as_it_is() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.story.sent();
    world.story.shows(&porch, "boris", "!пост Моё дерево");
    let said = world.said_in(Role::Twilight);
    assert_eq!(said[0].content["msgtype"], "m.image");
    assert_eq!(said[0].content["url"], "mxc://home/tree");
    assert_eq!(said[0].content["info"]["w"], 10);
    assert_eq!(said[0].text(), "Моё дерево");
    let candidate = said[0].id.clone();
    world.reacts(Role::Twilight, "anna", &candidate, "👍");
    let recorded = world.story.enacted().find_map(|one| match one.fact.act() {
        Some(Act::ReleasedPost(post)) => post
            .content
            .clone()
            .filter(|content| !content.media.is_empty()),
        _ => None,
    });
    assert_eq!(recorded.expect("recorded").media[0].mxc, "mxc://home/tree");
    world.story.check();
}

#[test]
fn a_file_that_is_encrypted_for_one_chat_is_not_published() {
    let mut world = World::opened();
    world.comes("boris");
    let direct = world.story.direct("boris");
    let content = serde_json::json!({
        "msgtype": "m.image", "body": "!пост Моё дерево", "filename": "tree.png",
        "file": {
            "v": "v2", "url": "mxc://home/noise", "key": { "k": "a2V5" }, "iv": "aXY", "hashes": { "sha256": "aGFzaA" },
        },
    });
    world
        .story
        .sends(&direct, "boris", "m.room.message", content);
    let told = world.story.answer();
    assert!(told.contains("зашифрован для этого чата"), "{told}");
    assert!(world.rules().waiting().is_empty());
    world.story.says(&direct, "boris", "!пост Моё дерево");
    assert_eq!(world.rules().waiting().len(), 1);
    world.story.check();
}

#[test]
fn an_earlier_message_becomes_a_post_by_reply() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    let content = serde_json::json!({
        "msgtype": "m.image", "body": "tree.png", "url": "mxc://home/tree", "info": { "mimetype": "image/png" },
    });
    let image = world
        .story
        .sends(&porch, "boris", "m.room.message", content);
    world.story.sent();
    world.story.replies(&porch, "boris", &image, "!пост");
    let said = world.said_in(Role::Twilight);
    assert_eq!(said[0].content["url"], "mxc://home/tree");
    world.story.check();
}

#[test]
fn an_empty_post_is_explained() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.story.sent();
    world.story.says(&porch, "boris", "!пост");
    assert!(world.story.answer().contains("Пост пустой"));
    assert!(world.rules().waiting().is_empty());
    world.story.check();
}

#[test]
fn the_vote_that_reaches_the_number_publishes() {
    let mut world = World::opened();
    world.comes("boris");
    let candidate = world.candidate("boris", "Привет, люди!");
    assert_eq!(world.rank("boris"), Rank::Ghost);
    world.reacts(Role::Twilight, "anna", &candidate, "👍🏽");
    assert_eq!(world.rank("boris"), Rank::Trusted);
    let sent = world.story.sent();
    let stream = world.room(Role::Stream);
    let published: Vec<_> = sent.iter().filter(|sent| sent.room == stream).collect();
    assert_eq!(published.len(), 1, "{sent:#?}");
    assert_eq!(published[0].text(), "Привет, люди!");
    assert!(published[0].sent_ms.is_some());
    let porch = world.porch("boris");
    let told: Vec<_> = sent
        .iter()
        .filter(|sent| sent.room == porch)
        .map(|sent| sent.text())
        .collect();
    assert!(
        told.iter().any(|text| text.contains("доверенный")),
        "{told:#?}"
    );
    assert!(
        told.iter()
            .any(|text| text.contains(published[0].id.as_str())),
        "{told:#?}"
    );
    world.story.check();
}

#[test]
fn the_published_post_does_not_tell_where_the_twilight_is() {
    let mut world = World::opened();
    world.comes("boris");
    let candidate = world.candidate("boris", "Привет, люди!");
    world.reacts(Role::Twilight, "anna", &candidate, "💡");
    let twilight = world.room(Role::Twilight);
    for said in world.said_in(Role::Stream) {
        assert!(!said.content.to_string().contains(twilight.as_str()));
    }
    world.story.check();
}

#[test]
fn what_is_not_published_in_48_hours_is_gone_everywhere() {
    let mut world = World::opened();
    world.comes("boris");
    let post = world.posts("boris", "Привет, люди!");
    let said = world.said_in(Role::Twilight);
    world.story.advance(48 * HOUR_MS - 1);
    assert_eq!(world.rules().waiting().len(), 1);
    world.story.advance(MINUTE_MS);
    assert!(world.rules().waiting().is_empty());
    let erased = world.story.erased();
    for event in [&post, &said[0].id, &said[1].id] {
        assert!(erased.contains(&event.as_str()), "{event} of {erased:?}");
    }
    let told = world.told("boris");
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].contains("Время вышло") && !told[0].contains("Привет"),
        "{told:#?}"
    );
    let porch = world.porch("boris");
    let item = secta_bot_kit::community::item_of(&world.id, &porch, &post);
    let scope = crate::memory::item(&world.id, &item);
    assert_eq!(
        world
            .story
            .remembers::<crate::words::Words>("community", &scope, "words"),
        None
    );
    world.story.check();
}

#[test]
fn many_expire_in_the_same_minute_one_by_one() {
    let mut world = World::opened();
    for n in 0..12 {
        let name = format!("ghost{n}");
        world.comes(&name);
        world.posts(&name, "Я тут");
    }
    assert_eq!(world.rules().waiting().len(), 12);
    world.story.advance(49 * HOUR_MS);
    assert!(world.rules().waiting().is_empty());
    world.story.check();
}

#[test]
fn they_expire_too_when_the_process_was_down() {
    let mut world = World::opened();
    for name in ["boris", "clara", "dora"] {
        world.comes(name);
        world.posts(name, "Я тут");
    }
    world.story.sleep_through(100 * HOUR_MS);
    assert!(world.rules().waiting().is_empty());
    world.story.check();
}

#[test]
fn a_commenters_message_in_the_stream_is_moved_with_its_text() {
    let mut world = World::with_trusted(&["boris"]);
    world.makes_commenter("clara");
    let stream = world.room(Role::Stream);
    world.story.joins(&stream, "clara");
    world.story.sent();
    let root = world.story.says(&stream, "clara", "А вот и я");
    assert!(world.story.erased().contains(&root.as_str()));
    let sent = world.story.sent();
    let twilight = world.room(Role::Twilight);
    assert!(
        sent.iter()
            .any(|sent| sent.room == twilight && sent.text() == "А вот и я"),
        "{sent:#?}"
    );
    let porch = world.porch("clara");
    assert!(
        sent.iter()
            .any(|sent| sent.room == porch && sent.text().contains("перенёс")),
        "{sent:#?}"
    );
    world.story.advance(49 * HOUR_MS);
    let told = world.told("clara");
    assert!(
        told.iter().any(|text| text.contains("А вот и я")),
        "given back: {told:#?}"
    );
    world.story.check();
}

#[test]
fn a_trusted_members_message_in_the_stream_is_a_post_as_it_stands() {
    let mut world = World::opened();
    let stream = world.room(Role::Stream);
    let root = world.story.says(&stream, "anna", "Новости дня");
    assert!(
        world.said_in(Role::Stream).is_empty(),
        "nobody says it again"
    );
    assert!(!world.story.erased().contains(&root.as_str()));
    let posts = world
        .story
        .enacted()
        .filter(|one| matches!(one.fact.act(), Some(Act::Post(_))));
    assert_eq!(posts.count(), 1);
    world.story.check();
}

#[test]
fn an_edit_voids_the_votes_on_a_candidate_and_says_so() {
    let mut world = World::with_trusted(&["boris", "clara", "dora"]);
    let porch = world.comes("egor");
    world.story.sent();
    let post = world.posts("egor", "Меняю мир");
    let candidate = world.said_in(Role::Twilight)[0].id.clone();
    world.reacts(Role::Twilight, "anna", &candidate, "👍");
    world.story.sent();
    world
        .story
        .edits(&porch, "egor", &post, "!пост Меняю марки");
    let said = world.said_in(Role::Twilight);
    assert_eq!(said[0].content["m.new_content"]["body"], "Меняю марки");
    assert_eq!(
        said[0].content["m.relates_to"]["event_id"],
        candidate.as_str()
    );
    assert!(said[1].text().contains("прежний текст"), "{said:#?}");
    world.reacts(Role::Twilight, "boris", &candidate, "👍");
    assert_eq!(world.rank("egor"), Rank::Ghost, "the first vote is void");
    world.reacts(Role::Twilight, "clara", &candidate, "👍");
    assert_eq!(world.rank("egor"), Rank::Trusted);
    let published = world.said_in(Role::Stream);
    assert_eq!(published[0].text(), "Меняю марки");
    world.story.check();
}

#[test]
fn redacting_ones_own_candidate_takes_it_back() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    let post = world.posts("boris", "Ой");
    let candidate = world.said_in(Role::Twilight)[0].id.clone();
    world.story.redacts(&porch, "boris", &post);
    assert!(world.rules().waiting().is_empty());
    assert!(world.story.erased().contains(&candidate.as_str()));
    world.reacts(Role::Twilight, "anna", &candidate, "👍");
    assert_eq!(world.rank("boris"), Rank::Ghost);
    world.story.check();
}

#[test]
fn a_sixth_item_does_not_wait() {
    let mut world = World::opened();
    world.comes("boris");
    for n in 0..5 {
        world.posts("boris", &format!("Пост {n}"));
    }
    world.story.sent();
    world.posts("boris", "Шестой");
    let told = world.told("boris");
    assert!(
        told[0].contains("5 записей") && told[0].contains("R3"),
        "{told:#?}"
    );
    assert_eq!(world.rules().waiting().len(), 5);
    world.story.check();
}
