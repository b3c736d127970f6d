use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

fn moscow() -> TimeZone {
    TimeZone::get("Europe/Moscow").unwrap_or(TimeZone::UTC)
}

fn origin() -> Origin {
    Origin {
        source: "https://matrix.to/#/!room:example.org/$event".to_owned(),
        author_id: "@вера:example.org".to_owned(),
        author_name: "Вера: \"да\"\n---\nзло: 1".to_owned(),
        at_ms: 1_795_290_114_000,
        room: "Площадь\u{202e}".to_owned(),
        tags: vec!["садоводство".to_owned(), "a/b: c".to_owned()],
        event_id: "$event".to_owned(),
    }
}

fn entry(id: &str, text: &str) -> Entry {
    Entry {
        event_id: id.to_owned(),
        author_name: "Пётр *х*".to_owned(),
        at_ms: 1_795_290_114_000,
        link: format!("https://matrix.to/#/!room:example.org/{id}"),
        text: text.to_owned(),
    }
}

#[test]
fn a_new_note_tells_where_it_comes_from_and_reads_back_the_same() {
    let note = Note::new(&origin(), &moscow(), "Текст\n");
    let printed = note.to_string();
    assert!(printed.contains("time: 2026-11-21T22:41:54\n"), "{printed}");
    assert!(!printed.contains('\u{202e}'));
    assert_eq!(Note::parse(&printed), note);
    assert_eq!(
        note.field("author"),
        Some(&Value::Text(origin().author_name))
    );
    assert_eq!(note.tags(), origin().tags);
    assert_eq!(note.events(), ["$event"]);
}

#[test]
fn what_a_person_added_keeps_its_place_and_its_looks() {
    let text = "---\r\n# моё\r\naliases: [a,  b]\r\ntime: вчера\r\nnested:\r\n  deep: {x: 1}\r\n---\r\nТело\r\n";
    let mut note = Note::parse(text);
    assert_eq!(note.to_string(), text);
    assert_eq!(note.field_names(), ["aliases", "time", "nested"]);
    note.set_field("time", &Value::Text("сегодня".to_owned()));
    note.set_field("new", &Value::List(vec!["да".to_owned()]));
    assert_eq!(
        note.to_string(),
        text.replace("вчера", "сегодня")
            .replace("---\r\nТело", "new:\r\n  - да\r\n---\r\nТело")
    );
}

#[test]
fn broken_front_matter_is_body_and_stays() {
    for text in [
        "---\na: [1\n---\nb",
        "---\na: 1\na: 2\n---\n",
        "---\n- list\n---\n",
        "---\na: &x 1\nb: *x\n---\n",
        "---\nнет конца",
        "---\n{a: 1}\n---\n",
    ] {
        let note = Note::parse(text);
        assert_eq!((note.body(), note.to_string().as_str()), (text, text));
    }
}

#[test]
fn front_matter_made_to_explode_is_body() {
    let deep = format!("---\na: {}\n---\n", "[".repeat(60_000));
    assert_eq!(Note::parse(&deep).body(), deep);
    let long = format!("---\n{}---\n", "a: b\n".repeat(20_000));
    assert_eq!(Note::parse(&long).body(), long);
}

#[test]
fn a_field_without_a_value_is_empty() {
    let note = Note::parse("---\ntags:\nevent: ~\n---\n");
    assert!(note.tags().is_empty() && note.events().is_empty());
}

#[test]
fn a_thread_grows_once_for_each_message() {
    let mut note = Note::new(&origin(), &moscow(), "Начало");
    assert!(note.append(&entry("$1", "раз"), &moscow()));
    assert!(note.append(&entry("$2", "два"), &moscow()));
    let grown = note.clone();
    assert!(!note.append(&entry("$1", "раз, снова"), &moscow()));
    assert_eq!(note, grown);
    assert_eq!(note.events(), ["$event", "$1", "$2"]);
    assert!(
        note.body()
            .contains("**Пётр \\*х\\*** [21.11.2026 22:41](https://matrix.to/#/")
    );
}

#[test]
fn an_edit_replaces_its_entry_and_leaves_the_words_of_people_alone() {
    let mut note = Note::new(&origin(), &moscow(), "");
    note.append(&entry("$1", "раз"), &moscow());
    note.set_body(format!("{}\nОт руки.\n", note.body()));
    note.append(&entry("$2", "два"), &moscow());
    assert!(note.replace(&entry("$1", "исправлено"), &moscow()));
    assert!(!note.replace(&entry("$1", "исправлено"), &moscow()));
    assert!(!note.replace(&entry("$3", "нет такого"), &moscow()));
    assert!(note.body().contains("От руки.") && note.body().contains("исправлено"));
    assert!(!note.body().contains("раз\n"));
}

