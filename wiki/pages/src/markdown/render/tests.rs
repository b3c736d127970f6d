use std::{collections::BTreeMap, sync::Arc};

use super::*;
use crate::title::Namespace;

/// A wiki of a few pages.
#[derive(Default)]
pub(super) struct Wiki {
    pages: BTreeMap<String, Arc<str>>,
}

impl Wiki {
    pub fn with(mut self, title: &str, text: &str) -> Self {
        let title = Title::parse(title).expect(title);
        self.pages.insert(title.key(), Arc::from(text));
        self
    }
}

impl Library for Wiki {
    fn exists(&self, title: &Title) -> bool {
        self.pages.contains_key(&title.key())
    }

    fn text(&self, title: &Title) -> Option<Arc<str>> {
        self.pages.get(&title.key()).cloned()
    }

    fn file(&self, title: &Title) -> Option<FileFacts> {
        let picture = title.name().ends_with(".png");
        self.exists(title).then_some(FileFacts { picture })
    }
}

impl Urls for Wiki {
    fn page(&self, title: &Title) -> String {
        format!("/w/{}", title.to_slug())
    }

    fn missing(&self, title: &Title) -> String {
        format!("/new/{}", title.to_slug())
    }

    fn file(&self, title: &Title) -> String {
        format!("/f/{}", title.name())
    }

    fn edit_section(&self, number: usize) -> Option<String> {
        (number == 2).then(|| format!("/edit?section={number}"))
    }
}

pub(super) fn shown(wiki: &Wiki, text: &str) -> Rendered {
    let words = Words {
        embed_loop: "петля".to_owned(),
        embed_deep: "глубоко".to_owned(),
        embed_many: "много".to_owned(),
        section_missing: "нет раздела".to_owned(),
        too_long: "длинно".to_owned(),
        edit_section: "править".to_owned(),
        footnote_back: "назад".to_owned(),
        footnotes: "сноски".to_owned(),
    };
    let place = Place {
        title: &Title::parse("Главная").expect("a title"),
        library: wiki,
        urls: wiki,
        words: &words,
        lowered: 0,
    };
    render(text, &place)
}

fn html(text: &str) -> String {
    shown(&Wiki::default().with("Дюна", ""), text).html
}

#[test]
fn links_lead_to_pages_and_red_ones_to_pages_that_are_missing() {
    let wiki = Wiki::default().with("Дюна", "");
    let page = shown(
        &wiki,
        "[[дюна#Мой сюжет|книга]] [[Дюна#Сюжет]] [[Нет]] [[нет]] [[#Тут]]",
    );
    assert_eq!(
        page.html.trim_end(),
        "<p><a href=\"/w/дюна#h-мой-сюжет\">книга</a> <a href=\"/w/Дюна#h-сюжет\">Дюна › Сюжет</a> \
         <a class=\"missing\" href=\"/new/Нет\" rel=\"nofollow\">Нет</a> \
         <a class=\"missing\" href=\"/new/нет\" rel=\"nofollow\">нет</a> <a href=\"#h-тут\">Тут</a></p>"
    );
    assert_eq!(page.missing, [Title::parse("Нет").expect("a title")]);
}

#[test]
fn categories_file_the_page_and_are_not_shown() {
    let page = shown(
        &Wiki::default(),
        "---\ntags: [Книги]\n---\nА\n\n[[Категория:Планеты]] [[category:книги]]\n\n[[:Категория:Видимая]]",
    );
    let names: Vec<_> = page.categories.iter().map(Title::name).collect();
    assert_eq!(names, ["Книги", "Планеты"]);
    assert_eq!(
        page.html.trim(),
        "<p>А</p><p><a class=\"missing\" href=\"/new/Категория:Видимая\" rel=\"nofollow\">Категория:Видимая</a></p>"
    );
    assert!(
        page.categories
            .iter()
            .all(|it| it.namespace() == Namespace::Category)
    );
}

#[test]
fn headings_have_anchors_and_the_way_to_edit_them() {
    let page = shown(&Wiki::default(), "# А *б*\n\n## А б\n\n> # в цитате\n");
    assert_eq!(
        page.html,
        "<h1 id=\"h-а-б\">А <em>б</em></h1><h2 id=\"h-а-б-2\">А б \
         <a class=\"edit\" href=\"/edit?section=2\" rel=\"nofollow\">править</a></h2>\
         <blockquote><h1>в цитате</h1></blockquote>"
    );
    let numbers: Vec<_> = page
        .contents
        .iter()
        .map(|it| (it.number, it.level))
        .collect();
    assert_eq!(numbers, [(1, 1), (2, 2)]);
}

