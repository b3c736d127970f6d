use secta_bot_kit::words::{check, check_used};

use crate::stories::bot;

#[test]
fn the_phrases_are_complete_in_both_languages() {
    check(&bot());
}

#[test]
fn each_phrase_is_used_and_each_used_one_is_there() {
    let sources = [
        include_str!("aftermath/cases.rs"),
        include_str!("aftermath/council.rs"),
        include_str!("aftermath/items.rs"),
        include_str!("aftermath/ranks.rs"),
        include_str!("answers.rs"),
        include_str!("answers/log.rs"),
        include_str!("answers/people.rs"),
        include_str!("answers/policy.rs"),
        include_str!("answers/why.rs"),
        include_str!("asked/mod.rs"),
        include_str!("asked/command.rs"),
        include_str!("enact.rs"),
        include_str!("explain.rs"),
        include_str!("found.rs"),
        include_str!("levels.rs"),
        include_str!("lib.rs"),
        include_str!("members.rs"),
        include_str!("porch.rs"),
        include_str!("propose.rs"),
        include_str!("scene.rs"),
        include_str!("tags.rs"),
        include_str!("wallet.rs"),
        include_str!("web/answer.rs"),
        include_str!("web/code.rs"),
        include_str!("web/mod.rs"),
        include_str!("web/native.rs"),
        include_str!("web/read.rs"),
    ];
    check_used(&bot(), &sources);
}
