use secta_bot_kit::Effect;
use secta_record::act::Rank;

use super::world::World;
use crate::memory::Role;

/// boris has earned an invitation by a post that anna likes.
fn with_invitation() -> World {
    let mut world = World::with_trusted(&["boris"]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "boris", "Хороший пост");
    world.reacts(Role::Stream, "anna", &post, "👍");
    assert_eq!(world.rules().invitations(&world.account("boris")), 1);
    world
}

#[test]
fn a_post_that_is_liked_earns_an_invitation() {
    let mut world = with_invitation();
    assert!(
        world
            .told("boris")
            .iter()
            .any(|text| text.contains("1 приглашение"))
    );
    world.story.check();
}

#[test]
fn an_invited_account_becomes_a_commenter_and_gets_a_porch() {
    let mut world = with_invitation();
    let porch = world.porch("boris");
    world.story.sent();
    world
        .story
        .says(&porch, "boris", "!пригласить @clara:elsewhere.org");
    assert_eq!(world.rank("@clara:elsewhere.org"), Rank::Commenter);
    let told = world.told("@clara:elsewhere.org");
    assert!(
        told.iter().any(|text| text.contains("@boris:home")),
        "{told:#?}"
    );
    let invited = world.invited("@clara:elsewhere.org");
    assert!(invited.contains(&world.room(Role::Stream)));
    world.story.says(&porch, "boris", "!пригласить @egor:home");
    assert!(world.story.answer().contains("Приглашений у вас нет"));
    world.story.says(&porch, "boris", "!пригласить Егора");
    assert!(world.story.answer().contains("Кого пригласить"));
    world.story.check();
}

#[test]
fn whoever_comes_in_without_the_rank_is_removed() {
    let mut world = World::opened();
    for role in [Role::Stream, Role::Square, Role::Twilight, Role::Council] {
        let room = world.room(role);
        world.story.joins(&room, "eve");
        assert!(!world.story.is_in(&room, "eve"), "{role:?}");
    }
    let chronicle = world.room(Role::Chronicle);
    world.story.joins(&chronicle, "eve");
    assert!(world.story.is_in(&chronicle, "eve"));
    world.story.check();
}

#[test]
fn a_commenter_does_not_come_into_the_twilight() {
    let mut world = World::with_trusted(&["boris"]);
    world.makes_commenter("clara");
    world.moves_in("clara");
    assert!(world.story.is_in(&world.room(Role::Stream), "clara"));
    let twilight = world.room(Role::Twilight);
    world.story.joins(&twilight, "clara");
    assert!(!world.story.is_in(&twilight, "clara"));
    world.story.check();
}

#[test]
fn leaving_and_coming_back_changes_no_rank() {
    let mut world = World::with_trusted(&["boris"]);
    let stream = world.room(Role::Stream);
    world.story.leaves(&stream, "boris");
    world.story.knocks(&stream, "boris");
    assert_eq!(world.rank("boris"), Rank::Trusted);
    world.story.joins(&stream, "boris");
    assert!(world.story.is_in(&stream, "boris"));
    world.story.check();
}

#[test]
fn the_founder_hears_that_the_bot_was_removed() {
    let mut world = World::opened();
    let (twilight, bot) = (world.room(Role::Twilight), world.story.bot().clone());
    let left = serde_json::json!({ "membership": "leave" });
    world
        .story
        .state_event(&twilight, "eve", "m.room.member", bot.as_str(), left);
    assert!(world.told("anna")[0].contains("@eve:home"));
    world.story.check();
}

#[test]
fn puppets_carry_a_name_that_cannot_be_mistaken() {
    let mut world = World::opened();
    let porch = world.comes("eve");
    world.story.joins_as(
        &porch,
        "eve",
        "Анна\u{202e}анна\n<b>",
        "javascript:alert(1)",
    );
    world.posts("eve", "Я Анна");
    let puppet = world
        .story
        .effects()
        .into_iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Puppet {
                display_name,
                avatar_url,
                ..
            } => Some((display_name.clone(), avatar_url.clone())),
            _ => None,
        });
    let (name, avatar) = puppet.expect("a puppet");
    assert_eq!(name.as_deref(), Some("Аннаанна <b> (@eve:home) · новичок"));
    assert_eq!(avatar, None);
    world.story.check();
}
