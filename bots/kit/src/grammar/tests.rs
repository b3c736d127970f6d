use super::*;
use crate::{
    ids::{RoomId, UserId},
    input::{Content, Message},
};

const OPTIONS: &[OptionSpec] = &[
    OptionSpec {
        id: "duration",
        ru: &["срок"],
        en: &["duration"],
        value: true,
    },
    OptionSpec {
        id: "until",
        ru: &["до"],
        en: &["until"],
        value: true,
    },
    OptionSpec {
        id: "choices",
        ru: &["выбор"],
        en: &["choices"],
        value: true,
    },
    OptionSpec {
        id: "hidden",
        ru: &["скрыто"],
        en: &["hidden"],
        value: false,
    },
];

fn spec(
    id: &'static str,
    ru: &'static [&'static str],
    en: &'static [&'static str],
    body: Body,
) -> CommandSpec {
    let options = if id == "vote" { OPTIONS } else { &[] };
    CommandSpec {
        bot: "test",
        id,
        ru,
        en,
        options,
        body,
        usage: "u",
        example: "e",
        help: "h",
    }
}

pub(super) fn registry() -> Registry {
    Registry::new([
        spec(
            "vote",
            &["голосуем", "решаем вместе"],
            &["vote"],
            Body::Text,
        ),
        spec("votes", &["голосования"], &["votes"], Body::Nothing),
        spec(
            "chronicle",
            &["в летопись", "в"],
            &["chronicle"],
            Body::Text,
        ),
        spec("hedgehog", &["ёжик"], &["hedgehog"], Body::Line),
    ])
    .addressed_as(&UserId::new("@_secta_bot:home"))
}

pub(super) fn event(message: Message) -> Event {
    Event {
        id: EventId::new("$e"),
        room: RoomId::new("!r"),
        sender: UserId::new("@a:home"),
        sent_ms: 0,
        own: false,
        about: None,
        author: None,
        encrypted: false,
        thread: None,
        reply_to: None,
        content: Content::Message(message),
    }
}

pub(super) fn text(body: &str) -> Message {
    Message {
        msgtype: "m.text".to_owned(),
        body: body.to_owned(),
        html: None,
        edits: None,
        media: None,
    }
}

fn determine(body: &str) -> Determination {
    registry().determine(&event(text(body)))
}

fn command(body: &str) -> Command {
    match determine(body) {
        Determination::Command(command) => *command,
        other => panic!("{body:?} is {other:?}"),
    }
}

fn trouble(body: &str) -> Trouble {
    match determine(body) {
        Determination::Bad { trouble, .. } => trouble,
        other => panic!("{body:?} is {other:?}"),
    }
}

#[test]
fn a_name_is_known_in_any_dress() {
    for body in [
        "!голосуем Чай?",
        "! голосуем Чай?",
        "！голосуем Чай?",
        "!ГОЛОСУЕМ Чай?",
        "  !голосуем: Чай?",
        "\n!голо\u{200b}суем Чай?",
        "\u{202e}!голосуем Чай?",
        "!голос\u{ad}уем\tЧай?",
        "!\0голосуем Чай?",
    ] {
        let command = command(body);
        assert_eq!(
            (command.id, command.args.as_str()),
            ("vote", "Чай?"),
            "{body:?}"
        );
        assert_eq!(command.lang, Some(crate::Lang::Ru));
    }
    assert_eq!(command("!ежик").id, "hedgehog");
    assert_eq!(command("!Е\u{308}ЖИК").id, "hedgehog");
    assert_eq!(command("!vote").lang, Some(crate::Lang::En));
}

#[test]
fn the_longest_name_wins_and_only_whole_words_count() {
    assert_eq!(command("!в летопись Первая весна").args, "Первая весна");
    assert_eq!(command("!в лето").args, "лето");
    assert_eq!(command("!решаем вместе Чай?").id, "vote");
    let unknown = |body| match determine(body) {
        Determination::Unknown { word, near } => (word, near),
        other => panic!("{body:?} is {other:?}"),
    };
    assert_eq!(
        unknown("!голосуемся завтра"),
        ("голосуемся".to_owned(), Some("голосуем"))
    );
    assert_eq!(unknown("!voet"), ("voet".to_owned(), Some("vote")));
    assert_eq!(unknown("!ujkjcetv xfq").1, Some("голосуем"));
    assert_eq!(unknown("!погода").1, None);
}

