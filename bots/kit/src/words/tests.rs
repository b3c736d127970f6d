use super::{markup, *};
use crate::args;

fn render(phrase: &str) -> Text {
    markup::render(phrase, &[])
}

#[test]
fn the_desk_speaks_both_languages_and_wastes_no_phrase() {
    check::check_desk(&[
        include_str!("../answer.rs"),
        include_str!("../desk/help.rs"),
        include_str!("../desk/language.rs"),
        include_str!("../desk/members.rs"),
        include_str!("../desk/messages.rs"),
        include_str!("../desk/reports.rs"),
        include_str!("../desk/secrets.rs"),
    ]);
}

#[test]
fn markup_becomes_html_and_plain_words() {
    let text =
        render("**Итог**: `!да`\n- раз\n- [два](https://example.org/?a=1&b=2)\nконец * и [нет]");
    assert_eq!(
        text.plain,
        "Итог: !да\n- раз\n- два (https://example.org/?a=1&b=2)\nконец * и [нет]"
    );
    assert_eq!(
        text.html,
        "<strong>Итог</strong>: <code>!да</code><ul><li>раз</li>\
         <li><a href=\"https://example.org/?a=1&amp;b=2\">два</a></li></ul>конец * и [нет]"
    );
    assert_eq!(render("[x](javascript:alert)").html, "x");
}

#[test]
fn nothing_in_an_argument_is_markup() {
    let words = Words::new(&[]);
    let hostile = "**b** `c` [x](https://evil) <img>\n- d\u{202e}";
    let text = words.text(
        Lang::En,
        "desk-did-you-mean",
        &args!["word" => hostile, "near" => "vote"],
    );
    assert!(
        text.html
            .contains("“**b** `c` [x](https://evil) &lt;img&gt;<br>- d”"),
        "{}",
        text.html
    );
    assert!(text.html.ends_with("<code>!vote</code>?"));
    assert!(
        text.plain
            .contains("“**b** `c` [x](https://evil) <img>\n- d”")
    );
}

#[test]
fn russian_counts_as_russian_does() {
    let words = Words::new(&[]);
    let wait = |n: i64| {
        words
            .text(Lang::Ru, "desk-too-fast", &args!["seconds" => n])
            .plain
    };
    assert!(wait(1).contains("1 секунду"));
    assert!(wait(3).contains("3 секунды"));
    assert!(wait(11).contains("11 секунд;"));
    assert!(wait(21).contains("21 секунду"));
}

#[test]
fn words_shown_back_are_safe_and_short() {
    assert_eq!(tidy("  a\u{202e}b\0\n c\u{200b} ", 10), "ab c");
    assert_eq!(tidy("абвгд", 3), "аб…");
    assert_eq!(tidy("👨\u{200d}👩\u{200d}👧", 9), "👨\u{200d}👩\u{200d}👧");
}

#[test]
fn an_answer_stands_where_it_was_asked() {
    let id = |text: &str| Some(crate::EventId::new(text));
    let content = notice(
        &Text::verbatim("да"),
        &Answering {
            thread: id("$root"),
            reply_to: id("$q"),
            mention: None,
        },
    );
    assert_eq!(content["m.relates_to"]["rel_type"], "m.thread");
    assert_eq!(content["m.relates_to"]["is_falling_back"], false);
    assert_eq!(content["m.relates_to"]["m.in_reply_to"]["event_id"], "$q");
    assert_eq!(content["msgtype"], "m.notice");
}
