//! What nobody should be able to do to the readers of a page, or to the node.

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer},
};
use proptest::prelude::*;
use std::cell::RefCell;

use super::{
    MAX_HTML_BYTES,
    tests::{Wiki, shown},
    worst::worst,
};

/// Every element that a page may have.
const ELEMENTS: &str = "a abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em h1 h2 h3 h4 h5 h6 hr \
    i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot th \
    thead tr u ul var wbr";

/// Every attribute that an element may have.
const ATTRIBUTES: &str = "a.aria-label a.class a.href a.id a.rel a.title abbr.title code.data-language details.open \
    dfn.title div.class div.tabindex h1.id h2.id h3.id h4.id h5.id h6.id img.alt img.height img.loading img.src img.width \
    li.class li.id ol.start p.class pre.tabindex section.aria-label section.class span.class sup.class td.align \
    td.colspan td.rowspan th.align th.colspan th.rowspan ul.class";

#[derive(Default)]
struct Sink(RefCell<Vec<Tag>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.0.borrow_mut().push(tag),
            Token::CommentToken(text) => panic!("a comment: {text}"),
            Token::DoctypeToken(_) => panic!("a doctype"),
            Token::CharacterTokens(_)
            | Token::NullCharacterToken
            | Token::ParseError(_)
            | Token::EOFToken => {}
        }
        TokenSinkResult::Continue
    }
}

