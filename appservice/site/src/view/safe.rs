//! HTML that may stand on a page as it is, and how what members write becomes such.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
    sync::LazyLock,
};

use ammonia::Builder;
use secta_bot_kit::words::Text;
use secta_record::act::Content;
use url::Url;

/// HTML that was made here, or sanitised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Safe(pub String);

impl fmt::Display for Safe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Safe {}

impl From<Text> for Safe {
    fn from(text: Text) -> Self {
        Self(text.html)
    }
}

/// What Matrix's formatted messages are made of, as far as it is text.
const TAGS: [&str; 34] = [
    "a",
    "b",
    "blockquote",
    "br",
    "caption",
    "code",
    "del",
    "details",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
];

static MEMBERS: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(TAGS))
        .add_tags(["ul", "u"])
        .clean_content_tags(HashSet::from(["script", "style", "mx-reply"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("ol", HashSet::from(["start"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "matrix", "xmpp"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("nofollow ugc noopener noreferrer"));
    builder
});

/// What somebody has written, as a page shows it: formatted where it was, else with its lines.
pub(crate) fn words(content: &Content) -> Safe {
    match &content.html {
        Some(html) => members_html(html),
        None => plain(&content.text),
    }
}

/// What follows the heading that a formatted text begins with, if it does.
pub(crate) fn heading(html: &str) -> Option<&str> {
    let html = html.trim_start();
    let level = html
        .strip_prefix("<h")?
        .chars()
        .next()
        .filter(char::is_ascii_digit)?;
    let (_, rest) = html.split_once(&format!("</h{level}>"))?;
    Some(rest)
}

/// A member's HTML, made safe. Headings stand below those of the page, and a link tells where it leads.
pub(crate) fn members_html(html: &str) -> Safe {
    let clean = secta_bot_kit::grammar::clean(html);
    let clean = MEMBERS.clean(&clean).to_string();
    let mut lowered = clean;
    for (from, to) in [
        ("h6", "h6"),
        ("h5", "h6"),
        ("h4", "h6"),
        ("h3", "h5"),
        ("h2", "h4"),
        ("h1", "h3"),
    ] {
        if from != to {
            lowered = lowered
                .replace(&format!("<{from}>"), &format!("<{to}>"))
                .replace(&format!("</{from}>"), &format!("</{to}>"));
        }
    }
    // What is wider than the page is moved through with the keyboard too.
    for wide in ["pre", "table"] {
        lowered = lowered.replace(&format!("<{wide}>"), &format!("<{wide} tabindex=\"0\">"));
    }
    Safe(tell_hosts(&lowered))
}

/// A plain text: paragraphs, lines and links.
pub(crate) fn plain(text: &str) -> Safe {
    let clean = secta_bot_kit::grammar::clean(text);
    let mut html = String::with_capacity(clean.len() + 64);
    for paragraph in clean
        .split("\n\n")
        .map(str::trim)
        .filter(|it| !it.is_empty())
    {
        html.push_str("<p>");
        for (number, line) in paragraph.lines().enumerate() {
            if number > 0 {
                html.push_str("<br>");
            }
            linked(line, &mut html);
        }
        html.push_str("</p>");
    }
    Safe(html)
}

/// A line with its addresses as links.
fn linked(line: &str, html: &mut String) {
    for (number, word) in line.split(' ').enumerate() {
        if number > 0 {
            html.push(' ');
        }
        let trimmed = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '»', '"']);
        let address = (trimmed.starts_with("https://") || trimmed.starts_with("http://"))
            .then(|| Url::parse(trimmed).ok())
            .flatten();
        match address {
            Some(url) => {
                let shown = shortened(&url);
                let (href, shown) = (escape(url.as_str()), escape(&shown));
                html.push_str(&format!(
                    "<a href=\"{href}\" rel=\"nofollow ugc noopener noreferrer\">{shown}</a>"
                ));
                html.push_str(&escape(&word[trimmed.len()..]));
            }
            None => html.push_str(&escape(word)),
        }
    }
}

/// An address as it is shown: its host in full, in ASCII, so that one that looks like another does not.
fn shortened(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let shown = format!("{host}{path}");
    match shown.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        None => shown,
    }
}

