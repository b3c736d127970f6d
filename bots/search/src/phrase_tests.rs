use secta_bot_kit::words::{check, check_used};

use crate::stories::bot;

#[test]
fn the_phrases_are_complete_in_both_languages() {
    check(&bot());
}

#[test]
fn each_phrase_is_used_and_each_used_one_is_there() {
    let sources = [
        include_str!("find.rs"),
        include_str!("history.rs"),
        include_str!("quote.rs"),
        include_str!("show.rs"),
        include_str!("switch.rs"),
        include_str!("compose.rs"),
    ];
    check_used(&bot(), &sources);
}
