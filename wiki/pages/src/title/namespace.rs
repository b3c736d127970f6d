//! The kinds of pages that titles tell apart.

/// What kind of page a title names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// A page of a community; it has no prefix.
    Page,
    /// A page that all communities of a node share.
    Commons,
    /// A category, which pages name to be listed in it.
    Category,
    /// A file.
    File,
}

/// A language that prefixes are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Russian.
    Russian,
    /// English.
    English,
}

impl Namespace {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Page, Self::Commons, Self::Category, Self::File];

    /// What stands before the colon; a page has nothing there.
    pub fn prefix(self, language: Language) -> Option<&'static str> {
        match (self, language) {
            (Self::Page, _) => None,
            (Self::Commons, Language::Russian) => Some("Общее"),
            (Self::Commons, Language::English) => Some("Commons"),
            (Self::Category, Language::Russian) => Some("Категория"),
            (Self::Category, Language::English) => Some("Category"),
            (Self::File, Language::Russian) => Some("Файл"),
            (Self::File, Language::English) => Some("File"),
        }
    }

    /// What a page's id says of the namespace: never changed, never given twice.
    pub(super) fn tag(self) -> u8 {
        match self {
            Self::Page => 0,
            Self::Commons => 1,
            Self::Category => 2,
            Self::File => 3,
        }
    }
}

/// Takes a known prefix from a title.
pub(super) fn split(text: &str) -> Option<(Namespace, &str)> {
    let (prefix, name) = text.split_once(':')?;
    let prefix = super::folded(prefix);
    let prefixes = Namespace::ALL.into_iter().flat_map(|namespace| {
        [Language::Russian, Language::English]
            .into_iter()
            .filter_map(move |language| Some((namespace, namespace.prefix(language)?)))
    });
    let mut named = prefixes.filter(|(_, known)| super::folded(known) == prefix);
    let (namespace, _) = named.next()?;
    Some((namespace, name.trim()))
}
