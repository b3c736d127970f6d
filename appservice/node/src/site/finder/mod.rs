//! The search of the site: `!найди` for whoever reads a community's pages. It asks the same index with the same words
//! and filters; what may be read is asked anew each time, and nothing else is found or counted.

mod rights;

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use async_trait::async_trait;
use jiff::tz::TimeZone;
use secta_bot_community::memory::{self, Known, Subject};
use secta_bot_kit::{EventId, UserId, ids::permalink, read::Selves};
use secta_bot_search::{
    ask::{Ask, Asker, Synonyms},
    index::{self, Index, Reading, search::Page},
    pages,
    reader::Reader,
};
use secta_record::{RecordId, act::ItemId};
use secta_rules::text::fold;
use secta_site::{
    model::{Found, Hit},
    ports::{self, Library as _, PortError},
    site::Clock,
};
use secta_store::Store;

use super::library::{self, Finds, Stacks, memory::remembered};
use crate::{
    seal::Sealer,
    search::{SearchError, Shelf},
};

/// Finds what a reader may read.
pub struct Finder {
    /// The index.
    pub shelf: Shelf,
    /// What the bots remember.
    pub store: Arc<dyn Store>,
    /// Opens what is sealed.
    pub sealer: Sealer,
    /// What is published.
    pub stacks: Stacks,
    /// Who the service itself is.
    pub selves: Selves,
    /// The zone in which days begin.
    pub zone: TimeZone,
    /// The server that links go by, and of names without one.
    pub server: String,
    /// The time.
    pub clock: Clock,
}

/// Which part of what is found is wanted.
#[derive(Clone, Copy)]
struct Part {
    skip: usize,
    take: usize,
    now_ms: i64,
}

#[async_trait]
impl ports::Finder for Finder {
    async fn find(
        &self,
        community: &RecordId,
        account: Option<&UserId>,
        query: &str,
        skip: usize,
        take: usize,
    ) -> Result<Found, PortError> {
        let part = Part {
            skip,
            take,
            now_ms: (self.clock)(),
        };
        let found = self.found(community, account, query, part).await;
        found.map_err(|error| PortError(error.to_string()))
    }
}

impl Finder {
    async fn found(
        &self,
        community: &RecordId,
        account: Option<&UserId>,
        query: &str,
        part: Part,
    ) -> Result<Found, FinderError> {
        let asker = Asker {
            now_ms: part.now_ms,
            zone: &self.zone,
            server: &self.server,
        };
        // What cannot be asked finds nothing.
        let Ok(mut ask) = Ask::read(query, &asker) else {
            return Ok(Found::default());
        };
        let pages = self.pages(community, &ask, part)?;
        if ask.is_of_pages() {
            let pages = library::found(pages);
            return Ok(Found {
                total: pages.total,
                pages,
                ..Found::default()
            });
        }
        let index = self.shelf.index().ok_or(FinderError::Away)?;
        let reader = self.reader(community, account, part.now_ms).await?;
        if !narrow(&mut ask, &reader) {
            return Ok(Found::default());
        }
        ask.synonyms = self.synonyms(community, &ask, &reader);
        let search = || looked(&index, &ask, &reader, part);
        // A damaged index may make the library panic: that is an answer that cannot be given.
        let search = || catch_unwind(AssertUnwindSafe(search));
        let (found, total) = match tokio::task::block_in_place(search) {
            Ok(found) => found.map_err(SearchError::from)?,
            Err(_) => return Err(SearchError::Panicked.into()),
        };
        let items = self.items(community, &found).await?;
        let pages = match pages::stand_beside(&pages.reading, &found) {
            true => pages,
            false => Finds::default(),
        };
        let hits = found.hits.iter();
        Ok(Found {
            hits: hits
                .map(|hit| self.hit(community, hit, &reader, &items))
                .collect(),
            pages: library::found(pages),
            total: u64::try_from(total).unwrap_or(u64::MAX),
            instead: match found.reading {
                Reading::Asked | Reading::Typos => None,
                Reading::Layout(words) => Some(words),
            },
        })
    }

    /// The pages of the wiki, which everybody may read: above the first messages, or all that is asked for.
    fn pages(&self, community: &RecordId, ask: &Ask, part: Part) -> Result<Finds, FinderError> {
        let part = match (ask.is_of_pages(), ask.takes_pages() && part.skip == 0) {
            (true, _) => (part.skip, part.take),
            (false, true) => (0, pages::ABOVE),
            (false, false) => return Ok(Finds::default()),
        };
        let find = || self.stacks.find_pages(community, &ask.clauses, part);
        tokio::task::block_in_place(find).map_err(FinderError::Pages)
    }