#[test]
fn talk_is_no_command() {
    for body in [
        "!",
        "!!!",
        "!?",
        "! ",
        "!!голосуем",
        "!1",
        "да!",
        "голосуем",
        "я сказал: !голосуем",
        "> !голосуем",
        "x\n!голосуем",
    ] {
        assert_eq!(determine(body), Determination::NotCommand, "{body:?}");
    }
    for msgtype in ["m.notice", "m.emote", "m.image"] {
        let message = Message {
            msgtype: msgtype.to_owned(),
            ..text("!голосуем")
        };
        assert_eq!(
            registry().determine(&event(message)),
            Determination::NotCommand
        );
    }
    let code = Message {
        html: Some("<pre><code>!голосуем</code></pre>".to_owned()),
        ..text("!голосуем")
    };
    assert_eq!(
        registry().determine(&event(code)),
        Determination::NotCommand
    );
}

#[test]
fn the_bot_may_be_addressed_first() {
    for body in [
        "бот: !голосуем",
        "Bot, !голосуем",
        "@_secta_bot:home: !голосуем",
    ] {
        assert_eq!(command(body).id, "vote", "{body:?}");
    }
    let pill = "<a href=\"https://matrix.to/#/@_secta_bot:home\">Наша секта</a>: !голосуем";
    let message = Message {
        html: Some(pill.to_owned()),
        ..text("Наша секта: !голосуем")
    };
    assert!(registry().command(&event(message)).is_some());
}

#[test]
fn options_stand_on_the_first_line_or_on_their_own() {
    let one = command("!голосуем Чай? срок: 2 часа, выбор: 2 | да | нет");
    assert_eq!(one.args, "Чай? | да | нет");
    assert_eq!(
        (one.option("duration"), one.option("choices")),
        (Some("2 часа"), Some("2"))
    );
    let many = command(
        "!голосуем Чай?\nдо: завтра 18:00 скрыто\n- да: конечно\n- срок: подумаю\nhidden\n",
    );
    assert_eq!(many.lines, ["- да: конечно", "- срок: подумаю"]);
}

#[test]
fn times_links_and_plain_words_are_no_options() {
    let command =
        command("!голосуем Встреча в 18:00, https://example.org ? | да: конечно | скрыто от всех");
    assert_eq!(
        command.args,
        "Встреча в 18:00, https://example.org ? | да: конечно | скрыто от всех"
    );
    assert!(command.options.is_empty());
}

#[test]
fn flags_stand_where_they_cannot_be_words() {
    for body in [
        "!голосуем Чай? | да | нет | скрыто",
        "!голосуем Чай? скрыто | да | нет",
        "!голосуем Чай? | да | нет\nСкрыто",
        "!голосуем скрыто Чай? | да | нет",
        "!голосуем скрыто, Чай? | да | нет",
    ] {
        let command = command(body);
        assert_eq!(command.args, "Чай? | да | нет", "{body:?}");
        assert_eq!(command.option("hidden"), Some(""), "{body:?}");
    }
    for body in ["!голосуем Что скрыто", "!голосуем Скрыто ли солнце?"]
    {
        assert_eq!(command(body).options.len(), 0, "{body:?}");
    }
    assert_eq!(
        command("!голосуем Чай? срок: 2 часа скрыто").option("duration"),
        Some("2 часа")
    );
    assert_eq!(command("!голосуем Чай? скрыто: нет").option("hidden"), None);
}

#[test]
fn slips_are_pointed_out() {
    let slip = Trouble::UnknownOption {
        word: "срак".to_owned(),
        near: "срок",
    };
    assert_eq!(trouble("!голосуем Чай? срак: 2 | да | нет"), slip);
    assert_eq!(trouble("!голосуем Чай?\nсрак: 2"), slip);
    assert_eq!(
        trouble("!голосуем Чай? срок: | да"),
        Trouble::NoValue {
            option: "срок".to_owned()
        }
    );
    assert_eq!(
        trouble("!голосуем Чай? срок: 1 ч срок: 2 ч"),
        Trouble::Twice {
            option: "срок".to_owned()
        }
    );
    assert_eq!(trouble("!голосования завтра"), Trouble::Extra);
    assert_eq!(command("!голосуем Сок: какой?").args, "Сок: какой?");
}

#[test]
fn lists_are_read_from_lines_and_from_html() {
    let lines = [
        "- да",
        "* нет",
        "• может",
        "1. раз",
        "12) два",
        "просто",
        "-слитно",
    ]
    .map(str::to_owned);
    assert_eq!(
        list_items(&lines, None),
        ["да", "нет", "может", "раз", "два"]
    );
    let html = "<p>Чай?</p><ol><li><p>да &amp; нет</p></li><li><b>может</b><li>никогда</ol>";
    assert_eq!(
        list_items(&[], Some(html)),
        ["да & нет", "может", "никогда"]
    );
    assert_eq!(split_bar("Чай? | да ｜ "), ["Чай?", "да", ""]);
}
