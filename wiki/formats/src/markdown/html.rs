//! A document as Matrix's HTML.

use super::{
    escape,
    model::{Block, Document, Inline},
    print::is_tight,
};

/// The HTML; a single paragraph goes without its tags, as clients send it.
pub(super) fn print(document: &Document) -> String {
    if let [Block::Paragraph(line)] = document.as_slice() {
        return inlines(line);
    }
    blocks(document)
}

fn blocks(document: &[Block]) -> String {
    document.iter().map(block).collect()
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(line) => format!("<p>{}</p>", inlines(line)),
        Block::Heading(level, line) => format!("<h{level}>{}</h{level}>", inlines(line)),
        Block::Code { language, text } => {
            let class = match language.as_str() {
                "" => String::new(),
                language => format!(" class=\"language-{}\"", escape::attribute(language)),
            };
            format!("<pre><code{class}>{}\n</code></pre>", escape::html(text))
        }
        Block::Quote(inside) => format!("<blockquote>{}</blockquote>", blocks(inside)),
        Block::List { start, items } => list(*start, items),
        Block::Table(rows) => table(rows),
        Block::Rule => "<hr>".to_owned(),
    }
}

fn list(start: Option<u32>, items: &[Vec<Block>]) -> String {
    let tight = items.iter().all(|item| is_tight(item));
    let items: String = items
        .iter()
        .map(|item| match item.split_first() {
            Some((Block::Paragraph(line), rest)) if tight => {
                format!("<li>{}{}</li>", inlines(line), blocks(rest))
            }
            _ => format!("<li>{}</li>", blocks(item)),
        })
        .collect();
    match start {
        None => format!("<ul>{items}</ul>"),
        Some(1) => format!("<ol>{items}</ol>"),
        Some(start) => format!("<ol start=\"{start}\">{items}</ol>"),
    }
}

fn table(rows: &[Vec<Vec<Inline>>]) -> String {
    let row = |cells: &[Vec<Inline>], tag: &str| -> String {
        let cells: String = cells
            .iter()
            .map(|cell| format!("<{tag}>{}</{tag}>", inlines(cell)))
            .collect();
        format!("<tr>{cells}</tr>")
    };
    let Some((head, rest)) = rows.split_first() else {
        return String::new();
    };
    let head = row(head, "th");
    let rest: String = rest.iter().map(|cells| row(cells, "td")).collect();
    let body = if rest.is_empty() {
        rest
    } else {
        format!("<tbody>{rest}</tbody>")
    };
    format!("<table><thead>{head}</thead>{body}</table>")
}

fn inlines(line: &[Inline]) -> String {
    line.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => escape::html(text),
        Inline::Break => "<br>".to_owned(),
        Inline::Code(text) => format!("<code>{}</code>", escape::html(text)),
        Inline::Styled(style, inside) => {
            let (open, close) = style.tags();
            format!("{open}{}{close}", inlines(inside))
        }
        Inline::Link(target, inside) => {
            format!(
                "<a href=\"{}\">{}</a>",
                escape::attribute(target),
                inlines(inside)
            )
        }
        Inline::Image { source, words } => {
            let (source, words) = (escape::attribute(source), escape::attribute(words));
            format!("<img src=\"{source}\" alt=\"{words}\">")
        }
        Inline::Checkbox(true) => "[x] ".to_owned(),
        Inline::Checkbox(false) => "[ ] ".to_owned(),
    }
}