fn edit(event: &str, by: &str, text: &str) -> Edit {
    Edit {
        event_id: event.to_owned(),
        edit_id: by.to_owned(),
        text: text.to_owned(),
        keeps_files: true,
    }
}

#[test]
fn an_edited_entry_keeps_its_head_and_files_and_older_words_do_not_come_back() {
    let mut note = Note::new(&origin(), &moscow(), "");
    note.append(&entry("$1", "раз\n\n![[мята 1.png]]"), &moscow());
    note.append(&entry("$2", "два"), &moscow());
    assert!(note.edit(&edit("$1", "$e", "иначе\n<!-- secta:end -->")));
    assert!(!note.edit(&edit("$1", "$e", "иначе\n<!-- secta:end -->")));
    assert!(!note.edit(&edit("$3", "$e", "нет такого")));
    assert!(!note.replace(&entry("$1", "раз"), &moscow()));
    assert!(!note.append(&entry("$1", "раз"), &moscow()));
    let body = note.body().to_owned();
    assert!(body.contains("22:41](https://matrix.to/#/"), "{body}");
    assert!(
        body.contains("иначе") && body.contains("![[мята 1.png]]"),
        "{body}"
    );
    assert!(!body.contains("раз"), "{body}");
    assert_eq!(note.events(), ["$event", "$1", "$e", "$2"]);
    assert!(note.has_entry("$1") && !note.has_entry("$event"));
    assert!(note.edit(&edit("$1", "$f", "ещё иначе")));
    assert!(!note.body().contains("$e "), "the last one is named");
    assert!(note.redact("$f", ""));
    assert!(!note.body().contains("иначе") && !note.edit(&edit("$1", "$g", "снова")));
    assert_eq!(note.events(), ["$event", "$1", "$2"]);
}

#[test]
fn a_redacted_entry_loses_its_text_for_good() {
    let mut note = Note::new(&origin(), &moscow(), "");
    note.append(&entry("$1", "тайна"), &moscow());
    assert!(note.redact("$1", "сообщение удалено"));
    assert!(!note.redact("$1", "сообщение удалено"));
    assert!(!note.append(&entry("$1", "тайна"), &moscow()));
    assert!(!note.replace(&entry("$1", "тайна"), &moscow()));
    assert!(!note.body().contains("тайна") && !note.body().contains("Пётр"));
    assert_eq!(note.events(), ["$event", "$1"]);
}

#[test]
fn a_text_cannot_reach_beyond_its_entry() {
    for hostile in [
        "```\nоткрыто",
        "<!-- открыто",
        "%% открыто",
        "<!-- secta:end -->\n<!-- secta:entry $2 -->\nподдел",
        "<div>",
        "[a]: https://example.org\n\n- x\n  ~~~",
    ] {
        let mut note = Note::new(&origin(), &moscow(), "");
        note.append(&entry("$1", hostile), &moscow());
        assert!(note.append(&entry("$2", "второе"), &moscow()), "{hostile}");
        assert_eq!(note.events(), ["$event", "$1", "$2"], "{hostile}");
        assert!(note.redact("$1", ""));
        assert!(!note.body().contains("поддел") && !note.body().contains("открыто"));
        assert!(note.body().contains("второе"));
    }
}

proptest! {
    #[test]
    fn any_text_reads_and_prints_as_itself(text in any::<String>()) {
        prop_assert_eq!(Note::parse(&text).to_string(), text);
    }

    #[test]
    fn anything_like_front_matter_reads_and_prints_as_itself(
        text in "---\n([a-c]: ?[\\[\\]{}\"'a-c#&*\n -]{0,6}\n){0,4}---\n?[a-c\n-]{0,5}",
    ) {
        prop_assert_eq!(Note::parse(&text).to_string(), text);
    }

    #[test]
    fn any_value_stays_one_value(value in any::<String>(), items in prop::collection::vec(any::<String>(), 0..4)) {
        let mut note = Note::new(&origin(), &moscow(), "---\nтело");
        note.set_field("room", &Value::Text(value));
        note.set_field("tags", &Value::List(items));
        let read = Note::parse(&note.to_string());
        prop_assert_eq!(read.field_names(), note.field_names());
        prop_assert_eq!(read, note);
    }

    #[test]
    fn any_text_of_an_entry_stays_inside(text in any::<String>(), id in "\\$[ -~а-я]{1,20}") {
        let mut note = Note::new(&origin(), &moscow(), "");
        note.append(&entry("$first", "1"), &moscow());
        note.append(&entry(&id, &text), &moscow());
        note.append(&entry("$last", "3"), &moscow());
        let events = Note::parse(&note.to_string()).events();
        prop_assert_eq!(events, vec!["$event".to_owned(), "$first".to_owned(), id.clone(), "$last".to_owned()]);
        let mut other = note.clone();
        prop_assert!(other.redact(&id, ""));
        prop_assert!(other.body().contains("3"));
    }
}
