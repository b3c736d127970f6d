use proptest::prelude::*;

use super::{
    Determination, clean, fold, html_items,
    tests::{event, registry, text},
};
use crate::words::tidy;

proptest! {
    #[test]
    fn no_text_makes_the_grammar_panic(body in "\\PC*", html in ".*") {
        let message = crate::input::Message { html: Some(html.clone()), ..text(&body) };
        let _ = registry().determine(&event(message));
        let _ = (html_items(&html), fold(&body), tidy(&body, 5));
    }

    #[test]
    fn no_command_makes_the_grammar_panic(tail in "[ |:!а-я\\n\u{300}\u{200d}\u{202e}\\x00-]{0,40}(срок|скрыто|срак|до)?[: |\\n]*.*") {
        let _ = registry().determine(&event(text(&format!("!голосуем{tail}"))));
        let _ = registry().determine(&event(text(&format!("!голосуем {tail}"))));
    }

    #[test]
    fn a_name_with_letters_behind_it_is_another_word(tail in "[а-яa-z0-9]{1,8}") {
        let name = format!("голосуем{tail}");
        let found = registry().determine(&event(text(&format!("!{name} Чай?"))));
        let unknown = matches!(found, Determination::Unknown { .. });
        prop_assert!(unknown, "{:?}", found);
    }

    #[test]
    fn cleaning_twice_changes_nothing(body in any::<String>()) {
        let once = clean(&body);
        prop_assert_eq!(clean(&once), once.clone());
        let hidden = once.contains(['\0', '\u{202e}', '\u{200b}', '\r']);
        prop_assert!(!hidden);
    }
}

#[test]
fn sixty_four_kilobytes_of_combining_characters_are_read_at_once() {
    for tower in ["\u{301}".repeat(32 * 1024), "а\u{301}".repeat(16 * 1024)] {
        for body in [
            format!("!голосуем {tower}"),
            format!("!а{tower}"),
            format!("!{tower}"),
            tower,
        ] {
            let _ = registry().determine(&event(text(&body)));
        }
    }
    let options = "срок:".repeat(12 * 1024);
    let _ = registry().determine(&event(text(&format!("!голосуем {options}"))));
}
