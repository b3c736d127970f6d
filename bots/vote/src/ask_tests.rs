use proptest::prelude::*;
use secta_bot_kit::{
    EventId, Lang, RoomId, UserId,
    grammar::{Command, Determination, Registry},
    input::{Content, Event, Message},
    when::{DAY_MS, HOUR_MS, WhenError, zone},
};

use crate::{
    ask::{BYTES_MAX, Frame, OPEN_MS, Trouble, ask},
    commands,
    count::Quorum,
    poll::Asked,
};

/// 2026-11-20 12:00 in Moscow, a Friday.
const NOW_MS: i64 = 1_795_165_200_000;

fn command(body: &str, html: Option<&str>) -> Option<Command> {
    let event = Event {
        id: EventId::new("$ask"),
        room: RoomId::new("!r:t"),
        sender: UserId::new("@a:t"),
        sent_ms: NOW_MS,
        own: false,
        about: None,
        author: None,
        encrypted: false,
        thread: None,
        reply_to: None,
        content: Content::Message(Message {
            msgtype: "m.text".to_owned(),
            body: body.to_owned(),
            html: html.map(str::to_owned),
            edits: None,
            media: None,
        }),
    };
    match Registry::new(commands::all()).determine(&event) {
        Determination::Command(command) => Some(*command),
        Determination::NotCommand | Determination::Unknown { .. } | Determination::Bad { .. } => {
            None
        }
    }
}

fn read_html(body: &str, html: Option<&str>) -> Result<Asked, Trouble> {
    let command = command(body, html).unwrap_or_else(|| panic!("{body:?} is a command"));
    let moscow = zone("Europe/Moscow").expect("Moscow is in the database");
    let defaults = ["да", "нет", "воздержусь"].map(str::to_owned);
    ask(
        &command,
        Frame {
            now_ms: NOW_MS,
            zone: &moscow,
            defaults,
        },
    )
}

fn read(body: &str) -> Result<Asked, Trouble> {
    read_html(body, None)
}

#[track_caller]
fn asks(body: &str, question: &str, options: &[&str]) -> Asked {
    let asked = read(body).unwrap_or_else(|trouble| panic!("{body:?}: {trouble:?}"));
    assert_eq!(asked.question, question, "{body:?}");
    assert_eq!(asked.options, options, "{body:?}");
    asked
}

#[test]
fn a_question_with_bars_is_read() {
    let asked = asks("!голосуем Чай? | да | нет", "Чай?", &["да", "нет"]);
    assert_eq!(
        (asked.choices, asked.hidden, asked.quorum),
        (1, false, None)
    );
    assert_eq!(asked.deadline_ms, NOW_MS + OPEN_MS);
    asks("!VOTE Tea? | yes | no | ", "Tea?", &["yes", "no"]);
    asks(
        "!опрос  Чай  или кофе?|чай｜кофе",
        "Чай или кофе?",
        &["чай", "кофе"],
    );
    asks("!голосуем Чай?\n| да\n| нет", "Чай?", &["да", "нет"]);
}

#[test]
fn a_question_with_a_list_is_read() {
    asks(
        "!голосуем Чай?\n- да\n- нет\n- потом",
        "Чай?",
        &["да", "нет", "потом"],
    );
    asks("!голосуем\nЧай?\n* да\n* нет", "Чай?", &["да", "нет"]);
    asks("!голосуем Чай?\n\n1. да\n2) нет\n", "Чай?", &["да", "нет"]);
    asks("!голосуем Чай? | да\n- нет", "Чай?", &["да", "нет"]);
}

#[test]
fn a_list_of_the_formatted_body_is_read() {
    let html = "<p>!голосуем Чай?</p><ul><li><p>да</p></li><li><b>нет</b> &amp; всё</li></ul>";
    let asked = read_html("!голосуем Чай?\nда\nнет & всё", Some(html)).expect("a question");
    assert_eq!(asked.question, "Чай?");
    assert_eq!(asked.options, ["да", "нет & всё"]);
}

