//! Text that means nothing but itself.

/// How much care a text needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    /// As a person would write it.
    Little,
    /// A backslash before every mark.
    Much,
    /// Entities instead of marks.
    All,
}

/// A text of a line; `at_start` where it begins the line.
pub(super) fn text(text: &str, care: Care, at_start: bool) -> String {
    match care {
        Care::Little => lightly(text, at_start),
        Care::Much => {
            let mut out = String::new();
            for c in text.chars() {
                if c.is_ascii_punctuation() && !matches!(c, ',' | ';' | '\'' | '"' | '?' | '/') {
                    out.push('\\');
                }
                out.push(c);
            }
            out
        }
        Care::All => text
            .chars()
            .map(|c| {
                if c.is_ascii_punctuation() || c == '\u{a0}' {
                    format!("&#{};", u32::from(c))
                } else {
                    c.to_string()
                }
            })
            .collect(),
    }
}

fn lightly(text: &str, at_start: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    let dollars = text.matches('$').count();
    let mut out = String::new();
    for (at, c) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at)).copied();
        let after = characters.get(at + 1).copied();
        if needs_backslash(*c, before, after, dollars) {
            out.push('\\');
        }
        out.push(*c);
    }
    if at_start { line_start(&out) } else { out }
}

fn needs_backslash(c: char, before: Option<char>, after: Option<char>, dollars: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let double = before == Some(c) || after == Some(c);
    match c {
        '`' => true,
        '\\' => after.is_none_or(|after| after.is_ascii_punctuation()),
        '*' => !(before == Some(' ') && after == Some(' ')),
        '_' => !(word(before) && word(after)),
        '<' => after.is_none_or(|after| after.is_alphabetic() || "/!?".contains(after)),
        '&' => after.is_none_or(|after| after.is_ascii_alphanumeric() || after == '#'),
        '[' => after.is_none_or(|after| after == '^'),
        // Comments, highlights and formulas of Obsidian.
        '%' | '=' => double,
        '$' => dollars > 1,
        '~' | '|' => double,
        _ => false,
    }
}

/// Marks that begin a block are none.
fn line_start(line: &str) -> String {
    let mark = line.trim_start_matches('#');
    let hashes = line.len() - mark.len();
    let begins = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    if line.starts_with('>')
        || (hashes > 0 && begins(mark))
        || (line.starts_with(['-', '+']) && begins(&line[1..]))
        || ((line.starts_with('-') || line.starts_with('='))
            && line.trim_matches(['-', '=', ' ']).is_empty())
    {
        return format!("\\{line}");
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    if digits > 0 && rest.starts_with(['.', ')']) && begins(&rest[1..]) {
        return format!("{}\\{rest}", &line[..digits]);
    }
    line.to_owned()
}

/// A text of HTML.
pub(super) fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A value of an attribute between double quotes.
pub(super) fn attribute(text: &str) -> String {
    html(text).replace('"', "&quot;").replace('\n', " ")
}
