use secta_bot_kit::words::{check, check_used};

use crate::Onboarding;

#[test]
fn the_phrases_are_complete_in_both_languages() {
    check(&Onboarding);
}

#[test]
fn each_phrase_is_used_and_each_used_one_is_there() {
    let sources = [
        include_str!("answers.rs"),
        include_str!("steps.rs"),
        include_str!("way.rs"),
    ];
    check_used(&Onboarding, &sources);
}
