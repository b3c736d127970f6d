use super::clean;

/// The parts between `|` (or `｜`), trimmed; empty ones are kept for the bot to judge.
pub fn split_bar(text: &str) -> Vec<String> {
    text.split(['|', '｜'])
        .map(|part| part.trim().to_owned())
        .collect()
}

/// What a list line says: `- x`, `* x`, `• x`, `1. x`, `2) x`.
pub fn item(line: &str) -> Option<&str> {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = if (1..=4).contains(&digits) {
        line[digits..].strip_prefix(['.', ')'])?
    } else {
        line.strip_prefix(['-', '*', '•', '+', '–', '—', '‣', '◦'])?
    };
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

/// The items of a list: of the lines, else of the lists of the formatted body.
pub fn list_items(lines: &[String], html: Option<&str>) -> Vec<String> {
    let items: Vec<String> = lines
        .iter()
        .filter_map(|line| item(line))
        .map(str::to_owned)
        .collect();
    if items.is_empty() {
        html.map(html_items).unwrap_or_default()
    } else {
        items
    }
}

/// The texts of the `<li>` of a formatted body, without tags. Hostile HTML gives odd texts, never markup.
pub fn html_items(html: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut current: Option<String> = None;
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        if let Some(text) = &mut current {
            text.push_str(&rest[..open]);
        }
        let Some(close) = rest[open..].find('>') else {
            break;
        };
        let tag = rest[open + 1..open + close].trim().to_ascii_lowercase();
        rest = &rest[open + close + 1..];
        let name = tag
            .split(|c: char| c.is_whitespace() || c == '/')
            .find(|part| !part.is_empty());
        match (tag.starts_with('/'), name) {
            (false, Some("li")) => items.extend(current.replace(String::new())),
            (true, Some("li" | "ol" | "ul")) => items.extend(current.take()),
            (_, Some("br" | "p")) => current.iter_mut().for_each(|text| text.push(' ')),
            (_, Some(_) | None) => {}
        }
    }
    items.extend(current);
    items.iter().map(|text| tidy_item(text)).collect()
}

fn tidy_item(text: &str) -> String {
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&");
    clean(&text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
