//! Given a community, when somebody says `!в летопись`, then it is voted on, entered, proven, and taken back.

mod asking;
mod entering;
mod taking;
mod world;

use secta_bot_kit::words::{check, check_used};

#[test]
fn the_phrases_are_complete_in_both_languages() {
    check(&world::bot());
}

#[test]
fn each_phrase_is_used_and_each_used_one_is_there() {
    let sources = [
        include_str!("../ask.rs"),
        include_str!("../explain.rs"),
        include_str!("../propose.rs"),
        include_str!("../settle.rs"),
        include_str!("../show.rs"),
        include_str!("../withdraw.rs"),
    ];
    check_used(&world::bot(), &sources);
}
