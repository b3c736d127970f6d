use super::Text;

/// Characters of arguments that phrases use as markup stand here, out of its reach, until it is rendered.
const SHELTER: u32 = 0xf_0000;
/// Stands for a text that is put in as it is.
const PLACEHOLDER: u32 = 0xf_1000;
const MARKUP: &str = "*`[]()-\n";

/// Words in which nothing is markup.
pub(super) fn inert(words: &str) -> String {
    words
        .chars()
        .filter(|c| !is_private(*c))
        .map(|c| {
            if MARKUP.contains(c) {
                private(SHELTER + u32::from(c))
            } else {
                c
            }
        })
        .collect()
}

/// What stands for the text of this number.
pub(super) fn placeholder(index: usize) -> String {
    private(PLACEHOLDER + u32::try_from(index).unwrap_or(u32::MAX).min(0xfff)).to_string()
}

/// HTML's own characters made harmless.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_escaped(&mut escaped, text);
    escaped
}

fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (sign, left) = from.split_at(1);
        out.push_str(match sign {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            _ => "&quot;",
        });
        rest = left;
    }
    out.push_str(rest);
}

/// Renders a formatted phrase.
pub(super) fn render(phrase: &str, texts: &[Text]) -> Text {
    let mut out = Text::default();
    let mut in_list = false;
    for (index, line) in phrase.split('\n').enumerate() {
        let item = line.strip_prefix("- ");
        let line = inline(item.unwrap_or(line), texts);
        if index > 0 {
            out.plain.push('\n');
        }
        match (in_list, item.is_some()) {
            (false, true) => out.html.push_str("<ul>"),
            (true, false) => out.html.push_str("</ul>"),
            (false, false) if index > 0 => out.html.push_str("<br>"),
            (false, false) | (true, true) => {}
        }
        in_list = item.is_some();
        out.plain.push_str(if in_list { "- " } else { "" });
        out.plain.push_str(&line.plain);
        out.html.push_str(&if in_list {
            format!("<li>{}</li>", line.html)
        } else {
            line.html
        });
    }
    if in_list {
        out.html.push_str("</ul>");
    }
    out
}

fn inline(line: &str, texts: &[Text]) -> Text {
    let mut out = Text::default();
    let mut rest = line;
    while let Some(at) = rest.find(['*', '`', '[']) {
        let (before, from) = rest.split_at(at);
        push_words(&mut out, before, texts);
        let (taken, left) = span(from, texts).unwrap_or_else(|| {
            let (sign, left) = from.split_at(1);
            (
                Text {
                    plain: sign.to_owned(),
                    html: sign.to_owned(),
                },
                left,
            )
        });
        out.plain.push_str(&taken.plain);
        out.html.push_str(&taken.html);
        rest = left;
    }
    push_words(&mut out, rest, texts);
    out
}

/// The span of markup that the text begins with, and what follows it.
fn span<'a>(from: &'a str, texts: &[Text]) -> Option<(Text, &'a str)> {
    if let Some((bold, left)) = from
        .strip_prefix("**")
        .and_then(|bold| bold.split_once("**"))
    {
        let inner = inline(bold, texts);
        return Some((
            Text {
                plain: inner.plain,
                html: format!("<strong>{}</strong>", inner.html),
            },
            left,
        ));
    }
    if let Some((code, left)) = from.strip_prefix('`').and_then(|code| code.split_once('`')) {
        let inner = words(code, texts);
        return Some((
            Text {
                plain: inner.plain,
                html: format!("<code>{}</code>", inner.html),
            },
            left,
        ));
    }
    let (label, after) = from.strip_prefix('[')?.split_once("](")?;
    let (url, left) = after.split_once(')')?;
    Some((link(inline(label, texts), &words(url, texts).plain), left))
}

fn link(label: Text, url: &str) -> Text {
    let known = ["https://", "http://", "matrix:", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    if !known || url.contains(char::is_whitespace) {
        return label;
    }
    Text {
        plain: if label.plain == url {
            label.plain
        } else {
            format!("{} ({url})", label.plain)
        },
        html: format!("<a href=\"{}\">{}</a>", escape(url), label.html),
    }
}

fn words(text: &str, texts: &[Text]) -> Text {
    let mut out = Text::default();
    push_words(&mut out, text, texts);
    out
}

/// Words without markup: sheltered characters come back, placeholders become their texts.
fn push_words(out: &mut Text, text: &str, texts: &[Text]) {
    let mut rest = text;
    while let Some(at) = rest.find(|c| c == '\n' || is_private(c)) {
        let (before, from) = rest.split_at(at);
        push_plain(out, before);
        let mut chars = from.chars();
        if let Some(c) = chars.next() {
            push_special(out, c, texts);
        }
        rest = chars.as_str();
    }
    push_plain(out, rest);
}

fn push_plain(out: &mut Text, text: &str) {
    out.plain.push_str(text);
    push_escaped(&mut out.html, text);
}

fn push_special(out: &mut Text, c: char, texts: &[Text]) {
    let code = u32::from(c);
    let placeholder = code.checked_sub(PLACEHOLDER);
    if let Some(text) = placeholder.and_then(|index| texts.get(index as usize)) {
        out.plain.push_str(&text.plain);
        out.html.push_str(&text.html);
        return;
    }
    let sheltered = code.checked_sub(SHELTER).filter(|code| *code < 0x80);
    match sheltered.and_then(char::from_u32).unwrap_or(c) {
        '\n' => {
            out.plain.push('\n');
            out.html.push_str("<br>");
        }
        c => push_plain(out, c.encode_utf8(&mut [0; 4])),
    }
}

fn is_private(c: char) -> bool {
    u32::from(c) >= SHELTER
}

fn private(code: u32) -> char {
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}
