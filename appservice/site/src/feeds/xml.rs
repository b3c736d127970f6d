//! A writer of XML 1.0 that is well-formed whatever is written.

/// A document under way.
pub(super) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

/// An element's attributes.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Xml {
    /// With its first line.
    pub fn new() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(),
            open: Vec::new(),
        }
    }

    /// Begins an element.
    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes, ">\n");
        self.open.push(name);
    }

    /// Ends the element that was begun last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.text.push_str(&format!("</{name}>\n"));
        }
    }

    /// An element that holds nothing but words.
    pub fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, words: &str) {
        self.tag(name, attributes, ">");
        escape(words, &mut self.text);
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// An element that holds nothing.
    pub fn empty(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/>\n");
    }

    /// The document: what is open still is ended.
    pub fn end(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push_str(&format!(" {name}=\""));
            escape(value, &mut self.text);
            self.text.push('"');
        }
        self.text.push_str(end);
    }
}

/// Writes words so that they are nothing else. What XML 1.0 cannot hold is left out.
fn escape(words: &str, text: &mut String) {
    for c in words.chars().filter(|c| is_char(*c)) {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            // A reader would make another line end of it.
            '\r' => text.push_str("&#13;"),
            c => text.push(c),
        }
    }
}

/// Whether XML 1.0 may hold a character.
pub(super) fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        let mut xml = Xml::new();
        xml.open("feed", &[("title", "\"><x a='")]);
        xml.leaf("title", &[], "]]></title>&amp;\u{0}\u{b}\u{ffff}я\r");
        xml.empty("link", &[("href", "?a=1&b=2")]);
        let text = xml.end();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "<feed title=\"&quot;&gt;&lt;x a=&#39;\">",
                "<title>]]&gt;&lt;/title&gt;&amp;amp;я&#13;</title>",
                "<link href=\"?a=1&amp;b=2\"/>",
                "</feed>",
            ]
        );
    }
}
