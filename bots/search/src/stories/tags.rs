use std::sync::Arc;

use secta_bot_kit::{Bot, testkit::Story};

use super::{ask, bot, composed, founder::Founder};

fn story() -> Story {
    let bots: [Arc<dyn Bot>; 2] = [Arc::new(Founder), Arc::new(bot())];
    Story::of(bots).composing(Arc::new(composed))
}

#[test]
fn a_supertag_finds_what_stands_under_any_of_its_names() {
    let mut story = story();
    let square = story.room("площадь", &["anna", "boris"]);
    story.says(
        &square,
        "anna",
        "!основать Чай со льдом | айсти, холодный чай",
    );
    story.says(&square, "boris", "Рецепт раз #айсти");
    story.says(&square, "boris", "Рецепт два #Чай_со_льдом.");
    story.says(&square, "boris", "Рецепт три (#холодный-чай)");
    story.says(&square, "boris", "Рецепт четыре #чай");
    for asked in [
        "\"чай со льдом\"",
        "айсти",
        "«Холодный чай»",
        "#холодный_чай",
    ] {
        story.advance(10_000);
        let found = ask(&mut story, &square, "anna", &format!("!найди тег:{asked}"));
        for number in ["раз", "два", "три"] {
            assert!(
                found.contains(&format!("Рецепт {number}")),
                "{asked}: {found}"
            );
        }
        assert!(!found.contains("четыре"), "{asked}: {found}");
    }
    let found = ask(&mut story, &square, "anna", "!найди рецепт тег:чай");
    assert!(
        found.contains("четыре") && !found.contains("раз"),
        "{found}"
    );
    story.check();
}

#[test]
fn elsewhere_a_supertag_is_a_tag_like_any_other() {
    let mut story = story();
    let square = story.room("площадь", &["anna", "boris"]);
    let other = story.room("кружок", &["anna"]);
    story.says(&square, "anna", "!основать Пчёлы | ульи");
    story.says(&square, "anna", "Община: #ульи");
    story.says(&other, "anna", "Кружок: #ульи");
    story.says(&other, "anna", "Кружок и #пчёлы");
    let direct = story.direct("anna");
    let found = ask(&mut story, &direct, "anna", "!найди тег:пчелы");
    assert!(
        found.contains("Община") && found.contains("Кружок и"),
        "{found}"
    );
    assert!(!found.contains("Кружок: "), "{found}");
    let found = ask(&mut story, &direct, "anna", "!найди тег:ульи");
    assert!(
        found.contains("Община") && found.contains("Кружок: "),
        "{found}"
    );
    story.check();
}
