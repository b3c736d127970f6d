//! Texts that parsers are slow at, for tests and benchmarks.

/// Texts that parsers are slow at, of so many bytes.
pub(crate) fn worst(bytes: usize) -> Vec<(&'static str, String)> {
    let of = |piece: &str| piece.repeat(bytes / piece.len());
    let numbered = |piece: fn(usize) -> String| {
        let (mut text, mut number) = (String::new(), 0);
        while text.len() < bytes {
            text.push_str(&piece(number));
            number += 1;
        }
        text
    };
    vec![
        ("brackets", of("[[[[")),
        ("embeds", of("![[")),
        ("links", of("[a](")),
        ("wiki links", of("[[a|b]]")),
        ("stars", of("*")),
        ("pairs of stars", of("*a **a ")),
        ("open stars", of("*a_ ")),
        ("strike", of("~~a")),
        ("quotes", of(">")),
        ("quotes by line", of("> > > > > > > > > > a\n")),
        ("lists", of("- ")),
        (
            "lists deeper",
            numbered(|n| format!("{}- a\n", " ".repeat(n % 200))),
        ),
        ("ticks", numbered(|n| format!("a{}", "`".repeat(n % 300)))),
        ("headings", of("# a\n")),
        (
            "footnotes",
            numbered(|n| format!("[^{n}]\n\n[^{n}]: a\n\n")),
        ),
        ("one footnote", format!("[^1]: a\n\n{}", of("[^1] "))),
        ("references", numbered(|n| format!("[a{n}]: /b\n[a{n}]\n"))),
        (
            "wide table",
            format!(
                "{}\n{}\n{}",
                "|a".repeat(bytes / 8),
                "|-".repeat(bytes / 8),
                "|b\n".repeat(bytes / 6)
            ),
        ),
        ("table", format!("|a|b|\n|-|-|\n{}", of("|c|d|\n"))),
        ("tags", of("<b>")),
        ("tags of blocks", of("<div>\n\n")),
        ("tags by paragraph", of("<b><i>a\n\n")),
        ("rows of nothing", format!("<table>{}", of("<b>x</b>"))),
        ("tables", of("<table><tr><td>")),
        ("comments", of("<!-- ")),
        ("entities", of("&amp;")),
        ("quotes of text", of("\"'")),
        ("addresses", of("a@b.")),
        ("web", of("www.")),
        ("code", format!("```rust\n{}", of("/*"))),
        ("codes", of("```rust\n\"\n```\n")),
        ("links by hosts", of("[a.b](https://c.example) ")),
        ("direction", of("[\u{202e}a](https://c.example) ")),
        ("newlines", of("\n")),
        ("returns", of("\r")),
        ("front matter", format!("---\na: b\n{}", of("- a\n"))),
    ]
}
