//! Languages of tags: HTML, XML and their like.

use super::{Class, Painted};

/// Paints tags, their attributes and comments.
pub(super) fn paint(code: &str, painted: &mut Painted) {
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        at += if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            painted.push(Class::Comment, &rest[..end]);
            end
        } else if rest.starts_with('<') {
            tag(rest, painted)
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            painted.push(Class::Plain, &rest[..end]);
            end
        };
    }
}

/// Paints a tag; returns how long it is.
fn tag(rest: &str, painted: &mut Painted) -> usize {
    let is_name = |c: char| c.is_alphanumeric() || "-_:.".contains(c);
    let mut at = rest.len() - rest.trim_start_matches(['<', '/', '!', '?']).len();
    painted.push(Class::Plain, &rest[..at]);
    let mut class = Class::Keyword;
    while let Some(first) = rest[at..].chars().next() {
        let part = &rest[at..];
        let length = match first {
            '>' => {
                painted.push(Class::Plain, ">");
                return at + 1;
            }
            '<' => return at,
            '"' | '\'' => {
                let end = part[1..].find(first).map_or(part.len(), |end| end + 2);
                painted.push(Class::String, &part[..end]);
                end
            }
            c if is_name(c) => {
                let end = part.find(|c| !is_name(c)).unwrap_or(part.len());
                painted.push(class, &part[..end]);
                class = Class::Name;
                end
            }
            c => {
                painted.push(Class::Plain, &part[..c.len_utf8()]);
                c.len_utf8()
            }
        };
        at += length;
    }
    at
}
