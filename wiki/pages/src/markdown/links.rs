//! Where a text leads.

use std::collections::BTreeSet;

use comrak::{Arena, nodes::NodeValue};

use super::{
    front,
    parse::parse,
    render::outside,
    target::{self, Target},
};
use crate::title::{Namespace, Title};

/// A link to a page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageLink {
    /// The page.
    pub title: Title,
    /// The heading that the link leads to.
    pub heading: Option<String>,
}

/// Where a text leads, each once, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Pages that it links to.
    pub pages: Vec<PageLink>,
    /// Categories that it is filed into.
    pub categories: Vec<Title>,
    /// Pages that it shows within itself.
    pub embeds: Vec<PageLink>,
    /// Files that it shows or links to.
    pub files: Vec<Title>,
    /// Addresses outside.
    pub external: Vec<String>,
    /// Other names that its front matter gives it.
    pub aliases: Vec<String>,
}

/// The links of a text; what stands in code is none.
pub fn links(text: &str) -> Links {
    let mut found = Finder::default();
    for tag in front::list(text, &["tags", "tag"]) {
        if let Ok(title) = Title::new(Namespace::Category, &tag) {
            found.category(title);
        }
    }
    found.links.aliases = front::list(text, &["aliases", "alias"]);
    let arena = Arena::new();
    for node in parse(&arena, text).root.descendants() {
        match &node.data().value {
            NodeValue::WikiLink(link) => {
                found.target(target::wiki(&link.url, link.embed), link.embed);
            }
            NodeValue::Link(link) => found.address(&link.url, false),
            NodeValue::Image(link) => found.address(&link.url, true),
            // Nothing else in Markdown leads anywhere.
            _ => {}
        }
    }
    found.links
}

#[derive(Default)]
struct Finder {
    links: Links,
    seen: BTreeSet<(Kind, Vec<u8>, Option<String>)>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Page,
    Category,
    Embed,
    File,
    External,
}

impl Finder {
    fn is_new(&mut self, kind: Kind, title: &Title, heading: Option<&String>) -> bool {
        let page = title.page_id().0.to_vec();
        self.seen.insert((kind, page, heading.cloned()))
    }

    fn category(&mut self, title: Title) {
        if self.is_new(Kind::Category, &title, None) {
            self.links.categories.push(title);
        }
    }

    fn target(&mut self, target: Target, embed: bool) {
        match target {
            Target::Category(title) => self.category(title),
            Target::Page(title, _) if title.namespace() == Namespace::File => {
                if self.is_new(Kind::File, &title, None) {
                    self.links.files.push(title);
                }
            }
            Target::Page(title, heading) => self.page(PageLink { title, heading }, embed),
            Target::Here(_) | Target::Faulty(_) => {}
        }
    }

    fn page(&mut self, link: PageLink, embed: bool) {
        let (kind, list) = match embed {
            true => (Kind::Embed, &mut self.links.embeds),
            false => (Kind::Page, &mut self.links.pages),
        };
        let page = link.title.page_id().0.to_vec();
        if self.seen.insert((kind, page, link.heading.clone())) {
            list.push(link);
        }
    }

    fn address(&mut self, address: &str, embed: bool) {
        if let Some(url) = outside(address) {
            let key = (Kind::External, url.clone().into_bytes(), None);
            if self.seen.insert(key) {
                self.links.external.push(url);
            }
        } else if let Some(target) = target::relative(address) {
            self.target(target, embed);
        }
    }
}
