//! RSS 2.0, with who wrote it after Dublin Core.

use super::{
    feed::{Entry, Feed},
    xml::Xml,
};
use crate::view::date::rfc2822;

/// A feed.
pub(super) fn write(feed: &Feed) -> String {
    let mut xml = Xml::new();
    xml.open(
        "rss",
        &[
            ("version", "2.0"),
            ("xmlns:atom", "http://www.w3.org/2005/Atom"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    xml.open("channel", &[]);
    xml.leaf("title", &[], &feed.title);
    xml.leaf("link", &[], &feed.home);
    xml.leaf("description", &[], &feed.about);
    xml.leaf("language", &[], &feed.lang);
    xml.leaf("lastBuildDate", &[], &rfc2822(feed.updated_ms));
    let own = [
        ("rel", "self"),
        ("type", "application/rss+xml"),
        ("href", feed.own.as_str()),
    ];
    xml.empty("atom:link", &own);
    for one in &feed.entries {
        item(&mut xml, one);
    }
    xml.end()
}

fn item(xml: &mut Xml, entry: &Entry) {
    xml.open("item", &[]);
    xml.leaf("title", &[], &entry.title);
    xml.leaf("link", &[], &entry.url);
    xml.leaf("guid", &[("isPermaLink", "false")], &entry.id);
    xml.leaf("pubDate", &[], &rfc2822(entry.published_ms));
    xml.leaf("dc:creator", &[], &entry.author);
    for tag in &entry.tags {
        xml.leaf("category", &[], tag);
    }
    // An item has one enclosure at the most; the others are in the words.
    if let Some(file) = entry.files.first() {
        let size = file.size_bytes.to_string();
        let enclosure = [
            ("url", file.url.as_str()),
            ("length", &size),
            ("type", &file.mime),
        ];
        xml.empty("enclosure", &enclosure);
    }
    xml.leaf("description", &[], &entry.html);
    xml.close();
}
