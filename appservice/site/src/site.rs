//! Everything that the routes work with.

use std::sync::Arc;

use jiff::tz::TimeZone;
use secta_bot_kit::{Lang, words::Words};
use url::Url;

use crate::{
    cache::Cache,
    ports::{
        Accounts, Borders, Desk, Drafts, Files, Finder, Library, Margins, Spaces, Twilight, Wiki,
    },
};

/// What is set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address under which people reach the site, with its scheme.
    pub base: Url,
    /// The language of whoever does not say one.
    pub lang: Lang,
    /// The zone in which days and hours are told.
    pub zone: TimeZone,
    /// Where else the same can be read: an onion address, other nodes.
    pub elsewhere: Vec<String>,
    /// The server that Matrix links go by.
    pub server: String,
    /// How much the pages kept in memory may take, in bytes.
    pub cache_bytes: usize,
}

/// What is behind the site.
#[derive(Clone)]
pub struct Ports {
    /// What is published.
    pub library: Arc<dyn Library>,
    /// What waits.
    pub twilight: Arc<dyn Twilight>,
    /// Where what members do goes.
    pub desk: Arc<dyn Desk>,
    /// Who is signed in.
    pub accounts: Arc<dyn Accounts>,
    /// The search.
    pub finder: Arc<dyn Finder>,
    /// Files.
    pub files: Arc<dyn Files>,
    /// What is withheld where.
    pub borders: Arc<dyn Borders>,
    /// The wiki.
    pub wiki: Arc<dyn Wiki>,
    /// What members have begun to write in it.
    pub drafts: Arc<dyn Drafts>,
    /// What the wiki's bot remembers.
    pub margins: Arc<dyn Margins>,
    /// Private spaces of the wiki.
    pub spaces: Arc<dyn Spaces>,
}

/// The time, in milliseconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The site.
pub struct Site {
    pub(crate) settings: Settings,
    pub(crate) words: Arc<Words>,
    pub(crate) ports: Ports,
    pub(crate) clock: Clock,
    pub(crate) cache: Cache,
}

impl Site {
    /// With settings, all phrases (those of [`crate::phrases`] among them) and what is behind it.
    pub fn new(settings: Settings, words: Arc<Words>, ports: Ports, clock: Clock) -> Self {
        let cache = Cache::new(settings.cache_bytes);
        Self {
            settings,
            words,
            ports,
            clock,
            cache,
        }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        (self.clock)()
    }

    /// Whether browsers come over TLS: then cookies say so.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.base.scheme() == "https"
    }
}
