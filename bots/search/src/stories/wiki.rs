use std::sync::Arc;

use secta_bot_kit::{Bot, RoomId, testkit::Story};

use super::{ask, bot, composed, founder::Founder};
use crate::{
    find::Request,
    index::snippet,
    pages::{self, PageHit, Pages, Sought},
    text::{Forms, Lemmas},
};

/// The wiki of the stories.
const WIKI: [(&str, &str); 3] = [
    ("Пасека", "Здесь живут кошки и стоят ульи с мёдом."),
    ("Мёд", "Липовый и гречишный, в сотах."),
    ("Устав", "Не шуметь после десяти."),
];

/// How many pages tell of foxes.
const FOXES: usize = 12;

/// The pages that belong in an answer.
pub fn found(request: &Request, lemmas: &Arc<dyn Lemmas>) -> Pages {
    let Some(wanted) = pages::wanted(request) else {
        return Pages::default();
    };
    let forms = Forms::new(Arc::clone(lemmas));
    for (sought, reading) in pages::readings(&request.ask.clauses, &forms, lemmas.as_ref()) {
        let mut hits: Vec<PageHit> = all().collect();
        hits.retain(|page| has(page, &sought, &forms));
        if !hits.is_empty() {
            let total = hits.len();
            let hits = hits.into_iter().skip(wanted.skip).take(wanted.take);
            let hits = hits.collect();
            return Pages {
                hits,
                total,
                reading,
            };
        }
    }
    Pages::default()
}

fn all() -> impl Iterator<Item = PageHit> {
    let known = WIKI
        .iter()
        .map(|(title, text)| ((*title).to_owned(), *text));
    let foxes = (1..=FOXES).map(|number| (format!("Лиса {number}"), "Рыжая"));
    known.chain(foxes).map(|(title, text)| PageHit {
        link: Some(format!("https://site.example/{title}")),
        title,
        snippet: snippet::beginning(text),
    })
}

fn has(page: &PageHit, sought: &[Sought], forms: &Forms) -> bool {
    let text: String = page.snippet.iter().map(|(text, _)| text.as_str()).collect();
    let words = forms.of_text(&format!("{} {text}", page.title));
    let there = |forms: &Arc<[String]>| {
        let mut words = words.iter();
        words.any(|word| word.iter().any(|form| forms.contains(form)))
    };
    let mut sought = sought.iter();
    sought.all(|one| one.words.iter().all(there) != one.not)
}

/// A community with its square.
fn community() -> (Story, RoomId) {
    let bots: [Arc<dyn Bot>; 2] = [Arc::new(Founder), Arc::new(bot())];
    let mut story = Story::of(bots).composing(Arc::new(composed));
    let square = story.room("площадь", &["anna", "boris"]);
    story.says(&square, "anna", "!основать Чай | чаи");
    (story, square)
}

#[test]
fn pages_stand_above_messages_and_are_counted_apart() {
    let (mut story, square) = community();
    story.says(&square, "boris", "Привёз липового мёда");
    story.says(&square, "anna", "!найди медом");
    let sent = story.sent().pop().expect("an answer");
    let (pages, messages) = sent.text().split_once("Сообщения").expect("both are there");
    assert!(
        pages.contains("Страницы вики") && pages.contains("1. Пасека"),
        "{pages}"
    );
    assert!(
        pages.contains("2. Мёд") && pages.contains("Липовый"),
        "{pages}"
    );
    assert!(messages.contains("1. @boris:home") && messages.contains("липового мёда"));
    assert!(
        sent.html().contains("href=\"https://site.example/Пасека\""),
        "{}",
        sent.html()
    );
    story.check();
}

#[test]
fn pages_alone_are_an_answer_too() {
    let (mut story, square) = community();
    let answer = ask(&mut story, &square, "anna", "!найди кошкой");
    assert!(answer.contains("1. Пасека"), "{answer}");
    assert!(!answer.contains("Сообщения") && !answer.contains("ничего не нашлось"));
    let english = ask(&mut story, &square, "anna", "!find мёд -липовый");
    assert!(
        english.contains("Pages of the wiki") && english.contains("1. Пасека"),
        "{english}"
    );
    assert!(!english.contains("2. "), "{english}");
    story.check();
}

