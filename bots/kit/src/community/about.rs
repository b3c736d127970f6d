//! How the bot that keeps communities tells the others what is what: by the subject of an event of the service's own
//! ([`crate::input::Event::about`]).

use std::fmt;

use secta_record::{RecordId, act::ItemId};

use crate::{ids::UserId, lang::Lang};

/// What an event of a community's rooms is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The room itself: one of those that the members share.
    Hall {
        /// The community.
        community: RecordId,
        /// The language that is spoken there.
        lang: Lang,
        /// Which of its rooms: `stream`, `twilight` …
        room: String,
    },
    /// The room itself: somebody's porch, greeted just now.
    Porch {
        /// The community.
        community: RecordId,
        /// The language to greet them in.
        lang: Lang,
        /// Whose it is.
        user: UserId,
    },
    /// A post or comment, said again by a puppet.
    Item {
        /// The community.
        community: RecordId,
        /// The item.
        item: ItemId,
    },
}

impl About {
    /// Reads what [`fmt::Display`] wrote; `None` where it is about something else.
    pub fn read(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/')?;
        let (first, rest) = rest.split_once('/')?;
        if kind == "item" {
            let community = first.parse().ok()?;
            let item = rest.parse().ok()?;
            return Some(Self::Item { community, item });
        }
        let lang = Lang::of_code(first)?;
        let (community, rest) = rest.split_once('/')?;
        let community = community.parse().ok()?;
        match kind {
            "hall" => Some(Self::Hall {
                community,
                lang,
                room: rest.to_owned(),
            }),
            "porch" => Some(Self::Porch {
                community,
                lang,
                user: UserId::new(rest),
            }),
            _ => None,
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hall {
                community,
                lang,
                room,
            } => write!(f, "hall/{}/{community}/{room}", lang.code()),
            Self::Porch {
                community,
                lang,
                user,
            } => write!(f, "porch/{}/{community}/{user}", lang.code()),
            Self::Item { community, item } => write!(f, "item/{community}/{item}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let community = RecordId([7; 32]);
        for about in [
            About::Hall {
                community,
                lang: Lang::Ru,
                room: "stream".to_owned(),
            },
            About::Porch {
                community,
                lang: Lang::En,
                user: UserId::new("@a/b:home"),
            },
            About::Item {
                community,
                item: ItemId([9; 32]),
            },
        ] {
            assert_eq!(About::read(&about.to_string()), Some(about));
        }
    }

    #[test]
    fn what_is_about_something_else_is_left_alone() {
        let id = RecordId([7; 32]);
        for text in [
            String::new(),
            "porch".to_owned(),
            format!("case/{id}/{id}"),
            format!("porch/xx/{id}/@a:home"),
            "porch/ru/none/@a:home".to_owned(),
            format!("item/{id}/none"),
        ] {
            assert_eq!(About::read(&text), None, "{text}");
        }
    }
}
