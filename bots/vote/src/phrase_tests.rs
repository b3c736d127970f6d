use secta_bot_kit::words::{check, check_used};

use crate::Vote;

#[test]
fn the_phrases_are_complete_in_both_languages() {
    check(&Vote::default());
}

#[test]
fn each_phrase_is_used_and_each_used_one_is_there() {
    let sources = [
        include_str!("finish.rs"),
        include_str!("list.rs"),
        include_str!("results.rs"),
        include_str!("show.rs"),
        include_str!("start.rs"),
    ];
    check_used(&Vote::default(), &sources);
}