/// Writes behind every link with another text than its address which host it leads to.
fn tell_hosts(html: &str) -> String {
    let mut told = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(start) = rest.find("<a ") {
        let Some(end) = rest[start..].find("</a>").map(|end| start + end + 4) else {
            break;
        };
        told.push_str(&rest[..end]);
        if let Some(host) = hidden_host(&rest[start..end]) {
            told.push_str(&format!(" <span class=\"host\">{}</span>", escape(&host)));
        }
        rest = &rest[end..];
    }
    told.push_str(rest);
    told
}

/// The host that a link leads to, unless its text says it.
fn hidden_host(link: &str) -> Option<String> {
    let (_, after) = link.split_once("href=\"")?;
    let (href, after) = after.split_once('"')?;
    let url = Url::parse(&href.replace("&amp;", "&")).ok()?;
    let host = url.host_str()?.to_owned();
    let (_, text) = after.split_once('>')?;
    let shown = text.trim_end_matches("</a>").trim();
    let bare = shown
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let says = bare == host || bare.starts_with(&format!("{host}/"));
    (!says).then_some(host)
}

/// Whether a file of this kind is shown as a picture.
pub(crate) fn picture(mime: &str) -> bool {
    matches!(
        mime,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp"
    )
}

/// A text for HTML.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_members_html_runs() {
        for hostile in [
            "<script>alert(1)</script>x",
            "<img src=x onerror=alert(1)>x",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<a href=\" java\tscript:alert(1)\">x</a>",
            "<a href=\"data:text/html,<script>\">x</a>",
            "<svg onload=alert(1)>x</svg>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<p style=\"background:url(https://e.org)\" onclick=x class=\"site\" id=\"i1\">x</p>",
            "<iframe src=\"https://e.org\"></iframe>x",
            "<form action=/do><input name=token></form>x",
            "<base href=\"https://e.org\">x<meta http-equiv=refresh content=0>",
            "<details open ontoggle=alert(1)>x</details>",
            "<a href=\"/do?x\">x</a><a href=\"//e.org\">y</a>",
        ] {
            let safe = members_html(hostile).0;
            let parsed = safe.to_lowercase();
            for bad in [
                "<script",
                "<img",
                "<svg",
                "<iframe",
                "<form",
                "<input",
                "<base",
                "<meta",
                "<style",
                "javascript:",
                "data:",
                " on",
                "style=",
                "class=\"site",
                "href=\"/",
                "id=",
            ] {
                assert!(!parsed.contains(bad), "{hostile}: {safe}");
            }
        }
    }

    #[test]
    fn headings_stand_below_those_of_the_page() {
        assert_eq!(
            members_html("<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4>").0,
            "<h3>a</h3><h4>b</h4><h5>c</h5><h6>d</h6>"
        );
    }

    #[test]
    fn a_link_tells_where_it_leads() {
        let safe = members_html("<a href=\"https://evil.example/x\">https://bank.example/x</a>").0;
        assert!(
            safe.ends_with("<span class=\"host\">evil.example</span>"),
            "{safe}"
        );
        let safe = members_html("<a href=\"https://аррӏе.com\">apple.com</a>").0;
        assert!(safe.contains("xn--"), "{safe}");
        let same = members_html("<a href=\"https://a.example/x\">a.example/x</a>").0;
        assert!(!same.contains("host"), "{same}");
        let plain = plain("см. https://аррӏе.com/вход, да").0;
        assert!(plain.contains(">xn--80ak6aa92e.com/"), "{plain}");
    }

    #[test]
    fn a_plain_text_keeps_its_lines_and_nothing_else() {
        assert_eq!(
            plain("а <b>\nб\n\n\nв & г").0,
            "<p>а &lt;b&gt;<br>б</p><p>в &amp; г</p>"
        );
        // Marks that turn the direction of what follows are gone.
        assert_eq!(plain("a\u{202e}b").0, "<p>ab</p>");
    }
}
