use secta_bot_kit::web::{Deed, SOURCE};
use secta_record::act::{AppealId, CaseId, ItemId, Measure, ProposalId};

use super::{World, comment, edit, post};
use crate::memory::Role;

#[test]
fn texts_are_refused_where_they_are_empty_or_too_long() {
    let mut world = World::opened();
    for (id, text) in [("a", ""), ("b", " \n\t"), ("c", "\u{200b}\u{202e}")] {
        world.refused("anna", id, post(text), "пусто");
    }
    world.refused("anna", "d", post(&"я".repeat(32 * 1024)), "Слишком длинно");
    let root = world.posts_on_site("anna", "root", "Новости");
    world.refused("anna", "e", comment(root, " "), "пусто");
    world.refused("anna", "f", edit(root, ""), "пусто");
    world.story.check();
}

#[test]
fn markup_is_tamed() {
    let mut world = World::opened();
    let text = "<script>alert(1)</script><img src=x onerror=alert(1)> [жми](javascript:alert(1)) \u{202e}текст";
    world.posts_on_site("anna", "one", text);
    let said = world.said_in(Role::Stream).remove(0);
    for bad in ["<script", "onerror", "href=\"javascript:", "\u{202e}"] {
        assert!(!said.html().contains(bad), "{}", said.html());
    }
    assert!(!said.text().contains('\u{202e}'));
    assert_eq!(said.content["m.mentions"], serde_json::json!({}));
    world.story.check();
}

#[test]
fn nesting_without_end_is_said_all_the_same() {
    let mut world = World::opened();
    for (id, text) in [
        ("a", format!("{}x", ">".repeat(10_000))),
        ("b", "[".repeat(10_000)),
        ("c", "*_".repeat(5_000)),
        ("d", "- ".repeat(5_000) + "x"),
    ] {
        world.does("anna", id, post(&text));
    }
    world.story.check();
}

#[test]
fn what_is_not_there_is_told_so() {
    let mut world = World::opened();
    let nothing = [7; 32];
    let deeds = [
        comment(ItemId(nothing), "К чему?"),
        edit(ItemId(nothing), "Что?"),
        Deed::Withdraw {
            item: ItemId(nothing),
        },
        Deed::Moderate {
            item: ItemId(nothing),
            measure: Measure::Exclude,
            argument: "Просто так, без причины".to_owned(),
        },
        Deed::Unmoderate {
            case: CaseId(nothing),
            measure: Measure::Silence,
        },
        Deed::AppealVote {
            appeal: AppealId(nothing),
            in_favour: Some(true),
        },
        Deed::ProposalVote {
            proposal: ProposalId(nothing),
            given: true,
        },
    ];
    for (n, deed) in deeds.into_iter().enumerate() {
        world.refused("anna", &format!("f{n}"), deed, "правило");
    }
    world.story.silence();
    world.story.check();
}

#[test]
fn rows_that_are_no_forms_do_nothing() {
    let mut world = World::opened();
    for (n, body) in [
        "{}",
        "[]",
        "null",
        r#"{"community":"x","by":"@anna:home","lang":"ru","deed":{"deed":"post","text":"x"}}"#,
    ]
    .into_iter()
    .enumerate()
    {
        world
            .story
            .row(SOURCE, &format!("f{n}"), None, body.as_bytes().to_vec());
    }
    world.story.silence();
    world.story.check();
}

#[test]
fn a_community_that_is_not_here_is_not_known() {
    let mut world = World::opened();
    let (id, there) = (world.id, secta_record::RecordId([5; 32]));
    world.id = there;
    world.refused("anna", "one", post("Эй"), "нет");
    world.id = id;
    world.story.check();
}
