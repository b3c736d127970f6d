use proptest::prelude::*;

use super::*;
use crate::title::Title;

fn title(text: &str) -> Title {
    Title::parse(text).expect(text)
}

fn shown(titles: &[Title]) -> Vec<String> {
    titles.iter().map(Title::to_string).collect()
}

fn pages(links: &[PageLink]) -> Vec<String> {
    let shown = |link: &PageLink| match &link.heading {
        Some(heading) => format!("{}#{heading}", link.title),
        None => link.title.to_string(),
    };
    links.iter().map(shown).collect()
}

#[test]
fn links_are_told_apart_and_named_once() {
    let links = links(
        "---\ntags: книги\naliases: [Арракис]\n---\n\
         [[Дюна]] [[дюна|книга]] [[Дюна#Сюжет#Конец]] ![[Пустыня#Червь]] ![[кот.png|300]] [[Файл:устав.pdf]]\n\
         [[Категория:Планеты]] [[:Category:Планеты]] [[#Тут]] [[a|]]\n\
         https://e.example/ [x](https://e.example) [y](Заметка.md#О) ![](javascript:x) [z](/a)\n\
         `[[Код]]` \\[[Нет]] <!-- [[Скрыто]] -->\n\n    [[Код]]\n\n```\n[[Код]]\n```\n\n| [[В таблице\\|имя]] |\n|-|\n",
    );
    assert_eq!(
        pages(&links.pages),
        [
            "Дюна",
            "Дюна#Конец",
            "Категория:Планеты",
            "a",
            "Заметка#О",
            "В таблице"
        ]
    );
    assert_eq!(pages(&links.embeds), ["Пустыня#Червь"]);
    assert_eq!(shown(&links.files), ["Файл:кот.png", "Файл:устав.pdf"]);
    assert_eq!(
        shown(&links.categories),
        ["Категория:книги", "Категория:Планеты"]
    );
    assert_eq!(links.external, ["https://e.example/"]);
    assert_eq!(links.aliases, ["Арракис"]);
}

#[test]
fn sections_end_where_the_next_of_their_level_begins() {
    let text = "---\na: b\n---\nначало\r\n# А\r\nа\n## Б *б* [[В#Г]]\n```\n# код\n```\nВ\n===\n<div>\n# html\n</div>\n\n> # цитата\n";
    let sections = sections(text);
    let parts: Vec<_> = sections
        .iter()
        .map(|it| {
            (
                it.heading.text.as_str(),
                it.heading.level,
                &text[it.bytes.clone()],
            )
        })
        .collect();
    let (b, c) = (text.find("##").expect("Б"), text.find("В\n").expect("В"));
    assert_eq!(
        parts,
        [
            ("А", 1, &text[text.find("# А").expect("А")..c]),
            ("Б б В › Г", 2, &text[b..c]),
            ("В", 1, &text[c..]),
        ]
    );
}

#[test]
fn a_section_is_replaced_and_the_rest_stays() {
    let text = "начало\n# А\nа\n# Б\nб";
    assert_eq!(
        replace_section(text, 1, "# В\nв").as_deref(),
        Some("начало\n# В\nв\n\n# Б\nб")
    );
    assert_eq!(
        replace_section(text, 0, "").as_deref(),
        Some("# А\nа\n# Б\nб")
    );
    assert_eq!(
        replace_section(text, 2, "").as_deref(),
        Some("начало\n# А\nа\n")
    );
    assert_eq!(replace_section(text, 3, ""), None);
}

#[test]
fn links_follow_a_page_that_is_called_otherwise() {
    let (from, to) = (title("Дюна"), title("Арракис"));
    for (text, new) in [
        (
            "[[Дюна]] и [[ дюна |книга]]",
            "[[Арракис]] и [[ Арракис |книга]]",
        ),
        (
            "![[Дюна#Сюжет]] [[Дюна#А|б]]",
            "![[Арракис#Сюжет]] [[Арракис#А|б]]",
        ),
        (
            "`[[Дюна]]` [[Дюна]] `[[Дюна]]`",
            "`[[Дюна]]` [[Арракис]] `[[Дюна]]`",
        ),
        (
            "> - *[[Дюна]]*\n> [[Дюна]]",
            "> - *[[Арракис]]*\n> [[Арракис]]",
        ),
        (
            "|a|[[Дюна\\|б]]|[[Дюна\\|в]]|\n|-|-|-|\n|`\\|`|[[Дюна]]|[[Дюна]]|",
            "|a|[[Арракис\\|б]]|[[Арракис\\|в]]|\n|-|-|-|\n|`\\|`|[[Арракис]]|[[Арракис]]|",
        ),
        (
            "а[^1]\r\n\r\n[^1]: [[Дюна]]\r\n",
            "а[^1]\r\n\r\n[^1]: [[Арракис]]\r\n",
        ),
        (
            "---\na: '[[Дюна]]'\n---\n# [[Дюна]]",
            "---\na: '[[Дюна]]'\n---\n# [[Арракис]]",
        ),
        (
            "|ы|\n|-|\n|`\\|\\|\\|`жжж[[Дюна]]ж[[Дюна\\|ж]][[Дюна]]|",
            "|ы|\n|-|\n|`\\|\\|\\|`жжж[[Арракис]]ж[[Арракис\\|ж]][[Арракис]]|",
        ),
        ("[[Д&#1102;на]]", "[[Арракис]]"),
    ] {
        assert_eq!(
            rewrite_links(text, &from, &to).as_deref(),
            Some(new),
            "{text}"
        );
    }
    for text in [
        "[[Дюна 2]]",
        "```\n[[Дюна]]\n```",
        "\\[[Дюна]]",
        "<!-- [[Дюна]] -->",
        "Дюна",
    ] {
        assert_eq!(rewrite_links(text, &from, &to), None, "{text}");
    }
}

