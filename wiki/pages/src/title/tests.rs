use proptest::prelude::*;

use super::*;

fn title(text: &str) -> Title {
    Title::parse(text).expect(text)
}

#[test]
fn prefixes_are_read_in_either_language_and_any_case() {
    for (text, namespace, shown) in [
        ("Дюна", Namespace::Page, "Дюна"),
        ("общее:Устав", Namespace::Commons, "Общее:Устав"),
        ("COMMONS: Устав", Namespace::Commons, "Общее:Устав"),
        ("Category :Books", Namespace::Category, "Категория:Books"),
        ("КАТЕГОРИЯ:Книги", Namespace::Category, "Категория:Книги"),
        ("файл:А.png", Namespace::File, "Файл:А.png"),
        ("File:А.png", Namespace::File, "Файл:А.png"),
    ] {
        let read = title(text);
        assert_eq!(read.namespace(), namespace, "{text}");
        assert_eq!(read.to_string(), shown);
    }
    assert_eq!(
        title("Файл:а.png").prefixed(Language::English),
        "File:а.png"
    );
}

#[test]
fn an_unknown_prefix_is_part_of_the_name() {
    let read = title("Дюна: роман");
    assert_eq!(read.namespace(), Namespace::Page);
    assert_eq!(read.name(), "Дюна: роман");
    assert_eq!(title("Категория:Файл:x").name(), "Файл:x");
}

#[test]
fn spaces_and_underscores_are_one_space() {
    let read = title("  Белая__гвардия \u{a0}\u{3000}роман_ ");
    assert_eq!(read.name(), "Белая гвардия роман");
    assert_eq!(read.to_slug(), "Белая_гвардия_роман");
    assert_eq!(Title::from_slug(&read.to_slug()), Ok(read));
}

#[test]
fn titles_of_one_page_have_one_key() {
    for (one, other) in [
        ("Ёжик", "ежик"),
        ("ЁЖИК", "Е\u{308}жик"),
        ("Straße", "STRASSE"),
        ("Ｗｉｋｉ", "wiki"),
        ("й", "и\u{306}"),
        ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ] {
        assert_eq!(title(one).page_id(), title(other).page_id(), "{one}");
    }
    assert_ne!(title("Дюна").page_id(), title("Общее:Дюна").page_id());
    assert_ne!(title("Дюна").page_id(), title("Дина").page_id());
}

#[test]
fn ids_of_pages_never_change() {
    assert_eq!(
        title("Дюна").page_id().to_string(),
        "f3b0aae8179e95832621eed90889633944b9e0c94c3646e8824fdb8c6c02b05e"
    );
    assert_eq!(
        title("Файл:Ёж 1.png").page_id().to_string(),
        "6aa9126a2a53c13cc7c7546f7cb8cb85c9bc994ddead1f2dd187a1fb376b036a"
    );
}

#[test]
fn what_is_no_title_is_refused_with_its_reason() {
    let long = "я".repeat(121);
    let invisible = |character| TitleFault::Invisible { character };
    let part = |part: &str| TitleFault::Part {
        part: part.to_owned(),
    };
    let mixed = |word: &str| TitleFault::Mixed {
        word: word.to_owned(),
    };
    for (text, fault) in [
        ("", TitleFault::Empty),
        (" _ ", TitleFault::Empty),
        ("Категория: ", TitleFault::Empty),
        (&long, TitleFault::Long { letters: 121 }),
        ("а\nб", invisible('\n')),
        ("а\tб", invisible('\t')),
        ("а\u{202e}б", invisible('\u{202e}')),
        ("а\u{200b}б", invisible('\u{200b}')),
        ("а\u{feff}", invisible('\u{feff}')),
        ("а[б", TitleFault::Character { character: '[' }),
        ("а#б", TitleFault::Character { character: '#' }),
        ("а^б", TitleFault::Character { character: '^' }),
        ("а//б", part("")),
        ("/а", part("")),
        ("а/", part("")),
        ("а/ /б", part(" ")),
        ("а/../б", part("..")),
        (".", part(".")),
        ("а/‥", part("..")),
        ("Mосква", mixed("Mосква")),
        ("Большая Мoсква", mixed("Мoсква")),
        ("αbc", mixed("αbc")),
    ] {
        assert_eq!(Title::parse(text), Err(fault), "{text:?}");
    }
    assert_eq!(
        Title::new(Namespace::Page, "file:x"),
        Err(TitleFault::Prefix)
    );
}

#[test]
fn words_of_different_alphabets_stand_side_by_side() {
    for text in ["IT-отдел", "Язык Rust", "Windows 11", "3D-печать", "Кафе"] {
        assert_eq!(title(text).name(), text);
    }
    assert_eq!(title(&"я".repeat(120)).name().chars().count(), 120);
}

#[test]
fn titles_look_alike_across_alphabets() {
    assert!(title("СОР").looks_like(&title("COP")));
    assert!(title("Сор").looks_like(&title("cop")));
    assert!(!title("Общее:СОР").looks_like(&title("COP")));
    assert!(!title("СОР").looks_like(&title("сор")));
    assert!(!title("Modern").looks_like(&title("Modem")));
    assert!(!title("Дюна").looks_like(&title("Dune")));
}

#[test]
fn a_subpage_knows_its_parent() {
    assert_eq!(title("Файл:а/б/в").parent(), Some(title("Файл:а/б")));
    assert_eq!(title("а").parent(), None);
}

#[test]
fn a_title_is_text_in_json() {
    let json = serde_json::to_string(&title("commons:Устав")).expect("text");
    assert_eq!(json, "\"Общее:Устав\"");
    assert_eq!(
        serde_json::from_str::<Title>(&json).ok(),
        Some(title("Общее:Устав"))
    );
    assert!(serde_json::from_str::<Title>("\"а|б\"").is_err());
}

proptest! {
    #[test]
    fn what_is_read_comes_back(text in "\\PC{0,40}|(Файл|file|Общее|x) ?: ?[а-яёЁa-z_ /.:\u{308}]{0,20}") {
        let Ok(read) = Title::parse(&text) else { return Ok(()) };
        for again in [
            read.to_string(),
            read.to_slug(),
            read.prefixed(Language::English),
        ] {
            prop_assert_eq!(&Title::parse(&again), &Ok(read.clone()));
        }
        prop_assert_eq!(Title::new(read.namespace(), read.name()), Ok(read.clone()));
    }
}
