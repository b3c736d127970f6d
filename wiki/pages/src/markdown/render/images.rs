//! Pictures: the wiki's own files alone are loaded, all others are links.

use std::fmt::Write;

use comrak::nodes::NodeLink;

use super::{
    address::{self, Address},
    inlines::{outside_attributes, title_attribute},
    page::{Page, Shown},
    text::escape,
};
use crate::{
    markdown::target::Target,
    title::{Namespace, Title},
};

/// The widest and highest picture, as members may ask for it.
const MAX_PIXELS: u16 = 4000;

impl Page<'_> {
    /// Writes a picture in Markdown's own form.
    pub(super) fn markdown_image(&mut self, shown: &Shown<'_>, link: &NodeLink, name: &str) {
        let url = address::encoded(&link.url);
        match address::read(&url) {
            Address::Page(Target::Page(title, _)) if title.namespace() == Namespace::File => {
                self.file(&title, (!name.is_empty()).then_some(name));
            }
            Address::Page(target) => self.link_to(&target, shown, name),
            Address::Outside(_) | Address::Relative | Address::Refused => {
                self.image(&url, name, &link.title);
            }
        }
    }

    /// Writes a link where members would have a picture from elsewhere.
    pub(super) fn image(&mut self, source: &str, name: &str, title: &str) {
        let (attributes, outside) = match address::read(source) {
            Address::Outside(outside) => {
                let attributes = outside_attributes(outside.href(), title);
                (Some(attributes), Some(outside))
            }
            Address::Relative => {
                let href = self.place.urls.relative(source);
                let attributes = |href: String| {
                    let (href, title) = (escape(&href), title_attribute(title));
                    format!(" href=\"{href}\"{title}")
                };
                (href.map(attributes), None)
            }
            Address::Page(_) | Address::Refused => (None, None),
        };
        let host = outside.as_ref().map(|outside| outside.host().to_owned());
        let shown = match name.is_empty() {
            true => host.unwrap_or_default(),
            false => name.to_owned(),
        };
        let opened = attributes.is_some_and(|it| self.html.open_link(&it, outside, true));
        self.html.text(&shown);
        if opened {
            self.html.close("a");
        }
    }

    /// Writes a file of the wiki: a picture, or a link to what it is; `given` is its name or its size.
    pub(super) fn file(&mut self, title: &Title, given: Option<&str>) {
        let size = given.and_then(size_attributes);
        let name = match given {
            Some(name) if size.is_none() => name,
            Some(_) | None => title.name(),
        };
        let (attributes, picture) = match self.place.library.file(title) {
            None => (self.missing_attributes(title), false),
            Some(facts) if facts.picture => {
                let href = escape(&self.place.urls.page(title));
                (format!(" class=\"file\" href=\"{href}\""), true)
            }
            Some(_) => {
                let href = escape(&self.place.urls.file(title));
                (format!(" class=\"file\" href=\"{href}\""), false)
            }
        };
        let opened = self.html.open_link(&attributes, None, true);
        match picture {
            true => self.picture(title, name, &size.unwrap_or_default()),
            false => self.html.text(name),
        }
        if opened {
            self.html.close("a");
        }
    }

    fn picture(&mut self, title: &Title, name: &str, size: &str) {
        let source = escape(&self.place.urls.file(title));
        let name = escape(name);
        let attributes = format!(" src=\"{source}\" alt=\"{name}\"{size} loading=\"lazy\"");
        self.html.void("img", &attributes);
    }
}

/// `300` or `300x200`, as attributes.
fn size_attributes(given: &str) -> Option<String> {
    let (width, height) = match given.split_once('x') {
        Some((width, height)) => (width, Some(height)),
        None => (given, None),
    };
    let pixels = |text: &str| {
        let pixels = text.trim().parse::<u16>().ok()?;
        (1..=MAX_PIXELS).contains(&pixels).then_some(pixels)
    };
    let mut attributes = format!(" width=\"{}\"", pixels(width)?);
    if let Some(height) = height {
        let _ = write!(attributes, " height=\"{}\"", pixels(height)?);
    }
    Some(attributes)
}
