//! Given a community, when somebody changes a page in a room or on the site, then it is recorded, and those who watch
//! it are told.

mod asking;
mod changing;
mod forms;
mod watching;
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
        include_str!("../commands.rs"),
        include_str!("../explain.rs"),
        include_str!("../form.rs"),
        include_str!("../relink.rs"),
        include_str!("../show.rs"),
        include_str!("../talk.rs"),
        include_str!("../thread.rs"),
        include_str!("../watch.rs"),
        include_str!("../write.rs"),
    ];
    check_used(&world::bot(), &sources);
}