#[test]
fn without_options_they_are_yes_no_abstain() {
    asks("!голосуем Чай?", "Чай?", &["да", "нет", "воздержусь"]);
    let asked = asks(
        "!голосуем Чай? срок: 2 часа",
        "Чай?",
        &["да", "нет", "воздержусь"],
    );
    assert_eq!(asked.deadline_ms, NOW_MS + 2 * HOUR_MS);
}

#[test]
fn options_are_read_wherever_they_stand() {
    for body in [
        "!голосуем Чай? | да | нет | потом, срок: 2 часа, выбор: 2, кворум: 5, скрыто",
        "!голосуем Чай? | да | нет | потом\nсрок: 2 часа\nвыбор: 2\nкворум: 5\nскрыто",
        "!голосуем срок: 2 часа выбор: 2 кворум: 5 скрыто\nЧай?\n- да\n- нет\n- потом",
        "!vote Чай? | да | нет | потом | until: 2 hours, choices: 2, quorum: 5, hidden",
        "!голосуем Чай? | да | нет | потом | до: через 2 часа | ВЫБОР: 2 | Кворум: 5 человек | Скрыто",
    ] {
        let asked = asks(body, "Чай?", &["да", "нет", "потом"]);
        assert_eq!(asked.deadline_ms, NOW_MS + 2 * HOUR_MS, "{body:?}");
        assert_eq!((asked.choices, asked.hidden), (2, true), "{body:?}");
        assert_eq!(asked.quorum, Some(Quorum::People(5)), "{body:?}");
    }
    let asked = asks(
        "!голосуем Чай? до: завтра 18:00, кворум: 50%",
        "Чай?",
        &["да", "нет", "воздержусь"],
    );
    assert_eq!(asked.deadline_ms, NOW_MS + 30 * HOUR_MS);
    assert_eq!(asked.quorum, Some(Quorum::Percent(50)));
    assert_eq!(
        asks(
            "!голосуем Ч? | а | б | в, выбор: все",
            "Ч?",
            &["а", "б", "в"]
        )
        .choices,
        3
    );
}

#[test]
fn what_is_wrong_is_said() {
    let long = "щ".repeat(341);
    for (body, trouble) in [
        ("!голосуем".to_owned(), Trouble::NoQuestion),
        ("!голосуем | да | нет".to_owned(), Trouble::NoQuestion),
        ("!голосуем | ".to_owned(), Trouble::NoQuestion),
        (
            "!голосуем \u{200b}\u{202e} ".to_owned(),
            Trouble::NoQuestion,
        ),
        ("!голосуем\n- да\n- нет".to_owned(), Trouble::NoQuestion),
        (format!("!голосуем {long}"), Trouble::QuestionLong(341)),
        ("!голосуем Чай? | ".to_owned(), Trouble::FewOptions(0)),
        ("!голосуем Чай? | да".to_owned(), Trouble::FewOptions(1)),
        ("!голосуем Чай?\n- да".to_owned(), Trouble::FewOptions(1)),
        (
            "!голосуем Чай? | да | | нет".to_owned(),
            Trouble::EmptyOption(2),
        ),
        (
            "!голосуем Чай?\n- да\n-\n- нет".to_owned(),
            Trouble::EmptyOption(2),
        ),
        (
            format!("!голосуем Чай? | да | {long}"),
            Trouble::OptionLong(2),
        ),
        (
            "!голосуем Чай? | Ёж | ёж".to_owned(),
            Trouble::Same("ёж".to_owned()),
        ),
        (
            "!голосуем Чай? | еж | ёж".to_owned(),
            Trouble::Same("ёж".to_owned()),
        ),
        (
            "!голосуем Чай? | да | д\u{200b}а".to_owned(),
            Trouble::Same("да".to_owned()),
        ),
        ("!голосуем Чай?\nда\nнет".to_owned(), Trouble::NoList),
        (
            "!голосуем Чай? | да | нет, выбор: 3".to_owned(),
            Trouble::ManyChoices(3, 2),
        ),
        (
            "!голосуем Чай? | да | нет, выбор: 0".to_owned(),
            Trouble::Choices("0".to_owned()),
        ),
        (
            "!голосуем Чай? | да | нет, выбор: оба".to_owned(),
            Trouble::Choices("оба".to_owned()),
        ),
        (
            "!голосуем Чай? | да | нет, кворум: 0".to_owned(),
            Trouble::Quorum("0".to_owned()),
        ),
        (
            "!голосуем Чай? | да | нет, кворум: 101%".to_owned(),
            Trouble::Quorum("101%".to_owned()),
        ),
        (
            "!голосуем Чай? | да | нет, кворум: все".to_owned(),
            Trouble::Quorum("все".to_owned()),
        ),
        (
            "!голосуем Чай? | да | нет, тайно".to_owned(),
            Trouble::Secret,
        ),
        ("!vote Tea? | yes | no, secret".to_owned(), Trouble::Secret),
    ] {
        assert_eq!(read(&body), Err(trouble), "{body:?}");
    }
}