#[test]
fn filters_of_messages_leave_pages_out() {
    let (mut story, square) = community();
    story.says(&square, "boris", "Привёз мёда");
    for filter in [
        "от:@boris",
        "в:площадь",
        "после:2020",
        "до:2100",
        "тег:чай",
        "тип:пост",
    ] {
        let answer = ask(&mut story, &square, "anna", &format!("!найди мёд {filter}"));
        assert!(!answer.contains("Пасека"), "{filter}: {answer}");
    }
    story.check();
}

#[test]
fn one_pages_through_pages_alone() {
    let (mut story, square) = community();
    story.says(&square, "boris", "Видел лису");
    let few = ask(&mut story, &square, "anna", "!найди лиса");
    assert!(
        few.contains("3. Лиса 3") && !few.contains("4. Лиса"),
        "{few}"
    );
    assert!(
        few.contains("тип:страница") && few.contains("Видел лису"),
        "{few}"
    );
    let first = ask(&mut story, &square, "anna", "!найди лиса тип:страница");
    assert!(
        first.contains("10. Лиса 10") && first.contains("!ещё"),
        "{first}"
    );
    assert!(
        !first.contains("Видел") && !first.contains("При всех"),
        "{first}"
    );
    let second = ask(&mut story, &square, "anna", "!ещё");
    assert!(
        second.contains("12. Лиса 12") && !second.contains("!ещё"),
        "{second}"
    );
    let third = ask(&mut story, &square, "anna", "!ещё");
    assert!(third.contains("больше ничего нет"), "{third}");
    let english = ask(&mut story, &square, "anna", "!find лиса type:page");
    assert!(
        english.contains("10. Лиса 10") && english.contains("!more"),
        "{english}"
    );
    story.check();
}

#[test]
fn the_rest_of_the_messages_comes_without_pages() {
    let (mut story, square) = community();
    for number in 1..=7 {
        story.says(&square, "boris", &format!("Мёд номер {number}"));
    }
    story.advance(2_000);
    let first = ask(&mut story, &square, "anna", "!найди мёд");
    assert!(
        first.contains("Пасека") && first.contains("5. @boris"),
        "{first}"
    );
    let second = ask(&mut story, &square, "anna", "!ещё");
    assert!(
        second.contains("7. @boris") && !second.contains("Пасека"),
        "{second}"
    );
    story.check();
}

#[test]
fn a_question_in_the_other_layout_finds_pages() {
    let (mut story, square) = community();
    let answer = ask(&mut story, &square, "anna", "!найди rjirf");
    assert!(
        answer.contains("раскладка") && answer.contains("Пасека"),
        "{answer}"
    );
    let answer = ask(&mut story, &square, "anna", "!найди кожка");
    assert!(
        answer.contains("вот похожие") && answer.contains("Пасека"),
        "{answer}"
    );
    // What is only similar is not shown beside what was asked for.
    story.says(&square, "boris", "Новая кожка");
    let answer = ask(&mut story, &square, "anna", "!найди кожка");
    assert!(
        answer.contains("Новая кожка") && !answer.contains("Пасека"),
        "{answer}"
    );
    story.check();
}

#[test]
fn pages_are_asked_for_by_words_and_in_a_community() {
    let (mut story, square) = community();
    let answer = ask(&mut story, &square, "anna", "!найди тип:страница");
    assert!(answer.contains("только по словам"), "{answer}");
    let answer = ask(
        &mut story,
        &square,
        "anna",
        "!find honey type:page from:@anna",
    );
    assert!(answer.contains("by words alone"), "{answer}");
    // There is one community: whoever asks elsewhere means its wiki.
    let other = story.room("кружок", &["anna", "boris"]);
    let answer = ask(&mut story, &other, "anna", "!найди кошка");
    assert!(answer.contains("Пасека"), "{answer}");
    story.advance(60_000);
    let porch = story.direct("anna");
    story.says(&porch, "anna", "!основать Кофе | кофеи");
    let answer = ask(&mut story, &porch, "anna", "!найди кошка");
    assert!(answer.contains("Пасека"), "{answer}");
    let third = story.room("сад", &["anna", "boris"]);
    let answer = ask(&mut story, &third, "anna", "!найди кошка");
    assert!(answer.contains("ничего не нашлось"), "{answer}");
    let answer = ask(&mut story, &third, "anna", "!найди кошка тип:страница");
    assert!(answer.contains("в чьей вики"), "{answer}");
    let answer = ask(&mut story, &third, "anna", "!find кошка type:page");
    assert!(answer.contains("whose wiki"), "{answer}");
    let answer = ask(&mut story, &square, "anna", "!найди кошка");
    assert!(answer.contains("Пасека"), "{answer}");
    story.check();
}
