//! The addresses of pages. A community is named by the first sixteen digits of its id, an item by the first twenty: what
//! is longer is taken too, as long as it begins so.

use secta_record::{RecordId, act::ItemId};
use secta_wiki::{revision::Attachment, title::Title};
use url::Url;

use crate::site::Site;

/// How many digits of a community's id stand in addresses.
pub(crate) const COMMUNITY_DIGITS: usize = 16;

/// A community's first page.
pub(crate) fn community(id: &RecordId) -> String {
    format!("/c/{}", &id.to_string()[..COMMUNITY_DIGITS])
}

/// A page of a community.
pub(crate) fn within(id: &RecordId, path: &str) -> String {
    format!("{}/{path}", community(id))
}

/// An item's page.
pub(crate) fn item(id: &RecordId, item: &ItemId) -> String {
    format!("{}/p/{item}", community(id))
}

/// An item within its thread's page.
pub(crate) fn comment(id: &RecordId, root: &ItemId, comment: &ItemId) -> String {
    format!("{}#{}", self::item(id, root), anchor(comment))
}

/// The name of an item within a page.
pub(crate) fn anchor(item: &ItemId) -> String {
    format!("i{}", &item.to_string()[..16])
}

/// An account's page.
pub(crate) fn account(id: &RecordId, account: &str) -> String {
    within(id, &format!("u/{}", escaped(account)))
}

/// A page of the wiki. The parts of its title between slashes are parts of the path.
pub(crate) fn wiki(id: &RecordId, title: &Title) -> String {
    let slug = title.to_slug();
    let parts: Vec<String> = slug.split('/').map(escaped).collect();
    within(id, &format!("wiki/{}", parts.join("/")))
}

/// The whole address of a page of the wiki, or of the wiki's first page, for who tells of it elsewhere.
pub fn wiki_address(base: &Url, id: &RecordId, title: Option<&Title>) -> String {
    let path = title.map_or_else(|| within(id, "wiki"), |title| wiki(id, title));
    format!("{}{path}", base.as_str().trim_end_matches('/'))
}

/// What is in a file of the wiki.
pub(crate) fn wiki_file(id: &RecordId, file: &Attachment) -> String {
    let hash = blake3::Hash::from_bytes(file.blake3).to_hex();
    within(id, &format!("wiki-file/{hash}/{}", escaped(&file.name)))
}

/// A path of the site as a whole address.
pub(crate) fn absolute(site: &Site, path: &str) -> String {
    let base = site.settings.base.as_str();
    format!("{}{path}", base.trim_end_matches('/'))
}

/// A file of the homeserver, by its `mxc://` address.
pub(crate) fn file(mxc: &str) -> Option<String> {
    let (server, media) = mxc.strip_prefix("mxc://")?.split_once('/')?;
    let plain = |part: &str| {
        !part.is_empty()
            && part.len() <= 255
            && !part.starts_with('.')
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-_:[]".contains(c))
    };
    (plain(server) && plain(media)).then(|| format!("/media/{server}/{media}"))
}

/// A part of a path or a query, percent-encoded.
pub(crate) fn escaped(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~@:".contains(&byte);
    let mut escaped = String::with_capacity(part.len());
    for byte in part.bytes() {
        if plain(byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_of_a_file_has_no_page() {
        assert_eq!(
            file("mxc://a.b:80/AbC-_1").as_deref(),
            Some("/media/a.b:80/AbC-_1")
        );
        for hostile in [
            "mxc://a/../b",
            "mxc://a/..",
            "mxc://../x",
            "https://a/b",
            "mxc://a",
            "mxc://a/<b",
        ] {
            assert_eq!(file(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn a_title_is_found_again_in_its_address() {
        for title in [
            "Дюна/Герои",
            "C++ & «C#»?".trim_matches('»'),
            "Файл:a 1%.png",
            "a:b",
        ] {
            let title: Title = title.replace('#', "").parse().expect("a title");
            let path = wiki(&RecordId([7; 32]), &title);
            let slug = path.split_once("/wiki/").expect("a page").1;
            let decoded = url::form_urlencoded::parse(slug.replace('+', "%2B").as_bytes())
                .map(|(slug, _)| slug.into_owned())
                .next();
            assert_eq!(decoded.map(|slug| Title::from_slug(&slug)), Some(Ok(title)));
        }
    }

    #[test]
    fn what_stands_in_an_address_is_escaped() {
        assert_eq!(
            escaped("@анна:t/?#"),
            "@%D0%B0%D0%BD%D0%BD%D0%B0:t%2F%3F%23"
        );
    }
}
