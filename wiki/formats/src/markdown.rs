//! Matrix's HTML to Markdown, and Markdown to Matrix's HTML.
//!
//! Both ways lead through one value, `model::Document`, which holds nothing but what Matrix allows in messages
//! (client-server API, `org.matrix.custom.html`): whatever else stood in the HTML, or in a note, is gone before anything
//! is printed, so what is printed needs no cleaning. Nesting has a limit, and nothing is read by recursion that the input
//! could drive.
//!
//! Markdown is printed as a person would write it, read back, and only where that is not the same text printed with more
//! care: readable first, then with every mark escaped, then with entities and tags.
//!
//! - `tokens`, `tree`, `convert`, `tidy`: from HTML to the value; `read`: from Markdown, by way of comrak's HTML.
//! - `html`: the value as HTML; `print`, `inline`, `escape`: as Markdown; `links`: which addresses are kept.

mod convert;
mod escape;
mod html;
mod inline;
mod links;
mod model;
mod print;
mod read;
mod tidy;
mod tokens;
mod tree;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

pub use links::link_target;

/// Matrix's HTML as Markdown. Fallbacks of replies are dropped.
pub fn from_html(html: &str) -> String {
    print::markdown(&convert::document(html))
}

/// A message without formatting as Markdown that shows just this text, line by line.
pub fn from_plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    from_html(&escape::html(&text).replace('\n', "<br>"))
}

/// Markdown as Matrix's HTML. Newlines are breaks, as Obsidian shows them.
pub fn to_html(markdown: &str) -> String {
    html::print(&read::document(markdown))
}

/// Plain text as Markdown that shows just this text, on one line.
pub fn escape(text: &str) -> String {
    let text = text
        .split(tidy::is_space)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
        .replace(tidy::is_unfit, "");
    inline::markdown(&[model::Inline::Text(text)], inline::Place::Paragraph)
}

/// Whether nothing in Markdown reaches beyond its end: no open code, comment or tag swallows what follows.
pub fn is_closed(markdown: &str) -> bool {
    const MARK: &str = "secta-end-of-text";
    if markdown.matches("%%").count() % 2 == 1 || markdown.contains(MARK) {
        return false;
    }
    let followed = read::document(&format!("{markdown}\n\n{MARK}\n"));
    let wanted = model::Block::Paragraph(vec![model::Inline::Text(MARK.to_owned())]);
    followed.last() == Some(&wanted) && read::ends_outside_html(markdown)
}