#[test]
fn times_that_do_not_work_are_named() {
    let past = NOW_MS - 3 * HOUR_MS;
    for (text, error) in [
        ("скоро", WhenError::Unknown),
        ("31.02", WhenError::NoSuchTime),
        ("сегодня 9:00", WhenError::Past { at_ms: past }),
        ("31.12.9999", WhenError::TooFar),
        ("через 31 день", WhenError::TooFar),
        ("2 года", WhenError::TooFar),
    ] {
        let refused = read(&format!("!голосуем Чай? | да | нет, срок: {text}"));
        assert_eq!(refused, Err(Trouble::Time(text.to_owned(), error)));
    }
    let asked = read("!голосуем Чай? | да | нет, срок: 30 дней").expect("30 days are allowed");
    assert_eq!(asked.deadline_ms, NOW_MS + 30 * DAY_MS);
}

#[test]
fn a_poll_has_two_to_twenty_options() {
    let with = |n: usize| {
        let options: Vec<String> = (0..n).map(|option| format!(" | в{option}")).collect();
        read(&format!("!голосуем Чай?{}", options.concat()))
    };
    assert_eq!(with(0).map(|asked| asked.options.len()), Ok(3));
    assert_eq!(with(1), Err(Trouble::FewOptions(1)));
    assert_eq!(with(2).map(|asked| asked.options.len()), Ok(2));
    assert_eq!(with(20).map(|asked| asked.options.len()), Ok(20));
    assert_eq!(with(21), Err(Trouble::ManyOptions(21)));
    assert_eq!(with(1000), Err(Trouble::ManyOptions(1000)));
}

#[test]
fn a_question_fits_into_an_event() {
    let option = |n: usize| format!(" | {n}{}", "🫖".repeat(300));
    let few: String = (0..8).map(option).collect();
    assert!(read(&format!("!голосуем Чай?{few}")).is_ok());
    let many: String = (0..12).map(option).collect();
    assert!(many.len() > BYTES_MAX);
    assert_eq!(read(&format!("!голосуем Чай?{many}")), Err(Trouble::Long));
}

#[test]
fn the_language_of_the_name_does_not_bind_the_options() {
    let command = command("!vote Чай? | да | нет, срок: 2 часа", None).expect("a command");
    assert_eq!(command.lang, Some(Lang::En));
    assert!(read("!vote Чай? | да | нет, срок: 2 часа").is_ok());
}

proptest! {
    #[test]
    fn no_text_panics_and_what_is_asked_is_sound(text in "(\\PC|\\||\n|- ){0,80}") {
        let body = format!("!голосуем {text}");
        if command(&body, Some(&text)).is_some()
            && let Ok(asked) = read_html(&body, Some(&text))
        {
            prop_assert!((2..=20).contains(&asked.options.len()));
            prop_assert!((1..=asked.options.len()).contains(&asked.choices));
            prop_assert!(!asked.question.trim().is_empty());
            prop_assert!(asked.deadline_ms > NOW_MS);
        }
    }
}
