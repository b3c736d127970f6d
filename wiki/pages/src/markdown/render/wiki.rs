//! Links and embeds in double brackets.

use comrak::{
    Node,
    nodes::{NodeValue, NodeWikiLink},
};

use super::{
    Fault,
    page::{Page, Shown},
    text::escape,
};
use crate::{
    markdown::{
        anchor::anchor,
        summary,
        target::{self, Target},
    },
    title::{Namespace, Title},
};

impl Page<'_> {
    /// Writes what stands in double brackets.
    pub(super) fn wiki_link(&mut self, shown: &Shown<'_>, node: Node<'_>, link: &NodeWikiLink) {
        if self.html.muted().is_some() {
            return;
        }
        let target = target::wiki(&link.url, link.embed);
        let name = summary::name(node, link);
        match &target {
            Target::Category(title) => {
                // A page shown within another is filed where it is itself.
                if shown.way.len() == 1 {
                    self.category(title.clone());
                }
            }
            Target::Faulty(fault) => {
                let (written, fault) = (link.url.clone(), fault.clone());
                self.fault(Fault::Title { written, fault });
                self.html.whole("<span class=\"faulty\">");
                self.html.text(&name);
                self.html.whole("</span>");
            }
            Target::Page(title, _) if link.embed && title.namespace() == Namespace::File => {
                let written = node.collect_text();
                let given = (written != link.url).then_some(written);
                self.file(title, given.as_deref());
            }
            Target::Page(title, heading) if link.embed && takes_blocks(node) => {
                self.embed(shown, title, heading.as_deref());
            }
            Target::Here(heading) if link.embed && takes_blocks(node) => {
                self.embed(shown, shown.title, Some(heading));
            }
            Target::Page(_, _) | Target::Here(_) => self.link_to(&target, shown, &name),
        }
    }

    /// Writes a link to a page.
    pub(super) fn link_to(&mut self, target: &Target, shown: &Shown<'_>, name: &str) {
        let attributes = self.target_attributes(target, shown);
        let opened =
            attributes.is_some_and(|attributes| self.html.open_link(&attributes, None, true));
        self.html.text(name);
        if opened {
            self.html.close("a");
        }
    }

    /// The attributes of a link to a page, red if that is missing; none if it leads nowhere.
    pub(super) fn target_attributes(
        &mut self,
        target: &Target,
        shown: &Shown<'_>,
    ) -> Option<String> {
        let (title, heading) = match target {
            Target::Here(heading) if shown.way.len() == 1 => {
                return Some(format!(" href=\"#{}\"", fragment(heading)));
            }
            Target::Here(heading) => (shown.title, Some(heading)),
            Target::Page(title, heading) => (title, heading.as_ref()),
            Target::Category(_) | Target::Faulty(_) => return None,
        };
        if !self.is_there(title) {
            return Some(self.missing_attributes(title));
        }
        let href = escape(&self.place.urls.page(title));
        let fragment = heading.map_or(String::new(), |it| format!("#{}", fragment(it)));
        Some(format!(" href=\"{href}{fragment}\""))
    }

    /// The attributes of a link to what is missing.
    pub(super) fn missing_attributes(&mut self, title: &Title) -> String {
        self.missing(title);
        let href = escape(&self.place.urls.missing(title));
        format!(" class=\"missing\" href=\"{href}\" rel=\"nofollow\"")
    }

    fn is_there(&self, title: &Title) -> bool {
        title.page_id() == self.place.title.page_id() || self.place.library.exists(title)
    }
}

/// The anchor of a heading, for an address.
fn fragment(heading: &str) -> String {
    escape(&anchor(heading))
}

/// Whether a block may stand where an embed does.
fn takes_blocks(node: Node<'_>) -> bool {
    node.parent()
        .is_some_and(|parent| matches!(parent.data().value, NodeValue::Paragraph))
}
