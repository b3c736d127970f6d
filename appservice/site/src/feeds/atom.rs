//! Atom (RFC 4287).

use super::{
    feed::{Entry, Feed},
    xml::Xml,
};
use crate::view::date::rfc3339;

/// A feed.
pub(super) fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.open(
        "feed",
        &[
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", &feed.lang),
        ],
    );
    xml.leaf("id", &[], &feed.id);
    xml.leaf("title", &[], &feed.title);
    xml.leaf("subtitle", &[], &feed.about);
    xml.leaf("updated", &[], &rfc3339(feed.updated_ms));
    let own = [
        ("rel", "self"),
        ("type", "application/atom+xml"),
        ("href", &feed.own),
    ];
    xml.empty("link", &own);
    let page = [
        ("rel", "alternate"),
        ("type", "text/html"),
        ("href", feed.home.as_str()),
    ];
    xml.empty("link", &page);
    for one in &feed.entries {
        entry(&mut xml, one);
    }
    xml.end()
}

fn entry(xml: &mut Xml, entry: &Entry) {
    match &entry.lang {
        Some(lang) => xml.open("entry", &[("xml:lang", lang)]),
        None => xml.open("entry", &[]),
    }
    xml.leaf("id", &[], &entry.id);
    xml.leaf("title", &[], &entry.title);
    xml.leaf("published", &[], &rfc3339(entry.published_ms));
    xml.leaf("updated", &[], &rfc3339(entry.updated_ms));
    xml.open("author", &[]);
    xml.leaf("name", &[], &entry.author);
    xml.leaf("uri", &[], &entry.author_url);
    xml.close();
    let page = [
        ("rel", "alternate"),
        ("type", "text/html"),
        ("href", entry.url.as_str()),
    ];
    xml.empty("link", &page);
    for file in &entry.files {
        let size = file.size_bytes.to_string();
        let enclosure = [
            ("rel", "enclosure"),
            ("type", file.mime.as_str()),
            ("length", &size),
            ("title", &file.name),
            ("href", &file.url),
        ];
        xml.empty("link", &enclosure);
    }
    for tag in &entry.tags {
        xml.empty("category", &[("term", tag)]);
    }
    xml.leaf("content", &[("type", "html")], &entry.html);
    xml.close();
}
