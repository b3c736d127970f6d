//! Paragraphs, headings, lists, tables, footnotes.

use std::fmt::Write;

use comrak::{
    Node,
    nodes::{ListType, NodeCodeBlock, NodeList, NodeValue},
};

use super::{
    footnotes,
    page::{Page, Shown},
    tables, tags,
    text::escape,
    walk::Then,
};
use crate::markdown::highlight;

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Begins a block.
pub(super) fn enter(page: &mut Page<'_>, shown: &mut Shown<'_>, node: Node<'_>) -> Then {
    match &node.data().value {
        NodeValue::BlockQuote => page.html.open("blockquote", ""),
        NodeValue::List(list) => page.html.open(list_tag(list), &list_attributes(list)),
        NodeValue::Item(_) => page.html.open("li", ""),
        NodeValue::TaskItem(task) => {
            page.html.open("li", " class=\"task\"");
            page.html.text(task.symbol.map_or("☐ ", |_| "☑ "));
        }
        NodeValue::Paragraph if !is_tight(node) => page.html.open("p", ""),
        NodeValue::Paragraph if node.previous_sibling().is_some() => page.html.text("\n"),
        NodeValue::Heading(heading) => enter_heading(page, shown, node, heading.level),
        NodeValue::ThematicBreak => page.html.void("hr", ""),
        NodeValue::CodeBlock(code) => write_code(page, code),
        NodeValue::HtmlBlock(html) => tags::write(page, &html.literal),
        NodeValue::FootnoteDefinition(_) => footnotes::enter_footnote(page, shown),
        NodeValue::Table(_) => {
            page.html.open("div", " class=\"wide\" tabindex=\"0\"");
            page.html.open("table", "");
        }
        NodeValue::TableRow(header) => tables::enter_row(page, node, *header),
        NodeValue::TableCell => tables::enter_cell(page, node),
        // The document itself, and blocks of dialects that are not read.
        _ => {}
    }
    Then::Within
}

/// Ends a block.
pub(super) fn leave(page: &mut Page<'_>, shown: &mut Shown<'_>, node: Node<'_>) {
    page.html.mute(None);
    match &node.data().value {
        NodeValue::Document if shown.footnotes > 0 => {
            page.html.close("ol");
            page.html.close("section");
        }
        NodeValue::BlockQuote => page.html.close("blockquote"),
        NodeValue::List(list) => page.html.close(list_tag(list)),
        NodeValue::Item(_) | NodeValue::TaskItem(_) => page.html.close("li"),
        NodeValue::Paragraph if !is_tight(node) => leave_paragraph(page, shown, node),
        NodeValue::Heading(heading) => leave_heading(page, shown, heading.level),
        NodeValue::FootnoteDefinition(definition) => {
            if !footnotes::ends_in_paragraph(node) {
                footnotes::write_ways_back(page, shown, definition.total_references);
            }
            page.html.close("li");
        }
        NodeValue::Table(_) => tables::leave_table(page),
        NodeValue::TableRow(header) => {
            page.html.close("tr");
            if *header {
                page.html.close("thead");
            }
        }
        NodeValue::TableCell => page.html.close(tables::cell_tag(node)),
        // Others were written whole.
        _ => {}
    }
}

fn list_tag(list: &NodeList) -> &'static str {
    match list.list_type {
        ListType::Bullet => "ul",
        ListType::Ordered => "ol",
    }
}

fn list_attributes(list: &NodeList) -> String {
    let mut attributes = String::new();
    if list.is_task_list {
        attributes.push_str(" class=\"tasks\"");
    }
    if list.list_type == ListType::Ordered && list.start != 1 {
        let _ = write!(attributes, " start=\"{}\"", list.start);
    }
    attributes
}

/// Whether a paragraph stands in a list without empty lines.
fn is_tight(node: Node<'_>) -> bool {
    let list = node.parent().and_then(|item| item.parent());
    list.is_some_and(|list| matches!(&list.data().value, NodeValue::List(list) if list.tight))
}

fn leave_paragraph(page: &mut Page<'_>, shown: &mut Shown<'_>, node: Node<'_>) {
    if let Some(parent) = node.parent()
        && let NodeValue::FootnoteDefinition(definition) = &parent.data().value
        && node.next_sibling().is_none()
    {
        footnotes::write_ways_back(page, shown, definition.total_references);
    }
    page.html.close_paragraph();
}

fn heading_tag(page: &Page<'_>, level: u8) -> &'static str {
    let level = usize::from(level.saturating_add(page.place.lowered)).clamp(1, 6);
    HEADINGS[level - 1]
}

fn enter_heading(page: &mut Page<'_>, shown: &mut Shown<'_>, node: Node<'_>, level: u8) {
    let top = node.parent();
    let top = top.is_some_and(|parent| matches!(parent.data().value, NodeValue::Document));
    let heading = top.then(|| shown.headings.next()).flatten();
    let id = match &heading {
        Some(heading) => format!(" id=\"{}\"", escape(&heading.anchor)),
        None => String::new(),
    };
    shown.section = heading.map(|heading| heading.number);
    let tag = heading_tag(page, level);
    page.html.open(tag, &id);
}

fn leave_heading(page: &mut Page<'_>, shown: &mut Shown<'_>, level: u8) {
    let edit = shown
        .section
        .take()
        .and_then(|number| page.place.urls.edit_section(number));
    if let Some(address) = edit {
        let words = escape(&page.place.words.edit_section);
        let href = escape(&address);
        let link = format!(" <a class=\"edit\" href=\"{href}\" rel=\"nofollow\">{words}</a>");
        page.html.end_link();
        page.html.whole(&link);
    }
    let tag = heading_tag(page, level);
    page.html.close(tag);
}

fn write_code(page: &mut Page<'_>, code: &NodeCodeBlock) {
    let language = code.info.split_whitespace().next().unwrap_or_default();
    let coloured = (code.literal.len() <= page.coloured_bytes)
        .then(|| highlight::html(&code.literal, language))
        .flatten();
    if coloured.is_some() {
        page.coloured_bytes -= code.literal.len();
    }
    let written = coloured.unwrap_or_else(|| escape(&code.literal));
    let named = match language.is_empty() {
        true => String::new(),
        false => format!(" data-language=\"{}\"", escape(language)),
    };
    page.html.open("pre", " tabindex=\"0\"");
    page.html.open("code", &named);
    page.html.whole(&written);
    page.html.close("code");
    page.html.close("pre");
}
