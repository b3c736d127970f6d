use super::*;

#[test]
fn programs_in_links_and_elements_are_gone() {
    for hostile in [
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" JaVaScRiPt:alert(1)\">x</a>",
        "<a href=\"java\nscript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>\">x</a>",
        "<a href=\"vbscript:x\" onclick=\"alert(1)\">x</a>",
        "<img src=x onerror=alert(1)>x",
        "<script>alert(1)</script>x",
        "<style>*{}</style>x",
        "<iframe src=\"https://example.org\"></iframe>x",
        "<svg onload=alert(1)></svg>x",
        "<font color=red>x</font>",
        "<form action=\"https://example.org\"><input name=a>x</form>",
    ] {
        assert_eq!(from_html(hostile), "x", "{hostile}");
        assert_eq!(to_html(hostile), "x", "{hostile}");
    }
    assert_eq!(to_html("[x](javascript:alert(1))"), "x");
    assert_eq!(to_html("[x](<java&#115;cript:alert(1)>)"), "x");
}

#[test]
fn an_address_breaks_out_of_nothing() {
    let html =
        "<a href=\"https://example.org/&quot;onmouseover=&quot;x) [y](javascript:z&gt;\">x</a>";
    let markdown = from_html(html);
    assert_eq!(
        markdown,
        "[x](https://example.org/%22onmouseover=%22x%29%20%5By%5D%28javascript:z%3E)"
    );
    assert!(!to_html(&markdown).contains("\"x\""));
}

#[test]
fn nesting_of_ten_thousand_levels_overflows_nothing() {
    const DEEP: usize = 10_000;
    for tag in [
        "div",
        "b",
        "i",
        "u",
        "blockquote",
        "ul",
        "ol><li",
        "ul><li",
        "span data-mx-spoiler",
        "table><tr><td",
        "a href='https://a'",
    ] {
        let html = format!("{}x", format!("<{tag}>").repeat(DEEP));
        let markdown = from_html(&html);
        assert!(markdown.contains('x'), "{tag}");
        let _ = to_html(&markdown);
        let _ = to_html(&html);
    }
    for mark in [
        "> ", ">", "- ", "1. ", "*a ", "**a ", "_a ", "[", "![", "~~a ", "||a ", "`a``", "<u>",
        "<div>", "(", "[a](", "[[", "\\",
    ] {
        let markdown = format!("{}x", mark.repeat(DEEP));
        let _ = to_html(&markdown);
        let _ = is_closed(&markdown);
        let _ = escape(&markdown);
    }
    let stairs: String = (0..600)
        .map(|level| format!("{}- a\n", "  ".repeat(level)))
        .collect();
    let _ = to_html(&stairs);
}

#[test]
fn a_megabyte_of_anything_is_read() {
    for part in ["слово ", "**x** ", "`", "[[a]] "] {
        let text = part.repeat((1 << 20) / part.len());
        let markdown = from_html(&text);
        assert!(!to_html(&markdown).is_empty());
        let _ = to_html(&text);
    }
}
