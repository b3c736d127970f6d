use secta_record::act::{Act, Rank};

use super::world::World;
use crate::memory::Role;

#[test]
fn a_members_message_in_a_thread_is_a_comment_as_it_stands() {
    let mut world = World::with_trusted(&["boris"]);
    let stream = world.room(Role::Stream);
    let root = world.story.says(&stream, "anna", "Новости дня");
    world
        .story
        .says_in_thread(&stream, "boris", &root, "Спасибо!");
    let comments = world
        .story
        .enacted()
        .filter(|one| matches!(one.fact.act(), Some(Act::Comment(_))));
    assert_eq!(comments.count(), 1);
    assert!(world.said_in(Role::Stream).is_empty());
    world.story.check();
}

#[test]
fn a_ghosts_comment_waits_and_comes_out_in_the_thread() {
    let mut world = World::with_trusted(&["boris"]);
    let stream = world.room(Role::Stream);
    let root = world.story.says(&stream, "anna", "Новости дня");
    let porch = world.comes("clara");
    world.story.sent();
    let link = format!("https://matrix.to/#/{stream}/{root}?via=home");
    world.story.says(
        &porch,
        "clara",
        &format!("!комментарий {link} Я тоже так думаю"),
    );
    let said = world.said_in(Role::Twilight);
    assert_eq!(said[0].text(), "Я тоже так думаю");
    assert!(said[1].text().contains(root.as_str()), "{said:#?}");
    let candidate = said[0].id.clone();
    world.reacts(Role::Twilight, "anna", &candidate, "💡");
    let published = world.said_in(Role::Stream);
    assert_eq!(published.len(), 1, "{published:#?}");
    assert_eq!(published[0].thread(), Some(root.as_str()));
    assert_eq!(published[0].text(), "Я тоже так думаю");
    world.story.check();
}

#[test]
fn useful_votes_make_a_commenter() {
    let mut world = World::with_trusted(&["boris"]);
    world.makes_commenter("clara");
    assert_eq!(world.rank("clara"), Rank::Commenter);
    let stream = world.room(Role::Stream);
    let (square, twilight) = (world.room(Role::Square), world.room(Role::Twilight));
    let invited = world.invited("clara");
    assert!(invited.contains(&stream) && invited.contains(&square) && !invited.contains(&twilight));
    world.story.check();
}

#[test]
fn a_comment_on_nothing_known_is_explained() {
    let mut world = World::opened();
    let porch = world.comes("boris");
    world.story.sent();
    world.story.says(&porch, "boris", "!комментарий согласен");
    assert!(world.story.answer().contains("ссылку"));
    world.story.says(
        &porch,
        "boris",
        "!комментарий https://matrix.to/#/!x/$nowhere согласен",
    );
    assert!(world.story.answer().contains("Не знаю"));
    world.story.says(
        &porch,
        "boris",
        "!комментарий https://matrix.to/#/!x/%24no%ZZ%",
    );
    assert!(!world.story.answer().is_empty());
    world.story.check();
}

#[test]
fn a_message_in_a_thread_of_nothing_is_a_post_and_no_comment() {
    let mut world = World::opened();
    let stream = world.room(Role::Stream);
    let root = secta_bot_kit::EventId::new("$elsewhere");
    world
        .story
        .says_in_thread(&stream, "anna", &root, "Куда я попала?");
    let posts = world
        .story
        .enacted()
        .filter(|one| matches!(one.fact.act(), Some(Act::Post(_))));
    assert_eq!(posts.count(), 1);
    world.story.check();
}

#[test]
fn a_reply_in_the_stream_is_a_comment_too() {
    let mut world = World::with_trusted(&["boris"]);
    let stream = world.room(Role::Stream);
    let root = world.story.says(&stream, "anna", "Новости дня");
    world.story.replies(&stream, "boris", &root, "И правда");
    let comments = world
        .story
        .enacted()
        .filter(|one| matches!(one.fact.act(), Some(Act::Comment(_))));
    assert_eq!(comments.count(), 1);
    world.story.check();
}
