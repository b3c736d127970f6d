use secta_bot_kit::when::HOUR_MS;
use secta_record::act::Rank;

use super::world::World;
use crate::memory::Role;

#[test]
fn a_vote_taken_back_does_not_count() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    world.comes("dora");
    let candidate = world.candidate("dora", "Можно к вам?");
    let twilight = world.room(Role::Twilight);
    let vote = world.reacts(Role::Twilight, "anna", &candidate, "👍");
    world.story.redacts(&twilight, "anna", &vote);
    world.reacts(Role::Twilight, "boris", &candidate, "👍");
    assert_eq!(world.rank("dora"), Rank::Ghost);
    world.reacts(Role::Twilight, "clara", &candidate, "👍");
    assert_eq!(world.rank("dora"), Rank::Trusted);
    world.story.check();
}

#[test]
fn a_reaction_added_and_redacted_a_hundred_times_counts_once() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    world.comes("dora");
    let candidate = world.candidate("dora", "Можно к вам?");
    let twilight = world.room(Role::Twilight);
    for _ in 0..100 {
        let vote = world.reacts(Role::Twilight, "anna", &candidate, "👍");
        world.story.redacts(&twilight, "anna", &vote);
    }
    world.reacts(Role::Twilight, "anna", &candidate, "👍");
    assert_eq!(world.rank("dora"), Rank::Ghost);
    world.story.check();
}

#[test]
fn nobody_takes_back_anothers_vote() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    world.comes("dora");
    let candidate = world.candidate("dora", "Можно к вам?");
    let vote = world.reacts(Role::Twilight, "anna", &candidate, "👍");
    let elsewhere = world.story.room("elsewhere", &["dora"]);
    world.story.redacts(&elsewhere, "dora", &vote);
    world.reacts(Role::Twilight, "boris", &candidate, "👍");
    assert_eq!(world.rank("dora"), Rank::Trusted);
    world.story.check();
}

#[test]
fn a_ghosts_reaction_changes_nothing_and_is_not_answered() {
    let mut world = World::opened();
    world.comes("boris");
    world.comes("clara");
    let candidate = world.candidate("boris", "Привет");
    let before = world.rules().digest(secta_rules::dump::View::Whole);
    for key in ["👍", "💡", "👎", "🔇", "🚫"] {
        world.reacts(Role::Twilight, "clara", &candidate, key);
        world.reacts(Role::Twilight, "boris", &candidate, key);
    }
    world.story.silence();
    assert_eq!(world.rules().digest(secta_rules::dump::View::Whole), before);
    world.story.check();
}

#[test]
fn a_vote_on_ones_own_is_answered_once_a_day() {
    let mut world = World::with_trusted(&["boris"]);
    let stream = world.room(Role::Stream);
    let root = world.story.says(&stream, "anna", "Хвалите меня");
    let other = world.story.says(&stream, "anna", "И ещё");
    world.reacts(Role::Stream, "anna", &root, "👍");
    let told = world.told("anna");
    assert!(
        told[0].contains("За своё не голосуют") && told[0].contains("R8"),
        "{told:#?}"
    );
    world.reacts(Role::Stream, "anna", &other, "👍");
    world.story.silence();
    world.story.advance(25 * HOUR_MS);
    world.reacts(Role::Stream, "anna", &other, "💡");
    assert_eq!(world.told("anna").len(), 1);
    world.story.check();
}

#[test]
fn a_vote_that_took_effect_stays_and_this_is_said() {
    let mut world = World::opened();
    world.comes("boris");
    let candidate = world.candidate("boris", "Привет");
    let vote = world.reacts(Role::Twilight, "anna", &candidate, "👍");
    world.story.sent();
    let twilight = world.room(Role::Twilight);
    world.story.redacts(&twilight, "anna", &vote);
    assert!(world.told("anna")[0].contains("уже подействовал"));
    assert_eq!(world.rank("boris"), Rank::Trusted);
    world.story.check();
}

#[test]
fn two_posts_at_once_reach_the_number_apart() {
    let mut world = World::opened();
    world.comes("boris");
    world.comes("clara");
    let one = world.candidate("boris", "Раз");
    let two = world.candidate("clara", "Два");
    world.reacts(Role::Twilight, "anna", &one, "👍");
    world.reacts(Role::Twilight, "anna", &two, "👍");
    assert_eq!(world.rank("boris"), Rank::Trusted);
    assert_eq!(
        world.rank("clara"),
        Rank::Ghost,
        "boris counts from his post on"
    );
    world.reacts(Role::Twilight, "boris", &two, "👍");
    assert_eq!(world.rank("clara"), Rank::Trusted);
    world.story.check();
}

#[test]
fn reactions_of_other_kinds_are_talk() {
    let mut world = World::opened();
    world.comes("boris");
    let candidate = world.candidate("boris", "Привет");
    world.reacts(Role::Twilight, "anna", &candidate, "🎉");
    assert_eq!(world.rank("boris"), Rank::Ghost);
    world.story.silence();
    world.story.check();
}