fn has(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Fails unless HTML is made of what a page may have, each tag closed where it should be.
fn check(html: &str) {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Sink::default(), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut open: Vec<String> = Vec::new();
    for tag in tokenizer.sink.0.take() {
        let name = tag.name.to_string();
        assert!(has(ELEMENTS, &name), "{name}: {html}");
        if tag.kind == TagKind::EndTag {
            assert_eq!(open.pop().as_ref(), Some(&name), "{html}");
            continue;
        }
        for attribute in &tag.attrs {
            let named = format!("{name}.{}", attribute.name.local);
            assert!(has(ATTRIBUTES, &named), "{named}: {html}");
            check_value(&attribute.name.local, &attribute.value, html);
        }
        if !matches!(&*name, "br" | "hr" | "img" | "wbr") {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}: {html}");
}

fn check_value(name: &str, value: &str, html: &str) {
    match name {
        "href" => assert!(
            ["https://", "http://", "mailto:", "matrix:", "xmpp:", "#"]
                .iter()
                .any(|start| value.starts_with(start))
                || (value.starts_with('/') && !value.starts_with("//")),
            "{value}: {html}"
        ),
        "src" => assert!(value.starts_with("/f/"), "{value}: {html}"),
        "id" => assert!(
            ["h-", "fn-", "fnref-"]
                .iter()
                .any(|start| value.starts_with(start)),
            "{value}: {html}"
        ),
        // Others carry nothing that acts.
        _ => {}
    }
}

fn wiki() -> Wiki {
    Wiki::default()
        .with("Дюна", "# А\nб[^1] ![[Главная]]\n\n[^1]: в\n")
        .with("Файл:a.png", "")
}

const PAYLOADS: [&str; 76] = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//e.example></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\"onerror=\"alert(1)\">",
    "<img/src/onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<svg><style><img src=x onerror=alert(1)></style>",
    "<svg><title><img src=x onerror=alert(1)></title>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math><annotation-xml encoding=text/html><img src=x onerror=alert(1)>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
    "<title><img title=\"</title><img src=x onerror=alert(1)>\">",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<noembed><img title=\"</noembed><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "<select><template><style><!--</style><a rel=\"--></style></template></select><img onerror=alert(1) src>\">",
    "<plaintext><img src=x onerror=alert(1)>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<base href=//e.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//e.example/x.css>",
    "<style>*{background:url(//e.example)}</style>",
    "<p style=background:url(javascript:alert(1))>x</p>",
    "<div style=position:fixed;inset:0>x</div>",
    "<form action=/do method=post><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>",
    "<frameset onload=alert(1)>",
    "<keygen autofocus onfocus=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='javascript&colon;alert(1)'>x</a>",
    "<a href=data:text/html,<script>alert(1)</script>>x</a>",
    "<a href=vbscript:x>x</a>",
    "<a href=//e.example>x</a>",
    "<a href='/\\e.example'>x</a>",
    "<a href='/\t/e.example'>x</a>",
    "<a target=_blank ping=//e.example download href=https://e.example>x</a>",
    "[x](javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](data:text/html;base64,PHN2Zz4=)",
    "[x](//e.example) [y](/\\e.example) [z](\\\\e.example)",
    "[x]: javascript:alert(1)\n\n[x] ![x]",
    "![x](javascript:alert(1)) ![x\"onerror=alert(1)](https://e.example)",
    "[x](https://e.example \"\\\" onmouseover=alert(1)\")",
    "<javascript:alert(1)> <data:text/html,x>",
    "[[javascript:alert(1)]] [[x\" onclick=alert(1)|y]] [[<script>|z]]",
    "![[a.png|300\" onerror=alert(1)]] ![[a.png|<script>]]",
    "```\"><script>alert(1)</script>\nx\n```\n```x\" onclick=y\nz\n```",
    "[^\"><script>]: x\n\na[^\"><script>]",
    "# <img src=x onerror=alert(1)> \" onclick=x\n\n# \"><script>alert(1)</script>",
    "|<script>|\" onclick=x|\n|-|-|\n|<img src=x onerror=y>|</table><script>|",
    "<b id=h-x class=missing name=body>x</b><sup id=fn-1>y</sup></div></main></body></html>",
];

#[test]
fn nothing_of_what_members_write_runs() {
    for payload in PAYLOADS {
        for text in [
            payload.to_owned(),
            format!("а {payload} б"),
            format!("> - {payload}\n"),
            format!("**{payload}**"),
            format!("<details>\n\n{payload}\n\n</details>"),
            format!("|a|\n|-|\n|{payload}|"),
            format!("![[Дюна]] {payload}"),
            format!("<table><tr><td>{payload}"),
        ] {
            check(&shown(&wiki(), &text).html);
        }
    }
}

#[test]
fn the_worst_texts_are_shown_within_bounds() {
    for (name, text) in worst(200 * 1024) {
        let page = shown(&wiki(), &text);
        assert!(
            page.html.len() < MAX_HTML_BYTES * 3 / 2,
            "{name}: {}",
            page.html.len()
        );
    }
    for (_, text) in worst(4 * 1024) {
        check(&shown(&wiki(), &text).html);
    }
}

#[test]
fn deep_nesting_is_shown_on_a_small_stack() {
    let thread = std::thread::Builder::new()
        .stack_size(512 * 1024)
        .spawn(|| {
            for piece in ["> ", "- ", "*a **a ", "[", "<div>\n\n", "<b>", "1) "] {
                let text = format!("{}конец", piece.repeat(30_000));
                let page = shown(&wiki(), &text);
                assert!(page.html.contains("конец"), "{piece}");
            }
        });
    thread.expect("a thread").join().expect("no overflow");
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<b>",
        "</b>",
        "<a href=https://e.example>",
        "</a>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<ul>",
        "<li>",
        "</ul>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<details>",
        "<summary>",
        "<h1>",
        "</h1>",
        "<dl>",
        "<dt>",
        "<script>",
        "</script>",
        "<style>",
        "<!--",
        "-->",
        "<svg>",
        "<math>",
        "<template>",
        "<ruby><rt>",
        "<caption>",
        "<pre>",
        "<img src=https://e.example/x alt=y>",
        "<br>",
        "<hr>",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "    ",
        "# ",
        "|a|\n|-|\n|",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[[Дюна]]",
        "![[Дюна]]",
        "![[a.png|9]]",
        "[[",
        "]]",
        "[",
        "](https://a.b)",
        "![",
        "[^1]",
        "\n[^1]: ",
        "https://a.example",
        "слово",
        "\\",
        "&lt;",
        "\"",
        "'",
        "=",
        "\0",
        "\u{202e}",
        "\t",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

#[test]
fn a_link_that_is_not_ended_ends_where_a_block_begins() {
    let text = "[^1]\n\n<div><a href=https://e.example>\n\nслово [б](https://a.b)\n\n[^1]: ![[Дюна]] <a href=https://e.example>в";
    let html = shown(&wiki(), text).html;
    assert!(
        html.contains("<p>слово <a class=\"external\" href=\"https://a.b/\""),
        "{html}"
    );
    assert!(html.contains("</a> <a class=\"back\""), "{html}");
    assert_eq!(super::gate::clean(&html), html);
}

#[test]
fn a_heading_holds_no_table() {
    let html = shown(&wiki(), "<h1>а<table><tr><td>б<h1>в").html;
    let table = "<table><tbody><tr><td>б<h1>в</h1></td></tr></tbody></table>";
    assert_eq!(html.trim(), format!("<h1>а</h1>{table}"));
    let html = shown(&wiki(), "<table><h1>а").html;
    assert_eq!(html.trim(), "<table></table><h1>а</h1>");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_is_written_only_known_html_comes_out(text in hostile()) {
        check(&shown(&wiki(), &text).html);
    }

    #[test]
    fn the_gate_finds_nothing_to_change(text in hostile()) {
        // Browsers drop the first line break of preformatted text.
        let html = shown(&wiki(), &text).html.replace('\n', " ");
        prop_assert_eq!(super::gate::clean(&html), html);
    }

    #[test]
    fn any_letters_are_shown(text in "(\\PC|[<>&\"\\[\\]|`*_#\\n]){0,300}") {
        check(&shown(&wiki(), &text).html);
    }
}
