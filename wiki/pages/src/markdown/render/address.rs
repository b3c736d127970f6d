//! Addresses that members write.

use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;
use url::Url;

use crate::markdown::target::{self, Target};

/// Schemes that links may have.
pub(super) const SCHEMES: [&str; 5] = ["http", "https", "mailto", "matrix", "xmpp"];

/// Where an address leads.
pub(super) enum Address {
    /// Out of the site.
    Outside(Outside),
    /// To a page.
    Page(Target),
    /// To something else of the site.
    Relative,
    /// Nowhere: it is not to be followed.
    Refused,
}

/// An address outside the site.
#[derive(Clone, Debug)]
pub(super) struct Outside {
    url: Url,
    host: String,
}

/// Reads an address of Markdown, where what addresses cannot hold is percent-encoded.
pub(super) fn markdown(address: &str) -> Address {
    read(&encoded(address))
}

/// An address with everything encoded that cannot stand in one.
pub(super) fn encoded(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b if b.is_ascii_alphanumeric() => encoded.push(char::from(b)),
            b if b"!#$%&'()*+,-./:;=?@_~".contains(&b) => encoded.push(char::from(b)),
            b => encoded.push_str(&format!("%{b:02X}")),
        }
    }
    encoded
}

/// Reads an address as browsers do.
pub(super) fn read(address: &str) -> Address {
    if let Some(outside) = Outside::read(address) {
        return Address::Outside(outside);
    }
    if Url::parse(address).is_ok() || names_host(address) {
        return Address::Refused;
    }
    target::relative(address).map_or(Address::Relative, Address::Page)
}

/// An address of Markdown outside the site as it stands in `href`, if it may be followed.
pub(in crate::markdown) fn outside(address: &str) -> Option<String> {
    Outside::read(&encoded(address)).map(|outside| outside.url.into())
}

/// Whether an address without a scheme names a host all the same (`//host`, with what browsers take for slashes).
fn names_host(address: &str) -> bool {
    let seen = |c: &char| !matches!(c, '\t' | '\n' | '\r');
    let mut seen = address
        .trim_start_matches(|c: char| c <= ' ')
        .chars()
        .filter(seen);
    let slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
    slash(seen.next()) && slash(seen.next())
}

impl Outside {
    fn read(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        if !SCHEMES.contains(&url.scheme()) {
            return None;
        }
        let host = match url.host_str() {
            Some(host) => host.to_owned(),
            None => url.path().to_owned(),
        };
        Some(Self { url, host })
    }

    /// The address as it stands in `href`.
    pub fn href(&self) -> &str {
        self.url.as_str()
    }

    /// The host, or the mailbox.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Where the link really leads, if its text names another place or hides what it names.
    pub fn hidden_by(&self, text: &str) -> Option<&str> {
        let hides = text
            .chars()
            .any(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        let seen: String = text.chars().filter(|c| !is_unseen(*c)).nfkc().collect();
        let seen = seen.replace('。', ".").to_lowercase();
        let words = seen.split(|c: char| c.is_whitespace() || "<>«»\"'()[],;!|".contains(c));
        let other = words
            .filter_map(|word| Some((word, named_place(word)?)))
            .any(|(word, named)| !named.eq_ignore_ascii_case(&self.host) || looks_latin(word));
        (hides || other).then_some(self.host.as_str())
    }
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a word in other letters looks as if it were in Latin ones.
fn looks_latin(word: &str) -> bool {
    !word.is_ascii() && skeleton(word).all(|c| c.is_ascii())
}

/// The host or mailbox that a word names, if it looks like an address.
fn named_place(word: &str) -> Option<String> {
    let word = word.trim_end_matches(['.', ':', '?', '/']);
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    if let Some((name, host)) = word.split_once('@').filter(|_| !word.contains("://")) {
        return (!name.is_empty() && host.contains('.')).then(|| word.to_owned());
    }
    let url = match word.contains("://") {
        true => Url::parse(word).ok()?,
        false => Url::parse(&format!("http://{word}")).ok()?,
    };
    let bare = word.split_once("://").map_or(word, |(_, rest)| rest);
    let host = bare.split(['/', '?', '#', ':', '\\']).next()?;
    let (_, last) = host.rsplit_once('.')?;
    let is_name = last.chars().count() > 1 && last.chars().all(char::is_alphabetic);
    let is_number = matches!(url.host(), Some(url::Host::Ipv4(_)));
    (is_name || is_number || last.starts_with("xn--"))
        .then(|| url.host_str().map(str::to_owned))
        .flatten()
}
