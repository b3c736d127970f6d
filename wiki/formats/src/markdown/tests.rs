use proptest::prelude::*;

use super::*;

/// The Markdown of HTML, which has to give the same HTML again.
fn both_ways(html: &str, markdown: &str) {
    assert_eq!(from_html(html), markdown, "from {html}");
    assert_eq!(to_html(markdown), html, "from {markdown}");
}

#[test]
fn formatting_of_words_survives_both_ways() {
    both_ways("обычный текст", "обычный текст");
    both_ways(
        "<strong>жирный</strong> и <em>курсив</em>",
        "**жирный** и *курсив*",
    );
    both_ways("<del>нет</del> <u>да</u>", "~~нет~~ <u>да</u>");
    both_ways("<strong><em>оба</em></strong>", "**_оба_**");
    both_ways("<code>a | `b`</code>", "`` a | `b` ``");
    both_ways("слово<strong>часть</strong>слово", "слово**часть**слово");
    both_ways("а<strong>«б»</strong>в", "а<strong>«б»</strong>в");
    both_ways(
        "x<sup>2</sup> H<sub>2</sub>O",
        "x<sup>2</sup> H<sub>2</sub>O",
    );
    both_ways("раз<br>два", "раз\nдва");
}

#[test]
fn spoilers_survive_with_and_without_a_reason() {
    both_ways("<span data-mx-spoiler>убийца</span>", "||убийца||");
    both_ways(
        "<span data-mx-spoiler=\"кино\">убийца</span>",
        "<span data-mx-spoiler=\"кино\">убийца</span>",
    );
}

#[test]
fn mentions_and_links_survive() {
    both_ways(
        "<a href=\"https://matrix.to/#/@vera:example.org\">Вера</a>: привет",
        "[Вера](https://matrix.to/#/@vera:example.org): привет",
    );
    both_ways(
        "<a href=\"https://example.org/?a=1&amp;b=2\">https://example.org/?a=1&amp;b=2</a>",
        "<https://example.org/?a=1&b=2>",
    );
    both_ways(
        "[[Заметка|имя]] и [[a_b*c]]",
        "[[Заметка|имя]] и [[a_b\\*c]]",
    );
    both_ways("![[схема.png]]", "![[схема.png]]");
}

#[test]
fn pictures_of_matrix_survive_and_others_become_words() {
    both_ways(
        "<img src=\"mxc://example.org/abc\" alt=\"кот\">",
        "![кот](mxc://example.org/abc)",
    );
    assert_eq!(
        from_html("<img src=\"https://example.org/spy.png\" alt=\"кот\">"),
        "кот"
    );
    assert_eq!(to_html("![кот](https://example.org/spy.png)"), "кот");
}

#[test]
fn lists_survive_nested_numbered_and_with_boxes() {
    both_ways(
        "<ul><li>a<ul><li>b</li><li>c<ol start=\"3\"><li>d</li></ol></li></ul></li><li>e</li></ul>",
        "- a\n  - b\n  - c\n\n    3. d\n- e",
    );
    both_ways(
        "<ul><li>[x] сделано</li><li>[ ] нет</li></ul>",
        "- [x] сделано\n- [ ] нет",
    );
    both_ways(
        "<ul><li><p>a</p><p>b</p></li><li><p>c</p><pre><code>d\n</code></pre></li></ul>",
        "- a\n\n  b\n\n- c\n\n  ```\n  d\n  ```",
    );
    both_ways(
        "<ul><li>a</li></ul><ul><li>b</li></ul><p>c</p>",
        "- a\n\n* b\n\nc",
    );
}

#[test]
fn code_quotes_headings_rules_and_tables_survive() {
    both_ways(
        "<pre><code class=\"language-rust\">fn main() {\n    a &lt; b;\n\n}\n</code></pre>",
        "```rust\nfn main() {\n    a < b;\n\n}\n```",
    );
    both_ways("<pre><code>```\n</code></pre>", "````\n```\n````");
    both_ways(
        "<blockquote><p>раз</p><blockquote><p>два</p></blockquote></blockquote><p>три</p>",
        "> раз\n>\n> > два\n\nтри",
    );
    both_ways(
        "<h1>Раз</h1><h3>Два #</h3><hr><p>x</p>",
        "# Раз\n\n### Два \\#\n\n___\n\nx",
    );
    both_ways(
        "<table><thead><tr><th>a</th><th>б | в</th></tr></thead><tbody><tr><td><strong>1</strong></td><td></td></tr></tbody></table>",
        "| a | б \\| в |\n| --- | --- |\n| **1** |  |",
    );
}

#[test]
fn text_that_looks_like_markdown_stays_text() {
    for text in [
        "1. не список",
        "- не список",
        "# не заголовок",
        "> не цитата",
        "*не курсив*",
        "_a_",
        "a_b_c",
        "2 * 3 * 4",
        "`не код`",
        "[не](ссылка)",
        "![не](mxc://a/b)",
        "[x]: http://example.org",
        "~~не~~",
        "||не||",
        "%%видно%%",
        "==видно==",
        "цена 5$ и 6$",
        "\\",
        "---",
        "===",
        "+ a",
        "1) a",
        "```",
        "~~~",
        "#тег",
        "[ ] нет",
        "a | b",
        "***",
        "&amp;",
        "_",
        "**",
        "<u>x</u>",
        "<!-- видно -->",
        "a\u{a0}",
        "\u{a0}a*",
    ] {
        let html = escape::html(text);
        assert_eq!(
            to_html(&from_html(&html)),
            html,
            "{text}: {}",
            from_html(&html)
        );
        assert_eq!(to_html(&escape(text)), html, "{text}: {}", escape(text));
    }
    assert_eq!(
        from_html("https://ru.wikipedia.org/wiki/Сад_(a)"),
        "https://ru.wikipedia.org/wiki/Сад\\_(a)"
    );
}

