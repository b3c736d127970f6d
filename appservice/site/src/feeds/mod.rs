//! Feeds of what the pages list, in three forms: Atom (RFC 4287), RSS 2.0, JSON Feed 1.1.
//!
//! - `stream`, `tag`, `supertag`, `person`, `thread`, `wiki`: one file for each address; the names of tags and accounts may
//!   hold dots, so an ending names a feed only where what stands before it is there.
//! - `feed`: what a feed holds, whatever its form; `atom`, `rss`, `json`: the forms; `xml`: a writer of well-formed XML.
//!
//! A feed is the same for everybody; what is withheld where the reader comes from is left out.

mod atom;
mod feed;
mod json;
pub(crate) mod person;
mod rss;
mod stream;
pub(crate) mod supertag;
pub(crate) mod tag;
#[cfg(test)]
mod tests;
mod thread;
pub(crate) mod wiki;
mod xml;

use std::sync::Arc;

use axum::{
    Router,
    http::HeaderMap,
    routing::{MethodRouter, get},
};

use self::feed::Feed;
pub(crate) use self::feed::is_mime;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    routes,
    site::Site,
};

/// The form of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Atom,
    Rss,
    Json,
}

impl Form {
    pub const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// The ending of its addresses.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Atom => ".atom",
            Self::Rss => ".rss",
            Self::Json => ".json",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml; charset=utf-8",
            Self::Rss => "application/rss+xml; charset=utf-8",
            Self::Json => "application/feed+json; charset=utf-8",
        }
    }

    /// The form of a name.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|form| form.ending()[1..] == *code)
    }

    /// Parts the last part of an address into a name and the form that its ending tells.
    pub fn of_name(name: &str) -> Option<(&str, Self)> {
        let mut found = Self::ALL.into_iter().filter_map(|form| {
            let name = name.strip_suffix(form.ending())?;
            (!name.is_empty()).then_some((name, form))
        });
        found.next()
    }

    fn write(self, feed: &Feed) -> Answer {
        let body = match self {
            Self::Atom => atom::write(feed),
            Self::Rss => rss::write(feed),
            Self::Json => json::write(feed),
        };
        Page::of(self.content_type(), body).into()
    }
}

/// The feeds that have addresses of their own; those of tags and people share theirs with the pages.
pub(crate) fn routes() -> Router<Arc<Site>> {
    let mut routes = Router::new();
    for form in Form::ALL {
        let ending = form.ending();
        routes = routes
            .route(&format!("/c/{{c}}/feed{ending}"), feed(stream::of(form)))
            .route(
                &format!("/c/{{c}}/p/{{item}}/feed{ending}"),
                feed(thread::of(form)),
            )
            .route(
                &format!("/c/{{c}}/wiki-changes{ending}"),
                feed(wiki::of(form)),
            );
    }
    routes
}

type Make = fn(&Here) -> Result<Answer, Fault>;

fn feed(make: Make) -> MethodRouter<Arc<Site>> {
    get(move |here: Here, headers: HeaderMap| routes::show(here, headers, make))
}
