//! What stands between the brackets of a link.

use crate::title::{Namespace, Title, TitleFault};

/// Where a link in double brackets leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a heading of the same page.
    Here(String),
    /// To a page, perhaps to one of its headings.
    Page(Title, Option<String>),
    /// Nowhere: it files its page into a category.
    Category(Title),
    /// Nowhere: this is no title.
    Faulty(TitleFault),
}

/// Names that end so are those of files, as in Obsidian.
const FILES: [&str; 32] = [
    "3gp", "avif", "bmp", "csv", "docx", "epub", "flac", "gif", "gz", "jpeg", "jpg", "json", "m4a",
    "mkv", "mov", "mp3", "mp4", "odt", "ogg", "ogv", "opus", "pdf", "png", "pptx", "svg", "tar",
    "txt", "wav", "webm", "webp", "xlsx", "zip",
];

/// Reads what stands before the name of a link in double brackets.
pub(super) fn wiki(target: &str, embed: bool) -> Target {
    let (shown, target) = match target.trim_start().strip_prefix(':') {
        Some(rest) => (true, rest),
        None => (embed, target),
    };
    let (page, heading) = match target.split_once('#') {
        Some((page, heading)) => (page, Some(heading)),
        None => (target, None),
    };
    // The last of a path of headings is the one that is meant.
    let heading = heading
        .and_then(|it| it.rsplit('#').next())
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty());
    if page.trim().is_empty() {
        return match heading {
            Some(heading) => Target::Here(heading),
            None => Target::Faulty(TitleFault::Empty),
        };
    }
    match title(page) {
        Ok(title) if title.namespace() == Namespace::Category && !shown => Target::Category(title),
        Ok(title) => Target::Page(title, heading),
        Err(fault) => Target::Faulty(fault),
    }
}

/// A title, where the name of a file needs no prefix.
fn title(page: &str) -> Result<Title, TitleFault> {
    let title = Title::parse(page)?;
    if title.namespace() == Namespace::Page && is_file(title.name()) {
        return Title::new(Namespace::File, title.name());
    }
    Ok(title)
}

fn is_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        FILES
            .binary_search(&ending.to_ascii_lowercase().as_str())
            .is_ok()
    })
}

/// Where an address without a host leads, if to a page: `Дюна.md#Сюжет`, `#Сюжет`, `name.png`.
pub(super) fn relative(address: &str) -> Option<Target> {
    let address = percent_decoded(address)?;
    let (page, heading) = match address.split_once('#') {
        Some((page, heading)) => (page, Some(heading.trim())),
        None => (address.as_str(), None),
    };
    let heading = heading.filter(|it| !it.is_empty());
    let page = page.strip_prefix("./").unwrap_or(page);
    match page.strip_suffix(".md") {
        Some(page) => {
            let title = Title::parse(page).ok()?;
            Some(Target::Page(title, heading.map(str::to_owned)))
        }
        None if page.is_empty() => Some(Target::Here(heading?.to_owned())),
        None if is_file(page) && !page.starts_with('/') => {
            let name = page.rsplit('/').next()?;
            Some(Target::Page(title(name).ok()?, None))
        }
        None => None,
    }
}

/// An address as people write it.
pub(super) fn percent_decoded(address: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| first == b'%');
        match code.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}
