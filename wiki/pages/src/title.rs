//! Titles: how pages are called, and what makes two titles the same page.

mod check;
mod namespace;

#[cfg(test)]
mod tests;

use std::{fmt, str::FromStr};

use caseless::Caseless;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;
use unicode_security::skeleton;

pub use check::TitleFault;
pub use namespace::{Language, Namespace};

use crate::PageId;

/// The longest name, in letters.
pub const MAX_LETTERS: usize = 120;

/// How a page is called: a namespace and a name, as a member wrote it.
///
/// Equal titles are written the same; titles with the same [`key`](Self::key) and namespace are the same page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Title {
    namespace: Namespace,
    name: String,
}

impl Title {
    /// Reads a title with or without a prefix, in either language.
    ///
    /// # Errors
    ///
    /// What cannot be a title, with the reason.
    pub fn parse(text: &str) -> Result<Self, TitleFault> {
        let text = check::tidied(text)?;
        match namespace::split(&text) {
            Some((namespace, name)) => Self::of_tidied(namespace, name),
            None => Self::of_tidied(Namespace::Page, &text),
        }
    }

    /// A title of a namespace and a name without prefix.
    ///
    /// # Errors
    ///
    /// What cannot be a title, with the reason; a [`Namespace::Page`] whose name begins like another namespace.
    pub fn new(namespace: Namespace, name: &str) -> Result<Self, TitleFault> {
        let name = check::tidied(name)?;
        if namespace == Namespace::Page && namespace::split(&name).is_some() {
            return Err(TitleFault::Prefix);
        }
        Self::of_tidied(namespace, &name)
    }

    fn of_tidied(namespace: Namespace, name: &str) -> Result<Self, TitleFault> {
        check::check(name)?;
        check::segments(&folded(name))?;
        let name = name.to_owned();
        Ok(Self { namespace, name })
    }

    /// Reads what stands in an address, already percent-decoded.
    ///
    /// # Errors
    ///
    /// What cannot be a title, with the reason.
    pub fn from_slug(slug: &str) -> Result<Self, TitleFault> {
        Self::parse(slug)
    }

    /// The title as it stands in an address, still to be percent-encoded: `_` for each space.
    pub fn to_slug(&self) -> String {
        self.to_string().replace(' ', "_")
    }

    /// The namespace.
    pub fn namespace(&self) -> Namespace {
        self.namespace
    }

    /// The name without its prefix.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The title with its namespace's prefix in a language.
    pub fn prefixed(&self, language: Language) -> String {
        match self.namespace.prefix(language) {
            Some(prefix) => format!("{prefix}:{}", self.name),
            None => self.name.clone(),
        }
    }

    /// What makes two names of a namespace the same page: without case, `ё` and forms of compatibility.
    pub fn key(&self) -> String {
        folded(&self.name)
    }

    /// The page of this title.
    pub fn page_id(&self) -> PageId {
        let mut hasher = blake3::Hasher::new_derive_key("net.secta wiki page 1");
        hasher.update(&[self.namespace.tag()]);
        hasher.update(self.key().as_bytes());
        PageId(*hasher.finalize().as_bytes())
    }

    /// What is the same for all titles that look alike, whatever their alphabet
    /// (the [skeleton](https://www.unicode.org/reports/tr39/#Confusable_Detection), without case).
    pub fn skeleton(&self) -> String {
        let seen: String = skeleton(&self.name).collect();
        let lower: String = seen.chars().default_case_fold().collect();
        let seen: String = skeleton(&lower).collect();
        format!("{}:{seen}", self.namespace.tag())
    }

    /// Whether another page's title looks like this one because it is written in other alphabets.
    pub fn looks_like(&self, other: &Self) -> bool {
        self.page_id() != other.page_id()
            && check::alphabets(&self.name) != check::alphabets(&other.name)
            && self.skeleton() == other.skeleton()
    }

    /// The page that this one is a subpage of.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.name.rsplit_once('/')?;
        Self::new(self.namespace, parent).ok()
    }
}

/// One form of all names of a page.
fn folded(name: &str) -> String {
    let once = name.nfd().default_case_fold().nfkc();
    let twice: String = once.default_case_fold().nfkc().collect();
    check::single_spaces(&twice.replace('ё', "е"))
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.prefixed(Language::Russian))
    }
}

impl FromStr for Title {
    type Err = TitleFault;

    fn from_str(text: &str) -> Result<Self, TitleFault> {
        Self::parse(text)
    }
}

impl Serialize for Title {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Title {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