#[test]
fn prefixes_keep_their_language_and_links_their_kind() {
    for (text, from, to, new) in [
        (
            "[[Category:A]]",
            "Категория:A",
            "Категория:B",
            "[[Category:B]]",
        ),
        (
            "[[категория:A]] [[:Категория:A]]",
            "Категория:A",
            "Категория:B",
            "[[Категория:B]] [[:Категория:B]]",
        ),
        ("[[A]]", "A", "Категория:B", "[[:Категория:B]]"),
        ("[[a.png]]", "Файл:a.png", "Файл:b.png", "[[Файл:b.png]]"),
        ("[[Commons:A|x]]", "Общее:A", "B", "[[B|x]]"),
    ] {
        let written = rewrite_links(text, &title(from), &title(to));
        assert_eq!(written.as_deref(), Some(new), "{text}");
    }
}

#[test]
fn a_summary_is_the_first_paragraph_in_words() {
    let text = "---\na: b\n---\n# Дюна\n\n![[x.png]]\n\n[[Категория:Книги]]\n\nЭто **роман** [[Герберт|Фрэнка]] [о](https://e.example) `воде` <b>и</b>[^1] песке.\n\nЕщё.\n\n[^1]: нет";
    assert_eq!(summary(text, 200), "Это роман Фрэнка о воде и песке.");
    assert_eq!(summary(text, 20), "Это роман Фрэнка о…");
    assert_eq!(summary("слово".repeat(9).as_str(), 10), "словослов…");
    assert_eq!(summary("", 10), "");
    assert_eq!(
        plain("# А\n\n- б\n- [[В#Г]]\n\n```\nкод\n```\n\n|д|е|\n|-|-|\n"),
        "А б В › Г код д е"
    );
}

fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "[[",
        "]]",
        "[[Дюна]]",
        "![[Дюна#а|б]]",
        "|",
        "\\|",
        "`",
        "```\n",
        "\n",
        "\n\n",
        "# ",
        "> ",
        "- ",
        "    ",
        "<b>",
        "<!--",
        "-->",
        "|-|-|\n",
        "[^1]",
        "[^1]: ",
        "слово",
        "*",
        "**",
        "[a](Дюна.md)",
        "\r\n",
        "===\n",
        "\t",
        "<div>",
        "&amp;",
        "---\n",
        "a: b\n",
        "\u{feff}",
        "\0",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn a_section_replaced_by_itself_changes_nothing(text in texts()) {
        for section in sections(&text) {
            let same = replace_section(&text, section.heading.number, &text[section.bytes]);
            prop_assert_eq!(same.as_deref(), Some(&text[..]));
        }
    }

    #[test]
    fn after_a_rename_everything_leads_to_the_new_page(text in texts()) {
        let (from, to) = (title("Дюна"), title("Арракис"));
        let Some(new) = rewrite_links(&text, &from, &to) else {
            return Ok(());
        };
        let wiki_links = |text: &str| {
            let links = links(text);
            [links.pages, links.embeds].map(|links| pages(&links))
        };
        let markdown = text.contains(".md");
        let told = wiki_links(&text).map(|links| {
            links.into_iter().map(|it| it.replace("Дюна", "Арракис")).collect::<Vec<_>>()
        });
        if !markdown {
            prop_assert_eq!(wiki_links(&new), told, "{:?}", new);
        }
        prop_assert_eq!(new.replace("Арракис", "Дюна"), text);
    }

    #[test]
    fn words_are_found_in_any_text(text in "\\PC{0,200}") {
        let words = plain(&text);
        prop_assert!(summary(&text, 10).chars().count() <= 10);
        prop_assert!(!words.contains("  "));
    }
}