    /// What will do for the tags that are names of supertags.
    fn synonyms(&self, community: &RecordId, ask: &Ask, reader: &Reader) -> Vec<Synonyms> {
        let Some(rules) = self.stacks.rules(community) else {
            return Vec::new();
        };
        let rules = rules.read();
        let named = ask.tags.iter().filter_map(|tag| {
            let supertag = rules.supertag(tag)?;
            let names = std::iter::once(&supertag.name).chain(&supertag.synonyms);
            Some(Synonyms {
                tag: tag.clone(),
                names: names.map(|name| fold(name)).collect(),
                rooms: reader.rooms_of(community),
            })
        });
        named.collect()
    }

    /// The items that the messages are, where they are some of this community.
    async fn items(
        &self,
        community: &RecordId,
        found: &index::Found,
    ) -> Result<BTreeMap<EventId, ItemId>, FinderError> {
        let events = found.hits.iter().map(|hit| &hit.doc.event);
        let scopes = events.clone().map(memory::event).collect();
        let mut known = remembered(self.store.as_ref(), &self.sealer, scopes, "known").await?;
        let mut items = BTreeMap::new();
        for event in events {
            let Some(value) = known.remove(&memory::event(event)) else {
                continue;
            };
            let known: Known = serde_json::from_value(value).map_err(SearchError::from)?;
            if let Subject::Item(item) = known.what
                && known.community == *community
            {
                items.insert(event.clone(), item);
            }
        }
        Ok(items)
    }

    fn hit(
        &self,
        community: &RecordId,
        hit: &index::Hit,
        reader: &Reader,
        items: &BTreeMap<EventId, ItemId>,
    ) -> Hit {
        let doc = &hit.doc;
        let item = items.get(&doc.event).copied();
        let rules = self.stacks.rules(community);
        let root = item.zip(rules).and_then(|(item, rules)| {
            let rules = rules.read();
            rules.item(&item, doc.sent_ms)?.root
        });
        let room = reader.rooms.get(&doc.room);
        let pieces = hit.snippet.iter();
        Hit {
            item,
            root,
            author: doc.author.as_str().to_owned(),
            time_ms: doc.sent_ms,
            room: room.and_then(|room| room.name.clone()).unwrap_or_default(),
            link: permalink(&doc.room, Some(&doc.event), &self.server),
            snippet: pieces
                .map(|(text, marked)| (*marked, text.clone()))
                .collect(),
        }
    }
}

/// Puts rooms instead of their names. Whether there are such rooms.
fn narrow(ask: &mut Ask, reader: &Reader) -> bool {
    let mut found = true;
    for name in std::mem::take(&mut ask.rooms) {
        let rooms = reader.named(&name);
        found &= !rooms.is_empty();
        let rooms = rooms.iter().map(|room| room.as_str().to_owned());
        ask.rooms.extend(rooms);
    }
    found
}

/// One page of what is found, and how many there are.
fn looked(
    index: &Index,
    ask: &Ask,
    reader: &Reader,
    part: Part,
) -> Result<(index::Found, usize), index::IndexError> {
    let page = Page {
        skip: part.skip,
        take: part.take,
        now_ms: part.now_ms,
    };
    let found = index.search(ask, &reader.readable, page)?;
    let total = match found.more || (found.hits.is_empty() && part.skip > 0) {
        true => index.count(ask, &reader.readable, part.now_ms)?,
        false => part.skip + found.hits.len(),
    };
    Ok((found, total))
}

/// Why nothing could be looked for.
#[derive(Debug, thiserror::Error)]
enum FinderError {
    /// The index is being made.
    #[error("the search's index is being made")]
    Away,
    /// The search.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The pages of the wiki.
    #[error(transparent)]
    Pages(PortError),
    /// What the bot of communities remembers.
    #[error(transparent)]
    Library(#[from] super::library::LibraryError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_that_may_not_be_read_is_no_room() {
        let mut ask = Ask {
            rooms: vec!["совет".to_owned()],
            ..Ask::default()
        };
        assert!(!narrow(&mut ask, &Reader::default()));
        assert!(narrow(&mut Ask::default(), &Reader::default()));
    }
}
