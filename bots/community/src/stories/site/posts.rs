use secta_bot_kit::{
    Effect,
    community::item_of,
    web::{Deed, name_of},
    when::DAY_MS,
};
use secta_record::act::{Act, ItemId, Rank};
use secta_rules::query::ItemStatus;

use super::{World, comment, edit, post};
use crate::memory::{self, Role};

#[test]
fn a_trusted_members_post_appears_in_the_stream() {
    let mut world = World::opened();
    let stream = world.room(Role::Stream);
    world
        .story
        .joins_as(&stream, "anna", "Анна", "mxc://home/anna");
    let item = world.posts_on_site("anna", "one", "Новости **дня** #чай\nи вечера");
    assert_eq!(item, ItemId(name_of(&world.id, "one")));
    let said = world.said_in(Role::Stream);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(said[0].text(), "Новости **дня** #чай\nи вечера");
    assert_eq!(
        said[0].html(),
        "Новости <strong>дня</strong> #чай<br>и вечера"
    );
    assert!(said[0].sender.as_str().starts_with("@_secta_c_"));
    let named = world
        .story
        .effects()
        .into_iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Puppet { display_name, .. } => display_name.clone(),
            _ => None,
        });
    assert!(named.expect("a puppet").starts_with("Анна (@anna:home)"));
    assert_eq!(world.rules().tags_of(&item).1, ["чай"]);
    world.story.check();
}

#[test]
fn a_ghosts_post_waits_in_the_twilight_and_is_published_by_votes() {
    let mut world = World::opened();
    world.comes("boris");
    world.story.sent();
    let answer = world.does("boris", "one", post("Привет, люди!"));
    assert!(answer.plain.contains("Сумерки"), "{answer:#?}");
    let said = world.said_in(Role::Twilight);
    assert_eq!(
        said.len(),
        2,
        "a candidate and the line below it: {said:#?}"
    );
    assert_eq!(said[0].text(), "Привет, люди!");
    world.reacts(Role::Twilight, "anna", &said[0].id, "👍");
    assert_eq!(world.rank("boris"), Rank::Trusted);
    assert_eq!(world.said_in(Role::Stream)[0].text(), "Привет, люди!");
    world.story.check();
}

#[test]
fn what_is_not_published_in_48_hours_is_erased_with_its_forms() {
    let mut world = World::opened();
    world.comes("boris");
    let item = world.posts_on_site("boris", "one", "Привет, люди!");
    world.does("boris", "two", edit(item, "Здравствуйте, люди!"));
    world.story.advance(2 * DAY_MS + 60_000);
    assert!(world.rules().waiting().is_empty());
    assert_eq!(world.story.forgotten_forms(), ["one", "two"]);
    let words: Option<crate::words::Words> =
        world
            .story
            .remembers("community", &memory::item(&world.id, &item), "words");
    assert_eq!(words, None);
    world.story.check();
}

#[test]
fn comments_stand_in_the_thread_also_of_each_other() {
    let mut world = World::with_trusted(&["boris"]);
    let stream = world.room(Role::Stream);
    let root = world.story.says(&stream, "anna", "Новости дня");
    let item = item_of(&world.id, &stream, &root);
    world.story.sent();
    let first = world.does("boris", "one", comment(item, "И правда"));
    world.does("anna", "two", comment(first.item.expect("an item"), "Вот!"));
    let said = world.said_in(Role::Stream);
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(said.iter().all(|sent| sent.thread() == Some(root.as_str())));
    assert_eq!(said[1].answers(), Some(said[0].id.as_str()));
    world.story.check();
}

#[test]
fn a_ghosts_comment_waits_too() {
    let mut world = World::opened();
    let root = world.posts_on_site("anna", "root", "Новости дня");
    world.comes("boris");
    world.story.sent();
    let answer = world.does("boris", "one", comment(root, "И правда?"));
    let said = world.said_in(Role::Twilight);
    assert_eq!(said[0].text(), "И правда?");
    world.does(
        "anna",
        "two",
        Deed::Vote {
            item: answer.item.expect("an item"),
            opinion: secta_record::act::Opinion::Useful,
        },
    );
    let published = world.said_in(Role::Stream);
    assert_eq!(published[0].text(), "И правда?");
    assert!(published[0].thread().is_some(), "{published:#?}");
    world.story.check();
}