#[test]
fn a_link_tells_where_it_really_leads() {
    for (text, host) in [
        (
            "[https://bank.example](https://evil.example)",
            Some("evil.example"),
        ),
        (
            "[bank.example](https://bank.example.evil.example/x)",
            Some("bank.example.evil.example"),
        ),
        (
            "[**bank**.example](https://evil.example)",
            Some("evil.example"),
        ),
        (
            "[bank\u{200b}.example](https://evil.example)",
            Some("evil.example"),
        ),
        (
            "[bank。example](https://evil.example)",
            Some("evil.example"),
        ),
        (
            "[вот \u{202e}elpmaxe](https://evil.example)",
            Some("evil.example"),
        ),
        (
            "[https://bank.example@evil.example](https://evil.example)",
            None,
        ),
        (
            "[https://apple.example](https://аррle.example)",
            Some("xn--le-6kc8da.example"),
        ),
        (
            "[a@bank.example](mailto:a@evil.example)",
            Some("a@evil.example"),
        ),
        (
            "<a href=https://evil.example>bank.example</a>",
            Some("evil.example"),
        ),
        ("https://аррӏе.example", Some("xn--80ak6aa92e.example")),
        ("[почта.рф](https://почта.рф)", None),
        ("[наш сайт](https://evil.example)", None),
        ("[EXAMPLE.org/x](https://example.org/y)", None),
        ("https://example.org/x", None),
        ("<a@example.org>", None),
    ] {
        let html = html(text);
        let span = host.map(|host| format!("<span class=\"host\">{host}</span>"));
        match span {
            Some(span) => assert!(html.contains(&span), "{text}: {html}"),
            None => assert!(!html.contains("host"), "{text}: {html}"),
        }
        assert!(
            html.contains("rel=\"nofollow noopener noreferrer\""),
            "{html}"
        );
    }
    let turned = html("[a \u{202e}b](https://e.example) [א](https://e.example) [[Дюна|ש]]");
    assert_eq!(turned.matches("<bdi>").count(), 3, "{turned}");
}

#[test]
fn pictures_from_elsewhere_are_links() {
    let html = html(
        "![кот](https://e.example/k.png) <img src='https://e.example/k.png' onerror=x> ![x](data:image/png;base64,AA)",
    );
    assert!(!html.contains("<img"), "{html}");
    assert_eq!(html.matches("class=\"external\"").count(), 2, "{html}");
    assert!(!html.contains("data:"), "{html}");
}

#[test]
fn files_of_the_wiki_are_shown() {
    let wiki = Wiki::default()
        .with("Файл:кот.png", "")
        .with("Файл:устав.pdf", "");
    let page = shown(
        &wiki,
        "![[кот.png|300]] ![[Файл:кот.png|Мой кот]] ![[устав.pdf]] ![k](кот.png) ![[нет.png]]",
    );
    assert_eq!(
        page.html.trim(),
        "<p><a class=\"file\" href=\"/w/Файл:кот.png\"><img src=\"/f/кот.png\" alt=\"кот.png\" width=\"300\" loading=\"lazy\"></a> \
         <a class=\"file\" href=\"/w/Файл:кот.png\"><img src=\"/f/кот.png\" alt=\"Мой кот\" loading=\"lazy\"></a> \
         <a class=\"file\" href=\"/f/устав.pdf\">устав.pdf</a> \
         <a class=\"file\" href=\"/w/Файл:кот.png\"><img src=\"/f/кот.png\" alt=\"k\" loading=\"lazy\"></a> \
         <a class=\"missing\" href=\"/new/Файл:нет.png\" rel=\"nofollow\">нет.png</a></p>"
    );
}

#[test]
fn a_page_shows_sections_of_others() {
    let wiki = Wiki::default().with(
        "Дюна",
        "мимо\n# Сюжет\nпески[^1]\n\n[^1]: сноска\n# Иное\nмимо",
    );
    let page = shown(
        &wiki,
        "до ![[Дюна#Сюжет]] после[^a]\n\n[^a]: своя\n\n![[Дюна#Нету]]",
    );
    assert_eq!(
        page.html,
        "<p>до </p><div class=\"embed\"><p class=\"source\"><a href=\"/w/Дюна#h-сюжет\">Дюна</a></p><h1>Сюжет</h1>\
         <p>пески<sup class=\"reference\"><a id=\"fnref-e1-1\" href=\"#fn-e1-1\">1</a></sup></p>\
         <section class=\"footnotes\" aria-label=\"сноски\"><ol><li id=\"fn-e1-1\"><p>сноска \
         <a class=\"back\" href=\"#fnref-e1-1\" aria-label=\"назад\">↩</a></p></li></ol></section></div>\
         <p> после<sup class=\"reference\"><a id=\"fnref-1\" href=\"#fn-1\">1</a></sup></p>\
         <p class=\"fault\">нет раздела</p>\
         <section class=\"footnotes\" aria-label=\"сноски\"><ol><li id=\"fn-1\"><p>своя \
         <a class=\"back\" href=\"#fnref-1\" aria-label=\"назад\">↩</a></p></li></ol></section>"
    );
    assert!(page.contents.is_empty());
}

