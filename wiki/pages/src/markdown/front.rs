//! Front matter: the few lines of YAML that Obsidian keeps at the top of a note.

/// Where the text begins after its front matter.
pub(super) fn end(text: &str) -> usize {
    body(text).map_or(0, |body| body.end)
}

/// What a list of the front matter holds, by any of its names: `tags: [a, b]`, `tags: a`, or a line for each.
pub(super) fn list(text: &str, names: &[&str]) -> Vec<String> {
    let Some(body) = body(text) else {
        return Vec::new();
    };
    let mut items = Vec::new();
    let mut within = false;
    for line in body.yaml.lines() {
        if let Some(item) = line.trim_start().strip_prefix("- ").filter(|_| within) {
            items.push(unquoted(item));
        } else if let Some((name, value)) = line.split_once(':') {
            within = names.contains(&name);
            let value = value.trim();
            let inner = value.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            let values = inner.unwrap_or(value).split(',').map(unquoted);
            items.extend(values.filter(|_| within));
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

/// A value without its quotes and the sign of a tag.
fn unquoted(value: &str) -> String {
    let value = value.trim().trim_matches(['"', '\'']);
    value.strip_prefix('#').unwrap_or(value).trim().to_owned()
}

struct Body<'t> {
    yaml: &'t str,
    end: usize,
}

/// Lines between two lines of three dashes at the very top, if they look like YAML.
fn body(text: &str) -> Option<Body<'_>> {
    let rest = text.strip_prefix("---")?;
    let start = 3 + rest.find('\n').filter(|at| rest[..*at].trim().is_empty())? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" && at > start {
            let yaml = &text[start..at];
            let end = at + line.len();
            return Some(Body { yaml, end });
        }
        if !is_yaml(line.trim_end(), at == start) {
            return None;
        }
        at += line.len();
    }
    None
}

/// Whether a line may stand in front matter; the first one names something.
fn is_yaml(line: &str, first: bool) -> bool {
    let named = line
        .split_once(':')
        .is_some_and(|(name, value)| is_name(name) && (value.is_empty() || value.starts_with(' ')));
    let follows = line.is_empty()
        || line.starts_with([' ', '\t', '#', ']', '}'])
        || line == "-"
        || line.starts_with("- ");
    named || (follows && !first)
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_ends_where_its_second_line_of_dashes_does() {
        let text = "---\ntags: [a, \"б в\"]\naliases:\n  - Арракис\n- '#x'\nother: y\n---\nтекст";
        assert_eq!(&text[end(text)..], "текст");
        assert_eq!(list(text, &["tags"]), ["a", "б в"]);
        assert_eq!(list(text, &["aliases", "alias"]), ["Арракис", "x"]);
        assert_eq!(end("---\r\ntags: a\r\n---\r\nb"), 19);
    }

    #[test]
    fn lines_between_rules_are_no_front_matter() {
        for text in [
            "---\nFoo\n---\nBar",
            "---\n\n---\n",
            "---\n---\n",
            "---\na: b",
            "a\n---\nb: c\n---",
            "---\nсм. https://a.example\n---",
            "---x\na: b\n---",
        ] {
            assert_eq!(end(text), 0, "{text}");
        }
    }
}
