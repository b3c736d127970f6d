//! JSON Feed 1.1.

use serde::Serialize;

use super::feed::{Entry, Feed, File};
use crate::view::date::rfc3339;

#[derive(Serialize)]
struct Document<'f> {
    version: &'static str,
    title: &'f str,
    description: &'f str,
    home_page_url: &'f str,
    feed_url: &'f str,
    language: &'f str,
    items: Vec<Item<'f>>,
}

#[derive(Serialize)]
struct Item<'f> {
    id: &'f str,
    url: &'f str,
    title: &'f str,
    content_html: &'f str,
    date_published: String,
    date_modified: String,
    authors: [Author<'f>; 1],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'f [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'f str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'f>>,
}

#[derive(Serialize)]
struct Author<'f> {
    name: &'f str,
    url: &'f str,
}

#[derive(Serialize)]
struct Attachment<'f> {
    url: &'f str,
    mime_type: &'f str,
    title: &'f str,
    size_in_bytes: u64,
}

/// A feed.
pub(super) fn write(feed: &Feed) -> String {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        description: &feed.about,
        home_page_url: &feed.home,
        feed_url: &feed.own,
        language: &feed.lang,
        items: feed.entries.iter().map(item).collect(),
    };
    // Plain data has JSON.
    serde_json::to_string(&document).unwrap_or_default()
}

fn item(entry: &Entry) -> Item<'_> {
    Item {
        id: &entry.id,
        url: &entry.url,
        title: &entry.title,
        content_html: &entry.html,
        date_published: rfc3339(entry.published_ms),
        date_modified: rfc3339(entry.updated_ms),
        authors: [Author {
            name: &entry.author,
            url: &entry.author_url,
        }],
        tags: &entry.tags,
        language: entry.lang.as_deref(),
        attachments: entry.files.iter().map(attachment).collect(),
    }
}

fn attachment(file: &File) -> Attachment<'_> {
    Attachment {
        url: &file.url,
        mime_type: &file.mime,
        title: &file.name,
        size_in_bytes: file.size_bytes,
    }
}