#[test]
fn pages_that_show_each_other_are_named() {
    let wiki = Wiki::default()
        .with("А", "![[Б]]")
        .with("Б", "![[А]] ![[Главная]]");
    let page = shown(&wiki, "![[А]]");
    let title = |name| Title::parse(name).expect("a title");
    assert_eq!(
        page.faults,
        [Fault::Loop(title("А")), Fault::Loop(title("Главная"))]
    );
    assert_eq!(page.html.matches("<p class=\"fault\">петля</p>").count(), 2);
    let own = shown(
        &Wiki::default().with("Главная", "# В\n![[#В]]"),
        "# В\n![[#В]]",
    );
    assert_eq!(own.faults, [Fault::Loop(title("Главная"))]);
}

#[test]
fn pages_within_pages_have_limits() {
    let mut wiki = Wiki::default();
    for n in 1..10 {
        wiki = wiki.with(&format!("P{n}"), &format!("![[P{}]]", n + 1));
    }
    let page = shown(&wiki, "![[P1]]");
    assert_eq!(
        page.faults,
        [Fault::Deep(Title::parse("P6").expect("a title"))]
    );
    let wiki = Wiki::default().with("А", "а");
    let page = shown(&wiki, &"![[А]]\n\n".repeat(120));
    assert_eq!(page.html.matches("class=\"embed\"").count(), MAX_EMBEDS);
    assert_eq!(page.faults, [Fault::ManyEmbeds]);
    let wiki = Wiki::default().with("А", &"<!-- ".repeat(40_000));
    let page = shown(&wiki, &"![[А]]\n\n".repeat(60));
    assert_eq!(page.html.matches("class=\"embed\"").count(), 6);
    assert_eq!(page.faults, [Fault::ManyEmbeds]);
    let wiki = Wiki::default().with("А", &"**а** ".repeat(2_500));
    let page = shown(&wiki, &"![[А]]\n\n".repeat(65));
    assert!(page.html.len() < MAX_HTML_BYTES + 200_000);
    assert!(page.html.ends_with("<p class=\"fault\">длинно</p>"));
    assert_eq!(page.faults, [Fault::Long]);
}

#[test]
fn members_html_is_closed_where_its_surroundings_are() {
    for (text, html) in [
        ("<b>а\n\nб</b>", "<p><b>а</b></p><p>б</p>"),
        ("*<b>а* б</b>", "<p><em><b>а</b></em> б</p>"),
        ("</div></section>\n\nа", "<p>а</p>"),
        (
            "<details>\n<summary>Ещё</summary>\n\n*да*\n\n</details>\n",
            "<details><summary>Ещё</summary><p><em>да</em></p></details>",
        ),
        (
            "<table><tr><td>1<td colspan=2 onclick=x>2</table>",
            "<table><tbody><tr><td>1</td><td colspan=\"2\">2</td></tr></tbody></table>",
        ),
        (
            "<table><tr>мимо</table>",
            "<table><tbody><tr></tr></tbody></table>мимо",
        ),
        ("а<div>б</div>", "<p>аб</p>"),
        (
            "x<sub class=missing id=h-x style='x'>2</sub>",
            "<p>x<sub>2</sub></p>",
        ),
        ("<!-- скрыто -->а<script>б</script>в", "авв"),
    ] {
        let shown = self::html(text).replace('\n', "");
        let html = if text.starts_with("<!--") {
            "ав"
        } else {
            html
        };
        assert_eq!(shown, html, "{text}");
    }
}

#[test]
fn headings_stand_lower_where_the_page_has_its_own() {
    let wiki = Wiki::default();
    let title = Title::parse("А").expect("a title");
    let place = Place {
        title: &title,
        library: &wiki,
        urls: &wiki,
        words: &Words::default(),
        lowered: 1,
    };
    let page = render("# а\n###### б", &place);
    assert_eq!(
        page.html,
        "<h2 id=\"h-а\">а</h2><h6 id=\"h-б\">б</h6>".replace(
            "<h6 id=\"h-б\">б",
            "<h6 id=\"h-б\">б <a class=\"edit\" href=\"/edit?section=2\" rel=\"nofollow\"></a>"
        )
    );
}

#[test]
fn tables_tasks_and_code_are_shown() {
    assert_eq!(
        html("|a|b|\n|:-|-:|\n|1|`x`|"),
        "<div class=\"wide\" tabindex=\"0\"><table><thead><tr><th align=\"left\">a</th><th align=\"right\">b</th></tr></thead>\
         <tbody><tr><td align=\"left\">1</td><td align=\"right\"><code>x</code></td></tr></tbody></table></div>"
    );
    assert_eq!(
        html("- [x] да\n- [ ] нет"),
        "<ul class=\"tasks\"><li class=\"task\">☑ да</li><li class=\"task\">☐ нет</li></ul>"
    );
    assert_eq!(
        html("```rust\nfn\n```\n```\na<\n```"),
        "<pre tabindex=\"0\"><code data-language=\"rust\"><span class=\"k\">fn\n</span></code></pre>\
         <pre tabindex=\"0\"><code>a&lt;\n</code></pre>"
    );
}