#[test]
fn an_edit_replaces_what_the_puppet_said_and_the_edit_before_it() {
    let mut world = World::opened();
    let item = world.posts_on_site("anna", "one", "Новасти");
    let first = world.said_in(Role::Stream).remove(0);
    world.does("anna", "two", edit(item, "Новости"));
    let second = world.said_in(Role::Stream).remove(0);
    assert_eq!(second.content["m.new_content"]["body"], "Новости");
    assert_eq!(
        second.content["m.relates_to"]["event_id"],
        first.id.as_str()
    );
    world.does("anna", "three", edit(item, "Новости дня"));
    assert!(world.story.erased().contains(&second.id.as_str()));
    let third = world.said_in(Role::Stream).remove(0);
    world.does("anna", "four", Deed::Withdraw { item });
    for event in [&first.id, &third.id] {
        assert!(world.story.erased().contains(&event.as_str()), "{event}");
    }
    assert_eq!(world.story.forgotten_forms(), ["one", "two", "three"]);
    world.story.check();
}

#[test]
fn a_candidate_is_edited_and_its_votes_are_void() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    world.comes("dora");
    world.story.sent();
    let item = world.posts_on_site("dora", "one", "Превет");
    let candidate = world.said_in(Role::Twilight)[0].id.clone();
    world.reacts(Role::Twilight, "anna", &candidate, "👍");
    world.does("dora", "two", edit(item, "Привет"));
    let said = world.said_in(Role::Twilight);
    assert_eq!(said[0].content["m.new_content"]["body"], "Привет");
    assert_eq!(
        world.rules().tally(&item).map(|tally| tally.support),
        Some(0)
    );
    world.story.check();
}

#[test]
fn a_message_of_ones_own_is_edited_where_it_stands() {
    let mut world = World::opened();
    let stream = world.room(Role::Stream);
    let said = world.story.says(&stream, "anna", "Новости");
    let item = item_of(&world.id, &stream, &said);
    world.story.sent();
    world.refused("anna", "one", edit(item, "Другое"), said.as_str());
    world.story.silence();
    world.story.check();
}

#[test]
fn a_message_of_ones_own_is_withdrawn_from_the_site() {
    let mut world = World::opened();
    let stream = world.room(Role::Stream);
    let said = world.story.says(&stream, "anna", "Новости");
    let item = item_of(&world.id, &stream, &said);
    world.does("anna", "one", Deed::Withdraw { item });
    assert!(world.story.erased().contains(&said.as_str()));
    let now_ms = world.story.now_ms();
    let view = world.rules().item(&item, now_ms).expect("the item");
    assert_eq!(view.status, ItemStatus::Withdrawn);
    world.refused("anna", "two", Deed::Withdraw { item }, "отозвал");
    world.refused("anna", "three", edit(item, "Снова"), "отозвал");
    world.story.check();
}

#[test]
fn nobody_edits_or_withdraws_what_is_anothers() {
    let mut world = World::with_trusted(&["boris"]);
    let item = world.posts_on_site("anna", "one", "Новости");
    world.refused("boris", "two", edit(item, "Слухи"), "чужая");
    world.refused("boris", "three", Deed::Withdraw { item }, "чужая");
    world.story.check();
}

#[test]
fn a_form_that_comes_twice_is_done_once_and_its_answer_stays_a_day() {
    let mut world = World::opened();
    let first = world.does("anna", "one", post("Новости"));
    let again = world.does("anna", "one", post("Новости"));
    assert_eq!(first, again);
    let posts = world
        .story
        .enacted()
        .filter(|one| matches!(one.fact.act(), Some(Act::Post(_))));
    assert_eq!(posts.count(), 1);
    world.story.advance(DAY_MS - 1);
    assert!(world.answer_to("one").is_some());
    world.story.advance(2);
    assert_eq!(world.answer_to("one"), None);
    world.files("anna", "one", post("Новости"));
    assert_eq!(world.answer_to("one"), None);
    world.story.check();
}

#[test]
fn what_comes_before_a_post_is_heard_of_waits_for_it() {
    let mut world = World::with_trusted(&["boris"]);
    world.story.refuse_next("say-again", "M_UNKNOWN");
    let root = world.posts_on_site("anna", "root", "Новасти");
    world.does("anna", "edit", edit(root, "Новости"));
    world.does("boris", "one", comment(root, "И правда"));
    assert!(world.said_in(Role::Stream).is_empty());
    let anna = world.story.user("anna");
    let puppet = crate::scene::puppet_of(&world.id, &anna, &secta_bot_kit::testkit::selves());
    let about = memory::about(&world.id, &memory::Subject::Item(root));
    world.story.deliver(&serde_json::json!({
        "event_id": "$late", "room_id": world.room(Role::Stream), "sender": puppet, "type": "m.room.message",
        "content": { "msgtype": "m.text", "body": "Новасти", "net.secta.about": about },
    }));
    let said = world.said_in(Role::Stream);
    assert_eq!(said[0].content["m.new_content"]["body"], "Новости");
    assert_eq!(said[1].text(), "И правда");
    assert_eq!(said[1].thread(), Some("$late"));
    world.story.check();
}
