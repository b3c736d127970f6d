use super::markup::escape;
use crate::grammar::clean;

/// What a person reads: the same in plain words and in HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Plain.
    pub plain: String,
    /// HTML (`org.matrix.custom.html`).
    pub html: String,
}

impl Text {
    /// Words of anyone, as they are, made safe.
    pub fn verbatim(words: &str) -> Self {
        let plain = clean(words);
        let html = escape(&plain).replace('\n', "<br>");
        Self { plain, html }
    }

    /// Texts one below the other.
    pub fn lines(texts: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(texts, "\n", "<br>")
    }

    /// Texts with an empty line between them.
    pub fn paragraphs(texts: impl IntoIterator<Item = Self>) -> Self {
        Self::joined(texts, "\n\n", "<br><br>")
    }

    /// Texts as the items of a list.
    pub fn list(texts: impl IntoIterator<Item = Self>) -> Self {
        let mut list = Self::default();
        for text in texts {
            if !list.plain.is_empty() {
                list.plain.push('\n');
            }
            list.plain.push_str("- ");
            list.plain.push_str(&text.plain.replace('\n', "\n  "));
            list.html.push_str(&format!("<li>{}</li>", text.html));
        }
        if !list.html.is_empty() {
            list.html = format!("<ul>{}</ul>", list.html);
        }
        list
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.plain.is_empty()
    }

    fn joined(texts: impl IntoIterator<Item = Self>, plain: &str, html: &str) -> Self {
        texts
            .into_iter()
            .filter(|text| !text.is_empty())
            .fold(Self::default(), |mut all, text| {
                if !all.is_empty() {
                    all.plain.push_str(plain);
                    // A list is a block of its own.
                    let block = all.html.ends_with("</ul>") || text.html.starts_with("<ul>");
                    all.html.push_str(if block { "" } else { html });
                }
                all.plain.push_str(&text.plain);
                all.html.push_str(&text.html);
                all
            })
    }
}

/// Words of anyone, made fit to be shown within a line: safe, on one line, at most `max` characters.
pub fn tidy(words: &str, max: usize) -> String {
    let clean = clean(words);
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= max {
        return line;
    }
    let cut: String = line.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}