#[test]
fn what_a_note_hides_is_not_shown() {
    assert_eq!(to_html("раз %%тайна%% два"), "раз два");
    assert_eq!(
        to_html("раз\n\n%%\nтайна\n%%\n\nдва <!-- тайна -->"),
        "<p>раз</p><p>два</p>"
    );
}

#[test]
fn a_message_without_formatting_stays_what_it_says() {
    let text = "Список:\n- раз <b>\n\n*два* и [[Заметка]]";
    let markdown = from_plain(text);
    assert_eq!(
        markdown,
        "Список:\n\\- раз \\<b>\n\n\\*два\\* и [[Заметка]]"
    );
    assert_eq!(
        to_html(&markdown),
        "<p>Список:<br>- раз &lt;b&gt;</p><p>*два* и [[Заметка]]</p>"
    );
}

#[test]
fn two_breaks_are_two_paragraphs() {
    assert_eq!(from_html("раз<br><br>два"), "раз\n\nдва");
    assert_eq!(from_html("<p>раз</p>\n<p>два</p>\n"), "раз\n\nдва");
}

#[test]
fn the_fallback_of_a_reply_is_dropped() {
    let html = "<mx-reply><blockquote><a href=\"https://matrix.to/#/!a:b/$c\">In reply to</a>x</blockquote></mx-reply>да";
    assert_eq!(from_html(html), "да");
}

#[test]
fn what_clients_send_comes_out_as_people_would_write_it() {
    assert_eq!(
        from_html(
            "<h2>План</h2>\n<ol>\n<li>раз</li>\n<li><p>два</p>\n</li>\n</ol>\n<p>Итого: <b>3</b><i>!</i></p>\n"
        ),
        "## План\n\n1. раз\n2. два\n\nИтого: **3**_!_"
    );
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[а-яa-z0-9 ]{1,8}",
        "[ -~а-я\u{a0}\n]{0,6}",
        Just("[[Заметка]]".to_owned()),
        any::<String>(),
    ]
}

/// HTML as clients send it, with anything as text.
fn html_strategy() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => words().prop_map(|text| escape::html(&text)),
        1 => Just("<br>".to_owned()),
        1 => Just("<hr>".to_owned()),
        1 => words().prop_map(|text| format!("<pre><code class=\"language-rs\">{}</code></pre>", escape::html(&text))),
        1 => words().prop_map(|text| format!("<img src=\"mxc://a/b\" alt=\"{}\">", escape::attribute(&text))),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let tags = prop::sample::select(vec![
            "p",
            "div",
            "b",
            "i",
            "u",
            "del",
            "code",
            "blockquote",
            "ul",
            "ol",
            "li",
            "h2",
            "table",
            "tr",
            "td",
            "sup",
            "a href=\"https://example.org/a_b?c=1&amp;copy;\"",
            "span data-mx-spoiler",
            "span data-mx-spoiler=\"a|b\"",
        ]);
        (tags, prop::collection::vec(inner, 0..5)).prop_map(|(tag, inside)| {
            let name = tag.split(' ').next().unwrap_or_default();
            format!("<{tag}>{}</{name}>", inside.concat())
        })
    })
}

/// Matrix's rules, as another library applies them.
fn cleaned(html: &str) -> String {
    let mut builder = ammonia::Builder::empty();
    builder
        .add_tags([
            "del",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "p",
            "a",
            "ul",
            "ol",
            "sup",
            "sub",
            "li",
            "b",
            "i",
        ])
        .add_tags([
            "u", "strong", "em", "s", "code", "hr", "br", "div", "table", "thead", "tbody", "tr",
            "th", "td",
        ])
        .add_tags(["caption", "pre", "span", "img", "details", "summary"])
        .add_tag_attributes("a", ["href"])
        .add_tag_attributes("span", ["data-mx-spoiler"])
        .add_tag_attributes("img", ["src", "alt"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("code", ["class"])
        .add_url_schemes(["https", "http", "ftp", "mailto", "magnet", "matrix", "mxc"])
        .link_rel(None);
    builder.clean(html).to_string()
}

fn assert_settles(html: &str) -> Result<(), TestCaseError> {
    let first = from_html(html);
    let printed = to_html(&first);
    let second = from_html(&printed);
    prop_assert_eq!(&second, &first, "html {} then {}", html, printed);
    prop_assert_eq!(to_html(&second), printed);
    Ok(())
}

proptest! {
    #[test]
    fn html_settles_after_one_round(html in html_strategy()) {
        assert_settles(&html)?;
    }

    #[test]
    fn any_text_settles_after_one_round(html in any::<String>()) {
        assert_settles(&html)?;
    }

    #[test]
    fn any_markdown_settles_after_one_round(
        markdown in "([-*+>#|`~_\\[\\]()<>!=$%&\\\\ 0-9.a-cа-в\n]|\\*\\*|\n\n|    |- |1\\. |\\|\\||<u>|</u>|<div>|<!--|```|\\[\\[|\\]\\]){0,40}",
    ) {
        assert_settles(&to_html(&markdown))?;
    }

    #[test]
    fn what_is_printed_needs_no_cleaning(html in html_strategy(), markdown in any::<String>()) {
        for printed in [to_html(&from_html(&html)), to_html(&markdown)] {
            let wanted = printed
                .replace("<span data-mx-spoiler>", "<span data-mx-spoiler=\"\">")
                .replace('\u{a0}', "&nbsp;");
            prop_assert_eq!(cleaned(&printed), wanted);
        }
    }
}
