//! What stands within a line.

use comrak::{Node, nodes::NodeValue};

use super::{
    address::{self, Address},
    footnotes,
    page::{Page, Shown},
    tags,
    text::escape,
    walk::Then,
};

/// Begins what stands within a line.
pub(super) fn enter(page: &mut Page<'_>, shown: &mut Shown<'_>, node: Node<'_>) -> Then {
    match &node.data().value {
        NodeValue::Text(text) => page.html.text(text),
        NodeValue::SoftBreak => page.html.text("\n"),
        NodeValue::LineBreak => page.html.void("br", ""),
        NodeValue::Code(code) => {
            page.html.open("code", "");
            page.html.text(&code.literal);
            page.html.close("code");
        }
        NodeValue::HtmlInline(html) => tags::write(page, html),
        NodeValue::Emph => page.html.open("em", ""),
        NodeValue::Strong => page.html.open("strong", ""),
        NodeValue::Strikethrough => page.html.open("del", ""),
        NodeValue::FootnoteReference(reference) => {
            footnotes::write_reference(page, shown, reference)
        }
        NodeValue::Link(link) => {
            let opened = open_link(page, shown, &link.url, &link.title);
            shown.links.push(opened);
        }
        NodeValue::Image(link) => {
            page.markdown_image(shown, link, &node.collect_text());
            return Then::Done;
        }
        NodeValue::WikiLink(link) => {
            page.wiki_link(shown, node, link);
            return Then::Done;
        }
        // Marks of dialects that are not read.
        _ => {}
    }
    Then::Within
}

/// Ends what stands within a line.
pub(super) fn leave(page: &mut Page<'_>, shown: &mut Shown<'_>, node: Node<'_>) {
    match &node.data().value {
        NodeValue::Emph => page.html.close("em"),
        NodeValue::Strong => page.html.close("strong"),
        NodeValue::Strikethrough => page.html.close("del"),
        NodeValue::Link(_) if shown.links.pop() == Some(true) => page.html.close("a"),
        // Others were written whole.
        _ => {}
    }
}

fn open_link(page: &mut Page<'_>, shown: &Shown<'_>, url: &str, title: &str) -> bool {
    match address::markdown(url) {
        Address::Outside(outside) => {
            let attributes = outside_attributes(outside.href(), title);
            page.html.open_link(&attributes, Some(outside), true)
        }
        Address::Page(target) => {
            let attributes = page.target_attributes(&target, shown);
            attributes.is_some_and(|attributes| {
                let attributes = attributes + &title_attribute(title);
                page.html.open_link(&attributes, None, true)
            })
        }
        Address::Relative => {
            let href = page.place.urls.relative(&address::encoded(url));
            href.is_some_and(|href| {
                let href = escape(&href);
                let attributes = format!(" href=\"{href}\"{}", title_attribute(title));
                page.html.open_link(&attributes, None, true)
            })
        }
        Address::Refused => false,
    }
}

/// The attributes of a link that leads out of the site.
pub(super) fn outside_attributes(href: &str, title: &str) -> String {
    let (href, title) = (escape(href), title_attribute(title));
    format!(" class=\"external\" href=\"{href}\" rel=\"nofollow noopener noreferrer\"{title}")
}

/// A title that is shown over a link.
pub(super) fn title_attribute(title: &str) -> String {
    match title.is_empty() {
        true => String::new(),
        false => format!(" title=\"{}\"", escape(title)),
    }
}

impl Page<'_> {
    /// Opens a link of members' HTML, if it leads somewhere.
    pub(super) fn open_members_link(&mut self, href: &str, title: &str) {
        match address::read(href) {
            Address::Outside(outside) => {
                let attributes = outside_attributes(outside.href(), title);
                self.html.open_link(&attributes, Some(outside), false);
            }
            Address::Relative => {
                if let Some(href) = self.place.urls.relative(href) {
                    let href = escape(&href);
                    let attributes = format!(" href=\"{href}\"{}", title_attribute(title));
                    self.html.open_link(&attributes, None, false);
                }
            }
            // Pages are linked to in Markdown.
            Address::Page(_) | Address::Refused => {}
        }
    }
}
