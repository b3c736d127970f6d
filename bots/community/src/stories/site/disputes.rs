use secta_bot_kit::{
    web::Deed,
    when::{DAY_MS, HOUR_MS},
};
use secta_record::act::{ItemId, Measure};
use secta_rules::query::Standing;

use super::{World, post};
use crate::memory::Role;

fn against(item: ItemId, measure: Measure, argument: &str) -> Deed {
    Deed::Moderate {
        item,
        measure,
        argument: argument.to_owned(),
    }
}

fn standing(world: &World, who: &str) -> Standing {
    let now_ms = world.story.now_ms();
    world.rules().standing(&world.account(who), now_ms)
}

/// A post of dora's, against which anna has voted.
fn accused(measure: Measure) -> (World, ItemId) {
    let mut world = World::with_trusted(&["boris", "clara", "dora"]);
    let item = world.posts_on_site("dora", "post", "Купите пирожки");
    world.story.sent();
    world.does(
        "anna",
        "anna",
        against(item, measure, "Это реклама, а не <b>пост</b>"),
    );
    (world, item)
}

#[test]
fn a_vote_opens_a_case_with_its_argument_in_the_thread() {
    let (mut world, item) = accused(Measure::Silence);
    let said = world.said_in(Role::Council);
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].text().contains("Купите пирожки"), "{said:#?}");
    assert_eq!(said[1].thread(), Some(said[0].id.as_str()));
    assert!(said[1].text().contains("реклама"), "{said:#?}");
    assert!(!said[1].html().contains("<b>"), "{said:#?}");
    assert!(said[2].text().contains("учтён"), "{said:#?}");
    world.refused(
        "boris",
        "short",
        against(item, Measure::Silence, "Нет"),
        "3 знака",
    );
    world.story.silence();
    let said = against(item, Measure::Silence, "Торговать можно не здесь");
    world.does("boris", "boris", said);
    assert!(matches!(standing(&world, "dora"), Standing::Muted { .. }));
    world.refused("dora", "again", post("А я всё равно"), "апелляцию");
    world.story.check();
}

#[test]
fn a_moderation_vote_is_taken_back() {
    let (mut world, item) = accused(Measure::Silence);
    let case = world.rules().open_case_of(&item).expect("a case");
    let measure = Measure::Silence;
    world.does("anna", "back", Deed::Unmoderate { case, measure });
    let said = against(item, measure, "Торговать можно не здесь");
    world.does("boris", "boris", said);
    assert_eq!(standing(&world, "dora"), Standing::Active);
    world.refused("anna", "more", Deed::Unmoderate { case, measure }, "нет");
    world.story.check();
}

#[test]
fn the_excluded_appeal_and_come_back() {
    let (mut world, item) = accused(Measure::Exclude);
    for who in ["boris", "clara"] {
        world.does(
            who,
            who,
            against(item, Measure::Exclude, "И мне она мешает"),
        );
    }
    assert_eq!(standing(&world, "dora"), Standing::Excluded);
    let appeal = |text: &str| Deed::Appeal {
        text: text.to_owned(),
    };
    world.refused("dora", "empty", appeal(" "), "Напишите");
    world.refused("anna", "idle", appeal("Просто так"), "R11");
    world.does("dora", "appeal", appeal("Я больше не буду"));
    world.refused("dora", "more", appeal("Ну пожалуйста"), "R11");
    let now_ms = world.story.now_ms();
    let appeal = world.rules().open_appeals(now_ms)[0].appeal;
    let given = |in_favour| Deed::AppealVote { appeal, in_favour };
    for who in ["anna", "boris", "clara"] {
        world.does(who, &format!("{who}/1"), given(Some(false)));
        world.does(who, &format!("{who}/2"), given(None));
        world.does(who, &format!("{who}/3"), given(Some(true)));
    }
    world.story.advance(7 * DAY_MS + HOUR_MS);
    assert_eq!(standing(&world, "dora"), Standing::Active);
    world.story.check();
}
